use super::State;
use crate::kernel::{Count, Row, StreamId, Value, Views};
use std::collections::BTreeMap;

/// What pages see of a visit: itself, and the last act on each dossier it touched. What was tapped is only counted, so that no row
/// says it of a visit.
#[must_use]
pub fn views(visit: &State, stream: StreamId) -> Views {
    let last: BTreeMap<StreamId, _> = visit.touches.iter().map(|touch| (touch.dossier, touch)).collect();
    let mut rows = vec![Row {
        table: "visit_row",
        key: vec![("visit", stream.into())],
        columns: vec![
            ("hall", visit.hall.as_str().into()),
            ("day", visit.day.into()),
            ("counter", visit.counter.as_str().into()),
            ("person", visit.person.as_str().into()),
            ("ticket", visit.ticket.map_or(Value::Null, Into::into)),
            ("ticket_label", visit.ticket_label.as_str().into()),
            ("field", visit.errand.field.as_str().into()),
            ("procedure", visit.errand.procedure.as_str().into()),
            ("called_at", visit.called_at.into()),
            ("waited_ms", visit.waited_ms.into()),
            ("started_at", visit.started_at.into()),
            ("finished_at", visit.finished_at.into()),
            ("dossiers", i64::try_from(last.len()).expect("a visit touches a handful of dossiers").into()),
        ],
    }];
    rows.extend(last.iter().map(|(dossier, touch)| Row {
        table: "visit_dossier_row",
        key: vec![("visit", stream.into()), ("dossier", (*dossier).into())],
        columns: vec![("act", touch.act.as_str().into()), ("at", touch.at.into())],
    }));
    let mut counts = vec![Count {
        table: "daily_count",
        key: vec![
            ("day", visit.day.into()),
            ("unit", visit.hall.as_str().into()),
            ("measure", "visits".into()),
        ],
        adds: vec![("n", 1)],
    }];
    counts.extend(visit.rating.as_ref().map(|rating| Count {
        table: "rating_count",
        key: vec![
            ("hall", visit.hall.as_str().into()),
            ("day", visit.day.into()),
            ("counter", visit.counter.as_str().into()),
            ("person", visit.person.as_str().into()),
            ("score", rating.score.word().into()),
        ],
        adds: vec![("n", 1)],
    }));
    Views { rows, counts }
}
