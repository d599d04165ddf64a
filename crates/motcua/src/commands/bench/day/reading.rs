//! What stands on the pages: read from them as they are shown, since that is what people go by.

use anyhow::Context;

/// The text between two pieces of a page.
fn between<'a>(page: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(from)?;
    rest.split_once(to).map(|(text, _)| text)
}

/// `A-012` is written `A012` in the journal.
fn plain(label: &str) -> String {
    label.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The first number in a text, 0 when there is none; thousands are set apart by a dot.
fn number(text: &str) -> i64 {
    let from = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let digits: String = from
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

/// A ticket on the phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phone {
    pub(super) label: String,
    pub(super) phase: String,
    /// Number over the counter it is called to, 0 before.
    pub(super) counter: i64,
    /// How many are said to come before it; none when nothing is said.
    pub(super) before: Option<i64>,
}

/// `/t/{token}/now`, or the number on the kiosk's screen.
///
/// # Errors
/// When it is no such page.
pub(super) fn phone(page: &str) -> anyhow::Result<Phone> {
    let label = between(page, "<p class=\"ticket-no\">", "</p>").context("no number on the page")?;
    let phase = between(page, "<div class=\"ticket-card ", "\"").unwrap_or("waiting");
    let counter = between(page, "<p class=\"ticket-to\">", "</p>").map_or(0, number);
    let before = between(page, "<dl class=\"ticket-wait\">", "</dd>")
        .and_then(|list| list.split_once("<dd>"))
        .map(|(_, text)| number(text));
    Ok(Phone { label: plain(label), phase: phase.to_owned(), counter, before })
}

/// A call on a display.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// Ticket and times called, of no length for what is only shown.
    pub(super) id: String,
    pub(super) label: String,
    pub(super) counter: i64,
}

/// A display.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Display {
    /// The newest call, over the whole screen.
    pub(super) first: Option<Call>,
    /// Beside it: older calls, then who sits at counters.
    pub(super) beside: Vec<Call>,
    /// All that is called, to be spoken, the oldest first.
    pub(super) calls: Vec<Call>,
    pub(super) waiting: i64,
}

/// Number of the last change a page knows of.
pub(super) fn after(page: &str) -> Option<String> {
    between(page, "data-after=\"", "\"").map(str::to_owned)
}

/// `/display/{hall}` and `/display/{hall}/now`.
pub(super) fn display(page: &str) -> Display {
    let shown = |text: &str, from: &str| {
        let label = between(text, from, "<").map(plain)?;
        let counter = between(text, "<b>", "</b>").map_or(0, number);
        Some(Call { id: String::new(), label, counter })
    };
    let first = between(page, "<section class=\"calling\"", "</section>");
    let recent = between(page, "<section class=\"recent\"", "</section>").unwrap_or_default();
    let said = between(page, "<ul hidden data-calls", "</ul>").unwrap_or_default();
    let spoken = |text: &str| {
        Some(Call {
            id: between(text, "data-call=\"", "\"")?.to_owned(),
            label: between(text, "ticket=", "&").map(plain)?,
            counter: between(text, "counter=", "&").map_or(0, number),
        })
    };
    Display {
        first: first.and_then(|text| shown(text, "<p class=\"big\">")),
        beside: recent.split("<li").skip(1).filter_map(|text| shown(text, ">")).collect(),
        calls: said.split("<li").skip(1).filter_map(spoken).collect(),
        waiting: between(page, "<footer>", "</footer>").map_or(0, number),
    }
}

/// The left side of the counter's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counter {
    /// Who is called or sits there, of no length for nobody.
    pub(super) label: String,
    pub(super) called: bool,
    pub(super) seated: bool,
    /// How many wait for it.
    pub(super) waiting: i64,
}

/// `/desk/hall`, or `/desk` with a counter open.
///
/// # Errors
/// When no counter is open.
pub(super) fn counter(page: &str) -> anyhow::Result<Counter> {
    let label = between(page, "<p class=\"ticket\">", "</p>").context("no counter is open on the page")?;
    let line = between(page, "aria-labelledby=\"line-h\"", "</section>").unwrap_or_default();
    Ok(Counter {
        label: plain(label),
        called: page.contains("action=\"/desk/start\""),
        seated: page.contains("action=\"/desk/finish\""),
        waiting: between(line, "<span class=\"soft num\">", "</span>").map_or(0, number),
    })
}

/// The line of somebody who was not there, and the ticket that is put back with its form.
pub(super) fn missed<'a>(page: &'a str, label: &str) -> Option<(&'a str, &'a str)> {
    let is_it = |line: &&str| {
        line.contains("/back\"") && between(line, "<b>", "</b>").is_some_and(|text| plain(text) == label)
    };
    let line = page.split("<li").find(is_it)?;
    Some((line, between(line, "name=\"ticket\" value=\"", "\"")?))
}

/// Times that can be booked.
pub(super) fn slots(page: &str) -> Vec<i64> {
    let one = |text: &str| {
        let (value, rest) = text.split_once('"')?;
        let free = !rest.split('>').next().unwrap_or_default().contains("disabled");
        value.parse().ok().filter(|_| free)
    };
    page.split("name=\"slot\" value=\"").skip(1).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_says_where_its_ticket_stands() {
        let page = r#"<div class="ticket-card waiting"><p class="soft">Đất đai</p><p class="ticket-no">D-047</p>
            <dl class="ticket-wait"><div><dt>Trước ông bà</dt><dd>1.203 người</dd></div></dl></div>"#;
        let waiting = Phone { label: "D047".into(), phase: "waiting".into(), counter: 0, before: Some(1203) };
        assert_eq!(phone(page).expect("a ticket"), waiting);
        let called = r#"<div class="ticket-card called"><p class="ticket-no">D-047</p><p class="ticket-to">đến quầy <b>5</b></p>"#;
        let called = phone(called).expect("a ticket");
        assert_eq!((called.phase.as_str(), called.counter, called.before), ("called", 5, None));
        assert!(phone("<p>404</p>").is_err());
    }

    #[test]
    fn a_display_says_who_is_called_where() {
        let page = r#"<section class="calling" aria-live="polite"><p class="big">D-047</p><p class="to">quầy <b>14</b></p></section>
            <section class="recent"><ol><li>A-012<span>quầy <b>5</b></span></li><li class="seated">B-001<span>quầy <b>2</b></span></li></ol></section>
            <footer><span>đang chờ <b>17</b></span></footer>
            <ul hidden data-calls data-volume="80"><li data-call="5-2" data-sound-src="/display/H1/call.wav?ticket=A012&#38;counter=5&#38;lang=vi"></li></ul>"#;
        let display = display(page);
        let call = |id: &str, label: &str, counter| Call { id: id.into(), label: label.into(), counter };
        assert_eq!(display.first, Some(call("", "D047", 14)));
        assert_eq!(display.beside, [call("", "A012", 5), call("", "B001", 2)]);
        assert_eq!((display.calls, display.waiting), (vec![call("5-2", "A012", 5)], 17));
    }

    #[test]
    fn a_counter_says_whom_it_serves_and_how_many_wait() {
        let page = r#"<p class="ticket">D-047</p><form method="post" action="/desk/start"></form>
            <section aria-labelledby="line-h"><span class="soft num">12 người chờ</span></section>"#;
        let expected = Counter { label: "D047".into(), called: true, seated: false, waiting: 12 };
        assert_eq!(counter(page).expect("open"), expected);
        assert!(counter("choose").is_err());
    }

    #[test]
    fn who_was_missed_is_found_by_the_label_and_a_full_slot_is_no_choice() {
        let page = r#"<li><b>D-001</b><form action="/hall/back"><input name="ticket" value="11"></form></li>
            <li><b>D-002</b><form action="/hall/back"><input name="ticket" value="12"></form></li>"#;
        let ticket = |label| missed(page, label).map(|(_, ticket)| ticket);
        assert_eq!((ticket("D002"), ticket("D001"), ticket("D003")), (Some("12"), Some("11"), None));
        let page =
            r#"<input name="slot" value="100" required><input name="slot" value="200" required disabled>"#;
        assert_eq!(slots(page), [100]);
    }
}
