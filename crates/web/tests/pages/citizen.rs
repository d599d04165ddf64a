use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn a_procedure_is_found_with_and_without_marks_and_in_english() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for question in ["sang%20t%C3%AAn", "sang%20ten", "SO%20DO"] {
        let page = visitor.get(&format!("/?q={question}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.says("/procedures/1.115778@quang-ninh") && !page.says("/procedures/1.115778@dong-thap"),
            "{question}: {}",
            page.body
        );
    }
    let page = visitor.get("/?lang=en").await;
    assert!(page.says("<html lang=\"en\">") && page.says("What do you need to do?"));
    let page = visitor.get("/").await;
    assert!(page.says("<html lang=\"en\">"), "the language is kept");
    let page = visitor.get("/?q=khong-co-thu-tuc-nay").await;
    assert!(page.says("Nothing found") && page.says("look by field below") && page.says(">Land</h3>"));
}

#[tokio::test]
async fn a_slip_is_forgiven_everyday_words_are_understood_and_the_page_says_how_a_question_was_read() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let page = visitor.get("/?q=khai+sih").await;
    assert!(page.says("/procedures/1.001193@bo-tu-phap") && page.says("“khai sinh”"), "{}", page.body);
    let page = visitor.get("/?q=m%E1%BB%9F+c%C3%B4ng+ty").await;
    assert!(page.says("/procedures/2.001610@bo-tai-chinh") && !page.says("Đang tìm theo"), "{}", page.body);
}

#[tokio::test]
async fn a_procedure_says_what_is_needed_how_long_it_takes_and_what_it_costs() {
    let house = House::open().await;
    let page = house.visitor().get("/procedures/1.115778@dong-thap").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "8 ngày làm việc",
        "50.000\u{a0}₫",
        "Giấy chứng nhận đã cấp",
        "Chỉ trong vài trường hợp",
        "không tính",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert_eq!(house.visitor().get("/procedures/9.999999@nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_code_alone_shows_little_and_the_slips_token_shows_who_has_it() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let dossier = house.centre.receives(&officer, "05", form, Some(50_000)).await;
    let state = house.centre.dossier(dossier).await;

    let page = house.visitor().get(&format!("/track?code={}", state.code.to_lowercase())).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.says(&state.code) && page.says("Đang giải quyết") && page.says("25/11/2026"),
        "{}",
        page.body
    );
    for secret in ["Mẫu", "0912", "022188004217", "Lê Thu Hà", "Văn phòng", &state.intake.token] {
        assert!(!page.says(secret), "a code alone shows {secret}");
    }

    let own = house.visitor().get(&format!("/d/{}", state.intake.token)).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.body);
    for words in [
        "Nguyễn Thị Mẫu",
        "0912\u{a0}•••\u{a0}678",
        "Thứ Tư 02/12/2026",
        "Vì sao là ngày này?",
        "aria-current=\"step\"",
        "50.000\u{a0}₫, đã nộp",
    ] {
        assert!(own.says(words), "{words}: {}", own.body);
    }
    assert!(!own.says("0912345678") && !own.says("022188004217"), "no number stands there in full");

    let slip = house.visitor().get(&format!("/d/{}/slip.pdf", state.intake.token)).await;
    assert_eq!((slip.status, slip.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(slip.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn a_late_step_is_said_where_the_applicant_looks_first() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let dossier = house.centre.receives(&officer, "05", form, Some(50_000)).await;
    let address = format!("/d/{}", house.centre.dossier(dossier).await.intake.token);
    let whereabouts = |body: &str| {
        body.split("aria-labelledby=\"w\"")
            .nth(1)
            .and_then(|rest| rest.split("</section>").next())
            .map(str::to_owned)
    };
    let before = house.visitor().get(&address).await;
    assert!(!whereabouts(&before.body).unwrap().contains("Quá hạn"), "{}", before.body);
    house.centre.it_is("2026-12-01T16:00");
    let after = house.visitor().get(&address).await;
    assert!(whereabouts(&after.body).unwrap().contains("Quá hạn"), "{}", after.body);
}

#[tokio::test]
async fn a_wrong_code_says_what_to_do_and_guessing_is_slowed() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let page = visitor.get("/track?code=H49.80-260101-9999").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.says("aria-invalid=\"true\"") && page.says("H49.80-260101-9999"), "{}", page.body);
    let mut last = page;
    for guess in 0..30 {
        last = visitor.get(&format!("/track?code=H49.80-260101-{guess:04}")).await;
        if last.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!last.header("retry-after").is_empty());
    assert_eq!(visitor.get("/d/not-a-token").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_applicant_is_told_what_to_bring_when_papers_are_missing() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let items =
        vec![domain::dossier::Item {
            paper: 2, name: "Sổ đỏ <gốc>".into(), reason: "Chưa nộp".into()
        }];
    let command = app::Command::Intake {
        hall: "H1".into(),
        counter: "05".into(),
        draft: None,
        form: Box::new(form),
        end: app::IntakeEnd::AskSupplement { items },
    };
    let dossier = house.centre.does(&officer, command).await.dossier.expect("a dossier");
    let state = house.centre.dossier(dossier).await;
    let page = house.visitor().get(&format!("/d/{}", state.intake.token)).await;
    assert!(page.says("Sổ đỏ &#60;gốc&#62;") && page.says("Mời ông bà bổ sung giấy tờ."), "{}", page.body);
    assert!(!page.says("class=\"promise\""), "nothing is promised before it is complete");
}

#[tokio::test]
async fn a_case_of_another_office_is_told_in_its_own_words_and_nothing_is_made_up() {
    use app::replay::{OldCase, OldStep};
    use app::{App, IdSource, Parts};
    let house = House::open().await;
    let day = 86_400_000;
    let promised = house.centre.app.now() - 5_000 * day;
    let case = OldCase {
        code: "case-10011".to_owned(),
        procedure: "Receipt phase".to_owned(),
        received_at: promised - 30 * day,
        due_at: Some(promised),
        closed_at: None,
        unit: "General".to_owned(),
        group: String::new(),
        officer: "Resource21".to_owned(),
        channel: domain::dossier::FilingChannel::InPerson,
        steps: vec![OldStep {
            at: promised - 20 * day,
            name: "T02 Check confirmation".to_owned(),
            unit: "Group 1".to_owned(),
            person: "Resource21".to_owned(),
        }],
    };
    let told = App::open(Parts {
        store: house.centre.test.store.clone(),
        tenant: app::testing::QUANG_NINH,
        clock: house.centre.clock.clone(),
        ids: IdSource::counting(2),
        public_address: String::new(),
        forms: None,
        history_may_be_written: true,
    })
    .await
    .unwrap();
    told.replay("receipt", "receipt", vec![case], std::sync::Arc::new(|_, _| {})).await.unwrap();
    let events = told.store().feed(told.tenant(), 0, 100).await.unwrap();
    let stream = events.iter().find(|event| event.name == "DossierTakenOver").unwrap().stream;
    let token = house.centre.dossier(stream).await.intake.token;
    let page = house.visitor().get(&format!("/d/{token}?lang=en")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in ["case-10011", "T02 Check confirmation", "Group 1", "Resource21", "General"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    // How long and why is the other office's business.
    for made_up in ["Late by", "Why this day", "working days", "Appraisal"] {
        assert!(!page.says(made_up), "{made_up}: {}", page.body);
    }
}
