//! Rooms of people at work: the counter, the work list, signing, the cash desk, the floor.
//!
//! Every room works with forms alone; `staff.js` adds keys, `htmx` keeps what is typed and shows the promise as it changes.

pub mod admin;
pub mod arrivals;
pub mod cashier;
pub mod correct;
pub mod delegations;
pub mod desk;
pub mod dossier;
pub mod figures;
pub mod find;
pub mod floor;
pub mod flow;
pub mod handover;
pub(crate) mod names;
mod paging;
pub mod papers;
pub mod petitions;
pub mod plan;
pub(crate) mod promises;
pub mod queue;
pub mod reports;
pub mod returns;
pub mod scanner;
pub mod scans;
mod sent;
pub(crate) mod sheet;
pub mod sign;
pub mod slips;
pub mod supplements;
mod times;
pub mod unclaimed;
pub mod work;

use crate::fault::Fault;
use crate::page::Page;
use crate::parts::{ErrorLine, ErrorSummary, Key, KeyBar};
use crate::route::Route;
use crate::words::T;
use app::Actor;
use domain::kernel::Refusal;
use names::Names;

pub(crate) fn routes() -> Vec<Route> {
    [
        desk::routes(),
        queue::routes(),
        arrivals::routes(),
        slips::routes(),
        handover::routes(),
        scanner::routes(),
        scans::routes(),
        returns::routes(),
        unclaimed::routes(),
        supplements::routes(),
        correct::routes(),
        cashier::routes(),
        work::routes(),
        sign::routes(),
        delegations::routes(),
        floor::routes(),
        figures::routes(),
        plan::routes(),
        reports::routes(),
        flow::routes(),
        petitions::routes(),
        dossier::routes(),
        papers::routes(),
        find::routes(),
        admin::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Who is signed in, as the application knows them. Routes of these rooms let nobody else in.
pub(crate) fn actor(page: &Page) -> Result<Actor, Fault> {
    let user = page.user.as_ref();
    user.map(crate::page::User::actor)
        .ok_or(Fault::Forbidden { why: "sign_in_needed".to_owned(), rule: String::new() })
}

/// Names in the reader's language, of now.
pub(crate) fn names(web: &crate::Web, page: &Page) -> Names {
    Names::new(page.t, page.now, web.app().directory())
}

/// Everything a refusal says, for the top of the form: each field, or the refusal itself when it is about the whole; the rule
/// it rests on is named.
pub(crate) fn errors_of(t: T, refusal: &Refusal) -> ErrorSummary {
    let mut summary = ErrorSummary::of(t, &refusal.violations);
    if summary.lines.is_empty() {
        summary = ErrorSummary {
            title: t.t("form.refused").to_owned(),
            lines: vec![ErrorLine { field: String::new(), text: t.code("refusal", &refusal.code) }],
        };
    }
    if let Some(rule) = &refusal.rule {
        let words = format!("{}, {}", rule.document, rule.article);
        summary
            .lines
            .push(ErrorLine { field: String::new(), text: t.with("form.rule", &[("rule", &words)]) });
    }
    summary
}

/// The same with names in place of codes.
pub(crate) fn with_names(names: &Names, mut refusal: Refusal) -> Refusal {
    let values = refusal.violations.iter_mut().flat_map(|violation| &mut violation.values);
    for (_, value) in values.filter(|(name, _)| name == "person") {
        *value = names.person(value);
    }
    refusal
}

/// The keys of a room, those of all rooms last.
pub(crate) fn keybar(t: T, keys: &[(&'static str, &'static str)]) -> KeyBar {
    let everywhere = [("g d", "key.desk"), ("g w", "key.work"), ("Ctrl K", "key.find"), ("?", "key.all")];
    KeyBar {
        label: t.t("key.label").to_owned(),
        keys: keys
            .iter()
            .copied()
            .chain(everywhere)
            .map(|(key, does)| Key { key, does: t.t(does).to_owned() })
            .collect(),
    }
}
