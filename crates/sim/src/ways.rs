//! How people come and behave, and how officers work: data, not code.

use domain::catalogue::Procedure;
use plan::Dice;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Nếp: the habits of a centre and its people.
///
/// Shares are compared with each other, chances are of a hundred, times are minutes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ways {
    /// Who come to file something, for each counter with an officer, on an ordinary day.
    pub people_per_counter: i64,
    pub(crate) hours: Vec<Hour>,
    pub(crate) weekdays: Vec<i64>,
    pub(crate) rain: Rain,
    pub(crate) before_holiday: Around,
    pub(crate) after_holiday: Around,
    pub(crate) procedures: BTreeMap<String, i64>,
    pub(crate) lengths: BTreeMap<String, i64>,
    pub(crate) people: People,
    pub(crate) minutes: Minutes,
    pub(crate) officers: Officers,
}

/// An hour of the day and the share of people who arrive in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hour {
    pub hour: i64,
    pub share: i64,
}

/// Rain: on how many days of a hundred, and how many come all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rain {
    pub chance: i64,
    pub comes: i64,
}

/// The working days beside a long holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Around {
    pub days: usize,
    pub comes: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct People {
    pub files_online: i64,
    pub papers_missing: i64,
    pub refused: i64,
    pub priority: i64,
    pub recalled: i64,
    pub no_show: i64,
    pub comes_again: i64,
    pub slip_corrected: i64,
    pub brings_papers: i64,
    pub collects: i64,
    pub by_proxy: i64,
    pub rates: i64,
    pub rates_as: [i64; 3],
    pub complains: i64,
    pub complains_when_late: i64,
}

/// From the shortest to the longest.
type Between = [i64; 2];

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Minutes {
    pub walk: Between,
    pub file: Between,
    pub complete: Between,
    pub supplement: Between,
    pub collect: Between,
    pub papers_brought_after: Between,
    pub collected_after: Between,
    pub complains_after: Between,
    pub petition_answered_after: Between,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Officers {
    pub skill: Between,
    pub sick: i64,
    pub slow: Vec<Slow>,
    pub lazy: Vec<String>,
    pub asks_for_papers: i64,
    pub handed_back: i64,
    pub sent_back: i64,
    pub deputy_signs: i64,
    pub steps: Vec<i64>,
    pub longest: i64,
}

/// A division where everything takes longer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slow {
    pub unit: String,
    pub percent: i64,
}

/// What is not named in the file.
const USUAL_SHARE: i64 = 10;

impl Ways {
    /// The shipped ones.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = app::shipped_file("crowd/crowd.toml").expect("shipped");
        Self::parse(&text).expect("the shipped crowd is whole")
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// What was expected and where, when the text is not such a file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let ways: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        ways.violations().first().map_or(Ok(ways.clone()), |first| Err(first.clone()))
    }

    fn violations(&self) -> Vec<String> {
        let mut violations = Vec::new();
        let mut must = |holds: bool, what: &str| {
            if !holds {
                violations.push(what.to_owned());
            }
        };
        must((0..=200).contains(&self.people_per_counter), "people_per_counter: expected 0 to 200");
        must(self.hours.iter().map(|hour| hour.share).sum::<i64>() > 0, "hours: no share is above 0");
        must(
            self.hours.iter().all(|hour| (0..24).contains(&hour.hour)),
            "hours: expected hours from 0 to 23",
        );
        must(self.hours.iter().all(|hour| hour.share >= 0), "hours: expected shares of 0 or more");
        must(self.weekdays.len() == 6, "weekdays: expected six numbers, Monday to Saturday");
        must(self.procedures.values().all(|share| *share >= 0), "procedures: expected shares of 0 or more");
        must(self.lengths.values().all(|percent| *percent > 0), "lengths: expected percent above 0");
        let chances = [
            ("people.files_online", self.people.files_online),
            ("people.papers_missing", self.people.papers_missing),
            ("people.refused", self.people.refused),
            ("people.priority", self.people.priority),
            ("people.recalled", self.people.recalled),
            ("people.no_show", self.people.no_show),
            ("people.comes_again", self.people.comes_again),
            ("people.slip_corrected", self.people.slip_corrected),
            ("people.brings_papers", self.people.brings_papers),
            ("people.collects", self.people.collects),
            ("people.by_proxy", self.people.by_proxy),
            ("people.rates", self.people.rates),
            ("people.rates_as", self.people.rates_as.iter().sum()),
            ("people.complains", self.people.complains),
            ("people.complains_when_late", self.people.complains_when_late),
            ("officers.sick", self.officers.sick),
            ("officers.asks_for_papers", self.officers.asks_for_papers),
            ("officers.handed_back", self.officers.handed_back),
            ("officers.sent_back", self.officers.sent_back),
            ("officers.deputy_signs", self.officers.deputy_signs),
            ("rain.chance", self.rain.chance),
        ];
        for (name, chance) in chances {
            must((0..=100).contains(&chance), &format!("{name}: expected 0 to 100, got {chance}"));
        }
        let minutes = &self.minutes;
        let between = [
            ("minutes.walk", minutes.walk),
            ("minutes.file", minutes.file),
            ("minutes.complete", minutes.complete),
            ("minutes.supplement", minutes.supplement),
            ("minutes.collect", minutes.collect),
            ("minutes.papers_brought_after", minutes.papers_brought_after),
            ("minutes.collected_after", minutes.collected_after),
            ("minutes.complains_after", minutes.complains_after),
            ("minutes.petition_answered_after", minutes.petition_answered_after),
            ("officers.skill", self.officers.skill),
        ];
        for (name, [least, most]) in between {
            must(
                1 <= least && least <= most,
                &format!("{name}: expected two numbers of 1 or more, the smaller first"),
            );
        }
        let steps = &self.officers.steps;
        must(
            steps.len() == 11 && steps.is_sorted() && steps.first().is_some_and(|least| *least > 0),
            "officers.steps: expected eleven numbers above 0 that do not fall",
        );
        must(self.officers.longest >= 1, "officers.longest: expected minutes of 1 or more");
        violations
    }

    /// The share of people who file for a procedure, against others.
    pub(crate) fn share_of(&self, procedure: &Procedure) -> i64 {
        self.procedures.get(&procedure.code).copied().unwrap_or(USUAL_SHARE)
    }

    /// How long such a matter takes at a counter, in percent of a usual one.
    #[must_use]
    pub fn length_of(&self, procedure: &Procedure) -> i64 {
        self.lengths.get(&procedure.code).copied().unwrap_or(100)
    }

    /// What the least and the most skilled officers take, in percent of the ordinary time: the quickest first.
    #[must_use]
    pub const fn skill(&self) -> [i64; 2] {
        self.officers.skill
    }

    /// The same at a counter: of those who could file online some stay at home.
    #[must_use]
    pub fn share_at_counter(&self, procedure: &Procedure) -> i64 {
        let come = if is_online(procedure) { 100 - self.people.files_online } else { 100 };
        self.share_of(procedure) * come
    }

    /// How much of its allowed time a step takes, in percent.
    pub(crate) fn step_percent(&self, dice: &mut Dice) -> i64 {
        let drawn = dice.between(0, 999);
        let tenth = usize::try_from(drawn / 100).unwrap_or(0);
        let steps = &self.officers.steps;
        match (steps.get(tenth), steps.get(tenth + 1)) {
            (Some(from), Some(to)) => from + (to - from) * (drawn % 100) / 100,
            _ => 50,
        }
    }
}

/// Whether the procedure can be filed online.
pub(crate) fn is_online(procedure: &Procedure) -> bool {
    procedure.channels.iter().any(|way| way.channel == "online")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_ways_are_whole_and_name_procedures_and_people_there_are() {
        let ways = Ways::shipped();
        let catalogue = app::shipped().expect("whole");
        for code in ways.procedures.keys().chain(ways.lengths.keys()) {
            let mut known = catalogue.procedures.values().flatten();
            assert!(known.any(|procedure| procedure.code == *code), "{code}");
        }
        for person in &ways.officers.lazy {
            let mut held = catalogue.positions.values().flatten();
            assert!(held.any(|held| held.person == *person), "{person}");
        }
        for slow in &ways.officers.slow {
            assert!(catalogue.units.contains_key(&slow.unit), "{slow:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_followed_says_what_was_expected() {
        let shipped = app::shipped_file("crowd/crowd.toml").expect("shipped");
        let changed = |from: &str, to: &str| {
            assert!(shipped.contains(from), "{from}");
            Ways::parse(&shipped.replacen(from, to, 1)).expect_err("cannot be followed")
        };
        assert_eq!(changed("no_show = 4", "no_show = 104"), "people.no_show: expected 0 to 100, got 104");
        assert!(changed("walk = [1, 2]", "walk = [2, 1]").starts_with("minutes.walk: expected two numbers"));
        assert!(changed("72, 150]", "72]").starts_with("officers.steps: expected eleven"));
        assert!(changed("sick = 2", "sick = 2\nsober = 3").contains("unknown field"));
    }

    #[test]
    fn steps_take_what_the_tenths_say() {
        let (ways, mut dice) = (Ways::shipped(), Dice::new(1));
        let mut drawn: Vec<i64> = (0..10_000).map(|_| ways.step_percent(&mut dice)).collect();
        drawn.sort_unstable();
        for (tenth, expected) in (1..10).zip(&ways.officers.steps[1..10]) {
            let found = drawn[tenth * 1000];
            assert!((found - expected).abs() <= 2, "tenth {tenth}: {found} for {expected}");
        }
    }
}
