//! Whether the mail server lets us in, for whoever looks after this one. Letters do not decide by it: they wait.

use super::{MailError, SmtpSender, Step};

/// Where the way to the mail server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClosedDoor {
    /// No line comes about: nobody answers, not in the words of a mail server, or not with a certificate that is trusted.
    #[error("no line comes about")]
    Line,
    /// The server answers that it will not talk to us now.
    #[error("the server turns us away (reply {reply:?})")]
    TurnedAway {
        /// Three digits, 4xx or 5xx.
        reply: Option<u16>,
    },
    /// The server does not take the account.
    #[error("the log-in is refused")]
    LogIn,
}

impl SmtpSender {
    /// Connects, encrypts and logs in as for a letter, and says good-bye.
    ///
    /// # Errors
    /// [`ClosedDoor`] says where it ended.
    pub async fn try_door(&self) -> Result<(), ClosedDoor> {
        let mut connection = self.open().await.map_err(|step| match step {
            Step::Line => ClosedDoor::Line,
            Step::Reply(MailError::Retry { reply } | MailError::GiveUp { reply }) => {
                ClosedDoor::TurnedAway { reply }
            }
            Step::Reply(MailError::Unknown) => ClosedDoor::TurnedAway { reply: None },
        })?;
        self.log_in(&mut connection).await.map_err(|_| ClosedDoor::LogIn)?;
        // We were let in; how the server takes the good-bye changes nothing.
        let _ = self.step(connection.quit()).await;
        Ok(())
    }
}
