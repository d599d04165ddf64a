//! Nobody without a role is allowed anything; nor is anybody by chance.

use crate::people::*;
use policy::{Action, Authority, Held, Principal, ROLES, Resource};
use proptest::prelude::*;

const UNITS: [&[&str]; 7] =
    [CENTRE, WARD_CENTRE, DEPARTMENT, DIVISION, OTHER_DEPARTMENT, OTHER_DIVISION, PROVINCE];
const PERSONS: [&str; 3] = ["du", "thi", "chau"];

fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select(Action::ALL)
}

fn any_resource() -> impl Strategy<Value = Resource> {
    let persons = || prop::option::of(prop::sample::select(&PERSONS[..]));
    (any_action(), prop::sample::select(&UNITS[..]), persons(), persons()).prop_map(
        |(action, units, holder, before)| match thing_for(action, units) {
            step if step == free_step(units) => {
                let before = before.map(str::to_owned).into_iter().collect();
                Resource::step(&path(units), holder.map(str::to_owned), before).of_procedure("2.001610")
            }
            other => other,
        },
    )
}

fn any_held() -> impl Strategy<Value = Held> {
    (prop::sample::select(&ROLES[..]), prop::sample::select(&UNITS[..]))
        .prop_map(|(role, units)| held("du", role, units))
}

fn any_authorities() -> impl Strategy<Value = Vec<Authority>> {
    let one = (any_held(), any::<bool>(), any::<bool>(), prop::sample::select(&ROLES[..])).prop_map(
        |(to, kt, revoked, from_role)| {
            let given = if kt { assignment(&to.position) } else { delegation(&to.position) };
            Authority { revoked, from_role: from_role.to_owned(), ..given }
        },
    );
    prop::collection::vec(one, 0..3)
}

proptest! {
    #[test]
    fn without_a_role_only_the_own_dossier_is_open(
        action in any_action(),
        resource in any_resource(),
        authorities in any_authorities(),
        unknown_role in "[a-z_]{0,12}",
    ) {
        prop_assume!(!ROLES.contains(&unknown_role.as_str()));
        let citizen = asked(&Principal::Citizen, action, &resource, &authorities);
        prop_assert!(!citizen.allowed || matches!(
            action,
            Action::SeeOwnDossier | Action::LodgePetition | Action::BookAppointment | Action::DeclareAtDoor
        ));
        let nobody = asked(&staff_of("du", Vec::new()), action, &resource, &authorities);
        prop_assert!(!nobody.allowed);
        prop_assert_eq!(nobody.on_behalf_of, None);
        // A word the catalogue made up gives no rights of its own; a written delegation to that position still would.
        let made_up = Held { role: unknown_role, ..held("du", "x", DIVISION) };
        prop_assert!(!asked(&staff_of("du", vec![made_up]), action, &resource, &authorities).allowed);
    }

    #[test]
    fn nobody_ever_signs_what_they_worked_on(
        positions in prop::collection::vec(any_held(), 1..4),
        authorities in any_authorities(),
        units in prop::sample::select(&UNITS[..]),
    ) {
        let worked_on = Resource::step(&path(units), None, vec!["thi".to_owned(), "du".to_owned()]);
        let decision = asked(&staff_of("du", positions), Action::ApproveResult, &worked_on, &authorities);
        prop_assert!(!decision.allowed);
    }

    #[test]
    fn another_position_never_takes_a_right_away(
        first in any_held(),
        second in any_held(),
        action in any_action(),
        resource in any_resource(),
    ) {
        let one = asked(&staff_of("du", vec![first.clone()]), action, &resource, &[]);
        let both = asked(&staff_of("du", vec![second, first]), action, &resource, &[]);
        prop_assert!(!one.allowed || both.allowed);
    }

    #[test]
    fn a_revoked_or_passed_on_authority_is_as_good_as_none(
        positions in prop::collection::vec(any_held(), 1..3),
        action in any_action(),
        resource in any_resource(),
        authorities in any_authorities(),
    ) {
        let dead: Vec<Authority> = authorities
            .into_iter()
            .filter(|authority| authority.revoked || authority.from_role != "leader")
            .collect();
        let staff = staff_of("du", positions);
        let with = asked(&staff, action, &resource, &dead);
        let without = asked(&staff, action, &resource, &[]);
        prop_assert_eq!(with.allowed, without.allowed);
        prop_assert_eq!(with.on_behalf_of, None);
    }
}

#[test]
fn jobs_note_and_remind_and_do_nothing_else() {
    let job = Principal::System { job: "deadlines".to_owned() };
    let done = [
        Action::MarkRed,
        Action::CloseAfterSilence,
        Action::NoteMessage,
        Action::NotePrinted,
        Action::ParkUnclaimed,
        Action::ScanPaper,
        Action::MindGate,
    ];
    for &action in Action::ALL {
        let allowed = asked(&job, action, &thing_for(action, CENTRE), &[]).allowed;
        assert_eq!(allowed, done.contains(&action), "{}", action.word());
    }
    assert_eq!(says(&job, Action::NoteMessage, &Resource::message(&[])), "yes job-notes");
    assert_eq!(says(&job, Action::FinishStep, &free_step(DIVISION)), "no not_for_machines");
}

#[test]
fn the_importer_imports_and_nothing_else() {
    assert_eq!(
        says(&Principal::Importer, Action::TakeOverDossier, &Resource::dossier(&[])),
        "yes importer-imports"
    );
    assert_eq!(
        says(&Principal::Importer, Action::SeeDossier, &Resource::dossier(&[])),
        "no not_for_machines"
    );
    assert_eq!(
        says(&Principal::Importer, Action::ImportCatalogue, &Resource::catalogue(&[])),
        "yes importer-imports"
    );
    assert_eq!(
        says(&Principal::Importer, Action::ManageAccounts, &Resource::catalogue(&[])),
        "no not_for_machines"
    );
}

#[test]
fn somebody_whose_positions_are_over_has_no_role() {
    assert_eq!(
        says(&staff_of("du", Vec::new()), Action::FinishStep, &free_step(DIVISION)),
        "no role_missing"
    );
}
