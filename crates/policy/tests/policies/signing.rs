//! Who signs: in one's own post, KT., TUQ., and never one's own work.

use crate::people::*;
use policy::{Action, Authority, AuthorityKind, Decision, Principal, Request, Resource};

const SUSPENSION: &str = "2.001610";

/// The approval step of the department, with a dossier `handlers` worked on.
fn approval(handlers: &[&str]) -> Resource {
    let handlers = handlers.iter().map(|person| (*person).to_owned()).collect();
    Resource::step(&path(DEPARTMENT), None, handlers).of_procedure(SUSPENSION)
}

fn deputy_head() -> (Principal, String) {
    (staff("trieu", "deputy_head", DIVISION), position("trieu", "deputy_head", DIVISION))
}

fn deputy_leader() -> (Principal, String) {
    (staff("sinh", "deputy_leader", DEPARTMENT), position("sinh", "deputy_leader", DEPARTMENT))
}

fn approves(principal: &Principal, authority: Authority) -> Decision {
    asked(principal, Action::ApproveResult, &approval(&["du"]), &[authority])
}

#[test]
fn a_leader_approves_in_the_own_agency_and_below_in_the_own_name() {
    let leader = staff("chau", "leader", DEPARTMENT);
    let decision = asked(&leader, Action::ApproveResult, &approval(&["du"]), &[]);
    assert_eq!(told(&decision), "yes leader-approves");
    assert_eq!(decision.on_behalf_of, None);
    assert_eq!(says(&leader, Action::ApproveResult, &free_step(DIVISION)), "yes leader-approves");
    assert_eq!(
        says(&leader, Action::ApproveResult, &free_step(OTHER_DEPARTMENT)),
        "no other_unit (leader-approves)"
    );
}

#[test]
fn a_leader_above_does_not_sign_what_lies_on_another_leaders_desk() {
    let chair = staff("truong", "leader", PROVINCE);
    assert_eq!(
        says(&chair, Action::ApproveResult, &step_of("chau", DEPARTMENT)),
        "no not_your_step (leader-approves)"
    );
}

#[test]
fn a_deputy_signs_in_the_leaders_place_under_the_assignment_of_work() {
    let (deputy, post) = deputy_leader();
    let decision = approves(&deputy, assignment(&post));
    assert_eq!(told(&decision), "yes assignment-approves");
    assert_eq!(decision.on_behalf_of.as_deref(), Some("H49.10/leader/chau"));
    assert_eq!(decision.position, post);
    assert_eq!(
        says(&deputy, Action::ApproveResult, &approval(&["du"])),
        "no assignment_missing (assignment-approves)"
    );
}

#[test]
fn an_assignment_of_work_makes_no_signatory_of_a_head_of_division() {
    let (deputy, post) = deputy_head();
    assert_eq!(told(&approves(&deputy, assignment(&post))), "no role_missing");
}

#[test]
fn a_written_delegation_lets_a_deputy_head_sign_in_the_directors_name() {
    let (deputy, post) = deputy_head();
    let decision = approves(&deputy, delegation(&post));
    assert_eq!(told(&decision), "yes delegation-approves");
    assert_eq!(decision.on_behalf_of.as_deref(), Some("H49.10/leader/chau"));
}

#[test]
fn a_delegation_holds_from_its_first_instant_until_before_its_last() {
    let (deputy, post) = deputy_head();
    let step = approval(&["du"]);
    let given = Authority { valid_from_ms: 1_000, valid_to_ms: Some(2_000), ..delegation(&post) };
    let at = |now| {
        let authorities = std::slice::from_ref(&given);
        let request =
            Request { principal: &deputy, action: Action::ApproveResult, resource: &step, authorities, now };
        told(&POLICIES.decide(&request))
    };
    assert_eq!(at(999), "no delegation_not_yet (delegation-approves)");
    assert_eq!(at(1_000), "yes delegation-approves");
    assert_eq!(at(1_999), "yes delegation-approves");
    assert_eq!(at(2_000), "no delegation_expired (delegation-approves)");
}

#[test]
fn a_delegation_without_an_end_still_holds() {
    let (deputy, post) = deputy_head();
    assert!(approves(&deputy, Authority { valid_to_ms: None, ..delegation(&post) }).allowed);
}

#[test]
fn a_delegation_taken_back_ends_at_once() {
    let (deputy, post) = deputy_head();
    let revoked = Authority { revoked: true, ..delegation(&post) };
    assert_eq!(told(&approves(&deputy, revoked)), "no delegation_revoked (delegation-approves)");
}

#[test]
fn a_delegation_covers_the_procedures_it_names() {
    let (deputy, post) = deputy_head();
    let named =
        Authority { procedures: vec!["1.010023".to_owned(), SUSPENSION.to_owned()], ..delegation(&post) };
    assert!(approves(&deputy, named).allowed);
    let others = Authority { procedures: vec!["1.010023".to_owned()], ..delegation(&post) };
    assert_eq!(told(&approves(&deputy, others.clone())), "no delegation_out_of_scope (delegation-approves)");
    let nameless = Resource::step(&path(DEPARTMENT), None, Vec::new());
    assert!(!asked(&deputy, Action::ApproveResult, &nameless, &[others]).allowed);
}

#[test]
fn a_delegation_covers_the_agency_of_the_one_who_gave_it() {
    let (deputy, post) = deputy_head();
    let elsewhere = Resource::step(&path(OTHER_DEPARTMENT), None, Vec::new()).of_procedure(SUSPENSION);
    let decision = asked(&deputy, Action::ApproveResult, &elsewhere, &[delegation(&post)]);
    assert_eq!(told(&decision), "no other_unit (delegation-approves)");
}

#[test]
fn a_delegation_is_never_passed_on() {
    let (deputy, post) = deputy_head();
    for giver in ["deputy_leader", "head", "deputy_head", "specialist"] {
        let passed_on = Authority { from_role: giver.to_owned(), ..delegation(&post) };
        assert_eq!(told(&approves(&deputy, passed_on)), "no delegation_passed_on (delegation-approves)");
    }
}

#[test]
fn a_delegation_to_somebody_else_helps_nobody() {
    let (deputy, _) = deputy_head();
    assert_eq!(told(&approves(&deputy, delegation("H49.10.1/head/an"))), "no role_missing");
}

#[test]
fn whoever_worked_on_a_dossier_never_signs_it() {
    let handled = approval(&["du", "trieu", "chau", "sinh"]);
    let (deputy_head, head_post) = deputy_head();
    let (deputy_leader, leader_post) = deputy_leader();
    let cases = [
        (staff("chau", "leader", DEPARTMENT), vec![]),
        (deputy_head, vec![delegation(&head_post)]),
        (deputy_leader, vec![assignment(&leader_post)]),
    ];
    for (principal, authorities) in cases {
        let decision = asked(&principal, Action::ApproveResult, &handled, &authorities);
        assert_eq!(told(&decision), "no own_work_not_signed (nobody-signs-own-work)");
    }
}

#[test]
fn a_procedure_may_name_a_signer_below_the_leader() {
    let head = staff("duyen", "head", DIVISION);
    let signed_by = |role: &str, unit: &[&str]| Resource::step(&path(unit), None, Vec::new()).by_role(role);
    assert_eq!(says(&head, Action::ApproveResult, &signed_by("head", DIVISION)), "yes step-names-its-signer");
    assert!(!asked(&head, Action::ApproveResult, &signed_by("leader", DIVISION), &[]).allowed);
    assert!(!asked(&head, Action::ApproveResult, &signed_by("head", OTHER_DEPARTMENT), &[]).allowed);
}

#[test]
fn a_second_position_does_not_help_to_sign_ones_own_work() {
    let two = staff_of("du", vec![held("du", "specialist", DIVISION), held("du", "leader", DEPARTMENT)]);
    let decision = asked(&two, Action::ApproveResult, &approval(&["du"]), &[]);
    assert_eq!(told(&decision), "no own_work_not_signed (nobody-signs-own-work)");
}

#[test]
fn who_signs_for_somebody_sees_the_papers_while_it_lasts() {
    let centre_staff = staff("ha", "receiver", CENTRE);
    let post = position("ha", "receiver", CENTRE);
    let dossier = Resource::dossier(&path(WARD_CENTRE)).handled_in(&path(DEPARTMENT));
    let page = Resource::page(&[]);
    let given = [delegation(&post)];
    assert_eq!(told(&asked(&centre_staff, Action::SeeSign, &page, &given)), "yes stand-in-sees-papers");
    assert_eq!(told(&asked(&centre_staff, Action::SeeDossier, &dossier, &given)), "yes stand-in-sees-papers");
    let over = [Authority { valid_to_ms: Some(NOON), ..delegation(&post) }];
    assert_eq!(
        told(&asked(&centre_staff, Action::SeeSign, &page, &over)),
        "no delegation_expired (stand-in-sees-papers)"
    );
    assert!(!asked(&centre_staff, Action::SeeDossier, &dossier, &over).allowed);
}

#[test]
fn the_door_to_approving_opens_for_those_who_could_approve_something() {
    let page = Resource::page(&[]);
    let (clerk, post) = (staff("loc", "clerk", DEPARTMENT), position("loc", "clerk", DEPARTMENT));
    let narrow = Authority { procedures: vec![SUSPENSION.to_owned()], ..delegation(&post) };
    assert_eq!(told(&asked(&clerk, Action::ApproveResult, &page, &[narrow])), "yes delegation-approves");
    assert_eq!(says(&deputy_head().0, Action::ApproveResult, &page), "yes step-names-its-signer");
    assert_eq!(says(&staff("du", "specialist", DIVISION), Action::ApproveResult, &page), "no role_missing");
    assert_eq!(
        says(&staff("chau", "leader", DEPARTMENT), Action::ApproveResult, &page),
        "yes leader-approves"
    );
    assert_eq!(
        says(&staff("lan", "receiver", CENTRE), Action::IntakeDossier, &page),
        "yes receiver-keeps-counter"
    );
    assert_eq!(says(&staff("du", "specialist", DIVISION), Action::IntakeDossier, &page), "no role_missing");
}

/// The apology of the department, for a step that a specialist of its division has.
fn apology() -> Resource {
    Resource::step(&path(DEPARTMENT), None, vec!["du".to_owned()]).of_procedure(SUSPENSION)
}

fn extends(principal: &Principal, authorities: &[Authority]) -> String {
    told(&asked(principal, Action::ExtendDossier, &apology(), authorities))
}

#[test]
fn the_leader_of_the_late_agency_signs_the_apology_whoever_has_the_step() {
    assert_eq!(extends(&staff("chau", "leader", DEPARTMENT), &[]), "yes leader-answers-for-agency");
    for (person, units) in [("truong", PROVINCE), ("tung", OTHER_DEPARTMENT), ("an", DIVISION)] {
        assert!(
            !asked(&staff(person, "leader", units), Action::ExtendDossier, &apology(), &[]).allowed,
            "{person}"
        );
    }
    let held_below = Resource::step(&path(DEPARTMENT), Some("du".to_owned()), Vec::new());
    let decision = asked(&staff("chau", "leader", DEPARTMENT), Action::ExtendDossier, &held_below, &[]);
    assert_eq!(told(&decision), "yes leader-answers-for-agency");
}

#[test]
fn a_deputy_signs_the_apology_under_the_assignment_and_a_delegate_under_the_writing() {
    let (deputy, post) = deputy_leader();
    assert_eq!(extends(&deputy, &[assignment(&post)]), "yes assignment-approves");
    assert_eq!(extends(&deputy, &[]), "no assignment_missing (assignment-approves)");
    let (head, post) = deputy_head();
    assert_eq!(extends(&head, &[delegation(&post)]), "yes delegation-approves");
    let over = Authority { valid_to_ms: Some(NOON), ..delegation(&post) };
    assert_eq!(extends(&head, &[over]), "no delegation_expired (delegation-approves)");
    let narrow = Authority { procedures: vec!["1.000894".to_owned()], ..delegation(&post) };
    assert_eq!(extends(&head, &[narrow]), "no delegation_out_of_scope (delegation-approves)");
}

#[test]
fn nobody_apologises_in_the_place_of_a_leader_further_up_or_at_the_counter() {
    let of_the_chair = |to: &str, kind: AuthorityKind| Authority {
        kind,
        from_position: position("truong", "leader", PROVINCE),
        from_unit_path: path(PROVINCE),
        ..delegation(to)
    };
    let vice = staff("le", "deputy_leader", PROVINCE);
    let post = position("le", "deputy_leader", PROVINCE);
    for kind in [AuthorityKind::Assignment, AuthorityKind::Delegation] {
        assert!(extends(&vice, &[of_the_chair(&post, kind)]).starts_with("no "));
    }
    for role in ["receiver", "cashier", "greeter", "centre_director"] {
        let (one, post) = (staff("ha", role, CENTRE), position("ha", role, CENTRE));
        assert_eq!(extends(&one, &[delegation(&post)]), "no role_missing", "{role}");
        assert!(approves(&one, delegation(&post)).allowed, "signing results is as it was");
    }
}

#[test]
fn of_two_documents_the_one_that_still_ran_says_why_not() {
    let (head, post) = deputy_head();
    let over = Authority { valid_to_ms: Some(NOON), ..delegation(&post) };
    let taken_back = Authority { code: "UQ02".to_owned(), revoked: true, ..delegation(&post) };
    for given in [[over.clone(), taken_back.clone()], [taken_back, over]] {
        let said = told(&asked(&head, Action::ApproveResult, &approval(&["du"]), &given));
        assert_eq!(said, "no delegation_revoked (delegation-approves)");
    }
}

#[test]
fn who_may_approve_may_refuse_and_nobody_refuses_own_work() {
    let refuses = |principal: &Principal, authorities: &[Authority]| {
        told(&asked(principal, Action::RefuseResolution, &approval(&["du"]), authorities))
    };
    assert_eq!(refuses(&staff("chau", "leader", DEPARTMENT), &[]), "yes leader-approves");
    let (deputy, post) = deputy_leader();
    assert_eq!(refuses(&deputy, &[assignment(&post)]), "yes assignment-approves");
    assert_eq!(refuses(&deputy, &[]), "no assignment_missing (assignment-approves)");
    let (head, post) = deputy_head();
    assert_eq!(refuses(&head, &[delegation(&post)]), "yes delegation-approves");
    let of = |action: &str| Authority { actions: path(&[action]), ..delegation(&post) };
    assert_eq!(
        refuses(&head, &[of("approve_result")]),
        "yes delegation-approves",
        "whoever may give, may not give"
    );
    assert_eq!(refuses(&head, &[of("extend_dossier")]), "no delegation_out_of_scope (delegation-approves)");
    let own =
        asked(&staff("chau", "leader", DEPARTMENT), Action::RefuseResolution, &approval(&["chau"]), &[]);
    assert!(!own.allowed, "whoever worked on it");
    for role in ["receiver", "cashier", "centre_director", "clerk"] {
        assert!(refuses(&staff("ha", role, CENTRE), &[]).starts_with("no "), "{role}");
    }
}

#[test]
fn a_head_of_division_signs_by_order_and_a_deputy_head_does_not() {
    let head = staff("an", "head", DIVISION);
    let decision = approves(&head, order(&position("an", "head", DIVISION)));
    assert_eq!(told(&decision), "yes delegation-approves");
    assert_eq!(decision.authority.as_deref(), Some("UQ01"), "the answer says what it leans on");
    let (deputy, post) = deputy_head();
    assert_eq!(told(&approves(&deputy, order(&post))), "no role_missing");
    let over = Authority { valid_to_ms: Some(NOON), ..order(&position("an", "head", DIVISION)) };
    assert_eq!(told(&approves(&head, over)), "no order_expired (delegation-approves)");
}

#[test]
fn a_delegation_covers_the_fields_and_the_actions_it_names() {
    let (deputy, post) = deputy_head();
    let business = approval(&["du"]).in_field("business");
    let of = |fields: &[&str], actions: &[&str]| Authority {
        fields: path(fields),
        actions: path(actions),
        ..delegation(&post)
    };
    let approve = |given: Authority| told(&asked(&deputy, Action::ApproveResult, &business, &[given]));
    assert_eq!(approve(of(&["business"], &[])), "yes delegation-approves");
    assert_eq!(approve(of(&["land"], &[])), "no delegation_out_of_scope (delegation-approves)");
    assert_eq!(approve(of(&[], &["approve_result"])), "yes delegation-approves");
    assert_eq!(approve(of(&[], &["extend_dossier"])), "no delegation_out_of_scope (delegation-approves)");
    let without_field = asked(&deputy, Action::ApproveResult, &approval(&["du"]), &[of(&["land"], &[])]);
    assert_eq!(told(&without_field), "no delegation_out_of_scope (delegation-approves)");
    assert_eq!(extends(&deputy, &[of(&[], &["extend_dossier"])]), "yes delegation-approves");
    let refused = extends(&deputy, &[of(&[], &["approve_result", "return_result_for_rework"])]);
    assert_eq!(refused, "no delegation_out_of_scope (delegation-approves)");
    let back = asked(&deputy, Action::ReturnResultForRework, &business, &[of(&[], &["approve_result"])]);
    assert_eq!(told(&back), "no delegation_out_of_scope (delegation-approves)");
}

#[test]
fn a_post_is_given_on_by_whoever_holds_it_and_by_nobody_else() {
    let post_of = |person: &str| {
        Resource::delegation(&path(DEPARTMENT), &position(person, "leader", DEPARTMENT), Some(person))
    };
    for action in [Action::GrantDelegation, Action::RevokeDelegation] {
        let leader = staff("chau", "leader", DEPARTMENT);
        assert_eq!(says(&leader, action, &post_of("chau")), "yes leader-answers-for-agency");
        assert_eq!(
            says(&leader, action, &post_of("khac")),
            "no not_your_post (leader-answers-for-agency)",
            "another one's post"
        );
        for (person, role, units) in [
            ("truong", "leader", PROVINCE),
            ("tung", "leader", OTHER_DEPARTMENT),
            ("sinh", "deputy_leader", DEPARTMENT),
            ("an", "head", DIVISION),
            ("anh", "centre_director", CENTRE),
            ("trung", "admin", CENTRE),
        ] {
            assert!(!asked(&staff(person, role, units), action, &post_of("chau"), &[]).allowed, "{person}");
        }
        // What somebody may sign in another's place is not theirs to give on.
        let (deputy, post) = deputy_leader();
        for given in [assignment(&post), delegation(&post)] {
            assert!(!asked(&deputy, action, &post_of("chau"), &[given]).allowed);
        }
    }
}

#[test]
fn whoever_keeps_the_office_records_grants_where_the_assignment_says_so() {
    let clerk = staff("minh", "clerk", DEPARTMENT);
    let post = position("minh", "clerk", DEPARTMENT);
    let keeps = Authority { actions: path(&["grant_delegation"]), ..assignment(&post) };
    let book = Resource::delegation(&path(DEPARTMENT), "H49.10/leader/chau", Some("chau"));
    let decision = asked(&clerk, Action::GrantDelegation, &book, std::slice::from_ref(&keeps));
    assert_eq!(told(&decision), "yes leader-answers-for-agency");
    assert_eq!(decision.on_behalf_of.as_deref(), Some("H49.10/leader/chau"));
    let over = Authority { valid_to_ms: Some(NOON), ..keeps.clone() };
    assert!(!asked(&clerk, Action::GrantDelegation, &book, &[over]).allowed);
    let elsewhere = Resource::delegation(&path(OTHER_DEPARTMENT), "H49.12/leader/tung", Some("tung"));
    assert!(!asked(&clerk, Action::GrantDelegation, &elsewhere, std::slice::from_ref(&keeps)).allowed);
    // Nor the clerk's own post, nor a deputy's beside the leader's.
    for post in [post.as_str(), "H49.10/deputy_leader/sinh"] {
        let own = Resource::delegation(&path(DEPARTMENT), post, Some("minh"));
        assert!(
            !asked(&clerk, Action::GrantDelegation, &own, std::slice::from_ref(&keeps)).allowed,
            "{post}"
        );
    }
    // The book is kept, nothing is signed and nothing that waits for a signature is read.
    assert!(!approves(&clerk, keeps.clone()).allowed);
    let page = Resource::page(&path(DEPARTMENT));
    assert!(!asked(&clerk, Action::SeeSign, &page, &[keeps]).allowed);
}

#[test]
fn whoever_asks_deep_in_a_call_is_answered_as_at_its_top() {
    let (deputy, post) = deputy_head();
    let given = Authority {
        actions: path(&["approve_result"]),
        procedures: path(&["1.115778"]),
        ..delegation(&post)
    };
    let resource = approval(&["du"]).of_procedure("1.115778");
    let told_with = |stack: usize| {
        let (deputy, given, resource) = (deputy.clone(), given.clone(), resource.clone());
        let asks = move || told(&asked(&deputy, Action::ApproveResult, &resource, &[given]));
        let thread = std::thread::Builder::new().stack_size(stack).spawn(asks).expect("a thread");
        thread.join().expect("it answers")
    };
    for kilobytes in [8192, 2048, 1700, 1600, 1400, 1000, 700, 500, 256] {
        assert_eq!(told_with(kilobytes * 1024), "yes delegation-approves", "{kilobytes} kB of stack");
    }
}
