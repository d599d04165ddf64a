//! The law changes while dossiers are under way: each goes on by what was in force when it was received.

use app::papers::PaperKind;
use app::testing::{Centre, centres};
use app::{Actor, Command, CorrectionForm, IntakeEnd, SlipForm};
use domain::catalogue::{Amendment, Entry, Item};
use domain::dossier::{Event, SupplementPolicy};
use domain::kernel::{Finding, RuleRef, StreamId};
use store::CatalogueRow;

/// Five working days, signed by the head of the land registration office.
const LAND: (&str, &str) = ("1.012783", "quang-ninh");

async fn receives(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await
}

/// The circular that a paper says it is a form of.
async fn circular(centre: &Centre, dossier: StreamId, kind: PaperKind) -> String {
    let text = centre.app.paper_text(dossier, kind).await.expect("a paper").join(" ");
    let known = ["01/2018/TT-VPCP", "03/2025/TT-VPCP"];
    let named: Vec<&str> = known.into_iter().filter(|circular| text.contains(circular)).collect();
    assert_eq!(named.len(), 1, "{text}");
    named[0].to_owned()
}

async fn asks(centre: &Centre, dossier: StreamId) {
    let specialist = centre.whose_step(dossier).await;
    let name = centre.dossier(dossier).await.intake.papers[0].name.clone();
    let items = vec![domain::dossier::Item { paper: 1, name, reason: "Thiếu trang cuối".to_owned() }];
    centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
}

async fn brings(centre: &Centre, dossier: StreamId) {
    let papers = centre.dossier(dossier).await.intake.papers.clone();
    let at_counter = Some(("H1".to_owned(), "05".to_owned()));
    let answer = Command::AnswerSupplement { dossier, papers, at_counter };
    centre.does(&centre.staff("ha.lt"), answer).await;
}

/// Documents cited by the findings of a kind, in the order they were found.
async fn cited(centre: &Centre, dossier: StreamId, code: &str) -> Vec<String> {
    let history = centre.app.history(dossier).await.expect("read");
    let findings = history.iter().flat_map(|envelope| {
        let found: Vec<Finding> = match envelope.event().expect("known") {
            domain::Event::Dossier(
                Event::DossierReceived { findings, .. } | Event::SupplementRequested { findings, .. },
            ) => findings,
            _ => Vec::new(),
        };
        found.into_iter().filter(|finding| finding.code == code).map(|finding| finding.rule.document)
    });
    findings.collect()
}

/// Somebody with the right to do so amends the regime.
async fn amend(centre: &Centre, amendment: Amendment) {
    let mut regime = centre.app.directory().catalogue().regimes["2025"].clone();
    regime.amendments.push(amendment);
    let Entry { kind, code, version, valid_from, valid_to, body } = Item::Regime(regime).entry();
    let rows = vec![CatalogueRow { kind, code, version, valid_from, valid_to, body }];
    let (store, tenant, now) = (centre.app.store(), centre.app.tenant(), centre.app.now());
    store.put_catalogue(tenant, rows, "test", "an amendment", now).await.expect("put");
    centre.app.reload().await.expect("read");
}

#[tokio::test]
async fn the_forms_are_those_in_force_when_it_was_received_also_on_slips_printed_later() {
    for centre in centres("H1", "2025-09-12T10:00").await {
        let old = receives(&centre).await;
        assert_eq!(circular(&centre, old, PaperKind::Receipt).await, "01/2018/TT-VPCP");
        centre.it_is("2025-09-15T08:00");
        asks(&centre, old).await;
        let new = receives(&centre).await;
        for kind in [PaperKind::Receipt, PaperKind::Supplement(1), PaperKind::ControlSlip] {
            assert_eq!(circular(&centre, old, kind).await, "01/2018/TT-VPCP", "{kind:?}");
        }
        for kind in [PaperKind::Receipt, PaperKind::ControlSlip] {
            assert_eq!(circular(&centre, new, kind).await, "03/2025/TT-VPCP", "{kind:?}");
        }
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn what_was_refused_under_the_old_circular_keeps_its_slip() {
    let centre = centres("H1", "2025-09-12T10:00").await.swap_remove(0);
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let intake = |end| Command::Intake {
        hall: "H1".to_owned(),
        counter: "05".to_owned(),
        draft: None,
        form: Box::new(centre.form(LAND.0, LAND.1)),
        end,
    };
    let reasons = vec!["Không thuộc thẩm quyền".to_owned()];
    let refused =
        centre.does(&officer, intake(IntakeEnd::Refuse { reasons })).await.dossier.expect("a draft");
    let items =
        vec![domain::dossier::Item {
            paper: 1, name: "Đơn".to_owned(), reason: "Thiếu chữ ký".to_owned()
        }];
    let asked =
        centre.does(&officer, intake(IntakeEnd::AskSupplement { items })).await.dossier.expect("a draft");
    centre.it_is("2025-09-16T08:00");
    assert_eq!(circular(&centre, refused, PaperKind::Refusal).await, "01/2018/TT-VPCP");
    assert_eq!(circular(&centre, asked, PaperKind::Supplement(1)).await, "01/2018/TT-VPCP");
}

#[tokio::test]
async fn an_amendment_moves_no_due_date_and_changes_no_form_of_what_was_received_before() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let before = receives(&centre).await;
        let promise = centre.dossier(before).await.promise().expect("promised").clone();
        assert_eq!(centre.local(promise.due_at), "2026-12-02T08:00:00");
        let next_year = || RuleRef::new("1/2027/NĐ-CP", "Điều 8");
        let amendment = Amendment {
            from: "2026-11-26".to_owned(),
            document: "1/2027/NĐ-CP".to_owned(),
            forms: Some("01/2018/TT-VPCP".to_owned()),
            transfer_rule: Some(next_year()),
            all_at_once_rule: Some(next_year()),
            supplement: Some(SupplementPolicy::Pause),
            reading: Some("end-of-day".to_owned()),
            ..Amendment::default()
        };
        amend(&centre, amendment).await;
        centre.it_is("2026-11-26T08:00");
        let after = receives(&centre).await;
        assert_eq!(centre.dossier(before).await.promise(), Some(&promise));
        let later = centre.dossier(after).await;
        assert_eq!(
            centre.local(later.promise().expect("promised").due_at),
            "2026-12-03T17:00:00",
            "the new one is read to the end of its day"
        );
        assert_eq!(later.plan.supplement, SupplementPolicy::Pause);
        assert_eq!(circular(&centre, before, PaperKind::Receipt).await, "03/2025/TT-VPCP");
        assert_eq!(circular(&centre, after, PaperKind::Receipt).await, "01/2018/TT-VPCP");

        // What is done to it later is done by the old rules too: cited, and counted anew to the same hour.
        asks(&centre, before).await;
        asks(&centre, after).await;
        centre.it_is("2026-11-27T09:30");
        brings(&centre, before).await;
        let anew = centre.dossier(before).await.promise().expect("promised anew").due_at;
        assert_eq!(centre.local(anew), "2026-12-04T09:30:00");
        for (dossier, document) in [(before, "309/2026/NĐ-CP"), (after, "1/2027/NĐ-CP")] {
            for code in ["papers_travel", "all_reasons_at_once"] {
                assert_eq!(cited(&centre, dossier, code).await, [document], "{code}");
            }
        }
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_slip_on_paper_has_the_rules_of_its_time_and_not_of_the_day_it_was_confirmed() {
    let centre = centres("H1", "2026-08-04T16:00").await.swap_remove(0);
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let issue = Command::IssuePad { hall: "H1".to_owned(), counter: "05".to_owned(), slips: 20 };
    let pad = centre.does(&officer, issue).await.pad.expect("a pad");
    let received_at = centre.app.now();
    centre.it_is("2026-08-05T08:00");
    let slip = SlipForm { pad, slip: 1, received_at, cash: None };
    let enter = Command::Intake {
        hall: "H1".to_owned(),
        counter: "05".to_owned(),
        draft: None,
        form: Box::new(centre.form(LAND.0, LAND.1)),
        end: IntakeEnd::EnterSlip(slip),
    };
    let dossier = centre.does(&officer, enter).await.dossier.expect("a draft");
    let director: Actor = centre.staff("anh.hh");
    centre.does(&director, Command::ConfirmSlip { pad, slip: 1 }).await;
    assert_eq!(centre.dossier(dossier).await.received_at, Some(received_at));
    assert_eq!(cited(&centre, dossier, "papers_travel").await, ["118/2025/NĐ-CP"]);
}

#[tokio::test]
async fn a_procedure_put_right_after_the_law_changed_is_one_that_was_in_force_at_reception() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = receives(&centre).await;
    let before = centre.dossier(dossier).await;
    let amendment = Amendment {
        from: "2026-11-26".to_owned(),
        document: "1/2027/NĐ-CP".to_owned(),
        supplement: Some(SupplementPolicy::Pause),
        ..Amendment::default()
    };
    amend(&centre, amendment).await;
    centre.it_is("2026-11-26T09:00");
    let (code, publisher) = ("1.115778".to_owned(), LAND.1.to_owned());
    let correction = Box::new(CorrectionForm::Procedure { code, publisher });
    let correct = Command::Correct { dossier, correction, reason: "Nhập nhầm thủ tục".to_owned() };
    centre.does(&centre.staff("ha.lt"), correct).await;
    let after = centre.dossier(dossier).await;
    assert_eq!(after.plan.procedure.code, "1.115778");
    assert_eq!(
        after.plan.supplement,
        SupplementPolicy::Restart,
        "as of its reception, not of the correction"
    );
    assert_eq!(after.received_at, before.received_at);
}
