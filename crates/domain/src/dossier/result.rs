//! The result: drafted, approved, numbered, ready, handed over.

use super::clock;
use super::command::By;
use super::decide::{processing, reason_given, wrong_phase};
use super::event::Event;
use super::facts::{Facts, Party, StepKind};
use super::signed::SignedUnder;
use super::state::{Phase, State, Turn};
use super::work::{back_to, own_turn, pass_on};
use crate::kernel::{Millis, Number, Refusal, StreamId, Violation};

/// The approval under way, when it is this person's, or when it is done in the name of the one whose it is: a deputy under an
/// assignment of work (KT.) or a written delegation (TUQ.).
pub(super) fn approval<'a>(dossier: &'a State, by: &By, on_behalf_of: &str) -> Result<&'a Turn, Refusal> {
    let in_the_name_of = dossier.open_turn().filter(|turn| {
        turn.kind == StepKind::Approve && !on_behalf_of.is_empty() && turn.position == on_behalf_of
    });
    match in_the_name_of {
        Some(turn) => processing(dossier).map(|()| turn),
        None => at_kind(dossier, by, StepKind::Approve),
    }
}

fn at_kind<'a>(dossier: &'a State, by: &By, kind: StepKind) -> Result<&'a Turn, Refusal> {
    let turn = own_turn(dossier, by)?;
    if turn.kind == kind {
        Ok(turn)
    } else {
        Err(Refusal::new("other_step_under_way")
            .with(Violation::new("", "other_step_under_way").with("step", &turn.name)))
    }
}

pub(super) fn draft(
    dossier: &State,
    by: &By,
    text: Option<Party>,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = own_turn(dossier, by)?;
    if !matches!(turn.kind, StepKind::Process | StepKind::Review) {
        return Err(Refusal::new("draft_not_at_this_step"));
    }
    if dossier.plan.result_template.is_empty() {
        return Err(Refusal::new("procedure_without_result_document"));
    }
    let template = dossier.plan.result_template.clone();
    Ok(vec![Event::ResultDrafted { template, text, by: by.person.clone(), at }])
}

pub(super) fn approve(
    dossier: &State,
    by: &By,
    (block, on_behalf_of, under): (String, String, SignedUnder),
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = approval(dossier, by, &on_behalf_of)?;
    if dossier.result.refusal_proposed.is_some() {
        return Err(Refusal::new("refusal_proposed"));
    }
    let mut events = vec![Event::ResultApproved {
        by: by.person.clone(),
        position: by.position.clone(),
        block,
        on_behalf_of,
        under,
        at: now,
    }];
    events.extend(pass_on(dossier, turn, by, String::new(), None, facts, now)?);
    Ok(events)
}

pub(super) fn send_back(
    dossier: &State,
    by: &By,
    reason: String,
    on_behalf_of: &str,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = approval(dossier, by, on_behalf_of)?;
    reason_given("reason", &reason)?;
    let worked = dossier
        .plan
        .steps
        .iter()
        .rev()
        .find(|plan| plan.step < turn.step && plan.kind == StepKind::Process)
        .ok_or_else(|| Refusal::new("step_unknown"))?;
    let mut events = vec![Event::ResultSentBack { by: by.person.clone(), reason: reason.clone(), at: now }];
    events.extend(back_to(dossier, turn, by, worked.step, reason, facts, now)?);
    Ok(events)
}

pub(super) fn number(
    dossier: &State,
    by: &By,
    book: &str,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = at_kind(dossier, by, StepKind::Number)?;
    // One book for each issuing unit, kind of document and year; numbers run on without restart inside a year. Two
    // divisions of one department share the department's book: its clerk numbers for both.
    let book = format!("{}/{book}/{}", turn.unit, facts.day / 10_000);
    let mut events = vec![Event::ResultNumbered {
        number: Number::next(format!("outgoing/{book}")),
        book,
        dated: facts.day,
        by: by.person.clone(),
        at: now,
    }];
    events.extend(pass_on(dossier, turn, by, String::new(), None, facts, now)?);
    Ok(events)
}

#[expect(clippy::too_many_arguments, reason = "the fields of one command, taken apart by the dispatcher")]
pub(super) fn hand_over(
    dossier: &State,
    by: &By,
    to: String,
    identified_by: String,
    proxy_paper: String,
    visit: Option<StreamId>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match dossier.phase {
        Phase::Ready { .. } => {}
        Phase::Returned { .. } => return Ok(Vec::new()),
        _ => return Err(wrong_phase(dossier)),
    }
    let mut violations = Vec::new();
    if identified_by.trim().is_empty() {
        violations.push(Violation::new("identified_by", "identity_not_checked"));
    }
    if to == "proxy" && proxy_paper.trim().is_empty() {
        violations.push(Violation::new("proxy_paper", "authorisation_missing"));
    }
    if !dossier.fee_paid {
        violations.push(Violation::new("fee", "fee_not_paid").with("amount", dossier.plan.fee()));
    }
    Refusal::unless_empty("hand_over_incomplete", violations)
        .map_err(|refusal| refusal.under(facts.rules.return_rule.clone()))?;
    let mut events = vec![Event::ResultHandedOver {
        to,
        identified_by,
        proxy_paper,
        by: by.person.clone(),
        visit,
        at: now,
    }];
    if let Some(turn) = dossier.open_turn() {
        let used_ms = clock::used_ms(turn, facts, now)?;
        events.push(Event::StepFinished {
            turn: turn.turn,
            by: by.person.clone(),
            outcome: "done".to_owned(),
            note: String::new(),
            used_ms,
            timeliness: None,
            at: now,
        });
    }
    Ok(events)
}

/// At most one reminder a day, however often it is asked for; none for what is in the archive.
pub(super) fn remind(dossier: &State, facts: &Facts<'_>, at: Millis) -> Result<Vec<Event>, Refusal> {
    let day_of = |at: Millis| calendar::day_number(facts.calendar.local_date(at));
    if !matches!(dossier.phase, Phase::Ready { .. }) {
        return Err(wrong_phase(dossier));
    }
    if dossier.parked.is_some() {
        return Err(Refusal::new("result_parked"));
    }
    if dossier.reminded_at.is_some_and(|told| day_of(told) >= facts.day) {
        return Err(Refusal::new("reminded_today"));
    }
    Ok(vec![Event::PickupReminded { reminder: dossier.reminders + 1, at }])
}

/// Letters of a place in the archive at most.
const MOST_LETTERS: usize = 80;

/// A result nobody came for in all that time goes to the archive; it is handed out from there like any other.
pub(super) fn park(
    dossier: &State,
    by: &By,
    place: &str,
    after_days: i64,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    const DAY_MS: Millis = 86_400_000;
    let Phase::Ready { at: ready_at } = dossier.phase else { return Err(wrong_phase(dossier)) };
    let place = place.trim();
    if dossier.parked.as_ref().is_some_and(|parked| parked.place == place) {
        return Ok(Vec::new());
    }
    let mut violations = Vec::new();
    let letters = place.chars().count();
    if letters == 0 {
        violations.push(Violation::new("place", "place_missing"));
    } else if letters > MOST_LETTERS {
        violations
            .push(Violation::new("place", "too_long").with("most", MOST_LETTERS).with("typed", letters));
    }
    let waited = (at - ready_at) / DAY_MS;
    if waited < after_days {
        violations
            .push(Violation::new("", "parked_too_early").with("days", after_days).with("waited", waited));
    }
    Refusal::unless_empty("park_refused", violations)?;
    Ok(vec![Event::ResultParked { place: place.to_owned(), by: by.person.clone(), at }])
}

/// A decision exists once somebody has approved: from then on the dossier cannot be withdrawn (Decree 118/2025 art. 21).
pub(super) fn before_decision(dossier: &State) -> Result<(), Refusal> {
    if dossier.phase != Phase::Supplement {
        processing(dossier)?;
    }
    if dossier.result.approved_by.is_empty() { Ok(()) } else { Err(Refusal::new("decision_exists")) }
}

impl State {
    /// Whether its result lies ready in a unit.
    ///
    /// # Errors
    /// `result_returned` when it was handed over, `result_not_ready` before there is one, `result_elsewhere` with the `unit` where it is fetched.
    pub fn may_be_fetched(&self, unit: &str) -> Result<(), Refusal> {
        match self.phase {
            Phase::Ready { .. } if self.plan.receiving_unit == unit => Ok(()),
            Phase::Ready { .. } => Err(Refusal::new("result_elsewhere")
                .with(Violation::new("", "result_elsewhere").with("unit", &self.plan.receiving_unit))),
            Phase::Returned { .. } => Err(Refusal::new("result_returned")),
            _ => Err(Refusal::new("result_not_ready")),
        }
    }
}
