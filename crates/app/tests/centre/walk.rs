use app::queries::FactPage;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Command, CorrectionForm, IntakeEnd, LostSlip, SubjectData};
use domain::dossier::{Item, Phase, StepKind};
use domain::kernel::{StreamId, Vnd};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

/// Everybody does their step until the result is ready.
pub(crate) async fn goes_through(centre: &Centre, dossier: StreamId) -> usize {
    for steps in 0..20 {
        let state = centre.dossier(dossier).await;
        if matches!(state.phase, Phase::Ready { .. }) {
            return steps;
        }
        let turn = state.open_turn().expect("a step is under way").clone();
        let actor = centre.whose_step(dossier).await;
        let next = state.plan.after(turn.step).cloned();
        match turn.kind {
            StepKind::Approve => centre.does(&actor, Command::Approve { dossier }).await,
            StepKind::Number => centre.does(&actor, Command::NumberResult { dossier }).await,
            kind => {
                let needs_draft = !state.plan.result_template.is_empty()
                    && state.result.template.is_empty()
                    && kind == StepKind::Process;
                if needs_draft {
                    let text = "Đồng ý theo đề nghị".to_owned();
                    centre.does(&actor, Command::DraftResult { dossier, text }).await;
                }
                let next_person = match next {
                    Some(next) if kind == StepKind::Assign => {
                        let role = domain::catalogue::Role::from_word(&next.role).expect("a role");
                        centre.holder(&next.unit, role).person().to_owned()
                    }
                    _ => String::new(),
                };
                centre.does(&actor, Command::FinishStep { dossier, note: String::new(), next_person }).await
            }
        };
    }
    panic!("twenty steps and no result");
}

#[tokio::test]
async fn a_person_walks_from_the_ticket_to_the_result_in_hand() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let ticket = centre.takes_ticket("land").await;
        assert_eq!(centre.calls_next(&officer, "05").await, ticket);
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let received = centre.dossier(dossier).await;
        assert_eq!(received.code, "H49.80-261125-0001");
        assert!(received.fee_paid);
        assert_eq!(received.exchange_status(), 4);
        assert_eq!(
            centre.app.messages_of(domain::message::About::Dossier(dossier)).await.unwrap().len(),
            2,
            "an SMS and a mail"
        );
        goes_through(&centre, dossier).await;
        assert_eq!(centre.dossier(dossier).await.exchange_status(), 9);
        let hand_over = Command::HandOver {
            dossier,
            to: "applicant".to_owned(),
            identified_by: "id_card".to_owned(),
            proxy_paper: String::new(),
            at_counter: Some(("H1".to_owned(), "05".to_owned())),
        };
        centre.does(&officer, hand_over.clone()).await;
        assert_eq!(centre.dossier(dossier).await.exchange_status(), 10);
        assert!(centre.ask(&officer, hand_over).await.unwrap().already);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn every_procedure_the_centre_offers_can_be_walked_to_its_result() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let directory = centre.app.directory();
        let on = directory.date(centre.app.now());
        for procedure in directory.catalogue().offered_at(officer.unit(), &on) {
            let fee = procedure.fee_vnd();
            centre.opens_counter(&officer, "05").await;
            let mut form = centre.form(&procedure.code, &procedure.publisher);
            form.fee = fee.is_none().then(|| Vnd::try_new(10_000).unwrap());
            form.working_days = procedure.statutory.is_none().then_some(3);
            let dossier = centre.receives(&officer, "05", form, None).await;
            goes_through(&centre, dossier).await;
        }
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn the_hall_of_2021_receives_under_the_rules_of_2018() {
    for centre in centres("HL-2021", "2021-06-29T08:30").await {
        let officer = centre.staff("khue.dd");
        let directory = centre.app.directory();
        let on = directory.date(centre.app.now());
        let counter = directory.catalogue().counters_of("HL-2021")[0].code.clone();
        let district: Vec<_> = directory
            .catalogue()
            .procedures_on(&on)
            .filter(|one| one.levels.iter().any(|level| level == "district"))
            .map(|one| (one.code.clone(), one.publisher.clone()))
            .collect();
        assert!(!district.is_empty(), "some procedure was received at districts in 2021");
        centre.opens_counter(&officer, &counter).await;
        for (code, publisher) in district {
            let dossier = centre.receives(&officer, &counter, centre.form(&code, &publisher), None).await;
            assert_eq!(centre.dossier(dossier).await.plan.regime, "2018");
            goes_through(&centre, dossier).await;
        }
    }
}

#[tokio::test]
async fn a_supplement_after_reception_restarts_the_clock() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let first = centre.dossier(dossier).await.promise().expect("promised").first_due_at;
        centre.it_is("2026-11-26T10:00");
        let specialist = centre.whose_step(dossier).await;
        let items = vec![Item {
            paper: 2,
            name: "Giấy chứng nhận đã cấp".to_owned(),
            reason: "Bản chụp bị mờ".to_owned(),
        }];
        centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
        assert_eq!(centre.dossier(dossier).await.exchange_status(), 5);
        centre.it_is("2026-12-01T09:00");
        let at_counter = Some(("H1".to_owned(), "05".to_owned()));
        let papers = centre.dossier(dossier).await.intake.papers.clone();
        centre.does(&officer, Command::AnswerSupplement { dossier, papers, at_counter }).await;
        let again = centre.dossier(dossier).await;
        let promise = again.promise().expect("promised anew");
        assert!(promise.first_due_at > first);
        assert_eq!(
            centre.local(promise.due_at),
            "2026-12-08T09:00:00",
            "five working days from the complete file"
        );
    }
}

#[tokio::test]
async fn a_repeated_command_is_answered_as_the_first_time() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let take = Command::TakeTicket {
            hall: "H1".to_owned(),
            field: "land".to_owned(),
            procedure: String::new(),
            priority: domain::ticket::Priority::None,
        };
        let id = domain::kernel::CommandId("same".to_owned());
        let first = centre.app.execute(&kiosk, &id, take.clone()).await.unwrap();
        let second = centre.app.execute(&kiosk, &id, take).await.unwrap();
        assert_eq!((first.ticket, false, true), (second.ticket, first.already, second.already));
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_an_intake_is_said_at_once_and_nothing_is_kept() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let mut form = centre.form(LAND.0, LAND.1);
        form.applicant = app::PartyForm::New {
            subject: None,
            data: SubjectData { phone: "12".to_owned(), ..SubjectData::default() },
        };
        let command = Command::Intake {
            hall: "H1".to_owned(),
            counter: "05".to_owned(),
            draft: None,
            form: Box::new(form),
            end: IntakeEnd::Receive { cash: None },
        };
        let before = centre.app.store().head(app::testing::QUANG_NINH).await.unwrap().seq;
        let error = centre.ask(&officer, command).await.unwrap_err();
        let fields: Vec<&str> = error.violations().iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["applicant_name", "applicant_phone"]);
        assert_eq!(centre.app.store().head(app::testing::QUANG_NINH).await.unwrap().seq, before);
    }
}

#[tokio::test]
async fn an_issued_slip_is_corrected_without_a_second_dossier() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let data = SubjectData {
            name: "Nguyễn Thị Mẫu Mực".to_owned(),
            phone: "0912345679".to_owned(),
            ..SubjectData::default()
        };
        let correction = Box::new(CorrectionForm::Applicant(data));
        let reason = "Ghi sai họ tên".to_owned();
        centre.does(&officer, Command::Correct { dossier, correction, reason }).await;
        let view = centre.app.dossier(dossier).await.unwrap();
        assert_eq!((view.applicant.name.as_str(), view.state.slips), ("Nguyễn Thị Mẫu Mực", 2));
        assert_eq!(view.state.code, "H49.80-261125-0001");
    }
}

#[tokio::test]
async fn a_lost_slip_is_issued_anew_by_the_counter_that_received_and_the_applicant_is_told() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let about = domain::message::About::Dossier(dossier);
        let told = async || {
            let messages = centre.app.messages_of(about).await.unwrap();
            messages.iter().filter(|message| message.template == "slip_replaced").count()
        };
        assert_eq!(told().await, 0);
        let lost = centre.dossier(dossier).await.intake.token;
        let ask = |identified_by: &str| {
            let (to, proxy_paper) = ("applicant".to_owned(), String::new());
            Command::ReplaceSlip(LostSlip {
                dossier,
                to,
                identified_by: identified_by.to_owned(),
                proxy_paper,
            })
        };
        let other = centre.staff("hoang.lt");
        assert!(matches!(centre.ask(&other, ask("id_card")).await, Err(AppError::Forbidden { .. })));
        centre.does(&officer, ask("id_card")).await;
        let issued = centre.dossier(dossier).await.intake.token;
        assert_eq!(centre.app.find_dossier_by_token(&lost).await.unwrap(), None);
        assert_eq!(centre.app.find_dossier_by_token(&issued).await.unwrap(), Some(dossier));
        assert_eq!(told().await, 2, "by SMS and by mail");
        let slip = centre.app.paper_text(dossier, app::papers::PaperKind::Receipt).await.unwrap().join(" ");
        assert!(slip.contains("bị mất và không còn giá trị"), "{slip}");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_step_turns_red_and_is_told_to_the_head_after_the_set_time() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let ten = || FactPage::first(centre.app.now(), 10);
        assert_eq!(centre.app.red_to_mark(ten()).await.unwrap(), []);
        centre.it_is("2026-12-04T16:00");
        let clock = Actor::system("deadlines");
        let red = centre.app.red_to_mark(ten()).await.unwrap();
        assert_eq!(red.len(), 1);
        centre.does(&clock, Command::MarkRed { dossier, turn: red[0].turn }).await;
        assert!(centre.app.red_to_mark(ten()).await.unwrap().is_empty());
        let late = centre.app.late_to_mark(ten()).await.unwrap();
        assert_eq!(late.iter().map(|fact| fact.dossier).collect::<Vec<_>>(), [dossier]);
        centre.does(&clock, Command::MarkLate(dossier)).await;
        let (told, _) = centre.app.red_to_escalate(ten()).await.unwrap();
        assert_eq!(told.len(), 1);
        centre.does(&clock, Command::Escalate { dossier, turn: told[0].turn }).await;
        let turn = centre.dossier(dossier).await.open_turn().unwrap().clone();
        assert!(turn.red_marked && !turn.escalated_to.is_empty());
    }
}

#[tokio::test]
async fn another_departments_specialist_may_not_finish_the_step() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let stranger = centre.staff("phuong.dm");
        let finish = Command::FinishStep { dossier, note: String::new(), next_person: String::new() };
        let error = centre.ask(&stranger, finish).await.unwrap_err();
        assert!(matches!(error, AppError::Forbidden { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_centre_refuses_what_another_province_publishes_and_what_is_not_at_its_level() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        // A copy of one's own, another province's, and what is done at communes.
        for (code, publisher) in
            [("1.115778", "dong-thap"), ("1.115362", "gia-lai"), ("1.001193", "bo-tu-phap")]
        {
            let command = Command::Intake {
                hall: "H1".to_owned(),
                counter: "05".to_owned(),
                draft: None,
                form: Box::new(centre.form(code, publisher)),
                end: IntakeEnd::Receive { cash: None },
            };
            match centre.ask(&officer, command).await {
                Err(AppError::Refused(refusal)) => assert_eq!(refusal.code, "procedure_not_offered_here"),
                other => panic!("{code} of {publisher}: {other:?}"),
            }
        }
    }
}
