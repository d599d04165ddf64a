//! Numbers taken from series within one batch: a rollback gives them back.

use crate::pending::Pending;
use crate::statement::Row;
use domain::kernel::{Series, Tenant, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The last numbers given, of the series this batch asks for.
pub(crate) struct Numbers {
    last: BTreeMap<Series, i64>,
    moved: BTreeSet<Series>,
}

impl Numbers {
    /// The series these commands take numbers from.
    pub(crate) fn asked(commands: &[Pending]) -> Vec<Value> {
        let mut asked = BTreeSet::new();
        for event in commands.iter().flat_map(|command| &command.writes).flat_map(|write| &write.events) {
            event.clone().fill(&mut |series| {
                asked.insert(series.clone());
                0
            });
        }
        asked.into_iter().map(|series| Value::Text(series.0)).collect()
    }

    /// Of series with the last number given; one that has none begins.
    pub(crate) fn of(rows: &[Row]) -> Self {
        let begun = rows.iter().filter(|row| *row.value(0) != Value::Null);
        let last = begun.map(|row| (Series(row.text(0).to_owned()), row.i64(1)));
        Self { last: last.collect(), moved: BTreeSet::new() }
    }

    pub(crate) fn next(&mut self, series: &Series) -> i64 {
        let last = self.last.entry(series.clone()).or_insert(0);
        *last += 1;
        self.moved.insert(series.clone());
        *last
    }

    /// The rows of those that were taken from.
    pub(crate) fn rows(self, tenant: Tenant) -> Vec<Vec<Value>> {
        self.moved
            .iter()
            .map(|series| vec![tenant.into(), series.0.as_str().into(), self.last[series].into()])
            .collect()
    }
}
