//! What an applicant handed in with earlier dossiers and is held still: offered at the counter instead of being asked for again.

use super::leaf::Place;
use crate::App;
use crate::error::Result;
use domain::dossier::PaperForm;
use domain::kernel::{Millis, StreamId, SubjectId};

/// A paper that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPaper {
    /// The dossier that has it.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// Name of the paper.
    pub name: String,
    /// How it was given.
    pub form: PaperForm,
    /// Instant it was received.
    pub received_at: Millis,
}

impl App {
    /// Papers held with the last dossiers of an applicant, the newest first. The caller has asked the policies and journals the read.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn papers_held_of(&self, applicant: SubjectId) -> Result<Vec<HeldPaper>> {
        /// An older paper is seldom the one that is valid today.
        const DOSSIERS: i64 = 20;
        let mut held = Vec::new();
        for line in self.dossiers_of(applicant, &Place::BEGIN_FALLING, DOSSIERS).await? {
            let (_, state) = self.dossier_state(line.dossier).await?;
            held.extend(state.held_papers().map(|(paper, received_at)| HeldPaper {
                dossier: line.dossier,
                code: state.code.clone(),
                name: paper.name.clone(),
                form: paper.form,
                received_at,
            }));
        }
        Ok(held)
    }
}
