use super::{FeeLine, Method};
use crate::kernel::{Millis, Number, Series, StreamId, SubjectId};
use serde::{Deserialize, Serialize};

/// What happened to a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Phát sinh khoản thu.
    PaymentDemanded {
        /// Stream of the dossier.
        dossier: StreamId,
        /// Who pays.
        payer: SubjectId,
        /// Unit that collects.
        unit: String,
        /// What is to be paid, never empty.
        lines: Vec<FeeLine>,
        /// Fee table or procedure version it was taken from.
        basis: String,
        /// Instant.
        at: Millis,
    },
    /// Thu tiền.
    PaymentCollected {
        /// Form of the receipt.
        form: String,
        /// Series of the receipt.
        series: String,
        /// Number of the receipt.
        number: Number,
        /// How.
        method: Method,
        /// Who took it.
        by: String,
        /// Instant.
        at: Millis,
        /// Local date as `yyyymmdd`.
        day: i64,
    },
    /// Huỷ khoản thu.
    PaymentVoided {
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PaymentDemanded { .. } => "PaymentDemanded",
            Self::PaymentCollected { .. } => "PaymentCollected",
            Self::PaymentVoided { .. } => "PaymentVoided",
        }
    }

    /// Writes the receipt's number.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::PaymentCollected { number, .. } = self {
            number.fill(next);
        }
    }
}
