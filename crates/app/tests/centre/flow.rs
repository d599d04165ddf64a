//! The ways of dossiers, read from rows and told as objects, on both engines.

use adapters::ocel::{Log, Value};
use app::Command;
use app::testing::{Centre, centres};
use domain::catalogue::Role;
use domain::dossier::StepKind;
use domain::kernel::StreamId;
use std::collections::BTreeSet;

const LAND: (&str, &str) = ("1.012783", "quang-ninh");

/// Two dossiers of one procedure, received one after the other.
async fn two_go_on(centre: &Centre) -> [StreamId; 2] {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let mut received = Vec::new();
    for _ in 0..2 {
        let form = centre.form(LAND.0, LAND.1);
        received.push(centre.receives(&officer, "05", form, Some(50_000)).await);
    }
    received.try_into().expect("two")
}

async fn finishes(centre: &Centre, dossier: StreamId) {
    let whose = centre.whose_step(dossier).await;
    let state = centre.dossier(dossier).await;
    let turn = state.open_turn().expect("a step is under way");
    // A head says who goes on.
    let next_person = match state.plan.after(turn.step) {
        Some(next) if turn.kind == StepKind::Assign => {
            let role = Role::from_word(&next.role).expect("a role");
            centre.holder(&next.unit, role).person().to_owned()
        }
        _ => String::new(),
    };
    let command = Command::FinishStep { dossier, next_person, note: "Ông An nộp thiếu".to_owned() };
    centre.does(&whose, command).await;
}

#[tokio::test]
async fn a_step_waits_while_its_person_is_at_the_one_before() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let [first, second] = two_go_on(&centre).await;
        let whose = centre.dossier(first).await.open_turn().expect("a step").clone();
        assert_eq!(
            centre.dossier(second).await.open_turn().expect("a step").person,
            whose.person,
            "one has both"
        );
        centre.it_is("2026-11-25T09:00");
        finishes(&centre, first).await;
        centre.it_is("2026-11-25T10:30");
        finishes(&centre, second).await;
        let app = &centre.app;
        let period = "2026-11".parse().expect("a month");
        let report = app.report_of("H49", period).expect("the province");
        let flow = app.flow_of(&report, LAND.0, LAND.1).await.unwrap();
        assert_eq!((flow.dossiers.len(), flow.all), (2, 2));
        assert_eq!(flow.dossiers[0].dossier, second, "the newest first");
        let mined = app.mine_flow(&flow);
        let step = &mined.activities[&whose.name];
        let (seen, by) = step
            .by
            .iter()
            .find(|((_, person), _)| *person == whose.person)
            .map(|(_, (seen, waits))| (seen, waits))
            .expect("that person did it");
        assert_eq!(seen.in_cases(), 2);
        // The first from its hand-over, the second from nine o'clock, when the first was finished; until then it waited.
        let hour = 3_600_000;
        assert_eq!(by.worked.most(), Some(hour + hour / 2), "half past ten since nine");
        assert!(by.waited.most().is_some_and(|waited| waited > 0 && waited <= hour), "{by:?}");
        let elsewhere = app.report_of("H49.13", period).expect("a department");
        assert_eq!(app.flow_of(&elsewhere, LAND.0, LAND.1).await.unwrap().all, 0, "not of that department");
        let other = app.flow_of(&report, "2.000488", "bo-tu-phap").await.unwrap();
        assert_eq!((other.dossiers.len(), other.all), (0, 0));
    }
}

fn ids(log: &Log, kind: &str) -> BTreeSet<String> {
    log.objects.iter().filter(|object| object.kind == kind).map(|object| object.id.clone()).collect()
}

#[tokio::test]
async fn what_leaves_as_objects_has_every_event_of_the_dossiers_and_nobodys_name() {
    let mut told = Vec::new();
    for centre in centres("H1", "2026-11-25T08:00").await {
        let [first, second] = two_go_on(&centre).await;
        finishes(&centre, first).await;
        let log = centre.app.object_log(None, None).await.unwrap();
        let codes: BTreeSet<String> = [
            format!("dossier:{}", centre.dossier(first).await.code),
            format!("dossier:{}", centre.dossier(second).await.code),
        ]
        .into();
        assert_eq!(ids(&log, "dossier"), codes);
        let mut events = 0;
        for dossier in [first, second] {
            events += centre.app.history(dossier).await.unwrap().len();
        }
        let of_dossiers = log.events.iter().filter(|event| event.kind != "VisitStarted").count();
        assert_eq!(of_dossiers, events, "each event of their lives is there once");
        let known: BTreeSet<&str> = log.objects.iter().map(|object| object.id.as_str()).collect();
        let related = log.events.iter().flat_map(|event| &event.objects);
        let of_objects = log.objects.iter().flat_map(|object| &object.objects);
        for relation in related.chain(of_objects) {
            assert!(known.contains(relation.object.as_str()), "{} is no object", relation.object);
        }
        assert_eq!(known.len(), log.objects.len(), "ids are unlike each other");
        let finished = log.events.iter().find(|event| event.kind == "StepFinished").expect("finished");
        assert!(finished.attributes.iter().any(|(name, _)| *name == "used_ms"), "{finished:?}");
        let mut out = Vec::new();
        adapters::ocel::write(&mut out, &log).unwrap();
        let text = String::from_utf8(out).unwrap();
        for private in ["Ông An nộp thiếu", "Nguyễn Thị Mẫu", "ha.lt", "Lê Thu Hà"] {
            assert!(!text.contains(private), "{private} left the house");
        }
        let none = centre.app.object_log(None, Some(0)).await.unwrap();
        assert_eq!(none, Log::default());
        told.push(log);
    }
    assert!(told.windows(2).all(|two| two[0] == two[1]), "both engines tell the same");
    let due = told[0].objects.iter().find(|object| object.kind == "dossier").map(|dossier| {
        dossier
            .attributes
            .iter()
            .filter(|(name, value, _)| *name == "due_at" && matches!(value, Value::Instant(_)))
            .count()
    });
    assert_eq!(due, Some(1));
}
