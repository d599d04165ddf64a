//! The door: declared from home, at the kiosk or by a greeter; through the gate and out again; let in by a person.

use crate::declared::{Declaration, rules_that_hold};
use crate::error::{AppError, Result};
use crate::work::Work;
use domain::arrival::{self, Declare, Facts};
use domain::catalogue::Answers;
use domain::gate;
use domain::kernel::{Kind, StreamId};
use policy::{Action, Resource};

impl Work<'_> {
    /// Somebody fills in what is asked at the door.
    pub(crate) async fn declare(&mut self, hall: String, declaration: Declaration) -> Result<()> {
        self.authorise_at_door(&hall, Action::DeclareAtDoor)?;
        let directory = std::sync::Arc::clone(&self.directory);
        let form = directory.asked_at_door(&hall, self.now);
        let holds = match form {
            Some(form) => rules_that_hold(form, &declaration.answers)
                .map_err(|error| AppError::Setup(Box::new(error)))?,
            None => Vec::new(),
        };
        let arrival = self.begin(Kind::Arrival);
        let declaration = Declaration { salt: self.app.ids().token(), ..declaration };
        let violations = declaration.violations();
        let keep_until = directory.declaration_kept_until(self.now);
        let written = declaration.write(arrival, keep_until);
        let declare = Declare {
            hall,
            day: self.day,
            token: self.app.ids().token(),
            digest: violations.is_empty().then(|| written.digest.clone()),
        };
        self.answer.pass.clone_from(&declare.token);
        let paper = self.has_paper(&declare.hall);
        let facts = Facts { form, answers: &declaration.answers, holds: &holds, keep_until };
        let decided = arrival::decide(None, arrival::Command::Declare(declare), facts, self.now);
        let decided = decided.map_err(|refusal| {
            let named = |refusal: domain::kernel::Refusal, one| refusal.with(one);
            if refusal.code == "declaration_incomplete" {
                violations.into_iter().fold(refusal, named)
            } else {
                refusal
            }
        });
        self.ledger.decided(arrival, decided)?;
        self.ledger.declaration(written);
        if paper {
            self.ask_paper(arrival);
        }
        Ok(())
    }

    /// A pass is held under the scanner of a hall's gate.
    pub(crate) async fn pass_gate(&mut self, hall: String, arrival: StreamId) -> Result<()> {
        self.authorise_at_door(&hall, Action::PassGate)?;
        self.need(arrival, Kind::Arrival).await?;
        let known = self.arrival(arrival).expect("it was needed and is there");
        let scan = gate::Command::Scan {
            arrival,
            pass: (known.hall.clone(), known.day),
            may_enter: known.may_enter(),
        };
        self.gate_command(&hall, self.day, scan).await
    }

    /// A person of the centre lets somebody in all the same.
    pub(crate) async fn clear_arrival(&mut self, arrival: StreamId) -> Result<()> {
        self.need(arrival, Kind::Arrival).await?;
        let hall = self.arrival(arrival).expect("it was needed and is there").hall.clone();
        self.authorise_at_door(&hall, Action::ClearArrival)?;
        let none = Answers::new();
        let facts = Facts { form: None, answers: &none, holds: &[], keep_until: 0 };
        let decided = arrival::decide(self.arrival(arrival), arrival::Command::Clear, facts, self.now);
        self.ledger.decided(arrival, decided)?;
        Ok(())
    }

    /// The holder of a pass goes home without having come in.
    pub(crate) async fn give_up_pass(&mut self, arrival: StreamId) -> Result<()> {
        self.need(arrival, Kind::Arrival).await?;
        let known = self.arrival(arrival).expect("it was needed and is there");
        let (hall, day) = (known.hall.clone(), known.day);
        self.authorise_at_door(&hall, Action::DeclareAtDoor)?;
        self.gate_command(&hall, day, gate::Command::GiveUp { arrival }).await
    }

    /// A person counted who is inside.
    pub(crate) async fn count_inside(&mut self, hall: String, inside: i64) -> Result<()> {
        self.authorise_at_door(&hall, Action::ClearArrival)?;
        self.gate_command(&hall, self.day, gate::Command::Count { inside }).await
    }

    /// The clock looks at a gate: who was called in and did not come loses the place.
    pub(crate) async fn look_at_gate(&mut self, hall: String) -> Result<()> {
        self.authorise_at_door(&hall, Action::MindGate)?;
        self.gate_command(&hall, self.day, gate::Command::Look).await
    }

    /// What was declared in a hall on a day is gone.
    pub(crate) async fn note_declarations_removed(
        &mut self,
        hall: String,
        day: i64,
        count: i64,
    ) -> Result<()> {
        self.authorise_at_door(&hall, Action::MindGate)?;
        self.gate_command(&hall, day, gate::Command::NoteRemoved { count }).await
    }

    async fn gate_command(&mut self, hall: &str, day: i64, command: gate::Command) -> Result<()> {
        let stream = gate::stream_of(hall, day);
        self.load(stream, Kind::Gate).await?;
        let rules = self.directory.gate_rules(hall);
        let decided = gate::decide(self.gate(stream), (hall, day), &command, rules, self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }

    fn authorise_at_door(&mut self, hall: &str, action: Action) -> Result<()> {
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(action, &Resource::ticket(&self.directory.unit_path(&unit)))
    }
}
