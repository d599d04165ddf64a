//! Personal data: read by subject, found by phone, number or name, erased without breaking the chain of events.

use crate::error::{CommitError, StoreError};
use crate::queue::{Erased, Work};
use crate::store::Store;
use crate::writes;
use domain::kernel::{SubjectId, Tenant};

/// A subject's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its version.
    pub version: i64,
    /// JSON, of no length once erased.
    pub body: String,
    /// Salted digest.
    pub digest: String,
    /// It was erased.
    pub erased: bool,
}

impl Store {
    /// A subject's newest data, or of one version.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn subject(
        &self,
        tenant: Tenant,
        subject: SubjectId,
        version: Option<i64>,
    ) -> Result<Option<Subject>, StoreError> {
        let rows = match version {
            Some(version) => {
                let values = [tenant.into(), subject.into(), version.into()];
                self.query(tenant, &writes::SUBJECT_VERSION, &values).await?
            }
            None => self.query(tenant, &writes::SUBJECT, &[tenant.into(), subject.into()]).await?,
        };
        Ok(rows.first().map(|row| Subject {
            version: row.i64(0),
            body: row.text(1).to_owned(),
            digest: row.text(2).to_owned(),
            erased: row.flag(3),
        }))
    }

    /// Subjects with that phone or identity number (digits, of no length for neither), newest first, at most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_subjects(
        &self,
        tenant: Tenant,
        phone: &str,
        id_number: &str,
    ) -> Result<Vec<SubjectId>, StoreError> {
        let values = [tenant.into(), phone.into(), id_number.into()];
        let rows = self.query(tenant, &writes::FIND_SUBJECT, &values).await?;
        Ok(rows.iter().map(|row| SubjectId(row.i64(0))).collect())
    }

    /// Subjects whose folded name contains those folded words, at most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_subjects_by_name(
        &self,
        tenant: Tenant,
        folded: &str,
    ) -> Result<Vec<SubjectId>, StoreError> {
        let pattern = format!("%{}%", folded.replace(['%', '_'], " "));
        let rows =
            self.query(tenant, &writes::FIND_SUBJECT_BY_NAME, &[tenant.into(), pattern.into()]).await?;
        Ok(rows.iter().map(|row| SubjectId(row.i64(0))).collect())
    }

    /// Empties every version of a subject. Events keep the id and the salted digest: the chain stays whole. Ends with
    /// scrubbing the files (checkpoint and VACUUM), so erase many at once with [`Store::erase_subjects`].
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn erase_subject(&self, tenant: Tenant, subject: SubjectId) -> Result<u64, CommitError> {
        self.erase_subjects(tenant, &[subject]).await
    }

    /// Empties every version of these subjects, all or none; gives the number of versions.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn erase_subjects(&self, tenant: Tenant, subjects: &[SubjectId]) -> Result<u64, CommitError> {
        let subjects = subjects.to_vec();
        Ok(self.send(tenant, |caller| Work::Erase(Erased::Subjects(subjects), caller)).await??)
    }
}
