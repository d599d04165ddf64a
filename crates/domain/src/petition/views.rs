use super::{Petition, State};
use crate::kernel::{Row, StreamId, Views};

/// What pages see of the petitions about a dossier: one row each.
#[must_use]
pub fn views(state: &State, stream: StreamId) -> Views {
    let rows = state.petitions.iter().map(|petition| petition_row(state, petition, stream)).collect();
    Views { rows, counts: Vec::new() }
}

fn petition_row(state: &State, petition: &Petition, stream: StreamId) -> Row {
    let answer = petition.answer.as_ref();
    Row {
        table: "petition_row",
        key: vec![("petitions", stream.into()), ("number", petition.number.into())],
        columns: vec![
            ("dossier", state.dossier.into()),
            ("code", state.code.as_str().into()),
            ("unit", petition.unit.as_str().into()),
            ("matter", petition.matter.word().into()),
            ("lodged_at", petition.lodged_at.into()),
            ("due_at", petition.due_at.into()),
            ("answered_at", answer.map(|answer| answer.at).into()),
            ("answered_by", answer.map_or("", |answer| answer.by.as_str()).into()),
            ("upheld", i64::from(answer.is_some_and(|answer| answer.upheld)).into()),
            ("is_open", i64::from(answer.is_none()).into()),
            // Open ones by when they are due, answered ones by when they were.
            ("order_at", answer.map_or(petition.due_at, |answer| answer.at).into()),
        ],
    }
}
