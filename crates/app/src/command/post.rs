use crate::forms::{IntakeEnd, IntakeForm};
use domain::kernel::StreamId;

/// Bưu gửi đến Trung tâm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Post {
    /// Quét một bưu gửi.
    Scan {
        /// Hall code.
        hall: String,
        /// Its code, as it was typed.
        code: String,
    },
    /// Nhập hồ sơ của một bưu gửi: received, papers asked for, refused, or kept as a draft. Nobody sits at a counter for it.
    Enter {
        /// What came on that day.
        post: StreamId,
        /// Number of the item.
        item: i64,
        /// The draft it goes on from.
        draft: Option<StreamId>,
        /// What was declared; it counts as filed by post.
        form: Box<IntakeForm>,
        /// How it ends.
        end: IntakeEnd,
    },
    /// Gạch một bưu gửi.
    Strike {
        /// What came on that day.
        post: StreamId,
        /// Number of the item.
        item: i64,
        /// Why.
        reason: String,
    },
    /// Chốt túi thư.
    CloseSack {
        /// What came on that day.
        post: StreamId,
        /// Number of the sack.
        sack: i64,
    },
}

impl Post {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Scan { .. } => "scan_post_item",
            Self::Enter { .. } => "enter_post_item",
            Self::Strike { .. } => "strike_post_item",
            Self::CloseSack { .. } => "close_post_sack",
        }
    }
}
