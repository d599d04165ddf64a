//! The body of a request, read field by field: what is missing, of another kind, too long or unknown is named, all of it at once.

use super::problem::Problem;
use crate::form::cleaned;
use domain::kernel::{Violation, Vnd};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// Most letters of a value that is one line.
pub(super) const LINE: usize = 250;
/// Most letters of any other value.
pub(super) const PAGE: usize = 4_000;

/// An object of the body. What is read is taken out, what is left at the end nobody knows.
#[derive(Debug)]
pub(super) struct Fields {
    /// Where it stands: of no length for the body itself.
    path: String,
    values: Map<String, Value>,
    wrong: Vec<Violation>,
}

impl Fields {
    pub(super) const fn new(values: Map<String, Value>) -> Self {
        Self { path: String::new(), values, wrong: Vec::new() }
    }

    fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Notes what is wrong with a field.
    pub(super) fn is_wrong(&mut self, name: &str, code: &str, values: &[(&str, &dyn std::fmt::Display)]) {
        let wrong = Violation::new(&self.at(name), code);
        self.wrong.push(values.iter().fold(wrong, |wrong, (name, value)| wrong.with(name, value)));
    }

    fn expected(&mut self, name: &str, what: &str) {
        self.is_wrong(name, "of_another_kind", &[("expected", &what)]);
    }

    /// A text, cleaned as what is typed into a form is.
    pub(super) fn text(&mut self, name: &str, most: usize) -> Option<String> {
        self.exactly(name, most).map(|text| cleaned(&text))
    }

    /// A text of signs that have a meaning each.
    pub(super) fn exactly(&mut self, name: &str, most: usize) -> Option<String> {
        match self.values.remove(name)? {
            Value::String(text) => {
                let given = text.chars().count();
                if given > most {
                    self.is_wrong(name, "too_long", &[("typed", &given), ("most", &most)]);
                }
                Some(text)
            }
            _ => {
                self.expected(name, "a string");
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, name: &str, most: usize) -> String {
        self.must_be_there(name);
        self.text(name, most).unwrap_or_default()
    }

    /// Notes when a field is not there.
    pub(super) fn must_be_there(&mut self, name: &str) {
        if !self.values.contains_key(name) {
            self.is_wrong(name, "field_missing", &[]);
        }
    }

    /// Digits, so many of them; of no length when not given.
    pub(super) fn digits(&mut self, name: &str, most: RangeInclusive<usize>, code: &str) -> String {
        let Some(text) = self.exactly(name, LINE) else { return String::new() };
        if !most.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            self.is_wrong(name, code, &[("digits", &digits)]);
        }
        text
    }

    /// One of some words.
    pub(super) fn word(&mut self, name: &str, words: &[&'static str]) -> Option<&'static str> {
        let given = self.exactly(name, LINE)?;
        let known = words.iter().copied().find(|word| *word == given);
        if known.is_none() {
            self.is_wrong(name, "not_one_of", &[("expected", &words.join(", "))]);
        }
        known
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, name: &str, from: i64, to: i64) -> Option<i64> {
        let given = self.values.remove(name)?;
        match whole(&given) {
            Some(number) if (from..=to).contains(&number) => Some(number),
            Some(_) => {
                self.is_wrong(name, "out_of_bounds", &[("from", &from), ("to", &to)]);
                None
            }
            None => {
                self.expected(name, "a whole number");
                None
            }
        }
    }

    /// An amount in đồng.
    pub(super) fn money(&mut self, name: &str) -> Option<Vnd> {
        self.whole(name, 0, MOST_VND).and_then(|amount| Vnd::try_new(amount).ok())
    }

    /// An object.
    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        match self.values.remove(name)? {
            Value::Object(values) => Some(Self { path: self.at(name), values, wrong: Vec::new() }),
            _ => {
                self.expected(name, "an object");
                None
            }
        }
    }

    /// A list of objects.
    pub(super) fn objects(&mut self, name: &str, most: usize) -> Vec<Self> {
        let Some(given) = self.values.remove(name) else { return Vec::new() };
        let Value::Array(items) = given else {
            self.expected(name, "a list");
            return Vec::new();
        };
        if items.len() > most {
            self.is_wrong(name, "too_many", &[("given", &items.len()), ("most", &most)]);
            return Vec::new();
        }
        let mut objects = Vec::with_capacity(items.len());
        for (place, item) in items.into_iter().enumerate() {
            match item {
                Value::Object(values) => {
                    let path = self.at(&format!("{name}[{place}]"));
                    objects.push(Self { path, values, wrong: Vec::new() });
                }
                _ => self.expected(&format!("{name}[{place}]"), "an object"),
            }
        }
        objects
    }

    /// An object within was read.
    pub(super) fn takes(&mut self, inner: Self) {
        self.wrong.extend(inner.all_wrong());
    }

    fn all_wrong(mut self) -> Vec<Violation> {
        let left: Vec<String> = std::mem::take(&mut self.values).into_iter().map(|(name, _)| name).collect();
        for name in left {
            // A name of a thousand letters is not repeated.
            let name: String = cleaned(&name).chars().take(LINE).collect();
            self.is_wrong(&name, "name_unknown", &[("name", &name)]);
        }
        self.wrong
    }

    /// Everything was read: nothing is left, nothing was wrong.
    pub(super) fn done(self) -> Result<(), Problem> {
        let wrong = self.all_wrong();
        if wrong.is_empty() { Ok(()) } else { Err(Problem::malformed(wrong)) }
    }
}

/// A whole number however it is written: `141` and `141.0` are the same one.
fn whole(value: &Value) -> Option<i64> {
    /// Beyond it a floating point number no longer tells one whole number from the next.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let written_as_float = || {
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < EXACT)?;
        Some(number as i64)
    };
    value.as_i64().or_else(written_as_float)
}

/// More than any fee; what is larger is a slip of the pen.
const MOST_VND: i64 = 1_000_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        match serde_json::from_str(text).expect("JSON") {
            Value::Object(values) => Fields::new(values),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once_with_its_place() {
        let mut body = fields(
            r#"{"name": 5, "fee": -1, "way": "air", "items": [1, {"item": "x", "extra": true}], "colour": "red"}"#,
        );
        assert_eq!(body.text("name", LINE), None);
        assert_eq!(body.needed("id", LINE), "");
        assert_eq!(body.money("fee"), None);
        assert_eq!(body.word("way", &["post", "online"]), None);
        for mut item in body.objects("items", 5) {
            assert_eq!(item.whole("item", 1, 9), None);
            body.takes(item);
        }
        let wrong = body.all_wrong();
        let wrong: Vec<_> = wrong.iter().map(|one| (one.field.as_str(), one.code.as_str())).collect();
        assert_eq!(
            wrong,
            [
                ("name", "of_another_kind"),
                ("id", "field_missing"),
                ("fee", "out_of_bounds"),
                ("way", "not_one_of"),
                ("items[0]", "of_another_kind"),
                ("items[1].item", "of_another_kind"),
                ("items[1].extra", "name_unknown"),
                ("colour", "name_unknown"),
            ]
        );
    }

    #[test]
    fn a_whole_number_is_taken_however_it_is_written() {
        let mut body = fields(r#"{"a": 5, "b": 5.0, "c": 5.5, "d": 1e30, "e": "5", "f": 50000.0}"#);
        let read = ["a", "b", "c", "d", "e"].map(|name| body.whole(name, 0, 9));
        assert_eq!(read, [Some(5), Some(5), None, None, None]);
        assert_eq!(body.money("f").map(Vnd::amount), Some(50_000));
    }

    #[test]
    fn texts_are_cleaned_as_forms_clean_them() {
        let mut body = fields(r#"{"name": "  Nguye\u0302\u0303n\u0000 \u202e", "note": null}"#);
        assert_eq!(body.text("name", LINE).as_deref(), Some("Nguyễn"));
        assert_eq!(body.text("note", PAGE), None);
        assert!(body.done().is_err(), "null is no text");
    }
}
