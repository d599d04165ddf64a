//! Ước lượng: how long somebody will wait. The line is lived through on paper from this instant on: who sits at the counters goes when such
//! visits usually end, and the counters call whoever is first of theirs, each for as long as such an errand takes there.

use crate::kernel::Millis;
use crate::ticket::{Errand, WaitOverRest, over_rest};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::ControlFlow;

/// Visits of a day that began last and are looked at.
pub const LATELY: usize = 400;
/// What is known of few visits is drawn towards what is known of more, as though so many of those had been among them: the errands of a
/// procedure towards those of its field group, these towards all of the hall, a counter towards the others.
const DRAWN: i64 = 2;
/// No visit counts for longer than so many usual ones: somebody forgot to press the key.
const LONGEST: i64 = 4;
/// Whoever sits there for longer than was to be expected is expected to stay for such a part of it, in a hundred.
const STILL: i64 = 30;
const MINUTE: Millis = 60_000;

/// Nhịp của sảnh: what a wait is estimated from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Counters that are open.
    pub open: Vec<Open>,
    /// Visits that ended today, at most as many as began lately.
    pub ended: Vec<Served>,
}

/// A counter that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Counter code.
    pub counter: String,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// What it is busy with, none when nobody was called.
    pub busy: Option<Busy>,
}

/// Whom a counter called and has not let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Busy {
    /// What for.
    pub errand: Errand,
    /// Milliseconds since the call.
    pub for_ms: Millis,
}

/// A visit that ended, as estimates see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Counter code.
    pub counter: String,
    /// What for.
    pub errand: Errand,
    /// From the call to the end: so long the counter called nobody else.
    pub length: Millis,
}

/// Somebody in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What for.
    pub errand: Errand,
    /// The only counter that may call, of no length for any.
    pub only: String,
}

impl Standing {
    /// Somebody who comes for this, at whichever counter.
    #[must_use]
    pub fn with(field: &str, procedure: &str) -> Self {
        let errand = Errand { field: field.to_owned(), procedure: procedure.to_owned() };
        Self { errand, only: String::new() }
    }

    fn may_go_to(&self, counter: &Open) -> bool {
        counter.fields.contains(&self.errand.field) && (self.only.is_empty() || self.only == counter.counter)
    }
}

/// How many, and how long all of them together.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    many: i64,
    ms: Millis,
}

impl Sum {
    fn add(&mut self, ms: Millis) {
        self.many += 1;
        self.ms += ms;
    }

    fn drawn_to(self, usual: Millis) -> Millis {
        (self.ms + DRAWN * usual) / (self.many + DRAWN)
    }
}

/// How long turns at counters take.
struct Lengths<'a> {
    usual: Millis,
    of_field: BTreeMap<&'a str, Sum>,
    of_procedure: BTreeMap<(&'a str, &'a str), Sum>,
    /// Of each counter: how long its visits were, and how long such visits are elsewhere.
    of_counter: BTreeMap<&'a str, (Millis, Millis)>,
}

impl<'a> Lengths<'a> {
    /// None when no visit has ended.
    fn of(ended: &'a [Served]) -> Option<Self> {
        let mut all: Vec<Millis> = ended.iter().map(|one| one.length).collect();
        all.sort_unstable();
        let most = all.get(all.len() / 2)?.saturating_mul(LONGEST);
        let length = |one: &Served| one.length.clamp(0, most);
        let many = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let usual = ended.iter().map(length).sum::<Millis>() / many;
        let mut lengths = Self {
            usual,
            of_field: BTreeMap::new(),
            of_procedure: BTreeMap::new(),
            of_counter: BTreeMap::new(),
        };
        for one in ended {
            let Errand { field, procedure } = &one.errand;
            lengths.of_field.entry(field).or_default().add(length(one));
            lengths.of_procedure.entry((field, procedure)).or_default().add(length(one));
        }
        for one in ended {
            let expected = lengths.anywhere(&one.errand);
            let (took, would) = lengths.of_counter.entry(&one.counter).or_default();
            *took += length(one);
            *would += expected;
        }
        Some(lengths)
    }

    fn anywhere(&self, errand: &Errand) -> Millis {
        let of_field = self.of_field.get(errand.field.as_str()).copied().unwrap_or_default();
        let of_field = of_field.drawn_to(self.usual);
        let own = self.of_procedure.get(&(errand.field.as_str(), errand.procedure.as_str()));
        own.map_or(of_field, |own| own.drawn_to(of_field))
    }

    fn at(&self, counter: &str, errand: &Errand) -> Millis {
        let (took, would) = self.of_counter.get(counter).copied().unwrap_or_default();
        let drawn = DRAWN * self.usual;
        if would + drawn == 0 {
            return 0;
        }
        let ms = i128::from(self.anywhere(errand)) * i128::from(took + drawn) / i128::from(would + drawn);
        i64::try_from(ms).unwrap_or(Millis::MAX)
    }

    /// How much longer a counter is busy.
    fn left(&self, counter: &Open) -> Millis {
        counter.busy.as_ref().map_or(0, |busy| {
            let whole = self.at(&counter.counter, &busy.errand);
            (whole - busy.for_ms).max(whole * STILL / 100)
        })
    }
}

impl Pace {
    /// How long somebody waits with these before, in the order in which they are called, in whole minutes rounded up. All lines of the hall are
    /// before, since counters that take several call whoever is first of theirs. None while no counter is open that may call, or nobody was served
    /// yet who came for the same field group or at such a counter: nothing is promised that nobody can know.
    ///
    /// Whoever stands further back in a line is never told a shorter time.
    #[must_use]
    pub fn wait_ms<'a>(
        &self,
        ahead: impl IntoIterator<Item = &'a Standing>,
        me: &'a Standing,
    ) -> Option<Millis> {
        let may = |open: &&Open| me.may_go_to(open);
        let is_known = |one: &Served| {
            one.errand.field == me.errand.field
                || self.open.iter().filter(may).any(|open| open.counter == one.counter)
        };
        if !self.open.iter().any(|open| me.may_go_to(open)) || !self.ended.iter().any(is_known) {
            return None;
        }
        let mut lines = Lines::of(ahead.into_iter().chain([me]).collect());
        let last = lines.last();
        let mut wait = None;
        self.live(&Lengths::of(&self.ended)?, &mut lines, |now, _, place| {
            if place != Some(last) {
                return ControlFlow::Continue(());
            }
            wait = Some(whole_minutes(now));
            ControlFlow::Break(())
        });
        wait
    }

    /// The same for whoever joins the end of each line now and goes before nobody, by field group: all of them would have the same people
    /// before, who are lived through once. Whoever is first to find nobody left calls the newcomer.
    #[must_use]
    pub fn waits_behind<'a>(&self, line: impl IntoIterator<Item = &'a Standing>) -> BTreeMap<&str, Millis> {
        let Some(lengths) = Lengths::of(&self.ended) else { return BTreeMap::new() };
        let mut waits = BTreeMap::new();
        self.live(&lengths, &mut Lines::of(line.into_iter().collect()), |now, counter, place| {
            if place.is_none() {
                for field in &counter.fields {
                    waits.entry(field.as_str()).or_insert_with(|| whole_minutes(now));
                }
            }
            ControlFlow::Continue(())
        });
        let served = |field: &str, counter: &Open| {
            counter.fields.iter().any(|one| one == field)
                && lengths.of_counter.contains_key(counter.counter.as_str())
        };
        waits.retain(|field, _| {
            lengths.of_field.contains_key(field) || self.open.iter().any(|counter| served(field, counter))
        });
        waits
    }

    /// The line, lived through: at each turn a counter that is free calls whoever is first for it. A counter with nobody left for it calls
    /// nobody more: of this line nobody joins. What is told of a turn is the time, the counter, and the place in the line of whoever goes.
    fn live<'a>(
        &'a self,
        lengths: &Lengths<'_>,
        lines: &mut Lines<'_>,
        mut tell: impl FnMut(Millis, &'a Open, Option<usize>) -> ControlFlow<()>,
    ) {
        let mut free: BinaryHeap<Reverse<(Millis, usize)>> =
            self.open.iter().enumerate().map(|(at, open)| Reverse((lengths.left(open), at))).collect();
        while let Some(Reverse((now, at))) = free.pop() {
            let counter = &self.open[at];
            let called = lines.first_for(counter);
            if tell(now, counter, called.map(|(place, _)| place)).is_break() {
                return;
            }
            let Some((place, called)) = called else { continue };
            lines.goes(place);
            free.push(Reverse((now + lengths.at(&counter.counter, &called.errand), at)));
        }
    }

    /// What somebody with these before is told at an instant: the wait on the clock on the wall, the breaks of the hall in it.
    #[must_use]
    pub fn told<'a>(
        &self,
        at: Millis,
        ahead: impl IntoIterator<Item = &'a Standing>,
        me: &'a Standing,
        hours: &[(Millis, Millis)],
    ) -> Option<WaitOverRest> {
        let serving = self.open.iter().any(|open| me.may_go_to(open));
        Some(over_rest(at, self.wait_ms(ahead, me)?, hours, serving))
    }
}

const fn whole_minutes(ms: Millis) -> Millis {
    (ms + MINUTE - 1) / MINUTE * MINUTE
}

/// All lines of a hall, in one order.
struct Lines<'a> {
    people: Vec<&'a Standing>,
    gone: Vec<bool>,
    /// Places of those who wait for each field group, and how many at its beginning are gone.
    of_field: BTreeMap<&'a str, (Vec<usize>, usize)>,
}

impl<'a> Lines<'a> {
    fn of(people: Vec<&'a Standing>) -> Self {
        let mut of_field: BTreeMap<&str, (Vec<usize>, usize)> = BTreeMap::new();
        for (place, one) in people.iter().enumerate() {
            of_field.entry(&one.errand.field).or_default().0.push(place);
        }
        Self { gone: vec![false; people.len()], people, of_field }
    }

    fn last(&self) -> usize {
        self.people.len() - 1
    }

    fn first_for(&self, counter: &Open) -> Option<(usize, &'a Standing)> {
        let first = |field: &String| {
            let (places, gone) = self.of_field.get(field.as_str())?;
            let left = places.get(*gone..)?.iter();
            left.copied().find(|place| !self.gone[*place] && self.people[*place].may_go_to(counter))
        };
        let place = counter.fields.iter().filter_map(first).min()?;
        Some((place, self.people[place]))
    }

    fn goes(&mut self, place: usize) {
        self.gone[place] = true;
        let field = self.people[place].errand.field.as_str();
        if let Some((places, gone)) = self.of_field.get_mut(field) {
            while places.get(*gone).is_some_and(|place| self.gone[*place]) {
                *gone += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn land() -> Standing {
        Standing::with("land", "")
    }

    fn people(many: usize) -> Vec<Standing> {
        vec![land(); many]
    }

    fn open(code: &str, fields: &[&str]) -> Open {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Open { counter: code.to_owned(), fields, busy: None }
    }

    fn served(counter: &str, field: &str, procedure: &str, minutes: i64) -> Served {
        let errand = Standing::with(field, procedure).errand;
        Served { counter: counter.to_owned(), errand, length: minutes * MINUTE }
    }

    fn pace(lengths: &[(&str, i64)], codes: &[&str]) -> Pace {
        Pace {
            open: codes.iter().map(|code| open(code, &["land"])).collect(),
            ended: lengths.iter().map(|(code, minutes)| served(code, "land", "", *minutes)).collect(),
        }
    }

    fn minutes(pace: &Pace, ahead: &[Standing]) -> Option<i64> {
        pace.wait_ms(ahead, &land()).map(|wait| wait / MINUTE)
    }

    fn is_busy(mut pace: Pace, at: usize, procedure: &str, for_minutes: i64) -> Pace {
        let errand = Standing::with("land", procedure).errand;
        pace.open[at].busy = Some(Busy { errand, for_ms: for_minutes * MINUTE });
        pace
    }

    #[test]
    fn each_counter_calls_the_next_as_soon_as_it_is_free() {
        let both = [("01", 10), ("02", 10)];
        assert_eq!(minutes(&pace(&both, &["01"]), &people(3)), Some(30));
        assert_eq!(
            minutes(&pace(&both, &["01", "02"]), &people(3)),
            Some(10),
            "two go at once, then the third and this one"
        );
        assert_eq!(minutes(&pace(&both, &["01"]), &people(0)), Some(0));
    }

    #[test]
    fn whoever_sits_there_is_waited_for_as_long_as_such_a_visit_still_takes() {
        let hall = || pace(&[("01", 10); 6], &["01"]);
        assert_eq!(minutes(&is_busy(hall(), 0, "", 0), &people(0)), Some(10));
        assert_eq!(minutes(&is_busy(hall(), 0, "", 4), &people(1)), Some(16));
        assert_eq!(
            minutes(&is_busy(hall(), 0, "", 50), &people(0)),
            Some(3),
            "longer than anybody thought, and still there"
        );
    }

    #[test]
    fn a_quick_officer_and_a_slow_one_serve_at_their_own_pace() {
        let own: Vec<(&str, i64)> = [("01", 5); 40].into_iter().chain([("02", 20); 40]).collect();
        let wait = |codes: &[&str]| minutes(&pace(&own, codes), &people(4)).unwrap();
        assert!((20..=24).contains(&wait(&["01"])), "{}", wait(&["01"]));
        assert!((76..=80).contains(&wait(&["02"])), "{}", wait(&["02"]));
        assert!((15..=20).contains(&wait(&["01", "02"])), "{}", wait(&["01", "02"]));
        let new = [("01", 5), ("01", 5), ("01", 5), ("02", 20)];
        let one = minutes(&pace(&new, &["02"]), &people(1)).unwrap();
        assert!((9..20).contains(&one), "one visit is hardly a pace: {one}");
    }

    #[test]
    fn who_stands_before_for_a_long_matter_is_waited_for_longer() {
        let mut hall = pace(&[], &["01"]);
        let kinds = [("transfer", 30), ("copy", 4), ("", 11)];
        hall.ended =
            kinds.into_iter().cycle().take(90).map(|(kind, long)| served("01", "land", kind, long)).collect();
        let wait = |ahead: &[&str]| {
            let ahead: Vec<Standing> = ahead.iter().map(|kind| Standing::with("land", kind)).collect();
            minutes(&hall, &ahead).unwrap()
        };
        assert!((56..=60).contains(&wait(&["transfer"; 2])), "{}", wait(&["transfer"; 2]));
        assert!((8..=11).contains(&wait(&["copy"; 2])), "{}", wait(&["copy"; 2]));
        assert_eq!(wait(&["never seen"; 2]), 30, "as long as visits usually take");
    }

    #[test]
    fn a_procedure_that_was_seen_once_hardly_changes_what_is_told() {
        let mut hall = pace(&[("01", 10); 20], &["01"]);
        hall.ended.push(served("01", "land", "transfer", 40));
        let wait = minutes(&hall, &[Standing::with("land", "transfer")]).unwrap();
        assert!((15..=25).contains(&wait), "{wait}");
    }

    #[test]
    fn a_visit_somebody_forgot_to_end_does_not_frighten_the_others() {
        let mut hall = pace(&[("01", 10); 20], &["01"]);
        hall.ended.push(served("01", "land", "", 240));
        assert!(minutes(&hall, &people(1)).unwrap() <= 13);
    }

    #[test]
    fn a_counter_that_takes_two_lines_serves_whoever_was_there_first() {
        let mut hall = pace(&[("01", 10); 6], &[]);
        hall.open = vec![open("01", &["land", "tax"])];
        let tax = Standing::with("tax", "");
        assert_eq!(minutes(&hall, &[tax.clone(), land(), tax.clone()]), Some(30));
        hall.open.push(open("02", &["tax"]));
        assert_eq!(
            minutes(&hall, &[tax.clone(), land(), tax]),
            Some(20),
            "the other counter takes one of tax"
        );
    }

    #[test]
    fn who_is_kept_for_one_counter_is_waited_for_there_alone() {
        let hall = pace(&[("01", 10), ("02", 10)], &["01", "02"]);
        let kept = Standing { only: "02".to_owned(), ..land() };
        assert_eq!(minutes(&hall, &[kept.clone(), kept.clone()]), Some(0));
        assert_eq!(hall.wait_ms(&[kept.clone(), kept.clone()], &kept), Some(20 * MINUTE));
        let elsewhere = Standing { only: "03".to_owned(), ..land() };
        assert_eq!(minutes(&hall, std::slice::from_ref(&elsewhere)), Some(0), "nobody will call that one");
        assert_eq!(hall.wait_ms(&[], &elsewhere), None);
    }

    #[test]
    fn nothing_is_promised_while_nobody_can_know() {
        let lengths = [("01", 10)];
        assert_eq!(minutes(&pace(&lengths, &[]), &people(3)), None, "no counter is open");
        assert_eq!(minutes(&pace(&[], &["01"]), &people(3)), None, "no visit has ended");
        let tax = Standing::with("tax", "");
        assert_eq!(pace(&lengths, &["01"]).wait_ms(&people(3), &tax), None, "nobody takes it");
        let mut other = pace(&lengths, &["01"]);
        other.open.push(open("02", &["tax"]));
        assert_eq!(other.wait_ms(&[], &tax), None, "nobody of that line was served");
    }

    fn any_hall(lengths: &[(usize, usize, usize, i64)], busy: &[Option<(usize, i64)>]) -> Pace {
        let (codes, procedures, fields) = (["01", "02", "03"], ["", "a", "b"], ["land", "tax"]);
        let open = busy.iter().enumerate().map(|(at, busy)| {
            let takes: &[&str] = [&["land"][..], &["land", "tax"], &["tax"]][at % 3];
            let mut open = open(codes[at % 3], takes);
            open.busy = busy.map(|(procedure, for_minutes)| Busy {
                errand: Standing::with(takes[0], procedures[procedure]).errand,
                for_ms: for_minutes * MINUTE,
            });
            open
        });
        let ended = lengths.iter().map(|(code, field, procedure, length)| {
            served(codes[*code], fields[*field], procedures[*procedure], *length)
        });
        Pace { open: open.collect(), ended: ended.collect() }
    }

    proptest::proptest! {
        #[test]
        fn whoever_stands_further_back_is_never_told_less(
            lengths in proptest::collection::vec((0_usize..3, 0_usize..2, 0_usize..3, 0_i64..90), 1..40),
            busy in proptest::collection::vec(proptest::option::of((0_usize..3, 0_i64..60)), 1..4),
            line in proptest::collection::vec((0_usize..2, 0_usize..3), 0..40),
        ) {
            let hall = any_hall(&lengths, &busy);
            let line: Vec<Standing> = line.iter().map(|(field, procedure)| {
                Standing::with(["land", "tax"][*field], ["", "a", "b"][*procedure])
            }).collect();
            for field in ["land", "tax"] {
                let me = Standing::with(field, "");
                let mut before = None;
                for many in 0..=line.len() {
                    let wait = hall.wait_ms(&line[..many], &me);
                    proptest::prop_assert!(wait >= before, "{many} before: {before:?}, then {wait:?}");
                    proptest::prop_assert!(wait.is_none_or(|wait| wait >= 0 && wait % MINUTE == 0));
                    before = wait;
                }
                proptest::prop_assert_eq!(
                    hall.waits_behind(&line).get(field).copied(),
                    hall.wait_ms(&line, &me),
                    "{} is told the same when all are asked at once", field
                );
            }
        }

        #[test]
        fn one_more_open_counter_of_the_same_pace_never_makes_anybody_wait_longer(
            lengths in proptest::collection::vec((0_usize..3, 0_i64..90), 1..40),
            line in proptest::collection::vec(0_usize..3, 0..40),
        ) {
            let line: Vec<Standing> = line.iter().map(|procedure| Standing::with("land", ["", "a", "b"][*procedure])).collect();
            let mut hall = pace(&[], &["01"]);
            hall.ended = lengths.iter().map(|(procedure, length)| served("", "land", ["", "a", "b"][*procedure], *length)).collect();
            let mut before = hall.wait_ms(&line, &land()).expect("it is open");
            for code in ["02", "03"] {
                hall.open.push(open(code, &["land"]));
                let wait = hall.wait_ms(&line, &land()).expect("it is open");
                proptest::prop_assert!(wait <= before, "{code}: {before}, then {wait}");
                before = wait;
            }
        }
    }
}
