//! A dossier as its applicant sees it: the promise, where it is, what to do, every step.

use super::ended;
use crate::look::{self, TimeState, Timing};
use crate::page::Page;
use crate::parts::{Chip, Note, PromiseCard, StepFacts, StepLine, Waiting, counted_days};
use crate::words::{Lang, T};
use app::Directory;
use app::queries::{DossierView, PaymentLine};
use askama::Template;
use calendar::Millis;
use domain::dossier::{Event, Item, Phase, Promise, PromiseDay, State, StepKind, Turn};
use std::collections::BTreeSet;
use store::Envelope;

/// A line of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLine {
    /// What it is.
    pub name: &'static str,
    /// In words.
    pub value: String,
}

/// Something asked for, or a reason of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What.
    pub name: String,
    /// Why, of no length when it says itself.
    pub reason: String,
}

/// Who has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Unit.
    pub unit: String,
    /// Person, post, since when.
    pub who: String,
    /// Telephone of the unit as digits, of no length when unknown.
    pub phone: String,
    /// By how much the step is late.
    pub late: Option<Chip>,
}

/// The date was set anew: who is late, both dates, why, and who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnApology {
    /// `Sở Tư pháp xin lỗi ông bà.`
    pub title: String,
    /// Both dates.
    pub dates: String,
    /// Why, in the words of whoever signed.
    pub reason: String,
    /// Who signed, in whose place, when.
    pub signed: String,
    /// Address of the letter.
    pub letter: String,
}

/// What moves on the page.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "citizen/own-now.html")]
pub struct Own {
    /// Texts.
    pub t: T,
    /// Token of the address, for the papers.
    pub token: String,
    /// Official code, or the number of the draft.
    pub code: String,
    /// Procedure.
    pub procedure: String,
    /// The promise, while there is one to keep.
    pub promise: Option<PromiseCard>,
    /// Who has it.
    pub holder: Option<Holder>,
    /// What to do now.
    pub note: Note,
    /// What is asked for, or why it was refused.
    pub asked: Vec<Asked>,
    /// A paper that says so: address and words.
    pub paper: Option<(String, String)>,
    /// What can be done now that it was refused.
    pub afterwards: Option<ended::Afterwards>,
    /// The apology for a date that was set anew.
    pub apology: Option<OwnApology>,
    /// Where in the line it is.
    pub place: String,
    /// Every step.
    pub steps: StepLine,
    /// Facts.
    pub facts: Vec<OwnLine>,
    /// The slip can be fetched.
    pub slip: bool,
    /// Papers that were scanned: number and name.
    pub scans: Vec<(i64, String)>,
}
impl askama::filters::HtmlSafe for Own {}

/// Trang hồ sơ của người nộp.
#[derive(Template)]
#[template(path = "citizen/own.html")]
pub struct OwnPage {
    /// Surroundings.
    pub page: Page,
    /// Token of the address.
    pub token: String,
    /// The dossier.
    pub own: Own,
    /// What the applicant said is wrong, and what was answered.
    pub petitions: super::Petitions,
    /// The promise in the public log, once something is promised.
    pub proof: Option<super::Proof>,
}

/// A dossier in words.
#[must_use]
pub fn own_page(
    page: &Page,
    directory: &Directory,
    view: &DossierView,
    payments: &[PaymentLine],
    history: &[Envelope],
) -> Own {
    let (t, state) = (page.t, &view.state);
    let facts = step_facts(t, page.now, directory, state);
    let steps = StepLine::of(t, page.now, &facts).waiting(waiting(t, state));
    let (at, of) = steps.progress();
    let procedure = directory.catalogue().procedure_version(
        &state.plan.procedure.code,
        &state.plan.procedure.publisher,
        &state.plan.procedure.version,
    );
    let (asked, paper) = asked(t, state, history);
    Own {
        t,
        token: state.intake.token.clone(),
        code: if state.code.is_empty() { state.provisional.clone() } else { state.code.clone() },
        procedure: procedure
            .map_or(state.plan.procedure.name.as_str(), |one| t.name(one.listed_name(), &one.name_en))
            .to_owned(),
        promise: promise(page, directory, view),
        holder: holder(page, directory, state, steps.late()),
        note: note(page, directory, view, history),
        asked,
        paper,
        afterwards: ended::afterwards(t, directory, state, history),
        apology: apology(page, directory, state),
        place: if at == 0 { String::new() } else { t.with("own.place", &[("at", &at), ("of", &of)]) },
        steps,
        facts: lines(page, directory, view, payments),
        slip: state.slips > 0,
        scans: state
            .intake
            .papers
            .iter()
            .filter(|paper| state.scan(paper.item).is_some_and(|scan| scan.filed.is_some()))
            .map(|paper| (paper.item, paper.name.clone()))
            .collect(),
    }
}

/// The days of a promise and what stands beside them.
fn promise(page: &Page, directory: &Directory, view: &DossierView) -> Option<PromiseCard> {
    let (t, state) = (page.t, &view.state);
    if !matches!(state.phase, Phase::Processing | Phase::Supplement) {
        return None;
    }
    let promise = state.promise()?;
    let paused = matches!(state.phase, Phase::Supplement)
        || state.open_turn().is_some_and(|turn| turn.kind == StepKind::External);
    let timing = promise_timing(directory, promise, paused, page.now);
    let delivery = view.particulars.delivery.trim();
    let anew = state.apologised().is_some();
    Some(PromiseCard {
        t,
        title: t.t(if anew { "promise.anew" } else { "promise.title" }).to_owned(),
        chip: Some(match timing.state(page.now) {
            // By how much is not known where the source's calendar is not.
            late @ TimeState::Late if state.is_told_only() => Chip::new(late, t.t("time.late")),
            _ => Chip::of(t, page.now, &timing),
        }),
        due_at: promise.due_at,
        place: delivery_words(t, delivery),
        // How another system counted is not known.
        why: match state.apologised() {
            Some(given) => given.reason.clone(),
            None if promise.calendar.is_empty() => String::new(),
            None => why(t, state, promise),
        },
        days: if anew { Vec::new() } else { counted_days(t, &promise.days) },
        remark: remark(t, anew, promise),
    })
}

/// Beside the date: the first promise where it was set anew, a calendar that is not decided yet.
fn remark(t: T, anew: bool, promise: &Promise) -> String {
    let first = t.with("promise.first_was", &[("at", &look::promise(t.lang(), promise.first_due_at))]);
    let parts = [
        if anew { first } else { String::new() },
        if promise.provisional { t.t("promise.provisional").to_owned() } else { String::new() },
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How the result is received, as the reader's language has it: the slip prints the choice in Vietnamese, and keeps those words.
fn delivery_words(t: T, kept: &str) -> String {
    const CHOICES: [&str; 3] = ["desk.delivery.counter", "desk.delivery.post", "desk.delivery.online"];
    let printed = T::new(Lang::Vi);
    CHOICES.into_iter().find(|choice| printed.t(choice) == kept).map_or(kept, |choice| t.t(choice)).to_owned()
}

/// The letter of apology in words, also once the result is there: what was said stays to be read.
fn apology(page: &Page, directory: &Directory, state: &State) -> Option<OwnApology> {
    let (t, given) = (page.t, state.extension()?);
    let unit = directory.unit(&given.unit);
    let agency = unit.map_or(given.unit.as_str(), |unit| t.name(&unit.name, &unit.name_en));
    let moment = |at| look::promise(t.lang(), at);
    let who = ended::signer(t, directory, (&given.by, &given.position), (&given.block, &given.on_behalf_of));
    Some(OwnApology {
        title: t.with("own.apology", &[("agency", &agency)]),
        dates: t
            .with("own.apology_dates", &[("was", &moment(given.was_due_at)), ("at", &moment(given.due_at))]),
        reason: given.reason.clone(),
        signed: t.with("own.apology_signed", &[("who", &who), ("at", &look::date_time(given.at))]),
        letter: format!("/d/{}/apology.pdf", state.intake.token),
    })
}

fn promise_timing(directory: &Directory, promise: &Promise, paused: bool, now: Millis) -> Timing {
    let calendar = directory.calendar();
    let between = |from, to| calendar.working_ms_between(from, to).unwrap_or(0);
    let whole = between(promise.counted_from, promise.first_due_at);
    let yellow_at = calendar.subtract_working(promise.first_due_at, whole / 5).ok();
    Timing {
        // Shown against the first promise, the one that was printed.
        due_at: Some(promise.first_due_at),
        yellow_at,
        finished_at: None,
        left_ms: between(now, promise.first_due_at),
        counted: !paused,
    }
}

/// Why it is this day: how long, from when, which days do not count.
fn why(t: T, state: &State, promise: &Promise) -> String {
    let from = look::day_month_time(promise.counted_from);
    let since = if state.supplements.iter().any(|asked| asked.resume_step > 0 && asked.answered_at.is_some())
    {
        "promise.since_supplement"
    } else if promise.appointment > 0 {
        "promise.since_outside"
    } else {
        "promise.since_received"
    };
    let time = look::span_words(t, promise.committed);
    let reason = t.with(since, &[("time", &time), ("at", &from)]);
    let off = off_days(t, &promise.days);
    if off.is_empty() {
        reason
    } else {
        format!("{reason} {}", t.with("promise.not_counted", &[("days", &off)]))
    }
}

/// `cuối tuần, Quốc khánh`: the days off that lie within, each kind named once.
fn off_days(t: T, days: &[PromiseDay]) -> String {
    let mut named: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for day in days {
        let name = match day.kind.as_str() {
            "weekend" => t.t("days.weekend").to_owned(),
            "holiday" | "swapped_off" if !day.name.is_empty() => day.name.clone(),
            "holiday" | "swapped_off" => t.t("days.holidays").to_owned(),
            _ => continue,
        };
        if seen.insert(name.clone()) {
            named.push(name);
        }
    }
    named.join(", ")
}

fn holder(page: &Page, directory: &Directory, state: &State, late: Option<Chip>) -> Option<Holder> {
    let t = page.t;
    let turn = state.open_turn()?;
    let unit = directory.unit(&turn.unit);
    let since = t.with("own.since", &[("at", &look::day_month_time(turn.started_at))]);
    let waits = matches!(state.phase, Phase::Ready { .. });
    let who = who(t, directory, turn);
    Some(Holder {
        unit: unit.map_or(turn.unit.as_str(), |unit| t.name(&unit.name, &unit.name_en)).to_owned(),
        who: match (waits, who.is_empty()) {
            (true, _) => since,
            (false, true) => format!("{} {since}", t.t("own.being_assigned")),
            (false, false) => format!("{who}, {since}"),
        },
        phone: unit.map(|unit| app::digits(&unit.phone)).unwrap_or_default(),
        late,
    })
}

/// `bà Phạm Hồng Nhung, Chuyên viên`.
fn who(t: T, directory: &Directory, turn: &Turn) -> String {
    if turn.person.is_empty() {
        return String::new();
    }
    let catalogue = directory.catalogue();
    let known = catalogue.people.get(&turn.person).filter(|_| t.vi());
    let address = known.map_or("", |person| person.address.as_str());
    let held = catalogue.positions.get(&turn.position).and_then(|held| held.last());
    let title = held.map_or("", |held| t.name(&held.title, &held.title_en));
    let name = format!("{address} {}", directory.person_name(&turn.person));
    let title = if title.is_empty() { String::new() } else { format!(", {title}") };
    format!("{}{title}", name.trim())
}

fn note(page: &Page, directory: &Directory, view: &DossierView, history: &[Envelope]) -> Note {
    let (t, state) = (page.t, &view.state);
    let late = state.promise().is_some_and(|promise| page.now > promise.first_due_at);
    // A number is read in one go, so it stays on one line.
    let phone = look::masked_phone(&view.applicant.phone).replace(' ', "\u{a0}");
    let centre =
        directory.unit(&state.plan.receiving_unit).map_or("", |unit| t.name(&unit.name, &unit.name_en));
    match &state.phase {
        Phase::Draft => Note::info(t.t("own.draft")),
        Phase::Supplement => ended::awaited(t, directory, state).strong(t.t("own.bring")),
        Phase::SupplementAtIntake => Note::soon(t.t("own.supplement")).strong(t.t("own.bring")),
        Phase::Refused { .. } => Note::late(t.t("own.refused")),
        Phase::Processing if state.open_turn().is_some_and(|turn| turn.kind == StepKind::External) => {
            Note::soon(t.t("own.outside")).strong(t.t("own.pay_first"))
        }
        Phase::Processing if late && state.apologised().is_some() => {
            Note::late(t.t("own.late_anew")).strong(t.t("own.late"))
        }
        Phase::Processing if late => Note::late(t.t("own.late_text")).strong(t.t("own.late")),
        Phase::Processing if view.applicant.phone.is_empty() => {
            Note::ok(t.t("own.come_back")).strong(t.t("own.nothing_to_do"))
        }
        Phase::Processing => {
            Note::ok(t.with("own.message", &[("phone", &phone)])).strong(t.t("own.nothing_to_do"))
        }
        Phase::Ready { .. } => {
            Note::ok(t.with("own.collect", &[("place", &centre)])).strong(t.t("own.ready"))
        }
        Phase::Returned { at, .. } => Note::ok(t.with("own.returned", &[("at", &look::date_time(*at))])),
        Phase::Withdrawn { at } => Note::info(t.with("own.withdrawn", &[("at", &look::date_time(*at))])),
        Phase::Stopped { at } => ended::note(t, directory, state, history, *at, centre),
    }
}

/// What is asked for now, or why it was refused, and the paper that says so.
fn asked(t: T, state: &State, history: &[Envelope]) -> (Vec<Asked>, Option<(String, String)>) {
    let token = &state.intake.token;
    match &state.phase {
        Phase::SupplementAtIntake | Phase::Supplement => asked_last(t, token, history),
        Phase::Refused { .. } => {
            let reasons = history.iter().rev().find_map(|event| match event.event() {
                Ok(domain::Event::Dossier(Event::IntakeRefused { reasons, .. })) => Some(reasons),
                _ => None,
            });
            let asked = reasons.unwrap_or_default().into_iter();
            let asked = asked.map(|reason| Asked { name: reason, reason: String::new() }).collect();
            (asked, Some((format!("/d/{token}/refusal.pdf"), t.t("own.refusal_paper").to_owned())))
        }
        Phase::Stopped { .. } => ended::asked(t, state, history),
        _ => (Vec::new(), None),
    }
}

/// What was asked for after reception or before it, last, and the request as a paper.
pub(super) fn asked_last(t: T, token: &str, history: &[Envelope]) -> (Vec<Asked>, Option<(String, String)>) {
    let requests: Vec<_> = history.iter().filter_map(items_of).collect();
    let asked = requests.last().into_iter().flatten();
    let asked = asked.map(|item| Asked { name: item.name.clone(), reason: item.reason.clone() }).collect();
    let href = format!("/d/{token}/supplement/{}", requests.len());
    (asked, Some((href, t.t("own.supplement_paper").to_owned())))
}

/// What one event of a history asked for, before or after reception.
fn items_of(event: &Envelope) -> Option<Vec<Item>> {
    match event.event() {
        Ok(domain::Event::Dossier(
            Event::IntakeSupplementAsked { items, .. } | Event::SupplementRequested { items, .. },
        )) => Some(items),
        _ => None,
    }
}

fn lines(page: &Page, directory: &Directory, view: &DossierView, payments: &[PaymentLine]) -> Vec<OwnLine> {
    let (t, state) = (page.t, &view.state);
    let mut lines = Vec::new();
    let mut line = |name: &'static str, value: String| {
        if !value.is_empty() {
            lines.push(OwnLine { name, value });
        }
    };
    line("own.applicant", view.applicant.name.clone());
    let unit = directory.unit(&state.plan.receiving_unit);
    let received = state.received_at.map(|at| {
        let place = unit.map_or(state.plan.receiving_unit.as_str(), |unit| t.name(&unit.name, &unit.name_en));
        [look::date_time(at).as_str(), place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    });
    line("own.received", received.unwrap_or_default());
    line("own.fee", fee(t, state, payments));
    for promise in state.promises.iter().rev().skip(1).rev() {
        line("own.earlier_promise", look::date_time(promise.due_at));
    }
    if state.promise().is_some_and(|promise| promise.statutory_due_at > promise.due_at) {
        let due = state.promise().map(|promise| look::date_time(promise.statutory_due_at));
        line("own.statutory", due.unwrap_or_default());
    }
    if state.ready_at().is_some() {
        line("own.ready_at", state.ready_at().map(look::date_time).unwrap_or_default());
        line(
            "own.promised",
            state.promise().map(|promise| look::date_time(promise.first_due_at)).unwrap_or_default(),
        );
    }
    lines
}

fn fee(t: T, state: &State, payments: &[PaymentLine]) -> String {
    let total = state.plan.fee().amount();
    if total == 0 {
        return t.t("fee.free").to_owned();
    }
    let paid = payments.iter().find(|payment| payment.status == "paid");
    let words = match paid {
        Some(_) => t.t("fee.paid"),
        None if state.fee_paid => t.t("fee.paid"),
        None => t.t("fee.unpaid"),
    };
    format!("{}, {words}", look::money(t, total))
}

/// While papers are awaited no step is under way: the line shows whom it waits for.
fn waiting(t: T, state: &State) -> Option<Waiting> {
    let asked = state.supplements.last().filter(|asked| asked.answered_at.is_none())?;
    matches!(state.phase, Phase::Supplement | Phase::SupplementAtIntake).then(|| Waiting {
        name: t.t("own.awaiting").to_owned(),
        unit: t.t("own.you").to_owned(),
        since: asked.at,
    })
}

/// The name of a step; the catalogue has it in Vietnamese, so others read what it is for.
pub(crate) fn step_name(t: T, name: &str, kind: StepKind) -> String {
    if t.vi() { name.to_owned() } else { t.code("step_kind", kind.word()) }
}

/// Every turn of a dossier as it was or is, then the steps ahead.
#[must_use]
pub fn step_facts(t: T, now: Millis, directory: &Directory, state: &State) -> Vec<StepFacts> {
    let unit_name = |code: &str| -> String {
        directory
            .unit(code)
            .map_or_else(|| code.to_owned(), |unit| t.name(&unit.name, &unit.name_en).to_owned())
    };
    let used = |turn: &Turn| match turn.finished_at {
        Some(_) => turn.used_ms,
        None => directory.calendar().working_ms_between(turn.started_at, now).unwrap_or(0).max(0),
    };
    let mut facts: Vec<StepFacts> = state
        .turns
        .iter()
        .map(|turn| StepFacts {
            // What another system calls it has no translation.
            name: if state.is_told_only() { turn.name.clone() } else { step_name(t, &turn.name, turn.kind) },
            unit: unit_name(&turn.unit),
            who: who(t, directory, turn),
            started_at: Some(turn.started_at),
            finished_at: turn.finished_at,
            allowed_ms: turn.allowed_ms,
            used_ms: used(turn),
            counted: turn.counted,
            due_at: turn.due_at,
            yellow_at: turn.yellow_at,
            ..StepFacts::default()
        })
        .collect();
    let over = matches!(
        state.phase,
        Phase::Returned { .. } | Phase::Withdrawn { .. } | Phase::Stopped { .. } | Phase::Refused { .. }
    );
    let reached = match &state.phase {
        Phase::Supplement => state.supplements.last().map_or(0, |asked| asked.resume_step - 1),
        _ => state.turns.last().map_or(0, |turn| turn.step),
    };
    if !over {
        let due = state.promise().map(|promise| promise.due_at);
        let ahead = state.plan.steps.iter().filter(|step| step.step > reached);
        facts.extend(ahead.map(|step| StepFacts {
            name: step_name(t, &step.name, step.kind),
            unit: unit_name(&step.unit),
            allowed_ms: step.minutes * 60_000,
            counted: step.counted,
            ahead: match due {
                Some(due) if step.kind == StepKind::Return && matches!(state.phase, Phase::Processing) => {
                    t.with("own.appointment", &[("at", &look::day_month_time(due))])
                }
                _ => String::new(),
            },
            ..StepFacts::default()
        }));
    }
    for (place, step) in (1..).zip(&mut facts) {
        step.number = place;
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_result_is_received_is_said_in_the_readers_language_and_other_words_are_kept() {
        let (vi, en) = (T::new(Lang::Vi), T::new(Lang::En));
        assert_eq!(delivery_words(en, "Tại quầy trả kết quả"), "At the return counter");
        assert_eq!(delivery_words(vi, "Tại quầy trả kết quả"), "Tại quầy trả kết quả");
        assert_eq!(delivery_words(en, "Bến Cửa Ông, đưa tận tay"), "Bến Cửa Ông, đưa tận tay");
    }
}
