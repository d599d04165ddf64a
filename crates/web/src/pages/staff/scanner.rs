//! Khay máy quét: what a hall's scanner left that could not be filed by its cover sheet, with why. A person files it or throws it away.

use super::scans::jpeg;
use super::sent::{Sent, again};
use super::{actor, errors_of, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::{AppError, Command, ScanPaper};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::dossier::Scan;
use domain::kernel::{Refusal, Violation};
use policy::Action;
use serde::Deserialize;
use store::AccessAbout;

pub(crate) fn routes() -> Vec<Route> {
    let scans = Access::Staff(Action::ScanPaper);
    vec![
        Route::get("/desk/scans", scans, show),
        Route::get("/desk/scans/look", scans, look_at),
        Route::post("/desk/scans/file", scans, by_hand),
        Route::post("/desk/scans/throw-away", scans, throw_away),
    ]
}

/// A file of the scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FileView {
    place: usize,
    name: String,
    /// Its name in an address.
    encoded: String,
    when: String,
    reason: String,
    /// A picture of its first page may be asked for.
    to_look_at: bool,
    code: Field,
    item: Field,
}

#[derive(Template)]
#[template(path = "staff/scanner.html")]
struct ScannerPage {
    page: Page,
    hall: String,
    /// This server has a folder scanners write into.
    watched: bool,
    /// The hall's own folder in it.
    folder: String,
    files: Vec<FileView>,
    errors: ErrorSummary,
    keys: KeyBar,
}

/// The hall whose scanner an officer minds: that of her unit.
fn hall_of(web: &Web, page: &Page) -> Result<String, Fault> {
    let unit = page.user.as_ref().map(|user| user.unit.as_str()).unwrap_or_default();
    let directory = web.app().directory();
    Ok(directory.hall_of_unit(unit, page.now).ok_or(Fault::NotFound)?.code.clone())
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    Ok(page::html(&scanner_page(&web, page, None).await?))
}

async fn scanner_page(web: &Web, page: Page, wrong: Option<(&Form, &Refusal)>) -> Result<ScannerPage, Fault> {
    let (names, t) = (names(web, &page), page.t);
    let hall = hall_of(web, &page)?;
    let left = web.app().scans_not_filed(&hall).await?;
    let watched = left.is_some();
    let files = (1..)
        .zip(left.unwrap_or_default())
        .map(|(place, left): (usize, _)| {
            let sent = wrong.filter(|(form, _)| form.get("name") == left.file.name);
            let typed = |name: &str| sent.map_or("", |(form, _)| form.get(name));
            let said = sent.map_or(&[][..], |(_, refusal)| refusal.violations.as_slice());
            let field = |name: &str, label: &'static str| {
                let field = Field::text(name, t.t(label)).value(typed(name)).wrong(t, said).required();
                field.known_as(&format!("{name}-{place}"))
            };
            FileView {
                place,
                encoded: crate::form::encoded(&left.file.name),
                when: look::day_month_time(left.file.written_ms),
                to_look_at: left.reason != "upload_infected",
                reason: t.code("scan.reason", &left.reason),
                code: field("code", "scan.code"),
                item: field("item", "scan.item").inputmode("numeric"),
                name: left.file.name,
            }
        })
        .collect();
    Ok(ScannerPage {
        folder: hall.clone(),
        hall: names.hall(&hall),
        watched,
        files,
        errors: wrong.map(|(_, refusal)| errors_of(t, refusal)).unwrap_or_default(),
        keys: keybar(t, &[]),
        page,
    })
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

/// The first page of what lies there, drawn anew: nothing of the file itself reaches a browser.
async fn look_at(State(web): State<Web>, page: Page, Query(asked): Query<Named>) -> Result<Response, Fault> {
    let (actor, hall) = (actor(&page)?, hall_of(&web, &page)?);
    let first = web.app().first_page_not_filed(&hall, &asked.name);
    Ok(jpeg(sheet::reading(&web, &actor, AccessAbout::List, "scan_looked_at", first).await?))
}

async fn by_hand(sent: Sent) -> Result<Response, Fault> {
    let hall = hall_of(&sent.web, &sent.page)?;
    let name = sent.form.get("name").to_owned();
    let app = sent.web.app();
    let found = app.find_dossier_by_code(sent.form.get("code")).await?;
    let Some(dossier) = found else {
        let said = Violation::new("code", "code_unknown").with("code", sent.form.get("code"));
        return refused(sent, &Refusal::new("not_filed_by_hand").with(said)).await;
    };
    let item = sent.form.number("item").unwrap_or(0);
    match app.may_scan(&sent.actor, dossier, item).await {
        Ok(()) => {}
        Err(AppError::Refused(refusal)) => return refused(sent, &refusal).await,
        Err(error) => return Err(error.into()),
    }
    let bytes = app.read_not_filed(&hall, &name).await?;
    let (pages, not_taken) = app.take_pages(dossier, vec![bytes]).await?;
    if let Some(refusal) = not_taken {
        return refused(sent, &refusal).await;
    }
    let count = pages.len().to_string();
    let command = Command::Scan(ScanPaper { dossier, item, scan: Scan::Capture { pages } });
    if let Some(refusal) = sent.act(command).await? {
        return refused(sent, &refusal).await;
    }
    app.set_filed_by_hand(&hall, &name).await?;
    Ok(sent.done(&format!("/dossiers/{dossier}/scans#paper-{item}"), "pages_captured", &count))
}

async fn refused(sent: Sent, refusal: &Refusal) -> Result<Response, Fault> {
    Ok(again(&scanner_page(&sent.web, sent.page, Some((&sent.form, refusal))).await?))
}

/// That it was there and who threw it away stays in the journal of readings.
async fn throw_away(sent: Sent) -> Result<Response, Fault> {
    let hall = hall_of(&sent.web, &sent.page)?;
    let gone = sent.web.app().throw_away_scan(&hall, sent.form.get("name"));
    sheet::reading(&sent.web, &sent.actor, AccessAbout::List, "scan_thrown_away", gone).await?;
    Ok(sent.done("/desk/scans", "scan_thrown_away", ""))
}
