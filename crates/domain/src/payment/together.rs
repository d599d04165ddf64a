use super::{State, Status};
use crate::kernel::{Refusal, StreamId, Violation, Vnd};

/// What is still due of several payments, when the sum somebody took is exactly that: each with its own amount, because each keeps its
/// own receipt. Whoever pays for two dossiers hands over one sum, and it is taken whole or not at all.
///
/// An empty list means that it is so already.
///
/// # Errors
/// `payment_voided` when one of them is void, `payment_amount_differs` with the sum `expected` and the sum that `came`.
pub fn due_together<'a>(
    payments: impl IntoIterator<Item = (StreamId, &'a State)>,
    amount_vnd: Vnd,
) -> Result<Vec<(StreamId, Vnd)>, Refusal> {
    let mut due = Vec::new();
    for (payment, state) in payments {
        match state.status {
            Status::Due => due.push((payment, state.total())),
            Status::Paid { .. } => {}
            Status::Voided { .. } => return Err(Refusal::new("payment_voided")),
        }
    }
    let expected: Vnd = due.iter().map(|(_, amount)| *amount).sum();
    if !due.is_empty() && expected != amount_vnd {
        return Err(Refusal::new("payment_amount_differs").with(
            Violation::new("amount", "payment_amount_differs")
                .with("expected", expected)
                .with("came", amount_vnd),
        ));
    }
    Ok(due)
}
