use super::{Event, Score, State};
use crate::kernel::{Millis, Refusal, StreamId};
use crate::ticket::Errand;

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
    /// What for, as far as the number says.
    pub errand: Errand,
    /// When the ticket was called.
    pub called_at: Option<Millis>,
    /// When the ticket was taken.
    pub taken_at: Option<Millis>,
}

/// A tap on the tablet of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How satisfied.
    pub score: Score,
    /// Nobody has sat down at the counter since.
    pub is_latest: bool,
    /// How long after its end a visit can be rated.
    pub within_ms: Millis,
}

/// How long after its end a visit can be rated, when the province set nothing else.
pub const USUAL_RATING_MS: Millis = 10 * 60_000;

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
    /// Another officer sits at the counter and goes on with it.
    PassOn {
        /// Who.
        person: String,
    },
    /// The person leaves the counter.
    Finish,
    /// The person says how it was.
    Rate(Rate),
}

/// Decides what a command does to a visit.
///
/// # Errors
/// `visit_unknown`, `visit_finished`; for a rating `visit_rated_already`, `visit_not_latest`, `visit_rating_over`. An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Start(start)) => Ok(vec![Event::VisitStarted {
            hall: start.hall,
            day: start.day,
            counter: start.counter,
            person: start.person,
            ticket: start.ticket,
            ticket_label: start.ticket_label,
            errand: start.errand,
            called_at: start.called_at,
            waited_ms: start.taken_at.map_or(0, |taken| (now - taken).max(0)),
            at: now,
        }]),
        (Some(_), Command::Start(_)) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("visit_unknown")),
        (Some(visit), Command::Finish) => {
            Ok(if visit.finished_at.is_none() { vec![Event::VisitFinished { at: now }] } else { Vec::new() })
        }
        (Some(visit), Command::PassOn { person }) => {
            if visit.finished_at.is_some() {
                return Err(Refusal::new("visit_finished"));
            }
            let is_so = visit.person == person;
            Ok(if is_so { Vec::new() } else { vec![Event::VisitPassedOn { person, at: now }] })
        }
        (Some(visit), Command::Touch { dossier, act }) => {
            if visit.finished_at.is_some() {
                return Err(Refusal::new("visit_finished"));
            }
            Ok(vec![Event::DossierTouched { dossier, act: act.to_owned(), at: now }])
        }
        (Some(visit), Command::Rate(rate)) => rated(visit, rate, now),
    }
}

/// One tap counts; another one after it changes nothing, so that nobody is asked to think better of it.
fn rated(visit: &State, rate: Rate, now: Millis) -> Result<Vec<Event>, Refusal> {
    match &visit.rating {
        Some(rating) if rating.score == rate.score => return Ok(Vec::new()),
        Some(_) => return Err(Refusal::new("visit_rated_already")),
        None => {}
    }
    if !rate.is_latest {
        return Err(Refusal::new("visit_not_latest"));
    }
    if visit.rated_until(rate.within_ms).is_some_and(|until| now > until) {
        return Err(Refusal::new("visit_rating_over"));
    }
    Ok(vec![Event::VisitRated { score: rate.score, at: now }])
}
