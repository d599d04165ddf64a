//! The steps behind a number of the floor.

use super::units_of;
use crate::fault::Fault;
use crate::form::encoded;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::pages::staff::paging::{self, Trail};
use crate::pages::staff::times;
use crate::pages::staff::{actor, keybar, names};
use crate::parts::{Chip, KeyBar, Pager};
use crate::web::Web;
use app::queries::{Wanted, WorkLine, WorkList, WorkOrder};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

/// What a number counts: steps of a unit or a person, late, soon or all.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    person: String,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn address(&self, state: &str, person: &str, after: &str) -> String {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("&{name}={}", encoded(value)),
        };
        let (state, person, after) = (part("state", state), part("person", person), part("after", after));
        format!("/floor/steps?unit={}{state}{person}{after}", encoded(&self.unit))
    }
}

/// A step in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StepRow {
    dossier: domain::kernel::StreamId,
    code: String,
    matter: String,
    step: String,
    person: String,
    person_href: String,
    chip: Option<Chip>,
    due: String,
    told: String,
}

#[derive(Template)]
#[template(path = "staff/floor-steps.html")]
struct StepsPage {
    page: Page,
    unit: String,
    title: String,
    topic: String,
    rows: Vec<StepRow>,
    /// Milliseconds until a step of the unit turns, also one that is not shown.
    turns: Option<i64>,
    pager: Option<Pager>,
    states: Vec<(String, String, bool)>,
    keys: KeyBar,
}

pub(super) async fn steps(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    if !units_of(&names, actor.unit()).contains(&asked.unit) {
        return Err(Fault::NotFound);
    }
    let fits = |line: &WorkLine| {
        let state = times::of_row(&names, &line.step).state(page.now);
        let of_state = match asked.state.as_str() {
            "red" => state == TimeState::Late,
            "yellow" => state == TimeState::Soon,
            _ => true,
        };
        of_state && (asked.person.is_empty() || line.step.person == asked.person)
    };
    let filtered = !(asked.state.is_empty() && asked.person.is_empty());
    let trail = Trail::of(&asked.after);
    let list = WorkList::Unit(asked.unit.clone());
    let wanted = trail.wanted(filtered.then_some(&fits as _));
    let leaf = web.app().work(&list, WorkOrder::Due, wanted).await?;
    // A step that is not shown turns too, and is shown then.
    let turns = if filtered {
        let first = web.app().work(&list, WorkOrder::Due, Wanted::first(paging::PAGE)).await?;
        times::turns_in(&names, first.rows.iter().map(|line| &line.step))
    } else {
        times::turns_in(&names, leaf.rows.iter().map(|line| &line.step))
    };
    let t = page.t;
    let rows = leaf
        .rows
        .iter()
        .map(|line| StepRow {
            dossier: line.step.dossier,
            code: line.step.code.clone(),
            matter: names.procedure(&line.step.procedure, &line.publisher, &line.version),
            step: names.step(&line.step.name, &line.step.kind),
            person: if line.step.person.is_empty() {
                t.t("step.unassigned").to_owned()
            } else {
                names.person(&line.step.person)
            },
            person_href: asked.address(&asked.state, &line.step.person, ""),
            chip: times::chip_of_row(&names, &line.step),
            due: line.step.due_at.map(look::day_month_time).unwrap_or_default(),
            told: names.title(&line.step.escalated_to),
        })
        .collect();
    let states = [("red", "floor.state.red"), ("yellow", "floor.state.yellow"), ("", "floor.state.all")]
        .map(|(state, key)| (asked.address(state, "", ""), t.t(key).to_owned(), asked.state == state))
        .to_vec();
    let keys = keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]);
    Ok(page::html(&StepsPage {
        unit: names.unit(&asked.unit),
        title: t.t("floor.steps").to_owned(),
        topic: format!("unit:{}", asked.unit),
        turns,
        pager: paging::linked(trail.pager(t, leaf.rows.len(), leaf.next.as_ref()), |after| {
            asked.address(&asked.state, &asked.person, after)
        }),
        rows,
        states,
        keys,
        page,
    }))
}
