//! What somebody declared at the door: personal data of the most sensitive kind, kept in a table of its own and in no event.

use crate::subject::{SubjectData, SubjectKind};
use domain::catalogue::{Answers, DeclarationForm, Question, QuestionKind};
use domain::identity_card::day_of_birth;
use domain::kernel::{Millis, StreamId, Violation};
use formulas::{Condition, FormulaError, Input};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Tờ khai: who came, and what was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Họ và tên.
    pub name: String,
    /// Digits only.
    pub phone: String,
    /// Day of birth as a card says it, `dd/mm/yyyy`; of no length when no card was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub born: String,
    /// What was answered.
    pub answers: Answers,
    /// Random salt of the digest.
    pub salt: String,
}

/// Everything that is wrong with a declaration to a form, before it is handed in: by the rules that judge it then.
#[must_use]
pub fn wrong_with(form: &DeclarationForm, declaration: &Declaration) -> Vec<Violation> {
    let mut wrong = declaration.violations();
    wrong.extend(form.violations(&declaration.answers));
    wrong
}

impl Declaration {
    /// Everything that is wrong with who is named; the answers are judged by their form.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        let mut violations = SubjectData::reachable(&self.name, &self.phone).1;
        if !self.born.is_empty() && day_of_birth(&self.born).is_none() {
            violations.push(Violation::new("born", "born_malformed").with("typed", &self.born));
        }
        violations
    }

    /// As it is kept in its table.
    pub(crate) fn write(&self, arrival: StreamId, keep_until: Millis) -> store::DeclarationWrite {
        let body = serde_json::to_string(self).expect("texts and lists only");
        let digest = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        store::DeclarationWrite { arrival, body, digest, keep_until }
    }
}

/// For each rule of a form whether it holds for answers that are in order; all false for others, which are refused before a rule is asked.
///
/// # Errors
/// When a formula of the form cannot be read or worked out: then nobody is told anything.
pub(crate) fn rules_that_hold(form: &DeclarationForm, answers: &Answers) -> Result<Vec<bool>, FormulaError> {
    if !form.violations(answers).is_empty() {
        return Ok(vec![false; form.rules.len()]);
    }
    let inputs: BTreeMap<String, Input> =
        form.questions.iter().map(|question| (question.code.clone(), input(question, answers))).collect();
    form.rules.iter().map(|rule| Condition::parse(&rule.when)?.holds("answers", &inputs)).collect()
}

fn input(question: &Question, answers: &Answers) -> Input {
    let given = answers.get(&question.code).cloned().unwrap_or_default();
    let first = given.first().cloned().unwrap_or_default();
    match question.kind {
        QuestionKind::YesNo => Input::Truth(first == "yes"),
        QuestionKind::Number => Input::Number(first.parse().unwrap_or_default()),
        QuestionKind::One => Input::Text(first),
        QuestionKind::Many => Input::Texts(given),
    }
}

impl SubjectData {
    /// A person of whom a name and a phone are asked, and what is wrong with them.
    pub(crate) fn reachable(name: &str, phone: &str) -> (Self, Vec<Violation>) {
        let data = Self {
            kind: SubjectKind::Person,
            name: name.trim().to_owned(),
            phone: phone.to_owned(),
            ..Self::default()
        };
        let mut violations = data.violations("");
        if data.phone.is_empty() {
            violations.push(Violation::new("phone", "phone_missing"));
        }
        (data, violations)
    }

    /// Somebody of whom nothing but a phone is known, and what is wrong with it.
    pub(crate) fn on_the_phone(phone: &str, language: &str) -> (Self, Vec<Violation>) {
        let (data, mut violations) = Self::reachable("", phone);
        violations.retain(|one| one.field == "phone");
        (Self { language: language.to_owned(), ..data }, violations)
    }
}

#[cfg(test)]
mod tests {
    use super::rules_that_hold;
    use crate::shipped;
    use domain::arrival::Advice;
    use domain::catalogue::{Answers, DeclarationForm, QuestionKind};

    fn forms() -> Vec<DeclarationForm> {
        let catalogue = shipped().expect("the shipped files are whole");
        catalogue.declarations.values().flatten().cloned().collect()
    }

    /// Answers to every question: `no`, the first choice, none of many, zero.
    fn harmless(form: &DeclarationForm) -> Answers {
        let answer = |kind, first: Option<&str>| match kind {
            QuestionKind::YesNo => vec!["no".to_owned()],
            QuestionKind::Number => vec!["0".to_owned()],
            QuestionKind::One => vec![first.unwrap_or_default().to_owned()],
            QuestionKind::Many => Vec::new(),
        };
        let of = |one: &domain::catalogue::Question| {
            let first = one.choices.first().map(|choice| choice.code.as_str());
            (one.code.clone(), answer(one.kind, first))
        };
        form.questions.iter().map(of).collect()
    }

    #[test]
    fn every_formula_that_is_shipped_can_be_worked_out() {
        let forms = forms();
        assert!(!forms.is_empty());
        for form in forms {
            let held = rules_that_hold(&form, &harmless(&form)).expect("formulas that can be worked out");
            assert!(held.iter().all(|holds| !holds), "{}: nothing was wrong", form.code);
        }
    }

    #[test]
    fn the_shipped_form_keeps_out_who_has_a_fever_and_tests_who_coughs() {
        let form = forms().into_iter().find(|form| form.code == "health").expect("shipped");
        let told = |question: &str, answer: &str| {
            let mut answers = harmless(&form);
            answers.insert(question.to_owned(), vec![answer.to_owned()]);
            let held = rules_that_hold(&form, &answers).expect("worked out");
            held.iter().position(|holds| *holds).map(|place| form.rules[place].advice)
        };
        assert_eq!(told("signs", "fever"), Some(Advice::Outside));
        assert_eq!(told("contact", "yes"), Some(Advice::Outside));
        assert_eq!(told("signs", "cough"), Some(Advice::Test));
        assert_eq!(told("travel", "yes"), Some(Advice::Test), "without a vaccine");
        assert_eq!(told("doses", "2"), None);
    }
}
