//! The tickets' paper.
//!
//! A row of the outbox says "this ticket is to come out"; the ticket itself decides whether it still may, and is told what became of
//! it. A number whose paper never comes out waits and is called like any other.
//!
//! A power cut between the paper and its note leads to a second paper for the same number if the server is back within a minute, and
//! to none after: two papers with one number harm nobody.

use crate::runner::{Job, JobError};
use adapters::print::{NetworkPrinter, Picture, PrintError, PrinterTimes, TicketPrinter, Trouble};
use app::queries::{PrinterNow, TicketView};
use app::{Actor, App, AppError, Command, PrintNote};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis, StreamId};
use domain::ticket::{PAPER_WITHIN_MS, PrintProblem};
use futures::future::join_all;
use std::collections::BTreeMap;
use store::Claimed;

const TOPIC: &str = "print";

/// How long a claimed row is ours: longer than the tickets of one round take.
const LEASE_MS: Millis = 90_000;

/// Tickets claimed at once.
const AT_ONCE: i64 = 8;

/// Pause before another attempt.
const PAUSE_MS: Millis = 2_000;

/// What could not be printed for that long after the number was taken is told to the person, who stands before the kiosk.
const GIVE_UP_AFTER_MS: Millis = 10_000;

/// Prints what waits in the outbox.
pub struct Printing {
    app: App,
    actor: Actor,
    times: PrinterTimes,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    /// Came out.
    pub printed: usize,
    /// To be tried again.
    pub later: usize,
    /// Did not come out.
    pub missing: usize,
    /// Rows that were settled already, or too late.
    pub settled: usize,
}

impl Papers {
    const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Printed => self.printed += 1,
            Outcome::Later => self.later += 1,
            Outcome::Missing => self.missing += 1,
            Outcome::Settled => self.settled += 1,
        }
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Printed,
    Later,
    Missing,
    Settled,
}

impl Printing {
    /// A job that finds its printers in the settings.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("printing"), times: PrinterTimes::default() }
    }

    /// The same with other patience.
    #[must_use]
    pub fn patient(self, times: PrinterTimes) -> Self {
        Self { times, ..self }
    }

    /// Prints everything that is due by now: halls side by side, the tickets of a hall one after the other.
    ///
    /// # Errors
    /// When something cannot be read or written; what was noted stays, what was claimed comes back when its lease ends.
    pub async fn run_once(&self) -> Result<Papers, JobError> {
        let mut papers = Papers::default();
        loop {
            let store = self.app.store();
            let claimed = store.claim(self.app.tenant(), TOPIC, self.app.now(), LEASE_MS, AT_ONCE).await?;
            if claimed.is_empty() {
                return Ok(papers);
            }
            let mut halls: BTreeMap<String, Vec<(Claimed, TicketView)>> = BTreeMap::new();
            for row in claimed {
                match self.app.ticket(StreamId(row.id)).await? {
                    Some(ticket) => halls.entry(ticket.hall.clone()).or_default().push((row, ticket)),
                    None => papers.add(self.pass(&row).await?),
                }
            }
            let halls = halls.into_iter().map(|(hall, tickets)| self.hall(hall, tickets));
            for outcomes in join_all(halls).await {
                outcomes?.into_iter().for_each(|outcome| papers.add(outcome));
            }
        }
    }

    /// The pass of somebody who declared at a kiosk: a paper to take along, no more. The pass is on the screen too, and holds without it.
    async fn pass(&self, row: &Claimed) -> Result<Outcome, JobError> {
        let Some(pass) = self.app.pass_of(StreamId(row.id)).await? else {
            return self.settle(row.id, Outcome::Settled).await;
        };
        let age = self.app.now() - pass.declared_at;
        let printer = self.app.directory().printer(&pass.hall).filter(|_| age <= PAPER_WITHIN_MS);
        let Some(printer) = printer else { return self.settle(row.id, Outcome::Settled).await };
        let bitmap = match self.app.pass_bitmap(&pass, printer.dots).await {
            Ok(bitmap) => bitmap,
            Err(AppError::Document(error)) => {
                tracing::warn!(%error, "a pass cannot be laid out");
                return self.settle(row.id, Outcome::Missing).await;
            }
            Err(error) => return Err(error.into()),
        };
        let Ok(picture) = Picture::try_new(bitmap.width(), bitmap.rows().to_vec()) else {
            return self.settle(row.id, Outcome::Missing).await;
        };
        let network = NetworkPrinter::new(&printer.address, printer.dots, self.times);
        match network.print(&picture).await {
            Ok(_) => self.settle(row.id, Outcome::Printed).await,
            Err(PrintError::Retry(_)) if age < GIVE_UP_AFTER_MS => {
                self.app.store().postpone(self.app.tenant(), row.id, self.app.now() + PAUSE_MS).await?;
                Ok(Outcome::Later)
            }
            Err(_) => self.settle(row.id, Outcome::Missing).await,
        }
    }

    async fn hall(
        &self,
        hall: String,
        tickets: Vec<(Claimed, TicketView)>,
    ) -> Result<Vec<Outcome>, JobError> {
        let mut outcomes = Vec::new();
        // Why the printer took nothing: who comes next in this round need not find out again.
        let mut silent = None;
        for (row, ticket) in tickets {
            let outcome = if self.may_print(&row, &ticket).await? {
                let tried = match silent {
                    Some(trouble) => Err(PrintError::Retry(trouble)),
                    None => self.print(&hall, &ticket).await?,
                };
                if let Err(PrintError::Retry(trouble)) = tried {
                    silent = Some(trouble);
                }
                self.conclude(&ticket, tried).await?
            } else {
                self.settle(row.id, Outcome::Settled).await?
            };
            outcomes.push(outcome);
        }
        Ok(outcomes)
    }

    /// The ticket says whether it may; if it no longer may, that is in the journal now.
    async fn may_print(&self, row: &Claimed, ticket: &TicketView) -> Result<bool, JobError> {
        match self.ask(ticket, &format!("begin:{}", row.attempts), PrintNote::Begin).await {
            Ok(answer) => Ok(answer.already),
            Err(AppError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn print(&self, hall: &str, ticket: &TicketView) -> Result<Result<bool, PrintError>, JobError> {
        let Some(printer) = self.app.directory().printer(hall) else {
            return Ok(Err(PrintError::Retry(None)));
        };
        let picture = self.app.ticket_bitmap(ticket.ticket, printer.dots).await.map(|bitmap| {
            Picture::try_new(bitmap.width(), bitmap.rows().to_vec()).map_err(|_| PrintError::GiveUp)
        });
        let picture = match picture {
            Ok(Ok(picture)) => picture,
            Ok(Err(error)) => return Ok(Err(error)),
            // A layout of the operator's may be wrong: the printer is not, and yet no paper comes.
            Err(AppError::Document(error)) => {
                tracing::warn!(%error, "a ticket cannot be laid out");
                return Ok(Err(PrintError::GiveUp));
            }
            Err(error) => return Err(error.into()),
        };
        let network = NetworkPrinter::new(&printer.address, printer.dots, self.times);
        Ok(network.print(&picture).await.map(|printed| printed.low_paper))
    }

    /// Puts what became of it into the journal and lets the row go, or waits a little.
    async fn conclude(
        &self,
        ticket: &TicketView,
        tried: Result<bool, PrintError>,
    ) -> Result<Outcome, JobError> {
        let problem = match tried {
            Ok(low_paper) => {
                self.note(ticket, PrintNote::Printed { low_paper }).await?;
                return self.settle(ticket.ticket.0, Outcome::Printed).await;
            }
            Err(PrintError::Retry(trouble)) => {
                let problem = trouble.map_or(PrintProblem::Unreachable, problem_of);
                if self.worth_waiting(ticket, problem).await? {
                    let until = self.app.now() + PAUSE_MS;
                    self.app.store().postpone(self.app.tenant(), ticket.ticket.0, until).await?;
                    return Ok(Outcome::Later);
                }
                problem
            }
            Err(PrintError::GiveUp) => PrintProblem::Fault,
            Err(PrintError::Unknown(trouble)) => trouble.map_or(PrintProblem::Interrupted, problem_of),
        };
        self.note(ticket, PrintNote::NotPrinted(problem)).await?;
        self.settle(ticket.ticket.0, Outcome::Missing).await
    }

    /// What only a hand can mend is said at once, and so is what the last person was told already.
    async fn worth_waiting(&self, ticket: &TicketView, problem: PrintProblem) -> Result<bool, JobError> {
        if matches!(problem, PrintProblem::NoPaper | PrintProblem::CoverOpen)
            || self.app.now() - ticket.taken_at >= GIVE_UP_AFTER_MS
        {
            return Ok(false);
        }
        let known = self.app.printer_now(&ticket.hall).await?;
        Ok(!matches!(known, None | Some(PrinterNow::Trouble { .. })))
    }

    async fn note(&self, ticket: &TicketView, note: PrintNote) -> Result<(), JobError> {
        match self.ask(ticket, "end", note).await {
            // Another server that had the row before noted it meanwhile.
            Ok(_) | Err(AppError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn ask(&self, ticket: &TicketView, word: &str, note: PrintNote) -> Result<app::Answer, AppError> {
        let id = CommandId(format!("printing:{}:{word}", ticket.ticket));
        self.app.execute(&self.actor, &id, Command::NotePrinted { ticket: ticket.ticket, note }).await
    }

    async fn settle(&self, row: i64, outcome: Outcome) -> Result<Outcome, JobError> {
        self.app.store().settle(self.app.tenant(), row).await?;
        Ok(outcome)
    }
}

const fn problem_of(trouble: Trouble) -> PrintProblem {
    match trouble {
        Trouble::NoPaper => PrintProblem::NoPaper,
        Trouble::CoverOpen => PrintProblem::CoverOpen,
        Trouble::Offline => PrintProblem::Offline,
        Trouble::Fault => PrintProblem::Fault,
    }
}

#[async_trait]
impl Job for Printing {
    fn name(&self) -> &'static str {
        "printing"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let papers = self.run_once().await?;
        let any = papers != Papers::default();
        if any {
            let Papers { printed, later, missing, settled } = papers;
            tracing::info!(printed, later, missing, settled, "papers of tickets");
        }
        Ok(any)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(self.app.next_in_outbox(TOPIC).await?)
    }
}
