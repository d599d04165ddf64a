//! Payments.

use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::payment;
use store::Row;

/// A payment in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentLine {
    /// Stream.
    pub payment: StreamId,
    /// The dossier.
    pub dossier: StreamId,
    /// Đồng.
    pub total_vnd: i64,
    /// `due`, `paid`, `voided`.
    pub status: String,
    /// Form, series and number of the receipt.
    pub receipt: String,
    /// Who took it.
    pub collected_by: String,
    /// Instant it became due.
    pub due_since: Millis,
    /// Instant it was paid.
    pub paid_at: Option<Millis>,
}

/// A payment in a cashier's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPayment {
    /// The payment.
    pub line: PaymentLine,
    /// Code of the dossier.
    pub code: String,
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Procedure version.
    pub version: String,
    /// Name of the applicant, of no length in a list of what was taken.
    pub name: String,
}

impl App {
    /// One page of the payments due at a centre, oldest first, with the dossier's code and the applicant's name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn named_payments_due(
        &self,
        unit: &str,
        wanted: Wanted<'_, NamedPayment>,
    ) -> Result<Leaf<NamedPayment>> {
        let mut filling = Filling::new(wanted, Place::BEGIN);
        while let Some((after, most)) = filling.next_batch() {
            let [at, id] = after.values();
            let values: [Value; 5] = [self.tenant().into(), unit.into(), most.into(), at, id];
            let rows = self.store().query(self.tenant(), &sql::PAYMENTS_DUE_NAMED, &values).await?;
            let place = |due: &NamedPayment| Place::new(due.line.due_since, due.line.payment.0);
            filling.take(rows.iter().map(named_payment).collect(), place);
        }
        Ok(filling.leaf())
    }

    /// One page of the payments taken at a centre today, the last first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn payments_taken_today(
        &self,
        unit: &str,
        wanted: Wanted<'_, NamedPayment>,
    ) -> Result<Leaf<NamedPayment>> {
        let day = self.directory().day(self.now());
        let mut filling = Filling::new(wanted, Place::BEGIN_FALLING);
        while let Some((after, most)) = filling.next_batch() {
            let [at, id] = after.values();
            let values: [Value; 6] = [self.tenant().into(), unit.into(), most.into(), at, id, day.into()];
            let rows = self.store().query(self.tenant(), &sql::PAYMENTS_TAKEN, &values).await?;
            let place = |paid: &NamedPayment| Place::new(paid.line.paid_at.unwrap_or(0), paid.line.payment.0);
            filling.take(rows.iter().map(named_payment).collect(), place);
        }
        Ok(filling.leaf())
    }

    /// What was taken at a centre today, in đồng: the cash that is in the till.
    ///
    /// # Errors
    /// When it cannot be added up.
    pub async fn sum_taken_today(&self, unit: &str) -> Result<i64> {
        let day = self.directory().day(self.now());
        let values: [Value; 3] = [self.tenant().into(), unit.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::SUM_TAKEN, &values).await?;
        Ok(rows.first().map_or(0, |row| row.i64(0)))
    }

    /// Payments due at a centre, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn payments_due(&self, unit: &str, most: i64) -> Result<Vec<PaymentLine>> {
        let values: [Value; 3] = [self.tenant().into(), unit.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::PAYMENTS_DUE, &values).await?;
        Ok(rows.iter().map(payment_line).collect())
    }

    /// Payments of a dossier, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn payment_lines(&self, dossier: StreamId) -> Result<Vec<PaymentLine>> {
        let values: [Value; 2] = [self.tenant().into(), dossier.into()];
        let rows = self.store().query(self.tenant(), &sql::PAYMENTS_OF, &values).await?;
        Ok(rows.iter().map(payment_line).collect())
    }

    /// One payment whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn payment(&self, payment: StreamId) -> Result<Option<payment::State>> {
        let loaded = self.store().load(self.tenant(), &[payment]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Payment(state) => state.map(|state| *state),
            _ => None,
        }))
    }

    /// Payments of a dossier that are not void.
    pub(crate) async fn payments_of(&self, dossier: StreamId) -> Result<Vec<StreamId>> {
        let lines = self.payment_lines(dossier).await?;
        Ok(lines.into_iter().filter(|line| line.status != "voided").map(|line| line.payment).collect())
    }
}

fn payment_line(row: &Row) -> PaymentLine {
    PaymentLine {
        payment: StreamId(row.i64(0)),
        dossier: StreamId(row.i64(1)),
        total_vnd: row.i64(2),
        status: row.text(3).to_owned(),
        receipt: row.text(4).to_owned(),
        collected_by: row.text(5).to_owned(),
        due_since: row.i64(6),
        paid_at: row.i64_or_none(7),
    }
}

fn named_payment(row: &Row) -> NamedPayment {
    let applicant: crate::SubjectData = serde_json::from_str(row.text(12)).unwrap_or_default();
    NamedPayment {
        line: payment_line(row),
        code: row.text(8).to_owned(),
        procedure: row.text(9).to_owned(),
        publisher: row.text(10).to_owned(),
        version: row.text(11).to_owned(),
        name: applicant.name,
    }
}
