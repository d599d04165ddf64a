//! Where people leave no trace: addresses and the log. Readings leave one where they must.

use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;
use domain::catalogue::Role;
use domain::kernel::StreamId;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use store::AccessAbout;

/// Everything that is logged, in memory.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A person of this test alone, so that other tests of this process cannot be heard instead.
const NAME: &str = "Đặng Thùy Quỳnh Như";
const PHONE: &str = "0977000113";
const ID: &str = "022199000113";

/// What would give her away: as written, folded, grouped, or encoded for an address.
fn traces() -> Vec<String> {
    let encoded = |text: &str, space: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b' ' => space.to_owned(),
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let folded = domain::catalogue::fold(NAME);
    let mut traces = vec![NAME.to_owned(), folded.clone(), PHONE.to_owned(), ID.to_owned()];
    traces.extend(["0977 000 113", "022 199 000 113", "0977%20000", "0977+000"].map(str::to_owned));
    for text in [NAME, &folded] {
        traces.extend([encoded(text, "+"), encoded(text, "%20")]);
    }
    traces
}

/// Every address an answer names: links, forms, sources, live parts, redirects.
fn addresses(answer: &Answer) -> Vec<String> {
    let mut found = vec![answer.to().to_owned()];
    for mark in [
        "href=\"",
        "src=\"",
        "action=\"",
        "formaction=\"",
        "data-src=\"",
        "hx-get=\"",
        "hx-post=\"",
        "data-live=\"",
    ] {
        found.extend(
            answer.body.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
    }
    found
}

struct Walk {
    visitor: Visitor,
    seen: Vec<String>,
}

impl Walk {
    async fn get(&mut self, path: &str) -> Answer {
        let answer = self.visitor.get(path).await;
        self.seen.push(path.to_owned());
        self.seen.extend(addresses(&answer));
        answer
    }

    async fn send(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.visitor.send(page, path, fields).await;
        self.seen.push(path.to_owned());
        self.seen.extend(addresses(&answer));
        answer
    }
}

/// The walk of a dossier with her in it: looked up, declared, refused once, received, searched for, worked on, tracked.
async fn walked(house: &House) -> (Vec<String>, StreamId) {
    let mut officer = Walk { visitor: house.signed_in("ha.lt").await, seen: Vec::new() };
    let page = officer.get("/desk").await;
    officer.send(&page, "/desk/open", &[("counter", "05")]).await;
    let page = officer.get("/desk").await;
    let mut fields = vec![
        ("applicant_kind", "person"),
        ("applicant_name", NAME),
        ("applicant_id_number", ID),
        ("applicant_phone", PHONE),
        ("applicant_address", "Tổ 5, phường Cao Xanh"),
        ("request", "Cấp phiếu"),
        ("procedure", "2.000488@bo-tu-phap"),
    ];
    officer.send(&page, "/desk/people", &fields).await;
    officer.send(&page, "/desk/intake", &[fields.clone(), vec![("end", "receive")]].concat()).await;
    fields.extend(["paper-1", "paper-2", "paper-3", "paper-4", "paper-5", "paper-6"].map(|name| (name, "1")));
    fields.extend([("pay", "later"), ("end", "receive")]);
    let page = officer.get("/desk").await;
    let answer = officer.send(&page, "/desk/intake", &fields).await;
    let dossier = answer.to().strip_prefix("/desk?done=").unwrap_or_else(|| panic!("{}", answer.body));
    let dossier = StreamId(dossier.parse().expect("a stream"));
    let token = house.centre.dossier(dossier).await.intake.token;
    officer.get(answer.to()).await;
    for typed in [NAME, PHONE, ID] {
        let page = officer.get("/find").await;
        assert!(officer.send(&page, "/find", &[("q", typed)]).await.says(NAME));
    }
    for path in ["/desk", "/desk/returns", "/desk/supplements", "/find"] {
        officer.get(path).await;
    }
    for path in ["", "/slip.pdf"] {
        officer.get(&format!("/dossiers/{dossier}{path}")).await;
    }
    let worker = house.centre.whose_step(dossier).await.person().to_owned();
    let mut worker = Walk { visitor: house.signed_in(&worker).await, seen: Vec::new() };
    assert!(worker.get(&format!("/work?open={dossier}")).await.says(NAME));
    let mut citizen = Walk { visitor: house.visitor(), seen: Vec::new() };
    assert!(citizen.get(&format!("/d/{token}")).await.says(NAME));
    citizen.get(&format!("/d/{token}/slip.pdf")).await;
    ([officer.seen, worker.seen, citizen.seen].concat(), dossier)
}

/// The same person, received and looked up by another system, which is also wrong about her once.
async fn by_machine(house: &House) -> Vec<String> {
    let token = house.token(Role::Receiver, "H49.80").await;
    let papers: Vec<_> = (1..=3).map(|item| json!({ "item": item })).collect();
    let applicant = json!({"name": NAME, "phone": PHONE, "id_number": ID});
    let body = json!({
        "command_id": "she-is-received", "procedure": "1.115778", "applicant": applicant, "papers": papers,
    });
    let received = house.machine(&token, "/api/v1/dossiers", Some(&body)).await;
    assert_eq!(received.status, StatusCode::CREATED, "{}", received.body);
    assert!(house.machine(&token, received.to(), None).await.says(NAME));
    for wrong in [json!({NAME: PHONE}), json!({"command_id": NAME, "procedure": ID, "applicant": applicant})]
    {
        let answer = house.machine(&token, "/api/v1/dossiers", Some(&wrong)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
    }
    vec![received.to().to_owned()]
}

#[tokio::test]
async fn no_address_and_no_line_of_the_log_tells_who_it_is_about() {
    let heard = Heard::default();
    let writer = heard.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let house = House::open().await;
    let (mut seen, _) = walked(&house).await;
    seen.extend(by_machine(&house).await);
    assert!(seen.len() > 200, "{} addresses were looked at", seen.len());
    let log = String::from_utf8_lossy(&heard.0.lock().expect("not poisoned")).into_owned();
    assert!(log.contains("answered"), "the log was heard");
    for trace in traces() {
        let told = seen.iter().find(|address| address.to_lowercase().contains(&trace.to_lowercase()));
        assert_eq!(told, None, "an address says {trace}");
        let line = log.lines().find(|line| line.to_lowercase().contains(&trace.to_lowercase()));
        assert_eq!(line, None, "the log says {trace}");
    }
}

#[tokio::test]
async fn whoever_read_about_her_stands_in_the_journal_of_readings() {
    let house = House::open().await;
    let (_, dossier) = walked(&house).await;
    let app = &house.centre.app;
    let store = app.store();
    let worker = house.centre.whose_step(dossier).await;
    let about = store.list_access_about(app.tenant(), AccessAbout::Dossier(dossier), 50).await.expect("read");
    let by = |actor: &str, action: &str| {
        about.iter().any(|entry| {
            entry.opened.actor == actor
                && entry.opened.action == action
                && entry.completed_at.is_some()
                && entry.outcome == "shown"
        })
    };
    assert!(by("person:ha.lt", "dossier_opened") && by("person:ha.lt", "paper_made"), "{about:?}");
    assert!(by(&worker.word(), "dossier_opened"), "{about:?}");
    let all = store.list_access(app.tenant(), (0, 0), 500).await.expect("read");
    for (action, kind) in [
        ("applicant_looked_up", AccessAbout::Search),
        ("person_searched", AccessAbout::Search),
        ("work_listed", AccessAbout::List),
        ("results_listed", AccessAbout::List),
        ("supplements_listed", AccessAbout::List),
        ("drafts_listed", AccessAbout::List),
    ] {
        assert!(
            all.iter().any(|entry| entry.opened.action == action && entry.opened.about == kind),
            "{action}"
        );
    }
    let person = |actor: &str| actor.starts_with("person:");
    assert!(all.iter().all(|entry| person(&entry.opened.actor)), "one's own page is not journalled: {all:?}");
    assert!(
        store.list_access_open(app.tenant(), i64::MAX, 5).await.expect("read").is_empty(),
        "all completed"
    );

    let mut inspector = house.signed_in("thuong.vt").await;
    let page = inspector.get(&format!("/dossiers/{dossier}")).await;
    assert!(page.says("in giấy tờ") && page.says("mở hồ sơ") && page.says("Lê Thu Hà"), "{}", page.body);
}

#[tokio::test]
async fn a_list_that_keeps_up_by_itself_is_no_reading_of_the_dossier_beside_it() {
    let house = House::open().await;
    let (_, dossier) = walked(&house).await;
    let app = &house.centre.app;
    let about = async || {
        let about = AccessAbout::Dossier(dossier);
        app.store().list_access_about(app.tenant(), about, 50).await.expect("read").len()
    };
    let worker = house.centre.whose_step(dossier).await.person().to_owned();
    let mut worker = house.signed_in(&worker).await;
    let before = about().await;
    let list = worker.get_with(&format!("/work?open={dossier}"), &[("x-fragment", "1")]).await;
    assert!(list.says(NAME) && list.says("data-turns=\""), "the list is there: {}", list.body);
    assert!(!list.says("class=\"sheet\""), "the dossier is not");
    assert_eq!(about().await, before);
    assert!(worker.get(&format!("/work?open={dossier}")).await.says("class=\"sheet\""));
    assert_eq!(about().await, before + 1, "a person who opens it stands there");
}
