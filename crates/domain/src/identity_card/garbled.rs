//! What a wrong character set and a wrong keyboard layout make of a line, taken back.

use super::syllable::is_syllable;
use unicode_normalization::UnicodeNormalization;

/// Signs of Windows-1252 above 0x7f that are not their own number, by byte from 0x80.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// Where Windows-1258 has another sign than Windows-1252.
const VIETNAMESE: [(char, u8); 16] = [
    ('Ă', 0xc3),
    ('\u{300}', 0xcc),
    ('Đ', 0xd0),
    ('\u{309}', 0xd2),
    ('Ơ', 0xd5),
    ('Ư', 0xdd),
    ('\u{303}', 0xde),
    ('ă', 0xe3),
    ('\u{301}', 0xec),
    ('đ', 0xf0),
    ('\u{323}', 0xf2),
    ('ơ', 0xf5),
    ('ư', 0xfd),
    ('₫', 0xfe),
    ('\u{8a}', 0x8a),
    ('\u{9a}', 0x9a),
];

/// A line whose UTF-8 was shown as Windows-1252 or Windows-1258, read as UTF-8 again; none when it was not.
pub(super) fn as_utf8(line: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(line.len());
    for sign in line.chars() {
        bytes.push(byte_of(sign)?);
    }
    // A hard space inside a letter was typed as a space.
    for at in 2..bytes.len() {
        if bytes[at] == b' ' && bytes[at - 2] == 0xe1 && matches!(bytes[at - 1], 0xba | 0xbb) {
            bytes[at] = 0xa0;
        }
    }
    let read = String::from_utf8(bytes).ok()?;
    (read != line).then_some(read)
}

fn byte_of(sign: char) -> Option<u8> {
    if let Some((_, byte)) = VIETNAMESE.into_iter().find(|(own, _)| *own == sign) {
        return Some(byte);
    }
    if let Some(at) = WINDOWS.iter().position(|own| *own == sign) {
        return u8::try_from(0x80 + at).ok();
    }
    u8::try_from(u32::from(sign)).ok()
}

/// Digits a line has, whether typed as such or through the digit row of the Windows Vietnamese layout; and whether any came that way. None where a sign
/// is no digit in either, or where composing has lost the order of two of them.
pub(super) fn digits(text: &str, kept_as_typed: bool) -> Option<(String, bool)> {
    let mut digits = String::new();
    let mut by_layout = false;
    let mut cluster: Vec<char> = Vec::new();
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        if sign.is_ascii_digit() {
            digits.push(sign);
            cluster.clear();
            continue;
        }
        by_layout = true;
        let parts: Vec<char> = std::iter::once(sign).nfd().collect();
        let is_mark = mark_digit(sign).is_some();
        if !is_mark {
            cluster.clear();
            digits.push(base_digit(&parts)?);
        }
        for digit in parts.iter().filter_map(|part| mark_digit(*part)) {
            digits.push(digit);
            cluster.push(digit);
        }
        // In composed text the dot below is written before the marks above, whichever was typed first.
        if !kept_as_typed && cluster.len() > 1 && cluster.contains(&'9') {
            return None;
        }
    }
    Some((digits, by_layout))
}

fn base_digit(parts: &[char]) -> Option<char> {
    let has = |mark| parts.contains(&mark);
    match parts.first()? {
        'a' | 'A' if has('\u{306}') => Some('1'),
        'a' | 'A' if has('\u{302}') => Some('2'),
        'e' | 'E' if has('\u{302}') => Some('3'),
        'o' | 'O' if has('\u{302}') => Some('4'),
        'đ' | 'Đ' => Some('0'),
        _ => None,
    }
}

fn mark_digit(mark: char) -> Option<char> {
    match mark {
        '\u{300}' => Some('5'),
        '\u{309}' => Some('6'),
        '\u{303}' => Some('7'),
        '\u{301}' => Some('8'),
        '\u{323}' => Some('9'),
        _ => None,
    }
}

/// An address typed through the Windows Vietnamese layout: its house numbers are digits again, its words stay.
pub(super) fn address_digits(address: &str, kept_as_typed: bool) -> String {
    let mut words = Vec::new();
    for word in address.split(' ') {
        words.push(by_pieces(word, kept_as_typed));
    }
    words.join(" ")
}

/// Pieces between signs that end a number: `12/5`, `A12`, `3,`.
fn by_pieces(word: &str, kept_as_typed: bool) -> String {
    let mut out = String::new();
    let mut piece = String::new();
    let end = |piece: &mut String, out: &mut String| {
        let taken = std::mem::take(piece);
        // `12A`: the letter behind a number was typed as one.
        let number = taken.trim_end_matches(|sign: char| sign.is_ascii_uppercase());
        match digits(number, kept_as_typed) {
            // Of what could be a word only `đê`, `đô` and the like are one in an address; no house number begins with a nought.
            Some((read, true)) if !is_syllable(&taken) || !taken.starts_with(['đ', 'Đ']) => {
                out.push_str(&read);
                out.push_str(&taken[number.len()..]);
            }
            _ => out.push_str(&taken),
        }
    };
    for sign in word.chars() {
        let ends = matches!(sign, ',' | '/' | '-' | '.' | ';' | '(' | ')');
        if ends {
            end(&mut piece, &mut out);
            out.push(sign);
        } else {
            piece.push(sign);
        }
    }
    end(&mut piece, &mut out);
    out
}
