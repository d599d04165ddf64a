//! The pages on a small centre of their own, for looking at them: `cargo run -p web --example preview`.
//!
//! A temporary store, the shipped province, one morning in the hall and five dossiers: under way, late, waiting for papers,
//! outside the limit, ready. The clock stands still, so that two pictures of a page can be compared. Prints the addresses worth opening.

use app::Command;
use app::testing::Centre;
use domain::dossier::{Item, Phase};
use domain::kernel::StreamId;
use std::net::SocketAddr;
use store::testing::TestStore;
use store::{Nonces, Options};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

#[tokio::main]
async fn main() {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8480_u16);
    let test = TestStore::sqlite(Options { nonces: Nonces::seeded(1), ..Options::default() }).await;
    let centre = Centre::on(test, "H1", "2026-11-16T07:40").await;
    let dossiers = some_dossiers(&centre).await;
    a_morning(&centre).await;
    let web = web::Web::open(centre.app.clone(), web::Options { demo: true, ..web::Options::default() })
        .await
        .expect("the pages open");
    web::session::put_account(&centre.app, "ha.lt", "ha.lt", &web::session::hash_password("mot cua"))
        .await
        .expect("an account can be kept");
    let listen = SocketAddr::from(([127, 0, 0, 1], port));
    let socket = tokio::net::TcpListener::bind(listen).await.expect("the port is free");
    for (name, dossier) in dossiers {
        let state = centre.dossier(dossier).await;
        println!("{name} http://{listen}/d/{} {}", state.intake.token, state.code);
    }
    for waiting in centre.app.waiting("H1").await.expect("the hall can be read").iter().take(2) {
        let ticket = centre.app.ticket(waiting.ticket).await.expect("readable").expect("a ticket that waits");
        println!("ticket http://{listen}/t/{}", ticket.token);
    }
    println!("ready http://{listen}/");
    let pages = web::router(&web).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(socket, pages).await.expect("the pages are served until the process ends");
}

/// Dossiers of last week, in five states.
async fn some_dossiers(centre: &Centre) -> Vec<(&'static str, StreamId)> {
    let officer = centre.staff("ha.lt");
    centre.it_is("2026-11-16T08:10");
    centre.opens_counter(&officer, "05").await;
    let form = || centre.form(LAND.0, LAND.1);
    let late = centre.receives(&officer, "05", form(), Some(50_000)).await;
    centre.it_is("2026-11-18T14:20");
    let ready = centre.receives(&officer, "05", centre.form("2.000488", "bo-tu-phap"), None).await;
    centre.it_is("2026-11-20T09:05");
    let waiting = centre.receives(&officer, "05", form(), Some(50_000)).await;
    centre.it_is("2026-11-23T15:40");
    let under_way = centre.receives(&officer, "05", form(), Some(50_000)).await;
    centre.it_is("2026-11-23T16:10");
    let outside = centre.receives(&officer, "05", form(), Some(50_000)).await;
    finishes(centre, outside, 1).await;
    let items = vec![Item {
        paper: 3,
        name: "Hợp đồng chuyển quyền".to_owned(),
        reason: "Bản nộp thiếu trang có lời chứng của công chứng viên".to_owned(),
    }];
    let specialist = centre.whose_step(waiting).await;
    centre.does(&specialist, Command::RequestSupplement { dossier: waiting, items }).await;
    finishes(centre, ready, 20).await;
    vec![
        ("late", late),
        ("ready", ready),
        ("waiting", waiting),
        ("under-way", under_way),
        ("outside", outside),
    ]
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
            domain::dossier::StepKind::Approve => Command::Approve { dossier },
            domain::dossier::StepKind::Number => Command::NumberResult { dossier },
            domain::dossier::StepKind::Process if !drafted => {
                Command::DraftResult { dossier, text: "Đồng ý theo đề nghị".to_owned() }
            }
            domain::dossier::StepKind::Assign => {
                let next = state.plan.after(turn.step).expect("somebody is assigned for a step");
                let role = domain::catalogue::Role::from_word(&next.role).expect("a role");
                let next_person = centre.holder(&next.unit, role).person().to_owned();
                Command::FinishStep { dossier, note: String::new(), next_person }
            }
            _ => Command::FinishStep { dossier, note: String::new(), next_person: String::new() },
        };
        centre.does(&actor, command).await;
    }
}

/// People come, some are served, some wait, three are called.
async fn a_morning(centre: &Centre) {
    let hall = centre.hall.clone();
    let officers = [("thuy.tc", "01"), ("dang.hh", "03"), ("vy.td", "06"), ("trang.bx", "07")];
    let fields = ["justice", "business", "land", "construction"];
    centre.it_is("2026-11-25T07:35");
    for (officer, counter) in officers {
        let officer = centre.staff(officer);
        centre.opens_counter(&officer, counter).await;
    }
    for round in 0..7 {
        centre.it_is(&format!("2026-11-25T07:{:02}", 40 + round));
        for field in fields {
            centre.takes_ticket(field).await;
        }
    }
    for (minute, (officer, counter)) in (50..).step_by(2).zip(officers) {
        let officer = centre.staff(officer);
        let place = || (hall.clone(), counter.to_owned());
        centre.it_is(&format!("2026-11-25T07:{minute}"));
        for (start, finish) in [("08:00", "08:09"), ("08:11", "08:19")] {
            let (hall, counter) = place();
            centre.does(&officer, Command::CallNext { hall, counter }).await;
            centre.it_is(&format!("2026-11-25T{start}"));
            let (hall, counter) = place();
            centre.does(&officer, Command::StartVisit { hall, counter }).await;
            centre.it_is(&format!("2026-11-25T{finish}"));
            let (hall, counter) = place();
            centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        }
        let (hall, counter) = place();
        centre.does(&officer, Command::CallNext { hall, counter }).await;
    }
    let officer = centre.staff("thuy.tc");
    centre.it_is("2026-11-25T09:30");
    centre.does(&officer, Command::StartVisit { hall: hall.clone(), counter: "01".to_owned() }).await;
    centre.it_is("2026-11-25T09:36");
}
