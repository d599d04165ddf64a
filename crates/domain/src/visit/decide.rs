use super::{Event, State};
use crate::kernel::{Millis, Refusal, StreamId};

/// The beginning of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Counter code.
    pub counter: String,
    /// Officer.
    pub person: String,
    /// Stream of the ticket.
    pub ticket: Option<StreamId>,
    /// Its label.
    pub ticket_label: String,
    /// When the ticket was taken.
    pub taken_at: Option<Millis>,
}

/// What is asked of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The person sat down.
    Start(Start),
    /// Something was done with a dossier.
    Touch {
        /// Stream of the dossier.
        dossier: StreamId,
        /// What was done.
        act: &'static str,
    },
    /// The person leaves the counter.
    Finish,
}

/// Decides what a command does to a visit.
///
/// # Errors
/// `visit_unknown`, `visit_finished`. An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Start(start)) => Ok(vec![Event::VisitStarted {
            hall: start.hall,
            day: start.day,
            counter: start.counter,
            person: start.person,
            ticket: start.ticket,
            ticket_label: start.ticket_label,
            waited_ms: start.taken_at.map_or(0, |taken| (now - taken).max(0)),
            at: now,
        }]),
        (Some(_), Command::Start(_)) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("visit_unknown")),
        (Some(visit), Command::Finish) => {
            Ok(if visit.finished_at.is_none() { vec![Event::VisitFinished { at: now }] } else { Vec::new() })
        }
        (Some(visit), Command::Touch { dossier, act }) => {
            if visit.finished_at.is_some() {
                return Err(Refusal::new("visit_finished"));
            }
            Ok(vec![Event::DossierTouched { dossier, act: act.to_owned(), at: now }])
        }
    }
}
