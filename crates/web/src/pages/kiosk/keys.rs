//! The keyboard on a kiosk's screen: digits for codes, letters for words, and letters whose keys compose a name.

use crate::words::T;
use askama::Template;

/// Bàn phím trên màn hình.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "hall/kiosk-keys.html")]
pub struct KioskKeys {
    /// Texts.
    pub t: T,
    /// Rows, one letter a key.
    pub rows: &'static [&'static str],
    /// A row of its own for spaces.
    pub space: bool,
    /// Letters with marks and the tones are keys too, and letters compose as in Telex.
    pub telex: bool,
}
impl askama::filters::HtmlSafe for KioskKeys {}

impl KioskKeys {
    /// Digits alone.
    #[must_use]
    pub const fn digits(t: T) -> Self {
        Self { t, rows: &["1234567890"], space: false, telex: false }
    }

    /// Digits and letters, for words typed without marks.
    #[must_use]
    pub const fn words(t: T) -> Self {
        Self { t, rows: &["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"], space: true, telex: false }
    }

    /// Letters that compose a name with its marks.
    #[must_use]
    pub const fn name(t: T) -> Self {
        Self { t, rows: &["qwertyuiop", "asdfghjkl", "zxcvbnm", "ăâđêôơư"], space: true, telex: true }
    }
}
