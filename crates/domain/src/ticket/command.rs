use super::{Closing, Errand, PrintProblem, Priority};
use crate::dossier::Party;
use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Taking a ticket at a kiosk or from a greeter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Take {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`, of the same instant as `now`.
    pub day: i64,
    /// Field group.
    pub field: String,
    /// Series letter of that field group.
    pub series: String,
    /// Why it goes ahead.
    pub priority: Priority,
    /// Procedure key, may be of no length.
    pub procedure: String,
    /// What the person comes for besides: each of another field group.
    pub others: Vec<Errand>,
    /// Random token for the ticket's own page.
    pub token: String,
    /// The instant agreed on, none without an appointment.
    pub appointment: Option<Millis>,
    /// The dossier whose result the person comes for.
    pub dossier: Option<StreamId>,
    /// A printer stands beside the kiosk and is to print it.
    pub paper: bool,
}

/// What a person asks of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Takes a number.
    Take(Take),
    /// Takes a number while there is time left to be called.
    TakeBefore(Take, Closing),
    /// Calls it to a counter.
    Call {
        /// Counter code.
        counter: String,
    },
    /// Calls it again to the same counter.
    Recall {
        /// Counter code.
        counter: String,
    },
    /// Sends it to another counter or field group; it keeps its place.
    Move {
        /// Field group it waits for from now on.
        field: String,
        /// Only this counter may call it, of no length for any of the field group.
        counter: String,
    },
    /// The person did not come.
    MarkNoShow {
        /// Counter code.
        counter: String,
    },
    /// The person came after all and waits again.
    PutBack,
    /// The person asks for more time: keeps the place and is not called meanwhile.
    Defer,
    /// The person sat down.
    Serve {
        /// Counter code.
        counter: String,
        /// The visit that begins.
        visit: StreamId,
    },
    /// The visit is over.
    Finish {
        /// Field groups of the counter: their errands were dealt with there.
        fields: Vec<String>,
    },
    /// The person has one more errand.
    AddErrand {
        /// Which.
        errand: Errand,
    },
    /// The person does not come for that any more.
    DropErrand {
        /// Field group.
        field: String,
    },
    /// The person wants to be told when few are before them.
    AskNotice {
        /// Whom to tell, in the side table.
        person: Party,
    },
    /// The person wants to be told no more.
    DropNotice,
    /// Few are before them: they are told.
    GiveNotice,
    /// The person left.
    GiveUp,
    /// Asks whether the printer may still print it.
    BeginPrinting,
    /// The printer says that it came out.
    NotePrinted {
        /// The roll is near its end.
        low_paper: bool,
    },
    /// It did not come out, as far as is known.
    NoteNotPrinted {
        /// Why.
        problem: PrintProblem,
    },
}

/// Facts: the hall's rules, from settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRules {
    /// How much earlier a priority ticket counts as taken.
    pub head_start_ms: Millis,
    /// How long after closing of the no-show it may be put back at its old place.
    pub grace_ms: Millis,
    /// How much earlier than its instant an appointment counts as taken.
    pub appointment_head_start_ms: Millis,
    /// How late one may come to an appointment; later it is a number like any other.
    pub appointment_late_ms: Millis,
    /// How long somebody who asks for more time is not called.
    pub defer_ms: Millis,
    /// How often one may ask for more time.
    pub defers: i64,
    /// How many errands one number may be for; one: no more than one.
    pub errands: i64,
}

impl Default for QueueRules {
    fn default() -> Self {
        Self {
            head_start_ms: 20 * 60_000,
            grace_ms: 10 * 60_000,
            appointment_head_start_ms: 30 * 60_000,
            appointment_late_ms: 15 * 60_000,
            defer_ms: 15 * 60_000,
            defers: 2,
            errands: 3,
        }
    }
}
