//! The hall and the counter.

use crate::people::*;
use policy::{Action, Principal, Resource};

#[test]
fn a_receiver_works_at_her_own_counter_and_opens_a_closed_one() {
    let lan = staff("lan", "receiver", CENTRE);
    let closed = Resource::counter(&path(CENTRE), None);
    let own = Resource::counter(&path(CENTRE), Some("lan"));
    let anothers = Resource::counter(&path(CENTRE), Some("huy"));
    let elsewhere = Resource::counter(&path(WARD_CENTRE), None);
    assert_eq!(says(&lan, Action::OpenCounter, &closed), "yes receiver-keeps-counter");
    assert_eq!(says(&lan, Action::CallTicket, &own), "yes receiver-keeps-counter");
    assert_eq!(says(&lan, Action::IntakeDossier, &own), "yes receiver-keeps-counter");
    assert_eq!(says(&lan, Action::CallTicket, &anothers), "no not_your_counter (receiver-keeps-counter)");
    assert_eq!(says(&lan, Action::OpenCounter, &elsewhere), "no other_unit (receiver-keeps-counter)");
}

#[test]
fn who_stands_in_at_a_counter_is_said_by_the_receiver_whose_turn_it_is_to_say_so() {
    let lan = staff("lan", "receiver", CENTRE);
    let own = Resource::counter(&path(CENTRE), Some("lan"));
    let anothers = Resource::counter(&path(CENTRE), Some("huy"));
    assert_eq!(says(&lan, Action::StandIn, &own), "yes receiver-keeps-counter");
    assert_eq!(says(&lan, Action::StandIn, &anothers), "no not_your_counter (receiver-keeps-counter)");
    for (role, unit) in
        [("centre_director", CENTRE), ("greeter", CENTRE), ("cashier", CENTRE), ("receiver", WARD_CENTRE)]
    {
        let answer = says(&staff("lan", role, unit), Action::StandIn, &own);
        assert!(answer.starts_with("no"), "{role}: {answer}");
    }
}

#[test]
fn a_director_moves_a_queue_and_closes_a_counter_but_takes_no_dossier() {
    let director = staff("anh", "centre_director", CENTRE);
    let anothers = Resource::counter(&path(CENTRE), Some("lan"));
    assert_eq!(says(&director, Action::MoveTicket, &anothers), "yes director-runs-hall");
    assert_eq!(says(&director, Action::CloseCounter, &anothers), "yes director-runs-hall");
    assert_eq!(says(&director, Action::DirectCounter, &anothers), "yes director-runs-hall");
    assert_eq!(says(&director, Action::IntakeDossier, &anothers), "no role_missing");
    assert_eq!(says(&director, Action::ApproveResult, &free_step(CENTRE)), "no role_missing");
}

#[test]
fn only_the_director_of_the_hall_orders_counters_about_and_tells_the_hall() {
    let counter = Resource::counter(&path(CENTRE), Some("lan"));
    let hall = Resource::ticket(&path(CENTRE));
    assert_eq!(
        says(&staff("anh", "centre_director", CENTRE), Action::AnnounceInHall, &hall),
        "yes director-runs-hall"
    );
    for (role, unit) in
        [("receiver", CENTRE), ("greeter", CENTRE), ("leader", PROVINCE), ("centre_director", WARD_CENTRE)]
    {
        let somebody = staff("an", role, unit);
        for said in
            [says(&somebody, Action::DirectCounter, &counter), says(&somebody, Action::AnnounceInHall, &hall)]
        {
            assert!(said.starts_with("no "), "{role} of {unit:?}: {said}");
        }
    }
}

#[test]
fn a_greeter_gives_tickets_of_the_own_hall_and_touches_no_dossier() {
    let greeter = staff("ninh", "greeter", CENTRE);
    assert_eq!(
        says(&greeter, Action::TakeTicket, &Resource::ticket(&path(CENTRE))),
        "yes hall-staff-mind-queue"
    );
    assert_eq!(
        says(&greeter, Action::TakeTicket, &Resource::ticket(&path(WARD_CENTRE))),
        "no other_unit (hall-staff-mind-queue)"
    );
    assert_eq!(says(&greeter, Action::SeeDossier, &Resource::dossier(&path(CENTRE))), "no role_missing");
}

#[test]
fn a_kiosk_gives_tickets_of_its_hall_alone() {
    let kiosk = Principal::Kiosk { unit_path: path(CENTRE) };
    assert_eq!(says(&kiosk, Action::TakeTicket, &Resource::ticket(&path(CENTRE))), "yes kiosk-serves-hall");
    assert_eq!(says(&kiosk, Action::TakeTicket, &Resource::ticket(&path(WARD_CENTRE))), "no not_signed_in");
}

#[test]
fn only_the_tablet_of_the_own_hall_says_how_a_visit_was() {
    let tablet = Principal::Kiosk { unit_path: path(CENTRE) };
    let counter = |unit: &[&str]| Resource::counter(&path(unit), Some("lan"));
    assert_eq!(says(&tablet, Action::RateVisit, &counter(CENTRE)), "yes kiosk-serves-hall");
    assert_eq!(says(&tablet, Action::RateVisit, &counter(WARD_CENTRE)), "no not_signed_in");
    for role in ["receiver", "greeter", "centre_director"] {
        let said = says(&staff("lan", role, CENTRE), Action::RateVisit, &counter(CENTRE));
        assert!(said.starts_with("no "), "{role}: {said}");
    }
}

#[test]
fn cash_is_taken_by_receivers_and_cashiers_of_the_centre() {
    let due = Resource::payment(&path(CENTRE));
    assert_eq!(
        says(&staff("lan", "receiver", CENTRE), Action::CollectFee, &due),
        "yes receiver-collects-fee"
    );
    assert_eq!(
        says(&staff("phuong", "cashier", CENTRE), Action::CollectFee, &due),
        "yes cashier-collects-fee"
    );
    assert_eq!(
        says(&staff("phuong", "cashier", WARD_CENTRE), Action::CollectFee, &due),
        "no other_unit (cashier-collects-fee)"
    );
}

#[test]
fn a_cashier_reads_who_pays_but_no_dossier() {
    let cashier = staff("phuong", "cashier", CENTRE);
    assert!(asked(&cashier, Action::ReadPersonalData, &Resource::payment(&path(CENTRE)), &[]).allowed);
    assert_eq!(
        says(&cashier, Action::ReadPersonalData, &Resource::dossier(&path(CENTRE))),
        "no role_missing"
    );
}

#[test]
fn what_a_centre_received_is_served_at_that_centre() {
    let here = staff("lan", "receiver", CENTRE);
    let ward = staff("tu", "receiver", WARD_CENTRE);
    let dossier = Resource::dossier(&path(CENTRE)).handled_in(&path(DIVISION));
    for action in
        [Action::CorrectDossier, Action::AnswerSupplement, Action::HandOverResult, Action::WithdrawDossier]
    {
        assert_eq!(says(&here, action, &dossier), "yes receiver-serves-dossier");
        assert_eq!(says(&ward, action, &dossier), "no other_unit (receiver-serves-dossier)");
    }
}
