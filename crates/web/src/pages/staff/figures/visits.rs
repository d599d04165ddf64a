//! The tickets behind a number: their instants and what became of the promise, nothing about anybody.

use super::super::paging::{self, PAGE, Trail};
use super::super::{keybar, names};
use super::asked::{Asked, Figures, which};
use super::table;
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager};
use crate::web::Web;
use app::queries::figures::{Behind, JourneyLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::hall::{End, Measure, Outcome};

struct RowView {
    label: String,
    field: String,
    counter: String,
    taken: String,
    appointment: String,
    called: String,
    waited: String,
    seated: String,
    ended: String,
    served: String,
    outcome: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "staff/figures-visits.html")]
struct VisitsPage {
    page: Page,
    hall: String,
    title: String,
    about: String,
    back: String,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    keys: KeyBar,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (asked, of, by) = which(&web, &page, asked)?;
    let (t, names) = (page.t, names(&web, &page));
    let measure = Measure::from_word(&asked.measure).ok_or(Fault::NotFound)?;
    let trail = Trail::of(&asked.after);
    let from = trail.wanted::<JourneyLine>(None).from;
    let behind = Behind { by, key: asked.row.as_deref(), measure };
    let leaf = web.app().journeys(&of, behind, (from, PAGE)).await?;
    let clock = |at: Option<i64>| at.map_or_else(|| "–".to_owned(), look::clock);
    let rows: Vec<RowView> = leaf
        .rows
        .iter()
        .map(|line| {
            let journey = &line.journey;
            let outcome = Measure::Of(journey.outcome(of.promised_ms, of.now));
            RowView {
                label: look::ticket(&line.label),
                field: names.field(&line.field),
                counter: table::counter(&names, &of.hall, &line.counter),
                taken: look::day_month_time(journey.taken_at),
                appointment: journey.appointment_at.map(look::clock).unwrap_or_default(),
                called: clock(journey.called_at),
                waited: table::length(journey.waited_ms()),
                seated: clock(journey.seated_at),
                ended: clock(if let End::Served(at) = journey.end { Some(at) } else { None }),
                served: table::length(journey.served_ms()),
                outcome: t.code("figures.outcome", outcome.word()),
                class: match outcome {
                    Measure::Of(Outcome::Lost(_)) => "late",
                    Measure::Of(Outcome::Kept) => "ok",
                    _ => "",
                },
            }
        })
        .collect();
    let pager = paging::linked(trail.pager(t, rows.len(), leaf.next.as_ref()), |after| {
        asked.with_after(after).address("/floor/figures/visits")
    });
    let figures = Figures { asked, of, by, parts: Vec::new() };
    let row = figures.asked.row.as_deref().map(|key| table::name(&names, &figures, key));
    Ok(page::html(&VisitsPage {
        hall: names.hall(&figures.of.hall),
        title: t.code("figures.file.col", measure.word()),
        about: format!(
            "{} · {}",
            table::title(t, figures.of.days),
            row.unwrap_or_else(|| t.t("figures.total").to_owned())
        ),
        back: figures.asked.whole(),
        rows,
        pager,
        keys: keybar(t, &[]),
        page,
    }))
}
