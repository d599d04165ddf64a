//! Orders of whoever runs the hall, in words: for who gave them and for the officer they are about.

use crate::look;
use crate::pages::staff::desk::asked_now;
use crate::pages::staff::names::Names;
use crate::parts::Note;
use app::queries::{CounterNow, HallNow, OrderNow};

/// What was ordered of a counter, as its director reads it.
pub(super) fn for_director(names: &Names, hall: &str, counter: &CounterNow, order: &OrderNow) -> Note {
    let t = names.t;
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("by", &names.person(&order.by)),
        ("officer", &names.person(&order.person)),
        ("at", &look::clock(order.at)),
        ("n", &other(names, hall, order)),
    ];
    let text = t.with(key(order, false), &values);
    match order.progress.as_str() {
        "pending" => {
            Note::info(text).strong(t.one("floor.order.waits", "label", look::ticket(&counter.ticket_label)))
        }
        "lapsed" => Note::late(text),
        _ => Note::ok(text),
    }
}

/// Who sits at a counter in whose place, or was asked to, as its director reads it.
pub(super) fn stands_in(names: &Names, counter: &CounterNow) -> Option<Note> {
    let say = |key: &'static str, officer: &str, other: &str, until: i64| {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("name", &names.person(officer)), ("for", &names.person(other)), ("until", &look::clock(until))];
        names.t.with(key, &values)
    };
    if let Some(offer) = asked_now(counter, names.now) {
        return Some(Note::info(say("floor.stand_in.asked", &offer.to, &counter.person, offer.until)));
    }
    let sits = counter.stand_in.as_ref()?;
    let over = sits.until <= names.now;
    let key = if over { "floor.stand_in.over" } else { "floor.stand_in.sits" };
    let text = say(key, &counter.person, &sits.instead_of, sits.until);
    Some(if over { Note::soon(text) } else { Note::info(text) })
}

/// What was ordered of the counter an officer sits at, as she reads it.
pub(crate) fn for_officer(names: &Names, hall: &str, order: &OrderNow) -> Note {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("by", &names.person(&order.by)), ("at", &look::clock(order.at)), ("n", &other(names, hall, order))];
    Note::info(names.t.with(key(order, true), &values))
}

/// That the counter an officer had was closed for her today, none when it was not.
pub(crate) fn of_closed(names: &Names, now: &HallNow, person: &str) -> Option<Note> {
    let today = names.directory.day(names.now);
    let closed = now.counters.iter().filter(|counter| counter.status == "closed");
    let (counter, order) = closed
        .filter_map(|counter| Some((counter, counter.order.as_ref()?)))
        .filter(|(_, order)| order.person == person && names.directory.day(order.at) == today)
        .max_by_key(|(_, order)| order.at)?;
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("by", &names.person(&order.by)), ("at", &look::clock(order.at)), ("n", &counter.number)];
    Some(Note::info(names.t.with("order.yours.closed", &values)))
}

/// The number over the other counter an order speaks of.
fn other(names: &Names, hall: &str, order: &OrderNow) -> i64 {
    names.directory.counter(hall, &order.other).map_or(0, |counter| counter.number)
}

const fn or(yours: bool, key: [&'static str; 2]) -> &'static str {
    if yours { key[1] } else { key[0] }
}

fn key(order: &OrderNow, yours: bool) -> &'static str {
    let from_elsewhere = !order.other.is_empty();
    match (order.word.as_str(), order.progress.as_str()) {
        (_, "lapsed") => or(yours, ["order.lapsed", "order.yours.lapsed"]),
        ("pause", "pending") => or(yours, ["order.pause_later", "order.yours.pause_later"]),
        ("close", "pending") => or(yours, ["order.close_later", "order.yours.close_later"]),
        ("move", "pending") => or(yours, ["order.move_later", "order.yours.move_later"]),
        ("open", _) if from_elsewhere => or(yours, ["order.moved_here", "order.yours.moved_here"]),
        ("open", _) => or(yours, ["order.opened", "order.yours.opened"]),
        ("pause", _) => or(yours, ["order.paused", "order.yours.paused"]),
        ("resume", _) => or(yours, ["order.resumed", "order.yours.resumed"]),
        ("move", _) => or(yours, ["order.moved", "order.yours.moved"]),
        _ => or(yours, ["order.closed", "order.yours.closed"]),
    }
}
