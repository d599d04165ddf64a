//! Sending over SMPP 3.4.

use super::line::{Line, NoAnswer};
use super::link::{self, Link};
use super::outcome::{GiveUp, Retry, SmsAccepted, SmsError, Unknown};
use super::receipt::Receipts;
use super::text::Cut;
use super::{Phone, Sms, SmsSender};
use async_trait::async_trait;
use rusmpp::pdus::{BindTransceiver, SubmitSm};
use rusmpp::types::{COctetString, EmptyOrFullCOctetString, OctetString};
use rusmpp::values::{
    Ansi41Specific, DataCoding, EsmClass, GsmFeatures, InterfaceVersion, MessageType, MessagingMode, Npi,
    RegisteredDelivery, Ton,
};
use rusmpp::{Command, CommandStatus, Pdu};
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How to reach one message centre under one contract.
#[derive(Clone)]
pub struct SmppSettings {
    /// `host:port`. The line itself (a leased line or a tunnel of the telecom) keeps it secret, SMPP 3.4 does not.
    pub address: String,
    /// Account, at most 15 letters.
    pub system_id: String,
    /// Password, at most 8 letters.
    pub password: String,
    /// What the contract calls the system type, often empty; at most 12 letters.
    pub system_type: String,
    /// Who the phone shows: a brandname of at most 11 letters, or a number.
    pub sender: String,
    /// Submissions that may wait for an answer at once, at least 1; the contract names it.
    pub window: usize,
    /// Parts one message may have, 1 to 255.
    pub parts_max: usize,
    /// How long the centre shall try; `None` leaves it to the centre. At most 99 days.
    pub validity: Option<Duration>,
    /// How long a submission waits for its answer before its outcome counts as unknown.
    pub answer_timeout: Duration,
    /// How long `send` waits for a lost connection to come back before it says "later".
    pub link_timeout: Duration,
    /// Time without traffic after which the link is asked whether it lives.
    pub enquire_every: Duration,
    /// First pause before connecting again, doubled each time.
    pub reconnect_min: Duration,
    /// Longest pause before connecting again.
    pub reconnect_max: Duration,
    /// Pause before a later part of a message is tried again, when the centre asked to slow down in its middle.
    pub throttle_pause: Duration,
}

impl Default for SmppSettings {
    /// A stand-in on this machine.
    fn default() -> Self {
        Self {
            address: "127.0.0.1:2775".to_owned(),
            system_id: "motcua".to_owned(),
            password: "motcua".to_owned(),
            system_type: String::new(),
            sender: "MOTCUA".to_owned(),
            window: 20,
            parts_max: 6,
            validity: Some(Duration::from_hours(24)),
            answer_timeout: Duration::from_secs(10),
            link_timeout: Duration::from_secs(2),
            enquire_every: Duration::from_secs(20),
            reconnect_min: Duration::from_millis(200),
            reconnect_max: Duration::from_secs(30),
            throttle_pause: Duration::from_millis(500),
        }
    }
}

/// Hides the password.
impl fmt::Debug for SmppSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmppSettings")
            .field("address", &self.address)
            .field("system_id", &self.system_id)
            .field("sender", &self.sender)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

/// A setting that cannot work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmppSettingsError {
    /// A text does not fit its place in the protocol, or has letters other than ASCII.
    #[error("{field}: at most {longest} plain letters")]
    Text {
        /// Which setting.
        field: &'static str,
        /// Letters allowed.
        longest: usize,
    },
    /// A number is out of its range.
    #[error("{field}: out of range")]
    Range {
        /// Which setting.
        field: &'static str,
    },
}

/// Times a later part of a long message is tried again when the centre asks to slow down in its middle: giving up there
/// leaves half a message on a phone.
const PART_ATTEMPTS: usize = 6;

/// Sends through one message centre, and keeps the connection.
pub struct SmppSender {
    link: Link,
    window: Semaphore,
    envelope: Envelope,
    settings: SmppSettings,
    next_reference: AtomicU8,
}

impl SmppSender {
    /// Checks the settings and begins to connect in the background, for as long as the sender lives.
    ///
    /// Must be called inside a tokio runtime. The receipts of earlier runs may arrive at once.
    ///
    /// # Errors
    /// When a setting cannot work; an unreachable centre is no error, [`SmsSender::send`] will say so.
    pub fn try_start(settings: SmppSettings) -> Result<(Self, Receipts), SmppSettingsError> {
        for (field, value, range) in
            [("window", settings.window, 1..=1000), ("parts_max", settings.parts_max, 1..=255)]
        {
            if !range.contains(&value) {
                return Err(SmppSettingsError::Range { field });
            }
        }
        let envelope = Envelope::try_new(&settings)?;
        let (link, receipts) = link::start(&settings, bind_request(&settings)?);
        let sender = Self {
            link,
            window: Semaphore::new(settings.window),
            envelope,
            settings,
            next_reference: AtomicU8::new(0),
        };
        Ok((sender, receipts))
    }

    /// Whether the centre has accepted our log-in and the line is up.
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.link.line().is_some()
    }

    /// Says good-bye to the centre and ends the connection. Answers at most a second later.
    pub async fn shut_down(self) {
        self.link.shut_down().await;
    }

    /// Submits the parts in order; a phone can put them together in any order, but many wait for the first.
    async fn submit_all(&self, line: &Line, parts: Vec<SubmitSm>) -> Result<Vec<String>, SmsError> {
        let mut accepted = Vec::with_capacity(parts.len());
        for part in parts {
            match self.submit(line, part, accepted.is_empty()).await {
                Ok(id) => accepted.push(id),
                Err(refused) => return Err(refused.after(accepted)),
            }
        }
        Ok(accepted)
    }

    /// Submits one part. Only a later part is tried again here, and only after an answer that says it was not taken.
    async fn submit(&self, line: &Line, part: SubmitSm, first: bool) -> Result<String, Refused> {
        let attempts = if first { 1 } else { PART_ATTEMPTS };
        let mut pause = self.settings.throttle_pause;
        let mut attempt = 1;
        loop {
            let permit = self.window.acquire().await.expect("the window is never closed");
            let answer = line.ask(part.clone()).await;
            drop(permit);
            match id_given(answer) {
                Err(Refused::Throttled(_)) if attempt < attempts => {
                    attempt += 1;
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                outcome => return outcome,
            }
        }
    }
}

#[async_trait]
impl SmsSender for SmppSender {
    async fn send(&self, sms: &Sms) -> Result<SmsAccepted, SmsError> {
        let cut = Cut::new(sms.outgoing().trim());
        let (encoding, parts, allowed) = (cut.encoding, cut.parts.len(), self.settings.parts_max);
        if parts == 0 {
            return Err(SmsError::GiveUp(GiveUp::EmptyText));
        }
        if parts > allowed {
            return Err(SmsError::GiveUp(GiveUp::TooLong { parts, allowed }));
        }
        let line = self.link.wait(self.settings.link_timeout).await.ok_or(SmsError::Retry(Retry::NoLink))?;
        let reference = self.next_reference.fetch_add(1, Ordering::Relaxed);
        let submissions = self.envelope.submissions(&sms.to, cut, reference);
        let outcome = self.submit_all(&line, submissions).await;
        match &outcome {
            Ok(ids) => tracing::info!(reference = sms.reference, parts, ids = ?ids, "message accepted"),
            Err(error) => tracing::warn!(reference = sms.reference, parts, %error, "message not accepted"),
        }
        Ok(SmsAccepted { parts, encoding, provider_ids: outcome? })
    }
}

/// What one submission met.
enum Refused {
    /// The centre answered: slow down.
    Throttled(u32),
    /// The centre answered: not now.
    Fault(u32),
    /// The centre answered: no such phone.
    BadDestination(u32),
    /// The centre answered: no.
    No(u32),
    /// The line was gone before any octet left.
    NotSent,
    /// No answer; perhaps taken.
    Unknown(Unknown),
}

/// The centre's id, out of its answer.
fn id_given(answer: Result<Command, NoAnswer>) -> Result<String, Refused> {
    match answer {
        Ok(answer) => match (answer.status(), answer.pdu()) {
            (CommandStatus::EsmeRok, Some(Pdu::SubmitSmResp(given))) => {
                Ok(given.message_id().as_str().to_owned())
            }
            (status, _) => Err(Refused::of_status(status)),
        },
        Err(NoAnswer::NotSent) => Err(Refused::NotSent),
        Err(NoAnswer::TooLate) => Err(Refused::Unknown(Unknown::NoAnswer)),
        Err(NoAnswer::Lost) => Err(Refused::Unknown(Unknown::LinkLost)),
    }
}

impl Refused {
    /// Source: SMPP 3.4, section 5.1.3.
    fn of_status(status: CommandStatus) -> Self {
        let code = u32::from(status);
        match status {
            // A positive answer of the wrong kind proves nothing.
            CommandStatus::EsmeRok => Self::Unknown(Unknown::NoAnswer),
            CommandStatus::EsmeRthrottled | CommandStatus::EsmeRmsgqful => Self::Throttled(code),
            CommandStatus::EsmeRsyserr
            | CommandStatus::EsmeRsubmitfail
            | CommandStatus::EsmeRinvbndsts
            | CommandStatus::EsmeRxTAppn => Self::Fault(code),
            CommandStatus::EsmeRinvdstadr => Self::BadDestination(code),
            _ => Self::No(code),
        }
    }

    /// The outcome of the whole message, when these parts had been accepted before.
    fn after(self, accepted: Vec<String>) -> SmsError {
        match self {
            Self::Unknown(reason) => SmsError::Unknown { reason, accepted },
            Self::NotSent if accepted.is_empty() => SmsError::Retry(Retry::NoLink),
            Self::NotSent => SmsError::Unknown { reason: Unknown::LinkLost, accepted },
            Self::Throttled(code) | Self::Fault(code) | Self::BadDestination(code) | Self::No(code)
                if !accepted.is_empty() =>
            {
                SmsError::Unknown { reason: Unknown::PartOnly(code), accepted }
            }
            Self::Throttled(_) => SmsError::Retry(Retry::Throttled),
            Self::Fault(code) => SmsError::Retry(Retry::CentreFault(code)),
            Self::BadDestination(_) => SmsError::GiveUp(GiveUp::BadDestination),
            Self::No(code) => SmsError::GiveUp(GiveUp::Refused(code)),
        }
    }
}

/// What all submissions of one contract share, checked once.
struct Envelope {
    sender: COctetString<1, 21>,
    sender_kind: (Ton, Npi),
    validity: EmptyOrFullCOctetString<17>,
}

impl Envelope {
    fn try_new(settings: &SmppSettings) -> Result<Self, SmppSettingsError> {
        let is_number = settings.sender.bytes().all(|sign| sign.is_ascii_digit());
        let longest = if is_number { 20 } else { 11 };
        Ok(Self {
            sender: c_text("sender", &settings.sender, longest)?,
            sender_kind: if is_number {
                (Ton::Unknown, Npi::Isdn)
            } else {
                (Ton::Alphanumeric, Npi::Unknown)
            },
            validity: relative_time(settings.validity)?,
        })
    }

    fn submissions(&self, to: &Phone, cut: Cut, reference: u8) -> Vec<SubmitSm> {
        let data_coding = DataCoding::from(cut.encoding.data_coding());
        let several = cut.parts.len() > 1;
        cut.short_messages(reference)
            .into_iter()
            .map(|octets| {
                SubmitSm::builder()
                    .source_addr_ton(self.sender_kind.0)
                    .source_addr_npi(self.sender_kind.1)
                    .source_addr(self.sender.clone())
                    .dest_addr_ton(Ton::International)
                    .dest_addr_npi(Npi::Isdn)
                    .destination_addr(COctetString::from_str(to.digits()).expect("eleven digits fit"))
                    .esm_class(esm_class(several))
                    .validity_period(self.validity.clone())
                    .registered_delivery(RegisteredDelivery::from(1))
                    .data_coding(data_coding)
                    .short_message(OctetString::from_vec(octets).expect("a part has at most 160 octets"))
                    .build()
            })
            .collect()
    }
}

/// Plain store and forward; with the header flag when the part carries one.
///
/// The library's default would set the bit of a delivery acknowledgement, hence all four fields by hand.
fn esm_class(with_header: bool) -> EsmClass {
    let features = if with_header { GsmFeatures::UdhiIndicator } else { GsmFeatures::NotSelected };
    EsmClass::new(MessagingMode::Default, MessageType::Default, Ansi41Specific::Other(0), features)
}

/// `YYMMDDhhmmss000R`: so long from now. Source: SMPP 3.4, section 7.1.1.2.
fn relative_time(validity: Option<Duration>) -> Result<EmptyOrFullCOctetString<17>, SmppSettingsError> {
    let Some(validity) = validity else { return Ok(EmptyOrFullCOctetString::empty()) };
    let seconds = validity.as_secs();
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    if seconds == 0 || days > 99 {
        return Err(SmppSettingsError::Range { field: "validity" });
    }
    let (hours, minutes) = (rest / 3600, rest % 3600 / 60);
    let text = format!("0000{days:02}{hours:02}{minutes:02}{:02}000R", rest % 60);
    EmptyOrFullCOctetString::from_string(text).map_err(|_| SmppSettingsError::Range { field: "validity" })
}

fn bind_request(settings: &SmppSettings) -> Result<BindTransceiver, SmppSettingsError> {
    Ok(BindTransceiver::builder()
        .system_id(c_text("system_id", &settings.system_id, 15)?)
        .password(c_text("password", &settings.password, 8)?)
        .system_type(c_text("system_type", &settings.system_type, 12)?)
        .interface_version(InterfaceVersion::Smpp3_4)
        .build())
}

fn c_text<const MAX: usize>(
    field: &'static str,
    text: &str,
    longest: usize,
) -> Result<COctetString<1, MAX>, SmppSettingsError> {
    let error = SmppSettingsError::Text { field, longest };
    if text.len() > longest || !text.is_ascii() {
        return Err(error);
    }
    COctetString::from_str(text).map_err(|_| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: CommandStatus, accepted: &[&str]) -> SmsError {
        Refused::of_status(status).after(accepted.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn a_refusal_of_the_first_part_is_certain_and_of_a_later_one_leaves_a_doubt() {
        assert_eq!(outcome(CommandStatus::EsmeRthrottled, &[]), SmsError::Retry(Retry::Throttled));
        assert_eq!(outcome(CommandStatus::EsmeRmsgqful, &[]), SmsError::Retry(Retry::Throttled));
        assert_eq!(outcome(CommandStatus::EsmeRsyserr, &[]), SmsError::Retry(Retry::CentreFault(8)));
        assert_eq!(outcome(CommandStatus::EsmeRinvdstadr, &[]), SmsError::GiveUp(GiveUp::BadDestination));
        assert_eq!(outcome(CommandStatus::EsmeRinvsrcadr, &[]), SmsError::GiveUp(GiveUp::Refused(0x0A)));
        assert_eq!(
            outcome(CommandStatus::EsmeRthrottled, &["1"]),
            SmsError::Unknown { reason: Unknown::PartOnly(0x58), accepted: vec!["1".to_owned()] }
        );
    }

    #[test]
    fn the_octets_of_esm_class_and_receipts_are_those_of_the_specification() {
        assert_eq!(u8::from(esm_class(false)), 0x00);
        assert_eq!(u8::from(esm_class(true)), 0x40);
        assert_eq!(u8::from(RegisteredDelivery::from(1)), 0x01);
    }

    #[test]
    fn validity_is_written_as_a_relative_time() {
        let written =
            |seconds| relative_time(Some(Duration::from_secs(seconds))).map(|time| time.as_str().to_owned());
        assert_eq!(written(86_400).as_deref(), Ok("000001000000000R"));
        assert_eq!(written(2 * 86_400 + 3 * 3600 + 4 * 60 + 5).as_deref(), Ok("000002030405000R"));
        assert_eq!(written(0), Err(SmppSettingsError::Range { field: "validity" }));
        assert_eq!(written(100 * 86_400), Err(SmppSettingsError::Range { field: "validity" }));
    }

    #[tokio::test]
    async fn settings_that_cannot_work_are_refused_at_the_start() {
        let refused = |change: fn(&mut SmppSettings)| {
            let mut settings = SmppSettings::default();
            change(&mut settings);
            SmppSender::try_start(settings).err()
        };
        assert_eq!(
            refused(|s| s.password = "toolong123".into()),
            Some(SmppSettingsError::Text { field: "password", longest: 8 })
        );
        assert_eq!(
            refused(|s| s.sender = "MỘT CỬA".into()),
            Some(SmppSettingsError::Text { field: "sender", longest: 11 })
        );
        assert_eq!(refused(|s| s.window = 0), Some(SmppSettingsError::Range { field: "window" }));
        assert_eq!(refused(|s| s.parts_max = 256), Some(SmppSettingsError::Range { field: "parts_max" }));
        assert_eq!(refused(|_| {}), None);
    }

    #[test]
    fn the_password_is_never_printed() {
        let settings = SmppSettings { password: "bimat".into(), ..SmppSettings::default() };
        assert!(!format!("{settings:?}").contains("bimat"));
    }
}
