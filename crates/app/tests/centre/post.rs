//! Envelopes that come by post: scanned in, entered in the same act as their dossier, struck, counted when they lie too long.

use app::testing::{Centre, centres};
use app::{Actor, Answer, AppError, Command, IntakeEnd, Post, SlipForm};
use domain::dossier::{FilingChannel, Item, Phase};
use domain::kernel::StreamId;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const ENVELOPE: &str = "EA123456785VN";
const OTHER: &str = "RR473124829VN";

fn scan(code: &str) -> Command {
    Command::Post(Post::Scan { hall: "H1".to_owned(), code: code.to_owned() })
}

fn enter(centre: &Centre, (post, item): (StreamId, i64), draft: Option<StreamId>, end: IntakeEnd) -> Command {
    let form = Box::new(centre.form(LAND.0, LAND.1));
    Command::Post(Post::Enter { post, item, draft, form, end })
}

async fn scanned(centre: &Centre, officer: &Actor, code: &str) -> (StreamId, i64) {
    centre.does(officer, scan(code)).await.post_item.expect("an item")
}

fn refused(answer: Result<Answer, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        Err(AppError::Forbidden { .. }) => "forbidden".to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn waiting(centre: &Centre) -> Vec<String> {
    centre.app.post_waiting("H1").await.expect("read").into_iter().map(|line| line.code).collect()
}

#[tokio::test]
async fn an_envelope_is_entered_in_the_act_that_receives_its_dossier_and_nobody_sat_there() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let item = scanned(&centre, &officer, "ea 123456785 vn").await;
        assert_eq!(waiting(&centre).await, [ENVELOPE], "{}", centre.test.engine);
        let receive = |end| enter(&centre, item, None, end);
        let answer = centre.does(&officer, receive(IntakeEnd::Receive { cash: None })).await;
        let dossier = answer.dossier.expect("a dossier");
        let state = centre.dossier(dossier).await;
        assert_eq!(state.intake.channel, FilingChannel::Post, "whatever the form said");
        assert!(state.received_at.is_some() && state.intake.visit.is_none());
        assert!(centre.app.visits_now("H1").await.unwrap().is_empty(), "no visit is made");
        assert_eq!(waiting(&centre).await, [""; 0]);
        let entered = centre.app.post_decided("H1", "entered", 0).await.unwrap();
        let line = &entered[0];
        assert_eq!(
            (line.code.as_str(), line.dossier, line.dossier_code.as_str(), line.ended.as_str()),
            (ENVELOPE, Some(dossier), state.code.as_str(), "received")
        );
        let again = centre.ask(&officer, receive(IntakeEnd::Receive { cash: None })).await;
        assert_eq!(refused(again), "post_item_decided", "another dossier is not made of it");
        assert_eq!(centre.app.post_decided("H1", "entered", 0).await.unwrap().len(), 1);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_refused_intake_leaves_the_envelope_waiting() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (post, item) = scanned(&centre, &officer, ENVELOPE).await;
        let mut form = centre.form(LAND.0, LAND.1);
        for paper in &mut form.papers {
            paper.ok = false;
        }
        let end = IntakeEnd::Receive { cash: None };
        let incomplete = Post::Enter { post, item, draft: None, form: Box::new(form), end };
        let error = centre.ask(&officer, Command::Post(incomplete)).await.unwrap_err();
        assert!(error.violations().iter().any(|violation| violation.code == "paper_missing"), "{error:?}");
        assert_eq!(waiting(&centre).await, [ENVELOPE], "all of it or nothing: {}", centre.test.engine);
    }
}

#[tokio::test]
async fn papers_asked_for_and_a_refusal_answer_an_envelope_too() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (one, other) =
            (scanned(&centre, &officer, ENVELOPE).await, scanned(&centre, &officer, OTHER).await);
        let item = Item { paper: 1, name: "Đơn".to_owned(), reason: "Chưa ký".to_owned() };
        let ask = IntakeEnd::AskSupplement { items: vec![item] };
        let asked = centre.does(&officer, enter(&centre, one, None, ask)).await.dossier.expect("a dossier");
        assert_eq!(centre.dossier(asked).await.phase, Phase::SupplementAtIntake);
        let refuse = IntakeEnd::Refuse { reasons: vec!["Không thuộc thẩm quyền".to_owned()] };
        centre.does(&officer, enter(&centre, other, None, refuse)).await;
        let entered = centre.app.post_decided("H1", "entered", 0).await.unwrap();
        let ended: Vec<&str> = entered.iter().map(|line| line.ended.as_str()).collect();
        assert_eq!(ended.len(), 2);
        assert!(ended.contains(&"supplement_asked") && ended.contains(&"refused"), "{ended:?}");
        assert!(entered.iter().all(|line| !line.dossier_code.is_empty()), "each has a number to find it by");
    }
}

#[tokio::test]
async fn a_draft_stays_with_its_envelope_whichever_way_it_is_ended() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let item = scanned(&centre, &officer, ENVELOPE).await;
        let kept = centre.does(&officer, enter(&centre, item, None, IntakeEnd::Keep)).await;
        let draft = kept.dossier.expect("a draft");
        let line = centre.app.post_item(item.0, item.1).await.unwrap().expect("the item");
        assert_eq!((line.status.as_str(), line.dossier), ("waiting", Some(draft)), "{}", centre.test.engine);
        // From the list of drafts at a counter: the envelope is answered all the same, and nobody sat there.
        let by_draft = |end| Command::Intake {
            hall: "H1".to_owned(),
            counter: "05".to_owned(),
            draft: Some(draft),
            form: Box::new(centre.form(LAND.0, LAND.1)),
            end,
        };
        let pad = Command::IssuePad { hall: "H1".to_owned(), counter: "05".to_owned(), slips: 2 };
        let pad = centre.does(&officer, pad).await.pad.expect("a pad");
        let slip = SlipForm { pad, slip: 1, received_at: centre.app.now(), cash: None };
        let by_slip = centre.ask(&officer, by_draft(IntakeEnd::EnterSlip(slip))).await;
        assert_eq!(refused(by_slip), "post_item_by_slip");
        centre.does(&officer, by_draft(IntakeEnd::Receive { cash: None })).await;
        let line = centre.app.post_item(item.0, item.1).await.unwrap().expect("the item");
        assert_eq!((line.status.as_str(), line.dossier), ("entered", Some(draft)));
        assert!(centre.app.visits_now("H1").await.unwrap().is_empty());
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn the_same_envelope_is_not_taken_in_twice_today_nor_while_it_waits_from_another_day() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let first = scanned(&centre, &officer, ENVELOPE).await;
        let (done, struck) =
            (scanned(&centre, &officer, OTHER).await, scanned(&centre, &officer, "GHN887766").await);
        centre.does(&officer, enter(&centre, done, None, IntakeEnd::Receive { cash: None })).await;
        let strike = |reason: &str| {
            let (post, item) = struck;
            Command::Post(Post::Strike { post, item, reason: reason.to_owned() })
        };
        assert_eq!(refused(centre.ask(&officer, strike(" ")).await), "reason_missing");
        centre.does(&officer, strike("Quét nhầm")).await;
        for code in [ENVELOPE, OTHER] {
            let error = centre.ask(&officer, scan(code)).await.unwrap_err();
            assert_eq!(error.violations()[0].code, "post_item_twice", "{code} on {}", centre.test.engine);
        }
        let known =
            centre.app.post_item_by_code("H1", ENVELOPE, 20_261_125).await.unwrap().expect("it is there");
        assert_eq!(((known.post, known.item), known.scanned_by.as_str()), (first, "ha.lt"));
        scanned(&centre, &officer, "GHN887766").await;
        let wrong = centre.ask(&officer, scan("EA123456784VN")).await.unwrap_err();
        assert_eq!(wrong.violations()[0].code, "post_code_check_digit");

        centre.it_is("2026-11-26T08:00");
        assert_eq!(refused(centre.ask(&officer, scan(ENVELOPE)).await), "post_item_twice", "it waits still");
        scanned(&centre, &officer, OTHER).await;
        assert_eq!(waiting(&centre).await, [ENVELOPE, "GHN887766", OTHER], "the oldest first");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_envelope_is_late_after_the_set_minutes_of_working_time() {
    for centre in centres("H1", "2026-11-25T16:00").await {
        let officer = centre.staff("ha.lt");
        scanned(&centre, &officer, ENVELOPE).await;
        let late = || async { centre.app.post_counted("H1", centre.app.now()).await.unwrap() };
        // Eight working hours: one on Wednesday, seven on Thursday.
        for (local, many) in [("2026-11-26T15:59", 0), ("2026-11-26T16:01", 1)] {
            centre.it_is(local);
            let counted = late().await;
            assert_eq!((counted.waiting, counted.late), (1, many), "{local} on {}", centre.test.engine);
        }
        let app = &centre.app;
        app.store()
            .put_setting(app.tenant(), "post.enter_within_minutes", "30", "test", app.now())
            .await
            .expect("kept");
        app.reload().await.expect("read anew");
        scanned(&centre, &officer, OTHER).await;
        let line = app.post_item_by_code("H1", OTHER, 20_261_126).await.unwrap().expect("the item");
        assert_eq!(centre.local(line.enter_by), "2026-11-26T16:31:00");
        assert!(line.yellow_at < line.enter_by);
        assert_eq!(late().await.late, 1, "what was promised to the first stays as it was");
    }
}

#[tokio::test]
async fn a_sack_is_closed_and_its_list_printed_for_both_to_sign() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (post, _) = scanned(&centre, &officer, ENVELOPE).await;
        let (_, wrong) = scanned(&centre, &officer, "GHN887766").await;
        let strike = Post::Strike { post, item: wrong, reason: "Không phải của Trung tâm".to_owned() };
        centre.does(&officer, Command::Post(strike)).await;
        let close = |sack| Command::Post(Post::CloseSack { post, sack });
        centre.does(&officer, close(1)).await;
        assert!(centre.does(&officer, close(1)).await.already, "twice is once");
        assert_eq!(refused(centre.ask(&officer, close(2)).await), "post_sack_empty");
        scanned(&centre, &officer, OTHER).await;
        let state = centre.app.post_of_day(post).await.unwrap().expect("what came");
        let first = centre.app.post_text(&state, 1).unwrap().join("\n");
        assert!(first.contains("01/251126") && first.contains(ENVELOPE), "{first}");
        assert!(first.contains("Cộng: 1 bưu gửi") && first.contains("Không phải của Trung tâm"), "{first}");
        assert!(first.contains("BÊN GIAO") && first.contains("BÊN NHẬN") && first.contains("Lê Thu Hà"));
        assert!(!first.contains(OTHER), "that one is in the next sack");
        let second = centre.app.post_text(&state, 2).unwrap().join("\n");
        assert!(second.contains("02/251126") && second.contains(OTHER), "{second}");
        assert!(matches!(centre.app.post_text(&state, 3), Err(AppError::NotFound(_))));
    }
}

#[tokio::test]
async fn who_does_not_receive_at_the_centre_takes_nothing_in() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (officer, director) = (centre.staff("ha.lt"), centre.staff("anh.hh"));
        assert_eq!(refused(centre.ask(&director, scan(ENVELOPE)).await), "forbidden");
        let (post, item) = scanned(&centre, &officer, ENVELOPE).await;
        let strike = Command::Post(Post::Strike { post, item, reason: "Nhầm".to_owned() });
        assert_eq!(refused(centre.ask(&director, strike).await), "forbidden");
        let close = Command::Post(Post::CloseSack { post, sack: 1 });
        assert_eq!(refused(centre.ask(&director, close).await), "forbidden");
        let end = IntakeEnd::Receive { cash: None };
        let received = centre.ask(&director, enter(&centre, (post, item), None, end)).await;
        assert_eq!(refused(received), "forbidden");
        let elsewhere = Command::Post(Post::Scan { hall: "H99".to_owned(), code: ENVELOPE.to_owned() });
        assert!(matches!(centre.ask(&officer, elsewhere).await, Err(AppError::NotFound(_))));
        assert_eq!(waiting(&centre).await, [ENVELOPE]);
    }
}

#[tokio::test]
async fn two_officers_who_scan_the_same_envelope_at_once_take_it_in_once() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let (one, other) =
            tokio::join!(centre.ask(&officer, scan(ENVELOPE)), centre.ask(&officer, scan(ENVELOPE)));
        assert_eq!([&one, &other].iter().filter(|answer| answer.is_ok()).count(), 1, "{one:?} {other:?}");
        assert_eq!(waiting(&centre).await, [ENVELOPE], "{}", centre.test.engine);
        centre.journal_is_clean().await;
    }
}
