//! Who gets where, over every route there is: by role, by whose dossier it is, and by the proof a form carries.

use crate::visitor::{Answer, House, Visitor};
use app::{Actor, Command};
use axum::http::{Method, StatusCode};
use domain::catalogue::{Position, Role};
use domain::kernel::StreamId;
use policy::{Action, Resource};
use serde_json::json;
use std::fmt::Write;
use web::{Access, Route};

/// A path with something in place of its parameters.
fn filled(path: &str, known: &[(&str, &str)]) -> String {
    let always = [
        ("{hall}", "H1"),
        ("{area}", "land"),
        ("{field}", "land"),
        ("{key}", "1.115778@dong-thap"),
        ("{*name}", "tokens.css"),
    ];
    let all = known.iter().chain(&always);
    let mut path = all.fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "0");
    }
    path
}

/// Somebody signed in by one click, and the proof of that session.
async fn signed_in_as(house: &House, position: &str) -> (Visitor, String) {
    let mut visitor = house.visitor();
    let page = visitor.get("/sign-in").await;
    let answer = visitor.send(&page, "/sign-in/demo", &[("position", position)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let proof = visitor.get("/account").await.hidden("csrf");
    (visitor, proof)
}

async fn asks(
    visitor: &mut Visitor,
    method: &Method,
    path: &str,
    proof: &str,
    fields: &[(&str, &str)],
) -> Answer {
    if *method == Method::GET {
        return visitor.get(path).await;
    }
    let mut form = vec![("csrf", proof), ("command_id", path)];
    form.extend_from_slice(fields);
    visitor.post(path, &[("sec-fetch-site", "same-origin")], &form).await
}

fn actor(held: &Position) -> Actor {
    Actor::Staff { person: held.person.clone(), position: held.code.clone(), unit: held.unit.clone() }
}

/// Everybody who holds that role today.
fn holders(house: &House, role: Role) -> Vec<Position> {
    let app = &house.centre.app;
    let directory = app.directory();
    let on = directory.date(app.now());
    directory.catalogue().positions_on(&on).filter(|held| held.role == role).cloned().collect()
}

/// The table is read by whoever changes it: a route that is declared with a wrong permission changes a line.
#[tokio::test]
async fn every_route_lets_in_these_and_nobody_else() {
    let house = House::open().await;
    let mut people: Vec<(&str, Visitor, String)> = Vec::new();
    let mut machines: Vec<(&str, String)> = Vec::new();
    for role in Role::ALL {
        let held = holders(&house, role).into_iter().next().unwrap_or_else(|| panic!("a {}", role.word()));
        let (visitor, proof) = signed_in_as(&house, &held.code).await;
        people.push((role.word(), visitor, proof));
        machines.push((role.word(), house.token(role, &held.unit).await));
    }
    for (name, page) in [("citizen", "/sign-in"), ("kiosk", "/kiosk/H1/field/land")] {
        let mut visitor = house.visitor();
        let proof = visitor.get(page).await.hidden("csrf");
        people.push((name, visitor, proof));
    }
    let mut table = String::new();
    // Whoever signed out is nobody any more, so that comes last.
    let (last, routes): (Vec<Route>, Vec<Route>) =
        web::routes().into_iter().partition(|route| route.path == "/sign-out");
    // The live line never ends; who hears what is another test's.
    for route in routes.iter().chain(&last).filter(|route| route.path != "/events") {
        let path = filled(route.path, &[]);
        let mut inside = Vec::new();
        if let Access::Machine(_) = route.access {
            for (name, token) in &machines {
                let body = (route.method == Method::POST).then(|| json!({}));
                let answer = house.machine(token, &path, body.as_ref()).await;
                assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{name} at {route:?}");
                if !matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED) {
                    inside.push(*name);
                }
            }
            writeln!(table, "{:4} {:40} machine: {}", route.method.as_str(), route.path, inside.join(" "))
                .expect("memory");
            continue;
        }
        for (name, visitor, proof) in &mut people {
            let answer = asks(visitor, &route.method, &path, proof, &[]).await;
            let outside = answer.status == StatusCode::FORBIDDEN || answer.to().starts_with("/sign-in?next=");
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{name} at {route:?}");
            if !outside {
                inside.push(*name);
            }
        }
        let who = if inside.len() == people.len() {
            "everybody".to_owned()
        } else if inside.len() == Role::ALL.len() {
            "everybody signed in".to_owned()
        } else {
            inside.join(" ")
        };
        writeln!(table, "{:4} {:40} {who}", route.method.as_str(), route.path).expect("memory");
    }
    insta::assert_snapshot!(table);
}

/// A dossier at the land department, received at the provincial centre, with a payment.
async fn a_dossier(house: &House) -> (StreamId, StreamId) {
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let dossier = house.centre.receives(&officer, "05", form, Some(50_000)).await;
    let payments = house.centre.app.payment_lines(dossier).await.expect("readable");
    (dossier, payments.first().expect("a payment").payment)
}

/// Sits down at the first counter of the own hall, where there is one: a missing counter must not be what stops anybody.
async fn sits_down(house: &House, actor: &Actor) {
    let app = &house.centre.app;
    let directory = app.directory();
    let Some(hall) = directory.hall_of_unit(actor.unit(), app.now()) else { return };
    let Some(counter) = directory.catalogue().counters_of(&hall.code).first().map(|one| one.code.clone())
    else {
        return;
    };
    // Somebody may sit there, or this role may not: then the pages say so themselves.
    drop(house.centre.ask(actor, Command::OpenCounter { hall: hall.code.clone(), counter }).await);
}

const SECRETS: [&str; 5] =
    ["Nguyễn Thị Mẫu", "0912345678", "0912 345 678", "022188004217", "022 188 004 217"];

#[tokio::test]
async fn nobody_reads_or_moves_a_dossier_of_another_unit() {
    let house = House::open().await;
    let (dossier, payment) = a_dossier(&house).await;
    let app = &house.centre.app;
    let (id, paid) = (dossier.to_string(), payment.to_string());
    let state = house.centre.dossier(dossier).await;
    let fields = [
        ("dossier", id.as_str()),
        ("q", state.code.as_str()),
        ("code", state.code.as_str()),
        ("reason", "Thử"),
        ("note", "Thử"),
        ("text", "Thử"),
        ("outcome", "done"),
        ("to", "applicant"),
        ("identified_by", "id_card"),
        ("item", "1"),
        ("item-1", "1"),
        ("reason-1", "Thử"),
        ("paper-1", "1"),
        ("what", "phone"),
        ("applicant_phone", "0900000000"),
        ("person", "ha.lt"),
    ];
    let known = [("{dossier}", id.as_str()), ("{payment}", paid.as_str()), ("{paper}", "slip.pdf")];
    let mut addresses: Vec<(Method, String)> = web::routes()
        .iter()
        .filter(|route| {
            matches!(route.access, Access::Staff(_) | Access::SignedIn) && route.path != "/sign-out"
        })
        .map(|route| (route.method.clone(), filled(route.path, &known)))
        .collect();
    let opened = [
        "/work?open=",
        "/work?tab=unit&open=",
        "/sign?open=",
        "/desk?done=",
        "/desk/returns?open=",
        "/desk/supplements?open=",
    ];
    addresses.extend(opened.iter().map(|path| (Method::GET, format!("{path}{id}"))));
    let mut tried = 0;
    for role in Role::ALL {
        let strange = |held: &Position| {
            held.unit != state.plan.receiving_unit
                && app.permit(&actor(held), Action::SeeDossier, &app.dossier_resource(&state)).is_err()
        };
        let Some(held) = holders(&house, role).into_iter().find(strange) else { continue };
        tried += 1;
        sits_down(&house, &actor(&held)).await;
        let (mut visitor, proof) = signed_in_as(&house, &held.code).await;
        for (method, path) in &addresses {
            let answer = asks(&mut visitor, method, path, &proof, &fields).await;
            let who = format!("{} ({}) at {method} {path}", role.word(), held.unit);
            for secret in SECRETS {
                assert!(!answer.says(secret), "{who} reads {secret}");
            }
            assert!(!answer.bytes.starts_with(b"%PDF"), "{who} prints a paper");
            let now = house.centre.dossier(dossier).await;
            assert_eq!(now, state, "{who} moved it");
        }
    }
    assert!(tried >= 8, "{tried} roles are held by somebody of another unit");

    // The same form in the right hands does something, so it was the check that stopped the others.
    let rightful = house.centre.whose_step(dossier).await;
    let (mut visitor, proof) = signed_in_as(&house, rightful.position()).await;
    let page = visitor.get(&format!("/work?open={id}")).await;
    assert!(page.says("Nguyễn Thị Mẫu"), "{}", page.body);
    let cashier = house.centre.holder("H49.80", Role::Cashier);
    let (mut cashier, _) = signed_in_as(&house, cashier.position()).await;
    let receipt = cashier.get(&format!("/payments/{paid}/receipt.pdf")).await;
    assert!(receipt.bytes.starts_with(b"%PDF"), "{}", receipt.body);
    let printed = visitor.get(&format!("/dossiers/{id}/slip.pdf")).await;
    assert!(printed.bytes.starts_with(b"%PDF"), "{}", printed.body);
    asks(&mut visitor, &Method::POST, &format!("/work/{id}/finish"), &proof, &fields).await;
    assert_ne!(house.centre.dossier(dossier).await, state);
}

#[tokio::test]
async fn a_form_without_its_own_proof_does_nothing() {
    let house = House::open().await;
    let app = &house.centre.app;
    let (_, another) = signed_in_as(&house, house.centre.staff("ha.lt").position()).await;
    let nobody = house.visitor().get("/sign-in").await.hidden("csrf");
    let forms = |route: &Route| route.method == Method::POST && !matches!(route.access, Access::Machine(_));
    for route in web::routes().into_iter().filter(forms) {
        let let_in = |held: &Position| match route.access {
            Access::Staff(action) => app.permit(&actor(held), action, &Resource::page(&[])).is_ok(),
            _ => true,
        };
        let held = Role::ALL
            .into_iter()
            .flat_map(|role| holders(&house, role))
            .filter(|held| held.person != "ha.lt");
        let held = held.into_iter().find(let_in).unwrap_or_else(|| panic!("nobody may use {route:?}"));
        let (mut visitor, own) = signed_in_as(&house, &held.code).await;
        let path = filled(route.path, &[]);
        let before = app.store().head(app.tenant()).await.expect("readable").seq;
        let none = visitor.post(&path, &[], &[("command_id", "a")]).await;
        let foreign = visitor.post(&path, &[], &[("csrf", &another), ("command_id", "b")]).await;
        let visitors = visitor.post(&path, &[], &[("csrf", &nobody), ("command_id", "c")]).await;
        let from_afar = visitor
            .post(&path, &[("sec-fetch-site", "cross-site")], &[("csrf", &own), ("command_id", "d")])
            .await;
        for (what, answer) in [
            ("none", none),
            ("of another", foreign),
            ("of nobody", visitors),
            ("from another site", from_afar),
        ] {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{route:?} with a proof {what}");
        }
        assert_eq!(app.store().head(app.tenant()).await.expect("readable").seq, before, "{route:?}");
    }
}
