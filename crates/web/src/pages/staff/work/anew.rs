//! Gia hạn, xin lỗi: the one new date of a dossier, asked for and signed by the head of the late agency. Where it may not be done any
//! more the page says why, and where it is written.

use crate::form::Form;
use crate::look;
use crate::pages::staff::names::Names;
use crate::parts::Field;
use crate::web::Web;
use app::Actor;
use domain::dossier::State;
use domain::kernel::{Refusal, Violation};
use policy::Action;

/// What the head of the late agency sees of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anew {
    /// It may be done.
    May(Box<MayExtend>),
    /// It may not: why, and by which rule.
    Not {
        /// Each reason.
        why: Vec<String>,
        /// Document and article, of no length when no rule says so.
        rule: String,
    },
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MayExtend {
    /// `Sở Tư pháp`.
    agency: String,
    /// `KT. Giám đốc Sở`, of no length in one's own post.
    in_place: String,
    /// What is promised now.
    was: String,
    /// Until when it may be asked for.
    until: String,
    day: Field,
    reason: Field,
}

impl Anew {
    pub(super) const fn may(&self) -> Option<&MayExtend> {
        match self {
            Self::May(form) => Some(form),
            Self::Not { .. } => None,
        }
    }

    pub(super) fn why_not(&self) -> &[String] {
        match self {
            Self::May(_) => &[],
            Self::Not { why, .. } => why,
        }
    }

    pub(super) fn rule(&self) -> &str {
        match self {
            Self::May(_) => "",
            Self::Not { rule, .. } => rule,
        }
    }
}

impl MayExtend {
    pub(super) fn agency(&self) -> &str {
        &self.agency
    }

    pub(super) fn in_place(&self) -> &str {
        &self.in_place
    }

    pub(super) fn was(&self) -> &str {
        &self.was
    }

    pub(super) fn until(&self) -> &str {
        &self.until
    }

    pub(super) const fn day(&self) -> &Field {
        &self.day
    }

    pub(super) const fn reason(&self) -> &Field {
        &self.reason
    }
}

/// A refusal for this form: instants in words, and what is wrong with the new date at its field.
pub(super) fn for_form(names: &Names, refusal: Refusal) -> Refusal {
    let mut refusal = with_moments(names, refusal);
    for violation in refusal.violations.iter_mut().filter(|violation| violation.field == "due_at") {
        "day".clone_into(&mut violation.field);
    }
    refusal
}

/// Instants among the values of a refusal in words, so that a person can read them.
fn with_moments(names: &Names, mut refusal: Refusal) -> Refusal {
    let values = refusal.violations.iter_mut().flat_map(|violation| &mut violation.values);
    for (_, value) in values.filter(|(name, _)| matches!(name.as_str(), "at" | "due_at" | "last_moment")) {
        if let Ok(at) = value.parse() {
            *value = look::promise(names.t.lang(), at);
        }
    }
    refusal
}

/// What somebody sees of it; nothing for those who are not the head of the late agency, nor sign for that head.
pub(super) fn anew(
    web: &Web,
    actor: &Actor,
    names: &Names,
    state: &State,
    form: &Form,
    wrong: &[Violation],
) -> Option<Anew> {
    let app = web.app();
    let decision = app.may(actor, Action::ExtendDossier, state);
    if !decision.allowed {
        return None;
    }
    let t = names.t;
    let last_moment = match app.may_extend(state).ok()? {
        Ok(last_moment) => last_moment,
        Err(refusal) => return Some(why_not(names, refusal)),
    };
    let due_at = state.promise()?.due_at;
    Some(Anew::May(Box::new(MayExtend {
        agency: names.unit(&names.directory.catalogue().late_agency(state)),
        in_place: block(names, &decision),
        was: look::promise(t.lang(), due_at),
        until: look::date_time(last_moment),
        day: Field::text("day", t.t("work.anew.day"))
            .input("date")
            .known_as("anew-day")
            .hint(&t.with("work.anew.day_hint", &[("time", &look::clock(due_at))]))
            .value(form.get("day"))
            .wrong(t, wrong),
        reason: Field::area("reason", t.t("work.anew.reason"))
            .hint(t.t("work.anew.reason_hint"))
            .known_as("anew-reason")
            .value(form.get("reason"))
            .wrong(t, wrong),
    })))
}

/// `KT. Giám đốc Sở`: how it will stand on the letter, of no length in one's own post.
fn block(names: &Names, decision: &policy::Decision) -> String {
    let mark = names.directory.mark(decision.authority.as_deref());
    let title = decision.on_behalf_of.as_deref().map(|position| names.title(position)).unwrap_or_default();
    if mark.is_empty() { String::new() } else { format!("{mark} {title}") }
}

fn why_not(names: &Names, refusal: Refusal) -> Anew {
    let t = names.t;
    let refusal = with_moments(names, refusal);
    let rule = refusal.rule.as_ref().map(|rule| format!("{}, {}", rule.document, rule.article));
    let mut why: Vec<String> = refusal
        .violations
        .iter()
        .map(|violation| t.code_with("violation", &violation.code, &violation.values))
        .collect();
    if why.is_empty() {
        why.push(t.code("refusal", &refusal.code));
    }
    Anew::Not { why, rule: rule.unwrap_or_default() }
}
