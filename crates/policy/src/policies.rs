//! Reading the policies, and asking them.

use crate::frame::{Asker, Frame, Names};
use crate::resource::ResourceKind;
use crate::{Action, Decision, Held, Principal, ROLES, Request, Resource};
use cedar_policy::{Authorizer, EntityUid, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::str::FromStr;

/// The schema the policies are checked against.
const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// The policies, by file.
const FILES: [(&str, &str); 5] = [
    ("hall.cedar", include_str!("../policies/hall.cedar")),
    ("steps.cedar", include_str!("../policies/steps.cedar")),
    ("signing.cedar", include_str!("../policies/signing.cedar")),
    ("watching.cedar", include_str!("../policies/watching.cedar")),
    ("keeping.cedar", include_str!("../policies/keeping.cedar")),
];

/// Bytes of stack a decision may need, and those it is given where fewer are left.
const STACK_NEEDED: usize = 1536 * 1024;
const STACK_GIVEN: usize = 4 * 1024 * 1024;

/// Why the policies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The schema does not read.
    #[error("the policy schema does not read: {0}")]
    Schema(String),
    /// A file does not read.
    #[error("{file} does not read: {reason}")]
    Syntax {
        /// Which.
        file: String,
        /// Why.
        reason: String,
    },
    /// A policy without a name.
    #[error("a policy of {0} has no @id")]
    WithoutId(String),
    /// Two policies of the same name.
    #[error("two policies are called {0}")]
    SameId(String),
    /// Policies that do not keep to the schema, all of them.
    #[error("policies that do not keep to the schema:\n{0}")]
    Invalid(String),
    /// An action the schema does not know.
    #[error("the schema does not know the action {0}")]
    UnknownAction(&'static str),
}

/// The policies that speak of one action, and the things it is done to.
struct Relevant {
    policies: PolicySet,
    resources: Vec<ResourceKind>,
}

/// All policies, checked, ready to answer.
pub struct Policies {
    names: Names,
    schema: Schema,
    authorizer: Authorizer,
    relevant: HashMap<Action, Relevant>,
    texts: BTreeMap<String, String>,
}

/// What the policies say to one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Permit(String),
    Forbid(String),
    Nothing,
}

impl Policies {
    /// The shipped policies, checked strictly against their schema.
    ///
    /// # Errors
    /// When one of them does not read or does not keep to the schema.
    pub fn new() -> Result<Self, PolicyError> {
        Self::from_texts(SCHEMA, &FILES)
    }

    /// Policies from given texts, checked in the same way.
    ///
    /// # Errors
    /// As [`Policies::new`].
    pub fn from_texts(schema: &str, files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let (schema, _) =
            Schema::from_cedarschema_str(schema).map_err(|error| PolicyError::Schema(error.to_string()))?;
        let all = read(files)?;
        check(&schema, &all)?;
        let names = Names::new();
        let relevant = sorted(&schema, &names, &all)?;
        let texts = all.policies().map(|policy| (policy.id().to_string(), policy.to_string())).collect();
        Ok(Self { names, schema, authorizer: Authorizer::new(), relevant, texts })
    }

    /// May this one do that to this, now? The position acted in is asked first, then the others.
    ///
    /// For a [`Resource::page`] and an action that is done to other things the answer is whether it could be allowed at best,
    /// in that unit: the door of a page with such a button. The act itself is asked about again, with its own thing.
    #[must_use]
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        if !self.is_about(request.action, request.resource.kind) {
            return Decision::refused("action_not_for_resource", "");
        }
        let frames = self.frames(request);
        let mut forbidden = None;
        for frame in &frames {
            match self.ask(request.action, frame) {
                Said::Permit(rule) => return allowed(rule, frame),
                Said::Forbid(rule) => forbidden = forbidden.or(Some(rule)),
                Said::Nothing => {}
            }
        }
        self.refusal(request, frames, forbidden)
    }

    /// Roles that may do it at best, in their own unit, by the post alone.
    #[must_use]
    pub fn roles_allowed(&self, action: Action) -> Vec<&'static str> {
        ROLES
            .into_iter()
            .filter(|role| {
                self.resources_of(action)
                    .iter()
                    .any(|&kind| matches!(self.ask(action, &Frame::at_best(role, kind)), Said::Permit(_)))
            })
            .collect()
    }

    /// Whether the facts of a request keep to the schema. Deciding does not look, to be quick; tests of the callers do.
    ///
    /// # Errors
    /// What the schema does not know, e.g. an action this kind of asker is never asked about.
    pub fn conforms(&self, request: &Request<'_>) -> Result<(), String> {
        self.frames(request)
            .iter()
            .try_for_each(|frame| self.names.question(request.action, frame, Some(&self.schema)).map(|_| ()))
    }

    /// Every policy: its id and its text.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str()))
    }

    pub(crate) fn resources_of(&self, action: Action) -> &[ResourceKind] {
        &self.relevant[&action].resources
    }

    fn is_about(&self, action: Action, kind: ResourceKind) -> bool {
        kind == ResourceKind::Page || self.resources_of(action).contains(&kind)
    }

    fn frames(&self, request: &Request<'_>) -> Vec<Frame> {
        let kinds = self.resources_of(request.action);
        let kind = request.resource.kind;
        if kinds.contains(&kind) {
            Frame::all(request)
        } else if kind == ResourceKind::Page {
            Frame::all(request)
                .iter()
                .flat_map(|frame| kinds.iter().map(|&kind| frame.door_to(kind)))
                .collect()
        } else {
            Vec::new()
        }
    }

    pub(crate) fn ask(&self, action: Action, frame: &Frame) -> Said {
        let question =
            self.names.question(action, frame, None).expect("two entities of different types never clash");
        let policies = &self.relevant[&action].policies;
        // A policy that finds too little stack left does not speak, and nobody would be let in: it is given its own where little is left.
        let response = stacker::maybe_grow(STACK_NEEDED, STACK_GIVEN, || {
            self.authorizer.is_authorized(&question.request, policies, &question.entities)
        });
        debug_assert!(
            response.diagnostics().errors().next().is_none(),
            "checked policies can be evaluated: {:?}",
            response.diagnostics().errors().map(ToString::to_string).collect::<Vec<_>>()
        );
        // What forbids may be among those that did not speak: then nobody is let in.
        if response.diagnostics().errors().next().is_some() {
            return Said::Nothing;
        }
        // Several may agree; the first by name stands for them, so that the same question always has the same answer.
        let Some(rule) = response.diagnostics().reason().min().map(ToString::to_string) else {
            return Said::Nothing;
        };
        match response.decision() {
            cedar_policy::Decision::Allow => Said::Permit(rule),
            cedar_policy::Decision::Deny => Said::Forbid(rule),
        }
    }
}

fn allowed(rule: String, frame: &Frame) -> Decision {
    Decision {
        allowed: true,
        rule,
        why: String::new(),
        position: frame.position().to_owned(),
        on_behalf_of: frame.authority.as_ref().map(|authority| authority.from_position.clone()),
        authority: frame.authority.as_ref().map(|authority| authority.code.clone()),
    }
}

fn read(files: &[(&str, &str)]) -> Result<PolicySet, PolicyError> {
    let mut all = PolicySet::new();
    for (file, text) in files {
        let syntax = |error: cedar_policy::ParseErrors| PolicyError::Syntax {
            file: (*file).to_owned(),
            reason: error.to_string(),
        };
        for policy in PolicySet::from_str(text).map_err(syntax)?.policies() {
            let id = policy.annotation("id").ok_or_else(|| PolicyError::WithoutId((*file).to_owned()))?;
            let named = policy.new_id(PolicyId::new(id));
            all.add(named).map_err(|_| PolicyError::SameId(id.to_owned()))?;
        }
    }
    Ok(all)
}

/// A warning (a policy that can never apply) counts like an error: it is a slip of the pen as well.
fn check(schema: &Schema, all: &PolicySet) -> Result<(), PolicyError> {
    let result = Validator::new(schema.clone()).validate(all, ValidationMode::Strict);
    let errors = result.validation_errors().map(ToString::to_string);
    let found: BTreeSet<String> =
        errors.chain(result.validation_warnings().map(ToString::to_string)).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(PolicyError::Invalid(found.into_iter().collect::<Vec<_>>().join("\n")))
}

/// The policies sorted by the actions they speak of.
fn sorted(schema: &Schema, names: &Names, all: &PolicySet) -> Result<HashMap<Action, Relevant>, PolicyError> {
    let speaks: Vec<(&cedar_policy::Policy, HashSet<EntityUid>)> = all
        .policies()
        .map(|policy| {
            (policy, policy.get_valid_request_envs(schema).map(|env| env.action().clone()).collect())
        })
        .collect();
    Action::ALL
        .iter()
        .map(|&action| {
            let uid = names.action(action);
            let known = schema.resources_for_action(&uid).ok_or(PolicyError::UnknownAction(action.name()))?;
            let words: HashSet<String> = known.map(ToString::to_string).collect();
            let resources =
                ResourceKind::ALL.into_iter().filter(|kind| words.contains(kind.name())).collect();
            let about = speaks
                .iter()
                .filter(|(_, actions)| actions.contains(&uid))
                .map(|&(policy, _)| policy.clone());
            let policies = PolicySet::from_policies(about).expect("they were together in one set before");
            Ok((action, Relevant { policies, resources }))
        })
        .collect()
}

impl Frame {
    /// The most favourable case for a role: its own unit, its own counter and step, untouched before.
    pub(crate) fn at_best(role: &str, kind: ResourceKind) -> Self {
        let unit_path = ["unit".to_owned(), "province".to_owned()];
        let held = Held {
            position: "position".to_owned(),
            unit: "unit".to_owned(),
            unit_path: unit_path.to_vec(),
            role: role.to_owned(),
        };
        Self {
            asker: Asker::Officer { person: "person".to_owned(), held },
            resource: Resource::of(kind, &unit_path),
            authority: None,
            now: 0,
        }
    }
}

impl Principal {
    /// The code of a refusal that has nothing to do with facts.
    pub(crate) const fn stranger(&self) -> Option<&'static str> {
        match self {
            Self::Citizen | Self::Kiosk { .. } => Some("not_signed_in"),
            Self::System { .. } | Self::Importer => Some("not_for_machines"),
            Self::Staff { .. } => None,
        }
    }
}
