//! How a text becomes parts: GSM 7-bit letters when they suffice, UCS-2 else.
//!
//! Sources: 3GPP TS 23.038 (alphabets), 3GPP TS 23.040 section 9.2.3.24.1 (concatenation with an 8-bit reference).

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// GSM 7-bit default alphabet, position = code; the mark at 0x1B stands for the escape.
const GSM_BASIC: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
);

/// Letters reached through the escape, two units each.
const GSM_EXTENDED: [(char, u8); 10] = [
    ('\u{c}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];

const ESCAPE: u8 = 0x1B;

/// How the text is written on the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Without Vietnamese marks: 160 units in a single part, 153 in each of several.
    Gsm7,
    /// With marks: 70 units in a single part, 67 in each of several.
    Ucs2,
}

impl Encoding {
    /// Units that fit a message of one part, and each part of a longer one (which carries a 6-octet header).
    const fn capacity(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }

    /// The value of `data_coding`.
    pub(super) const fn data_coding(self) -> u8 {
        match self {
            Self::Gsm7 => 0x00,
            Self::Ucs2 => 0x08,
        }
    }
}

/// What one text costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsParts {
    /// How it is written.
    pub encoding: Encoding,
    /// Messages the telecom will count, 0 for an empty text.
    pub parts: usize,
    /// Units used: septets for GSM 7-bit (an extended letter takes two), UTF-16 units for UCS-2.
    pub units: usize,
}

/// Counts a text before it is sent.
///
/// ```
/// use adapters::sms::{Encoding, sms_parts};
/// let with_marks = sms_parts("Hồ sơ của ông/bà đã có kết quả.");
/// assert_eq!((with_marks.encoding, with_marks.parts, with_marks.units), (Encoding::Ucs2, 1, 31));
/// ```
#[must_use]
pub fn sms_parts(text: &str) -> SmsParts {
    let cut = Cut::new(text);
    SmsParts { encoding: cut.encoding, parts: cut.parts.len(), units: cut.units }
}

/// Bỏ dấu: the text without Vietnamese marks, in letters GSM 7-bit has wherever there is a plain equivalent.
///
/// ```
/// use adapters::sms::unaccented;
/// assert_eq!(unaccented("Đặng Thị Hường – “hồ sơ” đủ"), "Dang Thi Huong - \"ho so\" du");
/// ```
#[must_use]
pub fn unaccented(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'đ' | '₫' => plain.push('d'),
            'Đ' => plain.push('D'),
            '“' | '”' | '„' | '«' | '»' => plain.push('"'),
            '‘' | '’' | '`' => plain.push('\''),
            '–' | '—' | '‑' | '−' | '•' => plain.push('-'),
            '…' => plain.push_str("..."),
            '\u{a0}' | '\u{202f}' | '\t' => plain.push(' '),
            '\u{200b}' | '\u{feff}' => {}
            other => plain.push(other),
        }
    }
    plain
}

/// A text cut into the octets of its parts, without their headers.
pub(super) struct Cut {
    pub(super) encoding: Encoding,
    pub(super) units: usize,
    pub(super) parts: Vec<Vec<u8>>,
}

impl Cut {
    /// Marks are composed first: a text typed in decomposed form would cost twice.
    pub(super) fn new(text: &str) -> Self {
        let composed: String = text.nfc().collect();
        match composed.chars().map(gsm_letter).collect::<Option<Vec<_>>>() {
            Some(letters) => Self::of_letters(Encoding::Gsm7, 1, &letters),
            None => {
                let letters: Vec<_> = composed.chars().map(ucs2_letter).collect();
                Self::of_letters(Encoding::Ucs2, 2, &letters)
            }
        }
    }

    /// Never cuts inside a letter: an escape or half a surrogate pair alone shows as rubbish on the phone.
    fn of_letters(encoding: Encoding, octets_per_unit: usize, letters: &[Vec<u8>]) -> Self {
        let units = letters.iter().map(Vec::len).sum::<usize>() / octets_per_unit;
        let (single, each) = encoding.capacity();
        let room = if units <= single { single } else { each } * octets_per_unit;
        let mut parts: Vec<Vec<u8>> = Vec::new();
        for letter in letters {
            match parts.last_mut() {
                Some(part) if part.len() + letter.len() <= room => part.extend(letter),
                _ => parts.push(letter.clone()),
            }
        }
        Self { encoding, units, parts }
    }

    /// The octets of each part as they go into `short_message`: with the concatenation header when there are several.
    ///
    /// `reference` ties the parts together at the phone.
    pub(super) fn short_messages(self, reference: u8) -> Vec<Vec<u8>> {
        let total = u8::try_from(self.parts.len()).expect("the sender allows fewer parts than 255");
        if total <= 1 {
            return self.parts;
        }
        (1u8..)
            .zip(self.parts)
            .map(|(number, body)| [vec![0x05, 0x00, 0x03, reference, total, number], body].concat())
            .collect()
    }
}

/// The unpacked septets of a letter, `None` when the alphabet lacks it.
fn gsm_letter(letter: char) -> Option<Vec<u8>> {
    if letter == '\u{1b}' {
        return None;
    }
    if let Some(code) = GSM_BASIC.chars().position(|basic| basic == letter) {
        return Some(vec![u8::try_from(code).expect("the alphabet has 128 letters")]);
    }
    GSM_EXTENDED.iter().find(|(extended, _)| *extended == letter).map(|(_, code)| vec![ESCAPE, *code])
}

/// The big-endian UTF-16 units of a letter.
fn ucs2_letter(letter: char) -> Vec<u8> {
    letter.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn costs(text: &str, encoding: Encoding, parts: usize, units: usize) {
        assert_eq!(sms_parts(text), SmsParts { encoding, parts, units }, "{text:?}");
    }

    #[test]
    fn the_alphabet_has_its_128_places() {
        assert_eq!(GSM_BASIC.chars().count(), 128);
        let place = |letter| GSM_BASIC.chars().position(|basic| basic == letter);
        // Spot checks against the table of 3GPP TS 23.038 section 6.2.1.
        assert_eq!(place('@'), Some(0x00));
        assert_eq!(place(' '), Some(0x20));
        assert_eq!(place('A'), Some(0x41));
        assert_eq!(place('a'), Some(0x61));
        assert_eq!(place('à'), Some(0x7F));
        assert_eq!(place('_'), Some(0x11));
    }

    #[test]
    fn plain_letters_fit_160_and_marks_fit_70() {
        costs("", Encoding::Gsm7, 0, 0);
        costs(&"a".repeat(160), Encoding::Gsm7, 1, 160);
        costs(&"a".repeat(161), Encoding::Gsm7, 2, 161);
        costs(&"a".repeat(306), Encoding::Gsm7, 2, 306);
        costs(&"a".repeat(307), Encoding::Gsm7, 3, 307);
        costs(&"ơ".repeat(70), Encoding::Ucs2, 1, 70);
        costs(&"ơ".repeat(71), Encoding::Ucs2, 2, 71);
        costs(&"ơ".repeat(134), Encoding::Ucs2, 2, 134);
        costs(&"ơ".repeat(135), Encoding::Ucs2, 3, 135);
    }

    #[test]
    fn one_marked_letter_changes_the_whole_price() {
        let plain = "Ho so cua ong ba da co ket qua, moi den quay so 5 nhan tu thu Hai den thu Sau.";
        costs(plain, Encoding::Gsm7, 1, 78);
        costs(&plain.replace("Ho so", "Hồ sơ"), Encoding::Ucs2, 2, 78);
    }

    #[test]
    fn extended_letters_cost_two_and_are_never_cut_apart() {
        costs("{H}", Encoding::Gsm7, 1, 5);
        let text = format!("{}€{}", "a".repeat(152), "b".repeat(20));
        let cut = Cut::new(&text);
        assert_eq!(cut.parts.iter().map(Vec::len).collect::<Vec<_>>(), [152, 22]);
        assert_eq!(cut.parts[1][..2], [ESCAPE, 0x65]);
    }

    #[test]
    fn a_pair_of_surrogates_is_never_cut_apart() {
        let text = format!("{}😀{}", "ơ".repeat(66), "ơ".repeat(20));
        let cut = Cut::new(&text);
        assert_eq!(cut.parts.iter().map(|part| part.len() / 2).collect::<Vec<_>>(), [66, 22]);
    }

    #[test]
    fn a_decomposed_text_costs_the_same() {
        let composed = "Trả kết quả";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(sms_parts(composed), sms_parts(&decomposed));
    }

    #[test]
    fn removing_marks_leaves_plain_letters() {
        let upper = "ĂÂĐÊÔƠƯ ÁÀẢÃẠ ẮẰẲẴẶ ẤẦẨẪẬ ÉÈẺẼẸ ẾỀỂỄỆ ÍÌỈĨỊ ÓÒỎÕỌ ỐỒỔỖỘ ỚỜỞỠỢ ÚÙỦŨỤ ỨỪỬỮỰ ÝỲỶỸỴ";
        let expected = "AADEOOU AAAAA AAAAA AAAAA EEEEE EEEEE IIIII OOOOO OOOOO OOOOO UUUUU UUUUU YYYYY";
        assert_eq!(unaccented(upper), expected);
        assert_eq!(unaccented(&upper.to_lowercase()), expected.to_lowercase());
        assert_eq!(unaccented("Lệ phí 50.000₫…"), "Le phi 50.000d...");
    }

    #[test]
    fn several_parts_carry_the_header_of_23_040() {
        let parts = Cut::new(&"ơ".repeat(71)).short_messages(0xAB);
        assert_eq!(parts[0][..6], [5, 0, 3, 0xAB, 2, 1]);
        assert_eq!(parts[1][..6], [5, 0, 3, 0xAB, 2, 2]);
        assert_eq!(parts[0].len(), 140);
        assert_eq!(Cut::new("ơ").short_messages(0xAB), [vec![0x01, 0xA1]]);
    }

    proptest! {
        #[test]
        fn no_part_is_ever_longer_than_140_octets(text in "\\PC{0,400}") {
            let cut = Cut::new(&text);
            let septets = cut.encoding == Encoding::Gsm7;
            for part in cut.short_messages(1) {
                // GSM 7-bit travels unpacked and is packed by the centre: 7 bits an octet.
                let octets = if septets { (part.len() * 7).div_ceil(8) } else { part.len() };
                prop_assert!(octets <= 140);
            }
        }

        #[test]
        fn ucs2_parts_read_in_order_give_the_text_back(text in "[ơưđàếộ a-z😀]{1,300}") {
            let cut = Cut::new(&text);
            prop_assume!(cut.encoding == Encoding::Ucs2);
            let units: Vec<u16> = cut.parts.concat().chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            prop_assert_eq!(String::from_utf16(&units).ok(), Some(text));
        }

        #[test]
        fn removing_marks_twice_changes_nothing_more(text in "\\PC{0,120}") {
            let once = unaccented(&text);
            prop_assert_eq!(unaccented(&once), once);
        }
    }
}
