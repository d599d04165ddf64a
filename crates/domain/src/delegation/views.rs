use super::State;
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages, and whoever decides who may sign, see of a grant.
#[must_use]
pub fn views(state: &State, stream: StreamId) -> Views {
    let grant = &state.grant;
    let taken_back = state.taken_back.as_ref();
    let row = Row {
        table: "delegation_row",
        key: vec![("delegation", stream.into())],
        columns: vec![
            ("sign_as", grant.sign_as.word().into()),
            ("giver", grant.from.as_str().into()),
            ("receiver", grant.to.as_str().into()),
            ("procedures", grant.scope.procedures.join(" ").into()),
            ("fields", grant.scope.fields.join(" ").into()),
            ("actions", grant.scope.actions.join(" ").into()),
            ("number", grant.writing.number.as_str().into()),
            ("dated", grant.writing.dated.into()),
            ("file", grant.writing.file.as_str().into()),
            ("from_at", grant.from_at.into()),
            ("until_at", grant.until_at.into()),
            ("catalogue_row", state.row.as_str().into()),
            ("granted_by", state.by.as_str().into()),
            ("granted_at", state.at.into()),
            ("taken_back_by", taken_back.map_or("", |one| one.by.as_str()).into()),
            ("taken_back_at", taken_back.map_or(Value::Null, |one| one.at.into())),
            ("reason", taken_back.map_or("", |one| one.reason.as_str()).into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
