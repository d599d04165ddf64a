//! Số điện thoại di động: Vietnamese mobile numbers as people write them.

use std::fmt;

/// Số di động: a Vietnamese mobile number in E.164 form, `+84` and nine digits.
///
/// Mobile numbers begin with 3, 5, 7, 8 or 9 after the country code and have nine digits there.
/// Source: Circular 22/2014/TT-BTTTT (numbering plan) and the move from eleven to ten digits carried out from
/// 15 September to 14 November 2018.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why something typed is not a mobile number. Never quotes what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing but blanks.
    #[error("the phone number is missing")]
    Empty,
    /// A letter or sign that no phone number has.
    #[error("a phone number has digits only")]
    NotDigits,
    /// Too few or too many digits.
    #[error("a mobile number has ten digits beginning with 0; this one has {0}")]
    Length(usize),
    /// 01x with eleven digits: out of service since 2018.
    #[error("eleven-digit numbers were replaced by ten-digit ones in 2018")]
    OldElevenDigits,
    /// A fixed line, a service number or an unused range.
    #[error("this is not a mobile number, no message can reach it")]
    NotMobile,
    /// A country code other than 84.
    #[error("only Vietnamese numbers are served")]
    Foreign,
}

impl PhoneError {
    /// A stable code for the translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "phone.empty",
            Self::NotDigits => "phone.not_digits",
            Self::Length(_) => "phone.length",
            Self::OldElevenDigits => "phone.old_eleven_digits",
            Self::NotMobile => "phone.not_mobile",
            Self::Foreign => "phone.foreign",
        }
    }
}

impl Phone {
    /// Reads a number as typed: `0912 345 678`, `0912.345.678`, `+84 912-345-678`, `0084912345678`, `84912345678`.
    ///
    /// # Errors
    /// Says what is wrong with it, without quoting it.
    pub fn try_new(typed: &str) -> Result<Self, PhoneError> {
        let trimmed = typed.trim();
        let (international, rest) = match trimmed.strip_prefix('+').or_else(|| trimmed.strip_prefix("00")) {
            Some(rest) => (true, rest),
            None => (false, trimmed),
        };
        let digits = digits_of(rest)?;
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        let national = match (digits.strip_prefix("84"), digits.strip_prefix('0')) {
            (Some(after), _) if international => after,
            (None, _) if international => return Err(PhoneError::Foreign),
            // Typed without the plus: 84 and nine digits, never the ten digits of 084x xxx xxx.
            (Some(after), _) if after.len() == 9 => after,
            (_, Some(after)) => after,
            _ => return Err(PhoneError::Length(digits.len())),
        };
        // "+84 (0) 912…" is how some people write it.
        national_mobile(national.strip_prefix('0').filter(|_| international).unwrap_or(national))
    }

    /// `+84912345678`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `84912345678`, as message centres want it with type of number *international*.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// `0912 345 678`, as Vietnamese readers expect it.
    #[must_use]
    pub fn local(&self) -> String {
        let national = &self.0[3..];
        format!("0{} {} {}", &national[..3], &national[3..6], &national[6..])
    }
}

/// Shows the last two digits only.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone(…{})", &self.0[self.0.len() - 2..])
    }
}

/// The digits, without the blanks, points, hyphens and brackets people put between them.
fn digits_of(typed: &str) -> Result<String, PhoneError> {
    let mut digits = String::with_capacity(typed.len());
    for sign in typed.chars() {
        match sign {
            '0'..='9' => digits.push(sign),
            ' ' | '\u{a0}' | '.' | '-' | '(' | ')' | '\t' => {}
            _ => return Err(PhoneError::NotDigits),
        }
    }
    Ok(digits)
}

/// `national`: the digits after the leading 0.
fn national_mobile(national: &str) -> Result<Phone, PhoneError> {
    let first = national.chars().next().ok_or(PhoneError::Empty)?;
    match (national.len(), first) {
        (9, '3' | '5' | '7' | '8' | '9') => Ok(Phone(format!("+84{national}"))),
        (10, '1') => Err(PhoneError::OldElevenDigits),
        (_, '2') | (9, _) => Err(PhoneError::NotMobile),
        (length, _) => Err(PhoneError::Length(length + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(typed: &str, expected: Result<&str, PhoneError>) {
        assert_eq!(Phone::try_new(typed).as_ref().map(Phone::e164).map_err(|e| *e), expected, "{typed:?}");
    }

    #[test]
    fn a_number_is_read_however_people_write_it() {
        for typed in [
            "0912345678",
            " 0912 345 678 ",
            "0912.345.678",
            "(091) 234-5678",
            "+84912345678",
            "+84 912 345 678",
            "+84 (0) 912 345 678",
            "0084 912 345 678",
            "84912345678",
            "0912\u{a0}345\u{a0}678",
        ] {
            reads(typed, Ok("+84912345678"));
        }
        // 084x is a mobile range of its own, not the country code.
        reads("0841234567", Ok("+84841234567"));
        reads("0356 789 012", Ok("+84356789012"));
    }

    #[test]
    fn a_wrong_number_is_refused_with_its_reason() {
        reads("", Err(PhoneError::Empty));
        reads("  ", Err(PhoneError::Empty));
        reads("+", Err(PhoneError::Empty));
        reads("0", Err(PhoneError::Empty));
        reads("khong co", Err(PhoneError::NotDigits));
        reads("0912 345 67a", Err(PhoneError::NotDigits));
        reads("091234567", Err(PhoneError::Length(9)));
        reads("09123456789", Err(PhoneError::Length(11)));
        reads("912345678", Err(PhoneError::Length(9)));
        reads("01234567890", Err(PhoneError::OldElevenDigits));
        reads("0243 825 1234", Err(PhoneError::NotMobile));
        reads("0203 382 5123", Err(PhoneError::NotMobile));
        reads("0600000000", Err(PhoneError::NotMobile));
        reads("+85512345678", Err(PhoneError::Foreign));
    }

    #[test]
    fn a_number_is_written_for_the_centre_for_readers_and_never_in_full_for_logs() {
        let phone = Phone::try_new("0912345678").expect("a good number");
        assert_eq!(phone.digits(), "84912345678");
        assert_eq!(phone.local(), "0912 345 678");
        assert_eq!(format!("{phone:?}"), "Phone(…78)");
    }
}
