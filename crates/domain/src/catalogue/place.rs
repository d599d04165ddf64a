use super::Day;
use serde::{Deserialize, Serialize};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Tỉnh.
    Province,
    /// Sở, ngành.
    Department,
    /// Phòng, chi nhánh, đơn vị thuộc sở.
    Division,
    /// Huyện, thị xã, thành phố thuộc tỉnh (until 30/06/2025).
    District,
    /// Xã, phường, đặc khu.
    Commune,
    /// Trung tâm Phục vụ hành chính công, bộ phận một cửa.
    Centre,
    /// Cơ quan ngành dọc: tax, police.
    Vertical,
}

/// Đơn vị: an agency or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Code, e.g. `H49.15`; provisional below the province.
    pub code: String,
    /// Code of the unit above, of no length at the top.
    pub parent: String,
    /// What it is.
    pub kind: UnitKind,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Abbreviation in document numbers, e.g. `TTPVHCC`.
    pub abbreviation: String,
    /// Agency code used in dossier codes, of no length when it receives nothing.
    pub agency: String,
    /// Telephone for questions.
    pub phone: String,
    /// Address.
    pub address: String,
    /// `confirmed` or `provisional`.
    pub status: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    pub valid_to: Day,
}

/// Nhóm lĩnh vực: what a counter takes and a ticket waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Code.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Letter before the number.
    pub series: String,
    /// Place in lists.
    pub order: i64,
    /// Names of fields as the national catalogue publishes them that belong here.
    #[serde(default)]
    pub published: Vec<String>,
}

/// Sảnh: where people wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// Code.
    pub code: String,
    /// The centre it belongs to.
    pub unit: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Rule regime of what is received here.
    pub regime: String,
    /// True when a cashier takes the money instead of the receiving officer.
    #[serde(default)]
    pub cashier_desk: bool,
    /// Receipt book of this hall.
    pub receipts: ReceiptBook,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
}

/// Quyển biên lai: form and series of receipts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptBook {
    /// Form number.
    pub form: String,
    /// Series; `{yy}` becomes the year.
    pub series: String,
}

/// Quầy: a counter of a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Code within the hall.
    pub code: String,
    /// Hall.
    pub hall: String,
    /// Number over the counter.
    pub number: i64,
    /// Field groups it takes, in order of preference.
    pub fields: Vec<String>,
    /// `intake`, `return`, `cashier`.
    pub kind: String,
}
