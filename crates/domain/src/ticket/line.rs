use super::{Phase, State};
use crate::kernel::{Millis, StreamId};
use std::collections::BTreeMap;

/// The instant a ticket is ordered by and the ticket; the only counter that may call it, and from when.
type Waiting = BTreeMap<(Millis, StreamId), (String, Millis)>;

/// Hàng chờ: those who wait in a hall, in the order in which they are called. The store answers the same question from its rows
/// (a test compares both); the planner, which has no store, asks this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// For each field group those who wait, in order.
    fields: BTreeMap<String, Waiting>,
}

impl Line {
    /// Puts a ticket where it belongs, if it waits: tickets are put in after, and taken out before, whatever happens to them.
    pub fn join(&mut self, ticket: StreamId, state: &State) {
        if state.phase != Phase::Waiting {
            return;
        }
        let place = (state.order_at, ticket);
        if !self.fields.contains_key(&state.field) {
            self.fields.insert(state.field.clone(), Waiting::new());
        }
        if let Some(field) = self.fields.get_mut(&state.field) {
            field.insert(place, (state.only_counter.clone(), state.not_before.unwrap_or(Millis::MIN)));
        }
    }

    /// Takes a ticket out, as it was put in.
    pub fn leave(&mut self, ticket: StreamId, state: &State) {
        if let Some(field) = self.fields.get_mut(&state.field) {
            field.remove(&(state.order_at, ticket));
        }
    }

    /// The ticket that a counter which takes these field groups calls next: the one that is ordered first among all of them, passing over
    /// those that are kept for another counter and those that asked for more time.
    #[must_use]
    pub fn next(&self, fields: &[String], counter: &str, now: Millis) -> Option<StreamId> {
        let first = |field: &String| {
            let mut waiting = self.fields.get(field)?.iter();
            let may = |(only, from): &(String, Millis)| (only.is_empty() || only == counter) && *from <= now;
            waiting.find(|(_, when)| may(when)).map(|(place, _)| *place)
        };
        fields.iter().filter_map(first).min().map(|(_, ticket)| ticket)
    }

    /// How many stand in the line.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.values().map(BTreeMap::len).sum()
    }

    /// True when nobody waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.values().all(BTreeMap::is_empty)
    }
}
