//! At the counters: tickets, calls, intake with its ends, supplements brought, results collected.

use crate::crowd::{Crowd, Errand, SimError, What};
use crate::people;
use app::{Actor, Command, CorrectionForm, IntakeEnd, IntakeForm, PartyForm};
use domain::catalogue::{PaperNeed, Procedure};
use domain::dossier::{FilingChannel, Item, Paper, Phase};
use domain::kernel::{StreamId, Vnd};
use domain::ticket::Priority;

impl Crowd {
    /// Every officer opens a counter; the first call comes a few minutes later.
    pub(crate) async fn open(&mut self, place: usize) -> Result<(), SimError> {
        let closing = self.app.directory().calendar().closing_of_day(self.app.now())?;
        self.places[place].last_call_at = closing - 10 * 60_000;
        for desk in 0..self.places[place].desks.len() {
            let (hall, counter, officer) = self.desk(place, desk);
            let opened = self.ask(&officer, Command::OpenCounter { hall, counter }).await?;
            self.places[place].desks[desk].open = opened.is_some();
            if opened.is_some() {
                let minutes = self.dice.between(2, 9);
                self.after_minutes(minutes, What::Free(place, desk))?;
            }
        }
        Ok(())
    }

    /// Whoever still waits goes home, counters close.
    pub(crate) async fn close(&mut self, place: usize) -> Result<(), SimError> {
        let kiosk = self.kiosk(place);
        let waiting: Vec<StreamId> = std::mem::take(&mut self.places[place].errands).into_keys().collect();
        for ticket in waiting {
            self.ask(&kiosk, Command::GiveUpTicket { ticket }).await?;
        }
        for desk in 0..self.places[place].desks.len() {
            let (hall, counter, officer) = self.desk(place, desk);
            self.places[place].desks[desk].errand = None;
            if std::mem::take(&mut self.places[place].desks[desk].visited) {
                let finish = Command::FinishVisit { hall: hall.clone(), counter: counter.clone() };
                self.ask(&officer, finish).await?;
            }
            if self.places[place].desks[desk].open {
                self.ask(&officer, Command::CloseCounter { hall, counter }).await?;
                self.places[place].desks[desk].open = false;
            }
        }
        Ok(())
    }

    /// Takes a ticket for what one came for.
    pub(crate) async fn arrive(&mut self, place: usize, errand: Errand) -> Result<(), SimError> {
        let field = match &errand {
            Errand::File(field) => field.clone(),
            Errand::Collect(_) => "return".to_owned(),
            Errand::Complete(dossier) | Errand::Supplement(dossier) => {
                self.app.dossier_state(*dossier).await?.1.plan.procedure.field
            }
        };
        let priority = if self.dice.chance(9) {
            self.dice.pick(&Priority::ALL).copied().unwrap_or_default()
        } else {
            Priority::None
        };
        let hall = self.places[place].hall.clone();
        let served: Vec<String> =
            self.places[place].desks.iter().flat_map(|desk| desk.fields.clone()).collect();
        // Nobody sits at a counter for it: any other will do.
        let field = if served.contains(&field) { Some(field) } else { self.dice.pick(&served).cloned() };
        let Some(field) = field else { return Ok(()) };
        let command = Command::TakeTicket { hall, field: field.clone(), procedure: String::new(), priority };
        let kiosk = self.kiosk(place);
        if let Some(ticket) = self.ask(&kiosk, command).await?.and_then(|answer| answer.ticket) {
            self.places[place].errands.insert(ticket, (field, errand));
        }
        Ok(())
    }

    /// Calls the next person, who walks up, or does not.
    pub(crate) async fn call_next(&mut self, place: usize, desk: usize) -> Result<(), SimError> {
        let (here, now) = (&self.places[place], self.app.now());
        if !here.desks[desk].open || now > here.last_call_at {
            return Ok(());
        }
        let fields = &here.desks[desk].fields;
        let waited_for = here.errands.values().any(|(field, _)| fields.contains(field));
        let (hall, counter, officer) = self.desk(place, desk);
        if !waited_for {
            if std::mem::take(&mut self.places[place].desks[desk].visited) {
                self.ask(&officer, Command::FinishVisit { hall, counter }).await?;
            }
            return self.after_minutes(4, What::Free(place, desk));
        }
        let call = Command::CallNext { hall: hall.clone(), counter: counter.clone() };
        let Some(ticket) = self.ask(&officer, call).await?.and_then(|answer| answer.ticket) else {
            return self.after_minutes(4, What::Free(place, desk));
        };
        self.places[place].desks[desk].visited = false;
        if self.dice.chance(12) {
            let recall = Command::Recall { hall: hall.clone(), counter: counter.clone() };
            self.ask(&officer, recall).await?;
        }
        if self.dice.chance(4) {
            self.ask(&officer, Command::MarkNoShow { hall, counter }).await?;
            if let Some(errand) = self.places[place].errands.remove(&ticket).filter(|_| self.dice.chance(50))
            {
                let kiosk = self.kiosk(place);
                self.ask(&kiosk, Command::PutBackTicket { ticket }).await?;
                self.places[place].errands.insert(ticket, errand);
            }
            return self.after_minutes(1, What::Free(place, desk));
        }
        self.places[place].desks[desk].errand =
            self.places[place].errands.remove(&ticket).map(|(_, errand)| errand);
        let minutes = self.dice.between(1, 2);
        self.after_minutes(minutes, What::Serve(place, desk))
    }

    /// Serves the one who sits here, then frees the counter.
    pub(crate) async fn serve(&mut self, place: usize, desk: usize) -> Result<(), SimError> {
        let Some(errand) = self.places[place].desks[desk].errand.clone() else {
            return self.after_minutes(1, What::Free(place, desk));
        };
        self.places[place].desks[desk].visited = true;
        let (hall, counter, officer) = self.desk(place, desk);
        self.ask(&officer, Command::StartVisit { hall: hall.clone(), counter: counter.clone() }).await?;
        let minutes = match errand {
            Errand::File(field) => self.file(place, desk, &field).await?,
            Errand::Complete(draft) => self.complete(place, desk, draft).await?,
            Errand::Supplement(dossier) => self.bring(place, desk, dossier).await?,
            Errand::Collect(dossier) => self.collect(place, desk, dossier).await?,
        };
        let at = self.app.directory().calendar().add_working(self.app.now(), minutes * 60_000)?;
        if at > self.wish.until {
            // Still sitting there when the history ends.
            return Ok(());
        }
        // The next call ends the visit; a counter nobody waits for ends it itself.
        self.places[place].desks[desk].errand = None;
        self.after_minutes(minutes, What::Free(place, desk))
    }

    /// Files something of a field group; gives the minutes it took.
    async fn file(&mut self, place: usize, desk: usize, field: &str) -> Result<i64, SimError> {
        let Some(procedure) = self.procedure(place, field) else { return Ok(3) };
        let form = self.form(&procedure);
        let end = match self.dice.between(1, 100) {
            1..=6 => self
                .supplement_of(&procedure)
                .map_or(IntakeEnd::Keep, |item| IntakeEnd::AskSupplement { items: vec![item] }),
            7..=9 => IntakeEnd::Refuse {
                reasons: vec!["Hồ sơ không thuộc thẩm quyền giải quyết của Trung tâm".to_owned()],
            },
            _ => IntakeEnd::Receive { cash: self.cash(place, &procedure) },
        };
        let asked = matches!(end, IntakeEnd::AskSupplement { .. });
        let received = matches!(end, IntakeEnd::Receive { .. });
        let (hall, counter, officer) = self.desk(place, desk);
        let intake = Command::Intake { hall, counter, draft: None, form: Box::new(form), end };
        let Some(answer) = self.ask(&officer, intake).await? else { return Ok(4) };
        let Some(dossier) = answer.dossier else { return Ok(4) };
        if asked {
            let days = self.dice.between(1, 2);
            let minutes = days * 480 + self.dice.between(-120, 120);
            self.after_minutes(minutes, What::Arrive(place, Errand::Complete(dossier)))?;
        }
        if received {
            self.pay(place, answer.payment).await?;
            self.received(dossier, &officer).await?;
        }
        Ok(self.dice.between(6, 16))
    }

    /// Somebody brings what was missing; the same draft is received now.
    async fn complete(&mut self, place: usize, desk: usize, draft: StreamId) -> Result<i64, SimError> {
        let view = self.app.dossier(draft).await?;
        let directory = self.app.directory();
        let on = directory.date(self.app.now());
        let known = &view.state.plan.procedure;
        let Some(procedure) = directory.catalogue().procedure(&known.code, &known.publisher, &on).cloned()
        else {
            return Ok(3);
        };
        let mut form = self.form(&procedure);
        form.applicant = PartyForm::Known(view.state.intake.applicant.subject);
        let (hall, counter, officer) = self.desk(place, desk);
        let end = IntakeEnd::Receive { cash: self.cash(place, &procedure) };
        let intake = Command::Intake { hall, counter, draft: Some(draft), form: Box::new(form), end };
        if let Some(answer) = self.ask(&officer, intake).await? {
            self.pay(place, answer.payment).await?;
            self.received(draft, &officer).await?;
        }
        Ok(self.dice.between(4, 9))
    }

    /// What the receiving officer takes at once: the whole fee, where it is known and no cashier takes it.
    fn cash(&self, place: usize, procedure: &Procedure) -> Option<Vnd> {
        let fee = procedure.fee_vnd().filter(|amount| *amount > 0 && self.places[place].cashier.is_none());
        fee.and_then(|amount| Vnd::try_new(amount).ok())
    }

    /// The person walks over to the cashier's desk, where there is one.
    async fn pay(&mut self, place: usize, payment: Option<StreamId>) -> Result<(), SimError> {
        let Some((cashier, payment)) = self.places[place].cashier.clone().zip(payment) else { return Ok(()) };
        let due =
            self.app.payment(payment).await?.map(|due| due.lines.iter().map(|line| line.amount_vnd).sum());
        if let Some(amount_vnd) = due {
            self.ask(&cashier, Command::CollectFee { payment, amount_vnd }).await?;
        }
        Ok(())
    }

    async fn received(&mut self, dossier: StreamId, officer: &Actor) -> Result<(), SimError> {
        self.filled.received += 1;
        if self.dice.chance(3) {
            let correction = CorrectionForm::Particulars {
                request: "Giải quyết theo nội dung đơn đã nộp, đã ghi lại đúng số tờ khai".to_owned(),
                delivery: "Trả tại Trung tâm".to_owned(),
            };
            let reason = "Ghi sai số tờ khai trên giấy hẹn".to_owned();
            self.ask(officer, Command::Correct { dossier, correction: Box::new(correction), reason }).await?;
        }
        self.plan_step(dossier).await
    }

    /// Papers a dossier waits for are brought.
    async fn bring(&mut self, place: usize, desk: usize, dossier: StreamId) -> Result<i64, SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        let asked = state.supplements.last().map(|asked| asked.items.clone()).unwrap_or_default();
        let papers = asked
            .into_iter()
            .map(|item| Paper {
                item: item.paper,
                name: item.name,
                form: domain::dossier::PaperForm::Copy,
                copies: 1,
                ok: true,
                required: true,
            })
            .collect();
        let (hall, counter, officer) = self.desk(place, desk);
        let answer = Command::AnswerSupplement { dossier, papers, at_counter: Some((hall, counter)) };
        if self.ask(&officer, answer).await?.is_some() {
            self.plan_step(dossier).await?;
        }
        Ok(self.dice.between(3, 7))
    }

    /// A result is handed over to the applicant.
    async fn collect(&mut self, place: usize, desk: usize, dossier: StreamId) -> Result<i64, SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        if !matches!(state.phase, Phase::Ready { .. }) {
            return Ok(2);
        }
        let (hall, counter, officer) = self.desk(place, desk);
        if !state.fee_paid {
            for due in self.app.payment_lines(dossier).await?.into_iter().filter(|due| due.status == "due") {
                if let Ok(amount_vnd) = Vnd::try_new(due.total_vnd) {
                    self.ask(&officer, Command::CollectFee { payment: due.payment, amount_vnd }).await?;
                }
            }
        }
        let handed = Command::HandOver {
            dossier,
            to: "applicant".to_owned(),
            identified_by: "id_card".to_owned(),
            proxy_paper: String::new(),
            at_counter: Some((hall, counter)),
        };
        if self.ask(&officer, handed).await?.is_some() {
            self.filled.returned += 1;
        }
        Ok(self.dice.between(2, 5))
    }

    fn desk(&self, place: usize, desk: usize) -> (String, String, Actor) {
        let (place, desk) = (&self.places[place], &self.places[place].desks[desk]);
        (place.hall.clone(), desk.code.clone(), desk.officer.clone())
    }

    fn kiosk(&self, place: usize) -> Actor {
        Actor::Kiosk { hall: self.places[place].hall.clone() }
    }

    /// A procedure of that field group that this centre receives, with its own steps: those of the shipped catalogue.
    fn procedure(&mut self, place: usize, field: &str) -> Option<Procedure> {
        let directory = self.app.directory();
        let (on, level) = (directory.date(self.app.now()), self.places[place].level);
        let fits = |procedure: &&Procedure| {
            procedure.field == field
                && procedure.raw.is_none()
                && procedure.levels.iter().any(|one| one == level)
                && domain::catalogue::holds(&procedure.valid_from, &procedure.valid_to, &on)
        };
        let known: Vec<&Procedure> = directory
            .catalogue()
            .procedures
            .values()
            .filter_map(|versions| versions.last())
            .filter(fits)
            .collect();
        self.dice.pick(&known).map(|procedure| (*procedure).clone())
    }

    /// An intake form with everything in order.
    fn form(&mut self, procedure: &Procedure) -> IntakeForm {
        let papers = (1..)
            .zip(&procedure.papers)
            .map(|(item, paper)| Paper {
                item,
                name: paper.name.clone(),
                form: paper.form,
                copies: paper.copies.max(1),
                ok: true,
                required: paper.need == PaperNeed::Required,
            })
            .collect();
        let firm = procedure.field == "business" && self.dice.chance(60);
        let data = if firm { people::organisation(&mut self.dice) } else { people::person(&mut self.dice) };
        let owner = (!firm && self.dice.chance(4))
            .then(|| PartyForm::New { subject: None, data: people::person(&mut self.dice) });
        let unknown_limit = procedure.statutory.is_none()
            && procedure.committed.is_none()
            && procedure.appointments.is_empty()
            && !procedure.on_the_spot;
        IntakeForm {
            procedure: procedure.code.clone(),
            publisher: procedure.publisher.clone(),
            channel: FilingChannel::InPerson,
            applicant: PartyForm::New { subject: None, data },
            owner,
            proxy: None,
            request: format!("Đề nghị giải quyết thủ tục: {}", procedure.listed_name()),
            delivery: "Trả tại Trung tâm".to_owned(),
            papers,
            fee: procedure.fee_vnd().is_none().then_some(Vnd::ZERO),
            working_days: unknown_limit.then_some(5),
        }
    }

    fn supplement_of(&mut self, procedure: &Procedure) -> Option<Item> {
        let places: Vec<(i64, String)> =
            (1..).zip(procedure.papers.iter().map(|paper| paper.name.clone())).collect();
        self.dice.pick(&places).map(|(paper, name)| Item {
            paper: *paper,
            name: name.clone(),
            reason: "Bản chụp mờ, chưa đọc được".to_owned(),
        })
    }
}
