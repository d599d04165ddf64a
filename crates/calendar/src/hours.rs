//! Days and opening hours as prefix sums.

use crate::due::DayKind;
use crate::file::{CalendarError, CalendarFile, FileError, Interval, Status};
use crate::{Millis, day_number};
use jiff::civil::{Date, DateTime, Weekday, date};
use std::collections::BTreeMap;

pub(crate) const DAY_MS: i64 = 86_400_000;

/// One opening interval, milliseconds since local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    from: i64,
    to: i64,
}

/// One covered day.
#[derive(Clone, Debug)]
struct Day {
    kind: DayKind,
    /// Working milliseconds of all days before this one.
    worked_before: i64,
    /// Working days before this one.
    days_before: i64,
    saturday: bool,
}

/// A calendar ready to be asked.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    name: String,
    version: String,
    offset_ms: i64,
    first: Date,
    /// Days since 1970-01-01 of `first`.
    first_day: i64,
    days: Vec<Day>,
    working: Vec<Open>,
    saturday: Vec<Open>,
    provisional_years: Vec<i16>,
    provisional_days: Vec<i64>,
}

impl WorkCalendar {
    /// Builds a calendar from a checked file. `hours` replaces the file's opening hours for a unit with its own;
    /// empty keeps the file's.
    ///
    /// # Errors
    /// A [`FileError`] that names the entry.
    pub fn build(file: &CalendarFile, hours: &[Interval]) -> Result<Self, FileError> {
        let working = opens(if hours.is_empty() { &file.hours } else { hours })?;
        if working.is_empty() {
            return Err(FileError::NoHours);
        }
        let saturday = opens(&file.saturday_hours)?;
        let consecutive = file.years.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let (Some(&first_year), Some(&last_year), true) =
            (file.years.first(), file.years.last(), consecutive)
        else {
            return Err(FileError::Years(file.years.clone()));
        };
        let (first, last) = (date(first_year, 1, 1), date(last_year, 12, 31));
        let exceptions = exceptions(file, first, last)?;
        let provisional_days = exceptions
            .iter()
            .filter(|(_, exception)| exception.status == Status::Provisional)
            .map(|(date, _)| day_number(*date))
            .collect();
        let days = days(first, last, &exceptions, &working, &saturday);
        Ok(Self {
            name: file.name.clone(),
            version: format!("{}@{}", file.name, file.version),
            offset_ms: i64::from(file.offset_seconds) * 1000,
            first,
            first_day: days_since_1970(first),
            days,
            working,
            saturday,
            provisional_years: file.provisional_years.clone(),
            provisional_days,
        })
    }

    /// `name@version`, quoted by everything counted by it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The office's own date and time of an instant.
    #[must_use]
    pub fn local(&self, at: Millis) -> DateTime {
        let local = at + self.offset_ms;
        let midnight = date_from_1970(local.div_euclid(DAY_MS));
        let nanos = local.rem_euclid(DAY_MS) * 1_000_000;
        midnight.to_datetime(jiff::civil::Time::midnight()) + jiff::SignedDuration::from_nanos(nanos)
    }

    /// The office's own date of an instant.
    #[must_use]
    pub fn local_date(&self, at: Millis) -> Date {
        date_from_1970((at + self.offset_ms).div_euclid(DAY_MS))
    }

    /// Minute of the local day.
    #[must_use]
    pub fn local_minute(&self, at: Millis) -> i64 {
        (at + self.offset_ms).rem_euclid(DAY_MS) / 60_000
    }

    /// The instant of a local time like `2026-02-13T15:20`.
    ///
    /// # Errors
    /// [`CalendarError::NotATime`].
    pub fn instant(&self, local: &str) -> Result<Millis, CalendarError> {
        let wrong = || CalendarError::NotATime(local.to_owned());
        let parsed: DateTime = local.parse().map_err(|_| wrong())?;
        let time = parsed.time();
        let ms = i64::from(time.hour()) * 3_600_000
            + i64::from(time.minute()) * 60_000
            + i64::from(time.second()) * 1000
            + i64::from(time.millisecond());
        Ok(days_since_1970(parsed.date()) * DAY_MS + ms - self.offset_ms)
    }

    /// The local midnight with which a date begins.
    #[must_use]
    pub fn midnight(&self, date: Date) -> Millis {
        days_since_1970(date) * DAY_MS - self.offset_ms
    }

    /// True on a day with opening hours.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        self.index_of(date).is_ok_and(|index| self.works(index))
    }

    /// The opening hours of a date, none on a day off.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn open_on(&self, date: Date) -> Result<Vec<(Millis, Millis)>, CalendarError> {
        let index = self.index_of(date)?;
        Ok(self
            .opens_on(index)
            .iter()
            .map(|open| (self.at(index, open.from), self.at(index, open.to)))
            .collect())
    }

    /// True at an instant within opening hours; the closing instant itself is outside.
    #[must_use]
    pub fn is_open(&self, at: Millis) -> bool {
        let Ok((index, ms)) = self.locate(at) else { return false };
        self.opens_on(index).iter().any(|open| open.from <= ms && ms < open.to)
    }

    /// What kind of day a date is.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn day_kind(&self, date: Date) -> Result<DayKind, CalendarError> {
        self.index_of(date).map(|index| self.days[index].kind.clone())
    }

    /// The instant itself when open, else the next opening.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`] when there is none in the years covered.
    pub fn next_opening(&self, at: Millis) -> Result<Millis, CalendarError> {
        let (index, ms) = self.locate(at)?;
        if let Some(open) = self.opens_on(index).iter().find(|open| ms < open.to) {
            return Ok(self.at(index, ms.max(open.from)));
        }
        self.working_index_after(index).map(|next| self.at(next, self.opens_on(next)[0].from))
    }

    /// The instant the office closes on that local day; on a day off, local midnight at its end less one millisecond.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn closing_of_day(&self, at: Millis) -> Result<Millis, CalendarError> {
        let (index, _) = self.locate(at)?;
        Ok(self
            .opens_on(index)
            .last()
            .map_or_else(|| self.at(index, DAY_MS - 1), |open| self.at(index, open.to)))
    }

    /// Working milliseconds from `from` to `to`, negative when `to` is earlier.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn working_ms_between(&self, from: Millis, to: Millis) -> Result<i64, CalendarError> {
        Ok(self.worked_until(to)? - self.worked_until(from)?)
    }

    /// The instant at which that much working time has gone by since `start`. At the very end of an interval the
    /// closing instant is given, not the next opening: a limit is over when the office closes.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn add_working(&self, start: Millis, ms: i64) -> Result<Millis, CalendarError> {
        let begun = if ms > 0 { self.next_opening(start)? } else { start };
        let target = self.worked_until(begun)? + ms;
        if ms == 0 {
            return Ok(begun);
        }
        self.instant_of(target, ms > 0)
    }

    /// The instant from which that much working time leads to `end`.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn subtract_working(&self, end: Millis, ms: i64) -> Result<Millis, CalendarError> {
        if ms == 0 {
            return Ok(end);
        }
        self.instant_of(self.worked_until(end)? - ms, false)
    }

    /// True when a promise that ends at that instant rests on days not decided yet.
    #[must_use]
    pub fn is_provisional(&self, from: Millis, to: Millis) -> bool {
        let (first, last) = (self.local_date(from), self.local_date(to));
        let days = day_number(first)..=day_number(last);
        self.provisional_years.iter().any(|year| (first.year()..=last.year()).contains(year))
            || self.provisional_days.iter().any(|day| days.contains(day))
    }

    /// Working milliseconds from the first covered midnight to an instant.
    fn worked_until(&self, at: Millis) -> Result<i64, CalendarError> {
        let (index, ms) = self.locate(at)?;
        let today: i64 = self.opens_on(index).iter().map(|open| (ms.min(open.to) - open.from).max(0)).sum();
        Ok(self.days[index].worked_before + today)
    }

    /// The instant at which the total worked reaches `target`: the end of that interval when `at_end`, else the
    /// beginning of the next one where both are possible.
    fn instant_of(&self, target: i64, at_end: bool) -> Result<Millis, CalendarError> {
        if target < 0 {
            return Err(self.not_covered("the years before"));
        }
        // The last day that begins with less than (or, at a beginning, at most) the target worked.
        let after = self.days.partition_point(|day| {
            if at_end { day.worked_before < target } else { day.worked_before <= target }
        });
        let mut index = after.saturating_sub(1);
        let mut left = target - self.days[index].worked_before;
        loop {
            for open in self.opens_on(index) {
                let length = open.to - open.from;
                if left < length || (at_end && left == length) {
                    return Ok(self.at(index, open.from + left));
                }
                left -= length;
            }
            index += 1;
            if index >= self.days.len() {
                return Err(self.not_covered("the years after"));
            }
        }
    }

    /// The working day that comes `n` working days after the day at `index`.
    pub(crate) fn nth_working_after(&self, index: usize, n: i64) -> Result<usize, CalendarError> {
        let target = self.days[index].days_before + i64::from(self.works(index)) + n;
        // The first day with `target` working days up to and including it.
        let found =
            self.days.partition_point(|day| day.days_before + i64::from(day.is_working(self)) < target);
        if found >= self.days.len() {
            Err(self.not_covered(&format!("{n} working days later")))
        } else {
            Ok(found)
        }
    }

    /// The first working day after the day at `index`.
    pub(crate) fn working_index_after(&self, index: usize) -> Result<usize, CalendarError> {
        (index + 1..self.days.len())
            .find(|&next| self.works(next))
            .ok_or_else(|| self.not_covered("the next opening"))
    }

    pub(crate) fn works(&self, index: usize) -> bool {
        self.days[index].is_working(self)
    }

    pub(crate) fn kind_at(&self, index: usize) -> &DayKind {
        &self.days[index].kind
    }

    pub(crate) fn date_at(&self, index: usize) -> Date {
        date_from_1970(self.first_day + i64::try_from(index).expect("a calendar covers some years"))
    }

    /// Day and milliseconds since its midnight.
    pub(crate) fn locate(&self, at: Millis) -> Result<(usize, i64), CalendarError> {
        let local = at + self.offset_ms;
        let index = usize::try_from(local.div_euclid(DAY_MS) - self.first_day).ok();
        match index.filter(|&index| index < self.days.len()) {
            Some(index) => Ok((index, local.rem_euclid(DAY_MS))),
            None => Err(self.not_covered(&self.local(at).to_string())),
        }
    }

    pub(crate) fn at(&self, index: usize, ms: i64) -> Millis {
        let day = self.first_day + i64::try_from(index).expect("a calendar covers some years");
        day * DAY_MS + ms - self.offset_ms
    }

    /// Closing of the day at `index`, in milliseconds since midnight.
    pub(crate) fn closing_ms(&self, index: usize) -> Option<i64> {
        self.opens_on(index).last().map(|open| open.to)
    }

    /// That time of the day when the office is open then, else the nearest closing before it, else the opening.
    pub(crate) fn clamp_to_hours(&self, index: usize, ms: i64) -> i64 {
        let opens = self.opens_on(index);
        let before = opens.iter().rev().find(|open| open.from <= ms);
        before.map_or_else(|| opens.first().map_or(ms, |open| open.from), |open| ms.min(open.to))
    }

    /// Days covered.
    pub(crate) fn length(&self) -> usize {
        self.days.len()
    }

    fn index_of(&self, date: Date) -> Result<usize, CalendarError> {
        usize::try_from(days_since_1970(date) - self.first_day)
            .ok()
            .filter(|&index| index < self.days.len())
            .ok_or_else(|| self.not_covered(&date.to_string()))
    }

    fn opens_on(&self, index: usize) -> &[Open] {
        let day = &self.days[index];
        match day.kind {
            DayKind::Weekend if day.saturday => &self.saturday,
            _ if day.kind.is_working() => &self.working,
            _ => &[],
        }
    }

    pub(crate) fn not_covered(&self, asked: &str) -> CalendarError {
        let last = self.date_at(self.days.len() - 1).year();
        CalendarError::NotCovered {
            name: self.name.clone(),
            first: self.first.year(),
            last,
            asked: asked.to_owned(),
        }
    }
}

impl Day {
    fn is_working(&self, calendar: &WorkCalendar) -> bool {
        self.kind.is_working()
            || (self.kind == DayKind::Weekend && self.saturday && !calendar.saturday.is_empty())
    }
}

struct Exception {
    kind: DayKind,
    status: Status,
}

fn exceptions(file: &CalendarFile, first: Date, last: Date) -> Result<BTreeMap<Date, Exception>, FileError> {
    let mut found = BTreeMap::new();
    let off = file.off.iter().filter(|day| day.on).map(|day| {
        let name = day.name.clone();
        let kind = if day.swapped { DayKind::SwappedOff { name } } else { DayKind::Holiday { name } };
        (day.date, Exception { kind, status: day.status })
    });
    let worked = file
        .worked
        .iter()
        .map(|day| (day.date, Exception { kind: DayKind::WorkedRestDay, status: day.status }));
    for (date, exception) in off.chain(worked) {
        if date < first || date > last {
            return Err(FileError::Outside(date));
        }
        if exception.kind == DayKind::WorkedRestDay && !is_rest_day(date) {
            return Err(FileError::WorkedAnyway(date));
        }
        if found.insert(date, exception).is_some() {
            return Err(FileError::Twice(date));
        }
    }
    Ok(found)
}

fn days(
    first: Date,
    last: Date,
    exceptions: &BTreeMap<Date, Exception>,
    working: &[Open],
    saturday: &[Open],
) -> Vec<Day> {
    let length = |opens: &[Open]| opens.iter().map(|open| open.to - open.from).sum::<i64>();
    let (working_ms, saturday_ms) = (length(working), length(saturday));
    let (mut days, mut worked_before, mut days_before) = (Vec::new(), 0, 0);
    let mut today = first;
    while today <= last {
        let kind = exceptions.get(&today).map_or_else(
            || if is_rest_day(today) { DayKind::Weekend } else { DayKind::Working },
            |exception| exception.kind.clone(),
        );
        let is_saturday = today.weekday() == Weekday::Saturday;
        let ms = match kind {
            DayKind::Weekend if is_saturday => saturday_ms,
            ref kind if kind.is_working() => working_ms,
            _ => 0,
        };
        days.push(Day { kind, worked_before, days_before, saturday: is_saturday });
        worked_before += ms;
        days_before += i64::from(ms > 0);
        today = today.tomorrow().expect("years are far from the end of time");
    }
    days
}

fn is_rest_day(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn opens(intervals: &[Interval]) -> Result<Vec<Open>, FileError> {
    let mut opens: Vec<Open> = Vec::new();
    for interval in intervals {
        let wrong = || FileError::Hours { from: interval.from.clone(), to: interval.to.clone() };
        let open = Open {
            from: clock(&interval.from).ok_or_else(wrong)?,
            to: clock(&interval.to).ok_or_else(wrong)?,
        };
        if open.to <= open.from || opens.last().is_some_and(|before| before.to > open.from) {
            return Err(wrong());
        }
        opens.push(open);
    }
    Ok(opens)
}

fn clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours * 60 + minutes) * 60_000)
}

/// Days from 1970-01-01 to a date.
///
/// # Panics
/// Never: civil dates are at most some ten thousand years apart.
#[must_use]
pub fn days_since_1970(date: Date) -> i64 {
    let span = date
        .since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1)))
        .expect("civil dates are near each other");
    i64::from(span.get_days())
}

fn date_from_1970(days: i64) -> Date {
    use jiff::ToSpan;
    jiff::civil::date(1970, 1, 1).saturating_add(days.days())
}
