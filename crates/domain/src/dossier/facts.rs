//! What `decide` needs to know besides the dossier itself: plain structs, read beforehand by the caller.

use super::extension::ExtensionRule;
use super::scans::KeptOffScan;
use crate::kernel::{Millis, RuleRef, SubjectId, Vnd};
use crate::payment::FeeLine;
use calendar::{Reading, Span, WorkCalendar};
use serde::{Deserialize, Serialize};

/// A version of personal data in the side table. The event keeps only this: erasing the data leaves the chain whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Subject.
    pub subject: SubjectId,
    /// Version of the subject's data.
    pub version: i64,
    /// Salted digest of that version, in hexadecimal.
    pub digest: String,
}

/// Which procedure, in which version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureRef {
    /// Procedure code.
    pub code: String,
    /// Publishing body.
    pub publisher: String,
    /// Version.
    pub version: String,
    /// Name at reception, as the slip prints it.
    pub name: String,
    /// Field group.
    pub field: String,
}

/// What a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Tiếp nhận, chuyển hồ sơ.
    Intake,
    /// Phân công.
    Assign,
    /// Thẩm định, giải quyết.
    Process,
    /// Xem xét.
    Review,
    /// Phê duyệt, ký.
    Approve,
    /// Vào sổ, đóng dấu.
    Number,
    /// Trả kết quả.
    Return,
    /// Việc của cơ quan khác ngoài thời hạn: taxes, survey.
    External,
}

impl StepKind {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Assign => "assign",
            Self::Process => "process",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Number => "number",
            Self::Return => "return",
            Self::External => "external",
        }
    }
}

/// One step of the plan a dossier was received under, with its unit already found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepPlan {
    /// 1, 2, 3...
    pub step: i64,
    /// What is done, in Vietnamese.
    pub name: String,
    /// What it is for.
    pub kind: StepKind,
    /// Unit that does it.
    pub unit: String,
    /// Role that does it, as the catalogue writes it.
    pub role: String,
    /// Working minutes allowed; 0 for steps without time of their own.
    pub minutes: i64,
    /// False when the time is outside the limit.
    pub counted: bool,
}

/// What happens to the limit when papers are asked for after reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplementPolicy {
    /// The limit begins anew with the complete dossier: ND61 art. 19(4).
    Restart,
    /// The limit goes on where it stopped, where a local rule says so.
    Pause,
}

/// One promise of the plan: how long from which step on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// First step it covers.
    pub from_step: i64,
    /// Last step it covers.
    pub to_step: i64,
    /// Limit by law.
    pub statutory: Span,
    /// Limit promised, never longer than the law's.
    pub committed: Span,
}

/// Everything about the procedure that a dossier keeps for life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which procedure.
    pub procedure: ProcedureRef,
    /// Rule regime, by its id.
    pub regime: String,
    /// Agency code used in the dossier code, e.g. `000.21.15.H49`.
    pub agency: String,
    /// Unit that receives.
    pub receiving_unit: String,
    /// Unit that leads the handling.
    pub handling_unit: String,
    /// Promises in order; land with tax has two.
    pub appointments: Vec<Appointment>,
    /// Steps in order.
    pub steps: Vec<StepPlan>,
    /// What is to be paid; empty when free.
    pub fees: Vec<FeeLine>,
    /// What happens to the limit on a supplement.
    pub supplement: SupplementPolicy,
    /// True when a result document is drafted, signed and numbered.
    pub result_template: String,
    /// True when it is done while the person waits.
    pub on_the_spot: bool,
    /// Papers the procedure keeps off the scanner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_off_scan: Vec<KeptOffScan>,
    /// After how long without an answer to a supplement request it ends, none where no rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
    /// Within how long papers are asked for, where a sector's or a local rule says otherwise than the regime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_within: Option<AskWithin>,
}

/// Thời hạn yêu cầu bổ sung: within how long of reception papers are asked for, by a sector's or a local rule, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskWithin {
    /// Working days from reception.
    pub working_days: i64,
    /// Where it is written.
    pub rule: RuleRef,
}

/// Thời hạn chờ bổ sung: how long an answer to a supplement request is waited for, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Working days from the request.
    pub working_days: i64,
    /// Where it is written.
    pub rule: RuleRef,
}

impl Plan {
    /// The sum of what is to be paid.
    #[must_use]
    pub fn fee(&self) -> Vnd {
        self.fees.iter().map(|line| line.amount_vnd).sum()
    }

    /// A step by its number.
    #[must_use]
    pub fn step(&self, step: i64) -> Option<&StepPlan> {
        self.steps.iter().find(|plan| plan.step == step)
    }

    /// The step after that one.
    #[must_use]
    pub fn after(&self, step: i64) -> Option<&StepPlan> {
        self.steps.iter().find(|plan| plan.step > step)
    }

    /// Whether somebody signs in a step after that one.
    #[must_use]
    pub fn is_signed_after(&self, step: i64) -> bool {
        self.steps.iter().any(|plan| plan.step > step && plan.kind == StepKind::Approve)
    }
}

/// Rules of the regime a dossier lives under, from data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Regime id.
    pub regime: String,
    /// Minute of the day after which papers may travel the next working day (15:00).
    pub transfer_cut_minute: i64,
    /// Where that is written.
    pub transfer_rule: RuleRef,
    /// Working days from reception within which papers may be asked for after appraisal (3).
    pub supplement_within_days: i64,
    /// Where that is written.
    pub supplement_rule: RuleRef,
    /// Where "all reasons at once" is written.
    pub all_at_once_rule: RuleRef,
    /// Where refusal with written reasons is written.
    pub refusal_rule: RuleRef,
    /// Where it is written that a refusal after appraisal gives its reasons within the time limit.
    pub resolution_refusal_rule: RuleRef,
    /// Where handing over the result is written.
    pub return_rule: RuleRef,
    /// Where it is written that a dossier is withdrawn only while no decision exists, when the regime says so.
    pub withdraw_rule: Option<RuleRef>,
    /// How often and until when the date may be set anew.
    pub extension: ExtensionRule,
    /// Percent of a step's time left at which it turns yellow.
    pub yellow_percent: i64,
}

/// Who does a step, found by the caller from positions, absences and the assignment of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignee {
    /// Person, of no length when a head has yet to assign one.
    pub person: String,
    /// The position in which the person does it.
    pub position: String,
}

/// Facts for one decision.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Calendar of the unit whose hours count, at `now`.
    pub calendar: &'a WorkCalendar,
    /// How limits are read.
    pub reading: &'a Reading,
    /// Rules of the dossier's regime.
    pub rules: &'a Rules,
    /// Local date of `now` as `yyyymmdd`.
    pub day: i64,
    /// For each step number, who would do it now.
    pub assignees: &'a dyn Assignees,
}

/// Finds who does a step.
pub trait Assignees {
    /// The one person for this step at `now`, empty when a head has to choose.
    fn assignee(&self, step: &StepPlan) -> Assignee;
}

impl std::fmt::Debug for dyn Assignees + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Assignees")
    }
}

/// An instant that follows from a limit, with everything that explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Which appointment of the plan, 0 for the first.
    pub appointment: i64,
    /// Instant the limit counts from, after moving to an opening.
    pub counted_from: Millis,
    /// The first promise: kept for ever.
    pub first_due_at: Millis,
    /// The current promise.
    pub due_at: Millis,
    /// The limit by law.
    pub statutory_due_at: Millis,
    /// How long was promised.
    pub committed: Span,
    /// How long the law allows.
    pub statutory: Span,
    /// Calendar version it was counted by.
    pub calendar: String,
    /// True when it reaches into a year whose calendar is not decided yet.
    pub provisional: bool,
    /// The days, one by one, for the slip and the page.
    pub days: Vec<PromiseDay>,
}

/// One day of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseDay {
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Stable word: `start`, `counted`, `weekend`, `holiday`, `swapped_off`, `worked_saturday`...
    pub kind: String,
    /// Name of the holiday, when it is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// 1, 2, 3 when counted, else 0.
    pub counted: i64,
}
