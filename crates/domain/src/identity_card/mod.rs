//! Căn cước: the one line behind the QR code of a citizen's identity card, as a reader that types like a keyboard delivers it.
//!
//! `number(12)|old number(9 or nothing)|full name|birth ddmmyyyy|sex|address|issued ddmmyyyy`, and on newer cards more fields behind. Between the reader
//! and the form stand a keyboard layout, an input method and sometimes a wrong character set, and each garbles the line in its own way. [`read`] takes
//! back what can be taken back and refuses the rest: a name or a number that might be another one is never given.

mod garbled;
mod keys;
mod read;
mod syllable;
#[cfg(test)]
mod tests;

pub use read::{day_of_birth, looks_like_card, read};

/// Giới tính, as a card says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// What stands on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityCard {
    /// Số căn cước: twelve digits.
    pub number: String,
    /// Số chứng minh nhân dân cũ: nine digits, of no length for none.
    pub old_number: String,
    /// Họ và tên, composed.
    pub name: String,
    /// Day of birth as `yyyymmdd`.
    pub born: i64,
    /// Sex.
    pub sex: Sex,
    /// Nơi thường trú, composed.
    pub address: String,
    /// Day of issue as `yyyymmdd`, none when the card does not say it.
    pub issued: Option<i64>,
}

impl IdentityCard {
    /// Day of birth as people write it, `dd/mm/yyyy`.
    #[must_use]
    pub fn born_in_words(&self) -> String {
        format!("{:02}/{:02}/{}", self.born % 100, self.born / 100 % 100, self.born / 10_000)
    }
}
