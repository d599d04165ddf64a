//! Honest history: everything hashed again, folded again, and compared with what is kept beside it.

mod events;
mod log;
mod rebuild;
mod subjects;
mod views;

use crate::chain::{Envelope, NO_HASH};
use crate::error::StoreError;
use crate::store::Store;
use crate::writes;
use domain::kernel::Tenant;
use events::Events;
use log::LogCheck;
pub(crate) use rebuild::rebuild;
use serde::Serialize;
use subjects::Digests;

/// Told how far it is: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(i64, i64) + Send + Sync);

/// The first thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadRow {
    /// Sequence number, 0 when it is not an event.
    pub seq: i64,
    /// Stream, or the key of another row; 0 when there is none.
    pub stream: String,
    /// Version, 0 when it is not an event.
    pub version: i64,
    /// What is wrong.
    pub what: String,
}

impl BadRow {
    /// A row that is not an event.
    pub(crate) fn row(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self { seq: 0, stream: key.into(), version: 0, what: what.into() }
    }

    /// A place in the journal.
    pub(crate) fn at(seq: i64, what: impl Into<String>) -> Self {
        Self { seq, ..Self::row("0", what) }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Nothing is wrong.
    pub ok: bool,
    /// Events looked at.
    pub events: i64,
    /// Streams looked at.
    pub streams: i64,
    /// The first thing that is wrong.
    pub first_bad: Option<BadRow>,
}

/// Rows read at once.
pub(crate) const PAGE: i64 = 2000;

impl Store {
    /// Hashes everything again and checks chains, stream heads, the tenant's digest, the numbers given, the transparency log
    /// with every checkpoint signed so far, and the personal data events quote; folds every stream and compares states and
    /// every table pages read. Names the first bad row. Reads one moment; commands go on meanwhile.
    ///
    /// # Errors
    /// When the database cannot be read; what is wrong with its content is in the report.
    pub async fn verify(&self, tenant: Tenant, progress: Progress<'_>) -> Result<VerifyReport, StoreError> {
        let mut reader = self.read(tenant).await?.without_limit();
        let head = reader.query(&writes::HEAD, &[tenant.into()]).await?;
        let (last, digest) =
            head.first().map_or((0, NO_HASH.to_vec()), |row| (row.i64(0), row.blob(1).to_vec()));
        let mut events = Events::new(tenant);
        let mut digests = Digests::default();
        let mut log = LogCheck::read(&mut reader, tenant).await?;
        let mut bad = log.at_start();
        while bad.is_none() {
            let values = [tenant.into(), events.count().into(), PAGE.into()];
            let rows = reader.query(&writes::FEED, &values).await?;
            if rows.is_empty() {
                break;
            }
            for envelope in rows.iter().map(Envelope::from_row) {
                let checked = events
                    .check(&envelope)
                    .and_then(|()| log.add(envelope.seq, &envelope.hash))
                    .and_then(|()| digests.quoted(&envelope));
                if let Err(found) = checked {
                    bad = Some(found);
                    break;
                }
            }
            progress(events.count(), last.max(events.count()));
        }
        if bad.is_none() {
            bad = events.tail(last, &digest);
        }
        if bad.is_none() {
            bad = log.tail(&mut reader).await?;
        }
        if bad.is_none() {
            bad = events.numbers(&mut reader).await?;
        }
        if bad.is_none() {
            bad = events.streams(&mut reader).await?;
        }
        if bad.is_none() {
            bad = events.commands(&mut reader).await?;
        }
        if bad.is_none() {
            bad = views::compare(&mut reader, tenant, events.states()).await?;
        }
        if bad.is_none() {
            bad = digests.compare(&mut reader, tenant).await?;
        }
        reader.end().await?;
        Ok(VerifyReport {
            ok: bad.is_none(),
            events: events.count(),
            streams: events.streams_count(),
            first_bad: bad,
        })
    }
}
