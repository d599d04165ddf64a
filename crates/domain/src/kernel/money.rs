//! Money.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Đồng: an amount of money, never negative. There is no smaller unit in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Vnd(i64);

impl Vnd {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// An amount in đồng, refused when negative.
    pub fn try_new(amount: i64) -> Result<Self, NegativeAmount> {
        if amount < 0 { Err(NegativeAmount(amount)) } else { Ok(Self(amount)) }
    }

    /// The amount in đồng.
    #[must_use]
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// True when there is nothing to pay.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, held at the largest amount instead of wrapping.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Vnd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

/// `50.000 ₫`, as forms and screens write it.
impl fmt::Display for Vnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut text = String::with_capacity(digits.len() + 8);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push('.');
            }
            text.push(digit);
        }
        write!(f, "{text} ₫")
    }
}

impl TryFrom<i64> for Vnd {
    type Error = NegativeAmount;
    fn try_from(amount: i64) -> Result<Self, Self::Error> {
        Self::try_new(amount)
    }
}

impl From<Vnd> for i64 {
    fn from(money: Vnd) -> Self {
        money.0
    }
}

/// An amount below zero was given where only zero or more makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an amount of zero or more đồng, got {0}")]
pub struct NegativeAmount(pub i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_with_dots_every_three_digits() {
        for (amount, text) in [(0, "0 ₫"), (500, "500 ₫"), (50_000, "50.000 ₫"), (11_750_000, "11.750.000 ₫")]
        {
            assert_eq!(Vnd::try_new(amount).unwrap().to_string(), text);
        }
    }

    #[test]
    fn an_amount_below_zero_is_refused() {
        assert_eq!(Vnd::try_new(-1), Err(NegativeAmount(-1)));
        assert!(serde_json::from_str::<Vnd>("-5").is_err());
    }
}
