//! Slips on paper: printed beforehand, filled in while there is neither power nor network, entered afterwards, confirmed by somebody
//! else.

use super::desk::cash_is_right;
use crate::error::{AppError, Result};
use crate::forms::{IntakeEnd, SlipForm};
use crate::work::{Work, refuse};
use domain::dossier::{self, Intake, Outcome, Plan};
use domain::kernel::{Kind, Millis, StreamId};
use domain::pad::{self, Enter, SlipStatus};
use policy::{Action, Resource};

impl Work<'_> {
    pub(crate) async fn issue_pad(&mut self, hall: String, counter: String, slips: i64) -> Result<()> {
        self.directory.counter(&hall, &counter).ok_or(AppError::NotFound("counter"))?;
        self.at_counter(&hall, &counter, Action::IntakeDossier).await?;
        let stream = self.begin(Kind::Pad);
        self.answer.pad = Some(stream);
        self.decide_pad(stream, pad::Command::Issue { hall, counter, slips })
    }

    /// The day whose procedures and rules an intake is planned by: that of the slip where one is entered, as long as slips of that time
    /// are taken at all.
    pub(super) fn planned_as_of(&self, end: &IntakeEnd) -> Millis {
        match end {
            IntakeEnd::EnterSlip(slip)
                if (0..=self.directory.slips_within_ms()).contains(&(self.now - slip.received_at)) =>
            {
                slip.received_at
            }
            _ => self.now,
        }
    }

    /// What a slip says is taken down as a draft. Whether it could be received like this is asked now, of whoever still has the paper
    /// before her, and not when somebody else confirms it.
    pub(super) async fn enter_slip(
        &mut self,
        stream: StreamId,
        (hall, counter): &(String, String),
        intake: Intake,
        plan: Plan,
        form: SlipForm,
    ) -> Result<()> {
        self.need(form.pad, Kind::Pad).await?;
        if self.pad(form.pad).is_none_or(|pad| pad.hall != *hall) {
            return Err(AppError::NotFound("pad"));
        }
        if form.cash.is_some() {
            let known = self.directory.hall(hall);
            cash_is_right(&plan, known.is_some_and(|hall| hall.cashier_desk))?;
        }
        let was_open =
            self.directory.dossier_setting(&plan, form.received_at)?.calendar.is_open(form.received_at);
        let enter = Enter {
            slip: form.slip,
            dossier: stream,
            received_at: form.received_at,
            cash_vnd: form.cash,
            counter: counter.clone(),
            was_open,
            within_ms: self.directory.slips_within_ms(),
        };
        self.decide_pad(form.pad, pad::Command::Enter(enter))?;
        let take_down = |outcome| dossier::Command::Intake {
            intake: Box::new(intake.clone()),
            plan: Box::new(plan.clone()),
            outcome,
        };
        let by_slip = Outcome::ReceiveBySlip { slip: String::new(), received_at: form.received_at };
        self.with_facts(&plan, form.received_at, |facts, now| {
            dossier::decide(self.dossier(stream), take_down(by_slip), facts, now)
        })??;
        self.decide_dossier(stream, take_down(Outcome::Keep))?;
        self.answer.pad = Some(form.pad);
        Ok(())
    }

    /// A draft whose slip waits to be confirmed is received by that and by nothing else.
    pub(super) async fn not_waiting_for_its_slip(
        &mut self,
        draft: Option<StreamId>,
        end: &IntakeEnd,
    ) -> Result<()> {
        let Some(draft) = draft.filter(|_| !matches!(end, IntakeEnd::EnterSlip(_))) else { return Ok(()) };
        if self.app.slip_of_dossier(draft).await?.is_some_and(|slip| slip.status == "entered") {
            return refuse("draft_waits_for_its_slip");
        }
        Ok(())
    }

    pub(crate) async fn confirm_slip(&mut self, stream: StreamId, slip: i64) -> Result<()> {
        self.superior_of_pad(stream).await?;
        let pad = self.pad(stream).expect("it was needed and is there");
        let number = pad::label(pad.number, slip);
        let entered = pad.slip(slip).cloned();
        let confirmed =
            entered.as_ref().is_some_and(|slip| matches!(slip.outcome, SlipStatus::Confirmed { .. }));
        self.decide_pad(stream, pad::Command::Confirm { slip })?;
        let entered = entered.filter(|_| !confirmed);
        let Some((entered, dossier)) = entered.and_then(|slip| slip.dossier.map(|dossier| (slip, dossier)))
        else {
            return Ok(());
        };
        let state = self.need_dossier(dossier).await?;
        let (intake, plan) = (state.intake.clone(), state.plan.clone());
        self.answer.dossier = Some(dossier);
        let payer = intake.applicant.subject;
        let received_at = entered.received_at.unwrap_or(self.now);
        let outcome = Outcome::ReceiveBySlip { slip: number, received_at };
        let receive =
            dossier::Command::Intake { intake: Box::new(intake), plan: Box::new(plan.clone()), outcome };
        self.decide_dossier(dossier, receive)?;
        self.demand_fee(dossier, payer, &plan, None).await?;
        if let (Some(payment), Some(cash)) = (self.answer.payment, entered.cash_vnd) {
            self.take_cash_of(payment, dossier, cash, entered.entered_by)?;
        }
        Ok(())
    }

    pub(crate) async fn send_back_slip(&mut self, stream: StreamId, slip: i64, reason: String) -> Result<()> {
        self.superior_of_pad(stream).await?;
        self.decide_pad(stream, pad::Command::SendBack { slip, reason })
    }

    pub(crate) async fn spoil_slip(&mut self, stream: StreamId, slip: i64, reason: String) -> Result<()> {
        self.need(stream, Kind::Pad).await?;
        self.answer.pad = Some(stream);
        let pad = self.pad(stream).expect("it was needed and is there");
        let (hall, counter) = (pad.hall.clone(), pad.counter.clone());
        self.at_counter(&hall, &counter, Action::IntakeDossier).await?;
        self.decide_pad(stream, pad::Command::Spoil { slip, reason })
    }

    async fn superior_of_pad(&mut self, stream: StreamId) -> Result<()> {
        self.need(stream, Kind::Pad).await?;
        self.answer.pad = Some(stream);
        let hall = self.pad(stream).map(|pad| pad.hall.clone()).unwrap_or_default();
        let unit = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::ConfirmSlip, &Resource::ticket(&self.directory.unit_path(&unit)))
    }

    fn decide_pad(&mut self, stream: StreamId, command: pad::Command) -> Result<()> {
        let by = self.answerable().person().to_owned();
        let decided = pad::decide(self.pad(stream), command, &by, self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }
}
