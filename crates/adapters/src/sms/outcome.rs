//! What became of a submission.

use super::Encoding;

/// The centre has the whole message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsAccepted {
    /// Parts the message was cut into, at least 1: what the telecom charges.
    pub parts: usize,
    /// How the text was written.
    pub encoding: Encoding,
    /// The centre's ids, one for each part in order: receipts quote them.
    pub provider_ids: Vec<String>,
}

/// Why a message is not known to be accepted. Carries neither the phone nor the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// Certainly not sent; try again later.
    #[error("not sent, may be tried again: {0}")]
    Retry(Retry),
    /// Certainly not sent, and another attempt would end the same way.
    #[error("not sent, and never will be: {0}")]
    GiveUp(GiveUp),
    /// Perhaps sent: never repeat it without a person's decision.
    #[error("perhaps sent ({} parts accepted): {reason}", accepted.len())]
    Unknown {
        /// What happened.
        reason: Unknown,
        /// Ids of the parts that were accepted before.
        accepted: Vec<String>,
    },
}

/// Reasons to try later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Retry {
    /// No bound connection to the centre.
    #[error("no connection to the message centre")]
    NoLink,
    /// `ESME_RTHROTTLED` or `ESME_RMSGQFUL`.
    #[error("the message centre asks to slow down")]
    Throttled,
    /// The centre had a passing fault of its own.
    #[error("the message centre is out of order (status {0:#010x})")]
    CentreFault(u32),
}

/// Reasons not to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GiveUp {
    /// Nothing to send.
    #[error("the text is empty")]
    EmptyText,
    /// More parts than the settings allow.
    #[error("the text needs {parts} parts, {allowed} are allowed")]
    TooLong {
        /// Parts needed.
        parts: usize,
        /// Parts allowed.
        allowed: usize,
    },
    /// `ESME_RINVDSTADR`: no such phone.
    #[error("the message centre does not know this number")]
    BadDestination,
    /// Any other refusal.
    #[error("the message centre refused it (status {0:#010x})")]
    Refused(u32),
}

/// Reasons for not knowing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Submitted, and no answer came in time.
    #[error("no answer in time")]
    NoAnswer,
    /// Submitted, and the connection broke before the answer.
    #[error("the connection broke before the answer")]
    LinkLost,
    /// Some parts of a long message were accepted and a later one was not.
    #[error("only some parts were accepted (status {0:#010x})")]
    PartOnly(u32),
}

impl SmsError {
    /// A stable code for the journal and the translations.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Retry(Retry::NoLink) => "sms.no_link",
            Self::Retry(Retry::Throttled) => "sms.throttled",
            Self::Retry(Retry::CentreFault(_)) => "sms.centre_fault",
            Self::GiveUp(GiveUp::EmptyText) => "sms.empty_text",
            Self::GiveUp(GiveUp::TooLong { .. }) => "sms.too_long",
            Self::GiveUp(GiveUp::BadDestination) => "sms.bad_destination",
            Self::GiveUp(GiveUp::Refused(_)) => "sms.refused",
            Self::Unknown { reason: Unknown::NoAnswer, .. } => "sms.no_answer",
            Self::Unknown { reason: Unknown::LinkLost, .. } => "sms.link_lost",
            Self::Unknown { reason: Unknown::PartOnly(_), .. } => "sms.part_only",
        }
    }
}
