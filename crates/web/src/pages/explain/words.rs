//! Moments in words. Each event has its sentence in the translations, `life.<name of the event>`.

use crate::fault::Fault;
use crate::look;
use crate::pages::staff::dossier::{actor_words, findings};
use crate::pages::staff::names::Names;
use app::AppError;
use domain::dossier::{ClockThen, Event, Holder, Listener, Moment, StepKind, Timeliness, life};
use domain::kernel::{Finding, Millis, Verdict};
use store::Envelope;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) iso: String,
    pub(crate) at: String,
    pub(crate) text: String,
    /// How much of the allowed time was used, of no length where no clock runs.
    pub(crate) clock: String,
    pub(crate) late: bool,
    pub(crate) rules: Vec<RuleWords>,
    /// Written later than it happened: when.
    pub(crate) recorded: String,
    /// The policy that allowed it, for staff only.
    pub(crate) policy: String,
}

/// A rule that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleWords {
    pub(crate) text: String,
    pub(crate) rule: String,
    pub(crate) verdict: String,
    pub(crate) broken: bool,
}

/// Later than it happened by so much is said.
const LATER_MS: Millis = 60_000;

/// The life of a dossier in sentences, for somebody.
pub(crate) fn sentences(
    names: &Names,
    history: &[Envelope],
    listener: Listener,
) -> Result<Vec<Sentence>, Fault> {
    let mut told: Vec<(&Envelope, Event)> = Vec::with_capacity(history.len());
    for envelope in history {
        if let domain::Event::Dossier(event) = envelope.event().map_err(AppError::from)? {
            told.push((envelope, event));
        }
    }
    let events: Vec<Event> = told.iter().map(|(_, event)| event.clone()).collect();
    let working = |from: Millis, to: Millis| names.working_ms(from, to);
    Ok(life(&events, listener, &working)
        .iter()
        .map(|moment| sentence(names, told[moment.place].0, moment, listener))
        .collect())
}

fn sentence(names: &Names, envelope: &Envelope, moment: &Moment<'_>, listener: Listener) -> Sentence {
    let event = moment.event;
    let staff = listener == Listener::Staff;
    let (clock, late) = clock(names, moment);
    Sentence {
        iso: look::iso(event.at()),
        at: look::date_time(event.at()),
        text: text(names, envelope, moment, listener),
        clock,
        late: late || matches!(event, Event::StepTurnedRed { .. } | Event::PromiseMissed { .. }),
        rules: findings(event).iter().map(|finding| rule(names, finding)).collect(),
        recorded: if envelope.recorded_at - envelope.occurred_at > LATER_MS {
            look::date_time(envelope.recorded_at)
        } else {
            String::new()
        },
        policy: if staff { envelope.rule.clone() } else { String::new() },
    }
}

fn rule(names: &Names, finding: &Finding) -> RuleWords {
    let verdict = match finding.verdict {
        Verdict::Kept => names.t.t("finding_verdict.kept"),
        Verdict::Broken => names.t.t("finding_verdict.broken"),
        Verdict::NotConcerned => names.t.t("finding_verdict.not_concerned"),
    };
    RuleWords {
        text: names.t.code("finding", &finding.code),
        rule: format!("{}, {}", finding.rule.document, finding.rule.article),
        verdict: verdict.to_owned(),
        broken: finding.verdict == Verdict::Broken,
    }
}

/// `Dùng 2 giờ trong 4 giờ cho phép (50 %), đúng hạn.`
fn clock(names: &Names, moment: &Moment<'_>) -> (String, bool) {
    let t = names.t;
    let (key, used) = match moment.clock {
        Some(ClockThen::Step(used)) => ("life.clock_of_step", used),
        Some(ClockThen::Promise(used)) => ("life.clock_of_promise", used),
        None => return (String::new(), false),
    };
    let verdict = match moment.event {
        Event::StepFinished { timeliness, .. } => *timeliness,
        _ => None,
    };
    let words = t.with(
        key,
        &[
            ("used", &look::exact(t.lang(), used.used_ms)),
            ("allowed", &look::exact(t.lang(), used.allowed_ms)),
            ("percent", &used.percent()),
        ],
    );
    let verdict_words =
        verdict.map(|verdict| format!(", {}", lower(&t.code("verdict", verdict.word())))).unwrap_or_default();
    let late = verdict == Some(Timeliness::Late) || (verdict.is_none() && used.percent() > 100);
    (format!("{words}{verdict_words}."), late)
}

/// The first sign in small: what stands alone elsewhere stands in a sentence here.
fn lower(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_lowercase().chain(signs).collect())
}

/// `Lê Thu Hà (Cán bộ tiếp nhận)`: behind a comma the post would run into the sentence.
fn in_post(who: &str) -> String {
    let Some((name, post)) = who.split_once(", ") else { return who.to_owned() };
    match post.split_once(" (") {
        Some((post, on_behalf)) => format!("{name} ({post}) ({on_behalf}"),
        None => format!("{name} ({post})"),
    }
}

/// The name of the sentence, where an event has more than one, and what stands in it.
type Filled = (String, Vec<(&'static str, String)>);

fn text(names: &Names, envelope: &Envelope, moment: &Moment<'_>, listener: Listener) -> String {
    let t = names.t;
    let (variant, mut values) = filled(names, moment, listener);
    let who = actor_words(names, &envelope.actor, &envelope.position, &envelope.on_behalf_of);
    values.push(("who", in_post(&who)));
    if let Some(step) = &moment.step {
        values.push(("step", names.step(&step.name, step.kind.word())));
        values.push(("unit", names.unit(&step.unit)));
    }
    let values: Vec<(String, String)> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let text = t.code_with("life", &format!("{}{variant}", moment.event.name()), &values);
    let mut signs = text.chars();
    // A sentence begins with a capital, whoever it begins with.
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

fn filled(names: &Names, moment: &Moment<'_>, listener: Listener) -> Filled {
    let t = names.t;
    let staff = listener == Listener::Staff;
    let promised = |at: Millis| look::promise(t.lang(), at);
    let plain = |values: Vec<(&'static str, String)>| (String::new(), values);
    let with = |variant: &str, values: Vec<(&'static str, String)>| (variant.to_owned(), values);
    match moment.event {
        Event::DossierDrafted { plan, .. } => {
            plain(vec![("procedure", names.of_plan(plan)), ("unit", names.unit(&plan.receiving_unit))])
        }
        Event::DossierReceived { agency, day, number, promise, .. } => plain(vec![
            ("code", domain::dossier::code(agency, *day, number.number())),
            ("due", promised(promise.due_at)),
        ]),
        Event::DossierTakenOver { code, .. } => plain(vec![("code", code.clone())]),
        Event::IntakeSupplementAsked { items, .. } | Event::SupplementRequested { items, .. } => {
            let items: Vec<String> = items
                .iter()
                .map(|item| {
                    if item.reason.is_empty() {
                        item.name.clone()
                    } else {
                        format!("{} ({})", item.name, item.reason)
                    }
                })
                .collect();
            plain(vec![("items", items.join("; "))])
        }
        Event::RefusalProposed { reasons, by, .. } => {
            plain(vec![("by", names.person(by)), ("reason", reasons.join("; "))])
        }
        Event::IntakeRefused { reasons, .. } => plain(vec![("reason", reasons.join("; "))]),
        Event::ResolutionRefused { reasons, by, position, .. } => {
            plain(vec![("by", in_post(&names.person_in(by, position))), ("reason", reasons.join("; "))])
        }
        Event::StepStarted { .. } => step_started(names, moment.event),
        Event::StepAssigned { person, position, reason, .. } => {
            let variant = if reason.is_empty() { "" } else { "_because" };
            with(
                variant,
                vec![("to", in_post(&names.person_in(person, position))), ("reason", reason.clone())],
            )
        }
        Event::StepFinished { by, outcome, note, .. } => {
            let mut ended = String::new();
            if outcome != "done" {
                ended = format!(": {}", lower(&t.code("outcome", outcome)));
            }
            let note = if staff && !note.is_empty() {
                format!(" {}", t.one("life.note", "note", note))
            } else {
                String::new()
            };
            plain(vec![("by", names.person(by)), ("ended", ended), ("note", note)])
        }
        Event::StepNoted { name, unit, person, .. } | Event::AfterCloseNoted { name, unit, person, .. } => {
            let by: Vec<&str> = [person.as_str(), unit].into_iter().filter(|part| !part.is_empty()).collect();
            plain(vec![("did", name.clone()), ("by", by.join(", "))])
        }
        Event::PromiseMade { promise, reason, .. } => {
            plain(vec![("due", promised(promise.due_at)), ("why", t.code("life.why", reason))])
        }
        Event::AppointmentMet { appointment, kept, .. } => {
            with(if *kept { "_kept" } else { "_missed" }, vec![("n", (appointment + 1).to_string())])
        }
        Event::ResultDrafted { by, .. } => plain(vec![("by", names.person(by))]),
        Event::ResultApproved { by, position, block, .. } => plain(vec![(
            "by",
            format!("{block} {}", in_post(&names.person_in(by, position))).trim().to_owned(),
        )]),
        Event::ResultSentBack { reason, .. }
        | Event::DossierWithdrawn { reason, .. }
        | Event::DossierStopped { reason, .. }
        | Event::PapersMissed { reason, .. } => plain(vec![("reason", reason.clone())]),
        Event::SilenceClosed { waited_until, .. } => plain(vec![("until", look::date_time(*waited_until))]),
        Event::ResultNumbered { number, dated, .. } => {
            plain(vec![("n", number.number().to_string()), ("date", look::day_date(*dated))])
        }
        Event::ResultReady { timeliness, .. } => {
            plain(vec![("verdict", lower(&t.code("verdict", timeliness.word())))])
        }
        Event::ResultHandedOver { to, identified_by, .. } | Event::SlipReplaced { to, identified_by, .. } => {
            let to = if to == "proxy" { t.t("life.to_proxy") } else { t.t("life.to_applicant") };
            plain(vec![("to", to.to_owned()), ("seen", lower(&t.code("identified", identified_by)))])
        }
        Event::PickupReminded { reminder, .. } => plain(vec![("n", reminder.to_string())]),
        Event::DossierCorrected { correction, reason, .. } => {
            plain(vec![("what", lower(&t.code("correction", correction.word()))), ("reason", reason.clone())])
        }
        Event::StepTurnedRed { person, .. } => {
            let variant = if person.is_empty() { "_nobody" } else { "" };
            with(variant, vec![("to", names.person(person))])
        }
        Event::PromiseMissed { first_due_at, .. } => plain(vec![("due", promised(*first_due_at))]),
        Event::DossierExtended { extension: given, .. } => plain(vec![
            (
                "by",
                format!("{} {}", given.block, in_post(&names.person_in(&given.by, &given.position)))
                    .trim()
                    .to_owned(),
            ),
            ("was", promised(given.was_due_at)),
            ("due", promised(given.due_at)),
            ("reason", given.reason.clone()),
        ]),
        Event::StepEscalated { to, .. } => plain(vec![("to", names.title(to))]),
        Event::OriginalMoved { item, holder, .. } => {
            let variant = if *holder == Holder::Applicant { "_back" } else { "" };
            with(variant, vec![("n", item.to_string()), ("to", names.holder(holder))])
        }
        Event::FeeSettled { amount_vnd, .. } => plain(vec![("amount", look::money(t, amount_vnd.amount()))]),
        Event::ResultParked { place, .. } => plain(vec![("place", place.clone())]),
        Event::PapersListed { to, .. } | Event::PapersReceived { to, .. } => {
            plain(vec![("to", names.unit(to))])
        }
        Event::PaperScanned { item, pages, .. } => {
            plain(vec![("n", item.to_string()), ("pages", pages.to_string())])
        }
        Event::PaperMarkedSecret { item, .. } => plain(vec![("n", item.to_string())]),
        _ => plain(Vec::new()),
    }
}

/// Where it went, who got it, and how long that one has.
fn step_started(names: &Names, event: &Event) -> Filled {
    let Event::StepStarted { kind, person, position, allowed_ms, counted, due_at, .. } = event else {
        return (String::new(), Vec::new());
    };
    let t = names.t;
    let variant = match (kind, person.is_empty()) {
        (StepKind::External, _) => "_outside",
        (_, true) => "_unassigned",
        (_, false) => "",
    };
    let limit = match due_at {
        Some(due_at) if *allowed_ms > 0 => t.with(
            "life.limit",
            &[("allowed", &look::allowed(t.lang(), *allowed_ms)), ("until", &look::date_time(*due_at))],
        ),
        _ if !counted => t.t("life.not_counted").to_owned(),
        _ => t.t("life.no_limit").to_owned(),
    };
    (variant.to_owned(), vec![("to", in_post(&names.person_in(person, position))), ("limit", limit)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, T};
    use std::collections::BTreeSet;

    #[test]
    fn every_event_that_is_told_has_a_sentence_in_both_languages() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/testdata/events");
        let mut told = BTreeSet::new();
        for file in std::fs::read_dir(folder).expect("samples of all events") {
            let text = std::fs::read(file.expect("a sample").path()).expect("it is read");
            let sample: serde_json::Value = serde_json::from_slice(&text).expect("a sample is JSON");
            if sample["kind"] == "dossier" {
                let event: Event = serde_json::from_value(sample["body"].clone()).expect("an event");
                let events = [event];
                let moments = life(&events, Listener::Staff, &|_, _| 0);
                told.extend(moments.iter().map(|moment| moment.event.name()));
            }
        }
        assert!(told.len() > 30, "{told:?}");
        for lang in [Lang::Vi, Lang::En] {
            let known = |name: &str, end: &str| T::new(lang).find(&format!("life.{name}{end}")).is_some();
            let untold: Vec<_> =
                told.iter().filter(|name| !["", "_kept"].iter().any(|end| known(name, end))).collect();
            assert!(untold.is_empty(), "no sentence for {untold:?}");
        }
    }
}
