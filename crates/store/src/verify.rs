//! Honest history: everything hashed again, folded again, and compared with what pages see.

use crate::batch::write_views;
use crate::chain::{Envelope, NO_HASH, next_digest};
use crate::error::StoreError;
use crate::statement::{Row, Tx};
use crate::store::Store;
use crate::writes;
use domain::State;
use domain::kernel::{Kind, StreamId, Tenant, Value};
use domain::tables::{TABLES, TableDef};
use serde::Serialize;
use std::collections::BTreeMap;

/// Told how far it is: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(i64, i64) + Send + Sync);

/// The first thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadRow {
    /// Sequence number, 0 when it is not an event.
    pub seq: i64,
    /// Stream, 0 when it is not of one.
    pub stream: String,
    /// Version, 0 when it is not an event.
    pub version: i64,
    /// What is wrong.
    pub what: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Nothing is wrong.
    pub ok: bool,
    /// Events looked at.
    pub events: i64,
    /// Streams looked at.
    pub streams: i64,
    /// The first thing that is wrong.
    pub first_bad: Option<BadRow>,
}

const PAGE: i64 = 2000;

struct Folded {
    kind: Kind,
    version: i64,
    hash: Vec<u8>,
    state: State,
}

impl Store {
    /// Hashes everything again, checks chains, heads and the tenant's digest, folds every stream and compares states and
    /// every table pages read. Names the first bad row.
    ///
    /// # Errors
    /// When the database cannot be read; what is wrong with its content is in the report.
    pub async fn verify(&self, tenant: Tenant, progress: Progress<'_>) -> Result<VerifyReport, StoreError> {
        let mut reader = self.read(tenant).await?.without_limit();
        let head = reader.query(&writes::HEAD, &[tenant.into()]).await?;
        let (last, digest) =
            head.first().map_or((0, NO_HASH.to_vec()), |row| (row.i64(0), row.blob(1).to_vec()));
        let mut check = Check { tenant, events: 0, digest: NO_HASH.to_vec(), folded: BTreeMap::new() };
        let mut bad = None;
        let mut after = 0;
        while bad.is_none() {
            let rows = reader.query(&writes::FEED, &[tenant.into(), after.into(), PAGE.into()]).await?;
            if rows.is_empty() {
                break;
            }
            bad = rows.iter().map(Envelope::from_row).find_map(|envelope| check.event(envelope).err());
            after = check.events;
            progress(check.events, last);
        }
        if bad.is_none() {
            bad = check.tail(last, &digest);
        }
        if bad.is_none() {
            bad = check.streams(&mut reader).await?;
        }
        if bad.is_none() {
            bad = check.tables(&mut reader).await?;
        }
        reader.end().await?;
        let streams = i64::try_from(check.folded.len()).expect("streams fit");
        Ok(VerifyReport { ok: bad.is_none(), events: check.events, streams, first_bad: bad })
    }
}

struct Check {
    tenant: Tenant,
    events: i64,
    digest: Vec<u8>,
    folded: BTreeMap<StreamId, Folded>,
}

impl Check {
    fn event(&mut self, envelope: Envelope) -> Result<(), BadRow> {
        let bad = |what: &str| BadRow {
            seq: envelope.seq,
            stream: envelope.stream.to_string(),
            version: envelope.version,
            what: what.to_owned(),
        };
        if envelope.seq != self.events + 1 {
            return Err(BadRow { seq: self.events + 1, ..bad("the event with this sequence number is missing") });
        }
        if envelope.computed_hash(self.tenant) != envelope.hash {
            return Err(bad("the stored bytes do not have the stored hash"));
        }
        let before = self.folded.remove(&envelope.stream);
        let (version, prev_hash) =
            before.as_ref().map_or((0, NO_HASH.as_slice()), |before| (before.version, before.hash.as_slice()));
        if envelope.version != version + 1 {
            return Err(bad("the version does not follow the stream's last one"));
        }
        if envelope.prev_hash != prev_hash {
            return Err(bad("it is not chained to the stream's last event"));
        }
        let event = envelope.event().map_err(|error| bad(&error.to_string()))?;
        if event.name() != envelope.name {
            return Err(bad("the body tells of another event than the name"));
        }
        let kind = event.kind();
        let state = before.map_or_else(|| State::empty(kind), |before| before.state).apply(&event);
        self.digest = next_digest(&self.digest, &envelope.hash);
        self.events = envelope.seq;
        let folded = Folded { kind, version: envelope.version, hash: envelope.hash, state };
        self.folded.insert(envelope.stream, folded);
        Ok(())
    }

    fn tail(&self, last: i64, digest: &[u8]) -> Option<BadRow> {
        let bad = |seq, what: &str| {
            Some(BadRow { seq, stream: "0".to_owned(), version: 0, what: what.to_owned() })
        };
        if self.events < last {
            bad(self.events + 1, "the journal ends here, the head says there were more events")
        } else if self.events > last {
            bad(last + 1, "the journal goes on after the last event the head knows")
        } else if self.digest != digest {
            bad(last, "the digest over all events is not the head's")
        } else {
            None
        }
    }

    async fn streams(&self, reader: &mut crate::store::Reader) -> Result<Option<BadRow>, StoreError> {
        let sql = "SELECT stream, kind, version, head_hash, state_format, state FROM stream \
                   WHERE tenant = $1 AND stream > $2 ORDER BY stream LIMIT $3";
        let (mut after, mut seen) = (i64::MIN, 0_usize);
        loop {
            let rows = reader.query_text(sql, &[self.tenant.into(), after.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.i64(0);
            seen += rows.len();
            if let Some(bad) = rows.iter().find_map(|row| self.stream(row)) {
                return Ok(Some(bad));
            }
        }
        Ok((seen != self.folded.len()).then(|| BadRow {
            seq: 0,
            stream: "0".to_owned(),
            version: 0,
            what: format!("{seen} stream rows, the journal has {} streams", self.folded.len()),
        }))
    }

    fn stream(&self, row: &Row) -> Option<BadRow> {
        let stream = StreamId(row.i64(0));
        let bad = |what: &str| {
            Some(BadRow { seq: 0, stream: stream.to_string(), version: row.i64(2), what: what.to_owned() })
        };
        let Some(folded) = self.folded.get(&stream) else { return bad("a stream row without events") };
        if folded.kind.word() != row.text(1) || folded.version != row.i64(2) || folded.hash != row.blob(3) {
            return bad("the stream row's head is not its last event");
        }
        if row.i64(4) != State::FORMAT {
            return None;
        }
        match serde_json::from_str::<State>(row.text(5)) {
            Ok(state) if state == folded.state => None,
            Ok(_) => bad("the state on hand is not what its events fold to"),
            Err(_) => bad("the state on hand cannot be read"),
        }
    }

    async fn tables(&self, reader: &mut crate::store::Reader) -> Result<Option<BadRow>, StoreError> {
        let expected = expected_rows(self.folded.iter().map(|(stream, folded)| (*stream, &folded.state)));
        for table in TABLES {
            let columns: Vec<&str> = table.key.iter().chain(table.columns).map(|column| column.name).collect();
            let sql = format!("SELECT {} FROM {} WHERE tenant = $1", columns.join(", "), table.name);
            let rows = reader.query_text(&sql, &[self.tenant.into()]).await?;
            let mut stored: Vec<Vec<Value>> =
                rows.into_iter().map(|row| row.values().to_vec()).filter(|row| !is_zero(table, row)).collect();
            let mut wanted = expected.get(table.name).cloned().unwrap_or_default();
            wanted.retain(|row| !is_zero(table, row));
            stored.sort();
            wanted.sort();
            if stored != wanted {
                let what = format!("table {} is not what the journal says", table.name);
                return Ok(Some(BadRow { seq: 0, stream: first_difference(&stored, &wanted), version: 0, what }));
            }
        }
        Ok(None)
    }
}

/// A counter at zero may be there or not: nothing was counted.
fn is_zero(table: &TableDef, row: &[Value]) -> bool {
    table.name == "daily_count" && row[table.key.len()..].iter().all(|value| *value == Value::I64(0))
}

fn first_difference(stored: &[Vec<Value>], wanted: &[Vec<Value>]) -> String {
    let differs = stored.iter().find(|row| !wanted.contains(row)).or_else(|| wanted.iter().find(|row| !stored.contains(row)));
    match differs.and_then(|row| row.first()) {
        Some(Value::I64(key)) => key.to_string(),
        Some(Value::Text(key)) => key.clone(),
        _ => "0".to_owned(),
    }
}

type Tables = BTreeMap<&'static str, Vec<Vec<Value>>>;

fn expected_rows<'a>(states: impl Iterator<Item = (StreamId, &'a State)>) -> Tables {
    let mut tables = Tables::new();
    let mut counters: BTreeMap<(&'static str, Vec<Value>), Vec<i64>> = BTreeMap::new();
    for (stream, state) in states {
        let views = state.views(stream);
        for row in views.rows {
            let values = row.key.into_iter().chain(row.columns).map(|(_, value)| value).collect();
            tables.entry(row.table).or_default().push(values);
        }
        for count in views.counts {
            let key = count.key.into_iter().map(|(_, value)| value).collect();
            let sums = counters.entry((count.table, key)).or_insert_with(|| vec![0; count.adds.len()]);
            sums.iter_mut().zip(&count.adds).for_each(|(sum, (_, add))| *sum += add);
        }
    }
    for ((table, key), sums) in counters {
        let values = key.into_iter().chain(sums.into_iter().map(Value::I64)).collect();
        tables.entry(table).or_default().push(values);
    }
    tables
}

/// Deletes everything pages see and writes it again from the journal, states on hand too. One transaction.
pub(crate) async fn rebuild<T: Tx>(tx: &mut T, tenant: Tenant) -> Result<u64, StoreError> {
    let mut folded: BTreeMap<StreamId, Folded> = BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = tx.query(writes::FEED.sql, &[tenant.into(), after.into(), PAGE.into()]).await?;
        let Some(last) = rows.last() else { break };
        after = last.i64(0);
        for envelope in rows.iter().map(Envelope::from_row) {
            let event = envelope.event()?;
            let before = folded.remove(&envelope.stream).map(|before| before.state);
            let state = before.unwrap_or_else(|| State::empty(event.kind())).apply(&event);
            let now = Folded { kind: event.kind(), version: envelope.version, hash: envelope.hash, state };
            folded.insert(envelope.stream, now);
        }
    }
    for table in TABLES {
        tx.execute(&format!("DELETE FROM {} WHERE tenant = $1", table.name), &[tenant.into()]).await?;
    }
    let streams: Vec<(StreamId, Folded)> = folded.into_iter().collect();
    let count = streams.len();
    for some in streams.chunks(500) {
        let rows = some
            .iter()
            .map(|(stream, now)| {
                crate::batch::stream_row(tenant, *stream, now.kind, now.version, &now.hash, &now.state)
            })
            .collect();
        crate::batch::insert(tx, &crate::writes::Bulk::stream(), rows).await?;
        let states: Vec<(StreamId, State)> = some.iter().map(|(stream, now)| (*stream, now.state.clone())).collect();
        write_views(tx, tenant, &states).await?;
    }
    Ok(u64::try_from(count).expect("streams fit"))
}
