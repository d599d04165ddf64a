//! Hồ sơ tiếp quản: what another system tells of a dossier, at the instants at which it happened there.
//!
//! Nothing is judged: it was done elsewhere, under other rules. What is asked here is only that the story holds together,
//! so that what was done late there is late here, to the millisecond.

use super::clock::{self, From};
use super::event::Event;
use super::facts::{Facts, Plan, Promise, StepKind};
use super::state::{Intake, Phase, State};
use crate::kernel::{Millis, Refusal, Violation};
use calendar::Span;

/// What the other system tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The dossier came in.
    Received {
        /// Where it comes from.
        source: String,
        /// Its code there.
        code: String,
        /// What is known of its declaration.
        intake: Box<Intake>,
        /// What it goes through.
        plan: Box<Plan>,
        /// Instant promised there.
        due_at: Option<Millis>,
    },
    /// Something was done.
    Done {
        /// What.
        name: String,
        /// Unit.
        unit: String,
        /// Person.
        person: String,
    },
    /// It ended.
    Closed,
}

/// Takes down what the other system tells of `now`.
///
/// # Errors
/// When it is not of a dossier taken over, or older than what was told before.
pub fn note(state: Option<&State>, told: Told, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, told) {
        (None, Told::Received { source, code, intake, plan, due_at }) => {
            let unnamed =
                [("source", &source), ("code", &code)].into_iter().filter(|(_, word)| word.trim().is_empty());
            let violations =
                unnamed.map(|(field, _)| Violation::new(field, "source_or_code_missing")).collect();
            Refusal::unless_empty("taken_over_without_name", violations)?;
            let promise = due_at.map(|due| promised_there(&plan, now, due));
            Ok(vec![Event::DossierTakenOver { source, code, intake: *intake, plan: *plan, promise, at: now }])
        }
        (None, _) => Err(Refusal::new("dossier_unknown")),
        (Some(_), Told::Received { .. }) => Err(Refusal::new("dossier_taken_over_before")),
        (Some(dossier), _) if dossier.source.is_empty() => Err(Refusal::new("dossier_not_taken_over")),
        (Some(dossier), Told::Done { name, unit, person }) => done(dossier, name, unit, person, now),
        (Some(dossier), Told::Closed) => match dossier.phase {
            Phase::Returned { .. } => Ok(Vec::new()),
            _ => Ok(vec![Event::DossierClosed { at: now }]),
        },
    }
}

fn done(
    dossier: &State,
    name: String,
    unit: String,
    person: String,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    if matches!(dossier.phase, Phase::Returned { .. }) {
        return Ok(vec![Event::AfterCloseNoted { name, unit, person, at: now }]);
    }
    let last = dossier.turns.last();
    let from = last.and_then(|turn| turn.finished_at).or(dossier.received_at).unwrap_or(now);
    if last.is_some() && now < from {
        return Err(Refusal::new("told_out_of_order"));
    }
    let turn = last.map_or(1, |turn| turn.turn + 1);
    // Some clocks of a source run ahead of the one that took the reception down.
    Ok(vec![Event::StepNoted { turn, name, unit, person, from: from.min(now), at: now }])
}

/// Takes a dossier up at the step it is at there, by whoever has it there: from now on it goes through its steps here.
///
/// # Errors
/// `dossier_not_taken_over`, `dossier_under_way` when somebody has it here already, `step_unknown`, and `step_after_draft`: a
/// result that was drafted there is not here, so whoever drafts it has to do so again.
pub fn take_up(
    dossier: &State,
    step: i64,
    (person, position): (String, String),
    facts: &Facts<'_>,
    since: Millis,
) -> Result<Vec<Event>, Refusal> {
    if dossier.source.is_empty() {
        return Err(Refusal::new("dossier_not_taken_over"));
    }
    if !dossier.turns.is_empty() || !matches!(dossier.phase, Phase::Processing) {
        return Err(Refusal::new("dossier_under_way"));
    }
    let plan = dossier.plan.step(step).ok_or_else(|| {
        Refusal::new("step_unknown").with(Violation::new("step", "step_unknown").with("step", step))
    })?;
    if can_be_taken_up(&dossier.plan).all(|possible| possible != step) {
        return Err(Refusal::new("step_after_draft")
            .with(Violation::new("step", "step_after_draft").with("name", &plan.name)));
    }
    let from = From { unit: &dossier.plan.receiving_unit, person: &dossier.intake.officer };
    Ok(vec![clock::start_step(1, plan, from, Some((person, position)), facts, since)?])
}

/// The steps at which a dossier of another system can be taken up: those up to the last at which a result is drafted.
pub fn can_be_taken_up(plan: &Plan) -> impl Iterator<Item = i64> + '_ {
    let last = plan.steps.iter().filter(|step| step.kind == StepKind::Process).map(|step| step.step).max();
    let before =
        move |kind: StepKind| !matches!(kind, StepKind::Approve | StepKind::Number | StepKind::Return);
    plan.steps
        .iter()
        .filter(move |step| last.is_none_or(|last| step.step <= last) && before(step.kind))
        .map(|step| step.step)
}

/// The day promised there, as it was promised: how it was counted is not known here.
fn promised_there(plan: &Plan, counted_from: Millis, due: Millis) -> Promise {
    let terms = plan.appointments.first();
    Promise {
        appointment: 0,
        counted_from,
        first_due_at: due,
        due_at: due,
        statutory_due_at: due,
        committed: terms.map_or(Span::WorkingDays(0), |terms| terms.committed),
        statutory: terms.map_or(Span::WorkingDays(0), |terms| terms.statutory),
        calendar: String::new(),
        provisional: false,
        days: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{FilingChannel, Party, ProcedureRef, StepPlan, SupplementPolicy, apply};
    use crate::kernel::SubjectId;
    use proptest::prelude::*;

    const HOUR: Millis = 3_600_000;

    fn received(due_at: Option<Millis>) -> Told {
        let nobody = Party { subject: SubjectId(1), version: 1, digest: String::new() };
        Told::Received {
            source: "receipt".to_owned(),
            code: "case-10011".to_owned(),
            intake: Box::new(Intake {
                token: "t0ken".to_owned(),
                channel: FilingChannel::Online,
                applicant: nobody,
                owner: None,
                proxy: None,
                particulars: None,
                papers: Vec::new(),
                earlier: Vec::new(),
                officer: "Resource21".to_owned(),
                position: String::new(),
                visit: None,
            }),
            plan: Box::new(Plan {
                procedure: ProcedureRef {
                    code: "imported".to_owned(),
                    publisher: "imported".to_owned(),
                    version: String::new(),
                    name: "Receipt phase".to_owned(),
                    field: String::new(),
                },
                regime: "imported".to_owned(),
                agency: String::new(),
                receiving_unit: "General".to_owned(),
                handling_unit: "Group 2".to_owned(),
                appointments: Vec::new(),
                steps: Vec::new(),
                fees: Vec::new(),
                supplement: SupplementPolicy::Pause,
                result_template: String::new(),
                on_the_spot: false,
                kept_off_scan: Vec::new(),
                silence: None,
                ask_within: None,
            }),
            due_at,
        }
    }

    fn done(name: &str) -> Told {
        Told::Done { name: name.to_owned(), unit: "Group 1".to_owned(), person: "Resource21".to_owned() }
    }

    fn tell(state: Option<State>, told: Told, now: Millis) -> Option<State> {
        let events = note(state.as_ref(), told, now).expect("it is told");
        events.iter().fold(state, |state, event| Some(apply(state, event)))
    }

    fn refused(state: Option<&State>, told: Told, now: Millis) -> String {
        note(state, told, now).expect_err("it is refused").code
    }

    #[test]
    fn a_case_of_another_office_keeps_its_code_its_promise_and_the_instants_at_which_things_were_done() {
        let case = tell(None, received(Some(10 * HOUR)), HOUR);
        let case = tell(case, done("Confirmation of receipt"), 2 * HOUR);
        let case = tell(case, done("Determine necessity"), 5 * HOUR).expect("it is there");
        assert_eq!((case.code.as_str(), case.received_at, case.is_open()), ("case-10011", Some(HOUR), true));
        assert_eq!(case.promise().map(|promise| promise.first_due_at), Some(10 * HOUR));
        let told: Vec<_> =
            case.turns.iter().map(|turn| (turn.turn, turn.started_at, turn.finished_at)).collect();
        assert_eq!(told, [(1, HOUR, Some(2 * HOUR)), (2, 2 * HOUR, Some(5 * HOUR))]);
        assert_eq!(case.open_turn(), None, "what comes next is not known");
    }

    #[test]
    fn on_time_and_late_are_what_they_were_there_to_the_millisecond() {
        for (closed, late) in [(10 * HOUR, false), (10 * HOUR + 1, true)] {
            let case =
                tell(tell(None, received(Some(10 * HOUR)), 0), Told::Closed, closed).expect("it is there");
            assert_eq!((case.was_late(), case.is_open(), case.exchange_status()), (late, false, 10));
        }
        let open = tell(None, received(None), 0).expect("it is there");
        assert!(!open.was_late() && open.promise().is_none());
    }

    #[test]
    fn what_is_told_after_the_close_is_kept_as_a_note_and_moves_nothing() {
        let closed = tell(tell(None, received(Some(HOUR)), 0), Told::Closed, HOUR);
        let noted = tell(closed.clone(), done("Archive"), 3 * HOUR).expect("it is there");
        let closed = closed.expect("it is there");
        assert_eq!((noted.after_close, noted.turns.len()), (1, 0));
        assert_eq!((noted.phase.clone(), noted.was_late()), (closed.phase, false));
        assert_eq!(note(Some(&noted), Told::Closed, 4 * HOUR), Ok(Vec::new()), "it is closed already");
    }

    #[test]
    fn a_result_drafted_elsewhere_is_drafted_again_so_a_dossier_is_taken_up_before() {
        let step = |number, kind| StepPlan {
            step: number,
            name: format!("Bước {number}"),
            kind,
            unit: "U".to_owned(),
            role: "specialist".to_owned(),
            minutes: 60,
            counted: true,
        };
        let kinds =
            [StepKind::Intake, StepKind::Assign, StepKind::Process, StepKind::Review, StepKind::Approve];
        let steps = (1..).zip(kinds).map(|(number, kind)| step(number, kind)).collect();
        let Told::Received { plan, .. } = received(None) else { unreachable!() };
        let plan = Plan { steps, ..*plan };
        assert_eq!(can_be_taken_up(&plan).collect::<Vec<_>>(), [1, 2, 3]);
        let unwritten = Plan { steps: vec![step(1, StepKind::Review), step(2, StepKind::Return)], ..plan };
        assert_eq!(can_be_taken_up(&unwritten).collect::<Vec<_>>(), [1], "nothing is drafted at all");
    }

    #[test]
    fn a_story_that_does_not_hold_together_is_refused() {
        assert_eq!(refused(None, done("x"), 0), "dossier_unknown");
        let Told::Received { source, intake, plan, due_at, .. } = received(None) else { unreachable!() };
        let unnamed = Told::Received { source, code: " ".to_owned(), intake, plan, due_at };
        assert_eq!(refused(None, unnamed, 0), "taken_over_without_name");
        let case = tell(tell(None, received(None), 0), done("first"), 2 * HOUR).expect("it is there");
        assert_eq!(refused(Some(&case), received(None), 3 * HOUR), "dossier_taken_over_before");
        assert_eq!(refused(Some(&case), done("older"), HOUR), "told_out_of_order");
        let own = State { source: String::new(), ..case };
        assert_eq!(refused(Some(&own), done("x"), 3 * HOUR), "dossier_not_taken_over");
    }

    proptest! {
        #[test]
        fn nothing_told_in_order_is_refused_or_lost(
            gaps in proptest::collection::vec(0..5 * HOUR, 0..30),
            closed_after in 0..30_usize,
        ) {
            let mut state = tell(None, received(Some(20 * HOUR)), 0);
            let mut now = 0;
            for (number, gap) in gaps.iter().enumerate() {
                now += gap;
                if number == closed_after {
                    state = tell(state, Told::Closed, now);
                }
                state = tell(state, done(&number.to_string()), now);
            }
            let state = state.expect("it is there");
            let noted = i64::try_from(state.turns.len()).expect("few") + state.after_close;
            prop_assert_eq!(noted, i64::try_from(gaps.len()).expect("few"));
            prop_assert!(state.turns.windows(2).all(|two| two[0].finished_at == Some(two[1].started_at)));
            prop_assert_eq!(state.is_open(), closed_after >= gaps.len());
        }
    }
}
