//! How the printer is, and what a hand can do to it.

use super::PrinterSettings;
use crate::page::Hands;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many tickets before its end the roll is said to be near it.
const NEAR_END: u64 = 3;

/// Tickets on a roll that a hand puts in.
const FULL_ROLL: u64 = 300;

#[derive(Clone, Copy, Debug)]
struct Parts {
    paper: Option<u64>,
    cover_open: bool,
    offline: bool,
    /// Its cable is out.
    unplugged: bool,
    /// Tickets begun since it was started.
    begun: u64,
}

/// The printer itself, shared by its connections and its page.
#[derive(Debug)]
pub(super) struct Machine(Mutex<Parts>);

impl Machine {
    pub(super) fn new(settings: &PrinterSettings) -> Self {
        let PrinterSettings { paper, cover_open, offline, .. } = *settings;
        Self(Mutex::new(Parts { paper, cover_open, offline, unplugged: false, begun: 0 }))
    }

    fn parts(&self) -> MutexGuard<'_, Parts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_unplugged(&self) -> bool {
        self.parts().unplugged
    }

    /// Takes no data as long as this is false.
    pub(super) fn can_print(&self) -> bool {
        let parts = *self.parts();
        parts.paper != Some(0) && !parts.cover_open && !parts.offline
    }

    /// One more ticket begins; how many there were with it.
    pub(super) fn begins(&self) -> u64 {
        let mut parts = self.parts();
        parts.begun += 1;
        parts.begun
    }

    /// A ticket was cut from the roll.
    pub(super) fn cut(&self) {
        let mut parts = self.parts();
        parts.paper = parts.paper.map(|left| left.saturating_sub(1));
    }

    /// The roll is at its end.
    pub(super) fn tear(&self) {
        self.parts().paper = Some(0);
    }

    /// The answer to `DLE EOT n`; none for a question there is not.
    pub(super) fn answer(&self, question: u8) -> Option<u8> {
        const ALWAYS: u8 = 0b0001_0010;
        let parts = *self.parts();
        let (end, near) = (parts.paper == Some(0), parts.paper.is_some_and(|left| left <= NEAR_END));
        let bit = |set: bool, bits: u8| if set { bits } else { 0 };
        Some(match question {
            1 => ALWAYS | bit(end || parts.cover_open || parts.offline, 0x08),
            2 => ALWAYS | bit(parts.cover_open, 0x04) | bit(end, 0x20),
            3 => ALWAYS,
            4 => ALWAYS | bit(near, 0x0c) | bit(end, 0x60),
            _ => return None,
        })
    }

    /// The answer to `GS r 1`.
    pub(super) fn sensors(&self) -> u8 {
        let parts = *self.parts();
        let near = parts.paper.is_some_and(|left| left <= NEAR_END);
        (if near { 0x03 } else { 0 }) | (if parts.paper == Some(0) { 0x0c } else { 0 })
    }
}

impl Hands for Machine {
    fn state(&self) -> String {
        let parts = *self.parts();
        let mut said = vec![match parts.paper {
            Some(0) => "Hết giấy".to_owned(),
            Some(left) => format!("Còn giấy cho {left} phiếu"),
            None => "Còn giấy".to_owned(),
        }];
        said.push(if parts.cover_open { "nắp mở" } else { "nắp đóng" }.to_owned());
        if parts.offline {
            said.push("ngoại tuyến".to_owned());
        }
        if parts.unplugged {
            said.push("đã rút dây mạng".to_owned());
        }
        format!("{}.", said.join(", "))
    }

    fn acts(&self) -> Vec<(&'static str, &'static str)> {
        let parts = *self.parts();
        vec![
            if parts.paper == Some(0) {
                ("new_roll", "Lắp cuộn mới")
            } else {
                ("no_paper", "Lấy hết giấy ra")
            },
            ("last_three", "Để lại giấy cho 3 phiếu"),
            if parts.cover_open { ("close", "Đóng nắp") } else { ("open", "Mở nắp") },
            if parts.unplugged { ("plug", "Cắm dây mạng") } else { ("unplug", "Rút dây mạng") },
        ]
    }

    fn act(&self, word: &str) -> bool {
        let mut parts = self.parts();
        match word {
            "new_roll" => parts.paper = Some(FULL_ROLL),
            "no_paper" => parts.paper = Some(0),
            "last_three" => parts.paper = Some(NEAR_END),
            "open" => parts.cover_open = true,
            "close" => parts.cover_open = false,
            "plug" => parts.unplugged = false,
            "unplug" => parts.unplugged = true,
            _ => return false,
        }
        true
    }
}
