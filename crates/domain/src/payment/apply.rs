use super::{Event, Receipt, State, Status};

/// The payment after one more event.
///
/// # Panics
/// When a stream does not begin with `PaymentDemanded`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::PaymentDemanded { dossier, payer, unit, lines, at, .. } = event {
        return State {
            dossier: *dossier,
            payer: *payer,
            unit: unit.clone(),
            lines: lines.clone(),
            due_since: *at,
            status: Status::Due,
        };
    }
    let mut payment = state.expect("a payment's first event is PaymentDemanded");
    match event {
        Event::PaymentDemanded { .. } => {}
        Event::PaymentCollected { form, series, number, method, by, at, day } => {
            payment.status = Status::Paid {
                receipt: Receipt { form: form.clone(), series: series.clone(), number: number.number() },
                method: *method,
                by: by.clone(),
                at: *at,
                day: *day,
            };
        }
        Event::PaymentVoided { reason, at } => {
            let receipt = match payment.status {
                Status::Paid { receipt, .. } => Some(receipt),
                Status::Due | Status::Voided { .. } => None,
            };
            payment.status = Status::Voided { reason: reason.clone(), receipt, at: *at };
        }
    }
    payment
}
