use super::command::{Command, Correct, Outcome};
use super::event::Event;
use super::facts::Facts;
use super::state::{Phase, State};
use super::{amend, extension, intake, papers, refusal, result, scans, work};
use crate::kernel::{Millis, Refusal, Violation};

/// The instant whose rules a command is decided by: that of the reception, whatever was amended since; of a slip on paper, its time; of
/// what is not received yet, now.
#[must_use]
pub fn ruled_by(state: Option<&State>, command: &Command, now: Millis) -> Millis {
    match command {
        Command::Intake { outcome: Outcome::ReceiveBySlip { received_at, .. }, .. } => *received_at,
        _ => state.map_or(now, |dossier| dossier.ruled_by(now)),
    }
}

/// Decides what a command does to a dossier.
///
/// # Errors
/// A refusal names its code, the rule when a document says so, and every violation at once. The dossier is left
/// as it was. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    command: Command,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let Some(dossier) = state else {
        return match command {
            Command::Intake { intake, plan, outcome } => intake::begin(*intake, *plan, outcome, facts, now),
            _ => Err(Refusal::new("dossier_unknown")),
        };
    };
    match command {
        Command::Intake { intake, plan, outcome } => {
            intake::go_on(dossier, *intake, *plan, outcome, facts, now)
        }
        Command::FinishStep { by, note, next_person, next_position } => {
            work::finish(dossier, &by, note, next_person, next_position, facts, now)
        }
        Command::HandBack { by, to_step, reason } => {
            work::hand_back(dossier, &by, to_step, reason, facts, now)
        }
        Command::Assign { by, person, position, reason } => {
            work::assign(dossier, &by, person, position, reason, now)
        }
        Command::RequestSupplement { by, items } => work::request_supplement(dossier, &by, items, facts, now),
        Command::AnswerSupplement { by, papers, visit } => {
            work::answer_supplement(dossier, &by, papers, visit, facts, now)
        }
        Command::DraftResult { by, text } => result::draft(dossier, &by, text, now),
        Command::Approve { by, block, on_behalf_of, under } => {
            result::approve(dossier, &by, (block, on_behalf_of, under), facts, now)
        }
        Command::ProposeRefusal { by, reasons } => refusal::propose(dossier, &by, reasons, facts, now),
        Command::RefuseResolution { by, reasons, block, on_behalf_of, under } => {
            refusal::sign(dossier, &by, reasons, (block, on_behalf_of, under), facts, now)
        }
        Command::SendBack { by, reason, on_behalf_of } => {
            result::send_back(dossier, &by, reason, &on_behalf_of, facts, now)
        }
        Command::NumberResult { by, book } => result::number(dossier, &by, &book, facts, now),
        Command::HandOver { by, to, identified_by, proxy_paper, visit } => {
            result::hand_over(dossier, &by, to, identified_by, proxy_paper, visit, facts, now)
        }
        Command::RemindPickup => result::remind(dossier, facts, now),
        Command::Park { by, place, after_days } => result::park(dossier, &by, &place, after_days, now),
        Command::Correct { by, correct, reason } => amend::correct(dossier, &by, correct, reason, facts, now),
        Command::ReplaceSlip { by, to, identified_by, proxy_paper, token } => {
            amend::replace_slip(dossier, &by, to, identified_by, proxy_paper, token, now)
        }
        Command::Extend(asked) => extension::extend(dossier, asked, facts, now),
        Command::Withdraw { by, reason } => amend::withdraw(dossier, &by, &reason, facts, now),
        Command::Stop { by, reason } => amend::stop(dossier, &by, &reason, facts, now),
        Command::MarkRed { turn } => Ok(work::mark_red(dossier, turn, now)),
        Command::MarkLate => Ok(work::mark_late(dossier, now)),
        Command::CloseAfterSilence => work::close_after_silence(dossier, facts, now),
        Command::Escalate { turn, to } => Ok(work::escalate(dossier, turn, to, now)),
        Command::GiveBackOriginals { by } => amend::give_back_originals(dossier, &by, now),
        Command::MoveOriginal { by, item, holder } => amend::move_original(dossier, &by, item, holder, now),
        Command::ListPapers { by, list, to } => papers::list(dossier, &by, list, to, now),
        Command::ReceivePapers { by, list, to } => papers::receive(dossier, &by, list, to, now),
        Command::MissPapers { by, list, reason } => papers::miss(dossier, &by, list, reason, now),
        Command::Scan { by, item, scan } => scans::decide(dossier, &by, item, scan, now),
        Command::SettleFee { payment, amount_vnd } => Ok(if dossier.fee_paid {
            Vec::new()
        } else {
            vec![Event::FeeSettled { payment, amount_vnd, at: now }]
        }),
    }
}

/// A text that must not be empty, else a violation of that field.
pub(super) fn reason_missing(field: &str, reason: &str) -> Vec<Violation> {
    if reason.trim().is_empty() { vec![Violation::new(field, "reason_missing")] } else { Vec::new() }
}

/// The same as a refusal of its own.
pub(super) fn reason_given(field: &str, reason: &str) -> Result<(), Refusal> {
    all_at_once(reason_missing(field, reason))
}

/// One refusal for everything that is wrong, named after the first of it.
pub(super) fn all_at_once(violations: Vec<Violation>) -> Result<(), Refusal> {
    let code = violations.first().map(|first| first.code.clone()).unwrap_or_default();
    Refusal::unless_empty(&code, violations)
}

/// The dossier is under way, else a refusal that says where it stands.
pub(super) fn processing(dossier: &State) -> Result<(), Refusal> {
    if dossier.phase == Phase::Processing { Ok(()) } else { Err(wrong_phase(dossier)) }
}

pub(super) fn wrong_phase(dossier: &State) -> Refusal {
    Refusal::new("dossier_in_other_phase")
        .with(Violation::new("", "dossier_in_other_phase").with("phase", dossier.phase_word()))
}

impl Correct {
    pub(super) const fn is_procedure(&self) -> bool {
        matches!(self, Self::Procedure(_))
    }
}
