//! What an officer typed and has not sent: kept as it was typed, so that nothing is lost between two keys.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use crate::execute::failure;
use domain::kernel::{Millis, Value};

/// Name under which the intake form of the counter is kept.
pub const INTAKE_FORM: &str = "intake";
/// Name under which what was in it is kept after it was cleared, or after a colleague's came with the counter.
pub const INTAKE_ASIDE: &str = "intake.cleared";

/// A form as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormDraft {
    /// Names and values, in order.
    pub pairs: Vec<(String, String)>,
    /// Instant it was kept.
    pub saved_at: Millis,
    /// Which page it was typed into, counted from 0.
    pub edition: i64,
}

impl App {
    /// What a person typed into a form and has not sent; without pairs when it was sent or cleared.
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
            edition: row.i64(2),
        }))
    }

    /// Keeps what a person has typed so far into a page of that edition. False when a newer page was made meanwhile: what
    /// was typed before a click must not undo it because it arrived later.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn keep_form_draft(
        &self,
        person: &str,
        form: &str,
        pairs: &[(String, String)],
        edition: i64,
    ) -> Result<bool> {
        let [tenant, person, form, body, now] = self.draft_values(person, form, pairs);
        let values: [Value; 6] = [tenant, person, form, body, now, edition.into()];
        let kept =
            self.store().execute(self.tenant(), &sql::KEEP_FORM_DRAFT, &values).await.map_err(failure)?;
        Ok(kept > 0)
    }

    /// Keeps what the next page of the form is made of; older pages can change it no more.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn turn_form_draft(&self, person: &str, form: &str, pairs: &[(String, String)]) -> Result<()> {
        let values = self.draft_values(person, form, pairs);
        self.store().execute(self.tenant(), &sql::TURN_FORM_DRAFT, &values).await.map_err(failure)?;
        Ok(())
    }

    fn draft_values(&self, person: &str, form: &str, pairs: &[(String, String)]) -> [Value; 5] {
        let body = serde_json::to_string(pairs).expect("pairs of text");
        [self.tenant().into(), person.into(), form.into(), body.into(), self.now().into()]
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
        self.turn_form_draft(person, form, &[]).await
    }
}
