//! Ngày: a day of a hall lived through once more, with other counters, breaks or priorities.

use super::floor::{Before, Ended, Guest, Layout, Window, run};
use crate::dice::Dice;
use crate::waits::{Bands, FigureBands, Seen, Waits};
use app::queries::{CalledOnDay, CounterOfDay, HallDay, TicketOfDay};
use domain::kernel::{Millis, Refusal, StreamId};
use domain::ticket::{Priority, QueueRules};
use std::collections::BTreeMap;

/// What is to be different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Only these counters, open from the first opening of that day to its last call; none leaves them as they were.
    pub counters: Option<Vec<String>>,
    /// Counter codes with a break each, in milliseconds since midnight.
    pub breaks: Vec<(String, (Millis, Millis))>,
    /// Rules of waiting.
    pub rules: QueueRules,
}

/// Somebody who came on that day.
#[derive(Clone, Debug)]
struct Came {
    /// In the office's time.
    at: Millis,
    /// Of the clock.
    hour: i64,
    field: usize,
    priority: Priority,
    /// How long the way to the counter and the visit took, when there was one.
    took: Option<(Millis, Millis)>,
    /// Was called and not there, so often and so long.
    missed: Vec<Millis>,
    gives_up: Option<Millis>,
}

/// A day that can be lived through.
#[derive(Clone, Debug)]
pub struct Day {
    midnight: Millis,
    hours: Vec<(Millis, Millis)>,
    promised_ms: Millis,
    fields: Vec<String>,
    windows: Vec<Window>,
    came: Vec<Came>,
    /// How long the officer of a counter took to call, by what went before; and all officers together.
    delays: Delays,
    /// How long visits of a field group took, with the way.
    lengths: BTreeMap<usize, Vec<(Millis, Millis)>>,
    was: Waits,
}

/// In the crowd's and in real halls: what a way to a counter and a visit take when nobody of that day says.
const USUAL: (Millis, Millis) = (90_000, 480_000);

/// Who calls within a quarter of an hour of opening was not ready before.
const SOON: Millis = 15 * 60_000;
/// So many calls tell how quick the officer of a counter is; with fewer all officers tell.
const ENOUGH: usize = 8;

impl Day {
    /// A day as it was, in a hall that promises everybody to be done within that time.
    #[must_use]
    pub fn of(day: &HallDay, promised_ms: Millis) -> Self {
        let mut fields: Vec<String> =
            day.counters.iter().flat_map(|counter| counter.fields.clone()).collect();
        fields.extend(day.tickets.iter().map(|ticket| ticket.field.clone()));
        fields.sort_unstable();
        fields.dedup();
        let place = |field: &String| fields.binary_search(field).unwrap_or(0);
        let office = |at: Millis| in_office(&day.hours, at);
        let windows: Vec<Window> = day
            .counters
            .iter()
            .map(|counter| {
                let fields = counter.fields.iter().map(place).collect();
                Window { code: counter.code.clone(), fields, open: ready(day, counter, office) }
            })
            .collect();
        let mut calls: BTreeMap<StreamId, Vec<&CalledOnDay>> = BTreeMap::new();
        for call in day.counters.iter().flat_map(|counter| &counter.calls) {
            if let Some(ticket) = call.ticket {
                calls.entry(ticket).or_default().push(call);
            }
        }
        let came: Vec<Came> = day
            .tickets
            .iter()
            .map(|ticket| {
                let own = calls.get(&ticket.ticket).map_or(&[][..], Vec::as_slice);
                let took = own.iter().find_map(|call| {
                    let seated = office(call.seated_at?);
                    Some((seated - office(call.called_at), office(call.free_at?) - seated))
                });
                let not_there = own.iter().filter(|call| call.seated_at.is_none());
                let missed = not_there
                    .filter_map(|call| Some(office(call.free_at?) - office(call.called_at)))
                    .collect();
                Came {
                    at: office(ticket.taken_at),
                    hour: hour(day, ticket),
                    field: place(&ticket.field),
                    priority: ticket.priority,
                    took,
                    missed,
                    gives_up: ticket.given_up_at.map(office),
                }
            })
            .collect();
        let mut lengths: BTreeMap<usize, Vec<(Millis, Millis)>> = BTreeMap::new();
        for came in &came {
            lengths.entry(came.field).or_default().extend(came.took);
        }
        let delays = delays(day, &windows, office);
        let was = as_it_was(day, promised_ms, office);
        let (midnight, hours) = (day.midnight, day.hours.clone());
        Self { midnight, hours, promised_ms, fields, windows, came, delays, lengths, was }
    }

    /// What the day's own history says.
    #[must_use]
    pub const fn was(&self) -> &Waits {
        &self.was
    }

    /// Counters that were open on that day.
    pub fn open_counters(&self) -> impl Iterator<Item = &str> {
        self.windows.iter().filter(|window| !window.open.is_empty()).map(|window| window.code.as_str())
    }

    /// All counters of the hall that take people by their numbers.
    pub fn counters(&self) -> impl Iterator<Item = &str> {
        self.windows.iter().filter(|window| !window.fields.is_empty()).map(|window| window.code.as_str())
    }

    /// Lives through it. Who came and how long each visit took is what it was; chance, drawn with the seed, says how quickly officers call, and
    /// how long those would have taken who had gone home.
    ///
    /// # Errors
    /// When the domain refuses what the floor does.
    pub fn lived(&self, change: &Change, seed: u64) -> Result<Waits, Refusal> {
        let layout =
            Layout { fields: self.fields.clone(), windows: self.changed(change), rules: change.rules };
        let mut dice = Dice::of(&format!("plan:{seed}:visits"));
        let mut guests = Vec::new();
        for (at, came) in self.came.iter().enumerate() {
            let guest = |(walk, stay): (Millis, Millis), comes| Guest {
                at: came.at,
                field: came.field,
                priority: came.priority,
                walk,
                stay,
                comes,
                gives_up: came.gives_up,
            };
            guests.extend(came.missed.iter().map(|walk| (None, guest((*walk, 0), false))));
            let mut known = || self.lengths.get(&came.field).and_then(|lengths| dice.pick(lengths)).copied();
            if came.took.is_some() || came.missed.is_empty() {
                let took = came.took.unwrap_or_else(|| known().unwrap_or(USUAL));
                guests.push((Some(at), guest(took, true)));
            }
        }
        let who: Vec<Option<usize>> = guests.iter().map(|(who, _)| *who).collect();
        let mut delays = Dice::of(&format!("plan:{seed}:calls"));
        let nobody_yet = |came: &Came| {
            let field = self.fields.get(came.field).map_or("", String::as_str);
            Seen { field, hour: came.hour, sat: None }
        };
        let mut seen: Vec<Seen<'_>> = self.came.iter().map(nobody_yet).collect();
        let mut sat = 0;
        run(
            &layout,
            guests.into_iter().map(|(_, guest)| guest),
            |window, before| {
                let own = self.delays.get(&(Some(window), before)).filter(|own| own.len() >= ENOUGH);
                let known = own.or_else(|| self.all_officers(before));
                known
                    .and_then(|known| delays.weighed(known, |(_, share)| *share))
                    .map_or(0, |(delay, _)| *delay)
            },
            |ended: Ended| {
                if let Some(one) = who.get(ended.guest).and_then(|who| seen.get_mut((*who)?)) {
                    one.sat = Some((ended.waited(), ended.free_at - ended.taken_at));
                    sat += ended.free_at - ended.seated_at;
                }
                true
            },
        )?;
        let open: Millis =
            layout.windows.iter().flat_map(|window| &window.open).map(|(from, to)| to - from).sum();
        Ok(Waits::of(&seen, self.promised_ms, sat, open))
    }

    /// The fewest counters at which nine in ten wait no longer than that, with the breaks and rules of a change, and nobody less is served than with all of
    /// them: one after the other is left out, first those that are missed least, until none can be spared. None when all of them are not enough.
    ///
    /// # Errors
    /// When the domain refuses what the floor does.
    pub fn fewest(&self, target_s: i64, change: &Change, seeds: u64) -> Result<Option<Vec<String>>, Refusal> {
        let with = |counters: &[&str], seeds: u64| {
            let counters = Some(counters.iter().map(|code| (*code).to_owned()).collect());
            let change = Change { counters, ..change.clone() };
            let seen: Result<Vec<Waits>, Refusal> =
                (1..=seeds).map(|seed| self.lived(&change, seed)).collect();
            Ok::<FigureBands, Refusal>(Bands::of(&seen?).all)
        };
        // Who is not served at all has waited longest.
        let missed_by = |seen: &FigureBands| (seen.not_served.median, seen.p90_s.median);
        let mut kept: Vec<&str> = self.counters().collect();
        let by_all = with(&kept, seeds)?;
        let nobody_is_served = by_all.served.median == 0 && by_all.not_served.median > 0;
        if by_all.p90_s.median > target_s || nobody_is_served {
            return Ok(None);
        }
        let mut missed = Vec::new();
        for code in self.counters() {
            let fewer: Vec<&str> = self.counters().filter(|other| *other != code).collect();
            missed.push((missed_by(&with(&fewer, 1)?), code));
        }
        missed.sort_unstable();
        loop {
            let before = kept.len();
            for (_, code) in &missed {
                let fewer: Vec<&str> = kept.iter().copied().filter(|other| other != code).collect();
                if fewer.len() < kept.len() {
                    let (left, p90) = missed_by(&with(&fewer, seeds)?);
                    if p90 <= target_s && left <= by_all.not_served.median {
                        kept = fewer;
                    }
                }
            }
            if kept.len() == before {
                return Ok(Some(kept.into_iter().map(str::to_owned).collect()));
            }
        }
    }

    /// What all officers together took; of more idle ones than there were on that day as much as of the most there were.
    fn all_officers(&self, before: Before) -> Option<&Vec<(Millis, i64)>> {
        match before {
            Before::Visit => self.delays.get(&(None, before)),
            Before::Idle(_) => {
                let fewer = (None, Before::Idle(0))..=(None, before);
                self.delays.range(fewer).next_back().map(|(_, known)| known)
            }
        }
    }

    /// The counters as they would be.
    fn changed(&self, change: &Change) -> Vec<Window> {
        let mut windows = self.windows.clone();
        if let Some(only) = &change.counters {
            let all = || self.windows.iter().flat_map(|window| &window.open);
            let (from, to) = (
                all().map(|(from, _)| *from).min().unwrap_or(0),
                all().map(|(_, to)| *to).max().unwrap_or(0),
            );
            for window in &mut windows {
                window.open = if only.contains(&window.code) { vec![(from, to)] } else { Vec::new() };
            }
        }
        for (code, (from, to)) in &change.breaks {
            for window in windows.iter_mut().filter(|window| window.code == *code) {
                let office = |since: &Millis| in_office(&self.hours, self.midnight + since);
                window.open = without(&window.open, (office(from), office(to)));
            }
        }
        windows
    }
}

/// The time the office has been open on that day: nobody is called, and no visit goes on, over lunch.
fn in_office(hours: &[(Millis, Millis)], at: Millis) -> Millis {
    hours.iter().map(|(from, to)| (at.min(*to) - from).max(0)).sum()
}

/// Stretches of time without one that lies in them.
fn without(open: &[(Millis, Millis)], (from, to): (Millis, Millis)) -> Vec<(Millis, Millis)> {
    let around = |&(begin, end): &(Millis, Millis)| [(begin, end.min(from)), (begin.max(to), end)];
    open.iter().flat_map(around).filter(|(begin, end)| begin < end).collect()
}

/// For what went before, at one counter or at all of them: how long until the call, and how often, in shares.
type Delays = BTreeMap<(Option<usize>, Before), Vec<(Millis, i64)>>;

/// When an officer was ready to call, in the office's time: from the first call on when it came soon after opening, until the hall's last call of the
/// day, and not while somebody without a number sat there.
fn ready(day: &HallDay, counter: &CounterOfDay, office: impl Fn(Millis) -> Millis) -> Vec<(Millis, Millis)> {
    let last_call =
        day.counters.iter().flat_map(|counter| &counter.calls).map(|call| office(call.called_at) + 1).max();
    let mut open: Vec<(Millis, Millis)> = counter
        .open
        .iter()
        .map(|(from, to)| {
            let first = counter.calls.iter().map(|call| call.called_at).find(|called| called >= from);
            let opened = office(*from);
            let begun = first.map(&office).filter(|called| called - opened <= SOON).unwrap_or(opened);
            (begun, office(*to).min(last_call.unwrap_or(Millis::MAX)))
        })
        .collect();
    for call in counter.calls.iter().filter(|call| call.ticket.is_none()) {
        open = without(&open, (office(call.called_at), office(call.free_at.unwrap_or(call.called_at))));
    }
    open.retain(|(from, to)| from < to);
    open
}

/// How long officers took to call: after a visit while somebody waited, and when somebody came to officers who had nobody. Of
/// the latter some were called first by an officer who was just done: how long the idle one would have taken is not known then, only
/// that it was longer (Kaplan and Meier's way of counting what was cut short).
fn delays(day: &HallDay, windows: &[Window], office: impl Fn(Millis) -> Millis) -> Delays {
    // The first call of each: who was not there and came back was called again.
    let mut called: BTreeMap<StreamId, Millis> = BTreeMap::new();
    for counter in &day.counters {
        for call in &counter.calls {
            let Some(ticket) = call.ticket else { continue };
            let at = office(call.called_at);
            let first = called.entry(ticket).or_insert(at);
            *first = at.min(*first);
        }
    }
    let came: BTreeMap<StreamId, Millis> =
        day.tickets.iter().map(|ticket| (ticket.ticket, office(ticket.taken_at))).collect();
    let mut delays: Delays = BTreeMap::new();
    for (window, counter) in day.counters.iter().enumerate() {
        let mut free = None;
        for call in &counter.calls {
            let at = office(call.called_at);
            let begun = windows[window].open.iter().map(|(from, _)| *from).rfind(|from| *from <= at);
            let free_then = free.filter(|free| begun.is_some_and(|begun| *free > begun));
            if let (Some(free), Some(came)) = (free_then, call.ticket.and_then(|ticket| came.get(&ticket)))
                && *came <= free
            {
                for of in [Some(window), None] {
                    delays.entry((of, Before::Visit)).or_default().push(((at - free).max(0), 1));
                }
            }
            free = call.free_at.map(&office);
        }
    }
    // Whoever came to an idle officer: how many there were, how long until the call, and whether one of them called.
    let mut waited: BTreeMap<usize, Vec<(Millis, bool)>> = BTreeMap::new();
    for ticket in &day.tickets {
        let (Some(at), Some(call)) = (came.get(&ticket.ticket), called.get(&ticket.ticket)) else {
            continue;
        };
        // Who has called before is at work; who has not may still be settling in.
        let is_idle = |(window, counter): &(&Window, &CounterOfDay)| {
            let since = window.open.iter().find(|(from, to)| from < at && at < to).map(|(from, _)| *from);
            let mut calls = counter.calls.iter().map(|call| office(call.called_at));
            let called_before = since.is_some_and(|since| calls.any(|call| since <= call && call <= *at));
            let busy = |call: &CalledOnDay| {
                office(call.called_at) <= *at && call.free_at.is_none_or(|free| office(free) > *at)
            };
            called_before && counter.fields.contains(&ticket.field) && !counter.calls.iter().any(busy)
        };
        let idle: Vec<&CounterOfDay> =
            windows.iter().zip(&day.counters).filter(is_idle).map(|(_, counter)| counter).collect();
        let ahead = |other: &&TicketOfDay| {
            idle.iter().any(|counter| counter.fields.contains(&other.field))
                && came.get(&other.ticket).is_some_and(|before| before < at)
                && called.get(&other.ticket).is_some_and(|call| call > at)
        };
        let spoken_for = day.tickets.iter().filter(ahead).count();
        if let Some(free) = idle.len().checked_sub(spoken_for).filter(|free| *free > 0) {
            // Whom they call first may be somebody with priority who came later: what counts is when they called.
            let calls = idle.iter().flat_map(|counter| &counter.calls).map(|call| office(call.called_at));
            let first = calls.filter(|call| call >= at).min().unwrap_or(Millis::MAX);
            waited.entry(free).or_default().push((first.min(*call).max(*at) - at, first <= *call));
        }
    }
    for (idle, seen) in waited {
        delays.insert((None, Before::Idle(idle)), cut_short(seen));
    }
    delays
}

/// How often something takes how long, in millionths, when for some it is only known that it would have taken longer.
fn cut_short(mut seen: Vec<(Millis, bool)>) -> Vec<(Millis, i64)> {
    // What was seen comes before what was cut short at the same instant.
    seen.sort_unstable_by_key(|(long, whole)| (*long, !whole));
    let mut left = 1_000_000;
    let mut shares = Vec::new();
    let many = seen.len();
    for (at, (long, whole)) in seen.iter().enumerate() {
        let still = i64::try_from(many - at).unwrap_or(1);
        // Longer than all that was seen: as long as the longest.
        let share = if at + 1 == many {
            left
        } else if *whole {
            left / still
        } else {
            continue;
        };
        shares.push((*long, share));
        left -= share;
    }
    shares
}

/// The hour of the clock in which a number was taken.
fn hour(day: &HallDay, ticket: &TicketOfDay) -> i64 {
    (ticket.taken_at - day.midnight) / 3_600_000
}

/// The waits its own history tells.
fn as_it_was(day: &HallDay, promised_ms: Millis, office: impl Fn(Millis) -> Millis) -> Waits {
    let calls = || day.counters.iter().flat_map(|counter| &counter.calls);
    let sat_then: BTreeMap<StreamId, &CalledOnDay> = calls()
        .filter(|call| call.seated_at.is_some())
        .filter_map(|call| Some((call.ticket?, call)))
        .collect();
    let seen: Vec<Seen<'_>> = day
        .tickets
        .iter()
        .map(|ticket| {
            let sat = sat_then.get(&ticket.ticket).and_then(|call| {
                let taken = office(ticket.taken_at);
                // Who still sits there is not done.
                let whole = call.free_at.map_or(Millis::MAX, |free| office(free) - taken);
                Some((office(call.seated_at?) - taken, whole))
            });
            Seen { field: &ticket.field, hour: hour(day, ticket), sat }
        })
        .collect();
    let sat = calls().filter_map(|call| Some(office(call.free_at?) - office(call.seated_at?))).sum();
    let open = day
        .counters
        .iter()
        .flat_map(|counter| &counter.open)
        .map(|(from, to)| office(*to) - office(*from))
        .sum();
    Waits::of(&seen, promised_ms, sat, open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_short_counts_for_what_took_longer() {
        let whole = cut_short(vec![(30, true), (10, true), (20, true), (40, true)]);
        assert_eq!(whole, [(10, 250_000), (20, 250_000), (30, 250_000), (40, 250_000)]);
        // One of two was cut short at 15: its half belongs to those that took longer.
        let half = cut_short(vec![(10, true), (15, false), (20, true), (20, true)]);
        assert_eq!(half, [(10, 250_000), (20, 375_000), (20, 375_000)]);
        assert_eq!(cut_short(vec![(10, false)]), [(10, 1_000_000)]);
        assert_eq!(cut_short(Vec::new()), []);
    }

    #[test]
    fn a_break_is_cut_out_of_the_hours_and_lunch_is_no_time_of_the_office() {
        let hour = 3_600_000;
        assert_eq!(without(&[(0, 4 * hour)], (hour, 2 * hour)), [(0, hour), (2 * hour, 4 * hour)]);
        assert_eq!(without(&[(0, hour)], (2 * hour, 3 * hour)), [(0, hour)]);
        assert_eq!(without(&[(hour, 2 * hour)], (0, 3 * hour)), []);
        let hours = [(7 * hour, 11 * hour), (13 * hour, 17 * hour)];
        for (clock, office) in [(6, 0), (8, 1), (11, 4), (12, 4), (14, 5), (19, 8)] {
            assert_eq!(in_office(&hours, clock * hour), office * hour, "{clock}");
        }
    }
}
