//! Drafted, signed, numbered, ready, handed over; corrected, withdrawn, stopped.

use super::centre::*;
use domain::dossier::{Command, Correct, Event, SignedUnder, Timeliness};
use domain::kernel::{StreamId, Vnd};

#[test]
fn nothing_goes_to_the_signature_without_a_draft() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(centre.refuses(finish("binh", "")).0, "result_not_drafted");
    centre.drafts("binh").finishes("binh");
    assert_eq!(centre.dossier().open_turn().unwrap().person, "giang");
}

#[test]
fn a_leader_sends_a_draft_back_with_a_reason_or_signs_it() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh");
    let back = |reason: &str| Command::SendBack {
        by: by("giang"),
        reason: reason.to_owned(),
        on_behalf_of: String::new(),
    };
    assert_eq!(centre.refuses(back(" ")).0, "reason_missing");
    centre.does(back("Ghi sai thời hạn"));
    assert_eq!(centre.dossier().open_turn().unwrap().person, "binh");
    centre.drafts("binh").finishes("binh").approves("giang");
    assert_eq!(centre.dossier().result.approved_by, "giang");
}

#[test]
fn the_clerk_numbers_and_dates_from_the_years_book_of_the_agency() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready();
    let result = &centre.dossier().result;
    assert_eq!(
        (result.number, result.book.as_str(), result.dated),
        (1, "finance/result_decision/2021", 20_210_629)
    );
}

#[test]
fn ready_is_nine_and_handed_over_is_ten() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready();
    assert_eq!(centre.dossier().exchange_status(), 9);
    centre.it_is("2021-07-09T09:00").hands_over();
    assert_eq!(centre.dossier().exchange_status(), 10);
    assert!(!centre.dossier().was_late(), "lateness is of the result, not of who fetches it");
    assert_eq!(centre.try_to(hand_over("applicant", "id_card", "")), Ok(Vec::new()), "said twice, done once");
}

#[test]
fn a_result_is_handed_over_after_identity_authorisation_and_fee_and_all_that_lacks_is_told_at_once() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).finishes("minh").finishes("oanh").finishes("minh").approves("nga");
    let (code, wrong) = centre.refuses(hand_over("proxy", " ", ""));
    assert_eq!(code, "hand_over_incomplete");
    assert_eq!(wrong, ["identity_not_checked", "authorisation_missing", "fee_not_paid"]);
    let settle = Command::SettleFee { payment: StreamId(5), amount_vnd: Vnd::try_new(50_000).unwrap() };
    centre.does(settle.clone()).does(hand_over("proxy", "id_card", "Giấy ủy quyền số 12"));
    assert_eq!(centre.dossier().exchange_status(), 10);
    assert_eq!(centre.try_to(settle), Ok(Vec::new()));
}

#[test]
fn a_procedure_without_a_fee_needs_no_payment() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready();
    assert!(centre.dossier().fee_paid && centre.dossier().plan.fee().is_zero());
}

#[test]
fn an_unclaimed_result_is_reminded_once_a_day() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready().it_is("2021-07-05T08:00").does(Command::RemindPickup);
    assert_eq!(centre.refuses(Command::RemindPickup).0, "reminded_today", "however often it is asked for");
    centre.it_is("2021-07-06T08:00").does(Command::RemindPickup);
    assert_eq!(centre.dossier().reminders, 2);
    centre.hands_over();
    assert_eq!(centre.refuses(Command::RemindPickup).0, "dossier_in_other_phase");
}

fn correct(correct: Correct, reason: &str) -> Command {
    Command::Correct { by: by("lan"), correct, reason: reason.to_owned() }
}

#[test]
fn a_corrected_name_makes_a_new_slip_with_a_reason_and_never_a_second_dossier() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let code = centre.dossier().code.clone();
    assert_eq!(centre.refuses(correct(Correct::Applicant(party(7)), "")).0, "reason_missing");
    let mended = domain::dossier::Party { version: 2, ..party(7) };
    centre.does(correct(Correct::Applicant(mended.clone()), "Sai tên"));
    let dossier = centre.dossier();
    assert_eq!((&dossier.intake.applicant, dossier.slips, &dossier.code), (&mended, 2, &code));
    assert_eq!(centre.due(), "2021-07-01T08:30");
}

fn replace(to: &str, identified_by: &str, proxy_paper: &str) -> Command {
    Command::ReplaceSlip {
        by: by("lan"),
        to: to.to_owned(),
        identified_by: identified_by.to_owned(),
        proxy_paper: proxy_paper.to_owned(),
        token: "another".to_owned(),
    }
}

#[test]
fn a_lost_slip_is_issued_anew_to_whoever_shows_who_they_are_and_the_lost_one_opens_nothing() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let before = centre.dossier().clone();
    centre.does(replace("applicant", "id_card", ""));
    let after = centre.dossier();
    assert_eq!((after.intake.token.as_str(), after.slips), ("another", before.slips + 1));
    assert_eq!((&after.code, after.promise()), (&before.code, before.promise()), "the promise stays");
}

#[test]
fn a_lost_slip_is_not_issued_anew_to_a_slip_to_nobody_or_to_a_proxy_without_a_paper() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let refused = |centre: &mut Centre, command| {
        let (code, violations) = centre.refuses(command);
        (code, violations.join(" "))
    };
    let not = |what: &str| ("slip_not_replaced".to_owned(), what.to_owned());
    assert_eq!(refused(&mut centre, replace("applicant", "slip", "")), not("slip_is_lost"));
    assert_eq!(
        refused(&mut centre, replace("proxy", "", " ")),
        not("identity_not_seen authorisation_missing")
    );
    for shown in ["authorisation", "driving licence"] {
        assert_eq!(
            refused(&mut centre, replace("applicant", shown, "")),
            not("identity_not_seen"),
            "{shown}"
        );
    }
    centre.does(replace("proxy", "authorisation", "Giấy ủy quyền 12/2021"));
}

#[test]
fn once_the_result_is_handed_over_no_slip_is_issued_anew() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready();
    centre.does(replace("applicant", "id_card", ""));
    centre.hands_over();
    assert_eq!(centre.refuses(replace("applicant", "id_card", "")).0, "dossier_in_other_phase");
}

#[test]
fn a_corrected_fee_is_owed_anew_and_a_fee_of_nothing_is_paid() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer());
    centre.does(Command::SettleFee { payment: StreamId(5), amount_vnd: Vnd::try_new(50_000).unwrap() });
    centre.does(correct(Correct::Fee(vec![fee(100_000)]), "Thu thiếu"));
    assert!(!centre.dossier().fee_paid);
    centre.does(correct(Correct::Fee(Vec::new()), "Được miễn"));
    assert!(centre.dossier().fee_paid);
}

#[test]
fn the_right_procedure_counts_from_the_same_reception_and_an_earlier_first_promise_stays() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(suspension()).it_is("2026-03-17T09:00");
    centre.does(correct(Correct::Procedure(Box::new(land_transfer())), "Nhầm thủ tục"));
    let promise = centre.dossier().promise().unwrap();
    assert_eq!(
        centre.local(promise.due_at),
        "2026-03-23T09:00",
        "5 working days from the reception of the day before"
    );
    assert_eq!(
        centre.local(promise.first_due_at),
        "2026-03-18T09:00",
        "the date once printed is not forgotten"
    );
    assert_eq!(centre.dossier().open_turn().unwrap().unit, "land");
    assert!(!centre.dossier().fee_paid, "the right procedure has a fee");
}

#[test]
fn the_procedure_is_not_exchanged_while_papers_are_awaited_or_after_a_decision() {
    let procedure = || correct(Correct::Procedure(Box::new(land_transfer())), "Nhầm");
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").asks_for("binh", vec![item("Đơn", "Mờ")]);
    assert_eq!(centre.refuses(procedure()).0, "dossier_in_other_phase");
    centre.gets_papers().drafts("binh").finishes("binh").approves("giang");
    assert_eq!(centre.refuses(procedure()).0, "decision_exists");
}

#[test]
fn a_dossier_is_withdrawn_while_no_decision_exists_and_the_article_is_named_when_one_does() {
    let withdraw = |reason: &str| Command::Withdraw { by: by("lan"), reason: reason.to_owned() };
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(centre.refuses(withdraw("")).0, "reason_missing");
    centre.does(withdraw("Không còn nhu cầu"));
    assert_eq!((centre.dossier().exchange_status(), centre.dossier().open_turn()), (7, None));
    assert_eq!(centre.try_to(withdraw("Không còn nhu cầu")), Ok(Vec::new()));

    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh").approves("giang");
    let refusal = centre.try_to(withdraw("Đổi ý")).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.rule.unwrap().article.as_str()),
        ("decision_exists", "Điều 21")
    );
}

#[test]
fn a_stopped_dossier_is_eight_and_goes_no_further() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let stop = Command::Stop { by: by("hoa"), reason: "Tòa án đang thụ lý".to_owned() };
    centre.does(stop.clone());
    assert_eq!(centre.dossier().exchange_status(), 8);
    assert_eq!(centre.try_to(stop), Ok(Vec::new()));
    assert_eq!(centre.refuses(finish("binh", "")).0, "dossier_in_other_phase");
}

#[test]
fn a_result_before_the_promised_day_is_early_and_after_the_promised_minute_late() {
    for (approved, verdict) in [
        ("2021-06-30T16:00", Timeliness::Early),
        ("2021-07-01T08:30", Timeliness::OnTime),
        ("2021-07-01T08:31", Timeliness::Late),
    ] {
        let mut centre = Centre::at("2021-06-29T08:30");
        centre
            .receives(suspension())
            .assigns("hoa", "binh")
            .drafts("binh")
            .finishes("binh")
            .approves("giang");
        centre.it_is(approved).numbers("khanh");
        let ready = centre.events.iter().find_map(|event| match event {
            Event::ResultReady { timeliness, .. } => Some(*timeliness),
            _ => None,
        });
        assert_eq!(
            (ready, centre.dossier().was_late()),
            (Some(verdict), verdict == Timeliness::Late),
            "{approved}"
        );
    }
}

#[test]
fn a_deputy_signs_in_the_name_of_the_position_whose_step_it_is_and_nobody_elses() {
    let sign = |on_behalf_of: &str| Command::Approve {
        by: by("hoa"),
        block: "KT.".to_owned(),
        on_behalf_of: on_behalf_of.to_owned(),
        under: SignedUnder::default(),
    };
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh");
    assert_eq!(centre.refuses(sign("")).0, "not_your_step");
    assert_eq!(centre.refuses(sign("finance/khanh")).0, "not_your_step");
    centre.does(sign("finance/giang"));
    let result = &centre.dossier().result;
    assert_eq!((result.approved_by.as_str(), result.on_behalf_of.as_str()), ("hoa", "finance/giang"));
}

fn park(place: &str) -> Command {
    Command::Park { by: by("lan"), place: place.to_owned(), after_days: 90 }
}

#[test]
fn a_result_nobody_came_for_goes_to_the_archive_after_its_days_and_is_handed_out_from_there() {
    let mut centre = Centre::at("2021-06-29T08:00");
    centre.goes_to_ready();
    let (code, wrong) = centre.refuses(park(" "));
    assert_eq!(
        (code.as_str(), wrong),
        ("park_refused", vec!["place_missing".into(), "parked_too_early".into()])
    );
    centre.now += 90 * 86_400_000;
    assert_eq!(centre.refuses(park(&"x".repeat(81))).1, ["too_long"]);
    centre.does(park("Kệ 3, hộp 12"));
    assert_eq!(centre.try_to(park(" Kệ 3, hộp 12 ")), Ok(Vec::new()), "it lies there already");
    assert_eq!(centre.refuses(Command::RemindPickup).0, "result_parked");
    centre.does(park("Kệ 4")).hands_over();
    assert!(matches!(centre.dossier().phase, domain::dossier::Phase::Returned { .. }));
    assert_eq!(centre.dossier().parked.as_ref().unwrap().place, "Kệ 4");
    assert_eq!(centre.refuses(park("Kệ 5")).0, "dossier_in_other_phase");
}
