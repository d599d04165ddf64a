//! Câu hỏi: what people ask of the planner, on the command line and on the page, and what it answers.

use crate::day::{Change, Day};
use crate::waits::{Bands, Waits};
use app::queries::HallDay;
use app::{App, AppError};
use domain::kernel::{Millis, Refusal};
use domain::ticket::QueueRules;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Giờ nghỉ: `06@09:30-10:00`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Break {
    /// Counter code.
    pub counter: String,
    /// Milliseconds since midnight.
    pub from: Millis,
    /// Milliseconds since midnight, later than `from`.
    pub to: Millis,
}

impl FromStr for Break {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('@').and_then(|(code, times)| Some((code, times.split_once('-')?)));
        let read =
            parts.and_then(|(code, (from, to))| Some((code, minutes_of_day(from)?, minutes_of_day(to)?)));
        let (code, from, to) =
            read.ok_or_else(|| "expected a counter and two times such as 06@09:30-10:00".to_owned())?;
        if from >= to {
            return Err("expected a break that ends after it begins".to_owned());
        }
        Ok(Self { counter: code.to_owned(), from: from * MINUTE, to: to * MINUTE })
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |at: Millis| format!("{:02}:{:02}", at / MINUTE / 60, at / MINUTE % 60);
        write!(f, "{}@{}-{}", self.counter, clock(self.from), clock(self.to))
    }
}

const MINUTE: Millis = 60_000;
/// Seeds that find the fewest counters: they are lived through for every counter that might be left out.
const SEEDS_TO_FIND: u64 = 5;

/// `09:30` in minutes since midnight.
#[must_use]
pub fn minutes_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// What is known of a hall for planning one of its days; goes over the socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Hall code.
    pub hall: String,
    /// The day that is planned, as `yyyymmdd`.
    pub day: i64,
    /// That day itself when people came on it; else those that stand for it, the latest first. Empty without any.
    pub days: Vec<HallDay>,
    /// Rules of waiting, as they are set.
    pub rules: QueueRules,
    /// The time within which everybody is to be done.
    pub promised_ms: Millis,
}

impl Known {
    /// Looks it up; the day is that of an instant.
    ///
    /// # Errors
    /// When there is no such hall, the calendar does not reach that far, or it cannot be read.
    pub async fn of(app: &App, hall: &str, at: Millis) -> Result<Self, AppError> {
        let directory = app.directory();
        Ok(Self {
            hall: hall.to_owned(),
            day: directory.day(at),
            days: app.hall_days_like(hall, at).await?,
            rules: directory.queue_rules(),
            promised_ms: directory.promised_ms(),
        })
    }

    /// True when the day itself is lived through again; false when others stand for it.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.days.first().is_some_and(|day| day.day == self.day)
    }

    /// Codes of all counters, by number.
    pub fn counters(&self) -> impl Iterator<Item = &str> {
        self.days.iter().take(1).flat_map(|day| &day.counters).map(|counter| counter.code.as_str())
    }

    /// Codes of those that were open, on the latest of its days.
    pub fn open_counters(&self) -> impl Iterator<Item = &str> {
        let counters = self.days.iter().take(1).flat_map(|day| &day.counters);
        counters.filter(|counter| !counter.open.is_empty()).map(|counter| counter.code.as_str())
    }
}

/// What is to be different on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Question {
    /// Codes of the counters that are open, from the first opening to the last call; none leaves them as they were.
    pub counters: Vec<String>,
    /// Breaks.
    pub breaks: Vec<Break>,
    /// Minutes by which a priority ticket counts as taken earlier; none leaves it as it is set.
    pub head_start: Option<i64>,
    /// The fewest counters are sought at which nine in ten wait no longer than so many minutes.
    pub target: Option<i64>,
    /// So many times the day is lived through.
    pub seeds: u64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unplanned {
    /// Nobody came, on no day that could stand for this one.
    #[error("nobody took a number in {hall} on {day}, nor before it on a day that could stand for it")]
    NoHistory {
        /// Hall code.
        hall: String,
        /// `2026-11-20`.
        day: String,
    },
    /// Of a counter that is not there.
    #[error("{hall} has no counter {counter}; there are {known}")]
    CounterUnknown {
        /// Hall code.
        hall: String,
        /// What was asked for.
        counter: String,
        /// Those there are.
        known: String,
    },
    /// A break at a time at which the hall is closed anyway.
    #[error("{rest}: expected a break within the hours of that day, {hours}")]
    BreakOutside {
        /// The break.
        rest: Break,
        /// `07:00-11:30, 13:30-17:00`.
        hours: String,
    },
    /// A mistake of the planner.
    #[error("the floor did what the domain refuses: {0:?}")]
    Refused(Refusal),
}

/// What would be, beside what was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Days that were lived through, as `yyyymmdd`, the latest first.
    pub days: Vec<i64>,
    /// Codes of the counters that are open in the plan.
    pub counters: Vec<String>,
    /// What the day's history says; none for a day still to come.
    pub was: Option<Waits>,
    /// The same once more.
    pub same: Bands,
    /// As planned; none when nothing is to be different.
    pub plan: Option<Bands>,
    /// The fewest counters that keep the target; none when none are sought, or when not even all of them do: then `plan` has all of them.
    pub fewest: Option<Vec<String>>,
}

impl Question {
    /// Everything about it that does not fit the hall and its day.
    #[must_use]
    pub fn misfits(&self, known: &Known) -> Vec<Unplanned> {
        let Some(day) = known.days.first() else {
            return vec![Unplanned::NoHistory {
                hall: known.hall.clone(),
                day: domain::catalogue::iso(known.day),
            }];
        };
        let there: Vec<&str> = known.counters().collect();
        let asked = self.counters.iter().chain(self.breaks.iter().map(|rest| &rest.counter));
        let unknown = asked.filter(|code| !there.contains(&code.as_str())).map(|code| {
            let (hall, counter) = (known.hall.clone(), code.clone());
            Unplanned::CounterUnknown { hall, counter, known: there.join(", ") }
        });
        let hours: Vec<(Millis, Millis)> =
            day.hours.iter().map(|(from, to)| (from - day.midnight, to - day.midnight)).collect();
        let is_outside =
            |rest: &&Break| !hours.iter().any(|(from, to)| rest.from.max(*from) < rest.to.min(*to));
        let outside = self.breaks.iter().filter(is_outside).map(|rest| {
            let clock = |at: &Millis| format!("{:02}:{:02}", at / MINUTE / 60, at / MINUTE % 60);
            let words: Vec<String> =
                hours.iter().map(|(from, to)| format!("{}-{}", clock(from), clock(to))).collect();
            Unplanned::BreakOutside { rest: rest.clone(), hours: words.join(", ") }
        });
        unknown.chain(outside).collect()
    }

    /// Lives through the days. Takes a second or more: not for a thread others wait on.
    ///
    /// # Errors
    /// The first misfit.
    pub fn answered(&self, known: &Known) -> Result<Answer, Unplanned> {
        if let Some(misfit) = self.misfits(known).into_iter().next() {
            return Err(misfit);
        }
        let days: Vec<Day> = known.days.iter().map(|day| Day::of(day, known.promised_ms)).collect();
        let lived = |change: &Change| {
            let each = days.iter().cycle().zip(0..self.seeds);
            let seen: Result<Vec<Waits>, Refusal> = each.map(|(day, seed)| day.lived(change, seed)).collect();
            seen.map(|seen| Bands::of(&seen)).map_err(Unplanned::Refused)
        };
        let unchanged = Change { counters: None, breaks: Vec::new(), rules: known.rules };
        let mut change = Change {
            counters: (!self.counters.is_empty()).then(|| self.counters.clone()),
            breaks: self.breaks.iter().map(|rest| (rest.counter.clone(), (rest.from, rest.to))).collect(),
            rules: QueueRules {
                head_start_ms: self.head_start.map_or(known.rules.head_start_ms, |long| long * MINUTE),
                ..known.rules
            },
        };
        let mut fewest = None;
        if let (Some(minutes), Some(first)) = (self.target, days.first()) {
            fewest = first
                .fewest(minutes * 60, &change, self.seeds.min(SEEDS_TO_FIND))
                .map_err(Unplanned::Refused)?;
            let all = || first.counters().map(str::to_owned).collect();
            change.counters = Some(fewest.clone().unwrap_or_else(all));
        }
        Ok(Answer {
            days: known.days.iter().map(|day| day.day).collect(),
            was: days.first().filter(|_| known.is_past()).map(|day| day.was().clone()),
            same: lived(&unchanged)?,
            plan: if change == unchanged { None } else { Some(lived(&change)?) },
            counters: change.counters.unwrap_or_else(|| known.open_counters().map(str::to_owned).collect()),
            fewest,
        })
    }

    /// The same question as a line to type, of a hall and a day such as `2026-11-20`.
    #[must_use]
    pub fn command_line(&self, hall: &str, day: &str) -> String {
        let mut line = format!("motcua plan --hall {hall} --day {day}");
        if !self.counters.is_empty() && self.target.is_none() {
            line += &format!(" --counters {}", self.counters.join(","));
        }
        for rest in &self.breaks {
            line += &format!(" --break {rest}");
        }
        for (name, minutes) in [("head-start", self.head_start), ("target", self.target)] {
            line += &minutes.map_or_else(String::new, |minutes| format!(" --{name} {minutes}"));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::queries::{CalledOnDay, CounterOfDay, TicketOfDay};
    use domain::kernel::StreamId;
    use domain::ticket::Priority;

    /// People who come every six minutes from eight o'clock, for whom a counter needs ten; two counters were open.
    fn known(people: i64) -> Known {
        let clock = |hours: i64, minutes: i64| (hours * 60 + minutes) * MINUTE;
        let came = |at: i64| clock(8, 0) + at * 6 * MINUTE;
        let tickets = (0..people).map(|at| TicketOfDay {
            ticket: StreamId(at + 1),
            field: "land".to_owned(),
            priority: Priority::None,
            taken_at: came(at),
            given_up_at: None,
        });
        let called = |place: i64| {
            let own = (0..people).filter(move |at| at % 2 == place);
            own.map(|at| CalledOnDay {
                ticket: Some(StreamId(at + 1)),
                called_at: came(at) + MINUTE,
                seated_at: Some(came(at) + 2 * MINUTE),
                free_at: Some(came(at) + 11 * MINUTE),
            })
        };
        let counter = |number: i64, open: &[(Millis, Millis)], calls: Vec<CalledOnDay>| CounterOfDay {
            code: format!("{number:02}"),
            number,
            fields: vec!["land".to_owned()],
            open: open.to_vec(),
            calls,
        };
        let hours = (clock(7, 0), clock(17, 0));
        let day = HallDay {
            hall: "H1".to_owned(),
            day: 20_261_120,
            midnight: 0,
            hours: vec![hours],
            tickets: tickets.collect(),
            counters: vec![
                counter(1, &[hours], called(0).collect()),
                counter(2, &[hours], called(1).collect()),
                counter(3, &[], Vec::new()),
            ],
        };
        Known {
            hall: "H1".to_owned(),
            day: 20_261_120,
            days: vec![day],
            rules: QueueRules::default(),
            promised_ms: 15 * MINUTE,
        }
    }

    fn asked() -> Question {
        Question { seeds: 5, ..Question::default() }
    }

    #[test]
    fn nothing_different_is_the_same_once_more_and_nothing_beside_it() {
        let answer = asked().answered(&known(30)).expect("it can be planned");
        assert_eq!(
            (answer.days, answer.counters),
            (vec![20_261_120], vec!["01".to_owned(), "02".to_owned()])
        );
        assert_eq!((answer.plan, answer.fewest), (None, None));
        let was = answer.was.expect("it is past");
        assert_eq!((was.all.served, was.all.median_s, was.all.kept_percent), (30, 120, 100));
        assert_eq!(answer.same.all.served.median, 30);
    }

    #[test]
    fn one_counter_less_makes_people_wait_and_the_fewest_for_a_short_wait_are_two() {
        let known = known(30);
        let one = Question { counters: vec!["01".to_owned()], ..asked() };
        let answer = one.answered(&known).expect("it can be planned");
        let plan = answer.plan.expect("something differs");
        assert!(plan.all.p90_s.median > answer.same.all.p90_s.median + 10 * 60, "{plan:?}");

        let sought = Question { target: Some(10), ..asked() }.answered(&known).expect("it can be planned");
        let fewest = sought.fewest.expect("two are enough");
        assert_eq!(fewest.len(), 2, "{fewest:?}");
        assert_eq!(sought.counters, fewest);
        let in_vain = Question { target: Some(0), ..asked() }.answered(&known).expect("it can be planned");
        assert_eq!((in_vain.fewest, in_vain.counters.len()), (None, 3));
    }

    #[test]
    fn breaks_count_when_the_fewest_are_sought() {
        let known = known(30);
        let all_day = |counter: &str| format!("{counter}@07:00-17:00").parse::<Break>().expect("a break");
        let away = Question { target: Some(10), breaks: vec![all_day("02")], ..asked() };
        let answer = away.answered(&known).expect("it can be planned");
        assert_eq!(answer.fewest, Some(vec!["01".to_owned(), "03".to_owned()]));
        let closed = Question { breaks: ["01", "02", "03"].map(all_day).to_vec(), ..away };
        let answer = closed.answered(&known).expect("it can be planned");
        assert_eq!(answer.fewest, None, "who serves nobody keeps nobody waiting, and that is not enough");
    }

    #[test]
    fn a_day_to_come_is_made_of_days_like_it_and_has_no_history() {
        let known = Known { day: 20_261_127, ..known(30) };
        let answer = asked().answered(&known).expect("it can be planned");
        assert_eq!((answer.was, answer.days), (None, vec![20_261_120]));
    }

    #[test]
    fn all_that_does_not_fit_is_said_with_what_would() {
        let known = known(1);
        let question = Question {
            counters: vec!["01".to_owned(), "09".to_owned()],
            breaks: vec![
                "02@17:00-17:30".parse().expect("a break"),
                "02@06:30-07:10".parse().expect("a break"),
            ],
            ..asked()
        };
        let said: Vec<String> = question.misfits(&known).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "H1 has no counter 09; there are 01, 02, 03",
                "02@17:00-17:30: expected a break within the hours of that day, 07:00-17:00",
            ]
        );
        let empty = Known { days: Vec::new(), ..known };
        let said = question.answered(&empty).expect_err("nobody came").to_string();
        assert!(said.starts_with("nobody took a number in H1 on 2026-11-20"), "{said}");
    }

    #[test]
    fn a_break_reads_as_it_is_written() {
        for text in ["06@09:30-10:00", "A1@00:00-23:59"] {
            assert_eq!(text.parse::<Break>().expect("a break").to_string(), text);
        }
        for nonsense in ["", "06", "06@", "06@9-10", "06@10:00-10:00", "06@24:00-25:00", "06@09:60-10:00"] {
            assert!(nonsense.parse::<Break>().is_err(), "{nonsense}");
        }
    }
}
