//! Slips on paper at the counter: pads to print before the power goes, the number and the time to enter when it is back, and what
//! became of each.

use super::super::names::Names;
use super::super::sent::{Sent, Which, again};
use super::super::{actor, errors_of, keybar, names};
use super::draft::Draft;
use super::{AtCounter, at_counter, back};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{PadLine, SlipLine};
use app::{Command, SlipForm};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::kernel::{Refusal, StreamId, Violation};

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![
        Route::get("/desk/slips", desk, show),
        Route::post("/desk/slips/print", desk, issue),
        Route::post("/desk/slips/{pad}/spoil", desk, spoil),
        Route::get("/desk/slips/{pad}/pad.pdf", desk, pdf),
    ]
}

/// How many slips a pad has when nobody says.
const USUAL_SLIPS: i64 = 20;

/// The fields with which a slip is entered.
#[derive(Clone, Debug)]
pub(super) struct SlipPart {
    pub(super) slip: Field,
    pub(super) received_on: Field,
    pub(super) received_at: Field,
    /// Something stands in them, or is wrong with them.
    pub(super) open: bool,
}

impl SlipPart {
    pub(super) fn of(page: &Page, names: &Names, draft: &Draft, wrong: &[Violation]) -> Self {
        let t = page.t;
        let own = ["slip", "received_on", "received_at"];
        // The day is filled in beforehand: it opens nothing.
        let open = ["slip", "received_at"].iter().any(|name| !draft.get(name).is_empty())
            || wrong.iter().any(|violation| own.contains(&violation.field.as_str()));
        let today = names.directory.date(page.now);
        let day = draft.get("received_on");
        let field = |name: &str, key: &'static str| {
            Field::text(name, t.t(key)).value(draft.get(name)).wrong(t, wrong)
        };
        Self {
            slip: field("slip", "desk.slip.number").hint(t.t("desk.slip.number_hint")),
            received_on: Field::text("received_on", t.t("desk.slip.day"))
                .input("date")
                .value(if day.is_empty() { &today } else { day })
                .wrong(t, wrong),
            received_at: field("received_at", "desk.slip.time").hint(t.t("desk.slip.time_hint")),
            open,
        }
    }
}

/// What was entered, as the application takes it: the pad behind the number, the instant behind day and hour.
pub(super) async fn read(
    web: &Web,
    here: &AtCounter,
    draft: &Draft,
    cash: Option<domain::kernel::Vnd>,
) -> Result<Result<SlipForm, Refusal>, Fault> {
    let mut violations = Vec::new();
    let typed = draft.get("slip");
    let found = web.app().find_slip(&here.hall.code, typed).await?;
    if found.is_none() {
        violations.push(Violation::new("slip", "slip_unknown").with("came", typed));
    }
    let received_at = instant(web, draft.get("received_on"), draft.get("received_at"));
    if received_at.is_none() {
        violations.push(Violation::new("received_at", "time_not_understood"));
    }
    let refusal = Refusal::unless_empty("slip_not_believed", violations);
    Ok(match (found, received_at, refusal) {
        (Some((pad, slip)), Some(received_at), Ok(())) => Ok(SlipForm { pad, slip, received_at, cash }),
        (_, _, refusal) => Err(refusal.err().unwrap_or_else(|| Refusal::new("slip_not_believed"))),
    })
}

fn instant(web: &Web, day: &str, time: &str) -> Option<i64> {
    let date: jiff::civil::Date = day.parse().ok()?;
    let (hour, minute) = time.split_once([':', 'h', 'g'])?;
    let (hour, minute): (i64, i64) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    let directory = web.app().directory();
    ((0..24).contains(&hour) && (0..60).contains(&minute))
        .then(|| directory.calendar().midnight(date) + (hour * 60 + minute) * 60_000)
}

/// A pad in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PadView {
    pad: StreamId,
    number: String,
    slips: i64,
    blank: i64,
    when: String,
    by: String,
}

/// A slip in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SlipView {
    label: String,
    received: String,
    entered: String,
    reason: String,
    decided: String,
    dossier: Option<StreamId>,
}

#[derive(Template)]
#[template(path = "staff/desk-slips.html")]
struct SlipsPage {
    page: Page,
    number: i64,
    hall: String,
    pads: Vec<PadView>,
    sent_back: Vec<SlipView>,
    entered: Vec<SlipView>,
    slips: Field,
    errors: ErrorSummary,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let Some(here) = at_counter(&web, actor(&page)?.person()).await? else { return Ok(back()) };
    Ok(page::html(&slips_page(&web, page, &here, None).await?))
}

async fn slips_page(
    web: &Web,
    page: Page,
    here: &AtCounter,
    wrong: Option<(&str, &Refusal)>,
) -> Result<SlipsPage, Fault> {
    let (names, t) = (names(web, &page), page.t);
    let hall = &here.hall.code;
    let mine = |slips: Vec<SlipLine>| -> Vec<SlipView> {
        let of_counter = slips.iter().filter(|slip| slip.counter == here.counter.code);
        of_counter.map(|slip| slip_view(&names, slip)).collect()
    };
    let pads = web.app().pads_of_counter(hall, &here.counter.code).await?;
    let usual = USUAL_SLIPS.to_string();
    let (typed, violations) =
        wrong.map_or((usual.as_str(), &[][..]), |(typed, refusal)| (typed, refusal.violations.as_slice()));
    Ok(SlipsPage {
        number: here.counter.number,
        hall: names.hall(hall),
        pads: pads.iter().map(|pad| pad_view(&names, pad)).collect(),
        sent_back: mine(web.app().slips(hall, "sent_back").await?),
        entered: mine(web.app().slips(hall, "entered").await?),
        slips: Field::text("slips", t.t("slips.how_many"))
            .inputmode("numeric")
            .value(typed)
            .wrong(t, violations),
        errors: wrong.map(|(_, refusal)| errors_of(t, refusal)).unwrap_or_default(),
        keys: keybar(t, &[]),
        page,
    })
}

fn pad_view(names: &Names, pad: &PadLine) -> PadView {
    PadView {
        pad: pad.pad,
        number: format!("G{:03}", pad.number),
        slips: pad.slips,
        blank: pad.blank,
        when: look::day_month_time(pad.issued_at),
        by: names.person(&pad.issued_by),
    }
}

fn slip_view(names: &Names, slip: &SlipLine) -> SlipView {
    SlipView {
        label: slip.label.clone(),
        received: slip.received_at.map(look::day_month_time).unwrap_or_default(),
        entered: look::day_month_time(slip.entered_at),
        reason: slip.reason.clone(),
        decided: names.person(&slip.decided_by),
        dossier: slip.dossier,
    }
}

async fn issue(sent: Sent) -> Result<Response, Fault> {
    let Some(here) = at_counter(&sent.web, sent.actor.person()).await? else { return Ok(back()) };
    let typed = sent.form.get("slips").to_owned();
    let (hall, counter) = (here.hall.code.clone(), here.counter.code.clone());
    let command = Command::IssuePad { hall, counter, slips: typed.parse().unwrap_or(0) };
    match sent.act(command).await? {
        None => Ok(sent.done("/desk/slips", "pad_issued", "")),
        Some(refusal) => Ok(again(&slips_page(&sent.web, sent.page, &here, Some((&typed, &refusal))).await?)),
    }
}

/// A slip that was written wrong is crossed out and said to be so, that nobody wonders where it went.
async fn spoil(Which(pad): Which, sent: Sent) -> Result<Response, Fault> {
    let (slip, reason) = (sent.form.get("slip").parse().unwrap_or(0), sent.form.get("reason").to_owned());
    sent.act_and_say(Command::SpoilSlip { pad, slip, reason }, "/desk/slips", "slip_spoiled").await
}

async fn pdf(State(web): State<Web>, page: Page, Which(pad): Which) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let state = web.app().pad(pad).await?.ok_or(Fault::NotFound)?;
    let here = at_counter(&web, actor.person()).await?;
    if here.is_none_or(|here| here.hall.code != state.hall) {
        return Err(Fault::NotFound);
    }
    let bytes = web.app().pad_paper(&state).await?;
    Ok(crate::pages::pdf(bytes, &format!("G{:03}.pdf", state.number)).into_response())
}

/// What stands on the page of a slip that was just entered.
pub(super) async fn entered(web: &Web, dossier: StreamId) -> Result<Option<String>, Fault> {
    let slip = web.app().slip_of_dossier(dossier).await?;
    Ok(slip.filter(|slip| slip.status == "entered").map(|slip| slip.label))
}
