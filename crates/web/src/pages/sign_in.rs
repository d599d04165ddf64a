//! Signing in and out, and who one is.

use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field};
use crate::route::{Access, Route};
use crate::session::{self, Cookies, clear_cookie, set_cookie};
use crate::surroundings::{Caller, SESSION, home_of};
use crate::web::Web;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::{Position, Role};
use domain::kernel::Violation;
use serde::Deserialize;
use std::time::Instant;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Access::Public, show),
        Route::post("/sign-in", Access::Public, sign_in),
        Route::post("/sign-in/demo", Access::Public, sign_in_demo),
        Route::post("/sign-out", Access::SignedIn, sign_out),
        Route::get("/account", Access::SignedIn, account),
        Route::post("/account/position", Access::SignedIn, change_position),
    ]
}

/// Somebody of the demonstration, one click away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DemoPerson {
    position: String,
    person: String,
    who: String,
    title: String,
    unit: String,
    role: String,
}

#[derive(Template)]
#[template(path = "citizen/sign-in.html")]
struct SignInPage {
    page: Page,
    next: String,
    errors: ErrorSummary,
    login: Field,
    password: Field,
    /// The first of each role, in the order a dossier meets them.
    first: Vec<DemoPerson>,
    /// Everybody else.
    others: Vec<DemoPerson>,
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    next: String,
}

async fn show(State(web): State<Web>, page: Page, Query(wanted): Query<Wanted>) -> Response {
    page::html(&form(&web, page, &wanted.next, "", &[]))
}

fn form(web: &Web, page: Page, next: &str, login: &str, wrong: &[Violation]) -> SignInPage {
    let t = page.t;
    let (first, others) = if web.options().demo { demo_people(web, &page) } else { (Vec::new(), Vec::new()) };
    SignInPage {
        next: inside(next).to_owned(),
        errors: ErrorSummary::of(t, wrong),
        login: Field::text("login", t.t("sign_in.login"))
            .hint(t.t("sign_in.login_hint"))
            .value(login)
            .autocomplete("username")
            .required()
            .wrong(t, wrong),
        password: Field::text("password", t.t("sign_in.password"))
            .input("password")
            .autocomplete("current-password")
            .required(),
        first,
        others,
        page,
    }
}

/// Only addresses of this server: a link that signs somebody in and leads away would be a gift to thieves.
fn inside(next: &str) -> &str {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if ours { next } else { "" }
}

async fn sign_in(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    form_sent: Form,
) -> Result<Response, Fault> {
    let login = form_sent.get("login").to_lowercase();
    let now = Instant::now();
    let throttled = web.addresses().take(&address, now).and(web.logins().take(&login, now));
    throttled.map_err(|retry_after| Fault::TooOften { retry_after })?;
    let account = session::account(web.app(), &login).await?;
    let (person, hash) = account.unwrap_or_default();
    let password = form_sent.get("password").to_owned();
    let fits = {
        // Everybody waits here alike, whether or not the account exists.
        let _turn = web.password_checks().acquire().await.map_err(|_| Fault::Busy)?;
        tokio::task::spawn_blocking(move || session::password_is_right(&password, &hash))
            .await
            .unwrap_or(false)
    };
    let position = web.app().directory().position_of(&person, web.app().now()).filter(|_| fits);
    let Some(position) = position else {
        let wrong = [Violation::new("login", "sign_in_wrong")];
        let again = form(&web, page, form_sent.get("next"), &login, &wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&again)).into_response());
    };
    web.logins().forget(&login);
    begin(&web, &person, &position, form_sent.get("next")).await
}

async fn sign_in_demo(State(web): State<Web>, form: Form) -> Result<Response, Fault> {
    if !web.options().demo {
        return Err(Fault::NotFound);
    }
    let position = form.get("position");
    let person = held_today(&web, position).map(|held| held.person).ok_or(Fault::NotFound)?;
    begin(&web, &person, position, form.get("next")).await
}

/// A position somebody holds today.
fn held_today(web: &Web, position: &str) -> Option<Position> {
    let directory = web.app().directory();
    let on = directory.date(web.app().now());
    directory.catalogue().positions_on(&on).find(|held| held.code == position).cloned()
}

/// A new session with a new token, and on to where one wanted to go.
async fn begin(web: &Web, person: &str, position: &str, next: &str) -> Result<Response, Fault> {
    let token = session::begin(web.app(), person, position).await?;
    let home = held_today(web, position).map_or("/", |held| home_of(held.role));
    let to = if inside(next).is_empty() { home } else { inside(next) };
    let mut answer = Redirect::to(to).into_response();
    let cookie = set_cookie(SESSION, &token, Some(session::LASTS_MS / 1000), web.options().secure);
    answer.headers_mut().append(SET_COOKIE, cookie);
    Ok(answer)
}

async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> Result<Response, Fault> {
    session::end(web.app(), Cookies::of(&headers).get(SESSION)).await?;
    let mut answer = page::done("/", "signed_out", "", web.options().secure);
    answer.headers_mut().append(SET_COOKIE, clear_cookie(SESSION, web.options().secure));
    Ok(answer)
}

/// A position of one's own.
struct Own {
    code: String,
    title: String,
    unit: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "citizen/account.html")]
struct AccountPage {
    page: Page,
    name: String,
    home: &'static str,
    positions: Vec<Own>,
}

async fn account(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let user = page.user.clone().ok_or(Fault::NotFound)?;
    let directory = web.app().directory();
    let on = directory.date(web.app().now());
    let positions = directory
        .catalogue()
        .positions_of(&user.person, &on)
        .map(|held| Own {
            code: held.code.clone(),
            title: page.t.name(&held.title, &held.title_en).to_owned(),
            unit: unit_name(&web, &page, &held.unit),
            current: held.code == user.position,
        })
        .collect();
    Ok(page::html(&AccountPage { name: user.name, home: home_of(user.role), positions, page }))
}

async fn change_position(
    State(web): State<Web>,
    page: Page,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let user = page.user.ok_or(Fault::NotFound)?;
    let held = held_today(&web, form.get("position")).filter(|held| held.person == user.person);
    let held = held.ok_or(Fault::NotFound)?;
    session::end(web.app(), Cookies::of(&headers).get(SESSION)).await?;
    begin(&web, &held.person, &held.code, "").await
}

fn unit_name(web: &Web, page: &Page, code: &str) -> String {
    let directory = web.app().directory();
    directory
        .unit(code)
        .map_or_else(|| code.to_owned(), |unit| page.t.name(&unit.name, &unit.name_en).to_owned())
}

/// The order in which a dossier meets people.
const ORDER: [Role; 12] = [
    Role::Greeter,
    Role::Receiver,
    Role::Cashier,
    Role::Specialist,
    Role::Head,
    Role::DeputyHead,
    Role::Leader,
    Role::DeputyLeader,
    Role::Clerk,
    Role::CentreDirector,
    Role::Inspector,
    Role::Admin,
];

fn demo_people(web: &Web, page: &Page) -> (Vec<DemoPerson>, Vec<DemoPerson>) {
    let directory = web.app().directory();
    let on = directory.date(web.app().now());
    let mut held: Vec<&Position> = directory.catalogue().positions_on(&on).collect();
    let place = |role: Role| ORDER.iter().position(|one| *one == role);
    // The provincial centre and its departments first.
    held.sort_by_key(|held| (held.unit.len(), held.unit.clone(), place(held.role), held.code.clone()));
    let demo = |held: &&Position| DemoPerson {
        position: held.code.clone(),
        person: held.person.clone(),
        who: directory.person_name(&held.person).to_owned(),
        title: page.t.name(&held.title, &held.title_en).to_owned(),
        unit: unit_name(web, page, &held.unit),
        role: page.t.code("role", held.role.word()),
    };
    // Those a land transfer passes through, so that the first people shown can walk one dossier together.
    let along = directory.setting("web.demo_units").unwrap_or("H49.80,H49.12.1,H49.12,H49").to_owned();
    let first_of = |role: Role| {
        let mut units = along.split(',');
        let own = units.find_map(|unit| held.iter().find(|held| held.role == role && held.unit == unit));
        own.or_else(|| held.iter().find(|held| held.role == role))
    };
    let first: Vec<DemoPerson> = ORDER.into_iter().filter_map(first_of).map(demo).collect();
    let others = held.iter().map(demo).filter(|person| !first.contains(person)).collect();
    (first, others)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn after_signing_in_nobody_is_led_to_another_server() {
        assert_eq!(inside("/desk?x=1"), "/desk?x=1");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "desk", ""] {
            assert_eq!(inside(elsewhere), "", "{elsewhere}");
        }
    }
}
