//! Searching with or without marks.

use super::Procedure;
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

/// How well a procedure fits a folded question; 0 for not at all. The whole phrase in the everyday name counts most, then
/// in a synonym, then in the name; then all words somewhere; the code fits whole or not.
#[must_use]
pub fn rank(procedure: &Procedure, question: &str) -> i64 {
    if question.is_empty() {
        return 0;
    }
    if procedure.code == question {
        return 1000;
    }
    let (name, short) = (fold(&procedure.name), fold(&procedure.short_name));
    let synonyms: Vec<String> = procedure.synonyms.iter().map(|synonym| fold(synonym)).collect();
    let everything = format!("{name} {short} {} {}", synonyms.join(" "), fold(&procedure.name_en));
    if !matches(&everything, question) {
        return 0;
    }
    let phrase = |text: &str| !text.is_empty() && (text == question || text.contains(question));
    let length = i64::try_from(name.len()).unwrap_or(i64::MAX).min(400);
    let base = if short == question || synonyms.iter().any(|synonym| synonym == question) {
        900
    } else if phrase(&short) {
        800
    } else if synonyms.iter().any(|synonym| phrase(synonym)) {
        700
    } else if phrase(&name) {
        600
    } else {
        300
    };
    base - length / 4
}
