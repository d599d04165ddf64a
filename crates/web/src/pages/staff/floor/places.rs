//! The counters of the hall as tiles.

use super::LONG_VISIT_MINUTES;
use crate::look;
use crate::pages::staff::names::Names;
use crate::pages::staff::times::elapsed;
use app::queries::{CounterNow, VisitNow};

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) number: i64,
    pub(super) class: &'static str,
    pub(super) what: String,
    pub(super) time: String,
    pub(super) person: String,
    /// `Thu Hà`: what is read of the name in a tile.
    pub(super) short: String,
    /// In whose place: `thay Thu Hà`, of no length at the own counter.
    pub(super) instead: String,
    /// What waits to happen here, of no length for nothing.
    pub(super) ordered: &'static str,
    /// Where it is ordered about, of no length for whoever does not.
    pub(super) href: String,
}

pub(super) fn place(names: &Names, counter: &CounterNow, visits: &[VisitNow], directs: bool) -> Place {
    let t = names.t;
    let visit = visits.iter().find(|visit| Some(visit.visit) == counter.visit);
    let (class, what, since) = match (counter.status.as_str(), visit, counter.ticket) {
        ("closed", ..) => ("off", t.t("floor.counter.closed").to_owned(), None),
        ("paused", ..) => ("off", t.t("floor.counter.paused").to_owned(), Some(counter.since)),
        (_, Some(visit), _) => {
            let long = elapsed(names.now, visit.started_at) > LONG_VISIT_MINUTES * 60_000;
            (if long { "soon" } else { "" }, look::ticket(&counter.ticket_label), Some(visit.started_at))
        }
        (_, None, Some(_)) => ("", look::ticket(&counter.ticket_label), None),
        _ => ("free", t.t("floor.counter.free").to_owned(), None),
    };
    Place {
        number: counter.number,
        class,
        what,
        time: since.map(|since| look::rough(t.lang(), elapsed(names.now, since))).unwrap_or_default(),
        short: given_name(&names.person(&counter.person)),
        instead: counter.stand_in.as_ref().map_or_else(String::new, |one| {
            t.one("floor.counter.instead", "name", given_name(&names.person(&one.instead_of)))
        }),
        person: names.person(&counter.person),
        ordered: match counter.pending().map(|order| order.word.as_str()) {
            Some("pause") => t.t("floor.counter.pauses"),
            Some("move") => t.t("floor.counter.moves"),
            Some(_) => t.t("floor.counter.closes"),
            None => "",
        },
        href: if directs { format!("/floor/counters/{}", counter.code) } else { String::new() },
    }
}

/// Vietnamese people are called by the last word of their name; two words tell them apart in a tile.
fn given_name(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    words[words.len().saturating_sub(2)..].join(" ")
}
