//! The clock's own facts: a step turns red, a promise is missed, a late step is told to a head.
//!
//! Each fact carries the instant it was true, not the instant somebody noticed: after a restart or a clock that jumped the
//! journal says the same. The command ids are made from the fact, so that two servers that notice at once write it once.
//!
//! Facts are read by pages, earliest first, and each page begins behind the last fact of the one before: one that cannot be noted, or that
//! is nobody's yet, keeps none of those behind it waiting.

use crate::abreast::Abreast;
use crate::runner::{Job, JobError};
use crate::share::{GRACE_MS, Share};
use app::queries::{ClockFact, FactPage};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis, StreamId};
use futures::stream::{Stream, try_unfold};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Facts read at once, and their dossiers with them by one question of the store.
const PAGE: i64 = 256;
/// Facts noted at once: as many as a writer takes into a transaction, and as many again that are decided meanwhile.
const ABREAST: usize = 512;
/// A fact that came to nothing is tried again after so long. A promise of a dossier that waits for others is passed, and not missed.
const AGAIN_MS: Millis = 60_000;
/// How often it is looked again when something is due and cannot be noted.
const LOOK_AGAIN_MS: Millis = 500;

/// Notes what the clock says.
pub struct Deadlines {
    app: App,
    actor: Actor,
    abreast: Abreast,
    share: Option<Arc<Share>>,
    /// Facts that came to nothing, and when they were tried.
    for_nothing: Mutex<BTreeMap<(Kind, StreamId, i64), Millis>>,
}

/// What was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Steps that turned red.
    pub red: usize,
    /// Promises that were missed.
    pub late: usize,
    /// Late steps told to a head.
    pub escalated: usize,
}

impl Marked {
    /// Anything at all.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// Which fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Red,
    Late,
    Escalated,
}

impl Kind {
    /// The command that notes it, under an id that is the fact's own.
    fn command(self, fact: ClockFact) -> (CommandId, Command) {
        let ClockFact { dossier, turn, .. } = fact;
        let (id, command) = match self {
            Self::Red => (format!("deadlines:red:{dossier}:{turn}"), Command::MarkRed { dossier, turn }),
            Self::Late => (format!("deadlines:late:{dossier}"), Command::MarkLate(dossier)),
            Self::Escalated => {
                (format!("deadlines:escalate:{dossier}:{turn}"), Command::Escalate { dossier, turn })
            }
        };
        (CommandId(id), command)
    }
}

/// Whose facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// This server's.
    Own,
    /// Those others have left.
    Left,
    /// Both.
    All,
}

impl Deadlines {
    /// The watcher of one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        let abreast = Abreast::new(&app, ABREAST);
        let actor = Actor::system("deadlines");
        Self { app, actor, abreast, share: None, for_nothing: Mutex::default() }
    }

    /// The same, noting facts in another way: in the rounds of a seeded run.
    #[must_use]
    pub fn abreast(mut self, abreast: Abreast) -> Self {
        self.abreast = abreast;
        self
    }

    /// The same on one of several servers: its own share first, and what others have left.
    #[must_use]
    pub fn sharing(mut self, share: Arc<Share>) -> Self {
        self.share = Some(share);
        self
    }

    /// Notes everything that is true by now and not noted yet; on one of several servers what is its own, and what others have left.
    ///
    /// # Errors
    /// When something cannot be read or written. Everything else was noted: one dossier that cannot be told does not keep
    /// the others from being told.
    pub async fn run_once(&self) -> Result<Marked, JobError> {
        let (marked, failed) = self.noted().await?;
        failed.map_or(Ok(marked), Err)
    }

    /// The same, and the first fact that could not be noted.
    async fn noted(&self) -> Result<(Marked, Option<JobError>), JobError> {
        let (mut marked, mut failed) = (Marked::default(), None);
        loop {
            let until = self.app.now();
            let is_old = |tried: &Millis| !(0..AGAIN_MS).contains(&until.saturating_sub(*tried));
            self.tried().retain(|_, tried| !is_old(tried));
            let mut some = Marked::default();
            let whose: &[Whose] = if self.is_part() { &[Whose::Own, Whose::Left] } else { &[Whose::All] };
            for whose in whose {
                some.red += self.kind(Kind::Red, *whose, until, &mut failed).await?;
            }
            some.late += self.kind(Kind::Late, Whose::All, until, &mut failed).await?;
            some.escalated += self.kind(Kind::Escalated, Whose::All, until, &mut failed).await?;
            marked.red += some.red;
            marked.late += some.late;
            marked.escalated += some.escalated;
            if !some.any() {
                return Ok((marked, failed));
            }
        }
    }

    fn is_part(&self) -> bool {
        self.share.as_ref().is_some_and(|share| share.is_part())
    }

    fn tried(&self) -> std::sync::MutexGuard<'_, BTreeMap<(Kind, StreamId, i64), Millis>> {
        self.for_nothing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes all facts of a kind that were true before an instant; how many were noted now.
    async fn kind(
        &self,
        kind: Kind,
        whose: Whose,
        until: Millis,
        failed: &mut Option<JobError>,
    ) -> Result<usize, JobError> {
        let mut noted = 0;
        let mut hear = |outcome: Result<bool, JobError>| match outcome {
            Ok(now) => noted += usize::from(now),
            Err(error) => drop(failed.get_or_insert(error)),
        };
        let act = |app: App, fact: ClockFact| self.note(app, kind, fact);
        let mut pages = std::pin::pin!(self.pages(kind, whose, until));
        if self.abreast.is_in_rounds() {
            while let Some(page) = futures::TryStreamExt::try_next(&mut pages).await? {
                self.abreast.each(page, act).await.into_iter().for_each(&mut hear);
            }
        } else {
            self.abreast.flow(pages, act, hear).await?;
        }
        Ok(noted)
    }

    /// Facts of a kind, page by page.
    fn pages(
        &self,
        kind: Kind,
        whose: Whose,
        until: Millis,
    ) -> impl Stream<Item = Result<Vec<ClockFact>, JobError>> + '_ {
        let until = if whose == Whose::Left { until.saturating_sub(GRACE_MS) } else { until };
        try_unfold(Some(FactPage::first(until, PAGE)), move |page| async move {
            let Some(page) = page else { return Ok(None) };
            let (facts, next) = self.page(kind, page).await?;
            let facts: Vec<ClockFact> =
                facts.into_iter().filter(|fact| self.is_to_note(kind, whose, fact)).collect();
            if !self.abreast.is_in_rounds() {
                let dossiers: Vec<StreamId> = facts.iter().map(|fact| fact.dossier).collect();
                self.app.put_on_hand(&dossiers).await?;
            }
            Ok(Some((facts, next)))
        })
    }

    async fn page(&self, kind: Kind, page: FactPage) -> Result<(Vec<ClockFact>, Option<FactPage>), JobError> {
        let app = self.abreast.app().unwrap_or(&self.app);
        let facts = match kind {
            Kind::Red => app.red_to_mark(page).await?,
            Kind::Late => app.late_to_mark(page).await?,
            Kind::Escalated => return Ok(app.red_to_escalate(page).await?),
        };
        let is_full = i64::try_from(facts.len()).is_ok_and(|many| many >= page.most);
        let next = facts.last().filter(|_| is_full).map(|last| page.behind(*last));
        Ok((facts, next))
    }

    fn is_to_note(&self, kind: Kind, whose: Whose, fact: &ClockFact) -> bool {
        let is_own = self.share.as_ref().is_none_or(|share| share.has(fact.dossier));
        let is_whose = match whose {
            Whose::Own => is_own,
            Whose::Left => !is_own,
            Whose::All => is_own || fact.since.saturating_add(GRACE_MS) <= self.app.now(),
        };
        is_whose && !self.tried().contains_key(&(kind, fact.dossier, fact.turn))
    }

    /// True when it was noted now; not when somebody was faster, or it is no longer so.
    async fn note(&self, app: App, kind: Kind, fact: ClockFact) -> Result<bool, JobError> {
        let (id, command) = kind.command(fact);
        let now = app.now();
        match app.execute(&self.actor, &id, command).await {
            Ok(answer) if !answer.already => return Ok(true),
            Ok(_) => {}
            Err(AppError::Refused(refusal)) => tracing::debug!(code = refusal.code, "no longer so"),
            Err(error) => {
                tracing::warn!(%error, fact = id.0, "a fact of the clock could not be noted");
                return Err(error.into());
            }
        }
        self.tried().insert((kind, fact.dossier, fact.turn), now);
        Ok(false)
    }
}

#[async_trait]
impl Job for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    async fn round(&self) -> Result<bool, JobError> {
        // What could not be noted was said, and is tried again soon; what falls due meanwhile does not wait for it.
        let (marked, _) = self.noted().await?;
        if marked.any() {
            tracing::info!(
                red = marked.red,
                late = marked.late,
                escalated = marked.escalated,
                "the clock noted"
            );
        }
        Ok(marked.any())
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(self.app.next_deadline().await?)
    }

    fn looks_again_after(&self) -> Option<Millis> {
        Some(LOOK_AGAIN_MS)
    }
}
