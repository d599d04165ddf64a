use super::{Answer, Event, Matter, Petition, State};
use crate::dossier::{Party, not_covered};
use crate::kernel::{Millis, Refusal, RuleRef, StreamId};
use calendar::{Reading, Span, WorkCalendar};
use serde::{Deserialize, Serialize};

/// Thời hạn trả lời phản ánh, kiến nghị, as a regime has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionRules {
    /// Working days within which one is to be answered.
    pub answer_within_days: i64,
    /// Where that is written.
    pub rule: RuleRef,
}

/// What the deciding needs to know besides the petitions.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The calendar.
    pub calendar: &'a WorkCalendar,
    /// How limits are read.
    pub reading: &'a Reading,
    /// Within which time.
    pub rules: &'a PetitionRules,
}

/// What an applicant sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lodge {
    /// Stream of the dossier.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// What it is about.
    pub matter: Matter,
    /// Unit that has to answer.
    pub unit: String,
    /// What was written.
    pub words: Party,
}

/// What whoever is answerable says to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Number of the petition.
    pub number: i64,
    /// The applicant is right.
    pub upheld: bool,
    /// What is answered.
    pub words: Party,
    /// Who answers.
    pub by: String,
    /// In which position.
    pub position: String,
}

/// What is asked of the petitions about a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Gửi.
    Lodge(Lodge),
    /// Trả lời.
    Answer(Reply),
}

/// One at a time: whoever waits for an answer has been heard.
///
/// # Errors
/// `petition_waits`, `petition_unknown`, `petition_answered`, `calendar_does_not_reach`.
pub fn decide(
    state: Option<&State>,
    command: Command,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Lodge(lodge) => {
            if state.is_some_and(|state| state.waiting().is_some()) {
                return Err(Refusal::new("petition_waits"));
            }
            let limit = Span::WorkingDays(facts.rules.answer_within_days);
            let due = facts.calendar.due(now, limit, facts.reading).map_err(not_covered)?;
            let lodged = state.map_or(0, |state| state.petitions.len());
            let petition = Petition {
                number: i64::try_from(lodged).unwrap_or(i64::MAX).saturating_add(1),
                matter: lodge.matter,
                unit: lodge.unit,
                words: lodge.words,
                lodged_at: now,
                due_at: due.at,
                rule: facts.rules.rule.clone(),
                answer: None,
            };
            Ok(vec![Event::PetitionLodged { dossier: lodge.dossier, code: lodge.code, petition }])
        }
        Command::Answer(reply) => {
            let asked = state.and_then(|state| state.numbered(reply.number));
            let petition = asked.ok_or_else(|| Refusal::new("petition_unknown"))?;
            if petition.answer.is_some() {
                return Err(Refusal::new("petition_answered"));
            }
            let answer = Answer {
                upheld: reply.upheld,
                words: reply.words,
                by: reply.by,
                position: reply.position,
                at: now,
            };
            Ok(vec![Event::PetitionAnswered { number: reply.number, answer }])
        }
    }
}
