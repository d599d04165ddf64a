//! Tin nhắn SMS: short messages to people's phones through the telecom's message centre.
//!
//! [`SmppSender`] speaks SMPP 3.4. What one message costs is known beforehand: [`sms_parts`] and the sender use the
//! same cutting. A Vietnamese text with marks holds 70 characters in one part, without marks 160; [`unaccented`]
//! makes the second from the first.
//!
//! A receipt may arrive before the answer to its submission, and is answered to the centre only after the caller
//! has noted it ([`PendingReceipt::noted`]), so that a power cut does not lose it.

mod line;
mod link;
mod outcome;
mod phone;
mod quiet;
mod receipt;
mod smpp;
mod text;

pub use outcome::{GiveUp, Retry, SmsAccepted, SmsError, Unknown};
pub use phone::{Phone, PhoneError};
pub use quiet::{QuietHours, quiet_until};
pub use receipt::{DeliveryReceipt, DeliveryState, PendingReceipt, Receipts};
pub use smpp::{SmppSender, SmppSettings, SmppSettingsError};
pub use text::{Encoding, SmsParts, sms_parts, unaccented};

use async_trait::async_trait;
use std::fmt;

/// Có dấu hay không dấu: which variant of a text goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accents {
    /// As written. Vietnamese marks force UCS-2: 70 characters in one part.
    #[default]
    Keep,
    /// Marks removed before sending: 160 characters in one part. For contracts that only carry plain letters.
    Drop,
}

/// One message to one phone.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms {
    /// Our own name for the message, the only part of it that may be logged.
    pub reference: String,
    /// Whose phone.
    pub to: Phone,
    /// The text as written, with marks.
    pub text: String,
    /// Which variant goes out.
    pub accents: Accents,
}

impl Sms {
    /// The text as it will leave.
    #[must_use]
    pub fn outgoing(&self) -> String {
        match self.accents {
            Accents::Keep => self.text.clone(),
            Accents::Drop => unaccented(&self.text),
        }
    }
}

/// Shows the reference alone: a message printed by accident must not print a person.
impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms").field("reference", &self.reference).finish_non_exhaustive()
    }
}

/// A way to send messages to phones.
#[async_trait]
pub trait SmsSender: Send + Sync {
    /// Hands one message to the centre, and answers once all its parts have been accepted or one was not.
    ///
    /// # Errors
    /// [`SmsError::Retry`] when certainly nothing was sent and a later attempt may succeed, [`SmsError::GiveUp`] when
    /// the centre refused it for good, [`SmsError::Unknown`] when it may have gone out. A caller who drops the
    /// future half-way must take the outcome for unknown.
    async fn send(&self, sms: &Sms) -> Result<SmsAccepted, SmsError>;
}
