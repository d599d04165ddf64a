//! Đường truyền: the log-in to the message centre, kept up in the background.
//!
//! ```text
//! connecting --> bound --> lost --(pause, doubled up to a limit)--> connecting
//! ```

use super::SmppSettings;
use super::line::{Line, NoAnswer};
use super::receipt::{PendingReceipt, Receipts, read_receipt};
use rusmpp::pdus::{BindTransceiver, DeliverSm, DeliverSmResp};
use rusmpp::{Command, CommandStatus, Pdu};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

/// Receipts waiting to be noted before no more are read.
const RECEIPTS_WAITING: usize = 1024;

/// The sender's end of the connection.
pub(super) struct Link {
    current: watch::Receiver<Option<Line>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Link {
    /// The bound line, when there is one.
    pub(super) fn line(&self) -> Option<Line> {
        self.current.borrow().clone().filter(Line::is_up)
    }

    /// The bound line, waiting a while for one that is being made.
    pub(super) async fn wait(&self, longest: Duration) -> Option<Line> {
        let mut current = self.current.clone();
        let bound = current.wait_for(|line| line.as_ref().is_some_and(Line::is_up));
        timeout(longest, bound).await.ok()?.ok()?.clone()
    }

    /// Unbinds and ends; the task is dropped when it takes longer than a second.
    pub(super) async fn shut_down(mut self) {
        self.stop.send_replace(true);
        let _ = timeout(Duration::from_secs(1), &mut self.task).await;
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Begins to connect.
pub(super) fn start(settings: &SmppSettings, bind: BindTransceiver) -> (Link, Receipts) {
    let (current_in, current) = watch::channel(None);
    let (receipts_in, receipts) = mpsc::channel(RECEIPTS_WAITING);
    let (stop, stopped) = watch::channel(false);
    let keeper =
        Keeper { settings: settings.clone(), bind, current: current_in, receipts: receipts_in, stopped };
    let task = tokio::spawn(keeper.run());
    (Link { current, stop, task }, Receipts(receipts))
}

/// Why an established connection ended.
#[derive(Debug, PartialEq, Eq)]
enum Ended {
    /// The line or the centre broke it.
    Lost,
    /// We were asked to stop.
    Stopped,
}

/// A connection that did not come about; for the log, nobody decides by it.
#[derive(Debug, thiserror::Error)]
enum NotBound {
    #[error("not connected in time")]
    Slow,
    #[error("not connected")]
    Connect(#[from] std::io::Error),
    #[error("log-in refused: {0:?}")]
    Refused(CommandStatus),
    #[error("log-in without answer: {0:?}")]
    Unanswered(NoAnswer),
}

/// The background side.
struct Keeper {
    settings: SmppSettings,
    bind: BindTransceiver,
    current: watch::Sender<Option<Line>>,
    receipts: mpsc::Sender<PendingReceipt>,
    stopped: watch::Receiver<bool>,
}

impl Keeper {
    async fn run(self) {
        let mut pause = self.settings.reconnect_min;
        let mut stopped = self.stopped.clone();
        loop {
            let connected = tokio::select! {
                connected = self.connect() => connected,
                () = stop_asked(&mut stopped) => return,
            };
            match connected {
                Ok((line, incoming)) => {
                    let since = Instant::now();
                    if self.live(line, incoming).await == Ended::Stopped {
                        return;
                    }
                    // A centre that takes us and throws us out at once is not to be hammered.
                    if since.elapsed() > pause {
                        pause = self.settings.reconnect_min;
                    }
                }
                Err(reason) => tracing::warn!(%reason, "message centre not reached"),
            }
            tokio::select! {
                () = sleep(pause) => {}
                () = stop_asked(&mut stopped) => return,
            }
            pause = (pause * 2).min(self.settings.reconnect_max);
        }
    }

    /// Connects and logs in.
    async fn connect(&self) -> Result<(Line, mpsc::Receiver<Command>), NotBound> {
        let settings = &self.settings;
        let connecting = TcpStream::connect(&settings.address);
        let stream = timeout(settings.answer_timeout, connecting).await.map_err(|_| NotBound::Slow)??;
        stream.set_nodelay(true)?;
        let (line, incoming) =
            Line::new(stream, settings.answer_timeout, settings.enquire_every, settings.window);
        let answer = line.ask(self.bind.clone()).await.map_err(NotBound::Unanswered)?;
        match answer.status() {
            CommandStatus::EsmeRok => Ok((line, incoming)),
            status => Err(NotBound::Refused(status)),
        }
    }

    /// From bound to lost or stopped.
    async fn live(&self, line: Line, mut incoming: mpsc::Receiver<Command>) -> Ended {
        tracing::info!("message centre bound");
        self.current.send_replace(Some(line.clone()));
        let mut stopped = self.stopped.clone();
        let ended = loop {
            let command = tokio::select! {
                command = incoming.recv() => command,
                () = stop_asked(&mut stopped) => break Ended::Stopped,
            };
            match command {
                Some(command) if self.met(&line, &command).await => {}
                _ => break Ended::Lost,
            }
        };
        self.current.send_replace(None);
        if ended == Ended::Stopped {
            // Many centres close the line instead of answering: both will do.
            let _ = line.ask(Pdu::Unbind).await;
        }
        ended
    }

    /// Does what the centre asks; false when it says good-bye.
    async fn met(&self, line: &Line, command: &Command) -> bool {
        let sequence = command.sequence_number();
        match command.pdu() {
            Some(Pdu::DeliverSm(delivered)) => self.take(line, sequence, delivered),
            Some(Pdu::Unbind) => {
                line.answer(CommandStatus::EsmeRok, sequence, Pdu::UnbindResp).await;
                return false;
            }
            _ => {
                tracing::warn!(id = ?command.id(), sequence, "the centre asks what we do not know");
                line.answer(CommandStatus::EsmeRinvcmdid, sequence, Pdu::GenericNack).await;
            }
        }
        true
    }

    /// Passes a receipt on, and answers the centre when the caller has noted it.
    ///
    /// Never waits for the caller: answers to our own submissions come through the same line.
    fn take(&self, line: &Line, sequence: u32, delivered: &DeliverSm) {
        let noted = match read_receipt(delivered) {
            Some(receipt) => {
                tracing::debug!(id = receipt.provider_id, state = receipt.state.code(), "receipt");
                let (pending, noted) = PendingReceipt::new(receipt);
                // Full or closed, the channel drops the receipt, which answers "again, later": exactly right.
                let _ = self.receipts.try_send(pending);
                noted
            }
            None => {
                tracing::info!("a message that is no receipt was left unread");
                let (read, noted) = oneshot::channel();
                let _ = read.send(());
                noted
            }
        };
        tokio::spawn(answer(line.clone(), sequence, noted));
    }
}

/// Completes when the sender asks to stop or is gone.
async fn stop_asked(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Tells the centre to forget a noted receipt, or to send an unnoted one again.
async fn answer(line: Line, sequence: u32, noted: oneshot::Receiver<()>) {
    let status = match noted.await {
        Ok(()) => CommandStatus::EsmeRok,
        Err(_) => CommandStatus::EsmeRxTAppn,
    };
    line.answer(status, sequence, DeliverSmResp::default()).await;
}
