//! Hàng chờ loa: what one loudspeaker says next. One queue for each zone of a hall.

use std::collections::VecDeque;

/// One call waiting for the loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Ticket code.
    pub ticket: String,
    /// Counter it is called to.
    pub counter: u32,
    /// Length of its sound, 0 or more.
    pub duration_ms: i64,
}

/// What became of a call given to the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queued {
    /// It waits at the end.
    Added,
    /// The same ticket was waiting for the same counter: one call is enough.
    Merged,
    /// The same ticket was waiting for another counter: it keeps its place, the newer counter is called.
    Redirected,
}

/// Calls of one zone, said one after the other with a pause between them. Times are any one clock's milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallQueue {
    waiting: VecDeque<Call>,
    pause_ms: i64,
    free_at: Option<i64>,
}

impl CallQueue {
    /// An empty queue. `pause_ms`, 0 or more, is the silence between two calls.
    #[must_use]
    pub const fn new(pause_ms: i64) -> Self {
        Self { waiting: VecDeque::new(), pause_ms, free_at: None }
    }

    /// Takes a call. A recall while the same call is being said waits its turn and is said again.
    pub fn enqueue(&mut self, call: Call) -> Queued {
        match self.waiting.iter_mut().find(|waiting| waiting.ticket == call.ticket) {
            Some(same) if same.counter == call.counter => Queued::Merged,
            Some(other) => {
                *other = call;
                Queued::Redirected
            }
            None => {
                self.waiting.push_back(call);
                Queued::Added
            }
        }
    }

    /// A ticket that came by itself, or was cancelled, need not be called any more. True when it was waiting.
    pub fn withdraw(&mut self, ticket: &str) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|call| call.ticket != ticket);
        self.waiting.len() < before
    }

    /// The call to begin now; `None` while one is being said, or when none waits.
    pub fn next(&mut self, now_ms: i64) -> Option<Call> {
        if self.free_at.is_some_and(|free_at| now_ms < free_at) {
            return None;
        }
        let call = self.waiting.pop_front()?;
        self.free_at = Some(now_ms + call.duration_ms.max(0) + self.pause_ms);
        Some(call)
    }

    /// When to ask [`CallQueue::next`] again; `None` when nothing waits.
    #[must_use]
    pub fn wake_at(&self, now_ms: i64) -> Option<i64> {
        (!self.waiting.is_empty()).then(|| self.free_at.map_or(now_ms, |free_at| free_at.max(now_ms)))
    }

    /// Calls waiting.
    #[must_use]
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether no call waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn call(ticket: &str, counter: u32) -> Call {
        Call { ticket: ticket.to_owned(), counter, duration_ms: 4_000 }
    }

    #[test]
    fn two_counters_never_talk_at_once() {
        let mut queue = CallQueue::new(500);
        assert_eq!(queue.next(0), None);
        queue.enqueue(call("A001", 1));
        queue.enqueue(call("A002", 2));
        assert_eq!(queue.wake_at(10), Some(10));
        assert_eq!(queue.next(10), Some(call("A001", 1)));
        assert_eq!(queue.next(11), None);
        assert_eq!(queue.next(4_509), None);
        assert_eq!(queue.wake_at(11), Some(4_510));
        assert_eq!(queue.next(4_510), Some(call("A002", 2)));
        assert_eq!(queue.wake_at(4_511), None);
    }

    #[test]
    fn a_recall_of_a_waiting_ticket_is_said_once() {
        let mut queue = CallQueue::new(0);
        assert_eq!(queue.enqueue(call("A001", 1)), Queued::Added);
        assert_eq!(queue.enqueue(call("A001", 1)), Queued::Merged);
        assert_eq!(queue.next(0), Some(call("A001", 1)));
        assert_eq!(
            queue.enqueue(call("A001", 1)),
            Queued::Added,
            "while it is being said, a recall is a new call"
        );
        assert_eq!(queue.next(4_000), Some(call("A001", 1)));
    }

    #[test]
    fn a_ticket_sent_to_another_counter_is_called_there_in_its_old_place() {
        let mut queue = CallQueue::new(0);
        queue.enqueue(call("A001", 1));
        queue.enqueue(call("A002", 2));
        assert_eq!(queue.enqueue(call("A001", 3)), Queued::Redirected);
        assert_eq!(queue.next(0), Some(call("A001", 3)));
    }

    #[test]
    fn a_ticket_that_came_by_itself_is_not_called() {
        let mut queue = CallQueue::new(0);
        queue.enqueue(call("A001", 1));
        assert!(queue.withdraw("A001"));
        assert!(!queue.withdraw("A001"));
        assert!(queue.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_called_when_nothing_overlaps_and_nothing_is_lost(
            steps in proptest::collection::vec((0u32..6, 1u32..4, 0i64..3_000, 0i64..2_500), 1..60)
        ) {
            let mut queue = CallQueue::new(300);
            let (mut now, mut said, mut enqueued) = (0, Vec::new(), std::collections::BTreeSet::new());
            for (ticket, counter, duration_ms, wait) in steps {
                enqueued.insert(format!("A{ticket}"));
                queue.enqueue(Call { ticket: format!("A{ticket}"), counter, duration_ms });
                said.extend(queue.next(now).map(|call| (now, call)));
                now += wait;
            }
            while let Some(at) = queue.wake_at(now) {
                now = at;
                said.extend(queue.next(now).map(|call| (now, call)));
            }
            for pair in said.windows(2) {
                prop_assert!(pair[0].0 + pair[0].1.duration_ms + 300 <= pair[1].0);
            }
            let tickets: std::collections::BTreeSet<_> = said.into_iter().map(|(_, call)| call.ticket).collect();
            prop_assert_eq!(tickets, enqueued);
        }
    }
}
