//! The whole table: every action, asked by everybody about a thing of their own unit with nothing in the way.

use crate::people::*;
use policy::{Action, Principal, ROLES};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Everybody, by a short heading.
fn everybody() -> Vec<(String, Principal)> {
    let machines = [
        ("citizen", Principal::Citizen),
        ("kiosk", Principal::Kiosk { unit_path: path(CENTRE) }),
        ("job", Principal::System { job: "deadlines".to_owned() }),
        ("importer", Principal::Importer),
    ];
    let staff = ROLES.map(|role| (role.to_owned(), staff("an", role, CENTRE)));
    staff.into_iter().chain(machines.map(|(name, principal)| (name.to_owned(), principal))).collect()
}

#[test]
fn who_may_do_what_in_the_own_unit() {
    let everybody = everybody();
    let mut table = format!("{:<26}", "");
    for (name, _) in &everybody {
        let _ = write!(table, "{name}  ");
    }
    table = format!("{}\n", table.trim_end());
    for &action in Action::ALL {
        let mut line = format!("{:<26}", action.word());
        for (name, principal) in &everybody {
            let decision = asked(principal, action, &thing_for(action, CENTRE), &[]);
            let cell = if decision.allowed { "yes" } else { "-" };
            let _ = write!(line, "{cell:<width$}", width = name.len() + 2);
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

#[test]
fn which_rule_allows_what_to_whom() {
    let everybody = everybody();
    let mut table = String::new();
    for &action in Action::ALL {
        let mut rules: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, principal) in &everybody {
            let decision = asked(principal, action, &thing_for(action, CENTRE), &[]);
            if decision.allowed {
                rules.entry(decision.rule).or_default().push(name);
            }
        }
        let _ = writeln!(table, "{}", action.word());
        for (rule, names) in rules {
            let _ = writeln!(table, "  {rule}: {}", names.join(", "));
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn roles_allowed_names_the_same_roles_as_the_table() {
    for &action in Action::ALL {
        let mut roles: Vec<&str> = ROLES
            .into_iter()
            .filter(|role| asked(&staff("an", role, CENTRE), action, &thing_for(action, CENTRE), &[]).allowed)
            .collect();
        if action == Action::ReadPersonalData {
            // The table asks about a dossier; of payments cashiers read it as well.
            roles.insert(1, "cashier");
        }
        assert_eq!(POLICIES.roles_allowed(action), roles, "{}", action.word());
    }
}

#[test]
fn every_action_is_somebodys_and_every_rule_says_something() {
    // Those that need an assignment, a delegation or earlier work have their sentences in `signing`.
    let elsewhere = [
        "assignment-approves",
        "delegation-approves",
        "step-names-its-signer",
        "stand-in-sees-papers",
        "nobody-signs-own-work",
    ];
    let mut spoken: BTreeSet<String> = elsewhere.map(str::to_owned).into();
    for &action in Action::ALL {
        let decisions =
            everybody().into_iter().map(|(_, one)| asked(&one, action, &thing_for(action, CENTRE), &[]));
        let rules: Vec<String> =
            decisions.filter(|decision| decision.allowed).map(|decision| decision.rule).collect();
        assert!(!rules.is_empty(), "nobody may ever {}", action.word());
        spoken.extend(rules);
    }
    let known: BTreeSet<String> = POLICIES.rules().map(|(id, _)| id.to_owned()).collect();
    assert_eq!(spoken, known, "a rule that never decides is dead");
}

#[test]
fn the_rules_can_be_read_as_they_are_written_and_stay_few() {
    let rules: BTreeMap<&str, &str> = POLICIES.rules().collect();
    assert!(rules["receiver-keeps-counter"].contains("IntakeDossier"));
    assert!(rules.len() <= 30, "policies stay general; facts belong into the request");
}
