//! Bản giấy: where the papers of a dossier are, between the counter that took them and the department that handles it.
//!
//! ```text
//!                   listed             received
//! at the counter -----------> on a list -------> with the department
//!        ^  ^                     |                    |
//!        |  `--- not there -------'                    |
//!        `------------- more papers are brought -------'
//! ```

use super::command::By;
use super::decide::{reason_given, wrong_phase};
use super::event::Event;
use super::facts::{Plan, StepKind};
use super::state::{FilingChannel, Holder, Paper, PaperForm, State};
use crate::kernel::{Millis, Refusal, StreamId, Violation};
use serde::{Deserialize, Serialize};

/// Đợt giấy tờ: papers that travel together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Originals among them.
    pub originals: i64,
    /// All of them.
    pub papers: i64,
    /// Instant by which they have to leave the counter (ND61 art. 18).
    pub travel_by: Millis,
}

impl Batch {
    fn of(papers: &[Paper], travel_by: Millis) -> Self {
        let count = |some: usize| i64::try_from(some).expect("a dossier has some ten papers");
        let originals = |paper: &&Paper| paper.form == PaperForm::Original;
        let travelling = || papers.iter().filter(|paper| travels(paper));
        Self {
            originals: count(travelling().filter(originals).count()),
            papers: count(travelling().count()),
            travel_by,
        }
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            originals: self.originals + other.originals,
            papers: self.papers + other.papers,
            travel_by: self.travel_by.min(other.travel_by),
        }
    }
}

/// Where the papers are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "place")]
pub enum PaperPlace {
    /// Tại quầy.
    Counter,
    /// Trên danh sách bàn giao, chờ nhận.
    Listed {
        /// The list.
        list: StreamId,
    },
    /// Tại bộ phận giải quyết.
    Department {
        /// Unit.
        unit: String,
        /// Who received them.
        by: String,
        /// Instant.
        at: Millis,
    },
}

impl PaperPlace {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Listed { .. } => "listed",
            Self::Department { .. } => "department",
        }
    }
}

/// Đường đi của bản giấy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperWay {
    /// What travels.
    pub batch: Batch,
    /// Where it is.
    pub place: PaperPlace,
    /// Why the department struck it off its last list, of no length when it did not.
    pub missed: String,
    /// What was brought while the others were on a list.
    pub next: Option<Batch>,
}

/// A paper that is carried: neither shown, nor looked up, nor electronic.
fn travels(paper: &Paper) -> bool {
    paper.ok && matches!(paper.form, PaperForm::Original | PaperForm::Certified | PaperForm::Copy)
}

pub(super) fn any_travels(papers: &[Paper]) -> bool {
    papers.iter().any(travels)
}

impl Plan {
    /// Unit the papers go to first; none where the centre that received does all of it itself, or while the person waits.
    #[must_use]
    pub fn papers_go_to(&self) -> Option<&str> {
        let carried = |kind| !matches!(kind, StepKind::Intake | StepKind::External | StepKind::Return);
        let elsewhere = self.steps.iter().find(|step| carried(step.kind) && step.unit != self.receiving_unit);
        elsewhere.filter(|_| !self.on_the_spot).map(|step| step.unit.as_str())
    }
}

/// Papers lie at the counter from now on. What was filed online has none.
pub(super) fn brought(dossier: &mut State, papers: &[Paper], travel_by: Millis) {
    let batch = Batch::of(papers, travel_by);
    let online = dossier.intake.channel == FilingChannel::Online && dossier.papers.is_none();
    if batch.papers == 0 || online || dossier.plan.papers_go_to().is_none() {
        return;
    }
    let at_counter =
        |batch| PaperWay { batch, place: PaperPlace::Counter, missed: String::new(), next: None };
    dossier.papers = Some(match dossier.papers.take() {
        None | Some(PaperWay { place: PaperPlace::Department { .. }, .. }) => at_counter(batch),
        Some(way) if way.place == PaperPlace::Counter => PaperWay { batch: way.batch.with(&batch), ..way },
        Some(way) => {
            let next = way.next.as_ref().map_or_else(|| batch.clone(), |next| next.with(&batch));
            PaperWay { next: Some(next), ..way }
        }
    });
}

/// What happened to a dossier's papers.
pub(super) fn moved(dossier: &mut State, event: &Event) {
    let Some(way) = dossier.papers.as_mut() else { return };
    match event {
        Event::PapersListed { list, .. } => {
            way.place = PaperPlace::Listed { list: *list };
            way.missed.clear();
        }
        Event::PapersReceived { to, by, at, .. } => match way.next.take() {
            Some(next) => {
                way.batch = next;
                way.place = PaperPlace::Counter;
            }
            None => way.place = PaperPlace::Department { unit: to.clone(), by: by.clone(), at: *at },
        },
        Event::PapersMissed { reason, .. } => {
            if let Some(next) = way.next.take() {
                way.batch = way.batch.with(&next);
            }
            way.place = PaperPlace::Counter;
            way.missed.clone_from(reason);
        }
        _ => {}
    }
}

fn not_at_counter(dossier: &State) -> Refusal {
    let place = dossier.papers.as_ref().map_or("none", |way| way.place.word());
    let said = Violation::new("dossier", "papers_not_at_counter");
    Refusal::new("papers_not_at_counter").with(said.with("code", &dossier.code).with("place", place))
}

pub(super) fn list(
    dossier: &State,
    by: &By,
    list: StreamId,
    to: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    match dossier.papers.as_ref().map(|way| &way.place) {
        Some(PaperPlace::Listed { list: on }) if *on == list => return Ok(Vec::new()),
        Some(PaperPlace::Counter) if !dossier.is_open() => return Err(wrong_phase(dossier)),
        Some(PaperPlace::Counter) => {}
        _ => return Err(not_at_counter(dossier)),
    }
    if dossier.plan.papers_go_to() != Some(to.as_str()) {
        let said = Violation::new("dossier", "papers_go_elsewhere").with("code", &dossier.code);
        return Err(Refusal::new("papers_go_elsewhere").with(said));
    }
    Ok(vec![Event::PapersListed { list, to, by: by.person.clone(), at }])
}

fn on_list(dossier: &State, list: StreamId) -> Result<(), Refusal> {
    match dossier.papers.as_ref().map(|way| &way.place) {
        Some(PaperPlace::Listed { list: on }) if *on == list => Ok(()),
        _ => Err(Refusal::new("papers_not_on_list")),
    }
}

/// Originals that lay with the counter go along; what somebody behind it has taken over already stays there.
pub(super) fn receive(
    dossier: &State,
    by: &By,
    list: StreamId,
    to: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    on_list(dossier, list)?;
    let behind = |person: &str| {
        let elsewhere = |kind| !matches!(kind, StepKind::Intake | StepKind::Return);
        dossier.turns.iter().any(|turn| elsewhere(turn.kind) && turn.person == person)
    };
    let moved = dossier
        .originals
        .iter()
        .filter(|original| matches!(&original.holder, Holder::Person(person) if !behind(person)));
    let moved: Vec<Event> = moved
        .map(|original| Event::OriginalMoved {
            item: original.item,
            holder: Holder::Unit(to.clone()),
            by: by.person.clone(),
            at,
        })
        .collect();
    let mut events = vec![Event::PapersReceived { list, to, by: by.person.clone(), at }];
    events.extend(moved);
    Ok(events)
}

pub(super) fn miss(
    dossier: &State,
    by: &By,
    list: StreamId,
    reason: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    on_list(dossier, list)?;
    reason_given("reason", &reason)?;
    Ok(vec![Event::PapersMissed { list, reason, by: by.person.clone(), at }])
}
