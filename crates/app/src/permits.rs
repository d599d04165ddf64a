//! One policy decision for a command or a page.

use crate::App;
use crate::actor::Actor;
use crate::error::{AppError, Result};
use domain::kernel::Millis;
use policy::{Action, Decision, Request, Resource};

impl App {
    /// May this one do that to this, at that instant? The answer names the deciding rule.
    #[must_use]
    pub fn decide_policy(&self, actor: &Actor, action: Action, resource: &Resource, now: Millis) -> Decision {
        let directory = self.directory();
        let principal = directory.principal(actor, now);
        let authorities = directory.authorities(actor, now);
        self.policies().decide(&Request {
            principal: &principal,
            action,
            resource,
            authorities: &authorities,
            now,
        })
    }

    /// The same for a page: allowed, or an error that says why not.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn permit(&self, actor: &Actor, action: Action, resource: &Resource) -> Result<Decision> {
        let decision = self.decide_policy(actor, action, resource, self.now());
        if decision.allowed {
            Ok(decision)
        } else {
            Err(AppError::Forbidden { why: decision.why, rule: decision.rule })
        }
    }
}

impl App {
    /// Changes edited things: every row with who, when and which decision, and takes them anew at once.
    ///
    /// # Errors
    /// When the store refuses.
    pub(crate) async fn write_catalogue(
        &self,
        rows: Vec<store::CatalogueRow>,
        by: &str,
        decision: &str,
        at: Millis,
    ) -> Result<()> {
        self.store()
            .put_catalogue(self.tenant(), rows, by, decision, at)
            .await
            .map_err(crate::execute::failure)?;
        self.reload().await
    }
}
