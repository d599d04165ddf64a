//! A dossier as staff see it: whose it is, what was promised, where it is, which papers it has and who holds them. The same
//! sheet stands beside every list and on the page of the dossier.

use super::names::Names;
use super::{promises, times};
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::Page;
use crate::parts::{Chip, PromiseCard, StepLine, Strip};
use crate::web::Web;
use app::queries::{DossierView, MessageLine, PaymentLine};
use app::{Actor, AppError, SubjectData};
use askama::Template;
use domain::dossier::{Event, Phase};
use domain::kernel::StreamId;
use policy::Action;
use store::{AccessAbout, AccessOutcome, Envelope};

/// A paper of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaperLine {
    pub(crate) item: i64,
    pub(crate) name: String,
    pub(crate) form: String,
    pub(crate) copies: i64,
    pub(crate) ok: bool,
    /// Who holds the original, of no length when none is in the house.
    pub(crate) holder: String,
    /// It is an original somebody else holds: it may be taken over.
    pub(crate) can_take: bool,
    /// The earlier dossier that has it, and its code.
    pub(crate) earlier: Option<(StreamId, String)>,
}

/// A request for papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AskedLine {
    pub(crate) number: usize,
    pub(crate) at: String,
    pub(crate) by: String,
    pub(crate) items: Vec<(String, String)>,
    pub(crate) answered: String,
}

/// A message that was sent about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SentLine {
    pub(crate) at: String,
    pub(crate) what: String,
    pub(crate) channel: String,
    pub(crate) chip: Chip,
}

/// A payment of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaidLine {
    pub(crate) payment: StreamId,
    pub(crate) amount: String,
    pub(crate) state: String,
    pub(crate) paid: bool,
    pub(crate) receipt: String,
}

/// The sheet.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/sheet.html")]
pub(crate) struct Sheet {
    pub(crate) page: Page,
    pub(crate) dossier: StreamId,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) full_name: String,
    pub(crate) phase: String,
    pub(crate) chip: Option<Chip>,
    /// Who files, and who acts or whose matter it is: label and words.
    pub(crate) people: Vec<(String, String)>,
    pub(crate) applicant: String,
    pub(crate) request: String,
    pub(crate) promise: Option<PromiseCard>,
    pub(crate) steps: StepLine,
    pub(crate) strip: Strip,
    pub(crate) papers: Vec<PaperLine>,
    pub(crate) asked: Vec<AskedLine>,
    pub(crate) sent: Vec<SentLine>,
    pub(crate) paid: Vec<PaidLine>,
    /// Text of the result document, of no length before it is drafted.
    pub(crate) result: String,
    /// A refusal is proposed in place of a draft: when and by whom, and the reasons.
    pub(crate) proposed: Option<(String, Vec<String>)>,
    /// What is known of the result: drafted by, approved by, number.
    pub(crate) result_facts: Vec<(String, String)>,
    /// It was refused, at intake or after appraisal.
    pub(crate) refused: bool,
    /// The date was set anew: there is an apology.
    pub(crate) apology: bool,
    /// It was received: the slip exists.
    pub(crate) received: bool,
}

impl askama::filters::HtmlSafe for Sheet {}

/// Reads a dossier for somebody: asks the policies, opens the entry of the reading, and only then reads.
pub(crate) async fn read(web: &Web, actor: &Actor, dossier: StreamId) -> Result<DossierView, Fault> {
    may_read(web, actor, dossier).await?;
    reading(web, actor, AccessAbout::Dossier(dossier), "dossier_opened", web.app().dossier(dossier)).await
}

/// Asks the policies whether somebody may see a dossier with the persons in it.
pub(crate) async fn may_read(web: &Web, actor: &Actor, dossier: StreamId) -> Result<(), Fault> {
    let app = web.app();
    let (_, state) = app.dossier_state(dossier).await?;
    let resource = app.dossier_resource(&state);
    app.permit(actor, Action::SeeDossier, &resource)?;
    app.permit(actor, Action::ReadPersonalData, &resource)?;
    Ok(())
}

/// Reads personal data between the two halves of an entry in the journal of readings.
pub(crate) async fn reading<T>(
    web: &Web,
    actor: &Actor,
    about: AccessAbout,
    action: &str,
    read: impl Future<Output = Result<T, AppError>>,
) -> Result<T, Fault> {
    let entry = web.app().open_reading(actor, about, action).await?;
    let read = read.await;
    let outcome = if read.is_ok() { AccessOutcome::Shown } else { AccessOutcome::Failed };
    web.app().complete_reading(entry, outcome).await?;
    Ok(read?)
}

/// Reads a list in which people are named.
pub(crate) async fn listing<T>(
    web: &Web,
    actor: &Actor,
    action: &str,
    read: impl Future<Output = Result<T, AppError>>,
) -> Result<T, Fault> {
    reading(web, actor, AccessAbout::List, action, read).await
}

impl Sheet {
    /// The sheet of a dossier that was read for this actor.
    pub(crate) async fn of(web: &Web, page: &Page, actor: &Actor, view: &DossierView) -> Result<Self, Fault> {
        let names = Names::new(page.t, page.now, web.app().directory());
        let history = web.app().history(view.dossier).await?;
        let messages = web.app().messages_of(domain::message::About::Dossier(view.dossier)).await?;
        let payments = web.app().payment_lines(view.dossier).await?;
        let state = &view.state;
        let steps = times::facts_of(&names, state);
        Ok(Self {
            page: page.clone(),
            dossier: view.dossier,
            code: if state.code.is_empty() { state.provisional.clone() } else { state.code.clone() },
            title: names.of_plan(&state.plan),
            full_name: state.plan.procedure.name.clone(),
            phase: page.t.code("phase", state.phase_word()),
            chip: chip(&names, view),
            people: people(page, view),
            applicant: name_or(page, &view.applicant),
            request: view.particulars.text.clone(),
            promise: promises::of_dossier(&names, state),
            steps: times::line_of(&names, state, &view.applicant.name),
            strip: times::strip_of(&names, &steps),
            papers: papers(&names, actor, view),
            asked: asked(&names, view, &history),
            sent: messages.iter().map(|line| sent(page, line)).collect(),
            paid: payments.iter().map(|line| paid(page, line)).collect(),
            result: view.result.as_ref().map(|text| text.text.clone()).unwrap_or_default(),
            proposed: state.result.refusal_proposed.as_ref().map(|one| {
                (format!("{} · {}", look::date_time(one.at), names.person(&one.by)), one.reasons.clone())
            }),
            result_facts: result_facts(&names, view),
            refused: matches!(state.phase, Phase::Refused { .. })
                || history.iter().any(|envelope| envelope.name == "ResolutionRefused"),
            apology: state.extension().is_some(),
            received: state.received_at.is_some(),
        })
    }
}

/// A name, or that it was erased.
pub(crate) fn name_or(page: &Page, data: &SubjectData) -> String {
    if data.name.is_empty() { page.t.t("person.erased").to_owned() } else { data.name.clone() }
}

fn chip(names: &Names, view: &DossierView) -> Option<Chip> {
    let promise = view.state.promise()?;
    let timing = times::of_promise(names, &view.state, promise);
    if timing.counted && timing.finished_at.is_none() {
        return Some(Chip::of(names.t, names.now, &timing));
    }
    let state = match view.state.phase {
        Phase::Supplement => TimeState::Paused,
        _ if view.state.was_late() => TimeState::Late,
        _ => TimeState::OnTime,
    };
    Some(Chip::new(state, names.t.code("phase", view.state.phase_word())))
}

fn people(page: &Page, view: &DossierView) -> Vec<(String, String)> {
    let t = page.t;
    let words = |data: &SubjectData| {
        let id = look::grouped_id(&data.id_number);
        let phone = look::phone(&data.phone);
        [name_or(page, data), id, phone, data.email.clone(), data.address.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let mut people = vec![(t.t("sheet.applicant").to_owned(), words(&view.applicant))];
    if let Some(owner) = &view.owner {
        people.push((t.t("sheet.owner").to_owned(), words(owner)));
    }
    if let (Some(proxy), Some(kept)) = (&view.proxy, &view.state.intake.proxy) {
        people.push((t.t("sheet.proxy").to_owned(), format!("{} · {}", words(proxy), kept.paper)));
    }
    people
}

fn papers(names: &Names, actor: &Actor, view: &DossierView) -> Vec<PaperLine> {
    let originals = &view.state.originals;
    view.state
        .intake
        .papers
        .iter()
        .map(|paper| {
            let held = originals.iter().find(|original| original.item == paper.item);
            let mine = domain::dossier::Holder::Person(actor.person().to_owned());
            PaperLine {
                item: paper.item,
                name: paper.name.clone(),
                form: names.t.code("form", paper.form.word()),
                copies: paper.copies,
                ok: paper.ok,
                earlier: view
                    .state
                    .intake
                    .earlier
                    .iter()
                    .find(|one| one.item == paper.item)
                    .map(|one| (one.dossier, one.code.clone())),
                holder: held.map(|original| names.holder(&original.holder)).unwrap_or_default(),
                can_take: held.is_some_and(|original| {
                    original.holder != mine && original.holder != domain::dossier::Holder::Applicant
                }),
            }
        })
        .collect()
}

/// Requests for papers in the order they were made, those before reception too: their slips are numbered through.
pub(crate) fn requests(history: &[Envelope]) -> Vec<Event> {
    let dossier_event = |envelope: &Envelope| match envelope.event() {
        Ok(domain::Event::Dossier(event)) => Some(event),
        _ => None,
    };
    let asks = |event: &Event| {
        matches!(event, Event::IntakeSupplementAsked { .. } | Event::SupplementRequested { .. })
    };
    history.iter().filter_map(dossier_event).filter(asks).collect()
}

fn asked(names: &Names, view: &DossierView, history: &[Envelope]) -> Vec<AskedLine> {
    let mut answers = view.state.supplements.iter().map(|asked| asked.answered_at);
    let mut line = |(number, event): (usize, Event)| {
        let (items, by, at, answered_at) = match event {
            Event::IntakeSupplementAsked { items, by, at, .. } => (items, by, at, view.state.received_at),
            Event::SupplementRequested { items, by, at, .. } => (items, by, at, answers.next().flatten()),
            _ => return None,
        };
        Some(AskedLine {
            number,
            at: look::date_time(at),
            by: names.person(&by),
            items: items.into_iter().map(|item| (item.name, item.reason)).collect(),
            answered: answered_at.map(look::date_time).unwrap_or_default(),
        })
    };
    (1..).zip(requests(history)).filter_map(&mut line).collect()
}

fn sent(page: &Page, line: &MessageLine) -> SentLine {
    let state = match line.status.as_str() {
        "delivered" => TimeState::OnTime,
        "failed" => TimeState::Late,
        "in_doubt" => TimeState::Soon,
        _ => TimeState::Paused,
    };
    SentLine {
        at: look::day_month_time(line.requested_at),
        what: page.t.code("message", &line.template),
        channel: page.t.code("message_channel", &line.channel),
        chip: Chip::new(state, page.t.code("message_state", &line.status)),
    }
}

fn paid(page: &Page, line: &PaymentLine) -> PaidLine {
    PaidLine {
        payment: line.payment,
        amount: look::money(page.t, line.total_vnd),
        state: page.t.code("payment_state", &line.status),
        paid: line.status == "paid",
        receipt: line.receipt.clone(),
    }
}

fn result_facts(names: &Names, view: &DossierView) -> Vec<(String, String)> {
    let t = names.t;
    let result = &view.state.result;
    let mut facts = Vec::new();
    if !result.drafted_by.is_empty() {
        facts.push((t.t("result.drafted_by").to_owned(), names.person(&result.drafted_by)));
    }
    if !result.approved_by.is_empty() {
        let words = names.signed(
            &result.approved_by,
            &result.approved_position,
            &result.block,
            &result.on_behalf_of,
            &result.under,
        );
        facts.push((t.t("result.approved_by").to_owned(), words));
    }
    if result.number > 0 {
        let words = format!("{} · {}", result.number, look::day_date(result.dated));
        facts.push((t.t("result.number").to_owned(), words));
    }
    facts
}
