use super::{Event, State};

/// The petitions after one more event.
///
/// # Panics
/// When a stream does not begin with `PetitionLodged`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    match event {
        Event::PetitionLodged { dossier, code, petition } => {
            let mut state = state.unwrap_or_else(|| State {
                dossier: *dossier,
                code: code.clone(),
                petitions: Vec::new(),
            });
            state.petitions.push(petition.clone());
            state
        }
        Event::PetitionAnswered { number, answer } => {
            let mut state = state.expect("what is answered was lodged before");
            for petition in state.petitions.iter_mut().filter(|petition| petition.number == *number) {
                petition.answer = Some(answer.clone());
            }
            state
        }
    }
}
