use serde::{Deserialize, Serialize};

/// Căn cứ ký: how it stands over a signature and what somebody rested on who signed in another's place, fixed when it was signed. Nothing of it
/// where it was signed before this was written down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedUnder {
    /// Code of the assignment, delegation or order, of no length in one's own post.
    pub authority: String,
    /// Its document in words, of no length in one's own post.
    pub document: String,
    /// Lines over the signature, from the top.
    pub lines: Vec<String>,
}

impl SignedUnder {
    /// True where nothing was written down.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.lines.is_empty() && self.authority.is_empty()
    }
}
