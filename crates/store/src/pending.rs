//! What goes into the writer and what comes out.

use domain::kernel::{Act, CommandId, Kind, Millis, StreamId, SubjectId};
use domain::{Event, State};
use serde::{Deserialize, Serialize};

/// What one command decided for one stream.
#[derive(Clone, Debug)]
pub struct StreamWrite {
    /// The stream.
    pub stream: StreamId,
    /// Its kind.
    pub kind: Kind,
    /// The version it was decided on; 0 for a new stream.
    pub expected_version: i64,
    /// The state it was decided on.
    pub before: State,
    /// What was decided, numbers still to be filled.
    pub events: Vec<Event>,
}

/// A version of a subject's personal data.
#[derive(Clone, Debug)]
pub struct SubjectWrite {
    /// The subject.
    pub id: SubjectId,
    /// Its version, from 1.
    pub version: i64,
    /// The data as JSON.
    pub body: String,
    /// Folded name, for search.
    pub name_folded: String,
    /// Digits of the phone, for search.
    pub phone: String,
    /// Digits of the identity number, for search.
    pub id_number: String,
    /// Salted digest, as events quote it.
    pub digest: String,
}

/// What somebody declared at the door, kept apart from everything else.
#[derive(Clone, Debug)]
pub struct DeclarationWrite {
    /// The arrival.
    pub arrival: StreamId,
    /// Name, phone and answers as JSON.
    pub body: String,
    /// Salted digest, as the arrival quotes it.
    pub digest: String,
    /// Instant from which it is removed.
    pub keep_until: Millis,
}

/// A form that is filled in halfway goes to a colleague, who goes on with it. What she had typed into that form herself is set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMove {
    /// Whose it was.
    pub from: String,
    /// Whose it is.
    pub to: String,
    /// Which form.
    pub form: String,
    /// Name under which what the colleague had typed is kept.
    pub aside: String,
}

/// Something to be sent after the commit. Never holds personal data: a template id and whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxWrite {
    /// Its id: the message's stream.
    pub id: i64,
    /// `sms`, `mail`.
    pub topic: String,
    /// Not before this instant.
    pub due_at: Millis,
    /// What to send, as JSON.
    pub body: String,
}

/// Everything one command writes.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Its id, unique in the tenant.
    pub command_id: CommandId,
    /// Who, as what, for whom, by which rule, when.
    pub act: Act,
    /// The server's clock.
    pub recorded_at: Millis,
    /// Streams, in the order decided.
    pub writes: Vec<StreamWrite>,
    /// Personal data.
    pub subjects: Vec<SubjectWrite>,
    /// What was declared at the door.
    pub declarations: Vec<DeclarationWrite>,
    /// Forms filled in halfway that change hands.
    pub drafts: Vec<DraftMove>,
    /// To be sent.
    pub outbox: Vec<OutboxWrite>,
    /// The answer to keep for a repetition, as JSON without personal data.
    pub answer: String,
    /// Version of the edited things it may be written under and no other; none when they are not what it rests on.
    pub decided_under: Option<i64>,
}

impl Pending {
    /// Events in all.
    pub(crate) fn event_count(&self) -> usize {
        self.writes.iter().map(|write| write.events.len()).sum()
    }
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Committed {
    /// Sequence number of the first event, 0 when there was none.
    pub first_seq: i64,
    /// The events with their numbers, by stream and version.
    pub events: Vec<(StreamId, i64, Event)>,
    /// The answer kept.
    pub answer: String,
}

/// A stream as it is.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its kind.
    pub kind: Kind,
    /// Its version.
    pub version: i64,
    /// Its state.
    pub state: State,
}

/// A row of something that is merely edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRow {
    /// `unit`, `procedure`, `person`...
    pub kind: String,
    /// Its code.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Local date from which it holds.
    pub valid_from: String,
    /// Local date from which it no longer holds, of no length while open.
    pub valid_to: String,
    /// The rest, as JSON.
    pub body: String,
}
