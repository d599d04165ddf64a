//! The rooms of people at work, for looking at them: `cargo run -p web --example staff`.
//!
//! A temporary store, the shipped province, a week of dossiers in every state and one morning in the hall. The clock stands
//! still, so that two pictures of a page can be compared. Each person has a port of their own and is signed in there.

use app::Command;
use app::testing::Centre;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use domain::catalogue::Role;
use domain::dossier::{Item, Phase, StepKind};
use domain::kernel::StreamId;
use std::net::SocketAddr;
use store::testing::TestStore;
use store::{Nonces, Options};
use tower::ServiceExt;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const RECORD: (&str, &str) = ("2.000488", "bo-tu-phap");

#[tokio::main]
async fn main() {
    let test = TestStore::sqlite(Options { nonces: Nonces::seeded(1), ..Options::default() }).await;
    let centre = Centre::on(test, "H1", "2026-11-16T07:40").await;
    let options = web::Options { demo: true, ..web::Options::default() };
    let web = web::Web::open(centre.app.clone(), options).await.expect("the pages open");
    let router = web::router(&web);
    a_week(&centre).await;
    a_morning(&centre).await;
    let people = people(&centre);
    for (port, person) in (8501..).zip(people) {
        let cookies = signed_in(&router, &centre, &person).await;
        let pages = router.clone().layer(middleware::from_fn(move |request, next| {
            let cookies = cookies.clone();
            async move { with_cookies(request, next, &cookies).await }
        }));
        let listen = SocketAddr::from(([127, 0, 0, 1], port));
        let socket = tokio::net::TcpListener::bind(listen).await.expect("the port is free");
        let directory = centre.app.directory();
        let position = directory.position_of(&person, centre.app.now()).unwrap_or_default();
        println!("http://{listen} {} {}", directory.person_name(&person), directory.title(&position));
        let service = pages.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(socket, service).await });
    }
    println!("ready");
    std::future::pending::<()>().await;
}

/// One of each role that meets a dossier; the officers of the land registration office, where most of them lie.
fn people(centre: &Centre) -> Vec<String> {
    let office = &centre.app.directory();
    let handling_of = |key: (&str, &str)| {
        office
            .catalogue()
            .procedures_on(&office.date(centre.app.now()))
            .find(|procedure| procedure.key() == format!("{}@{}", key.0, key.1))
            .map(|procedure| office.catalogue().handling_unit(procedure, "H49.80"))
            .unwrap_or_default()
    };
    let handling = handling_of(LAND);
    let of = |unit: &str, role| centre.holder(unit, role).person().to_owned();
    let agency = office.unit(&handling_of(RECORD)).map(|unit| unit.parent.clone()).unwrap_or_default();
    vec![
        "ha.lt".to_owned(),
        of(&handling, Role::Specialist),
        of(&handling, Role::Head),
        of(&agency, Role::Leader),
        of(&agency, Role::Clerk),
        of("H49.80", Role::CentreDirector),
        of("H49.80", Role::Cashier),
        of("H49", Role::Inspector),
        of("H49.80", Role::Admin),
        "chi.lh".to_owned(),
        of(&agency, Role::DeputyLeader),
    ]
}

/// Every request of a port is its person's.
async fn with_cookies(mut request: Request, next: Next, cookies: &str) -> axum::response::Response {
    let own = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let all = format!("{cookies}; {own}");
    request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&all).expect("plain cookies"));
    next.run(request).await
}

async fn signed_in(router: &Router, centre: &Centre, person: &str) -> String {
    let page = router.clone().oneshot(Request::get("/sign-in").body(Body::empty()).expect("a request")).await;
    let page = page.expect("the router answers");
    let visitor = cookies(page.headers());
    let body = to_bytes(page.into_body(), 1 << 20).await.expect("a page");
    let body = String::from_utf8_lossy(&body).into_owned();
    let csrf = body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let position = centre.app.directory().position_of(person, centre.app.now()).expect("a position");
    let form = format!("csrf={}&position={}", csrf.expect("a proof"), position.replace('/', "%2F"));
    let request = Request::post("/sign-in/demo")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, visitor.as_str())
        .body(Body::from(form))
        .expect("a request");
    let answer = router.clone().oneshot(request).await.expect("the router answers");
    let session = cookies(answer.headers());
    assert!(session.contains("motcua="), "{person}: {}", answer.status());
    session
}

fn cookies(headers: &axum::http::HeaderMap) -> String {
    let each = headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    each.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
}

/// Names that no real person is meant by.
const NAMES: [&str; 12] = [
    "Trịnh Văn Lực",
    "Ngô Thị Bích",
    "Đinh Quốc Việt",
    "Phan Thị Lụa",
    "Cao Xuân Trường",
    "Đỗ Văn Thuận",
    "Lưu Thị Ngân",
    "Mai Đức Anh",
    "Kiều Thanh Tùng",
    "Lục Văn Chiến",
    "Hứa Thị Yến",
    "Tạ Thị Hường",
];

async fn received(
    centre: &Centre,
    at: &str,
    procedure: (&str, &str),
    place: usize,
    cash: Option<i64>,
) -> StreamId {
    centre.it_is(at);
    let officer = centre.staff("ha.lt");
    let mut form = centre.form(procedure.0, procedure.1);
    if let app::PartyForm::New { data, .. } = &mut form.applicant {
        data.name = NAMES[place % NAMES.len()].to_owned();
        data.phone = format!("09123456{:02}", place + 10);
        data.id_number = format!("0221880042{:02}", place + 10);
    }
    centre.receives(&officer, "05", form, cash).await
}

/// Dossiers of last week, in every state.
async fn a_week(centre: &Centre) {
    centre.it_is("2026-11-16T07:40");
    centre.opens_counter(&centre.staff("ha.lt"), "05").await;
    let mut place = 0;
    for (day, minute) in
        [(16, 10), (16, 40), (17, 5), (18, 15), (19, 30), (20, 0), (20, 45), (23, 10), (23, 50), (24, 20)]
    {
        let dossier =
            received(centre, &format!("2026-11-{day}T08:{minute:02}"), LAND, place, Some(50_000)).await;
        centre.it_is(&format!("2026-11-{day}T10:{minute:02}"));
        if place != 9 {
            to_process(centre, dossier).await;
        }
        if place == 3 {
            let items = vec![Item {
                paper: 3,
                name: "Hợp đồng chuyển quyền".to_owned(),
                reason: "Bản nộp thiếu trang có lời chứng của công chứng viên".to_owned(),
            }];
            let specialist = centre.whose_step(dossier).await;
            centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
        }
        place += 1;
    }
    for (day, until) in [
        (17, None),
        (18, None),
        (19, Some(StepKind::Number)),
        (20, Some(StepKind::Approve)),
        (23, Some(StepKind::Approve)),
        (24, Some(StepKind::Approve)),
    ] {
        let dossier = received(centre, &format!("2026-11-{day}T14:20"), RECORD, place, None).await;
        centre.it_is(&format!("2026-11-{day}T16:20"));
        for _ in 0..20 {
            let state = centre.dossier(dossier).await;
            if until.is_some() && state.open_turn().map(|turn| turn.kind) == until {
                break;
            }
            finishes(centre, dossier, 1).await;
        }
        place += 1;
    }
    received(centre, "2026-11-24T15:30", LAND, place, None).await;
    centre.it_is("2026-11-24T16:55");
    let (hall, counter) = (centre.hall.clone(), "05".to_owned());
    let officer = centre.staff("ha.lt");
    centre.does(&officer, Command::FinishVisit { hall: hall.clone(), counter: counter.clone() }).await;
    centre.does(&officer, Command::CloseCounter { hall, counter }).await;
}

/// On to the step in which it is examined.
async fn to_process(centre: &Centre, dossier: StreamId) {
    for _ in 0..4 {
        if centre.dossier(dossier).await.open_turn().is_some_and(|turn| turn.kind == StepKind::Process) {
            return;
        }
        finishes(centre, dossier, 1).await;
    }
}

/// Whoever has the step finishes it, so many times or until the result is ready.
async fn finishes(centre: &Centre, dossier: StreamId, times: usize) {
    for _ in 0..times {
        let state = centre.dossier(dossier).await;
        if matches!(state.phase, Phase::Ready { .. }) {
            return;
        }
        let turn = state.open_turn().expect("a step is under way").clone();
        let actor = centre.whose_step(dossier).await;
        let drafted = !state.result.template.is_empty() || state.plan.result_template.is_empty();
        let command = match turn.kind {
            StepKind::Approve => Command::Approve { dossier },
            StepKind::Number => Command::NumberResult { dossier },
            StepKind::Process if !drafted => {
                let text = "Đồng ý theo đề nghị của ông bà.\n\nSở giao Văn phòng thực hiện theo quy định."
                    .to_owned();
                centre.does(&actor, Command::DraftResult { dossier, text }).await;
                Command::FinishStep { dossier, note: String::new(), next_person: String::new() }
            }
            StepKind::Assign => {
                let next = state.plan.after(turn.step).expect("somebody is assigned for a step");
                let role = Role::from_word(&next.role).expect("a role");
                let next_person = centre.holder(&next.unit, role).person().to_owned();
                Command::FinishStep { dossier, note: String::new(), next_person }
            }
            _ => Command::FinishStep { dossier, note: String::new(), next_person: String::new() },
        };
        centre.does(&actor, command).await;
    }
}

/// People come, some are served, some wait, some are called.
async fn a_morning(centre: &Centre) {
    let hall = centre.hall.clone();
    let officers = [("thuy.tc", "01"), ("dang.hh", "03"), ("vy.td", "07"), ("ha.lt", "05")];
    let fields = ["justice", "business", "construction", "land"];
    centre.it_is("2026-11-25T07:35");
    for (officer, counter) in officers {
        centre.opens_counter(&centre.staff(officer), counter).await;
    }
    for round in 0..6 {
        centre.it_is(&format!("2026-11-25T07:{:02}", 36 + 4 * round));
        for field in fields {
            centre.takes_ticket(field).await;
        }
    }
    for (officer, counter) in officers {
        let officer = centre.staff(officer);
        let place = || (hall.clone(), counter.to_owned());
        for (start, finish) in [("07:44", "07:53"), ("07:55", "08:03")] {
            centre.it_is(&format!("2026-11-25T{start}"));
            let (hall, counter) = place();
            centre.does(&officer, Command::CallNext { hall, counter }).await;
            let (hall, counter) = place();
            centre.does(&officer, Command::StartVisit { hall, counter }).await;
            centre.it_is(&format!("2026-11-25T{finish}"));
            let (hall, counter) = place();
            centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        }
        let (hall, counter) = place();
        centre.does(&officer, Command::CallNext { hall, counter }).await;
    }
    let (hall, counter) = (hall.clone(), "01".to_owned());
    centre.does(&centre.staff("thuy.tc"), Command::StartVisit { hall, counter }).await;
    centre.it_is("2026-11-25T08:09");
}
