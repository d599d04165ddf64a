//! Mẫu tờ khai: what people are asked at the door, and what follows from their answers, as data.

use super::Day;
use crate::arrival::Advice;
use crate::kernel::Violation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Câu trả lời: what was chosen or typed, by the code of the question. A question that was not answered is not there.
pub type Answers = BTreeMap<String, Vec<String>>;

/// Loại câu hỏi: how a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// `yes` or `no`.
    YesNo,
    /// One of the choices.
    One,
    /// Any of the choices, also none.
    Many,
    /// A whole number, not below zero.
    Number,
}

/// Phương án: something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Code.
    pub code: String,
    /// In Vietnamese.
    pub text: String,
    /// In English.
    pub text_en: String,
}

/// Câu hỏi.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Code, also its name in formulas.
    pub code: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// In Vietnamese.
    pub text: String,
    /// In English.
    pub text_en: String,
    /// What can be chosen, none for yes, no and numbers.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// Quy tắc: what follows when a formula holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceRule {
    /// Formula over the answers, in the Common Expression Language.
    pub when: String,
    /// What follows.
    pub advice: Advice,
    /// Why, in Vietnamese.
    pub text: String,
    /// Why, in English.
    pub text_en: String,
}

/// Mẫu tờ khai: one version of a form that is filled in at the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclarationForm {
    /// Code.
    pub code: String,
    /// Version; arrivals quote it.
    pub version: String,
    /// Name in Vietnamese.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// The first that holds says what follows; none: come in.
    pub rules: Vec<AdviceRule>,
    /// Where it was read, and what of it is only remembered.
    pub source: String,
}

impl DeclarationForm {
    /// Everything that is wrong with answers, by question.
    #[must_use]
    pub fn violations(&self, answers: &Answers) -> Vec<Violation> {
        let none = Vec::new();
        let given = |question: &Question| answers.get(&question.code).unwrap_or(&none);
        self.questions.iter().filter_map(|question| question.violation(given(question))).collect()
    }

    /// The rule at a place, counted from 1; none for 0, which is "come in".
    #[must_use]
    pub fn rule(&self, place: i64) -> Option<&AdviceRule> {
        self.rules.get(usize::try_from(place).ok()?.checked_sub(1)?)
    }

    /// What is wrong with the form itself, formulas left out: they are read where they are worked out.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for question in &self.questions {
            let code = question.code.as_str();
            if seen.contains(&code) || code.is_empty() || !code.bytes().all(is_of_name) {
                problems.push(format!("question {code:?}: a code has only a-z and _, and stands once"));
            }
            seen.push(code);
            let chosen = matches!(question.kind, QuestionKind::One | QuestionKind::Many);
            if chosen == question.choices.is_empty() {
                problems.push(format!("question {code}: choices belong to one and many, and only there"));
            }
        }
        if self.questions.is_empty() {
            problems.push("a form without questions asks nothing".to_owned());
        }
        problems
    }
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

impl Question {
    fn violation(&self, given: &[String]) -> Option<Violation> {
        let wrong = |code: &str| Some(Violation::new(&format!("q.{}", self.code), code));
        let known = |one: &String| self.choices.iter().any(|choice| choice.code == *one);
        match (self.kind, given) {
            (QuestionKind::Many, given) if given.iter().all(known) => None,
            (QuestionKind::Many, _) => wrong("answer_unknown"),
            (_, []) => wrong("answer_missing"),
            (QuestionKind::YesNo, [one]) if one == "yes" || one == "no" => None,
            (QuestionKind::One, [one]) if known(one) => None,
            (QuestionKind::Number, [one]) if one.parse::<u32>().is_ok() => None,
            (QuestionKind::Number, _) => wrong("answer_no_number"),
            (QuestionKind::YesNo | QuestionKind::One, _) => wrong("answer_unknown"),
        }
    }
}
