use super::Day;
use crate::dossier::{ExtensionRule, Rules, SupplementPolicy};
use crate::kernel::RuleRef;
use crate::petition::PetitionRules;
use serde::{Deserialize, Serialize};

/// Chế độ quy định: the one-stop rules of a period, as data. What was only recalled is marked there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regime {
    /// Id.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
    /// Form set: issuing text of the forms.
    pub forms: String,
    /// Minute of the day of the 15:00 cut.
    pub transfer_cut_minute: i64,
    /// Where it is written.
    pub transfer_rule: RuleRef,
    /// Working days in which papers may be asked for after reception.
    pub supplement_within_days: i64,
    /// Where it is written.
    pub supplement_rule: RuleRef,
    /// What happens to the limit by default.
    pub supplement: SupplementPolicy,
    /// All reasons at once.
    pub all_at_once_rule: RuleRef,
    /// Refusal with written reasons.
    pub refusal_rule: RuleRef,
    /// Refusal after appraisal: written reasons within the time limit.
    pub resolution_refusal_rule: RuleRef,
    /// Handing over.
    pub return_rule: RuleRef,
    /// Withdrawing while no decision exists, when the regime says so.
    #[serde(default)]
    pub withdraw_rule: Option<RuleRef>,
    /// How often and until when the date may be set anew.
    pub extension: ExtensionRule,
    /// Percent of a step's time left at which it turns yellow.
    pub yellow_percent: i64,
    /// Working minutes after red until the next head is told.
    pub escalate_after_minutes: i64,
    /// How limits are read.
    pub reading: String,
    /// How reports are drawn up.
    #[serde(default)]
    pub reports: ReportRules,
    /// Within which time petitions are answered.
    pub petitions: PetitionRules,
    /// Khiếu nại: until when whoever is refused may complain, where a source is confirmed.
    #[serde(default)]
    pub complaints: Option<ComplaintRule>,
    /// Notes on what is confirmed and what recalled.
    #[serde(default)]
    pub notes: String,
}

/// Thời hiệu khiếu nại: the days in which whoever is refused may complain, told to the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRule {
    /// Calendar days from learning of the refusal, > 0.
    pub within_days: i64,
    /// Where it is written.
    pub rule: RuleRef,
}

/// Of which dossiers the share filed online is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiledOnlineOf {
    /// Of all that were received.
    #[default]
    Received,
    /// Of those whose procedure can be filed online.
    Offered,
}

/// Of what the share paid online is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidOnlineOf {
    /// Of the dossiers received that cost something.
    #[default]
    WithFee,
    /// Of the payments taken.
    Payments,
}

/// How reports are drawn up: what the sources leave open or were only recalled for is a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRules {
    /// Day of the month on which a period begins, 1 to 28; 1 is the calendar month, 15 closes on the 14th.
    pub first_day: i64,
    /// Of which dossiers the share filed online is taken.
    pub filed_online_of: FiledOnlineOf,
    /// Of what the share paid online is taken.
    pub paid_online_of: PaidOnlineOf,
}

impl Default for ReportRules {
    fn default() -> Self {
        Self {
            first_day: 1,
            filed_online_of: FiledOnlineOf::default(),
            paid_online_of: PaidOnlineOf::default(),
        }
    }
}

impl Regime {
    /// The rules a dossier is decided by.
    #[must_use]
    pub fn rules(&self) -> Rules {
        Rules {
            regime: self.code.clone(),
            transfer_cut_minute: self.transfer_cut_minute,
            transfer_rule: self.transfer_rule.clone(),
            supplement_within_days: self.supplement_within_days,
            supplement_rule: self.supplement_rule.clone(),
            all_at_once_rule: self.all_at_once_rule.clone(),
            refusal_rule: self.refusal_rule.clone(),
            resolution_refusal_rule: self.resolution_refusal_rule.clone(),
            return_rule: self.return_rule.clone(),
            withdraw_rule: self.withdraw_rule.clone(),
            extension: self.extension.clone(),
            yellow_percent: self.yellow_percent,
        }
    }
}
