//! `/petitions`: what people say is wrong with how dossiers are handled, for whoever leads the unit: the first due on top, the
//! words and the dossier beside the list, and the answer.

use super::names::Names;
use super::paging::{self, PAGE, Trail};
use super::sent::{Sent, Which, again};
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names, times};
use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::pages::track::{kept, verdict};
use crate::parts::{Chip, ErrorSummary, Field, KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{PetitionLine, PetitionView};
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::{Millis, Refusal, StreamId};
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/petitions", Access::Staff(Action::SeePetitions), show),
        Route::post("/petitions/{dossier}", Access::Staff(Action::AnswerPetition), answer),
    ]
}

/// One in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    href: String,
    code: String,
    matter: String,
    unit: String,
    at: String,
    chip: Chip,
    open: bool,
}

/// One beside the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    number: i64,
    matter: String,
    unit: String,
    at: String,
    chip: Chip,
    text: String,
    /// What was answered, of no length while it waits.
    answer: String,
    /// Who answered.
    who: String,
    /// The answer is written here.
    form: Option<Field>,
}

/// The dossier beside the list, with what was said about it.
#[derive(Clone, Debug)]
struct Opened {
    dossier: StreamId,
    sheet: Sheet,
    petitions: Vec<Words>,
    errors: ErrorSummary,
    /// What was chosen before it was refused.
    upheld: Option<bool>,
}

#[derive(Template)]
#[template(path = "staff/petitions.html")]
struct PetitionsPage {
    page: Page,
    unit: String,
    /// Address of the list and whether it is the one shown: those that wait, those answered.
    tabs: [(String, &'static str, bool); 2],
    rows: Vec<RowView>,
    answered: bool,
    pager: Option<Pager>,
    opened: Option<Opened>,
    keys: KeyBar,
}

#[derive(Clone, Deserialize, Default)]
struct Asked {
    /// The dossier that is open beside the list.
    #[serde(default)]
    open: Option<i64>,
    /// `answered` for those that were.
    #[serde(default)]
    list: String,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn answered(&self) -> bool {
        self.list == "answered"
    }

    fn address(&self) -> String {
        let list = self.answered().then(|| "list=answered".to_owned());
        let open = self.open.map(|open| format!("open={open}"));
        let after = (!self.after.is_empty()).then(|| format!("after={}", encoded(&self.after)));
        let parts: Vec<String> = [list, open, after].into_iter().flatten().collect();
        let question = if parts.is_empty() { "" } else { "?" };
        format!("/petitions{question}{}", parts.join("&"))
    }
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&petitions_page(&web, page, &asked, None).await?))
}

async fn petitions_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<(&Form, &Refusal)>,
) -> Result<PetitionsPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let trail = Trail::of(&asked.after);
    let from = trail.wanted::<PetitionLine>(None).from;
    let leaf = web.app().petitions(actor.unit(), !asked.answered(), from, PAGE).await?;
    let rows: Vec<RowView> = leaf.rows.iter().map(|line| row(&names, asked, line)).collect();
    let pager = trail.pager(page.t, rows.len(), leaf.next.as_ref());
    let pager = paging::linked(pager, |after| {
        Asked { open: None, after: after.to_owned(), ..asked.clone() }.address()
    });
    let opened = match asked.open.map(StreamId).filter(|_| !page.fragment) {
        Some(dossier) => Some(opened(web, &page, &actor, dossier, refused).await?),
        None => None,
    };
    let tab = |list: &str| Asked { list: list.to_owned(), ..Asked::default() }.address();
    Ok(PetitionsPage {
        unit: names.unit(actor.unit()),
        tabs: [
            (tab(""), "petitions.waiting", !asked.answered()),
            (tab("answered"), "petitions.answered", asked.answered()),
        ],
        rows,
        answered: asked.answered(),
        pager,
        opened,
        keys: keybar(page.t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open"), ("t", "key.answer")]),
        page,
    })
}

fn row(names: &Names, asked: &Asked, line: &PetitionLine) -> RowView {
    let address = Asked { open: Some(line.dossier.0), ..asked.clone() }.address();
    RowView {
        href: format!("{address}#pane"),
        code: line.code.clone(),
        matter: names.t.code("petition.matter", &line.matter),
        unit: names.unit(&line.unit),
        at: look::day_month_time(line.lodged_at),
        chip: chip(names, line.lodged_at, line.due_at, line.answered_at),
        open: asked.open == Some(line.dossier.0),
    }
}

/// How long is left for the answer, or whether it came in time.
fn chip(names: &Names, lodged_at: Millis, due_at: Millis, answered_at: Option<Millis>) -> Chip {
    let t = names.t;
    if let Some(at) = answered_at {
        let (state, key) = if at > due_at {
            (TimeState::Late, "petitions.chip_late")
        } else {
            (TimeState::OnTime, "petitions.chip_in_time")
        };
        return Chip::new(state, t.t(key));
    }
    times::chip_with_rest(names, &times::limit(names, lodged_at, due_at, None))
}

/// A dossier with what was said about it that this one may read. What people write about themselves is personal: the entry of the
/// reading is opened before.
async fn opened(
    web: &Web,
    page: &Page,
    actor: &Actor,
    dossier: StreamId,
    refused: Option<(&Form, &Refusal)>,
) -> Result<Opened, Fault> {
    let view = sheet::read(web, actor, dossier).await?;
    let names = names(web, page);
    let directory = web.app().directory();
    let may = |action, unit: &str, resource: fn(&[String]) -> Resource| {
        web.app().permit(actor, action, &resource(&directory.unit_path(unit))).is_ok()
    };
    let lodged = web.app().petitions_of(dossier).await?;
    let seen = lodged.iter().filter(|one| may(Action::SeePetitions, &one.petition.unit, Resource::page));
    let petitions: Vec<Words> = seen
        .rev()
        .map(|one| {
            let answers = may(Action::AnswerPetition, &one.petition.unit, Resource::petition);
            words(&names, one, answers, refused)
        })
        .collect();
    if petitions.is_empty() {
        return Err(Fault::NotFound);
    }
    Ok(Opened {
        dossier,
        petitions,
        errors: refused.map(|(_, refusal)| errors_of(page.t, refusal)).unwrap_or_default(),
        upheld: refused.and_then(|(form, _)| chosen(form)),
        sheet: Sheet::of(web, page, actor, &view).await?,
    })
}

fn words(names: &Names, view: &PetitionView, answers: bool, refused: Option<(&Form, &Refusal)>) -> Words {
    let (t, petition) = (names.t, &view.petition);
    let empty = Form::default();
    let (form, wrong) =
        refused.map_or((&empty, [].as_slice()), |(form, refusal)| (form, refusal.violations.as_slice()));
    let who = petition.answer.as_ref().map(|answer| {
        let by = names.person_in(&answer.by, &answer.position);
        format!("{} · {by} · {}", verdict(t, answer), look::date_time(answer.at))
    });
    // What was refused comes back as it was typed, also when somebody else answered meanwhile.
    let typed = refused.is_some() && form.number("number") == Some(petition.number);
    let field = Field::area("text", t.t("petitions.text")).hint(t.t("petitions.text_hint"));
    Words {
        number: petition.number,
        matter: t.code("petition.matter", petition.matter.word()),
        unit: names.unit(&petition.unit),
        at: look::date_time(petition.lodged_at),
        chip: chip(names, petition.lodged_at, petition.due_at, petition.answer.as_ref().map(|one| one.at)),
        text: kept(t, &view.text),
        answer: if petition.answer.is_some() { kept(t, &view.answer) } else { String::new() },
        who: who.unwrap_or_default(),
        form: (answers && (typed || petition.answer.is_none()))
            .then(|| field.value(form.get("text")).wrong(t, wrong)),
    }
}

/// Whether the applicant is right, as it was chosen.
fn chosen(form: &Form) -> Option<bool> {
    match form.get("upheld") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The answer is kept, and read by the applicant at once.
async fn answer(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let command = Command::AnswerPetition {
        dossier,
        number: sent.form.number("number").unwrap_or_default(),
        upheld: chosen(&sent.form),
        text: sent.form.get("text").to_owned(),
    };
    match sent.act(command).await? {
        None => sent.done_with(&Asked::default().address(), "petition_answered", dossier).await,
        Some(refusal) => {
            let asked = Asked { open: Some(dossier.0), ..Asked::default() };
            let refused = Some((&sent.form, &refusal));
            Ok(again(&petitions_page(&sent.web, sent.page, &asked, refused).await?))
        }
    }
}
