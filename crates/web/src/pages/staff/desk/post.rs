//! Bưu gửi đến: envelopes of a sack are scanned in one after the other, each answered at once; what is still to be entered stands below,
//! and each leads to the form of the counter. No visit is made: nobody sits there.

use super::super::names::Names;
use super::super::queue::hall_of;
use super::super::sent::{Sent, again};
use super::super::{actor, errors_of, keybar, names};
use super::acts::taken_up;
use super::draft::{CLEARED, Draft, FORM};
use crate::fault::Fault;
use crate::look::{self, TimeState, Timing};
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{PostCounted, PostLine};
use app::{Command, Post};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{CommandId, Refusal, StreamId};
use domain::post;
use policy::{Action, Resource};
use serde::Deserialize;

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![
        Route::get("/desk/post", desk, show),
        Route::post("/desk/post", desk, scan),
        Route::post("/desk/post/many", desk, scan_many),
        Route::post("/desk/post/enter", desk, enter),
        Route::post("/desk/post/strike", desk, strike),
        Route::post("/desk/post/close", desk, close),
        Route::get("/desk/post/{post}/{sack}/list.pdf", desk, pdf),
    ]
}

/// What became of a code that was just read: a colour, a sign and words together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Scanned {
    /// `ok`, `soon`, `late`: how it looks.
    class: &'static str,
    icon: &'static str,
    code: String,
    headline: String,
    text: String,
}

/// An envelope in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemView {
    /// `<stream>-<number>`.
    pub(crate) key: String,
    pub(crate) code: String,
    /// When it was scanned in and by whom; once it was decided, that.
    pub(crate) said: String,
    pub(crate) chip: Chip,
    /// How long it lies here, in working time.
    pub(crate) lies: String,
    /// A draft of it is kept.
    pub(crate) draft: bool,
    pub(crate) dossier: Option<StreamId>,
    pub(crate) dossier_code: String,
    pub(crate) reason: String,
}

/// A sack of today.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SackView {
    number: i64,
    label: String,
    items: i64,
    said: String,
    closed: bool,
    href: String,
}

/// What was wrong with a line of many that were pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct WrongLine {
    line: usize,
    code: String,
    text: String,
}

/// What became of many codes that were pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Many {
    /// How many were taken, in words.
    taken: String,
    wrong: Vec<WrongLine>,
    /// What comes back in the field.
    left: String,
}

#[derive(Template)]
#[template(path = "staff/desk-post.html")]
struct PostPage {
    page: Page,
    hall: String,
    hall_code: String,
    post: StreamId,
    scanned: Option<Scanned>,
    /// What was typed and could not be read.
    typed: String,
    errors: ErrorSummary,
    many: Many,
    today: i64,
    counted: PostCounted,
    waiting: Vec<ItemView>,
    entered: Vec<ItemView>,
    struck: Vec<ItemView>,
    sacks: Vec<SackView>,
    keys: KeyBar,
}

/// What a page shows besides the lists.
#[derive(Default)]
struct View {
    scanned: Option<Scanned>,
    typed: String,
    errors: ErrorSummary,
    many: Many,
}

#[derive(Deserialize, Default)]
struct Asked {
    /// The item that was just read, `<stream>-<number>`.
    #[serde(default)]
    item: String,
    /// It was there already.
    #[serde(default)]
    twice: bool,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let names = names(&web, &page);
    let hall = hall_of(&names, actor(&page)?.unit())?;
    let found = match read_key(&asked.item) {
        Some((post, item)) => web.app().post_item(post, item).await?.filter(|line| line.hall == hall),
        None => None,
    };
    let scanned = found.map(|line| if asked.twice { twice(&names, &line) } else { taken(&names, &line) });
    Ok(page::html(&post_page(&web, page, View { scanned, ..View::default() }).await?))
}

async fn post_page(web: &Web, page: Page, view: View) -> Result<PostPage, Fault> {
    let names = names(web, &page);
    let hall = hall_of(&names, actor(&page)?.unit())?;
    let app = web.app();
    let day = names.directory.day(page.now);
    let calendar = names.directory.calendar();
    let midnight = calendar.midnight(calendar.local_date(page.now));
    let post = post::stream_of(&hall, day);
    let today = app.post_of_day(post).await?;
    let views = |lines: Vec<PostLine>| lines.iter().map(|line| item_view(&names, line)).collect();
    Ok(PostPage {
        hall: names.hall(&hall),
        post,
        scanned: view.scanned,
        typed: view.typed,
        errors: view.errors,
        many: view.many,
        today: today.as_ref().map_or(0, |today| kept(today.items.iter())),
        counted: app.post_counted(&hall, page.now).await?,
        waiting: views(app.post_waiting(&hall).await?),
        entered: views(app.post_decided(&hall, "entered", midnight).await?),
        struck: views(app.post_decided(&hall, "struck", midnight).await?),
        sacks: today.as_ref().map(|today| sacks(&names, post, today)).unwrap_or_default(),
        keys: keybar(page.t, &[]),
        hall_code: hall,
        page,
    })
}

fn sacks(names: &Names, post: StreamId, today: &post::State) -> Vec<SackView> {
    let view = |number: i64| {
        let closed = today.closed.iter().find(|closed| closed.number == number);
        let said = closed.map(|closed| format!("{}, {}", names.person(&closed.by), look::clock(closed.at)));
        SackView {
            number,
            label: domain::handover::label(today.day, number),
            items: kept(today.of_sack(number)),
            said: said.unwrap_or_default(),
            closed: closed.is_some(),
            href: format!("/desk/post/{post}/{number}/list.pdf"),
        }
    };
    (1..=today.sack_now()).filter(|number| today.of_sack(*number).next().is_some()).map(view).collect()
}

/// How many were not struck.
fn kept<'a>(items: impl Iterator<Item = &'a post::PostItem>) -> i64 {
    let kept = items.filter(|item| !matches!(item.status, post::PostStatus::Struck { .. }));
    i64::try_from(kept.count()).unwrap_or(i64::MAX)
}

/// An envelope as lists show it.
pub(crate) fn item_view(names: &Names, line: &PostLine) -> ItemView {
    let t = names.t;
    let (by, at) = match line.decided_at {
        Some(at) => (&line.decided_by, at),
        None => (&line.scanned_by, line.scanned_at),
    };
    let left = if names.now > line.enter_by {
        -names.working_ms(line.enter_by, names.now)
    } else {
        names.working_ms(names.now, line.enter_by)
    };
    let timing = Timing {
        due_at: Some(line.enter_by),
        yellow_at: Some(line.yellow_at),
        finished_at: None,
        left_ms: left,
        counted: true,
    };
    let chip = match line.status.as_str() {
        "entered" => {
            let state = if line.ended == "received" { TimeState::OnTime } else { TimeState::Paused };
            Chip::new(state, t.code("post.ended", &line.ended))
        }
        "struck" => Chip::new(TimeState::Paused, t.t("post.struck")),
        _ => Chip::of(t, names.now, &timing),
    };
    ItemView {
        key: key(line),
        code: line.code.clone(),
        said: format!("{}, {}", look::day_month_time(at), names.person(by)),
        chip,
        lies: look::rough(t.lang(), names.working_ms(line.scanned_at, names.now)),
        draft: line.status == "waiting" && line.dossier.is_some(),
        dossier: line.dossier,
        dossier_code: line.dossier_code.clone(),
        reason: line.reason.clone(),
    }
}

fn key(line: &PostLine) -> String {
    format!("{}-{}", line.post, line.item)
}

fn read_key(key: &str) -> Option<(StreamId, i64)> {
    let (post, item) = key.rsplit_once('-')?;
    Some((StreamId(post.parse().ok()?), item.parse().ok()?))
}

fn taken(names: &Names, line: &PostLine) -> Scanned {
    let t = names.t;
    Scanned {
        class: "ok",
        icon: "tick",
        code: line.code.clone(),
        headline: t.t("post.taken").to_owned(),
        text: t.with("post.taken_text", &[("n", &line.item), ("sack", &line.sack)]),
    }
}

/// Who scanned it when, and what became of it: nothing is lost, scanning goes on.
fn twice(names: &Names, line: &PostLine) -> Scanned {
    let t = names.t;
    let at = if line.day == names.directory.day(names.now) {
        look::clock(line.scanned_at)
    } else {
        look::day_month_time(line.scanned_at)
    };
    let mut text = t.with("post.twice_text", &[("at", &at), ("who", &names.person(&line.scanned_by))]);
    if line.status == "entered" && !line.dossier_code.is_empty() {
        text.push(' ');
        text.push_str(&t.with("post.twice_entered", &[("code", &line.dossier_code)]));
    }
    Scanned {
        class: "soon",
        icon: "clock",
        code: line.code.clone(),
        headline: t.t("post.twice").to_owned(),
        text,
    }
}

/// One code under the scanner.
async fn scan(sent: Sent) -> Result<Response, Fault> {
    let names = names(&sent.web, &sent.page);
    let hall = hall_of(&names, sent.actor.unit())?;
    let typed = sent.form.get("code").to_owned();
    // Two envelopes read from one page, one right after the other, are two acts; the same form sent twice is one.
    let code = post::read_code(&typed).unwrap_or_default();
    let id = CommandId(format!("{}-{code}", sent.form.command_id().0));
    let command = Command::Post(Post::Scan { hall: hall.clone(), code: typed.clone() });
    match sent.web.act(&sent.actor, &id, command).await {
        Ok(answer) => {
            let (post, item) = answer.post_item.ok_or(Fault::Failed)?;
            Ok(Redirect::to(&format!("/desk/post?item={post}-{item}")).into_response())
        }
        Err(Fault::Refused(refusal)) if refusal.code == "post_item_twice" => {
            let day = names.directory.day(sent.page.now);
            let line = sent.web.app().post_item_by_code(&hall, &code, day).await?.ok_or(Fault::Failed)?;
            Ok(Redirect::to(&format!("/desk/post?item={}&twice=true", key(&line))).into_response())
        }
        Err(Fault::Refused(refusal)) => {
            let t = sent.page.t;
            let scanned = Scanned {
                class: "late",
                icon: "bang",
                code: typed.clone(),
                headline: t.t("post.bad").to_owned(),
                text: words(&sent.page, &refusal),
            };
            let view = View { scanned: Some(scanned), typed, ..View::default() };
            Ok(again(&post_page(&sent.web, sent.page, view).await?))
        }
        Err(fault) => Err(fault),
    }
}

/// What a refusal says, in one sentence.
fn words(page: &Page, refusal: &Refusal) -> String {
    let said = refusal.violations.first();
    said.map_or_else(
        || page.t.code("refusal", &refusal.code),
        |wrong| page.t.code_with("violation", &wrong.code, &wrong.values),
    )
}

/// Many codes at once, each an act of its own: the good ones are taken, the others come back with what is wrong with them.
async fn scan_many(sent: Sent) -> Result<Response, Fault> {
    let names = names(&sent.web, &sent.page);
    let hall = hall_of(&names, sent.actor.unit())?;
    let day = names.directory.day(sent.page.now);
    let (mut done, mut wrong) = (0_i64, Vec::new());
    let lines = sent.form.get("codes").split(['\n', ',', ';', '\t']).map(str::trim);
    for (line, typed) in (1_usize..).zip(lines).filter(|(_, typed)| !typed.is_empty()) {
        let id = CommandId(format!("{}-{line}", sent.form.command_id().0));
        let command = Command::Post(Post::Scan { hall: hall.clone(), code: typed.to_owned() });
        match sent.web.act(&sent.actor, &id, command).await {
            Ok(_) => done += 1,
            Err(Fault::Refused(refusal)) => {
                let code = post::read_code(typed).unwrap_or_default();
                let known = match refusal.code.as_str() {
                    "post_item_twice" => sent.web.app().post_item_by_code(&hall, &code, day).await?,
                    _ => None,
                };
                let text =
                    known.map_or_else(|| words(&sent.page, &refusal), |known| twice(&names, &known).text);
                wrong.push(WrongLine { line, code: typed.to_owned(), text });
            }
            Err(fault) => return Err(fault),
        }
    }
    if wrong.is_empty() {
        let said = if done == 0 { "no.post_none_pasted" } else { "post_scanned" };
        return Ok(sent.done("/desk/post", said, &done.to_string()));
    }
    let left = wrong.iter().map(|wrong| wrong.code.as_str()).collect::<Vec<_>>().join("\n");
    let many = Many { taken: sent.page.t.count("post.many_taken", done), wrong, left };
    Ok(again(&post_page(&sent.web, sent.page, View { many, ..View::default() }).await?))
}

/// To the form of the counter, with the envelope's code in it. What stood there stays for a change of mind.
async fn enter(sent: Sent) -> Result<Response, Fault> {
    let (post, item) = read_key(sent.form.get("item")).ok_or(Fault::NotFound)?;
    let hall = hall_of(&names(&sent.web, &sent.page), sent.actor.unit())?;
    let (app, person) = (sent.web.app(), sent.actor.person());
    let line = app.post_item(post, item).await?.filter(|line| line.hall == hall).ok_or(Fault::NotFound)?;
    if line.status != "waiting" {
        return Ok(sent.not_done("/desk/post", "post_item_decided"));
    }
    let mut draft = match line.dossier {
        Some(dossier) => taken_up(&sent, dossier).await?,
        None => Draft::default(),
    };
    if line.dossier.is_none() {
        draft.set("delivery", "post");
    }
    draft.set("post", &key(&line));
    // Money comes by another way than the envelope.
    draft.set("pay", "later");
    let before = app.form_draft(person, FORM).await?.map(Draft::of_kept);
    if let Some(before) = before.filter(|before| !before.pairs().is_empty() && before.get("post").is_empty())
    {
        app.turn_form_draft(person, CLEARED, before.pairs()).await?;
    }
    app.turn_form_draft(person, FORM, draft.pairs()).await?;
    Ok(sent.done("/desk", "post_item_opened", &line.code))
}

async fn strike(sent: Sent) -> Result<Response, Fault> {
    let (post, item) = read_key(sent.form.get("item")).ok_or(Fault::NotFound)?;
    let reason = sent.form.get("reason").to_owned();
    match sent.act(Command::Post(Post::Strike { post, item, reason })).await? {
        None => Ok(sent.done("/desk/post", "post_item_struck", "")),
        Some(refusal) => {
            let view = View { errors: errors_of(sent.page.t, &refusal), ..View::default() };
            Ok(again(&post_page(&sent.web, sent.page, view).await?))
        }
    }
}

async fn close(sent: Sent) -> Result<Response, Fault> {
    let post = sent.form.stream("post").ok_or(Fault::NotFound)?;
    let sack = sent.form.number("sack").ok_or(Fault::NotFound)?;
    let command = Command::Post(Post::CloseSack { post, sack });
    sent.act_and_say(command, "/desk/post", "post_sack_closed").await
}

async fn pdf(
    State(web): State<Web>,
    page: Page,
    Path((post, sack)): Path<(i64, i64)>,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let state = web.app().post_of_day(StreamId(post)).await?.ok_or(Fault::NotFound)?;
    let directory = web.app().directory();
    let unit = directory.hall(&state.hall).map(|hall| hall.unit.clone()).unwrap_or_default();
    let centre = Resource::counter(&directory.unit_path(&unit), None);
    web.app().permit(&actor, Action::IntakeDossier, &centre)?;
    let bytes = web.app().post_paper(&state, sack).await?;
    Ok(crate::pages::pdf(bytes, &format!("BC-{}-{sack:02}.pdf", state.day)).into_response())
}

/// The envelope a form of the counter is filled in from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PostPart {
    pub(super) key: String,
    pub(super) code: String,
    /// It still waits: nobody else entered or struck it.
    pub(super) waits: bool,
}

impl PostPart {
    pub(super) async fn of(web: &Web, draft: &Draft) -> Result<Option<Self>, Fault> {
        let Some((post, item)) = read_key(draft.get("post")) else { return Ok(None) };
        let line = web.app().post_item(post, item).await?;
        Ok(line.map(|line| Self { key: key(&line), waits: line.status == "waiting", code: line.code }))
    }
}

/// The envelope a draft names, as a command takes it.
pub(super) fn item_of(draft: &Draft) -> Option<(StreamId, i64)> {
    read_key(draft.get("post"))
}

/// The envelope a kept dossier came in, as a form keeps it; of no length when it came otherwise, or was answered.
pub(super) async fn key_of(web: &Web, dossier: StreamId) -> Result<String, Fault> {
    Ok(web.app().post_item_of_draft(dossier).await?.map(|line| key(&line)).unwrap_or_default())
}
