//! The dossiers behind a figure.

use super::super::paging::{self, PAGE, Trail};
use super::super::{keybar, names};
use super::asked::{Asked, Report};
use super::table;
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager};
use crate::web::Web;
use app::queries::reports::{Cell, CountedDossier, Within};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::StreamId;
use domain::report::{Basis, Figures};

struct RowView {
    dossier: StreamId,
    code: String,
    matter: String,
    unit: String,
    channel: String,
    received: String,
    due: String,
    end: String,
    verdict: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "staff/report-dossiers.html")]
struct DossiersPage {
    page: Page,
    unit: String,
    title: String,
    about: String,
    back: String,
    count: i64,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    keys: KeyBar,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, asked).await?;
    let (t, names) = (page.t, names(&web, &page));
    let cell = Cell::from_word(&report.asked.cell).ok_or(Fault::NotFound)?;
    let groups = names.directory.report_rows(&report.of, &report.lines, report.by);
    let (name, within, figures) = if report.asked.row.is_empty() {
        let sum = Figures::sum(groups.iter().map(|group| &group.figures));
        (t.t("reports.total").to_owned(), Within::default(), sum)
    } else {
        let found = groups.into_iter().find(|group| group.key == report.asked.row).ok_or(Fault::NotFound)?;
        (table::name(&names, report.by, &found.key), found.within, found.figures)
    };
    let trail = Trail::of(&report.asked.after);
    let from = trail.wanted::<CountedDossier>(None).from;
    let asked = (cell, report.basis);
    let leaf = web.app().counted_dossiers(&report.of, report.known, &within, asked, (from, PAGE)).await?;
    let rows: Vec<RowView> = leaf
        .rows
        .iter()
        .map(|found| {
            let basis = report.basis as usize;
            let verdict = &found.verdicts[basis];
            RowView {
                dossier: found.dossier,
                code: found.code.clone(),
                matter: names.matter(&found.procedure, &found.publisher),
                unit: names.unit(&found.handling_unit),
                channel: table::channel(t, &found.channel.to_string()),
                received: look::day_month_time(found.received_at),
                due: found.late_from[basis].map_or_else(|| "–".to_owned(), look::day_month_time),
                end: match found.settled_at {
                    Some(at) => look::day_month_time(at),
                    None if found.waits => t.t("reports.waits").to_owned(),
                    None => t.t("reports.is_open").to_owned(),
                },
                verdict: match (verdict.as_str(), found.settled_at) {
                    ("", _) => t.t("reports.verdict.in_time").to_owned(),
                    ("late", None) => t.t("reports.verdict.overdue").to_owned(),
                    (verdict, _) => t.code("reports.verdict", verdict),
                },
                late: verdict == "late",
            }
        })
        .collect();
    let pager = paging::linked(trail.pager(t, rows.len(), leaf.next.as_ref()), |after| {
        report.asked.with_after(after).address("/reports/dossiers")
    });
    Ok(page::html(&DossiersPage {
        unit: names.unit(&report.of.unit),
        title: t.code("reports.file.cell", cell.word()),
        about: format!(
            "{} · {name} · {}",
            table::title(t, report.of.period),
            t.code("reports.basis", report.basis.word())
        ),
        back: report.asked.whole(),
        count: cell.of(&figures, report.basis),
        rows,
        pager,
        keys: keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]),
        page,
    }))
}

// The three measures stand in the order of their list.
const _: () =
    assert!(Basis::First as usize == 0 && Basis::Current as usize == 1 && Basis::Statutory as usize == 2);
