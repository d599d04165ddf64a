//! One visit, several dossiers, one sum.

use app::testing::{Centre, centres};
use app::{Actor, AppError, Command};
use domain::kernel::{StreamId, Vnd};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

async fn two_matters(centre: &Centre, officer: &Actor) -> (StreamId, Vec<StreamId>) {
    centre.takes_ticket("land").await;
    centre.calls_next(officer, "05").await;
    for _ in 0..2 {
        centre.receives(officer, "05", centre.form(LAND.0, LAND.1), None).await;
    }
    let visits = centre.app.visits_now("H1").await.expect("they are read");
    let visit = visits.first().expect("somebody sits there").visit;
    let matters = centre.app.visit_matters(visit).await.expect("they are read");
    assert_eq!(matters.len(), 2, "{}", centre.test.engine);
    let due = matters.iter().flat_map(|matter| &matter.payments).map(|payment| payment.payment).collect();
    (visit, due)
}

fn sum(payments: &[StreamId], amount: i64) -> Command {
    Command::CollectFees { payments: payments.to_vec(), amount_vnd: Vnd::try_new(amount).expect("an amount") }
}

fn refused(answer: Result<app::Answer, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn two_dossiers_of_one_visit_are_paid_with_one_sum_and_each_has_its_receipt() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (visit, due) = two_matters(&centre, &officer).await;
        centre.does(&officer, sum(&due, 100_000)).await;
        let matters = centre.app.visit_matters(visit).await.unwrap();
        let paid: Vec<_> = matters.iter().flat_map(|matter| &matter.payments).collect();
        assert!(paid.iter().all(|payment| payment.status == "paid" && payment.total_vnd == 50_000));
        assert_ne!(paid[0].receipt, paid[1].receipt, "a number is never used twice");
        assert!(matters.iter().all(|matter| matter.is_received && matter.act == "received"));
        for matter in &matters {
            assert!(centre.dossier(matter.dossier).await.fee_paid, "{}", centre.test.engine);
        }
        centre.does(&officer, sum(&due, 100_000)).await;
        assert_eq!(centre.app.sum_taken_today("H49.80").await.unwrap(), 100_000, "it is so already");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn another_sum_than_all_of_them_come_to_takes_nothing_at_all() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (visit, due) = two_matters(&centre, &officer).await;
        assert_eq!(refused(centre.ask(&officer, sum(&due, 50_000)).await), "payment_amount_differs");
        let twice = [due[0], due[0]];
        assert_eq!(refused(centre.ask(&officer, sum(&twice, 100_000)).await), "payment_amount_differs");
        // Somebody else took one of them meanwhile: what the page shows is not what is due any more.
        centre.does(&officer, sum(&due[..1], 50_000)).await;
        assert_eq!(refused(centre.ask(&officer, sum(&due, 100_000)).await), "payment_amount_differs");
        let matters = centre.app.visit_matters(visit).await.unwrap();
        let states: Vec<&str> = matters
            .iter()
            .flat_map(|matter| &matter.payments)
            .map(|payment| payment.status.as_str())
            .collect();
        assert_eq!(states, ["paid", "due"], "{}", centre.test.engine);
    }
}
