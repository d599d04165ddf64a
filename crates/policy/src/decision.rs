use crate::{Action, Authority, Principal, Resource};

/// May this one do that to this, now?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: &'a Principal,
    /// What for.
    pub action: Action,
    /// To what.
    pub resource: &'a Resource,
    /// Assignments and delegations to the asker's positions.
    pub authorities: &'a [Authority],
    /// UTC milliseconds.
    pub now: i64,
}

/// The answer, and the rule it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub allowed: bool,
    /// Id of the policy that decided; when refused, the one that forbids or came nearest, of no length when none speaks of
    /// it.
    pub rule: String,
    /// Why not, a stable code of [`WHY`]; of no length when allowed.
    pub why: String,
    /// Position it was decided for: not always the one acted in. Of no length for machines and citizens.
    pub position: String,
    /// Position in whose place it is done, for KT., TUQ. and TL.
    pub on_behalf_of: Option<String>,
    /// Code of the authority it leans on, where it is done in another's place.
    pub authority: Option<String>,
}

/// Every code [`Decision::why`] can have, for translations.
pub const WHY: [&str; 25] = [
    "not_signed_in",
    "not_for_machines",
    "action_not_for_resource",
    "role_missing",
    "other_unit",
    "not_your_counter",
    "not_your_step",
    "not_your_post",
    "own_work_not_signed",
    "assignment_missing",
    "assignment_not_yet",
    "assignment_expired",
    "assignment_revoked",
    "assignment_out_of_scope",
    "assignment_passed_on",
    "delegation_not_yet",
    "delegation_expired",
    "delegation_revoked",
    "delegation_out_of_scope",
    "delegation_passed_on",
    "order_not_yet",
    "order_expired",
    "order_revoked",
    "order_out_of_scope",
    "order_passed_on",
];

impl Decision {
    pub(crate) fn refused(why: &str, rule: &str) -> Self {
        Self {
            allowed: false,
            rule: rule.to_owned(),
            why: why.to_owned(),
            position: String::new(),
            on_behalf_of: None,
            authority: None,
        }
    }
}
