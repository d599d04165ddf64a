use super::{Event, State};

/// The arrival after one more event.
///
/// # Panics
/// When a stream does not begin with `ArrivalDeclared`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    match event {
        Event::ArrivalDeclared {
            hall,
            day,
            number,
            form,
            version,
            advice,
            rule,
            token,
            digest,
            keep_until,
            at,
        } => State {
            hall: hall.clone(),
            day: *day,
            number: number.number(),
            form: form.clone(),
            version: version.clone(),
            advice: *advice,
            rule: *rule,
            token: token.clone(),
            digest: digest.clone(),
            declared_at: *at,
            keep_until: *keep_until,
            cleared_at: None,
        },
        Event::ArrivalCleared { at } => {
            let state = state.expect("an arrival's first event is ArrivalDeclared");
            State { cleared_at: Some(*at), ..state }
        }
    }
}
