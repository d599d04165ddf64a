//! Lượt giao dịch: what happened at a counter between calling a ticket and finishing, and which dossiers it
//! touched. Its two instants are the anchor for recordings; its links make trips per dossier a counted fact.
//!
//! Started, then finished; a finished visit is not touched again. When the counter is given to a colleague meanwhile, she goes on with it: what follows
//! is counted as hers, and who began it stays in the history. Whoever was served may say once, on the tablet at the counter, how it
//! was: it is counted for the day, the hall, the counter and the officer, and no row of pages says who tapped what.

mod apply;
mod decide;
mod event;
mod score;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Rate, Start, USUAL_RATING_MS, decide};
pub use event::Event;
pub use score::{Score, Scores};
pub use state::{Rating, State, Touch};
pub use views::views;
