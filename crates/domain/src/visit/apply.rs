use super::{Event, Rating, State, Touch};

/// The visit after one more event.
///
/// # Panics
/// When a stream does not begin with `VisitStarted`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::VisitStarted {
        hall,
        day,
        counter,
        person,
        ticket,
        ticket_label,
        errand,
        called_at,
        waited_ms,
        at,
    } = event
    {
        return State {
            hall: hall.clone(),
            day: *day,
            counter: counter.clone(),
            person: person.clone(),
            ticket: *ticket,
            ticket_label: ticket_label.clone(),
            errand: errand.clone(),
            called_at: *called_at,
            waited_ms: *waited_ms,
            started_at: *at,
            finished_at: None,
            touches: Vec::new(),
            rating: None,
        };
    }
    let mut visit = state.expect("a visit's first event is VisitStarted");
    match event {
        Event::VisitStarted { .. } => {}
        Event::DossierTouched { dossier, act, at } => {
            visit.touches.push(Touch { dossier: *dossier, act: act.clone(), at: *at });
        }
        Event::VisitPassedOn { person, .. } => visit.person.clone_from(person),
        Event::VisitFinished { at } => visit.finished_at = Some(*at),
        Event::VisitRated { score, at } => visit.rating = Some(Rating { score: *score, at: *at }),
    }
    visit
}
