//! Máy chủ thư thế thân: a mail server that takes every letter and delivers none.
//!
//! EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, VRFY, QUIT after RFC 5321; no STARTTLS, since it listens on this machine
//! only. Faults are counted over all letters of a run: answer every n-th with "later", keep every n-th but close the
//! line instead of answering, die after n.

use crate::kept::Kept;
use crate::page::Shown;
use crate::running::{self, Plug, Running};
use crate::smsc::now_ms;
use crate::{Place, StandinError};
use mail_parser::MessageParser;
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

/// Longest command line taken, with its end (RFC 5321 section 4.5.3.1.4 asks for 512 at least).
const LINE_OCTETS_MAX: usize = 2048;

/// Longest letter taken.
const LETTER_OCTETS_MAX: usize = 10 * 1024 * 1024;

/// How the mail server behaves.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Where it is.
    pub place: Place,
    /// Answer every n-th letter with 451; 0 never.
    pub later_every: u64,
    /// Keep every n-th letter but close the line without an answer; 0 never.
    pub drop_answer_every: u64,
    /// Break all connections for good when the n-th letter has been kept, before answering it; 0 never.
    pub die_after: u64,
    /// Addresses refused with 550.
    pub refuse: Vec<String>,
}

impl SmtpSettings {
    /// A server without faults.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self { place, later_every: 0, drop_answer_every: 0, die_after: 0, refuse: Vec::new() }
    }
}

/// One letter received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    /// The `Message-ID`, without its brackets.
    pub message_id: String,
    /// Sender given at MAIL.
    pub from: String,
    /// Recipients given at RCPT.
    pub to: Vec<String>,
    /// Subject, decoded.
    pub subject: String,
    /// The plain text, decoded.
    pub text: String,
    /// The HTML, decoded; empty when there was none.
    pub html: String,
    /// The letter as it came, after the doubled dots were undone.
    pub raw: String,
    /// When it came, UTC milliseconds.
    pub received_at_ms: i64,
}

impl Shown for KeptMail {
    const TITLE: &'static str = "Thư điện tử đã nhận";

    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Người nhận", self.to.join(", ")),
            ("Người gửi", self.from.clone()),
            ("Tiêu đề", self.subject.clone()),
            ("Mã", self.message_id.clone()),
        ]
    }

    fn text(&self) -> &str {
        &self.text
    }
}

/// Starts the mail server.
///
/// # Errors
/// When it cannot listen or its file cannot be read.
pub async fn start(settings: SmtpSettings) -> Result<Running<KeptMail>, StandinError> {
    let kept = Kept::open(settings.place.store.as_deref())?;
    let plug = running::plug();
    let office = Arc::new(Office {
        letters: AtomicU64::new(0),
        kept: kept.clone(),
        plug: plug.clone(),
        settings: settings.clone(),
    });
    Running::start(&settings.place, kept, plug, move |stream| {
        let office = Arc::clone(&office);
        async move {
            if let Err(error) =
                (Session { office, stream: BufStream::new(stream), envelope: None }).run().await
            {
                tracing::info!(%error, "a session ended early");
            }
        }
    })
    .await
}

/// What all sessions share.
struct Office {
    settings: SmtpSettings,
    letters: AtomicU64,
    kept: Kept<KeptMail>,
    plug: Plug,
}

/// What becomes of one letter.
enum Verdict {
    Taken,
    Later,
    Silence,
    Die,
}

impl Office {
    fn take(&self, from: String, to: Vec<String>, octets: &[u8]) -> Verdict {
        let count = self.letters.fetch_add(1, Ordering::Relaxed) + 1;
        let every = |n: u64| n != 0 && count.is_multiple_of(n);
        if every(self.settings.later_every) {
            return Verdict::Later;
        }
        self.kept.add(read_letter(from, to, octets));
        if self.settings.die_after == count {
            Verdict::Die
        } else if every(self.settings.drop_answer_every) {
            Verdict::Silence
        } else {
            Verdict::Taken
        }
    }
}

struct Session {
    office: Arc<Office>,
    stream: BufStream<TcpStream>,
    /// Sender and recipients so far, from MAIL on.
    envelope: Option<(String, Vec<String>)>,
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        self.say("220 standin ESMTP").await?;
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    self.envelope = None;
                    self.say(&format!("250-standin\r\n250-8BITMIME\r\n250 SIZE {LETTER_OCTETS_MAX}")).await?;
                }
                "HELO" => {
                    self.envelope = None;
                    self.say("250 standin").await?;
                }
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "RSET" => {
                    self.envelope = None;
                    self.say("250 OK").await?;
                }
                "NOOP" => self.say("250 OK").await?,
                "VRFY" => self.say("252 I take everything").await?,
                "QUIT" => return self.say("221 Bye").await,
                _ => self.say("502 Not implemented").await?,
            }
        }
        Ok(())
    }

    async fn mail(&mut self, rest: &str) -> io::Result<()> {
        match path(rest, "FROM:") {
            Some(from) => {
                self.envelope = Some((from, Vec::new()));
                self.say("250 OK").await
            }
            None => self.say("501 MAIL FROM:<address> expected").await,
        }
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<()> {
        let to = path(rest, "TO:").filter(|to| !to.is_empty());
        match (&mut self.envelope, to) {
            (None, _) => self.say("503 MAIL first").await,
            (Some(_), None) => self.say("501 RCPT TO:<address> expected").await,
            (Some(_), Some(to)) if self.office.settings.refuse.contains(&to) => {
                self.say("550 5.1.1 No such mailbox").await
            }
            (Some((_, all)), Some(to)) => {
                all.push(to);
                self.say("250 OK").await
            }
        }
    }

    /// False when the line is to be closed.
    async fn data(&mut self) -> io::Result<bool> {
        let Some((from, to)) = self.envelope.take().filter(|(_, to)| !to.is_empty()) else {
            self.say("503 RCPT first").await?;
            return Ok(true);
        };
        self.say("354 End with <CR><LF>.<CR><LF>").await?;
        let Some(octets) = self.text().await? else {
            self.say("552 5.3.4 Too big").await?;
            return Ok(false);
        };
        match self.office.take(from, to, &octets) {
            Verdict::Taken => self.say("250 2.0.0 OK").await?,
            Verdict::Later => self.say("451 4.3.0 Later").await?,
            Verdict::Silence => return Ok(false),
            Verdict::Die => {
                self.office.plug.pull();
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The letter, doubled dots undone; `None` when it is too big.
    async fn text(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut octets = Vec::new();
        loop {
            let start = octets.len();
            let room = u64::try_from(LETTER_OCTETS_MAX - start + 1).expect("a letter's size fits");
            (&mut self.stream).take(room).read_until(b'\n', &mut octets).await?;
            if octets.len() > LETTER_OCTETS_MAX {
                return Ok(None);
            }
            if octets.len() == start {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if octets[start..] == *b".\r\n" {
                octets.truncate(start);
                return Ok(Some(octets));
            }
            if octets[start] == b'.' {
                octets.remove(start);
            }
        }
    }

    /// A command without its line end; `None` at the end of the line.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut octets = Vec::new();
        let limit = u64::try_from(LINE_OCTETS_MAX).expect("small");
        let read = (&mut self.stream).take(limit).read_until(b'\n', &mut octets).await?;
        if read == LINE_OCTETS_MAX && octets.last() != Some(&b'\n') {
            self.say("500 Line too long").await?;
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok((read > 0).then(|| String::from_utf8_lossy(&octets).trim_end().to_owned()))
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(text.as_bytes()).await?;
        self.stream.write_all(b"\r\n").await?;
        self.stream.flush().await
    }
}

/// The address in `FROM:<a@b> SIZE=1`, whatever the case of the word.
fn path(rest: &str, word: &str) -> Option<String> {
    let (head, tail) = rest.split_at_checked(word.len())?;
    let inside = tail.trim_start().strip_prefix('<').filter(|_| head.eq_ignore_ascii_case(word))?;
    inside.split_once('>').map(|(address, _)| address.to_owned())
}

fn read_letter(from: String, to: Vec<String>, octets: &[u8]) -> KeptMail {
    let letter = MessageParser::default().parse(octets);
    let read = letter.as_ref();
    KeptMail {
        message_id: read.and_then(|letter| letter.message_id()).unwrap_or_default().to_owned(),
        from,
        to,
        subject: read.and_then(|letter| letter.subject()).unwrap_or_default().to_owned(),
        text: read.and_then(|letter| letter.body_text(0)).unwrap_or_default().trim_end().to_owned(),
        html: read
            .filter(|letter| letter.html_body_count() > 0 && letter.parts.len() > 1)
            .and_then(|letter| letter.body_html(0))
            .unwrap_or_default()
            .into_owned(),
        raw: String::from_utf8_lossy(octets).into_owned(),
        received_at_ms: now_ms(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    /// Speaks the lines given, and answers all the server said.
    async fn talk(settings: SmtpSettings, lines: &str) -> (String, Vec<KeptMail>) {
        let server = start(settings).await.expect("a free port");
        let mut stream = TcpStream::connect(server.address()).await.expect("listening");
        stream.write_all(lines.as_bytes()).await.expect("taken");
        let mut said = String::new();
        stream.read_to_string(&mut said).await.expect("text");
        (said, server.kept().all())
    }

    fn codes(said: &str) -> Vec<&str> {
        said.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).map(|line| &line[..3]).collect()
    }

    const LETTER: &str = "EHLO a\r\nMAIL FROM:<tt@mot.vn> BODY=8BITMIME\r\nRCPT TO:<lan@nha.vn>\r\nDATA\r\n\
        Message-ID: <m1@mot.vn>\r\nSubject: =?utf-8?b?SOG7kyBzxqE=?=\r\n\r\nKính gửi bà Lan\r\n..chấm\r\n.\r\nQUIT\r\n";

    #[tokio::test]
    async fn a_letter_is_kept_with_its_dots_undone_and_its_subject_read() {
        let (said, kept) = talk(SmtpSettings::at(Place::anywhere()), LETTER).await;
        assert_eq!(codes(&said), ["220", "250", "250", "250", "354", "250", "221"]);
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].message_id.as_str(), kept[0].subject.as_str()), ("m1@mot.vn", "Hồ sơ"));
        assert_eq!(kept[0].text.replace("\r\n", "\n"), "Kính gửi bà Lan\n.chấm");
        assert_eq!(
            (kept[0].from.as_str(), kept[0].to.as_slice()),
            ("tt@mot.vn", &["lan@nha.vn".to_owned()][..])
        );
    }

    #[tokio::test]
    async fn the_order_of_the_talk_is_kept() {
        let lines =
            "RCPT TO:<a@b.vn>\r\nMAIL TO:<x>\r\nDATA\r\nMAIL FROM:<>\r\nRCPT TO:x\r\nDATA\r\nHUH\r\nQUIT\r\n";
        let (said, kept) = talk(SmtpSettings::at(Place::anywhere()), lines).await;
        assert_eq!(codes(&said), ["220", "503", "501", "503", "250", "501", "503", "502", "221"]);
        assert!(kept.is_empty());
    }

    #[tokio::test]
    async fn faults_happen_as_asked() {
        let with = |change: fn(&mut SmtpSettings)| {
            let mut settings = SmtpSettings::at(Place::anywhere());
            change(&mut settings);
            settings
        };
        let (said, kept) = talk(with(|s| s.later_every = 1), LETTER).await;
        assert_eq!((codes(&said)[5], kept.len()), ("451", 0));
        let (said, kept) = talk(with(|s| s.drop_answer_every = 1), LETTER).await;
        assert_eq!((codes(&said).last(), kept.len()), (Some(&"354"), 1));
        let (said, kept) = talk(with(|s| s.refuse.push("lan@nha.vn".into())), LETTER).await;
        assert_eq!((codes(&said)[3], kept.len()), ("550", 0));
    }
}
