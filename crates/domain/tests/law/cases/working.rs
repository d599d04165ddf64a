//! The working by hand under a date: it must agree with itself, with the civil calendar and with the days off of the file, before it
//! is held against what the code explains.

use super::read::DayOff;
use super::time::{Day, When, minute};
use std::collections::BTreeMap;

/// What a working counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    WorkingDays(i64),
    Minutes(i64),
    CalendarDays(i64),
    SameDay,
    /// Up to the next opening.
    Opening,
    /// Until papers leave: closing of the day, or the next opening after 15:00.
    Papers,
}

/// One day of a working: the date, what it is, its number or its minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub day: Day,
    pub kind: &'static str,
    pub counted: i64,
}

pub struct Checked {
    pub lines: Vec<Line>,
    pub wrong: Vec<(usize, String)>,
}

type Calendar = BTreeMap<Day, DayOff>;

fn kind(day: Day, calendar: &Calendar) -> &'static str {
    match calendar.get(&day) {
        Some(DayOff::Off(_)) => "holiday",
        Some(DayOff::Swapped(_)) => "swapped_off",
        Some(DayOff::Worked) => "worked_rest_day",
        None if day.is_weekend() => "weekend",
        None => "working",
    }
}

/// How a day off has to be named.
fn named(day: Day, calendar: &Calendar) -> Option<String> {
    match calendar.get(&day) {
        Some(DayOff::Off(name)) => Some(format!("nghỉ {name}")),
        Some(DayOff::Swapped(name)) => Some(format!("nghỉ hoán đổi {name}")),
        Some(DayOff::Worked) => None,
        None if day.is_weekend() => Some("nghỉ cuối tuần".to_owned()),
        None => None,
    }
}

/// Checks a working from `from` to `due`, the line numbers going with what is wrong.
pub fn check(
    written: &[(usize, String)],
    counts: Counts,
    from: When,
    due: When,
    calendar: &Calendar,
) -> Checked {
    let mut checked = Checked { lines: Vec::new(), wrong: Vec::new() };
    let mut awaited = from.day;
    let (mut number, mut worked) = (0, 0);
    for (at, text) in written {
        let mut wrong = |what: String| checked.wrong.push((*at, what));
        let Some((date, said)) = text.split_once(": ") else {
            wrong(format!("`{text}`: expected a day, a colon and what it is"));
            continue;
        };
        let day = match Day::read_before(date, due.day) {
            Ok(day) => day,
            Err(what) => {
                wrong(what);
                continue;
            }
        };
        if day != awaited {
            wrong(format!("{} is passed over", awaited.said()));
        }
        awaited = day.next();
        let is_worked_rest_day = kind(day, calendar) == "worked_rest_day";
        let (said, made_up) = match said.strip_suffix(", làm bù") {
            Some(rest) => (rest, true),
            None => (said, false),
        };
        if made_up != is_worked_rest_day {
            wrong(format!("{}: `làm bù` stands where and only where a day off is worked", day.said()));
        }
        let main = match named(day, calendar) {
            Some(name) if said == name => "",
            Some(name) => match said.strip_suffix(&format!(", {name}")) {
                Some(main) => main,
                None => {
                    wrong(format!("{} is a day off, expected `{name}`", day.said()));
                    continue;
                }
            },
            None if said.contains("nghỉ") => {
                wrong(format!("{} is a working day", day.said()));
                continue;
            }
            None => said,
        };
        let is_first = day == from.day;
        let counted = match counts {
            Counts::Minutes(_) => {
                minutes(main, is_first.then_some(from.minute), (day == due.day).then_some(due.minute))
            }
            Counts::WorkingDays(_) | Counts::CalendarDays(_) => {
                numbered(main, is_first, counts, day, calendar, &mut number)
            }
            Counts::SameDay => (main == "trong ngày, đóng cửa 17:00")
                .then_some(1)
                .ok_or_else(|| "expected `trong ngày, đóng cửa 17:00`".to_owned()),
            Counts::Opening | Counts::Papers => opening(main, counts, is_first, from, day == due.day, due),
        };
        match counted {
            Ok(counted) => {
                worked += counted;
                checked.lines.push(Line { day, kind: kind(day, calendar), counted });
            }
            Err(what) => wrong(format!("{}: {what}", day.said())),
        }
    }
    let at = written.last().map_or(0, |(at, _)| *at);
    let mut wrong = |what: String| checked.wrong.push((at, what));
    if awaited != due.day.next() {
        wrong(format!("the working does not end on {}", due.day.said()));
    }
    match counts {
        Counts::WorkingDays(limit) | Counts::CalendarDays(limit) if number != limit => {
            wrong(format!("it counts to {number}, the limit is {limit}"));
        }
        Counts::Minutes(limit) if worked != limit => {
            wrong(format!("it adds up to {worked} minutes, the limit is {limit}"));
        }
        Counts::WorkingDays(_) if due.minute != from.minute => {
            wrong("working days end at the hour at which they began".to_owned());
        }
        Counts::CalendarDays(_) | Counts::SameDay if due.minute != 17 * 60 => {
            wrong("the day ends at the closing, 17:00".to_owned());
        }
        _ => {}
    }
    checked
}

fn numbered(
    main: &str,
    is_first: bool,
    counts: Counts,
    day: Day,
    calendar: &Calendar,
    number: &mut i64,
) -> Result<i64, String> {
    let (limit, every_day) = match counts {
        Counts::CalendarDays(limit) => (limit, true),
        Counts::WorkingDays(limit) => (limit, false),
        _ => (0, false),
    };
    let is_off = named(day, calendar).is_some();
    match main {
        "ngày đầu không tính" if is_first => Ok(0),
        _ if is_first => Err("the first day is not counted, expected `ngày đầu không tính`".to_owned()),
        "" if is_off && !every_day => Ok(0),
        "lùi" if every_day && *number == limit => Ok(0),
        _ if every_day && *number == limit => Err("the limit is over, expected `lùi`".to_owned()),
        _ if is_off && !every_day => Err("a day off is not counted".to_owned()),
        text => {
            let written: i64 = text.parse().map_err(|_| format!("`{text}` is no number of a day"))?;
            if written != *number + 1 {
                return Err(format!("{written} follows {number}"));
            }
            *number = written;
            Ok(written)
        }
    }
}

/// `08:30-11:30, 13:30-16:54 = 384 phút`, within the opening hours.
fn minutes(main: &str, from: Option<i64>, to: Option<i64>) -> Result<i64, String> {
    const OPEN: [(i64, i64); 2] = [(7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)];
    if main.is_empty() {
        return Ok(0);
    }
    let (spans, sum) = main
        .strip_suffix(" phút")
        .and_then(|main| main.split_once(" = "))
        .ok_or_else(|| format!("`{main}`: expected `hh:mm-hh:mm, hh:mm-hh:mm = n phút`"))?;
    let sum: i64 = sum.parse().map_err(|_| format!("`{sum}` is no number of minutes"))?;
    let mut read = Vec::new();
    for span in spans.split(", ") {
        let pair = span.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
        let (begin, end) = pair.ok_or_else(|| format!("`{span}` is no hh:mm-hh:mm"))?;
        if !OPEN.iter().any(|(open, close)| *open <= begin && begin < end && end <= *close) {
            return Err(format!("{span} does not lie within opening hours"));
        }
        read.push((begin, end));
    }
    let begin = from.unwrap_or(OPEN[0].0);
    let end = to.unwrap_or(OPEN[1].1);
    let whole: Vec<(i64, i64)> = OPEN
        .iter()
        .map(|(open, close)| (begin.max(*open), end.min(*close)))
        .filter(|(from, to)| from < to)
        .collect();
    if read != whole {
        return Err("the hours leave out or add some of the day".to_owned());
    }
    let added: i64 = read.iter().map(|(begin, end)| end - begin).sum();
    if added == sum { Ok(added) } else { Err(format!("the hours add up to {added}, not {sum}")) }
}

fn opening(
    main: &str,
    counts: Counts,
    is_first: bool,
    from: When,
    is_last: bool,
    due: When,
) -> Result<i64, String> {
    const CUT: i64 = 15 * 60;
    let hour = format!("{:02}:{:02}", due.minute / 60, due.minute % 60);
    let expected: Vec<String> = match (counts, is_first, is_last) {
        (Counts::Papers, true, true) if from.minute < CUT => {
            vec![format!("nhận trước 15:00, đóng cửa {hour}")]
        }
        (Counts::Papers, true, false) if from.minute >= CUT => {
            vec!["nhận từ 15:00".to_owned(), String::new()]
        }
        (Counts::Papers, true, false) => vec![String::new()],
        (Counts::Opening, true, true) => vec![format!("nhận ngoài giờ, mở cửa {hour}")],
        (Counts::Opening, true, false) => vec![
            "nhận ngoài giờ".to_owned(),
            "nhận sau 15:00".to_owned(),
            "nhận trong giờ làm việc cuối".to_owned(),
            String::new(),
        ],
        (_, false, true) => vec![format!("mở cửa {hour}")],
        _ => vec![String::new()],
    };
    if expected.iter().any(|one| one == main) {
        Ok(0)
    } else {
        Err(format!("`{main}`: expected `{}`", expected.join("` or `")))
    }
}
