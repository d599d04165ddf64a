//! Personal data against the digests that events quote: a name or number changed behind the journal's back is found.

use super::{BadRow, PAGE};
use crate::chain::Envelope;
use crate::error::StoreError;
use crate::reader::Reader;
use domain::kernel::{SubjectId, Tenant};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What events say of subjects: digest by subject and version; and of declarations, by arrival.
#[derive(Default)]
pub(super) struct Digests {
    subjects: BTreeMap<(i64, i64), String>,
    declared: BTreeMap<i64, String>,
}

impl Digests {
    /// Takes up what an event quotes. Events quote a subject as an object with `subject`, `version` and `digest`.
    pub(super) fn quoted(&mut self, envelope: &Envelope) -> Result<(), BadRow> {
        // Most events quote nobody; the bytes say so faster than a parser.
        if !envelope.body.windows(8).any(|bytes| bytes == b"\"digest\"") {
            return Ok(());
        }
        let body: serde_json::Value = serde_json::from_slice(&envelope.body)
            .map_err(|error| BadRow::at(envelope.seq, format!("the body cannot be read: {error}")))?;
        if envelope.name == "ArrivalDeclared" {
            let digest = body["ArrivalDeclared"]["digest"].as_str().unwrap_or_default();
            self.declared.insert(envelope.stream.0, digest.to_owned());
        }
        self.find(&body).map_err(|what| BadRow {
            stream: envelope.stream.to_string(),
            version: envelope.version,
            ..BadRow::at(envelope.seq, what)
        })
    }

    fn find(&mut self, value: &serde_json::Value) -> Result<(), String> {
        match value {
            serde_json::Value::Array(values) => values.iter().try_for_each(|value| self.find(value)),
            serde_json::Value::Object(fields) => {
                let subject =
                    fields.get("subject").and_then(|id| serde_json::from_value::<SubjectId>(id.clone()).ok());
                let version = fields.get("version").and_then(serde_json::Value::as_i64);
                let digest = fields.get("digest").and_then(serde_json::Value::as_str);
                if let (Some(subject), Some(version), Some(digest)) = (subject, version, digest) {
                    let known =
                        self.subjects.entry((subject.0, version)).or_insert_with(|| digest.to_owned());
                    if known != digest {
                        return Err(
                            "it quotes other data of a subject's version than an event before".to_owned()
                        );
                    }
                }
                fields.values().try_for_each(|value| self.find(value))
            }
            _ => Ok(()),
        }
    }

    /// The rows: a body has its digest, and it is the one events quote. Erased ones keep the digest alone.
    pub(super) async fn compare(
        mut self,
        reader: &mut Reader,
        tenant: Tenant,
    ) -> Result<Option<BadRow>, StoreError> {
        let sql = "SELECT subject, version, body, digest, erased FROM subject \
                   WHERE tenant = $1 AND (subject, version) > ($2, $3) ORDER BY subject, version LIMIT $4";
        let mut after = (i64::MIN, i64::MIN);
        loop {
            let rows =
                reader.query_text(sql, &[tenant.into(), after.0.into(), after.1.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { break };
            after = (last.i64(0), last.i64(1));
            for row in &rows {
                let bad = |what: &str| {
                    Ok(Some(BadRow { version: row.i64(1), ..BadRow::row(row.i64(0).to_string(), what) }))
                };
                if self.subjects.remove(&(row.i64(0), row.i64(1))).is_some_and(|quoted| quoted != row.text(3))
                {
                    return bad("the subject's digest is not the one that events quote");
                }
                if !row.flag(4) && hex_digest(row.text(2)) != row.text(3) {
                    return bad("the subject's data does not have its digest");
                }
            }
        }
        if let Some((subject, version)) = self.subjects.keys().next() {
            return Ok(Some(BadRow {
                version: *version,
                ..BadRow::row(subject.to_string(), "events quote a subject's version that is not there")
            }));
        }
        self.compare_declarations(reader, tenant).await
    }

    /// What is still kept of what was declared has the digest its arrival quotes.
    async fn compare_declarations(
        &self,
        reader: &mut Reader,
        tenant: Tenant,
    ) -> Result<Option<BadRow>, StoreError> {
        let sql = "SELECT arrival, body, digest FROM declaration WHERE tenant = $1 AND arrival > $2 \
                   ORDER BY arrival LIMIT $3";
        let mut after = i64::MIN;
        loop {
            let rows = reader.query_text(sql, &[tenant.into(), after.into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { return Ok(None) };
            after = last.i64(0);
            for row in &rows {
                let quoted = self.declared.get(&row.i64(0)).map(String::as_str);
                if quoted != Some(row.text(2)) || hex_digest(row.text(1)) != row.text(2) {
                    let what = "a declaration does not have the digest its arrival quotes";
                    return Ok(Some(BadRow::row(row.i64(0).to_string(), what)));
                }
            }
        }
    }
}

fn hex_digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
