use super::Day;
use crate::dossier::{AskWithin, KeptOffScan, NotScanned, PaperForm, Silence, StepKind, SupplementPolicy};
use crate::payment::FeeKind;
use calendar::Span;
use serde::{Deserialize, Serialize};

/// The unit a limit is given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Ngày làm việc.
    WorkingDays,
    /// Giờ làm việc.
    WorkingHours,
    /// Ngày.
    Days,
    /// Trong ngày.
    SameDay,
}

/// Thời hạn: how long, as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How many, in hundredths: 0,5 day is 50.
    pub hundredths: i64,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// As the calendar counts it. Parts of a working day become working minutes (1 day = 8 hours).
    #[must_use]
    pub const fn span(self) -> Span {
        match self.unit {
            LimitUnit::SameDay => Span::SameDay,
            LimitUnit::WorkingDays if self.hundredths % 100 == 0 => Span::WorkingDays(self.hundredths / 100),
            LimitUnit::WorkingDays => Span::WorkingMinutes(self.hundredths * 480 / 100),
            LimitUnit::WorkingHours => Span::WorkingMinutes(self.hundredths * 60 / 100),
            LimitUnit::Days => Span::CalendarDays((self.hundredths + 99) / 100),
        }
    }

    /// Working minutes, for comparing with the sum of steps; calendar days have none.
    #[must_use]
    pub const fn working_minutes(self) -> Option<i64> {
        match self.unit {
            LimitUnit::WorkingDays => Some(self.hundredths * 480 / 100),
            LimitUnit::WorkingHours => Some(self.hundredths * 60 / 100),
            LimitUnit::Days | LimitUnit::SameDay => None,
        }
    }
}

/// How badly a paper is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperNeed {
    /// Always.
    Required,
    /// When it applies.
    WhenApplicable,
    /// One of several alternatives.
    Alternative,
}

/// Thành phần hồ sơ: a paper of a procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperDef {
    /// Name.
    pub name: String,
    /// How it is given.
    pub form: PaperForm,
    /// How badly it is needed.
    pub need: PaperNeed,
    /// Copies.
    #[serde(default = "one")]
    pub copies: i64,
    /// A note for the applicant.
    #[serde(default)]
    pub note: String,
    /// What it is, whatever form it comes in.
    #[serde(default, skip_serializing_if = "PaperNature::is_ordinary")]
    pub nature: PaperNature,
}

/// Tính chất của giấy tờ: what keeps a paper off the scanner (Circular 01/2023/TT-VPCP art. 8), and what is written anew each time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperNature {
    /// Thường.
    #[default]
    Ordinary,
    /// Đơn, tờ khai: says what is asked for this time; an earlier one says what was asked for then.
    Application,
    /// Văn bản trả lời xác minh.
    VerificationReply,
    /// Tài liệu mật.
    Secret,
}

impl PaperNature {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference in")]
    const fn is_ordinary(&self) -> bool {
        matches!(self, Self::Ordinary)
    }

    /// Whether a paper of that name is an application, by the word it begins with, as portals that say nothing else name them.
    ///
    /// ```
    /// use domain::catalogue::PaperNature;
    /// assert_eq!(PaperNature::of_name("Tờ khai đăng ký khai sinh"), PaperNature::Application);
    /// assert_eq!(PaperNature::of_name("Đơn vị đo lường: giấy kiểm định"), PaperNature::Ordinary);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        const BEGINNINGS: [&str; 8] = [
            "don dang ky ",
            "don de nghi ",
            "don xin ",
            "to khai ",
            "giay de nghi ",
            "van ban de nghi ",
            "phieu dang ky ",
            "don yeu cau ",
        ];
        let name = format!("{} ", super::fold(name));
        let asks = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
        if asks { Self::Application } else { Self::Ordinary }
    }

    /// Why it is never scanned; nothing for an ordinary paper.
    #[must_use]
    pub const fn not_scanned(self) -> Option<NotScanned> {
        match self {
            Self::Ordinary | Self::Application => None,
            Self::VerificationReply => Some(NotScanned::VerificationReply),
            Self::Secret => Some(NotScanned::Secret),
        }
    }
}

fn one() -> i64 {
    1
}

/// When a fee is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeDue {
    /// At reception.
    AtReception,
    /// At a supplement.
    AtSupplement,
    /// At the return of the result.
    AtReturn,
}

/// Phí, lệ phí, giá dịch vụ: what a procedure costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeDef {
    /// Name on the receipt.
    pub name: String,
    /// Which kind.
    pub kind: FeeKind,
    /// Đồng; nothing when the text could not be understood.
    pub amount_vnd: Option<i64>,
    /// When it is taken.
    pub due: FeeDue,
    /// The text as published.
    #[serde(default)]
    pub raw: String,
    /// `confirmed`, `recalled`, `provisional`.
    #[serde(default)]
    pub status: String,
}

/// Cách thức thực hiện: a channel with what was published for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelDef {
    /// `in_person`, `online`, `post`.
    pub channel: String,
    /// Time as published, of no length when none.
    #[serde(default)]
    pub raw_time: String,
}

/// Where a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepAt {
    /// The one-stop that received.
    Receiving,
    /// The unit that handles.
    Handling,
    /// The agency whose leader signs.
    Agency,
    /// Somebody else's, outside the limit: tax.
    Outside,
}

/// Bước: one step of the internal procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDef {
    /// What is done.
    pub name: String,
    /// What it is for.
    pub kind: StepKind,
    /// Where.
    pub at: StepAt,
    /// Role that does it.
    pub role: super::Role,
    /// Working minutes; 0 for steps without time of their own.
    pub minutes: i64,
    /// False when outside the limit.
    #[serde(default = "yes")]
    pub counted: bool,
    /// Unit code, when it is always the same one.
    #[serde(default)]
    pub unit: String,
}

fn yes() -> bool {
    true
}

/// Lần hẹn: one promise of the procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentDef {
    /// First step it covers, from 1.
    pub from_step: i64,
    /// Last step it covers.
    pub to_step: i64,
    /// Limit by law.
    pub statutory: Limit,
    /// Limit promised.
    pub committed: Limit,
}

/// Thủ tục hành chính, one version of it by one publishing body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Procedure {
    /// Code, first two groups, e.g. `1.001193`.
    pub code: String,
    /// Publishing body.
    pub publisher: String,
    /// Version.
    pub version: String,
    /// Vietnamese name.
    pub name: String,
    /// English name, of no length when nobody translated it.
    #[serde(default)]
    pub name_en: String,
    /// Name for everyday use and for lists.
    #[serde(default)]
    pub short_name: String,
    /// Other words people use.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Field group a ticket waits for.
    pub field: String,
    /// Lĩnh vực as published.
    #[serde(default)]
    pub published_field: String,
    /// `province`, `district`, `commune`: where it is received.
    pub levels: Vec<String>,
    /// Handling unit code; `parent` for the unit above the receiving centre.
    pub handling: String,
    /// Agency whose leader signs; of no length for the handling unit.
    #[serde(default)]
    pub agency: String,
    /// Papers.
    #[serde(default)]
    pub papers: Vec<PaperDef>,
    /// Fees.
    #[serde(default)]
    pub fees: Vec<FeeDef>,
    /// Limit by law, nothing when it could not be understood.
    pub statutory: Option<Limit>,
    /// Limit promised, nothing for the same.
    #[serde(default)]
    pub committed: Option<Limit>,
    /// Promises, when there is more than one.
    #[serde(default)]
    pub appointments: Vec<AppointmentDef>,
    /// Channels.
    #[serde(default)]
    pub channels: Vec<ChannelDef>,
    /// Legal basis.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Steps; empty for the default chain.
    #[serde(default)]
    pub steps: Vec<StepDef>,
    /// What happens to the limit on a supplement; nothing for the regime's way.
    #[serde(default)]
    pub supplement: Option<SupplementPolicy>,
    /// After how long without an answer to a supplement request a dossier ends; nothing where no rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
    /// Within how long of reception papers are asked for; nothing for the regime's days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_within: Option<AskWithin>,
    /// What the applicant gets.
    #[serde(default)]
    pub result: String,
    /// Template of the result document, of no length when none is drafted here.
    #[serde(default)]
    pub result_template: String,
    /// Done while the person waits.
    #[serde(default)]
    pub on_the_spot: bool,
    /// Reading of limits, of no length for the regime's.
    #[serde(default)]
    pub reading: String,
    /// Where it was read, and what is confirmed.
    #[serde(default)]
    pub source: String,
    /// A version made for this province that was not published by it.
    #[serde(default)]
    pub provisional: bool,
    /// The row as it was imported, for giving it back.
    #[serde(default)]
    pub raw: Option<super::RawRow>,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
}

impl Procedure {
    /// `code@publisher`, how it is named in addresses and tickets.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}@{}", self.code, self.publisher)
    }

    /// Papers of the list that are never scanned.
    #[must_use]
    pub fn kept_off_scan(&self) -> Vec<KeptOffScan> {
        let kept =
            |(item, paper): (i64, &PaperDef)| paper.nature.not_scanned().map(|why| KeptOffScan { item, why });
        (1..).zip(&self.papers).filter_map(kept).collect()
    }

    /// The name for lists.
    #[must_use]
    pub fn listed_name(&self) -> &str {
        if self.short_name.is_empty() { &self.name } else { &self.short_name }
    }

    /// The fee in all, nothing when a line could not be understood.
    #[must_use]
    pub fn fee_vnd(&self) -> Option<i64> {
        self.fees.iter().map(|fee| fee.amount_vnd).sum()
    }

    /// Steps: its own, or the default chain (a marked pattern) over the limit promised: the counter half a day, the head a
    /// twentieth, the clerk and the leader a tenth each, the rest for the officer.
    #[must_use]
    pub fn chain(&self) -> Vec<StepDef> {
        if self.steps.is_empty() {
            default_chain(self.committed.or(self.statutory), !self.result_template.is_empty())
        } else {
            self.steps.clone()
        }
    }

    /// Everything that does not fit, each with the field.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        if self.code.is_empty() || self.publisher.is_empty() || self.version.is_empty() {
            problems.push(("code", "code, publisher and version are needed".to_owned()));
        }
        if self.name.trim().is_empty() {
            problems.push(("name", "a name is needed".to_owned()));
        }
        if let (Some(statutory), Some(committed)) = (self.statutory, self.committed) {
            let minutes = (statutory.working_minutes(), committed.working_minutes());
            if matches!(minutes, (Some(law), Some(promise)) if promise > law) {
                problems.push(("committed", "the promise is longer than the law allows".to_owned()));
            }
        }
        if self.ask_within.as_ref().is_some_and(|own| own.working_days < 1) {
            problems.push(("ask_within", "papers cannot be asked for within less than a day".to_owned()));
        }
        problems.extend(self.sum_problem());
        problems
    }

    /// The counted steps must add up to the limit promised.
    fn sum_problem(&self) -> Option<(&'static str, String)> {
        if self.steps.is_empty() {
            return None;
        }
        let sum: i64 = self.steps.iter().filter(|step| step.counted).map(|step| step.minutes).sum();
        let total = if self.appointments.is_empty() {
            self.committed.or(self.statutory).and_then(Limit::working_minutes)?
        } else {
            self.appointments.iter().map(|part| part.committed.working_minutes()).sum::<Option<i64>>()?
        };
        (sum != total)
            .then(|| ("steps", format!("steps add up to {sum} working minutes, the limit is {total}")))
    }
}

/// Working minutes the pattern shares out. Of seven calendar days five are worked; the promise itself counts all seven,
/// this only says when a step of it turns yellow and red.
const fn pattern_minutes(limit: Limit) -> i64 {
    match limit.unit {
        LimitUnit::WorkingDays => limit.hundredths * 480 / 100,
        LimitUnit::WorkingHours => limit.hundredths * 60 / 100,
        LimitUnit::Days => limit.hundredths / 100 * 5 / 7 * 480,
        LimitUnit::SameDay => 0,
    }
}

fn default_chain(limit: Option<Limit>, result: bool) -> Vec<StepDef> {
    use super::Role;
    let total = limit.map_or(0, pattern_minutes);
    let intake = (total / 4).min(240);
    let tenth = total / 10;
    let step = |name: &str, kind, at, role, minutes| StepDef {
        name: name.to_owned(),
        kind,
        at,
        role,
        minutes,
        counted: true,
        unit: String::new(),
    };
    let assign = tenth / 2;
    let rest = total - intake - assign - 2 * tenth;
    let mut steps = vec![
        step("Tiếp nhận, chuyển hồ sơ", StepKind::Intake, StepAt::Receiving, Role::Receiver, intake),
        step("Phân công xử lý", StepKind::Assign, StepAt::Handling, Role::Head, assign),
        step("Thẩm định, giải quyết", StepKind::Process, StepAt::Handling, Role::Specialist, rest),
        step("Phê duyệt kết quả", StepKind::Approve, StepAt::Agency, Role::Leader, tenth),
    ];
    if result {
        steps.push(step("Vào sổ, cấp số, đóng dấu", StepKind::Number, StepAt::Agency, Role::Clerk, tenth));
    } else {
        steps[3].minutes += tenth;
    }
    steps.push(step("Trả kết quả", StepKind::Return, StepAt::Receiving, Role::Receiver, 0));
    steps
}
