//! What an address asks of the planner. The form's own is long; what it means fits one that can be sent to a colleague:
//! `/plan?hall=H1&day=2026-11-20&counters=01,03&break=06@09:30-10:00`.

use crate::form::{Form, encoded};
use ::plan::{Break, Known, Question, Unplanned, minutes_of_day};
use domain::kernel::Violation;
use std::collections::BTreeSet;

/// A break as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rest {
    pub(super) counter: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl Rest {
    fn is_blank(&self) -> bool {
        [&self.counter, &self.from, &self.to].iter().all(|part| part.is_empty())
    }

    /// `06@09:30-10:00`, however badly written.
    fn of(text: &str) -> Self {
        let (counter, times) = text.split_once('@').unwrap_or((text, ""));
        let (from, to) = times.split_once('-').unwrap_or((times, ""));
        Self { counter: counter.to_owned(), from: from.to_owned(), to: to.to_owned() }
    }

    /// The break, or the code of what is wrong with it.
    fn read(&self) -> Result<Break, &'static str> {
        match (minutes_of_day(&self.from), minutes_of_day(&self.to)) {
            (Some(from), Some(to)) if from >= to => Err("plan_break_backwards"),
            (Some(_), Some(_)) if !self.counter.is_empty() => {
                let text = format!("{}@{}-{}", self.counter, self.from, self.to);
                text.parse().map_err(|_| "plan_break_incomplete")
            }
            _ => Err("plan_break_incomplete"),
        }
    }
}

/// Parts of the address, as they were typed. Codes, days and numbers only, nothing about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) hall: String,
    /// `2026-11-20`.
    pub(super) day: String,
    /// Codes of the counters that are open; none for as that day had them.
    pub(super) counters: Vec<String>,
    /// Without rows that were left blank.
    pub(super) breaks: Vec<Rest>,
    pub(super) head_start: String,
    pub(super) target: String,
    /// The fewest counters for the target are sought.
    pub(super) seeks: bool,
    /// Only a few more rows for breaks are wanted.
    pub(super) more: bool,
    /// It comes from the form.
    pub(super) sent: bool,
}

/// Most breaks in a plan: an address has an end.
const MOST_BREAKS: usize = 40;
/// Most minutes by which a priority ticket may count as taken earlier, and most that anybody may wait for: eight hours.
const MOST_MINUTES: i64 = 480;

impl Asked {
    pub(super) fn read(query: &str) -> Self {
        let form = Form::parse(query.as_bytes());
        let text = |name: &str| form.get(name).to_owned();
        let listed = form.get("counters").split(',').filter(|code| !code.is_empty());
        let rows = form.all("break_counter").zip(form.all("break_from")).zip(form.all("break_to"));
        let typed = rows.map(|((counter, from), to)| Rest {
            counter: counter.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        });
        let breaks = form.all("break").map(Rest::of).chain(typed).filter(|rest| !rest.is_blank());
        Self {
            hall: text("hall"),
            day: text("day"),
            counters: form.all("counter").chain(listed).map(str::to_owned).collect(),
            breaks: breaks.take(MOST_BREAKS).collect(),
            head_start: text("head_start"),
            target: text("target"),
            seeks: form.get("do") == "fewest",
            more: form.get("do") == "more",
            sent: form.pairs().any(|(name, _)| name == "break_counter"),
        }
    }

    /// Leaves out what says no more than what is so anyway: the counters that day had, what is set.
    pub(super) fn shortened(mut self, known: &Known) -> Self {
        let ticked: BTreeSet<&str> = self.counters.iter().map(String::as_str).collect();
        if self.seeks || ticked == known.open_counters().collect() {
            self.counters.clear();
        }
        if !self.seeks && self.target == (known.promised_ms / 60_000).to_string() {
            self.target.clear();
        }
        if self.head_start == (known.rules.head_start_ms / 60_000).to_string() {
            self.head_start.clear();
        }
        self
    }

    pub(super) fn address(&self) -> String {
        let counters = self.counters.join(",");
        let parts = [
            ("hall", &self.hall),
            ("day", &self.day),
            ("counters", &counters),
            ("head_start", &self.head_start),
            ("target", &self.target),
        ];
        let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let given = given.map(|(name, value)| (name, value.clone()));
        let breaks =
            self.breaks.iter().map(|rest| ("break", format!("{}@{}-{}", rest.counter, rest.from, rest.to)));
        let wants = self.seeks.then(|| ("do", "fewest".to_owned()));
        let all = given.chain(breaks).chain(wants);
        // Signs that stand in the question of an address as they are.
        let plain = |value: &str| encoded(value).replace("%2C", ",").replace("%40", "@").replace("%3A", ":");
        let written: Vec<String> = all.map(|(name, value)| format!("{name}={}", plain(&value))).collect();
        format!("/plan?{}", written.join("&"))
    }

    /// The question, and everything that is wrong with it.
    pub(super) fn question(&self, known: &Known, seeds: u64) -> (Question, Vec<Violation>) {
        let mut wrong = Vec::new();
        if self.sent && !self.seeks && self.counters.is_empty() {
            wrong.push(Violation::new("counters", "plan_counters_none"));
        }
        let mut breaks = Vec::new();
        for (at, rest) in self.breaks.iter().enumerate() {
            match rest.read() {
                Ok(read) => breaks.push(read),
                Err(code) => wrong.push(Violation::new(&format!("break-{at}"), code)),
            }
        }
        let mut minutes = |name: &str, typed: &str| {
            let read = typed.parse().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes));
            if read.is_none() && !typed.is_empty() {
                let bounds = Violation::new(name, "out_of_bounds").with("from", 0).with("to", MOST_MINUTES);
                wrong.push(bounds);
            }
            read
        };
        let head_start = minutes("head_start", &self.head_start);
        let target = minutes("target", &self.target);
        let usual = known.promised_ms / 60_000;
        let question = Question {
            counters: self.counters.clone(),
            breaks,
            head_start,
            target: self.seeks.then_some(target.unwrap_or(usual)),
            seeds,
        };
        if !known.days.is_empty() {
            wrong.extend(question.misfits(known).into_iter().filter_map(|misfit| self.misfit(misfit)));
        }
        (question, wrong)
    }

    fn misfit(&self, misfit: Unplanned) -> Option<Violation> {
        let row = |fits: &dyn Fn(&Rest) -> bool| {
            let at = self.breaks.iter().position(fits);
            at.map_or_else(|| "counters".to_owned(), |at| format!("break-{at}"))
        };
        match misfit {
            Unplanned::CounterUnknown { counter, known, .. } => {
                let field = if self.counters.contains(&counter) {
                    "counters".to_owned()
                } else {
                    row(&|rest| rest.counter == counter)
                };
                let unknown = Violation::new(&field, "plan_counter_unknown");
                Some(unknown.with("counter", counter).with("expected", known))
            }
            Unplanned::BreakOutside { rest: outside, hours } => {
                let field = row(&|rest| rest.read().as_ref() == Ok(&outside));
                Some(Violation::new(&field, "plan_break_outside").with("hours", hours))
            }
            Unplanned::NoHistory { .. } | Unplanned::Refused(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_sends_means_the_same_as_the_short_address() {
        let sent = Asked::read(
            "hall=H1&day=2026-11-20&counter=01&counter=03&break_counter=06&break_from=09%3A30&break_to=10%3A00\
             &break_counter=&break_from=&break_to=&head_start=10&target=15&do=plan",
        );
        let address = sent.address();
        assert_eq!(
            address,
            "/plan?hall=H1&day=2026-11-20&counters=01,03&head_start=10&target=15&break=06@09:30-10:00"
        );
        let read = Asked::read(address.strip_prefix("/plan?").expect("an address"));
        assert_eq!(read, Asked { sent: false, ..sent });
        assert_eq!(read.address(), address);
    }

    #[test]
    fn a_break_is_whole_or_said_to_be_wrong() {
        let read = |text: &str| Rest::of(text).read().map(|rest| rest.to_string());
        assert_eq!(read("06@09:30-10:00"), Ok("06@09:30-10:00".to_owned()));
        for (text, code) in [
            ("06@10:00-09:30", "plan_break_backwards"),
            ("06", "plan_break_incomplete"),
            ("06@09:30", "plan_break_incomplete"),
            ("@09:30-10:00", "plan_break_incomplete"),
            ("06@9h-10h", "plan_break_incomplete"),
        ] {
            assert_eq!(read(text), Err(code), "{text}");
        }
    }
}
