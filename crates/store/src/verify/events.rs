//! The journal itself: hashes, chains, numbers, and what the rows beside it say of it.

use super::{BadRow, PAGE};
use crate::chain::{Envelope, NO_HASH, next_digest};
use crate::error::StoreError;
use crate::reader::Reader;
use crate::statement::Row;
use domain::State;
use domain::kernel::{Kind, Series, StreamId, Tenant};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A stream as its events fold.
pub(super) struct Folded {
    pub kind: Kind,
    pub version: i64,
    pub hash: Vec<u8>,
    pub state: State,
}

impl Folded {
    /// One more event. `apply` trusts that events come from `decide`; a forged one must not end the whole check.
    pub(super) fn next(before: Option<Self>, envelope: &Envelope) -> Result<Self, StoreError> {
        let event = envelope.event()?;
        let unfit =
            || StoreError::Corrupt(format!("seq {}: the event does not fit its stream", envelope.seq));
        let kind = event.kind();
        let state = before.map_or_else(|| State::empty(kind), |before| before.state);
        if state.kind() != kind || event.name() != envelope.name {
            return Err(unfit());
        }
        let state = catch_unwind(AssertUnwindSafe(|| state.apply(&event))).map_err(|_| unfit())?;
        Ok(Self { kind, version: envelope.version, hash: envelope.hash.clone(), state })
    }
}

/// What the events say, gathered in `seq` order.
pub(super) struct Events {
    tenant: Tenant,
    count: i64,
    digest: Vec<u8>,
    folded: BTreeMap<StreamId, Folded>,
    numbers: BTreeMap<Series, i64>,
    /// First event of each command, and when it was recorded.
    commands: BTreeMap<String, (i64, i64)>,
}

impl Events {
    pub(super) fn new(tenant: Tenant) -> Self {
        Self {
            tenant,
            count: 0,
            digest: NO_HASH.to_vec(),
            folded: BTreeMap::new(),
            numbers: BTreeMap::new(),
            commands: BTreeMap::new(),
        }
    }

    pub(super) const fn count(&self) -> i64 {
        self.count
    }

    pub(super) fn streams_count(&self) -> i64 {
        i64::try_from(self.folded.len()).expect("streams fit")
    }

    pub(super) fn states(&self) -> impl Iterator<Item = (StreamId, &State)> {
        self.folded.iter().map(|(stream, folded)| (*stream, &folded.state))
    }

    pub(super) fn check(&mut self, envelope: &Envelope) -> Result<(), BadRow> {
        let bad = |what: &str| BadRow {
            seq: envelope.seq,
            stream: envelope.stream.to_string(),
            version: envelope.version,
            what: what.to_owned(),
        };
        if envelope.seq != self.count + 1 {
            return Err(BadRow {
                seq: self.count + 1,
                ..bad("the event with this sequence number is missing")
            });
        }
        if envelope.computed_hash(self.tenant) != envelope.hash {
            return Err(bad("the stored bytes do not have the stored hash"));
        }
        let before = self.folded.remove(&envelope.stream);
        let (version, prev_hash) = before
            .as_ref()
            .map_or((0, NO_HASH.as_slice()), |before| (before.version, before.hash.as_slice()));
        if envelope.version != version + 1 {
            return Err(bad("the version does not follow the stream's last one"));
        }
        if envelope.prev_hash != prev_hash {
            return Err(bad("it is not chained to the stream's last event"));
        }
        for (series, number) in envelope.numbers_taken().map_err(|error| bad(&error.to_string()))? {
            let last = self.numbers.entry(series).or_insert(0);
            if number != *last + 1 {
                return Err(bad("the number it took does not follow the last one of its series"));
            }
            *last = number;
        }
        let now = (envelope.seq, envelope.recorded_at);
        let (first, _) = *self.commands.entry(envelope.command_id.clone()).or_insert(now);
        if envelope.seq - first != envelope.ordinal {
            return Err(bad("the events of its command are not one behind the other"));
        }
        let folded = Folded::next(before, envelope).map_err(|error| bad(&error.to_string()))?;
        self.digest = next_digest(&self.digest, &envelope.hash);
        self.count = envelope.seq;
        self.folded.insert(envelope.stream, folded);
        Ok(())
    }

    /// The tenant's head.
    pub(super) fn tail(&self, last: i64, digest: &[u8]) -> Option<BadRow> {
        if self.count < last {
            Some(BadRow::at(self.count + 1, "the journal ends here, the head says there were more events"))
        } else if self.count > last {
            Some(BadRow::at(last + 1, "the journal goes on after the last event the head knows"))
        } else if self.digest != digest {
            Some(BadRow::at(last, "the digest over all events is not the head's"))
        } else {
            None
        }
    }

    /// A counter that was turned back would give a number twice.
    pub(super) async fn numbers(&self, reader: &mut Reader) -> Result<Option<BadRow>, StoreError> {
        let sql =
            "SELECT series, last FROM series WHERE tenant = $1 AND series > $2 ORDER BY series LIMIT $3";
        let mut missing: BTreeSet<&str> = self.numbers.keys().map(|series| series.0.as_str()).collect();
        let mut after = String::new();
        loop {
            let rows =
                reader.query_text(sql, &[self.tenant.into(), after.as_str().into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.text(0).to_owned();
            for row in &rows {
                missing.remove(row.text(0));
            }
            let wrong = |row: &&Row| self.numbers.get(&Series(row.text(0).to_owned())) != Some(&row.i64(1));
            if let Some(row) = rows.iter().find(wrong) {
                return Ok(Some(BadRow::row(
                    row.text(0),
                    "the series' counter is not the last number given",
                )));
            }
        }
        Ok(missing.first().map(|series| BadRow::row(*series, "the series' counter is missing")))
    }

    /// The rows that keep each stream's head and state.
    pub(super) async fn streams(&self, reader: &mut Reader) -> Result<Option<BadRow>, StoreError> {
        let sql = "SELECT stream, kind, version, head_hash, state_format, state FROM stream \
                   WHERE tenant = $1 AND stream > $2 ORDER BY stream LIMIT $3";
        let mut missing: BTreeSet<StreamId> = self.folded.keys().copied().collect();
        let mut after = i64::MIN;
        loop {
            let rows = reader.query_text(sql, &[self.tenant.into(), after.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.i64(0);
            for row in &rows {
                missing.remove(&StreamId(row.i64(0)));
            }
            if let Some(bad) = rows.iter().find_map(|row| self.stream(row)) {
                return Ok(Some(bad));
            }
        }
        Ok(missing.first().map(|stream| BadRow::row(stream.to_string(), "the stream's row is missing")))
    }

    fn stream(&self, row: &Row) -> Option<BadRow> {
        let stream = StreamId(row.i64(0));
        let bad = |what: &str| Some(BadRow { version: row.i64(2), ..BadRow::row(stream.to_string(), what) });
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

    /// A command row that points elsewhere would answer a repetition wrongly, or let it be done twice. Answers are kept for a
    /// time and then dropped, the oldest first: a row may be missing that is older than all that are there.
    pub(super) async fn commands(&self, reader: &mut Reader) -> Result<Option<BadRow>, StoreError> {
        let sql = "SELECT command_id, first_seq, recorded_at FROM command \
                   WHERE tenant = $1 AND command_id > $2 ORDER BY command_id LIMIT $3";
        let mut missing: BTreeSet<&str> = self.commands.keys().map(String::as_str).collect();
        let (mut after, mut oldest) = (String::new(), i64::MAX);
        loop {
            let rows =
                reader.query_text(sql, &[self.tenant.into(), after.as_str().into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = last.text(0).to_owned();
            for row in &rows {
                missing.remove(row.text(0));
                oldest = oldest.min(row.i64(2));
                if self.commands.get(row.text(0)).map_or(0, |(first, _)| *first) != row.i64(1) {
                    let what = "the command's row does not point to its first event";
                    return Ok(Some(BadRow::row(row.text(0), what)));
                }
            }
        }
        let dropped = |id: &&&str| self.commands[**id].1 < oldest;
        let lost = missing.iter().find(|id| !dropped(id));
        Ok(lost.map(|id| BadRow::row(*id, "the command's row is missing")))
    }
}
