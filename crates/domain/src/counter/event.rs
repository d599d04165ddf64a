use super::Order;
use crate::kernel::{Millis, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened at a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Mở quầy.
    CounterOpened {
        /// Hall code.
        hall: String,
        /// Counter code.
        code: String,
        /// Number over the counter.
        number: i64,
        /// Officer.
        person: String,
        /// The officer's position.
        position: String,
        /// Instant.
        at: Millis,
    },
    /// Tạm nghỉ.
    CounterPaused {
        /// Instant.
        at: Millis,
    },
    /// Mở lại.
    CounterResumed {
        /// Instant.
        at: Millis,
    },
    /// Đóng quầy.
    CounterClosed {
        /// Instant.
        at: Millis,
    },
    /// Gọi một số đến quầy.
    CounterCalled {
        /// Stream of the ticket.
        ticket: StreamId,
        /// Its label.
        label: String,
        /// Instant.
        at: Millis,
    },
    /// Người dân ngồi vào quầy.
    CounterServing {
        /// Stream of the ticket, none for a person without one.
        ticket: Option<StreamId>,
        /// Its label.
        label: String,
        /// The visit.
        visit: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Quầy rảnh: served, absent or moved.
    CounterFreed {
        /// Instant.
        at: Millis,
    },
    /// Điều hành: whoever runs the hall orders what becomes of the counter. What follows from it is an event of its own, at once or when
    /// the person who is there has gone.
    CounterOrdered {
        /// What.
        order: Order,
        /// The officer it is about.
        person: String,
        /// Who ordered it.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Rút lệnh: what was to happen after the person does not happen.
    CounterOrderWithdrawn {
        /// Who took it back.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Lệnh không thực hiện được: the counter the officer was to go to is taken by then.
    CounterOrderLapsed {
        /// Instant.
        at: Millis,
    },
    /// Nhờ trực thay: the officer asks a colleague to sit there for a while. A later question takes the place of an earlier one.
    CounterOffered {
        /// The officer.
        from: String,
        /// The colleague.
        to: String,
        /// Instant until which.
        until: Millis,
        /// Whoever is at the counter goes on with the colleague.
        together: bool,
        /// Instant.
        at: Millis,
    },
    /// Nhận trực thay: the colleague agrees, and sits down at once or when the person who is there has gone.
    CounterOfferAccepted {
        /// Instant.
        at: Millis,
    },
    /// Thôi nhờ, hoặc không nhận.
    CounterOfferWithdrawn {
        /// The officer, or the colleague who cannot.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Không giao được: the colleague sits elsewhere or is away by then, or the time is over.
    CounterOfferLapsed {
        /// Instant.
        at: Millis,
    },
    /// Giao quầy: from now on the colleague sits there in the officer's place.
    CounterHandedOver {
        /// The officer.
        from: String,
        /// The colleague.
        person: String,
        /// The colleague's position.
        position: String,
        /// Instant until which.
        until: Millis,
        /// Instant.
        at: Millis,
    },
    /// Trả quầy sau lượt này: it goes back once the person who is there has gone.
    CounterReturnAsked {
        /// The colleague, or the officer whose counter it is.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Không trả được: the officer sits elsewhere or is away by then.
    CounterReturnLapsed {
        /// Instant.
        at: Millis,
    },
    /// Trả quầy: the officer sits there again.
    CounterHandedBack {
        /// The colleague.
        from: String,
        /// The officer.
        person: String,
        /// The officer's position.
        position: String,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CounterOpened { .. } => "CounterOpened",
            Self::CounterPaused { .. } => "CounterPaused",
            Self::CounterResumed { .. } => "CounterResumed",
            Self::CounterClosed { .. } => "CounterClosed",
            Self::CounterCalled { .. } => "CounterCalled",
            Self::CounterServing { .. } => "CounterServing",
            Self::CounterFreed { .. } => "CounterFreed",
            Self::CounterOrdered { .. } => "CounterOrdered",
            Self::CounterOrderWithdrawn { .. } => "CounterOrderWithdrawn",
            Self::CounterOrderLapsed { .. } => "CounterOrderLapsed",
            Self::CounterOffered { .. } => "CounterOffered",
            Self::CounterOfferAccepted { .. } => "CounterOfferAccepted",
            Self::CounterOfferWithdrawn { .. } => "CounterOfferWithdrawn",
            Self::CounterOfferLapsed { .. } => "CounterOfferLapsed",
            Self::CounterHandedOver { .. } => "CounterHandedOver",
            Self::CounterReturnAsked { .. } => "CounterReturnAsked",
            Self::CounterReturnLapsed { .. } => "CounterReturnLapsed",
            Self::CounterHandedBack { .. } => "CounterHandedBack",
        }
    }

    /// It says who sits there in whose place.
    pub(super) const fn is_about_seat(&self) -> bool {
        matches!(
            self,
            Self::CounterOffered { .. }
                | Self::CounterOfferAccepted { .. }
                | Self::CounterOfferWithdrawn { .. }
                | Self::CounterOfferLapsed { .. }
                | Self::CounterHandedOver { .. }
                | Self::CounterReturnAsked { .. }
                | Self::CounterReturnLapsed { .. }
                | Self::CounterHandedBack { .. }
        )
    }

    /// A counter asks for no number.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
