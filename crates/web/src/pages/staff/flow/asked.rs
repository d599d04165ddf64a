//! Which ways an address asks for.

use super::super::actor;
use crate::fault::Fault;
use crate::form::encoded;
use crate::page::Page;
use crate::web::Web;
use app::queries::Flow;
use app::queries::reports::ReportOf;
use domain::kernel::StreamId;
use domain::mining::{Mined, Way};
use domain::report::Period;
use policy::{Action, Resource};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Parts of the address. Codes and names of steps only, nothing about an applicant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub unit: String,
    pub period: String,
    /// `code@publisher`.
    pub procedure: String,
    /// Which number: see [`Number`].
    pub what: String,
    pub a: String,
    pub b: String,
    pub c: String,
    /// Page of the list, from 1.
    pub page: String,
}

/// A number of the page, by what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number<'a> {
    /// Dossiers of one way.
    Way(&'a Way),
    /// Dossiers in which the one followed the other.
    Follows(&'a str, &'a str),
    /// Dossiers in which a step was done.
    Step(&'a str),
    /// Dossiers in which a step was done more than once.
    Again(&'a str),
    /// Dossiers that went from the one unit to the other.
    Units(&'a str, &'a str),
    /// Dossiers that were with nobody here for a while.
    Away,
    /// Dossiers in which somebody did a step: step, unit, person.
    Person(&'a str, &'a str, &'a str),
}

impl Asked {
    pub(super) fn address(&self, path: &str) -> String {
        let parts = [
            ("unit", &self.unit),
            ("period", &self.period),
            ("procedure", &self.procedure),
            ("what", &self.what),
            ("a", &self.a),
            ("b", &self.b),
            ("c", &self.c),
            ("page", &self.page),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    pub(super) fn with_period(&self, period: Period) -> Self {
        Self { period: period.to_string(), ..self.clone() }
    }

    pub(super) fn with_page(&self, page: usize) -> Self {
        Self { page: page.to_string(), ..self.clone() }
    }

    /// The page it belongs to.
    pub(super) fn whole(&self) -> String {
        let whole = Self {
            unit: self.unit.clone(),
            period: self.period.clone(),
            procedure: self.procedure.clone(),
            ..Self::default()
        };
        whole.address("/flow")
    }

    /// The dossiers behind a number.
    pub(super) fn behind(&self, number: Number<'_>) -> String {
        let (what, a, b, c) = match number {
            Number::Way(way) => ("way", name_of_way(way), String::new(), String::new()),
            Number::Follows(from, to) => ("follows", from.to_owned(), to.to_owned(), String::new()),
            Number::Step(name) => ("step", name.to_owned(), String::new(), String::new()),
            Number::Again(name) => ("again", name.to_owned(), String::new(), String::new()),
            Number::Units(from, to) => ("units", from.to_owned(), to.to_owned(), String::new()),
            Number::Away => ("away", String::new(), String::new(), String::new()),
            Number::Person(step, unit, person) => {
                ("person", step.to_owned(), unit.to_owned(), person.to_owned())
            }
        };
        Self { what: what.to_owned(), a, b, c, page: String::new(), ..self.clone() }.address("/flow/dossiers")
    }

    /// The dossiers the address asks for, by their places in what was mined; nothing for a number that is not there.
    pub(super) fn found<'a>(&self, mined: &'a Mined) -> Option<&'a BTreeSet<usize>> {
        let pair = || (self.a.clone(), self.b.clone());
        match self.what.as_str() {
            "way" => mined.ways.iter().find(|(way, _)| name_of_way(way) == self.a).map(|(_, cases)| cases),
            "follows" => mined.follows.get(&pair()).map(|follows| &follows.seen.cases),
            "step" => mined.activities.get(&self.a).map(|activity| &activity.seen.cases),
            "again" => mined.activities.get(&self.a).map(|activity| &activity.again),
            "units" => mined.units.get(&pair()).map(|seen| &seen.cases),
            "away" => Some(&mined.away.1),
            "person" => {
                let by = &mined.activities.get(&self.a)?.by;
                by.get(&(self.b.clone(), self.c.clone())).map(|(seen, _)| &seen.cases)
            }
            _ => None,
        }
    }
}

/// A short name for a way, the same as long as its steps are the same.
fn name_of_way(way: &Way) -> String {
    let steps = way.activities.join("\u{1f}");
    StreamId::named(&format!("way/{}/{steps}", way.open)).to_string()
}

/// The dossiers asked for, mined.
pub(super) struct Asking {
    /// What was asked, every part filled in.
    pub asked: Asked,
    pub of: ReportOf,
    pub flow: Flow,
    pub mined: Mined,
    /// Keys of the procedures that may be chosen.
    pub procedures: Vec<String>,
}

impl Asking {
    pub(super) async fn read(web: &Web, page: &Page, mut asked: Asked) -> Result<Self, Fault> {
        let actor = actor(page)?;
        let directory = web.app().directory();
        if asked.unit.is_empty() {
            actor.unit().clone_into(&mut asked.unit);
        }
        if directory.unit(&asked.unit).is_none() {
            return Err(Fault::NotFound);
        }
        let of_unit = Resource::page(&directory.unit_path(&asked.unit));
        web.app().permit(&actor, Action::SeeReports, &of_unit)?;
        let first_day = directory.report_rules(&asked.unit, page.now).first_day;
        let period = if asked.period.is_empty() {
            Period::month_of(directory.day(page.now), first_day)
        } else {
            asked.period.parse().map_err(|_| Fault::BadRequest("report_period_unknown"))?
        };
        asked.period = period.to_string();
        let procedures = web.app().procedures_used().await?;
        if asked.procedure.is_empty() {
            asked.procedure = procedures.first().cloned().unwrap_or_default();
        }
        let of = web.app().report_of(&asked.unit, period)?;
        let flow = match asked.procedure.split_once('@') {
            Some((code, publisher)) => web.app().flow_of(&of, code, publisher).await?,
            None if asked.procedure.is_empty() => Flow::default(),
            None => return Err(Fault::NotFound),
        };
        let mined = web.app().mine_flow(&flow);
        Ok(Self { asked, of, flow, mined, procedures })
    }
}

/// What persons of a unit did is read by whoever answers for them: gives them their work, knows their leave.
pub(super) fn leads(web: &Web, page: &Page, unit: &str) -> Result<(), Fault> {
    let resource = Resource::staff(&web.app().directory().unit_path(unit));
    web.app().permit(&actor(page)?, Action::RecordAbsence, &resource)?;
    Ok(())
}
