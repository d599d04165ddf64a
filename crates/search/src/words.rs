//! Words as people type them and as names have them.

use domain::catalogue::fold;
use unicode_normalization::UnicodeNormalization;

/// A word with and without its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Composed, lower case.
    pub marked: String,
    /// Without marks; `ký` and `kí` are one.
    pub key: String,
}

impl Word {
    fn of(marked: String) -> Self {
        let key = key(&marked);
        Self { marked, key }
    }

    /// True when this word, as typed, may mean that one: the same, or typed without its marks.
    pub(crate) fn may_mean(&self, other: &Self) -> bool {
        self.marked == other.marked || (self.key == other.key && !self.has_marks())
    }

    pub(crate) fn has_marks(&self) -> bool {
        self.marked != fold(&self.marked)
    }
}

/// The words of a text. A dot stays inside a code and ends any other word.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let composed: String = text.nfc().flat_map(char::to_lowercase).collect();
    composed
        .split(|letter: char| !letter.is_alphanumeric() && letter != '.')
        .flat_map(|part| {
            let is_code = part.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
            let parts: Vec<&str> =
                if is_code { vec![part.trim_matches('.')] } else { part.split('.').collect() };
            parts.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        })
        .map(Word::of)
        .collect()
}

/// A word as it is looked up: folded, and with `i` for a `y` that only spelling puts at the end of a syllable.
pub(crate) fn key(marked: &str) -> String {
    let mut key = fold(marked);
    let before = key.chars().rev().nth(1);
    if key.ends_with('y') && before.is_some_and(|letter| !"aeiou".contains(letter)) {
        key.pop();
        key.push('i');
    }
    key
}

/// Keys written together: neighbours of a name as one term, so that a forgotten space and the order of words count.
pub(crate) fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.key.as_str()).collect()
}

/// The same with marks, for who typed them.
pub(crate) fn joined_marked(words: &[Word]) -> String {
    words.iter().map(|word| word.marked.as_str()).collect()
}

/// What a word would be if it was typed by TELEX or VNI with the keyboard switched off (`ddang`, `d9ang`, `kys`, `ky1`);
/// none when nothing of it looks typed so.
pub(crate) fn unswitched(key: &str) -> Option<String> {
    let mut plain = String::with_capacity(key.len());
    let letters: Vec<char> = key.chars().collect();
    let mut vowel_seen = false;
    for (at, letter) in letters.iter().copied().enumerate() {
        let last = plain.chars().last();
        let doubled = "adeo".contains(letter) && last == Some(letter);
        let hooked = letter == 'w' && last.is_some_and(|before| "aou".contains(before));
        let rest_is_tone = letters[at..].iter().all(|rest| "sfrxj".contains(*rest) || rest.is_ascii_digit());
        let tone = vowel_seen && "sfrxj".contains(letter) && (rest_is_tone || at + 1 == letters.len());
        let mark = letter.is_ascii_digit() && !plain.is_empty();
        if doubled || hooked || tone || mark {
            continue;
        }
        vowel_seen |= "aeiouy".contains(letter);
        plain.push(if letter == 'w' { 'u' } else { letter });
    }
    let plain = self::key(&plain);
    (plain != key && plain.chars().any(char::is_alphabetic)).then_some(plain)
}

/// How many slips make one word of another, two neighbours in the wrong order counted as one; more than `most` is not
/// counted to the end.
pub(crate) fn slips(typed: &str, meant: &str, most: usize) -> Option<usize> {
    let (typed, meant): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    if typed.len().abs_diff(meant.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=meant.len()).collect();
    for (row, one) in typed.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in meant.iter().enumerate() {
            let put = line[column].min(above[column + 1]) + 1;
            let mut cost = put.min(above[column] + usize::from(one != other));
            let crossed = row > 0
                && column > 0
                && typed.get(row - 1) == Some(other)
                && meant.get(column - 1) == Some(one);
            if crossed {
                cost = cost.min(before[column - 1] + 1);
            }
            line.push(cost);
        }
        if line.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().filter(|cost| *cost <= most)
}

/// Slips forgiven in a word of that length.
pub(crate) fn forgiven(key: &str) -> usize {
    match key.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn words_are_cut_at_everything_but_letters_and_codes_stay_whole() {
        assert_eq!(keys("Đăng ký, lần 2/ CẤP LẠI."), ["dang", "ki", "lan", "2", "cap", "lai"]);
        assert_eq!(keys("mã 1.001193."), ["ma", "1.001193"]);
        assert_eq!(keys("e.g. TP.HCM"), ["e", "g", "tp", "hcm"]);
    }

    #[test]
    fn spelling_with_i_or_y_is_one_but_thuy_is_not_thui() {
        assert_eq!(keys("lý lí quý thuỷ"), ["li", "li", "quy", "thuy"]);
    }

    #[test]
    fn marks_bind_only_who_typed_them() {
        let one = |text: &str| words(text).remove(0);
        assert!(one("ma").may_mean(&one("má")) && one("má").may_mean(&one("má")));
        assert!(!one("má").may_mean(&one("ma")) && !one("mà").may_mean(&one("má")));
    }

    #[test]
    fn a_keyboard_left_off_is_understood() {
        for (typed, meant) in [
            ("ddang", "dang"),
            ("kys", "ki"),
            ("sinhs", "sinh"),
            ("ddaats", "dat"),
            ("d9ang1", "dang"),
            ("giaays", "giay"),
            ("nhaf", "nha"),
            ("ddor", "do"),
        ] {
            assert_eq!(unswitched(typed).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(unswitched("sinh"), None);
        assert_eq!(unswitched("2021"), None);
    }

    #[test]
    fn slips_are_counted_with_crossed_letters_as_one() {
        assert_eq!(slips("khia", "khai", 1), Some(1));
        assert_eq!(slips("ketho", "kethon", 1), Some(1));
        assert_eq!(slips("khai", "khai", 0), Some(0));
        assert_eq!(slips("karaok", "karaoke", 2), Some(1));
        assert_eq!(slips("dat", "nuoc", 1), None);
        assert_eq!(slips("ab", "ba", 1), Some(1));
    }
}
