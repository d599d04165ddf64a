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

/// `96,4 %` of a whole, in English `96.4%`; a dash where there is nothing.
#[must_use]
pub fn share(t: T, part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 2000 + whole).div_euclid(whole * 2);
    let (ones, tenth) = (tenths / 10, tenths % 10);
    if t.vi() { format!("{ones},{tenth}\u{a0}%") } else { format!("{ones}.{tenth}%") }
}

/// `1,25` for each, in English `1.25`; a dash where there is nothing.
#[must_use]
pub fn each(t: T, part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let hundredths = (part * 200 + whole).div_euclid(whole * 2);
    let point = if t.vi() { ',' } else { '.' };
    format!("{}{point}{:02}", hundredths / 100, hundredths % 100)
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
    fn shares_are_rounded_half_up_and_nothing_has_none() {
        let (vi, en) = (T::new(Lang::Vi), T::new(Lang::En));
        assert_eq!((share(vi, 1, 3), share(en, 2, 3)), ("33,3\u{a0}%".to_owned(), "66.7%".to_owned()));
        assert_eq!(
            (share(vi, 1, 2000), share(vi, 5, 5)),
            ("0,1\u{a0}%".to_owned(), "100,0\u{a0}%".to_owned())
        );
        assert_eq!((each(vi, 3, 2), each(en, 5, 3)), ("1,50".to_owned(), "1.67".to_owned()));
        assert_eq!((share(vi, 0, 0), each(en, 0, 0)), ("–".to_owned(), "–".to_owned()));
    }

    #[test]
    fn nothing_to_pay_is_said_in_words() {
        assert_eq!(fee(T::new(Lang::Vi), Some(0)), "Không mất phí");
        assert_eq!(fee(T::new(Lang::En), Some(50_000)), "50,000\u{a0}₫");
    }
}
