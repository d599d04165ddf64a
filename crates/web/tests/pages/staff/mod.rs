//! The rooms of people at work, a file each: what their pages say, what each form does, and what it says when it is refused. Here is
//! the vocabulary of these tests.

mod admin;
mod anew;
mod cashier;
mod correct;
mod delegations;
mod ended;
mod explained;
mod figures;
mod find;
mod floor;
mod flow;
mod handover;
mod intake;
mod petitions;
mod pickup;
mod plan;
mod post;
mod queue;
mod reports;
mod scans;
mod sign;
mod slips;
mod standing_in;
mod supplements;
mod together;
mod unclaimed;
mod walk;
mod work;

use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;
use domain::catalogue::Role;
use domain::dossier::{Phase, StepKind};
use domain::kernel::StreamId;

const RECORD: &str = "2.000488@bo-tu-phap";
const LAND: &str = "1.115778@quang-ninh";

/// The officer of counter 5 with somebody called: the page she sees.
async fn at_the_counter(house: &House) -> (Visitor, Answer) {
    house.centre.takes_ticket("land").await;
    house.centre.takes_ticket("land").await;
    let mut officer = house.signed_in("ha.lt").await;
    let choose = officer.get("/desk").await;
    assert!(choose.says("Mở quầy nào?"), "{}", choose.body);
    let opened = officer.send(&choose, "/desk/open", &[("counter", "05")]).await;
    assert_eq!(opened.to(), "/desk", "{}", opened.body);
    let desk = officer.get("/desk").await;
    let called = officer.send(&desk, "/desk/call", &[]).await;
    assert_eq!(called.to(), "/desk");
    let desk = officer.get("/desk").await;
    assert!(desk.says("D-001"), "{}", desk.body);
    (officer, desk)
}

/// The applicant of these tests.
const APPLICANT: [(&str, &str); 6] = [
    ("applicant_kind", "person"),
    ("applicant_name", "Vũ Thị Minh Châu"),
    ("applicant_id_number", "022 188 004 217"),
    ("applicant_phone", "0912 345 678"),
    ("applicant_address", "Tổ 5, phường Cao Xanh"),
    ("request", "Cấp phiếu số 1"),
];

fn declared<'a>(procedure: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let papers = ["paper-1", "paper-2", "paper-3", "paper-4", "paper-5", "paper-6"].map(|name| (name, "1"));
    let mut fields = APPLICANT.to_vec();
    fields.push(("procedure", procedure));
    fields.extend(papers);
    fields.extend_from_slice(more);
    fields
}

/// Receives a dossier at the counter by the page's own form.
async fn receives(officer: &mut Visitor, procedure: &str, more: &[(&str, &str)]) -> StreamId {
    let desk = officer.get("/desk").await;
    let fields = [declared(procedure, more), vec![("end", "receive")]].concat();
    let answer = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let id = answer.to().strip_prefix("/desk?done=").expect("back to the counter with the dossier");
    StreamId(id.parse().expect("a stream"))
}

/// Each step on the way is finished on the page of whoever has it.
async fn walks_to(house: &House, dossier: StreamId, kind: StepKind) {
    for _ in 0..12 {
        let state = house.centre.dossier(dossier).await;
        let turn = state.open_turn().expect("a step is under way").clone();
        if turn.kind == kind {
            return;
        }
        finishes_on_the_page(house, dossier).await;
    }
    panic!("the dossier never came to {}", kind.word());
}

/// On until the result is ready.
async fn walks_on(house: &House, dossier: StreamId) {
    for _ in 0..6 {
        if matches!(house.centre.dossier(dossier).await.phase, Phase::Ready { .. }) {
            return;
        }
        finishes_on_the_page(house, dossier).await;
    }
    panic!("the result was never ready");
}

async fn finishes_on_the_page(house: &House, dossier: StreamId) {
    let state = house.centre.dossier(dossier).await;
    let turn = state.open_turn().expect("a step is under way").clone();
    let actor = house.centre.whose_step(dossier).await;
    let mut person = house.signed_in(actor.person()).await;
    let page = person.get(&format!("/work?open={dossier}")).await;
    assert!(page.says(&state.code), "{} sees {}: {}", actor.person(), state.code, page.body);
    let path = format!("/work/{dossier}");
    let needs_draft = turn.kind == StepKind::Process
        && !state.plan.result_template.is_empty()
        && state.result.template.is_empty();
    if needs_draft {
        let drafted = person.send(&page, &format!("{path}/draft"), &[("text", "Không có án tích")]).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    }
    let page = person.get(&format!("/work?open={dossier}")).await;
    let next = state.plan.after(turn.step).map(|next| (next.unit.clone(), next.role.clone()));
    let next_person = match next {
        Some((unit, role)) if turn.kind == StepKind::Assign => {
            let role = Role::from_word(&role).expect("a role");
            house.centre.holder(&unit, role).person().to_owned()
        }
        _ => String::new(),
    };
    let answer = if turn.kind == StepKind::Number {
        person.send(&page, &format!("{path}/number"), &[]).await
    } else {
        person.send(&page, &format!("{path}/finish"), &[("next_person", &next_person)]).await
    };
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{:?} {}", turn.kind, answer.body);
}
