use super::{Event, LineOutcome, Listed, State};
use crate::kernel::{Millis, Number, Refusal, StreamId, Violation};
use std::collections::BTreeSet;

/// A list has at most so many lines: two printed pages, and what a person counts through at once.
pub const MOST_LINES: usize = 50;

/// A list is drawn up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Hall code.
    pub hall: String,
    /// Unit that gives.
    pub from: String,
    /// Unit that receives.
    pub to: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// The dossiers.
    pub lines: Vec<Listed>,
    /// See [`super::confirm_by`].
    pub confirm_by: Millis,
}

/// What is asked of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Draws it up.
    Draw(Draw),
    /// The department has these.
    Receive {
        /// The dossiers.
        dossiers: Vec<StreamId>,
    },
    /// One was not there.
    Strike {
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
    },
}

/// Decides what a command of somebody does to a list.
///
/// # Errors
/// `handover_unknown`, `handover_empty`, `handover_too_long`, `handover_line_twice`, `handover_received_by_its_giver`,
/// `handover_none_chosen`, `handover_line_unknown`, `handover_line_decided`, `reason_missing`. An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, by: &str, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Draw(draw)) => drawn(draw, by, now),
        (Some(_), Command::Draw(_)) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("handover_unknown")),
        (Some(list), Command::Receive { dossiers }) => received(list, dossiers, by, now),
        (Some(list), Command::Strike { dossier, reason }) => struck(list, dossier, reason, by, now),
    }
}

fn drawn(draw: Draw, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    let Draw { hall, from, to, day, lines, confirm_by } = draw;
    if lines.is_empty() {
        return Err(Refusal::new("handover_empty"));
    }
    if lines.len() > MOST_LINES {
        let wrong = Violation::new("dossier", "handover_too_long");
        return Err(Refusal::new("handover_too_long").with(wrong.with("most", MOST_LINES)));
    }
    let once: BTreeSet<StreamId> = lines.iter().map(|line| line.dossier).collect();
    if once.len() < lines.len() {
        return Err(Refusal::new("handover_line_twice"));
    }
    let number = Number::next(format!("handover/{hall}/{day}"));
    Ok(vec![Event::HandoverDrawn { hall, from, to, day, number, lines, confirm_by, by: by.to_owned(), at }])
}

/// Two people are on a list: who gives does not also receive.
fn other_side(list: &State, by: &str) -> Result<(), Refusal> {
    if list.drawn_by == by { Err(Refusal::new("handover_received_by_its_giver")) } else { Ok(()) }
}

fn outcome(list: &State, dossier: StreamId) -> Result<&LineOutcome, Refusal> {
    list.line(dossier).map(|line| &line.outcome).ok_or_else(|| Refusal::new("handover_line_unknown"))
}

fn received(list: &State, dossiers: Vec<StreamId>, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    if dossiers.is_empty() {
        return Err(Refusal::new("handover_none_chosen"));
    }
    other_side(list, by)?;
    let mut fresh = Vec::new();
    for dossier in dossiers {
        match outcome(list, dossier)? {
            LineOutcome::Waiting if !fresh.contains(&dossier) => fresh.push(dossier),
            LineOutcome::Waiting | LineOutcome::Received { .. } => {}
            LineOutcome::Struck { .. } => return Err(Refusal::new("handover_line_decided")),
        }
    }
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::HandoverReceived { dossiers: fresh, by: by.to_owned(), at }])
}

fn struck(
    list: &State,
    dossier: StreamId,
    reason: String,
    by: &str,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    other_side(list, by)?;
    match outcome(list, dossier)? {
        LineOutcome::Waiting => {}
        LineOutcome::Struck { .. } => return Ok(Vec::new()),
        LineOutcome::Received { .. } => return Err(Refusal::new("handover_line_decided")),
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with(Violation::new("reason", "reason_missing")));
    }
    Ok(vec![Event::HandoverStruck { dossier, reason, by: by.to_owned(), at }])
}
