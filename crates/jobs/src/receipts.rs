//! Báo phát: receipts of the message centre become facts of the journal, then the centre may forget them.

use crate::runner::JobError;
use adapters::sms::{DeliveryReceipt, DeliveryState, PendingReceipt, Receipts};
use app::{Actor, App, AppError, Command, MessageNote};
use domain::kernel::{CommandId, StreamId};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A receipt may be faster than the note that its message was sent: it is looked for again after these pauses.
const PATIENCE: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(400), Duration::from_secs(2), Duration::from_secs(5)];

/// Receipts looked at side by side.
const SIDE_BY_SIDE: usize = 32;

/// Notes receipts.
#[derive(Clone)]
pub struct ReceiptTaker {
    app: App,
    actor: Actor,
}

impl ReceiptTaker {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("receipts") }
    }

    /// Notes one receipt; false when no message has a part of that id.
    ///
    /// # Errors
    /// When something cannot be read or written: the centre keeps the receipt then.
    pub async fn take(&self, receipt: &DeliveryReceipt) -> Result<bool, JobError> {
        let note = match receipt.state {
            DeliveryState::Delivered => MessageNote::Delivered(receipt.provider_id.clone()),
            state if state.is_final() => MessageNote::Failed(state.code().to_owned()),
            _ => return Ok(true),
        };
        let Some(message) = self.app.message_of_part(&receipt.provider_id).await? else { return Ok(false) };
        self.note(message, receipt, note).await?;
        Ok(true)
    }

    async fn note(
        &self,
        message: StreamId,
        receipt: &DeliveryReceipt,
        note: MessageNote,
    ) -> Result<(), JobError> {
        let id = CommandId(format!("receipts:{message}:{}:{}", receipt.provider_id, receipt.state.code()));
        match self.app.execute(&self.actor, &id, Command::NoteMessage { message, note }).await {
            // A receipt of a message that is settled otherwise says nothing new.
            Ok(_) | Err(AppError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes receipts until they end or `stop` says so.
    pub async fn run(self, mut receipts: Receipts, mut stop: watch::Receiver<bool>) {
        let mut under_way = JoinSet::new();
        loop {
            let receipt = tokio::select! {
                receipt = receipts.next() => receipt,
                _ = stop.wait_for(|stop| *stop) => None,
            };
            let Some(receipt) = receipt else { break };
            if under_way.len() >= SIDE_BY_SIDE {
                under_way.join_next().await;
            }
            under_way.spawn(self.clone().take_patiently(receipt));
            while under_way.try_join_next().is_some() {}
        }
        // What is being looked for is left to the centre: an unanswered receipt comes again.
        under_way.abort_all();
    }

    async fn take_patiently(self, receipt: PendingReceipt) {
        for pause in PATIENCE {
            match self.take(receipt.receipt()).await {
                Ok(true) => {
                    receipt.noted();
                    return;
                }
                Ok(false) => tokio::time::sleep(pause).await,
                Err(error) => {
                    tracing::warn!(error = %crate::runner::chain(&error), "a receipt was not noted; it will come again");
                    return;
                }
            }
        }
        // A message in doubt has no ids, and a centre may serve others under the same contract: forget it.
        tracing::info!("a receipt of a message nobody here knows by its parts");
        receipt.noted();
    }
}
