//! What a Vietnamese syllable can be: the measure by which a repaired word is told from a misread one.

use unicode_normalization::UnicodeNormalization;

/// Dấu thanh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    Grave,
    Acute,
    Hook,
    Tilde,
    Dot,
}

impl Tone {
    pub(super) const ALL: [(Self, char); 5] = [
        (Self::Grave, '\u{300}'),
        (Self::Acute, '\u{301}'),
        (Self::Hook, '\u{309}'),
        (Self::Tilde, '\u{303}'),
        (Self::Dot, '\u{323}'),
    ];

    pub(super) fn of_mark(mark: char) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == mark).map(|(tone, _)| tone)
    }

    pub(super) fn mark(self) -> char {
        Self::ALL.into_iter().find(|(tone, _)| *tone == self).map_or('\u{300}', |(_, mark)| mark)
    }
}

/// A word without its tones, composed, and the tones it had with the place of their letter.
pub(super) fn toneless(word: &str) -> (Vec<char>, Vec<(Tone, usize)>) {
    let mut letters = Vec::new();
    let mut tones = Vec::new();
    for letter in word.nfc() {
        let parts: Vec<char> = std::iter::once(letter).nfd().collect();
        let bare: String = parts.iter().filter(|part| Tone::of_mark(**part).is_none()).collect();
        letters.extend(bare.nfc());
        let place = letters.len().saturating_sub(1);
        tones.extend(parts.iter().filter_map(|part| Tone::of_mark(*part)).map(|tone| (tone, place)));
    }
    (letters, tones)
}

pub(super) fn is_vowel(letter: char) -> bool {
    "aăâeêioôơuưy".contains(lower(letter))
}

pub(super) fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "qu", "th", "tr", "ch", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];
const CODAS: [&str; 8] = ["ng", "nh", "ch", "c", "m", "n", "p", "t"];
/// Vowels with or without a consonant behind, only with one, only without.
const EITHER: [&str; 14] = ["a", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "oa", "oe", "uê", "uy"];
const CLOSED: [&str; 10] = ["ă", "â", "iê", "yê", "oă", "uâ", "uô", "ươ", "uyê", "oo"];
const OPEN: [&str; 31] = [
    "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia", "iêu", "iu", "oai", "oao", "oay", "oeo", "oi",
    "ôi", "ơi", "ua", "uây", "ui", "uôi", "uơ", "uya", "uyu", "ưa", "ươi", "ươu", "ưi", "ưu", "yêu",
];

/// Onset, vowels and coda of a word without tones, in small letters.
pub(super) fn parts(word: &str) -> Option<(&str, &str, &str)> {
    let onsets = ONSETS.into_iter().filter(|onset| word.starts_with(onset)).chain([""]);
    onsets.into_iter().find_map(|onset| {
        let rest = &word[onset.len()..];
        let coda = CODAS.into_iter().find(|coda| rest.ends_with(coda)).unwrap_or("");
        let vowels = &rest[..rest.len() - coda.len()];
        let fits = EITHER.contains(&vowels)
            || if coda.is_empty() { OPEN.contains(&vowels) } else { CLOSED.contains(&vowels) };
        fits.then_some((&word[..onset.len()], vowels, coda))
    })
}

/// True for what can be a Vietnamese syllable: its letters fit, it has one tone at most, and before `c ch p t` one of the two that stand there.
pub(super) fn is_syllable(word: &str) -> bool {
    let (letters, tones) = toneless(word);
    let small: String = letters.iter().map(|letter| lower(*letter)).collect();
    let Some((_, _, coda)) = parts(&small) else { return false };
    let on_vowels = tones.iter().all(|(_, place)| letters.get(*place).is_some_and(|one| is_vowel(*one)));
    let stopped = matches!(coda, "c" | "ch" | "p" | "t");
    match tones.as_slice() {
        [] => !stopped,
        [(tone, _)] => on_vowels && (!stopped || matches!(tone, Tone::Acute | Tone::Dot)),
        _ => false,
    }
}
