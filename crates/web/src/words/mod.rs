//! Words: every text a person reads, in Vietnamese and English, in `translations/`.
//!
//! To add a text: a key in both files, the same everywhere it is used: `t.t("track.title")`. With values:
//! `t.with("time.soon", &[("time", &left)])` fills `{time}`; counted: `t.count("queue.people", n)` takes
//! `queue.people.one` or `queue.people.other`. A key that is put together at run time begins with one of
//! [`FAMILIES`]. A test finds keys that are missing, unused or not translated.

mod lang;
#[cfg(test)]
mod scan;

pub use lang::Lang;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

type Texts = BTreeMap<String, String>;

static VI: LazyLock<Texts> = LazyLock::new(|| {
    both(include_str!("../../translations/vi.json"), include_str!("../../translations/staff.vi.json"))
});
static EN: LazyLock<Texts> = LazyLock::new(|| {
    both(include_str!("../../translations/en.json"), include_str!("../../translations/staff.en.json"))
});

/// Texts for everybody and texts of the staff rooms; a key stands in one of them.
fn both(everybody: &'static str, staff: &'static str) -> Texts {
    let mut texts = read(everybody);
    texts.extend(read(staff));
    texts
}

fn read(text: &'static str) -> Texts {
    serde_json::from_str(text).expect("the translations are flat JSON objects of text, a test reads them")
}

/// Beginnings of keys whose end comes from data: the code of a refusal, the word of a state.
pub const FAMILIES: &[&str] = &[
    "message_failure.",
    "delegation.action.",
    "delegation.standing.",
    "delegation.way.",
    "delegation.way_about.",
    "refusal.",
    "violation.",
    "priority.",
    "hall_voice.",
    "score.",
    "phase.",
    "day.",
    "door.place.",
    "door.purpose.",
    "form.",
    "need.",
    "channel.",
    "fee_kind.",
    "fee_due.",
    "role.",
    "level.",
    "life.",
    "forbidden.",
    "step_kind.",
    "message.",
    "message_channel.",
    "message_state.",
    "payment_state.",
    "verdict.",
    "counter_kind.",
    "event.",
    "finding.",
    "finding_verdict.",
    "outcome.",
    "correction.",
    "petition.matter.",
    "printer.",
    "touched.",
    "reports.basis.",
    "evaluation.index.",
    "evaluation.none.",
    "evaluation.one.",
    "evaluation.standing.",
    "evaluation.two.",
    "figures.by.",
    "figures.col.",
    "figures.file.col.",
    "figures.label.",
    "figures.outcome.",
    "figures.reach.",
    "reports.by.",
    "reports.cell.",
    "reports.channel.",
    "reports.col.",
    "reports.file.cell.",
    "reports.filed_means.",
    "reports.kind.",
    "reports.paid_means.",
    "reports.verdict.",
    "identified.",
    "switch.",
    "account_state.",
    "reading.",
    "scan.kept_off.",
    "scan.reason.",
    "post.ended.",
];

/// Texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T(Lang);

impl T {
    /// Texts of that language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self(lang)
    }

    /// The language.
    #[must_use]
    pub const fn lang(self) -> Lang {
        self.0
    }

    /// True in Vietnamese.
    #[must_use]
    pub const fn vi(self) -> bool {
        matches!(self.0, Lang::Vi)
    }

    /// The text of a key; the key itself when there is none (a test sees to it that this does not happen).
    #[must_use]
    pub fn t(self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a key, when there is one.
    #[must_use]
    pub fn find(self, key: &str) -> Option<&'static str> {
        let texts: &'static Texts = if self.vi() { &VI } else { &EN };
        texts.get(key).map(String::as_str)
    }

    /// The text of a key with values in place of `{name}`.
    #[must_use]
    pub fn with(self, key: &'static str, values: &[(&str, &dyn Display)]) -> String {
        fill(self.t(key), values)
    }

    /// The text of a key with one value, for templates.
    #[must_use]
    pub fn one(self, key: &'static str, name: &str, value: impl Display) -> String {
        self.with(key, &[(name, &value)])
    }

    /// A counted text: `key.one` or `key.other`, with the number in place of `{n}`.
    #[must_use]
    pub fn count(self, key: &str, n: impl std::borrow::Borrow<i64>) -> String {
        let n = *n.borrow();
        let form = if n == 1 && !self.vi() { "one" } else { "other" };
        let text = self.find(&format!("{key}.{form}")).unwrap_or("{n}");
        fill(text, &[("n", &crate::look::thousands(self, n))])
    }

    /// The text of a family, for a code that comes from data; the code itself when nobody translated it.
    #[must_use]
    pub fn code(self, family: &'static str, code: &str) -> String {
        self.find(&format!("{family}.{code}")).map_or_else(|| code.to_owned(), str::to_owned)
    }

    /// The text of a family with values.
    #[must_use]
    pub fn code_with(self, family: &'static str, code: &str, values: &[(String, String)]) -> String {
        let mut text = self.code(family, code);
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// One of two names, by language; the Vietnamese one when nobody translated it.
    #[must_use]
    pub fn name<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        if self.vi() || en.is_empty() { vi } else { en }
    }
}

fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    values
        .iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), &value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_text_takes_the_form_of_its_language() {
        let (vi, en) = (T::new(Lang::Vi), T::new(Lang::En));
        assert_eq!(
            (vi.count("queue.people", 1), vi.count("queue.people", 8)),
            ("1 người chờ".into(), "8 người chờ".into())
        );
        assert_eq!(
            (en.count("queue.people", 1), en.count("queue.people", 8)),
            ("1 person waiting".into(), "8 people waiting".into())
        );
    }

    #[test]
    fn values_are_put_where_their_names_stand() {
        let text = T::new(Lang::Vi).with("time.late_by", &[("time", &"2 giờ")]);
        assert_eq!(text, "Quá hạn 2 giờ");
    }
}
