//! Dossiers as their traces: what process mining wants to know of them, read from the journal in one pass.

use crate::App;
use crate::error::Result;
use domain::Event;
use domain::dossier::{self, FilingChannel, Plan, Promise};
use domain::kernel::{Millis, StreamId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Envelope;

/// Events read at once.
const PAGE: i64 = 4_000;

/// A thing done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceStep {
    /// Instant.
    pub at: Millis,
    /// What.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Person.
    pub person: String,
    /// It was noted when the dossier was closed already.
    pub after_close: bool,
}

/// Vết của một hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Code.
    pub code: String,
    /// Where it was taken over from, of no length for one of our own.
    pub source: String,
    /// What it is about.
    pub procedure: String,
    /// How it came in.
    pub channel: FilingChannel,
    /// Instant of reception.
    pub received_at: Millis,
    /// The promise in force, as it was first made.
    pub due_at: Option<Millis>,
    /// Instant nothing was owed to the applicant any more: the result ready, the dossier withdrawn or stopped.
    pub closed_at: Option<Millis>,
    /// Unit that received it.
    pub unit: String,
    /// Unit that leads the handling.
    pub group: String,
    /// Officer who received it.
    pub officer: String,
    /// What was done, in the order of the journal.
    pub steps: Vec<TraceStep>,
    /// Steps under way: name and unit by turn.
    begun: BTreeMap<i64, (String, String)>,
}

/// Traces in the order in which the dossiers came into being.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces(BTreeMap<StreamId, Trace>);

impl Traces {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Trace> {
        self.0.values()
    }

    /// Those taken over from one source.
    pub fn of_source<'a>(&'a self, source: &'a str) -> impl Iterator<Item = &'a Trace> {
        self.iter().filter(move |trace| trace.source == source)
    }

    /// Drafts were never received and are no cases.
    fn received(mut self) -> Self {
        self.0.retain(|_, trace| !trace.code.is_empty());
        self
    }

    /// One more event; what cannot be read is no trace, and a log without it would be a lie.
    fn tell(&mut self, envelope: &Envelope) -> Result<()> {
        let Event::Dossier(event) = envelope.event()? else { return Ok(()) };
        match &event {
            dossier::Event::DossierDrafted { intake, plan, at, .. } => {
                self.0.insert(envelope.stream, Trace::begun(plan, intake.channel, &intake.officer, *at));
            }
            dossier::Event::DossierTakenOver { source, code, intake, plan, promise, at } => {
                let mut trace = Trace::begun(plan, intake.channel, &intake.officer, *at);
                trace.source.clone_from(source);
                trace.code.clone_from(code);
                trace.due_at = promise.as_ref().map(|promise| promise.first_due_at);
                self.0.insert(envelope.stream, trace);
            }
            event => {
                if let Some(trace) = self.0.get_mut(&envelope.stream) {
                    trace.tell(event);
                }
            }
        }
        Ok(())
    }
}

impl Trace {
    fn begun(plan: &Plan, channel: FilingChannel, officer: &str, at: Millis) -> Self {
        Self {
            code: String::new(),
            source: String::new(),
            procedure: plan.procedure.name.clone(),
            channel,
            received_at: at,
            due_at: None,
            closed_at: None,
            unit: plan.receiving_unit.clone(),
            group: plan.handling_unit.clone(),
            officer: officer.to_owned(),
            steps: Vec::new(),
            begun: BTreeMap::new(),
        }
    }

    fn tell(&mut self, event: &dossier::Event) {
        let promised = |promise: &Promise| Some(promise.first_due_at);
        match event {
            dossier::Event::DossierReceived { agency, day, number, promise, by, at, .. } => {
                self.code = dossier::code(agency, *day, number.number());
                self.received_at = *at;
                self.due_at = promised(promise);
                self.officer.clone_from(by);
            }
            dossier::Event::PromiseMade { promise, .. } => self.due_at = promised(promise),
            dossier::Event::StepStarted { turn, name, unit, .. } => {
                self.begun.insert(*turn, (name.clone(), unit.clone()));
            }
            dossier::Event::StepFinished { turn, by, at, .. } => {
                let (name, unit) = self.begun.remove(turn).unwrap_or_default();
                self.done(name, unit, by.clone(), *at);
            }
            dossier::Event::StepNoted { name, unit, person, at, .. }
            | dossier::Event::AfterCloseNoted { name, unit, person, at } => {
                self.done(name.clone(), unit.clone(), person.clone(), *at);
            }
            dossier::Event::DossierClosed { at }
            | dossier::Event::ResultReady { at, .. }
            | dossier::Event::DossierWithdrawn { at, .. }
            | dossier::Event::DossierStopped { at, .. }
            | dossier::Event::ResolutionRefused { at, .. }
            | dossier::Event::SilenceClosed { at, .. } => self.closed_at = Some(*at),
            _ => {}
        }
    }

    fn done(&mut self, name: String, unit: String, person: String, at: Millis) {
        let after_close = self.closed_at.is_some();
        self.steps.push(TraceStep { at, name, unit, person, after_close });
    }

    /// What happened, without ids and without the name of the source: two journals that tell the same have the same lines.
    fn lines(&self) -> impl Iterator<Item = String> {
        let head = serde_json::json!([
            self.code,
            "received",
            self.received_at,
            self.procedure,
            self.channel.code(),
            self.due_at,
            self.unit,
            self.group,
            self.officer
        ]);
        let end = self.closed_at.map(|at| serde_json::json!([self.code, "closed", at]));
        let steps = self.steps.iter().map(|step| {
            let what = if step.after_close { "after_close" } else { "done" };
            serde_json::json!([self.code, what, step.at, step.name, step.unit, step.person])
        });
        let lines: Vec<String> =
            [head].into_iter().chain(end).chain(steps).map(|line| line.to_string()).collect();
        lines.into_iter()
    }
}

/// Business digest of traces: their lines sorted, under SHA-256.
#[must_use]
pub fn digest<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> String {
    let mut lines: Vec<String> = traces.into_iter().flat_map(Trace::lines).collect();
    lines.sort_unstable();
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl App {
    /// The traces of every dossier received in `[from, to)`.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub async fn traces(&self, from: Option<Millis>, to: Option<Millis>) -> Result<Traces> {
        let mut traces = Traces::default();
        let mut after = 0;
        loop {
            let page = self.store().feed(self.tenant(), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for envelope in &page {
                traces.tell(envelope)?;
            }
        }
        let mut traces = traces.received();
        traces.0.retain(|_, trace| {
            from.is_none_or(|from| trace.received_at >= from) && to.is_none_or(|to| trace.received_at < to)
        });
        Ok(traces)
    }
}
