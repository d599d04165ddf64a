use super::{SlipStatus, State, label};
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of a pad: itself, and a row for each slip that is not blank any more.
#[must_use]
pub fn views(pad: &State, stream: StreamId) -> Views {
    let mut rows = vec![Row {
        table: "pad_row",
        key: vec![("pad", stream.into())],
        columns: vec![
            ("hall", pad.hall.as_str().into()),
            ("counter", pad.counter.as_str().into()),
            ("number", pad.number.into()),
            ("slips", pad.slips.into()),
            ("blank", pad.blank().into()),
            ("issued_by", pad.issued_by.as_str().into()),
            ("issued_at", pad.issued_at.into()),
        ],
    }];
    rows.extend(pad.used.iter().map(|slip| {
        let (by, reason, at) = match &slip.outcome {
            SlipStatus::Entered => ("", "", Value::Null),
            SlipStatus::Confirmed { by, at } => (by.as_str(), "", (*at).into()),
            SlipStatus::SentBack { by, reason, at } | SlipStatus::Spoiled { by, reason, at } => {
                (by.as_str(), reason.as_str(), (*at).into())
            }
        };
        Row {
            table: "slip_row",
            key: vec![("pad", stream.into()), ("slip", slip.number.into())],
            columns: vec![
                ("hall", pad.hall.as_str().into()),
                ("counter", pad.counter.as_str().into()),
                ("label", label(pad.number, slip.number).as_str().into()),
                ("status", slip.outcome.word().into()),
                ("dossier", slip.dossier.map_or(Value::Null, Into::into)),
                ("received_at", slip.received_at.map_or(Value::Null, Into::into)),
                ("cash_vnd", slip.cash_vnd.map_or(Value::Null, |cash| cash.amount().into())),
                ("entered_by", slip.entered_by.as_str().into()),
                ("entered_at", slip.entered_at.into()),
                ("decided_by", by.into()),
                ("reason", reason.into()),
                ("decided_at", at),
            ],
        }
    }));
    Views { rows, counts: Vec::new() }
}
