use super::{Event, Slip, SlipStatus, State};
use crate::kernel::{Millis, Number, Refusal, StreamId, Violation, Vnd};

/// A pad has at most so many slips: a day's work of a counter.
pub const MOST_SLIPS: i64 = 50;

/// A slip that was filled in by hand is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enter {
    /// Number in the pad.
    pub slip: i64,
    /// The dossier that was taken down.
    pub dossier: StreamId,
    /// When it was filled in before the person, as the slip says.
    pub received_at: Millis,
    /// Cash that was taken with it.
    pub cash_vnd: Option<Vnd>,
    /// The counter that enters it.
    pub counter: String,
    /// Whether the centre was open at that instant.
    pub was_open: bool,
    /// How long afterwards a slip may be entered, in milliseconds.
    pub within_ms: Millis,
}

/// What is asked of a pad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Prints a pad.
    Issue {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// How many slips.
        slips: i64,
    },
    /// Enters a slip.
    Enter(Enter),
    /// Confirms a slip.
    Confirm {
        /// Number in the pad.
        slip: i64,
    },
    /// Sends a slip back to whoever entered it.
    SendBack {
        /// Number in the pad.
        slip: i64,
        /// Why.
        reason: String,
    },
    /// Puts a blank slip out of use.
    Spoil {
        /// Number in the pad.
        slip: i64,
        /// Why.
        reason: String,
    },
}

/// Decides what a command of somebody does to a pad.
///
/// # Errors
/// `pad_unknown`, `pad_size`, `slip_unknown`, `slip_used`, `slip_not_entered`, `slip_confirmed_by_oneself`, `reason_missing`; for a slip that
/// is entered `slip_not_believed` with every violation: `slip_of_another_counter`, `slip_ahead_of_the_clock`, `slip_before_its_pad`,
/// `slip_too_late`, `slip_outside_hours`. An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, by: &str, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Issue { hall, counter, slips }) => issued(hall, counter, slips, by, now),
        (Some(_), Command::Issue { .. }) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("pad_unknown")),
        (Some(pad), Command::Enter(enter)) => entered(pad, &enter, by, now),
        (Some(pad), Command::Confirm { slip }) => confirmed(pad, slip, by, now),
        (Some(pad), Command::SendBack { slip, reason }) => sent_back(pad, slip, reason, by, now),
        (Some(pad), Command::Spoil { slip, reason }) => spoiled(pad, slip, reason, by, now),
    }
}

fn issued(hall: String, counter: String, slips: i64, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    if !(1..=MOST_SLIPS).contains(&slips) {
        let wrong = Violation::new("slips", "pad_size").with("most", MOST_SLIPS).with("came", slips);
        return Err(Refusal::new("pad_size").with(wrong));
    }
    let number = Number::next(format!("pad/{hall}"));
    Ok(vec![Event::PadIssued { hall, counter, number, slips, by: by.to_owned(), at }])
}

fn known(pad: &State, slip: i64) -> Result<Option<&Slip>, Refusal> {
    if (1..=pad.slips).contains(&slip) { Ok(pad.slip(slip)) } else { Err(wrong_slip("slip_unknown")) }
}

fn wrong_slip(code: &str) -> Refusal {
    Refusal::new(code).with(Violation::new("slip", code))
}

fn entered(pad: &State, enter: &Enter, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    let taken = known(pad, enter.slip)?;
    match taken.map(|slip| (&slip.outcome, slip.dossier)) {
        None => {}
        Some((SlipStatus::SentBack { .. }, dossier)) if dossier == Some(enter.dossier) => {}
        Some(_) => return Err(wrong_slip("slip_used")),
    }
    let time = |code: &str| Violation::new("received_at", code);
    let mut violations = Vec::new();
    if enter.counter != pad.counter {
        violations.push(Violation::new("slip", "slip_of_another_counter").with("counter", &pad.counter));
    }
    if enter.received_at > at {
        violations.push(time("slip_ahead_of_the_clock"));
    } else if enter.received_at < pad.issued_at {
        violations.push(time("slip_before_its_pad"));
    } else if at - enter.received_at > enter.within_ms {
        violations.push(time("slip_too_late").with("hours", enter.within_ms / 3_600_000));
    } else if !enter.was_open {
        violations.push(time("slip_outside_hours"));
    }
    Refusal::unless_empty("slip_not_believed", violations)?;
    Ok(vec![Event::SlipEntered {
        slip: enter.slip,
        dossier: enter.dossier,
        received_at: enter.received_at,
        cash_vnd: enter.cash_vnd,
        by: by.to_owned(),
        at,
    }])
}

fn confirmed(pad: &State, slip: i64, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    match known(pad, slip)? {
        Some(Slip { outcome: SlipStatus::Confirmed { .. }, .. }) => Ok(Vec::new()),
        Some(Slip { outcome: SlipStatus::Entered, entered_by, .. }) if entered_by == by => {
            Err(wrong_slip("slip_confirmed_by_oneself"))
        }
        Some(Slip { outcome: SlipStatus::Entered, .. }) => {
            Ok(vec![Event::SlipConfirmed { slip, by: by.to_owned(), at }])
        }
        _ => Err(wrong_slip("slip_not_entered")),
    }
}

fn sent_back(pad: &State, slip: i64, reason: String, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    match known(pad, slip)? {
        Some(Slip { outcome: SlipStatus::SentBack { .. }, .. }) => return Ok(Vec::new()),
        Some(Slip { outcome: SlipStatus::Entered, .. }) => {}
        _ => return Err(wrong_slip("slip_not_entered")),
    }
    let reason = stated(reason)?;
    Ok(vec![Event::SlipSentBack { slip, reason, by: by.to_owned(), at }])
}

fn spoiled(pad: &State, slip: i64, reason: String, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    match known(pad, slip)? {
        Some(Slip { outcome: SlipStatus::Spoiled { .. }, .. }) => return Ok(Vec::new()),
        Some(_) => return Err(wrong_slip("slip_used")),
        None => {}
    }
    let reason = stated(reason)?;
    Ok(vec![Event::SlipSpoiled { slip, reason, by: by.to_owned(), at }])
}

fn stated(reason: String) -> Result<String, Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with(Violation::new("reason", "reason_missing")));
    }
    Ok(reason)
}
