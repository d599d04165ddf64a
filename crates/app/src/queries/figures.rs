//! Số liệu của sảnh: arrivals, waits, times at the counter and the promise, of a day, a week or a month, and the tickets behind each
//! number.
//!
//! One set of figures: every number is counted from the same rows by [`Tally`], whatever the table is parted by, and the list behind a
//! number asks the same [`Measure`]. Nothing is summed up beforehand, so that a promise of other minutes is counted at once.
//!
//! What it costs: one statement for each day, by the index of hall and instant; eight short columns of a ticket. A month of a hall with
//! 3,000 visits a day is 31 statements of 3,000 rows, each far within the limit of a reader, and some 6 MB while it is counted.

use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use crate::App;
use crate::directory::Directory;
use crate::error::Result;
use domain::hall::{Days, End, Journey, Measure, Tally};
use domain::kernel::{Millis, StreamId, Value};
use std::collections::BTreeMap;
use store::Row;

/// What a table of figures is parted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PartedBy {
    /// The hour in which the number was taken.
    #[default]
    Hour,
    /// The field group it waited for, which stands for the department whose work it is.
    Department,
    /// The counter that called it last.
    Counter,
}

impl PartedBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hour, Self::Department, Self::Counter];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Department => "department",
            Self::Counter => "counter",
        }
    }

    /// What is meant by a stable word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// Which figures: a hall, its days, and what was promised there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresOf {
    /// Hall code.
    pub hall: String,
    /// The days.
    pub days: Days,
    /// The promised time.
    pub promised_ms: Millis,
    /// The instant they are counted at.
    pub now: Millis,
}

/// A row of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Hour of the day, code of the field group or of the counter; of no length for who was called to none.
    pub key: String,
    /// What was counted.
    pub tally: Tally,
}

/// Which tickets are behind a number.
#[derive(Clone, Copy, Debug)]
pub struct Behind<'a> {
    /// What the table was parted by.
    pub by: PartedBy,
    /// The row; none for the sum.
    pub key: Option<&'a str>,
    /// The column.
    pub measure: Measure,
}

/// A ticket behind a number. Nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyLine {
    /// Stream.
    pub ticket: StreamId,
    /// Printed and spoken.
    pub label: String,
    /// Field group.
    pub field: String,
    /// Counter code, of no length for who was called to none.
    pub counter: String,
    /// Its instants.
    pub journey: Journey,
}

impl App {
    /// Which figures an address means.
    #[must_use]
    pub fn figures_of(&self, hall: &str, days: Days) -> FiguresOf {
        let promised_ms = self.directory().promised_ms();
        FiguresOf { hall: hall.to_owned(), days, promised_ms, now: self.now() }
    }

    /// The figures of a hall, part by part in the order of their keys.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn figures(&self, of: &FiguresOf, by: PartedBy) -> Result<Vec<Part>> {
        let directory = self.directory();
        let mut parts: BTreeMap<String, Tally> = BTreeMap::new();
        let mut reader = self.store().read(self.tenant()).await?;
        for day in of.days.each() {
            let Some([from, to]) = instants(&directory, day, day) else { continue };
            let values: [Value; 4] = [self.tenant().into(), of.hall.as_str().into(), from.into(), to.into()];
            for row in reader.query(&sql::JOURNEYS, &values).await? {
                let line = journey_line(&row);
                let tally = parts.entry(key_of(&directory, &line, by)).or_default();
                tally.add(&line.journey, of.promised_ms, of.now);
            }
        }
        reader.end().await?;
        Ok(parts.into_iter().map(|(key, tally)| Part { key, tally }).collect())
    }

    /// A page of the tickets behind a number, in the order in which they were taken.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn journeys(
        &self,
        of: &FiguresOf,
        behind: Behind<'_>,
        (from, most): (Option<Place>, usize),
    ) -> Result<Leaf<JourneyLine>> {
        let directory = self.directory();
        let fits = |line: &JourneyLine| {
            behind.key.is_none_or(|key| key_of(&directory, line, behind.by) == key)
                && behind.measure.counts(&line.journey, of.promised_ms, of.now)
        };
        let place = |line: &JourneyLine| Place::new(line.journey.taken_at, line.ticket.0);
        let mut filling = Filling::new(Wanted { from, most, fits: Some(&fits) }, Place::BEGIN);
        let Some([begin, end]) = instants(&directory, of.days.first, of.days.last) else {
            return Ok(filling.leaf());
        };
        while let Some((after, most)) = filling.next_batch() {
            let [at, id] = after.values();
            let values: [Value; 7] = [
                self.tenant().into(),
                of.hall.as_str().into(),
                begin.into(),
                end.into(),
                at,
                id,
                most.into(),
            ];
            let rows = self.store().query(self.tenant(), &sql::JOURNEYS_BEHIND, &values).await?;
            filling.take(rows.iter().map(journey_line).collect(), place);
        }
        Ok(filling.leaf())
    }
}

/// From the midnight with which the first day begins to the one with which the last ends.
fn instants(directory: &Directory, first: i64, last: i64) -> Option<[Millis; 2]> {
    let midnight = |day| calendar::date_of(day).map(|date| directory.calendar().midnight(date));
    Some([midnight(first)?, midnight(last)? + 86_400_000])
}

fn key_of(directory: &Directory, line: &JourneyLine, by: PartedBy) -> String {
    match by {
        PartedBy::Hour => {
            format!("{:02}", directory.calendar().local_minute(line.journey.taken_at).rem_euclid(1_440) / 60)
        }
        PartedBy::Department => line.field.clone(),
        PartedBy::Counter => line.counter.clone(),
    }
}

fn journey_line(row: &Row) -> JourneyLine {
    let closed = row.i64_or_none(8);
    let end = match (row.text(4), closed) {
        ("served", Some(at)) => End::Served(at),
        ("no_show", _) => End::NoShow,
        ("given_up", _) => End::GivenUp,
        _ => End::UnderWay,
    };
    JourneyLine {
        ticket: StreamId(row.i64(0)),
        label: row.text(1).to_owned(),
        field: row.text(2).to_owned(),
        counter: row.text(3).to_owned(),
        journey: Journey {
            taken_at: row.i64(5),
            appointment_at: row.i64_or_none(9),
            called_at: row.i64_or_none(6),
            seated_at: row.i64_or_none(7),
            end,
        },
    }
}
