use domain::kernel::Millis;

/// Trực thay: the officer gives her counter to a colleague for a while, and gets it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Hall code.
    pub hall: String,
    /// Counter code.
    pub counter: String,
    /// What is asked.
    pub ask: Relief,
}

/// What is asked of a counter and whoever stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relief {
    /// Nhờ trực thay.
    Offer {
        /// The colleague.
        to: String,
        /// Until when; none when no time was given.
        until: Option<Millis>,
        /// Whoever is at the counter, and what is typed for them, goes on with the colleague.
        together: bool,
    },
    /// Nhận quầy: the colleague agrees.
    Accept,
    /// Thôi nhờ, or the colleague cannot.
    Withdraw,
    /// Trả quầy, or the officer takes it back.
    Return,
}

impl StandIn {
    pub(super) const fn name(&self) -> &'static str {
        match self.ask {
            Relief::Offer { .. } => "offer_counter",
            Relief::Accept => "accept_counter",
            Relief::Withdraw => "withdraw_counter_offer",
            Relief::Return => "return_counter",
        }
    }
}
