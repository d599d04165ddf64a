use super::{Announcement, Event, State};
use crate::kernel::{Millis, Refusal, Violation};

/// Letters an announcement may have in each language.
pub const LONGEST: usize = 160;
/// Announcements that may hold at once in a hall.
pub const MOST: usize = 3;

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tell {
    /// In Vietnamese.
    pub text: String,
    /// In English, may be of no length.
    pub text_en: String,
    /// Until when; none when no time was given.
    pub until: Option<Millis>,
    /// Instant at which the day ends.
    pub day_ends: Millis,
}

/// What is asked of the announcements of a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Tells the hall something.
    Tell(Tell),
    /// Takes it back.
    Withdraw {
        /// Number.
        number: i64,
    },
}

/// Decides what a command does to the announcements of a hall on a day; `by` is who asks.
///
/// # Errors
/// `announcement_malformed` with `announcement_missing`, `announcement_too_long`, `until_missing`, `until_past`, `until_other_day`, all that is wrong;
/// `announcements_too_many`; `announcement_unknown`. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    (hall, day): (&str, i64),
    command: Command,
    by: &str,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let told = state.map_or(&[][..], |board| &board.told);
    match command {
        Command::Tell(tell) => tell_hall(told, (hall, day), &tell, by, now),
        Command::Withdraw { number } => {
            let known = told.iter().find(|one| one.number == number);
            let known = known.ok_or_else(|| Refusal::new("announcement_unknown"))?;
            let by = by.to_owned();
            Ok(known
                .holds(now)
                .then_some(Event::AnnouncementWithdrawn { number, by, at: now })
                .into_iter()
                .collect())
        }
    }
}

fn tell_hall(
    told: &[Announcement],
    (hall, day): (&str, i64),
    tell: &Tell,
    by: &str,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let (text, text_en) = (in_one_line(&tell.text), in_one_line(&tell.text_en));
    let until = checked(&text, &text_en, tell, now)?;
    let holding = || told.iter().filter(|one| one.holds(now));
    let is_told = holding().any(|one| (&one.text, &one.text_en, one.until) == (&text, &text_en, until));
    if is_told {
        return Ok(Vec::new());
    }
    if holding().count() >= MOST {
        return Err(Refusal::new("announcements_too_many")
            .with(Violation::new("text", "announcements_too_many").with("most", MOST)));
    }
    let number = told.last().map_or(1, |last| last.number + 1);
    let (hall, by) = (hall.to_owned(), by.to_owned());
    Ok(vec![Event::AnnouncementMade { hall, day, number, text, text_en, until, by, at: now }])
}

/// Everything that is wrong with it, or until when it holds.
fn checked(text: &str, text_en: &str, tell: &Tell, now: Millis) -> Result<Millis, Refusal> {
    let mut violations = Vec::new();
    if text.is_empty() {
        violations.push(Violation::new("text", "announcement_missing"));
    }
    for (field, words) in [("text", text), ("text_en", text_en)] {
        let length = words.chars().count();
        if length > LONGEST {
            let wrong = Violation::new(field, "announcement_too_long");
            violations.push(wrong.with("most", LONGEST).with("length", length));
        }
    }
    match tell.until {
        None => violations.push(Violation::new("until", "until_missing")),
        Some(until) if until <= now => violations.push(Violation::new("until", "until_past")),
        Some(until) if until > tell.day_ends => violations.push(Violation::new("until", "until_other_day")),
        Some(_) => {}
    }
    Refusal::unless_empty("announcement_malformed", violations)?;
    Ok(tell.until.unwrap_or(now))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
