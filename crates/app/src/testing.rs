//! A centre for tests: the shipped province on a temporary store, a clock that stands still until it is moved, and acts as
//! sentences.

mod scans;
pub use scans::{bands, bundle, page_jpeg};

use crate::{
    Actor, Answer, App, AppError, Command, IdSource, IntakeEnd, IntakeForm, ManualClock, Parts, PartyForm,
    SubjectData,
};
use domain::catalogue::{PaperNeed, Role};
use domain::dossier::{FilingChannel, Paper, State, StepKind};
use domain::kernel::{CommandId, Millis, StreamId, Tenant, Vnd};
use domain::ticket::Priority;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::testing::{TestStore, engines_with};
use store::{Nonces, Options};

/// The province of the tests.
pub const QUANG_NINH: Tenant = Tenant(49);

/// A centre of the shipped province.
pub struct Centre {
    /// The application.
    pub app: App,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Its store.
    pub test: TestStore,
    /// Hall acts happen in.
    pub hall: String,
    next: AtomicU64,
}

/// A centre on each engine, at a local time such as `2026-11-24T08:00`.
pub async fn centres(hall: &str, local: &str) -> Vec<Centre> {
    let options = Options { nonces: Nonces::seeded(1), ..Options::default() };
    let mut centres = Vec::new();
    for test in engines_with(&options).await {
        centres.push(Centre::on(test, hall, local).await);
    }
    centres
}

impl Centre {
    /// A second server of the same province, on the same PostgreSQL.
    pub async fn second_server(&self) -> App {
        let options = Options { nonces: Nonces::seeded(2), ..Options::default() };
        let parts = Parts {
            store: self.test.address.open(options).await,
            tenant: QUANG_NINH,
            clock: self.clock.clone(),
            ids: IdSource::counting(2),
            public_address: "https://mau.example.vn".to_owned(),
            forms: None,
            history_may_be_written: false,
        };
        App::open(parts).await.expect("a second server opens")
    }

    /// A centre on that store.
    pub async fn on(test: TestStore, hall: &str, local: &str) -> Self {
        let clock = Arc::new(ManualClock::at(0));
        let app = App::open(Parts {
            store: test.store.clone(),
            tenant: QUANG_NINH,
            clock: clock.clone(),
            ids: IdSource::counting(1),
            public_address: "https://mau.example.vn".to_owned(),
            forms: None,
            history_may_be_written: false,
        })
        .await
        .expect("the shipped province opens");
        let centre = Self { app, clock, test, hall: hall.to_owned(), next: AtomicU64::new(1) };
        centre.it_is(local);
        centre
    }

    /// Sets the clock to a local time.
    pub fn it_is(&self, local: &str) {
        self.clock.set(self.app.directory().calendar().instant(local).expect("a local time"));
    }

    /// Now as local time.
    #[must_use]
    pub fn local(&self, at: Millis) -> String {
        self.app.directory().calendar().local(at).to_string()
    }

    /// Somebody who works here, by code, in their first position.
    #[must_use]
    pub fn staff(&self, person: &str) -> Actor {
        let directory = self.app.directory();
        let position = directory.position_of(person, self.app.now()).expect("somebody who works here now");
        let unit = directory.unit_of(person, self.app.now()).expect("in a unit");
        Actor::Staff { person: person.to_owned(), position, unit }
    }

    /// The first by code who has a role in a unit now.
    #[must_use]
    pub fn holder(&self, unit: &str, role: Role) -> Actor {
        let directory = self.app.directory();
        let on = directory.date(self.app.now());
        let held = directory.catalogue().holders(unit, role, &on);
        let held = held.first().unwrap_or_else(|| panic!("nobody is {} in {unit}", role.word()));
        Actor::Staff { person: held.person.clone(), position: held.code.clone(), unit: held.unit.clone() }
    }

    /// A command under a fresh id.
    pub async fn ask(&self, actor: &Actor, command: Command) -> Result<Answer, AppError> {
        let id = CommandId(format!("test-{}", self.next.fetch_add(1, Ordering::SeqCst)));
        self.app.execute(actor, &id, command).await
    }

    /// A command that must be done.
    ///
    /// # Panics
    /// With what was said against it.
    pub async fn does(&self, actor: &Actor, command: Command) -> Answer {
        let said = format!("{command:?}");
        self.ask(actor, command).await.unwrap_or_else(|error| panic!("{said}: {error:?}"))
    }

    /// A person takes a ticket for a field group.
    pub async fn takes_ticket(&self, field: &str) -> StreamId {
        let kiosk = Actor::Kiosk { hall: self.hall.clone() };
        let command = Command::TakeTicket {
            hall: self.hall.clone(),
            field: field.to_owned(),
            procedure: String::new(),
            priority: Priority::None,
        };
        self.does(&kiosk, command).await.ticket.expect("a ticket")
    }

    /// An officer opens a counter and calls the next person.
    pub async fn calls_next(&self, officer: &Actor, counter: &str) -> StreamId {
        let (hall, counter) = (self.hall.clone(), counter.to_owned());
        self.does(officer, Command::OpenCounter { hall: hall.clone(), counter: counter.clone() }).await;
        self.does(officer, Command::CallNext { hall, counter }).await.ticket.expect("somebody was called")
    }

    /// An officer sits down at a counter; nobody is called.
    pub async fn opens_counter(&self, officer: &Actor, counter: &str) {
        let (hall, counter) = (self.hall.clone(), counter.to_owned());
        self.does(officer, Command::OpenCounter { hall, counter }).await;
    }

    /// An intake form with everything in order, for a synthetic person.
    #[must_use]
    pub fn form(&self, procedure: &str, publisher: &str) -> IntakeForm {
        let directory = self.app.directory();
        let on = directory.date(self.app.now());
        let known = directory.catalogue().procedure(procedure, publisher, &on).expect("a procedure in force");
        let papers = (1..)
            .zip(&known.papers)
            .map(|(item, paper)| Paper {
                item,
                name: paper.name.clone(),
                form: paper.form,
                copies: paper.copies,
                ok: true,
                required: paper.need == PaperNeed::Required,
            })
            .collect();
        IntakeForm {
            procedure: procedure.to_owned(),
            publisher: publisher.to_owned(),
            channel: FilingChannel::InPerson,
            applicant: PartyForm::New {
                subject: None,
                data: SubjectData {
                    name: "Nguyễn Thị Mẫu".to_owned(),
                    id_number: "022188004217".to_owned(),
                    phone: "0912345678".to_owned(),
                    email: "mau@example.vn".to_owned(),
                    address: "Số 1, đường Thử Nghiệm".to_owned(),
                    ..SubjectData::default()
                },
            },
            owner: None,
            proxy: None,
            request: "Giải quyết theo quy định".to_owned(),
            delivery: "Tại Trung tâm".to_owned(),
            papers,
            earlier: Vec::new(),
            fee: None,
            working_days: None,
        }
    }

    /// An officer at a counter receives what a form says, the fee in cash.
    pub async fn receives(
        &self,
        officer: &Actor,
        counter: &str,
        form: IntakeForm,
        cash: Option<i64>,
    ) -> StreamId {
        let command = Command::Intake {
            hall: self.hall.clone(),
            counter: counter.to_owned(),
            draft: None,
            form: Box::new(form),
            end: IntakeEnd::Receive { cash: cash.map(|amount| Vnd::try_new(amount).expect("an amount")) },
        };
        self.does(officer, command).await.dossier.expect("a dossier")
    }

    /// A dossier as it is.
    pub async fn dossier(&self, dossier: StreamId) -> State {
        self.app.dossier_state(dossier).await.expect("a dossier").1
    }

    /// Whoever has the step under way: the person, or the first who has its role in its unit.
    pub async fn whose_step(&self, dossier: StreamId) -> Actor {
        let state = self.dossier(dossier).await;
        let turn = state.open_turn().expect("a step is under way").clone();
        if turn.kind == StepKind::External {
            self.holder(&state.plan.handling_unit, Role::Specialist)
        } else if turn.person.is_empty() {
            let role = Role::from_word(&turn.role).expect("a role");
            self.holder(&turn.unit, role)
        } else {
            self.staff(&turn.person)
        }
    }

    /// Everything the journal holds is whole.
    pub async fn journal_is_clean(&self) {
        let report = self.app.store().verify(QUANG_NINH, &|_, _| {}).await.expect("it can be read");
        assert_eq!(report.first_bad, None, "{}", self.test.engine);
    }
}
