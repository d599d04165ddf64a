//! `/`: find a procedure, with or without marks; below, what people come for every day.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::Empty;
use crate::route::{Access, Route};
use crate::web::Web;
use app::{Directory, Findings, Scope};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::{Catalogue, Procedure, PublisherKind};
use serde::Deserialize;
use std::collections::BTreeMap;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/", Access::Public, show)]
}

/// A procedure in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Address.
    pub href: String,
    /// Everyday name.
    pub name: String,
    /// Full name, of no length when it is the same.
    pub full: String,
    /// How long.
    pub time: String,
    /// What it costs.
    pub fee: String,
}

/// Procedures of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldGroup {
    /// Icon.
    pub icon: &'static str,
    /// Name of the field.
    pub name: String,
    /// What people come for.
    pub procedures: Vec<Found>,
}

/// Trang đầu.
#[derive(Template)]
#[template(path = "citizen/home.html")]
pub struct HomePage {
    /// Surroundings.
    pub page: Page,
    /// What was asked, as typed.
    pub question: String,
    /// What was found, best first.
    pub found: Vec<Found>,
    /// How the question was read, of no length when as it was typed.
    pub read_as: String,
    /// Nothing was found.
    pub nothing: Option<Empty>,
    /// Everyday matters by field.
    pub fields: Vec<FieldGroup>,
    /// Procedures in force.
    pub count: i64,
    /// What is asked at the door of the first hall that asks: where to answer, and its name; none while nothing is.
    pub door: Option<(String, String)>,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let question: String = asked.q.chars().take(120).collect();
    let found = web.app().find_procedures(&question, Scope::Province, MOST).await?;
    Ok(page::html(&home(page, &web.app().directory(), question, &found)))
}

/// Most results on a page: what is not among them is better asked for in other words.
const MOST: usize = 30;

/// The page for what was asked; for nothing asked, the everyday list.
#[must_use]
pub fn home(page: Page, directory: &Directory, question: String, found: &Findings) -> HomePage {
    let on = directory.date(page.now);
    let catalogue = directory.catalogue();
    let read_as = found.read_as.clone().unwrap_or_default();
    let found: Vec<Found> = found.procedures().map(|procedure| line(&page, procedure)).collect();
    let t = page.t;
    let nothing = (!question.trim().is_empty() && found.is_empty()).then(|| Empty {
        title: t.t("home.nothing").to_owned(),
        text: t.t("home.nothing_text").to_owned(),
        link: None,
    });
    let mut groups: Vec<_> = catalogue.fields.values().collect();
    groups.sort_by_key(|field| field.order);
    let everyday = |field: &str| -> Vec<Found> {
        let own = |one: &&Procedure| one.field == field && !one.short_name.is_empty();
        let mut lines: Vec<Found> = Vec::new();
        for one in
            ours(catalogue, catalogue.procedures_on(&on).filter(own)).into_iter().map(|one| line(&page, one))
        {
            // Several procedures of one everyday name differ in small print: the search lists them all.
            if !lines.iter().any(|line| line.name == one.name) {
                lines.push(one);
            }
        }
        lines
    };
    let fields = groups
        .into_iter()
        .map(|field| FieldGroup {
            icon: field_icon(&field.code),
            name: t.name(&field.name, &field.name_en).to_owned(),
            procedures: everyday(&field.code),
        })
        .filter(|group| !group.procedures.is_empty())
        .collect();
    let count = i64::try_from(ours(catalogue, catalogue.procedures_on(&on)).len()).unwrap_or(i64::MAX);
    let asks = |hall: &domain::catalogue::Hall| {
        let form = directory.asked_at_door(&hall.code, page.now)?;
        Some((format!("/declare/{}", hall.code), t.name(&form.name, &form.name_en).to_owned()))
    };
    let door = directory.halls_at(page.now).find_map(asks);
    HomePage { question, found, read_as, nothing, fields, count, door, page }
}

/// What is done in this province: nothing another province published, and where the province has a version of its own of
/// what a ministry publishes, its own.
fn ours<'a>(catalogue: &Catalogue, procedures: impl Iterator<Item = &'a Procedure>) -> Vec<&'a Procedure> {
    let kind = |procedure: &Procedure| catalogue.publishers.get(&procedure.publisher).map(|body| body.kind);
    let here = procedures.filter(|procedure| kind(procedure) != Some(PublisherKind::OtherProvince));
    let mut places = BTreeMap::new();
    let mut kept: Vec<&Procedure> = Vec::new();
    for procedure in here {
        match places.get(procedure.code.as_str()) {
            Some(place) if kind(procedure) == Some(PublisherKind::Own) => kept[*place] = procedure,
            Some(_) => {}
            None => {
                places.insert(procedure.code.as_str(), kept.len());
                kept.push(procedure);
            }
        }
    }
    kept
}

fn line(page: &Page, procedure: &Procedure) -> Found {
    let name = page.t.name(procedure.listed_name(), &procedure.name_en).to_owned();
    let full =
        if page.t.vi() && !procedure.short_name.is_empty() { procedure.name.clone() } else { String::new() };
    Found {
        href: format!("/procedures/{}", procedure.key()),
        full: if full == name { String::new() } else { full },
        name,
        time: super::procedure::time_in_all(page.t, procedure),
        fee: look::fee(page.t, procedure.fee_vnd()),
    }
}

/// The icon of a field group.
#[must_use]
pub fn field_icon(field: &str) -> &'static str {
    match field {
        "land" => "land",
        "business" => "shop",
        "justice" => "people",
        "construction" => "build",
        "social" => "care",
        "return" => "doc",
        _ => "help",
    }
}
