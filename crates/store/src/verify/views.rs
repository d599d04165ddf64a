//! Every table pages read, made again in memory and compared.

use super::{BadRow, PAGE};
use crate::error::StoreError;
use crate::reader::Reader;
use crate::schema::Shape;
use domain::State;
use domain::kernel::{StreamId, Tenant, Value};
use domain::tables::{TABLES, TableDef};
use std::collections::BTreeMap;

type Rows = BTreeMap<Vec<Value>, Vec<Value>>;

/// The first row that is not what the journal says.
pub(super) async fn compare<'a>(
    reader: &mut Reader,
    tenant: Tenant,
    states: impl Iterator<Item = (StreamId, &'a State)>,
) -> Result<Option<BadRow>, StoreError> {
    let mut expected = expected_rows(states);
    for table in TABLES {
        let wanted = expected.remove(table.name).unwrap_or_default();
        if let Some(bad) = compare_table(reader, tenant, table, wanted).await? {
            return Ok(Some(bad));
        }
    }
    Ok(None)
}

async fn compare_table(
    reader: &mut Reader,
    tenant: Tenant,
    table: &TableDef,
    mut wanted: Rows,
) -> Result<Option<BadRow>, StoreError> {
    let shape = Shape::from(table);
    let bad =
        |key: &[Value], what: &str| Some(BadRow::row(key_text(key), format!("table {}: {what}", table.name)));
    let mut after: Option<Vec<Value>> = None;
    loop {
        let (sql, values) = shape.page(tenant, after.as_deref(), PAGE);
        let rows = reader.query_text(&sql, &values).await?;
        for row in &rows {
            let (key, columns) = row.values().split_at(table.key.len());
            match wanted.remove(key) {
                Some(columns_wanted) if columns_wanted == columns => {}
                None if is_zero(table, columns) => {}
                Some(_) => return Ok(bad(key, "a row is not what the journal says")),
                None => return Ok(bad(key, "a row the journal does not know")),
            }
        }
        match rows.last() {
            Some(last) if i64::try_from(rows.len()).expect("a page") == PAGE => {
                after = Some(last.values()[..table.key.len()].to_vec());
            }
            _ => break,
        }
    }
    let missing = wanted.iter().find(|(_, columns)| !is_zero(table, columns));
    Ok(missing.and_then(|(key, _)| bad(key, "a row is missing")))
}

/// A counter at zero may be there or not: nothing was counted.
fn is_zero(table: &TableDef, columns: &[Value]) -> bool {
    table.is_counter() && columns.iter().all(|value| *value == Value::I64(0))
}

fn key_text(key: &[Value]) -> String {
    let parts: Vec<String> = key
        .iter()
        .map(|value| match value {
            Value::I64(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Null | Value::Blob(_) => "?".to_owned(),
        })
        .collect();
    parts.join("/")
}

fn expected_rows<'a>(states: impl Iterator<Item = (StreamId, &'a State)>) -> BTreeMap<&'static str, Rows> {
    let mut tables: BTreeMap<&'static str, Rows> = BTreeMap::new();
    let mut counters: BTreeMap<(&'static str, Vec<Value>), Vec<i64>> = BTreeMap::new();
    for (stream, state) in states {
        let views = state.views(stream);
        for row in views.rows {
            let key = row.key.into_iter().map(|(_, value)| value).collect();
            let columns = row.columns.into_iter().map(|(_, value)| value).collect();
            tables.entry(row.table).or_default().insert(key, columns);
        }
        for count in views.counts {
            let key = count.key.into_iter().map(|(_, value)| value).collect();
            let sums = counters.entry((count.table, key)).or_insert_with(|| vec![0; count.adds.len()]);
            sums.iter_mut().zip(&count.adds).for_each(|(sum, (_, add))| *sum += add);
        }
    }
    for ((table, key), sums) in counters {
        tables.entry(table).or_default().insert(key, sums.into_iter().map(Value::I64).collect());
    }
    tables
}
