//! The bundled fonts: what they are, and which characters they can print.

use crate::error::DocumentError;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

const FILES: [(&str, &[u8]); 6] = [
    ("LiberationSerif-Regular.ttf", include_bytes!("../fonts/LiberationSerif-Regular.ttf")),
    ("LiberationSerif-Bold.ttf", include_bytes!("../fonts/LiberationSerif-Bold.ttf")),
    ("LiberationSerif-Italic.ttf", include_bytes!("../fonts/LiberationSerif-Italic.ttf")),
    ("LiberationSerif-BoldItalic.ttf", include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf")),
    ("LiberationSans-Regular.ttf", include_bytes!("../fonts/LiberationSans-Regular.ttf")),
    ("LiberationSans-Bold.ttf", include_bytes!("../fonts/LiberationSans-Bold.ttf")),
];

pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
}

impl Fonts {
    pub(crate) fn load() -> Result<Self, DocumentError> {
        let faces = FILES
            .into_iter()
            .map(|(name, bytes)| Font::new(Bytes::new(bytes), 0).ok_or(DocumentError::Font(name)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces })
    }

    /// Whether every face can print it: a layout may set any text in any face.
    pub(crate) fn covers(&self, letter: char) -> bool {
        self.faces.iter().all(|face| face.info().coverage.contains(u32::from(letter)))
    }
}

#[cfg(test)]
mod tests {
    use super::Fonts;
    use unicode_normalization::UnicodeNormalization;

    /// 12 vowels x 6 tones x 2 cases, đ in both cases, ₫.
    fn vietnamese_letters() -> Vec<char> {
        let mut letters = vec!['đ', 'Đ', '₫'];
        for vowel in "aăâeêioôơuưy".chars().flat_map(|vowel| [vowel, vowel.to_uppercase().next().unwrap()])
        {
            for tone in ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"] {
                let composed: Vec<char> = format!("{vowel}{tone}").nfc().collect();
                assert_eq!(composed.len(), 1, "{vowel}{tone} has a letter of its own");
                letters.extend(composed);
            }
        }
        letters
    }

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        let fonts = Fonts::load().unwrap();
        let letters = vietnamese_letters();
        assert_eq!(letters.len(), 147);
        for face in &fonts.faces {
            let missing: String =
                letters.iter().filter(|&&letter| !face.info().coverage.contains(u32::from(letter))).collect();
            assert_eq!(missing, "", "{:?}", face.info().family);
        }
        assert!(letters.into_iter().all(|letter| fonts.covers(letter)));
    }
}
