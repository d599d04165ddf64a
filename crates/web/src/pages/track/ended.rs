//! How a dossier ended without a result, as its applicant reads it: since when, by which rule, what to do now.

use super::own::{Asked, asked_last};
use crate::look;
use crate::parts::Note;
use crate::words::T;
use app::Directory;
use calendar::Millis;
use domain::dossier::{Event, State};
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
pub(super) fn note(t: T, state: &State, history: &[Envelope], at: Millis, centre: &str) -> Note {
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
        _ => Note::late(t.with("own.stopped", &[("at", &at)])),
    }
}

/// What had been asked for, and the paper that said so.
pub(super) fn asked(t: T, state: &State, history: &[Envelope]) -> (Vec<Asked>, Option<(String, String)>) {
    match end(history) {
        Some(Event::SilenceClosed { .. }) => asked_last(t, &state.intake.token, history),
        _ => (Vec::new(), None),
    }
}

/// The event that ended it.
fn end(history: &[Envelope]) -> Option<Event> {
    history.iter().rev().find_map(|envelope| match envelope.event() {
        Ok(domain::Event::Dossier(event @ (Event::SilenceClosed { .. } | Event::DossierStopped { .. }))) => {
            Some(event)
        }
        _ => None,
    })
}

fn written(rule: &RuleRef) -> String {
    format!("{}, {}", rule.document, rule.article)
}
