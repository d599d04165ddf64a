//! One transaction of many commands: the only place where the journal grows.
//!
//! (1) Lock the tenant's head row: commit order becomes `seq` order, also across servers. (2) Read the versions of all
//! streams touched and the command ids seen before. (3) In queue order drop whole commands whose streams have moved on.
//! (4) Take numbers, fill, hash, chain, project, write. Never update first and look later.

use crate::chain::{Envelope, NO_HASH, Nonces, next_digest};
use crate::error::{CommitError, StoreError};
use crate::numbers::Numbers;
use crate::pending::{Committed, DraftMove, Loaded, Pending, StreamWrite};
use crate::statement::{Row, Statement, Text, Tx};
use crate::writes::{self, Bulk};
use domain::kernel::{Count, Kind, Row as ViewRow, Series, StreamId, Tenant, Value};
use domain::{Event, State};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What became of one command.
pub(crate) type Verdict = Result<Written, CommitError>;

/// A command that was written, and the states it left.
pub(crate) struct Written {
    pub committed: Committed,
    pub states: Vec<(StreamId, Arc<Loaded>)>,
}

/// The head of the tenant before the batch.
pub(crate) struct Head {
    pub seq: i64,
    pub digest: Vec<u8>,
    pub catalogue_version: i64,
}

impl Head {
    fn of(row: &Row) -> Self {
        Self { seq: row.i64(0), digest: row.blob(1).to_vec(), catalogue_version: row.i64(2) }
    }
}

/// Streams as the database has them, moved on by the commands of this batch.
type Heads = BTreeMap<StreamId, (i64, Vec<u8>)>;

/// Everything to be written, gathered before the first write.
#[derive(Default)]
struct Sheet {
    journal: Vec<Vec<Value>>,
    streams: BTreeMap<StreamId, Vec<Value>>,
    commands: Vec<Vec<Value>>,
    subjects: Vec<Vec<Value>>,
    declarations: Vec<Vec<Value>>,
    outbox: Vec<Vec<Value>>,
    drafts: Vec<Text>,
    views: BTreeMap<&'static str, BTreeMap<Vec<Value>, Seen>>,
    gone: BTreeMap<&'static str, BTreeSet<Vec<Value>>>,
    counts: BTreeMap<&'static str, BTreeMap<Vec<Value>, Vec<i64>>>,
}

/// A row of a table pages read, as it is now.
struct Seen {
    values: Vec<Value>,
    /// It is there, and no index has to find it elsewhere.
    in_place: bool,
}

/// Writes what can be written of these commands; the caller commits.
pub(crate) async fn write<T: Tx>(
    tx: &mut T,
    tenant: Tenant,
    commands: &[Pending],
    nonces: &Nonces,
) -> Result<Vec<Verdict>, StoreError> {
    let Before { mut head, mut heads, mut answered, mut numbers } = read(tx, tenant, commands).await?;
    let mut sheet = Sheet::default();
    let mut verdicts = Vec::with_capacity(commands.len());
    let seq_before = head.seq;
    for command in commands {
        if let Some((answer, first_seq)) = answered.get(&command.command_id.0) {
            verdicts.push(Err(CommitError::AlreadyDone { answer: answer.clone(), first_seq: *first_seq }));
            continue;
        }
        let stale: Vec<StreamId> = command
            .writes
            .iter()
            .filter(|write| heads.get(&write.stream).map_or(0, |head| head.0) != write.expected_version)
            .map(|write| write.stream)
            .collect();
        if !stale.is_empty() {
            verdicts.push(Err(CommitError::Stale(stale)));
            continue;
        }
        // Also what a command of this very batch moved: who was let in by a grant that is taken back is not let in any more.
        if command.decided_under.is_some_and(|version| version != head.catalogue_version) {
            verdicts.push(Err(CommitError::EditedMeanwhile));
            continue;
        }
        let written = sheet.enter(tenant, command, &mut head, &mut heads, &mut numbers, nonces);
        answered.insert(command.command_id.0.clone(), (command.answer.clone(), written.committed.first_seq));
        verdicts.push(Ok(written));
    }
    let mut texts = sheet.texts::<T>(tenant);
    texts.extend(bulk_texts::<T>(&Bulk::series(), numbers.rows(tenant)));
    if head.seq != seq_before {
        let values = vec![tenant.into(), head.seq.into(), head.digest.into(), head.catalogue_version.into()];
        texts.push(Text { sql: writes::MOVE_HEAD.sql.into(), values });
    }
    tx.execute_all(&texts).await?;
    Ok(verdicts)
}

/// What a batch begins with.
struct Before {
    head: Head,
    heads: Heads,
    /// Commands written before: what was answered, and their first event.
    answered: BTreeMap<String, (String, i64)>,
    numbers: Numbers,
}

/// Locks the head, and reads what the batch has to know; asked in one go, answered after the lock is held.
async fn read<T: Tx>(tx: &mut T, tenant: Tenant, commands: &[Pending]) -> Result<Before, StoreError> {
    let streams: BTreeSet<StreamId> =
        commands.iter().flat_map(|command| command.writes.iter().map(|write| write.stream)).collect();
    let ids: BTreeSet<&str> = commands.iter().map(|command| command.command_id.0.as_str()).collect();
    let streams: Vec<Value> = streams.into_iter().map(Value::from).collect();
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    let series = Numbers::asked(commands);
    let lock = Text { sql: writes::LOCK_HEAD.sql.into(), values: vec![tenant.into()] };
    let [streams, ids, series] = questions(tenant, [&streams, &ids, &series]);
    let asked = [vec![lock], streams, ids, series];
    let asked_at_once = asked.concat();
    let mut rows = tx.query_all(&asked_at_once).await?;
    if rows.first().is_none_or(Vec::is_empty) {
        // Nobody has written to this tenant, or somebody does this moment: what was read was read without a lock.
        lock_head(tx, tenant).await?;
        rows = tx.query_all(&asked_at_once).await?;
    }
    let mut rows = rows.into_iter();
    let mut part = |texts: &[Text]| -> Vec<Row> { rows.by_ref().take(texts.len()).flatten().collect() };
    let [head, heads, answered, numbers] = asked.each_ref().map(|texts| part(texts));
    let head = head.first().map(Head::of).ok_or_else(no_head)?;
    let heads = heads.iter().filter(|row| *row.value(0) != Value::Null);
    let answered = answered.iter().filter(|row| *row.value(0) != Value::Null);
    Ok(Before {
        head,
        heads: heads.map(|row| (StreamId(row.i64(0)), (row.i64(1), row.blob(2).to_vec()))).collect(),
        answered: answered
            .map(|row| (row.text(0).to_owned(), (row.text(1).to_owned(), row.i64(2))))
            .collect(),
        numbers: Numbers::of(&numbers),
    })
}

/// How streams, commands and series are asked for.
fn questions(tenant: Tenant, [streams, ids, series]: [&[Value]; 3]) -> [Vec<Text>; 3] {
    [
        by_keys(tenant, ("stream", "stream", "bigint"), "stream, version, head_hash", streams),
        by_keys(tenant, ("command", "command_id", "text"), "command_id, answer, first_seq", ids),
        by_keys(tenant, ("series", "series", "text"), "series, last", series),
    ]
}

/// Every text that asks for so many keys.
#[cfg(feature = "testing")]
pub(crate) fn asking(keys: usize) -> Vec<String> {
    let keys = vec![Value::I64(0); keys];
    let texts = questions(Tenant(0), [&keys, &keys, &keys]).concat();
    texts.into_iter().map(|text| text.sql.to_string()).collect()
}

/// Rows of a table by a list of keys, each found for itself; the columns begin with the key, and are empty where there is no such
/// row. The keys lead the table on: a server that takes the table for small, as it does of one that has just begun to fill, looks
/// a list behind `IN` through for every row of the tenant.
pub(crate) fn by_keys(
    tenant: Tenant,
    (table, key, kind): (&str, &str, &str),
    columns: &str,
    keys: &[Value],
) -> Vec<Text> {
    let some = keys.chunks(256).map(|some| {
        // Padded to a size of which few exist by repeating the last: each size is a text of its own.
        let size = some.len().next_power_of_two();
        let more: String = (1..size).map(|at| format!(", (${})", at + 2)).collect();
        let padding = some.last().into_iter().cycle().take(size - some.len());
        Text {
            sql: format!(
                "WITH asked (id) AS (VALUES (CAST($2 AS {kind})){more}) \
                 SELECT {columns} FROM asked LEFT JOIN {table} ON tenant = $1 AND {key} = asked.id"
            )
            .into(),
            values: std::iter::once(tenant.into()).chain(some.iter().chain(padding).cloned()).collect(),
        }
    });
    some.collect()
}

/// Nobody else writes to this tenant until the transaction ends, on any server.
pub(crate) async fn lock_head<T: Tx>(tx: &mut T, tenant: Tenant) -> Result<Head, StoreError> {
    let lock = [tenant.into()];
    let mut rows = tx.query(writes::LOCK_HEAD.sql, &lock).await?;
    if rows.is_empty() {
        tx.execute(writes::FIRST_HEAD.sql, &[tenant.into(), NO_HASH.to_vec().into()]).await?;
        rows = tx.query(writes::LOCK_HEAD.sql, &lock).await?;
    }
    rows.first().map(Head::of).ok_or_else(no_head)
}

fn no_head() -> StoreError {
    StoreError::Corrupt("the tenant has no head row".to_owned())
}

impl Sheet {
    fn enter(
        &mut self,
        tenant: Tenant,
        command: &Pending,
        head: &mut Head,
        heads: &mut Heads,
        numbers: &mut Numbers,
        nonces: &Nonces,
    ) -> Written {
        let first_seq = if command.event_count() == 0 { 0 } else { head.seq + 1 };
        let mut ordinal = 0;
        let (mut events, mut states) = (Vec::new(), Vec::new());
        for write in &command.writes {
            let (mut version, mut prev_hash) =
                heads.get(&write.stream).cloned().unwrap_or_else(|| (0, NO_HASH.to_vec()));
            let mut state = write.before.clone();
            for event in &write.events {
                let mut event = event.clone();
                let mut taken = Vec::new();
                event.fill(&mut |series| {
                    let number = numbers.next(series);
                    taken.push((series.clone(), number));
                    number
                });
                head.seq += 1;
                version += 1;
                let at = Place { tenant, seq: head.seq, version, ordinal };
                let envelope =
                    seal(command, write, &event, &taken, at, std::mem::take(&mut prev_hash), nonces);
                head.digest = next_digest(&head.digest, &envelope.hash);
                prev_hash.clone_from(&envelope.hash);
                state = state.apply(&event);
                self.journal.push(envelope.into_values(tenant));
                events.push((write.stream, version, event));
                ordinal += 1;
            }
            self.project(tenant, write.stream, &write.before, &state);
            self.streams.insert(
                write.stream,
                stream_row(tenant, write.stream, write.kind, version, &prev_hash, &state),
            );
            heads.insert(write.stream, (version, prev_hash));
            states.push((write.stream, Arc::new(Loaded { kind: write.kind, version, state })));
        }
        if command.writes.iter().any(|write| write.kind.is_read_with_catalogue()) {
            head.catalogue_version += 1;
        }
        self.beside(tenant, command, first_seq);
        Written { committed: Committed { first_seq, events, answer: command.answer.clone() }, states }
    }

    fn beside(&mut self, tenant: Tenant, command: &Pending, first_seq: i64) {
        self.commands.push(vec![
            tenant.into(),
            command.command_id.0.as_str().into(),
            first_seq.into(),
            command.answer.as_str().into(),
            command.recorded_at.into(),
        ]);
        self.subjects.extend(command.subjects.iter().map(|subject| {
            vec![
                tenant.into(),
                subject.id.into(),
                subject.version.into(),
                subject.body.as_str().into(),
                subject.name_folded.as_str().into(),
                subject.phone.as_str().into(),
                subject.id_number.as_str().into(),
                subject.digest.as_str().into(),
                0.into(),
            ]
        }));
        self.declarations.extend(command.declarations.iter().map(|declared| {
            vec![
                tenant.into(),
                declared.arrival.into(),
                declared.body.as_str().into(),
                declared.digest.as_str().into(),
                declared.keep_until.into(),
            ]
        }));
        self.drafts.extend(command.drafts.iter().flat_map(|moved| move_draft(tenant, moved)));
        self.outbox.extend(command.outbox.iter().map(|send| {
            vec![
                tenant.into(),
                send.id.into(),
                send.topic.as_str().into(),
                send.due_at.into(),
                send.body.as_str().into(),
                0.into(),
                0.into(),
            ]
        }));
    }

    /// The difference between what pages saw before and what they see now.
    pub(crate) fn project(&mut self, tenant: Tenant, stream: StreamId, before: &State, after: &State) {
        let (before, after) = (before.views(stream), after.views(stream));
        let kept: BTreeMap<(&str, Vec<Value>), &ViewRow> =
            before.rows.iter().map(|row| ((row.table, key_values(tenant, &row.key)), row)).collect();
        let mut now = BTreeSet::new();
        for row in &after.rows {
            let key = key_values(tenant, &row.key);
            let old = kept.get(&(row.table, key.clone())).copied();
            if old != Some(row) {
                let values =
                    key.iter().cloned().chain(row.columns.iter().map(|(_, value)| value.clone())).collect();
                let rows = self.views.entry(row.table).or_default();
                let stays =
                    old.is_some_and(|old| writes::stays_in_place(writes::view_table(row.table), old, row));
                let in_place = stays && rows.get(&key).is_none_or(|seen| seen.in_place);
                rows.insert(key.clone(), Seen { values, in_place });
                if let Some(gone) = self.gone.get_mut(row.table) {
                    gone.remove(&key);
                }
            }
            now.insert((row.table, key));
        }
        for (table, key) in kept.into_keys().filter(|row| !now.contains(row)) {
            let table = writes::view_table(table).name;
            if let Some(kept) = self.views.get_mut(table) {
                kept.remove(&key);
            }
            self.gone.entry(table).or_default().insert(key);
        }
        for (sign, counts) in [(-1, &before.counts), (1, &after.counts)] {
            counts.iter().for_each(|count| self.count(tenant, count, sign));
        }
    }

    fn count(&mut self, tenant: Tenant, count: &Count, sign: i64) {
        let amounts = self
            .counts
            .entry(count.table)
            .or_default()
            .entry(key_values(tenant, &count.key))
            .or_insert_with(|| vec![0; count.adds.len()]);
        for (amount, (_, add)) in amounts.iter_mut().zip(&count.adds) {
            *amount += sign * add;
        }
    }

    /// All of it, in order.
    fn texts<T: Tx>(self, tenant: Tenant) -> Vec<Text> {
        let mut texts = bulk_texts::<T>(&Bulk::journal(), self.journal);
        let mut insert = |bulk: &Bulk, rows| texts.extend(bulk_texts::<T>(bulk, rows));
        insert(&Bulk::stream(), self.streams.into_values().collect());
        insert(&Bulk::command(), self.commands);
        insert(&Bulk::subject(), self.subjects);
        insert(&Bulk::declaration(), self.declarations);
        insert(&Bulk::outbox(), self.outbox);
        texts.extend(self.drafts);
        debug_assert!(self.views.values().flatten().all(|(key, _)| key[0] == Value::from(tenant)));
        for (table, keys) in self.gone {
            let sql: Arc<str> = writes::delete_sql(writes::view_table(table)).into();
            texts.extend(keys.into_iter().map(|values| Text { sql: Arc::clone(&sql), values }));
        }
        let mut insert = |bulk: &Bulk, rows| texts.extend(bulk_texts::<T>(bulk, rows));
        for (table, rows) in self.views {
            let table = writes::view_table(table);
            let in_place = Bulk::view_in_place(table).filter(|_| T::NAMED_IS_WRITTEN);
            let (some, others): (Vec<Seen>, Vec<Seen>) =
                rows.into_values().partition(|seen| in_place.is_some() && seen.in_place);
            let values = |rows: Vec<Seen>| rows.into_iter().map(|seen| seen.values).collect();
            insert(&Bulk::view(table), values(others));
            if let Some(in_place) = in_place {
                insert(&in_place, values(some));
            }
        }
        for (table, rows) in self.counts {
            let moved = rows
                .into_iter()
                .filter(|(_, amounts)| amounts.iter().any(|amount| *amount != 0))
                .map(|(key, amounts)| key.into_iter().chain(amounts.into_iter().map(Value::I64)).collect())
                .collect();
            insert(&Bulk::view(writes::view_table(table)), moved);
        }
        texts
    }
}

/// A form that changes hands: what the other one had typed goes aside first.
fn move_draft(tenant: Tenant, moved: &DraftMove) -> Vec<Text> {
    let DraftMove { from, to, form, aside } = moved;
    let text = |statement: &Statement, values: &[&str]| Text {
        sql: statement.sql.into(),
        values: std::iter::once(tenant.into()).chain(values.iter().map(|value| (*value).into())).collect(),
    };
    [(to, to, aside), (from, to, form)]
        .into_iter()
        .flat_map(|(whose, to, kept_as)| {
            [
                text(&writes::COPY_FORM_DRAFT, &[whose, form, to, kept_as]),
                text(&writes::EMPTY_FORM_DRAFT, &[whose, form]),
            ]
        })
        .collect()
}

/// Writes again everything pages see of these streams, which are not in the tables.
pub(crate) async fn write_views<T: Tx>(
    tx: &mut T,
    tenant: Tenant,
    states: &[(StreamId, State)],
) -> Result<(), StoreError> {
    let mut sheet = Sheet::default();
    for (stream, state) in states {
        sheet.project(tenant, *stream, &State::empty(state.kind()), state);
    }
    tx.execute_all(&sheet.texts::<T>(tenant)).await
}

/// The row that keeps a stream's state.
pub(crate) fn stream_row(
    tenant: Tenant,
    stream: StreamId,
    kind: Kind,
    version: i64,
    head_hash: &[u8],
    state: &State,
) -> Vec<Value> {
    let state = serde_json::to_string(state).expect("states hold only text, numbers and lists");
    vec![
        tenant.into(),
        stream.into(),
        kind.word().into(),
        version.into(),
        head_hash.to_vec().into(),
        State::FORMAT.into(),
        state.into(),
    ]
}

#[derive(Clone, Copy)]
struct Place {
    tenant: Tenant,
    seq: i64,
    version: i64,
    ordinal: i64,
}

fn seal(
    command: &Pending,
    write: &StreamWrite,
    event: &Event,
    taken: &[(Series, i64)],
    at: Place,
    prev_hash: Vec<u8>,
    nonces: &Nonces,
) -> Envelope {
    let mut envelope = Envelope {
        seq: at.seq,
        stream: write.stream,
        version: at.version,
        kind: write.kind.word().to_owned(),
        name: event.name().to_owned(),
        schema: event.schema(),
        occurred_at: command.act.occurred_at,
        recorded_at: command.recorded_at,
        actor: command.act.actor.clone(),
        position: command.act.position.clone(),
        on_behalf_of: command.act.on_behalf_of.clone(),
        rule: command.act.rule.clone(),
        command_id: command.command_id.0.clone(),
        ordinal: at.ordinal,
        numbers: numbers_text(taken),
        body: event.to_json(),
        nonce: nonces.next(),
        prev_hash,
        hash: Vec::new(),
    };
    envelope.hash = envelope.computed_hash(at.tenant);
    envelope
}

fn numbers_text(taken: &[(Series, i64)]) -> String {
    if taken.is_empty() {
        return String::new();
    }
    serde_json::to_string(taken).expect("names and numbers")
}

fn key_values(tenant: Tenant, key: &[(&'static str, Value)]) -> Vec<Value> {
    std::iter::once(tenant.into()).chain(key.iter().map(|(_, value)| value.clone())).collect()
}

/// Rows in few texts, in order.
fn bulk_texts<T: Tx>(bulk: &Bulk, rows: Vec<Vec<Value>>) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut rows = rows.into_iter();
    for (size, times) in writes::chunks(rows.len(), T::ROWS_AT_ONCE) {
        let sql = bulk.text(size);
        texts.extend((0..times).map(|_| {
            let values = rows.by_ref().take(size).flatten().collect();
            Text { sql: Arc::clone(&sql), values }
        }));
    }
    texts
}

/// Writes rows in few texts, in order.
pub(crate) async fn insert<T: Tx>(tx: &mut T, bulk: &Bulk, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    tx.execute_all(&bulk_texts::<T>(bulk, rows)).await
}
