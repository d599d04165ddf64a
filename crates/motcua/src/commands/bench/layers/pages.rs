//! (d2) The forms of a server: each sent with a session, each with the page it leads to. A dossier is received at the counter here,
//! with somebody sitting before it, so the visit begins with the dossier and not with the next call.

use super::super::drive::Times;
use super::super::ground::{Ground, Patch};
use super::super::http::{Answer, Client, form, value_of};
use super::super::province::Province;
use super::super::server::Server;
use super::super::visit::{Act, NOTE, Producer, REQUEST};
use super::{Meter, Run, measured};
use anyhow::Context;
use app::App;
use std::collections::BTreeMap;

/// The page of heads and specialists.
const ROOM_OF_STEPS: &str = "/work";

/// Tokens of sessions by person.
pub(crate) type Sessions = BTreeMap<String, String>;

/// Signs everybody in.
///
/// # Errors
/// When a session cannot be kept.
pub(crate) async fn sign_in(app: &App, province: &Province) -> anyhow::Result<Sessions> {
    let mut sessions = Sessions::new();
    for post in province.seats.iter().flat_map(|seat| [&seat.receiver, &seat.head, &seat.specialist]) {
        if !sessions.contains_key(&post.person) {
            let token = web::session::begin(app, &post.person, &post.position).await?;
            sessions.insert(post.person.clone(), token);
        }
    }
    Ok(sessions)
}

pub(crate) async fn run(
    ground: &Ground,
    patch: &Patch,
    producers: &[Producer],
    visits: u16,
    sessions: &Sessions,
) -> anyhow::Result<Run> {
    let server = Server::start(ground, patch).await?;
    let mut visitors = Vec::new();
    for producer in producers {
        visitors.push(Visitor::new(producer, &server.address, sessions).await?);
    }
    let hand_in = |mut visitor: Visitor| async move {
        let mut times = Times::default();
        for _ in 0..visits {
            visitor.visit(&mut times).await?;
        }
        Ok(times)
    };
    let run = measured(Meter::new(server.whose(), ground), visitors, hand_in).await?;
    server.end().await?;
    Ok(Run { events: super::events(patch).await?, ..run })
}

/// A browser window: its cookies, and the proof its forms carry.
struct Window {
    cookies: String,
    proof: String,
}

/// A producer with four windows: the kiosk's, the officer's, the head's and the specialist's.
struct Visitor {
    producer: Producer,
    client: Client,
    /// An address of its own, as a proxy says it.
    from: String,
    kiosk: Window,
    officer: Window,
    head: Window,
    specialist: Window,
}

impl Visitor {
    async fn new(producer: &Producer, address: &str, sessions: &Sessions) -> anyhow::Result<Self> {
        let mut client = Client::to(address).await?;
        let number = producer.seat.number;
        let from = format!("X-Forwarded-For: 10.9.{}.{}\r\n", number / 250, number % 250 + 1);
        let (hall, field) = (&producer.seat.hall, &producer.seat.field);
        let kiosk = window(&mut client, &format!("/kiosk/{hall}/field/{field}"), "").await?;
        let mut of = async |person: &str, room: &str| -> anyhow::Result<Window> {
            let token = sessions.get(person).context("everybody was signed in")?;
            window(&mut client, room, &format!("motcua={token}")).await
        };
        let officer = of(&producer.seat.receiver.person, "/desk").await?;
        let head = of(&producer.seat.head.person, ROOM_OF_STEPS).await?;
        let specialist = of(&producer.seat.specialist.person, ROOM_OF_STEPS).await?;
        Ok(Self { producer: producer.clone(), client, from, kiosk, officer, head, specialist })
    }

    async fn visit(&mut self, times: &mut Times) -> anyhow::Result<()> {
        let waiting = self.producer.waiting();
        let mut dossier = waiting.map(|received| received.dossier.0.to_string()).unwrap_or_default();
        for &act in self.producer.acts {
            let led_to = times.of(self.act(act, &dossier)).await?;
            if act == Act::Receive {
                let id = led_to.split_once("done=").map(|(_, id)| id.to_owned());
                dossier = id.with_context(|| format!("no dossier was received, it led to {led_to}"))?;
            }
        }
        Ok(())
    }

    /// The form and the page it leads to; gives that page's address.
    async fn act(&mut self, act: Act, dossier: &str) -> anyhow::Result<String> {
        let id = self.producer.next_id();
        let (path, fields) = asked(&self.producer, act, dossier);
        let window = match act {
            Act::Take => &self.kiosk,
            Act::Call | Act::Receive => &self.officer,
            Act::Assign => &self.head,
            Act::Finish => &self.specialist,
        };
        let mut pairs = vec![("csrf", window.proof.as_str()), ("command_id", id.as_str())];
        pairs.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let headers = format!("Cookie: {}\r\n{}", window.cookies, self.from);
        let sent =
            self.client.post(&path, &headers, "application/x-www-form-urlencoded", &form(&pairs)).await?;
        let sent = led_on(act, &path, sent)?;
        let said: String = sent.cookies.iter().map(|cookie| format!("; {cookie}")).collect();
        let headers = format!("Cookie: {}{said}\r\n{}", window.cookies, self.from);
        let shown = self.client.get(&sent.location, &headers).await?;
        anyhow::ensure!(shown.status == 200, "{} was answered {}", sent.location, shown.status);
        Ok(sent.location)
    }
}

async fn window(client: &mut Client, page: &str, cookie: &str) -> anyhow::Result<Window> {
    let shown = client.get(page, &format!("Cookie: {cookie}\r\n")).await?;
    anyhow::ensure!(shown.status == 200, "{page} was answered {}", shown.status);
    let text = shown.text();
    let proof = value_of(&text, "csrf").with_context(|| format!("{page} has no form"))?.to_owned();
    let cookies = if cookie.is_empty() { shown.cookies.join("; ") } else { cookie.to_owned() };
    Ok(Window { cookies, proof })
}

/// A form that was taken leads on; one that says no more than a word leads on too, with that word in a cookie.
fn led_on(act: Act, path: &str, answer: Answer) -> anyhow::Result<Answer> {
    let refused = answer.cookies.iter().find(|cookie| cookie.starts_with("motcua-said=no."));
    anyhow::ensure!(
        answer.status == 303 && refused.is_none(),
        "{} at {path} was answered {}{}",
        act.word(),
        answer.status,
        refused.map(|said| format!(", {said}")).unwrap_or_default()
    );
    Ok(answer)
}

/// Where a form goes, and what stands in it.
fn asked(producer: &Producer, act: Act, dossier: &str) -> (String, Vec<(String, String)>) {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match act {
        Act::Take => {
            let fields = vec![pair("field", &producer.seat.field), pair("priority", "none")];
            (format!("/kiosk/{}/take", producer.seat.hall), fields)
        }
        Act::Call => ("/desk/call".to_owned(), Vec::new()),
        Act::Receive => {
            let person = producer.person();
            let mut fields = vec![
                pair("applicant_kind", "person"),
                pair("applicant_name", &person.name),
                pair("applicant_id_number", &person.id_number),
                pair("applicant_phone", &person.phone),
                pair("applicant_address", &person.address),
                pair("procedure", &producer.procedure.key()),
                pair("request", REQUEST),
                pair("delivery", "counter"),
                pair("end", "receive"),
            ];
            let papers = producer.procedure.papers.len();
            fields.extend((1..=papers).map(|item| pair(&format!("paper-{item}"), "1")));
            ("/desk/intake".to_owned(), fields)
        }
        Act::Assign | Act::Finish => {
            let fields = vec![pair("note", NOTE), pair("next_person", producer.next_person(act))];
            (format!("{ROOM_OF_STEPS}/{dossier}/finish"), fields)
        }
    }
}
