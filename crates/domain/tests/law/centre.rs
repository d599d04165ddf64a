//! The vocabulary: a small centre with people, a clock and one dossier.

use calendar::{CalendarFile, Reading, Span, WorkCalendar};
use domain::dossier::{
    Appointment, Assignee, Assignees, By, Command, Event, Extend, ExtensionRule, Facts, FilingChannel,
    Intake, Item, Outcome, Paper, PaperForm, Party, Plan, ProcedureRef, Proxy, Rules, SignedUnder, State,
    StepKind, StepPlan, SupplementPolicy, apply, decide, may_extend,
};
use domain::kernel::{Millis, Refusal, RuleRef, Series, SubjectId, Vnd};
use domain::payment::{FeeKind, FeeLine};
use std::collections::BTreeMap;

const CALENDAR: &str = include_str!("../../../../data/calendars/vn-public.toml");

/// Who there is: unit, role, person. `business` has one head, two specialists; the department one leader and one clerk.
const STAFF: [(&str, &str, &str); 9] = [
    ("hall", "receiver", "lan"),
    ("business", "head", "hoa"),
    ("business", "specialist", "binh"),
    ("business", "specialist", "cuong"),
    ("finance", "leader", "giang"),
    ("finance", "clerk", "khanh"),
    ("land", "specialist", "minh"),
    ("land", "head", "nga"),
    ("tax", "specialist", "oanh"),
];

struct Staff;

impl Assignees for Staff {
    fn assignee(&self, step: &StepPlan) -> Assignee {
        let mut holders = STAFF.iter().filter(|(unit, role, _)| *unit == step.unit && *role == step.role);
        match (holders.next(), holders.next()) {
            (Some((_, _, person)), None) => {
                Assignee { person: (*person).to_owned(), position: format!("{}/{person}", step.unit) }
            }
            _ => Assignee::default(),
        }
    }
}

/// A person with the position they hold.
pub fn by(person: &str) -> By {
    let (unit, _, _) = STAFF.iter().find(|(_, _, name)| *name == person).copied().unwrap_or(("hall", "", ""));
    By { person: person.to_owned(), position: format!("{unit}/{person}"), unit: unit.to_owned() }
}

pub fn party(subject: i64) -> Party {
    Party { subject: SubjectId(subject), version: 1, digest: format!("{subject:064x}") }
}

pub fn fee(amount: i64) -> FeeLine {
    FeeLine { name: "Lệ phí".to_owned(), kind: FeeKind::Charge, amount_vnd: Vnd::try_new(amount).unwrap() }
}

pub fn paper(item: i64, name: &str, form: PaperForm, ok: bool) -> Paper {
    Paper { item, name: name.to_owned(), form, copies: 1, ok, required: true }
}

pub fn item(name: &str, reason: &str) -> Item {
    Item { paper: 1, name: name.to_owned(), reason: reason.to_owned() }
}

fn step(step: i64, name: &str, kind: StepKind, unit: &str, role: &str, minutes: i64) -> StepPlan {
    let counted = kind != StepKind::External;
    StepPlan {
        step,
        name: name.to_owned(),
        kind,
        unit: unit.to_owned(),
        role: role.to_owned(),
        minutes,
        counted,
    }
}

fn plan(
    code: &str,
    appointments: Vec<Appointment>,
    steps: Vec<StepPlan>,
    fees: Vec<FeeLine>,
    template: &str,
) -> Plan {
    Plan {
        procedure: ProcedureRef {
            code: code.to_owned(),
            publisher: "quang-ninh".to_owned(),
            version: "1".to_owned(),
            name: format!("Thủ tục {code}"),
            field: "business".to_owned(),
        },
        regime: "2018".to_owned(),
        agency: "000.21.15.H49".to_owned(),
        receiving_unit: "hall".to_owned(),
        handling_unit: "business".to_owned(),
        appointments,
        steps,
        fees,
        supplement: SupplementPolicy::Restart,
        result_template: template.to_owned(),
        on_the_spot: false,
        kept_off_scan: Vec::new(),
        silence: None,
        ask_within: None,
    }
}

/// Business suspension: 2 of 3 working days, assigned by a head, signed, numbered; no fee.
pub fn suspension() -> Plan {
    let promise = Appointment {
        from_step: 1,
        to_step: 6,
        statutory: Span::WorkingDays(3),
        committed: Span::WorkingDays(2),
    };
    let steps = vec![
        step(1, "Tiếp nhận", StepKind::Intake, "hall", "receiver", 240),
        step(2, "Phân công", StepKind::Assign, "business", "head", 48),
        step(3, "Thẩm định", StepKind::Process, "business", "specialist", 480),
        step(4, "Phê duyệt", StepKind::Approve, "finance", "leader", 96),
        step(5, "Vào sổ", StepKind::Number, "finance", "clerk", 96),
        step(6, "Trả kết quả", StepKind::Return, "hall", "receiver", 0),
    ];
    plan("2.002029", vec![promise], steps, Vec::new(), "result_decision")
}

/// Land transfer: 5 + 3 working days with the tax outside; 50,000 đồng; signed by the head of the land office.
pub fn land_transfer() -> Plan {
    let part = |from_step, to_step, days| {
        let span = Span::WorkingDays(days);
        Appointment { from_step, to_step, statutory: span, committed: span }
    };
    let steps = vec![
        step(1, "Tiếp nhận", StepKind::Intake, "hall", "receiver", 240),
        step(2, "Kiểm tra", StepKind::Process, "land", "specialist", 2160),
        step(3, "Thuế", StepKind::External, "tax", "specialist", 0),
        step(4, "Cập nhật", StepKind::Process, "land", "specialist", 1200),
        step(5, "Ký", StepKind::Approve, "land", "head", 240),
        step(6, "Trả kết quả", StepKind::Return, "hall", "receiver", 0),
    ];
    plan("1.115778", vec![part(1, 2, 5), part(4, 5, 3)], steps, vec![fee(50_000)], "")
}

pub fn complete_papers() -> Vec<Paper> {
    vec![
        paper(1, "Thông báo", PaperForm::Original, true),
        paper(2, "Nghị quyết", PaperForm::Copy, true),
        paper(3, "Giấy chứng nhận", PaperForm::Original, true),
    ]
}

pub fn declared(papers: Vec<Paper>) -> Intake {
    Intake {
        token: "t0ken".to_owned(),
        channel: FilingChannel::InPerson,
        applicant: party(7),
        owner: None,
        proxy: None,
        particulars: None,
        papers,
        earlier: Vec::new(),
        officer: "lan".to_owned(),
        position: "hall/lan".to_owned(),
        visit: None,
    }
}

pub fn by_proxy(intake: Intake, paper: &str) -> Intake {
    Intake { proxy: Some(Proxy { party: party(8), paper: paper.to_owned() }), ..intake }
}

/// One centre, one dossier, one clock.
pub struct Centre {
    pub calendar: WorkCalendar,
    reading: Reading,
    rules: Rules,
    pub now: Millis,
    pub state: Option<State>,
    pub events: Vec<Event>,
    numbers: BTreeMap<Series, i64>,
}

impl Centre {
    pub fn at(local: &str) -> Self {
        let calendar = WorkCalendar::build(&CalendarFile::parse(CALENDAR).unwrap(), &[]).unwrap();
        let rule = |article: &str| RuleRef::new("61/2018/NĐ-CP", article);
        let rules = Rules {
            regime: "2018".to_owned(),
            transfer_cut_minute: 900,
            transfer_rule: rule("Điều 18 khoản 2"),
            supplement_within_days: 3,
            supplement_rule: rule("Điều 19 khoản 4"),
            all_at_once_rule: rule("Điều 17 khoản 2 điểm a"),
            refusal_rule: rule("Điều 17 khoản 2"),
            resolution_refusal_rule: rule("Điều 19 khoản 8"),
            return_rule: rule("Điều 20"),
            withdraw_rule: Some(RuleRef::new("118/2025/NĐ-CP", "Điều 21")),
            extension: ExtensionRule { days_before: 1, at_most: 1, rule: rule("Điều 19 khoản 9") },
            yellow_percent: 20,
        };
        let now = calendar.instant(local).unwrap();
        Self {
            calendar,
            reading: Reading::default(),
            rules,
            now,
            state: None,
            events: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    pub fn it_is(&mut self, local: &str) -> &mut Self {
        self.now = self.calendar.instant(local).unwrap();
        self
    }

    pub fn local(&self, at: Millis) -> String {
        self.calendar.local(at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    fn with_facts<T>(&self, ask: impl FnOnce(Option<&State>, &Facts<'_>, Millis) -> T) -> T {
        let facts = Facts {
            calendar: &self.calendar,
            reading: &self.reading,
            rules: &self.rules,
            day: calendar::day_number(self.calendar.local_date(self.now)),
            assignees: &Staff,
        };
        ask(self.state.as_ref(), &facts, self.now)
    }

    /// Until when the date may be set anew, or why it may not.
    pub fn may_extend(&self) -> Result<Millis, Refusal> {
        self.with_facts(|state, facts, now| may_extend(state.expect("it was received"), facts, now))
    }

    /// What the command would do; the dossier takes it in when it is accepted.
    pub fn try_to(&mut self, command: Command) -> Result<Vec<Event>, Refusal> {
        let mut events = self.with_facts(|state, facts, now| decide(state, command, facts, now))?;
        for event in &mut events {
            let numbers = &mut self.numbers;
            event.fill(&mut |series| {
                let last = numbers.entry(series.clone()).or_insert(0);
                *last += 1;
                *last
            });
            self.state = Some(apply(self.state.take(), event));
        }
        self.events.extend(events.iter().cloned());
        Ok(events)
    }

    pub fn does(&mut self, command: Command) -> &mut Self {
        if let Err(refusal) = self.try_to(command) {
            panic!("{refusal}: {:?}", refusal.violations);
        }
        self
    }

    /// The code of the refusal and the codes of everything that is wrong; the dossier stays as it was.
    pub fn refuses(&mut self, command: Command) -> (String, Vec<String>) {
        let before = self.state.clone();
        let refusal = self.try_to(command).expect_err("refused");
        assert_eq!(self.state, before, "a refusal changes nothing");
        (refusal.code, refusal.violations.into_iter().map(|violation| violation.code).collect())
    }

    pub fn dossier(&self) -> &State {
        self.state.as_ref().expect("a dossier was taken down")
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.events.iter().map(Event::name).collect()
    }

    pub fn due(&self) -> String {
        self.local(self.dossier().promise().unwrap().due_at)
    }

    // Commands as an officer would say them.

    pub fn receives(&mut self, plan: Plan) -> &mut Self {
        self.takes(declared(complete_papers()), plan, Outcome::Receive)
    }

    pub fn takes(&mut self, intake: Intake, plan: Plan, outcome: Outcome) -> &mut Self {
        self.does(intake_command(intake, plan, outcome))
    }

    pub fn finishes(&mut self, person: &str) -> &mut Self {
        self.does(finish(person, ""))
    }

    pub fn assigns(&mut self, head: &str, person: &str) -> &mut Self {
        self.does(finish(head, person))
    }

    pub fn drafts(&mut self, person: &str) -> &mut Self {
        self.does(Command::DraftResult { by: by(person), text: Some(party(99)) })
    }

    pub fn approves(&mut self, person: &str) -> &mut Self {
        self.does(approve(person))
    }

    pub fn numbers(&mut self, person: &str) -> &mut Self {
        self.does(Command::NumberResult { by: by(person), book: "result_decision".to_owned() })
    }

    pub fn hands_over(&mut self) -> &mut Self {
        self.does(hand_over("applicant", "id_card", ""))
    }

    pub fn asks_for(&mut self, person: &str, items: Vec<Item>) -> &mut Self {
        self.does(Command::RequestSupplement { by: by(person), items })
    }

    pub fn gets_papers(&mut self) -> &mut Self {
        let papers = vec![paper(1, "Thông báo (sửa)", PaperForm::Original, true)];
        self.does(Command::AnswerSupplement { by: by("lan"), papers, visit: None })
    }

    pub fn extends_to(&mut self, local: &str) -> &mut Self {
        let due_at = self.calendar.instant(local).unwrap();
        self.does(extend("giang", Some(due_at), "Chờ ý kiến phối hợp"))
    }

    /// A suspension from the counter to a result that waits for its owner.
    pub fn goes_to_ready(&mut self) -> &mut Self {
        self.receives(suspension())
            .assigns("hoa", "binh")
            .drafts("binh")
            .finishes("binh")
            .approves("giang")
            .numbers("khanh")
    }
}

pub fn intake_command(intake: Intake, plan: Plan, outcome: Outcome) -> Command {
    Command::Intake { intake: Box::new(intake), plan: Box::new(plan), outcome }
}

pub fn finish(person: &str, next: &str) -> Command {
    let next_position = if next.is_empty() { String::new() } else { by(next).position };
    Command::FinishStep { by: by(person), note: String::new(), next_person: next.to_owned(), next_position }
}

pub fn approve(person: &str) -> Command {
    Command::Approve {
        by: by(person),
        block: String::new(),
        on_behalf_of: String::new(),
        under: SignedUnder::default(),
    }
}

/// The leader of the late department sets the date anew.
pub fn extend(person: &str, due_at: Option<Millis>, reason: &str) -> Command {
    Command::Extend(Extend {
        by: by(person),
        unit: "finance".to_owned(),
        due_at,
        reason: reason.to_owned(),
        block: String::new(),
        on_behalf_of: String::new(),
        under: SignedUnder::default(),
    })
}

pub fn hand_over(to: &str, identified_by: &str, proxy_paper: &str) -> Command {
    Command::HandOver {
        by: by("lan"),
        to: to.to_owned(),
        identified_by: identified_by.to_owned(),
        proxy_paper: proxy_paper.to_owned(),
        visit: None,
    }
}
