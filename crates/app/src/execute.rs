//! One command from the door to the journal: authorise, gather, decide, commit; again with fresh state when somebody else
//! was faster.

use crate::App;
use crate::act::Ledger;
use crate::actor::Actor;
use crate::command::Command;
use crate::error::{AppError, Result};
use crate::work::Work;
use domain::kernel::{Act, CommandId, Millis, StreamId};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::CommitError;

/// How often a command is decided anew before the caller is asked to come back.
const TRIES: u32 = 6;

/// What a command did. Numbers and codes are read from the rows it left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The ticket concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<StreamId>,
    /// The visit concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<StreamId>,
    /// The dossier concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<StreamId>,
    /// The payment concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<StreamId>,
    /// The pad of paper slips concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pad: Option<StreamId>,
    /// The list of papers handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<StreamId>,
    /// The item that came by post: what came on that day, and its number there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_item: Option<(StreamId, i64)>,
    /// The delegation concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<StreamId>,
    /// The message concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<StreamId>,
    /// Token of the page of an appointment that was booked, of no length without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appointment: String,
    /// Token of the pass of somebody who declared at the door, of no length without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pass: String,
    /// Keyed digest of what was asked, where the asker gave one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asked: String,
    /// It was so already: the command was handed in before, or there was nothing left to do.
    #[serde(skip)]
    pub already: bool,
    /// Sequence number of the first event written, 0 when none.
    #[serde(skip)]
    pub seq: i64,
}

/// How a command is carried out, besides who asks what.
#[derive(Clone, Copy, Debug, Default)]
struct How<'a> {
    /// Dated back to this instant.
    occurred_at: Option<Millis>,
    /// Digest of what was asked, of no length when the asker gave none.
    asked: &'a str,
}

impl App {
    /// Does what a command asks, or says why not. There is no second way to change anything.
    ///
    /// The same `command_id` a second time is answered as the first time, with `already` set.
    ///
    /// # Errors
    /// [`AppError::Refused`] with every violation, [`AppError::Forbidden`], [`AppError::NotFound`], [`AppError::Busy`], or
    /// a failure after which nothing of it was kept.
    pub async fn execute(&self, actor: &Actor, command_id: &CommandId, command: Command) -> Result<Answer> {
        self.execute_with(actor, command_id, command, How::default()).await
    }

    /// The same for those who choose the ids of their commands themselves. `asked` is a keyed digest of all that was asked: the same
    /// id with another one is a mistake of theirs, not a repetition.
    ///
    /// # Errors
    /// As [`App::execute`], and [`AppError::IdUsed`].
    pub async fn execute_once(
        &self,
        actor: &Actor,
        command_id: &CommandId,
        command: Command,
        asked: &str,
    ) -> Result<Answer> {
        let answer = self.execute_with(actor, command_id, command, How { asked, ..How::default() }).await?;
        if answer.already && answer.asked != asked {
            return Err(AppError::IdUsed);
        }
        Ok(answer)
    }

    /// The same, dated back to `occurred_at`: for the simulator, imports and replays, on an application opened for it.
    ///
    /// # Errors
    /// As [`App::execute`]; `Forbidden` on an application whose history may not be written.
    pub async fn execute_at(
        &self,
        actor: &Actor,
        command_id: &CommandId,
        command: Command,
        occurred_at: Option<Millis>,
    ) -> Result<Answer> {
        if occurred_at.is_some() && !self.0.parts.history_may_be_written {
            return Err(AppError::Forbidden {
                why: "history_is_not_written_here".to_owned(),
                rule: String::new(),
            });
        }
        self.execute_with(actor, command_id, command, How { occurred_at, ..How::default() }).await
    }

    async fn execute_with(
        &self,
        actor: &Actor,
        command_id: &CommandId,
        command: Command,
        how: How<'_>,
    ) -> Result<Answer> {
        let lock = command.hall_lock().map(|hall| self.hall_lock(hall));
        let _courtesy = match &lock {
            Some(lock) => Some(lock.lock().await),
            None => None,
        };
        let started = std::time::Instant::now();
        let name = command.name();
        let outcome = self.execute_tried(actor, command_id, command, how).await;
        let verdict = match &outcome {
            Ok(answer) if answer.already => "already_done",
            Ok(_) => "done",
            Err(AppError::Refused(_)) => "refused",
            Err(AppError::Forbidden { .. }) => "forbidden",
            Err(AppError::NotFound(_)) => "not_found",
            Err(AppError::Busy) => "busy",
            Err(_) => "failed",
        };
        tracing::debug!(command = name, verdict, elapsed_us = started.elapsed().as_micros(), "command");
        outcome
    }

    async fn execute_tried(
        &self,
        actor: &Actor,
        command_id: &CommandId,
        command: Command,
        how: How<'_>,
    ) -> Result<Answer> {
        for attempt in 1..=TRIES {
            let recorded_at = self.now();
            let now = how.occurred_at.unwrap_or(recorded_at);
            let directory = self.directory();
            let mut work = Work {
                app: self,
                actor,
                stood_for: None,
                day: directory.day(now),
                directory,
                now,
                ledger: Ledger::default(),
                rule: String::new(),
                position: actor.position().to_owned(),
                on_behalf_of: String::new(),
                authority: None,
                answer: Answer { asked: how.asked.to_owned(), ..Answer::default() },
                edits: Vec::new(),
                edited_because: String::new(),
            };
            let decided = work.run(command.clone()).await;
            let nothing_to_write = decided.is_err() || (work.edits.is_empty() && work.ledger.is_empty());
            if nothing_to_write && attempt < TRIES && !self.is_current(&work).await? {
                tracing::debug!(attempt, "somebody else was faster, deciding again before saying no");
                continue;
            }
            if let Err(error) = decided {
                // What was done before may well be refused now (a step that is finished): the same id gets its answer.
                return self.answered_before(command_id).await?.ok_or(error);
            }
            if !work.edits.is_empty() {
                debug_assert!(work.ledger.is_empty(), "an act writes history or edits, never both");
                let (rows, because) =
                    (std::mem::take(&mut work.edits), std::mem::take(&mut work.edited_because));
                self.write_catalogue(rows, actor.person(), &because, now).await?;
                return Ok(work.answer);
            }
            if work.ledger.is_empty() {
                let before = self.answered_before(command_id).await?;
                return Ok(before.unwrap_or(Answer { already: true, ..work.answer }));
            }
            work.tell().await?;
            let moves_catalogue = work.ledger.moves_catalogue();
            match self.write(work, actor, command_id, recorded_at).await {
                Err(CommitError::EditedMeanwhile) => {
                    tracing::debug!(attempt, "who may do what was changed meanwhile, deciding again");
                    self.reload().await?;
                }
                Err(CommitError::Stale(streams)) => {
                    tracing::debug!(attempt, ?streams, "somebody else was faster, deciding again");
                    tokio::time::sleep(jitter(attempt)).await;
                }
                Err(CommitError::AlreadyDone { answer, first_seq }) => {
                    return Ok(repeated(&answer, first_seq));
                }
                Err(error) => return Err(failure(error)),
                Ok(answer) => {
                    if moves_catalogue {
                        self.reload().await?;
                    }
                    return Ok(answer);
                }
            }
        }
        Err(AppError::Busy)
    }

    /// What is written is checked by the writer; what is refused, or said to be so already, is checked here: the streams, and on a database with other servers
    /// the edited things too, since a grant given there lets somebody in here.
    async fn is_current(&self, work: &Work<'_>) -> Result<bool> {
        // A seeded run has nobody beside it, and its lanes must not depend on who was faster.
        if !self.0.parts.history_may_be_written {
            self.heed_others().await?;
            if self.directory().version() != work.directory.version() {
                return Ok(false);
            }
        }
        Ok(self.store().are_current(self.tenant(), &work.ledger.versions()).await?)
    }

    async fn write(
        &self,
        work: Work<'_>,
        actor: &Actor,
        command_id: &CommandId,
        recorded_at: Millis,
    ) -> std::result::Result<Answer, CommitError> {
        // What a machine does for somebody is written as the machine's, on behalf of that position.
        let (position, on_behalf_of) = match work.stood_for {
            Some(_) => (actor.position().to_owned(), work.position),
            None => (work.position, work.on_behalf_of),
        };
        let act = Act { actor: actor.word(), position, on_behalf_of, rule: work.rule, occurred_at: work.now };
        let kept = serde_json::to_string(&work.answer).expect("an answer holds only ids");
        // Who acts in another's place, and who gives or takes such a place, is let in by the edited things as they are at the commit.
        let rests_on_grants = !act.on_behalf_of.is_empty() || work.ledger.moves_catalogue();
        let decided_under =
            (rests_on_grants && !self.0.parts.history_may_be_written).then(|| work.directory.version());
        let pending = work.ledger.into_pending(command_id.clone(), act, recorded_at, (kept, decided_under));
        let committed = self.store().commit(self.tenant(), pending).await?;
        Ok(Answer { seq: committed.first_seq, ..work.answer })
    }

    async fn answered_before(&self, command_id: &CommandId) -> Result<Option<Answer>> {
        let before = self.store().answered(self.tenant(), &command_id.0).await?;
        Ok(before.map(|answer| repeated(&answer, 0)))
    }
}

fn repeated(answer: &str, seq: i64) -> Answer {
    Answer { already: true, seq, ..serde_json::from_str(answer).unwrap_or_default() }
}

pub(crate) fn failure(error: CommitError) -> AppError {
    match error {
        CommitError::Failure(error) => AppError::Store(error),
        CommitError::Busy { .. }
        | CommitError::Stale(_)
        | CommitError::EditedMeanwhile
        | CommitError::AlreadyDone { .. } => AppError::Busy,
    }
}

/// A little longer each time and never the same for two: whoever met once should not meet again.
fn jitter(attempt: u32) -> Duration {
    let mut byte = [0_u8; 1];
    // Without random bytes the wait is merely less spread.
    let _ = getrandom::fill(&mut byte);
    Duration::from_micros(u64::from(attempt) * (500 + 20 * u64::from(byte[0])))
}
