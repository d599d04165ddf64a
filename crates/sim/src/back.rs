//! Behind the counters: every step by whoever has it, most in time, some late, some sent back.

use crate::crowd::{Errand, SimError, What};
use crate::lane::{Lane, To};
use app::{Actor, Command};
use domain::catalogue::Role;
use domain::dossier::{Item, Phase, State, StepKind, StepPlan, Turn};
use domain::kernel::StreamId;
use plan::Dice;
use std::sync::Arc;

impl Lane {
    /// Plans when the step under way will be done: mostly in good time, sometimes too late.
    pub(crate) async fn plan_step(&mut self, dossier: StreamId) -> Result<(), SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        let Some(turn) = state.open_turn() else { return Ok(()) };
        match turn.kind {
            StepKind::Return => self.plan_collection(dossier, &state),
            StepKind::External => {
                let minutes = self.dice.between(300, 900);
                self.after_minutes(minutes, What::Work(dossier))
            }
            _ => {
                let allowed = (turn.allowed_ms / 60_000).max(10);
                let ways = Arc::clone(&self.ways);
                let officers = &ways.officers;
                let mut percent = ways.step_percent(&mut self.dice);
                if officers.lazy.contains(&turn.person) {
                    percent = percent.max(self.dice.between(70, 120));
                }
                if let Some(slow) = officers.slow.iter().find(|slow| slow.unit == turn.unit) {
                    percent = percent * slow.percent / 100;
                }
                // Officers do not sit on a case for weeks because they may.
                let late = if percent > 100 { allowed * percent / 100 } else { officers.longest };
                let mut minutes = (allowed * percent / 100).min(late).max(2);
                if self.is_sick(&turn.person)? {
                    minutes += 480;
                }
                self.after_minutes(minutes, What::Work(dossier))
            }
        }
    }

    /// Whoever is ill today does it tomorrow.
    fn is_sick(&self, person: &str) -> Result<bool, SimError> {
        let day = self.app.directory().calendar().local_date(self.app.now());
        let name = format!("sick:{}:{person}:{day}", self.seed_name());
        Ok(!person.is_empty() && Dice::of(&name).chance(self.ways.officers.sick))
    }

    /// Some results are collected soon, some after weeks, a few never.
    fn plan_collection(&mut self, dossier: StreamId, state: &State) -> Result<(), SimError> {
        if !self.dice.chance(self.ways.people.collects) {
            return Ok(());
        }
        let minutes = if state.plan.on_the_spot {
            self.dice.between(5, 30)
        } else {
            self.minutes(self.ways.minutes.collected_after)
        };
        let at = self.in_minutes(minutes)?;
        let to = To::Counters { unit: state.plan.receiving_unit.clone(), field: "return".to_owned() };
        self.pass(to, at, What::Arrive(Errand::Collect(dossier)));
        Ok(())
    }

    /// Whoever has the step under way does it.
    pub(crate) async fn work(&mut self, dossier: StreamId) -> Result<(), SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        if !matches!(state.phase, Phase::Processing) {
            return Ok(());
        }
        let Some(turn) = state.open_turn().cloned() else { return Ok(()) };
        let Some(actor) = self.whose(&state, &turn) else { return Ok(()) };
        if self.is_played(&actor) {
            return self.after_minutes(30, What::Work(dossier));
        }
        let done = match turn.kind {
            StepKind::Assign => self.assign(dossier, &state, &turn, &actor).await?,
            StepKind::Process => self.process(dossier, &state, &turn, &actor).await?,
            StepKind::Review => self.review(dossier, &state, &turn, &actor).await?,
            StepKind::Approve => self.approve(dossier, &turn, &actor).await?,
            StepKind::Number => self.ask(&actor, Command::NumberResult { dossier }).await?.is_some(),
            StepKind::Intake | StepKind::External => self.finish(dossier, &actor, "", String::new()).await?,
            StepKind::Return => false,
        };
        if done { self.plan_step(dossier).await } else { Ok(()) }
    }

    async fn finish(
        &mut self,
        dossier: StreamId,
        actor: &Actor,
        note: &str,
        next_person: String,
    ) -> Result<bool, SimError> {
        let command = Command::FinishStep { dossier, note: note.to_owned(), next_person };
        Ok(self.ask(actor, command).await?.is_some())
    }

    /// A head chooses who does it when there are several.
    async fn assign(
        &mut self,
        dossier: StreamId,
        state: &State,
        turn: &Turn,
        actor: &Actor,
    ) -> Result<bool, SimError> {
        let next = state.plan.after(turn.step).cloned();
        let chosen = next.and_then(|next| self.one_of(&next)).unwrap_or_default();
        self.finish(dossier, actor, "", chosen).await
    }

    /// The officer's own step: a draft, papers asked for, or simply done.
    async fn process(
        &mut self,
        dossier: StreamId,
        state: &State,
        turn: &Turn,
        actor: &Actor,
    ) -> Result<bool, SimError> {
        let asks = state.supplements.is_empty() && self.dice.chance(self.ways.officers.asks_for_papers);
        // A clerk who passes a dossier on asks for nothing.
        if asks && turn.role == Role::Specialist.word() {
            return self.ask_for_papers(dossier, state, actor).await;
        }
        let signed = state
            .plan
            .after(turn.step)
            .is_some_and(|next| matches!(next.kind, StepKind::Approve | StepKind::Review));
        if signed && !state.plan.result_template.is_empty() && state.result.template.is_empty() {
            let text = format!("Chấp thuận đề nghị của người nộp hồ sơ {} theo quy định.", state.code);
            if self.ask(actor, Command::DraftResult { dossier, text }).await?.is_none() {
                return self.back_to_who_drafts(dossier, state, turn, actor).await;
            }
        }
        let next = state.plan.after(turn.step).cloned();
        let chosen = match next.filter(|next| next.kind == StepKind::Process) {
            Some(next) => self.one_of(&next).unwrap_or_default(),
            None => String::new(),
        };
        self.finish(dossier, actor, "Đã thẩm định", chosen).await
    }

    /// What a leader sent back may come to a clerk, who drafts nothing.
    async fn back_to_who_drafts(
        &mut self,
        dossier: StreamId,
        state: &State,
        turn: &Turn,
        actor: &Actor,
    ) -> Result<bool, SimError> {
        let drafts = state.plan.steps.iter().rev().find(|step| {
            step.step < turn.step && step.kind == StepKind::Process && step.role == Role::Specialist.word()
        });
        let Some(drafts) = drafts else { return Ok(false) };
        let reason = "Lãnh đạo yêu cầu chỉnh sửa dự thảo".to_owned();
        let back = Command::HandBack { dossier, to_step: drafts.step, reason };
        Ok(self.ask(actor, back).await?.is_some())
    }

    async fn ask_for_papers(
        &mut self,
        dossier: StreamId,
        state: &State,
        actor: &Actor,
    ) -> Result<bool, SimError> {
        let Some(paper) = self.dice.pick(&state.intake.papers).cloned() else { return Ok(false) };
        let items = vec![Item {
            paper: paper.item,
            name: paper.name,
            reason: "Thông tin chưa khớp với tờ khai, đề nghị nộp lại".to_owned(),
        }];
        if self.ask(actor, Command::RequestSupplement { dossier, items }).await?.is_none() {
            return Ok(false);
        }
        if self.dice.chance(self.ways.people.brings_papers) {
            let minutes = self.minutes(self.ways.minutes.papers_brought_after);
            let at = self.in_minutes(minutes)?;
            let (unit, field) = (state.plan.receiving_unit.clone(), state.plan.procedure.field.clone());
            self.pass(To::Counters { unit, field }, at, What::Arrive(Errand::Supplement(dossier)));
        }
        // The clock stands still until the papers come: nothing to plan here.
        Ok(false)
    }

    async fn review(
        &mut self,
        dossier: StreamId,
        state: &State,
        turn: &Turn,
        actor: &Actor,
    ) -> Result<bool, SimError> {
        let worked = state
            .plan
            .steps
            .iter()
            .rev()
            .find(|step| step.step < turn.step && step.kind == StepKind::Process);
        let first_time = state.turns.iter().filter(|past| past.step == turn.step).count() == 1;
        if let Some(worked) =
            worked.filter(|_| first_time).filter(|_| self.dice.chance(self.ways.officers.handed_back))
        {
            let back = Command::HandBack {
                dossier,
                to_step: worked.step,
                reason: "Dự thảo chưa ghi đủ căn cứ, đề nghị làm lại".to_owned(),
            };
            return Ok(self.ask(actor, back).await?.is_some());
        }
        self.finish(dossier, actor, "Đã xem xét", String::new()).await
    }

    /// The leader signs, or a deputy in the leader's place; now and then a draft is sent back.
    async fn approve(&mut self, dossier: StreamId, turn: &Turn, actor: &Actor) -> Result<bool, SimError> {
        if self.dice.chance(self.ways.officers.sent_back) {
            let back = Command::SendBack {
                dossier,
                reason: "Xem lại căn cứ pháp lý trong dự thảo".to_owned(),
            };
            return Ok(self.ask(actor, back).await?.is_some());
        }
        if self.dice.chance(self.ways.officers.deputy_signs)
            && let Some(deputy) = self.holder(&turn.unit, Role::DeputyLeader)
        {
            let before = self.filled.refused;
            if self.ask(&deputy, Command::Approve { dossier }).await?.is_some() {
                return Ok(true);
            }
            // No assignment of work covers it: the leader signs.
            self.filled.refused = before;
        }
        Ok(self.ask(actor, Command::Approve { dossier }).await?.is_some())
    }

    /// Who does the step under way.
    fn whose(&mut self, state: &State, turn: &Turn) -> Option<Actor> {
        if !turn.person.is_empty() {
            return self.staff(&turn.person);
        }
        if turn.kind == StepKind::External {
            // What others did is noted by whoever handles the dossier.
            return self.holder(&state.plan.handling_unit, Role::Specialist);
        }
        let role = Role::from_word(&turn.role)?;
        self.holder(&turn.unit, role)
    }

    fn staff(&self, person: &str) -> Option<Actor> {
        let directory = self.app.directory();
        let position = directory.position_of(person, self.app.now())?;
        let unit = directory.unit_of(person, self.app.now())?;
        Some(Actor::Staff { person: person.to_owned(), position, unit })
    }

    pub(crate) fn holder(&mut self, unit: &str, role: Role) -> Option<Actor> {
        let directory = self.app.directory();
        let on = directory.date(self.app.now());
        let held: Vec<_> = directory.catalogue().holders(unit, role, &on);
        self.dice.pick(&held).map(|held| Actor::Staff {
            person: held.person.clone(),
            position: held.code.clone(),
            unit: held.unit.clone(),
        })
    }

    /// A person for a step that several could do; none when the one who does it follows by itself.
    fn one_of(&mut self, step: &StepPlan) -> Option<String> {
        let directory = self.app.directory();
        let (on, role) = (directory.date(self.app.now()), Role::from_word(&step.role)?);
        let held = directory.catalogue().holders(&step.unit, role, &on);
        if held.len() < 2 {
            return None;
        }
        self.dice.pick(&held).map(|held| held.person.clone())
    }
}
