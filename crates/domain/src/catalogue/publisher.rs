use serde::{Deserialize, Serialize};

/// Who publishes procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublisherKind {
    /// This province, or a unit of it.
    Own,
    /// A ministry or another central body: what it publishes holds everywhere.
    Ministry,
    /// Another province: kept for comparison, not offered here.
    OtherProvince,
}

/// Cơ quan công bố: a body that publishes procedures, and which unit of this province handles them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publisher {
    /// Code, e.g. `bo-tu-phap`: half of a procedure's key.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What it is to this province.
    pub kind: PublisherKind,
    /// Unit that handles what is received at the provincial centre, of no length when none is known.
    #[serde(default)]
    pub handling: String,
    /// Agency whose leader signs, of no length for the handling unit.
    #[serde(default)]
    pub agency: String,
}
