//! A form as it was sent: names and values, cleaned the same way everywhere.

use crate::fault::Fault;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::identity_card::looks_like_card;
use domain::kernel::{CommandId, Refusal, StreamId, Violation, Vnd};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Most letters of a value that is one line about somebody: names and numbers stand in indexes, which take no more.
const LINE: usize = 250;
/// Most letters of any other value: a page of text.
const PAGE: usize = 4_000;
/// Most signs of the line behind an identity card, however garbled.
const CARD: usize = 1_500;

/// Tờ khai đã gửi. Values are trimmed, without signs nobody sees, and in Unicode's composed form: what looks the same is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// Reads `a=1&b=2`.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let pairs = bytes
            .split(|byte| *byte == b'&')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let mut halves = part.splitn(2, |byte| *byte == b'=');
                let (name, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
                (decoded(name), value_of(value))
            })
            .collect();
        Self { pairs }
    }

    /// A form of names and values that came in another coding.
    pub(crate) fn from_texts(pairs: Vec<(String, String)>) -> Self {
        let clean = |text: String| cleaned(&text);
        Self { pairs: pairs.into_iter().map(|(name, value)| (name, clean(value))).collect() }
    }

    /// What is longer than any reader or index takes, all of it at once.
    ///
    /// # Errors
    /// `input_too_long`, with a violation for each such value.
    pub fn check_lengths(&self) -> Result<(), Refusal> {
        let too_long = self.pairs.iter().filter_map(|(name, value)| {
            let most = if looks_like_card(value) { CARD } else { most_letters(name) };
            let typed = value.chars().count();
            (typed > most).then(|| Violation::new(name, "too_long").with("typed", typed).with("most", most))
        });
        let refusal = too_long.fold(Refusal::new("input_too_long"), Refusal::with);
        if refusal.violations.is_empty() { Ok(()) } else { Err(refusal) }
    }

    /// A form of these pairs, for tests and previews.
    #[must_use]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self { pairs: pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    /// A value, of no length when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    /// All values of a name, in order: ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// True when it was sent and is not of no length: a ticked box.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// All names and values, in the order sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    /// A thing's id.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<StreamId> {
        self.number(name).map(StreamId)
    }

    /// Digits only: phones and identity numbers are accepted with spaces, dots and hyphens.
    #[must_use]
    pub fn digits(&self, name: &str) -> String {
        app::digits(self.get(name))
    }

    /// An amount, as typed: `50.000`, `50 000 ₫`, `50000`.
    ///
    /// # Errors
    /// `amount_malformed` of that field.
    pub fn money(&self, name: &str) -> Result<Option<Vnd>, Violation> {
        let typed = self.get(name);
        if typed.is_empty() {
            return Ok(None);
        }
        let wrong = || Violation::new(name, "amount_malformed").with("typed", typed);
        let signs = typed.chars().filter(|sign| !matches!(sign, '.' | ' ' | '\u{a0}' | '₫' | 'đ'));
        let digits: String = signs.collect();
        let amount = digits.parse::<i64>().map_err(|_| wrong())?;
        Vnd::try_new(amount).map(Some).map_err(|_| wrong())
    }

    /// The command's id, from the form; a new one when it carries none, so that nothing is mistaken for a repetition.
    #[must_use]
    pub fn command_id(&self) -> CommandId {
        let given = self.get("command_id");
        let plausible = (8..=64).contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        CommandId(if plausible { given.to_owned() } else { crate::session::token() })
    }
}

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let form = parts.extensions.get::<Arc<Self>>();
        form.map(|form| (**form).clone()).ok_or(Fault::BadRequest("form_not_from_here"))
    }
}

/// A value as it is kept. What a reader typed stays as it came: composing would lose in which order its keys were struck, and in a wrong character set
/// signs nobody sees are halves of letters.
fn value_of(bytes: &[u8]) -> String {
    let raw: String =
        unescaped(bytes).chars().filter(|sign| is_seen(*sign) || is_half_letter(*sign)).collect();
    let raw = raw.trim();
    if looks_like_card(raw) { raw.to_owned() } else { cleaned(raw) }
}

/// Signs 0x80 to 0x9f.
const fn is_half_letter(sign: char) -> bool {
    matches!(sign, '\u{80}'..='\u{9f}')
}

fn decoded(bytes: &[u8]) -> String {
    unescaped(bytes).chars().filter(|sign| is_seen(*sign)).collect()
}

fn unescaped(bytes: &[u8]) -> String {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |place: usize| bytes.get(place).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'+', ..) => plain.push(b' '),
            (b'%', Some(high), Some(low)) => {
                plain.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits"));
                at += 2;
            }
            (byte, ..) => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// A text from outside as it is kept: trimmed, without signs nobody sees, composed.
pub(crate) fn cleaned(text: &str) -> String {
    let seen: String = text.chars().filter(|sign| is_seen(*sign)).collect();
    seen.trim().nfc().collect()
}

/// False for signs without a shape: PostgreSQL refuses NUL in a text, and the others make two names differ that look the
/// same, or turn the order of letters round. New lines and tabs are seen.
fn is_seen(sign: char) -> bool {
    match sign {
        '\n' | '\t' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        sign => !sign.is_control(),
    }
}

fn most_letters(name: &str) -> usize {
    const LINES: [&str; 8] = ["name", "phone", "number", "email", "login", "password", "code", "q"];
    if LINES.iter().any(|line| name.ends_with(line)) { LINE } else { PAGE }
}

/// True when an address names no control sign. No honest link does, and a store is never asked for one.
#[must_use]
pub(crate) fn is_clean_address(address: &str) -> bool {
    address.as_bytes().windows(3).all(|three| {
        let hex = |place: usize| char::from(three[place]).to_digit(16);
        let sign = match (three[0], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => high * 16 + low,
            _ => return true,
        };
        // What a person pastes may end in a new line.
        sign >= 0x20 && sign != 0x7f || matches!(sign, 0x09 | 0x0a | 0x0d)
    })
}

/// A value for the question of an address.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_arrives_composed_and_trimmed() {
        let form = Form::parse("name=+Nguy%E1%BB%85n+V%C4%83n+A%CC%80+&box=1&box=2&empty=".as_bytes());
        assert_eq!(form.get("name"), "Nguyễn Văn À");
        assert_eq!(form.all("box").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!form.is_given("empty") && !form.is_given("absent"));
    }

    #[test]
    fn signs_nobody_sees_are_left_out_and_lines_stay() {
        let form = Form::parse(
            "a=b%00c%1b%7f%c2%85d&b=one%0d%0atwo%09x&na%00me=%e2%80%8bAn%e2%80%ae%ef%bb%bf".as_bytes(),
        );
        assert_eq!((form.get("a"), form.get("b"), form.get("name")), ("bcd", "one\ntwo\tx", "An"));
    }

    #[test]
    fn what_a_reader_typed_arrives_with_every_half_of_its_letters() {
        let line = "022188004217||Vũ Thị Quỳnh Đào|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
        let garbled: String = line.bytes().map(char::from).collect();
        let sent: String = garbled.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let form = Form::parse(format!("code={sent}").as_bytes());
        assert_eq!(form.get("code"), garbled);
        assert_eq!(form.check_lengths(), Ok(()));
        let card = domain::identity_card::read(form.get("code")).unwrap();
        assert_eq!(card.name, "Vũ Thị Quỳnh Đào");
    }

    #[test]
    fn what_is_too_long_is_refused_all_at_once_and_letters_are_counted_not_bytes() {
        let (name, text) = ("Ấ".repeat(250), "ố".repeat(4_000));
        assert_eq!(Form::of(&[("applicant_name", &name), ("reason", &text)]).check_lengths(), Ok(()));
        let (name, text) = (name + "n", text + "i");
        let form = Form::of(&[("applicant_name", &name), ("reason", &text), ("field", "land")]);
        let refusal = form.check_lengths().unwrap_err();
        let wrong: Vec<_> =
            refusal.violations.iter().map(|one| (one.field.as_str(), one.code.as_str())).collect();
        assert_eq!(wrong, [("applicant_name", "too_long"), ("reason", "too_long")]);
    }

    #[test]
    fn an_address_with_a_control_sign_is_told_from_one_without() {
        for clean in ["/", "/?q=khai+sinh%0a", "/?q=100%", "/d/%e1%ba%a5", "/?q=%zz%2", "/?a=%20&b=%7e"] {
            assert!(is_clean_address(clean), "{clean}");
        }
        for dirty in ["/d/%00", "/?q=a%1Bb", "/track?code=%7F"] {
            assert!(!is_clean_address(dirty), "{dirty}");
        }
    }

    #[test]
    fn a_damaged_form_is_read_as_far_as_it_goes() {
        let form = Form::parse(b"a=%zz&%&=x&b=%41");
        assert_eq!((form.get("a"), form.get("b")), ("%zz", "A"));
    }

    #[test]
    fn numbers_are_accepted_as_people_type_them() {
        let form = Form::of(&[("phone", "0912 345-678"), ("fee", "50.000 ₫"), ("bad", "năm mươi")]);
        assert_eq!(form.digits("phone"), "0912345678");
        assert_eq!(form.money("fee"), Ok(Some(Vnd::try_new(50_000).unwrap())));
        assert_eq!(form.money("bad").unwrap_err().code, "amount_malformed");
        assert_eq!(form.money("absent"), Ok(None));
    }

    #[test]
    fn a_form_without_a_command_id_is_never_a_repetition() {
        let form = Form::of(&[("command_id", "x")]);
        assert_ne!(form.command_id(), form.command_id());
        let form = Form::of(&[("command_id", "0123456789abcdef")]);
        assert_eq!(form.command_id(), form.command_id());
    }
}
