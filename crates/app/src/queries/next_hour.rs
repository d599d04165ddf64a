//! The hour ahead of a hall: who waits, who has an appointment, who came in the same hour of earlier days, and whether the open counters suffice.
//!
//! What it costs: one statement for each day looked at, by the index of hall and instant; with some weeks on record four or five, at most
//! `WEEKS` and `DAYS_BACK` together.

use super::hall::HallNow;
use super::statements as sql;
use crate::App;
use crate::directory::Directory;
use crate::error::Result;
use domain::hall::{AHEAD_MS, Before, Demand, FEWEST_ALIKE, Outlook, outlook};
use domain::kernel::{Millis, Value};
use std::collections::BTreeMap;
use store::{Reader, Row};

/// A field group in the hour ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldAhead {
    /// Field group.
    pub field: String,
    /// People who wait now.
    pub waiting: i64,
    /// People with an appointment in the hour who have not come yet.
    pub agreed: i64,
    /// People expected without one; none while no day is on record.
    pub walk_ins: Option<i64>,
    /// How long a counter lately had to do with one person of it, none while that was never measured.
    pub each_ms: Option<Millis>,
    /// People the open counters can serve.
    pub served: i64,
}

impl FieldAhead {
    /// Everybody who wants to be served.
    #[must_use]
    pub fn people(&self) -> i64 {
        self.waiting + self.agreed + self.walk_ins.unwrap_or(0)
    }
}

/// The hour ahead of a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextHour {
    /// How much of the hour the hall is open; 0 while it is not.
    pub open_ms: Millis,
    /// Earlier days the people without appointment are counted from.
    pub days: i64,
    /// Those days are of the same weekday; otherwise they are the last working days.
    pub same_weekday: bool,
    /// Field groups somebody waits for or is expected for.
    pub fields: Vec<FieldAhead>,
    /// Counters that serve.
    pub counters: usize,
    /// Whether they suffice; none while nobody is expected or nothing was ever measured.
    pub outlook: Option<Outlook>,
}

impl NextHour {
    /// Everybody who wants to be served.
    #[must_use]
    pub fn people(&self) -> i64 {
        self.fields.iter().map(FieldAhead::people).sum()
    }
}

const DAY_MS: Millis = 86_400_000;
/// How far back days of the same weekday are looked for, and how many are enough.
const WEEKS: i64 = 12;
const ALIKE: usize = 4;
/// How far back working days of any weekday are looked for, and how many are enough.
const DAYS_BACK: i64 = 28;
const WORKING: usize = 5;

/// What a day says of a field group.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    walk_ins: i64,
    served: i64,
    busy_ms: Millis,
}

type DayOfHall = BTreeMap<String, Came>;

impl App {
    /// The hour ahead of a hall.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_hour(&self, now: &HallNow) -> Result<NextHour> {
        let (directory, at) = (self.directory(), self.now());
        let mut reader = self.store().read(self.tenant()).await?;
        let values: [Value; 5] = [
            self.tenant().into(),
            now.hall.as_str().into(),
            directory.day(at).into(),
            at.into(),
            (at + AHEAD_MS).into(),
        ];
        let agreed = reader.query(&sql::AGREED_AHEAD, &values).await?;
        let agreed: BTreeMap<String, i64> =
            agreed.iter().map(|row| (row.text(0).to_owned(), row.i64(1))).collect();
        let today = self.came_on(&mut reader, &now.hall, at).await?;
        let (days, same_weekday) = self.days_before(&mut reader, &now.hall, at).await?;
        reader.end().await?;
        Ok(ahead(&directory, now, at, &agreed, &today, (&days, same_weekday)))
    }

    /// Days on record to go by, and whether they are of the same weekday.
    async fn days_before(
        &self,
        reader: &mut Reader,
        hall: &str,
        at: Millis,
    ) -> Result<(Vec<DayOfHall>, bool)> {
        let weeks = (1..=WEEKS).map(|week| at - 7 * week * DAY_MS);
        let alike = self.on_record(reader, hall, weeks, ALIKE).await?;
        if alike.len() >= FEWEST_ALIKE {
            return Ok((alike, true));
        }
        let days = (1..=DAYS_BACK).map(|day| at - day * DAY_MS);
        let working = self.on_record(reader, hall, days, WORKING).await?;
        // One day of the same weekday is as good as one of another.
        let same_weekday = working.is_empty() && !alike.is_empty();
        Ok((if same_weekday { alike } else { working }, same_weekday))
    }

    async fn on_record(
        &self,
        reader: &mut Reader,
        hall: &str,
        instants: impl Iterator<Item = Millis>,
        enough: usize,
    ) -> Result<Vec<DayOfHall>> {
        let directory = self.directory();
        let mut found = Vec::new();
        for at in instants {
            let date = directory.calendar().local_date(at);
            // On a day off nobody comes, and before the years the calendar covers nothing is known.
            if directory.calendar().open_on(date).unwrap_or_default().is_empty() {
                continue;
            }
            let day = self.came_on(reader, hall, at).await?;
            if !day.is_empty() {
                found.push(day);
            }
            if found.len() == enough {
                break;
            }
        }
        Ok(found)
    }

    /// The day of an instant; who came without appointment is counted within the hour from that instant on.
    async fn came_on(&self, reader: &mut Reader, hall: &str, at: Millis) -> Result<DayOfHall> {
        let directory = self.directory();
        let midnight = directory.calendar().midnight(directory.calendar().local_date(at));
        let values: [Value; 6] = [
            self.tenant().into(),
            hall.into(),
            midnight.into(),
            (midnight + DAY_MS).into(),
            at.into(),
            (at + AHEAD_MS).into(),
        ];
        let rows = reader.query(&sql::CAME_ON, &values).await?;
        let came = |row: &Row| Came { walk_ins: row.i64(1), served: row.i64(2), busy_ms: row.i64(3) };
        Ok(rows.iter().map(|row| (row.text(0).to_owned(), came(row))).collect())
    }
}

fn ahead(
    directory: &Directory,
    now: &HallNow,
    at: Millis,
    agreed: &BTreeMap<String, i64>,
    today: &DayOfHall,
    (days, same_weekday): (&[DayOfHall], bool),
) -> NextHour {
    let count = i64::try_from(days.len()).unwrap_or(0);
    let lately = || days.iter().chain([today]);
    let of = |field: &str| -> Vec<Came> { lately().filter_map(|day| day.get(field).copied()).collect() };
    let all: Vec<Came> = lately().flat_map(|day| day.values().copied()).collect();
    let open_ms = open_within(directory, at);
    let mut fields: Vec<FieldAhead> = directory
        .catalogue()
        .fields_of(&now.hall)
        .into_iter()
        .map(|field| {
            let people = days.iter().filter_map(|day| day.get(&field.code)).map(|came| came.walk_ins).sum();
            let waits = now.waiting.iter().find(|waits| waits.field == field.code);
            FieldAhead {
                waiting: waits.map_or(0, |waits| waits.waiting),
                agreed: agreed.get(&field.code).copied().unwrap_or(0),
                walk_ins: Before { days: count, people }.mean(),
                each_ms: mean_ms(&of(&field.code)).or_else(|| mean_ms(&all)),
                served: 0,
                field: field.code.clone(),
            }
        })
        .filter(|field| field.people() > 0)
        .collect();
    let demands: Option<Vec<Demand>> = fields
        .iter()
        .map(|field| {
            Some(Demand { field: field.field.clone(), people: field.people(), each_ms: field.each_ms? })
        })
        .collect();
    let outlook = demands
        .filter(|demands| !demands.is_empty())
        .map(|demands| outlook(&demands, &now.stations(open_ms)));
    if let Some(outlook) = &outlook {
        for (field, served) in fields.iter_mut().zip(&outlook.served) {
            field.served = *served;
        }
    }
    let counters = now.stations(open_ms).iter().filter(|station| station.open).count();
    NextHour { open_ms, days: count, same_weekday, fields, counters, outlook }
}

/// The mean time a counter has to do with one person.
fn mean_ms(came: &[Came]) -> Option<Millis> {
    let served: i64 = came.iter().map(|came| came.served).sum();
    let busy_ms: Millis = came.iter().map(|came| came.busy_ms).sum();
    busy_ms.checked_div(served).map(|mean| mean.max(1))
}

/// How much of the hour from an instant on the halls are open.
fn open_within(directory: &Directory, at: Millis) -> Millis {
    let date = directory.calendar().local_date(at);
    let open = directory.calendar().open_on(date).unwrap_or_default();
    open.iter().map(|(from, until)| ((*until).min(at + AHEAD_MS) - (*from).max(at)).max(0)).sum()
}
