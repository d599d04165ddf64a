//! Slips on paper: pads, and what became of each slip.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::pad;
use store::Row;

/// A pad in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PadLine {
    /// Stream.
    pub pad: StreamId,
    /// Counter code it was printed for.
    pub counter: String,
    /// Number of the pad in its hall.
    pub number: i64,
    /// How many slips it has.
    pub slips: i64,
    /// How many are blank.
    pub blank: i64,
    /// Person.
    pub issued_by: String,
    /// Instant.
    pub issued_at: Millis,
}

/// A slip that is not blank any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipLine {
    /// The pad.
    pub pad: StreamId,
    /// Number in the pad.
    pub slip: i64,
    /// Hall code.
    pub hall: String,
    /// Counter code.
    pub counter: String,
    /// As it is printed on the slip.
    pub label: String,
    /// `entered`, `confirmed`, `sent_back`, `spoiled`.
    pub status: String,
    /// The dossier, none for one that was spoiled.
    pub dossier: Option<StreamId>,
    /// Instant on the slip.
    pub received_at: Option<Millis>,
    /// Đồng that were taken with it.
    pub cash_vnd: Option<i64>,
    /// Who entered it.
    pub entered_by: String,
    /// Instant it was entered.
    pub entered_at: Millis,
    /// Who decided what became of it.
    pub decided_by: String,
    /// Why it was sent back or spoiled.
    pub reason: String,
    /// Instant of that.
    pub decided_at: Option<Millis>,
}

/// What the system itself wrote around the time on a slip: where it was at work then, a slip needs an explanation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtWorkThen {
    /// Visits that began at the slip's own counter, ten minutes before and after.
    pub at_counter: i64,
    /// The same in the whole hall.
    pub in_hall: i64,
}

impl App {
    /// The pad behind a number that was typed from a slip, with the slip's number; none when no such pad was printed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_slip(&self, hall: &str, typed: &str) -> Result<Option<(StreamId, i64)>> {
        let Some((number, slip)) = pad::read_label(typed) else { return Ok(None) };
        let values: [Value; 3] = [self.tenant().into(), hall.into(), number.into()];
        let rows = self.store().query(self.tenant(), &sql::PAD_BY_NUMBER, &values).await?;
        Ok(rows.first().map(|row| (StreamId(row.i64(0)), slip)))
    }

    /// The last pads that were printed for a counter.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn pads_of_counter(&self, hall: &str, counter: &str) -> Result<Vec<PadLine>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), counter.into()];
        let rows = self.store().query(self.tenant(), &sql::PADS_OF_COUNTER, &values).await?;
        Ok(rows.iter().map(pad_line).collect())
    }

    /// One pad whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn pad(&self, pad: StreamId) -> Result<Option<pad::State>> {
        let loaded = self.store().load(self.tenant(), &[pad]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Pad(state) => state.map(|state| *state),
            _ => None,
        }))
    }

    /// Slips of a hall of which the same became, those entered longest ago first, at most two hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn slips(&self, hall: &str, status: &str) -> Result<Vec<SlipLine>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), status.into()];
        let rows = self.store().query(self.tenant(), &sql::SLIPS, &values).await?;
        Ok(rows.iter().map(slip_line).collect())
    }

    /// The slips of a hall that were confirmed last, the last one at the end.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn slips_confirmed(&self, hall: &str) -> Result<Vec<SlipLine>> {
        let values: [Value; 2] = [self.tenant().into(), hall.into()];
        let rows = self.store().query(self.tenant(), &sql::SLIPS_CONFIRMED, &values).await?;
        Ok(rows.iter().rev().map(slip_line).collect())
    }

    /// The slip a dossier was taken down on, none for one that came without.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn slip_of_dossier(&self, dossier: StreamId) -> Result<Option<SlipLine>> {
        let values: [Value; 2] = [self.tenant().into(), dossier.into()];
        let rows = self.store().query(self.tenant(), &sql::SLIP_OF_DOSSIER, &values).await?;
        Ok(rows.first().map(slip_line))
    }

    /// What the system wrote in a hall around an instant.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn at_work_then(&self, hall: &str, counter: &str, at: Millis) -> Result<AtWorkThen> {
        const AROUND_MS: i64 = 10 * 60_000;
        let day = self.directory().day(at);
        let values: [Value; 5] =
            [self.tenant().into(), hall.into(), day.into(), (at - AROUND_MS).into(), (at + AROUND_MS).into()];
        let rows = self.store().query(self.tenant(), &sql::VISITS_AROUND, &values).await?;
        let of_counter = rows.iter().filter(|row| row.text(0) == counter);
        Ok(AtWorkThen {
            at_counter: of_counter.map(|row| row.i64(1)).sum(),
            in_hall: rows.iter().map(|row| row.i64(1)).sum(),
        })
    }
}

fn pad_line(row: &Row) -> PadLine {
    PadLine {
        pad: StreamId(row.i64(0)),
        counter: row.text(1).to_owned(),
        number: row.i64(2),
        slips: row.i64(3),
        blank: row.i64(4),
        issued_by: row.text(5).to_owned(),
        issued_at: row.i64(6),
    }
}

fn slip_line(row: &Row) -> SlipLine {
    SlipLine {
        pad: StreamId(row.i64(0)),
        slip: row.i64(1),
        hall: row.text(2).to_owned(),
        counter: row.text(3).to_owned(),
        label: row.text(4).to_owned(),
        status: row.text(5).to_owned(),
        dossier: row.i64_or_none(6).map(StreamId),
        received_at: row.i64_or_none(7),
        cash_vnd: row.i64_or_none(8),
        entered_by: row.text(9).to_owned(),
        entered_at: row.i64(10),
        decided_by: row.text(11).to_owned(),
        reason: row.text(12).to_owned(),
        decided_at: row.i64_or_none(13),
    }
}
