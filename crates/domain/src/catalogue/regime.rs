use super::Day;
use crate::dossier::{Rules, SupplementPolicy};
use crate::kernel::RuleRef;
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
    /// Handing over.
    pub return_rule: RuleRef,
    /// Withdrawing while no decision exists, when the regime says so.
    #[serde(default)]
    pub withdraw_rule: Option<RuleRef>,
    /// Percent of a step's time left at which it turns yellow.
    pub yellow_percent: i64,
    /// Working minutes after red until the next head is told.
    pub escalate_after_minutes: i64,
    /// How limits are read.
    pub reading: String,
    /// Notes on what is confirmed and what recalled.
    #[serde(default)]
    pub notes: String,
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
            return_rule: self.return_rule.clone(),
            withdraw_rule: self.withdraw_rule.clone(),
            yellow_percent: self.yellow_percent,
        }
    }
}
