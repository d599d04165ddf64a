//! Open work of a unit, what ends first on top.

use super::sent::asked_for;
use super::shown::WorkShown;
use super::{Client, Problem};
use crate::web::Web;
use app::Actor;
use app::queries::{Place, Wanted, WorkList, WorkOrder};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use domain::kernel::Violation;
use policy::{Action, Resource, Scope};
use serde::Serialize;

/// Steps of a page when nobody says how many.
const USUAL: usize = 50;
/// Steps of the longest page.
const MOST: usize = 200;

#[derive(Serialize)]
struct PageShown<'a> {
    unit: &'a str,
    steps: Vec<WorkShown<'a>>,
    /// Behind which step the next page begins; nothing on the last one.
    next: Option<String>,
}

pub(super) async fn list(
    State(web): State<Web>,
    client: Client,
    Path(unit): Path<String>,
    RawQuery(question): RawQuery,
) -> Result<Response, Problem> {
    let wanted = wanted(question.as_deref())?;
    let (app, directory) = (web.app(), web.app().directory());
    directory.unit(&unit).ok_or_else(|| Problem::not_found("unit"))?;
    let steps_there = Resource::step(&directory.unit_path(&unit), None, Vec::new());
    app.permit(&client.actor, Action::SeeWork, &steps_there)?;
    let principal = directory.principal(&client.actor, app.now());
    let list = match (app.policies().scope(&principal, Action::SeeWork), &client.actor) {
        // One's own: what its post has to do.
        (Scope::Person(_), Actor::Machine { role, .. }) => {
            WorkList::Post { unit: unit.clone(), role: role.word().to_owned() }
        }
        _ => WorkList::Unit(unit.clone()),
    };
    let page = app.work(&list, WorkOrder::Due, wanted).await?;
    let steps = page.rows.iter().map(WorkShown::of).collect();
    Ok(Json(PageShown { unit: &unit, steps, next: page.next.map(|place| place.to_string()) }).into_response())
}

fn wanted<'a, T>(question: Option<&str>) -> Result<Wanted<'a, T>, Problem> {
    let [limit, after] = asked_for(question, ["limit", "after"])?;
    let mut wrong = Vec::new();
    let most = match limit {
        None => USUAL,
        Some(text) => text.parse().ok().filter(|most| (1..=MOST).contains(most)).unwrap_or_else(|| {
            wrong.push(Violation::new("limit", "out_of_bounds").with("from", 1).with("to", MOST));
            USUAL
        }),
    };
    let from = match after {
        None => None,
        Some(text) => {
            let place = place(&text);
            if place.is_none() {
                wrong.push(Violation::new("after", "place_malformed"));
            }
            place
        }
    };
    if wrong.is_empty() { Ok(Wanted { from, most, fits: None }) } else { Err(Problem::malformed(wrong)) }
}

/// A place in this list: an instant and an id.
fn place(text: &str) -> Option<Place> {
    let digits = |part: &str| part.len() <= 19 && part.bytes().all(|byte| byte.is_ascii_digit());
    let (at, id) = text.split_once('.')?;
    (digits(at) && digits(id)).then(|| text.parse().ok()).flatten()
}
