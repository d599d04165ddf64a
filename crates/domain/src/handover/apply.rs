use super::{Event, Line, LineOutcome, State};
use crate::kernel::{Millis, StreamId};

/// The list after one more event.
///
/// # Panics
/// When a stream does not begin with `HandoverDrawn`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::HandoverDrawn { hall, from, to, day, number, lines, confirm_by, by, at } = event {
        let waiting = |listed: &super::Listed| Line { listed: listed.clone(), outcome: LineOutcome::Waiting };
        return State {
            hall: hall.clone(),
            from: from.clone(),
            to: to.clone(),
            day: *day,
            number: number.number(),
            drawn_by: by.clone(),
            drawn_at: *at,
            confirm_by: *confirm_by,
            lines: lines.iter().map(waiting).collect(),
            closed_at: None,
        };
    }
    let mut list = state.expect("a list's first event is HandoverDrawn");
    match event {
        Event::HandoverDrawn { .. } => {}
        Event::HandoverReceived { dossiers, by, at } => {
            became(&mut list, dossiers, &LineOutcome::Received { by: by.clone(), at: *at }, *at);
        }
        Event::HandoverStruck { dossier, reason, by, at } => {
            let outcome = LineOutcome::Struck { by: by.clone(), reason: reason.clone(), at: *at };
            became(&mut list, &[*dossier], &outcome, *at);
        }
    }
    list
}

fn became(list: &mut State, dossiers: &[StreamId], outcome: &LineOutcome, at: Millis) {
    for line in list.lines.iter_mut().filter(|line| dossiers.contains(&line.listed.dossier)) {
        line.outcome = outcome.clone();
    }
    if list.waiting() == 0 {
        list.closed_at = Some(at);
    }
}
