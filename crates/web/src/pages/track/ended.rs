//! How a dossier ended without a result, as its applicant reads it: since when, by which rule, what to do now.

use super::own::{Asked, asked_last};
use crate::look;
use crate::parts::Note;
use crate::words::T;
use app::Directory;
use calendar::Millis;
use domain::dossier::{Event, Holder, Phase, State};
use domain::kernel::RuleRef;
use store::Envelope;

/// What is asked for stands still the clock; until when it is taken, where waiting has an end.
pub(super) fn awaited(t: T, directory: &Directory, state: &State) -> Note {
    let until = directory.waits_until(state).zip(state.plan.silence.as_ref());
    let Some((until, silence)) = until else { return Note::soon(t.t("own.supplement")) };
    let (until, rule) = (look::promise(t.lang(), until), written(&silence.rule));
    let ends = t.with("own.supplement_until", &[("until", &until), ("rule", &rule)]);
    Note::soon(format!("{} {ends}", t.t("own.supplement")))
}

/// Why it ended.
pub(super) fn note(
    t: T,
    directory: &Directory,
    state: &State,
    history: &[Envelope],
    at: Millis,
    centre: &str,
) -> Note {
    let at = look::date_time(at);
    match end(history) {
        Some(Event::SilenceClosed { waited_until, findings, .. }) => {
            let rule = findings.first().map(|finding| written(&finding.rule)).unwrap_or_default();
            let days = state.plan.silence.as_ref().map_or(0, |silence| silence.working_days);
            let until = look::promise(t.lang(), waited_until);
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("until", &until), ("days", &days), ("rule", &rule), ("place", &centre)];
            Note::late(t.with("own.silence", &values)).strong(t.with("own.silence_at", &[("at", &at)]))
        }
        Some(Event::ResolutionRefused { by, position, block, on_behalf_of, .. }) => {
            let who = signer(t, directory, (&by, &position), (&block, &on_behalf_of));
            Note::late(t.with("own.not_given", &[("who", &who)]))
                .strong(t.with("own.not_given_at", &[("at", &at)]))
        }
        _ => Note::late(t.with("own.stopped", &[("at", &at)])),
    }
}

/// What whoever was refused can do now, and by which rule it was refused.
pub(super) fn afterwards(
    t: T,
    directory: &Directory,
    state: &State,
    history: &[Envelope],
) -> Option<Afterwards> {
    if !matches!(state.phase, Phase::Stopped { .. }) {
        return None;
    }
    let Some(Event::ResolutionRefused { findings, .. }) = end(history) else { return None };
    let centre =
        directory.unit(&state.plan.receiving_unit).map_or("", |unit| t.name(&unit.name, &unit.name_en));
    let rule = findings.first().map(|finding| written(&finding.rule)).unwrap_or_default();
    let is_held = state.originals.iter().any(|original| original.holder != Holder::Applicant);
    let originals = is_held.then(|| t.with("own.originals", &[("place", &centre)]));
    Some(Afterwards {
        ways: originals.into_iter().chain([complain(t, directory, state)]).collect(),
        rule: t.with("own.rule", &[("rule", &rule)]),
    })
}

/// What an applicant can do after the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Afterwards {
    /// Each way, a sentence.
    pub ways: Vec<String>,
    /// Document and article.
    pub rule: String,
}

/// Where to say that one does not agree: here, or to the agency that refused, within the days the regime names.
fn complain(t: T, directory: &Directory, state: &State) -> String {
    let agency = directory.catalogue().refusing_agency(state);
    let agency = directory.unit(&agency).map_or(agency.as_str(), |unit| t.name(&unit.name, &unit.name_en));
    match directory.complaint_rule(state) {
        Some(complaints) => {
            let rule = written(&complaints.rule);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("agency", &agency), ("days", &complaints.within_days), ("rule", &rule)];
            t.with("own.complain_within", &values)
        }
        None => t.with("own.complain", &[("agency", &agency)]),
    }
}

/// `KT. Giám đốc Sở, Lâm Tâm Đoan, Phó Giám đốc Sở`: who signed, and in whose place.
pub(super) fn signer(
    t: T,
    directory: &Directory,
    (by, position): (&str, &str),
    (block, on_behalf_of): (&str, &str),
) -> String {
    let title = |position: &str| directory.titled(position, !t.vi()).to_owned();
    let block = if block.is_empty() { String::new() } else { format!("{block} {}, ", title(on_behalf_of)) };
    let post = title(position);
    let post = if post.is_empty() { String::new() } else { format!(", {post}") };
    format!("{block}{}{post}", directory.person_name(by))
}

/// What had been asked for or why it was refused, and the paper that said so.
pub(super) fn asked(t: T, state: &State, history: &[Envelope]) -> (Vec<Asked>, Option<(String, String)>) {
    match end(history) {
        Some(Event::SilenceClosed { .. }) => asked_last(t, &state.intake.token, history),
        Some(Event::ResolutionRefused { reasons, .. }) => {
            let reasons = reasons.into_iter().map(|name| Asked { name, reason: String::new() });
            let paper =
                (format!("/d/{}/refusal.pdf", state.intake.token), t.t("own.refusal_paper").to_owned());
            (reasons.collect(), Some(paper))
        }
        _ => (Vec::new(), None),
    }
}

/// The event that ended it.
fn end(history: &[Envelope]) -> Option<Event> {
    history.iter().rev().find_map(|envelope| match envelope.event() {
        Ok(domain::Event::Dossier(
            event @ (Event::SilenceClosed { .. }
            | Event::ResolutionRefused { .. }
            | Event::DossierStopped { .. }),
        )) => Some(event),
        _ => None,
    })
}

fn written(rule: &RuleRef) -> String {
    format!("{}, {}", rule.document, rule.article)
}
