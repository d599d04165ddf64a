//! What happened: the journal, what it is checked against, and who looked.

use super::{FixedTable, blob, index, int, int_null, text, unique};

pub(super) const TENANT_HEAD: FixedTable = FixedTable {
    name: "tenant_head",
    about: "One row a tenant: where its journal ends. Locked first by every batch.",
    columns: &[
        int("seq", "sequence number of the last event, 0 before the first"),
        blob("digest", "32 bytes: SHA-256 over the digest before and the last event's hash"),
        int("catalogue_version", "counts changes of edited things; snapshots carry it"),
    ],
    key: &[],
    indexes: &[],
};

pub(super) const JOURNAL: FixedTable = FixedTable {
    name: "journal",
    about: "Every event: its envelope in columns, its body as the exact bytes that were hashed.",
    columns: &[
        int("seq", "commit order within the tenant, from 1 without gaps"),
        int("stream", "the thing with a life it belongs to"),
        int("version", "the stream's version after it, from 1 without gaps"),
        text("kind", "kind of the stream: ticket, visit, dossier..."),
        text("name", "name of the event, e.g. TicketTaken"),
        int("event_schema", "version of the event's shape"),
        int("occurred_at", "UTC milliseconds, as decide saw it"),
        int("recorded_at", "UTC milliseconds, by the server's clock"),
        text("actor", "who, as a code"),
        text("position", "as what: code of the position, of no length for none"),
        text("on_behalf_of", "for whom: code, of no length for nobody"),
        text("rule", "the policy that allowed it"),
        text("command_id", "the command it came from"),
        int("ordinal", "its place among the events of its command, from 0"),
        text("numbers", "numbers it took, as JSON [[series, number]], of no length for none"),
        blob("body", "the exact bytes, JSON"),
        blob("nonce", "16 random bytes, so that a small event cannot be guessed from its hash"),
        blob("prev_hash", "32 bytes: hash of the stream's event before, zeros for the first"),
        blob("hash", "32 bytes: SHA-256 over prev_hash, nonce, envelope and body"),
    ],
    key: &["seq"],
    indexes: &[
        unique("journal_stream", &["stream", "version"]),
        unique("journal_command", &["command_id", "ordinal"]),
    ],
};

pub(super) const STREAM: FixedTable = FixedTable {
    name: "stream",
    about: "One row a thing with a life: its version, the hash of its last event, its state without personal data.",
    columns: &[
        int("stream", "its id"),
        text("kind", "ticket, visit, dossier..."),
        int("version", "number of its events"),
        blob("head_hash", "32 bytes: hash of its last event"),
        int("state_format", "version of the state's shape; another one is folded anew"),
        text("state", "its state, JSON"),
    ],
    key: &["stream"],
    indexes: &[],
};

pub(super) const SERIES: FixedTable = FixedTable {
    name: "series",
    about: "A run of numbers: tickets, dossier codes, receipts.",
    columns: &[text("series", "its name, e.g. ticket/H1/A/20261124"), int("last", "the last number given")],
    key: &["series"],
    indexes: &[],
};

pub(super) const COMMAND: FixedTable = FixedTable {
    name: "command",
    about: "A command that was carried out, and the answer to its repetition.",
    columns: &[
        text("command_id", "its id, unique in the tenant"),
        int("first_seq", "sequence number of its first event, 0 when it had none"),
        text("answer", "JSON without personal data"),
        int("recorded_at", "UTC milliseconds, by the server's clock"),
    ],
    key: &["command_id"],
    indexes: &[index("command_recorded", &["recorded_at"])],
};

pub(super) const LOG_TILE: FixedTable = FixedTable {
    name: "log_tile",
    about: "A tile of the transparency log (C2SP tlog-tiles): level 0 only when full, higher levels as they grow.",
    columns: &[
        int("level", "0 for hashes of events, each next level covers 256 times as many"),
        int("n", "its number within the level, from 0"),
        blob("hashes", "32 bytes each, 256 at most"),
    ],
    key: &["level", "n"],
    indexes: &[],
};

pub(super) const LOG_CHECKPOINT: FixedTable = FixedTable {
    name: "log_checkpoint",
    about: "A signed statement how far the transparency log reached and what its root was.",
    columns: &[
        int("size", "events in the log"),
        blob("root", "32 bytes: Merkle tree hash of RFC 6962"),
        text("note", "the signed note, as it is published"),
        text("verifier", "public key the note was signed under: name+id+key"),
        int("signed_at", "UTC milliseconds, by the server's clock"),
    ],
    key: &["size"],
    indexes: &[],
};

pub(super) const ACCESS: FixedTable = FixedTable {
    name: "access",
    about: "A reading of personal data or of a recording: written before it is shown, completed after.",
    columns: &[
        int("id", "its id"),
        text("actor", "who read, as a code"),
        text("position", "as what: code of the position, of no length for none"),
        text("about_kind", "subject, dossier, recording, arrival, search, list"),
        int("about", "id of the subject, dossier, recording or arrival, 0 for a search or a list"),
        text("action", "what for: slip_printed, dossier_opened..."),
        int("opened_at", "UTC milliseconds, before anything was read"),
        int_null("completed_at", "UTC milliseconds, nothing while open or after a crash"),
        text("outcome", "shown, nothing, failed; of no length while open"),
    ],
    key: &["id"],
    indexes: &[
        index("access_completed", &["completed_at", "id"]),
        index("access_about", &["about_kind", "about", "completed_at"]),
        index("access_actor", &["actor", "completed_at"]),
    ],
};
