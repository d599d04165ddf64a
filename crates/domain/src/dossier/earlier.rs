//! A paper the applicant handed in with an earlier dossier, which is held still: it is not asked for a second time.

use super::state::{Holder, Paper, PaperForm, Phase, State};
use crate::catalogue::fold;
use crate::kernel::{Millis, StreamId, SubjectId, Violation};
use serde::{Deserialize, Serialize};

/// Which paper of a dossier is not handed in because an earlier dossier has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierPaper {
    /// Number of the paper in the list of this dossier.
    pub item: i64,
    /// The dossier that has it.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// How it was given then.
    pub form: PaperForm,
    /// Instant it was received.
    pub received_at: Millis,
}

impl State {
    /// Papers that were handed in with this dossier and are held still, with the instant of reception. What was only shown or looked up is not
    /// held; an original that went back to the applicant neither; of a dossier that was withdrawn, stopped or refused nothing is.
    pub fn held_papers(&self) -> impl Iterator<Item = (&Paper, Millis)> {
        let is_held = matches!(
            self.phase,
            Phase::Processing | Phase::Supplement | Phase::Ready { .. } | Phase::Returned { .. }
        );
        let received_at = self.received_at.filter(|_| is_held);
        let gave_back = |paper: &Paper| {
            let mut originals = self.originals.iter();
            originals.any(|one| one.item == paper.item && one.holder == Holder::Applicant)
        };
        let held = move |paper: &&Paper| {
            let kept = match paper.form {
                PaperForm::Certified | PaperForm::Copy | PaperForm::Electronic => true,
                PaperForm::Original => !gave_back(paper),
                PaperForm::Shown | PaperForm::LookedUp => false,
            };
            paper.ok && kept
        };
        received_at.into_iter().flat_map(move |at| {
            let papers = self.intake.papers.iter();
            papers.filter(held).map(move |paper| (paper, at))
        })
    }

    /// That a paper of a new dossier is the one this dossier has: of the same applicant, under the same name.
    ///
    /// # Errors
    /// `earlier_paper_not_held` of the paper's field, with the `paper` and the `code` of this dossier.
    pub fn has_earlier(
        &self,
        stream: StreamId,
        applicant: SubjectId,
        wanted: &Paper,
    ) -> Result<EarlierPaper, Violation> {
        let name = fold(&wanted.name);
        let mut held = self.held_papers().filter(|_| self.intake.applicant.subject == applicant);
        match held.find(|(paper, _)| fold(&paper.name) == name) {
            Some((paper, received_at)) => Ok(EarlierPaper {
                item: wanted.item,
                dossier: stream,
                code: self.code.clone(),
                form: paper.form,
                received_at,
            }),
            None => Err(Violation::new(&format!("paper-{}", wanted.item), "earlier_paper_not_held")
                .with("paper", &wanted.name)
                .with("code", &self.code)),
        }
    }
}
