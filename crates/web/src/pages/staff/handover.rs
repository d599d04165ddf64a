//! Bàn giao hồ sơ giấy: the counter sees what goes to which department and until when, and draws up the list; the department confirms it
//! line by line. What is late is red on both pages. No page here names an applicant.

use super::names::Names;
use super::queue::hall_of;
use super::sent::{Sent, Which, again};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{HandoverLine, PapersFor, PapersLine};
use app::{Actor, Command, Handover};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::handover::{self, LineOutcome, MOST_LINES};
use domain::kernel::{Refusal, StreamId};
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let gives = Access::Staff(Action::GivePapers);
    let takes = Access::Staff(Action::TakePapers);
    vec![
        Route::get("/desk/handover", gives, show_counter),
        Route::post("/desk/handover", gives, draw),
        Route::get("/work/handover", takes, show_department),
        Route::post("/work/handover/{list}", takes, receive),
        Route::post("/work/handover/{list}/strike", takes, strike),
        // Both sides print it.
        Route::get("/handover/{list}/list.pdf", Access::SignedIn, pdf),
    ]
}

/// A unit papers go to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct UnitView {
    href: String,
    name: String,
    today: i64,
    later: i64,
    late: i64,
    open: bool,
}

/// Papers of a dossier that are on no list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PaperView {
    dossier: StreamId,
    code: String,
    matter: String,
    /// Who has it: the officer, for the other side with the centre.
    holder: String,
    papers: String,
    chip: Chip,
    missed: String,
    ticked: bool,
}

/// Papers of one unit, ready for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ForList {
    to: String,
    name: String,
    rows: Vec<PaperView>,
    /// There are more than a list holds.
    more: bool,
}

/// A list in the column of lists.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ListRow {
    href: String,
    label: String,
    other: String,
    drawn: String,
    chip: Chip,
    open: bool,
}

/// A line of the list that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LineView {
    dossier: StreamId,
    code: String,
    matter: String,
    papers: String,
    chip: Option<Chip>,
    said: String,
    waits: bool,
}

/// The list that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ListView {
    list: StreamId,
    label: String,
    from: String,
    to: String,
    drawn: String,
    confirm_by: String,
    late: bool,
    lines: Vec<LineView>,
    waiting: usize,
}

#[derive(Template)]
#[template(path = "staff/handover-counter.html")]
struct CounterPage {
    page: Page,
    unit: String,
    rule: String,
    units: Vec<UnitView>,
    for_list: Option<ForList>,
    lists: Vec<ListRow>,
    open: Option<ListView>,
    errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Template)]
#[template(path = "staff/handover-department.html")]
struct DepartmentPage {
    page: Page,
    unit: String,
    lists: Vec<ListRow>,
    missing: Vec<PaperView>,
    open: Option<ListView>,
    errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Clone, Deserialize, Default)]
struct Asked {
    /// Unit the papers go to.
    #[serde(default)]
    to: String,
    #[serde(default)]
    list: Option<i64>,
}

async fn show_counter(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    Ok(page::html(&counter_page(&web, page, &asked, None).await?))
}

async fn counter_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<(&[StreamId], &Refusal)>,
) -> Result<CounterPage, Fault> {
    let (actor, names) = (actor(&page)?, names(web, &page));
    let hall = hall_of(&names, actor.unit())?;
    let counted = web.app().papers_for_units(actor.unit(), page.now).await?;
    let open = match asked.list {
        Some(list) => Some(list_view(web, &names, &actor, Action::GivePapers, StreamId(list)).await?),
        None => None,
    };
    let to = if open.is_some() {
        String::new()
    } else if asked.to.is_empty() {
        counted.first().map(|first| first.to.clone()).unwrap_or_default()
    } else {
        asked.to.clone()
    };
    let for_list = if to.is_empty() { None } else { for_list(web, &names, &actor, &to, refused).await? };
    let cut = names.directory.transfer_cut_minute(actor.unit(), page.now);
    let cut = format!("{:02}:{:02}", cut / 60, cut % 60);
    let lists = web.app().handovers_of_hall(&hall).await?;
    let row =
        |line: &HandoverLine| list_row(&names, line, "/desk/handover", names.unit(&line.to), asked.list);
    Ok(CounterPage {
        unit: names.unit(actor.unit()),
        rule: page.t.with("handover.rule", &[("cut", &cut)]),
        units: counted.iter().map(|unit| unit_view(&names, unit, &to)).collect(),
        for_list,
        lists: lists.iter().map(row).collect(),
        open,
        errors: refused.map(|(_, refusal)| errors_of(page.t, refusal)).unwrap_or_default(),
        keys: keybar(page.t, &[("t", "key.draw_list")]),
        page,
    })
}

fn unit_view(names: &Names, counted: &PapersFor, open: &str) -> UnitView {
    UnitView {
        href: format!("/desk/handover?to={}#pane", crate::form::encoded(&counted.to)),
        name: names.unit(&counted.to),
        today: counted.today,
        later: counted.later,
        late: counted.late,
        open: counted.to == open,
    }
}

/// What leaves today is ticked already; what may wait is not, unless nothing else is there.
async fn for_list(
    web: &Web,
    names: &Names,
    actor: &Actor,
    to: &str,
    refused: Option<(&[StreamId], &Refusal)>,
) -> Result<Option<ForList>, Fault> {
    let lines = web.app().papers_at_counter(actor.unit(), to).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let today = |line: &PapersLine| names.directory.day(line.travel_by) <= names.directory.day(names.now);
    let any_today = lines.iter().any(today);
    let ticked = |line: &PapersLine| match refused {
        Some((chosen, _)) => chosen.contains(&line.dossier),
        None => today(line) || !any_today,
    };
    let view = |line: &PapersLine| PaperView {
        ticked: ticked(line),
        holder: names.person(&line.officer),
        ..paper_view(names, line)
    };
    Ok(Some(ForList {
        to: to.to_owned(),
        name: names.unit(to),
        rows: lines.iter().take(MOST_LINES).map(view).collect(),
        more: lines.len() > MOST_LINES,
    }))
}

fn paper_view(names: &Names, line: &PapersLine) -> PaperView {
    let t = names.t;
    let today = names.directory.day(line.travel_by) <= names.directory.day(names.now);
    let chip = if !line.missed.is_empty() {
        Chip::new(TimeState::Late, t.t("handover.missed"))
    } else if line.is_late(names.now) {
        Chip::new(TimeState::Late, t.with("handover.late", &[("at", &look::day_month_time(line.list_by))]))
    } else if today {
        Chip::new(TimeState::Soon, t.t("handover.today"))
    } else {
        Chip::new(TimeState::Ahead, t.with("handover.later", &[("day", &look::day_month(line.travel_by))]))
    };
    PaperView {
        dossier: line.dossier,
        code: line.code.clone(),
        matter: names.procedure(&line.procedure, &line.publisher, &line.version),
        holder: names.unit(&line.from),
        papers: pieces(names, line.papers, line.originals),
        chip,
        missed: line.missed.clone(),
        ticked: false,
    }
}

fn pieces(names: &Names, papers: i64, originals: i64) -> String {
    names.t.with("handover.pieces", &[("papers", &papers), ("originals", &originals)])
}

fn list_row(names: &Names, line: &HandoverLine, at: &str, other: String, open: Option<i64>) -> ListRow {
    let t = names.t;
    let chip = if line.is_late(names.now) {
        Chip::new(TimeState::Late, t.count("handover.waits_late", line.waiting))
    } else if line.struck > 0 {
        Chip::new(TimeState::Late, t.count("handover.struck", line.struck))
    } else if line.waiting > 0 {
        Chip::new(TimeState::Ahead, t.count("handover.waits", line.waiting))
    } else {
        Chip::new(TimeState::OnTime, t.count("handover.received", line.lines))
    };
    ListRow {
        href: format!("{at}?list={}#pane", line.list),
        label: handover::label(line.day, line.number),
        other,
        drawn: format!("{}, {}", names.person(&line.drawn_by), look::day_month_time(line.drawn_at)),
        chip,
        open: open == Some(line.list.0),
    }
}

/// A list whole, for whoever gives it or receives it.
async fn list_view(
    web: &Web,
    names: &Names,
    actor: &Actor,
    as_whom: Action,
    list: StreamId,
) -> Result<ListView, Fault> {
    let state = web.app().handover(list).await?.ok_or(Fault::NotFound)?;
    let unit = if as_whom == Action::GivePapers { &state.from } else { &state.to };
    web.app().permit(actor, as_whom, &Resource::dossier(&names.directory.unit_path(unit)))?;
    let line = |line: &handover::Line| {
        let (chip, said) = match &line.outcome {
            LineOutcome::Waiting => (None, String::new()),
            LineOutcome::Received { by, at } => (
                Some(Chip::new(TimeState::OnTime, names.t.t("handover.line_received"))),
                format!("{}, {}", names.person(by), look::day_month_time(*at)),
            ),
            LineOutcome::Struck { by, reason, .. } => (
                Some(Chip::new(TimeState::Late, names.t.t("handover.line_struck"))),
                format!("{reason} ({})", names.person(by)),
            ),
        };
        LineView {
            dossier: line.listed.dossier,
            code: line.listed.code.clone(),
            matter: line.listed.matter.clone(),
            papers: pieces(names, line.listed.papers, line.listed.originals),
            chip,
            said,
            waits: line.outcome == LineOutcome::Waiting,
        }
    };
    Ok(ListView {
        list,
        label: handover::label(state.day, state.number),
        from: names.unit(&state.from),
        to: names.unit(&state.to),
        drawn: format!("{}, {}", names.person(&state.drawn_by), look::date_time(state.drawn_at)),
        confirm_by: look::day_month_time(state.confirm_by),
        late: state.waiting() > 0 && names.now > state.confirm_by,
        lines: state.lines.iter().map(line).collect(),
        waiting: state.waiting(),
    })
}

async fn draw(sent: Sent) -> Result<Response, Fault> {
    let hall = hall_of(&names(&sent.web, &sent.page), sent.actor.unit())?;
    let (to, dossiers) = (sent.form.get("to").to_owned(), sent.chosen());
    let command = Command::Handover(Handover::Draw { hall, to: to.clone(), dossiers: dossiers.clone() });
    match sent.web.act(&sent.actor, &sent.form.command_id(), command).await {
        Ok(answer) => {
            let list = answer.handover.map(|list| format!("?list={list}#pane")).unwrap_or_default();
            Ok(sent.done(&format!("/desk/handover{list}"), "list_drawn", ""))
        }
        Err(Fault::Refused(refusal)) => {
            let asked = Asked { to, list: None };
            let refused = Some((dossiers.as_slice(), &refusal));
            Ok(again(&counter_page(&sent.web, sent.page, &asked, refused).await?))
        }
        Err(fault) => Err(fault),
    }
}

async fn show_department(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    Ok(page::html(&department_page(&web, page, asked.list, None).await?))
}

async fn department_page(
    web: &Web,
    page: Page,
    list: Option<i64>,
    refused: Option<&Refusal>,
) -> Result<DepartmentPage, Fault> {
    let (actor, names) = (actor(&page)?, names(web, &page));
    let lists = web.app().handovers_to(actor.unit()).await?;
    let first = lists.first().filter(|line| line.waiting > 0).map(|line| line.list.0);
    let chosen = list.or(first);
    let open = match chosen {
        Some(list) => Some(list_view(web, &names, &actor, Action::TakePapers, StreamId(list)).await?),
        None => None,
    };
    let missing = web.app().papers_missing(actor.unit(), page.now).await?;
    let row = |line: &HandoverLine| list_row(&names, line, "/work/handover", names.hall(&line.hall), chosen);
    Ok(DepartmentPage {
        unit: names.unit(actor.unit()),
        lists: lists.iter().map(row).collect(),
        missing: missing.iter().map(|line| paper_view(&names, line)).collect(),
        open,
        errors: refused.map(|refusal| errors_of(page.t, refusal)).unwrap_or_default(),
        keys: keybar(page.t, &[("t", "key.take_papers")]),
        page,
    })
}

async fn receive(Which(list): Which, sent: Sent) -> Result<Response, Fault> {
    let command = Handover::Receive { list, dossiers: sent.chosen() };
    decided(sent, list, command, "papers_taken").await
}

async fn strike(Which(list): Which, sent: Sent) -> Result<Response, Fault> {
    let dossier = sent.form.stream("dossier").ok_or(Fault::NotFound)?;
    let reason = sent.form.get("reason").to_owned();
    decided(sent, list, Handover::Strike { list, dossier, reason }, "papers_struck").await
}

async fn decided(sent: Sent, list: StreamId, command: Handover, said: &str) -> Result<Response, Fault> {
    match sent.act(Command::Handover(command)).await? {
        None => Ok(sent.done(&format!("/work/handover?list={list}#pane"), said, "")),
        Some(refusal) => {
            Ok(again(&department_page(&sent.web, sent.page, Some(list.0), Some(&refusal)).await?))
        }
    }
}

async fn pdf(State(web): State<Web>, page: Page, Which(list): Which) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let state = web.app().handover(list).await?.ok_or(Fault::NotFound)?;
    let directory = web.app().directory();
    let may = |action, unit: &str| {
        web.app().permit(&actor, action, &Resource::dossier(&directory.unit_path(unit))).is_ok()
    };
    if !may(Action::GivePapers, &state.from) {
        let takes = Resource::dossier(&directory.unit_path(&state.to));
        web.app().permit(&actor, Action::TakePapers, &takes)?;
    }
    let bytes = web.app().handover_paper(&state).await?;
    let name = format!("BG-{}-{:02}.pdf", state.day, state.number);
    Ok(crate::pages::pdf(bytes, &name).into_response())
}
