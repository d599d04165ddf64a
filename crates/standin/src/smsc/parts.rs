//! Putting the parts of a message together, and reading their letters.
//!
//! Source: 3GPP TS 23.040 section 9.2.3.24 (user data header), 3GPP TS 23.038 (letters).

use std::collections::BTreeMap;

/// Places 0x00 to 0x1F of the GSM 7-bit default alphabet.
const LOW: [char; 32] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', 'Δ', '_', 'Φ', 'Γ',
    'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É',
];

/// Which message a part belongs to: account, source, destination, reference and number of parts.
pub(super) type Key = (String, String, String, u16, u8);

/// Where a part stands in its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) reference: u16,
    pub(super) total: u8,
    pub(super) number: u8,
}

/// One part as kept while the others are awaited.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) octets: Vec<u8>,
}

/// Messages of which some parts are still to come.
#[derive(Debug, Default)]
pub(super) struct Assembly(BTreeMap<Key, BTreeMap<u8, Part>>);

impl Assembly {
    /// The id of the part before that one.
    pub(super) fn before(&self, key: &Key, number: u8) -> Option<String> {
        let part = self.0.get(key)?.get(&number.checked_sub(1)?)?;
        Some(part.id.clone())
    }

    /// Takes a part; answers all of them, in order, when it was the last one missing.
    pub(super) fn take(&mut self, key: &Key, number: u8, part: Part) -> Option<Vec<Part>> {
        let total = usize::from(key.4);
        let parts = self.0.entry(key.clone()).or_default();
        parts.insert(number, part);
        if parts.len() < total {
            return None;
        }
        self.0.remove(key).map(|parts| parts.into_values().collect())
    }
}

/// Splits the header off a part. `None` when the header is damaged; the position is `None` for a part without
/// concatenation.
pub(super) fn split_header(octets: &[u8]) -> Option<(Option<Position>, &[u8])> {
    let (length, rest) = octets.split_first()?;
    let (mut header, body) = rest.split_at_checked(usize::from(*length))?;
    let mut position = None;
    while let [kind, size, after @ ..] = header {
        let (value, next) = after.split_at_checked(usize::from(*size))?;
        position = match (*kind, value) {
            (0x00, [reference, total, number]) => placed(u16::from(*reference), *total, *number)?,
            (0x08, [high, low, total, number]) => placed(u16::from_be_bytes([*high, *low]), *total, *number)?,
            _ => position,
        };
        header = next;
    }
    Some((position, body))
}

#[expect(
    clippy::option_option,
    reason = "the outer None is a damaged header, the inner would be no concatenation"
)]
fn placed(reference: u16, total: u8, number: u8) -> Option<Option<Position>> {
    (1..=total).contains(&number).then_some(Some(Position { reference, total, number }))
}

/// Reads letters; `None` when the octets cannot be letters of that coding.
pub(super) fn read_letters(data_coding: u8, octets: &[u8]) -> Option<(String, &'static str)> {
    match data_coding {
        0x00 => gsm(octets).map(|text| (text, "gsm7")),
        0x01 => octets.is_ascii().then(|| (octets.iter().copied().map(char::from).collect(), "ascii")),
        0x03 => Some((octets.iter().copied().map(char::from).collect(), "latin1")),
        0x08 if octets.len().is_multiple_of(2) => {
            let units: Vec<u16> =
                octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).ok().map(|text| (text, "ucs2"))
        }
        _ => None,
    }
}

/// Septets, one in each octet.
fn gsm(octets: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut rest = octets.iter().copied();
    while let Some(septet) = rest.next() {
        text.push(match septet {
            0x1B => match rest.next()? {
                0x0A => '\u{c}',
                0x14 => '^',
                0x28 => '{',
                0x29 => '}',
                0x2F => '\\',
                0x3C => '[',
                0x3D => '~',
                0x3E => ']',
                0x40 => '|',
                0x65 => '€',
                _ => return None,
            },
            0x00..=0x1F => LOW[usize::from(septet)],
            0x24 => '¤',
            0x40 => '¡',
            0x5B => 'Ä',
            0x5C => 'Ö',
            0x5D => 'Ñ',
            0x5E => 'Ü',
            0x5F => '§',
            0x60 => '¿',
            0x7B => 'ä',
            0x7C => 'ö',
            0x7D => 'ñ',
            0x7E => 'ü',
            0x7F => 'à',
            0x20..=0x7A => char::from(septet),
            _ => return None,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(id: &str) -> Part {
        Part { id: id.to_owned(), octets: Vec::new() }
    }

    fn key(reference: u16) -> Key {
        ("a".to_owned(), "s".to_owned(), "d".to_owned(), reference, 3)
    }

    #[test]
    fn parts_come_together_in_any_order_and_a_repeated_part_counts_once() {
        let mut assembly = Assembly::default();
        assert!(assembly.take(&key(1), 3, part("c")).is_none());
        assert!(assembly.take(&key(1), 1, part("a")).is_none());
        assert!(assembly.take(&key(1), 1, part("a")).is_none());
        assert!(assembly.take(&key(2), 2, part("x")).is_none(), "another message");
        let whole = assembly.take(&key(1), 2, part("b")).expect("the last one");
        assert_eq!(whole.iter().map(|part| part.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(assembly.take(&key(1), 1, part("a")).is_none(), "a new message may reuse the reference");
    }

    #[test]
    fn both_widths_of_reference_are_read_and_damage_is_seen() {
        let at = |reference, total, number| Some(Position { reference, total, number });
        assert_eq!(split_header(&[5, 0, 3, 0xAB, 2, 1, b'x']), Some((at(0xAB, 2, 1), &b"x"[..])));
        assert_eq!(split_header(&[6, 8, 4, 0x12, 0x34, 3, 3]), Some((at(0x1234, 3, 3), &b""[..])));
        assert_eq!(split_header(&[2, 0x24, 0, b'x']), Some((None, &b"x"[..])), "a header of another kind");
        assert_eq!(split_header(&[]), None);
        assert_eq!(split_header(&[9, 0, 3]), None);
        assert_eq!(split_header(&[5, 0, 3, 1, 2, 3]), None, "part 3 of 2");
        assert_eq!(split_header(&[5, 0, 3, 1, 2, 0]), None, "part 0");
    }

    #[test]
    fn letters_are_read_by_their_coding() {
        assert_eq!(read_letters(8, &[0x1E, 0xD3]), Some(("ồ".to_owned(), "ucs2")));
        assert_eq!(read_letters(8, &[0x1E]), None);
        assert_eq!(read_letters(0, &[0x00, 0x11, b'a', 0x1B, 0x65]), Some(("@_a€".to_owned(), "gsm7")));
        assert_eq!(read_letters(0, &[0x1B]), None);
        assert_eq!(read_letters(0, &[0x80]), None);
        assert_eq!(read_letters(1, b"abc"), Some(("abc".to_owned(), "ascii")));
    }
}
