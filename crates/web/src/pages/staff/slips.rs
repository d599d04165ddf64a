//! Slips on paper, for the director: who entered what, when it is said to have been, what the system itself wrote around that time.
//! Confirmed, it counts as of the slip's time; sent back, it goes to whoever entered it, with the reason.

use super::names::Names;
use super::queue::hall_of;
use super::sent::{Sent, again};
use super::{actor, errors_of, keybar, names, sheet};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::queries::{AtWorkThen, SlipLine};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::kernel::{CommandId, Refusal, StreamId};
use policy::Action;
use store::AccessAbout;

pub(crate) fn routes() -> Vec<Route> {
    let superior = Access::Staff(Action::ConfirmSlip);
    vec![
        Route::get("/floor/slips", superior, show),
        Route::post("/floor/slips/confirm", superior, confirm),
        Route::post("/floor/slips/send-back", superior, send_back),
    ]
}

/// A slip that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SlipView {
    /// Pad and number, as a form names them.
    key: String,
    label: String,
    counter: String,
    by: String,
    what: String,
    applicant: String,
    received: String,
    entered: String,
    cash: String,
    /// The system was at work at that counter then.
    doubt: String,
}

/// A slip that was decided upon.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DecidedView {
    label: String,
    by: String,
    when: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "staff/slips.html")]
struct SlipsPage {
    page: Page,
    hall: String,
    waiting: Vec<SlipView>,
    sent_back: Vec<DecidedView>,
    confirmed: Vec<DecidedView>,
    errors: ErrorSummary,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    Ok(page::html(&slips_page(&web, page, None).await?))
}

async fn slips_page(web: &Web, page: Page, refusal: Option<&Refusal>) -> Result<SlipsPage, Fault> {
    const DECIDED_SHOWN: usize = 10;
    let (actor, names) = (actor(&page)?, names(web, &page));
    let hall = hall_of(&names, actor.unit())?;
    let mut waiting = Vec::new();
    for slip in web.app().slips(&hall, "entered").await? {
        waiting.push(waiting_view(web, &names, &actor, &slip).await?);
    }
    let decided = |slips: Vec<SlipLine>| -> Vec<DecidedView> {
        slips.iter().rev().take(DECIDED_SHOWN).map(|slip| decided_view(&names, slip)).collect()
    };
    Ok(SlipsPage {
        hall: names.hall(&hall),
        waiting,
        sent_back: decided(web.app().slips(&hall, "sent_back").await?),
        confirmed: decided(web.app().slips_confirmed(&hall).await?),
        errors: refusal.map(|refusal| errors_of(page.t, refusal)).unwrap_or_default(),
        keys: keybar(page.t, &[]),
        page,
    })
}

async fn waiting_view(
    web: &Web,
    names: &Names,
    actor: &app::Actor,
    slip: &SlipLine,
) -> Result<SlipView, Fault> {
    let t = names.t;
    let dossier = slip.dossier.ok_or(Fault::NotFound)?;
    let about = AccessAbout::Dossier(dossier);
    let view = sheet::reading(web, actor, about, "slip_read", web.app().dossier(dossier)).await?;
    let then = match slip.received_at {
        Some(at) => web.app().at_work_then(&slip.hall, &slip.counter, at).await?,
        None => AtWorkThen::default(),
    };
    let doubt = if then.at_counter > 0 {
        t.count("slips.at_counter", then.at_counter)
    } else if then.in_hall > 0 {
        t.count("slips.in_hall", then.in_hall)
    } else {
        String::new()
    };
    let number = names.directory.counter(&slip.hall, &slip.counter).map_or(0, |counter| counter.number);
    Ok(SlipView {
        key: format!("{}.{}", slip.pad, slip.slip),
        label: slip.label.clone(),
        counter: t.with("desk.counter", &[("n", &number)]),
        by: names.person(&slip.entered_by),
        what: names.of_plan(&view.state.plan),
        applicant: view.applicant.name,
        received: slip.received_at.map(look::day_month_time).unwrap_or_default(),
        entered: look::day_month_time(slip.entered_at),
        cash: slip.cash_vnd.map(|cash| look::money(t, cash)).unwrap_or_default(),
        doubt,
    })
}

fn decided_view(names: &Names, slip: &SlipLine) -> DecidedView {
    DecidedView {
        label: slip.label.clone(),
        by: names.person(&slip.decided_by),
        when: slip.decided_at.map(look::day_month_time).unwrap_or_default(),
        reason: slip.reason.clone(),
    }
}

/// Pad and number of the slips a form names.
fn named(sent: &Sent) -> Vec<(StreamId, i64)> {
    let read = |key: &str| {
        let (pad, slip) = key.split_once('.')?;
        Some((StreamId(pad.parse().ok()?), slip.parse().ok()?))
    };
    sent.form.all("slip").filter_map(read).collect()
}

/// Each slip is a command of its own: what is refused stays in the list and the page says why.
async fn confirm(sent: Sent) -> Result<Response, Fault> {
    let slips = named(&sent);
    if slips.is_empty() {
        return Ok(sent.not_done("/floor/slips", "slips_none_chosen"));
    }
    let (mut done, mut refused) = (0_usize, None);
    for (pad, slip) in slips {
        let id = CommandId(format!("{}-{pad}-{slip}", sent.form.command_id().0));
        match sent.web.act(&sent.actor, &id, Command::ConfirmSlip { pad, slip }).await {
            Ok(_) => done += 1,
            Err(Fault::Refused(refusal)) => refused = Some(refusal),
            Err(fault) => return Err(fault),
        }
    }
    match refused {
        None => Ok(sent.done("/floor/slips", "slips_confirmed", &done.to_string())),
        Some(refusal) => Ok(again(&slips_page(&sent.web, sent.page, Some(&refusal)).await?)),
    }
}

async fn send_back(sent: Sent) -> Result<Response, Fault> {
    let (pad, slip) = named(&sent).first().copied().ok_or(Fault::NotFound)?;
    let reason = sent.form.get("reason").to_owned();
    match sent.act(Command::SendBackSlip { pad, slip, reason }).await? {
        None => Ok(sent.done("/floor/slips", "slip_sent_back", "")),
        Some(refusal) => Ok(again(&slips_page(&sent.web, sent.page, Some(&refusal)).await?)),
    }
}
