//! Things as programmes see them: codes and words that do not change with the reader's language, instants as RFC 3339, money in
//! đồng, ids as text.

use crate::look;
use crate::pages::staff::names::Names;
use crate::pages::staff::promises;
use app::SubjectData;
use app::queries::{DossierView, WorkLine};
use domain::dossier::{Paper, Promise, State, Timeliness, Turn};
use domain::kernel::{Millis, StreamId};
use serde::{Serialize, Serializer};

/// An instant.
pub(super) struct At(pub(super) Millis);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&look::rfc3339(self.0))
    }
}

/// None for what is kept as a text of no length.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

#[derive(Serialize)]
pub(super) struct StepShown<'a> {
    turn: i64,
    step: i64,
    name: &'a str,
    kind: &'a str,
    unit: &'a str,
    role: &'a str,
    person: Option<&'a str>,
    started_at: At,
    due_at: Option<At>,
    yellow_at: Option<At>,
    red_at: Option<At>,
    finished_at: Option<At>,
    timeliness: Option<&'a str>,
}

impl<'a> StepShown<'a> {
    pub(super) fn of(turn: &'a Turn) -> Self {
        Self {
            turn: turn.turn,
            step: turn.step,
            name: &turn.name,
            kind: turn.kind.word(),
            unit: &turn.unit,
            role: &turn.role,
            person: given(&turn.person),
            started_at: At(turn.started_at),
            due_at: turn.due_at.map(At),
            yellow_at: turn.yellow_at.map(At),
            red_at: turn.red_at.map(At),
            finished_at: turn.finished_at.map(At),
            timeliness: turn.timeliness.map(Timeliness::word),
        }
    }
}

#[derive(Serialize)]
struct ProcedureShown<'a> {
    code: &'a str,
    publisher: &'a str,
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct DayShown<'a> {
    date: String,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    counted: i64,
}

/// The promise, and why that instant.
#[derive(Serialize)]
struct DueShown<'a> {
    committed: At,
    statutory: At,
    first_committed: At,
    counted_from: At,
    calendar: &'a str,
    provisional: bool,
    explanation: String,
    days: Vec<DayShown<'a>>,
}

impl<'a> DueShown<'a> {
    fn of(names: &Names, promise: &'a Promise) -> Self {
        let day = |day: &'a domain::dossier::PromiseDay| DayShown {
            date: domain::catalogue::iso(day.day),
            kind: &day.kind,
            name: given(&day.name),
            counted: day.counted,
        };
        Self {
            committed: At(promise.due_at),
            statutory: At(promise.statutory_due_at),
            first_committed: At(promise.first_due_at),
            counted_from: At(promise.counted_from),
            calendar: &promise.calendar,
            provisional: promise.provisional,
            explanation: promises::why(names, promise),
            days: promise.days.iter().map(day).collect(),
        }
    }
}

#[derive(Serialize)]
struct FeeShown {
    amount_vnd: i64,
    paid: bool,
}

#[derive(Serialize)]
struct PaperShown<'a> {
    item: i64,
    name: &'a str,
    form: &'static str,
    copies: i64,
    required: bool,
    given: bool,
}

impl<'a> PaperShown<'a> {
    fn of(paper: &'a Paper) -> Self {
        Self {
            item: paper.item,
            name: &paper.name,
            form: paper.form.word(),
            copies: paper.copies,
            required: paper.required,
            given: paper.ok,
        }
    }
}

#[derive(Serialize)]
struct PartyShown<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    id_number: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    phone: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    email: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    address: &'a str,
}

impl<'a> PartyShown<'a> {
    fn of(data: &'a SubjectData) -> Self {
        Self {
            name: &data.name,
            id_number: &data.id_number,
            phone: &data.phone,
            email: &data.email,
            address: &data.address,
        }
    }
}

/// Personal data of a dossier.
#[derive(Serialize)]
pub(super) struct PersonalShown<'a> {
    applicant: PartyShown<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<PartyShown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy: Option<PartyShown<'a>>,
    request: &'a str,
    delivery: &'a str,
}

impl<'a> PersonalShown<'a> {
    pub(super) fn of(view: &'a DossierView) -> Self {
        Self {
            applicant: PartyShown::of(&view.applicant),
            owner: view.owner.as_ref().map(PartyShown::of),
            proxy: view.proxy.as_ref().map(PartyShown::of),
            request: &view.particulars.text,
            delivery: &view.particulars.delivery,
        }
    }
}

#[derive(Serialize)]
pub(super) struct DossierShown<'a> {
    id: StreamId,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracking_token: Option<&'a str>,
    phase: &'static str,
    status: i64,
    procedure: ProcedureShown<'a>,
    receiving_unit: &'a str,
    handling_unit: &'a str,
    received_at: Option<At>,
    was_late: bool,
    due: Option<DueShown<'a>>,
    fee: FeeShown,
    papers: Vec<PaperShown<'a>>,
    step: Option<StepShown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    personal: Option<PersonalShown<'a>>,
}

impl<'a> DossierShown<'a> {
    pub(super) fn of(names: &Names, id: StreamId, state: &'a State) -> Self {
        let procedure = &state.plan.procedure;
        Self {
            id,
            code: &state.code,
            tracking_token: None,
            phase: state.phase_word(),
            status: state.exchange_status(),
            procedure: ProcedureShown {
                code: &procedure.code,
                publisher: &procedure.publisher,
                version: &procedure.version,
                name: given(&procedure.name),
            },
            receiving_unit: &state.plan.receiving_unit,
            handling_unit: &state.plan.handling_unit,
            received_at: state.received_at.map(At),
            was_late: state.was_late(),
            due: state.promise().map(|promise| DueShown::of(names, promise)),
            fee: FeeShown { amount_vnd: state.plan.fee().amount(), paid: state.fee_paid },
            papers: state.intake.papers.iter().map(PaperShown::of).collect(),
            step: state.open_turn().map(StepShown::of),
            personal: None,
        }
    }

    /// The token of the applicant's own page: told to whoever received it, and to nobody after.
    pub(super) fn with_token(mut self, state: &'a State) -> Self {
        self.tracking_token = given(&state.intake.token);
        self
    }

    pub(super) fn with_personal(mut self, view: &'a DossierView) -> Self {
        self.personal = Some(PersonalShown::of(view));
        self
    }
}

/// A step that was finished, and the one that began.
#[derive(Serialize)]
pub(super) struct FinishedShown<'a> {
    pub(super) code: &'a str,
    pub(super) phase: &'static str,
    pub(super) finished: Option<StepShown<'a>>,
    pub(super) step: Option<StepShown<'a>>,
}

/// A step in the list of open work.
#[derive(Serialize)]
pub(super) struct WorkShown<'a> {
    code: &'a str,
    procedure: ProcedureShown<'a>,
    phase: &'a str,
    receiving_unit: &'a str,
    promised_at: Option<At>,
    step: StepShown<'a>,
}

impl<'a> WorkShown<'a> {
    pub(super) fn of(line: &'a WorkLine) -> Self {
        let step = &line.step;
        Self {
            code: &step.code,
            procedure: ProcedureShown {
                code: &step.procedure,
                publisher: &line.publisher,
                version: &line.version,
                name: None,
            },
            phase: &line.phase,
            receiving_unit: &line.receiving_unit,
            promised_at: line.promised_at.map(At),
            step: StepShown {
                turn: step.turn,
                step: step.step,
                name: &step.name,
                kind: &step.kind,
                unit: &step.unit,
                role: &step.role,
                person: given(&step.person),
                started_at: At(step.started_at),
                due_at: step.due_at.map(At),
                yellow_at: step.yellow_at.map(At),
                red_at: step.red_at.map(At),
                finished_at: None,
                timeliness: None,
            },
        }
    }
}
