//! Who sits at a counter in whose place, and who was asked to.

use domain::kernel::Millis;
use store::Row;

/// A colleague who was asked to stand in and does not sit there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferNow {
    /// Whom.
    pub to: String,
    /// Instant until which.
    pub until: Millis,
    /// Whoever is at the counter goes on with the colleague; known while it is not agreed.
    pub together: bool,
    /// The colleague said yes, and waits for the person at the counter to go.
    pub agreed: bool,
}

/// In whose place the officer of a counter sits there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandInNow {
    /// Whose counter it is.
    pub instead_of: String,
    /// Instant until which it was agreed.
    pub until: Millis,
    /// It goes back once the person at the counter has gone.
    pub returning: bool,
}

/// Of a counter's row, whose columns begin at `from`.
pub(super) fn offer(row: &Row, from: usize) -> Option<OfferNow> {
    let until = row.i64_or_none(from + 1)?;
    let word = row.text(from + 2);
    Some(OfferNow {
        to: row.text(from).to_owned(),
        until,
        together: word == "together",
        agreed: word == "agreed",
    })
}

/// Of a counter's row, whose columns begin at `from`.
pub(super) fn stand_in(row: &Row, from: usize) -> Option<StandInNow> {
    let until = row.i64_or_none(from + 1)?;
    let returning = row.text(from + 2) == "returns";
    Some(StandInNow { instead_of: row.text(from).to_owned(), until, returning })
}
