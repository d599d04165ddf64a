//! The power is out: slips on paper, entered afterwards, confirmed by somebody else.

use app::testing::{Centre, centres};
use app::{Actor, Answer, AppError, Clock, Command, IntakeEnd, SlipForm};
use domain::dossier::Phase;
use domain::kernel::{StreamId, Vnd};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const MINUTE: i64 = 60_000;

async fn pad(centre: &Centre, officer: &Actor) -> StreamId {
    let issue = Command::IssuePad { hall: "H1".to_owned(), counter: "05".to_owned(), slips: 20 };
    centre.does(officer, issue).await.pad.expect("a pad")
}

fn enter(centre: &Centre, slip: SlipForm, draft: Option<StreamId>) -> Command {
    Command::Intake {
        hall: "H1".to_owned(),
        counter: "05".to_owned(),
        draft,
        form: Box::new(centre.form(LAND.0, LAND.1)),
        end: IntakeEnd::EnterSlip(slip),
    }
}

fn refused(answer: Result<Answer, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        Err(AppError::Forbidden { .. }) => "forbidden".to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_dossier_taken_down_on_paper_is_received_as_of_the_slip_once_a_superior_says_so() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let pad = pad(&centre, &officer).await;
        centre.clock.advance(30 * MINUTE);
        let received_at = centre.app.now();
        centre.clock.advance(80 * MINUTE);
        let cash = Some(Vnd::try_new(50_000).unwrap());
        let slip = SlipForm { pad, slip: 1, received_at, cash };
        let dossier = centre.does(&officer, enter(&centre, slip, None)).await.dossier.expect("a draft");
        assert_eq!(centre.dossier(dossier).await.phase, Phase::Draft, "nothing is received yet");
        assert!(centre.app.visits_now("H1").await.unwrap().is_empty(), "nobody sits there now");
        assert!(
            centre.app.named_drafts("H49.80", 0, 10).await.unwrap().is_empty(),
            "it is no draft to go on"
        );

        let confirm = Command::ConfirmSlip { pad, slip: 1 };
        assert_eq!(refused(centre.ask(&officer, confirm.clone()).await), "forbidden");
        centre.clock.advance(10 * MINUTE);
        let director = centre.staff("anh.hh");
        centre.does(&director, confirm.clone()).await;
        let state = centre.dossier(dossier).await;
        assert_eq!(state.received_at, Some(received_at), "{}", centre.test.engine);
        let promise = state.promise().expect("a promise");
        let preview = centre
            .app
            .preview_promise(LAND.0, LAND.1, "H49.80", None, None, received_at)
            .expect("what would have been promised then");
        assert_eq!(promise.due_at, preview.promise.due_at, "the power cut costs the person nothing");
        assert!(state.fee_paid && state.turns.iter().all(|turn| turn.started_at == centre.app.now()));
        let paid = centre.app.payment_lines(dossier).await.unwrap();
        assert_eq!((paid[0].status.as_str(), paid[0].collected_by.as_str()), ("paid", "ha.lt"));
        let kept = centre.app.slip_of_dossier(dossier).await.unwrap().expect("its slip");
        assert_eq!(
            (kept.label.as_str(), kept.status.as_str(), kept.decided_by.as_str()),
            ("G001-01", "confirmed", "anh.hh")
        );
        centre.does(&director, confirm).await;
        assert_eq!(centre.app.payment_lines(dossier).await.unwrap().len(), 1, "twice is once");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_slip_that_was_sent_back_is_entered_again_and_its_draft_received_by_nothing_else() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (officer, director) = (centre.staff("ha.lt"), centre.staff("anh.hh"));
        centre.opens_counter(&officer, "05").await;
        let pad = pad(&centre, &officer).await;
        centre.clock.advance(60 * MINUTE);
        let slip = |received_at| SlipForm { pad, slip: 7, received_at, cash: None };
        let at = centre.app.now() - 30 * MINUTE;
        let dossier = centre.does(&officer, enter(&centre, slip(at), None)).await.dossier.expect("a draft");
        let receive = |draft| Command::Intake {
            hall: "H1".to_owned(),
            counter: "05".to_owned(),
            draft: Some(draft),
            form: Box::new(centre.form(LAND.0, LAND.1)),
            end: IntakeEnd::Receive { cash: None },
        };
        assert_eq!(
            refused(centre.ask(&officer, receive(dossier)).await),
            "draft_waits_for_its_slip",
            "{}",
            centre.test.engine
        );
        let another = centre.ask(&officer, enter(&centre, slip(at), None)).await;
        assert_eq!(refused(another), "slip_used");
        let back = Command::SendBackSlip { pad, slip: 7, reason: "Trên phiếu ghi 8:15".to_owned() };
        centre.does(&director, back).await;
        let waiting = centre.app.slips("H1", "sent_back").await.unwrap();
        assert_eq!(waiting[0].reason, "Trên phiếu ghi 8:15");
        assert_eq!(centre.app.named_drafts("H49.80", 0, 10).await.unwrap().len(), 1, "it is hers again");
        let again = at - 15 * MINUTE;
        centre.does(&officer, enter(&centre, slip(again), Some(dossier))).await;
        centre.does(&director, Command::ConfirmSlip { pad, slip: 7 }).await;
        assert_eq!(centre.dossier(dossier).await.received_at, Some(again));
        assert_eq!(centre.app.payment_lines(dossier).await.unwrap()[0].status, "due", "nothing was taken");
    }
}

#[tokio::test]
async fn what_could_not_be_received_is_said_to_whoever_enters_it() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let pad = pad(&centre, &officer).await;
        centre.clock.advance(60 * MINUTE);
        let now = centre.app.now();
        let slip = |received_at, cash| SlipForm { pad, slip: 1, received_at, cash };
        let mut form = centre.form(LAND.0, LAND.1);
        for paper in &mut form.papers {
            paper.ok = false;
        }
        let incomplete = Command::Intake {
            hall: "H1".to_owned(),
            counter: "05".to_owned(),
            draft: None,
            form: Box::new(form),
            end: IntakeEnd::EnterSlip(slip(now - MINUTE, None)),
        };
        let error = centre.ask(&officer, incomplete).await.unwrap_err();
        assert!(error.violations().iter().any(|violation| violation.code == "paper_missing"));
        let ahead = centre.ask(&officer, enter(&centre, slip(now + MINUTE, None), None)).await.unwrap_err();
        assert_eq!(ahead.violations()[0].code, "slip_ahead_of_the_clock");
        let before = centre.ask(&officer, enter(&centre, slip(now - 61 * MINUTE, None), None)).await;
        assert_eq!(before.unwrap_err().violations()[0].code, "slip_before_its_pad");
        centre.takes_ticket("land").await;
        centre.calls_next(&officer, "05").await;
        centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let then = centre.app.at_work_then("H1", "05", now).await.unwrap();
        assert_eq!((then.at_counter, then.in_hall), (1, 1), "the system was at work at that time");
        let spoil = Command::SpoilSlip { pad, slip: 2, reason: "Viết hỏng".to_owned() };
        centre.does(&officer, spoil).await;
        assert_eq!(centre.app.pads_of_counter("H1", "05").await.unwrap()[0].blank, 19);
        assert_eq!(centre.app.find_slip("H1", "g1-2").await.unwrap(), Some((pad, 2)));
        assert_eq!(centre.app.find_slip("H1", "G2-2").await.unwrap(), None);
    }
}
