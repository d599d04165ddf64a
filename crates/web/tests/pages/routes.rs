//! Over every route there is: who is let in, what headers it carries, what a wrong address says.

use crate::visitor::House;
use axum::http::{Method, StatusCode};
use domain::catalogue::Role;
use policy::Resource;
use web::Access;

/// A path with something in place of its parameters.
fn filled(path: &str) -> String {
    let known = [
        ("{hall}", "H1"),
        ("{area}", "land"),
        ("{field}", "land"),
        ("{key}", "1.115778@dong-thap"),
        ("{*name}", "tokens.css"),
    ];
    let mut path = known.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    while let (Some(from), Some(to)) = (path.find('{'), path.find('}')) {
        path.replace_range(from..=to, "0");
    }
    path
}

#[tokio::test]
async fn nobody_gets_past_a_gate_that_needs_signing_in() {
    let house = House::open().await;
    for route in web::routes().iter().filter(|route| route.access.needs_sign_in()) {
        let mut visitor = house.visitor();
        let path = filled(route.path);
        let answer = if route.method == Method::GET {
            visitor.get(&path).await
        } else {
            visitor.post(&path, &[], &[]).await
        };
        assert!(answer.to().starts_with("/sign-in"), "{route:?} answered {}", answer.status);
    }
}

/// Each role against each staff route: the gate lets in exactly whom the policies let in.
#[tokio::test]
async fn every_role_is_let_in_where_the_policies_say_and_nowhere_else() {
    let house = House::open().await;
    let app = &house.centre.app;
    let on = app.directory().date(app.now());
    for role in Role::ALL {
        let directory = app.directory();
        let held = directory.catalogue().positions_on(&on).find(|held| held.role == role).cloned();
        let Some(held) = held else { panic!("nobody is {} in the shipped province", role.word()) };
        let mut visitor = house.visitor();
        let page = visitor.get("/sign-in").await;
        visitor.send(&page, "/sign-in/demo", &[("position", &held.code)]).await;
        let actor = app::Actor::Staff {
            person: held.person.clone(),
            position: held.code.clone(),
            unit: held.unit.clone(),
        };
        for route in web::routes() {
            let Access::Staff(action) = route.access else { continue };
            let allowed = app.permit(&actor, action, &Resource::page(&[])).is_ok();
            let path = filled(route.path);
            let answer = if route.method == Method::GET {
                visitor.get(&path).await
            } else {
                visitor.post(&path, &[], &[]).await
            };
            if !allowed {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} at {route:?}", role.word());
            } else if route.method == Method::GET {
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{} at {route:?}", role.word());
            } else {
                // Let in, and stopped at once: the form carries no proof.
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{} at {route:?}", role.word());
            }
        }
    }
}

#[tokio::test]
async fn every_form_without_a_proof_is_turned_away() {
    let house = House::open().await;
    let form = |route: &&web::Route| {
        route.method == Method::POST
            && !route.access.needs_sign_in()
            && !matches!(route.access, Access::Machine(_))
    };
    for route in web::routes().iter().filter(form) {
        let answer = house.visitor().post(&filled(route.path), &[], &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{route:?}");
        assert!(answer.says("<h1>"), "with a page that says what to do");
    }
}

#[tokio::test]
async fn no_route_is_declared_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for route in web::routes() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{route:?}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_people_safe() {
    let house = House::open().await;
    for path in ["/", "/kiosk/H1", "/display/H1", "/health/live", "/nothing-here", "/sign-in"] {
        let answer = house.visitor().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
    }
    let account = house.signed_in("ha.lt").await.get("/account").await;
    assert_eq!(account.header("cache-control"), "no-store", "a page about somebody is not kept");
    let secure = House::with(web::Options { secure: true, ..web::Options::default() }).await;
    let answer = secure.visitor().get("/sign-in").await;
    assert!(
        answer.header("set-cookie").contains("Secure")
            && !answer.header("strict-transport-security").is_empty()
    );
}

#[tokio::test]
async fn no_page_carries_code_or_style_of_its_own() {
    let house = House::open().await;
    for path in [
        "/",
        "/procedures/1.115778@dong-thap",
        "/track",
        "/kiosk/H1",
        "/kiosk/H1/search",
        "/display/H1",
        "/sign-in",
        "/styleguide",
    ] {
        let page = house.visitor().get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
            assert!(!page.says(forbidden), "{path} carries {forbidden}");
        }
        for script in page.body.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{path}");
        }
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_digest_and_are_small() {
    let house = House::open().await;
    let page = house.visitor().get("/").await;
    let address = page.body.split("href=\"").find(|part| part.contains("tokens.css")).unwrap();
    let address = address.split('"').next().unwrap();
    let sheet = house.visitor().get_with(address, &[("accept-encoding", "gzip")]).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.header("cache-control").contains("immutable"));
    assert_eq!(sheet.header("content-encoding"), "gzip");
    assert!(sheet.bytes.starts_with(&[0x1f, 0x8b]));
    let old = house.visitor().get("/assets/0123456789ab/tokens.css").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "public, max-age=60"));
    assert_eq!(house.visitor().get("/assets/x/../../Cargo.toml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_address_is_answered_in_the_readers_language() {
    let house = House::open().await;
    let page = house.visitor().get("/nothing-here").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.says("Không tìm thấy trang này"));
    let page = house.visitor().get_with("/nothing-here", &[("accept-language", "en-GB")]).await;
    assert!(page.says("There is no such page"));
}

#[tokio::test]
async fn machines_learn_whether_it_is_alive_and_ready_and_how_fast() {
    let house = House::open().await;
    assert_eq!(house.visitor().get("/health/live").await.body, "alive\n");
    assert_eq!(house.visitor().get("/health/ready").await.body, "ready\n");
    house.visitor().get("/procedures/1.115778@dong-thap").await;
    let measures = house.visitor().get("/metrics").await;
    let line = "motcua_requests_total{method=\"GET\",route=\"/procedures/{key}\",status=\"200\"} 1";
    assert!(measures.says(line) && measures.says("motcua_outbox_waiting 0"), "{}", measures.body);
}

#[tokio::test]
async fn a_page_knows_the_last_change_it_was_read_after_so_that_it_misses_none_before_it_listens() {
    let house = House::open().await;
    for path in ["/display/H1", "/kiosk/H1", "/gate/H1", "/"] {
        let page = house.visitor().get(path).await;
        let after = page.body.split("data-after=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert!(after.is_some_and(|seq| seq.parse::<i64>().is_ok()), "{path}: {after:?}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_signed_in_hears_of_halls_but_not_of_units() {
    let house = House::open().await;
    let units = house.visitor().get("/events?topics=unit:H49.80").await;
    assert_eq!(units.status, StatusCode::FORBIDDEN);
}
