use crate::kernel::{Refusal, Violation};
use unicode_normalization::UnicodeNormalization;

/// Fewest and most letters and digits of a code that is not one of the post.
const OTHERS: std::ops::RangeInclusive<usize> = 6..=30;
/// Weights of the eight digits of a code of the post. Source: UPU standard S10, identification of postal items.
const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];

/// Mã bưu gửi: reads what a scanner typed, or a person, into capital letters and digits.
///
/// A code of the post (UPU S10) is thirteen signs: two letters, eight digits, a check digit, two letters of the country. Its check digit must
/// be right. Couriers have codes of their own, of 6 to 30 letters and digits, about which nothing can be checked. Letters that a Vietnamese
/// input method made of a code of the post on its way are taken apart again where the check digit proves it.
///
/// ```
/// assert_eq!(domain::post::read_code(" ea 123456785 vn").unwrap(), "EA123456785VN");
/// assert_eq!(domain::post::read_code("Ê123456785VN").unwrap(), "EE123456785VN", "Telex");
/// let wrong = domain::post::read_code("EA123456784VN").unwrap_err();
/// assert_eq!(wrong.violations[0].code, "post_code_check_digit");
/// ```
///
/// # Errors
/// `post_code_unreadable` with `post_code_missing`, `post_code_malformed` or `post_code_check_digit` of the field `code`.
pub fn read_code(typed: &str) -> Result<String, Refusal> {
    let code: String = typed.chars().filter(|sign| !is_passed_over(*sign)).collect();
    let code = code.nfc().collect::<String>().to_uppercase();
    let wrong = |violation: Violation| Err(Refusal::new("post_code_unreadable").with(violation));
    if code.is_empty() {
        return wrong(Violation::new("code", "post_code_missing"));
    }
    if let Some(code) = [TELEX, VNI].iter().find_map(|keys| taken_apart(&code, keys)) {
        return Ok(code);
    }
    if !code.bytes().all(|sign| sign.is_ascii_alphanumeric()) || !OTHERS.contains(&code.len()) {
        return wrong(Violation::new("code", "post_code_malformed").with("came", typed.trim()));
    }
    match check_digits(&code) {
        Some((is, should_be)) if is != should_be => {
            wrong(Violation::new("code", "post_code_check_digit").with("came", &code))
        }
        _ => Ok(code),
    }
}

/// What people write between groups, and what a scanner puts behind a code.
fn is_passed_over(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || matches!(sign, '-' | '.')
}

/// The check digit of a code of the post and what it should be; none for any other code.
fn check_digits(code: &str) -> Option<(u32, u32)> {
    let signs = code.as_bytes();
    let shape = signs.len() == 13
        && signs[..2].iter().chain(&signs[11..]).all(u8::is_ascii_uppercase)
        && signs[2..11].iter().all(u8::is_ascii_digit);
    if !shape {
        return None;
    }
    let digit = |sign: &u8| u32::from(sign - b'0');
    let sum: u32 = signs[2..10].iter().zip(WEIGHTS).map(|(sign, weight)| digit(sign) * weight).sum();
    let should_be = match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        other => other,
    };
    Some((digit(&signs[10]), should_be))
}

/// Keys an input method made marks of: circumflex, breve, horn, đ, and the five tones.
struct Keys {
    /// None: the letter itself is typed twice.
    circumflex: Option<char>,
    breve: char,
    horn: char,
    bar: char,
    /// Acute, grave, hook, tilde, dot.
    tones: [char; 5],
}

const TELEX: Keys =
    Keys { circumflex: None, breve: 'W', horn: 'W', bar: 'D', tones: ['S', 'F', 'R', 'X', 'J'] };
const VNI: Keys =
    Keys { circumflex: Some('6'), breve: '8', horn: '7', bar: '9', tones: ['1', '2', '3', '4', '5'] };

/// The keys behind a code with marks, when they are a code of the post with the right check digit.
fn taken_apart(code: &str, keys: &Keys) -> Option<String> {
    if code.is_ascii() {
        return None;
    }
    let mut typed = String::new();
    for sign in code.nfd() {
        let last = typed.chars().next_back();
        if sign == 'Đ' {
            typed.push('D');
        }
        typed.push(match sign {
            'Đ' => keys.bar,
            '\u{302}' => keys.circumflex.or(last)?,
            '\u{306}' => keys.breve,
            '\u{31b}' => keys.horn,
            '\u{301}' => keys.tones[0],
            '\u{300}' => keys.tones[1],
            '\u{309}' => keys.tones[2],
            '\u{303}' => keys.tones[3],
            '\u{323}' => keys.tones[4],
            other => other,
        });
    }
    check_digits(&typed).filter(|(is, should_be)| is == should_be).map(|_| typed)
}
