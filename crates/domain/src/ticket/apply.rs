use super::{Event, Notice, Phase, Printout, State};

/// The ticket after one more event.
///
/// # Panics
/// When a stream does not begin with `TicketTaken`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::TicketTaken {
        hall,
        day,
        field,
        series,
        number,
        priority,
        procedure,
        token,
        appointment,
        dossier,
        others,
        paper,
        at,
        order_at,
    } = event
    {
        return State {
            hall: hall.clone(),
            day: *day,
            field: field.clone(),
            series: series.clone(),
            number: number.number(),
            priority: *priority,
            procedure: procedure.clone(),
            others: others.clone(),
            token: token.clone(),
            appointment: *appointment,
            dossier: *dossier,
            taken_at: *at,
            order_at: *order_at,
            only_counter: String::new(),
            not_before: None,
            defers: 0,
            calls: 0,
            printout: if *paper { Printout::Asked } else { Printout::None },
            notice: Notice::None,
            first_called_at: None,
            passed_on_at: None,
            seated_at: None,
            phase: Phase::Waiting,
        };
    }
    let mut ticket = state.expect("a ticket's first event is TicketTaken");
    match event {
        Event::TicketTaken { .. } => {}
        Event::TicketCalled { counter, at } | Event::TicketRecalled { counter, at } => {
            ticket.calls += 1;
            ticket.first_called_at.get_or_insert(*at);
            ticket.phase = Phase::Called { counter: counter.clone(), at: *at };
        }
        Event::TicketMoved { field, counter, .. } => {
            ticket.field.clone_from(field);
            ticket.only_counter.clone_from(counter);
            ticket.phase = Phase::Waiting;
        }
        Event::TicketMissed { counter, at } => {
            ticket.phase = Phase::NoShow { counter: counter.clone(), at: *at }
        }
        Event::TicketPutBack { order_at, .. } => {
            ticket.order_at = *order_at;
            ticket.phase = Phase::Waiting;
        }
        Event::TicketDeferred { until, .. } => {
            ticket.not_before = Some(*until);
            ticket.defers += 1;
            ticket.phase = Phase::Waiting;
        }
        Event::TicketNoticeAsked { person, .. } => {
            ticket.notice = Notice::Asked { person: person.clone() };
        }
        Event::TicketNoticeDropped { .. } => {
            if let Notice::Asked { person } = ticket.notice {
                ticket.notice = Notice::Dropped { person };
            }
        }
        Event::TicketNoticeGiven { at } => {
            if let Notice::Asked { person } = ticket.notice {
                ticket.notice = Notice::Given { person, at: *at };
            }
        }
        Event::TicketServing { counter, visit, at } => {
            // Whoever goes on to another counter has sat down at the first already.
            ticket.seated_at.get_or_insert(*at);
            ticket.phase = Phase::Serving { counter: counter.clone(), visit: *visit };
        }
        Event::TicketServed { at } => {
            if let Phase::Serving { counter, visit } = ticket.phase {
                ticket.phase = Phase::Served { counter, visit, at: *at };
            }
        }
        Event::TicketPassedOn { field, procedure, others, at } => {
            ticket.passed_on_at = Some(*at);
            ticket.field.clone_from(field);
            ticket.procedure.clone_from(procedure);
            ticket.others.clone_from(others);
            ticket.only_counter = String::new();
            ticket.phase = Phase::Waiting;
        }
        Event::TicketErrandAdded { errand, .. } => ticket.others.push(errand.clone()),
        Event::TicketErrandDropped { field, .. } => ticket.others.retain(|other| other.field != *field),
        Event::TicketGivenUp { at } => ticket.phase = Phase::GivenUp { at: *at },
        Event::TicketPrinted { low_paper, at } => {
            ticket.printout = Printout::Printed { at: *at, low_paper: *low_paper };
        }
        Event::TicketNotPrinted { problem, at } => {
            ticket.printout = Printout::Missing { problem: *problem, at: *at };
        }
    }
    ticket
}
