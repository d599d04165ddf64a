//! Ended without a result: refused after appraisal, closed since nothing came.

use super::centre::*;
use domain::dossier::{Command, Event, Phase, Plan, SignedUnder, Silence};
use domain::kernel::{RuleRef, Verdict};

fn refuse(person: &str, reasons: &[&str]) -> Command {
    Command::RefuseResolution {
        by: by(person),
        reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
        block: String::new(),
        on_behalf_of: String::new(),
        under: SignedUnder::default(),
    }
}

/// At the leader's signature.
fn at_signature() -> Centre {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh");
    centre
}

fn verdicts(events: &[Event]) -> Vec<(String, Verdict)> {
    let found = events.iter().find_map(|event| match event {
        Event::ResolutionRefused { findings, .. } => Some(findings),
        _ => None,
    });
    found.unwrap().iter().map(|finding| (finding.code.clone(), finding.verdict)).collect()
}

#[test]
fn a_refusal_after_appraisal_is_signed_by_whoever_would_sign_the_result_and_ends_it_as_eight() {
    let mut centre = at_signature();
    let events = centre.try_to(refuse("giang", &["Không đủ điều kiện", " "])).unwrap();
    let Some(Event::ResolutionRefused { reasons, position, slip, .. }) = events.last() else {
        panic!("refused")
    };
    assert_eq!((reasons.len(), position.as_str(), slip.number()), (1, "finance/giang", 1));
    let dossier = centre.dossier();
    assert_eq!(
        (dossier.exchange_status(), dossier.open_turn()),
        (8, None),
        "it was received, so it is not 3"
    );
    assert_eq!(dossier.code, "000.21.15.H49-210629-0001");
    assert_eq!(centre.refuses(approve("giang")).0, "dossier_in_other_phase");
    centre.does(Command::GiveBackOriginals { by: by("lan") });
    assert!(!centre.dossier().was_late());
}

#[test]
fn a_refusal_after_appraisal_needs_reasons_and_names_the_article() {
    let mut centre = at_signature();
    let refusal = centre.try_to(refuse("giang", &[" ", ""])).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.violations[0].code.as_str()),
        ("refusal_incomplete", "reason_missing")
    );
    assert_eq!(refusal.rule.unwrap().article, "Điều 19 khoản 8");
    assert_eq!(centre.refuses(refuse("binh", &["Không đủ điều kiện"])).0, "not_your_step");
    let mut earlier = Centre::at("2021-06-29T08:30");
    earlier.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(earlier.refuses(refuse("binh", &["Không đủ điều kiện"])).0, "other_step_under_way");
}

fn propose(person: &str, reasons: &[&str]) -> Command {
    Command::ProposeRefusal { by: by(person), reasons: reasons.iter().map(|&one| one.to_owned()).collect() }
}

#[test]
fn a_refusal_is_proposed_by_whoever_appraises_and_stands_for_the_draft_until_it_comes_back() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    assert_eq!(centre.refuses(propose("hoa", &["Không đủ điều kiện"])).0, "refusal_not_at_this_step");
    centre.assigns("hoa", "binh");
    assert_eq!(centre.refuses(propose("binh", &[" "])).0, "refusal_incomplete");
    assert_eq!(centre.refuses(propose("giang", &["Không đủ điều kiện"])).0, "not_your_step");
    centre.does(propose("binh", &[" Không đủ điều kiện ", ""]));
    let proposed = centre.dossier().result.refusal_proposed.clone().unwrap();
    assert_eq!((proposed.reasons, proposed.by.as_str()), (vec!["Không đủ điều kiện".to_owned()], "binh"));
    assert_eq!(centre.refuses(approve("giang")).0, "refusal_proposed", "there is nothing to approve");

    let back =
        Command::SendBack {
            by: by("giang"), reason: "Đủ điều kiện".to_owned(), on_behalf_of: String::new()
        };
    centre.does(back);
    assert_eq!(centre.dossier().result.refusal_proposed, None);
    assert_eq!(centre.refuses(finish("binh", "")).0, "result_not_drafted", "neither draft nor proposal");
    centre.drafts("binh").finishes("binh").approves("giang");
    assert_eq!(centre.dossier().result.approved_by, "giang");
}

#[test]
fn a_draft_written_after_a_proposal_takes_its_place() {
    let mut centre = at_signature();
    let again = Command::SendBack { by: by("giang"), reason: "Sai".to_owned(), on_behalf_of: String::new() };
    centre.does(again).does(propose("binh", &["Không đủ điều kiện"]));
    assert_eq!(
        centre.refuses(approve("giang")).0,
        "refusal_proposed",
        "the older draft is not what was proposed"
    );
    centre.does(refuse("giang", &["Không đủ điều kiện"]));
    assert_eq!(centre.dossier().exchange_status(), 8);
}

#[test]
fn the_reasons_of_a_refusal_fit_the_slip() {
    let long = "á".repeat(501);
    let many = vec!["Lý do"; 21];
    for (reasons, code) in [(vec![long.as_str()], "too_long"), (many, "too_many")] {
        let mut centre = at_signature();
        let refusal = centre.try_to(refuse("giang", &reasons)).unwrap_err();
        let codes: Vec<&str> = refusal.violations.iter().map(|wrong| wrong.code.as_str()).collect();
        assert_eq!((refusal.code.as_str(), codes), ("refusal_incomplete", vec![code]));
    }
    let longest = "á".repeat(500);
    at_signature().does(refuse("giang", &vec![longest.as_str(); 20]));
}

#[test]
fn a_refusal_after_the_limit_by_law_stands_and_is_recorded_against_the_office() {
    // Two days were promised, the law allows three, until 2021-07-02T08:30.
    for (refused, verdict, late) in [
        ("2021-07-01T08:30", Verdict::Kept, false),
        ("2021-07-02T08:30", Verdict::Kept, true),
        ("2021-07-02T08:31", Verdict::Broken, true),
    ] {
        let mut centre = at_signature();
        let events = centre.it_is(refused).try_to(refuse("giang", &["Không đủ điều kiện"])).unwrap();
        let found = verdicts(&events);
        assert_eq!(found[0], ("refusal_with_reasons".to_owned(), Verdict::Kept));
        assert_eq!(found[1], ("refusal_within_limit".to_owned(), verdict), "{refused}");
        assert_eq!(centre.dossier().was_late(), late, "{refused}: a refusal hides no promise that passed");
    }
}

fn waiting(silence: Option<Silence>) -> Centre {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(Plan { silence, ..suspension() }).assigns("hoa", "binh");
    centre.asks_for("binh", vec![item("Đơn", "Mờ")]);
    centre
}

fn fifteen() -> Option<Silence> {
    Some(Silence { working_days: 15, rule: RuleRef::new("297/2025/NĐ-CP", "Điều 6") })
}

#[test]
fn a_dossier_nobody_completes_ends_after_the_days_set_and_not_a_minute_before() {
    let mut centre = waiting(fifteen());
    assert_eq!(centre.it_is("2021-07-20T08:30").try_to(Command::CloseAfterSilence), Ok(Vec::new()));
    let events = centre.it_is("2021-07-20T08:31").try_to(Command::CloseAfterSilence).unwrap();
    let [Event::SilenceClosed { waited_until, findings, .. }] = events.as_slice() else { panic!("closed") };
    assert_eq!(centre.local(*waited_until), "2021-07-20T08:30");
    assert_eq!((findings[0].rule.article.as_str(), findings[0].verdict), ("Điều 6", Verdict::Kept));
    assert!(
        matches!(centre.dossier().phase, Phase::Stopped { .. }) && centre.dossier().exchange_status() == 8
    );
    assert_eq!(centre.try_to(Command::CloseAfterSilence), Ok(Vec::new()), "said twice, done once");
    assert!(!centre.dossier().was_late(), "who waits for the applicant is not late");
    let brought = vec![paper(1, "Đơn", domain::dossier::PaperForm::Original, true)];
    let answer = Command::AnswerSupplement { by: by("lan"), papers: brought, visit: None };
    assert_eq!(centre.refuses(answer).0, "dossier_in_other_phase");
}

#[test]
fn where_no_rule_sets_days_and_where_the_papers_came_nothing_is_closed() {
    let mut centre = waiting(None);
    assert_eq!(centre.it_is("2021-12-29T08:30").try_to(Command::CloseAfterSilence), Ok(Vec::new()));
    let mut centre = waiting(fifteen());
    centre.it_is("2021-07-19T08:30").gets_papers();
    assert_eq!(centre.it_is("2021-07-29T08:30").try_to(Command::CloseAfterSilence), Ok(Vec::new()));
}
