//! What was declared at the door goes after its days, without a trace, and the journal says how many it were.

use app::testing::{Centre, centres};
use app::{Actor, Clock, Command, Declaration};
use domain::kernel::StreamId;
use jobs::{Declarations, Gates, Job};
use store::Statement;

async fn set(centre: &Centre, name: &str, value: &str) {
    let store = centre.app.store();
    store.put_setting(centre.app.tenant(), name, value, "test", centre.app.now()).await.expect("kept");
    centre.app.reload().await.expect("read anew");
}

async fn declares(centre: &Centre, name: &str, sign: &str) -> StreamId {
    let answers = [("contact", "no"), ("travel", "no"), ("doses", "2"), ("signs", sign)];
    let answers = answers.map(|(question, answer)| (question.to_owned(), vec![answer.to_owned()])).into();
    let declaration =
        Declaration { name: name.to_owned(), phone: "0590000123".to_owned(), answers, ..Default::default() };
    let command = Command::Declare { hall: "H1".to_owned(), declaration: Box::new(declaration) };
    let token = centre.does(&Actor::Citizen, command).await.pass;
    centre.app.pass_by_token(&token).await.expect("read").expect("a pass").arrival
}

#[tokio::test]
async fn a_declaration_is_gone_from_the_files_after_its_days_and_the_journal_says_how_many() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, "door.H1.form", "health").await;
        set(&centre, "door.keep_days", "3").await;
        let first = declares(&centre, "Nguyễn Thị Mẫu", "cough").await;
        declares(&centre, "Trần Văn Thử", "throat").await;
        centre.it_is("2026-11-25T08:00");
        declares(&centre, "Lê Thị Khác", "taste").await;
        let traces = |word: &'static str| centre.test.files_holding(word);
        assert!(traces("Nguyễn Thị Mẫu").await > 0, "{}", centre.test.engine);
        let job = Declarations::new(centre.app.clone());
        assert_eq!(job.run_once().await.expect("looked"), 0, "nothing is over yet");
        centre.it_is("2026-11-28T01:59");
        assert_eq!(job.run_once().await.expect("looked"), 0, "kept for three whole days");
        assert_eq!(
            job.next().await.expect("read").map(|at| centre.local(at)).as_deref(),
            Some("2026-11-28T02:00:00")
        );
        centre.it_is("2026-11-28T02:00");
        assert_eq!(job.run_once().await.expect("removed"), 1);
        for word in ["Nguyễn Thị Mẫu", "Trần Văn Thử", "cough", "throat"] {
            // Answers are words of the form as well: what is looked for is the answer as it was kept.
            let word = if word.is_ascii() { format!(r#""signs":["{word}"]"#) } else { word.to_owned() };
            assert_eq!(centre.test.files_holding(&word).await, 0, "{} {word}", centre.test.engine);
        }
        assert!(traces("Lê Thị Khác").await > 0, "one day more");
        let director = centre.staff("anh.hh");
        assert_eq!(centre.app.read_declaration(&director, first, "contact").await.expect("asked"), None);
        let gate = domain::gate::stream_of("H1", 20_261_124);
        let events = centre.app.store().events(centre.app.tenant(), gate).await.expect("read");
        let said: Vec<_> =
            events.iter().map(|event| String::from_utf8_lossy(&event.body).into_owned()).collect();
        assert!(said.last().is_some_and(|said| said.contains(r#""count":2"#)), "{said:?}");
        assert_eq!(job.run_once().await.expect("nothing left"), 0);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_removal_that_was_not_said_before_the_power_went_is_said_afterwards() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, "door.H1.form", "health").await;
        declares(&centre, "Nguyễn Thị Mẫu", "cough").await;
        centre.it_is("2026-12-24T08:00");
        assert_eq!(centre.app.remove_declarations().await.expect("removed"), 1);
        let job = Declarations::new(centre.app.clone());
        assert_eq!(job.run_once().await.expect("said"), 1);
        assert_eq!(job.run_once().await.expect("nothing left"), 0);
    }
}

#[tokio::test]
async fn the_gates_job_gives_a_lapsed_place_to_the_next() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        set(&centre, "door.H1.form", "health").await;
        set(&centre, "door.H1.capacity", "1").await;
        let gate = Actor::Kiosk { hall: "H1".to_owned() };
        let mut passes = Vec::new();
        for name in ["Nguyễn Thị Một", "Trần Văn Hai", "Lê Thị Ba"] {
            passes.push(declares(&centre, name, "cough").await);
        }
        for arrival in &passes {
            let officer = centre.staff("ha.lt");
            centre.does(&officer, Command::ClearArrival { arrival: *arrival }).await;
            centre.clock.advance(60_000);
            centre.does(&gate, Command::PassGate { hall: "H1".to_owned(), arrival: *arrival }).await;
        }
        centre.clock.advance(60_000);
        centre.does(&gate, Command::PassGate { hall: "H1".to_owned(), arrival: passes[0] }).await;
        let job = Gates::new(centre.app.clone());
        assert!(!job.round().await.expect("looked"), "the place is kept");
        let lapses = job.next().await.expect("read").expect("somebody was called");
        centre.clock.set(lapses);
        assert!(job.round().await.expect("looked"));
        assert_eq!(centre.app.gate_now("H1").await.expect("read").labels(), ["Y003"]);
    }
}

#[tokio::test]
async fn whoever_reads_a_long_list_meanwhile_keeps_nothing_of_a_declaration_in_the_files() {
    const SOMETHING_ELSE: Statement =
        Statement::tenant("SOMETHING_ELSE", "SELECT ticket FROM ticket_row WHERE tenant = $1 AND token = $2");
    // A reader of SQLite ends within two seconds and the removal waits for it; on PostgreSQL it may go on for long.
    for centre in
        centres("H1", "2026-11-24T08:00").await.into_iter().filter(|one| one.test.engine == "postgres")
    {
        set(&centre, "door.H1.form", "health").await;
        declares(&centre, "Nguyễn Thị Mẫu", "cough").await;
        let (app, tenant) = (&centre.app, centre.app.tenant());
        let mut reader = app.store().read(tenant).await.expect("a reader");
        reader.query(&SOMETHING_ELSE, &[tenant.into(), "t".into()]).await.expect("read");
        centre.it_is("2026-12-24T08:00");
        assert_eq!(app.remove_declarations().await.expect("removed"), 1);
        assert_eq!(centre.test.files_holding("Nguyễn Thị Mẫu").await, 0);
        reader.end().await.expect("it ends");
    }
}
