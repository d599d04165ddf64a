use domain::kernel::StreamId;
use domain::ticket::{Errand, Priority};

/// Nhiều việc một số: what a person asks of a number that is for more than one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errands {
    /// Lấy một số cho nhiều việc.
    Take {
        /// Hall code.
        hall: String,
        /// What it is for, in the order in which it is dealt with; at least one.
        errands: Vec<Errand>,
        /// Why it goes ahead.
        priority: Priority,
    },
    /// Thêm một việc.
    Add {
        /// The ticket.
        ticket: StreamId,
        /// Which.
        errand: Errand,
    },
    /// Bớt một việc.
    Drop {
        /// The ticket.
        ticket: StreamId,
        /// Field group.
        field: String,
    },
}

impl Errands {
    /// Its name in logs and measures.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Take { .. } => "take_ticket_for_several",
            Self::Add { .. } => "add_errand",
            Self::Drop { .. } => "drop_errand",
        }
    }
}
