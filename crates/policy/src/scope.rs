//! Which rows of a list somebody sees: asked once for the list, not for each row.

use crate::frame::{Asker, Frame};
use crate::policies::{Policies, Said};
use crate::principal::acting_first;
use crate::resource::ResourceKind;
use crate::{Action, Held, Principal, Resource};

/// Phạm vi: the rows of a list somebody may see; the query that reads the list carries it as a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// None.
    Nothing,
    /// Those this person has.
    Person(String),
    /// Those of these units and all below them.
    Units(Vec<String>),
    /// All of the province.
    Everything,
}

impl Policies {
    /// The scope of a list for the position acted in: a list shows what one position sees, and changing the position changes
    /// the list. Found by asking the same policies about rows near and far.
    #[must_use]
    pub fn scope(&self, principal: &Principal, action: Action) -> Scope {
        let Principal::Staff { person, positions, acting } = principal else { return Scope::Nothing };
        let Some(held) = acting_first(positions, acting).next() else { return Scope::Nothing };
        let kind = self.row_kind(action);
        let sees =
            |unit_path: &[String], holder: &str| self.sees(action, kind, (person, held), unit_path, holder);
        let below: Vec<String> =
            std::iter::once(format!("{}/below", held.unit)).chain(held.unit_path.clone()).collect();
        if sees(&["/elsewhere".to_owned()], "/somebody else") {
            Scope::Everything
        } else if sees(&below, "/somebody else") {
            Scope::Units(vec![held.unit.clone()])
        } else if sees(&held.unit_path, person) {
            Scope::Person(person.clone())
        } else {
            Scope::Nothing
        }
    }

    /// What the rows of the list are: steps rather than dossiers rather than the page itself.
    fn row_kind(&self, action: Action) -> ResourceKind {
        let known = self.resources_of(action);
        let preferred = match action {
            Action::SeeWork => ResourceKind::Step,
            Action::SeeDossier | Action::ReadPersonalData => ResourceKind::Dossier,
            _ => ResourceKind::Page,
        };
        if known.contains(&preferred) { preferred } else { known.first().copied().unwrap_or(preferred) }
    }

    fn sees(
        &self,
        action: Action,
        kind: ResourceKind,
        (person, held): (&str, &Held),
        unit_path: &[String],
        holder: &str,
    ) -> bool {
        let frame = Frame {
            asker: Asker::Officer { person: person.to_owned(), held: held.clone() },
            resource: Resource { holder: Some(holder.to_owned()), ..Resource::of(kind, unit_path) },
            authority: None,
            now: 0,
        };
        matches!(self.ask(action, &frame), Said::Permit(_))
    }
}
