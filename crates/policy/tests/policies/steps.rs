//! Steps, heads, what staff see.

use crate::people::*;
use policy::{Action, Resource};

#[test]
fn a_specialist_does_steps_that_are_hers_or_nobodys_in_her_unit() {
    let du = staff("du", "specialist", DIVISION);
    for action in [Action::FinishStep, Action::HandBackStep] {
        assert_eq!(says(&du, action, &step_of("du", DIVISION)), "yes officer-does-own-step");
        assert_eq!(says(&du, action, &free_step(DIVISION)), "yes officer-does-own-step");
        assert_eq!(says(&du, action, &step_of("thi", DIVISION)), "no not_your_step (officer-does-own-step)");
        assert_eq!(says(&du, action, &free_step(OTHER_DIVISION)), "no other_unit (officer-does-own-step)");
    }
    for action in [Action::DraftResult, Action::RequestSupplement] {
        assert_eq!(says(&du, action, &step_of("du", DIVISION)), "yes specialist-examines");
        assert_eq!(says(&du, action, &step_of("thi", DIVISION)), "no not_your_step (specialist-examines)");
    }
}

#[test]
fn somebody_elses_step_of_another_unit_is_first_of_all_another_units() {
    let du = staff("du", "specialist", DIVISION);
    assert_eq!(
        says(&du, Action::FinishStep, &step_of("thi", OTHER_DIVISION)),
        "no other_unit (officer-does-own-step)"
    );
}

#[test]
fn a_head_gives_a_step_to_another_but_does_not_finish_it_for_her() {
    let head = staff("duyen", "head", DIVISION);
    let hers = step_of("du", DIVISION);
    assert_eq!(says(&head, Action::AssignStep, &hers), "yes head-leads-unit");
    assert_eq!(says(&head, Action::FinishStep, &hers), "no not_your_step (officer-does-own-step)");
    assert_eq!(
        says(&head, Action::AssignStep, &step_of("thi", OTHER_DIVISION)),
        "no other_unit (head-leads-unit)"
    );
}

#[test]
fn heads_reach_the_units_below_and_not_those_above() {
    let leader = staff("chau", "leader", DEPARTMENT);
    let head = staff("duyen", "head", DIVISION);
    assert_eq!(says(&leader, Action::AssignStep, &step_of("du", DIVISION)), "yes head-leads-unit");
    assert_eq!(
        says(&leader, Action::RecordAbsence, &Resource::staff(&path(DIVISION))),
        "yes head-leads-unit"
    );
    assert_eq!(
        says(&head, Action::RecordAbsence, &Resource::staff(&path(DEPARTMENT))),
        "no other_unit (head-leads-unit)"
    );
    assert_eq!(says(&head, Action::StopDossier, &step_of("du", DIVISION)), "yes head-stops");
}

#[test]
fn specialists_neither_assign_nor_record_leave_nor_stop() {
    let du = staff("du", "specialist", DIVISION);
    for action in [Action::AssignStep, Action::StopDossier, Action::ApproveResult, Action::NumberResult] {
        assert_eq!(says(&du, action, &step_of("du", DIVISION)), "no role_missing");
    }
    assert_eq!(says(&du, Action::RecordAbsence, &Resource::staff(&path(DIVISION))), "no role_missing");
}

#[test]
fn a_clerk_numbers_results_of_the_own_agency() {
    let clerk = staff("minh", "clerk", DEPARTMENT);
    assert_eq!(says(&clerk, Action::NumberResult, &step_of("minh", DEPARTMENT)), "yes clerk-numbers");
    assert_eq!(
        says(&clerk, Action::NumberResult, &step_of("loc", DEPARTMENT)),
        "no not_your_step (clerk-numbers)"
    );
    assert_eq!(
        says(&clerk, Action::NumberResult, &free_step(OTHER_DEPARTMENT)),
        "no other_unit (clerk-numbers)"
    );
}

#[test]
fn a_step_outside_the_house_is_finished_by_the_unit_that_waits_for_it() {
    let du = staff("du", "specialist", DIVISION);
    let tax = Resource::step(&path(&["T49.1"]), None, Vec::new());
    assert_eq!(says(&du, Action::FinishStep, &tax), "no other_unit (officer-does-own-step)");
    assert_eq!(says(&du, Action::FinishStep, &tax.handled_in(&path(DIVISION))), "yes officer-does-own-step");
}

#[test]
fn staff_see_dossiers_their_unit_receives_or_handles() {
    let du = staff("du", "specialist", DIVISION);
    let at_centre = Resource::dossier(&path(CENTRE));
    let handled = at_centre.clone().handled_in(&path(DIVISION));
    for action in [Action::SeeDossier, Action::ReadPersonalData] {
        assert_eq!(says(&du, action, &at_centre), "no other_unit (staff-see-dossiers)");
        assert_eq!(says(&du, action, &handled), "yes staff-see-dossiers");
        assert_eq!(says(&staff("chau", "leader", DEPARTMENT), action, &handled), "yes staff-see-dossiers");
        assert_eq!(says(&staff("lan", "receiver", CENTRE), action, &handled), "yes staff-see-dossiers");
        assert_eq!(
            says(&staff("tu", "receiver", WARD_CENTRE), action, &handled),
            "no other_unit (staff-see-dossiers)"
        );
    }
}

#[test]
fn an_inspector_sees_the_whole_province_and_changes_nothing() {
    let inspector = staff("thuong", "inspector", PROVINCE);
    assert_eq!(
        says(&inspector, Action::SeeDossier, &Resource::dossier(&path(WARD_CENTRE))),
        "yes inspector-reads"
    );
    assert_eq!(says(&inspector, Action::SeeFloor, &Resource::page(&path(CENTRE))), "yes inspector-reads");
    let reads = [
        "see_returns",
        "see_floor",
        "see_reports",
        "see_petitions",
        "see_inspect",
        "see_dossier",
        "explain_dossier",
        "read_personal_data",
    ];
    for &action in Action::ALL {
        let allowed = asked(&inspector, action, &thing_for(action, CENTRE), &[]).allowed;
        assert_eq!(allowed, reads.contains(&action.word()), "{}", action.word());
    }
}

#[test]
fn an_administrator_keeps_the_catalogue_and_reads_no_dossier() {
    let admin = staff("trung", "admin", CENTRE);
    assert_eq!(
        says(&admin, Action::EditCatalogue, &Resource::catalogue(&path(PROVINCE))),
        "yes admin-keeps-catalogue"
    );
    assert_eq!(says(&admin, Action::ManageAccounts, &Resource::page(&[])), "yes admin-keeps-catalogue");
    assert_eq!(says(&admin, Action::SeeDossier, &Resource::dossier(&path(CENTRE))), "no role_missing");
    assert_eq!(says(&admin, Action::ReadPersonalData, &Resource::dossier(&path(CENTRE))), "no role_missing");
}

#[test]
fn the_position_acted_in_is_asked_first_and_the_others_after_it() {
    let two = staff_of("du", vec![held("du", "specialist", DIVISION), held("du", "head", OTHER_DIVISION)]);
    let own = asked(&two, Action::FinishStep, &step_of("du", DIVISION), &[]);
    assert_eq!(own.position, position("du", "specialist", DIVISION));
    let by_the_other = asked(&two, Action::AssignStep, &step_of("thi", OTHER_DIVISION), &[]);
    assert!(by_the_other.allowed);
    assert_eq!(by_the_other.position, position("du", "head", OTHER_DIVISION));
    assert_eq!(says(&two, Action::AssignStep, &step_of("thi", DIVISION)), "no other_unit (head-leads-unit)");
}
