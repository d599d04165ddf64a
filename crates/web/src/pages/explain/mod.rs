//! Giải trình: a dossier's life in sentences, with the instant, who, the clock and the rule; for those who answer for it or inspect it, and
//! for its applicant. The same sentences are printed.

mod words;

use super::staff::names::Names;
use super::staff::{actor, keybar, sheet};
use super::track::opened;
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages;
use crate::parts::KeyBar;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Actor;
use app::papers::{Explained, ExplanationLine};
use app::queries::DossierView;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::dossier::Listener;
use domain::kernel::StreamId;
use policy::Action;
use store::AccessAbout;
pub(crate) use words::{Sentence, sentences};

pub(crate) fn routes() -> Vec<Route> {
    let staff = Access::Staff(Action::ExplainDossier);
    let token = Access::Token(Action::SeeOwnDossier);
    vec![
        Route::get("/dossiers/{dossier}/explained", staff, for_staff),
        Route::get("/dossiers/{dossier}/explained.pdf", staff, printed_for_staff),
        Route::get("/d/{token}/explained", token, for_applicant),
        Route::get("/d/{token}/explained.pdf", token, printed_for_applicant),
    ]
}

/// What both versions show.
struct Told {
    code: String,
    title: String,
    facts: Vec<(String, String)>,
    sentences: Vec<Sentence>,
    /// Unit that received it.
    unit: String,
    listener: Listener,
}

#[derive(Template)]
#[template(path = "staff/explained.html")]
struct StaffPage {
    page: Page,
    dossier: StreamId,
    told: Told,
    keys: KeyBar,
}

#[derive(Template)]
#[template(path = "citizen/explained.html")]
struct OwnExplained {
    page: Page,
    token: String,
    told: Told,
}

/// Asks the policies, opens the entry of the reading, and only then reads.
async fn read_for_staff(web: &Web, actor: &Actor, dossier: StreamId) -> Result<DossierView, Fault> {
    let app = web.app();
    let (_, state) = app.dossier_state(dossier).await?;
    app.permit(actor, Action::ExplainDossier, &app.dossier_resource(&state))?;
    sheet::may_read(web, actor, dossier).await?;
    let about = AccessAbout::Dossier(dossier);
    sheet::reading(web, actor, about, "dossier_explained", app.dossier(dossier)).await
}

async fn told(web: &Web, page: &Page, view: &DossierView, listener: Listener) -> Result<Told, Fault> {
    let names = Names::new(page.t, page.now, web.app().directory());
    let history = web.app().history(view.dossier).await?;
    let code = if view.state.code.is_empty() { &view.state.provisional } else { &view.state.code };
    Ok(Told {
        code: code.clone(),
        title: names.of_plan(&view.state.plan),
        facts: facts(&names, view, listener),
        sentences: sentences(&names, &history, listener)?,
        unit: view.state.plan.receiving_unit.clone(),
        listener,
    })
}

fn facts(names: &Names, view: &DossierView, listener: Listener) -> Vec<(String, String)> {
    let (t, state) = (names.t, &view.state);
    let promised = |at: i64| look::promise(t.lang(), at);
    let first = state.promises.first();
    let current = state.promise();
    let erased = || t.t("person.erased").to_owned();
    let applicant = Some(view.applicant.name.clone()).filter(|name| !name.is_empty()).unwrap_or_else(erased);
    let regimes = &names.directory.catalogue().regimes;
    let regime = regimes.get(&state.plan.regime).map_or(&state.plan.regime, |regime| &regime.name);
    let facts = [
        ("explain.code", if state.code.is_empty() { state.provisional.clone() } else { state.code.clone() }),
        ("explain.procedure", state.plan.procedure.name.clone()),
        // On the page of a token nobody's name stands beside the link that opens it.
        ("explain.applicant", if listener == Listener::Staff { applicant } else { String::new() }),
        ("explain.received_at", names.unit(&state.plan.receiving_unit)),
        ("explain.handled_by", names.unit(&state.plan.handling_unit)),
        ("explain.received", state.received_at.map(look::date_time).unwrap_or_default()),
        ("explain.first_due", first.map(|promise| promised(promise.first_due_at)).unwrap_or_default()),
        (
            "explain.due",
            current
                .filter(|now| first.is_none_or(|first| first.first_due_at != now.due_at))
                .map(|promise| promised(promise.due_at))
                .unwrap_or_default(),
        ),
        (
            "explain.statutory_due",
            current.map(|promise| promised(promise.statutory_due_at)).unwrap_or_default(),
        ),
        ("explain.regime", regime.clone()),
        ("explain.state", t.code("phase", state.phase_word())),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (t.t(key).to_owned(), value))
        .collect()
}

/// As it is printed.
fn paper(page: &Page, told: Told) -> Explained {
    let t = page.t;
    let kind = match told.listener {
        Listener::Staff => t.t("explain.for_staff"),
        Listener::Applicant => t.t("explain.for_applicant"),
    };
    Explained {
        unit: told.unit,
        dossier_code: told.code,
        title: t.t("explain.title").to_owned(),
        facts: told.facts,
        heading: (t.t("explain.when").to_owned(), t.t("explain.what").to_owned()),
        lines: told
            .sentences
            .into_iter()
            .map(|one| ExplanationLine {
                at: one.at,
                text: one.text,
                clock: one.clock,
                late: one.late,
                rules: one
                    .rules
                    .into_iter()
                    .map(|rule| format!("{}: {} ({})", rule.verdict, rule.text, rule.rule))
                    .collect(),
            })
            .collect(),
        notes: vec![
            t.t("explain.note").to_owned(),
            format!("{kind} {}", t.one("explain.made", "at", look::date_time(page.now))),
        ],
    }
}

async fn for_staff(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
) -> Result<Response, Fault> {
    let dossier = stream(&dossier)?;
    let view = read_for_staff(&web, &actor(&page)?, dossier).await?;
    let told = told(&web, &page, &view, Listener::Staff).await?;
    Ok(page::html(&StaffPage { dossier, told, keys: keybar(page.t, &[]), page }))
}

async fn printed_for_staff(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
) -> Result<Response, Fault> {
    let view = read_for_staff(&web, &actor(&page)?, stream(&dossier)?).await?;
    let told = told(&web, &page, &view, Listener::Staff).await?;
    printed(&web, &page, told).await
}

async fn for_applicant(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let view = web.app().dossier(opened(&web, &token).await?).await?;
    let told = told(&web, &page, &view, Listener::Applicant).await?;
    Ok(page::html(&OwnExplained { page, token, told }))
}

async fn printed_for_applicant(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let view = web.app().dossier(opened(&web, &token).await?).await?;
    let told = told(&web, &page, &view, Listener::Applicant).await?;
    printed(&web, &page, told).await
}

async fn printed(web: &Web, page: &Page, told: Told) -> Result<Response, Fault> {
    let bytes = web.app().explained_paper(paper(page, told)).await?;
    Ok(pages::pdf(bytes, "explained.pdf").into_response())
}

fn stream(text: &str) -> Result<StreamId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}
