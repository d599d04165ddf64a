//! Tổng đài tin nhắn thế thân: a message centre speaking SMPP 3.4.
//!
//! It answers log-ins, submissions, link enquiries and good-byes; puts long messages together; sends a receipt for each
//! part and keeps it until it is answered, across connections, as real centres do. Faults are counted over all
//! submissions of a run: throttle every n-th, keep every n-th but swallow its answer, die after n.

mod parts;
mod pdu;
mod session;

use crate::kept::Kept;
use crate::page::Shown;
use crate::running::{self, Plug, Running};
use crate::{Place, StandinError};
use parts::{Assembly, Key, Part};
use pdu::Submit;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::Instant;

/// How the message centre behaves.
#[derive(Clone, Debug)]
pub struct SmscSettings {
    /// Where it is.
    pub place: Place,
    /// The password it wants; `None` takes any.
    pub password: Option<String>,
    /// Time from a submission to its receipt.
    pub receipt_delay: Duration,
    /// Answer every n-th submission with `ESME_RTHROTTLED`; 0 never.
    pub throttle_every: u64,
    /// Keep every n-th submission but never answer it; 0 never.
    pub drop_answer_every: u64,
    /// Break all connections for good when the n-th submission has been kept, before answering it; 0 never.
    pub die_after: u64,
    /// Numbers (digits as submitted) whose receipts say undeliverable.
    pub undeliverable: Vec<String>,
}

impl SmscSettings {
    /// A centre without faults.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self {
            place,
            password: None,
            receipt_delay: Duration::from_millis(200),
            throttle_every: 0,
            drop_answer_every: 0,
            die_after: 0,
            undeliverable: Vec::new(),
        }
    }
}

/// One message received whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSms {
    /// The ids given to its parts, in order.
    pub ids: Vec<String>,
    /// Who the phone would show.
    pub from: String,
    /// The number, digits as submitted.
    pub to: String,
    /// The text.
    pub text: String,
    /// Number of parts: what a telecom would charge.
    pub parts: usize,
    /// `gsm7`, `ucs2`, `ascii` or `latin1`.
    pub encoding: String,
    /// How long the centre should try, as submitted; empty for its own default.
    pub validity: String,
    /// When it was whole, UTC milliseconds.
    pub received_at_ms: i64,
}

impl Shown for KeptSms {
    const TITLE: &'static str = "Tin nhắn SMS đã nhận";

    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Người nhận", format!("+{}", self.to)),
            ("Người gửi", self.from.clone()),
            ("Số phần tính cước", format!("{} ({})", self.parts, self.encoding)),
            ("Mã", self.ids.join(", ")),
        ]
    }

    fn text(&self) -> &str {
        &self.text
    }
}

/// Starts the message centre.
///
/// # Errors
/// When it cannot listen or its file cannot be read.
pub async fn start(settings: SmscSettings) -> Result<Running<KeptSms>, StandinError> {
    let kept = Kept::open(settings.place.store.as_deref())?;
    let plug = running::plug();
    let centre = Arc::new(Centre {
        desk: Mutex::new(Desk { given: ids_given(&kept), ..Desk::default() }),
        kept: kept.clone(),
        plug: plug.clone(),
        settings: settings.clone(),
    });
    Running::start(&settings.place, kept, plug, move |stream| session::serve(Arc::clone(&centre), stream))
        .await
}

/// Ids an earlier run gave are not given again, so that a receipt of that run is not taken for a new message.
fn ids_given(kept: &Kept<KeptSms>) -> BTreeSet<u32> {
    let used = kept.all().into_iter().flat_map(|message| message.ids);
    used.filter_map(|id| u32::from_str_radix(&id, 16).ok()).collect()
}

/// What all sessions share.
struct Centre {
    settings: SmscSettings,
    desk: Mutex<Desk>,
    kept: Kept<KeptSms>,
    plug: Plug,
}

#[derive(Default)]
struct Desk {
    submissions: u64,
    given: BTreeSet<u32>,
    assembly: Assembly,
    receipts: VecDeque<Receipt>,
}

/// A receipt not yet answered.
#[derive(Clone, Debug)]
struct Receipt {
    account: String,
    due: Instant,
    body: Vec<u8>,
}

/// What to do with one submission.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Accept(String),
    Refuse(u32),
    Silence,
    Die,
}

fn key(account: &str, submit: &Submit, at: parts::Position) -> Key {
    (account.to_owned(), submit.source.clone(), submit.destination.clone(), at.reference, at.total)
}

impl Desk {
    /// Made from what is submitted, so that it does not depend on which of several lines was faster: a seeded demo is the same
    /// again. Two messages to one person may end alike: a part's id follows from the part before as well.
    fn id_for(&mut self, account: &str, submit: &Submit) -> String {
        let body = match parts::split_header(&submit.message).filter(|_| submit.has_header) {
            Some((Some(at), body)) => {
                let before = self.assembly.before(&key(account, submit, at), at.number);
                [before.unwrap_or_default().as_bytes(), &at.number.to_be_bytes(), body].concat()
            }
            Some((None, body)) => body.to_vec(),
            None => submit.message.clone(),
        };
        let octets = submit.destination.bytes().chain(body);
        let mut id =
            octets.fold(0x811C_9DC5_u32, |hash, octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193));
        while !self.given.insert(id) {
            id = id.wrapping_add(1);
        }
        format!("{id:08x}")
    }
}

impl Centre {
    /// Checks, counts, keeps and judges one submission.
    fn submit(&self, account: &str, body: &[u8]) -> Verdict {
        let Some(submit) = Submit::read(body) else { return Verdict::Refuse(pdu::INVALID_PDU) };
        let mut desk = self.desk.lock().expect("nobody panics while holding it");
        desk.submissions += 1;
        let count = desk.submissions;
        let every = |n: u64| n != 0 && count.is_multiple_of(n);
        if every(self.settings.throttle_every) {
            return Verdict::Refuse(pdu::THROTTLED);
        }
        let id = desk.id_for(account, &submit);
        if let Err(status) = self.keep(&mut desk, account, &id, &submit) {
            return Verdict::Refuse(status);
        }
        if submit.wants_receipt {
            let delivered = !self.settings.undeliverable.contains(&submit.destination);
            desk.receipts.push_back(Receipt {
                account: account.to_owned(),
                due: Instant::now() + self.settings.receipt_delay,
                body: pdu::receipt_body(&id, &submit.destination, &submit.source, delivered),
            });
        }
        if self.settings.die_after == count {
            Verdict::Die
        } else if every(self.settings.drop_answer_every) {
            Verdict::Silence
        } else {
            Verdict::Accept(id)
        }
    }

    /// Checks the text and keeps the message once it is whole.
    fn keep(&self, desk: &mut Desk, account: &str, id: &str, submit: &Submit) -> Result<(), u32> {
        let digits = submit.destination.bytes().all(|sign| sign.is_ascii_digit());
        if !digits || !(8..=15).contains(&submit.destination.len()) {
            return Err(pdu::INVALID_DESTINATION);
        }
        let longest = if submit.data_coding == 0x08 { 140 } else { 160 };
        if submit.message.is_empty() || submit.message.len() > longest {
            return Err(pdu::INVALID_LENGTH);
        }
        let (position, body) = if submit.has_header {
            parts::split_header(&submit.message).ok_or(pdu::INVALID_PDU)?
        } else {
            (None, submit.message.as_slice())
        };
        let part = Part { id: id.to_owned(), octets: body.to_vec() };
        let whole = match position {
            None => Some(vec![part]),
            Some(at) => desk.assembly.take(&key(account, submit, at), at.number, part),
        };
        whole.map_or(Ok(()), |parts| self.keep_whole(&parts, submit))
    }

    fn keep_whole(&self, parts: &[Part], submit: &Submit) -> Result<(), u32> {
        let octets: Vec<u8> = parts.iter().flat_map(|part| part.octets.iter().copied()).collect();
        let (text, encoding) = parts::read_letters(submit.data_coding, &octets).ok_or(pdu::INVALID_PDU)?;
        self.kept.add(KeptSms {
            ids: parts.iter().map(|part| part.id.clone()).collect(),
            from: submit.source.clone(),
            to: submit.destination.clone(),
            text,
            parts: parts.len(),
            encoding: encoding.to_owned(),
            validity: submit.validity.clone(),
            received_at_ms: now_ms(),
        });
        Ok(())
    }

    /// Takes one receipt of the account that is due.
    fn due_receipt(&self, account: &str) -> Option<Receipt> {
        let mut desk = self.desk.lock().expect("nobody panics while holding it");
        let now = Instant::now();
        let at = desk.receipts.iter().position(|receipt| receipt.due <= now && receipt.account == account)?;
        desk.receipts.remove(at)
    }

    /// Puts a receipt back that was not answered with yes.
    fn again(&self, receipt: Receipt, after: Duration) {
        let mut desk = self.desk.lock().expect("nobody panics while holding it");
        desk.receipts.push_back(Receipt { due: Instant::now() + after, ..receipt });
    }
}

/// UTC milliseconds.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn ids_do_not_depend_on_which_of_two_messages_that_end_alike_came_first() {
        let submit = |reference: u8, number: u8, body: &str| Submit {
            source: "mot cua".to_owned(),
            destination: "84590000001".to_owned(),
            has_header: true,
            validity: String::new(),
            wants_receipt: false,
            data_coding: 0,
            message: [&[5, 0, 3, reference, 2, number], body.as_bytes()].concat(),
        };
        let ids = |order: [usize; 4]| {
            let parts =
                [submit(1, 1, "received"), submit(1, 2, "see"), submit(2, 1, "ready"), submit(2, 2, "see")];
            let mut desk = Desk::default();
            let mut given = BTreeMap::new();
            for at in order {
                let id = desk.id_for("a", &parts[at]);
                let (position, body) = parts::split_header(&parts[at].message).expect("whole");
                let position = position.expect("a part");
                let part = Part { id: id.clone(), octets: body.to_vec() };
                desk.assembly.take(&key("a", &parts[at], position), position.number, part);
                given.insert(at, id);
            }
            given
        };
        assert_eq!(ids([0, 1, 2, 3]), ids([2, 0, 3, 1]));
        assert_eq!(ids([0, 1, 2, 3]), ids([0, 2, 3, 1]));
    }
}
