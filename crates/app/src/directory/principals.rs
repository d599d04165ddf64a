//! Who asks and what they may lean on, as the policies see it.

use super::Directory;
use crate::actor::Actor;
use domain::catalogue::Position;
use domain::dossier::{State, StepKind};
use domain::kernel::Millis;
use policy::{Action, Held, Principal, Resource};

impl Directory {
    /// The one who asks, with every position held at that instant.
    #[must_use]
    pub fn principal(&self, actor: &Actor, at: Millis) -> Principal {
        match actor {
            Actor::Staff { person, position, .. } => {
                let on = self.date(at);
                Principal::Staff {
                    person: person.clone(),
                    positions: self.catalogue.positions_of(person, &on).map(|held| self.held(held)).collect(),
                    acting: position.clone(),
                }
            }
            Actor::Machine { code, role, unit } => Principal::Staff {
                person: code.clone(),
                positions: vec![Held {
                    position: code.clone(),
                    unit: unit.clone(),
                    unit_path: self.unit_path(unit),
                    role: role.word().to_owned(),
                }],
                acting: code.clone(),
            },
            Actor::Kiosk { hall } => {
                let unit = self.hall(hall).map(|hall| hall.unit.clone()).unwrap_or_default();
                Principal::Kiosk { unit_path: self.unit_path(&unit) }
            }
            Actor::Citizen => Principal::Citizen,
            Actor::Importer { .. } => Principal::Importer,
            Actor::System { job } => Principal::System { job: job.clone() },
        }
    }

    /// For whom a machine acts: whoever has the step or the counter, when they hold the very post the machine was let into. The
    /// policies are then asked about that person, so that a machine may do what the post may do and nothing else.
    #[must_use]
    pub fn stood_for(&self, actor: &Actor, holder: Option<&str>, at: Millis) -> Option<Actor> {
        let (Actor::Machine { role, unit, .. }, Some(holder)) = (actor, holder) else { return None };
        let on = self.date(at);
        let held =
            self.catalogue.positions_of(holder, &on).find(|held| held.unit == *unit && held.role == *role)?;
        Some(Actor::Staff { person: holder.to_owned(), position: held.code.clone(), unit: unit.clone() })
    }

    fn held(&self, held: &Position) -> Held {
        Held {
            position: held.code.clone(),
            unit: held.unit.clone(),
            unit_path: self.unit_path(&held.unit),
            role: held.role.word().to_owned(),
        }
    }

    /// The step under way, as the policies see it for what is to be done with it. An apology is the late agency's, whoever has the step.
    #[must_use]
    pub fn step_for(&self, action: Action, dossier: &State) -> Resource {
        match action {
            Action::ExtendDossier => {
                Resource::step(&self.unit_path(&self.catalogue.late_agency(dossier)), None, Vec::new())
                    .of_procedure(&dossier.plan.procedure.code)
                    .in_field(&dossier.plan.procedure.field)
            }
            _ => self.step_of(dossier),
        }
    }

    /// The step under way, as the policies see it: who has it, whose unit, who had the dossier before.
    #[must_use]
    pub fn step_of(&self, dossier: &State) -> Resource {
        // What others do outside the limit (taxes) is noted by those who handle the dossier.
        let open = dossier.open_turn().filter(|turn| turn.kind != StepKind::External);
        let unit = open.map_or(dossier.plan.handling_unit.as_str(), |turn| turn.unit.as_str());
        let handlers_before = dossier
            .turns
            .iter()
            .filter(|turn| matches!(turn.kind, StepKind::Process | StepKind::Review))
            .map(|turn| turn.person.clone())
            .collect();
        let handler = open.map(|turn| turn.person.clone()).filter(|person| !person.is_empty());
        let step = Resource::step(&self.unit_path(unit), handler, handlers_before)
            .of_procedure(&dossier.plan.procedure.code)
            .in_field(&dossier.plan.procedure.field);
        match (open, dossier.open_turn()) {
            (Some(turn), _) => step.by_role(&turn.role),
            (None, Some(elsewhere)) => step.handled_in(&self.unit_path(&elsewhere.unit)),
            (None, None) => step,
        }
    }
}
