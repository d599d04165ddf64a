//! One connection to the message centre.

use super::pdu::{self, Bind, Pdu};
use super::{Centre, Receipt, Verdict};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval};

/// How often due receipts are looked for.
const RECEIPT_TICK: Duration = Duration::from_millis(20);

/// Receipts waiting for their answer on one connection.
const RECEIPT_WINDOW: usize = 50;

/// A receipt unanswered for so long, or answered with no, is sent again after as long.
const RECEIPT_PATIENCE: Duration = Duration::from_secs(1);

/// Serves one connection to its end.
pub(super) async fn serve(centre: Arc<Centre>, stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let (read, write) = stream.into_split();
    let mut session =
        Session { centre, write, account: None, receives: false, sequence: 0, unanswered: BTreeMap::new() };
    let outcome = session.run(read).await;
    for (_, (receipt, _)) in std::mem::take(&mut session.unanswered) {
        session.centre.again(receipt, Duration::ZERO);
    }
    if let Err(error) = outcome {
        tracing::info!(%error, "a session ended early");
    }
}

struct Session {
    centre: Arc<Centre>,
    write: OwnedWriteHalf,
    account: Option<String>,
    receives: bool,
    sequence: u32,
    unanswered: BTreeMap<u32, (Receipt, Instant)>,
}

/// Whether the connection stays.
#[derive(PartialEq, Eq)]
enum After {
    Stay,
    Close,
}

impl Session {
    async fn run(&mut self, read: impl AsyncRead + Send + Unpin + 'static) -> std::io::Result<()> {
        // Reading a PDU cannot be broken off half-way, so it has a task of its own.
        let (pdus_in, mut pdus) = mpsc::channel(64);
        let reader = tokio::spawn(async move {
            let mut read = BufReader::new(read);
            while let Ok(Some(pdu)) = Pdu::read(&mut read).await {
                if pdus_in.send(pdu).await.is_err() {
                    return;
                }
            }
        });
        let _guard = AbortOnDrop(reader);
        let mut tick = interval(RECEIPT_TICK);
        loop {
            tokio::select! {
                pdu = pdus.recv() => match pdu {
                    Some(pdu) => if self.take(&pdu).await? == After::Close { return Ok(()) },
                    None => return Ok(()),
                },
                _ = tick.tick() => self.send_receipts().await?,
            }
        }
    }

    async fn take(&mut self, pdu: &Pdu) -> std::io::Result<After> {
        match pdu.id {
            pdu::BIND_TRANSCEIVER | pdu::BIND_TRANSMITTER | pdu::BIND_RECEIVER => self.bind(pdu).await,
            pdu::SUBMIT_SM => self.submit(pdu).await,
            pdu::ENQUIRE_LINK => self.write(&pdu.answer(pdu::OK, Vec::new())).await,
            pdu::UNBIND => {
                self.write(&pdu.answer(pdu::OK, Vec::new())).await?;
                Ok(After::Close)
            }
            id if id == pdu::DELIVER_SM | pdu::RESPONSE => {
                self.receipt_answered(pdu);
                Ok(After::Stay)
            }
            id if id & pdu::RESPONSE != 0 => Ok(After::Stay),
            _ => {
                let nack = Pdu {
                    id: pdu::GENERIC_NACK,
                    status: pdu::INVALID_COMMAND,
                    sequence: pdu.sequence,
                    body: Vec::new(),
                };
                self.write(&nack).await
            }
        }
    }

    /// Only 3.4 is spoken here: a client that claims another version is told so at the door.
    async fn bind(&mut self, pdu: &Pdu) -> std::io::Result<After> {
        let status = match Bind::read(&pdu.body) {
            None => pdu::INVALID_PDU,
            Some(_) if self.account.is_some() => pdu::ALREADY_BOUND,
            Some(bind) if bind.interface_version != 0x34 => pdu::BIND_FAILED,
            Some(bind)
                if self.centre.settings.password.as_ref().is_some_and(|right| *right != bind.password) =>
            {
                pdu::INVALID_PASSWORD
            }
            Some(bind) => {
                self.account = Some(bind.system_id);
                self.receives = pdu.id != pdu::BIND_TRANSMITTER;
                pdu::OK
            }
        };
        let body = if status == pdu::OK { pdu::bind_answer() } else { Vec::new() };
        self.write(&pdu.answer(status, body)).await
    }

    async fn submit(&mut self, pdu: &Pdu) -> std::io::Result<After> {
        let Some(account) = &self.account else {
            return self.write(&pdu.answer(pdu::WRONG_BIND_STATE, Vec::new())).await;
        };
        match self.centre.submit(account, &pdu.body) {
            Verdict::Accept(id) => self.write(&pdu.answer(pdu::OK, pdu::submit_answer(&id))).await,
            Verdict::Refuse(status) => self.write(&pdu.answer(status, Vec::new())).await,
            Verdict::Silence => Ok(After::Stay),
            Verdict::Die => {
                self.centre.plug.pull();
                Ok(After::Close)
            }
        }
    }

    async fn send_receipts(&mut self) -> std::io::Result<()> {
        let Some(account) = self.account.clone().filter(|_| self.receives) else { return Ok(()) };
        self.give_up_waiting();
        while self.unanswered.len() < RECEIPT_WINDOW {
            let Some(receipt) = self.centre.due_receipt(&account) else { return Ok(()) };
            self.sequence += 1;
            let deliver =
                Pdu { id: pdu::DELIVER_SM, status: 0, sequence: self.sequence, body: receipt.body.clone() };
            self.unanswered.insert(self.sequence, (receipt, Instant::now()));
            self.write(&deliver).await?;
        }
        Ok(())
    }

    fn receipt_answered(&mut self, pdu: &Pdu) {
        if let Some((receipt, _)) = self.unanswered.remove(&pdu.sequence)
            && pdu.status != pdu::OK
        {
            self.centre.again(receipt, RECEIPT_PATIENCE);
        }
    }

    fn give_up_waiting(&mut self) {
        let late = self.unanswered.extract_if(.., |_, (_, sent)| sent.elapsed() > RECEIPT_PATIENCE * 5);
        for (_, (receipt, _)) in late {
            self.centre.again(receipt, RECEIPT_PATIENCE);
        }
    }

    async fn write(&mut self, pdu: &Pdu) -> std::io::Result<After> {
        self.write.write_all(&pdu.octets()).await?;
        Ok(After::Stay)
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
