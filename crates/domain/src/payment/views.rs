use super::{State, Status};
use crate::kernel::{Count, Row, StreamId, Views};

/// What pages see of a payment.
#[must_use]
pub fn views(payment: &State, stream: StreamId) -> Views {
    let (status, method, receipt, by, paid_at, day) = match &payment.status {
        Status::Due => ("due", "", String::new(), "", None, None),
        Status::Paid { receipt, method, by, at, day } => {
            ("paid", method.word(), receipt.quoted(), by.as_str(), Some(*at), Some(*day))
        }
        Status::Voided { receipt, .. } => {
            ("voided", "", receipt.as_ref().map_or_else(String::new, super::Receipt::quoted), "", None, None)
        }
    };
    let row = Row {
        table: "payment_row",
        key: vec![("payment", stream.into())],
        columns: vec![
            ("dossier", payment.dossier.into()),
            ("unit", payment.unit.as_str().into()),
            ("total_vnd", payment.total().into()),
            ("status", status.into()),
            ("method", method.into()),
            ("receipt", receipt.into()),
            ("collected_by", by.into()),
            ("due_since", payment.due_since.into()),
            ("paid_at", paid_at.into()),
            ("day", day.into()),
        ],
    };
    let counts = day
        .map(|day| Count {
            table: "daily_count",
            key: vec![
                ("day", day.into()),
                ("unit", payment.unit.as_str().into()),
                ("measure", "cash_vnd".into()),
            ],
            adds: vec![("n", payment.total().amount())],
        })
        .into_iter()
        .collect();
    Views { rows: vec![row], counts }
}
