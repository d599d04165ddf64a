use crate::kernel::{Millis, StreamId, SubjectId, Vnd};
use serde::{Deserialize, Serialize};

/// What kind of money it is: the law keeps the three apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Phí.
    Fee,
    /// Lệ phí.
    Charge,
    /// Giá dịch vụ.
    ServicePrice,
}

impl FeeKind {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Charge => "charge",
            Self::ServicePrice => "service_price",
        }
    }
}

/// One line of what is to be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// Name on the receipt.
    pub name: String,
    /// Which kind.
    pub kind: FeeKind,
    /// Đồng.
    pub amount_vnd: Vnd,
}

/// How it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Tiền mặt.
    Cash,
}

impl Method {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cash => "cash",
        }
    }
}

/// Biên lai: the receipt given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Form number (mẫu số).
    pub form: String,
    /// Series (ký hiệu).
    pub series: String,
    /// Number within the series.
    pub number: i64,
}

impl Receipt {
    /// `01BLP0-001 QN-26T 0000123`, as it is quoted.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("{} {} {:07}", self.form, self.series, self.number)
    }
}

/// Where the payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Status {
    /// Chưa nộp.
    Due,
    /// Đã nộp.
    Paid {
        /// The receipt.
        receipt: Receipt,
        /// How.
        method: Method,
        /// Who took it.
        by: String,
        /// Instant.
        at: Millis,
        /// Local date as `yyyymmdd`.
        day: i64,
    },
    /// Đã huỷ.
    Voided {
        /// Why.
        reason: String,
        /// The receipt that is void, when it had been paid.
        receipt: Option<Receipt>,
        /// Instant.
        at: Millis,
    },
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Stream of the dossier.
    pub dossier: StreamId,
    /// Who pays.
    pub payer: SubjectId,
    /// Unit that collects.
    pub unit: String,
    /// What is to be paid.
    pub lines: Vec<FeeLine>,
    /// Instant it became due.
    pub due_since: Millis,
    /// Where it stands.
    pub status: Status,
}

impl State {
    /// The sum of the lines.
    #[must_use]
    pub fn total(&self) -> Vnd {
        self.lines.iter().map(|line| line.amount_vnd).sum()
    }
}
