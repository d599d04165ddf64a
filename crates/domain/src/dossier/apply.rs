use super::event::{Correction, Event};
use super::facts::{Plan, Promise, StepKind};
use super::papers;
use super::refusal::RefusalProposal;
use super::scans;
use super::state::{
    Holder, Intake, Original, PaperForm, Parked, Phase, ResultDocument, State, Supplement, Turn,
};
use super::stretch::{self, CountedUnder};
use crate::kernel::Millis;

/// The dossier after one more event.
///
/// # Panics
/// When a stream begins neither with `DossierDrafted` nor with `DossierTakenOver`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    let counted_before = match (&state, event) {
        (Some(dossier), Event::DossierCorrected { correction: Correction::Procedure { .. }, .. }) => {
            Some(CountedUnder::from(&dossier.plan))
        }
        _ => None,
    };
    let mut dossier = applied(state, event);
    dossier.version += 1;
    stretch::note(&mut dossier, counted_before, event);
    dossier
}

fn applied(state: Option<State>, event: &Event) -> State {
    match event {
        Event::DossierDrafted { number, day, intake, plan, at } => {
            return begun(format!("{day}-{:04}", number.number()), intake, plan, *at);
        }
        Event::DossierTakenOver { source, code, intake, plan, promise, at } => {
            return State {
                code: code.clone(),
                received_at: Some(*at),
                promises: promise.iter().cloned().collect(),
                promise_stands: promise.is_some(),
                source: source.clone(),
                phase: Phase::Processing,
                ..begun(String::new(), intake, plan, *at)
            };
        }
        _ => {}
    }
    let mut dossier = state.expect("a dossier begins by being drafted or taken over");
    match event {
        Event::DossierTakenOver { .. } => {}
        Event::StepNoted { .. } | Event::DossierClosed { .. } | Event::AfterCloseNoted { .. } => {
            at_source(&mut dossier, event);
        }
        Event::DossierDrafted { .. }
        | Event::IntakeSupplementAsked { .. }
        | Event::IntakeRefused { .. }
        | Event::DraftAmended { .. }
        | Event::DossierReceived { .. } => at_intake(&mut dossier, event),
        Event::StepStarted { .. }
        | Event::StepAssigned { .. }
        | Event::StepFinished { .. }
        | Event::StepTurnedRed { .. }
        | Event::StepEscalated { .. } => at_step(&mut dossier, event),
        Event::ResultDrafted { .. }
        | Event::RefusalProposed { .. }
        | Event::ResultApproved { .. }
        | Event::ResultSentBack { .. }
        | Event::ResultNumbered { .. }
        | Event::ResultReady { .. }
        | Event::ResultHandedOver { .. }
        | Event::PickupReminded { .. }
        | Event::ResultParked { .. } => at_result(&mut dossier, event),
        Event::PromiseMade { promise, .. } => promised(&mut dossier, promise),
        Event::PromiseVoided { .. } => dossier.promise_stands = false,
        Event::PromiseMissed { .. } => dossier.missed_promise = true,
        Event::DossierExtended { extension, .. } => {
            if let Some(promise) = dossier.promises.last_mut() {
                promise.due_at = extension.due_at;
            }
            dossier.extensions.push(extension.clone());
        }
        Event::AppointmentMet { kept, .. } => {
            dossier.promise_stands = false;
            dossier.missed_promise |= !kept;
        }
        Event::SupplementRequested { items, by, resume_step, left_ms, at, .. } => {
            dossier.supplements.push(Supplement {
                items: items.clone(),
                by: by.clone(),
                at: *at,
                resume_step: *resume_step,
                left_ms: *left_ms,
                answered_at: None,
            });
            dossier.phase = Phase::Supplement;
        }
        Event::SupplementAnswered { papers, by, papers_travel_by, at, .. } => {
            if let Some(asked) = dossier.supplements.last_mut() {
                asked.answered_at = Some(*at);
            }
            hold_originals(&mut dossier, papers, by, *at);
            if let Some(travel_by) = papers_travel_by {
                papers::brought(&mut dossier, papers, *travel_by);
            }
            for brought in papers {
                match dossier.intake.papers.iter_mut().find(|known| known.item == brought.item) {
                    Some(known) => known.clone_from(brought),
                    None => dossier.intake.papers.push(brought.clone()),
                }
            }
            dossier.phase = Phase::Processing;
        }
        Event::DossierCorrected { correction, slip, .. } => {
            dossier.slips = *slip;
            corrected(&mut dossier, correction);
        }
        Event::SlipReplaced { token, slip, .. } => {
            dossier.slips = *slip;
            dossier.intake.token.clone_from(token);
        }
        Event::DossierWithdrawn { at, .. } => {
            dossier.phase = Phase::Withdrawn { at: *at };
        }
        Event::DossierStopped { at, .. }
        | Event::ResolutionRefused { at, .. }
        | Event::SilenceClosed { at, .. } => {
            dossier.phase = Phase::Stopped { at: *at };
        }
        Event::OriginalMoved { item, holder, at, .. } => {
            for original in dossier.originals.iter_mut().filter(|original| original.item == *item) {
                original.holder = holder.clone();
                original.since = *at;
            }
        }
        Event::FeeSettled { .. } => dossier.fee_paid = true,
        Event::PapersListed { .. } | Event::PapersReceived { .. } | Event::PapersMissed { .. } => {
            papers::moved(&mut dossier, event);
        }
        Event::PagesCaptured { .. }
        | Event::PageTurned { .. }
        | Event::PageMoved { .. }
        | Event::PageTakenOut { .. }
        | Event::PaperScanned { .. }
        | Event::PaperMarkedSecret { .. } => scans::noted(&mut dossier, event),
    }
    dossier
}

fn promised(dossier: &mut State, promise: &Promise) {
    dossier.promises.push(promise.clone());
    dossier.promise_stands = true;
}

/// Nothing is known yet but what was declared.
fn begun(provisional: String, intake: &Intake, plan: &Plan, at: Millis) -> State {
    State {
        provisional,
        code: String::new(),
        intake: intake.clone(),
        fee_paid: plan.fee().is_zero(),
        plan: plan.clone(),
        created_at: at,
        received_at: None,
        promises: Vec::new(),
        promise_stands: false,
        missed_promise: false,
        extensions: Vec::new(),
        turns: Vec::new(),
        asked_at_intake: 0,
        supplements: Vec::new(),
        result: ResultDocument::default(),
        originals: Vec::new(),
        papers: None,
        scans: Vec::new(),
        secret_papers: Vec::new(),
        slips: 0,
        reminders: 0,
        reminded_at: None,
        parked: None,
        source: String::new(),
        after_close: 0,
        phase: Phase::Draft,
        version: 0,
        stretches: Vec::new(),
    }
}

/// What the system it was taken over from tells of it.
fn at_source(dossier: &mut State, event: &Event) {
    match event {
        Event::StepNoted { turn, name, unit, person, from, at } => dossier.turns.push(Turn {
            turn: *turn,
            step: *turn,
            name: name.clone(),
            kind: StepKind::Process,
            unit: unit.clone(),
            role: String::new(),
            person: person.clone(),
            position: String::new(),
            from_unit: String::new(),
            from_person: String::new(),
            started_at: *from,
            allowed_ms: 0,
            counted: false,
            due_at: None,
            yellow_at: None,
            red_at: None,
            finished_at: Some(*at),
            timeliness: None,
            used_ms: 0,
            red_marked: false,
            escalated_to: String::new(),
        }),
        Event::DossierClosed { at } => dossier.phase = Phase::Returned { ready_at: *at, at: *at },
        Event::AfterCloseNoted { .. } => dossier.after_close += 1,
        _ => {}
    }
}

fn at_intake(dossier: &mut State, event: &Event) {
    match event {
        Event::DraftAmended { intake, plan, .. } => {
            dossier.intake = intake.clone();
            dossier.plan = plan.clone();
            dossier.fee_paid = plan.fee().is_zero();
        }
        Event::IntakeSupplementAsked { .. } => {
            dossier.phase = Phase::SupplementAtIntake;
            dossier.asked_at_intake += 1;
        }
        Event::IntakeRefused { at, .. } => dossier.phase = Phase::Refused { at: *at },
        Event::DossierReceived { agency, day, number, promise, papers_travel_by, by, at, .. } => {
            dossier.code = super::code(agency, *day, number.number());
            dossier.received_at = Some(*at);
            promised(dossier, promise);
            dossier.slips = 1;
            dossier.phase = Phase::Processing;
            let Intake { papers, .. } = dossier.intake.clone();
            hold_originals(dossier, &papers, by, *at);
            papers::brought(dossier, &papers, *papers_travel_by);
        }
        _ => {}
    }
}

/// Originals handed in are held by the officer who took them until they are moved.
fn hold_originals(dossier: &mut State, papers: &[super::state::Paper], by: &str, at: i64) {
    let handed_in = papers.iter().filter(|paper| paper.ok && paper.form == PaperForm::Original);
    for paper in handed_in {
        if !dossier.originals.iter().any(|original| original.item == paper.item) {
            dossier.originals.push(Original {
                item: paper.item,
                name: paper.name.clone(),
                holder: Holder::Person(by.to_owned()),
                since: at,
            });
        }
    }
}

fn at_step(dossier: &mut State, event: &Event) {
    match event {
        Event::StepStarted {
            turn,
            step,
            name,
            kind,
            unit,
            role,
            person,
            position,
            from_unit,
            from_person,
            allowed_ms,
            counted,
            due_at,
            yellow_at,
            red_at,
            at,
        } => dossier.turns.push(Turn {
            turn: *turn,
            step: *step,
            name: name.clone(),
            kind: *kind,
            unit: unit.clone(),
            role: role.clone(),
            person: person.clone(),
            position: position.clone(),
            from_unit: from_unit.clone(),
            from_person: from_person.clone(),
            started_at: *at,
            allowed_ms: *allowed_ms,
            counted: *counted,
            due_at: *due_at,
            yellow_at: *yellow_at,
            red_at: *red_at,
            finished_at: None,
            timeliness: None,
            used_ms: 0,
            red_marked: false,
            escalated_to: String::new(),
        }),
        Event::StepAssigned { turn, person, position, .. } => with_turn(dossier, *turn, |open| {
            open.person.clone_from(person);
            open.position.clone_from(position);
        }),
        Event::StepFinished { turn, by, outcome, used_ms, timeliness, at, .. } => {
            with_turn(dossier, *turn, |open| {
                if open.person.is_empty() {
                    open.person.clone_from(by);
                }
                open.finished_at = Some(*at);
                open.used_ms = *used_ms;
                open.timeliness = *timeliness;
            });
            // Back at the desk of whoever proposed, or with new papers: what goes to the signature is written anew.
            if outcome != "done" {
                dossier.result.refusal_proposed = None;
            }
        }
        Event::StepTurnedRed { turn, .. } => with_turn(dossier, *turn, |late| late.red_marked = true),
        Event::StepEscalated { turn, to, .. } => {
            with_turn(dossier, *turn, |late| late.escalated_to.clone_from(to));
        }
        _ => {}
    }
}

fn with_turn(dossier: &mut State, turn: i64, change: impl FnOnce(&mut Turn)) {
    if let Some(found) = dossier.turns.iter_mut().find(|past| past.turn == turn) {
        change(found);
    }
}

fn at_result(dossier: &mut State, event: &Event) {
    let result = &mut dossier.result;
    match event {
        Event::ResultDrafted { template, text, by, .. } => {
            result.template.clone_from(template);
            result.text.clone_from(text);
            result.drafted_by.clone_from(by);
            result.refusal_proposed = None;
        }
        Event::RefusalProposed { reasons, by, at } => {
            result.refusal_proposed =
                Some(RefusalProposal { reasons: reasons.clone(), by: by.clone(), at: *at });
        }
        Event::ResultApproved { by, position, block, on_behalf_of, under, .. } => {
            result.approved_by.clone_from(by);
            result.approved_position.clone_from(position);
            result.block.clone_from(block);
            result.on_behalf_of.clone_from(on_behalf_of);
            result.under.clone_from(under);
        }
        Event::ResultSentBack { .. } => {}
        Event::ResultNumbered { number, book, dated, .. } => {
            result.number = number.number();
            result.book.clone_from(book);
            result.dated = *dated;
        }
        Event::ResultReady { at, .. } => dossier.phase = Phase::Ready { at: *at },
        Event::ResultHandedOver { at, .. } => {
            let ready_at = dossier.ready_at().unwrap_or(*at);
            dossier.phase = Phase::Returned { ready_at, at: *at };
            for original in &mut dossier.originals {
                original.holder = Holder::Applicant;
                original.since = *at;
            }
        }
        Event::PickupReminded { reminder, at } => {
            dossier.reminders = *reminder;
            dossier.reminded_at = Some(*at);
        }
        Event::ResultParked { place, by, at } => {
            dossier.parked = Some(Parked { place: place.clone(), by: by.clone(), at: *at });
        }
        _ => {}
    }
}

fn corrected(dossier: &mut State, correction: &Correction) {
    match correction {
        Correction::Applicant { party } => dossier.intake.applicant = party.clone(),
        Correction::Particulars { party } => dossier.intake.particulars = Some(party.clone()),
        Correction::Fee { lines } => {
            dossier.plan.fees.clone_from(lines);
            dossier.fee_paid = dossier.plan.fee().is_zero();
        }
        Correction::Procedure { plan, promise } => {
            dossier.fee_paid = plan.fee().is_zero() || (dossier.fee_paid && plan.fees == dossier.plan.fees);
            dossier.plan = (**plan).clone();
            promised(dossier, promise);
        }
    }
}
