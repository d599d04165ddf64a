use super::{Event, Slip, SlipStatus, State};

/// The pad after one more event.
///
/// # Panics
/// When a stream does not begin with `PadIssued`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::PadIssued { hall, counter, number, slips, by, at } = event {
        return State {
            hall: hall.clone(),
            counter: counter.clone(),
            number: number.number(),
            slips: *slips,
            issued_by: by.clone(),
            issued_at: *at,
            used: Vec::new(),
        };
    }
    let mut pad = state.expect("a pad's first event is PadIssued");
    match event {
        Event::PadIssued { .. } => {}
        Event::SlipEntered { slip, dossier, received_at, cash_vnd, by, at } => {
            put(
                &mut pad,
                Slip {
                    number: *slip,
                    dossier: Some(*dossier),
                    received_at: Some(*received_at),
                    cash_vnd: *cash_vnd,
                    entered_by: by.clone(),
                    entered_at: *at,
                    outcome: SlipStatus::Entered,
                },
            );
        }
        Event::SlipConfirmed { slip, by, at } => {
            became(&mut pad, *slip, &SlipStatus::Confirmed { by: by.clone(), at: *at });
        }
        Event::SlipSentBack { slip, reason, by, at } => {
            became(
                &mut pad,
                *slip,
                &SlipStatus::SentBack { by: by.clone(), reason: reason.clone(), at: *at },
            );
        }
        Event::SlipSpoiled { slip, reason, by, at } => {
            let outcome = SlipStatus::Spoiled { by: by.clone(), reason: reason.clone(), at: *at };
            let spoiled = Slip {
                number: *slip,
                dossier: None,
                received_at: None,
                cash_vnd: None,
                entered_by: by.clone(),
                entered_at: *at,
                outcome,
            };
            put(&mut pad, spoiled);
        }
    }
    pad
}

fn put(pad: &mut State, slip: Slip) {
    match pad.used.binary_search_by_key(&slip.number, |used| used.number) {
        Ok(place) => pad.used[place] = slip,
        Err(place) => pad.used.insert(place, slip),
    }
}

fn became(pad: &mut State, number: i64, outcome: &SlipStatus) {
    for slip in pad.used.iter_mut().filter(|slip| slip.number == number) {
        slip.outcome = outcome.clone();
    }
}
