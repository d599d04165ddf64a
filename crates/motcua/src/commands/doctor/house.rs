//! What the programme brings along or finds on its machine: clock, fonts, voice.

use super::Finding;
use crate::config::Config;
use adapters::speech::{SpeechNotice, VoicePack};
use app::{Clock, SystemClock};
use domain::kernel::Millis;
use std::process::Command;

/// Promises are counted on the clock: it must be right, and the calendar must reach the next year.
pub(super) fn clock() -> Finding {
    let asked = Command::new("timedatectl").args(["show", "-p", "NTPSynchronized", "--value"]).output();
    // Without the programme nothing is known, which is no finding.
    let drifts = asked.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).trim() == "no");
    clock_at(SystemClock.now(), drifts)
}

fn clock_at(now: Millis, drifts: bool) -> Finding {
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
    let found = format!("{local} in Vietnam, calendar {}", calendar.version());
    if drifts {
        return Finding::look(
            "clock",
            format!("{found}; not synchronised"),
            "switch on NTP: timedatectl set-ntp true",
        );
    }
    let provisional = if half_a_year.provisional {
        "; next year's days off are provisional and said so on slips"
    } else {
        ""
    };
    Finding::well("clock", format!("{found}{provisional}"))
}

/// A paper with every kind of Vietnamese mark is made and read again; then one with the operator's own layouts.
pub(super) fn fonts(config: &Config) -> Finding {
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
        pass: false,
    };
    let document = Document::Ticket(ticket);
    let made = Documents::new(None)
        .and_then(|documents| Ok((documents.text(OURS, &document)?, documents.pdf(OURS, &document)?)));
    let kilobytes = match made {
        Ok((text, pdf)) if text.join(" ").contains(marks) => pdf.len() / 1024,
        Ok(_) => {
            return Finding::ill(
                "fonts",
                "letters are missing on paper",
                "this programme is not whole: install it again",
            );
        }
        Err(error) => {
            return Finding::ill(
                "fonts",
                format!("no paper can be made: {error}"),
                "this programme is not whole: install it again",
            );
        }
    };
    let found = format!("a ticket with all Vietnamese letters is a PDF of {kilobytes} kB");
    let Some(folder) = config.forms.as_deref() else { return Finding::well("fonts", found) };
    match Documents::new(Some(folder)).and_then(|documents| documents.pdf(OURS, &document)) {
        Ok(_) => Finding::well("fonts", format!("{found}; the layouts in {} can be used", folder.display())),
        Err(error) => Finding::ill(
            "fonts",
            format!("the layouts in {} cannot be used: {error}", folder.display()),
            "mend what is named, or take the key forms out of the configuration: the layouts built in serve",
        ),
    }
}

pub(super) fn speech(config: &Config) -> Finding {
    let recordings = config.recordings.as_deref();
    if let Some(folder) = recordings.filter(|folder| !folder.is_dir()) {
        return Finding::look(
            "speech",
            format!("there is no folder {}; the voice built in speaks", folder.display()),
            "make the folder of recordings, or take the key recordings out of the configuration",
        );
    }
    let (_, notices) = VoicePack::load(recordings);
    let espeak = Command::new("espeak-ng").arg("--version").output().is_ok();
    match notices.first() {
        None if espeak => Finding::well("speech", "the voice pack is whole; espeak-ng renders what it lacks"),
        None => Finding::well("speech", "the voice pack is whole"),
        Some(notice @ SpeechNotice::BadRecording { .. }) => Finding::look(
            "speech",
            format!("{notice} ({} in all)", notices.len()),
            "record it again as a WAV file of 16 bits, or take the file away: the voice built in speaks then",
        ),
        Some(notice) => Finding::look(
            "speech",
            format!("{notice} ({} in all)", notices.len()),
            "install espeak-ng, or put the recording into the folder named by recordings",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::Health;

    fn at(local: &str) -> Millis {
        let text = app::shipped_calendar("vn-public").expect("shipped");
        let file = calendar::CalendarFile::parse(&text).expect("whole");
        calendar::WorkCalendar::build(&file, &[]).expect("whole").instant(local).expect("a local time")
    }

    #[test]
    fn a_clock_the_calendar_does_not_reach_is_ill_and_one_that_drifts_is_to_be_looked_at() {
        assert_eq!(clock_at(at("2026-03-02T09:00"), false).health, Health::Well);
        let next_year = clock_at(at("2026-11-24T09:00"), false);
        assert!(next_year.health == Health::Well && next_year.found.contains("provisional"), "{next_year:?}");
        assert_eq!(clock_at(at("2026-03-02T09:00"), true).health, Health::Look);
        let end = clock_at(at("2027-12-01T09:00"), false);
        assert!(end.health == Health::Ill && end.advice.contains("calendar of the coming year"), "{end:?}");
        let asleep = clock_at(0, false);
        assert_eq!(asleep.health, Health::Ill, "a board without a battery wakes up in 1970");
    }
}
