//! The named mixes: one person's visit, from the ticket to the specialist's desk, and what of it is small. Every producer goes through
//! one, again and again, at a seat of its own.

use super::province::{Post, Province, Seat};
use crate::cli::Mix;
use app::{Actor, App, Command, IntakeEnd, IntakeForm, PartyForm, SubjectData};
use domain::catalogue::{PaperNeed, Procedure};
use domain::dossier::{FilingChannel, Paper};
use domain::kernel::{CommandId, StreamId};
use domain::ticket::Priority;
use std::sync::Arc;

/// A command of the mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// A ticket at the kiosk.
    Take,
    /// The counter calls it; the visit of the one before is ended.
    Call,
    /// The dossier is received.
    Receive,
    /// The head gives it to a specialist.
    Assign,
    /// The specialist finishes.
    Finish,
}

/// The visit, in order.
pub(super) const VISIT: [Act; 5] = [Act::Take, Act::Call, Act::Receive, Act::Assign, Act::Finish];
/// What of it is small, in order; the dossier was received before.
const SMALL: [Act; 3] = [Act::Take, Act::Assign, Act::Finish];

impl Act {
    /// Its name in tables.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Take => "take a ticket",
            Self::Call => "call it",
            Self::Receive => "receive a dossier",
            Self::Assign => "assign it",
            Self::Finish => "finish the step",
        }
    }
}

/// One producer: a seat, and the visits it has gone through.
#[derive(Clone, Debug)]
pub(super) struct Producer {
    pub(super) seat: Seat,
    pub(super) procedure: Arc<Procedure>,
    /// What it does, again and again.
    pub(super) acts: &'static [Act],
    commands: usize,
    /// Dossiers it goes on with, where its mix receives none: the next one last.
    waiting: Vec<Received>,
}

/// A dossier as the doors name it.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) dossier: StreamId,
    pub(super) code: String,
}

impl Producer {
    pub(super) fn all(province: &Province) -> Vec<Self> {
        let procedure = Arc::new(province.procedure.clone());
        let of = |seat: &Seat| Self {
            seat: seat.clone(),
            procedure: Arc::clone(&procedure),
            acts: &VISIT,
            commands: 0,
            waiting: Vec::new(),
        };
        province.seats.iter().map(of).collect()
    }

    /// Gives it that mix to go through so many times.
    ///
    /// # Errors
    /// When a dossier is not received.
    pub(super) async fn prepare(&mut self, app: &App, mix: Mix, times: usize) -> anyhow::Result<()> {
        if mix == Mix::Visit {
            return Ok(());
        }
        self.acts = &SMALL;
        let mut before = self.turn(2 * BEFORE);
        for _ in 0..times {
            let id = CommandId(before.next_id());
            let (actor, command) = before.command(Act::Receive, None)?;
            let received = app.execute(&actor, &id, command).await?.dossier;
            let dossier = received.ok_or_else(|| anyhow::anyhow!("no dossier was received"))?;
            let code = app.dossier_state(dossier).await?.1.code;
            self.waiting.push(Received { dossier, code });
        }
        Ok(())
    }

    /// The dossier to go on with, where its mix receives none.
    pub(super) fn waiting(&mut self) -> Option<Received> {
        self.waiting.pop()
    }

    /// The same seat, with ids that no other turn of it has.
    pub(super) fn turn(&self, number: usize) -> Self {
        Self { commands: number * VISIT.len(), ..self.clone() }
    }

    /// The id of the next command.
    pub(super) fn next_id(&mut self) -> String {
        self.commands += 1;
        format!("bench-{}-{}", self.seat.number, self.commands)
    }

    /// Which producer's command it is.
    pub(super) fn of_id(id: &CommandId) -> Option<usize> {
        id.0.strip_prefix("bench-")?.split('-').next()?.parse().ok()
    }

    /// Whoever does that.
    pub(super) const fn post(&self, act: Act) -> &Post {
        match act {
            Act::Take | Act::Call | Act::Receive => &self.seat.receiver,
            Act::Assign => &self.seat.head,
            Act::Finish => &self.seat.specialist,
        }
    }

    /// Whom the head chooses, of no length where nobody chooses.
    pub(super) fn next_person(&self, act: Act) -> &str {
        if act == Act::Assign { &self.seat.specialist.person } else { "" }
    }

    /// The command, as the application takes it.
    pub(super) fn command(&self, act: Act, dossier: Option<StreamId>) -> anyhow::Result<(Actor, Command)> {
        let (hall, counter) = (self.seat.hall.clone(), self.seat.counter.clone());
        let dossier = || dossier.ok_or_else(|| anyhow::anyhow!("no dossier was received"));
        Ok(match act {
            Act::Take => {
                let kiosk = Actor::Kiosk { hall: hall.clone() };
                let (field, priority) = (self.seat.field.clone(), Priority::None);
                (kiosk, Command::TakeTicket { hall, field, procedure: String::new(), priority })
            }
            Act::Call => (self.post(act).actor(), Command::CallNextAfter { hall, counter, came: true }),
            Act::Receive => {
                let (form, end) = (Box::new(self.form()), IntakeEnd::Receive { cash: None });
                // As another system hands it in, so that every door is given the very same.
                let command = Command::Intake { hall, counter: String::new(), draft: None, form, end };
                (self.post(act).actor(), command)
            }
            Act::Assign | Act::Finish => {
                let next_person = self.next_person(act).to_owned();
                let command = Command::FinishStep { dossier: dossier()?, note: NOTE.to_owned(), next_person };
                (self.post(act).actor(), command)
            }
        })
    }

    fn form(&self) -> IntakeForm {
        let papers = (1..).zip(&self.procedure.papers).map(|(item, paper)| Paper {
            item,
            name: paper.name.clone(),
            form: paper.form,
            copies: paper.copies,
            ok: true,
            required: paper.need == PaperNeed::Required,
        });
        IntakeForm {
            procedure: self.procedure.code.clone(),
            publisher: self.procedure.publisher.clone(),
            channel: FilingChannel::Online,
            applicant: PartyForm::New { subject: None, data: self.person() },
            owner: None,
            proxy: None,
            request: REQUEST.to_owned(),
            delivery: "Trả tại Trung tâm".to_owned(),
            papers: papers.collect(),
            earlier: Vec::new(),
            fee: None,
            working_days: None,
        }
    }

    /// Nobody who lives: no province gives numbers that begin so.
    pub(super) fn person(&self) -> SubjectData {
        let number = self.seat.number * 10_000 + self.commands;
        SubjectData {
            name: format!("Nguyễn Thị Đo {number}"),
            id_number: format!("000{number:09}"),
            phone: format!("0590{:06}", number % 1_000_000),
            address: "Số 1, đường Đo, phường Đo".to_owned(),
            language: "vi".to_owned(),
            ..SubjectData::default()
        }
    }
}

/// A turn nobody measures comes to.
pub(super) const BEFORE: usize = 7_000_000;
/// What the next person reads.
pub(super) const NOTE: &str = "Đã kiểm tra, đủ thành phần";
/// What is asked for.
pub(super) const REQUEST: &str = "Đề nghị tạm ngừng kinh doanh sáu tháng";
