use super::{Event, State, TakenBack};

/// The grant after one more event.
///
/// # Panics
/// When a stream does not begin with `DelegationGranted` or `DelegationAdopted`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    match event {
        Event::DelegationGranted { grant, by, at } => {
            State { grant: grant.clone(), row: String::new(), by: by.clone(), at: *at, taken_back: None }
        }
        Event::DelegationAdopted { row, grant, at } => {
            State { grant: grant.clone(), row: row.clone(), by: String::new(), at: *at, taken_back: None }
        }
        Event::DelegationTakenBack { reason, by, at } => State {
            taken_back: Some(TakenBack { by: by.clone(), reason: reason.clone(), at: *at }),
            ..state.expect("a grant is there before it is taken back")
        },
    }
}
