//! (d1) `/api/v1` of a server, with the token of each post.

use super::super::drive::Times;
use super::super::ground::{Ground, Patch};
use super::super::http::{Answer, Client};
use super::super::server::Server;
use super::super::visit::{Act, NOTE, Producer, REQUEST};
use super::{Meter, Run, measured};
use anyhow::Context;
use serde_json::{Value, json};

/// A producer with its connection.
struct Caller {
    producer: Producer,
    client: Client,
}

pub(crate) async fn run(
    ground: &Ground,
    patch: &Patch,
    producers: &[Producer],
    visits: u16,
) -> anyhow::Result<Run> {
    let server = Server::start(ground, patch).await?;
    let mut callers = Vec::new();
    for producer in producers {
        callers.push(Caller { producer: producer.clone(), client: Client::to(&server.address).await? });
    }
    let hand_in = |mut caller: Caller| async move {
        let mut times = Times::default();
        for _ in 0..visits {
            caller.visit(&mut times).await?;
        }
        Ok(times)
    };
    let run = measured(Meter::new(server.whose(), ground), callers, hand_in).await?;
    server.end().await?;
    Ok(Run { events: super::events(patch).await?, ..run })
}

impl Caller {
    async fn visit(&mut self, times: &mut Times) -> anyhow::Result<()> {
        let mut code = self.producer.waiting().map(|received| received.code).unwrap_or_default();
        for &act in self.producer.acts {
            let (path, body) = asked(&mut self.producer, act, &code);
            let token = &self.producer.post(act).token;
            let headers = format!("Authorization: Bearer {token}\r\n");
            let sent = self.client.post(&path, &headers, "application/json", &body);
            let answer = times.of(async { done(act, sent.await?) }).await?;
            if act == Act::Receive {
                let received: Value = serde_json::from_slice(&answer.body)?;
                received["code"].as_str().context("a dossier has a code")?.clone_into(&mut code);
            }
        }
        Ok(())
    }
}

fn done(act: Act, answer: Answer) -> anyhow::Result<Answer> {
    anyhow::ensure!(
        matches!(answer.status, 200 | 201),
        "{} was answered {}: {}",
        act.word(),
        answer.status,
        answer.text()
    );
    Ok(answer)
}

/// Where a command is sent, and what is sent.
pub(crate) fn asked(producer: &mut Producer, act: Act, code: &str) -> (String, String) {
    let id = producer.next_id();
    let seat = &producer.seat;
    let (path, body) = match act {
        Act::Take => ("/api/v1/tickets".to_owned(), json!({"command_id": id, "field": seat.field})),
        Act::Call => {
            let path = format!("/api/v1/counters/{}/call", seat.counter);
            (path, json!({"command_id": id, "before": "served"}))
        }
        Act::Receive => {
            let person = producer.person();
            let papers: Vec<Value> =
                (1..=producer.procedure.papers.len()).map(|item| json!({ "item": item })).collect();
            let body = json!({
                "command_id": id,
                "procedure": producer.procedure.key(),
                "channel": "online",
                "applicant": {
                    "name": person.name, "id_number": person.id_number, "phone": person.phone,
                    "address": person.address, "language": person.language
                },
                "papers": papers,
                "request": REQUEST,
            });
            ("/api/v1/dossiers".to_owned(), body)
        }
        Act::Assign | Act::Finish => {
            let path = format!("/api/v1/dossiers/{code}/finish-step");
            (path, json!({"command_id": id, "note": NOTE, "next_person": producer.next_person(act)}))
        }
    };
    (path, body.to_string())
}
