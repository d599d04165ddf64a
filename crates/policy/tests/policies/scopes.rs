//! Which rows of a list somebody sees.

use crate::people::*;
use policy::{Action, Principal, Scope};

fn units(units: &[&str]) -> Scope {
    Scope::Units(path(units))
}

#[test]
fn a_specialist_lists_her_own_steps_and_a_head_those_of_the_unit() {
    let scope = |principal: &Principal| POLICIES.scope(principal, Action::SeeWork);
    assert_eq!(scope(&staff("du", "specialist", DIVISION)), Scope::Person("du".to_owned()));
    assert_eq!(scope(&staff("minh", "clerk", DEPARTMENT)), Scope::Person("minh".to_owned()));
    assert_eq!(scope(&staff("lan", "receiver", CENTRE)), Scope::Person("lan".to_owned()));
    assert_eq!(scope(&staff("duyen", "head", DIVISION)), units(&["H49.10.1"]));
    assert_eq!(scope(&staff("chau", "leader", DEPARTMENT)), units(&["H49.10"]));
    assert_eq!(scope(&staff("ninh", "greeter", CENTRE)), Scope::Nothing);
}

#[test]
fn floors_dossiers_and_pick_ups_are_listed_by_unit() {
    let director = staff("anh", "centre_director", CENTRE);
    let inspector = staff("thuong", "inspector", PROVINCE);
    for action in [Action::SeeFloor, Action::SeeDossier, Action::SeeReturns] {
        assert_eq!(POLICIES.scope(&director, action), units(&["H49.80"]), "{}", action.word());
        assert_eq!(POLICIES.scope(&inspector, action), units(&["H49"]), "{}", action.word());
        assert_eq!(
            POLICIES.scope(&staff("trung", "admin", CENTRE), action),
            Scope::Nothing,
            "{}",
            action.word()
        );
    }
    assert_eq!(
        POLICIES.scope(&staff("du", "specialist", DIVISION), Action::SeeDossier),
        units(&["H49.10.1"])
    );
    assert_eq!(POLICIES.scope(&staff("du", "specialist", DIVISION), Action::SeeReturns), Scope::Nothing);
}

#[test]
fn an_administrator_lists_all_accounts() {
    assert_eq!(POLICIES.scope(&staff("trung", "admin", CENTRE), Action::ManageAccounts), Scope::Everything);
}

#[test]
fn a_list_shows_what_the_position_acted_in_sees() {
    let two = vec![held("du", "specialist", DIVISION), held("du", "head", OTHER_DIVISION)];
    assert_eq!(POLICIES.scope(&staff_of("du", two.clone()), Action::SeeWork), Scope::Person("du".to_owned()));
    let acting = two[1].position.clone();
    let as_head = Principal::Staff { person: "du".to_owned(), positions: two, acting };
    assert_eq!(POLICIES.scope(&as_head, Action::SeeWork), units(&["H49.12.1"]));
}

#[test]
fn machines_and_citizens_list_nothing() {
    let strangers = [
        Principal::Citizen,
        Principal::Kiosk { unit_path: path(CENTRE) },
        Principal::System { job: "deadlines".to_owned() },
        Principal::Importer,
        staff_of("du", Vec::new()),
    ];
    for principal in strangers {
        for &action in Action::ALL {
            assert_eq!(POLICIES.scope(&principal, action), Scope::Nothing, "{}", action.word());
        }
    }
}
