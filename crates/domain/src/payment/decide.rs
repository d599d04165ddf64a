use super::{Event, FeeLine, Method, State, Status};
use crate::kernel::{Millis, Number, Refusal, StreamId, SubjectId, Violation, Vnd};

/// A fee becomes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Stream of the dossier.
    pub dossier: StreamId,
    /// Who pays.
    pub payer: SubjectId,
    /// Unit that collects.
    pub unit: String,
    /// What is to be paid.
    pub lines: Vec<FeeLine>,
    /// Fee table or procedure version it was taken from.
    pub basis: String,
}

/// Money is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collect {
    /// What the officer took, to be compared with what is due.
    pub amount_vnd: Vnd,
    /// Form of the receipt, from settings.
    pub form: String,
    /// Series of the receipt, from settings; one for each year and unit.
    pub series: String,
    /// Who took it.
    pub by: String,
    /// Local date as `yyyymmdd`, of the same instant as `now`.
    pub day: i64,
}

/// What is asked of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A fee becomes due.
    Demand(Demand),
    /// Money is taken in cash.
    Collect(Collect),
    /// It was wrong.
    Void {
        /// Why.
        reason: String,
    },
}

/// Decides what a command does to a payment.
///
/// # Errors
/// `payment_unknown`, `payment_without_lines`, `payment_amount_differs`, `payment_voided`, `reason_missing`.
/// An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Demand(demand)) => demanded(demand, now),
        (Some(_), Command::Demand(_)) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("payment_unknown")),
        (Some(payment), Command::Collect(collect)) => collected(payment, collect, now),
        (Some(payment), Command::Void { reason }) => voided(payment, reason, now),
    }
}

fn demanded(demand: Demand, at: Millis) -> Result<Vec<Event>, Refusal> {
    let total: Vnd = demand.lines.iter().map(|line| line.amount_vnd).sum();
    if total.is_zero() {
        return Err(Refusal::new("payment_without_lines"));
    }
    Ok(vec![Event::PaymentDemanded {
        dossier: demand.dossier,
        payer: demand.payer,
        unit: demand.unit,
        lines: demand.lines,
        basis: demand.basis,
        at,
    }])
}

fn collected(payment: &State, collect: Collect, at: Millis) -> Result<Vec<Event>, Refusal> {
    match payment.status {
        Status::Paid { .. } => return Ok(Vec::new()),
        Status::Voided { .. } => return Err(Refusal::new("payment_voided")),
        Status::Due => {}
    }
    if collect.amount_vnd != payment.total() {
        return Err(Refusal::new("payment_amount_differs").with(
            Violation::new("amount", "payment_amount_differs")
                .with("expected", payment.total())
                .with("came", collect.amount_vnd),
        ));
    }
    let number = Number::next(format!("receipt/{}/{}", collect.form, collect.series));
    Ok(vec![Event::PaymentCollected {
        form: collect.form,
        series: collect.series,
        number,
        method: Method::Cash,
        by: collect.by,
        at,
        day: collect.day,
    }])
}

fn voided(payment: &State, reason: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    if matches!(payment.status, Status::Voided { .. }) {
        return Ok(Vec::new());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with(Violation::new("reason", "reason_missing")));
    }
    Ok(vec![Event::PaymentVoided { reason, at }])
}
