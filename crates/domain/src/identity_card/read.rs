use super::garbled::{address_digits, as_utf8, digits};
use super::keys::{Method, compose};
use super::syllable::is_syllable;
use super::{IdentityCard, Sex};
use crate::kernel::Violation;
use unicode_normalization::{UnicodeNormalization, is_nfc, is_nfd};

/// Digits of a number of these days and of an old one.
const NUMBER: usize = 12;
const OLD: usize = 9;
/// Fields every card has.
const FIELDS: usize = 7;
/// Nobody is older, and no card names a later year.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;

/// True for what a reader may have typed, in whatever shape, and no person types into a field: then [`read`] says what it is.
#[must_use]
pub fn looks_like_card(typed: &str) -> bool {
    const SHORTEST: usize = 35;
    let bars = typed.matches('|').count();
    bars >= 4 || typed.chars().count() >= SHORTEST && digit_run(typed) == NUMBER
}

/// Digits at the beginning, however typed.
fn digit_run(typed: &str) -> usize {
    let signs: Vec<char> = typed.chars().take(3 * NUMBER).collect();
    let whole = (1..=signs.len()).map_while(|end| {
        let piece: String = signs[..end].iter().collect();
        digits(&piece, true).map(|(digits, _)| digits.len())
    });
    whole.last().unwrap_or(0)
}

/// The card behind what a reader typed.
///
/// # Errors
/// A violation that says what was read and why it is no card: `card_not_a_card`, `card_cut_short`, `card_number_unreadable`, `card_birth_unreadable`,
/// `card_sex_unreadable`, `card_name_unreadable`, `card_two`.
pub fn read(typed: &str) -> Result<IdentityCard, Violation> {
    let mut cards: Vec<IdentityCard> = Vec::new();
    let mut first_wrong = None;
    for line in typed.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        match read_line(line) {
            Ok(card) if !cards.contains(&card) => cards.push(card),
            Ok(_) => {}
            Err(wrong) => {
                first_wrong.get_or_insert(wrong);
            }
        }
    }
    match (cards.len(), first_wrong) {
        (1, None) => Ok(cards.remove(0)),
        (2.., _) => Err(Violation::new("", "card_two")),
        (_, Some(wrong)) => Err(wrong),
        (_, None) => Err(Violation::new("", "card_not_a_card").with("read", "")),
    }
}

fn read_line(line: &str) -> Result<IdentityCard, Violation> {
    let mut line = line.to_owned();
    while let Some(read) = as_utf8(&line) {
        line = read;
    }
    // What is in neither form was not composed on its way: its marks stand in the order of the keys.
    let kept_as_typed = !is_nfc(&line) && !is_nfd(&line);
    let mut signs: Vec<char> = line.chars().collect();
    signs.sort_by_key(|sign| (*sign != '|', sign.is_alphanumeric(), *sign));
    signs.dedup();
    let fits = |sign: &char| {
        let fields: Vec<&str> = line.split(*sign).map(str::trim).collect();
        let number = fields.first().and_then(|first| digits(first, kept_as_typed));
        let is_card = fields.len() >= 4 && number.is_some_and(|(number, _)| number.len() == NUMBER);
        is_card.then_some(fields)
    };
    let fields = signs.iter().find_map(fits);
    let Some(fields) = fields else {
        let first = line.split('|').next().unwrap_or_default();
        let code = if line.contains('|') { "card_number_unreadable" } else { "card_not_a_card" };
        return Err(wrong(code, first));
    };
    if fields.len() < FIELDS {
        return Err(Violation::new("", "card_cut_short").with("read", fields.len()).with("fields", FIELDS));
    }
    of_fields(&fields, kept_as_typed)
}

fn wrong(code: &str, read: &str) -> Violation {
    const SHOWN: usize = 40;
    Violation::new("", code).with("read", read.chars().take(SHOWN).collect::<String>())
}

fn of_fields(fields: &[&str], kept_as_typed: bool) -> Result<IdentityCard, Violation> {
    let number_of = |text: &str, code: &str| digits(text, kept_as_typed).ok_or_else(|| wrong(code, text));
    let (number, by_layout) = number_of(fields[0], "card_number_unreadable")?;
    let (old_number, _) = number_of(fields[1], "card_number_unreadable")?;
    if number.len() != NUMBER || !matches!(old_number.len(), 0 | OLD | NUMBER) {
        return Err(wrong("card_number_unreadable", fields[if number.len() == NUMBER { 1 } else { 0 }]));
    }
    let (born, _) = number_of(fields[3], "card_birth_unreadable")?;
    let born = day(&born).ok_or_else(|| wrong("card_birth_unreadable", fields[3]))?;
    let (issued, next) = issued(fields[6], kept_as_typed)?;
    if next.is_some_and(|next| next != number) || another_behind(fields, &number, kept_as_typed) {
        return Err(Violation::new("", "card_two"));
    }
    if issued.is_some_and(|issued| issued < born) {
        return Err(wrong("card_birth_unreadable", fields[3]));
    }
    let address = if by_layout { address_digits(fields[5], kept_as_typed) } else { fields[5].to_owned() };
    // A mark that composes with no letter is a digit whose order among others was lost.
    if by_layout && address.nfc().any(|sign| matches!(sign, '\u{300}'..='\u{323}')) {
        return Err(wrong("card_number_unreadable", fields[5]));
    }
    let (name, sex, address) = words(fields[2], fields[4], &address)?;
    // Twelve digits say the century, the sex and the year of birth: digits that were taken back have to agree.
    if by_layout && !agrees(&number, born, sex) {
        return Err(wrong("card_number_unreadable", fields[0]));
    }
    Ok(IdentityCard { number, old_number, name, born, sex, address, issued })
}

/// A day of birth as people write it, `dd/mm/yyyy`, as `yyyymmdd`; none for what is no day anybody was born on.
#[must_use]
pub fn day_of_birth(written: &str) -> Option<i64> {
    let plain: String = written.split(['/', '-', '.']).collect();
    day(&plain)
}

fn day(ddmmyyyy: &str) -> Option<i64> {
    const LENGTHS: [i64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if ddmmyyyy.len() != 8 {
        return None;
    }
    let part = |from: usize, until: usize| ddmmyyyy.get(from..until)?.parse::<i64>().ok();
    let (day, month, year) = (part(0, 2)?, part(2, 4)?, part(4, 8)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = LENGTHS.get(usize::try_from(month - 1).ok()?)?;
    let length = if month == 2 && !leap { 28 } else { *length };
    (YEARS.contains(&year) && (1..=length).contains(&day)).then_some(year * 10_000 + month * 100 + day)
}

/// The day of issue, and the number of the card that was read behind it when the line end between both was lost.
fn issued(field: &str, kept_as_typed: bool) -> Result<(Option<i64>, Option<String>), Violation> {
    if field.is_empty() {
        return Ok((None, None));
    }
    let wrong = || Violation::new("", "card_cut_short").with("read", FIELDS - 1).with("fields", FIELDS);
    let (digits, _) = digits(field, kept_as_typed).ok_or_else(wrong)?;
    let (own, next) = digits.split_at_checked(8).ok_or_else(wrong)?;
    let next = (!next.is_empty()).then(|| next.to_owned());
    Ok((Some(day(own).ok_or_else(wrong)?), next))
}

/// Behind a newer card's further fields begins another card: its number, and three fields later a day of birth.
fn another_behind(fields: &[&str], number: &str, kept_as_typed: bool) -> bool {
    let read = |field: &&str| digits(field, kept_as_typed).map(|(digits, _)| digits).unwrap_or_default();
    (FIELDS..fields.len()).any(|at| {
        let birth = fields.get(at + 3).map(read).is_some_and(|birth| day(&birth).is_some());
        let end: String = fields[at].chars().filter(|one| !one.is_whitespace()).collect();
        let end = end.char_indices().rev().nth(NUMBER - 1).map(|(from, _)| end[from..].to_owned());
        birth && end.is_some_and(|end| end != number)
    })
}

fn agrees(number: &str, born: i64, sex: Sex) -> bool {
    let year = born / 10_000;
    let code = (year / 100 - 19) * 2 + i64::from(sex == Sex::Female);
    number.get(3..6) == Some(format!("{code}{:02}", year % 100).as_str())
}

fn sex_of(word: &str) -> Option<Sex> {
    match word.to_lowercase().as_str() {
        "nam" => Some(Sex::Male),
        "nữ" => Some(Sex::Female),
        _ => None,
    }
}

/// Name, sex and address: as they are when nothing speaks against it, else as the one input method makes sense of them.
fn words(name: &str, sex: &str, address: &str) -> Result<(String, Sex, String), Violation> {
    const HALVES: &str = "»º¡¢£¤¥¦§¨©ª«¬®¯°±²³´¶¸¹¼½¾¿‚ƒ„†‡ˆ‰‹›•˜™\u{a0}\u{fffd}";
    // Halves of letters of a wrong character set, of which others were lost.
    if name.chars().chain(address.chars()).any(|sign| HALVES.contains(sign)) {
        return Err(wrong("card_name_unreadable", name));
    }
    let composed =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
    let (name, sex_word, address) = (composed(name), composed(sex), composed(address));
    if let Some(sex) = sex_of(&sex_word).filter(|_| is_name(&name) && as_written(&name, &address)) {
        return Ok((name, sex, address));
    }
    let mut readings: Vec<(String, Sex, String)> = Vec::new();
    for method in Method::ALL {
        let sex = compose(&sex_word, method).as_deref().and_then(sex_of);
        let words: Option<Vec<String>> = name.split(' ').map(|word| compose(word, method)).collect();
        let (Some(sex), Some(words)) = (sex, words) else { continue };
        let reading = (words.join(" "), sex, by_words(&address, method));
        if (is_marked(&reading.0) || is_marked(&reading.2)) && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    match (readings.len(), sex_of(&sex_word)) {
        (1, _) => Ok(readings.remove(0)),
        (0, None) if is_name(&name) => Err(wrong("card_sex_unreadable", &sex_word)),
        _ => Err(wrong("card_name_unreadable", &name)),
    }
}

/// Letters of the languages of Vietnam, and what stands between them in a name.
fn is_name(name: &str) -> bool {
    let letter = |one: char| {
        let base: Vec<char> = std::iter::once(one).nfd().collect();
        let marks = |mark: &char| {
            matches!(mark, '\u{300}'..='\u{303}' | '\u{306}' | '\u{309}' | '\u{30c}' | '\u{31b}' | '\u{323}')
        };
        let plain = base.first().is_some_and(|base| base.is_ascii_alphabetic() || "đĐƀɃ".contains(*base));
        plain && base.iter().skip(1).all(marks)
    };
    let sign = |one: char| matches!(one, ' ' | '\'' | '’' | '-' | '.') || marks_alone(one) || letter(one);
    name.chars().any(char::is_alphabetic) && name.chars().all(sign)
}

/// Marks without a composed letter of their own, as `Ê̆`.
const fn marks_alone(one: char) -> bool {
    matches!(one, '\u{306}' | '\u{30c}')
}

fn is_marked(text: &str) -> bool {
    text.chars().any(|one| one.is_alphabetic() && !one.is_ascii())
}

/// Nothing speaks for keys that were not composed: there are marks, and no words of both name and address that only keys make sense of.
fn as_written(name: &str, address: &str) -> bool {
    let of_keys = |text: &str| {
        let pieces = text.split([' ', ',', '/']).filter(|word| word.chars().all(char::is_alphabetic));
        pieces
            .filter(|word| !word.is_empty())
            .any(|word| !is_syllable(word) && compose(word, Method::Telex).is_some())
    };
    match (of_keys(name), is_marked(address)) {
        (false, marked) => marked || is_marked(name),
        (true, marked) => marked && !of_keys(address),
    }
}

/// An address word by word; what makes no sense as keys stays.
fn by_words(address: &str, method: Method) -> String {
    let ends = |sign: char| matches!(sign, ' ' | ',' | '/' | '-' | ';');
    let pieces = address.split_inclusive(ends).map(|piece| {
        let word = piece.trim_end_matches(ends);
        let end = &piece[word.len()..];
        compose(word, method).map_or_else(|| piece.to_owned(), |word| word + end)
    });
    pieces.collect()
}
