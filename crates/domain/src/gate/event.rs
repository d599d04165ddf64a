use crate::kernel::{Millis, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened at a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The first of a day.
    GateOpened {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Instant.
        at: Millis,
    },
    /// Vào cổng.
    GateEntered {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Ra về.
    GateLeft {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Xếp hàng ngoài cổng.
    GateHeld {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Mời vào.
    GateCalled {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Did not come in time: the place goes to the next.
    GatePassedOver {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Is there again, at the head of the line.
    GateReturned {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Bỏ hàng.
    GateGivenUp {
        /// The arrival.
        arrival: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Đếm lại: a person counted who is inside.
    GateCounted {
        /// People inside.
        inside: i64,
        /// Instant.
        at: Millis,
    },
    /// Xoá tờ khai: what was declared that day is gone.
    DeclarationsRemoved {
        /// How many.
        count: i64,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::GateOpened { .. } => "GateOpened",
            Self::GateEntered { .. } => "GateEntered",
            Self::GateLeft { .. } => "GateLeft",
            Self::GateHeld { .. } => "GateHeld",
            Self::GateCalled { .. } => "GateCalled",
            Self::GatePassedOver { .. } => "GatePassedOver",
            Self::GateReturned { .. } => "GateReturned",
            Self::GateGivenUp { .. } => "GateGivenUp",
            Self::GateCounted { .. } => "GateCounted",
            Self::DeclarationsRemoved { .. } => "DeclarationsRemoved",
        }
    }

    /// A gate asks for no number.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
