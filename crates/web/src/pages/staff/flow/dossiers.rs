//! The dossiers behind a number.

use super::super::paging::PAGE;
use super::super::{keybar, names};
use super::asked::{Asked, Asking, leads};
use super::{kinds_of, procedure_name};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager};
use crate::web::Web;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::StreamId;

struct RowView {
    dossier: StreamId,
    code: String,
    received: String,
    ready: String,
    steps: usize,
}

#[derive(Template)]
#[template(path = "staff/flow-dossiers.html")]
struct DossiersPage {
    page: Page,
    unit: String,
    title: String,
    about: String,
    back: String,
    count: usize,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    keys: KeyBar,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    // What a person did is read by whoever gives that person work.
    if asked.what == "person" {
        leads(&web, &page, &asked.b)?;
    }
    let asking = Asking::read(&web, &page, asked).await?;
    let (t, names) = (page.t, names(&web, &page));
    let asked = &asking.asked;
    let found = asked.found(&asking.mined).ok_or(Fault::NotFound)?;
    let kinds = kinds_of(&asking.flow);
    let step = |name: &str| names.step(name, kinds.get(name).map_or("", String::as_str));
    let number: usize = asked.page.parse().unwrap_or(1).max(1);
    let before = (number - 1).saturating_mul(PAGE);
    let rows: Vec<RowView> = found
        .iter()
        .skip(before)
        .take(PAGE)
        .filter_map(|place| asking.flow.dossiers.get(*place))
        .map(|dossier| RowView {
            dossier: dossier.dossier,
            code: dossier.code.clone(),
            received: look::date_time(dossier.received_at),
            ready: dossier.ready_at.map(look::date_time).unwrap_or_default(),
            steps: dossier.steps.len(),
        })
        .collect();
    let at = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    let pager = (found.len() > PAGE).then(|| Pager {
        t,
        from: at(before + 1),
        to: at(before + rows.len()),
        before: (number > 1).then(|| asked.with_page(number - 1).address("/flow/dossiers")),
        after: (before + PAGE < found.len()).then(|| asked.with_page(number + 1).address("/flow/dossiers")),
        form: None,
    });
    let title = match asked.what.as_str() {
        "way" => t.t("flow.list.way").to_owned(),
        "follows" => t.with("flow.list.follows", &[("a", &step(&asked.a)), ("b", &step(&asked.b))]),
        "units" => t.with("flow.list.units", &[("a", &names.unit(&asked.a)), ("b", &names.unit(&asked.b))]),
        "again" => t.one("flow.list.again", "a", step(&asked.a)),
        "away" => t.t("flow.list.away").to_owned(),
        "person" => t.with("flow.list.person", &[("a", &step(&asked.a)), ("who", &names.person(&asked.c))]),
        _ => t.one("flow.list.step", "a", step(&asked.a)),
    };
    Ok(page::html(&DossiersPage {
        unit: names.unit(&asked.unit),
        title,
        about: procedure_name(&names, &asked.procedure),
        back: asked.whole(),
        count: found.len(),
        rows,
        pager,
        keys: keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]),
        page,
    }))
}
