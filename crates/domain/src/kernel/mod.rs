//! What every aggregate shares: identities, money, instants, refusals,
//! findings, numbers to be given by the writer, and the plain rows that pages read.
//!
//! Nothing here knows a rule of the one-stop service.

mod ids;
mod money;
mod numbers;
mod refusal;
mod rows;

pub use ids::{CommandId, Millis, StreamId, SubjectId, Tenant};
pub use money::Vnd;
pub use numbers::{Number, Series};
pub use refusal::{Finding, Refusal, RuleRef, Verdict, Violation};
pub use rows::{Count, Row, Value, Views};

use serde::{Deserialize, Serialize};

/// What kind of thing with a life a stream tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Số thứ tự: a queue ticket.
    Ticket,
    /// Lượt giao dịch: what happened at a counter between calling and finishing.
    Visit,
    /// Hồ sơ: a dossier.
    Dossier,
    /// Khoản thu: a payment.
    Payment,
    /// Tin nhắn: a message to a person.
    Message,
    /// Quầy: a counter and who sits at it.
    Counter,
    /// Báo cáo: a unit's report of a period.
    Report,
    /// Phản ánh, kiến nghị: the petitions about a dossier.
    Petition,
    /// Sổ hẹn: the appointments of a hall, a field group and a day.
    Appointment,
    /// Lượt đến: somebody comes to a centre that asks at its door.
    Arrival,
    /// Cổng: who is inside a hall on a day, and who waits outside.
    Gate,
    /// Tập phiếu giấy: numbered slips for a counter without power or network.
    Pad,
    /// Thông báo trong sảnh: what is told in a hall on a day.
    Announcement,
    /// Danh sách bàn giao: papers a counter hands to a department.
    Handover,
    /// Bưu gửi đến: what came by post to a hall on a day.
    Post,
    /// Phân công, ủy quyền, thừa lệnh: who signs in whose place.
    Delegation,
}

impl Kind {
    /// All kinds, in the order of their codes.
    pub const ALL: [Self; 16] = [
        Self::Ticket,
        Self::Visit,
        Self::Dossier,
        Self::Payment,
        Self::Message,
        Self::Counter,
        Self::Report,
        Self::Petition,
        Self::Appointment,
        Self::Arrival,
        Self::Gate,
        Self::Pad,
        Self::Announcement,
        Self::Handover,
        Self::Post,
        Self::Delegation,
    ];

    /// The word stored in the journal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Visit => "visit",
            Self::Dossier => "dossier",
            Self::Payment => "payment",
            Self::Message => "message",
            Self::Counter => "counter",
            Self::Report => "report",
            Self::Petition => "petition",
            Self::Appointment => "appointment",
            Self::Arrival => "arrival",
            Self::Gate => "gate",
            Self::Pad => "pad",
            Self::Announcement => "announcement",
            Self::Handover => "handover",
            Self::Post => "post",
            Self::Delegation => "delegation",
        }
    }

    /// True for what is read together with the edited things, because it says who may do what: writing it moves their version, so that every
    /// server takes it anew from the next request on.
    #[must_use]
    pub const fn is_read_with_catalogue(self) -> bool {
        matches!(self, Self::Delegation)
    }

    /// The kind behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Who acted, in which position, for whom, and the rule that allowed it: part of every event's envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// `person:<code>`, `citizen:<subject>`, `kiosk:<code>` or `system:<job>`.
    pub actor: String,
    /// The position's code, empty for citizens and the system.
    pub position: String,
    /// The position on whose behalf it was done, empty when in one's own.
    pub on_behalf_of: String,
    /// The policy that allowed it, by its id.
    pub rule: String,
    /// When it happened, as decide saw it: UTC milliseconds.
    pub occurred_at: Millis,
}
