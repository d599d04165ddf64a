//! The counter: intake with its three ends, cash, corrections, answers to a supplement request, hand-over.

use crate::error::{AppError, Result};
use crate::forms::{CorrectionForm, IntakeEnd, IntakeForm, LostSlip, PartyForm};
use crate::subject::{SubjectData, SubjectKind};
use crate::work::Work;
use domain::catalogue::Said;
use domain::dossier::{
    self, Correct, EarlierPaper, FilingChannel, Intake, Outcome, PaperForm, Party, Phase, Plan, Proxy,
};
use domain::kernel::{Kind, Refusal, StreamId, SubjectId, Violation, Vnd};
use domain::payment::{self, Collect, Demand, FeeKind, FeeLine};
use policy::{Action, Resource};
use std::collections::BTreeSet;

impl Work<'_> {
    pub(crate) async fn intake(
        &mut self,
        at_counter: (String, String),
        draft: Option<StreamId>,
        form: IntakeForm,
        end: IntakeEnd,
        item: Option<super::post::ItemAt>,
    ) -> Result<()> {
        let item = self.item_of_intake(item, draft, &end).await?;
        let (at_counter, form) = match item {
            // Nobody sits there, wherever it is typed.
            Some(_) => ((at_counter.0, String::new()), IntakeForm { channel: FilingChannel::Post, ..form }),
            None => (at_counter, form),
        };
        let hall = self.directory.hall(&at_counter.0).ok_or(AppError::NotFound("hall"))?;
        let receiving_unit = hall.unit.clone();
        // What comes by post or from another system is received at the centre, with nobody at a counter.
        let stream_of_counter = if at_counter.1.is_empty() {
            let centre = Resource::counter(&self.directory.unit_path(&receiving_unit), None);
            self.authorise(Action::IntakeDossier, &centre)?;
            None
        } else {
            Some(self.at_counter(&at_counter.0, &at_counter.1, Action::IntakeDossier).await?)
        };
        let plan = self.directory.plan(
            &form.procedure,
            &form.publisher,
            &receiving_unit,
            self.planned_as_of(&end),
            Said { fee: form.fee, working_days: form.working_days },
        )?;
        form_is_whole(&form)?;
        let stream = match draft {
            Some(draft) => {
                self.need(draft, Kind::Dossier).await?;
                draft
            }
            None => self.begin(Kind::Dossier),
        };
        self.answer.dossier = Some(stream);
        self.not_waiting_for_its_slip(draft, &end).await?;
        let visit = match stream_of_counter {
            // Whoever a slip was filled in for sat here earlier, not now.
            Some(counter) if !matches!(end, IntakeEnd::EnterSlip(_)) => {
                Some(self.ensure_visit(counter).await?)
            }
            _ => None,
        };
        let intake = self.declared(form, visit).await?;
        let (outcome, act, cash) = match end {
            IntakeEnd::EnterSlip(slip) => {
                return self.enter_slip(stream, &at_counter, intake, plan, slip).await;
            }
            IntakeEnd::Receive { cash } => (Outcome::Receive, "received", cash),
            IntakeEnd::AskSupplement { items } => {
                (Outcome::AskSupplement { items }, "supplement_asked", None)
            }
            IntakeEnd::Refuse { reasons } => (Outcome::Refuse { reasons }, "refused", None),
            IntakeEnd::Keep => (Outcome::Keep, "drafted", None),
        };
        if cash.is_some_and(|cash| !cash.is_zero()) {
            let hall = self.directory.hall(&at_counter.0);
            cash_is_right(&plan, hall.is_some_and(|hall| hall.cashier_desk))?;
        }
        if let Some(item) = item {
            self.item_answered(item, stream, &outcome)?;
        }
        let received = outcome == Outcome::Receive;
        let payer = intake.applicant.subject;
        let command =
            dossier::Command::Intake { intake: Box::new(intake), plan: Box::new(plan.clone()), outcome };
        self.decide_dossier(stream, command)?;
        self.touch(stream_of_counter.map(|_| &at_counter), stream, act).await?;
        if received {
            self.demand_fee(stream, payer, &plan, cash).await?;
        }
        Ok(())
    }

    /// Personal data go to the side table; what stays is who, in which version.
    async fn declared(&mut self, form: IntakeForm, visit: Option<StreamId>) -> Result<Intake> {
        let applicant = self.party(form.applicant).await?;
        let (papers, earlier) = self.earlier_papers(form.papers, &form.earlier, applicant.subject).await?;
        let owner = match form.owner {
            Some(owner) => Some(self.party(owner).await?),
            None => None,
        };
        let proxy = match form.proxy {
            Some((proxy, paper)) => Some(Proxy { party: self.party(proxy).await?, paper }),
            None => None,
        };
        let particulars = SubjectData {
            kind: SubjectKind::Text,
            text: form.request,
            delivery: form.delivery,
            ..SubjectData::default()
        };
        let particulars = Some(self.write_subject(None, particulars).await?);
        Ok(Intake {
            token: self.app.ids().token(),
            channel: form.channel,
            applicant,
            owner,
            proxy,
            particulars,
            papers,
            earlier,
            officer: self.answerable().person().to_owned(),
            position: self.answerable().position().to_owned(),
            visit,
        })
    }

    /// What an earlier dossier of the applicant has is looked up there, not handed in.
    async fn earlier_papers(
        &self,
        mut papers: Vec<dossier::Paper>,
        earlier: &[(i64, StreamId)],
        applicant: SubjectId,
    ) -> Result<(Vec<dossier::Paper>, Vec<EarlierPaper>)> {
        let (mut held, mut violations) = (Vec::new(), Vec::new());
        for (item, stream) in earlier {
            let Some(paper) = papers.iter_mut().find(|paper| paper.item == *item) else { continue };
            let (_, state) = self.app.dossier_state(*stream).await?;
            match state.has_earlier(*stream, applicant, paper) {
                Ok(one) => {
                    (paper.form, paper.ok) = (PaperForm::LookedUp, true);
                    held.push(one);
                }
                Err(violation) => violations.push(violation),
            }
        }
        Refusal::unless_empty("intake_incomplete", violations)?;
        Ok((papers, held))
    }

    async fn party(&mut self, form: PartyForm) -> Result<Party> {
        match form {
            PartyForm::Known(subject) => self.app.party_in_force(subject).await,
            PartyForm::New { subject, data } => self.write_subject(subject, data).await,
        }
    }

    /// A fee makes a payment; a procedure without a fee makes none.
    pub(super) async fn demand_fee(
        &mut self,
        dossier: StreamId,
        payer: domain::kernel::SubjectId,
        plan: &Plan,
        cash: Option<Vnd>,
    ) -> Result<()> {
        if plan.fee().is_zero() {
            return Ok(());
        }
        let stream = self.begin(Kind::Payment);
        self.answer.payment = Some(stream);
        let demand = Demand {
            dossier,
            payer,
            unit: plan.receiving_unit.clone(),
            lines: plan.fees.clone(),
            basis: plan.procedure.version.clone(),
        };
        self.decide_payment(stream, payment::Command::Demand(demand))?;
        match cash {
            Some(amount) => self.take_cash(stream, dossier, amount),
            None => Ok(()),
        }
    }

    fn take_cash(&mut self, payment: StreamId, dossier: StreamId, amount_vnd: Vnd) -> Result<()> {
        let by = self.answerable().person().to_owned();
        self.take_cash_of(payment, dossier, amount_vnd, by)
    }

    /// Cash that somebody took, who need not be the one who acts.
    pub(super) fn take_cash_of(
        &mut self,
        payment: StreamId,
        dossier: StreamId,
        amount_vnd: Vnd,
        by: String,
    ) -> Result<()> {
        let unit = self.payment(payment).map(|due| due.unit.clone()).unwrap_or_default();
        let book = self.directory.receipt_book(&unit, self.day);
        let collect = Collect { amount_vnd, form: book.form, series: book.series, by, day: self.day };
        self.decide_payment(payment, payment::Command::Collect(collect))?;
        self.decide_dossier(dossier, dossier::Command::SettleFee { payment, amount_vnd })?;
        Ok(())
    }

    /// Cash taken later: by the receiving officer, or at the cashier's desk; one sum for all of them, or none is taken.
    pub(crate) async fn collect_fees(&mut self, payments: Vec<StreamId>, amount_vnd: Vnd) -> Result<()> {
        let payments = BTreeSet::from_iter(payments);
        for payment in &payments {
            self.need(*payment, Kind::Payment).await?;
            let unit = self.payment(*payment).map(|due| due.unit.clone()).unwrap_or_default();
            self.authorise(Action::CollectFee, &Resource::payment(&self.directory.unit_path(&unit)))?;
        }
        self.answer.payment = Some(*payments.first().ok_or(AppError::NotFound("payment"))?);
        let known = payments.iter().filter_map(|payment| Some((*payment, self.payment(*payment)?)));
        let due = payment::due_together(known, amount_vnd)?;
        for (payment, amount_vnd) in due {
            let dossier = self.payment(payment).expect("it was needed and is there").dossier;
            self.need(dossier, Kind::Dossier).await?;
            self.answer.dossier = Some(dossier);
            self.take_cash(payment, dossier, amount_vnd)?;
        }
        Ok(())
    }

    pub(crate) async fn correct(
        &mut self,
        stream: StreamId,
        correction: CorrectionForm,
        reason: String,
    ) -> Result<()> {
        let (unit, applicant) = {
            let dossier = self.need_dossier(stream).await?;
            (dossier.plan.receiving_unit.clone(), dossier.intake.applicant.subject)
        };
        self.authorise(Action::CorrectDossier, &Resource::dossier(&self.directory.unit_path(&unit)))?;
        self.answer.dossier = Some(stream);
        let fee_changes = matches!(correction, CorrectionForm::Fee(_) | CorrectionForm::Procedure { .. });
        let correct = self.correction(stream, applicant, correction).await?;
        self.decide_dossier(
            stream,
            dossier::Command::Correct { by: self.by(), correct, reason: reason.clone() },
        )?;
        if fee_changes {
            self.replace_payment(stream, applicant, reason).await?;
        }
        Ok(())
    }

    pub(crate) async fn replace_slip(&mut self, lost: LostSlip) -> Result<()> {
        let LostSlip { dossier: stream, to, identified_by, proxy_paper } = lost;
        let unit = self.need_dossier(stream).await?.plan.receiving_unit.clone();
        self.authorise(Action::CorrectDossier, &Resource::dossier(&self.directory.unit_path(&unit)))?;
        self.answer.dossier = Some(stream);
        let (by, token) = (self.by(), self.app.ids().token());
        let replace = dossier::Command::ReplaceSlip { by, to, identified_by, proxy_paper, token };
        self.decide_dossier(stream, replace)?;
        Ok(())
    }

    async fn correction(
        &mut self,
        stream: StreamId,
        applicant: domain::kernel::SubjectId,
        correction: CorrectionForm,
    ) -> Result<Correct> {
        Ok(match correction {
            CorrectionForm::Applicant(data) => {
                Refusal::unless_empty("intake_incomplete", data.violations("applicant_"))?;
                Correct::Applicant(self.write_subject(Some(applicant), data).await?)
            }
            CorrectionForm::Particulars { request, delivery } => {
                let data = SubjectData {
                    kind: SubjectKind::Text,
                    text: request,
                    delivery,
                    ..SubjectData::default()
                };
                Correct::Particulars(self.write_subject(None, data).await?)
            }
            CorrectionForm::Fee(amount_vnd) => {
                let kept = self.dossier(stream).and_then(|dossier| dossier.plan.fees.first().cloned());
                let line =
                    kept.unwrap_or(FeeLine {
                        name: "Lệ phí".to_owned(), kind: FeeKind::Charge, amount_vnd
                    });
                Correct::Fee(vec![FeeLine { amount_vnd, ..line }])
            }
            CorrectionForm::Procedure { code, publisher } => {
                let dossier = self.dossier(stream).ok_or(AppError::NotFound("dossier"))?;
                let unit = &dossier.plan.receiving_unit;
                // What it should have been received as is a version that was in force that day.
                let received = dossier.ruled_by(self.now);
                let plan = self.directory.plan(&code, &publisher, unit, received, Said::default())?;
                Correct::Procedure(Box::new(plan))
            }
        })
    }

    /// The old payment is void with its receipt; what is due now is a payment of its own.
    async fn replace_payment(
        &mut self,
        dossier: StreamId,
        payer: domain::kernel::SubjectId,
        reason: String,
    ) -> Result<()> {
        let state = self.dossier(dossier).expect("a corrected dossier is on the table");
        if state.fee_paid && !state.plan.fee().is_zero() {
            return Ok(());
        }
        let plan = state.plan.clone();
        for old in self.app.payments_of(dossier).await? {
            self.need(old, Kind::Payment).await?;
            self.decide_payment(old, payment::Command::Void { reason: reason.clone() })?;
        }
        self.demand_fee(dossier, payer, &plan, None).await
    }

    pub(crate) async fn answer_supplement(
        &mut self,
        stream: StreamId,
        papers: Vec<dossier::Paper>,
        at_counter: Option<(String, String)>,
    ) -> Result<()> {
        let unit = self.need_dossier(stream).await?.plan.receiving_unit.clone();
        self.authorise(Action::AnswerSupplement, &Resource::dossier(&self.directory.unit_path(&unit)))?;
        self.answer.dossier = Some(stream);
        let visit = self.touch(at_counter.as_ref(), stream, "supplement_answered").await?;
        self.decide_dossier(stream, dossier::Command::AnswerSupplement { by: self.by(), papers, visit })?;
        Ok(())
    }

    pub(crate) async fn hand_over(
        &mut self,
        stream: StreamId,
        to: String,
        identified_by: String,
        proxy_paper: String,
        at_counter: Option<(String, String)>,
    ) -> Result<()> {
        let unit = self.need_dossier(stream).await?.plan.receiving_unit.clone();
        self.authorise(Action::HandOverResult, &Resource::dossier(&self.directory.unit_path(&unit)))?;
        self.answer.dossier = Some(stream);
        // Handed over already: no visit is touched for what is so already.
        let returned =
            self.dossier(stream).is_some_and(|dossier| matches!(dossier.phase, Phase::Returned { .. }));
        let at_counter = at_counter.filter(|_| !returned);
        let visit = self.touch(at_counter.as_ref(), stream, "returned").await?;
        self.decide_dossier(
            stream,
            dossier::Command::HandOver { by: self.by(), to, identified_by, proxy_paper, visit },
        )?;
        Ok(())
    }
}

/// Cash is taken where something is to be paid, and by whoever takes it in this hall.
pub(super) fn cash_is_right(plan: &Plan, cashier_desk: bool) -> Result<()> {
    let wrong = |code: &str| Refusal::new(code).with(Violation::new("cash_vnd", code));
    if cashier_desk {
        return Err(wrong("cash_at_cashier_desk").into());
    }
    if plan.fee().is_zero() {
        return Err(wrong("nothing_to_pay").into());
    }
    Ok(())
}

/// All field errors of the declaration at once.
fn form_is_whole(form: &IntakeForm) -> Result<()> {
    let mut violations: Vec<Violation> = Vec::new();
    let parties = [("applicant_", Some(&form.applicant)), ("owner_", form.owner.as_ref())];
    for (prefix, party) in parties {
        if let Some(PartyForm::New { data, .. }) = party {
            violations.extend(data.violations(prefix));
        }
    }
    if let Some((PartyForm::New { data, .. }, _)) = &form.proxy {
        violations.extend(data.violations("proxy_"));
    }
    Ok(Refusal::unless_empty("intake_incomplete", violations)?)
}
