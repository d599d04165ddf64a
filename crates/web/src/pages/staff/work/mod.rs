//! Việc của tôi: steps by the time that is left, and one dossier open beside the list. What is filtered and sorted stands in the
//! address, so that a list can be sent to a colleague.

mod acts;
mod anew;
mod list;

use super::names::Names;
use super::sent::Sent;
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar, Pager, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use anew::Anew;
use app::Actor;
use app::queries::DossierView;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::Role;
use domain::dossier::{Phase, StepKind};
use domain::kernel::{Refusal, StreamId, Violation};
use list::{Group, ListState, Tab};
use policy::Action;

/// Name under which the words a list is filtered by are kept.
const FILTER: &str = "work.filter";

pub(crate) fn routes() -> Vec<Route> {
    let work = Access::Staff(Action::SeeWork);
    let mut routes = vec![Route::get("/work", work, show), Route::post("/work/filter", work, filter)];
    routes.extend(acts::routes(work));
    routes
}

/// What may be done with the dossier that is open, each a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ways {
    /// Words of the button that ends the step, of no length when it cannot be ended here.
    finish: String,
    /// Who may be chosen for the next step; empty when it goes its usual way.
    next: Vec<Pick>,
    note: Option<Field>,
    /// The clerk gives the number.
    number: bool,
    /// Papers may be asked for.
    supplement: Vec<(Field, Field)>,
    /// The result may be drafted.
    draft: Option<Field>,
    /// A refusal may be proposed in place of a draft: its reasons.
    refuse: Option<Field>,
    /// Steps it may be handed back to, and the reason.
    back: Option<(Field, Field)>,
    /// It may be given to somebody else.
    assign: Option<(Field, Field)>,
    stop: Option<Field>,
    /// The date may be set anew with an apology, or why not; for the head of the late agency.
    anew: Option<Anew>,
    /// Originals that may be taken over.
    take: Vec<(i64, String)>,
    /// The approval is given in another room.
    sign: bool,
}

/// The dossier beside the list.
#[derive(Clone, Debug)]
struct Pane {
    dossier: StreamId,
    sheet: Sheet,
    ways: Ways,
    errors: ErrorSummary,
    /// The form that was refused: opened again.
    open: &'static str,
}

/// Somebody of the unit: how much they have, and whether they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Load {
    code: String,
    name: String,
    open: i64,
    yellow: i64,
    red: i64,
    away: String,
    href: String,
}

#[derive(Template)]
#[template(path = "staff/work.html")]
struct WorkPage {
    page: Page,
    unit: String,
    topic: String,
    state: ListState,
    tabs: Vec<Tab>,
    groups: Vec<Group>,
    /// Milliseconds until a chip turns.
    turns: Option<i64>,
    pager: Option<Pager>,
    pane: Option<Pane>,
    /// Heads: the people of the unit.
    loads: Vec<Load>,
    /// Heads: whom steps may be given to.
    people: Vec<Pick>,
    /// Papers from counters are received here.
    takes: bool,
    keys: KeyBar,
}

async fn show(
    State(web): State<Web>,
    page: Page,
    Query(mut state): Query<ListState>,
) -> Result<Response, Fault> {
    if !state.filtered.is_empty() {
        let kept = web.app().form_draft(actor(&page)?.person(), FILTER).await?;
        state.q = kept.and_then(|kept| kept.pairs.into_iter().next()).map(|(_, q)| q).unwrap_or_default();
    }
    Ok(page::html(&work_page(&web, page, state, None).await?))
}

/// Words to filter by are kept, and the address says only that there are some.
async fn filter(sent: Sent) -> Result<Response, Fault> {
    let state = ListState { after: String::new(), ..ListState::of_form(&sent.form) };
    let kept = [("q".to_owned(), state.q.clone())];
    sent.web.app().turn_form_draft(sent.actor.person(), FILTER, &kept).await?;
    Ok(sent.done(&state.address(), "", ""))
}

/// A form of the pane that was refused: which one, what was typed, and why not.
struct Again<'a> {
    what: &'static str,
    form: &'a Form,
    refusal: &'a Refusal,
}

async fn work_page(
    web: &Web,
    page: Page,
    state: ListState,
    again: Option<Again<'_>>,
) -> Result<WorkPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let heads = is_head(&page);
    let lists = list::Lists::read(web, &actor, &page, &names, heads, &state).await?;
    let open = state.open.map(StreamId).or_else(|| lists.first());
    // A list brought up to date by itself is no reading of the dossier beside it.
    let pane = match open.filter(|_| !page.fragment) {
        Some(dossier) => pane(web, &page, &actor, &names, dossier, again).await?,
        None => None,
    };
    let (loads, people) = if heads {
        let loads = loads(web, &names, &actor, &state).await?;
        let people = officers(&names, actor.unit());
        (loads, people)
    } else {
        (Vec::new(), Vec::new())
    };
    let keys = keybar(
        page.t,
        &[
            ("j", "key.down"),
            ("k", "key.up"),
            ("↵", "key.open"),
            ("t", "key.finish"),
            ("b", "key.supplement"),
            ("d", "key.draft"),
            ("r", "key.propose"),
            ("u", "key.hand_back"),
            ("h", "key.anew"),
        ],
    );
    Ok(WorkPage {
        unit: names.unit(actor.unit()),
        topic: topic(&actor, heads),
        tabs: lists.tabs(&page, &state),
        groups: lists.groups(&names, &state, open),
        turns: lists.turns_in(&names),
        pager: lists.pager(&page, &state),
        state,
        pane,
        loads,
        people,
        takes: web.app().permit(&actor, Action::TakePapers, &policy::Resource::page(&[])).is_ok(),
        keys,
        page,
    })
}

/// What the page listens to: one's own steps; heads see those of the whole unit.
fn topic(actor: &Actor, heads: bool) -> String {
    let unit = if heads { format!(" unit:{}", actor.unit()) } else { String::new() };
    format!("person:{}{unit}", actor.person())
}

fn is_head(page: &Page) -> bool {
    page.user.as_ref().is_some_and(|user| {
        matches!(
            user.role,
            Role::Head | Role::DeputyHead | Role::Leader | Role::DeputyLeader | Role::CentreDirector
        )
    })
}

/// The dossier beside the list; none when it is not for this one to see.
async fn pane(
    web: &Web,
    page: &Page,
    actor: &Actor,
    names: &Names,
    dossier: StreamId,
    again: Option<Again<'_>>,
) -> Result<Option<Pane>, Fault> {
    let view = match sheet::read(web, actor, dossier).await {
        Ok(view) => view,
        Err(Fault::NotFound | Fault::Forbidden { .. }) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let sheet = Sheet::of(web, page, actor, &view).await?;
    let empty = Form::default();
    let (form, wrong) = again
        .as_ref()
        .map_or((&empty, &[] as &[Violation]), |again| (again.form, again.refusal.violations.as_slice()));
    Ok(Some(Pane {
        dossier,
        ways: ways(web, page, actor, names, &view, &sheet, form, wrong),
        sheet,
        errors: again
            .as_ref()
            .map(|again| errors_of(page.t, again.refusal).in_form(again.what))
            .unwrap_or_default(),
        open: again.map_or("", |again| again.what),
    }))
}

#[expect(clippy::too_many_arguments, reason = "everything a page of forms is made of, used once")]
fn ways(
    web: &Web,
    page: &Page,
    actor: &Actor,
    names: &Names,
    view: &DossierView,
    sheet: &Sheet,
    form: &Form,
    wrong: &[Violation],
) -> Ways {
    let (app, t, state) = (web.app(), page.t, &view.state);
    let mut ways = Ways::default();
    let Some(turn) = state.open_turn().filter(|_| state.phase == Phase::Processing) else {
        return ways;
    };
    let may = |action| app.may(actor, action, state).allowed;
    let reason = |what: &str| {
        Field::area("reason", t.t("work.reason"))
            .known_as(&format!("{what}-reason"))
            .value(form.get("reason"))
            .wrong(t, wrong)
    };
    let mine = turn.person.is_empty() || turn.person == actor.person() || turn.kind == StepKind::External;
    let next = state.plan.after(turn.step);
    match turn.kind {
        StepKind::Approve => ways.sign = may(Action::ApproveResult),
        StepKind::Number => ways.number = mine && may(Action::NumberResult),
        StepKind::Return => {}
        StepKind::External if may(Action::FinishStep) => ways.finish = t.t("work.do.outside_done").to_owned(),
        _ if mine && may(Action::FinishStep) => {
            ways.finish = match next.map(|next| next.kind) {
                Some(StepKind::Approve) => t.t("work.do.to_sign"),
                Some(StepKind::Review) => t.t("work.do.to_review"),
                _ if turn.kind == StepKind::Assign => t.t("work.do.assign"),
                _ => t.t("work.do.finish"),
            }
            .to_owned();
            ways.note = Some(Field::text("note", t.t("work.note")).value(form.get("note")));
        }
        _ => {}
    }
    if !ways.finish.is_empty()
        && (is_head(page) || turn.kind == StepKind::Assign)
        && let Some(next) = next.filter(|next| next.kind != StepKind::External)
    {
        ways.next = candidates(names, &next.unit, &next.role, form.get("next_person"));
    }
    if mine && matches!(turn.kind, StepKind::Process | StepKind::Review | StepKind::Assign) {
        if may(Action::RequestSupplement) {
            ways.supplement = supplement_fields(page, view, form, wrong);
        }
        let drafts = may(Action::DraftResult) && turn.kind != StepKind::Assign;
        if drafts && state.plan.is_signed_after(turn.step) {
            let proposed = state.result.refusal_proposed.as_ref();
            let typed = form.is_given("reasons").then(|| form.get("reasons").to_owned());
            let reasons = typed.or_else(|| proposed.map(|one| one.reasons.join("\n"))).unwrap_or_default();
            ways.refuse = Some(
                Field::area("reasons", t.t("sign.reasons"))
                    .hint(t.t("sign.reasons_hint"))
                    .value(&reasons)
                    .wrong(t, wrong),
            );
        }
        if drafts && !state.plan.result_template.is_empty() {
            let drafted = view.result.as_ref().map(|text| text.text.clone()).unwrap_or_default();
            let text = if form.is_given("text") { form.get("text").to_owned() } else { drafted };
            ways.draft = Some(
                Field::area("text", t.t("work.draft_text"))
                    .hint(t.t("work.draft_hint"))
                    .value(&text)
                    .wrong(t, wrong),
            );
        }
    }
    if mine && may(Action::HandBackStep) && turn.kind != StepKind::External {
        ways.back = back_fields(page, names, view, turn.step, form, wrong);
    }
    if may(Action::AssignStep) && turn.kind != StepKind::External {
        let people = candidates(names, &turn.unit, &turn.role, "");
        ways.assign = Some((
            Field::select("person", t.t("work.to_person"), people).value(&turn.person).wrong(t, wrong),
            reason("assign"),
        ));
    }
    ways.anew = anew::anew(web, actor, names, state, form, wrong);
    ways.stop = may(Action::StopDossier).then(|| reason("stop"));
    if may(Action::FinishStep) {
        ways.take = sheet
            .papers
            .iter()
            .filter(|paper| paper.can_take)
            .map(|paper| (paper.item, paper.name.clone()))
            .collect();
    }
    ways
}

/// Up to five papers with a reason each: those of the dossier that are not there stand first.
fn supplement_fields(
    page: &Page,
    view: &DossierView,
    form: &Form,
    wrong: &[Violation],
) -> Vec<(Field, Field)> {
    let t = page.t;
    let missing: Vec<&str> =
        view.state.intake.papers.iter().filter(|paper| !paper.ok).map(|paper| paper.name.as_str()).collect();
    (0..5_usize)
        .map(|place| {
            let (name, reason) = (format!("item-{place}"), format!("item-{place}-reason"));
            let typed = form.get(&name);
            let value =
                if form.pairs().next().is_some() { typed } else { missing.get(place).copied().unwrap_or("") };
            (
                Field::text(&name, t.t("work.item")).value(value).wrong(t, wrong),
                Field::text(&reason, t.t("work.item_reason")).value(form.get(&reason)),
            )
        })
        .collect()
}

fn back_fields(
    page: &Page,
    names: &Names,
    view: &DossierView,
    step: i64,
    form: &Form,
    wrong: &[Violation],
) -> Option<(Field, Field)> {
    let t = page.t;
    let turns = &view.state.turns;
    let picks: Vec<Pick> = view
        .state
        .plan
        .steps
        .iter()
        .rev()
        .filter(|plan| plan.step < step && !matches!(plan.kind, StepKind::Intake | StepKind::External))
        .map(|plan| {
            let last = turns.iter().rev().find(|turn| turn.step == plan.step && !turn.person.is_empty());
            let who = last.map(|turn| names.person(&turn.person)).unwrap_or_default();
            let name = names.step(&plan.name, plan.kind.word());
            let text = if who.is_empty() { name } else { format!("{name}: {who}") };
            Pick { value: plan.step.to_string(), text }
        })
        .collect();
    (!picks.is_empty()).then(|| {
        (
            Field::select("to_step", t.t("work.to_step"), picks).value(form.get("to_step")).wrong(t, wrong),
            Field::area("reason", t.t("work.reason"))
                .known_as("back-reason")
                .value(form.get("reason"))
                .wrong(t, wrong),
        )
    })
}

/// Who may do a step: holders of its role in its unit, those present first, each with what they have.
fn candidates(names: &Names, unit: &str, role: &str, chosen: &str) -> Vec<Pick> {
    let Some(role) = Role::from_word(role) else { return Vec::new() };
    let on = names.directory.date(names.now);
    let mut people: Vec<&str> = names
        .directory
        .catalogue()
        .holders(unit, role, &on)
        .into_iter()
        .map(|held| held.person.as_str())
        .collect();
    people.dedup();
    if people.len() == 1 && chosen.is_empty() {
        return vec![pick(names, people[0])];
    }
    let none = Pick { value: String::new(), text: names.t.t("work.choose").to_owned() };
    std::iter::once(none).chain(people.into_iter().map(|person| pick(names, person))).collect()
}

fn pick(names: &Names, person: &str) -> Pick {
    let away = names.directory.catalogue().substitute(person, names.now).is_some();
    let name = names.person(person);
    let text = if away { names.t.with("work.away", &[("name", &name)]) } else { name };
    Pick { value: person.to_owned(), text }
}

/// Everybody of a unit who may be given a step.
fn officers(names: &Names, unit: &str) -> Vec<Pick> {
    people_of(names, unit).into_iter().map(|person| pick(names, &person)).collect()
}

fn people_of(names: &Names, unit: &str) -> Vec<String> {
    let on = names.directory.date(names.now);
    let mut people: Vec<String> = names
        .directory
        .catalogue()
        .positions_on(&on)
        .filter(|held| held.unit == unit)
        .map(|held| held.person.clone())
        .collect();
    people.sort();
    people.dedup();
    people
}

async fn loads(web: &Web, names: &Names, actor: &Actor, state: &ListState) -> Result<Vec<Load>, Fault> {
    let counted = web.app().load_of_unit(actor.unit()).await?;
    let load = |code: String| {
        let found = counted.iter().find(|count| count.code == code);
        Load {
            name: if code.is_empty() { names.t.t("step.unassigned").to_owned() } else { names.person(&code) },
            open: found.map_or(0, |count| count.open),
            yellow: found.map_or(0, |count| count.yellow),
            red: found.map_or(0, |count| count.red),
            away: away(names, &code),
            href: state.of_person(&code),
            code,
        }
    };
    let mut loads: Vec<Load> = people_of(names, actor.unit()).into_iter().map(load).collect();
    let unassigned = load(String::new());
    if unassigned.open > 0 {
        loads.insert(0, unassigned);
    }
    Ok(loads)
}

/// Until when somebody is away and who stands in, of no length for somebody present.
fn away(names: &Names, person: &str) -> String {
    let absences = &names.directory.catalogue().absences;
    let away = absences
        .iter()
        .rev()
        .find(|row| row.person == person && row.from <= names.now && names.now < row.until);
    away.map_or_else(String::new, |row| {
        let (until, substitute) = (crate::look::date(row.until), names.person(&row.substitute));
        if substitute.is_empty() {
            names.t.with("work.away_until", &[("until", &until)])
        } else {
            names.t.with("work.away_with", &[("until", &until), ("name", &substitute)])
        }
    })
}
