use crate::kernel::{Millis, StreamId, Vnd};
use serde::{Deserialize, Serialize};

/// What became of a slip that is not blank any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum SlipStatus {
    /// Đã nhập, chờ xác nhận.
    Entered,
    /// Đã xác nhận: the dossier is received as of the slip's time.
    Confirmed {
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Trả lại để nhập lại.
    SentBack {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
    /// Bỏ: torn or written wrong, with nobody's dossier.
    Spoiled {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
}

impl SlipStatus {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Confirmed { .. } => "confirmed",
            Self::SentBack { .. } => "sent_back",
            Self::Spoiled { .. } => "spoiled",
        }
    }
}

/// A slip that is not blank any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its number in the pad, from 1.
    pub number: i64,
    /// The dossier that was taken down with it, none for one that was spoiled.
    pub dossier: Option<StreamId>,
    /// When it was filled in before the person, as the slip says; none for one that was spoiled.
    pub received_at: Option<Millis>,
    /// Cash that was taken with it, none when the fee is still due.
    pub cash_vnd: Option<Vnd>,
    /// Who filled it in and entered it.
    pub entered_by: String,
    /// Instant it was entered.
    pub entered_at: Millis,
    /// What became of it.
    pub outcome: SlipStatus,
}

/// One pad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Counter code it was printed for.
    pub counter: String,
    /// Number of the pad in its hall.
    pub number: i64,
    /// How many slips it has.
    pub slips: i64,
    /// Who had it printed.
    pub issued_by: String,
    /// Instant.
    pub issued_at: Millis,
    /// Slips that are not blank any more, by number.
    pub used: Vec<Slip>,
}

impl State {
    /// A slip that is not blank any more.
    #[must_use]
    pub fn slip(&self, number: i64) -> Option<&Slip> {
        self.used.iter().find(|slip| slip.number == number)
    }

    /// How many are blank.
    #[must_use]
    pub fn blank(&self) -> i64 {
        self.slips - i64::try_from(self.used.len()).unwrap_or(self.slips)
    }
}

/// `G012-07`, as it is printed on the slip: the seventh of the twelfth pad of a hall.
#[must_use]
pub fn label(pad: i64, slip: i64) -> String {
    format!("G{pad:03}-{slip:02}")
}

/// Pad and slip behind what somebody typed from a slip: `G012-07`, `g12-7`, `G012 07`. None when it is no such number.
#[must_use]
pub fn read_label(typed: &str) -> Option<(i64, i64)> {
    let typed = typed.trim();
    let rest = typed.strip_prefix(['G', 'g'])?;
    let (pad, slip) = rest.split_once(['-', ' ', '.', '/'])?;
    let number = |part: &str| {
        let part = part.trim();
        let plain = !part.is_empty() && part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok()).flatten().filter(|number| *number > 0)
    };
    Some((number(pad)?, number(slip)?))
}
