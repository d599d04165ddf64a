//! `/apologies`: how often each agency had to put a date off this year, and said so with a letter. Counts by agency, nobody's name.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::route::{Access, Route};
use crate::web::Web;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/apologies", Access::Public, show)]
}

#[derive(Template)]
#[template(path = "citizen/apologies.html")]
struct ApologiesPage {
    page: Page,
    year: i64,
    /// Name of the agency and how many, the most first.
    agencies: Vec<(String, String)>,
    total: i64,
    /// Another year that may be looked at.
    other: i64,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    year: Option<i64>,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let this_year = i64::from(look::local(page.now).year());
    let year = asked.year.unwrap_or(this_year);
    // Nothing is counted in years that have not come, nor before there were one-stop centres.
    if !(2018..=this_year).contains(&year) {
        return Err(Fault::NotFound);
    }
    let directory = web.app().directory();
    let counted = web.app().apologies(year).await?;
    let total = counted.iter().map(|(_, n)| n).sum();
    let agencies = counted
        .into_iter()
        .map(|(code, n)| {
            let unit = directory.unit(&code);
            let name = unit.map_or(code.as_str(), |unit| page.t.name(&unit.name, &unit.name_en)).to_owned();
            (name, look::thousands(page.t, n))
        })
        .collect();
    let other = if year == this_year { this_year - 1 } else { this_year };
    Ok(page::html(&ApologiesPage { year, agencies, total, other, page }))
}
