//! The columns of the figures, on the page and in a table to take away.

use super::super::names::Names;
use super::asked::Figures;
use crate::look;
use crate::words::T;
use app::queries::figures::PartedBy;
use app::{Table, TableCell, TableRow};
use domain::hall::{Days, Measure, Outcome, Reach, Stage, Tally};
use domain::kernel::Millis;

/// A column: how many, or how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Count(Measure),
    Wait,
    WaitP90,
    Service,
    ServiceP90,
}

/// All of them, in order.
pub(super) const COLUMNS: [Column; 12] = [
    Column::Count(Measure::Arrivals),
    Column::Wait,
    Column::WaitP90,
    Column::Service,
    Column::ServiceP90,
    Column::Count(Measure::Of(Outcome::Kept)),
    Column::Count(Measure::Of(Outcome::Lost(Stage::Waiting))),
    Column::Count(Measure::Of(Outcome::Lost(Stage::Coming))),
    Column::Count(Measure::Of(Outcome::Lost(Stage::AtCounter))),
    Column::Count(Measure::Of(Outcome::NoShow)),
    Column::Count(Measure::Of(Outcome::GivenUp)),
    Column::Count(Measure::Of(Outcome::UnderWay)),
];

impl Column {
    /// Its word, for translations.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Count(measure) => measure.word(),
            Self::Wait => "wait",
            Self::WaitP90 => "wait_p90",
            Self::Service => "service",
            Self::ServiceP90 => "service_p90",
        }
    }

    /// Its name where no heading stands above it: on a phone.
    pub(super) fn label(self, t: T) -> String {
        match self {
            Self::Count(Measure::Of(Outcome::Lost(_))) => t.code("figures.outcome", self.word()),
            Self::Count(_) => t.code("figures.col", self.word()),
            _ => t.code("figures.label", self.word()),
        }
    }

    /// Whose tickets are behind it.
    pub(super) const fn measure(self) -> Measure {
        match self {
            Self::Count(measure) => measure,
            Self::Wait | Self::WaitP90 => Measure::Called,
            Self::Service | Self::ServiceP90 => Measure::Served,
        }
    }

    fn length(self, tally: &Tally) -> Option<Millis> {
        match self {
            Self::Count(_) => None,
            Self::Wait => tally.waits().median(),
            Self::WaitP90 => tally.waits().p90(),
            Self::Service => tally.services().median(),
            Self::ServiceP90 => tally.services().p90(),
        }
    }

    /// As the page shows it.
    pub(super) fn text(self, t: T, tally: &Tally) -> String {
        match self {
            Self::Count(measure) => look::thousands(t, tally.of(measure)),
            _ => length(self.length(tally)),
        }
    }

    /// As a table to take away has it: lengths in seconds, to be counted with.
    fn cell(self, tally: &Tally) -> TableCell {
        match self {
            Self::Count(measure) => TableCell::Number(tally.of(measure)),
            _ => self
                .length(tally)
                .map_or_else(|| TableCell::Text(String::new()), |ms| TableCell::Number(ms / 1_000)),
        }
    }
}

/// `7:30`: minutes and seconds.
pub(in crate::pages::staff) fn length(ms: Option<Millis>) -> String {
    ms.map_or_else(|| "–".to_owned(), |ms| format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60))
}

/// `25/11/2026`, `23/11/2026 – 29/11/2026`, `tháng 11/2026`.
pub(super) fn title(t: T, days: Days) -> String {
    let (first, last) = (look::day_date(days.first), look::day_date(days.last));
    match days.reach {
        Reach::Day => t.one("figures.of_day", "day", first),
        Reach::Week => t.with("figures.of_week", &[("first", &first), ("last", &last)]),
        Reach::Month => t.with(
            "figures.of_month",
            &[("month", &(days.first / 100 % 100)), ("year", &(days.first / 10_000))],
        ),
    }
}

/// What a row is called.
pub(super) fn name(names: &Names, figures: &Figures, key: &str) -> String {
    match figures.by {
        PartedBy::Hour => key
            .parse::<i64>()
            .map_or_else(|_| key.to_owned(), |hour| format!("{hour:02}:00 – {:02}:00", hour + 1)),
        PartedBy::Department => names.field(key),
        PartedBy::Counter => counter(names, &figures.of.hall, key),
    }
}

/// `Quầy 5`; of who was called to none, that.
pub(super) fn counter(names: &Names, hall: &str, code: &str) -> String {
    match names.directory.counter(hall, code) {
        Some(counter) => names.t.with("desk.counter", &[("n", &counter.number)]),
        None if code.is_empty() => names.t.t("figures.no_counter").to_owned(),
        None => code.to_owned(),
    }
}

pub(super) fn of(names: &Names, figures: &Figures) -> Table {
    let t = names.t;
    let row = |name: String, tally: &Tally, is_total: bool| TableRow {
        cells: std::iter::once(TableCell::Text(name))
            .chain(COLUMNS.iter().map(|column| column.cell(tally)))
            .collect(),
        is_total,
    };
    let sum = Tally::sum(figures.parts.iter().map(|part| &part.tally));
    Table {
        title: format!("{} – {}", title(t, figures.of.days), names.hall(&figures.of.hall)),
        about: vec![
            t.one("figures.promise", "n", figures.of.promised_ms / 60_000),
            t.one("reports.file.live", "at", look::date_time(figures.of.now)),
        ],
        heading: std::iter::once(t.code("figures.by", figures.by.word()))
            .chain(COLUMNS.iter().map(|column| t.code("figures.file.col", column.word())))
            .collect(),
        rows: figures
            .parts
            .iter()
            .map(|part| row(name(names, figures, &part.key), &part.tally, false))
            .chain([row(t.t("figures.total").to_owned(), &sum, true)])
            .collect(),
        at: figures.of.now,
    }
}
