//! Công thức: what data decides by a formula. The Common Expression Language behind a plain struct.
//!
//! A formula is written by whoever keeps the data and is worked out over named inputs; it can neither loop for ever nor touch anything. There is no
//! floating point among the inputs.

#![deny(missing_docs)]

use cel::{Context, Program, Value};
use std::collections::{BTreeMap, HashMap};

/// Đầu vào: what a formula knows under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// True or false.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// Texts, in order.
    Texts(Vec<String>),
}

/// A formula that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// It is not written in the language.
    #[error("the formula cannot be read: {0}")]
    Unreadable(String),
    /// It asks for something there is not, or compares what cannot be compared.
    #[error("the formula cannot be worked out: {0}")]
    Unworkable(String),
    /// It says neither true nor false.
    #[error("the formula says {0}, expected true or false")]
    NoTruth(String),
}

/// Điều kiện: a formula that holds or does not.
#[derive(Debug)]
pub struct Condition(Program);

impl Condition {
    /// Reads it.
    ///
    /// # Errors
    /// [`FormulaError::Unreadable`], with line and column.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        Program::compile(text).map(Self).map_err(|error| FormulaError::Unreadable(error.to_string()))
    }

    /// Whether it holds; the inputs are the fields of one variable.
    ///
    /// # Errors
    /// When it asks for an input there is not, or says neither true nor false.
    pub fn holds(&self, variable: &str, inputs: &BTreeMap<String, Input>) -> Result<bool, FormulaError> {
        let fields: HashMap<String, Value> =
            inputs.iter().map(|(name, input)| (name.clone(), value(input))).collect();
        let mut context = Context::default();
        context.add_variable_from_value(variable, Value::from(fields));
        match self.0.execute(&context) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(other) => Err(FormulaError::NoTruth(format!("{other:?}"))),
            Err(error) => Err(FormulaError::Unworkable(error.to_string())),
        }
    }
}

fn value(input: &Input) -> Value {
    match input {
        Input::Truth(truth) => Value::Bool(*truth),
        Input::Number(number) => Value::Int(*number),
        Input::Text(text) => Value::from(text.as_str()),
        Input::Texts(texts) => {
            Value::from(texts.iter().map(|text| Value::from(text.as_str())).collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, FormulaError, Input};
    use std::collections::BTreeMap;

    fn inputs() -> BTreeMap<String, Input> {
        BTreeMap::from([
            ("contact".to_owned(), Input::Truth(false)),
            ("doses".to_owned(), Input::Number(2)),
            ("zone".to_owned(), Input::Text("red".to_owned())),
            ("signs".to_owned(), Input::Texts(vec!["cough".to_owned()])),
        ])
    }

    fn holds(text: &str) -> Result<bool, FormulaError> {
        Condition::parse(text)?.holds("answers", &inputs())
    }

    #[test]
    fn a_condition_is_worked_out_over_truths_numbers_and_texts() {
        assert_eq!(holds("answers.contact || answers.doses < 2"), Ok(false));
        assert_eq!(holds(r#"answers.zone == "red" && "cough" in answers.signs"#), Ok(true));
        assert_eq!(holds(r#""fever" in answers.signs"#), Ok(false));
        assert_eq!(holds("size(answers.signs) == 1"), Ok(true));
    }

    #[test]
    fn what_is_no_condition_is_an_error_that_says_why_and_never_a_panic() {
        assert!(matches!(holds("answers.contact ||"), Err(FormulaError::Unreadable(_))));
        assert!(matches!(holds("answers.age > 60"), Err(FormulaError::Unworkable(_))));
        assert!(matches!(holds("answers.zone > 3"), Err(FormulaError::Unworkable(_))));
        assert!(matches!(holds("answers.doses / 0 > 1"), Err(FormulaError::Unworkable(_))));
        assert!(matches!(holds("answers.doses + 1"), Err(FormulaError::NoTruth(_))));
        assert!(matches!(holds("nothing"), Err(FormulaError::Unworkable(_))));
    }
}
