//! Việc khác: what else one number is to be for, chosen before it is taken. The address carries field groups and nothing of a person.

use super::{KioskHead, Tile, head};
use crate::fault::Fault;
use crate::page::{self, Page};
use crate::pages::home::field_icon;
use crate::pages::ticket::{name_of, others_in};
use crate::web::Web;
use crate::words::T;
use adapters::speech::Screen;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

/// One more errand of a number that is to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// Field group.
    pub field: String,
    /// Its name.
    pub name: String,
    /// Address of the screen without it.
    pub without: String,
}

/// What else a number is to be for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// In the order in which they were chosen.
    pub chosen: Vec<Other>,
    /// Where one more is chosen, of no length when that is enough.
    pub more: String,
}

/// Choosing one more.
#[derive(Template)]
#[template(path = "hall/kiosk-more.html")]
pub struct KioskMorePage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// Field groups to choose from.
    pub tiles: Vec<Tile>,
    /// The screen before.
    pub back: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Chosen {
    #[serde(default)]
    procedure: String,
    #[serde(default)]
    with: String,
}

/// Field groups an address names that a number may be for besides.
fn named<'a>(web: &Web, t: T, (hall, field): (&str, &str), with: &'a str) -> Vec<&'a str> {
    let directory = web.app().directory();
    let offered = others_in(&directory, t, hall, &[field]);
    let most = usize::try_from(directory.queue_rules().errands - 1).unwrap_or(0);
    let mut named: Vec<&str> = Vec::new();
    for code in with.split(',') {
        if offered.iter().any(|pick| pick.value == code) && !named.contains(&code) && named.len() < most {
            named.push(code);
        }
    }
    named
}

fn address((hall, field, procedure): (&str, &str, &str), more: bool, with: &[&str]) -> String {
    let room = if more { "/more" } else { "" };
    let procedure = crate::form::encoded(procedure);
    format!("/kiosk/{hall}/field/{field}{room}?procedure={procedure}&with={}", with.join(","))
}

pub(super) fn others(web: &Web, t: T, at: (&str, &str, &str), with: &str) -> Others {
    let (hall, field, _) = at;
    let directory = web.app().directory();
    let named = named(web, t, (hall, field), with);
    let one = |code: &&str| {
        let rest: Vec<&str> = named.iter().copied().filter(|other| other != code).collect();
        Other {
            field: (*code).to_owned(),
            name: name_of(&directory, t, code),
            without: address(at, false, &rest),
        }
    };
    let held: Vec<&str> = std::iter::once(field).chain(named.iter().copied()).collect();
    let room = i64::try_from(held.len()).is_ok_and(|held| held < directory.queue_rules().errands);
    let more = room && !others_in(&directory, t, hall, &held).is_empty();
    Others {
        chosen: named.iter().map(one).collect(),
        more: if more { address(at, true, &named) } else { String::new() },
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path((hall, field)): Path<(String, String)>,
    Query(asked): Query<Chosen>,
) -> Result<Response, Fault> {
    let mut head = head(&web, &page, &hall, Screen::Start).await?;
    // The voice has no words for this screen yet.
    head.read = String::new();
    let (directory, t) = (web.app().directory(), page.t);
    directory.series(&hall, &field).ok_or(Fault::NotFound)?;
    let at = (hall.as_str(), field.as_str(), asked.procedure.as_str());
    let named = named(&web, t, (&hall, &field), &asked.with);
    let held: Vec<&str> = std::iter::once(field.as_str()).chain(named.iter().copied()).collect();
    let tile = |pick: crate::parts::Pick| {
        let with: Vec<&str> = named.iter().copied().chain([pick.value.as_str()]).collect();
        Tile {
            href: address(at, false, &with),
            icon: field_icon(&pick.value),
            name: pick.text.clone(),
            wait: String::new(),
            busy: false,
        }
    };
    let tiles = others_in(&directory, t, &hall, &held).into_iter().map(tile).collect();
    let back = address(at, false, &named);
    Ok(page::html(&KioskMorePage { page, head, tiles, back }))
}
