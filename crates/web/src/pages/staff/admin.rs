//! Quản trị: who works here and who may sign in, who is away, days of the calendar that are open, messages nobody knows the fate of.

use super::paging::PAGE;
use super::sent::{Sent, Which};
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::form::encoded;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{Chip, KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::Command;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::StreamId;
use domain::message::Channel;
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let admin = Access::Staff(Action::SeeAdmin);
    let again = Access::Staff(Action::SeeReturns);
    vec![
        Route::get("/admin", admin, show),
        Route::post("/admin/calendar", admin, switch),
        Route::get("/messages", again, messages),
        Route::post("/messages/{message}/again", again, send_again),
    ]
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PersonRow {
    name: String,
    code: String,
    title: String,
    unit: String,
    role: String,
    /// How the person signs in: the state of the account, in words.
    account: String,
    open: bool,
}

/// A leave.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AbsenceRow {
    name: String,
    from: String,
    until: String,
    substitute: String,
    reason: String,
    now: bool,
}

/// A day that is switched.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SwitchRow {
    name: String,
    title: String,
    date: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "staff/admin.html")]
struct AdminPage {
    page: Page,
    q: String,
    people: Vec<PersonRow>,
    found: usize,
    pager: Option<Pager>,
    absences: Vec<AbsenceRow>,
    switches: Vec<SwitchRow>,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let names = names(&web, &page);
    let t = page.t;
    let accounts = web.app().list_accounts().await?;
    let on = names.directory.date(page.now);
    let asked_for = domain::catalogue::fold(&asked.q);
    let mut people: Vec<PersonRow> = names
        .directory
        .catalogue()
        .positions_on(&on)
        .map(|held| {
            let account = accounts.iter().find(|account| account.person == held.person);
            let state = match account {
                None => "none",
                Some(account) if account.disabled => "closed",
                Some(_) => "open",
            };
            PersonRow {
                name: names.person(&held.person),
                code: held.person.clone(),
                title: t.name(&held.title, &held.title_en).to_owned(),
                unit: names.unit(&held.unit),
                role: t.code("role", held.role.word()),
                account: t.code("account_state", state),
                open: state == "open",
            }
        })
        .filter(|row| {
            let words = format!("{} {} {} {}", row.name, row.code, row.title, row.unit);
            asked_for.is_empty() || domain::catalogue::fold(&words).contains(&asked_for)
        })
        .collect();
    people.sort_by(|one, other| (&one.unit, &one.code).cmp(&(&other.unit, &other.code)));
    let found = people.len();
    let pager = pager(t, &asked, found);
    let people: Vec<PersonRow> =
        people.into_iter().skip(asked.page.saturating_mul(PAGE)).take(PAGE).collect();
    let absences = names
        .directory
        .catalogue()
        .absences
        .iter()
        .rev()
        .filter(|row| row.until > page.now)
        .map(|row| AbsenceRow {
            name: names.person(&row.person),
            from: look::date_time(row.from),
            until: look::date_time(row.until),
            substitute: names.person(&row.substitute),
            reason: row.reason.clone(),
            now: row.from <= page.now,
        })
        .collect();
    let switches = web
        .app()
        .calendar_switches()?
        .into_iter()
        .map(|switch| SwitchRow { date: switch.date, title: switch.title, on: switch.on, name: switch.name })
        .collect();
    Ok(page::html(&AdminPage {
        q: asked.q,
        people,
        found,
        pager,
        absences,
        switches,
        keys: keybar(t, &[]),
        page,
    }))
}

/// Pages by number: these people are in memory, and a name that is new moves few of them.
fn pager(t: T, asked: &Asked, found: usize) -> Option<Pager> {
    let number = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let address = |page: usize| format!("/admin?q={}&page={page}", encoded(&asked.q));
    let before = asked.page.saturating_mul(PAGE);
    (found > PAGE).then(|| Pager {
        t,
        from: number(before.saturating_add(1)),
        to: number(before.saturating_add(PAGE).min(found)),
        before: asked.page.checked_sub(1).map(address),
        after: (before.saturating_add(PAGE) < found).then(|| address(asked.page + 1)),
        form: None,
    })
}

async fn switch(sent: Sent) -> Result<Response, Fault> {
    let on = sent.form.get("to") == "on";
    sent.web.app().switch_day(&sent.actor, sent.form.get("switch"), on).await?;
    Ok(sent.done("/admin", "switched", ""))
}

/// A message that did not arrive, or of which nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MessageRow {
    message: StreamId,
    dossier: StreamId,
    code: String,
    at: String,
    what: String,
    channel: String,
    failure: String,
    chip: Chip,
}

#[derive(Template)]
#[template(path = "staff/messages.html")]
struct MessagesPage {
    page: Page,
    rows: Vec<MessageRow>,
    keys: KeyBar,
}

async fn messages(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let t = page.t;
    let directory = web.app().directory();
    let mut rows = Vec::new();
    for (status, state) in [("in_doubt", look::TimeState::Soon), ("failed", look::TimeState::Late)] {
        for (line, dossier) in web.app().troubled_messages(status).await? {
            let (_, about) = web.app().dossier_state(dossier).await?;
            // Only those of dossiers received here: another centre looks after its own.
            let resource = Resource::message(&directory.unit_path(&about.plan.receiving_unit));
            if web.app().permit(&actor, Action::SendMessageAgain, &resource).is_err() {
                continue;
            }
            rows.push(MessageRow {
                message: line.message,
                dossier,
                code: about.code.clone(),
                at: look::date_time(line.requested_at),
                what: t.code("message", &line.template),
                channel: t.code("message_channel", &line.channel),
                failure: t.code("message_failure", &line.failure),
                chip: Chip::new(state, t.code("message_state", status)),
            });
        }
    }
    Ok(page::html(&MessagesPage { rows, keys: keybar(t, &[]), page }))
}

async fn send_again(Which(message): Which, sent: Sent) -> Result<Response, Fault> {
    let channel = if sent.form.get("channel") == "mail" { Channel::Mail } else { Channel::Sms };
    sent.act_and_say(Command::SendAgain { message, channel }, "/messages", "sent_again").await
}
