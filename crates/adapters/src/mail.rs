//! Thư điện tử: letters to people's mailboxes through a mail server.
//!
//! [`SmtpSender`] speaks SMTP step by step, so that a broken line before the text was handed over means *retry*, and
//! one after it means *unknown*. The `Message-ID` is made from our own reference: when a letter goes out twice after
//! all, mail programs and mail servers see the same letter.
//!
//! Source: RFC 5321 (SMTP; section 4.5.3.2 time-outs), RFC 3207 (STARTTLS), RFC 3834 (automatic letters).

mod door;

use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::{Address, Message};
use std::fmt;
use std::future::Future;
use std::sync::Mutex;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub use door::ClosedDoor;

/// Địa chỉ thư điện tử: one mailbox.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(Address);

/// The text typed is not a mail address. Never quotes what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct MailAddressError;

impl MailAddressError {
    /// A stable code for the translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "mail.address"
    }
}

impl MailAddress {
    /// Reads an address as typed, blanks around it ignored. Letters other than ASCII are refused: most servers here
    /// could not deliver them.
    ///
    /// # Errors
    /// When it is no address.
    pub fn try_new(typed: &str) -> Result<Self, MailAddressError> {
        let typed = typed.trim();
        let (_, domain) = typed.rsplit_once('@').ok_or(MailAddressError)?;
        // `lan@localhost` is an address by the book and a slip of the finger in life.
        if !typed.is_ascii() || !domain.contains('.') {
            return Err(MailAddressError);
        }
        typed.parse().map(Self).map_err(|_| MailAddressError)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }
}

/// Shows the domain only.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailAddress(…@{})", self.0.domain())
    }
}

/// One letter to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Our own name for the letter (letters, digits, `.`, `_`, `-`; at most 64), the only part of it that may be logged.
    pub reference: String,
    /// Whose mailbox.
    pub to: MailAddress,
    /// The person's name, may be empty.
    pub to_name: String,
    /// Subject line.
    pub subject: String,
    /// The text for every mail programme.
    pub text: String,
    /// The same as HTML, escaped by the caller; `None` sends the text alone.
    pub html: Option<String>,
}

/// Shows the reference alone.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("reference", &self.reference).finish_non_exhaustive()
    }
}

/// The mail server has the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAccepted {
    /// `<reference@domain>`: what later bounces quote.
    pub message_id: String,
}

/// Why a letter is not known to be accepted. Carries neither the address nor the server's words, which may quote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Certainly not sent; try again later. `reply` is the server's code, when it answered.
    #[error("not sent, may be tried again (reply {reply:?})")]
    Retry {
        /// Three digits, 4xx.
        reply: Option<u16>,
    },
    /// Certainly not sent, and another attempt would end the same way.
    #[error("not sent, and never will be (reply {reply:?})")]
    GiveUp {
        /// Three digits, 5xx; `None` when the letter itself could not be written.
        reply: Option<u16>,
    },
    /// The text was handed over and no answer came: perhaps sent.
    #[error("perhaps sent: no answer after the text was handed over")]
    Unknown,
}

impl MailError {
    /// A stable code for the journal and the translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retry { reply: None } => "mail.no_link",
            Self::Retry { reply: Some(_) } => "mail.later",
            Self::GiveUp { reply: None } => "mail.malformed",
            Self::GiveUp { reply: Some(_) } => "mail.refused",
            Self::Unknown => "mail.no_answer",
        }
    }
}

/// A way to send letters.
#[async_trait]
pub trait MailSender: Send + Sync {
    /// Hands one letter to the mail server.
    ///
    /// # Errors
    /// [`MailError`] says whether it may be tried again. A caller who drops the future half-way must take the outcome
    /// for unknown.
    async fn send(&self, mail: &Mail) -> Result<MailAccepted, MailError>;
}

/// How the line to the mail server is kept secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: only to a server on this machine.
    PlainLoopback,
    /// STARTTLS, refused when the server does not offer it.
    StartTls,
    /// TLS from the first octet (port 465).
    Tls,
}

/// How to reach one mail server.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Name of the server, also checked against its certificate.
    pub host: String,
    /// Port: 465 for TLS, 587 for STARTTLS, 25 for a relay on this machine.
    pub port: u16,
    /// How the line is kept secret.
    pub security: Security,
    /// A PEM file's content with the certificate authorities to trust beside the system's, for a private mail server.
    pub extra_roots_pem: Option<Vec<u8>>,
    /// Account and password.
    pub login: Option<(String, String)>,
    /// Who the letters come from: address and name shown.
    pub from: (MailAddress, String),
    /// Where people's answers go, when not to `from`.
    pub reply_to: Option<MailAddress>,
    /// The name this machine gives at EHLO.
    pub hello: String,
    /// Letters under way at once, at least 1.
    pub connections: usize,
    /// Longest wait for one answer. RFC 5321 advises minutes after the text; the outbox can wait.
    pub answer_timeout: Duration,
}

/// Hides the password.
impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

/// A setting that cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSettingsError {
    /// `connections` is 0 or above 100.
    #[error("connections: out of range")]
    Connections,
    /// The extra certificates or the host name cannot be used.
    #[error("the TLS settings cannot be used")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// Sends through one mail server; connections are kept open between letters.
pub struct SmtpSender {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
    slots: Semaphore,
}

/// What went wrong in a step before the text was handed over.
enum Step {
    /// The line broke, or no answer came in time.
    Line,
    /// The server answered no.
    Reply(MailError),
}

impl SmtpSender {
    /// Checks the settings; does not connect.
    ///
    /// # Errors
    /// When a setting cannot work.
    pub fn try_new(settings: SmtpSettings) -> Result<Self, SmtpSettingsError> {
        if !(1..=100).contains(&settings.connections) {
            return Err(SmtpSettingsError::Connections);
        }
        let tls = match settings.security {
            Security::PlainLoopback => None,
            Security::StartTls | Security::Tls => Some(tls_parameters(&settings)?),
        };
        Ok(Self { tls, idle: Mutex::default(), slots: Semaphore::new(settings.connections), settings })
    }

    async fn deliver(&self, mail: &Mail, octets: &[u8]) -> Result<(), MailError> {
        let _slot = self.slots.acquire().await.expect("the slots are never closed");
        let mut connection = self.ready_for_text(mail, octets).await?;
        // From here on the server may have the letter whatever we hear.
        match timeout(self.settings.answer_timeout, connection.message(octets)).await {
            Ok(Ok(_)) => {
                self.idle.lock().expect("nobody panics while holding it").push(connection);
                Ok(())
            }
            Ok(Err(error)) => Err(refusal(&error).unwrap_or(MailError::Unknown)),
            Err(_) => Err(MailError::Unknown),
        }
    }

    /// A connection on which the server has said "go on" to DATA.
    ///
    /// A kept connection may have been closed by the server meanwhile: that is found at the first step, and a new one is
    /// made. Nothing has been handed over by then.
    async fn ready_for_text(&self, mail: &Mail, octets: &[u8]) -> Result<AsyncSmtpConnection, MailError> {
        loop {
            let kept = self.idle.lock().expect("nobody panics while holding it").pop();
            let was_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                None => self.connect().await.map_err(Step::outcome)?,
            };
            match self.announce(&mut connection, mail, octets).await {
                Ok(()) => return Ok(connection),
                Err(Step::Line) if was_kept => {}
                Err(step) => return Err(step.outcome()),
            }
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Step> {
        let mut connection = self.open().await?;
        // A wrong password is the operator's to mend, the letters wait: never "give up".
        self.log_in(&mut connection).await.map_err(|_| Step::Line)?;
        Ok(connection)
    }

    /// A line to the server, kept secret as the settings say.
    async fn open(&self) -> Result<AsyncSmtpConnection, Step> {
        let settings = &self.settings;
        let hello = ClientId::Domain(settings.hello.clone());
        let address = (settings.host.as_str(), settings.port);
        let mut connection = if settings.security == Security::Tls {
            let tls = self.tls.clone();
            self.step(AsyncSmtpConnection::connect_tokio1(address, None, &hello, tls, None)).await?
        } else {
            let stream = timeout(settings.answer_timeout, self.stream(address)).await;
            let stream = stream.map_err(|_| Step::Line)?.map_err(|_| Step::Line)?;
            self.step(AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello)).await?
        };
        if let (Security::StartTls, Some(tls)) = (&settings.security, &self.tls) {
            self.step(connection.starttls(tls.clone(), &hello)).await?;
        }
        Ok(connection)
    }

    /// Sends at once what is written: a letter's last line would else wait for the server's acknowledgement of the rest, which
    /// it holds back for some 40 ms.
    async fn stream(&self, address: (&str, u16)) -> std::io::Result<TcpStream> {
        let local_only = self.settings.security == Security::PlainLoopback;
        let found: Vec<_> =
            lookup_host(address).await?.filter(|found| !local_only || found.ip().is_loopback()).collect();
        let stream = TcpStream::connect(found.as_slice()).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// Says who we are, where the settings name an account.
    async fn log_in(&self, connection: &mut AsyncSmtpConnection) -> Result<(), Step> {
        if let Some((user, password)) = &self.settings.login {
            let credentials = Credentials::new(user.clone(), password.clone());
            self.step(connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)).await?;
        }
        Ok(())
    }

    /// MAIL, RCPT, DATA.
    async fn announce(
        &self,
        connection: &mut AsyncSmtpConnection,
        mail: &Mail,
        octets: &[u8],
    ) -> Result<(), Step> {
        let mut parameters = Vec::new();
        if !octets.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = self.settings.from.0.0.clone();
        self.step(connection.command(MailFrom::new(Some(from), parameters))).await?;
        self.step(connection.command(Rcpt::new(mail.to.0.clone(), Vec::new()))).await?;
        self.step(connection.command(Data)).await?;
        Ok(())
    }

    /// One step of the talk, before the text.
    async fn step<T>(
        &self,
        step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, Step> {
        match timeout(self.settings.answer_timeout, step).await {
            Ok(answer) => answer.map_err(|error| refusal(&error).map_or(Step::Line, Step::Reply)),
            Err(_) => Err(Step::Line),
        }
    }

    fn message_id(&self, mail: &Mail) -> String {
        format!("<{}@{}>", mail.reference, self.settings.from.0.0.domain())
    }

    fn write(&self, mail: &Mail) -> Result<Vec<u8>, MailError> {
        const MALFORMED: MailError = MailError::GiveUp { reply: None };
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-');
        if mail.reference.is_empty() || mail.reference.len() > 64 || !mail.reference.chars().all(plain) {
            return Err(MALFORMED);
        }
        let name = |name: &str| Some(one_line(name)).filter(|name| !name.is_empty());
        let mut letter = Message::builder()
            .message_id(Some(self.message_id(mail)))
            .from(Mailbox::new(name(&self.settings.from.1), self.settings.from.0.0.clone()))
            .to(Mailbox::new(name(&mail.to_name), mail.to.0.clone()))
            .subject(one_line(&mail.subject))
            // RFC 3834: out-of-office programmes must not answer, or the two talk for ever.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if let Some(address) = &self.settings.reply_to {
            letter = letter.reply_to(Mailbox::new(None, address.0.clone()));
        }
        let letter = match &mail.html {
            Some(html) => letter.multipart(
                MultiPart::alternative()
                    .boundary(format!("motcua_{}", mail.reference))
                    .singlepart(SinglePart::plain(mail.text.clone()))
                    .singlepart(SinglePart::html(html.clone())),
            ),
            None => letter.singlepart(SinglePart::plain(mail.text.clone())),
        };
        Ok(letter.map_err(|_| MALFORMED)?.formatted())
    }
}

#[async_trait]
impl MailSender for SmtpSender {
    async fn send(&self, mail: &Mail) -> Result<MailAccepted, MailError> {
        let octets = self.write(mail)?;
        let outcome = self.deliver(mail, &octets).await;
        match &outcome {
            Ok(()) => tracing::info!(reference = mail.reference, "letter accepted"),
            Err(error) => tracing::warn!(reference = mail.reference, %error, "letter not accepted"),
        }
        outcome.map(|()| MailAccepted { message_id: self.message_id(mail) })
    }
}

impl Step {
    fn outcome(self) -> MailError {
        match self {
            Self::Line => MailError::Retry { reply: None },
            Self::Reply(error) => error,
        }
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, SmtpSettingsError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.extra_roots_pem {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(SmtpSettingsError::Tls)?);
    }
    builder.build_rustls().map_err(SmtpSettingsError::Tls)
}

/// What a negative reply means; `None` when the error is no reply.
fn refusal(error: &lettre::transport::smtp::Error) -> Option<MailError> {
    let reply = error.status().map(u16::from);
    if error.is_transient() {
        Some(MailError::Retry { reply })
    } else if error.is_permanent() {
        Some(MailError::GiveUp { reply })
    } else {
        None
    }
}

/// A header is one line: whoever typed a line break must not write a header of their own.
fn one_line(text: &str) -> String {
    text.split(|sign: char| sign.is_control() || sign.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_with_care() {
        let read = |typed| MailAddress::try_new(typed).map(|address| address.as_str().to_owned());
        assert_eq!(read(" lan.nguyen@example.gov.vn ").as_deref(), Ok("lan.nguyen@example.gov.vn"));
        for wrong in [
            "",
            "lan",
            "lan@",
            "@example.vn",
            "lan@localhost",
            "lan nguyen@example.vn",
            "lân@example.vn",
            "a@b.vn\r\nX: y",
        ] {
            assert_eq!(read(wrong), Err(MailAddressError), "{wrong:?}");
        }
    }

    #[test]
    fn an_address_is_not_printed_in_full() {
        let address = MailAddress::try_new("lan.nguyen@example.vn").expect("good");
        assert_eq!(format!("{address:?}"), "MailAddress(…@example.vn)");
    }

    #[test]
    fn a_line_break_in_a_subject_does_not_make_a_header() {
        assert_eq!(one_line("Hồ sơ\r\nBcc: ai@do.vn\t x"), "Hồ sơ Bcc: ai@do.vn x");
    }
}
