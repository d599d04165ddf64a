//! Who does a step: found when the step begins, written into the event.

use super::Directory;
use domain::catalogue::Role;
use domain::dossier::{Assignee, Assignees, Plan, StepKind, StepPlan};
use domain::kernel::Millis;

/// Finds who does a step at an instant.
pub(crate) struct Finder<'a> {
    directory: &'a Directory,
    at: Millis,
    on: String,
}

impl Directory {
    /// Who would do the steps of a plan now.
    pub(crate) fn assignees(&self, _plan: &Plan, at: Millis) -> Finder<'_> {
        Finder { directory: self, at, on: self.date(at) }
    }

    /// The one who acts for a person at an instant: the substitute while away, else the person.
    fn present<'a>(&'a self, person: &'a str, at: Millis) -> &'a str {
        self.catalogue.substitute(person, at).filter(|substitute| !substitute.is_empty()).unwrap_or(person)
    }
}

impl Assignees for Finder<'_> {
    /// The only holder of the role in the unit, or the substitute while away; nobody when there are several and a head has
    /// to choose, or any of them may take it.
    fn assignee(&self, step: &StepPlan) -> Assignee {
        let nobody = Assignee { person: String::new(), position: String::new() };
        // What others do outside the limit is noted by whoever of either side sees it done.
        if step.kind == StepKind::External {
            return nobody;
        }
        let Some(role) = Role::from_word(&step.role) else { return nobody };
        let holders = self.directory.catalogue.holders(&step.unit, role, &self.on);
        let [only] = holders.as_slice() else { return nobody };
        let present = self.directory.present(&only.person, self.at);
        if present == only.person {
            return Assignee { person: only.person.clone(), position: only.code.clone() };
        }
        let position = self.directory.position_of(present, self.at).unwrap_or_default();
        Assignee { person: present.to_owned(), position }
    }
}
