//! Which figures an address asks for.

use super::super::floor::hall_of;
use super::super::{actor, names};
use crate::fault::Fault;
use crate::form::encoded;
use crate::page::Page;
use crate::web::Web;
use app::queries::figures::{FiguresOf, Part, PartedBy};
use domain::hall::{Days, Measure, Reach};
use serde::Deserialize;

/// Parts of the address. Codes, words and days only, nothing about a person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub period: String,
    /// `2026-11-25`.
    pub day: String,
    pub by: String,
    /// The row of a number; all of them where it is not given.
    pub row: Option<String>,
    pub measure: String,
    pub after: String,
}

impl Asked {
    pub(super) fn address(&self, path: &str) -> String {
        let parts = [
            ("period", Some(&self.period)),
            ("day", Some(&self.day)),
            ("by", Some(&self.by)),
            ("measure", Some(&self.measure).filter(|word| !word.is_empty())),
            ("row", self.row.as_ref()),
            ("after", Some(&self.after).filter(|after| !after.is_empty())),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", encoded(value?))))
            .collect();
        format!("{path}?{}", parts.join("&"))
    }

    pub(super) fn with_reach(&self, reach: Reach) -> Self {
        Self { period: reach.word().to_owned(), ..self.clone() }
    }

    pub(super) fn with_days(&self, days: Days) -> Self {
        Self { day: iso(days.first), ..self.clone() }
    }

    pub(super) fn with_by(&self, by: PartedBy) -> Self {
        Self { by: by.word().to_owned(), ..self.clone() }
    }

    pub(super) fn with_after(&self, after: &str) -> Self {
        Self { after: after.to_owned(), ..self.clone() }
    }

    /// The tickets behind a number.
    pub(super) fn behind(&self, row: Option<&str>, measure: Measure) -> String {
        let asked = Self { row: row.map(str::to_owned), measure: measure.word().to_owned(), ..self.clone() };
        asked.address("/floor/figures/visits")
    }

    /// The figures it belongs to.
    pub(super) fn whole(&self) -> String {
        let whole = Self { row: None, measure: String::new(), after: String::new(), ..self.clone() };
        whole.address("/floor/figures")
    }
}

/// `2026-11-25`, as a browser writes a day.
fn iso(day: i64) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// Exactly `2026-11-25`.
fn day_of(text: &str) -> Option<i64> {
    let day = text.replace('-', "").parse().ok()?;
    (iso(day) == text).then_some(day)
}

/// The figures, counted.
pub(super) struct Figures {
    /// What was asked, every part filled in.
    pub asked: Asked,
    pub of: FiguresOf,
    pub by: PartedBy,
    pub parts: Vec<Part>,
}

impl Figures {
    pub(super) async fn asked(web: &Web, page: &Page, asked: Asked) -> Result<Self, Fault> {
        let (asked, of, by) = which(web, page, asked)?;
        let mut parts = web.app().figures(&of, by).await?;
        if by == PartedBy::Counter {
            let directory = web.app().directory();
            let number =
                |code: &str| directory.counter(&of.hall, code).map_or(i64::MAX, |counter| counter.number);
            parts.sort_by_key(|part| number(&part.key));
        }
        Ok(Self { asked, of, by, parts })
    }

    pub(super) fn file_name(&self, ending: &str) -> String {
        let plain: String = self.of.hall.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("{plain}-{}-{}-{}.{ending}", self.asked.period, iso(self.of.days.first), self.by.word())
    }
}

/// What an address means, without counting: the hall is always the one of whoever asks.
pub(super) fn which(web: &Web, page: &Page, mut asked: Asked) -> Result<(Asked, FiguresOf, PartedBy), Fault> {
    let hall = hall_of(&names(web, page), actor(page)?.unit()).ok_or(Fault::NotFound)?;
    let reach = Reach::from_word(&asked.period).unwrap_or_default();
    let by = PartedBy::from_word(&asked.by).unwrap_or_default();
    let today = web.app().directory().day(page.now);
    let day = if asked.day.is_empty() { Some(today) } else { day_of(&asked.day) };
    let days =
        day.and_then(|day| Days::around(reach, day)).ok_or(Fault::BadRequest("figures_day_unknown"))?;
    reach.word().clone_into(&mut asked.period);
    by.word().clone_into(&mut asked.by);
    asked.day = iso(day.unwrap_or(today));
    Ok((asked, web.app().figures_of(&hall, days), by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_a_browser_writes_it_and_nothing_else_is() {
        assert_eq!(day_of("2026-11-25"), Some(20_261_125));
        for nonsense in ["", "20261125", "2026-11-5", "25/11/2026", "-2026-11-25", "x"] {
            assert_eq!(day_of(nonsense), None, "{nonsense}");
        }
    }
}
