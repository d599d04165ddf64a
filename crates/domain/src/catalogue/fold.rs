//! Searching with or without marks.

use super::Procedure;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Lower case, without marks, đ as d, words separated by one space: how names are searched.
///
/// ```
/// assert_eq!(domain::catalogue::fold("  Đăng ký KHAI SINH, lần 2 "), "dang ky khai sinh lan 2");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let plain = text.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    for letter in plain.flat_map(char::to_lowercase) {
        let letter = if letter == 'đ' { 'd' } else { letter };
        if letter.is_alphanumeric() || letter == '.' {
            folded.push(letter);
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// True when every word of the question begins a word of the text.
#[must_use]
pub fn matches(folded_text: &str, folded_question: &str) -> bool {
    let words: Vec<&str> = folded_text.split(' ').collect();
    folded_question.split(' ').all(|asked| words.iter().any(|word| word.starts_with(asked)))
}

/// A procedure's words as they are searched, folded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    version: String,
    name: String,
    short: String,
    synonyms: Vec<String>,
    everything: String,
}

impl Folded {
    /// The words of a procedure.
    #[must_use]
    pub fn of(procedure: &Procedure) -> Self {
        let (name, short) = (fold(&procedure.name), fold(&procedure.short_name));
        let synonyms: Vec<String> = procedure.synonyms.iter().map(|synonym| fold(synonym)).collect();
        let everything = format!("{name} {short} {} {}", synonyms.join(" "), fold(&procedure.name_en));
        Self { version: procedure.version.clone(), name, short, synonyms, everything }
    }

    /// How well it fits a folded question; see [`rank`].
    #[must_use]
    pub fn rank(&self, code: &str, question: &str) -> i64 {
        if question.is_empty() {
            return 0;
        }
        if code == question {
            return 1000;
        }
        if !matches(&self.everything, question) {
            return 0;
        }
        let phrase = |text: &str| !text.is_empty() && (text == question || text.contains(question));
        let length = i64::try_from(self.name.len()).unwrap_or(i64::MAX).min(400);
        let base = if self.short == question || self.synonyms.iter().any(|synonym| synonym == question) {
            900
        } else if phrase(&self.short) {
            800
        } else if self.synonyms.iter().any(|synonym| phrase(synonym)) {
            700
        } else if phrase(&self.name) {
            600
        } else {
            300
        };
        base - length / 4
    }
}

/// How well a procedure fits a folded question; 0 for not at all. The whole phrase in the everyday name counts most, then
/// in a synonym, then in the name; then all words somewhere; the code fits whole or not.
#[must_use]
pub fn rank(procedure: &Procedure, question: &str) -> i64 {
    Folded::of(procedure).rank(&procedure.code, question)
}

/// The folded words of all procedures, made when they are first asked for: folding some two thousand names for every
/// question would cost more than everything else on the page. What a catalogue remembers is no part of what it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory(OnceLock<BTreeMap<String, Vec<Folded>>>);

impl Memory {
    /// How well a procedure of these fits a folded question.
    pub(super) fn rank(
        &self,
        procedures: &BTreeMap<String, Vec<Procedure>>,
        procedure: &Procedure,
        question: &str,
    ) -> i64 {
        let all = self.0.get_or_init(|| {
            let folded = |rows: &Vec<Procedure>| rows.iter().map(Folded::of).collect();
            procedures.iter().map(|(key, rows)| (key.clone(), folded(rows))).collect()
        });
        let known = all
            .get(&procedure.key())
            .and_then(|rows| rows.iter().find(|row| row.version == procedure.version));
        known.map_or_else(|| rank(procedure, question), |folded| folded.rank(&procedure.code, question))
    }
}

impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memory {}
