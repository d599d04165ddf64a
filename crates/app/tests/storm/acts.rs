//! Acts that anybody might try, sensible or not, made of small numbers so that a failing row of them can be made shorter.

use app::testing::Centre;
use app::{Actor, Answer, AppError, Command, CorrectionForm, IntakeEnd, MessageNote, SubjectData};
use domain::catalogue::Role;
use domain::dossier::{Item, StepKind};
use domain::kernel::{CommandId, StreamId, Vnd};
use domain::message::Channel;
use domain::ticket::Priority;
use proptest::prelude::*;

/// What is tried: a choice among the acts, and two numbers that choose its objects.
#[derive(Clone, Copy)]
pub struct Act {
    pub what: u8,
    pub one: u16,
    pub two: u16,
}

/// On one line: a failing row has many.
impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} {} {})", self.what, self.one, self.two)
    }
}

/// How often each sort of act is tried. A day in which most things succeed reaches further than one of blunders.
const WEIGHTS: [u32; 36] = [
    6, 8, // time passes, a command is repeated
    4, 4, 4, 4, // tickets
    2, 6, 6, 1, 2, 2, 2, 1, 5, 3, 1, 1, // the counter and its queue
    4, 6, 6, 6, 4, // intake, fees
    14, 14, 14, 14, 2, 3, 6, 3, // the steps, papers asked for, the result handed over, corrections
    2, 2, 3, 3, 6, // papers taken, the clock, messages
];

/// Rows of acts.
pub fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let sorts = (0_u8..).zip(WEIGHTS).map(|(what, weight)| (weight, Just(what))).collect();
    let act = (proptest::strategy::Union::new_weighted(sorts), any::<u16>(), any::<u16>())
        .prop_map(|(what, one, two)| Act { what, one, two });
    proptest::collection::vec(act, most / 2..most)
}

/// A centre in which somebody plays a row of acts.
pub struct Player<'a> {
    pub centre: &'a Centre,
    staff: Vec<Actor>,
    procedures: Vec<(String, String)>,
    counters: Vec<(String, String)>,
    tickets: Vec<StreamId>,
    dossiers: Vec<StreamId>,
    payments: Vec<StreamId>,
    handed_in: usize,
    /// What was done, to be handed in again.
    done: Vec<(CommandId, Actor, Command)>,
}

fn pick<T: Clone>(from: &[T], number: u16) -> Option<T> {
    (!from.is_empty()).then(|| from[usize::from(number) % from.len()].clone())
}

impl<'a> Player<'a> {
    /// Nothing is known yet of what goes on there.
    pub fn new(centre: &'a Centre) -> Self {
        let directory = centre.app.directory();
        let on = directory.date(centre.app.now());
        let unit = directory.hall("H1").expect("the hall").unit.clone();
        let catalogue = directory.catalogue();
        let here = [Role::Receiver, Role::Cashier, Role::Greeter, Role::CentreDirector, Role::Clerk];
        let staff =
            here.into_iter().flat_map(|role| catalogue.holders(&unit, role, &on)).map(|held| &held.person);
        let counters = catalogue.counters_of("H1").into_iter().filter_map(|counter| {
            let field = counter.fields.iter().find(|field| directory.series("H1", field).is_some())?;
            Some((counter.code.clone(), field.clone()))
        });
        let procedures =
            catalogue.procedures_on(&on).filter(|one| one.levels.iter().any(|level| level == "province"));
        Self {
            centre,
            staff: staff.map(|person| centre.staff(person)).collect(),
            procedures: procedures.map(|one| (one.code.clone(), one.publisher.clone())).take(12).collect(),
            counters: counters.take(4).collect(),
            tickets: Vec::new(),
            dossiers: Vec::new(),
            payments: Vec::new(),
            handed_in: 0,
            done: Vec::new(),
        }
    }

    /// All counters but the last are open in the morning.
    pub async fn opens_counters(&self) {
        for ((counter, _), officer) in self.counters.iter().zip(&self.staff).rev().skip(1) {
            self.centre.opens_counter(officer, counter).await;
        }
    }

    /// Tries an act; gives what came of it as text, or nothing when there was nothing to try it on.
    pub async fn plays(&mut self, act: Act) -> Option<String> {
        if act.what == 0 {
            return self.time_passes(act);
        }
        if act.what == 1 {
            return self.repeats(act).await;
        }
        let (actor, command) = self.made(act).await?;
        let id = CommandId(format!("act-{}", self.handed_in));
        self.handed_in += 1;
        let result = self.centre.app.execute(&actor, &id, command.clone()).await;
        if let Ok(answer) = &result {
            self.remember(answer);
        }
        let outcome = outcome(&result);
        if outcome.starts_with("done") {
            self.done.push((id, actor, command));
        }
        Some(outcome)
    }

    fn remember(&mut self, answer: &Answer) {
        for (list, new) in [
            (&mut self.tickets, answer.ticket),
            (&mut self.dossiers, answer.dossier),
            (&mut self.payments, answer.payment),
        ] {
            if let Some(new) = new.filter(|new| !list.contains(new)) {
                list.push(new);
            }
        }
    }

    /// Minutes mostly, sometimes days.
    fn time_passes(&self, act: Act) -> Option<String> {
        let minutes = i64::from(act.one % 50);
        let days = if act.two.is_multiple_of(8) { i64::from(act.two / 8 % 4) } else { 0 };
        self.centre.clock.set(self.centre.app.now() + (days * 24 * 60 + minutes) * 60_000);
        None
    }

    /// The same command under the same id: it is answered as before, whatever happened since.
    async fn repeats(&mut self, act: Act) -> Option<String> {
        let (id, actor, command) = pick(&self.done, act.one)?;
        let head = self.centre.app.store().head(self.centre.app.tenant()).await.expect("read");
        let again = self.centre.app.execute(&actor, &id, command).await.expect("it was done before");
        assert!(again.already, "{id:?} was done a second time");
        assert_eq!(self.centre.app.store().head(self.centre.app.tenant()).await.expect("read"), head);
        Some(format!("repeated {:?} {:?}", again.ticket, again.dossier))
    }

    async fn made(&self, act: Act) -> Option<(Actor, Command)> {
        let hall = "H1".to_owned();
        let (counter, field) = pick(&self.counters, act.one)?;
        // Mostly the counter's own officer.
        let own = self.staff.get(usize::from(act.one) % self.counters.len())?.clone();
        let anybody = pick(&self.staff, act.two)?;
        let officer = if act.two.is_multiple_of(13) { anybody.clone() } else { own };
        let kiosk = Actor::Kiosk { hall: hall.clone() };
        let ticket = pick(&self.tickets, act.one);
        let reason = "Lý do thử".to_owned();
        Some(match act.what {
            2..=5 => {
                let priority = if act.two.is_multiple_of(5) { Priority::Elder } else { Priority::None };
                (kiosk, Command::TakeTicket { hall, field, procedure: String::new(), priority })
            }
            6 => (officer, Command::OpenCounter { hall, counter }),
            7 | 8 => (officer, Command::CallNext { hall, counter }),
            9 => (officer, Command::Recall { hall, counter }),
            10 => (officer, Command::MarkNoShow { hall, counter }),
            11 => {
                let (to_counter, field) = pick(&self.counters, act.two)?;
                let to_counter = if act.two.is_multiple_of(2) { to_counter } else { String::new() };
                (officer, Command::MoveTicket { hall, counter, field, to_counter })
            }
            12 => (officer, Command::PutBackTicket { ticket: ticket? }),
            13 => (kiosk, Command::GiveUpTicket { ticket: ticket? }),
            14 => (officer, Command::StartVisit { hall, counter }),
            15 => (officer, Command::FinishVisit { hall, counter }),
            16 => (officer, Command::PauseCounter { hall, counter }),
            17 => (officer, Command::ResumeCounter { hall, counter }),
            18 if act.two.is_multiple_of(3) => (officer, Command::CloseCounter { hall, counter }),
            18..=21 => (officer, self.intake(act, counter)?),
            22 => {
                let payment = pick(&self.payments, act.one)?;
                let due = self.centre.app.payment(payment).await.expect("read")?;
                let total = due.lines.iter().map(|line| line.amount_vnd.amount()).sum::<i64>();
                let amount_vnd = Vnd::try_new(if act.two.is_multiple_of(4) { total + 1_000 } else { total })
                    .expect("an amount");
                (officer, Command::CollectFees { payments: vec![payment], amount_vnd })
            }
            _ => return self.made_of_dossier(act, officer, anybody, reason).await,
        })
    }

    fn intake(&self, act: Act, counter: String) -> Option<Command> {
        let (code, publisher) = pick(&self.procedures, act.two / 4)?;
        let mut form = self.centre.form(&code, &publisher);
        let directory = self.centre.app.directory();
        let on = directory.date(self.centre.app.now());
        let known = directory.catalogue().procedure(&code, &publisher, &on)?;
        form.fee = known.fee_vnd().is_none().then(|| Vnd::try_new(10_000).expect("an amount"));
        form.working_days = known.statutory.is_none().then_some(3);
        let items = vec![Item { paper: 1, name: "Giấy tờ".to_owned(), reason: "Bị mờ".to_owned() }];
        let end = match act.two % 8 {
            0 => IntakeEnd::Keep,
            1 => IntakeEnd::AskSupplement { items },
            2 => IntakeEnd::Refuse { reasons: vec!["Không thuộc thẩm quyền".to_owned()] },
            3 => IntakeEnd::Receive { cash: known.fee_vnd().and_then(|fee| Vnd::try_new(fee).ok()) },
            4 => {
                form.papers.iter_mut().for_each(|paper| paper.ok = false);
                IntakeEnd::Receive { cash: None }
            }
            _ => IntakeEnd::Receive { cash: None },
        };
        let draft = (act.two % 16 == 9).then(|| pick(&self.dossiers, act.one)).flatten();
        Some(Command::Intake { hall: "H1".to_owned(), counter, draft, form: Box::new(form), end })
    }

    async fn made_of_dossier(
        &self,
        act: Act,
        officer: Actor,
        anybody: Actor,
        reason: String,
    ) -> Option<(Actor, Command)> {
        let dossier = pick(&self.dossiers, act.one)?;
        let state = self.centre.dossier(dossier).await;
        let responsible = match state.open_turn() {
            Some(_) => self.centre.whose_step(dossier).await,
            None => officer.clone(),
        };
        let clock = Actor::system("deadlines");
        let items =
            vec![Item { paper: 2, name: "Giấy tờ khác".to_owned(), reason: "Hết hạn".to_owned() }];
        // The open turn, or one that is over.
        let turn =
            i64::try_from(state.turns.len()).expect("few turns") - i64::from(act.two.is_multiple_of(4));
        let at_counter = pick(&self.counters, act.one).map(|(code, _)| ("H1".to_owned(), code));
        Some(match act.what {
            23..=26 => (responsible, next_step(self.centre, &state, dossier, act)),
            27 => {
                let command = Command::HandBack { dossier, to_step: i64::from(act.two % 3) + 1, reason };
                (responsible, command)
            }
            28 if act.two.is_multiple_of(2) => (responsible, Command::RequestSupplement { dossier, items }),
            28 => {
                let papers = state.intake.papers.clone();
                (officer, Command::AnswerSupplement { dossier, papers, at_counter })
            }
            29 => {
                let to = if act.two.is_multiple_of(3) { "proxy" } else { "applicant" }.to_owned();
                let identified_by = "id_card".to_owned();
                let hand_over =
                    Command::HandOver { dossier, to, identified_by, proxy_paper: String::new(), at_counter };
                (officer, hand_over)
            }
            30 => {
                let correction = Box::new(match act.two % 3 {
                    0 => CorrectionForm::Fee(Vnd::try_new(20_000).expect("an amount")),
                    1 => CorrectionForm::Particulars {
                        request: "Nội dung khác".to_owned(),
                        delivery: "Tại nhà".to_owned(),
                    },
                    _ => CorrectionForm::Applicant(SubjectData {
                        name: "Trần Văn Thử".to_owned(),
                        ..SubjectData::default()
                    }),
                });
                (officer, Command::Correct { dossier, correction, reason })
            }
            31 if act.two.is_multiple_of(3) => (officer, Command::Withdraw { dossier, reason }),
            31 => (responsible, Command::TakeOriginal { dossier, item: i64::from(act.two % 4) }),
            32 if act.two.is_multiple_of(4) => (responsible, Command::Stop { dossier, reason }),
            32 => (anybody, Command::FinishStep { dossier, note: String::new(), next_person: String::new() }),
            33 => (clock, Command::MarkRed { dossier, turn }),
            34 if act.two.is_multiple_of(2) => (clock, Command::MarkLate(dossier)),
            34 => (clock, Command::Escalate { dossier, turn }),
            _ => self.message(act, dossier, officer).await?,
        })
    }

    async fn message(&self, act: Act, dossier: StreamId, officer: Actor) -> Option<(Actor, Command)> {
        let lines =
            self.centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
        let messages: Vec<StreamId> = lines.iter().map(|line| line.message).collect();
        let message = pick(&messages, act.two / 8)?;
        let note = match act.two % 8 {
            0 | 1 => MessageNote::Begin,
            2 | 3 => MessageNote::Sent(vec![format!("p{}", message.0)]),
            4 => MessageNote::Later("queue_full".to_owned()),
            5 => MessageNote::Failed("no_such_number".to_owned()),
            6 => MessageNote::Delivered(format!("p{}", message.0)),
            _ => return Some((officer, Command::SendAgain { message, channel: Channel::Sms })),
        };
        Some((Actor::system("sender"), Command::NoteMessage { message, note }))
    }
}

/// What the step under way asks for, done as it should be, or nearly.
fn next_step(centre: &Centre, state: &domain::dossier::State, dossier: StreamId, act: Act) -> Command {
    let Some(turn) = state.open_turn() else {
        return Command::RemindPickup { dossier };
    };
    let needs_draft = !state.plan.result_template.is_empty() && state.result.template.is_empty();
    match turn.kind {
        StepKind::Approve if act.two.is_multiple_of(5) => {
            Command::SendBack { dossier, reason: "Sửa lại câu cuối".to_owned() }
        }
        StepKind::Approve => Command::Approve { dossier },
        StepKind::Number => Command::NumberResult { dossier },
        StepKind::Process if needs_draft => {
            Command::DraftResult { dossier, text: "Đồng ý theo đề nghị".to_owned() }
        }
        kind => {
            let next = state.plan.after(turn.step).filter(|_| kind == StepKind::Assign);
            let next_person = next.and_then(|next| {
                let role = Role::from_word(&next.role)?;
                Some(centre.holder(&next.unit, role).person().to_owned())
            });
            Command::FinishStep { dossier, note: String::new(), next_person: next_person.unwrap_or_default() }
        }
    }
}

/// What came of it. A failure of the world is not among what may come of an act.
fn outcome(result: &Result<Answer, AppError>) -> String {
    match result {
        Ok(answer) if answer.already => format!("already {answer:?}"),
        Ok(answer) => format!("done {answer:?}"),
        Err(AppError::Refused(refusal)) => format!("refused {refusal:?}"),
        Err(AppError::Forbidden { why, rule }) => format!("forbidden {why} {rule}"),
        Err(AppError::NotFound(what)) => format!("no such {what}"),
        Err(error) => panic!("{error:?}"),
    }
}
