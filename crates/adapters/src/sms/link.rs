//! Đường truyền: one bound connection to the message centre, kept up in the background.
//!
//! ```text
//! connecting --> bound --> lost --(pause, doubled up to a limit)--> connecting
//! ```

use super::SmppSettings;
use super::receipt::{PendingReceipt, Receipts, read_receipt};
use futures::{Stream, StreamExt};
use rusmpp::pdus::{BindTransceiver, DeliverSm, DeliverSmResp};
use rusmpp::{CommandStatus, Pdu};
use rusmppc::{Client, ConnectionBuilder, Event};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

/// Receipts waiting to be noted before the link stops reading more.
const RECEIPTS_WAITING: usize = 1024;

/// Longest PDU believed; a receipt with its optional parameters is far below.
const PDU_OCTETS_MAX: usize = 64 * 1024;

/// The sender's end of the connection.
pub(super) struct Link {
    current: watch::Receiver<Option<Client>>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Link {
    /// The bound connection, when there is one.
    pub(super) fn client(&self) -> Option<Client> {
        self.current.borrow().clone().filter(Client::is_active)
    }

    /// The bound connection, waiting a while for one that is being made.
    pub(super) async fn wait(&self, longest: Duration) -> Option<Client> {
        if let Some(client) = self.client() {
            return Some(client);
        }
        let mut current = self.current.clone();
        let bound = current.wait_for(|client| client.as_ref().is_some_and(Client::is_active));
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

/// The background side.
struct Keeper {
    settings: SmppSettings,
    bind: BindTransceiver,
    current: watch::Sender<Option<Client>>,
    receipts: mpsc::Sender<PendingReceipt>,
    stopped: watch::Receiver<bool>,
}

impl Keeper {
    async fn run(self) {
        let mut pause = self.settings.reconnect_min;
        loop {
            let mut stopped = self.stopped.clone();
            let connected = tokio::select! {
                connected = self.connect() => connected,
                () = stop_asked(&mut stopped) => return,
            };
            match connected {
                Ok((client, events)) => {
                    let since = Instant::now();
                    if self.live(client, events).await == Ended::Stopped {
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

    /// Connects and logs in. The error is text for the log: nobody decides by it.
    async fn connect(&self) -> Result<(Client, impl Stream<Item = Event> + Unpin + use<>), String> {
        let patience = self.settings.answer_timeout;
        let stream = timeout(patience, TcpStream::connect(&self.settings.address))
            .await
            .map_err(|_| "connecting took too long".to_owned())?
            .map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        // The library speaks 5.0 unless told twice: once in the bind request, once here.
        let (client, events) = ConnectionBuilder::new()
            .disable_interface_version_check()
            .max_command_length(PDU_OCTETS_MAX)
            .enquire_link_interval(self.settings.enquire_every)
            .enquire_link_response_timeout(patience)
            .response_timeout(patience)
            .connected(stream);
        client.bind_transceiver(self.bind.clone()).await.map_err(|error| match error {
            rusmppc::error::Error::UnexpectedResponse { response } => {
                format!("log-in refused: {:?}", response.status())
            }
            other => other.to_string(),
        })?;
        Ok((client, events))
    }

    /// From bound to lost or stopped.
    async fn live(&self, client: Client, mut events: impl Stream<Item = Event> + Unpin) -> Ended {
        tracing::info!("message centre bound");
        self.current.send_replace(Some(client.clone()));
        let mut stopped = self.stopped.clone();
        let ended = loop {
            let event = tokio::select! {
                event = events.next() => event,
                () = stop_asked(&mut stopped) => break Ended::Stopped,
            };
            if !self.met(&client, event).await {
                break Ended::Lost;
            }
        };
        self.current.send_replace(None);
        if ended == Ended::Stopped {
            let _ = client.unbind().await;
            // Many centres close first, which the library reports as an error.
            let _ = client.close().await;
        }
        ended
    }

    /// Answers one event of the line; false when the line is gone.
    async fn met(&self, client: &Client, event: Option<Event>) -> bool {
        let command = match event {
            Some(Event::Incoming(command)) => command,
            Some(Event::Error(error)) => {
                tracing::warn!(%error, "message centre lost");
                return false;
            }
            None => return false,
        };
        let sequence = command.sequence_number();
        match command.pdu() {
            Some(Pdu::DeliverSm(delivered)) => self.take(client, sequence, delivered).await,
            Some(Pdu::Unbind) => {
                let _ = client.unbind_resp(sequence).await;
                let _ = client.close().await;
                return false;
            }
            _ => tracing::warn!(id = ?command.id(), sequence, "unexpected or late PDU"),
        }
        true
    }

    /// Passes a receipt on, and answers the centre when the caller has noted it.
    async fn take(&self, client: &Client, sequence: u32, delivered: &DeliverSm) {
        let Some(receipt) = read_receipt(delivered) else {
            tracing::info!("a message that is no receipt was left unread");
            let _ = client.deliver_sm_resp(sequence, DeliverSmResp::default()).await;
            return;
        };
        tracing::debug!(id = receipt.provider_id, state = receipt.state.code(), "receipt");
        let (pending, noted) = PendingReceipt::new(receipt);
        // A closed channel drops the receipt, which answers "again, later": exactly right.
        let _ = self.receipts.send(pending).await;
        tokio::spawn(answer(client.clone(), sequence, noted));
    }
}

/// Completes when the sender asks to stop or is gone.
async fn stop_asked(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Tells the centre to forget a noted receipt, or to send an unnoted one again.
async fn answer(client: Client, sequence: u32, noted: oneshot::Receiver<()>) {
    let status = match noted.await {
        Ok(()) => CommandStatus::EsmeRok,
        Err(_) => CommandStatus::EsmeRxTAppn,
    };
    let _ = client.status(status).deliver_sm_resp(sequence, DeliverSmResp::default()).await;
}
