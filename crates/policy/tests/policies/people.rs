//! A small province to speak about.

use policy::{Action, Authority, AuthorityKind, Decision, Held, Policies, Principal, Request, Resource};
use std::sync::LazyLock;

/// The provincial centre.
pub const CENTRE: [&str; 2] = ["H49.80", "H49"];
/// A department.
pub const DEPARTMENT: [&str; 2] = ["H49.10", "H49"];
/// A division of it.
pub const DIVISION: [&str; 3] = ["H49.10.1", "H49.10", "H49"];
/// A division of another department.
pub const OTHER_DIVISION: [&str; 3] = ["H49.12.1", "H49.12", "H49"];
/// Noon of some working day.
pub const NOON: i64 = 1_771_822_800_000;

pub static POLICIES: LazyLock<Policies> =
    LazyLock::new(|| Policies::new().expect("the shipped policies are checked"));

pub fn path(units: &[&str]) -> Vec<String> {
    units.iter().map(|unit| (*unit).to_owned()).collect()
}

pub fn held(person: &str, role: &str, units: &[&str]) -> Held {
    Held {
        position: format!("{}/{role}/{person}", units[0]),
        unit: units[0].to_owned(),
        unit_path: path(units),
        role: role.to_owned(),
    }
}

pub fn staff(person: &str, role: &str, units: &[&str]) -> Principal {
    let held = held(person, role, units);
    Principal::Staff { person: person.to_owned(), acting: held.position.clone(), positions: vec![held] }
}

/// Asks at noon; every question of the tests also keeps to the schema.
pub fn asked(
    principal: &Principal,
    action: Action,
    resource: &Resource,
    authorities: &[Authority],
) -> Decision {
    let request = Request { principal, action, resource, authorities, now: NOON };
    let decision = POLICIES.decide(&request);
    if decision.why != "action_not_for_resource" {
        if let Err(error) = POLICIES.conforms(&request) {
            if decision.allowed {
                panic!("{error}")
            }
        }
    }
    decision
}

/// A delegation from the department's leader, open in time and for every procedure.
pub fn delegation(to: &str) -> Authority {
    Authority {
        kind: AuthorityKind::Delegation,
        code: "UQ01".to_owned(),
        from_position: "H49.10/leader/chau".to_owned(),
        from_unit_path: path(&DEPARTMENT),
        from_role: "leader".to_owned(),
        to_position: to.to_owned(),
        procedures: Vec::new(),
        valid_from_ms: 0,
        valid_to_ms: None,
        revoked: false,
        document: "Văn bản uỷ quyền số 12/UQ-STC".to_owned(),
    }
}
