/// Từ chối giải quyết sau thẩm định: no result is given, with all reasons at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refuse {
    /// Đề xuất từ chối: whoever appraised it hands it over for signature.
    Propose(Vec<String>),
    /// Ký từ chối: whoever would sign the result.
    Sign(Vec<String>),
}

impl Refuse {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Propose(_) => "propose_refusal",
            Self::Sign(_) => "refuse_resolution",
        }
    }
}
