//! Names with or without marks.

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
