//! Ngày: a day of a hall lived through once more, with other counters, breaks or priorities.

use super::floor::{Before, Ended, Guest, Layout, Window, run};
use crate::dice::Dice;
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

/// How long people waited, and who did not get their turn. A wait is the time the office was open meanwhile: who takes a number just before lunch
/// does not wait for two hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Waits {
    /// People who sat down.
    pub served: usize,
    /// People who had a number and did not sit down: gone home, not there when called, or left over when the last counter closed.
    pub not_served: usize,
    /// Mean wait from the number to the chair, in seconds.
    pub mean_s: i64,
    /// Half of them waited no longer.
    pub median_s: i64,
    /// Nine in ten waited no longer.
    pub p90_s: i64,
    /// Percent of the counters' open time in which somebody sat there.
    pub busy_percent: i64,
    /// The same for each field group.
    pub by_field: BTreeMap<String, FieldWaits>,
}

/// How long the people of one field group waited.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FieldWaits {
    /// People who sat down.
    pub served: usize,
    /// Mean wait, in seconds.
    pub mean_s: i64,
    /// Nine in ten waited no longer.
    pub p90_s: i64,
}

/// A figure over several seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Band {
    /// Of ten seeds one shows less.
    pub low: i64,
    /// The middle one.
    pub median: i64,
    /// Of ten seeds one shows more.
    pub high: i64,
}

impl Band {
    /// Of one figure of each seed.
    #[must_use]
    pub fn of(mut figures: Vec<i64>) -> Self {
        figures.sort_unstable();
        let at =
            |tenth: usize| figures.get(figures.len().saturating_sub(1) * tenth / 10).copied().unwrap_or(0);
        Self { low: at(1), median: at(5), high: at(9) }
    }
}

/// Somebody who came on that day.
#[derive(Clone, Debug)]
struct Came {
    /// In the office's time.
    at: Millis,
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
    /// A day as it was.
    #[must_use]
    pub fn of(day: &HallDay) -> Self {
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
        let was = as_it_was(day, office);
        Self { midnight: day.midnight, hours: day.hours.clone(), fields, windows, came, delays, lengths, was }
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

    /// All counters of the hall.
    pub fn counters(&self) -> impl Iterator<Item = &str> {
        self.windows.iter().map(|window| window.code.as_str())
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
        let mut waits = Vec::new();
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
                if let Some(came) = who.get(ended.guest).and_then(|who| self.came.get((*who)?)) {
                    let field = self.fields.get(came.field).map_or("", String::as_str);
                    waits.push((field, ended.waited()));
                    sat += ended.free_at - ended.seated_at;
                }
                true
            },
        )?;
        let open: Millis =
            layout.windows.iter().flat_map(|window| &window.open).map(|(from, to)| to - from).sum();
        Ok(Waits::of(&waits, self.came.len(), sat, open))
    }

    /// The fewest counters at which nine in ten wait no longer than that: one after the other is left out, always the one that is missed
    /// least. None when all of them are not enough.
    ///
    /// # Errors
    /// When the domain refuses what the floor does.
    pub fn fewest(
        &self,
        target_s: i64,
        rules: QueueRules,
        seeds: u64,
    ) -> Result<Option<Vec<String>>, Refusal> {
        let p90 = |counters: &[String]| {
            let change = Change { counters: Some(counters.to_vec()), breaks: Vec::new(), rules };
            let of_seeds: Result<Vec<Waits>, Refusal> =
                (1..=seeds).map(|seed| self.lived(&change, seed)).collect();
            let of_seeds = of_seeds?;
            // Who is not served at all has waited longest.
            let left =
                of_seeds.iter().map(|waits| i64::try_from(waits.not_served).unwrap_or(i64::MAX)).collect();
            let p90 = of_seeds.iter().map(|waits| waits.p90_s).collect();
            Ok::<(i64, i64), Refusal>((Band::of(left).median, Band::of(p90).median))
        };
        let mut counters: Vec<String> = self.counters().map(str::to_owned).collect();
        let (all_left, all_p90) = p90(&counters)?;
        if all_p90 > target_s {
            return Ok(None);
        }
        loop {
            let mut best: Option<((i64, i64), usize)> = None;
            for at in 0..counters.len() {
                let mut fewer = counters.clone();
                fewer.remove(at);
                let (left, p90) = p90(&fewer)?;
                if p90 <= target_s && left <= all_left && best.is_none_or(|(known, _)| (left, p90) < known) {
                    best = Some(((left, p90), at));
                }
            }
            let Some((_, at)) = best else { return Ok(Some(counters)) };
            counters.remove(at);
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

impl Waits {
    /// Of each wait with its field group.
    fn of(waits: &[(&str, Millis)], came: usize, sat: Millis, open: Millis) -> Self {
        let mut by_field: BTreeMap<&str, Vec<Millis>> = BTreeMap::new();
        for (field, wait) in waits {
            by_field.entry(field).or_default().push(*wait);
        }
        let all = sorted(waits.iter().map(|(_, wait)| *wait).collect());
        let of_field = |(field, waits): (&str, Vec<Millis>)| {
            let waits = sorted(waits);
            let waits = FieldWaits { served: waits.len(), mean_s: mean_s(&waits), p90_s: tenth_s(&waits, 9) };
            (field.to_owned(), waits)
        };
        Self {
            served: all.len(),
            not_served: came.saturating_sub(all.len()),
            mean_s: mean_s(&all),
            median_s: tenth_s(&all, 5),
            p90_s: tenth_s(&all, 9),
            busy_percent: (sat * 100).checked_div(open).unwrap_or(0),
            by_field: by_field.into_iter().map(of_field).collect(),
        }
    }
}

fn sorted(mut waits: Vec<Millis>) -> Vec<Millis> {
    waits.sort_unstable();
    waits
}

fn mean_s(waits: &[Millis]) -> i64 {
    let many = i64::try_from(waits.len()).unwrap_or(i64::MAX);
    waits.iter().sum::<i64>().checked_div(many).unwrap_or(0) / 1000
}

/// What so many tenths of them did not exceed.
fn tenth_s(sorted: &[Millis], tenths: usize) -> i64 {
    sorted.get(sorted.len() * tenths / 10).map_or(0, |wait| wait / 1000)
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

/// The waits its own history tells.
fn as_it_was(day: &HallDay, office: impl Fn(Millis) -> Millis) -> Waits {
    let taken: BTreeMap<StreamId, &TicketOfDay> =
        day.tickets.iter().map(|ticket| (ticket.ticket, ticket)).collect();
    let calls = || day.counters.iter().flat_map(|counter| &counter.calls);
    let waits: Vec<(&str, Millis)> = calls()
        .filter_map(|call| {
            let ticket = taken.get(&call.ticket?)?;
            Some((ticket.field.as_str(), office(call.seated_at?) - office(ticket.taken_at)))
        })
        .collect();
    let sat = calls().filter_map(|call| Some(office(call.free_at?) - office(call.seated_at?))).sum();
    let open = day
        .counters
        .iter()
        .flat_map(|counter| &counter.open)
        .map(|(from, to)| office(*to) - office(*from))
        .sum();
    Waits::of(&waits, day.tickets.len(), sat, open)
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
