//! Lượt: commands of several writers, always written in the same order.
//!
//! A seeded run is worked out side by side and must still make the same journal each time. Every writer is a lane of one of
//! two rows. Once each lane of a row that is at work has handed a command in, they are written in one transaction, in the
//! order of the lanes; then it is the other row's turn. So one row is decided while the other is written, and the order follows from what the
//! lanes do alone, never from who was faster.

use crate::error::CommitError;
use crate::queue::{Job, Work, answer};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// Two rows of lanes that take turns. Not for servers people use: a lane that neither hands in nor rests holds up all others.
#[derive(Default)]
pub struct Rounds(Mutex<Turns>);

#[derive(Default)]
struct Turns {
    rows: [Row; 2],
    turn: usize,
}

#[derive(Default)]
struct Row {
    at_work: usize,
    waiting: BTreeMap<usize, (Job, mpsc::Sender<Job>)>,
}

/// One writer's place.
#[derive(Clone)]
pub(crate) struct Lane {
    pub rounds: Arc<Rounds>,
    pub row: usize,
    pub place: usize,
}

impl Rounds {
    /// So many lanes of each row begin to work, none of them was at work.
    pub fn begin(&self, lanes: [usize; 2]) {
        let mut turns = self.turns();
        turns.turn = 0;
        for (row, at_work) in turns.rows.iter_mut().zip(lanes) {
            row.at_work = at_work;
        }
    }

    /// A lane of that row has nothing more to hand in before the next beginning.
    pub fn rest(&self, row: usize) {
        let mut turns = self.turns();
        if let Some(row) = turns.rows.get_mut(row) {
            row.at_work = row.at_work.saturating_sub(1);
        }
        turns.go_on();
    }

    pub(crate) fn hand_in(&self, lane: &Lane, job: Job, jobs: mpsc::Sender<Job>) {
        let mut turns = self.turns();
        if let Some(row) = turns.rows.get_mut(lane.row) {
            row.waiting.insert(lane.place, (job, jobs));
        }
        turns.go_on();
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turns {
    fn go_on(&mut self) {
        while self.rows.iter().any(|row| row.at_work > 0) {
            let turn = self.turn;
            let Some(row) = self.rows.get_mut(turn) else { return };
            if row.at_work > row.waiting.len() {
                return;
            }
            queue(std::mem::take(&mut row.waiting).into_values());
            self.turn = 1 - turn;
        }
    }
}

/// As one transaction, whatever else waits: what happens in it then depends on nobody else.
fn queue(waiting: impl Iterator<Item = (Job, mpsc::Sender<Job>)>) {
    let (together, mut queues): (Vec<Job>, Vec<_>) = waiting.unzip();
    let Some((tenant, queue)) = together.first().map(|job| job.tenant).zip(queues.pop()) else { return };
    let Err(refused) = queue.try_send(Job { tenant, work: Work::Together(together) }) else { return };
    let Work::Together(refused) = refused.into_inner().work else { return };
    for job in refused {
        if let Work::Commit(_, caller) = job.work {
            answer(caller, Err(CommitError::Busy { retry_after: Duration::from_secs(1) }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Erased;
    use domain::kernel::Tenant;
    use tokio::sync::oneshot;

    struct Table {
        rounds: Arc<Rounds>,
        jobs: mpsc::Sender<Job>,
        queue: mpsc::Receiver<Job>,
    }

    impl Table {
        fn new(lanes: [usize; 2]) -> Self {
            let (jobs, queue) = mpsc::channel(64);
            let rounds = Arc::new(Rounds::default());
            rounds.begin(lanes);
            Self { rounds, jobs, queue }
        }

        /// The tenant's number tells which job it was.
        fn hand_in(&self, row: usize, place: usize, number: i64) {
            let lane = Lane { rounds: Arc::clone(&self.rounds), row, place };
            let work = Work::Erase(Erased::Subjects(Vec::new()), oneshot::channel().0);
            self.rounds.hand_in(&lane, Job { tenant: Tenant(number), work }, self.jobs.clone());
        }

        fn queued(&mut self) -> Vec<i64> {
            let rounds = std::iter::from_fn(|| self.queue.try_recv().ok());
            let together = rounds.flat_map(|job| match job.work {
                Work::Together(jobs) => jobs,
                _ => Vec::new(),
            });
            together.map(|job| job.tenant.0).collect()
        }
    }

    #[test]
    fn the_order_of_lanes_decides_not_who_was_first() {
        let mut table = Table::new([2, 1]);
        table.hand_in(1, 0, 3);
        table.hand_in(0, 1, 2);
        assert_eq!(table.queued(), [0_i64; 0]);
        table.hand_in(0, 0, 1);
        assert_eq!(table.queued(), [1, 2, 3]);
    }

    #[test]
    fn who_rests_is_not_waited_for_and_a_row_at_rest_gives_its_turns_away() {
        let mut table = Table::new([2, 1]);
        table.hand_in(0, 1, 1);
        table.rounds.rest(0);
        assert_eq!(table.queued(), [1]);
        table.hand_in(0, 1, 2);
        assert_eq!(table.queued(), [0_i64; 0], "the other row may still hand something in");
        table.rounds.rest(1);
        table.hand_in(0, 1, 3);
        assert_eq!(table.queued(), [2, 3]);
    }
}
