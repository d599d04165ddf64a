//! Phản ánh, kiến nghị: what an applicant says is wrong with how a dossier is handled, and what is answered.
//!
//! One stream for each dossier, found by its name, so that two of them sent at once meet at the same version. A petition is
//! neither a complaint nor a denunciation under their laws; those go to the body that is competent and are not kept here.
//!
//! Invariants: at most one waits for its answer; each is answered once; what was written stands in no event.

mod apply;
mod decide;
mod event;
mod state;
mod views;

pub use apply::apply;
pub use decide::{Command, Facts, Lodge, PetitionRules, Reply, decide};
pub use event::Event;
pub use state::{Answer, Matter, Petition, State};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of the petitions about a dossier.
#[must_use]
pub fn stream_of(dossier: StreamId) -> StreamId {
    StreamId::named(&format!("petitions/{dossier}"))
}
