use super::{Answer, Event, Matter, Petition, State};
use crate::dossier::{Party, not_covered};
use crate::kernel::{Millis, Refusal, RuleRef, StreamId, Violation};
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
    /// It was received.
    pub received: bool,
    /// Unit that received it.
    pub receiving_unit: String,
    /// Unit that leads.
    pub handling_unit: String,
    /// What it is about, none when nothing was chosen.
    pub matter: Option<Matter>,
    /// What was written, none when nothing was.
    pub words: Option<Party>,
}

/// What whoever is answerable says to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Number of the petition.
    pub number: i64,
    /// The applicant is right, none when nothing was chosen.
    pub upheld: Option<bool>,
    /// What is answered, none when nothing is.
    pub words: Option<Party>,
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
/// `petition_before_reception`, `petition_waits`, `petition_incomplete`, `petition_unknown`, `petition_answered`,
/// `answer_incomplete`, `calendar_does_not_reach`.
pub fn decide(
    state: Option<&State>,
    command: Command,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Lodge(lodge) => lodged(state, lodge, facts, now),
        Command::Answer(reply) => answered(state, reply, now),
    }
}

fn lodged(
    state: Option<&State>,
    lodge: Lodge,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    if !lodge.received {
        return Err(Refusal::new("petition_before_reception"));
    }
    if state.is_some_and(|state| state.waiting().is_some()) {
        return Err(Refusal::new("petition_waits"));
    }
    let (matter, words) = whole("petition_incomplete", "matter", lodge.matter, lodge.words)?;
    let limit = Span::WorkingDays(facts.rules.answer_within_days);
    let due = facts.calendar.due(now, limit, facts.reading).map_err(not_covered)?;
    let before = state.map_or(0, |state| state.petitions.len());
    let petition = Petition {
        number: i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1),
        matter,
        // Nobody has to know the office to be heard.
        unit: match matter {
            Matter::Conduct => lodge.receiving_unit,
            Matter::Delay | Matter::Papers | Matter::Fee | Matter::Other => lodge.handling_unit,
        },
        words,
        lodged_at: now,
        due_at: due.at,
        rule: facts.rules.rule.clone(),
        answer: None,
    };
    Ok(vec![Event::PetitionLodged { dossier: lodge.dossier, code: lodge.code, petition }])
}

fn answered(state: Option<&State>, reply: Reply, now: Millis) -> Result<Vec<Event>, Refusal> {
    let asked = state.and_then(|state| state.numbered(reply.number));
    let petition = asked.ok_or_else(|| Refusal::new("petition_unknown"))?;
    if petition.answer.is_some() {
        return Err(Refusal::new("petition_answered"));
    }
    let (upheld, words) = whole("answer_incomplete", "upheld", reply.upheld, reply.words)?;
    let answer = Answer { upheld, words, by: reply.by, position: reply.position, at: now };
    Ok(vec![Event::PetitionAnswered { number: reply.number, answer }])
}

/// What was chosen and what was written; everything that is missing, at once.
fn whole<T>(
    code: &str,
    choice: &str,
    chosen: Option<T>,
    words: Option<Party>,
) -> Result<(T, Party), Refusal> {
    let mut refusal = Refusal::new(code);
    if chosen.is_none() {
        refusal = refusal.with(Violation::new(choice, "choose_one"));
    }
    if words.is_none() {
        refusal = refusal.with(Violation::new("text", "words_missing"));
    }
    chosen.zip(words).ok_or(refusal)
}
