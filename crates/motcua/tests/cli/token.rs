//! Tokens for other programmes: issued, listed and taken back beside a running server, which hears of it at once.

use super::Place;
use super::server::{SERVE, Server};

const WORK: &str = "/api/v1/units/H49.80/work";

#[test]
fn a_token_opens_the_interface_of_the_running_server_until_it_is_taken_back() {
    let place = Place::new();
    let server = Server::start(&place, &SERVE);
    let said = place.run(&["token", "--role", "centre_director", "--unit", "H49.80"]).ended(0);
    let token = said.out.trim().to_owned();
    assert!(token.starts_with("motcua_") && token.len() == 59, "the token alone: {}", said.out);
    assert!(said.err.contains("not shown again") && !said.err.contains(&token), "{}", said.err);
    assert!(server.get_with(WORK, &token).starts_with("HTTP/1.1 200"));
    let listed = place.run(&["token", "list", "--json"]).ended(0).json();
    assert_eq!(listed[0]["role"], "centre_director");
    assert!(!listed.to_string().contains(&token[7..]) && listed[0]["token_digest"].is_null(), "{listed}");
    let id = listed[0]["id"].as_str().expect("an id").to_owned();
    assert!(place.run(&["token", "list"]).ended(0).out.contains(&id));
    assert!(place.run(&["token", "revoke", &id]).ended(0).out.contains("revoked"));
    assert!(server.get_with(WORK, &token).starts_with("HTTP/1.1 401"), "from the next request on");
    let said = place.run(&["token", "revoke", "api-00000000"]).ended(1);
    assert!(said.err.contains("motcua token list"), "{}", said.err);

    let issue = ["token", "--role", "receiver", "--unit", "H49.80", "--name", "Cổng dịch vụ công"];
    let said = place.run(&[&issue[..], &["--days", "7", "--json"]].concat()).ended(0).json();
    assert_eq!((&said["unit"], &said["name"]), (&"H49.80".into(), &"Cổng dịch vụ công".into()));
    assert!(said["token"].as_str().is_some_and(|token| token.len() == 59), "{said}");
    drop(server);
    let listed = place.run(&["token", "list", "--json"]).ended(0).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(2), "they outlive the server");
}

#[test]
fn a_post_that_nobody_has_is_answered_with_those_there_are() {
    let place = Place::new();
    drop(Server::start(&place, &SERVE));
    for (role, unit, names) in [
        ("boss", "H49.80", ["no role", "receiver, cashier"]),
        ("receiver", "H00", ["no unit", "H49.80"]),
        ("receiver", "H49.12", ["nobody is receiver in H49.12", "roles there: clerk"]),
    ] {
        let said = place.run(&["token", "--role", role, "--unit", unit]).ended(1);
        assert!(names.iter().all(|name| said.err.contains(name)), "{role} {unit}: {}", said.err);
        assert_eq!(said.out, "");
    }
    place.run(&["token", "--role", "receiver"]).ended(2);
    place.run(&["token", "--role", "receiver", "--unit", "H49.80", "--days", "0"]).ended(2);
    assert_eq!(place.run(&["token", "list", "--json"]).ended(0).json().as_array().map(Vec::len), Some(0));
}
