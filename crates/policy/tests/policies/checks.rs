//! The policies against their schema, and what happens to those that do not keep to it.

use crate::people::*;
use policy::{Action, Policies, PolicyError, Request, Resource};

const SCHEMA: &str = include_str!("../../policies/schema.cedarschema");

fn read(text: &str) -> Result<(), PolicyError> {
    Policies::from_texts(SCHEMA, &[("test.cedar", text)]).map(|_| ())
}

fn complaint(text: &str) -> String {
    read(text).expect_err("it is wrong").to_string()
}

#[test]
fn the_shipped_policies_keep_to_their_schema() {
    if let Err(error) = Policies::new() {
        panic!("{error}");
    }
}

#[test]
fn a_sound_policy_is_taken() {
    read(r#"@id("a") permit (principal in Role::"head", action == Action::"AssignStep", resource) when { resource in principal.unit };"#)
        .expect("it is sound");
}

#[test]
fn a_misspelt_attribute_is_found_before_anything_is_decided() {
    let text = r#"@id("a") permit (principal in Role::"head", action == Action::"AssignStep", resource) when { resource in principal.unti };"#;
    let complaint = complaint(text);
    assert!(complaint.contains("unti"), "{complaint}");
}

#[test]
fn a_misspelt_role_or_action_is_found() {
    let role = r#"@id("a") permit (principal in Role::"haed", action == Action::"AssignStep", resource);"#;
    assert!(complaint(role).contains("haed"), "{}", complaint(role));
    let action = r#"@id("a") permit (principal in Role::"head", action == Action::"AsignStep", resource);"#;
    assert!(complaint(action).contains("AsignStep"), "{}", complaint(action));
}

#[test]
fn a_fact_that_may_be_missing_is_asked_for_first() {
    let text = r#"@id("a") permit (principal, action == Action::"FinishStep", resource) when { resource.holder == principal.person };"#;
    assert!(complaint(text).contains("holder"), "{}", complaint(text));
}

#[test]
fn a_policy_that_can_never_apply_is_found() {
    let text = r#"@id("a") permit (principal is Citizen, action == Action::"FinishStep", resource is Step);"#;
    assert!(matches!(read(text), Err(PolicyError::Invalid(_))));
}

#[test]
fn a_policy_has_a_name_of_its_own() {
    let nameless = r#"permit (principal is Officer, action == Action::"FinishStep", resource);"#;
    assert!(matches!(read(nameless), Err(PolicyError::WithoutId(file)) if file == "test.cedar"));
    let twice = format!("@id(\"a\") {nameless} @id(\"a\") {nameless}");
    assert!(matches!(read(&twice), Err(PolicyError::SameId(id)) if id == "a"));
}

#[test]
fn what_does_not_read_names_its_file() {
    assert!(
        matches!(read("permit (principal"), Err(PolicyError::Syntax { file, .. }) if file == "test.cedar")
    );
    assert!(matches!(Policies::from_texts("entity {", &[]), Err(PolicyError::Schema(_))));
    assert!(matches!(Policies::from_texts("", &[]), Err(PolicyError::UnknownAction("TakeTicket"))));
}

#[test]
fn every_action_has_a_word_of_its_own() {
    for &action in Action::ALL {
        assert_eq!(Action::from_word(action.word()), Some(action));
    }
    assert_eq!(Action::from_word("fly"), None);
}

#[test]
fn an_action_done_to_the_wrong_thing_is_refused_as_such() {
    let leader = staff("chau", "leader", DEPARTMENT);
    let decision = asked(&leader, Action::ApproveResult, &Resource::ticket(&path(DEPARTMENT)), &[]);
    assert_eq!(told(&decision), "no action_not_for_resource");
}

#[test]
fn facts_of_the_wrong_kind_are_told() {
    let principal = staff("du", "specialist", DIVISION);
    let (page, step) = (Resource::page(&[]), free_step(DIVISION));
    let conforms = |action, resource| {
        POLICIES.conforms(&Request { principal: &principal, action, resource, authorities: &[], now: NOON })
    };
    assert_eq!(conforms(Action::FinishStep, &step), Ok(()));
    assert_eq!(conforms(Action::FinishStep, &page), Ok(()));
    assert!(conforms(Action::SeeOwnDossier, &page).is_err_and(|complaint| complaint.contains("Officer")));
}
