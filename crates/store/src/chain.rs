//! The chain of hashes: what exactly is hashed, and the envelope as it is stored.
//!
//! `hash = SHA-256(prev_hash ‖ nonce ‖ fields ‖ body)`, where every field and the body stand behind their length as eight
//! bytes, big end first, and numbers are eight bytes, big end first. `prev_hash` is the hash of the stream's event before,
//! 32 zero bytes for the first. The tenant's digest runs over all hashes in `seq` order: `digest = SHA-256(digest ‖ hash)`;
//! a removed tail of the journal does not fit it any more.

use crate::error::StoreError;
use crate::statement::Row;
use domain::Event;
use domain::kernel::{Kind, Millis, Series, StreamId, Tenant, Value};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Commit order within the tenant, from 1 without gaps.
    pub seq: i64,
    /// The stream.
    pub stream: StreamId,
    /// Its version after this event, from 1.
    pub version: i64,
    /// Kind of stream, as stored.
    pub kind: String,
    /// Name of the event.
    pub name: String,
    /// Version of the event's shape.
    pub schema: i64,
    /// When it happened, as decide saw it.
    pub occurred_at: Millis,
    /// When it was written, by the server's clock.
    pub recorded_at: Millis,
    /// Who.
    pub actor: String,
    /// As what.
    pub position: String,
    /// For whom.
    pub on_behalf_of: String,
    /// The policy that allowed it.
    pub rule: String,
    /// The command.
    pub command_id: String,
    /// Its place among the events of the command.
    pub ordinal: i64,
    /// Numbers it took, as JSON `[[series, number]]`; of no length for none.
    pub numbers: String,
    /// The exact bytes.
    pub body: Vec<u8>,
    /// Random bytes, so that a small event cannot be guessed from its hash.
    pub nonce: Vec<u8>,
    /// Hash of the event before in the stream.
    pub prev_hash: Vec<u8>,
    /// Hash of this one.
    pub hash: Vec<u8>,
}

impl Envelope {
    /// The hash these fields and bytes have.
    #[must_use]
    pub fn computed_hash(&self, tenant: Tenant) -> Vec<u8> {
        let mut hasher = Sha256::new();
        hasher.update(&self.prev_hash);
        let mut bytes = |bytes: &[u8]| {
            hasher.update(u64::try_from(bytes.len()).expect("lengths fit").to_be_bytes());
            hasher.update(bytes);
        };
        bytes(&self.nonce);
        let numbers = [
            tenant.0,
            self.seq,
            self.stream.0,
            self.version,
            self.schema,
            self.occurred_at,
            self.recorded_at,
            self.ordinal,
        ];
        for number in numbers {
            bytes(&number.to_be_bytes());
        }
        let texts = [
            &self.kind,
            &self.name,
            &self.actor,
            &self.position,
            &self.on_behalf_of,
            &self.rule,
            &self.command_id,
            &self.numbers,
        ];
        for text in texts {
            bytes(text.as_bytes());
        }
        bytes(&self.body);
        hasher.finalize().to_vec()
    }

    /// The event behind the bytes.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the bytes are not an event of that kind.
    pub fn event(&self) -> Result<Event, StoreError> {
        let kind = Kind::from_word(&self.kind)
            .ok_or_else(|| StoreError::Corrupt(format!("seq {}: unknown kind {}", self.seq, self.kind)))?;
        Event::from_json(kind, &self.body)
            .map_err(|error| StoreError::Corrupt(format!("seq {}: {error}", self.seq)))
    }

    /// The numbers it took: series and number.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the text cannot be read.
    pub fn numbers_taken(&self) -> Result<Vec<(Series, i64)>, StoreError> {
        if self.numbers.is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(&self.numbers)
            .map_err(|error| StoreError::Corrupt(format!("seq {}: {error}", self.seq)))
    }

    /// The columns of the journal, tenant first, in the order of the writer's text.
    pub(crate) fn into_values(self, tenant: Tenant) -> Vec<Value> {
        vec![
            tenant.into(),
            self.seq.into(),
            self.stream.into(),
            self.version.into(),
            self.kind.into(),
            self.name.into(),
            self.schema.into(),
            self.occurred_at.into(),
            self.recorded_at.into(),
            self.actor.into(),
            self.position.into(),
            self.on_behalf_of.into(),
            self.rule.into(),
            self.command_id.into(),
            self.ordinal.into(),
            self.numbers.into(),
            self.body.into(),
            self.nonce.into(),
            self.prev_hash.into(),
            self.hash.into(),
        ]
    }

    /// The event of a row that has all columns of the journal, in the order in which they are declared here.
    #[must_use]
    pub fn from_row(row: &Row) -> Self {
        Self {
            seq: row.i64(0),
            stream: StreamId(row.i64(1)),
            version: row.i64(2),
            kind: row.text(3).to_owned(),
            name: row.text(4).to_owned(),
            schema: row.i64(5),
            occurred_at: row.i64(6),
            recorded_at: row.i64(7),
            actor: row.text(8).to_owned(),
            position: row.text(9).to_owned(),
            on_behalf_of: row.text(10).to_owned(),
            rule: row.text(11).to_owned(),
            command_id: row.text(12).to_owned(),
            ordinal: row.i64(13),
            numbers: row.text(14).to_owned(),
            body: row.blob(15).to_vec(),
            nonce: row.blob(16).to_vec(),
            prev_hash: row.blob(17).to_vec(),
            hash: row.blob(18).to_vec(),
        }
    }
}

/// The digest before the first event.
pub(crate) const NO_HASH: [u8; 32] = [0; 32];

/// The tenant's digest after one more hash.
pub(crate) fn next_digest(digest: &[u8], hash: &[u8]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(digest);
    hasher.update(hash);
    hasher.finalize().to_vec()
}

/// Where nonces come from.
#[derive(Clone, Debug)]
pub struct Nonces(Source);

#[derive(Clone, Debug)]
enum Source {
    Random,
    Seeded { seed: u64, given: Arc<AtomicU64> },
}

impl Nonces {
    /// Random bytes of the operating system.
    #[must_use]
    pub const fn random() -> Self {
        Self(Source::Random)
    }

    /// Nonces of a seeded run: the same journal again. Clones share the row of nonces.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded { seed, given: Arc::new(AtomicU64::new(0)) })
    }

    /// The same row of nonces from its beginning, for another store.
    #[must_use]
    pub fn again(&self) -> Self {
        match &self.0 {
            Source::Random => Self::random(),
            Source::Seeded { seed, .. } => Self::seeded(*seed),
        }
    }

    pub(crate) fn next(&self) -> Vec<u8> {
        match &self.0 {
            Source::Random => {
                let mut bytes = vec![0; 16];
                getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
                bytes
            }
            Source::Seeded { seed, given } => {
                let count = given.fetch_add(1, Ordering::SeqCst);
                Sha256::digest([seed.to_be_bytes(), count.to_be_bytes()].concat())[..16].to_vec()
            }
        }
    }
}
