//! How a message leaves the house, whatever the channel.

use adapters::mail::{Mail, MailAddress, MailError, MailSender};
use adapters::sms::{Accents, Phone, QuietHours, Sms, SmsError, SmsSender};
use app::{MessageText, SubjectData};
use async_trait::async_trait;
use domain::message::Channel;
use std::sync::Arc;

/// What became of an attempt. Codes only: neither address nor text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The centre has it, under these ids.
    Sent(Vec<String>),
    /// Certainly not sent; try again later.
    Later(String),
    /// Certainly not sent, and never will be.
    Failed(String),
    /// Perhaps sent: a person decides.
    InDoubt(String),
}

/// A way out of the house.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Which channel it serves.
    fn channel(&self) -> Channel;

    /// Messages under way at once.
    fn window(&self) -> usize;

    /// When nobody is to be woken.
    fn quiet(&self) -> Option<QuietHours>;

    /// Hands one message over. `reference` is our own name for it.
    async fn send(&self, reference: &str, to: &SubjectData, text: &MessageText) -> Verdict;
}

/// Tin nhắn SMS.
pub struct SmsTransport {
    /// The message centre.
    pub sender: Arc<dyn SmsSender>,
    /// With or without marks, by contract.
    pub accents: Accents,
    /// When nobody is woken.
    pub quiet: QuietHours,
}

#[async_trait]
impl Transport for SmsTransport {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    fn window(&self) -> usize {
        16
    }

    fn quiet(&self) -> Option<QuietHours> {
        Some(self.quiet)
    }

    async fn send(&self, reference: &str, to: &SubjectData, text: &MessageText) -> Verdict {
        let to = match Phone::try_new(&to.phone) {
            Ok(phone) => phone,
            Err(error) => return Verdict::Failed(error.code().to_owned()),
        };
        let sms = Sms { reference: reference.to_owned(), to, text: text.sms.clone(), accents: self.accents };
        match self.sender.send(&sms).await {
            Ok(accepted) => Verdict::Sent(accepted.provider_ids),
            Err(error) => {
                let code = error.code().to_owned();
                match error {
                    SmsError::Retry(_) => Verdict::Later(code),
                    SmsError::GiveUp(_) => Verdict::Failed(code),
                    SmsError::Unknown { .. } => Verdict::InDoubt(code),
                }
            }
        }
    }
}

/// Thư điện tử.
pub struct MailTransport {
    /// The mail server.
    pub sender: Arc<dyn MailSender>,
}

#[async_trait]
impl Transport for MailTransport {
    fn channel(&self) -> Channel {
        Channel::Mail
    }

    fn window(&self) -> usize {
        4
    }

    fn quiet(&self) -> Option<QuietHours> {
        // A letter wakes nobody.
        None
    }

    async fn send(&self, reference: &str, to: &SubjectData, text: &MessageText) -> Verdict {
        let address = match MailAddress::try_new(&to.email) {
            Ok(address) => address,
            Err(error) => return Verdict::Failed(error.code().to_owned()),
        };
        let mail = Mail {
            reference: reference.to_owned(),
            to: address,
            to_name: to.name.clone(),
            subject: text.subject.clone(),
            text: text.mail.clone(),
            html: None,
        };
        match self.sender.send(&mail).await {
            Ok(accepted) => Verdict::Sent(vec![accepted.message_id]),
            Err(error) => {
                let code = error.code().to_owned();
                match error {
                    MailError::Retry { .. } => Verdict::Later(code),
                    MailError::GiveUp { .. } => Verdict::Failed(code),
                    MailError::Unknown => Verdict::InDoubt(code),
                }
            }
        }
    }
}
