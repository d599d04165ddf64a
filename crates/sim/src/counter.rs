//! At the counters: tickets, calls, intake with its ends, supplements brought, results collected.

use crate::crowd::{Errand, SimError, What, busy};
use crate::lane::{Desk, Lane, Place, To};
use crate::people;
use crate::ways::is_online;
use app::{Actor, Clock, Command, CorrectionForm, Directory, IntakeEnd, IntakeForm, PartyForm};
use domain::catalogue::{PaperNeed, Procedure};
use domain::dossier::{FilingChannel, Item, Paper, Phase};
use domain::kernel::{Millis, StreamId, Vnd};
use domain::ticket::Priority;
use domain::visit::Score;
use plan::Dice;
use std::sync::Arc;

/// Only lanes with a place have people who come.
const AT_A_PLACE: &str = "people come to a place";

impl Lane {
    /// Who will come today, and when the place opens and closes.
    pub(crate) fn morning(&mut self) -> Result<(), SimError> {
        let Some(place) = &self.place else { return Ok(()) };
        let directory = self.app.directory();
        let calendar = directory.calendar();
        let (opening, now) = (self.clock.now(), self.app.now());
        let closing = calendar.closing_of_day(opening)?;
        let day = calendar.local_date(opening);
        let fields: Vec<Vec<String>> = place
            .desks
            .iter()
            .map(|desk| {
                // Nobody comes for what is not received here.
                let offered = |field: &&String| !received_here(&directory, place, field, opening).is_empty();
                desk.fields.iter().filter(offered).cloned().collect::<Vec<_>>()
            })
            .filter(|fields| !fields.is_empty())
            .collect();
        self.at(opening, What::Open);
        self.at(closing, What::Close);
        let people = i64::try_from(fields.len()).expect("a few counters")
            * self.ways.people_per_counter
            * busy(&self.app, &self.ways, &self.seed_name(), day);
        // Of the last part of a person, chance decides.
        let people = people / 100 + i64::from(self.dice.chance(people % 100));
        for _ in 0..people {
            let ways = Arc::clone(&self.ways);
            let Some(hour) = self.dice.weighed(&ways.hours, |hour| hour.share) else { continue };
            let drawn = calendar.midnight(day) + hour.hour * 3_600_000 + self.dice.between(0, 3_599_999);
            // Who comes in the lunch break waits at the door.
            let at = calendar.next_opening(drawn.max(opening))?;
            let field = self.dice.pick(&fields).cloned().and_then(|fields| self.dice.pick(&fields).cloned());
            // Who would have come before a demo was continued does not come.
            if let Some(field) = field.filter(|_| at >= now && at < closing - 1_800_000) {
                let what = match self.files_online(&field) {
                    Some(procedure) => What::Online(procedure.code, procedure.publisher),
                    None => What::Arrive(Errand::File(field)),
                };
                self.at(at, what);
            }
        }
        Ok(())
    }

    /// Every officer who is not ill opens a counter; the first call comes a few minutes later.
    pub(crate) async fn open(&mut self) -> Result<(), SimError> {
        let closing = self.app.directory().calendar().closing_of_day(self.app.now())?;
        let sick = self.ways.officers.sick;
        let Some(place) = &mut self.place else { return Ok(()) };
        place.last_call_at = closing - 10 * 60_000;
        let many = place.desks.len();
        let mut opened = 0;
        for desk in 0..many {
            // Somebody has to be there.
            let alone = desk + 1 == many && opened == 0;
            if self.dice.chance(sick) && !alone {
                continue;
            }
            let (hall, counter, officer) = self.desk(desk);
            if self.is_played(&officer) {
                continue;
            }
            let command = Command::OpenCounter { hall: hall.clone(), counter: counter.clone() };
            let mut open = self.ask(&officer, command.clone()).await?.is_some();
            if !open {
                // Left open when a demo was stopped.
                self.ask(&officer, Command::CloseCounter { hall, counter }).await?;
                open = self.ask(&officer, command).await?.is_some();
            }
            self.at_desk(desk).open = open;
            if open {
                opened += 1;
                let minutes = self.dice.between(2, 9);
                self.after_minutes(minutes, What::Free(desk))?;
            }
        }
        Ok(())
    }

    /// Whoever still waits goes home, counters close.
    pub(crate) async fn close(&mut self) -> Result<(), SimError> {
        let Some(place) = &mut self.place else { return Ok(()) };
        let waiting = std::mem::take(&mut place.errands);
        let desks = place.desks.len();
        let kiosk = Actor::Kiosk { hall: place.hall.clone() };
        let next_morning = self.app.directory().calendar().next_opening(self.app.now() + 60_000)?;
        for (ticket, (_, errand)) in waiting {
            self.ask(&kiosk, Command::GiveUpTicket { ticket }).await?;
            // Who came for something that is under way comes again.
            if !matches!(errand, Errand::File(_)) || self.dice.chance(50) {
                let at = next_morning + self.dice.between(1, 180) * 60_000;
                self.at(at, What::Arrive(errand));
            }
        }
        for desk in 0..desks {
            let (hall, counter, officer) = self.desk(desk);
            self.at_desk(desk).errand = None;
            self.at_desk(desk).asked = None;
            if std::mem::take(&mut self.at_desk(desk).visited) {
                let finish = Command::FinishVisit { hall: hall.clone(), counter: counter.clone() };
                self.ask(&officer, finish).await?;
            }
            if self.at_desk(desk).open {
                self.ask(&officer, Command::CloseCounter { hall, counter }).await?;
                self.at_desk(desk).open = false;
            }
        }
        Ok(())
    }

    /// Takes a ticket for what one came for.
    pub(crate) async fn arrive(&mut self, errand: Errand) -> Result<(), SimError> {
        let field = match &errand {
            Errand::File(field) => field.clone(),
            Errand::Collect(_) => "return".to_owned(),
            Errand::Complete(dossier) | Errand::Supplement(dossier) => {
                self.app.dossier_state(*dossier).await?.1.plan.procedure.field
            }
        };
        let priority = if self.dice.chance(self.ways.people.priority) {
            self.dice.pick(&Priority::ALL).copied().unwrap_or_default()
        } else {
            Priority::None
        };
        let Some(place) = &self.place else { return Ok(()) };
        let (hall, kiosk) = (place.hall.clone(), self.kiosk());
        let open = |desk: &&Desk| desk.open || self.is_played(&desk.officer);
        let served: Vec<String> =
            place.desks.iter().filter(open).flat_map(|desk| desk.fields.iter().cloned()).collect();
        // Nobody sits at a counter for it: any other will do.
        let field = if served.contains(&field) { Some(field) } else { self.dice.pick(&served).cloned() };
        let Some(field) = field else {
            // Everybody is ill or has gone: tomorrow, then.
            let at = self.app.directory().calendar().next_opening(self.app.now() + 60_000)?;
            if at > self.app.now() + 60_000 {
                self.at(at + 30 * 60_000, What::Arrive(errand));
            }
            return Ok(());
        };
        let command = Command::TakeTicket { hall, field: field.clone(), procedure: String::new(), priority };
        let taken = self.ask(&kiosk, command).await?.and_then(|answer| answer.ticket);
        if let (Some(ticket), Some(place)) = (taken, &mut self.place) {
            place.errands.insert(ticket, (field, errand));
        }
        Ok(())
    }

    /// Calls the next person, who walks up, or does not.
    pub(crate) async fn call_next(&mut self, desk: usize) -> Result<(), SimError> {
        let now = self.app.now();
        let Some(here) = self.place.as_ref().filter(|here| now <= here.last_call_at) else { return Ok(()) };
        if here.desks.get(desk).is_none_or(|desk| !desk.open) {
            return Ok(());
        }
        self.say_how_it_was(desk).await?;
        let Some(here) = &self.place else { return Ok(()) };
        let Some(at_desk) = here.desks.get(desk) else { return Ok(()) };
        let waited_for = here.errands.values().any(|(field, _)| at_desk.fields.contains(field));
        let (hall, counter, officer) = self.desk(desk);
        if self.is_played(&officer) {
            return self.after_minutes(10, What::Free(desk));
        }
        if !waited_for {
            if std::mem::take(&mut self.at_desk(desk).visited) {
                self.ask(&officer, Command::FinishVisit { hall, counter }).await?;
            }
            return self.after_minutes(4, What::Free(desk));
        }
        let call = Command::CallNext { hall: hall.clone(), counter: counter.clone() };
        let Some(ticket) = self.ask(&officer, call).await?.and_then(|answer| answer.ticket) else {
            return self.after_minutes(4, What::Free(desk));
        };
        self.at_desk(desk).visited = false;
        if self.dice.chance(self.ways.people.recalled) {
            let recall = Command::Recall { hall: hall.clone(), counter: counter.clone() };
            self.ask(&officer, recall).await?;
        }
        let errand = self.place.as_mut().and_then(|place| place.errands.remove(&ticket));
        if self.dice.chance(self.ways.people.no_show) {
            self.ask(&officer, Command::MarkNoShow { hall, counter }).await?;
            if let Some(errand) = errand.filter(|_| self.dice.chance(self.ways.people.comes_again)) {
                let kiosk = self.kiosk();
                self.ask(&kiosk, Command::PutBackTicket { ticket }).await?;
                if let Some(place) = &mut self.place {
                    place.errands.insert(ticket, errand);
                }
            }
            return self.after_minutes(1, What::Free(desk));
        }
        self.at_desk(desk).errand = errand.map(|(_, errand)| errand);
        let minutes = self.minutes(self.ways.minutes.walk);
        self.after_minutes(minutes, What::Serve(desk))
    }

    /// Who is done taps on the tablet, or does not. Their dice are their own: whether they tap changes nothing else of the day.
    async fn say_how_it_was(&mut self, desk: usize) -> Result<(), SimError> {
        let Some(visit) = self.at_desk(desk).asked.take() else { return Ok(()) };
        let mut dice = Dice::of(&format!("rating:{}:{visit}", self.seed_name()));
        if !dice.chance(self.ways.people.rates) {
            return Ok(());
        }
        let drawn = dice.between(1, 100);
        let up_to = self.ways.people.rates_as.iter().scan(0, |sum, share| {
            *sum += share;
            Some(*sum)
        });
        let score = up_to.zip(Score::ALL).find(|(up_to, _)| drawn <= *up_to);
        let score = score.map_or(Score::Dissatisfied, |(_, score)| score);
        let ((hall, counter, _), kiosk) = (self.desk(desk), self.kiosk());
        self.ask(&kiosk, Command::RateVisit { hall, counter, visit, score }).await?;
        Ok(())
    }

    /// Serves the one who sits here, then frees the counter.
    pub(crate) async fn serve(&mut self, desk: usize) -> Result<(), SimError> {
        let Some(errand) = self.at_desk(desk).errand.clone() else {
            return self.after_minutes(1, What::Free(desk));
        };
        self.at_desk(desk).visited = true;
        let (hall, counter, officer) = self.desk(desk);
        if self.is_played(&officer) {
            return self.after_minutes(10, What::Free(desk));
        }
        let started = Command::StartVisit { hall: hall.clone(), counter: counter.clone() };
        let visit = self.ask(&officer, started).await?.and_then(|answer| answer.visit);
        self.at_desk(desk).asked = visit;
        let minutes = match errand {
            Errand::File(field) => self.file(desk, &field).await?,
            Errand::Complete(draft) => self.complete(desk, draft).await?,
            Errand::Supplement(dossier) => self.bring(desk, dossier).await?,
            Errand::Collect(dossier) => self.collect(desk, dossier).await?,
        };
        let minutes = (minutes * self.at_desk(desk).skill / 100).max(1);
        let at = self.in_minutes(minutes)?;
        if at > self.until && self.app.now() <= self.until {
            // Still sitting there when the history ends; should it go on, the person gets up then.
            self.at(at, What::Free(desk));
            return Ok(());
        }
        // The next call ends the visit; a counter nobody waits for ends it itself.
        self.at_desk(desk).errand = None;
        self.at(at, What::Free(desk));
        Ok(())
    }

    /// What somebody files who does not come for it.
    fn files_online(&mut self, field: &str) -> Option<Procedure> {
        let ways = Arc::clone(&self.ways);
        let procedure = self.procedure(field, |known| ways.share_of(known))?;
        let online = is_online(&procedure) && self.dice.chance(ways.people.files_online);
        online.then_some(procedure)
    }

    /// What was filed online is looked at by an officer of the centre, and received, sent back for papers, or refused.
    pub(crate) async fn online(&mut self, code: String, publisher: String) -> Result<(), SimError> {
        let directory = self.app.directory();
        let on = directory.date(self.app.now());
        let Some(procedure) = directory.catalogue().procedure(&code, &publisher, &on).cloned() else {
            return Ok(());
        };
        let Some(place) = &self.place else { return Ok(()) };
        let free: Vec<Actor> =
            place.desks.iter().map(|desk| desk.officer.clone()).filter(|one| !self.is_played(one)).collect();
        let hall = place.hall.clone();
        let Some(officer) = self.dice.pick(&free).cloned() else {
            return self.after_minutes(30, What::Online(code, publisher));
        };
        let mut form = self.form(&procedure);
        form.channel = FilingChannel::Online;
        self.take_in(&officer, (hall, String::new()), &procedure, form).await?;
        Ok(())
    }

    /// Files something of a field group; gives the minutes it took.
    async fn file(&mut self, desk: usize, field: &str) -> Result<i64, SimError> {
        let ways = Arc::clone(&self.ways);
        let Some(procedure) = self.procedure(field, |known| ways.share_at_counter(known)) else {
            return Ok(3);
        };
        let form = self.form(&procedure);
        let (hall, counter, officer) = self.desk(desk);
        if !self.take_in(&officer, (hall, counter), &procedure, form).await? {
            return Ok(4);
        }
        Ok(self.minutes(self.ways.minutes.file))
    }

    /// An intake with one of its ends. At no counter nobody pays: that waits for the collection.
    async fn take_in(
        &mut self,
        officer: &Actor,
        (hall, counter): (String, String),
        procedure: &Procedure,
        form: IntakeForm,
    ) -> Result<bool, SimError> {
        let here = !counter.is_empty();
        let people = &self.ways.people;
        let (missing, refused) = (people.papers_missing, people.refused);
        let end = match self.dice.between(1, 100) {
            drawn if drawn <= missing => self
                .supplement_of(procedure)
                .map_or(IntakeEnd::Keep, |item| IntakeEnd::AskSupplement { items: vec![item] }),
            drawn if drawn <= missing + refused => IntakeEnd::Refuse {
                reasons: vec!["Hồ sơ không thuộc thẩm quyền giải quyết của Trung tâm".to_owned()],
            },
            _ => IntakeEnd::Receive { cash: self.cash(procedure).filter(|_| here) },
        };
        let asked = matches!(end, IntakeEnd::AskSupplement { .. });
        let received = matches!(end, IntakeEnd::Receive { .. });
        let intake = Command::Intake { hall, counter, draft: None, form: Box::new(form), end };
        let Some(answer) = self.ask(officer, intake).await? else { return Ok(false) };
        let Some(dossier) = answer.dossier else { return Ok(false) };
        if asked {
            let days = self.dice.between(1, 2);
            let minutes = days * 480 + self.dice.between(-120, 120);
            self.after_minutes(minutes, What::Arrive(Errand::Complete(dossier)))?;
        }
        if received {
            if here {
                self.pay(answer.payment).await?;
            }
            self.received(dossier, officer).await?;
        }
        Ok(true)
    }

    /// Somebody brings what was missing; the same draft is received now.
    async fn complete(&mut self, desk: usize, draft: StreamId) -> Result<i64, SimError> {
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
        form.channel = view.state.intake.channel;
        let (hall, counter, officer) = self.desk(desk);
        let end = IntakeEnd::Receive { cash: self.cash(&procedure) };
        let intake = Command::Intake { hall, counter, draft: Some(draft), form: Box::new(form), end };
        if let Some(answer) = self.ask(&officer, intake).await? {
            self.pay(answer.payment).await?;
            self.received(draft, &officer).await?;
        }
        Ok(self.minutes(self.ways.minutes.complete))
    }

    /// What the receiving officer takes at once: the whole fee, where it is known and no cashier takes it.
    fn cash(&self, procedure: &Procedure) -> Option<Vnd> {
        let fee = procedure.fee_vnd().filter(|amount| *amount > 0 && !self.has_cashier());
        fee.and_then(|amount| Vnd::try_new(amount).ok())
    }

    /// The person walks over to the cashier's desk, where there is one.
    async fn pay(&mut self, payment: Option<StreamId>) -> Result<(), SimError> {
        let cashier = self.place.as_ref().and_then(|place| place.cashier.clone());
        let Some((cashier, payment)) = cashier.zip(payment) else { return Ok(()) };
        let due =
            self.app.payment(payment).await?.map(|due| due.lines.iter().map(|line| line.amount_vnd).sum());
        if let Some(amount_vnd) = due {
            self.ask(&cashier, Command::CollectFees { payments: vec![payment], amount_vnd }).await?;
        }
        Ok(())
    }

    async fn received(&mut self, dossier: StreamId, officer: &Actor) -> Result<(), SimError> {
        self.filled.received += 1;
        if self.dice.chance(self.ways.people.slip_corrected) {
            let correction = CorrectionForm::Particulars {
                request: "Giải quyết theo nội dung đơn đã nộp, đã ghi lại đúng số tờ khai".to_owned(),
                delivery: "Trả tại Trung tâm".to_owned(),
            };
            let reason = "Ghi sai số tờ khai trên giấy hẹn".to_owned();
            self.ask(officer, Command::Correct { dossier, correction: Box::new(correction), reason }).await?;
        }
        self.goes_behind(dossier).await
    }

    /// What is done on the spot is done here; the rest goes to those behind the counters.
    async fn goes_behind(&mut self, dossier: StreamId) -> Result<(), SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        if state.plan.on_the_spot {
            return self.plan_step(dossier).await;
        }
        self.pass(To::Work(dossier), self.app.now(), What::Plan(dossier));
        Ok(())
    }

    /// Papers a dossier waits for are brought.
    async fn bring(&mut self, desk: usize, dossier: StreamId) -> Result<i64, SimError> {
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
        let (hall, counter, officer) = self.desk(desk);
        let answer = Command::AnswerSupplement { dossier, papers, at_counter: Some((hall, counter)) };
        if self.ask(&officer, answer).await?.is_some() {
            self.goes_behind(dossier).await?;
        }
        Ok(self.minutes(self.ways.minutes.supplement))
    }

    /// A result is handed over to the applicant.
    async fn collect(&mut self, desk: usize, dossier: StreamId) -> Result<i64, SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        if !matches!(state.phase, Phase::Ready { .. }) {
            return Ok(2);
        }
        let (hall, counter, officer) = self.desk(desk);
        if !state.fee_paid {
            let cashier = self.place.as_ref().and_then(|place| place.cashier.clone());
            let taker = cashier.unwrap_or_else(|| officer.clone());
            for due in self.app.payment_lines(dossier).await?.into_iter().filter(|due| due.status == "due") {
                if let Ok(amount_vnd) = Vnd::try_new(due.total_vnd) {
                    self.ask(&taker, Command::CollectFees { payments: vec![due.payment], amount_vnd })
                        .await?;
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
        Ok(self.minutes(self.ways.minutes.collect))
    }

    fn desk(&self, desk: usize) -> (String, String, Actor) {
        let place = self.place.as_ref().expect(AT_A_PLACE);
        let desk = place.desks.get(desk).expect(AT_A_PLACE);
        (place.hall.clone(), desk.code.clone(), desk.officer.clone())
    }

    fn at_desk(&mut self, desk: usize) -> &mut Desk {
        self.place.as_mut().and_then(|place| place.desks.get_mut(desk)).expect(AT_A_PLACE)
    }

    fn has_cashier(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.cashier.is_some())
    }

    fn kiosk(&self) -> Actor {
        Actor::Kiosk { hall: self.place.as_ref().expect(AT_A_PLACE).hall.clone() }
    }

    /// A procedure of that field group that this centre receives, with its own steps: those of the shipped catalogue.
    fn procedure(&mut self, field: &str, share: impl Fn(&Procedure) -> i64) -> Option<Procedure> {
        let directory = self.app.directory();
        let known = received_here(&directory, self.place.as_ref().expect(AT_A_PLACE), field, self.app.now());
        self.dice.weighed(&known, |known| share(known)).map(|procedure| (*procedure).clone())
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
        let owner = (!firm && self.dice.chance(self.ways.people.by_proxy))
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
            earlier: Vec::new(),
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

/// Procedures of a field group that are received at a place.
pub(crate) fn received_here<'a>(
    directory: &'a Directory,
    place: &Place,
    field: &str,
    at: Millis,
) -> Vec<&'a Procedure> {
    let on = directory.date(at);
    let fits = |procedure: &&Procedure| {
        procedure.field == field
            && procedure.raw.is_none()
            && procedure.levels.iter().any(|one| one == place.level)
            && directory.catalogue().is_offered(procedure, &place.unit)
            && domain::catalogue::holds(&procedure.valid_from, &procedure.valid_to, &on)
    };
    directory.catalogue().procedures.values().filter_map(|versions| versions.last()).filter(fits).collect()
}
