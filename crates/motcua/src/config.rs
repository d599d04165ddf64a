//! Configuration: a TOML file, then the environment, then flags; later ones win. Secrets stay inside and are never printed.
//!
//! Every key of the file has a variable: `sms.address` is `MOTCUA_SMS_ADDRESS`. A password may stand in a file of its own:
//! `sms.password_file`.

use crate::cli::Cli;
use crate::ended::usage;
use adapters::mail::{MailAddress, Security, SmtpSettings};
use adapters::sms::{Accents, QuietHours, SmppSettings};
use anyhow::Context;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where data are kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Folder of the SQLite file.
    Folder(PathBuf),
    /// Address of the PostgreSQL database, perhaps with a password: not for printing.
    Server(String),
}

/// Everything a command may need to know.
#[derive(Clone)]
pub(crate) struct Config {
    /// Where data are kept; none when nobody said.
    pub place: Option<Place>,
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// Address people reach the service at, without a slash at the end: for links in messages and on slips.
    pub base_url: Option<String>,
    /// Behind a proxy that writes `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Folder of recorded clips that replace the voice built in.
    pub recordings: Option<PathBuf>,
    /// Folder of form layouts of the operator's own.
    pub forms: Option<PathBuf>,
    /// Signing key of the transparency log, for PostgreSQL; beside a SQLite file one is kept.
    pub log_key: Option<String>,
    /// Folder that key is kept in, when it is not given.
    pub log_folder: Option<PathBuf>,
    /// The message centre.
    pub sms: Option<SmppSettings>,
    /// With or without Vietnamese marks.
    pub accents: Accents,
    /// When nobody is woken.
    pub quiet: QuietHours,
    /// The mail server.
    pub mail: Option<SmtpSettings>,
    /// Scans: where they are kept and come from.
    pub scans: ScanSettings,
}

/// Where scans are kept and come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScanSettings {
    /// Folder pages are kept in; beside the SQLite file when nobody says.
    pub files: Option<PathBuf>,
    /// Folder scanners write into.
    pub tray: Option<PathBuf>,
    /// `host:port` of the virus scanner.
    pub clamd: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    db: Option<String>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    behind_proxy: bool,
    recordings: Option<PathBuf>,
    forms: Option<PathBuf>,
    log_key: Option<String>,
    log_key_file: Option<PathBuf>,
    sms: Sms,
    mail: Mail,
    scans: Scans,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Scans {
    files: Option<PathBuf>,
    tray: Option<PathBuf>,
    clamd: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Sms {
    address: Option<String>,
    system_id: Option<String>,
    system_type: Option<String>,
    password: Option<String>,
    password_file: Option<PathBuf>,
    sender: Option<String>,
    window: Option<usize>,
    accents: Option<String>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Mail {
    host: Option<String>,
    port: Option<u16>,
    security: Option<String>,
    login: Option<String>,
    password: Option<String>,
    password_file: Option<PathBuf>,
    from: Option<String>,
    from_name: Option<String>,
    reply_to: Option<String>,
    ca_file: Option<PathBuf>,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Flag,
}

/// Keys that a variable of the environment may set.
const KEYS: &[(&str, Kind)] = &[
    ("data", Kind::Text),
    ("db", Kind::Text),
    ("listen", Kind::Text),
    ("base_url", Kind::Text),
    ("behind_proxy", Kind::Flag),
    ("recordings", Kind::Text),
    ("forms", Kind::Text),
    ("log_key", Kind::Text),
    ("log_key_file", Kind::Text),
    ("sms.address", Kind::Text),
    ("sms.system_id", Kind::Text),
    ("sms.system_type", Kind::Text),
    ("sms.password", Kind::Text),
    ("sms.password_file", Kind::Text),
    ("sms.sender", Kind::Text),
    ("sms.window", Kind::Number),
    ("sms.accents", Kind::Text),
    ("sms.quiet_from", Kind::Text),
    ("sms.quiet_to", Kind::Text),
    ("mail.host", Kind::Text),
    ("mail.port", Kind::Number),
    ("mail.security", Kind::Text),
    ("mail.login", Kind::Text),
    ("mail.password", Kind::Text),
    ("mail.password_file", Kind::Text),
    ("mail.from", Kind::Text),
    ("mail.from_name", Kind::Text),
    ("mail.reply_to", Kind::Text),
    ("mail.ca_file", Kind::Text),
    ("scans.files", Kind::Text),
    ("scans.tray", Kind::Text),
    ("scans.clamd", Kind::Text),
];

impl Config {
    /// Reads file, environment and flags.
    ///
    /// # Errors
    /// When a value cannot be what it says; never quotes a secret.
    pub(crate) fn read(cli: &Cli) -> anyhow::Result<Self> {
        let text = match &cli.config {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| usage(format!("{}: {error}", path.display())))?,
            None if Path::new("motcua.toml").exists() => std::fs::read_to_string("motcua.toml")?,
            None => String::new(),
        };
        let mut config = Self::from_text(&text, |name| std::env::var(name).ok())?;
        if let Some(folder) = &cli.data {
            config.place = Some(Place::Folder(folder.clone()));
        }
        if let Some(address) = &cli.db {
            config.place = Some(Place::Server(address.clone()));
        }
        Ok(config)
    }

    fn from_text(text: &str, variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        // The parser's own message quotes the line, which may hold a password: only the place is told.
        let mut table: toml::Table = toml::from_str(text).map_err(|error| malformed(text, &error))?;
        let from_variables = overlay(&mut table, variable)?;
        let file: File = table
            .try_into()
            .map_err(|error: toml::de::Error| usage(format!("configuration: {}", error.message())))?;
        file.settle(&from_variables)
    }
}

fn malformed(text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    usage(format!("configuration, line {}: {}", before.lines().count().max(1), error.message()))
}

/// Puts variables over the file; gives the keys that came from there.
fn overlay(
    table: &mut toml::Table,
    variable: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<Vec<&'static str>> {
    let mut taken = Vec::new();
    for (key, kind) in KEYS {
        let name = format!("MOTCUA_{}", key.replace('.', "_").to_uppercase());
        let Some(text) = variable(&name) else { continue };
        let wrong = |what: &str| usage(format!("{name}: expected {what}"));
        let value = match kind {
            Kind::Text => toml::Value::String(text),
            Kind::Number => toml::Value::Integer(text.parse().map_err(|_| wrong("a number"))?),
            Kind::Flag => toml::Value::Boolean(text.parse().map_err(|_| wrong("true or false"))?),
        };
        match key.split_once('.') {
            None => drop(table.insert((*key).to_owned(), value)),
            Some((section, field)) => {
                let section = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
                let section =
                    section.as_table_mut().ok_or_else(|| usage(format!("{key}: expected a table")))?;
                section.insert(field.to_owned(), value);
            }
        }
        taken.push(*key);
    }
    Ok(taken)
}

impl File {
    fn settle(self, from_variables: &[&str]) -> anyhow::Result<Config> {
        let place = match (self.data, self.db) {
            (Some(_), Some(_)) if from_variables.contains(&"data") == from_variables.contains(&"db") => {
                return Err(usage("configuration: data and db are both given"));
            }
            (Some(folder), Some(_)) if from_variables.contains(&"data") => Some(Place::Folder(folder)),
            (_, Some(address)) => Some(Place::Server(address)),
            (Some(folder), None) => Some(Place::Folder(folder)),
            (None, None) => None,
        };
        Ok(Config {
            place,
            listen: self.listen,
            base_url: self.base_url.map(|url| url.trim_end_matches('/').to_owned()),
            behind_proxy: self.behind_proxy,
            recordings: self.recordings,
            forms: self.forms,
            log_folder: None,
            log_key: secret(self.log_key, self.log_key_file.as_deref())?,
            accents: accents(self.sms.accents.as_deref())?,
            quiet: quiet(&self.sms)?,
            sms: self.sms.settings()?,
            mail: self.mail.settings()?,
            scans: ScanSettings { files: self.scans.files, tray: self.scans.tray, clamd: self.scans.clamd },
        })
    }
}

fn accents(word: Option<&str>) -> anyhow::Result<Accents> {
    match word {
        None | Some("keep") => Ok(Accents::Keep),
        Some("drop") => Ok(Accents::Drop),
        Some(other) => Err(usage(format!("sms.accents: expected keep or drop, got {other}"))),
    }
}

fn quiet(sms: &Sms) -> anyhow::Result<QuietHours> {
    let usual = QuietHours::default();
    let minute = |text: &Option<String>, or: u32, key: &str| match text {
        None => Ok(or),
        Some(text) => text
            .parse::<jiff::civil::Time>()
            .ok()
            .and_then(|time| u32::try_from(i64::from(time.hour()) * 60 + i64::from(time.minute())).ok())
            .ok_or_else(|| usage(format!("{key}: expected HH:MM, got {text}"))),
    };
    Ok(QuietHours {
        from_minute: minute(&sms.quiet_from, usual.from_minute, "sms.quiet_from")?,
        to_minute: minute(&sms.quiet_to, usual.to_minute, "sms.quiet_to")?,
    })
}

/// A password as given, or the first line of its file.
fn secret(given: Option<String>, file: Option<&Path>) -> anyhow::Result<Option<String>> {
    match (given, file) {
        (Some(given), _) => Ok(Some(given)),
        (None, Some(file)) => {
            let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
            Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
        }
        (None, None) => Ok(None),
    }
}

impl Sms {
    fn settings(self) -> anyhow::Result<Option<SmppSettings>> {
        let Some(address) = self.address else { return Ok(None) };
        let usual = SmppSettings::default();
        Ok(Some(SmppSettings {
            address,
            system_id: self.system_id.unwrap_or(usual.system_id.clone()),
            password: secret(self.password, self.password_file.as_deref())?.unwrap_or_default(),
            system_type: self.system_type.unwrap_or_default(),
            sender: self.sender.unwrap_or(usual.sender.clone()),
            window: self.window.unwrap_or(usual.window),
            ..usual
        }))
    }
}

impl Mail {
    fn settings(self) -> anyhow::Result<Option<SmtpSettings>> {
        let Some(host) = self.host else { return Ok(None) };
        let security = match self.security.as_deref() {
            Some("none") => Security::PlainLoopback,
            None | Some("starttls") => Security::StartTls,
            Some("tls") => Security::Tls,
            Some(other) => {
                return Err(usage(format!("mail.security: expected none, starttls or tls, got {other}")));
            }
        };
        let port = self.port.unwrap_or(match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::PlainLoopback => 25,
        });
        let from = self.from.ok_or_else(|| usage("mail.from: who the letters come from is missing"))?;
        let address = |key: &str, text: &str| {
            MailAddress::try_new(text).map_err(|_| usage(format!("{key}: not a mail address")))
        };
        let password = secret(self.password, self.password_file.as_deref())?;
        let ca_file =
            self.ca_file.map(|file| std::fs::read(&file).with_context(|| file.display().to_string()));
        Ok(Some(SmtpSettings {
            host,
            port,
            security,
            extra_roots_pem: ca_file.transpose()?,
            login: self.login.zip(password),
            from: (address("mail.from", &from)?, self.from_name.unwrap_or_else(|| "Một Cửa".to_owned())),
            reply_to: self.reply_to.map(|text| address("mail.reply_to", &text)).transpose()?,
            hello: "motcua".to_owned(),
            connections: 4,
            answer_timeout: std::time::Duration::from_secs(60),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Config> {
        Config::from_text(text, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let text = "listen = \"127.0.0.1:1\"\n[sms]\naddress = \"a:1\"\nsender = \"QNINH\"\n";
        let config = with(text, &[("MOTCUA_SMS_ADDRESS", "b:2"), ("MOTCUA_SMS_WINDOW", "7")]).expect("fits");
        let sms = config.sms.expect("a message centre");
        assert_eq!((sms.address.as_str(), sms.sender.as_str(), sms.window), ("b:2", "QNINH", 7));
        assert_eq!(config.listen, Some("127.0.0.1:1".parse().expect("an address")));
    }

    #[test]
    fn a_database_of_the_environment_wins_over_a_folder_of_the_file() {
        let config = with("data = \"here\"", &[("MOTCUA_DB", "postgres://x")]).expect("fits");
        assert!(config.place == Some(Place::Server("postgres://x".to_owned())));
        assert!(with("data = \"here\"\ndb = \"there\"", &[]).is_err(), "both in one place is a mistake");
    }

    #[test]
    fn a_broken_file_is_named_by_line_and_a_password_in_it_is_not_quoted() {
        for text in
            ["[sms]\npassword = \"s3cret\" x\n", "[sms]\npassword = s3cret\n", "[sms]\npassword = 5\n"]
        {
            let said = with(text, &[]).err().expect("broken").to_string();
            assert!(!said.contains("s3cret"), "{said}");
        }
        let said = with("listen = \"127.0.0.1:1\"\n[sms\n", &[]).err().expect("broken").to_string();
        assert!(said.contains("line 2"), "{said}");
    }

    #[test]
    fn an_unknown_key_is_a_mistake_not_a_comment() {
        assert!(with("[sms]\nadress = \"a:1\"\n", &[]).is_err());
    }

    #[test]
    fn quiet_hours_are_written_as_times_of_the_day() {
        let config = with("[sms]\nquiet_from = \"20:30\"\nquiet_to = \"06:00\"\n", &[]).expect("fits");
        assert_eq!(config.quiet, QuietHours { from_minute: 1230, to_minute: 360 });
        assert!(with("[sms]\nquiet_from = \"late\"\n", &[]).is_err());
    }
}
