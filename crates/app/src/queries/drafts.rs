//! What an officer typed and has not sent: kept as it was typed, so that nothing is lost between two keys.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use crate::execute::failure;
use domain::kernel::{Millis, Value};

/// A form as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormDraft {
    /// Names and values, in order.
    pub pairs: Vec<(String, String)>,
    /// Instant it was kept.
    pub saved_at: Millis,
}

impl App {
    /// What a person typed into a form and has not sent.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn form_draft(&self, person: &str, form: &str) -> Result<Option<FormDraft>> {
        let values: [Value; 3] = [self.tenant().into(), person.into(), form.into()];
        let rows = self.store().query(self.tenant(), &sql::FORM_DRAFT, &values).await?;
        Ok(rows.first().map(|row| FormDraft {
            // A draft of an older shape is as good as none.
            pairs: serde_json::from_str(row.text(0)).unwrap_or_default(),
            saved_at: row.i64(1),
        }))
    }

    /// Keeps what a person has typed so far.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn keep_form_draft(&self, person: &str, form: &str, pairs: &[(String, String)]) -> Result<()> {
        let body = serde_json::to_string(pairs).expect("pairs of text");
        let values: [Value; 5] =
            [self.tenant().into(), person.into(), form.into(), body.into(), self.now().into()];
        self.store().execute(self.tenant(), &sql::KEEP_FORM_DRAFT, &values).await.map_err(failure)?;
        Ok(())
    }

    /// Forgets what was typed before an instant and never sent; gives how many. It holds people's data that nobody needs.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn drop_old_form_drafts(&self, before: Millis) -> Result<u64> {
        let values: [Value; 2] = [self.tenant().into(), before.into()];
        self.store().execute(self.tenant(), &sql::DROP_OLD_FORM_DRAFTS, &values).await.map_err(failure)
    }

    /// Forgets it: the form was sent, or cleared.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn drop_form_draft(&self, person: &str, form: &str) -> Result<()> {
        let values: [Value; 3] = [self.tenant().into(), person.into(), form.into()];
        self.store().execute(self.tenant(), &sql::DROP_FORM_DRAFT, &values).await.map_err(failure)?;
        Ok(())
    }
}
