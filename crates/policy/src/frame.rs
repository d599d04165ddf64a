//! One question as the policy engine sees it: an asker in one position, at most one authority, the thing and its facts.

use crate::principal::acting_first;
use crate::resource::ResourceKind;
use crate::{Action, Authority, Held, Principal, Request, Resource};
use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression, Schema,
};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

/// Who asks, in one position.
#[derive(Clone, Debug)]
pub(crate) enum Asker {
    Citizen,
    Kiosk { unit_path: Vec<String> },
    Job { name: String },
    Importer,
    Officer { person: String, held: Held },
}

#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub asker: Asker,
    pub resource: Resource,
    pub authority: Option<Authority>,
    pub now: i64,
}

impl Frame {
    /// Every way the request can be looked at, in the order in which they count.
    pub(crate) fn all(request: &Request<'_>) -> Vec<Self> {
        let frame = |asker: Asker, authority: Option<&Authority>| {
            Self {
                asker,
                resource: request.resource.clone(),
                authority: authority.cloned(),
                now: request.now,
            }
            .placed()
        };
        match request.principal {
            Principal::Citizen => vec![frame(Asker::Citizen, None)],
            Principal::Kiosk { unit_path } => {
                vec![frame(Asker::Kiosk { unit_path: unit_path.clone() }, None)]
            }
            Principal::System { job } => vec![frame(Asker::Job { name: job.clone() }, None)],
            Principal::Importer => vec![frame(Asker::Importer, None)],
            Principal::Staff { person, positions, acting } => acting_first(positions, acting)
                .flat_map(|held| {
                    let officer = Asker::Officer { person: person.clone(), held: held.clone() };
                    let leaned_on = request.authorities.iter().filter(|authority| {
                        request.action.leans_on_authority() && authority.to_position == held.position
                    });
                    std::iter::once(None)
                        .chain(leaned_on.map(Some))
                        .map(|authority| frame(officer.clone(), authority))
                        .collect::<Vec<_>>()
                })
                .collect(),
        }
    }

    /// A page about no unit is about the asker's own, or the one the asker stands in for.
    fn placed(mut self) -> Self {
        if self.resource.kind == ResourceKind::Page && self.resource.unit_paths.is_empty() {
            let place =
                self.authority.as_ref().map_or(self.unit_path(), |authority| &authority.from_unit_path);
            self.resource.unit_paths = vec![place.to_vec()];
        }
        self
    }

    /// A page where something is done to things of this kind: the question is whether that could be allowed at best.
    pub(crate) fn door_to(&self, kind: ResourceKind) -> Self {
        let first = |words: fn(&Authority) -> &Vec<String>| {
            self.authority.as_ref().and_then(|authority| words(authority).first().cloned())
        };
        let (procedure, field) = (first(|given| &given.procedures), first(|given| &given.fields));
        let role = match &self.asker {
            Asker::Officer { held, .. } => Some(held.role.clone()),
            _ => None,
        };
        let post = self.authority.as_ref().map(|authority| authority.from_position.clone());
        Self {
            resource: Resource { kind, procedure, field, post, role, ..self.resource.clone() },
            ..self.clone()
        }
    }

    /// Own unit of the asker first, then those above.
    pub(crate) fn unit_path(&self) -> &[String] {
        match &self.asker {
            Asker::Officer { held, .. } => &held.unit_path,
            Asker::Kiosk { unit_path } => unit_path,
            Asker::Citizen | Asker::Job { .. } | Asker::Importer => &[],
        }
    }

    pub(crate) fn position(&self) -> &str {
        match &self.asker {
            Asker::Officer { held, .. } => &held.position,
            _ => "",
        }
    }
}

/// Names of the schema, parsed once.
pub(crate) struct Names {
    unit: EntityTypeName,
    role: EntityTypeName,
    authority_kind: EntityTypeName,
    officer: EntityTypeName,
    citizen: EntityTypeName,
    kiosk: EntityTypeName,
    job: EntityTypeName,
    importer: EntityTypeName,
    action: EntityTypeName,
    resources: HashMap<ResourceKind, EntityTypeName>,
}

type Attributes = HashMap<String, RestrictedExpression>;

/// What the engine is handed.
pub(crate) struct Question {
    pub request: cedar_policy::Request,
    pub entities: Entities,
}

impl Names {
    pub(crate) fn new() -> Self {
        let name =
            |word: &str| EntityTypeName::from_str(word).expect("a type name of our own schema is one word");
        Self {
            unit: name("Unit"),
            role: name("Role"),
            authority_kind: name("AuthorityKind"),
            officer: name("Officer"),
            citizen: name("Citizen"),
            kiosk: name("Kiosk"),
            job: name("Job"),
            importer: name("Importer"),
            action: name("Action"),
            resources: ResourceKind::ALL.into_iter().map(|kind| (kind, name(kind.name()))).collect(),
        }
    }

    pub(crate) fn action(&self, action: Action) -> EntityUid {
        uid(&self.action, action.name())
    }

    /// The engine's form of a question. With a schema every entity and the request are checked against it: the tests do, the
    /// walk of a command does not, since the shapes below are all there are.
    pub(crate) fn question(
        &self,
        action: Action,
        frame: &Frame,
        schema: Option<&Schema>,
    ) -> Result<Question, String> {
        let asker = self.asker(frame);
        let resource = self.resource(frame);
        let request = cedar_policy::Request::new(
            asker.uid(),
            self.action(action),
            resource.uid(),
            self.context(frame),
            schema,
        )
        .map_err(|error| error.to_string())?;
        let entities =
            Entities::from_entities([asker, resource], schema).map_err(|error| error.to_string())?;
        Ok(Question { request, entities })
    }

    fn asker(&self, frame: &Frame) -> Entity {
        match &frame.asker {
            Asker::Citizen => plain(uid(&self.citizen, "")),
            Asker::Importer => plain(uid(&self.importer, "")),
            Asker::Job { name } => plain(uid(&self.job, name)),
            Asker::Kiosk { unit_path } => {
                let own = unit_path.first().map_or("", String::as_str);
                let attributes = attributes([("unit", self.unit(own))]);
                entity(uid(&self.kiosk, own), attributes, HashSet::new())
            }
            Asker::Officer { person, held } => {
                let attributes = attributes([
                    ("person", text(person)),
                    ("position", text(&held.position)),
                    ("unit", self.unit(&held.unit)),
                ]);
                entity(
                    uid(&self.officer, &held.position),
                    attributes,
                    HashSet::from([uid(&self.role, &held.role)]),
                )
            }
        }
    }

    fn resource(&self, frame: &Frame) -> Entity {
        let facts = &frame.resource;
        let paths = &facts.unit_paths;
        let units = paths.iter().filter_map(|path| path.first()).map(|unit| self.unit(unit));
        let mut attributes = attributes([("units", RestrictedExpression::new_set(units))]);
        if matches!(facts.kind, ResourceKind::Step | ResourceKind::Counter | ResourceKind::Delegation) {
            attributes.extend(facts.holder.iter().map(|holder| ("holder".to_owned(), text(holder))));
        }
        if facts.kind == ResourceKind::Delegation {
            attributes.extend(facts.post.iter().map(|post| ("post".to_owned(), text(post))));
        }
        if facts.kind == ResourceKind::Step {
            attributes.insert("handled_by".to_owned(), texts(&facts.handled_by));
            attributes.extend(facts.procedure.iter().map(|code| ("procedure".to_owned(), text(code))));
            attributes.extend(facts.field.iter().map(|code| ("field".to_owned(), text(code))));
            let role = |role: &String| RestrictedExpression::new_entity_uid(uid(&self.role, role));
            attributes.extend(facts.role.iter().map(|word| ("role".to_owned(), role(word))));
        }
        let above = paths.iter().flat_map(|path| path.iter()).map(|unit| uid(&self.unit, unit)).collect();
        entity(uid(&self.resources[&facts.kind], ""), attributes, above)
    }

    fn context(&self, frame: &Frame) -> Context {
        let mut pairs = vec![("now".to_owned(), RestrictedExpression::new_long(frame.now))];
        if let Some(authority) = &frame.authority {
            pairs.push(("authority".to_owned(), self.authority(authority)));
        }
        Context::from_pairs(pairs).expect("the keys differ and the values are plain")
    }

    fn authority(&self, authority: &Authority) -> RestrictedExpression {
        let unit = authority.from_unit_path.first().map_or("", String::as_str);
        let kind = RestrictedExpression::new_entity_uid(uid(&self.authority_kind, authority.kind.word()));
        let valid_to = authority.valid_to_ms.unwrap_or(i64::MAX);
        RestrictedExpression::new_record(attributes([
            ("kind", kind),
            ("from", text(&authority.from_position)),
            ("from_role", RestrictedExpression::new_entity_uid(uid(&self.role, &authority.from_role))),
            ("from_unit", self.unit(unit)),
            ("to", text(&authority.to_position)),
            ("procedures", texts(&authority.procedures)),
            ("fields", texts(&authority.fields)),
            ("actions", texts(&authority.actions)),
            ("valid_from", RestrictedExpression::new_long(authority.valid_from_ms)),
            ("valid_to", RestrictedExpression::new_long(valid_to)),
            ("revoked", RestrictedExpression::new_bool(authority.revoked)),
        ]))
        .expect("the keys of an authority differ")
    }

    fn unit(&self, code: &str) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(uid(&self.unit, code))
    }
}

fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn texts(values: &[String]) -> RestrictedExpression {
    RestrictedExpression::new_set(values.iter().filter(|value| !value.is_empty()).map(|value| text(value)))
}

fn attributes<const N: usize>(pairs: [(&str, RestrictedExpression); N]) -> Attributes {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn plain(uid: EntityUid) -> Entity {
    Entity::new_no_attrs(uid, HashSet::new())
}

fn entity(uid: EntityUid, attributes: Attributes, parents: HashSet<EntityUid>) -> Entity {
    Entity::new(uid, attributes, parents).expect("plain values evaluate")
}
