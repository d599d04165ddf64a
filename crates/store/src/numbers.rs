//! Numbers taken from series within one batch: a rollback gives them back.

use crate::batch::insert;
use crate::error::StoreError;
use crate::pending::Pending;
use crate::statement::Tx;
use crate::writes::{self, Bulk};
use domain::kernel::{Series, Tenant, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The last numbers given, of the series this batch asks for.
pub(crate) struct Numbers {
    last: BTreeMap<Series, i64>,
    moved: BTreeSet<Series>,
}

impl Numbers {
    pub(crate) async fn read<T: Tx>(
        tx: &mut T,
        tenant: Tenant,
        commands: &[Pending],
    ) -> Result<Self, StoreError> {
        let mut asked = BTreeSet::new();
        for event in commands.iter().flat_map(|command| &command.writes).flat_map(|write| &write.events) {
            event.clone().fill(&mut |series| {
                asked.insert(series.clone());
                0
            });
        }
        let names: Vec<Value> = asked.into_iter().map(|series| Value::Text(series.0)).collect();
        let mut last = BTreeMap::new();
        for some in names.chunks(256) {
            let mut values = vec![tenant.into()];
            let list = writes::in_list(2, &mut values, some.to_vec());
            let sql = format!("SELECT series, last FROM series WHERE tenant = $1 AND series IN ({list})");
            for row in tx.query(&sql, &values).await? {
                last.insert(Series(row.text(0).to_owned()), row.i64(1));
            }
        }
        Ok(Self { last, moved: BTreeSet::new() })
    }

    pub(crate) fn next(&mut self, series: &Series) -> i64 {
        let last = self.last.entry(series.clone()).or_insert(0);
        *last += 1;
        self.moved.insert(series.clone());
        *last
    }

    pub(crate) async fn write<T: Tx>(self, tx: &mut T, tenant: Tenant) -> Result<(), StoreError> {
        let rows = self
            .moved
            .iter()
            .map(|series| vec![tenant.into(), series.0.as_str().into(), self.last[series].into()])
            .collect();
        insert(tx, &Bulk::series(), rows).await
    }
}
