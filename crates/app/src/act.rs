//! One act of one person: the streams it touches, decided in order, committed together or not at all.
//!
//! Later decides see what earlier ones decided. Numbers are not known before the writer gives them, so the working
//! state carries 0 in their place; no rule may rest on a number, and none does.

use crate::subject::SubjectData;
use domain::kernel::{Act as Envelope, CommandId, Kind, Millis, Refusal, StreamId, SubjectId};
use domain::{Event, State};
use std::collections::BTreeMap;
use store::{DeclarationWrite, DraftMove, OutboxWrite, Pending, StreamWrite, SubjectWrite};

/// A stream in work: as it was loaded, as it is now, and what was decided.
struct Working {
    kind: Kind,
    version: i64,
    before: State,
    now: State,
    events: Vec<Event>,
}

/// Collects what one command decides.
#[derive(Default)]
pub(crate) struct Ledger {
    streams: BTreeMap<StreamId, Working>,
    order: Vec<StreamId>,
    subjects: Vec<SubjectWrite>,
    declarations: Vec<DeclarationWrite>,
    drafts: Vec<DraftMove>,
    outbox: Vec<OutboxWrite>,
}

impl Ledger {
    /// Puts a loaded stream on the table; a new one has version 0 and an empty state.
    pub(crate) fn put(&mut self, stream: StreamId, version: i64, state: State) {
        let kind = state.kind();
        self.streams.entry(stream).or_insert_with(|| {
            self.order.push(stream);
            Working { kind, version, before: state.clone(), now: state, events: Vec::new() }
        });
    }

    /// Whether the stream is on the table.
    pub(crate) fn has(&self, stream: StreamId) -> bool {
        self.streams.contains_key(&stream)
    }

    /// The streams on the table, in the versions they were loaded in.
    pub(crate) fn versions(&self) -> Vec<(StreamId, i64)> {
        self.streams.iter().map(|(stream, working)| (*stream, working.version)).collect()
    }

    /// The stream as it is after what was decided so far.
    pub(crate) fn state(&self, stream: StreamId) -> &State {
        &self.streams.get(&stream).expect("a stream is put on the table before it is looked at").now
    }

    /// Writes down what was decided for a stream on the table.
    pub(crate) fn decided<E: Into<Event>>(
        &mut self,
        stream: StreamId,
        decided: Result<Vec<E>, Refusal>,
    ) -> Result<usize, Refusal> {
        let events = decided?;
        let working =
            self.streams.get_mut(&stream).expect("a stream is put on the table before it is decided");
        let count = events.len();
        for event in events {
            let event: Event = event.into();
            let mut numbered = event.clone();
            numbered.fill(&mut |_| 0);
            let state = std::mem::replace(&mut working.now, State::empty(working.kind));
            working.now = state.apply(&numbered);
            working.events.push(event);
        }
        Ok(count)
    }

    /// Personal data to be written with it.
    pub(crate) fn subject(&mut self, subject: SubjectWrite) {
        self.subjects.push(subject);
    }

    /// What was declared at the door, to be written with it.
    pub(crate) fn declaration(&mut self, declaration: DeclarationWrite) {
        self.declarations.push(declaration);
    }

    /// A form filled in halfway that changes hands with it.
    pub(crate) fn draft(&mut self, moved: DraftMove) {
        self.drafts.push(moved);
    }

    /// The data of a subject as this command writes it, none when it does not.
    pub(crate) fn written_subject(&self, subject: SubjectId) -> Option<SubjectData> {
        let written = self.subjects.iter().rev().find(|written| written.id == subject)?;
        serde_json::from_str(&written.body).ok()
    }

    /// Something to be sent after it is committed.
    pub(crate) fn send(&mut self, outbox: OutboxWrite) {
        self.outbox.push(outbox);
    }

    /// Every event decided, with its stream, in the order decided.
    pub(crate) fn events(&self) -> impl Iterator<Item = (StreamId, &Event)> {
        self.order
            .iter()
            .flat_map(|stream| self.streams[stream].events.iter().map(move |event| (*stream, event)))
    }

    /// True when something was decided that is read together with the edited things.
    pub(crate) fn moves_catalogue(&self) -> bool {
        self.events().any(|(_, event)| event.kind().is_read_with_catalogue())
    }

    /// True when nothing was decided: it is so already.
    pub(crate) fn is_empty(&self) -> bool {
        self.streams.values().all(|working| working.events.is_empty()) && self.subjects.is_empty()
    }

    /// What the writer gets. Streams that were only looked at are not part of it.
    pub(crate) fn into_pending(
        mut self,
        command_id: CommandId,
        act: Envelope,
        recorded_at: Millis,
        (answer, decided_under): (String, Option<i64>),
    ) -> Pending {
        let order = std::mem::take(&mut self.order);
        let writes = order
            .into_iter()
            .filter_map(|stream| self.streams.remove(&stream).map(|working| (stream, working)))
            .filter(|(_, working)| !working.events.is_empty())
            .map(|(stream, working)| StreamWrite {
                stream,
                kind: working.kind,
                expected_version: working.version,
                before: working.before,
                events: working.events,
            })
            .collect();
        Pending {
            command_id,
            act,
            recorded_at,
            writes,
            subjects: self.subjects,
            declarations: self.declarations,
            drafts: self.drafts,
            outbox: self.outbox,
            answer,
            decided_under,
        }
    }
}
