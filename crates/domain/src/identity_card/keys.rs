//! Keys an input method would have composed and did not: Telex, VNI and VIQR, word by word.

use super::syllable::{Tone, is_syllable, is_vowel, lower, parts, toneless};
use unicode_normalization::UnicodeNormalization;

/// Kiểu gõ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Method {
    Telex,
    Vni,
    Viqr,
}

/// What a key does to the letters before it.
enum Act {
    Letter,
    Tone(Tone),
    Circumflex,
    Breve,
    Horn,
    /// Telex `w`: breve on `a`, horn on `o` and `u`, else the letter ư.
    HornOrBreve,
    Stroke,
}

impl Method {
    pub(super) const ALL: [Self; 3] = [Self::Telex, Self::Vni, Self::Viqr];

    fn act(self, key: char, before: &[char]) -> Act {
        let last = before.last().copied().map(lower);
        let vowel = before.iter().any(|one| is_vowel(*one));
        let small = lower(key);
        match (self, small) {
            (Self::Telex, 's') if vowel => Act::Tone(Tone::Acute),
            (Self::Telex, 'f') if vowel => Act::Tone(Tone::Grave),
            (Self::Telex, 'r') if vowel => Act::Tone(Tone::Hook),
            (Self::Telex, 'x') if vowel => Act::Tone(Tone::Tilde),
            (Self::Telex, 'j') if vowel => Act::Tone(Tone::Dot),
            (Self::Telex, 'a' | 'e' | 'o') if last == Some(small) => Act::Circumflex,
            (Self::Telex, 'w') => Act::HornOrBreve,
            (Self::Telex | Self::Viqr, 'd') if last == Some('d') => Act::Stroke,
            (Self::Vni, '1') if vowel => Act::Tone(Tone::Acute),
            (Self::Vni, '2') if vowel => Act::Tone(Tone::Grave),
            (Self::Vni, '3') if vowel => Act::Tone(Tone::Hook),
            (Self::Vni, '4') if vowel => Act::Tone(Tone::Tilde),
            (Self::Vni, '5') if vowel => Act::Tone(Tone::Dot),
            (Self::Vni, '6') if vowel => Act::Circumflex,
            (Self::Vni, '7') if vowel => Act::Horn,
            (Self::Vni, '8') if vowel => Act::Breve,
            (Self::Vni, '9') if before.iter().any(|one| lower(*one) == 'd') => Act::Stroke,
            (Self::Viqr, '\'') if vowel => Act::Tone(Tone::Acute),
            (Self::Viqr, '`') if vowel => Act::Tone(Tone::Grave),
            (Self::Viqr, '?') if vowel => Act::Tone(Tone::Hook),
            (Self::Viqr, '~') if vowel => Act::Tone(Tone::Tilde),
            (Self::Viqr, '.') if vowel => Act::Tone(Tone::Dot),
            (Self::Viqr, '^') if vowel => Act::Circumflex,
            (Self::Viqr, '+' | '*') if vowel => Act::Horn,
            (Self::Viqr, '(') if vowel => Act::Breve,
            _ => Act::Letter,
        }
    }
}

/// The word as the input method would have composed it, none when that is no syllable. A word without keys comes back as it is, if it is one.
pub(super) fn compose(word: &str, method: Method) -> Option<String> {
    let (typed, before) = toneless(word);
    let mut letters: Vec<char> = Vec::new();
    let mut tone: Option<(Tone, usize, bool)> = None;
    for (place, key) in typed.iter().copied().enumerate() {
        match method.act(key, &letters) {
            Act::Letter => letters.push(key),
            Act::Tone(own) => {
                if tone.is_some() {
                    return None;
                }
                let at = letters.len() - 1;
                tone = Some((own, at, is_vowel(letters[at])));
            }
            Act::Circumflex => shape(&mut letters, "aâeêoô")?,
            Act::Breve => shape(&mut letters, "aă")?,
            Act::Horn => horn(&mut letters)?,
            Act::HornOrBreve => {
                let last = letters.iter().rev().map(|one| lower(*one)).find(|one| "aou".contains(*one));
                match last {
                    Some('a') if !over_ua(&letters) => shape(&mut letters, "aă")?,
                    Some(_) => horn(&mut letters)?,
                    None => letters.push(if key.is_uppercase() { 'Ư' } else { 'ư' }),
                }
            }
            Act::Stroke => shape(&mut letters, "dđ")?,
        }
        for (own, _) in before.iter().filter(|(_, at)| *at == place) {
            if tone.replace((*own, letters.len() - 1, true)).is_some() {
                return None;
            }
        }
    }
    let small: String = letters.iter().map(|one| lower(*one)).collect();
    parts(&small)?;
    if let Some((tone, at, on_vowel)) = tone {
        // A key in the middle of a word stands behind its letter; one at the end of it leaves the letter to the rule.
        let at = if on_vowel && at + 1 < letters.len() { at } else { place_of_tone(&small)? };
        letters.insert(at + 1, tone.mark());
    }
    let composed: String = letters.into_iter().nfc().collect();
    is_syllable(&composed).then_some(composed)
}

/// `ua` not behind `q`: the horn goes to the `u`.
fn over_ua(letters: &[char]) -> bool {
    let small: String = letters.iter().map(|one| lower(*one)).collect();
    small.contains("ua") && !small.contains("qua")
}

/// Puts a shape on the last letter that takes it: `pairs` are a plain letter and the shaped one each.
fn shape(letters: &mut [char], pairs: &str) -> Option<()> {
    let pairs: Vec<char> = pairs.chars().collect();
    let shaped = |one: char| pairs.chunks(2).find(|pair| pair[0] == lower(one)).map(|pair| pair[1]);
    let at = letters.iter().rposition(|one| shaped(*one).is_some())?;
    letters[at] = cased(shaped(letters[at])?, letters[at]);
    Some(())
}

/// The horn: on `u` and `o` of `uo` both, else on the last that takes it.
fn horn(letters: &mut [char]) -> Option<()> {
    let small: String = letters.iter().map(|one| lower(*one)).collect();
    let both = letters.windows(2).position(|two| lower(two[0]) == 'u' && lower(two[1]) == 'o');
    match both {
        Some(at) if !small.starts_with("quo") => {
            letters[at] = cased('ư', letters[at]);
            letters[at + 1] = cased('ơ', letters[at + 1]);
            Some(())
        }
        _ => shape(letters, "oơuư"),
    }
}

fn cased(letter: char, like: char) -> char {
    if like.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
}

/// The letter the tone stands on, as people write it by hand: `hòa`, `thúy`, `toàn`, `của`.
fn place_of_tone(small: &str) -> Option<usize> {
    let (onset, vowels, coda) = parts(small)?;
    let vowels: Vec<char> = vowels.chars().collect();
    let shaped = vowels.iter().rposition(|one| "ăâêôơư".contains(*one));
    let within = match (shaped, vowels.len()) {
        // ưa, ưu, ưi carry it on the first, ươ on the second.
        (Some(at), _) => at,
        (None, 1) => 0,
        (None, 2) if coda.is_empty() => 0,
        (None, _) => 1,
    };
    Some(onset.chars().count() + within)
}
