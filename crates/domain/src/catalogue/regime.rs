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
    /// What reads otherwise from a day on.
    #[serde(default, rename = "amendment", skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
    /// Notes on what is confirmed and what recalled.
    #[serde(default)]
    pub notes: String,
}

/// Sửa đổi: what of a regime reads otherwise for dossiers received from a day on; what is not named stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// In force from this date.
    pub from: Day,
    /// The text that amends.
    pub document: String,
    /// The forms' issuing text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<String>,
    /// Minute of the day of the 15:00 cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_cut_minute: Option<i64>,
    /// Where the 15:00 cut is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer_rule: Option<RuleRef>,
    /// Working days in which papers may be asked for after reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement_within_days: Option<i64>,
    /// Where that is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement_rule: Option<RuleRef>,
    /// What happens to the limit by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<SupplementPolicy>,
    /// Where all reasons at once is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_at_once_rule: Option<RuleRef>,
    /// Where refusal with written reasons is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal_rule: Option<RuleRef>,
    /// Where refusal after appraisal is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution_refusal_rule: Option<RuleRef>,
    /// Where handing over is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_rule: Option<RuleRef>,
    /// Where withdrawing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraw_rule: Option<RuleRef>,
    /// How often and until when the date may be set anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRule>,
    /// How limits are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What of the text was not read. An amendment that changes nothing here says why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    /// As it reads for what is received on a day, every amendment in force by then taken in, the later over the earlier. Dates compare
    /// as text (`yyyy-mm-dd`).
    #[must_use]
    pub fn on(&self, day: &str) -> Self {
        let mut read = Self { amendments: Vec::new(), ..self.clone() };
        let mut in_force: Vec<&Amendment> =
            self.amendments.iter().filter(|amendment| amendment.from.as_str() <= day).collect();
        in_force.sort_by(|one, other| one.from.cmp(&other.from));
        for amendment in in_force {
            read.amend(amendment.clone());
        }
        read
    }

    fn amend(&mut self, amendment: Amendment) {
        put(&mut self.forms, amendment.forms);
        put(&mut self.transfer_cut_minute, amendment.transfer_cut_minute);
        put(&mut self.transfer_rule, amendment.transfer_rule);
        put(&mut self.supplement_within_days, amendment.supplement_within_days);
        put(&mut self.supplement_rule, amendment.supplement_rule);
        put(&mut self.supplement, amendment.supplement);
        put(&mut self.all_at_once_rule, amendment.all_at_once_rule);
        put(&mut self.refusal_rule, amendment.refusal_rule);
        put(&mut self.resolution_refusal_rule, amendment.resolution_refusal_rule);
        put(&mut self.return_rule, amendment.return_rule);
        self.withdraw_rule = amendment.withdraw_rule.or_else(|| self.withdraw_rule.take());
        put(&mut self.extension, amendment.extension);
        put(&mut self.reading, amendment.reading);
    }

    /// What is wrong with its dates and words, each as a sentence.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut from: Vec<&str> = Vec::new();
        for amendment in &self.amendments {
            let day = amendment.from.as_str();
            let within =
                self.valid_from.as_str() < day && (self.valid_to.is_empty() || day < self.valid_to.as_str());
            if !is_day(day) || !within {
                let end = if self.valid_to.is_empty() { "without end" } else { self.valid_to.as_str() };
                wrong.push(format!(
                    "it is amended from {day:?}, a day between {} and {end} is expected",
                    self.valid_from
                ));
            }
            if from.contains(&day) {
                wrong.push(format!("it is amended twice from {day}, one amendment for each day is expected"));
            }
            from.push(day);
            if amendment.document.trim().is_empty() {
                wrong.push(format!("the amendment from {day} names no document"));
            }
            let changes_nothing = Amendment {
                from: amendment.from.clone(),
                document: amendment.document.clone(),
                ..Amendment::default()
            } == *amendment;
            if changes_nothing {
                wrong
                    .push(format!("the amendment from {day} changes nothing and does not say why (`notes`)"));
            }
        }
        let readings = self.amendments.iter().filter_map(|amendment| amendment.reading.as_ref());
        for reading in readings.chain([&self.reading]).filter(|name| calendar::Reading::named(name).is_none())
        {
            wrong.push(format!("there is no reading {reading}"));
        }
        wrong
    }

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

fn put<T>(read: &mut T, amended: Option<T>) {
    if let Some(amended) = amended {
        *read = amended;
    }
}

/// `yyyy-mm-dd` of a day that exists.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let number = parts.concat().parse().ok();
    digits && lengths == [4, 2, 2] && number.and_then(calendar::date_of).is_some()
}
