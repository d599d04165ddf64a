//! Cases of a log, handed in as commands at their own instants. Cases side by side, what happened in one case one after the other.

use super::OldCase;
use crate::command::Command;
use crate::error::{AppError, Result};
use crate::forms::TakenOver;
use crate::{Actor, App};
use domain::kernel::{CommandId, Millis, StreamId};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

/// Cases told at the same time, so that batches fill.
const LANES: usize = 64;
/// Before a command is handed in again that the store was too busy for.
const PAUSE: Duration = Duration::from_millis(20);

/// What was handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Commands done now.
    pub done: i64,
    /// Commands that were done before: the same log was replayed already, or a replay goes on.
    pub already: i64,
}

/// How far a replay is: events told, of all.
pub type Progress = dyn Fn(i64, i64) + Send + Sync;

struct Replay {
    app: App,
    source: String,
    procedure: String,
    cases: Vec<OldCase>,
    next: AtomicUsize,
    events: i64,
    told_so_far: AtomicI64,
    done: AtomicI64,
    already: AtomicI64,
}

impl App {
    /// Tells the cases of a log. `source` names the log; the same log under the same name changes nothing a second time, and one that
    /// was interrupted goes on.
    ///
    /// # Errors
    /// As [`App::execute_at`]; what was told before stays.
    pub async fn replay(
        &self,
        source: &str,
        procedure: &str,
        cases: Vec<OldCase>,
        told: Arc<Progress>,
    ) -> Result<Replayed> {
        let events = cases.iter().map(|case| i64::try_from(case.steps.len()).unwrap_or(0)).sum();
        let replay = Arc::new(Replay {
            app: self.clone(),
            source: source.to_owned(),
            procedure: procedure.to_owned(),
            cases,
            next: AtomicUsize::new(0),
            events,
            told_so_far: AtomicI64::new(0),
            done: AtomicI64::new(0),
            already: AtomicI64::new(0),
        });
        let mut lanes = JoinSet::new();
        for _ in 0..LANES {
            lanes.spawn(lane(Arc::clone(&replay), Arc::clone(&told)));
        }
        while let Some(ended) = lanes.join_next().await {
            ended.expect("a lane neither panics nor is given up")?;
        }
        Ok(Replayed {
            done: replay.done.load(Ordering::Relaxed),
            already: replay.already.load(Ordering::Relaxed),
        })
    }
}

async fn lane(replay: Arc<Replay>, told: Arc<Progress>) -> Result<()> {
    let actor = Actor::Importer { source: replay.source.clone() };
    while let Some(case) = replay.cases.get(replay.next.fetch_add(1, Ordering::Relaxed)) {
        replay.case(&actor, case, &*told).await?;
    }
    Ok(())
}

impl Replay {
    async fn case(&self, actor: &Actor, case: &OldCase, told: &Progress) -> Result<()> {
        let dossier = TakenOver {
            source: self.source.clone(),
            code: case.code.clone(),
            channel: case.channel,
            procedure: if case.procedure.is_empty() {
                self.procedure.clone()
            } else {
                case.procedure.clone()
            },
            receiving_unit: case.unit.clone(),
            handling_unit: case.group.clone(),
            officer: case.officer.clone(),
            due_at: case.due_at,
        };
        let command = Command::TakeOver(Box::new(dossier));
        let dossier = self.hand_in(actor, case, "received", command, case.received_at).await?;
        let dossier = dossier.ok_or(AppError::NotFound("dossier"))?;
        let mut closing = case.closed_at;
        for (number, step) in case.steps.iter().enumerate() {
            if let Some(closed_at) = closing.filter(|closed_at| step.at > *closed_at) {
                self.close(actor, case, dossier, closed_at).await?;
                closing = None;
            }
            let command = Command::NoteStep {
                dossier,
                name: step.name.clone(),
                unit: step.unit.clone(),
                person: step.person.clone(),
            };
            let what = format!("{number}: {} at {}", step.name, step.at);
            self.hand_in(actor, case, &what, command, step.at).await?;
            told(self.told_so_far.fetch_add(1, Ordering::Relaxed) + 1, self.events);
        }
        if let Some(closed_at) = closing {
            self.close(actor, case, dossier, closed_at).await?;
        }
        Ok(())
    }

    async fn close(&self, actor: &Actor, case: &OldCase, dossier: StreamId, at: Millis) -> Result<()> {
        self.hand_in(actor, case, "closed", Command::NoteClose(dossier), at).await.map(|_| ())
    }

    async fn hand_in(
        &self,
        actor: &Actor,
        case: &OldCase,
        what: &str,
        command: Command,
        at: Millis,
    ) -> Result<Option<StreamId>> {
        let id = self.command_id(&case.code, what);
        // A lane of its own tells each case, so nobody else is faster for long.
        let answer = loop {
            match self.app.execute_at(actor, &id, command.clone(), Some(at)).await {
                Err(AppError::Busy) => tokio::time::sleep(PAUSE).await,
                other => break other?,
            }
        };
        let counter = if answer.already { &self.already } else { &self.done };
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(answer.dossier)
    }

    /// The same for the same thing of the same log: told a second time it is answered as the first time.
    fn command_id(&self, code: &str, what: &str) -> CommandId {
        let mut hasher = Sha256::new();
        for part in [self.source.as_str(), code, what] {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part.as_bytes());
        }
        let digest: String = hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        CommandId(format!("replay-{digest}"))
    }
}
