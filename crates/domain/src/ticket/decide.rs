use super::{
    Command, Errand, Event, Notice, Phase, PrintProblem, Printout, Priority, QueueRules, State, Take,
};
use crate::dossier::Party;
use crate::kernel::{Millis, Number, Refusal, StreamId, Violation};

/// Paper that comes out later than so long after the number was taken is litter: its owner has left the kiosk.
pub const PAPER_WITHIN_MS: Millis = 60_000;

/// Decides what a command does to a ticket.
///
/// # Errors
/// `ticket_unknown`, `ticket_taken_already`, `hall_closed`, `hall_closing`, `ticket_not_waiting`, `ticket_not_called_here`,
/// `ticket_kept_for_other_counter`, `ticket_deferred`, `ticket_deferred_often`, `ticket_notice_given`, `ticket_notice_not_asked`, `ticket_errands_many`, `ticket_over`, `ticket_paper_settled`: what was asked does not fit where the ticket stands.
/// An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    command: Command,
    rules: QueueRules,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Take(take)) => take_number(take, rules, now),
        (None, Command::TakeBefore(take, closing)) => match closing.refusal(now) {
            Some(refusal) => Err(refusal),
            None => take_number(take, rules, now),
        },
        (Some(_), Command::Take(_) | Command::TakeBefore(..)) => Err(Refusal::new("ticket_taken_already")),
        (None, _) => Err(Refusal::new("ticket_unknown")),
        (Some(ticket), command) => follow_up(ticket, command, rules, now),
    }
}

fn take_number(take: Take, rules: QueueRules, now: Millis) -> Result<Vec<Event>, Refusal> {
    let mut others: Vec<Errand> = Vec::new();
    for other in take.others {
        let again = other.field == take.field || others.iter().any(|one| one.field == other.field);
        if !again {
            others.push(other);
        }
    }
    within(rules, others.len() + 1)?;
    let head_start = if take.priority == Priority::None { 0 } else { rules.head_start_ms };
    // Who comes to an appointment never waits longer than with a number taken now; who comes too late has such a number.
    let agreed = take.appointment.filter(|agreed| now <= agreed + rules.appointment_late_ms);
    let since = agreed.map_or(now, |agreed| now.min(agreed - rules.appointment_head_start_ms));
    Ok(vec![Event::TicketTaken {
        number: Number::next(format!("ticket/{}/{}/{}", take.hall, take.series, take.day)),
        hall: take.hall,
        day: take.day,
        field: take.field,
        series: take.series,
        priority: take.priority,
        procedure: take.procedure,
        token: take.token,
        appointment: take.appointment,
        dossier: take.dossier,
        others,
        paper: take.paper,
        at: now,
        order_at: since - head_start,
    }])
}

/// So many errands one number may be for.
fn within(rules: QueueRules, errands: usize) -> Result<(), Refusal> {
    if i64::try_from(errands).is_ok_and(|errands| errands <= rules.errands.max(1)) {
        return Ok(());
    }
    let most = Violation::new("", "ticket_errands_many").with("most", rules.errands.max(1));
    Err(Refusal::new("ticket_errands_many").with(most))
}

fn follow_up(ticket: &State, command: Command, rules: QueueRules, at: Millis) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Take(_) | Command::TakeBefore(..) => Err(Refusal::new("ticket_taken_already")),
        Command::Call { counter } => call(ticket, counter, at),
        Command::Recall { counter } => {
            called_here(ticket, &counter).map(|()| vec![Event::TicketRecalled { counter, at }])
        }
        Command::Move { field, counter } => move_on(ticket, field, counter, at),
        Command::MarkNoShow { counter } => {
            if matches!(&ticket.phase, Phase::NoShow { counter: by, .. } if *by == counter) {
                return Ok(Vec::new());
            }
            called_here(ticket, &counter).map(|()| vec![Event::TicketMissed { counter, at }])
        }
        Command::PutBack => put_back(ticket, rules, at),
        Command::Defer => defer(ticket, rules, at),
        Command::AskNotice { person } => ask_notice(ticket, person, at),
        Command::DropNotice => match ticket.notice {
            Notice::Asked { .. } => Ok(vec![Event::TicketNoticeDropped { at }]),
            Notice::None | Notice::Dropped { .. } => Ok(Vec::new()),
            Notice::Given { .. } => Err(Refusal::new("ticket_notice_given")),
        },
        Command::GiveNotice => match (&ticket.notice, &ticket.phase) {
            (Notice::Given { .. }, _) => Ok(Vec::new()),
            (Notice::Asked { .. }, Phase::Waiting) => Ok(vec![Event::TicketNoticeGiven { at }]),
            // Refused, not done: who waits again, or asks again, is told then.
            (Notice::Asked { .. }, _) => Err(Refusal::new("ticket_not_waiting")),
            (Notice::None | Notice::Dropped { .. }, _) => Err(Refusal::new("ticket_notice_not_asked")),
        },
        Command::Serve { counter, visit } => serve(ticket, counter, visit, at),
        Command::AddErrand { errand } => add_errand(ticket, errand, rules, at),
        Command::DropErrand { field } => match ticket.phase {
            Phase::Served { .. } | Phase::GivenUp { .. } => Err(Refusal::new("ticket_over")),
            _ if ticket.others.iter().any(|other| other.field == field) => {
                Ok(vec![Event::TicketErrandDropped { field, at }])
            }
            _ => Ok(Vec::new()),
        },
        Command::Finish { fields } => match ticket.phase {
            Phase::Serving { .. } => Ok(vec![finished(ticket, &fields, at)]),
            Phase::Served { .. } => Ok(Vec::new()),
            _ => Err(Refusal::new("ticket_not_serving")),
        },
        Command::GiveUp => match ticket.phase {
            Phase::Waiting | Phase::Called { .. } | Phase::NoShow { .. } => {
                Ok(vec![Event::TicketGivenUp { at }])
            }
            Phase::GivenUp { .. } => Ok(Vec::new()),
            Phase::Serving { .. } | Phase::Served { .. } => Err(Refusal::new("ticket_over")),
        },
        Command::BeginPrinting => begin_printing(ticket, at),
        Command::NotePrinted { low_paper } => match ticket.printout {
            Printout::Printed { .. } => Ok(Vec::new()),
            _ => once_asked(ticket, Event::TicketPrinted { low_paper, at }),
        },
        Command::NoteNotPrinted { problem } => match ticket.printout {
            Printout::Missing { .. } => Ok(Vec::new()),
            _ => once_asked(ticket, Event::TicketNotPrinted { problem, at }),
        },
    }
}

/// Nothing is decided while the printer may print. Whoever was called to the counter and came, or left, needs no paper any more.
fn begin_printing(ticket: &State, at: Millis) -> Result<Vec<Event>, Refusal> {
    let expected = matches!(ticket.phase, Phase::Waiting | Phase::Called { .. });
    if ticket.printout == Printout::Asked && expected && at - ticket.taken_at <= PAPER_WITHIN_MS {
        return Ok(Vec::new());
    }
    once_asked(ticket, Event::TicketNotPrinted { problem: PrintProblem::TooLate, at })
}

fn once_asked(ticket: &State, event: Event) -> Result<Vec<Event>, Refusal> {
    if ticket.printout == Printout::Asked {
        Ok(vec![event])
    } else {
        Err(Refusal::new("ticket_paper_settled"))
    }
}

fn call(ticket: &State, counter: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    if matches!(&ticket.phase, Phase::Called { counter: by, .. } if *by == counter) {
        return Ok(Vec::new());
    }
    if ticket.phase != Phase::Waiting {
        return Err(Refusal::new("ticket_not_waiting"));
    }
    if !ticket.only_counter.is_empty() && ticket.only_counter != counter {
        return Err(Refusal::new("ticket_kept_for_other_counter").with(
            Violation::new("", "ticket_kept_for_other_counter").with("counter", &ticket.only_counter),
        ));
    }
    if ticket.not_before.is_some_and(|until| at < until) {
        return Err(Refusal::new("ticket_deferred"));
    }
    Ok(vec![Event::TicketCalled { counter, at }])
}

/// More time costs nobody else theirs: the place is kept, the others go on, and so often it may be asked for and no oftener.
fn defer(ticket: &State, rules: QueueRules, at: Millis) -> Result<Vec<Event>, Refusal> {
    match ticket.phase {
        Phase::Waiting if ticket.not_before.is_some_and(|until| at < until) => Ok(Vec::new()),
        Phase::Waiting | Phase::Called { .. } if ticket.defers >= rules.defers => {
            Err(Refusal::new("ticket_deferred_often")
                .with(Violation::new("", "ticket_deferred_often").with("times", rules.defers)))
        }
        Phase::Waiting | Phase::Called { .. } => {
            Ok(vec![Event::TicketDeferred { until: at + rules.defer_ms, at }])
        }
        Phase::NoShow { .. } => Err(Refusal::new("ticket_not_waiting")),
        Phase::Serving { .. } | Phase::Served { .. } | Phase::GivenUp { .. } => {
            Err(Refusal::new("ticket_over"))
        }
    }
}

/// Another number may be given instead of the first; who was told is not told again.
fn ask_notice(ticket: &State, person: Party, at: Millis) -> Result<Vec<Event>, Refusal> {
    match (&ticket.phase, &ticket.notice) {
        (Phase::Waiting, Notice::Given { .. }) => Err(Refusal::new("ticket_notice_given")),
        (Phase::Waiting, Notice::Asked { person: before }) if *before == person => Ok(Vec::new()),
        (Phase::Waiting, _) => Ok(vec![Event::TicketNoticeAsked { person, at }]),
        _ => Err(Refusal::new("ticket_not_waiting")),
    }
}

fn called_here(ticket: &State, counter: &str) -> Result<(), Refusal> {
    match &ticket.phase {
        Phase::Called { counter: by, .. } if by == counter => Ok(()),
        _ => Err(Refusal::new("ticket_not_called_here")),
    }
}

fn move_on(ticket: &State, field: String, counter: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    if ticket.phase == Phase::Waiting && ticket.field == field && ticket.only_counter == counter {
        return Ok(Vec::new());
    }
    match ticket.phase {
        Phase::Waiting | Phase::Called { .. } | Phase::NoShow { .. } => {
            Ok(vec![Event::TicketMoved { field, counter, at }])
        }
        Phase::Serving { .. } | Phase::Served { .. } | Phase::GivenUp { .. } => {
            Err(Refusal::new("ticket_over"))
        }
    }
}

/// Whoever comes back soon gets the old place; later one waits anew, so that nobody gains by stepping out.
fn put_back(ticket: &State, rules: QueueRules, at: Millis) -> Result<Vec<Event>, Refusal> {
    match ticket.phase {
        Phase::NoShow { at: missed, .. } => {
            let order_at = if at - missed <= rules.grace_ms { ticket.order_at } else { at };
            Ok(vec![Event::TicketPutBack { at, order_at }])
        }
        Phase::Called { .. } => Ok(vec![Event::TicketPutBack { at, order_at: ticket.order_at }]),
        Phase::Waiting => Ok(Vec::new()),
        Phase::Serving { .. } | Phase::Served { .. } | Phase::GivenUp { .. } => {
            Err(Refusal::new("ticket_over"))
        }
    }
}

/// What the counter takes was dealt with there. The first errand of another line goes on in the old place: nobody waits longer for having come for two
/// things, and nobody who stands there already is passed by somebody who came later.
fn finished(ticket: &State, fields: &[String], at: Millis) -> Event {
    let here = |errand: &&Errand| errand.field != ticket.field && !fields.contains(&errand.field);
    let mut left = ticket.others.iter().filter(here).cloned();
    match left.next() {
        Some(Errand { field, procedure }) => {
            Event::TicketPassedOn { field, procedure, others: left.collect(), at }
        }
        None => Event::TicketServed { at },
    }
}

fn add_errand(ticket: &State, errand: Errand, rules: QueueRules, at: Millis) -> Result<Vec<Event>, Refusal> {
    if matches!(ticket.phase, Phase::Served { .. } | Phase::GivenUp { .. }) {
        return Err(Refusal::new("ticket_over"));
    }
    if ticket.field == errand.field || ticket.others.iter().any(|other| other.field == errand.field) {
        return Ok(Vec::new());
    }
    within(rules, ticket.others.len() + 2)?;
    Ok(vec![Event::TicketErrandAdded { errand, at }])
}

fn serve(ticket: &State, counter: String, visit: StreamId, at: Millis) -> Result<Vec<Event>, Refusal> {
    match &ticket.phase {
        Phase::Serving { visit: under_way, .. } if *under_way == visit => Ok(Vec::new()),
        _ => called_here(ticket, &counter).map(|()| vec![Event::TicketServing { counter, visit, at }]),
    }
}
