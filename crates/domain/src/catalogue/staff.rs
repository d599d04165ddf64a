use super::Day;
use crate::kernel::Millis;
use serde::{Deserialize, Serialize};

/// Vai trò: what somebody does in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Người tiếp nhận: counter officer.
    Receiver,
    /// Thủ quỹ, thu ngân.
    Cashier,
    /// Chuyên viên.
    Specialist,
    /// Trưởng phòng.
    Head,
    /// Phó trưởng phòng.
    DeputyHead,
    /// Giám đốc sở, chủ tịch.
    Leader,
    /// Phó giám đốc sở, phó chủ tịch.
    DeputyLeader,
    /// Văn thư.
    Clerk,
    /// Giám đốc trung tâm.
    CentreDirector,
    /// Người hướng dẫn ở cửa.
    Greeter,
    /// Thanh tra, kiểm tra.
    Inspector,
    /// Quản trị hệ thống.
    Admin,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 12] = [
        Self::Receiver,
        Self::Cashier,
        Self::Specialist,
        Self::Head,
        Self::DeputyHead,
        Self::Leader,
        Self::DeputyLeader,
        Self::Clerk,
        Self::CentreDirector,
        Self::Greeter,
        Self::Inspector,
        Self::Admin,
    ];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receiver => "receiver",
            Self::Cashier => "cashier",
            Self::Specialist => "specialist",
            Self::Head => "head",
            Self::DeputyHead => "deputy_head",
            Self::Leader => "leader",
            Self::DeputyLeader => "deputy_leader",
            Self::Clerk => "clerk",
            Self::CentreDirector => "centre_director",
            Self::Greeter => "greeter",
            Self::Inspector => "inspector",
            Self::Admin => "admin",
        }
    }

    /// The role behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Người: somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Code, also the sign-in name.
    pub code: String,
    /// Họ và tên.
    pub name: String,
    /// `ông`, `bà`.
    pub address: String,
}

/// Chức vụ: a place in a unit, held by a person for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Code.
    pub code: String,
    /// Who holds it.
    pub person: String,
    /// Unit.
    pub unit: String,
    /// What it does.
    pub role: Role,
    /// Title as signed.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    pub valid_to: Day,
}

/// Phân công công tác: a deputy acts in the leader's place for some units (KT.).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Code.
    pub code: String,
    /// The deputy's position.
    pub deputy: String,
    /// The leader's position.
    pub leader: String,
    /// Words of the actions it is for, empty for every signing. `grant_delegation`: keeps the leader's book of delegations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// Document it rests on.
    pub document: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
}

/// Uỷ quyền: a written delegation (TUQ.), never passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Code.
    pub code: String,
    /// Position that delegates.
    pub from: String,
    /// Position that receives.
    pub to: String,
    /// Procedure codes, empty for all.
    pub procedures: Vec<String>,
    /// Document it rests on.
    pub document: String,
    /// Holds from this date.
    pub valid_from: Day,
    /// Holds until before this date.
    #[serde(default)]
    pub valid_to: Day,
    /// Taken back.
    #[serde(default)]
    pub revoked: bool,
}

/// Vắng mặt: somebody is away, and who stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Who is away.
    pub person: String,
    /// From this instant.
    pub from: Millis,
    /// Until this instant.
    pub until: Millis,
    /// Who stands in.
    pub substitute: String,
    /// Why.
    pub reason: String,
}

/// Tài khoản máy: a programme of another system that works in a post. It may do what that role may do in that unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What it does there.
    pub role: Role,
    /// Hexadecimal SHA-256 of its token; the token itself is kept nowhere.
    pub token_digest: String,
    /// Instant the token was issued.
    pub issued_at: Millis,
    /// The token is good until this instant.
    pub expires_at: Millis,
    /// Instant it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Millis>,
}

impl Machine {
    /// True while its token opens anything.
    #[must_use]
    pub fn is_let_in(&self, at: Millis) -> bool {
        self.revoked_at.is_none() && at < self.expires_at
    }
}
