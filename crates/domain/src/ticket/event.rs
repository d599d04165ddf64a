use super::{Errand, PrintProblem, Priority};
use crate::dossier::Party;
use crate::kernel::{Millis, Number, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Lấy số.
    TicketTaken {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Field group.
        field: String,
        /// Series letter.
        series: String,
        /// The number.
        number: Number,
        /// Why it goes ahead.
        priority: Priority,
        /// Procedure key, may be of no length.
        procedure: String,
        /// Token of its own page.
        token: String,
        /// The instant agreed on, none without an appointment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appointment: Option<Millis>,
        /// The dossier whose result the person comes for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dossier: Option<StreamId>,
        /// What the person comes for besides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<Errand>,
        /// A printer beside the kiosk is to print it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        paper: bool,
        /// Instant.
        at: Millis,
        /// Instant it is ordered by.
        order_at: Millis,
    },
    /// Gọi số.
    TicketCalled {
        /// Counter code.
        counter: String,
        /// Instant.
        at: Millis,
    },
    /// Gọi lại.
    TicketRecalled {
        /// Counter code.
        counter: String,
        /// Instant.
        at: Millis,
    },
    /// Chuyển quầy.
    TicketMoved {
        /// Field group from now on.
        field: String,
        /// Only this counter, of no length for any.
        counter: String,
        /// Instant.
        at: Millis,
    },
    /// Vắng mặt khi gọi.
    TicketMissed {
        /// Counter code.
        counter: String,
        /// Instant.
        at: Millis,
    },
    /// Chờ lại.
    TicketPutBack {
        /// Instant.
        at: Millis,
        /// Instant it is ordered by from now on.
        order_at: Millis,
    },
    /// Đến quầy.
    TicketServing {
        /// Counter code.
        counter: String,
        /// The visit.
        visit: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Xong.
    TicketServed {
        /// Instant.
        at: Millis,
    },
    /// Sang việc tiếp theo: done at one counter, the same number waits for the next errand in its old place.
    TicketPassedOn {
        /// Field group it waits for from now on.
        field: String,
        /// Procedure key of that errand, may be of no length.
        procedure: String,
        /// What is left after that one.
        others: Vec<Errand>,
        /// Instant.
        at: Millis,
    },
    /// Thêm việc.
    TicketErrandAdded {
        /// Which.
        errand: Errand,
        /// Instant.
        at: Millis,
    },
    /// Bớt việc.
    TicketErrandDropped {
        /// Field group.
        field: String,
        /// Instant.
        at: Millis,
    },
    /// Bỏ về.
    TicketGivenUp {
        /// Instant.
        at: Millis,
    },
    /// Đã in phiếu.
    TicketPrinted {
        /// The roll is near its end.
        low_paper: bool,
        /// Instant.
        at: Millis,
    },
    /// Xin thêm thời gian.
    TicketDeferred {
        /// Instant before which it is not called.
        until: Millis,
        /// Instant.
        at: Millis,
    },
    /// Xin nhắn khi gần đến lượt.
    TicketNoticeAsked {
        /// Whom to tell, in the side table.
        person: Party,
        /// Instant.
        at: Millis,
    },
    /// Thôi nhắn.
    TicketNoticeDropped {
        /// Instant.
        at: Millis,
    },
    /// Đã nhắn gần đến lượt.
    TicketNoticeGiven {
        /// Instant.
        at: Millis,
    },
    /// Không in được phiếu.
    TicketNotPrinted {
        /// Why.
        problem: PrintProblem,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TicketTaken { .. } => "TicketTaken",
            Self::TicketCalled { .. } => "TicketCalled",
            Self::TicketRecalled { .. } => "TicketRecalled",
            Self::TicketMoved { .. } => "TicketMoved",
            Self::TicketMissed { .. } => "TicketMissed",
            Self::TicketPutBack { .. } => "TicketPutBack",
            Self::TicketDeferred { .. } => "TicketDeferred",
            Self::TicketServing { .. } => "TicketServing",
            Self::TicketServed { .. } => "TicketServed",
            Self::TicketPassedOn { .. } => "TicketPassedOn",
            Self::TicketErrandAdded { .. } => "TicketErrandAdded",
            Self::TicketErrandDropped { .. } => "TicketErrandDropped",
            Self::TicketGivenUp { .. } => "TicketGivenUp",
            Self::TicketNoticeAsked { .. } => "TicketNoticeAsked",
            Self::TicketNoticeDropped { .. } => "TicketNoticeDropped",
            Self::TicketNoticeGiven { .. } => "TicketNoticeGiven",
            Self::TicketPrinted { .. } => "TicketPrinted",
            Self::TicketNotPrinted { .. } => "TicketNotPrinted",
        }
    }

    /// Writes the ticket number.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::TicketTaken { number, .. } = self {
            number.fill(next);
        }
    }
}
