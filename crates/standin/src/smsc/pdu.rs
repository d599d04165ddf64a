//! The octets of SMPP 3.4, as far as a message centre needs them.
//!
//! Source: SMPP Protocol Specification v3.4, sections 3 (layout), 4 (PDUs), 5.1.3 (status), 5.3 (optional parameters).

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt};

pub(super) const GENERIC_NACK: u32 = 0x8000_0000;
pub(super) const BIND_RECEIVER: u32 = 0x0000_0001;
pub(super) const BIND_TRANSMITTER: u32 = 0x0000_0002;
pub(super) const SUBMIT_SM: u32 = 0x0000_0004;
pub(super) const DELIVER_SM: u32 = 0x0000_0005;
pub(super) const UNBIND: u32 = 0x0000_0006;
pub(super) const BIND_TRANSCEIVER: u32 = 0x0000_0009;
pub(super) const ENQUIRE_LINK: u32 = 0x0000_0015;
pub(super) const RESPONSE: u32 = 0x8000_0000;

pub(super) const OK: u32 = 0x00;
pub(super) const INVALID_LENGTH: u32 = 0x01;
pub(super) const INVALID_PDU: u32 = 0x02;
pub(super) const INVALID_COMMAND: u32 = 0x03;
pub(super) const WRONG_BIND_STATE: u32 = 0x04;
pub(super) const ALREADY_BOUND: u32 = 0x05;
pub(super) const INVALID_DESTINATION: u32 = 0x0B;
pub(super) const BIND_FAILED: u32 = 0x0D;
pub(super) const INVALID_PASSWORD: u32 = 0x0E;
pub(super) const THROTTLED: u32 = 0x58;

/// Longest PDU read: the longest text in an optional parameter, and room.
const PDU_OCTETS_MAX: u32 = 70_000;

/// One PDU, its body unread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pdu {
    pub(super) id: u32,
    pub(super) status: u32,
    pub(super) sequence: u32,
    pub(super) body: Vec<u8>,
}

impl Pdu {
    /// The answer to a request.
    pub(super) fn answer(&self, status: u32, body: Vec<u8>) -> Self {
        Self { id: self.id | RESPONSE, status, sequence: self.sequence, body }
    }

    pub(super) fn octets(&self) -> Vec<u8> {
        let length = u32::try_from(16 + self.body.len()).expect("we write short PDUs");
        let mut octets = Vec::with_capacity(16 + self.body.len());
        for word in [length, self.id, self.status, self.sequence] {
            octets.extend(word.to_be_bytes());
        }
        octets.extend(&self.body);
        octets
    }

    /// The next one; `None` at the end of the line.
    pub(super) async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let length = match from.read_u32().await {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        };
        if !(16..=PDU_OCTETS_MAX).contains(&length) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no PDU has this length"));
        }
        let (id, status, sequence) = (from.read_u32().await?, from.read_u32().await?, from.read_u32().await?);
        let mut body = vec![0; usize::try_from(length - 16).expect("checked above")];
        from.read_exact(&mut body).await?;
        Ok(Some(Self { id, status, sequence, body }))
    }
}

/// Reads a body field by field; `None` when it ends too early or a text has no end.
struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    fn octet(&mut self) -> Option<u8> {
        self.octets(1).map(|octets| octets[0])
    }

    fn octets(&mut self, count: usize) -> Option<&'b [u8]> {
        let (octets, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(octets)
    }

    /// A text of at most `size` octets with its closing zero.
    fn text(&mut self, size: usize) -> Option<String> {
        let end = self.0.iter().take(size).position(|octet| *octet == 0)?;
        let text = self.octets(end + 1)?;
        Some(String::from_utf8_lossy(&text[..end]).into_owned())
    }

    fn optional(&mut self) -> Option<(u16, &'b [u8])> {
        let tag = u16::from_be_bytes(self.octets(2)?.try_into().ok()?);
        let length = u16::from_be_bytes(self.octets(2)?.try_into().ok()?);
        Some((tag, self.octets(usize::from(length))?))
    }
}

/// A log-in, whichever way round.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bind {
    pub(super) system_id: String,
    pub(super) password: String,
    pub(super) interface_version: u8,
}

impl Bind {
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        let system_id = fields.text(16)?;
        let password = fields.text(9)?;
        let _system_type = fields.text(13)?;
        let interface_version = fields.octet()?;
        Some(Self { system_id, password, interface_version })
    }
}

/// A submission, as far as we look at it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Submit {
    pub(super) source: String,
    pub(super) destination: String,
    pub(super) has_header: bool,
    pub(super) validity: String,
    pub(super) wants_receipt: bool,
    pub(super) data_coding: u8,
    pub(super) message: Vec<u8>,
}

impl Submit {
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut fields = Fields(body);
        let _service_type = fields.text(6)?;
        let _source_kind = fields.octets(2)?;
        let source = fields.text(21)?;
        let _destination_kind = fields.octets(2)?;
        let destination = fields.text(21)?;
        let esm_class = fields.octet()?;
        let _protocol_and_priority = fields.octets(2)?;
        let _schedule = fields.text(17)?;
        let validity = fields.text(17)?;
        let registered_delivery = fields.octet()?;
        let _replace = fields.octet()?;
        let data_coding = fields.octet()?;
        let _canned = fields.octet()?;
        let length = fields.octet()?;
        let mut message = fields.octets(usize::from(length))?.to_vec();
        while !fields.0.is_empty() {
            let (tag, value) = fields.optional()?;
            if tag == 0x0424 {
                message = value.to_vec();
            }
        }
        Some(Self {
            source,
            destination,
            has_header: esm_class & 0x40 != 0,
            validity,
            wants_receipt: registered_delivery & 0x03 == 0x01,
            data_coding,
            message,
        })
    }
}

/// The answer to a log-in: our name and the version we speak.
pub(super) fn bind_answer() -> Vec<u8> {
    [b"standin\0".as_slice(), &[0x02, 0x10, 0x00, 0x01, 0x34]].concat()
}

/// The answer to a submission.
pub(super) fn submit_answer(id: &str) -> Vec<u8> {
    [id.as_bytes(), b"\0"].concat()
}

/// A receipt in both forms: the text of appendix B and the two optional parameters.
pub(super) fn receipt_body(id: &str, source: &str, destination: &str, delivered: bool) -> Vec<u8> {
    let (word, state, error) = if delivered { ("DELIVRD", 2, "000") } else { ("UNDELIV", 5, "027") };
    let text = format!(
        "id:{id} sub:001 dlvrd:00{} submit date:0001010000 done date:0001010000 stat:{word} err:{error} text:",
        u8::from(delivered)
    );
    let mut body = vec![0, 1, 1];
    body.extend([source.as_bytes(), b"\0"].concat());
    body.extend([0, 0]);
    body.extend([destination.as_bytes(), b"\0"].concat());
    // esm_class 0x04 says: a receipt; then eight fields that are zero or empty.
    body.extend([0x04, 0, 0, 0, 0, 0, 0, 0, 0]);
    body.push(u8::try_from(text.len()).expect("a receipt is short"));
    body.extend(text.as_bytes());
    let id_length = u16::try_from(id.len() + 1).expect("an id is short");
    body.extend([&0x001E_u16.to_be_bytes()[..], &id_length.to_be_bytes(), id.as_bytes(), &[0]].concat());
    body.extend([0x04, 0x27, 0x00, 0x01, state]);
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A submit_sm written out by hand after section 4.4.1.
    fn submission() -> Vec<u8> {
        [
            b"\0".as_slice(),
            b"\x05\x00MOTCUA\0",
            b"\x01\x0184912345678\0",
            b"\x40\x00\x00",
            b"\x00000001000000000R\0",
            b"\x01\x00\x08\x00",
            b"\x04\x01\xA1\x00\x21",
        ]
        .concat()
    }

    #[test]
    fn a_submission_is_read_field_by_field() {
        let submit = Submit::read(&submission()).expect("complete");
        assert_eq!((submit.source.as_str(), submit.destination.as_str()), ("MOTCUA", "84912345678"));
        assert_eq!((submit.has_header, submit.wants_receipt, submit.data_coding), (true, true, 8));
        assert_eq!(submit.validity, "000001000000000R");
        assert_eq!(submit.message, [0x01, 0xA1, 0x00, 0x21]);
    }

    #[test]
    fn a_submission_cut_anywhere_is_refused_not_a_crash() {
        let whole = submission();
        for end in 0..whole.len() {
            assert_eq!(Submit::read(&whole[..end]), None, "{end} octets");
        }
    }

    #[test]
    fn a_long_text_may_come_as_an_optional_parameter() {
        let mut octets = submission();
        octets.extend([0x04, 0x24, 0x00, 0x02, 0x00, 0x41]);
        assert_eq!(Submit::read(&octets).expect("complete").message, [0x00, 0x41]);
        octets.extend([0x04, 0x24, 0x00]);
        assert_eq!(Submit::read(&octets), None, "half a parameter");
    }

    #[tokio::test]
    async fn a_pdu_is_read_as_it_was_written_and_a_mad_length_is_refused() {
        let pdu = Pdu { id: SUBMIT_SM, status: 0, sequence: 7, body: submission() };
        let octets = pdu.octets();
        assert_eq!(Pdu::read(&mut octets.as_slice()).await.expect("whole"), Some(pdu));
        assert_eq!(Pdu::read(&mut [].as_slice()).await.expect("the end"), None);
        assert!(Pdu::read(&mut &octets[..20]).await.is_err(), "cut");
        assert!(Pdu::read(&mut [0x7F, 0, 0, 0].as_slice()).await.is_err(), "too long");
        assert!(Pdu::read(&mut [0, 0, 0, 15].as_slice()).await.is_err(), "too short");
    }
}
