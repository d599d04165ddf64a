//! People known to the province, for the officer at the counter.

use crate::App;
use crate::error::{AppError, Result};
use crate::subject::{SubjectData, digits};
use domain::dossier::Party;
use domain::kernel::SubjectId;

/// A person or organisation known from an earlier dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectLine {
    /// Subject.
    pub subject: SubjectId,
    /// Newest data.
    pub data: SubjectData,
}

impl App {
    /// The newest data of a subject, none when unknown or erased.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn subject_data(&self, subject: SubjectId) -> Result<Option<SubjectData>> {
        let kept = self.store().subject(self.tenant(), subject, None).await?;
        Ok(kept.filter(|kept| !kept.erased).and_then(|kept| serde_json::from_str(&kept.body).ok()))
    }

    pub(crate) async fn subject_version(&self, subject: SubjectId) -> Result<i64> {
        Ok(self.store().subject(self.tenant(), subject, None).await?.map_or(0, |kept| kept.version))
    }

    /// What events quote of somebody known.
    pub(crate) async fn party_in_force(&self, subject: SubjectId) -> Result<Party> {
        let kept = self.store().subject(self.tenant(), subject, None).await?;
        let kept = kept.filter(|kept| !kept.erased).ok_or(AppError::NotFound("subject"))?;
        Ok(Party { subject, version: kept.version, digest: kept.digest })
    }

    /// People by identity number, phone or name, as typed: with or without spaces and marks. At most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_people(&self, typed: &str) -> Result<Vec<SubjectLine>> {
        let number = digits(typed);
        let found = if number.len() >= 9 {
            let (phone, id_number) =
                if number.len() == 12 { ("", number.as_str()) } else { (number.as_str(), number.as_str()) };
            self.store().find_subjects(self.tenant(), phone, id_number).await?
        } else if typed.trim().chars().count() >= 2 {
            self.store().find_subjects_by_name(self.tenant(), &domain::catalogue::fold(typed)).await?
        } else {
            Vec::new()
        };
        let mut people = Vec::new();
        for subject in found {
            if let Some(data) = self.subject_data(subject).await? {
                people.push(SubjectLine { subject, data });
            }
        }
        Ok(people)
    }
}
