//! The door of a hall: declared, let in, held in line, called, removed without a trace.

use app::queries::PassView;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command, Declaration};
use domain::catalogue::Answers;
use domain::kernel::Refusal;

/// The settings of the door of H1, by name behind `door.H1.`.
async fn set(centre: &Centre, settings: &[(&str, &str)]) {
    for (name, value) in settings {
        let name = format!("door.H1.{name}");
        let store = centre.app.store();
        store.put_setting(centre.app.tenant(), &name, value, "test", centre.app.now()).await.expect("kept");
    }
    centre.app.reload().await.expect("read anew");
}

fn declared(name: &str, answers: &[(&str, &str)]) -> Command {
    let mut all: Answers = [("contact", "no"), ("travel", "no"), ("doses", "2")]
        .map(|(question, answer)| (question.to_owned(), vec![answer.to_owned()]))
        .into();
    all.extend(answers.iter().map(|(code, answer)| ((*code).to_owned(), vec![(*answer).to_owned()])));
    let declaration = Declaration {
        name: name.to_owned(),
        phone: "0590000123".to_owned(),
        answers: all,
        ..Default::default()
    };
    Command::Declare { hall: "H1".to_owned(), declaration: Box::new(declaration) }
}

async fn arrives(centre: &Centre, name: &str, answers: &[(&str, &str)]) -> PassView {
    let token = centre.does(&Actor::Citizen, declared(name, answers)).await.pass;
    centre.app.pass_by_token(&token).await.expect("read").expect("a pass")
}

fn gate() -> Actor {
    Actor::Kiosk { hall: "H1".to_owned() }
}

async fn scans(centre: &Centre, pass: &PassView) -> Result<PassView, AppError> {
    centre.clock.advance(60_000);
    let command = Command::PassGate { hall: "H1".to_owned(), arrival: pass.arrival };
    centre.ask(&gate(), command).await?;
    Ok(centre.app.pass_of(pass.arrival).await?.expect("a pass"))
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn while_nothing_is_asked_at_the_door_nothing_can_be_declared() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        let off = |answer| assert_eq!(refused(answer).code, "declaration_off");
        off(centre.ask(&Actor::Citizen, declared("Nguyễn Thị Mẫu", &[])).await);
        set(&centre, &[("form", "health"), ("from", "2026-11-25"), ("until", "2026-11-26")]).await;
        off(centre.ask(&Actor::Citizen, declared("Nguyễn Thị Mẫu", &[])).await);
        centre.it_is("2026-11-26T16:00");
        assert_eq!(arrives(&centre, "Nguyễn Thị Mẫu", &[]).await.label, "Y001");
        centre.it_is("2026-11-27T08:00");
        off(centre.ask(&Actor::Citizen, declared("Nguyễn Thị Mẫu", &[])).await);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn who_is_well_comes_in_who_is_not_waits_for_a_person() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, &[("form", "health"), ("capacity", "2")]).await;
        let well = arrives(&centre, "Nguyễn Thị Mẫu", &[]).await;
        assert_eq!((well.advice.as_str(), well.rule, well.may_enter()), ("enter", 0, true));
        assert_eq!(scans(&centre, &well).await.expect("let in").place, "inside");
        let ill = arrives(&centre, "Trần Văn Thử", &[("signs", "fever")]).await;
        assert_eq!((ill.advice.as_str(), ill.rule), ("outside", 1));
        assert_eq!(refused(scans(&centre, &ill).await).code, "arrival_not_cleared");
        let clear = Command::ClearArrival { arrival: ill.arrival };
        let nobody = centre.ask(&gate(), clear.clone()).await;
        assert!(matches!(nobody, Err(AppError::Forbidden { .. })), "a machine does not decide: {nobody:?}");
        centre.does(&centre.staff("ha.lt"), clear).await;
        assert_eq!(scans(&centre, &ill).await.expect("let in").place, "inside");
        let third = arrives(&centre, "Lê Thị Thử", &[]).await;
        let third = scans(&centre, &third).await.expect("held");
        assert_eq!((third.place.as_str(), third.before), ("line", 0));
        let fourth = arrives(&centre, "Phạm Văn Thử", &[]).await;
        assert_eq!(scans(&centre, &fourth).await.expect("held").before, 1);
        assert_eq!(scans(&centre, &well).await.expect("left").place, "");
        let now = centre.app.gate_now("H1").await.expect("read");
        assert_eq!((now.inside, now.labels(), now.waiting, now.entered), (1, vec!["Y003"], 1, 2));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_refused_declaration_says_all_that_is_wrong_and_leaves_nothing() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, &[("form", "health")]).await;
        let command = declared("", &[("doses", "many"), ("contact", "perhaps")]);
        let refusal = refused(centre.ask(&Actor::Citizen, command).await);
        let mut said: Vec<_> = refusal.violations.iter().map(|one| one.code.as_str()).collect();
        said.sort_unstable();
        assert_eq!(said, ["answer_no_number", "answer_unknown", "name_missing"]);
        assert!(centre.app.arrivals_today("H1", None, 10).await.expect("read").is_empty());
    }
}

#[tokio::test]
async fn a_declaration_is_read_by_the_director_for_a_purpose_and_the_reading_is_kept() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, &[("form", "health")]).await;
        let pass = arrives(&centre, "Nguyễn Thị Mẫu", &[("signs", "cough")]).await;
        let read = |actor, purpose: &'static str| {
            let app = centre.app.clone();
            async move { app.read_declaration(&actor, pass.arrival, purpose).await }
        };
        let receiver = read(centre.staff("ha.lt"), "contact").await;
        assert!(matches!(receiver, Err(AppError::Forbidden { .. })), "{receiver:?}");
        assert_eq!(refused(read(centre.staff("anh.hh"), "").await).code, "purpose_missing");
        let kept = read(centre.staff("anh.hh"), "contact").await.expect("read").expect("kept");
        assert_eq!(
            (kept.name.as_str(), kept.answers["signs"].as_slice()),
            ("Nguyễn Thị Mẫu", &["cough".to_owned()][..])
        );
        let about = store::AccessAbout::Arrival(pass.arrival);
        let entries =
            centre.app.store().list_access_about(centre.app.tenant(), about, 10).await.expect("read");
        let entries: Vec<_> =
            entries.iter().map(|one| (one.opened.actor.as_str(), one.opened.action.as_str())).collect();
        assert_eq!(entries, [("person:anh.hh", "declaration_contact")]);
    }
}

#[tokio::test]
async fn who_was_called_in_and_does_not_come_loses_the_place_without_anybody_scanning() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, &[("form", "health"), ("capacity", "1")]).await;
        let mut passes = Vec::new();
        for name in ["Nguyễn Thị Một", "Trần Văn Hai", "Lê Thị Ba"] {
            let pass = arrives(&centre, name, &[]).await;
            passes.push(scans(&centre, &pass).await.expect("in or held"));
        }
        scans(&centre, &passes[0]).await.expect("left");
        let (due, next) = centre.app.gates_to_look_at().await.expect("read");
        assert_eq!((due, next), (Vec::new(), Some(centre.app.now() + 5 * 60_000 + 1)));
        centre.clock.advance(5 * 60_000 + 1);
        assert_eq!(centre.app.gates_to_look_at().await.expect("read").0, ["H1"]);
        centre.does(&Actor::system("gates"), Command::LookAtGate("H1".to_owned())).await;
        assert_eq!(centre.app.gate_now("H1").await.expect("read").labels(), ["Y003"]);
        let give_up = Command::GiveUpPass(passes[2].arrival);
        centre.does(&Actor::Citizen, give_up).await;
        assert_eq!(centre.app.gate_now("H1").await.expect("read").labels(), Vec::<&str>::new());
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_declaration_that_was_changed_behind_the_journals_back_is_found() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, &[("form", "health")]).await;
        arrives(&centre, "Nguyễn Thị Mẫu", &[("signs", "cough")]).await;
        centre.journal_is_clean().await;
        let changed = "UPDATE declaration SET body = REPLACE(body, 'cough', 'fever') WHERE tenant = 49";
        centre.app.store().raw_execute(changed, &[]).await.expect("changed");
        let report = centre.app.store().verify(centre.app.tenant(), &|_, _| {}).await.expect("read");
        let bad = report.first_bad.expect("it is found");
        assert!(bad.what.contains("declaration"), "{}: {bad:?}", centre.test.engine);
    }
}
