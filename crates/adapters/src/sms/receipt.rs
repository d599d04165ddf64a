//! Báo phát: what the message centre says about a message after it accepted it.
//!
//! Source: SMPP 3.4, section 5.2.28 (message states), 5.3.2.12 and 5.3.2.35 (the two optional parameters),
//! appendix B (the text form, for centres that send no optional parameters).

use rusmpp::pdus::DeliverSm;
use rusmpp::tlvs::TlvValue;
use rusmpp::values::MessageState;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};

/// Where a part stands at the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// On its way; another receipt will follow.
    Enroute,
    /// The phone has it.
    Delivered,
    /// Not delivered within its validity.
    Expired,
    /// Taken out of the centre.
    Deleted,
    /// The phone cannot be reached, for good.
    Undeliverable,
    /// Taken over by the telecom's staff.
    Accepted,
    /// The centre does not know.
    Unknown,
    /// Refused by the network.
    Rejected,
}

impl DeliveryState {
    /// Whether no further receipt is to be expected.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Enroute | Self::Accepted | Self::Unknown)
    }

    /// A stable code for the journal and the translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enroute => "sms.enroute",
            Self::Delivered => "sms.delivered",
            Self::Expired => "sms.expired",
            Self::Deleted => "sms.deleted",
            Self::Undeliverable => "sms.undeliverable",
            Self::Accepted => "sms.accepted",
            Self::Unknown => "sms.unknown",
            Self::Rejected => "sms.rejected",
        }
    }

    const fn of(state: MessageState) -> Self {
        match state {
            MessageState::Scheduled | MessageState::Enroute => Self::Enroute,
            MessageState::Delivered => Self::Delivered,
            MessageState::Expired => Self::Expired,
            MessageState::Deleted => Self::Deleted,
            MessageState::Undeliverable => Self::Undeliverable,
            MessageState::Accepted => Self::Accepted,
            MessageState::Rejected | MessageState::Skipped => Self::Rejected,
            MessageState::Unknown | MessageState::Other(_) => Self::Unknown,
        }
    }

    /// The seven-letter words of appendix B.
    fn of_word(word: &str) -> Self {
        match word {
            "ENROUTE" => Self::Enroute,
            "DELIVRD" => Self::Delivered,
            "EXPIRED" => Self::Expired,
            "DELETED" => Self::Deleted,
            "UNDELIV" => Self::Undeliverable,
            "ACCEPTD" => Self::Accepted,
            "REJECTD" => Self::Rejected,
            _ => Self::Unknown,
        }
    }
}

/// One receipt for one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryReceipt {
    /// The id given when the part was accepted. The receipt may come before that answer.
    pub provider_id: String,
    /// Where the part stands.
    pub state: DeliveryState,
    /// When the receipt reached us, UTC milliseconds. The centre's own time is local, to the minute and often wrong.
    pub received_at_ms: i64,
}

/// A receipt the centre still waits to see answered.
///
/// Dropping it unanswered tells the centre to send it again later.
#[derive(Debug)]
pub struct PendingReceipt {
    receipt: DeliveryReceipt,
    answer: oneshot::Sender<()>,
}

impl PendingReceipt {
    pub(super) fn new(receipt: DeliveryReceipt) -> (Self, oneshot::Receiver<()>) {
        let (answer, noted) = oneshot::channel();
        (Self { receipt, answer }, noted)
    }

    /// What it says.
    #[must_use]
    pub const fn receipt(&self) -> &DeliveryReceipt {
        &self.receipt
    }

    /// The receipt is safely noted: the centre may forget it.
    pub fn noted(self) -> DeliveryReceipt {
        // The link may have gone meanwhile; then the centre sends it again and the caller meets it twice.
        let _ = self.answer.send(());
        self.receipt
    }
}

/// The receipts as they arrive.
#[derive(Debug)]
pub struct Receipts(pub(super) mpsc::Receiver<PendingReceipt>);

impl Receipts {
    /// The next one; `None` once the sender has been shut down.
    pub async fn next(&mut self) -> Option<PendingReceipt> {
        self.0.recv().await
    }
}

/// Reads a receipt out of what the centre delivered; `None` when it is something else, such as a person's reply.
pub(super) fn read_receipt(delivered: &DeliverSm) -> Option<DeliveryReceipt> {
    let mut id = None;
    let mut state = None;
    for value in delivered.tlvs().iter().filter_map(|tlv| tlv.value()) {
        match value {
            TlvValue::ReceiptedMessageId(octets) => id = Some(octets.as_str().to_owned()),
            TlvValue::MessageState(value) => state = Some(DeliveryState::of(*value)),
            _ => {}
        }
    }
    let is_receipt = u8::from(delivered.esm_class) & 0b0011_1100 == 0b0000_0100;
    if id.is_none() && !is_receipt {
        return None;
    }
    let text = String::from_utf8_lossy(delivered.short_message().as_ref()).into_owned();
    Some(DeliveryReceipt {
        provider_id: id.or_else(|| field(&text, "id:").map(str::to_owned))?,
        state: state
            .or_else(|| field(&text, "stat:").map(DeliveryState::of_word))
            .unwrap_or(DeliveryState::Unknown),
        received_at_ms: now_ms(),
    })
}

/// The word after a name, as in `id:123 sub:001 … stat:DELIVRD err:000`.
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start =
        text.match_indices(name).map(|(at, _)| at).find(|at| *at == 0 || text.as_bytes()[at - 1] == b' ')?
            + name.len();
    text[start..].split_whitespace().next().filter(|_| !text[start..].starts_with(' '))
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusmpp::types::{COctetString, OctetString};
    use rusmpp::values::EsmClass;
    use std::str::FromStr;

    const TEXT: &str =
        "id:8f21 sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:UNDELIV err:021 text:-";

    fn delivered(esm_class: u8, text: &str) -> DeliverSm {
        DeliverSm::builder()
            .esm_class(EsmClass::from(esm_class))
            .short_message(OctetString::from_str(text).expect("short"))
            .build()
    }

    #[test]
    fn a_receipt_is_read_from_its_text_when_the_centre_sends_nothing_else() {
        let receipt = read_receipt(&delivered(0x04, TEXT)).expect("a receipt");
        assert_eq!((receipt.provider_id.as_str(), receipt.state), ("8f21", DeliveryState::Undeliverable));
    }

    #[test]
    fn the_optional_parameters_win_over_the_text() {
        let mut delivered = delivered(0x04, TEXT);
        delivered.push_tlv(rusmpp::tlvs::MessageDeliveryRequestTlvValue::ReceiptedMessageId(
            COctetString::from_str("8F21-A").expect("short"),
        ));
        delivered
            .push_tlv(rusmpp::tlvs::MessageDeliveryRequestTlvValue::MessageState(MessageState::Delivered));
        let receipt = read_receipt(&delivered).expect("a receipt");
        assert_eq!((receipt.provider_id.as_str(), receipt.state), ("8F21-A", DeliveryState::Delivered));
    }

    #[test]
    fn a_persons_reply_is_not_a_receipt_even_when_it_looks_like_one() {
        assert_eq!(read_receipt(&delivered(0x00, TEXT)), None);
        assert_eq!(read_receipt(&delivered(0x04, "paid:8f21 stat:DELIVRD")), None, "no id");
    }

    #[test]
    fn every_word_of_appendix_b_is_known_and_others_say_unknown() {
        for (word, state) in [
            ("ENROUTE", DeliveryState::Enroute),
            ("DELIVRD", DeliveryState::Delivered),
            ("EXPIRED", DeliveryState::Expired),
            ("DELETED", DeliveryState::Deleted),
            ("UNDELIV", DeliveryState::Undeliverable),
            ("ACCEPTD", DeliveryState::Accepted),
            ("UNKNOWN", DeliveryState::Unknown),
            ("REJECTD", DeliveryState::Rejected),
            ("NONSENSE", DeliveryState::Unknown),
        ] {
            assert_eq!(DeliveryState::of_word(word), state, "{word}");
        }
    }
}
