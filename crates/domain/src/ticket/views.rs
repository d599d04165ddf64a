use super::{Errand, Phase, Printout, State, label};
use crate::kernel::{Count, Row, StreamId, Value, Views};

/// What pages see of a ticket.
#[must_use]
pub fn views(ticket: &State, stream: StreamId) -> Views {
    let (phase, counter, called_at, visit, closed_at) = match &ticket.phase {
        Phase::Waiting => ("waiting", ticket.only_counter.as_str(), None, None, None),
        Phase::Called { counter, at } => ("called", counter.as_str(), Some(*at), None, None),
        Phase::Serving { counter, visit } => ("serving", counter.as_str(), None, Some(*visit), None),
        Phase::NoShow { counter, at } => ("no_show", counter.as_str(), Some(*at), None, Some(*at)),
        Phase::Served { counter, visit, at } => ("served", counter.as_str(), None, Some(*visit), Some(*at)),
        Phase::GivenUp { at } => ("given_up", "", None, None, Some(*at)),
    };
    let (paper, paper_at) = match ticket.printout {
        Printout::None => ("", None),
        Printout::Asked => ("asked", None),
        Printout::Printed { at, low_paper: false } => ("printed", Some(at)),
        Printout::Printed { at, low_paper: true } => ("low", Some(at)),
        Printout::Missing { problem, at } => (problem.word(), Some(at)),
    };
    let row = Row {
        table: "ticket_row",
        key: vec![("ticket", stream.into())],
        columns: vec![
            ("hall", ticket.hall.as_str().into()),
            ("day", ticket.day.into()),
            ("field", ticket.field.as_str().into()),
            ("series", ticket.series.as_str().into()),
            ("number", ticket.number.into()),
            ("label", label(&ticket.series, ticket.number).into()),
            ("priority", ticket.priority.word().into()),
            ("procedure", ticket.procedure.as_str().into()),
            ("token", ticket.token.as_str().into()),
            ("phase", phase.into()),
            ("order_at", ticket.order_at.into()),
            ("taken_at", ticket.taken_at.into()),
            ("not_before", ticket.not_before.unwrap_or(0).into()),
            ("defers", ticket.defers.into()),
            ("others", fields_of(&ticket.others).into()),
            ("notice", ticket.notice.word().into()),
            ("told", ticket.notice.person().map_or(Value::Null, |person| person.subject.into())),
            ("appointment_at", ticket.appointment.into()),
            ("dossier", ticket.dossier.map_or(Value::Null, Into::into)),
            ("called_at", called_at.into()),
            ("calls", ticket.calls.into()),
            ("first_called_at", ticket.first_called_at.into()),
            ("seated_at", ticket.seated_at.into()),
            ("counter", counter.into()),
            ("visit", visit.map_or(Value::Null, Into::into)),
            ("closed_at", closed_at.into()),
            ("paper", paper.into()),
            ("paper_at", paper_at.into()),
        ],
    };
    Views { rows: vec![row], counts: counts(ticket, phase) }
}

fn fields_of(others: &[Errand]) -> String {
    others.iter().map(|other| other.field.as_str()).collect::<Vec<_>>().join(" ")
}

fn counts(ticket: &State, phase: &str) -> Vec<Count> {
    let mut measures = vec!["tickets"];
    match phase {
        "served" => measures.push("tickets_served"),
        "no_show" => measures.push("tickets_missed"),
        "given_up" => measures.push("tickets_given_up"),
        _ => {}
    }
    measures
        .into_iter()
        .map(|measure| Count {
            table: "daily_count",
            key: vec![
                ("day", ticket.day.into()),
                ("unit", ticket.hall.as_str().into()),
                ("measure", measure.into()),
            ],
            adds: vec![("n", 1)],
        })
        .collect()
}
