//! Kết quả chưa nhận: results that wait, the longest first; what was written to the person and what became of it; and the archive.

use super::names::Names;
use super::paging::{self, Trail};
use super::sent::{Sent, Which, again};
use super::{actor, errors_of, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::encoded;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::queries::{NamedDossier, UnclaimedSaid};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::{Refusal, StreamId};
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let returns = Access::Staff(Action::SeeReturns);
    let parks = Access::Staff(Action::ParkUnclaimed);
    vec![
        Route::get("/desk/unclaimed", returns, show),
        Route::post("/desk/unclaimed/{dossier}/remind", parks, remind),
        Route::post("/desk/unclaimed/{dossier}/park", parks, park),
    ]
}

/// A result that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    dossier: StreamId,
    code: String,
    name: String,
    matter: String,
    ready: String,
    days: i64,
    message: String,
    reminders: i64,
    reminded: String,
    place: String,
    may_park: bool,
    /// What was typed for a place that was refused.
    typed: Option<String>,
}

#[derive(Template)]
#[template(path = "staff/unclaimed.html")]
struct UnclaimedPage {
    page: Page,
    unit: String,
    rule: String,
    parked: bool,
    after: String,
    waiting: String,
    archived: String,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    can_hand_over: bool,
    /// May remind and put in the archive.
    acts: bool,
    errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Clone, Deserialize, Default)]
struct Asked {
    /// Those in the archive.
    #[serde(default)]
    parked: String,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn of(sent: &Sent) -> Self {
        Self { parked: String::new(), after: sent.form.get("after").to_owned() }
    }

    fn address(&self) -> String {
        let part =
            |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}={}", encoded(value)));
        let parts: Vec<String> =
            [part("parked", &self.parked), part("after", &self.after)].into_iter().flatten().collect();
        let question = if parts.is_empty() { "" } else { "?" };
        format!("/desk/unclaimed{question}{}", parts.join("&"))
    }
}

/// A place that was refused: of which dossier, what was typed, and why not.
struct Refused<'a> {
    dossier: StreamId,
    place: &'a str,
    refusal: &'a Refusal,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&unclaimed_page(&web, page, &asked, None).await?))
}

async fn unclaimed_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<Refused<'_>>,
) -> Result<UnclaimedPage, Fault> {
    let (actor, names) = (actor(&page)?, names(web, &page));
    let parked = !asked.parked.is_empty();
    let trail = Trail::of(&asked.after);
    let leaf = async {
        if parked {
            web.app().named_parked(actor.unit(), trail.wanted(None)).await
        } else {
            web.app().named_ready(actor.unit(), page.now, trail.wanted(None)).await
        }
    };
    let leaf = sheet::listing(web, &actor, "results_listed", leaf).await?;
    let dossiers: Vec<StreamId> = leaf.rows.iter().map(|line| line.line.dossier).collect();
    let said = web.app().unclaimed_said(&dossiers).await?;
    let after_days = names.directory.park_after_days();
    let rows: Vec<RowView> = leaf
        .rows
        .iter()
        .zip(&said)
        .map(|(line, said)| row(&names, line, said, after_days, refused.as_ref()))
        .collect();
    let pager = trail.pager(page.t, rows.len(), leaf.next.as_ref());
    let pager = paging::linked(pager, |after| {
        Asked { parked: asked.parked.clone(), after: after.to_owned() }.address()
    });
    let waiting = web.app().ready_count(actor.unit(), page.now).await?;
    let archived = web.app().parked_count(actor.unit()).await?;
    Ok(UnclaimedPage {
        unit: names.unit(actor.unit()),
        rule: page.t.with("unclaimed.rule", &[("days", &after_days)]),
        parked,
        after: asked.after.clone(),
        waiting: paging::up_to_100(waiting),
        archived: paging::up_to_100(archived),
        rows,
        pager,
        acts: web.app().permit(&actor, Action::ParkUnclaimed, &Resource::page(&[])).is_ok(),
        can_hand_over: web.app().permit(&actor, Action::SeeDesk, &Resource::page(&[])).is_ok(),
        errors: refused.map(|refused| errors_of(page.t, refused.refusal)).unwrap_or_default(),
        keys: keybar(page.t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]),
        page,
    })
}

fn row(
    names: &Names,
    line: &NamedDossier,
    said: &UnclaimedSaid,
    after_days: i64,
    refused: Option<&Refused<'_>>,
) -> RowView {
    let dossier = &line.line;
    let ready_at = dossier.ready_at.unwrap_or(names.now);
    let days = (names.now - ready_at).max(0) / 86_400_000;
    let own = refused.filter(|refused| refused.dossier == dossier.dossier);
    RowView {
        dossier: dossier.dossier,
        code: dossier.code.clone(),
        name: line.applicant.name.clone(),
        matter: names.procedure(&dossier.procedure, &dossier.publisher, &dossier.version),
        ready: look::date(ready_at),
        days,
        message: message(names, said),
        reminders: said.reminders,
        reminded: said.reminded_at.map(look::day_month).unwrap_or_default(),
        place: said.parked_place.clone(),
        may_park: days >= after_days,
        typed: own.map(|refused| refused.place.to_owned()),
    }
}

/// What became of the last message that asked the person to come.
fn message(names: &Names, said: &UnclaimedSaid) -> String {
    if said.status.is_empty() {
        return names.t.t("unclaimed.no_message").to_owned();
    }
    let state = names.t.code("message_state", &said.status);
    let why = if said.failure.is_empty() || said.status != "failed" {
        String::new()
    } else {
        format!(" ({})", names.t.code("message_failure", &said.failure))
    };
    format!("{}: {state}{why}", names.t.code("message_channel", &said.channel))
}

async fn remind(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let to = Asked::of(&sent).address();
    sent.act_and_say(Command::RemindPickup { dossier }, &to, "reminded").await
}

async fn park(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let (asked, place) = (Asked::of(&sent), sent.form.get("place").to_owned());
    match sent.act(Command::Park { dossier, place: place.clone() }).await? {
        None => Ok(sent.done(&asked.address(), "parked", "")),
        Some(refusal) => {
            let refused = Refused { dossier, place: &place, refusal: &refusal };
            Ok(again(&unclaimed_page(&sent.web, sent.page, &asked, Some(refused)).await?))
        }
    }
}
