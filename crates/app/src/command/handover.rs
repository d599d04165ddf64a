use domain::kernel::StreamId;

/// Bàn giao hồ sơ giấy giữa quầy và bộ phận giải quyết.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// Lập danh sách.
    Draw {
        /// Hall code.
        hall: String,
        /// Unit the papers go to.
        to: String,
        /// The dossiers, in the order of the list.
        dossiers: Vec<StreamId>,
    },
    /// Nhận.
    Receive {
        /// The list.
        list: StreamId,
        /// The dossiers that are there.
        dossiers: Vec<StreamId>,
    },
    /// Gạch tên một hồ sơ không có.
    Strike {
        /// The list.
        list: StreamId,
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
    },
}

impl Handover {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Draw { .. } => "draw_handover",
            Self::Receive { .. } => "receive_handover",
            Self::Strike { .. } => "strike_from_handover",
        }
    }
}
