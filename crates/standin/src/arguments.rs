//! The command line of the stand-ins.

use crate::clamd::{self, ClamdSettings};
use crate::printer::{self, PrinterSettings};
use crate::smsc::{self, SmscSettings};
use crate::smtp::{self, SmtpSettings};
use crate::{Place, StandinError};
use std::str::FromStr;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
standin smsc --listen ADDR [--page ADDR] [--store FILE] [--password TEXT] [--receipt-delay-ms N]
             [--throttle-every N] [--drop-answer-every N] [--die-after N] [--undeliverable NUMBER]...
standin smtp --listen ADDR [--page ADDR] [--store FILE]
             [--later-every N] [--drop-answer-every N] [--die-after N] [--refuse ADDRESS]...
standin printer --listen ADDR [--page ADDR] [--store FILE] [--dots N] [--paper TICKETS] [--cover-open yes] [--offline yes]
             [--silent yes] [--tear-in N] [--die-in N]
standin clamd --listen ADDR [--page ADDR] [--store FILE] [--most BYTES] [--silent yes]
all: [--with-parent] ends when standard input ends; ADDR is on this machine, such as 127.0.0.1:2775";

/// Which stand-in, and how.
#[derive(Debug)]
enum Wish {
    Smsc(SmscSettings),
    Smtp(SmtpSettings),
    Printer(PrinterSettings),
    Clamd(ClamdSettings),
}

/// Runs one stand-in as a process: `args` are the words after `standin`. Prints `listening on ADDR` when ready, ends on
/// SIGTERM.
///
/// # Errors
/// When the words are wrong or the stand-in cannot start.
pub async fn run_from_args(args: impl IntoIterator<Item = String>) -> Result<(), StandinError> {
    let (wish, with_parent) = read(args)?;
    match wish {
        Wish::Smsc(settings) => smsc::start(settings).await?.serve_until_told(with_parent).await,
        Wish::Smtp(settings) => smtp::start(settings).await?.serve_until_told(with_parent).await,
        Wish::Clamd(settings) => clamd::start(settings).await?.serve_until_told(with_parent).await,
        Wish::Printer(settings) => printer::start(settings).await?.serve_until_told(with_parent).await,
    }
}

fn read(args: impl IntoIterator<Item = String>) -> Result<(Wish, bool), StandinError> {
    let mut args = args.into_iter();
    let name = args.next().unwrap_or_default();
    let mut place = Place::anywhere();
    let mut listens = false;
    let mut with_parent = false;
    let mut sms = SmscSettings::at(Place::anywhere());
    let mut mail = SmtpSettings::at(Place::anywhere());
    let mut paper = PrinterSettings::at(Place::anywhere());
    let mut virus = ClamdSettings::at(Place::anywhere());
    while let Some(flag) = args.next() {
        if flag == "--with-parent" {
            with_parent = true;
            continue;
        }
        let text = args.next().ok_or_else(|| StandinError::Usage(format!("{flag} wants a value")))?;
        match (name.as_str(), flag.as_str()) {
            (_, "--listen") => (place.listen, listens) = (value(&flag, &text)?, true),
            (_, "--page") => place.page = Some(value(&flag, &text)?),
            (_, "--store") => place.store = Some(text.into()),
            ("smsc", "--password") => sms.password = Some(text),
            ("smsc", "--receipt-delay-ms") => sms.receipt_delay = Duration::from_millis(value(&flag, &text)?),
            ("smsc", "--throttle-every") => sms.throttle_every = value(&flag, &text)?,
            ("smsc", "--drop-answer-every") => sms.drop_answer_every = value(&flag, &text)?,
            ("smsc", "--die-after") => sms.die_after = value(&flag, &text)?,
            ("smsc", "--undeliverable") => sms.undeliverable.push(text),
            ("smtp", "--later-every") => mail.later_every = value(&flag, &text)?,
            ("smtp", "--drop-answer-every") => mail.drop_answer_every = value(&flag, &text)?,
            ("smtp", "--die-after") => mail.die_after = value(&flag, &text)?,
            ("smtp", "--refuse") => mail.refuse.push(text),
            ("printer", "--dots") => paper.dots = value(&flag, &text)?,
            ("printer", "--paper") => paper.paper = Some(value(&flag, &text)?),
            ("printer", "--cover-open") => paper.cover_open = yes(&flag, &text)?,
            ("printer", "--offline") => paper.offline = yes(&flag, &text)?,
            ("printer", "--silent") => paper.silent = yes(&flag, &text)?,
            ("clamd", "--most") => virus.most = value(&flag, &text)?,
            ("clamd", "--silent") => virus.silent = yes(&flag, &text)?,
            ("printer", "--tear-in") => paper.tear_in = value(&flag, &text)?,
            ("printer", "--die-in") => paper.die_in = value(&flag, &text)?,
            _ => return Err(StandinError::Usage(format!("{name} knows no {flag}"))),
        }
    }
    if !listens {
        return Err(StandinError::Usage("--listen is missing".to_owned()));
    }
    match name.as_str() {
        "smsc" => Ok((Wish::Smsc(SmscSettings { place, ..sms }), with_parent)),
        "smtp" => Ok((Wish::Smtp(SmtpSettings { place, ..mail }), with_parent)),
        "clamd" => Ok((Wish::Clamd(ClamdSettings { place, ..virus }), with_parent)),
        "printer" => Ok((Wish::Printer(PrinterSettings { place, ..paper }), with_parent)),
        _ => Err(StandinError::Usage(format!("there is no stand-in called {name:?}"))),
    }
}

fn yes(flag: &str, text: &str) -> Result<bool, StandinError> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(StandinError::Usage(format!("{flag} cannot be {text:?}"))),
    }
}

fn value<T: FromStr>(flag: &str, text: &str) -> Result<T, StandinError> {
    text.parse().map_err(|_| StandinError::Usage(format!("{flag} cannot be {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Result<(Wish, bool), StandinError> {
        read(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn a_message_centre_takes_its_faults_from_the_command_line() {
        let line =
            "smsc --listen 127.0.0.1:0 --throttle-every 3 --undeliverable 1 --undeliverable 2 --with-parent";
        let Ok((Wish::Smsc(settings), true)) = words(line) else { panic!("{line}") };
        assert_eq!(settings.throttle_every, 3);
        assert_eq!(settings.undeliverable, ["1", "2"]);
    }

    #[test]
    fn a_printer_takes_its_paper_and_faults_from_the_command_line() {
        let line =
            "printer --listen 127.0.0.1:0 --dots 384 --paper 2 --cover-open yes --offline no --die-in 3";
        let Ok((Wish::Printer(settings), false)) = words(line) else { panic!("{line}") };
        assert_eq!((settings.dots, settings.paper, settings.die_in), (384, Some(2), 3));
        assert!(settings.cover_open && !settings.offline && !settings.silent);
    }

    #[test]
    fn wrong_words_are_named_and_the_usage_is_shown() {
        for (line, said) in [
            ("fax --listen 127.0.0.1:0", "no stand-in called \"fax\""),
            ("smtp --listen 127.0.0.1:0 --throttle-every 2", "smtp knows no --throttle-every"),
            ("smsc --listen", "--listen wants a value"),
            ("smsc --listen nowhere", "--listen cannot be \"nowhere\""),
            ("smsc", "--listen is missing"),
            ("printer --listen 127.0.0.1:0 --offline maybe", "--offline cannot be \"maybe\""),
        ] {
            let text = words(line).expect_err(line).to_string();
            assert!(text.contains(said) && text.contains("standin smsc --listen ADDR"), "{line}: {text}");
        }
    }
}
