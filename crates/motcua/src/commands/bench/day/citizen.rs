//! What people in the hall do themselves: a number at the kiosk, a time booked on the phone, going home. The greeter puts those back
//! who come too late for their call.

use super::browser::{Browser, Line, Proof};
use super::guests::Guest;
use super::hall::HALL;
use super::reading;
use anyhow::{Context, ensure};
use std::sync::Arc;

/// A ticket as whoever took it knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) label: String,
    pub(super) token: String,
}

/// A minute in milliseconds.
const MINUTE: i64 = 60_000;
/// A booked time is so near to when somebody comes.
const NEAR: i64 = 20 * MINUTE;

/// Takes a number: the screen of the field group, the number, as a kiosk shows it.
///
/// # Errors
/// When no number comes.
pub(super) async fn takes(line: &Arc<Line>, number: usize, guest: &Guest) -> anyhow::Result<Ticket> {
    let mut browser = Browser::new(line, number);
    let with = guest.besides.as_ref().map_or("", |besides| besides.field.as_str());
    let (field, procedure) = (&guest.field, &guest.procedure);
    let screen = browser
        .page("kiosk", &format!("/kiosk/{HALL}/field/{field}?procedure={procedure}&with={with}"))
        .await?;
    let path = format!("/kiosk/{HALL}/take");
    let proof = Proof::on(&screen, &format!("action=\"{path}\""))?;
    let mut fields = vec![
        ("field", guest.field.as_str()),
        ("procedure", guest.procedure.as_str()),
        ("priority", guest.priority.word()),
    ];
    fields.extend(guest.besides.iter().map(|besides| ("with", besides.field.as_str())));
    let sent = browser.send("take", &path, &proof, &fields).await?;
    ticket(&mut browser, &sent.to).await
}

/// Books a time near the one at which somebody will come: the address of its page, none when nothing is free.
///
/// # Errors
/// When the server fails.
pub(super) async fn books(
    line: &Arc<Line>,
    number: usize,
    guest: &Guest,
    comes: i64,
) -> anyhow::Result<Option<String>> {
    let mut browser = Browser::new(line, number);
    let path = format!("/book/{HALL}/{}", guest.field);
    let page = browser.page("book", &path).await?;
    let near = |slot: &i64| (slot - comes).abs();
    let Some(slot) = reading::slots(&page).into_iter().min_by_key(near).filter(|slot| near(slot) <= NEAR)
    else {
        return Ok(None);
    };
    let phone = format!("0912{:06}", number % 1_000_000);
    let slot = slot.to_string();
    let fields = [("slot", slot.as_str()), ("name", "Nguyễn Thị Đo"), ("phone", &phone)];
    let proof = Proof::on(&page, &format!("action=\"{path}\""))?;
    let sent = browser.send("book", &path, &proof, &fields).await?;
    if !sent.refused.is_empty() {
        return Ok(None);
    }
    ensure!(sent.to.starts_with("/a/"), "booking led to {}", sent.to);
    Ok(Some(sent.to))
}

/// Comes to a booked time: the code is held under the kiosk's scanner.
///
/// # Errors
/// When no number comes.
pub(super) async fn comes_to(line: &Arc<Line>, number: usize, booked: &str) -> anyhow::Result<Ticket> {
    let mut browser = Browser::new(line, number);
    let path = format!("/kiosk/{HALL}/appointment");
    let screen = browser.page("kiosk", &path).await?;
    let proof = Proof::on(&screen, &format!("action=\"{path}\""))?;
    let code = format!("http://centre{booked}");
    let sent = browser.send("take", &path, &proof, &[("code", &code)]).await?;
    ticket(&mut browser, &sent.to).await
}

async fn ticket(browser: &mut Browser, to: &str) -> anyhow::Result<Ticket> {
    let token = to.strip_prefix(&format!("/kiosk/{HALL}/ticket/")).with_context(|| format!("led to {to}"))?;
    let screen = browser.page("number", to).await?;
    Ok(Ticket { label: reading::phone(&screen)?.label, token: token.to_owned() })
}

/// Goes home: says so on the phone. False when the ticket was over already.
///
/// # Errors
/// When the server fails.
pub(super) async fn gives_up(line: &Arc<Line>, number: usize, token: &str) -> anyhow::Result<bool> {
    let mut browser = Browser::new(line, number);
    let page = browser.page("phone", &format!("/t/{token}")).await?;
    let path = format!("/t/{token}/give-up");
    let Ok(proof) = Proof::on(&page, &format!("action=\"{path}\"")) else { return Ok(false) };
    // Refused when the ticket's turn came between the page and the key.
    Ok(browser.send("give-up", &path, &proof, &[]).await?.refused.is_empty())
}

/// The greeter puts somebody back into the line; false when the line has no such ticket.
///
/// # Errors
/// When the server fails.
pub(super) async fn put_back(greeter: &mut Browser, label: &str) -> anyhow::Result<bool> {
    let page = greeter.page("hall", "/hall").await?;
    let Some((form, ticket)) = reading::missed(&page, label) else { return Ok(false) };
    let proof = Proof::on(form, "/hall/back")?;
    let sent = greeter.send("back", "/hall/back", &proof, &[("ticket", ticket)]).await?;
    ensure!(sent.refused.is_empty(), "{label} was not put back: {}", sent.refused);
    Ok(true)
}
