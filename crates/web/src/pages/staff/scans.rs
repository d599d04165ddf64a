//! Số hóa hồ sơ: the papers of a dossier and their scans. Pages are put in, turned, taken out, counted and filed as one; what never goes
//! on the scanner has no field at all.

use super::sent::{Sent, Which, again, stream};
use super::{actor, errors_of, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::multipart::Files;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::{Command, ScanPaper};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use domain::dossier::{self, Counted, Scan};
use domain::kernel::{Refusal, StreamId, Violation};
use policy::Action;
use std::collections::BTreeSet;
use store::AccessAbout;

pub(crate) fn routes() -> Vec<Route> {
    let sees = Access::Staff(Action::SeeDossier);
    let scans = Access::Staff(Action::ScanPaper);
    vec![
        Route::get("/dossiers/{dossier}/scans", sees, show),
        Route::get("/dossiers/{dossier}/scans/{item}/scan.pdf", sees, file),
        Route::get("/dossiers/{dossier}/scans/{item}/page/{page}", sees, picture),
        Route::upload("/dossiers/{dossier}/scans/{item}/pages", scans, capture),
        Route::post("/dossiers/{dossier}/scans/{item}/turn", scans, turn),
        Route::post("/dossiers/{dossier}/scans/{item}/move", scans, move_page),
        Route::post("/dossiers/{dossier}/scans/{item}/take-out", scans, take_out),
        Route::post("/dossiers/{dossier}/scans/{item}/file", scans, bind),
        Route::post("/dossiers/{dossier}/scans/{item}/secret", scans, mark_secret),
    ]
}

/// A page that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LeafView {
    number: usize,
    /// Digest, so that another page is never meant.
    file: String,
    quarters: i64,
    dpi: i64,
}

/// What was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FiledView {
    said: String,
    by: String,
}

/// A paper on this page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PaperView {
    item: i64,
    name: String,
    form: String,
    /// Why it is never scanned, of no length when it is.
    kept_off: String,
    leaves: Vec<LeafView>,
    waiting: String,
    filed: Option<FiledView>,
    pages: Field,
    noted: Field,
    /// Pages may be put in now.
    open: bool,
    may_be_secret: bool,
}

#[derive(Template)]
#[template(path = "staff/scans.html")]
struct ScansPage {
    page: Page,
    dossier: StreamId,
    code: String,
    title: String,
    papers: Vec<PaperView>,
    /// How many papers of those that are scanned are filed.
    progress: String,
    /// Somebody who scans looks at it, and the dossier is under way.
    scans: bool,
    /// There is a paper a cover sheet can be printed for.
    sheets: bool,
    least_dpi: u32,
    errors: ErrorSummary,
    keys: KeyBar,
}

/// What was sent and refused: of which paper, and why.
struct Wrong<'a> {
    item: i64,
    form: &'a Form,
    refusal: &'a Refusal,
}

async fn show(State(web): State<Web>, page: Page, Which(dossier): Which) -> Result<Response, Fault> {
    Ok(page::html(&scans_page(&web, page, dossier, None).await?))
}

async fn scans_page(
    web: &Web,
    page: Page,
    dossier: StreamId,
    wrong: Option<&Wrong<'_>>,
) -> Result<ScansPage, Fault> {
    let actor = actor(&page)?;
    sheet::may_read(web, &actor, dossier).await?;
    let about = AccessAbout::Dossier(dossier);
    let (_, state) =
        sheet::reading(web, &actor, about, "scans_opened", web.app().dossier_state(dossier)).await?;
    let (names, t) = (names(web, &page), page.t);
    let scans = web.app().may_scan_at(&actor, &state).is_ok()
        && web.app().scan_room().is_some()
        && state.is_open()
        && state.received_at.is_some();
    let papers: Vec<PaperView> = state
        .intake
        .papers
        .iter()
        .map(|paper| paper_view(&names, &state, paper, scans, wrong.filter(|wrong| wrong.item == paper.item)))
        .collect();
    let on: Vec<&PaperView> = papers.iter().filter(|paper| paper.kept_off.is_empty()).collect();
    let done = on.iter().filter(|paper| paper.filed.is_some()).count();
    let mut errors = wrong.map(|wrong| errors_of(t, wrong.refusal)).unwrap_or_default();
    if let Some(wrong) = wrong {
        for line in errors.lines.iter_mut().filter(|line| !line.field.is_empty()) {
            line.field = format!("{}-{}", line.field, wrong.item);
        }
    }
    Ok(ScansPage {
        dossier,
        code: if state.code.is_empty() { state.provisional.clone() } else { state.code.clone() },
        title: names.of_plan(&state.plan),
        progress: t.with("scan.progress", &[("done", &done), ("all", &on.len())]),
        sheets: scans && !on.is_empty(),
        papers,
        scans,
        least_dpi: web.app().scan_limits().dpi,
        errors,
        keys: keybar(t, &[]),
        page,
    })
}

fn paper_view(
    names: &super::names::Names,
    state: &dossier::State,
    paper: &dossier::Paper,
    scans: bool,
    wrong: Option<&Wrong<'_>>,
) -> PaperView {
    let t = names.t;
    let kept_off = dossier::kept_off(state, paper);
    let scan = state.scan(paper.item);
    let waiting = scan.map_or(&[][..], |scan| &scan.waiting);
    let typed = |name: &str| wrong.map_or("", |wrong| wrong.form.get(name));
    let said = wrong.map_or(&[][..], |wrong| wrong.refusal.violations.as_slice());
    let field = |name: &str, label: &'static str| {
        let label = t.t(label);
        let field = Field::text(name, label).inputmode("numeric").value(typed(name)).wrong(t, said);
        field.known_as(&format!("{name}-{}", paper.item))
    };
    PaperView {
        item: paper.item,
        name: paper.name.clone(),
        form: t.code("form", paper.form.word()),
        kept_off: kept_off.map(|why| t.code("scan.kept_off", why.word())).unwrap_or_default(),
        leaves: (1..)
            .zip(waiting)
            .map(|(number, page)| LeafView {
                number,
                file: page.file.clone(),
                quarters: page.quarters,
                dpi: page.dpi,
            })
            .collect(),
        waiting: t.count("scan.waiting", i64::try_from(waiting.len()).unwrap_or(0)),
        filed: scan.and_then(|scan| scan.filed.as_ref()).map(|filed| FiledView {
            said: t.with("scan.filed", &[("pages", &filed.pages), ("images", &filed.images)]),
            by: format!("{} · {}", names.person(&filed.by), look::day_month_time(filed.at)),
        }),
        pages: field("pages", "scan.pages").required(),
        noted: field("noted", "scan.noted").hint(t.t("scan.noted_hint")),
        open: scans && kept_off.is_none(),
        may_be_secret: scans && kept_off.is_none(),
    }
}

/// A dossier and one of its papers, as an address names them.
struct OfPaper(StreamId, i64);

impl axum::extract::FromRequestParts<Web> for OfPaper {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, web: &Web) -> Result<Self, Fault> {
        type Named = Path<std::collections::BTreeMap<String, String>>;
        let Path(named) = Named::from_request_parts(parts, web).await.map_err(|_| Fault::NotFound)?;
        let part = |name: &str| named.get(name).map_or("", String::as_str);
        let item = part("item").parse().map_err(|_| Fault::NotFound)?;
        Ok(Self(stream(part("dossier"))?, item))
    }
}

fn here(dossier: StreamId, item: i64) -> String {
    format!("/dossiers/{dossier}/scans#paper-{item}")
}

async fn refused(sent: Sent, dossier: StreamId, item: i64, refusal: &Refusal) -> Result<Response, Fault> {
    let wrong = Wrong { item, form: &sent.form, refusal };
    Ok(again(&scans_page(&sent.web, sent.page, dossier, Some(&wrong)).await?))
}

/// Whether somebody may is asked before a byte is looked at; what comes before a file that cannot be taken is kept.
async fn capture(
    OfPaper(dossier, item): OfPaper,
    Files(files): Files,
    sent: Sent,
) -> Result<Response, Fault> {
    match sent.web.app().may_scan(&sent.actor, dossier, item).await.map_err(Fault::from) {
        Ok(()) => {}
        Err(Fault::Refused(refusal)) => return refused(sent, dossier, item, &refusal).await,
        Err(fault) => return Err(fault),
    }
    let files = std::sync::Arc::unwrap_or_clone(files);
    let (pages, not_taken) = sent.web.app().take_pages(dossier, files).await?;
    let count = pages.len();
    let kept = if pages.is_empty() && not_taken.is_some() {
        None
    } else {
        sent.act(Command::Scan(ScanPaper { dossier, item, scan: Scan::Capture { pages } })).await?
    };
    match kept.or(not_taken) {
        None => Ok(sent.done(&here(dossier, item), "pages_captured", &count.to_string())),
        Some(refusal) => refused(sent, dossier, item, &refusal).await,
    }
}

fn meant(form: &Form) -> (i64, String) {
    (form.number("page").unwrap_or(0), form.get("file").to_owned())
}

async fn turn(OfPaper(dossier, item): OfPaper, sent: Sent) -> Result<Response, Fault> {
    let (page, file) = meant(&sent.form);
    let command = Command::Scan(ScanPaper { dossier, item, scan: Scan::Turn { page, file } });
    sent.act_and_say(command, &here(dossier, item), "").await
}

async fn move_page(OfPaper(dossier, item): OfPaper, sent: Sent) -> Result<Response, Fault> {
    let ((page, file), to) = (meant(&sent.form), sent.form.number("to").unwrap_or(0));
    let command = Command::Scan(ScanPaper { dossier, item, scan: Scan::Move { page, file, to } });
    sent.act_and_say(command, &here(dossier, item), "").await
}

/// Files of the scans of a dossier before an act, to forget afterwards what is held no more.
async fn held(web: &Web, dossier: StreamId) -> Result<BTreeSet<String>, Fault> {
    let (_, state) = web.app().dossier_state(dossier).await?;
    Ok(state.scan_files().into_iter().map(str::to_owned).collect())
}

async fn take_out(OfPaper(dossier, item): OfPaper, sent: Sent) -> Result<Response, Fault> {
    let before = held(&sent.web, dossier).await?;
    let (page, file) = meant(&sent.form);
    let command = Command::Scan(ScanPaper { dossier, item, scan: Scan::TakeOut { page, file } });
    let answer = sent.act_and_say(command, &here(dossier, item), "page_taken_out").await?;
    sent.web.app().forget_scan_files(dossier, &before).await?;
    Ok(answer)
}

/// `2, 5`: pages with notes.
fn noted(text: &str) -> Result<Vec<i64>, Violation> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let numbers: Option<Vec<i64>> = parts.map(|part| part.parse().ok()).collect();
    numbers.ok_or_else(|| Violation::new("noted", "noted_not_understood").with("typed", text))
}

async fn bind(OfPaper(dossier, item): OfPaper, sent: Sent) -> Result<Response, Fault> {
    sent.web.app().may_scan(&sent.actor, dossier, item).await.or_else(|error| match error {
        app::AppError::Refused(_) => Ok(()),
        error => Err(error),
    })?;
    let counted = match noted(sent.form.get("noted")) {
        Ok(noted) => Counted { pages: sent.form.number("pages").unwrap_or(0), noted },
        Err(violation) => {
            let refusal = Refusal::new("noted_not_understood").with(violation);
            return refused(sent, dossier, item, &refusal).await;
        }
    };
    let before = held(&sent.web, dossier).await?;
    let scan = match sent.web.app().bind_scan(dossier, item, counted).await.map_err(Fault::from) {
        Ok(scan) => scan,
        Err(Fault::Refused(refusal)) => return refused(sent, dossier, item, &refusal).await,
        Err(fault) => return Err(fault),
    };
    match sent.act(Command::Scan(ScanPaper { dossier, item, scan })).await? {
        Some(refusal) => refused(sent, dossier, item, &refusal).await,
        None => {
            sent.web.app().forget_scan_files(dossier, &before).await?;
            Ok(sent.done(&here(dossier, item), "scan_filed", ""))
        }
    }
}

async fn mark_secret(OfPaper(dossier, item): OfPaper, sent: Sent) -> Result<Response, Fault> {
    let before = held(&sent.web, dossier).await?;
    let command = Command::Scan(ScanPaper { dossier, item, scan: Scan::MarkSecret });
    let answer = sent.act_and_say(command, &here(dossier, item), "paper_marked_secret").await?;
    sent.web.app().forget_scan_files(dossier, &before).await?;
    Ok(answer)
}

async fn file(
    State(web): State<Web>,
    page: Page,
    OfPaper(dossier, item): OfPaper,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    sheet::may_read(&web, &actor, dossier).await?;
    let about = AccessAbout::Dossier(dossier);
    let bytes =
        sheet::reading(&web, &actor, about, "scan_opened", web.app().scan_file(dossier, item)).await?;
    Ok(pdf(bytes, item))
}

/// A scan as it is served to anybody: a PDF we wrote ourselves and nothing else, kept by no browser, under the policy of every page.
pub(crate) fn pdf(bytes: Vec<u8>, item: i64) -> Response {
    crate::pages::pdf(bytes, &format!("scan-{item:02}.pdf")).into_response()
}

/// `3.jpg` as it was captured, `3-small.jpg` for the list: small pictures are part of the page, whose reading is in the journal.
async fn picture(
    State(web): State<Web>,
    page: Page,
    OfPaper(dossier, item): OfPaper,
    Path((_, _, name)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    sheet::may_read(&web, &actor, dossier).await?;
    let name = name.strip_suffix(".jpg").ok_or(Fault::NotFound)?;
    let (number, small) = name.strip_suffix("-small").map_or((name, false), |number| (number, true));
    let number = number.parse().map_err(|_| Fault::NotFound)?;
    let read = web.app().scan_page(dossier, item, number, small);
    let bytes = if small {
        read.await?
    } else {
        sheet::reading(&web, &actor, AccessAbout::Dossier(dossier), "scan_opened", read).await?
    };
    Ok(jpeg(bytes))
}

pub(super) fn jpeg(bytes: Vec<u8>) -> Response {
    let headers: [(HeaderName, &str); 4] = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_with_notes_are_read_as_people_write_them() {
        assert_eq!(noted("2, 5"), Ok(vec![2, 5]));
        assert_eq!(noted(" 2 5;7 "), Ok(vec![2, 5, 7]));
        assert_eq!(noted(""), Ok(Vec::new()));
        assert_eq!(noted("hai").unwrap_err().code, "noted_not_understood");
    }
}
