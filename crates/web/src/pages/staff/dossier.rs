//! A dossier whole: its sheet and its history, line by line, with who, as what, by which rule, and what was found on the way.

use super::names::Names;
use super::sent::{Sent, Which};
use super::sheet::{self, Sheet};
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::KeyBar;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::dossier::{Event, Holder};
use domain::kernel::{Finding, Verdict};
use policy::Action;
use store::{AccessAbout, Envelope};

/// Readings on the page of a dossier, for those who handle it and for those who inspect.
const READINGS_SHOWN: i64 = 12;
const READINGS_AN_INSPECTOR_SEES: i64 = 500;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/dossiers/{dossier}", Access::Staff(Action::SeeDossier), show),
        Route::post("/dossiers/{dossier}/originals", Access::Staff(Action::SeeDesk), give_back),
    ]
}

/// A rule that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    text: String,
    rule: String,
    broken: bool,
    verdict: String,
}

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    iso: String,
    at: String,
    what: String,
    detail: String,
    who: String,
    rule: String,
    /// Written later than it happened.
    recorded: String,
    found: Vec<Found>,
}

/// Who looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Looked {
    at: String,
    what: String,
    who: String,
}

#[derive(Template)]
#[template(path = "staff/dossier.html")]
struct DossierPage {
    page: Page,
    sheet: Sheet,
    lines: Vec<Line>,
    looked: Vec<Looked>,
    can_correct: bool,
    /// It ended without a result, and originals are still here.
    gives_back: bool,
    /// How it went may be told in sentences, for an answer to a complaint.
    explains: bool,
    work: String,
    /// The date may be set anew there, with an apology.
    anew: bool,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page, Which(dossier): Which) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let view = sheet::read(&web, &actor, dossier).await?;
    let names = names(&web, &page);
    let history = web.app().history(dossier).await?;
    let lines = history.iter().filter_map(|envelope| line(&names, envelope)).collect();
    let inspects = web.app().permit(&actor, Action::SeeInspect, &policy::Resource::page(&[])).is_ok();
    let most = if inspects { READINGS_AN_INSPECTOR_SEES } else { READINGS_SHOWN };
    let looked = web
        .app()
        .store()
        .list_access_about(web.app().tenant(), AccessAbout::Dossier(dossier), most)
        .await?
        .into_iter()
        .map(|access| Looked {
            at: look::day_month_time(access.opened.opened_at),
            what: page.t.code("reading", &access.opened.action),
            who: actor_words(&names, &access.opened.actor, &access.opened.position, ""),
        })
        .collect();
    let receives = policy::Resource::dossier(&names.directory.unit_path(&view.state.plan.receiving_unit));
    Ok(page::html(&DossierPage {
        sheet: Sheet::of(&web, &page, &actor, &view).await?,
        lines,
        looked,
        can_correct: view.state.is_open()
            && web.app().permit(&actor, Action::CorrectDossier, &receives).is_ok(),
        gives_back: !view.state.is_open()
            && view.state.originals.iter().any(|original| original.holder != Holder::Applicant)
            && web.app().permit(&actor, Action::HandOverResult, &receives).is_ok(),
        explains: web
            .app()
            .permit(&actor, Action::ExplainDossier, &web.app().dossier_resource(&view.state))
            .is_ok(),
        anew: web.app().may(&actor, Action::ExtendDossier, &view.state).allowed
            && web.app().may_extend(&view.state)?.is_ok(),
        work: if view.state.open_turn().is_some_and(|turn| turn.unit == actor.unit()) {
            format!("/work?open={dossier}")
        } else {
            String::new()
        },
        keys: keybar(page.t, &[]),
        page,
    }))
}

async fn give_back(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let to = format!("/dossiers/{dossier}");
    sent.act_and_say(Command::GiveBackOriginals(dossier), &to, "originals_given_back").await
}

/// `Lê Thu Hà, Cán bộ tiếp nhận`, or the machine.
pub(crate) fn actor_words(names: &Names, actor: &str, position: &str, on_behalf_of: &str) -> String {
    let t = names.t;
    let who = match actor.split_once(':') {
        Some(("person" | "machine", code)) => names.person_in(code, position),
        Some(("kiosk", _)) => t.t("history.kiosk").to_owned(),
        Some(("import", source)) => t.with("history.import", &[("source", &source)]),
        Some(("system", _)) => t.t("history.system").to_owned(),
        _ => t.t("history.citizen").to_owned(),
    };
    if on_behalf_of.is_empty() {
        who
    } else {
        format!("{who} ({} {})", t.t("history.for"), names.title(on_behalf_of))
    }
}

fn line(names: &Names, envelope: &Envelope) -> Option<Line> {
    let domain::Event::Dossier(event) = envelope.event().ok()? else { return None };
    let late = envelope.recorded_at - envelope.occurred_at > 60_000;
    Some(Line {
        iso: look::iso(event.at()),
        at: look::date_time(event.at()),
        what: names.t.code("event", event.name()),
        detail: detail(names, &event),
        who: actor_words(names, &envelope.actor, &envelope.position, &envelope.on_behalf_of),
        rule: envelope.rule.clone(),
        recorded: if late { look::date_time(envelope.recorded_at) } else { String::new() },
        found: findings(&event).iter().map(|finding| found(names, finding)).collect(),
    })
}

pub(crate) fn findings(event: &Event) -> &[Finding] {
    match event {
        Event::IntakeSupplementAsked { findings, .. }
        | Event::IntakeRefused { findings, .. }
        | Event::DossierReceived { findings, .. }
        | Event::PromiseMade { findings, .. }
        | Event::PromiseVoided { findings, .. }
        | Event::DossierExtended { findings, .. }
        | Event::SupplementRequested { findings, .. }
        | Event::ResolutionRefused { findings, .. }
        | Event::SilenceClosed { findings, .. } => findings,
        _ => &[],
    }
}

fn found(names: &Names, finding: &Finding) -> Found {
    Found {
        text: names.t.code("finding", &finding.code),
        rule: format!("{}, {}", finding.rule.document, finding.rule.article),
        broken: finding.verdict == Verdict::Broken,
        verdict: match finding.verdict {
            Verdict::Kept => names.t.t("finding_verdict.kept"),
            Verdict::Broken => names.t.t("finding_verdict.broken"),
            Verdict::NotConcerned => names.t.t("finding_verdict.not_concerned"),
        }
        .to_owned(),
    }
}

/// What happened, in a few words behind its name.
fn detail(names: &Names, event: &Event) -> String {
    let t = names.t;
    let promise = |at: i64| t.with("history.promised", &[("at", &look::promise(t.lang(), at))]);
    match event {
        Event::DossierReceived { promise: made, .. } => promise(made.due_at),
        Event::PromiseMade { promise: made, .. } => promise(made.due_at),
        Event::IntakeSupplementAsked { items, .. } | Event::SupplementRequested { items, .. } => {
            items.iter().map(|item| format!("{}: {}", item.name, item.reason)).collect::<Vec<_>>().join("; ")
        }
        Event::IntakeRefused { reasons, .. } | Event::RefusalProposed { reasons, .. } => reasons.join("; "),
        Event::ResolutionRefused { reasons, by, position, block, on_behalf_of, under, .. } => {
            let signed = names.signed(by, position, block, on_behalf_of, under);
            format!("{} · {signed}", reasons.join("; "))
        }
        Event::StepStarted { name, kind, unit, person, position, .. } => {
            let who = if person.is_empty() {
                t.t("step.unassigned").to_owned()
            } else {
                names.person_in(person, position)
            };
            format!("{} · {} · {who}", names.step(name, kind.word()), names.unit(unit))
        }
        Event::StepAssigned { person, position, reason, .. } => {
            [names.person_in(person, position), reason.clone()].join(" · ").trim_end_matches(" · ").to_owned()
        }
        Event::StepFinished { outcome, note, used_ms, timeliness, .. } => {
            let used = t.with("history.used", &[("time", &look::exact(t.lang(), *used_ms))]);
            let verdict = timeliness.map(|verdict| t.code("verdict", verdict.word())).unwrap_or_default();
            let outcome = if outcome == "done" { String::new() } else { t.code("outcome", outcome) };
            [outcome, used, verdict, note.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        }
        Event::DossierExtended { extension: given, .. } => {
            let moved = t.with(
                "history.extended",
                &[
                    ("was", &look::day_month(given.was_due_at)),
                    ("at", &look::promise(t.lang(), given.due_at)),
                ],
            );
            let signed =
                names.signed(&given.by, &given.position, &given.block, &given.on_behalf_of, &given.under);
            [moved.as_str(), given.reason.as_str(), signed.trim()].join(" · ")
        }
        Event::ResultApproved { by, position, block, on_behalf_of, under, .. } => {
            names.signed(by, position, block, on_behalf_of, under)
        }
        Event::ResultSentBack { reason, .. }
        | Event::DossierWithdrawn { reason, .. }
        | Event::DossierStopped { reason, .. } => reason.clone(),
        Event::ResultNumbered { number, dated, .. } => {
            format!("{} · {}", number.number(), look::day_date(*dated))
        }
        Event::ResultHandedOver { to, identified_by, .. } => {
            let who = if to == "proxy" { t.t("history.to_proxy") } else { t.t("history.to_applicant") };
            format!("{who} · {}", t.code("identified", identified_by))
        }
        Event::SlipReplaced { to, identified_by, proxy_paper, .. } => {
            let who = if to == "proxy" { t.t("history.to_proxy") } else { t.t("history.to_applicant") };
            let seen = t.code("identified", identified_by);
            let parts = [who, seen.as_str(), proxy_paper.as_str()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Event::DossierCorrected { correction, reason, .. } => {
            format!("{} · {reason}", t.code("correction", correction.word()))
        }
        Event::StepTurnedRed { unit, person, .. } => {
            [names.unit(unit), names.person(person)].join(" · ").trim_end_matches(" · ").to_owned()
        }
        Event::StepEscalated { to, .. } => names.title(to),
        Event::OriginalMoved { holder, .. } => match holder {
            Holder::Applicant => t.t("paper.with_applicant").to_owned(),
            other => names.holder(other),
        },
        Event::DossierTakenOver { promise: made, .. } => {
            made.as_ref().map(|made| promise(made.due_at)).unwrap_or_default()
        }
        Event::StepNoted { name, unit, person, .. } | Event::AfterCloseNoted { name, unit, person, .. } => {
            [name.as_str(), unit, person]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        }
        Event::PagesCaptured { item, pages, .. } => {
            t.with("history.captured", &[("item", item), ("n", &pages.len())])
        }
        Event::PageTurned { item, .. }
        | Event::PageMoved { item, .. }
        | Event::PageTakenOut { item, .. }
        | Event::PaperMarkedSecret { item, .. } => t.with("history.of_paper", &[("item", item)]),
        Event::PaperScanned { item, pages, images, .. } => {
            t.with("history.scanned", &[("item", item), ("pages", pages), ("images", images)])
        }
        Event::FeeSettled { amount_vnd, .. } => look::money(t, amount_vnd.amount()),
        Event::SilenceClosed { waited_until, .. } => look::date_time(*waited_until),
        _ => String::new(),
    }
}
