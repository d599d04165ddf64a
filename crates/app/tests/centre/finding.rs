//! Finding a procedure, as the catalogue and what people come for change under it.

use app::testing::{Centre, centres};
use app::{Catalogued, Scope};
use domain::catalogue::Procedure;

async fn found(centre: &Centre, question: &str, scope: Scope<'_>) -> Vec<String> {
    let findings = centre.app.find_procedures(question, scope, 5).await.expect("found or not");
    findings.procedures().map(|one| one.code.clone()).collect()
}

fn kite() -> Procedure {
    let directory = app::shipped().expect("the shipped files are whole");
    let mut kite =
        directory.procedure("1.001193", "bo-tu-phap", "2026-11-25").expect("birth is shipped").clone();
    (kite.code, kite.name, kite.short_name) =
        ("9.000001".to_owned(), "Cấp phép thả diều".to_owned(), String::new());
    kite.synonyms.clear();
    kite
}

#[tokio::test]
async fn what_was_just_imported_is_found_and_a_renamed_one_by_its_new_name() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        assert_eq!(found(&centre, "tha dieu", Scope::Province).await, Vec::<String>::new());
        let mut kite = kite();
        let how = Catalogued { by: "system:import", decision: "test" };
        centre.app.put_procedures(&[kite.clone()], how).await.unwrap();
        assert_eq!(soon(&centre, "tha dieu", "9.000001").await, ["9.000001"]);
        kite.version = "2".to_owned();
        kite.name = "Cấp phép bay khinh khí cầu".to_owned();
        centre.app.put_procedures(&[kite], how).await.unwrap();
        assert_eq!(soon(&centre, "khinh khi cau", "9.000001").await, ["9.000001"]);
        assert_eq!(found(&centre, "tha dieu", Scope::Province).await, Vec::<String>::new());
    }
}

/// A slow machine may answer by the index before, which reads the question as other words it knows.
async fn soon(centre: &Centre, question: &str, code: &str) -> Vec<String> {
    for _ in 0..100 {
        let codes = found(centre, question, Scope::Province).await;
        if codes.iter().any(|found| found == code) {
            return codes;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    found(centre, question, Scope::Province).await
}

#[tokio::test]
async fn a_centre_finds_what_it_receives_and_the_province_everything_of_its_own() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let unit = centre.app.directory().hall("H1").expect("the hall is shipped").unit.clone();
        assert_eq!(found(&centre, "khai sinh", Scope::Province).await[0], "1.001193");
        let here = found(&centre, "khai sinh", Scope::Centre(&unit)).await;
        assert!(!here.contains(&"1.001193".to_owned()), "communes register births: {here:?}");
        let findings = centre.app.find_procedures("sang ten so do", Scope::Province, 9).await.unwrap();
        let land: Vec<&str> = findings.procedures().map(|one| one.publisher.as_str()).collect();
        assert!(land.contains(&"quang-ninh") && !land.contains(&"dong-thap"), "{land:?}");
    }
}

#[tokio::test]
async fn what_is_received_more_often_weighs_more_a_few_minutes_later() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.takes_ticket("land").await;
        centre.calls_next(&officer, "05").await;
        let score = |code: &'static str| {
            let centre = &centre;
            async move {
                let found =
                    centre.app.find_procedures("quyền sử dụng đất", Scope::Province, 30).await.unwrap();
                found.ranked().find(|(one, _)| one.code == code).map(|(_, score)| score).expect("it is found")
            }
        };
        let unused = score("1.115778").await;
        centre.receives(&officer, "05", centre.form("1.115778", "quang-ninh"), Some(50_000)).await;
        assert_eq!(score("1.115778").await, unused, "counts are taken every few minutes");
        centre.it_is("2026-11-25T08:30");
        assert!(score("1.115778").await > unused);
        centre.journal_is_clean().await;
    }
}
