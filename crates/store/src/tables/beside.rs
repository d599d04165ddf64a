//! What stands beside the journal: personal data, things to send, things that are merely edited, sessions, leases.

use super::{FixedTable, index, int, text};

pub(super) const SUBJECT: FixedTable = FixedTable {
    name: "subject",
    about: "A version of a person's data. Erasure empties the row; events keep the id and the salted digest.",
    columns: &[
        int("subject", "id of the subject"),
        int("version", "from 1"),
        text("body", "the data, JSON; of no length once erased"),
        text("name_folded", "name in lower case without marks, for search"),
        text("phone", "digits, for search"),
        text("id_number", "digits, for search"),
        text("digest", "hexadecimal SHA-256 over the body, which holds a random salt"),
        int("erased", "1 once erased"),
    ],
    key: &["subject", "version"],
    indexes: &[
        index("subject_phone", &["phone"]),
        index("subject_id_number", &["id_number"]),
        index("subject_name", &["name_folded"]),
    ],
};

pub(super) const DECLARATION: FixedTable = FixedTable {
    name: "declaration",
    about: "What somebody declared at the door: for that one purpose, read by few, gone after the days that are set.",
    columns: &[
        int("arrival", "stream of the arrival"),
        text("body", "name, phone and answers, JSON"),
        text("digest", "hexadecimal SHA-256 over the body, which holds a random salt"),
        int("keep_until", "UTC milliseconds from which it is removed"),
    ],
    key: &["arrival"],
    indexes: &[index("declaration_keep", &["keep_until"])],
};

pub(super) const OUTBOX: FixedTable = FixedTable {
    name: "outbox",
    about: "Something to be sent after a commit, without personal data; deleted once done.",
    columns: &[
        int("id", "stream of the message"),
        text("topic", "sms, mail, print"),
        int("due_at", "UTC milliseconds, not to be sent before"),
        text("body", "what to send, JSON: template and subject"),
        int("lease_until", "UTC milliseconds until which somebody has it, 0 for nobody"),
        int("attempts", "times it was claimed"),
    ],
    key: &["id"],
    indexes: &[index("outbox_due", &["topic", "due_at"])],
};

pub(super) const CATALOGUE: FixedTable = FixedTable {
    name: "catalogue",
    about: "A version of something that is merely edited: procedure, unit, person, counter, calendar.",
    columns: &[
        text("kind", "unit, procedure, person..."),
        text("code", "its code"),
        text("version", "its version; events quote it"),
        text("valid_from", "local date yyyy-mm-dd from which it holds"),
        text("valid_to", "local date from which it no longer holds, of no length while open"),
        text("body", "the rest, JSON"),
        text("changed_by", "who changed it, as a code"),
        int("changed_at", "UTC milliseconds"),
        text("decision", "the document that says so"),
    ],
    key: &["kind", "code", "version"],
    indexes: &[],
};

pub(super) const ACCOUNT: FixedTable = FixedTable {
    name: "account",
    about: "Who may sign in.",
    columns: &[
        text("login", "what is typed"),
        text("person", "code of the person"),
        text("password_hash", "argon2id, PHC form"),
        int("disabled", "1 when it may not be used"),
        int("changed_at", "UTC milliseconds"),
    ],
    key: &["login"],
    indexes: &[],
};

pub(super) const SESSION: FixedTable = FixedTable {
    name: "session",
    about: "Who is signed in; only a hash of the cookie's token is kept.",
    columns: &[
        text("token_hash", "hexadecimal SHA-256 of the token"),
        text("person", "code of the person"),
        text("position", "code of the position they act in"),
        text("csrf", "token that forms carry"),
        int("created_at", "UTC milliseconds"),
        int("expires_at", "UTC milliseconds"),
    ],
    key: &["token_hash"],
    indexes: &[index("session_expires", &["expires_at"])],
};

pub(super) const FORM_DRAFT: FixedTable = FixedTable {
    name: "form_draft",
    about: "What an officer typed and has not sent.",
    columns: &[
        text("person", "code of the officer"),
        text("form", "which form"),
        text("body", "its fields, JSON"),
        int("saved_at", "UTC milliseconds"),
        int("edition", "grows with every page made anew: what an older page still sends is not kept"),
    ],
    key: &["person", "form"],
    indexes: &[index("form_draft_saved", &["saved_at"])],
};

pub(super) const SETTING: FixedTable = FixedTable {
    name: "setting",
    about: "A setting of the province.",
    columns: &[
        text("name", "its name"),
        text("value", "its value"),
        text("changed_by", "who changed it, as a code"),
        int("changed_at", "UTC milliseconds"),
    ],
    key: &["name"],
    indexes: &[],
};

pub(super) const LEASE: FixedTable = FixedTable {
    name: "lease",
    about: "Who does a job or has a node number among several servers. Courtesy only: versions decide.",
    columns: &[
        text("name", "the job, or node/n"),
        text("holder", "the server's process, one name for each start"),
        int("until", "UTC milliseconds, after which anybody may take it"),
        int("token", "grows with every change of holder: whoever comes with an older one is too late"),
    ],
    key: &["name"],
    indexes: &[],
};
