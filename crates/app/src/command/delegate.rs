/// Phân công, ủy quyền, thừa lệnh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delegate {
    /// Giao ký thay.
    Grant(Box<NewGrant>),
    /// Thu hồi: it does not hold from the next request on.
    TakeBack {
        /// Code of the grant.
        code: String,
        /// Why.
        reason: String,
    },
}

/// What somebody wants to grant, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewGrant {
    /// Position that gives.
    pub from: String,
    /// Word of the way: `assignment`, `delegation`, `order`.
    pub sign_as: String,
    /// Position that receives.
    pub to: String,
    /// Procedure codes, with anything but letters, digits and dots between; of no length for all.
    pub procedures: String,
    /// Field groups, none for all.
    pub fields: Vec<String>,
    /// Words of actions.
    pub actions: Vec<String>,
    /// Number and sign of the document.
    pub number: String,
    /// Its date, `2026-12-04` or `04/12/2026`.
    pub dated: String,
    /// SHA-256 of its file, which is kept already; of no length without one.
    pub file: String,
    /// First day.
    pub first_day: String,
    /// Last day, of no length for none.
    pub last_day: String,
}

impl Delegate {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Grant(_) => "grant_delegation",
            Self::TakeBack { .. } => "take_back_delegation",
        }
    }
}
