use super::earlier::EarlierPaper;
use super::extension::Extension;
use super::facts::{Party, Plan, Promise, StepKind};
use super::papers::PaperWay;
use super::refusal::RefusalProposal;
use super::scans::PaperScan;
use super::signed::SignedUnder;
use super::stretch::Stretch;
use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Hình thức nộp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingChannel {
    /// Trực tiếp.
    InPerson,
    /// Trực tuyến.
    Online,
    /// Bưu chính công ích, thuê hoặc uỷ quyền.
    Post,
}

impl FilingChannel {
    /// The code of the exchange format.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::InPerson => 1,
            Self::Online => 2,
            Self::Post => 3,
        }
    }
}

/// Bản gốc, bản sao... how a paper was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// Bản chính.
    Original,
    /// Bản sao chứng thực.
    Certified,
    /// Bản chụp.
    Copy,
    /// Xuất trình.
    Shown,
    /// Bản điện tử.
    Electronic,
    /// Tra cứu, không phải nộp.
    LookedUp,
}

impl PaperForm {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Certified => "certified",
            Self::Copy => "copy",
            Self::Shown => "shown",
            Self::Electronic => "electronic",
            Self::LookedUp => "looked_up",
        }
    }

    /// The form behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Original, Self::Certified, Self::Copy, Self::Shown, Self::Electronic, Self::LookedUp]
            .into_iter()
            .find(|form| form.word() == word)
    }
}

/// A paper as it lies before the officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Number in the procedure's list, from 1.
    pub item: i64,
    /// Name.
    pub name: String,
    /// How it was given.
    pub form: PaperForm,
    /// Copies given.
    pub copies: i64,
    /// True when it is there and right.
    pub ok: bool,
    /// True when the procedure cannot go on without it.
    pub required: bool,
}

/// What is asked for in a supplement request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Number in the procedure's list, 0 for something else.
    pub paper: i64,
    /// What is to be completed.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Who acts for the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// The proxy's data.
    pub party: Party,
    /// The authorisation paper.
    pub paper: String,
}

/// What was declared at intake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Random token of the applicant's page.
    pub token: String,
    /// How it was filed.
    pub channel: FilingChannel,
    /// Who files.
    pub applicant: Party,
    /// Whose matter it is, when somebody else's.
    pub owner: Option<Party>,
    /// Who acts for the applicant.
    pub proxy: Option<Proxy>,
    /// The content of the request and the manner of return, in the side table.
    pub particulars: Option<Party>,
    /// Papers.
    pub papers: Vec<Paper>,
    /// Which of them are not handed in, since an earlier dossier has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierPaper>,
    /// Officer.
    pub officer: String,
    /// The officer's position.
    pub position: String,
    /// The visit, when in person.
    pub visit: Option<StreamId>,
}

/// Sớm, đúng, trễ: how a hand-over came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Sớm hạn.
    Early,
    /// Đúng hạn.
    OnTime,
    /// Trễ hạn.
    Late,
}

impl Timeliness {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
        }
    }
}

/// One time that a step is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// 1, 2, 3 in the order they began.
    pub turn: i64,
    /// Number of the step in the plan.
    pub step: i64,
    /// What is done.
    pub name: String,
    /// What it is for.
    pub kind: StepKind,
    /// Unit.
    pub unit: String,
    /// Role.
    pub role: String,
    /// Person, of no length when a head has yet to assign one.
    pub person: String,
    /// Position of that person.
    pub position: String,
    /// Unit it came from.
    pub from_unit: String,
    /// Person it came from.
    pub from_person: String,
    /// Instant it was handed over.
    pub started_at: Millis,
    /// Working milliseconds allowed.
    pub allowed_ms: i64,
    /// False when the time is outside the limit.
    pub counted: bool,
    /// Instant the time is gone, none for steps without time.
    pub due_at: Option<Millis>,
    /// Instant it turns yellow.
    pub yellow_at: Option<Millis>,
    /// Instant it turns red.
    pub red_at: Option<Millis>,
    /// Instant it was finished.
    pub finished_at: Option<Millis>,
    /// How it came out.
    pub timeliness: Option<Timeliness>,
    /// Working milliseconds used, once finished.
    pub used_ms: i64,
    /// The red fact is in the journal.
    pub red_marked: bool,
    /// Position the lateness was escalated to.
    pub escalated_to: String,
}

/// A supplement request after reception, or before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// What was asked for.
    pub items: Vec<Item>,
    /// Who asked.
    pub by: String,
    /// Instant.
    pub at: Millis,
    /// The step to which the dossier returns, 0 before reception.
    pub resume_step: i64,
    /// Working milliseconds of the promise left when it was asked: used when the policy is pause.
    pub left_ms: i64,
    /// Instant it was answered.
    pub answered_at: Option<Millis>,
}

/// The result document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDocument {
    /// Template it is drafted from, of no length before the draft.
    pub template: String,
    /// Its text in the side table.
    pub text: Option<Party>,
    /// Who drafted it.
    pub drafted_by: String,
    /// Who approved, of no length before.
    pub approved_by: String,
    /// The approver's position.
    pub approved_position: String,
    /// Signature block: of no length, `KT.`, `TL.`, `TUQ.`...
    pub block: String,
    /// On whose behalf: position.
    pub on_behalf_of: String,
    /// How it stands over the signature, and under which document.
    pub under: SignedUnder,
    /// Number in the outgoing book, 0 before.
    pub number: i64,
    /// The book.
    pub book: String,
    /// Date on the document as `yyyymmdd`.
    pub dated: i64,
    /// A refusal is proposed in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal_proposed: Option<RefusalProposal>,
}

/// Kết quả lưu kho.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Shelf, box.
    pub place: String,
    /// Who put it there.
    pub by: String,
    /// Instant.
    pub at: Millis,
}

/// Who holds a paper original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "code")]
pub enum Holder {
    /// An officer.
    Person(String),
    /// A unit's cabinet.
    Unit(String),
    /// Back with the applicant.
    Applicant,
}

/// A paper original in the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Number of the paper in the list.
    pub item: i64,
    /// Name.
    pub name: String,
    /// Who holds it.
    pub holder: Holder,
    /// Instant since when.
    pub since: Millis,
}

/// Where the dossier stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase")]
pub enum Phase {
    /// Taken down, nothing decided.
    Draft,
    /// Papers asked for before reception; no clock runs.
    SupplementAtIntake,
    /// Refused at intake.
    Refused {
        /// Instant.
        at: Millis,
    },
    /// Under way.
    Processing,
    /// Papers asked for after reception.
    Supplement,
    /// Result ready, waits for the person.
    Ready {
        /// Instant.
        at: Millis,
    },
    /// Result handed over.
    Returned {
        /// Instant the result was ready.
        ready_at: Millis,
        /// Instant.
        at: Millis,
    },
    /// Withdrawn by the applicant.
    Withdrawn {
        /// Instant.
        at: Millis,
    },
    /// Ended by the agency without a result: stopped, refused after appraisal, closed since nothing came.
    Stopped {
        /// Instant.
        at: Millis,
    },
}

/// One dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Number of the draft.
    pub provisional: String,
    /// Official code, of no length before reception.
    pub code: String,
    /// What was declared.
    pub intake: Intake,
    /// What it goes through.
    pub plan: Plan,
    /// Instant of the draft.
    pub created_at: Millis,
    /// Instant of reception.
    pub received_at: Option<Millis>,
    /// Promises in the order they were made; the last is in force. Void ones stay in the journal.
    pub promises: Vec<Promise>,
    /// The last promise is in force: it was neither voided nor met.
    pub promise_stands: bool,
    /// An earlier promise of this dossier (a first appointment) was missed.
    pub missed_promise: bool,
    /// Extensions in the order they were given, also those before the limit began anew: a dossier has one for life.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// Steps in the order they began.
    pub turns: Vec<Turn>,
    /// Times papers were asked for before reception.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub asked_at_intake: i64,
    /// Supplement requests.
    pub supplements: Vec<Supplement>,
    /// Papers asked for after reception, of all requests: to notice what could have been asked at first.
    pub result: ResultDocument,
    /// Originals in the house.
    pub originals: Vec<Original>,
    /// Where its papers are on their way to the department, none without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub papers: Option<PaperWay>,
    /// Scans of its papers, in the order they were begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scans: Vec<PaperScan>,
    /// Papers with a secret mark, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_papers: Vec<i64>,
    /// True when nothing is left to pay.
    pub fee_paid: bool,
    /// Times the slip was issued.
    pub slips: i64,
    /// Times the person was reminded to come.
    pub reminders: i64,
    /// Instant of the last reminder.
    #[serde(default)]
    pub reminded_at: Option<Millis>,
    /// Where in the archive the result lies, or lay until it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked: Option<Parked>,
    /// Where it was taken over from, of no length for a dossier of our own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What was noted there after it was closed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub after_close: i64,
    /// Where it stands.
    pub phase: Phase,
    /// Number of its events so far: the version of its stream.
    pub version: i64,
    /// How reports count it, from reception on.
    pub stretches: Vec<Stretch>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference in")]
const fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl State {
    /// A case of another system that is only told: what was done there, not what it goes through here.
    #[must_use]
    pub const fn is_told_only(&self) -> bool {
        !self.source.is_empty() && self.plan.steps.is_empty()
    }

    /// The instant whose rules it is read by: that of its reception, whatever was amended since; `now` while it is not received.
    #[must_use]
    pub fn ruled_by(&self, now: Millis) -> Millis {
        self.received_at.unwrap_or(now)
    }

    /// The instant whose forms its papers use: that of its reception. What was never received has only the slip that asked for papers or
    /// refused it, and that keeps the form of its own day.
    #[must_use]
    pub fn forms_of(&self) -> Millis {
        let slip = || match &self.phase {
            Phase::Refused { at } => *at,
            _ => self.supplements.last().map_or(self.created_at, |asked| asked.at),
        };
        self.received_at.unwrap_or_else(slip)
    }

    /// The step under way.
    #[must_use]
    pub fn open_turn(&self) -> Option<&Turn> {
        self.turns.last().filter(|turn| turn.finished_at.is_none())
    }

    /// The promise in force.
    #[must_use]
    pub fn promise(&self) -> Option<&Promise> {
        self.promises.last()
    }

    /// The apology that goes with the promise in force: none once the limit began anew.
    #[must_use]
    pub fn apologised(&self) -> Option<&Extension> {
        let moved = self.promise().is_some_and(|promise| promise.due_at > promise.first_due_at);
        self.extension().filter(|_| moved)
    }

    /// The last extension with its apology.
    #[must_use]
    pub fn extension(&self) -> Option<&Extension> {
        self.extensions.last()
    }

    /// Instant the result was ready.
    #[must_use]
    pub const fn ready_at(&self) -> Option<Millis> {
        match self.phase {
            Phase::Ready { at } => Some(at),
            Phase::Returned { ready_at, .. } => Some(ready_at),
            _ => None,
        }
    }

    /// True from reception until it is over.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Processing | Phase::Supplement | Phase::Ready { .. })
    }

    /// Trạng thái trao đổi, 1 to 10, derived and never stored as a fact of its own. 2 until a head has given it to
    /// somebody for the first time, 4 from then on; 9 (result ready) is not 10 (handed over); 6 is the applicant's
    /// financial duty outside the limit.
    #[must_use]
    pub fn exchange_status(&self) -> i64 {
        match self.phase {
            Phase::Draft => 1,
            Phase::Refused { .. } => 3,
            Phase::SupplementAtIntake | Phase::Supplement => 5,
            Phase::Processing => match self.open_turn().map(|turn| (turn.kind, turn.turn)) {
                Some((StepKind::Intake, _) | (StepKind::Assign, ..=2)) => 2,
                Some((StepKind::External, _)) => 6,
                _ => 4,
            },
            Phase::Withdrawn { .. } => 7,
            Phase::Stopped { .. } => 8,
            Phase::Ready { .. } => 9,
            Phase::Returned { .. } => 10,
        }
    }

    /// The word for pages and tables.
    #[must_use]
    pub const fn phase_word(&self) -> &'static str {
        match self.phase {
            Phase::Draft => "draft",
            Phase::SupplementAtIntake => "supplement_at_intake",
            Phase::Refused { .. } => "refused",
            Phase::Processing => "processing",
            Phase::Supplement => "supplement",
            Phase::Ready { .. } => "ready",
            Phase::Returned { .. } => "returned",
            Phase::Withdrawn { .. } => "withdrawn",
            Phase::Stopped { .. } => "stopped",
        }
    }

    /// Later than the first promise: a first appointment was missed, or the result was ready after the promise.
    #[must_use]
    pub fn was_late(&self) -> bool {
        self.missed_promise
            || matches!((self.ready_at(), self.promise()), (Some(ready), Some(promise)) if ready > promise.first_due_at)
    }
}
