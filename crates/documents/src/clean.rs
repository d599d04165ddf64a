//! What people typed, made printable: the archive format refuses a file with a letter no font has, and a slip must never fail
//! because of a name.

use crate::fonts::Fonts;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Printed in place of a character the fonts lack: the reader sees that something stood there.
const MISSING: char = '□';
/// A run without a space longer than this may be broken anywhere, else it would run off the paper.
const LONGEST_WORD: usize = 28;
/// The field that is typed off the paper or copied out of the file: it stays in one piece.
const LINK: &str = "link";
/// Zero width space: a place where a line may be broken.
pub(crate) const MAY_BREAK: char = '\u{200B}';

/// Every text in the data: composed (NFC), without control and formatting characters, unknown letters replaced, endless words breakable.
pub(crate) fn clean(data: &mut Value, fonts: &Fonts) {
    match data {
        Value::String(text) => *text = printable(text, fonts),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, fonts)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| {
            clean(field, fonts);
            if let (LINK, Value::String(text)) = (name.as_str(), field) {
                text.retain(|letter| letter != MAY_BREAK);
            }
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

pub(crate) fn printable(text: &str, fonts: &Fonts) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.nfc() {
        let letter = match letter {
            '\n' | ' ' | '\u{A0}' => letter,
            '\t' | '\r' => ' ',
            _ if invisible(letter) => continue,
            _ if fonts.covers(letter) => letter,
            _ => MISSING,
        };
        run = if letter == ' ' || letter == '\n' { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push(MAY_BREAK);
            run = 1;
        }
        out.push(letter);
    }
    out
}

/// Control characters, and formatting ones that print nothing but can turn a line around.
fn invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_WORD, printable};
    use crate::fonts::Fonts;

    fn check(text: &str, expected: &str) {
        assert_eq!(printable(text, &Fonts::load().unwrap()), expected);
    }

    #[test]
    fn marks_typed_apart_become_one_letter() {
        check("Nguye\u{302}\u{303}n", "Nguyễn");
    }

    #[test]
    fn a_letter_without_a_glyph_leaves_a_box() {
        check("Wang 王 🙂", "Wang □ □");
    }

    #[test]
    fn what_prints_nothing_is_dropped() {
        check("A\u{202E}B\u{0}C\u{200B}D\tE", "ABCD E");
    }

    #[test]
    fn a_word_longer_than_a_line_may_be_broken() {
        let long = "x".repeat(LONGEST_WORD * 2);
        let half = "x".repeat(LONGEST_WORD);
        check(&long, &format!("{half}\u{200B}{half}"));
        check(&half, &half);
    }
}
