//! Một đường nối: requests and answers over one TCP connection to the message centre.
//!
//! One task owns the socket. It pairs answers with requests by their sequence number, asks a silent centre whether it
//! lives, and knows of every request whether its octets may have left: that is the difference between "try again" and
//! "perhaps sent".

use futures::{SinkExt, StreamExt};
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::codec::Framed;

/// Longest PDU believed; a receipt with its optional parameters is far below.
const PDU_OCTETS_MAX: usize = 64 * 1024;

/// Requests of the centre waiting to be looked at.
const INCOMING_WAITING: usize = 64;

/// Highest sequence number of a request. Source: SMPP 3.4, section 3.2.
const SEQUENCE_MAX: u32 = 0x7FFF_FFFF;

/// A connection, as those who use it see it; clones share it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    orders: mpsc::Sender<Order>,
    patience: Duration,
}

/// Why a request has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// None of its octets left.
    NotSent,
    /// It left, or may have, and nothing came back in time.
    TooLate,
    /// It left, or may have, and the line broke.
    Lost,
}

/// Something to be written.
#[derive(Debug)]
enum Order {
    /// A request of ours, and where its answer goes.
    Ask(Pdu, oneshot::Sender<Result<Command, NoAnswer>>),
    /// Our answer to a request of the centre.
    Answer(CommandStatus, u32, Pdu),
}

impl Line {
    /// Takes over a connected socket. The receiver gives what the centre asks of us, and ends with the line.
    ///
    /// `patience` bounds every wait for the centre; a centre silent for `enquire_every` is asked whether it lives.
    pub(super) fn new(
        stream: TcpStream,
        patience: Duration,
        enquire_every: Duration,
        window: usize,
    ) -> (Self, mpsc::Receiver<Command>) {
        let (orders, orders_out) = mpsc::channel(window + INCOMING_WAITING);
        let (incoming_in, incoming) = mpsc::channel(INCOMING_WAITING);
        let wire = Wire {
            framed: Framed::new(stream, CommandCodec::new().with_max_length(PDU_OCTETS_MAX)),
            orders: orders_out,
            incoming: incoming_in,
            waiting: BTreeMap::new(),
            sequence: 0,
            patience,
        };
        tokio::spawn(wire.run(enquire_every));
        (Self { orders, patience }, incoming)
    }

    /// Whether the line still takes requests.
    pub(super) fn is_up(&self) -> bool {
        !self.orders.is_closed()
    }

    /// Asks, and waits for the answer, whatever its status.
    pub(super) async fn ask(&self, pdu: impl Into<Pdu>) -> Result<Command, NoAnswer> {
        let (answer_in, answer) = oneshot::channel();
        let order = Order::Ask(pdu.into(), answer_in);
        match timeout(self.patience, self.orders.send(order)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return Err(NoAnswer::NotSent),
        }
        match timeout(self.patience, answer).await {
            Ok(Ok(outcome)) => outcome,
            // The task was dropped with the order half-way.
            Ok(Err(_)) => Err(NoAnswer::Lost),
            Err(_) => Err(NoAnswer::TooLate),
        }
    }

    /// Answers a request of the centre. An answer that cannot be written is dropped: the centre asks again.
    pub(super) async fn answer(&self, status: CommandStatus, sequence: u32, pdu: impl Into<Pdu>) {
        let _ = self.orders.send(Order::Answer(status, sequence, pdu.into())).await;
    }
}

/// The task's side.
struct Wire {
    framed: Framed<TcpStream, CommandCodec>,
    orders: mpsc::Receiver<Order>,
    incoming: mpsc::Sender<Command>,
    waiting: BTreeMap<u32, oneshot::Sender<Result<Command, NoAnswer>>>,
    sequence: u32,
    patience: Duration,
}

/// What ended a line, for the log.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the centre closed the line")]
    Closed,
    #[error("nobody uses the line any more")]
    Unused,
    #[error("the centre did not answer whether it lives")]
    Dead,
    #[error("the centre takes no more octets")]
    Stuck,
    #[error("what came is no SMPP")]
    Decode(#[from] rusmpp::tokio_codec::DecodeError),
    #[error("nothing can be written")]
    Encode(#[from] rusmpp::tokio_codec::EncodeError),
}

impl Wire {
    async fn run(mut self, enquire_every: Duration) {
        let reason = match self.work(enquire_every).await {
            Ok(never) => never,
            Err(reason) => reason,
        };
        tracing::info!(%reason, unanswered = self.waiting.len(), "line to the message centre ended");
        for (_, answer) in self.waiting {
            let _ = answer.send(Err(NoAnswer::Lost));
        }
        self.orders.close();
        while let Some(order) = self.orders.recv().await {
            if let Order::Ask(_, answer) = order {
                let _ = answer.send(Err(NoAnswer::NotSent));
            }
        }
    }

    /// Until the line breaks.
    async fn work(&mut self, enquire_every: Duration) -> Result<Broken, Broken> {
        let mut heard = Instant::now();
        let mut enquired = false;
        loop {
            let deadline = heard + if enquired { enquire_every + self.patience } else { enquire_every };
            tokio::select! {
                order = self.orders.recv() => self.carry_out(order.ok_or(Broken::Unused)?).await?,
                command = self.framed.next() => {
                    (heard, enquired) = (Instant::now(), false);
                    self.take(command.ok_or(Broken::Closed)??).await?;
                }
                () = sleep_until(deadline) => {
                    if enquired {
                        return Ok(Broken::Dead);
                    }
                    enquired = true;
                    let sequence = self.next_sequence();
                    self.write(CommandStatus::EsmeRok, sequence, Pdu::EnquireLink).await?;
                }
            }
        }
    }

    async fn carry_out(&mut self, order: Order) -> Result<(), Broken> {
        match order {
            // Whoever asked has stopped waiting and has been told "unknown": now it must not leave.
            Order::Ask(_, answer) if answer.is_closed() => Ok(()),
            Order::Ask(pdu, answer) => {
                let sequence = self.next_sequence();
                self.waiting.insert(sequence, answer);
                self.write(CommandStatus::EsmeRok, sequence, pdu).await
            }
            Order::Answer(status, sequence, pdu) => self.write(status, sequence, pdu).await,
        }
    }

    async fn take(&mut self, command: Command) -> Result<(), Broken> {
        let sequence = command.sequence_number();
        match command.id() {
            CommandId::EnquireLink => {
                self.write(CommandStatus::EsmeRok, sequence, Pdu::EnquireLinkResp).await
            }
            id if is_answer(id) => {
                let late = match self.waiting.remove(&sequence) {
                    Some(answer) => answer.send(Ok(command)).err(),
                    // Answers to our own enquiries have nobody waiting.
                    None => None,
                };
                if let Some(Ok(late)) = late {
                    tracing::warn!(sequence, status = ?late.status(), "an answer came too late");
                }
                Ok(())
            }
            // The other side reads slowly: the centre has to wait, its window is its own affair.
            _ => self.incoming.send(command).await.map_err(|_| Broken::Unused),
        }
    }

    async fn write(&mut self, status: CommandStatus, sequence: u32, pdu: Pdu) -> Result<(), Broken> {
        let command = Command::builder().status(status).sequence_number(sequence).pdu(pdu);
        timeout(self.patience, self.framed.send(command)).await.map_err(|_| Broken::Stuck)??;
        Ok(())
    }

    fn next_sequence(&mut self) -> u32 {
        self.sequence = if self.sequence == SEQUENCE_MAX { 1 } else { self.sequence + 1 };
        self.sequence
    }
}

/// Answers have the highest bit set. Source: SMPP 3.4, section 5.1.2.1.
fn is_answer(id: CommandId) -> bool {
    u32::from(id) & 0x8000_0000 != 0
}
