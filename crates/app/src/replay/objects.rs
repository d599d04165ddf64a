//! Dossiers as an object-centric log: each event of their lives with the unit, the officer, the visit, the payment it belongs to.
//!
//! Nobody's data leaves by it. People who apply are not in it at all. Officers are numbered in the order in which they first did something:
//! one name in one file, another in the next. Free text (notes, reasons, names of papers) stays here, since people write names into it.

use crate::App;
use crate::error::Result;
use adapters::ocel::{Event as LogEvent, Log, Object, Relation, Value};
use domain::Event;
use domain::dossier::{self, Correction, FilingChannel, Intake, Plan, Promise};
use domain::kernel::{Millis, StreamId, Verdict};
use domain::visit;
use std::collections::{BTreeMap, BTreeSet};
use store::Envelope;

/// Events read at once.
const PAGE: i64 = 4_000;

/// What an event belongs to, before officers have their numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum To {
    Dossier(StreamId),
    Unit(String),
    Procedure(String),
    Person(String),
    Visit(StreamId),
    Ticket(StreamId),
    Payment(StreamId),
}

/// An event before that.
#[derive(Debug)]
struct Told {
    seq: i64,
    kind: &'static str,
    at: Millis,
    attributes: Vec<(&'static str, Value)>,
    to: Vec<(To, &'static str)>,
}

/// A dossier so far.
#[derive(Debug)]
struct Life {
    code: String,
    procedure: String,
    channel: FilingChannel,
    receiving_unit: String,
    handling_unit: String,
    received_at: Millis,
    /// Promised instants, each from when it held; 0 for none.
    due: Vec<(Millis, Millis)>,
    /// Names of steps by turn.
    steps: BTreeMap<i64, String>,
    told: Vec<Told>,
}

/// A visit that began: who sat there, with which ticket.
#[derive(Debug)]
struct Began {
    seq: i64,
    at: Millis,
    person: String,
    ticket: Option<StreamId>,
    waited_ms: i64,
}

/// Reads the journal into lives.
#[derive(Debug, Default)]
struct Lives {
    dossiers: BTreeMap<StreamId, Life>,
    visits: BTreeMap<StreamId, Began>,
}

impl Life {
    fn begun(intake: &Intake, plan: &Plan, at: Millis) -> Self {
        Self {
            code: String::new(),
            procedure: key_of(plan),
            channel: intake.channel,
            receiving_unit: plan.receiving_unit.clone(),
            handling_unit: plan.handling_unit.clone(),
            received_at: at,
            due: Vec::new(),
            steps: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    fn promised(&mut self, promise: &Promise, at: Millis) {
        self.due.push((promise.due_at, at));
    }

    /// It is about another procedure from now on.
    fn planned(&mut self, plan: &Plan) {
        self.procedure = key_of(plan);
        self.handling_unit.clone_from(&plan.handling_unit);
    }

    /// What an event changes of what is known of the dossier.
    fn learn(&mut self, event: &dossier::Event) {
        match event {
            dossier::Event::DossierReceived { agency, day, number, promise, at, .. } => {
                self.code = dossier::code(agency, *day, number.number());
                self.received_at = *at;
                self.promised(promise, *at);
            }
            dossier::Event::PromiseMade { promise, at, .. } => self.promised(promise, *at),
            dossier::Event::DraftAmended { plan, .. } => self.planned(plan),
            dossier::Event::DossierCorrected {
                correction: Correction::Procedure { plan, promise },
                at,
                ..
            } => {
                self.planned(plan);
                self.promised(promise, *at);
            }
            dossier::Event::DossierExtended { extension, .. } => {
                self.due.push((extension.due_at, extension.at));
            }
            dossier::Event::StepStarted { turn, name, .. } => {
                self.steps.insert(*turn, name.clone());
            }
            _ => {}
        }
    }

    fn step(&self, turn: i64) -> Vec<(&'static str, Value)> {
        let name = self.steps.get(&turn).cloned().unwrap_or_default();
        vec![("step", Value::Text(name)), ("turn", Value::Int(turn))]
    }
}

impl Lives {
    fn tell(&mut self, envelope: &Envelope) -> Result<()> {
        match envelope.event()? {
            Event::Visit(visit::Event::VisitStarted { person, ticket, waited_ms, at, .. }) => {
                let began = Began { seq: envelope.seq, at, person, ticket, waited_ms };
                self.visits.insert(envelope.stream, began);
            }
            Event::Dossier(event) => self.dossier(envelope, &event),
            _ => {}
        }
        Ok(())
    }

    fn dossier(&mut self, envelope: &Envelope, event: &dossier::Event) {
        let (stream, at) = (envelope.stream, event.at());
        match event {
            dossier::Event::DossierDrafted { intake, plan, .. } => {
                self.dossiers.insert(stream, Life::begun(intake, plan, at));
            }
            dossier::Event::DossierTakenOver { code, intake, plan, promise, .. } => {
                let mut life = Life::begun(intake, plan, at);
                life.code.clone_from(code);
                if let Some(promise) = promise {
                    life.promised(promise, at);
                }
                self.dossiers.insert(stream, life);
            }
            _ => {}
        }
        let Some(life) = self.dossiers.get_mut(&stream) else { return };
        life.learn(event);
        let mut to = vec![(To::Dossier(stream), "of")];
        if let Some((_, person)) = envelope.actor.split_once(':').filter(|(kind, _)| *kind == "person") {
            to.push((To::Person(person.to_owned()), "done by"));
        }
        to.extend(belongs(life, event));
        let mut attributes = said(life, event);
        attributes.push(("policy", Value::Text(envelope.rule.clone())));
        life.told.push(Told { seq: envelope.seq, kind: event.name(), at, attributes, to });
    }
}

/// `1.012783@quang-ninh`.
fn key_of(plan: &Plan) -> String {
    format!("{}@{}", plan.procedure.code, plan.procedure.publisher)
}

/// The objects an event names.
fn belongs(life: &Life, event: &dossier::Event) -> Vec<(To, &'static str)> {
    let unit = |code: &str, qualifier| (To::Unit(code.to_owned()), qualifier);
    let person = |code: &str, qualifier| (To::Person(code.to_owned()), qualifier);
    let mut to = match event {
        dossier::Event::DossierDrafted { intake, .. } | dossier::Event::DossierTakenOver { intake, .. } => {
            let mut to = vec![
                unit(&life.receiving_unit, "at"),
                unit(&life.handling_unit, "to be handled by"),
                (To::Procedure(life.procedure.clone()), "for"),
            ];
            to.extend(intake.visit.map(|visit| (To::Visit(visit), "during")));
            to
        }
        dossier::Event::DossierReceived { .. } => vec![unit(&life.receiving_unit, "at")],
        dossier::Event::DraftAmended { .. }
        | dossier::Event::DossierCorrected { correction: Correction::Procedure { .. }, .. } => vec![
            unit(&life.handling_unit, "to be handled by"),
            (To::Procedure(life.procedure.clone()), "for"),
        ],
        dossier::Event::StepStarted { unit: at, person: who, from_unit, from_person, .. } => {
            vec![
                unit(at, "at"),
                person(who, "given to"),
                unit(from_unit, "from"),
                person(from_person, "given by"),
            ]
        }
        dossier::Event::StepAssigned { person: who, .. } => vec![person(who, "given to")],
        dossier::Event::StepNoted { unit: at, person: who, .. }
        | dossier::Event::AfterCloseNoted { unit: at, person: who, .. } => {
            vec![unit(at, "at"), person(who, "done by")]
        }
        dossier::Event::StepTurnedRed { unit: at, person: who, .. } => {
            vec![unit(at, "at"), person(who, "late")]
        }
        dossier::Event::ResultHandedOver { visit, .. } | dossier::Event::SupplementAnswered { visit, .. } => {
            visit.map(|visit| (To::Visit(visit), "during")).into_iter().collect()
        }
        dossier::Event::FeeSettled { payment, .. } => vec![(To::Payment(*payment), "paid by")],
        dossier::Event::PapersListed { to, .. } | dossier::Event::PapersReceived { to, .. } => {
            vec![unit(to, "to")]
        }
        _ => Vec::new(),
    };
    // Who is not known is nobody.
    to.retain(|(to, _)| !matches!(to, To::Unit(code) | To::Person(code) if code.is_empty()));
    to
}

/// What is said of an event: words of ours, counts and instants, no text of anybody.
fn said(life: &Life, event: &dossier::Event) -> Vec<(&'static str, Value)> {
    let text = |word: &str| Value::Text(word.to_owned());
    let broken = |findings: &[domain::kernel::Finding]| {
        let broken = findings.iter().filter(|finding| finding.verdict == Verdict::Broken).count();
        Value::Int(i64::try_from(broken).unwrap_or(i64::MAX))
    };
    let many = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    match event {
        dossier::Event::DossierReceived { promise, findings, .. } => {
            vec![("due_at", Value::Instant(promise.due_at)), ("rules_broken", broken(findings))]
        }
        dossier::Event::PromiseMade { promise, reason, findings, .. } => vec![
            ("due_at", Value::Instant(promise.due_at)),
            ("because", text(reason)),
            ("rules_broken", broken(findings)),
        ],
        dossier::Event::DossierExtended { extension, findings } => {
            vec![("due_at", Value::Instant(extension.due_at)), ("rules_broken", broken(findings))]
        }
        dossier::Event::StepStarted { turn, kind, allowed_ms, counted, .. } => {
            let mut said = life.step(*turn);
            said.push(("step_kind", text(kind.word())));
            said.push(("allowed_ms", Value::Int(*allowed_ms)));
            said.push(("counted", Value::Bool(*counted)));
            said
        }
        dossier::Event::StepAssigned { turn, .. }
        | dossier::Event::StepTurnedRed { turn, .. }
        | dossier::Event::StepEscalated { turn, .. } => life.step(*turn),
        dossier::Event::StepFinished { turn, outcome, used_ms, timeliness, .. } => {
            let mut said = life.step(*turn);
            said.push(("outcome", text(outcome)));
            said.push(("used_ms", Value::Int(*used_ms)));
            said.extend(timeliness.map(|verdict| ("verdict", text(verdict.word()))));
            said
        }
        dossier::Event::StepNoted { name, .. } | dossier::Event::AfterCloseNoted { name, .. } => {
            vec![("step", text(name))]
        }
        dossier::Event::SupplementRequested { items, findings, .. }
        | dossier::Event::IntakeSupplementAsked { items, findings, .. } => {
            vec![("items", many(items.len())), ("rules_broken", broken(findings))]
        }
        dossier::Event::IntakeRefused { reasons, findings, .. }
        | dossier::Event::ResolutionRefused { reasons, findings, .. } => {
            vec![("reasons", many(reasons.len())), ("rules_broken", broken(findings))]
        }
        dossier::Event::ResultReady { timeliness, .. } => vec![("verdict", text(timeliness.word()))],
        dossier::Event::ResultHandedOver { to, identified_by, .. } => {
            vec![("to", text(to)), ("identified_by", text(identified_by))]
        }
        dossier::Event::FeeSettled { amount_vnd, .. } => {
            vec![("amount_vnd", Value::Int(amount_vnd.amount()))]
        }
        dossier::Event::PaperScanned { images, .. } => vec![("images", Value::Int(*images))],
        _ => Vec::new(),
    }
}

/// Names of things in the file.
#[derive(Debug, Default)]
struct Names {
    persons: BTreeMap<String, usize>,
    codes: BTreeMap<StreamId, String>,
}

impl Names {
    fn id(&mut self, to: &To) -> String {
        match to {
            To::Dossier(stream) => format!("dossier:{}", self.codes[stream]),
            To::Unit(code) => format!("unit:{code}"),
            To::Procedure(key) => format!("procedure:{key}"),
            To::Person(code) => {
                let next = self.persons.len() + 1;
                format!("person:{}", self.persons.entry(code.clone()).or_insert(next))
            }
            To::Visit(stream) => format!("visit:{stream}"),
            To::Ticket(stream) => format!("ticket:{stream}"),
            To::Payment(stream) => format!("payment:{stream}"),
        }
    }
}

impl App {
    /// The dossiers received in `[from, to)` with what took part in them. The whole journal is read once and what is found is held in memory:
    /// about 25 events a dossier, some 10 kB.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn object_log(&self, from: Option<Millis>, to: Option<Millis>) -> Result<Log> {
        let mut lives = Lives::default();
        let mut after = 0;
        loop {
            let page = self.store().feed(self.tenant(), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for envelope in &page {
                lives.tell(envelope)?;
            }
        }
        lives.dossiers.retain(|_, life| {
            !life.code.is_empty()
                && from.is_none_or(|from| life.received_at >= from)
                && to.is_none_or(|to| life.received_at < to)
        });
        Ok(log(lives))
    }
}

fn log(mut lives: Lives) -> Log {
    let mut told: Vec<Told> =
        lives.dossiers.values_mut().flat_map(|life| std::mem::take(&mut life.told)).collect();
    told.extend(visits(&lives.visits, &told));
    told.sort_by_key(|one| one.seq);
    let mut names = Names {
        codes: lives.dossiers.iter().map(|(stream, life)| (*stream, life.code.clone())).collect(),
        ..Names::default()
    };
    let mut seen: BTreeSet<To> = BTreeSet::new();
    let mut events: Vec<LogEvent> = told
        .into_iter()
        .map(|mut one| {
            one.to.sort();
            one.to.dedup();
            seen.extend(one.to.iter().map(|(to, _)| to.clone()));
            let objects = one.to.iter().map(|(to, qualifier)| Relation { object: names.id(to), qualifier });
            LogEvent {
                id: format!("e{}", one.seq),
                kind: one.kind,
                at: one.at,
                objects: objects.collect(),
                attributes: one.attributes,
            }
        })
        .collect();
    // A readers' rule: by instant. What was written later than it happened stands where it happened.
    events.sort_by_key(|event| event.at);
    let objects: Vec<Object> = seen.iter().map(|to| object(&lives, &mut names, to)).collect();
    Log { events, objects }
}

/// The visits in which something of these dossiers was done, each as the event of its beginning.
fn visits(known: &BTreeMap<StreamId, Began>, told: &[Told]) -> Vec<Told> {
    let named: BTreeSet<StreamId> = told
        .iter()
        .flat_map(|one| &one.to)
        .filter_map(|(to, _)| if let To::Visit(visit) = to { Some(*visit) } else { None })
        .collect();
    let began = |visit: StreamId| {
        let began = known.get(&visit)?;
        let mut to = vec![(To::Visit(visit), "of"), (To::Person(began.person.clone()), "done by")];
        to.extend(began.ticket.map(|ticket| (To::Ticket(ticket), "called with")));
        Some(Told {
            seq: began.seq,
            kind: "VisitStarted",
            at: began.at,
            attributes: vec![("waited_ms", Value::Int(began.waited_ms))],
            to,
        })
    };
    named.into_iter().filter_map(began).collect()
}

fn object(lives: &Lives, names: &mut Names, to: &To) -> Object {
    let id = names.id(to);
    let plain = |kind| Object { id: id.clone(), kind, attributes: Vec::new(), objects: Vec::new() };
    match to {
        To::Dossier(stream) => {
            let life = &lives.dossiers[stream];
            let channel = match life.channel {
                FilingChannel::InPerson => "in_person",
                FilingChannel::Online => "online",
                FilingChannel::Post => "post",
            };
            let mut attributes = vec![
                ("channel", Value::Text(channel.to_owned()), 0),
                ("received_at", Value::Instant(life.received_at), 0),
            ];
            // The first promise holds from the beginning; each later one from when it was made.
            attributes.extend(life.due.iter().enumerate().map(|(place, (due, since))| {
                ("due_at", Value::Instant(*due), if place == 0 { 0 } else { *since })
            }));
            let units = [(&life.receiving_unit, "received by"), (&life.handling_unit, "handled by")];
            let mut objects =
                vec![Relation { object: format!("procedure:{}", life.procedure), qualifier: "for" }];
            objects.extend(
                units
                    .into_iter()
                    .filter(|(unit, _)| !unit.is_empty())
                    .map(|(unit, qualifier)| Relation { object: format!("unit:{unit}"), qualifier }),
            );
            Object { id, kind: "dossier", attributes, objects }
        }
        To::Unit(_) => plain("unit"),
        To::Procedure(_) => plain("procedure"),
        To::Person(_) => plain("person"),
        To::Visit(_) => plain("visit"),
        To::Ticket(_) => plain("ticket"),
        To::Payment(_) => plain("payment"),
    }
}
