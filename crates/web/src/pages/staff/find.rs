//! Tìm: a dossier by its code, people by number, phone or name, procedures with or without marks, rooms by their name. What is typed
//! may be about a person, so the search is sent as a form and never stands in an address.

use super::floor::hall_of;
use super::names::Names;
use super::paging::{self, Trail};
use super::{actor, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{DossierLine, OfPerson, Place};
use app::{Actor, Scope};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::StreamId;
use policy::{Action, Resource};
use store::{AccessAbout, AccessOutcome};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/find", Access::SignedIn, show),
        Route::post("/find", Access::SignedIn, search),
        Route::get("/inspect", Access::Staff(Action::SeeInspect), inspect),
        Route::post("/inspect", Access::Staff(Action::SeeInspect), search),
    ]
}

/// A dossier found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FoundDossier {
    dossier: StreamId,
    code: String,
    matter: String,
    name: String,
    phase: String,
    due: String,
}

/// A link found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FoundLink {
    href: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "staff/find.html")]
struct FindPage {
    page: Page,
    title: String,
    action: &'static str,
    text: String,
    q: String,
    dossiers: Vec<FoundDossier>,
    pager: Option<Pager>,
    procedures: Vec<FoundLink>,
    rooms: Vec<FoundLink>,
    /// People are not looked for: this one may not read about them.
    no_people: bool,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    found(web, page, "", "", "/find").await
}

async fn inspect(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    found(web, page, "", "", "/inspect").await
}

async fn search(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let action = if page.at("/inspect") { "/inspect" } else { "/find" };
    if let Some(dossier) = by_code(&web, form.get("q")).await? {
        return Ok(Redirect::to(&format!("/dossiers/{dossier}")).into_response());
    }
    found(web, page, form.get("q"), form.get("after"), action).await
}

/// A code as typed, or the address on a slip's QR as a scanner writes it.
async fn by_code(web: &Web, typed: &str) -> Result<Option<StreamId>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(dossier) = web.app().find_dossier_by_code(typed).await? {
        return Ok(Some(dossier));
    }
    let token = typed.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if token.len() == 26 { Ok(web.app().find_dossier_by_token(token).await?) } else { Ok(None) }
}

async fn found(web: Web, page: Page, q: &str, after: &str, action: &'static str) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let t = page.t;
    let may_read = web.app().permit(&actor, Action::SeeDossier, &Resource::page(&[])).is_ok();
    let trail = Trail::of(after);
    let (dossiers, next) = if may_read && !q.is_empty() {
        people(&web, &page, &actor, q, &trail).await?
    } else {
        (Vec::new(), None)
    };
    let pager = trail.pager(t, dossiers.len(), next.as_ref());
    let procedures = web.app().find_procedures(q, Scope::Province, 8).await?;
    let procedures = procedures
        .procedures()
        .map(|procedure| FoundLink {
            href: format!("/procedures/{}", procedure.key()),
            name: names.listed(procedure),
            about: format!("{} · {}", procedure.code, names.publisher(&procedure.publisher)),
        })
        .collect();
    let (title, text) = if action == "/inspect" {
        (t.t("room.inspect"), t.t("inspect.text"))
    } else {
        (t.t("find.title"), t.t("find.text"))
    };
    Ok(page::html(&FindPage {
        title: title.to_owned(),
        action,
        text: text.to_owned(),
        q: q.to_owned(),
        dossiers,
        pager: paging::posted(pager, &page, action, ("q", q)),
        procedures,
        rooms: rooms(&web, &page, &actor, q),
        no_people: !may_read,
        keys: keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]),
        page,
    }))
}

/// A page of the dossiers of people with that number, phone or name, as far as this one may see them. The look is journalled.
async fn people(
    web: &Web,
    page: &Page,
    actor: &Actor,
    q: &str,
    trail: &Trail,
) -> Result<(Vec<FoundDossier>, Option<Place>), Fault> {
    let app = web.app();
    let names = names(web, page);
    let may_see = |found: &OfPerson| {
        let resource = Resource::dossier(&names.directory.unit_path(&found.dossier.receiving_unit))
            .handled_in(&names.directory.unit_path(&found.dossier.handling_unit));
        app.permit(actor, Action::SeeDossier, &resource).is_ok()
    };
    let reading = app.open_reading(actor, AccessAbout::Search, "person_searched").await?;
    let leaf = app.dossiers_of_people(q, trail.wanted(Some(&may_see))).await?;
    let outcome = if leaf.rows.is_empty() { AccessOutcome::Nothing } else { AccessOutcome::Shown };
    app.complete_reading(reading, outcome).await?;
    Ok((leaf.rows.iter().map(|found| dossier(page, &names, found)).collect(), leaf.next))
}

fn dossier(page: &Page, names: &Names, found: &OfPerson) -> FoundDossier {
    let line = &found.dossier;
    FoundDossier {
        dossier: line.dossier,
        code: if line.code.is_empty() { line.provisional.clone() } else { line.code.clone() },
        matter: names.procedure(&line.procedure, &line.publisher, &line.version),
        name: sheet::name_or(page, &found.applicant),
        phase: page.t.code("phase", &line.phase),
        due: due_words(page, line),
    }
}

/// The promised instant; once it was set anew both days, the new one first.
fn due_words(page: &Page, line: &DossierLine) -> String {
    match (line.first_due_at, line.due_at) {
        (Some(first), Some(due)) if due > first => {
            page.t.with("promise.both", &[("at", &look::day_month(due)), ("first", &look::day_month(first))])
        }
        (first, _) => first.map(look::day_month_time).unwrap_or_default(),
    }
}

/// Rooms this one may enter, those whose name fits what was typed; all of them for nothing typed.
fn rooms(web: &Web, page: &Page, actor: &Actor, q: &str) -> Vec<FoundLink> {
    let rooms = [
        ("/desk", "room.desk", Action::SeeDesk, "g d"),
        ("/desk/returns", "room.returns", Action::SeeReturns, "g r"),
        ("/desk/unclaimed", "room.unclaimed", Action::SeeReturns, ""),
        ("/desk/supplements", "room.supplements", Action::SeeDesk, ""),
        ("/desk/handover", "room.handover", Action::GivePapers, ""),
        ("/desk/post", "room.post", Action::SeeDesk, ""),
        ("/work/handover", "room.take_papers", Action::TakePapers, ""),
        ("/cashier", "room.cashier", Action::SeeCashier, "g c"),
        ("/work", "room.work", Action::SeeWork, "g w"),
        ("/sign", "room.sign", Action::SeeSign, "g s"),
        ("/floor", "room.floor", Action::SeeFloor, "g f"),
        ("/plan", "plan.title", Action::SeeFloor, ""),
        ("/reports", "room.reports", Action::SeeReports, "g b"),
        ("/flow", "room.flow", Action::SeeReports, ""),
        ("/petitions", "room.petitions", Action::SeePetitions, ""),
        ("/inspect", "room.inspect", Action::SeeInspect, ""),
        ("/admin", "room.admin", Action::SeeAdmin, ""),
    ];
    let asked = domain::catalogue::fold(q);
    let has_hall = hall_of(&super::names(web, page), actor.unit()).is_some();
    rooms
        .into_iter()
        .filter(|(href, ..)| *href != "/plan" || has_hall)
        .filter(|(_, _, action, _)| web.app().permit(actor, *action, &Resource::page(&[])).is_ok())
        .map(|(href, key, _, keys)| FoundLink {
            href: href.to_owned(),
            name: page.t.t(key).to_owned(),
            about: keys.to_owned(),
        })
        .filter(|room| asked.is_empty() || domain::catalogue::fold(&room.name).contains(&asked))
        .chain(own_page(page, &asked))
        .collect()
}

/// What one gave and may sign for others: everybody's own page, no room.
fn own_page(page: &Page, asked: &str) -> Option<FoundLink> {
    let name = page.t.t("room.delegations").to_owned();
    let fits = asked.is_empty() || domain::catalogue::fold(&name).contains(asked);
    fits.then(|| FoundLink { href: "/delegations".to_owned(), name, about: String::new() })
}
