/// What kind of standing-in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthorityKind {
    /// Phân công công tác: a deputy signs in the leader's place (KT.).
    Assignment,
    /// Uỷ quyền: a written delegation (TUQ.), never passed on.
    Delegation,
    /// Thừa lệnh: the head of a division signs by order (TL.).
    Order,
}

impl AuthorityKind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Delegation => "delegation",
            Self::Order => "order",
        }
    }
}

/// Why somebody may act in another's place. Also those that are over or taken back are handed in: the answer then says
/// why one does not help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// KT., TUQ. or TL.
    pub kind: AuthorityKind,
    /// Code.
    pub code: String,
    /// Position that gives.
    pub from_position: String,
    /// Unit of that position first, then every unit above.
    pub from_unit_path: Vec<String>,
    /// Role of that position.
    pub from_role: String,
    /// Position that receives.
    pub to_position: String,
    /// Procedure codes, empty for all.
    pub procedures: Vec<String>,
    /// Field groups, empty for all.
    pub fields: Vec<String>,
    /// Words of actions, empty for every signing.
    pub actions: Vec<String>,
    /// Holds from this instant, UTC milliseconds.
    pub valid_from_ms: i64,
    /// Holds until before this instant, UTC milliseconds; none for "still".
    pub valid_to_ms: Option<i64>,
    /// Taken back.
    pub revoked: bool,
    /// Document it rests on.
    pub document: String,
}
