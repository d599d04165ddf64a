use domain::dossier::Scan;
use domain::kernel::StreamId;

/// Số hóa một giấy tờ của hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanPaper {
    /// The dossier.
    pub dossier: StreamId,
    /// Number of the paper in its list.
    pub item: i64,
    /// What is done.
    pub scan: Scan,
}

impl ScanPaper {
    pub(super) const fn name(&self) -> &'static str {
        match self.scan {
            Scan::Capture { .. } => "capture_pages",
            Scan::Turn { .. } => "turn_page",
            Scan::Move { .. } => "move_page",
            Scan::TakeOut { .. } => "take_out_page",
            Scan::File { .. } => "file_scan",
            Scan::MarkSecret => "mark_paper_secret",
        }
    }
}
