//! Who gets how many points for what.

/// Chỉ số.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// 1. Tổng thời gian giải quyết so với quy định.
    TotalTime,
    /// 2. Thời gian của từng cơ quan tham gia.
    AgencyTime,
    /// 3. Số lần liên hệ với nơi tiếp nhận để hoàn thiện hồ sơ.
    Contacts,
    /// 4. Số cơ quan phải liên hệ để hoàn thiện hồ sơ.
    Agencies,
    /// 5. Giải quyết tại Bộ phận Một cửa.
    AtOneStop,
    /// 6. Công khai thủ tục.
    Publication,
    /// 7. Thái độ.
    Attitude,
    /// 8. Tiếp thu, giải trình phản ánh, kiến nghị.
    Feedback,
    /// 9. Dịch vụ công trực tuyến.
    Online,
}

impl Index {
    /// All nine, as units have them.
    pub const ALL: [Self; 9] = [
        Self::TotalTime,
        Self::AgencyTime,
        Self::Contacts,
        Self::Agencies,
        Self::AtOneStop,
        Self::Publication,
        Self::Attitude,
        Self::Feedback,
        Self::Online,
    ];

    /// Those of officers.
    pub const OF_OFFICERS: [Self; 5] =
        [Self::TotalTime, Self::AgencyTime, Self::Contacts, Self::Agencies, Self::Attitude];

    /// 1 to 9, as the circular numbers them.
    #[must_use]
    pub const fn number(self) -> i64 {
        self as i64 + 1
    }

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TotalTime => "total_time",
            Self::AgencyTime => "agency_time",
            Self::Contacts => "contacts",
            Self::Agencies => "agencies",
            Self::AtOneStop => "at_one_stop",
            Self::Publication => "publication",
            Self::Attitude => "attitude",
            Self::Feedback => "feedback",
            Self::Online => "online",
        }
    }

    /// The index behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|index| index.word() == word)
    }
}

/// How a time came out against the one allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nhanh hơn.
    Shorter,
    /// Bằng.
    Equal,
    /// Chậm hơn.
    Longer,
}

impl Came {
    /// Minutes used against minutes allowed: whole minutes, as slips print them.
    #[must_use]
    pub const fn minutes(used: i64, allowed: i64) -> Self {
        if used < allowed {
            Self::Shorter
        } else if used == allowed {
            Self::Equal
        } else {
            Self::Longer
        }
    }
}

/// Phản ánh về thái độ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// Nobody complained, or what was said turned out not to be so.
    None,
    /// It is upheld, or not disproved yet.
    Stands,
}

/// 1 and 2: shorter 2, equal 1, longer 0.
#[must_use]
pub const fn time(came: Came) -> i64 {
    match came {
        Came::Shorter => 2,
        Came::Equal => 1,
        Came::Longer => 0,
    }
}

/// 3: never asked to complete anything 2, once 1, more often 0.
#[must_use]
pub const fn contacts(times: i64) -> i64 {
    match times {
        0 => 2,
        1 => 1,
        _ => 0,
    }
}

/// 4: no agency had to be contacted to complete the dossier 2, one (the one-stop) 1, more 0.
#[must_use]
pub const fn agencies(contacted: i64) -> i64 {
    match contacted {
        0 => 2,
        1 => 1,
        _ => 0,
    }
}

/// 7: early and no complaint 2, on time and no complaint 1; a complaint that stands, or a late result, 0.
#[must_use]
pub const fn attitude(came: Came, complaint: Complaint) -> i64 {
    match (complaint, came) {
        (Complaint::Stands, _) | (Complaint::None, Came::Longer) => 0,
        (Complaint::None, Came::Equal) => 1,
        (Complaint::None, Came::Shorter) => 2,
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Those meant.
    pub part: i64,
    /// All.
    pub whole: i64,
}

impl Shares {
    /// True from that many per cent on; nothing of nothing is no share.
    #[must_use]
    pub const fn reaches(self, percent: i64) -> bool {
        self.whole > 0 && self.part * 100 >= self.whole * percent
    }
}

/// 5: the share of procedures that are appraised and approved at the one-stop reaches `percent` (province 20, district 50) 2;
/// all are received and returned there 1; else 0. Nothing without procedures.
#[must_use]
pub const fn at_one_stop(approved_there: Shares, received_there: Shares, percent: i64) -> Option<i64> {
    if received_there.whole == 0 {
        return None;
    }
    Some(if !received_there.reaches(100) {
        0
    } else if approved_there.reaches(percent) {
        2
    } else {
        1
    })
}

/// 6: procedures are posted and published electronically 2, one of both 1, neither 0; nothing when nobody said.
#[must_use]
pub const fn publication(posted: Option<bool>, electronic: bool) -> Option<i64> {
    match posted {
        None => None,
        Some(posted) => Some(posted as i64 + electronic as i64),
    }
}

/// What became of petitions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feedback {
    /// Those that were due.
    pub due: i64,
    /// Answered in time.
    pub in_time: i64,
    /// Those whose answer was put off.
    pub prolonged: i64,
}

/// 8: none, or all answered in time and none put off 2; nine of ten 1; fewer, or put off, 0.
#[must_use]
pub const fn feedback(of: Feedback) -> i64 {
    let share = Shares { part: of.in_time, whole: of.due };
    if of.prolonged > 0 {
        0
    } else if of.due == 0 || share.reaches(100) {
        2
    } else if share.reaches(90) {
        1
    } else {
        0
    }
}

/// What is filed online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Online {
    /// Procedures that may be filed wholly online, of all.
    pub procedures: Shares,
    /// Dossiers filed online, of those whose procedure offers it.
    pub dossiers: Shares,
    /// Dossiers filed online that were late or still wait past their day.
    pub late: i64,
}

/// 9: at least 20 % of procedures online, at least 30 % of dossiers filed so, none late 2; 15 to 30 % 1; fewer, or any late, 0.
/// Nothing where nothing is offered online or nothing came in.
#[must_use]
pub const fn online(of: Online) -> Option<i64> {
    if of.procedures.part == 0 || of.dossiers.whole == 0 {
        return None;
    }
    Some(if of.late > 0 || !of.dossiers.reaches(15) {
        0
    } else if of.procedures.reaches(20) && of.dossiers.reaches(30) {
        2
    } else {
        1
    })
}
