//! Money and counted things.

use crate::words::T;

/// `50.000 ₫`, in English `50,000 ₫`, the space kept on the line.
#[must_use]
pub fn money(t: T, amount_vnd: i64) -> String {
    format!("{}\u{a0}₫", thousands(t, amount_vnd))
}

/// `1.848`, in English `1,848`: there a point would begin the decimals.
#[must_use]
pub fn thousands(t: T, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    if number < 0 {
        text.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(if t.vi() { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// What it costs: an amount, that it is free, or that the amount is set elsewhere.
#[must_use]
pub fn fee(t: T, amount_vnd: Option<i64>) -> String {
    match amount_vnd {
        Some(0) => t.t("fee.free").to_owned(),
        Some(amount) => money(t, amount),
        None => t.t("fee.as_published").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn money_is_grouped_as_its_reader_writes_and_stays_on_one_line() {
        let (vi, en) = (T::new(Lang::Vi), T::new(Lang::En));
        assert_eq!(money(vi, 11_750_000), "11.750.000\u{a0}₫");
        assert_eq!(money(en, 11_750_000), "11,750,000\u{a0}₫");
        assert_eq!(money(vi, 0), "0\u{a0}₫");
        assert_eq!(thousands(vi, -1_848), "−1.848");
        assert_eq!(thousands(en, 2_633), "2,633");
    }

    #[test]
    fn nothing_to_pay_is_said_in_words() {
        assert_eq!(fee(T::new(Lang::Vi), Some(0)), "Không mất phí");
        assert_eq!(fee(T::new(Lang::En), Some(50_000)), "50,000\u{a0}₫");
    }
}
