//! `motcua doctor`: is everything there that the service needs, and what is to be done about what is not.

use crate::config::{Config, Place};
use crate::ended::Refused;
use crate::open::{self, PROVINCE};
use crate::print;
use adapters::mail::Security;
use adapters::sms::SmppSender;
use adapters::speech::VoicePack;
use app::{Clock, SystemClock};
use serde::Serialize;
use std::process::Command;
use std::time::Duration;
use store::{Options, StoreError};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longest wait for an outside world.
const PATIENCE: Duration = Duration::from_secs(6);

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Well,
    /// It works, but not as it should for long or for everybody.
    Look,
    Ill,
}

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    health: Health,
    found: String,
    /// What to do, of no length when nothing.
    advice: String,
}

impl Finding {
    fn well(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, health: Health::Well, found: found.into(), advice: String::new() }
    }

    fn look(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, health: Health::Look, found: found.into(), advice: advice.into() }
    }

    fn ill(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, health: Health::Ill, found: found.into(), advice: advice.into() }
    }
}

/// Looks at everything; ends with 1 when something is ill.
pub(crate) async fn run(config: &Config, json: bool) -> anyhow::Result<()> {
    let findings = vec![
        database(config).await,
        disk(config),
        clock(),
        fonts(),
        speech(config),
        telecom(config).await,
        mail(config).await,
    ];
    if json {
        print::json(&findings);
    } else {
        for finding in &findings {
            let word = match finding.health {
                Health::Well => "ok  ",
                Health::Look => "look",
                Health::Ill => "ILL ",
            };
            print::line(format!("{word} {:<9} {}", finding.what, finding.found));
            if !finding.advice.is_empty() {
                print::line(format!("     {:<9} -> {}", "", finding.advice));
            }
        }
    }
    if findings.iter().any(|finding| finding.health == Health::Ill) { Err(Refused.into()) } else { Ok(()) }
}

async fn database(config: &Config) -> Finding {
    let place = open::place(config);
    if let Place::Folder(folder) = &place
        && !open::file_in(folder).exists()
    {
        return Finding::look(
            "database",
            format!("{} holds no data yet", folder.display()),
            "motcua serve makes it, motcua restore fills it from a backup; another folder is named with --data",
        );
    }
    let store = match open::store(&place, Options::default()).await {
        Ok(store) => store,
        Err(error) => {
            return match error.downcast_ref::<StoreError>() {
                Some(StoreError::Locked(file)) => Finding::look(
                    "database",
                    format!("{file} is in use by another motcua process"),
                    "fine while a server runs: ask its /health/ready; else end the other process",
                ),
                Some(StoreError::Schema(what)) => Finding::ill(
                    "database",
                    format!("made by another version: {what}"),
                    "back it up with the programme that made it and restore it into an empty one",
                ),
                _ => Finding::ill(
                    "database",
                    format!("it cannot be opened: {error}"),
                    "check the folder's rights, or the address in --db and that the server is up",
                ),
            };
        }
    };
    let head = store.head(PROVINCE).await;
    let found = match head {
        Ok(head) => Finding::well("database", format!("{}: {} events", store.place(), head.seq)),
        Err(error) => {
            Finding::ill("database", format!("it cannot be read: {error}"), "motcua verify says more")
        }
    };
    store.close().await;
    found
}

fn disk(config: &Config) -> Finding {
    let Place::Folder(folder) = open::place(config) else {
        return Finding::well("disk", "the database server looks after its own");
    };
    let there = folder.ancestors().find(|folder| folder.exists()).map(std::path::Path::to_owned);
    let asked = there.and_then(|folder| Command::new("df").arg("-Pk").arg(folder).output().ok());
    let free = asked.and_then(|asked| free_kib(&String::from_utf8_lossy(&asked.stdout)));
    match free {
        None => Finding::look("disk", "the free space is not known", "look with df"),
        Some(free) => {
            let found = format!("{:.1} GiB free", free as f64 / 1_048_576.0);
            if free < 1_048_576 {
                Finding::ill("disk", found, "free some space: the journal cannot be written on a full disk")
            } else if free < 10 * 1_048_576 {
                Finding::look("disk", found, "below 10 GiB: a backup of a busy year needs some")
            } else {
                Finding::well("disk", found)
            }
        }
    }
}

/// The fourth word of the last line of `df -Pk`.
fn free_kib(text: &str) -> Option<u64> {
    text.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

/// Promises are counted on the clock: it must be right, and the calendar must reach the next year.
fn clock() -> Finding {
    let now = SystemClock.now();
    let calendar = app::shipped_calendar("vn-public")
        .and_then(|text| calendar::CalendarFile::parse(&text).ok())
        .and_then(|file| calendar::WorkCalendar::build(&file, &[]).ok());
    let Some(calendar) = calendar else {
        return Finding::ill(
            "clock",
            "the shipped calendar cannot be read",
            "this programme is not whole: install it again",
        );
    };
    let local = calendar.local(now).strftime("%Y-%m-%d %H:%M").to_string();
    let half_a_year = calendar.due(now, calendar::Span::WorkingDays(120), &calendar::Reading::default());
    let Ok(half_a_year) = half_a_year else {
        return Finding::ill(
            "clock",
            format!("{local} in Vietnam; {} does not reach half a year ahead", calendar.version()),
            "set the clock, or install a version with the calendar of the coming year",
        );
    };
    let synchronised =
        Command::new("timedatectl").args(["show", "-p", "NTPSynchronized", "--value"]).output();
    let synchronised = synchronised.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
    let found = format!("{local} in Vietnam, calendar {}", calendar.version());
    match synchronised.as_deref() {
        Ok("no") => Finding::look(
            "clock",
            format!("{found}; not synchronised"),
            "switch on NTP: timedatectl set-ntp true",
        ),
        _ if half_a_year.provisional => Finding::well(
            "clock",
            format!("{found}; next year's days off are provisional and said so on slips"),
        ),
        _ => Finding::well("clock", found),
    }
}

/// A paper with every kind of Vietnamese mark is made and read again.
fn fonts() -> Finding {
    use documents::{Document, Documents, OURS, Ticket};
    let marks = "Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỹ Ỵ Ỷ Đ đ ư ơ";
    let ticket = Ticket {
        made_on: jiff::civil::date(2026, 1, 2),
        centre: "Trung tâm Phục vụ hành chính công".to_owned(),
        hall: None,
        number: "A 012".to_owned(),
        service: marks.to_owned(),
        counters: None,
        priority: None,
        ahead: Some(3),
        estimate: None,
        issued: "08:30 02/01/2026".to_owned(),
        qr: Some("https://example.vn/t/0".to_owned()),
        english: true,
    };
    let document = Document::Ticket(ticket);
    let made = Documents::new(None)
        .and_then(|documents| Ok((documents.text(OURS, &document)?, documents.pdf(OURS, &document)?)));
    match made {
        Ok((text, pdf)) if text.join(" ").contains(marks) => Finding::well(
            "fonts",
            format!("a ticket with all Vietnamese letters is a PDF of {} kB", pdf.len() / 1024),
        ),
        Ok(_) => Finding::ill(
            "fonts",
            "letters are missing on paper",
            "this programme is not whole: install it again",
        ),
        Err(error) => {
            Finding::ill("fonts", format!("no paper can be made: {error}"), "install the programme again")
        }
    }
}

fn speech(config: &Config) -> Finding {
    let (_, notices) = VoicePack::load(config.recordings.as_deref());
    let espeak = Command::new("espeak-ng").arg("--version").output().is_ok();
    match notices.first() {
        None if espeak => Finding::well("speech", "the voice pack is whole; espeak-ng renders what it lacks"),
        None => Finding::well("speech", "the voice pack is whole"),
        Some(notice) => Finding::look(
            "speech",
            format!("{notice} ({} notices)", notices.len()),
            "install espeak-ng, or put the recording into the folder named by recordings",
        ),
    }
}

async fn telecom(config: &Config) -> Finding {
    let Some(settings) = &config.sms else {
        return Finding::look(
            "telecom",
            "no message centre is configured: messages wait in the outbox",
            "set sms.address, sms.system_id and sms.password in motcua.toml or MOTCUA_SMS_*",
        );
    };
    let sender = match SmppSender::try_start(settings.clone()) {
        Ok((sender, _receipts)) => sender,
        Err(error) => {
            return Finding::ill("telecom", format!("settings: {error}"), "mend [sms] in motcua.toml");
        }
    };
    let bound = timeout(PATIENCE, async {
        while !sender.is_bound() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let bound = bound.await.is_ok();
    sender.shut_down().await;
    if bound {
        Finding::well("telecom", format!("{} lets us in as {}", settings.address, settings.system_id))
    } else {
        Finding::ill(
            "telecom",
            format!("{} does not let us in", settings.address),
            "check address, system_id and password with the telecom, and that the line or tunnel is up",
        )
    }
}

/// A mail server greets with 220 before anything is said; over TLS only the connection is looked at.
async fn mail(config: &Config) -> Finding {
    let Some(settings) = &config.mail else {
        return Finding::look(
            "mail",
            "no mail server is configured: letters wait in the outbox",
            "set mail.host and mail.from in motcua.toml or MOTCUA_MAIL_*",
        );
    };
    let address = (settings.host.clone(), settings.port);
    let name = format!("{}:{}", settings.host, settings.port);
    let Ok(Ok(mut stream)) = timeout(PATIENCE, TcpStream::connect(address)).await else {
        return Finding::ill(
            "mail",
            format!("{name} does not answer"),
            "check mail.host and mail.port, and the way there",
        );
    };
    if settings.security == Security::Tls {
        return Finding::well("mail", format!("{name} answers"));
    }
    let mut greeting = [0; 3];
    match timeout(PATIENCE, stream.read_exact(&mut greeting)).await {
        Ok(Ok(_)) if &greeting == b"220" => Finding::well("mail", format!("{name} greets us")),
        _ => Finding::ill(
            "mail",
            format!("{name} answers, but not like a mail server"),
            "check mail.port and mail.security",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::free_kib;

    #[test]
    fn free_space_is_read_from_the_portable_form_of_df() {
        let text = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                    /dev/sda1        102088732 25012340  71845184      26% /\n";
        assert_eq!(free_kib(text), Some(71_845_184));
    }
}
