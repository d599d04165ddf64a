//! Why a command was not accepted, and what a deciding branch leaves behind.

use serde::{Deserialize, Serialize};

/// Căn cứ: the document and article a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRef {
    /// For example `61/2018/NĐ-CP`.
    pub document: String,
    /// For example `Điều 17 khoản 2 điểm a`.
    pub article: String,
}

impl RuleRef {
    /// Names a document and an article.
    #[must_use]
    pub fn new(document: &str, article: &str) -> Self {
        Self { document: document.to_owned(), article: article.to_owned() }
    }
}

/// One thing wrong with what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The form field it belongs to, empty when it is about the whole.
    pub field: String,
    /// Stable code in snake case, the key of its text in the translations.
    pub code: String,
    /// Values its text needs, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<(String, String)>,
}

impl Violation {
    /// A violation without values.
    #[must_use]
    pub fn new(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), values: Vec::new() }
    }

    /// Adds a value for the text: what was expected, what came.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "a call reads as a sentence without a borrow")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.push((name.to_owned(), value.to_string()));
        self
    }
}

/// A person asked for what the rules do not allow. Not an error: it is shown, not logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("refused: {code}")]
pub struct Refusal {
    /// Stable code in snake case, the key of its text in the translations.
    pub code: String,
    /// The rule that refuses, when one document says so.
    pub rule: Option<RuleRef>,
    /// All violations at once, never only the first.
    pub violations: Vec<Violation>,
}

impl Refusal {
    /// A refusal of the whole command.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), rule: None, violations: Vec::new() }
    }

    /// Adds the rule it rests on.
    #[must_use]
    pub fn under(mut self, rule: RuleRef) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Adds a value to explain, as a violation about the whole.
    #[must_use]
    pub fn with(mut self, violation: Violation) -> Self {
        self.violations.push(violation);
        self
    }

    /// `Ok` when there is nothing wrong, else one refusal that carries all of it.
    pub fn unless_empty(code: &str, violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Self { code: code.to_owned(), rule: None, violations })
        }
    }
}

/// How a deciding branch came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The rule was kept.
    Kept,
    /// The rule was broken; the case went on and this says so.
    Broken,
    /// The rule was looked at and did not concern this case.
    NotConcerned,
}

/// Left by a deciding branch in its event, so that "why" can be printed with its article years later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code of the rule in snake case.
    pub code: String,
    /// Where it is written.
    pub rule: RuleRef,
    /// The regime (versioned rule set) under which it was read.
    pub regime: String,
    /// What went in, by name.
    pub inputs: Vec<(String, String)>,
    /// What came out.
    pub verdict: Verdict,
}
