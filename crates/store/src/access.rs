//! Who looked: every reading of personal data, and of recordings, leaves an entry that is written before anything is shown
//! and completed after. An entry that was never completed tells of a crash or of a page that was cut off: it counts as seen.
//!
//! An entry holds codes and ids only. Entries ride in the writer's batches with commands; one costs a row, not a transaction.

use crate::error::{CommitError, StoreError};
use crate::statement::Row;
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, StreamId, SubjectId, Tenant, Value};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessAbout {
    /// A person's data.
    Subject(SubjectId),
    /// A dossier with the persons in it.
    Dossier(StreamId),
    /// A recording.
    Recording(StreamId),
    /// What somebody declared at the door.
    Arrival(StreamId),
    /// A search over persons; what was searched for is not kept.
    Search,
    /// A list in which persons are named, such as a work list.
    List,
}

impl AccessAbout {
    const fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Subject(id) => ("subject", id.0),
            Self::Dossier(id) => ("dossier", id.0),
            Self::Recording(id) => ("recording", id.0),
            Self::Arrival(id) => ("arrival", id.0),
            Self::Search => ("search", 0),
            Self::List => ("list", 0),
        }
    }

    fn from_parts(kind: &str, id: i64) -> Result<Self, StoreError> {
        Ok(match kind {
            "subject" => Self::Subject(SubjectId(id)),
            "dossier" => Self::Dossier(StreamId(id)),
            "recording" => Self::Recording(StreamId(id)),
            "arrival" => Self::Arrival(StreamId(id)),
            "search" => Self::Search,
            "list" => Self::List,
            other => return Err(StoreError::Corrupt(format!("access to {other:?}"))),
        })
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessOutcome {
    /// It was shown.
    Shown,
    /// There was nothing to show: erased, nobody found.
    Nothing,
    /// It could not be read or rendered.
    Failed,
}

impl AccessOutcome {
    const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Nothing => "nothing",
            Self::Failed => "failed",
        }
    }
}

/// An entry to be opened. No personal data: codes and ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessWrite {
    /// Its id.
    pub id: i64,
    /// Who, as a code.
    pub actor: String,
    /// As what: code of the position, of no length for none.
    pub position: String,
    /// What is looked at.
    pub about: AccessAbout,
    /// What for, as a code: `dossier_opened`, `slip_printed`.
    pub action: String,
    /// Before anything is read.
    pub opened_at: Millis,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// As it was opened.
    pub opened: AccessWrite,
    /// After it was shown; none while open.
    pub completed_at: Option<Millis>,
    /// `shown`, `nothing`, `failed`; of no length while open.
    pub outcome: String,
}

impl Store {
    /// Opens an entry. Read only after this has answered.
    ///
    /// # Errors
    /// When the queue is full or the database refuses: then nothing may be shown.
    pub async fn open_access(&self, tenant: Tenant, access: AccessWrite) -> Result<(), CommitError> {
        let (kind, about) = access.about.parts();
        let values = [
            tenant.into(),
            access.id.into(),
            access.actor.into(),
            access.position.into(),
            kind.into(),
            about.into(),
            access.action.into(),
            access.opened_at.into(),
        ];
        self.execute(tenant, &writes::OPEN_ACCESS, &values).await.map(|_| ())
    }

    /// Completes an entry; gives false when it is not open.
    ///
    /// # Errors
    /// When the queue is full or the database refuses; the entry stays open and counts as seen.
    pub async fn complete_access(
        &self,
        tenant: Tenant,
        id: i64,
        outcome: AccessOutcome,
        at: Millis,
    ) -> Result<bool, CommitError> {
        let values = [tenant.into(), id.into(), at.into(), outcome.word().into()];
        Ok(self.execute(tenant, &writes::COMPLETE_ACCESS, &values).await? == 1)
    }

    /// Completed entries after a place (completion and id), by completion: a feed that misses nobody, since an entry appears
    /// in it when it is completed, however long ago it was opened.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_access(
        &self,
        tenant: Tenant,
        after: (Millis, i64),
        most: i64,
    ) -> Result<Vec<Access>, StoreError> {
        let values = [tenant.into(), after.0.into(), after.1.into(), most.into()];
        self.entries(tenant, &writes::LIST_ACCESS, &values).await
    }

    /// Who looked at this, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_access_about(
        &self,
        tenant: Tenant,
        about: AccessAbout,
        most: i64,
    ) -> Result<Vec<Access>, StoreError> {
        let (kind, id) = about.parts();
        let values = [tenant.into(), kind.into(), id.into(), most.into()];
        self.entries(tenant, &writes::LIST_ACCESS_ABOUT, &values).await
    }

    /// What somebody looked at, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_access_by(
        &self,
        tenant: Tenant,
        actor: &str,
        most: i64,
    ) -> Result<Vec<Access>, StoreError> {
        self.entries(tenant, &writes::LIST_ACCESS_BY, &[tenant.into(), actor.into(), most.into()]).await
    }

    /// Entries opened at that instant or before and never completed, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_access_open(
        &self,
        tenant: Tenant,
        until: Millis,
        most: i64,
    ) -> Result<Vec<Access>, StoreError> {
        self.entries(tenant, &writes::LIST_ACCESS_OPEN, &[tenant.into(), until.into(), most.into()]).await
    }

    async fn entries(
        &self,
        tenant: Tenant,
        statement: &crate::Statement,
        values: &[Value],
    ) -> Result<Vec<Access>, StoreError> {
        self.query(tenant, statement, values).await?.iter().map(entry).collect()
    }
}

fn entry(row: &Row) -> Result<Access, StoreError> {
    Ok(Access {
        opened: AccessWrite {
            id: row.i64(0),
            actor: row.text(1).to_owned(),
            position: row.text(2).to_owned(),
            about: AccessAbout::from_parts(row.text(3), row.i64(4))?,
            action: row.text(5).to_owned(),
            opened_at: row.i64(6),
        },
        completed_at: row.i64_or_none(7),
        outcome: row.text(8).to_owned(),
    })
}
