//! Whatever is asked in whatever order: what is accepted keeps every invariant, what is refused changes nothing, and the
//! journal tells the same as the states on hand.

use super::centre::*;
use domain::dossier::{
    Command, Correct, Holder, Outcome, Phase, SignedUnder, StepKind, Stretch, SupplementPolicy, Timeliness,
};
use domain::kernel::{Kind, Number, StreamId, SubjectId, Views, Vnd};
use domain::payment::{self, Collect, Demand, Status};
use domain::tables::table;
use domain::ticket::{self, Errand, PrintProblem, Priority, QueueRules, Take};
use domain::{Event, State};
use proptest::prelude::*;
use std::collections::BTreeSet;

const DOSSIER: StreamId = StreamId(1);

/// One dossier with its payments and the ticket of the person who brought it.
struct World {
    centre: Centre,
    payments: Vec<payment::State>,
    receipts: Vec<(i64, i64)>,
    ticket: Option<ticket::State>,
    journal: Vec<(StreamId, Event)>,
}

impl World {
    fn new() -> Self {
        Self {
            centre: Centre::at("2026-03-16T08:00"),
            payments: Vec::new(),
            receipts: Vec::new(),
            ticket: None,
            journal: Vec::new(),
        }
    }

    fn asks_dossier(&mut self, command: Command) -> bool {
        let before = self.centre.state.clone();
        match self.centre.try_to(command) {
            Err(refusal) => {
                assert_eq!(self.centre.state, before, "a refusal changes nothing: {}", refusal.code);
                assert!(!refusal.code.is_empty());
                false
            }
            Ok(events) => {
                assert!(!events.is_empty() || self.centre.state == before, "no event, no change");
                self.journal.extend(events.into_iter().map(|event| (DOSSIER, Event::from(event))));
                true
            }
        }
    }

    fn payment_stream(&self) -> StreamId {
        StreamId(100 + i64::try_from(self.payments.len()).unwrap())
    }

    fn asks_payment(&mut self, command: payment::Command) -> usize {
        let now = self.centre.now;
        let is_demand = matches!(command, payment::Command::Demand(_));
        let before = if is_demand { None } else { self.payments.last().cloned() };
        let Ok(mut events) = payment::decide(before.as_ref(), command, now) else { return 0 };
        let mut state = before.clone();
        for event in &mut events {
            let next = i64::try_from(self.receipts.len()).unwrap() + 1;
            event.fill(&mut |_| next);
            if let payment::Event::PaymentCollected { number: Number::Given(number), .. } = event {
                let total = state.as_ref().map_or(0, |due| due.total().amount());
                self.receipts.push((*number, total));
            }
            state = Some(payment::apply(state, event));
        }
        match (state, is_demand) {
            (Some(state), true) => self.payments.push(state),
            (Some(state), false) => *self.payments.last_mut().unwrap() = state,
            (None, _) => {}
        }
        let stream = self.payment_stream();
        let count = events.len();
        self.journal.extend(events.into_iter().map(|event| (stream, Event::from(event))));
        count
    }

    /// What the app does beside a dossier: a fee is demanded when received, and anew when a correction changed it.
    fn keeps_the_fee_in_step(&mut self) {
        let Some(dossier) = self.centre.state.clone() else { return };
        if dossier.code.is_empty() {
            return;
        }
        let owed = dossier.plan.fee();
        let due = self.payments.last().filter(|payment| !matches!(payment.status, Status::Voided { .. }));
        let fits = due.is_some_and(|payment| {
            payment.total() == owed && (dossier.fee_paid || payment.status == Status::Due)
        });
        if owed.is_zero() && due.is_none() || fits {
            return;
        }
        if due.is_some() {
            self.asks_payment(payment::Command::Void { reason: "Đính chính".to_owned() });
        }
        if !owed.is_zero() {
            self.asks_payment(payment::Command::Demand(Demand {
                dossier: DOSSIER,
                payer: SubjectId(7),
                unit: "hall".to_owned(),
                lines: dossier.plan.fees,
                basis: "1".to_owned(),
            }));
        }
    }

    fn pays(&mut self, amount: i64) {
        let amount_vnd = Vnd::try_new(amount).unwrap();
        let collect = Collect {
            amount_vnd,
            form: "01BLP0-001".to_owned(),
            series: "QN-26T".to_owned(),
            by: "lan".to_owned(),
            day: 20_260_316,
        };
        if self.asks_payment(payment::Command::Collect(collect)) > 0 {
            let payment = self.payment_stream();
            self.asks_dossier(Command::SettleFee { payment, amount_vnd });
        }
    }

    fn asks_ticket(&mut self, choice: u8) {
        let counter = if choice.is_multiple_of(2) { "C1" } else { "C2" }.to_owned();
        let command = match choice % 12 {
            0 => ticket::Command::Take(Take {
                hall: "H1".to_owned(),
                day: 20_260_316,
                field: "land".to_owned(),
                series: "D".to_owned(),
                priority: Priority::Elder,
                procedure: String::new(),
                others: vec![Errand { field: "labour".to_owned(), procedure: String::new() }],
                token: "t".to_owned(),
                appointment: None,
                dossier: None,
                paper: true,
            }),
            1 | 2 => ticket::Command::Call { counter },
            3 => ticket::Command::Recall { counter },
            4 => ticket::Command::Move { field: "justice".to_owned(), counter: String::new() },
            5 => ticket::Command::MarkNoShow { counter },
            6 => ticket::Command::PutBack,
            8 => ticket::Command::BeginPrinting,
            9 => ticket::Command::NotePrinted { low_paper: choice.is_multiple_of(2) },
            10 => ticket::Command::NoteNotPrinted { problem: PrintProblem::NoPaper },
            7 => ticket::Command::Serve { counter, visit: StreamId(50) },
            _ => ticket::Command::Finish { fields: vec!["land".to_owned()] },
        };
        let before = self.ticket.clone();
        let Ok(mut events) = ticket::decide(before.as_ref(), command, QueueRules::default(), self.centre.now)
        else {
            return;
        };
        for event in &mut events {
            event.fill(&mut |_| 12);
            self.ticket = Some(ticket::apply(self.ticket.take(), event));
        }
        self.journal.extend(events.into_iter().map(|event| (StreamId(2), Event::from(event))));
    }
}

/// What an officer would do next, so that random walks get far.
fn natural(world: &World) -> Command {
    let Some(dossier) = &world.centre.state else {
        return intake_command(declared(complete_papers()), land_transfer(), Outcome::Receive);
    };
    let Some(turn) = dossier.open_turn() else {
        return match dossier.phase {
            Phase::Supplement => {
                Command::AnswerSupplement { by: by("lan"), papers: complete_papers(), visit: None }
            }
            _ => intake_command(declared(complete_papers()), suspension(), Outcome::Receive),
        };
    };
    let person = match (turn.person.as_str(), turn.unit.as_str()) {
        ("", "business") => "binh",
        ("", _) => "minh",
        (person, _) => person,
    };
    match turn.kind {
        StepKind::Assign => finish(person, "cuong"),
        StepKind::Approve => approve(person),
        StepKind::Number => Command::NumberResult { by: by(person), book: "decision".to_owned() },
        StepKind::Return => hand_over("applicant", "id_card", ""),
        StepKind::Process
            if dossier.result.template.is_empty() && !dossier.plan.result_template.is_empty() =>
        {
            Command::DraftResult { by: by(person), text: None }
        }
        _ => finish(person, ""),
    }
}

/// Anything at all, by anybody.
fn anything(choice: u8, other: u8) -> Command {
    let person =
        ["lan", "hoa", "binh", "cuong", "giang", "khanh", "minh", "nga", "oanh"][usize::from(other) % 9];
    let reason = if other.is_multiple_of(5) { String::new() } else { "Lý do".to_owned() };
    let step = i64::from(other % 7);
    match choice % 18 {
        0 => intake_command(declared(complete_papers()), suspension(), Outcome::Receive),
        1 => intake_command(
            declared(Vec::new()),
            land_transfer(),
            Outcome::AskSupplement { items: vec![item("Đơn", "Mờ")] },
        ),
        2 if other.is_multiple_of(4) => {
            intake_command(declared(Vec::new()), suspension(), Outcome::Refuse { reasons: vec![reason] })
        }
        2 | 3 => finish(person, ["", "binh", "minh"][usize::from(other) % 3]),
        4 => Command::HandBack { by: by(person), to_step: step, reason },
        5 => Command::Assign {
            by: by("hoa"),
            person: person.to_owned(),
            position: format!("x/{person}"),
            reason,
        },
        6 | 7 => Command::RequestSupplement { by: by(person), items: vec![item("Đơn", "Mờ")] },
        8 => Command::AnswerSupplement { by: by("lan"), papers: complete_papers(), visit: None },
        9 => approve(person),
        10 => Command::SendBack { by: by(person), reason, on_behalf_of: String::new() },
        11 => hand_over("proxy", "id_card", if other.is_multiple_of(2) { "" } else { "Giấy ủy quyền" }),
        12 if other.is_multiple_of(5) => Command::ReplaceSlip {
            by: by("lan"),
            to: "applicant".to_owned(),
            identified_by: if other.is_multiple_of(2) { "id_card" } else { "slip" }.to_owned(),
            proxy_paper: reason,
            token: format!("t{other}"),
        },
        12 if other.is_multiple_of(3) => Command::Park { by: by("lan"), place: reason, after_days: 0 },
        12 => Command::RemindPickup,
        13 => {
            let plan = domain::dossier::Plan { supplement: SupplementPolicy::Pause, ..land_transfer() };
            let correct = match other % 3 {
                0 => Correct::Applicant(party(9)),
                1 => Correct::Fee(vec![fee(70_000)]),
                _ => Correct::Procedure(Box::new(plan)),
            };
            Command::Correct { by: by("lan"), correct, reason }
        }
        14 => Command::MarkRed { turn: step },
        15 if other.is_multiple_of(5) => Command::CloseAfterSilence,
        15 => Command::MarkLate,
        16 if other.is_multiple_of(3) => Command::GiveBackOriginals { by: by("lan") },
        16 if other % 4 == 1 => scanned(person, step, i64::from(other)),
        16 => Command::MoveOriginal { by: by(person), item: step, holder: Holder::Person(person.to_owned()) },
        _ if other < 12 => Command::Withdraw { by: by("lan"), reason },
        _ if other < 24 => Command::Stop { by: by("hoa"), reason },
        _ if other < 27 => Command::ProposeRefusal { by: by(person), reasons: vec![reason] },
        _ if other < 33 => Command::RefuseResolution {
            by: by(person),
            reasons: vec![reason],
            block: String::new(),
            on_behalf_of: String::new(),
            under: SignedUnder::default(),
        },
        _ => Command::Escalate { turn: step, to: "business/hoa".to_owned() },
    }
}

/// The date is set anew by some days, to the promised hour as a rule.
fn postponed(world: &World, other: u8) -> Command {
    let promised = world.centre.state.as_ref().and_then(|dossier| Some(dossier.promise()?.due_at));
    let other_hour = if other.is_multiple_of(16) { 60_000 } else { 0 };
    let due_at = promised.map(|due| due + i64::from(other % 12) * 86_400_000 + other_hour);
    extend("giang", due_at, if other.is_multiple_of(13) { " " } else { "Chờ ý kiến" })
}

fn scanned(person: &str, item: i64, other: i64) -> Command {
    use domain::dossier::{PageImage, Scan};
    let page = PageImage { file: format!("{other:064x}"), dpi: 200, quarters: 0 };
    let scan = match other % 3 {
        0 => Scan::MarkSecret,
        1 => Scan::Turn { page: 1, file: page.file },
        _ => Scan::Capture { pages: vec![page] },
    };
    Command::Scan { by: by(person), item, scan }
}

fn invariants_hold(world: &World, code_before: &str) {
    let Some(dossier) = &world.centre.state else { return };
    assert!(code_before.is_empty() || dossier.code == code_before, "a code is given once, for life");
    assert_eq!(dossier.code.is_empty(), dossier.received_at.is_none());
    let open = dossier.turns.iter().filter(|turn| turn.finished_at.is_none()).count();
    match dossier.phase {
        Phase::Processing | Phase::Ready { .. } => {
            assert_eq!(open, 1, "one step is open while it is under way");
            let turn = dossier.open_turn().expect("the open step is the last");
            assert!(
                !turn.unit.is_empty() && !turn.role.is_empty(),
                "one person or one unit's head answers for it"
            );
        }
        _ => assert_eq!(open, 0, "nothing is open while {}", dossier.phase_word()),
    }
    assert!(dossier.turns.iter().zip(1..).all(|(turn, number)| turn.turn == number));
    for promise in &dossier.promises {
        assert!(promise.first_due_at <= promise.due_at && promise.first_due_at <= promise.statutory_due_at);
        let is_extended = dossier.extension().is_some();
        assert!(
            is_extended || promise.due_at <= promise.statutory_due_at,
            "only an apology goes past the law"
        );
        assert!(world.centre.calendar.is_working_day(world.centre.calendar.local_date(promise.due_at)));
    }
    let held: BTreeSet<i64> = dossier.originals.iter().map(|original| original.item).collect();
    assert_eq!(held.len(), dossier.originals.len(), "an original has one holder");
    let status = dossier.exchange_status();
    assert!((1..=10).contains(&status));
    assert!(dossier.extensions.len() <= 1, "the date is set anew once");
    assert_eq!(status == 10, matches!(dossier.phase, Phase::Returned { .. }), "9 is not 10");
    if status == 10 {
        assert!(dossier.fee_paid, "nothing is handed over unpaid");
    }
    money_adds_up(world, dossier);
    reports_can_count_it(world, dossier);
}

/// From reception to its end without a gap, each stretch at instants and versions of the journal.
fn reports_can_count_it(world: &World, dossier: &domain::dossier::State) {
    let written = world.journal.iter().filter(|(stream, _)| *stream == DOSSIER).count();
    assert_eq!(usize::try_from(dossier.version), Ok(written), "a state knows its version");
    let stretches = &dossier.stretches;
    assert_eq!(stretches.is_empty(), dossier.received_at.is_none());
    assert!(stretches.first().is_none_or(|first| Some(first.since) == dossier.received_at));
    for pair in stretches.windows(2) {
        assert_eq!(pair[0].until, Some(pair[1].since), "one ends where the next begins");
        assert_eq!(pair[0].until_version, pair[1].since_version);
        assert!(pair[0].since <= pair[1].since && pair[0].since_version < pair[1].since_version);
    }
    let Some(last) = stretches.last() else { return };
    let over = !matches!(dossier.phase, Phase::Processing | Phase::Supplement);
    assert_eq!(last.until.is_some(), over, "open until there is a result or it is stopped");
    assert!(last.under.is_none() || over, "what is under way is counted under what holds now");
    assert_eq!(last.waits, dossier.phase == Phase::Supplement || last.waits && over);
    let said = world.centre.events.iter().find_map(|event| match event {
        domain::dossier::Event::ResultReady { timeliness, .. } => Some(*timeliness),
        _ => None,
    });
    if let (Some(said), Some(at)) = (said, dossier.ready_at()) {
        let counted = Stretch::came_out(at, last.late_from.first);
        assert!(counted == said || counted == Timeliness::Late, "{said:?} is not counted as {counted:?}");
    }
}

fn money_adds_up(world: &World, dossier: &domain::dossier::State) {
    let numbers: BTreeSet<i64> = world.receipts.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers.len(), world.receipts.len(), "a receipt's number is never used again");
    let kept: i64 = world
        .payments
        .iter()
        .filter_map(|payment| match payment.status {
            Status::Paid { .. } => Some(payment.total().amount()),
            Status::Due | Status::Voided { .. } => None,
        })
        .sum();
    let in_force = !dossier.code.is_empty() && dossier.fee_paid;
    assert_eq!(
        kept,
        if in_force { dossier.plan.fee().amount() } else { 0 },
        "money in is what the dossier says is paid"
    );
}

/// From the journal's bytes, as a rebuild would.
fn replayed(world: &World, stream: StreamId, kind: Kind) -> State {
    world.journal.iter().filter(|(of, _)| *of == stream).fold(State::empty(kind), |state, (_, event)| {
        let bytes = event.to_json();
        let read = Event::from_json(kind, &bytes).unwrap();
        assert_eq!(&read, event, "an event comes back as it was written");
        state.apply(&read)
    })
}

fn rows_fit_their_tables(views: &Views) {
    let mut keys = BTreeSet::new();
    for row in &views.rows {
        let table = table(row.table).expect("a row belongs to a table");
        let names =
            |columns: &[domain::tables::Column]| columns.iter().map(|column| column.name).collect::<Vec<_>>();
        assert_eq!(
            row.key.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            names(table.key),
            "{}",
            row.table
        );
        assert_eq!(
            row.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            names(table.columns),
            "{}",
            row.table
        );
        assert!(keys.insert((row.table, row.key.clone())), "two rows of one key in {}", row.table);
    }
}

fn the_journal_tells_the_same(world: &World) {
    let live = [
        (DOSSIER, State::Dossier(world.centre.state.clone().map(Box::new))),
        (StreamId(2), State::Ticket(world.ticket.clone().map(Box::new))),
    ];
    let paid = world
        .payments
        .iter()
        .zip(101..)
        .map(|(payment, id)| (StreamId(id), State::Payment(Some(Box::new(payment.clone())))));
    for (stream, live) in live.into_iter().chain(paid) {
        let replayed = replayed(world, stream, live.kind());
        assert_eq!(replayed, live, "replayed state is live state");
        assert_eq!(replayed.views(stream), live.views(stream), "rebuilt rows are live rows");
        rows_fit_their_tables(&live.views(stream));
        let kept = serde_json::to_vec(&live).unwrap();
        assert_eq!(
            serde_json::from_slice::<State>(&kept).unwrap(),
            live,
            "a state on hand comes back as it was kept"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_sequence_of_commands_keeps_the_law(
        asked in proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), 0_i64..900), 1..60),
    ) {
        let mut world = World::new();
        for (way, choice, other, minutes) in asked {
            world.centre.now += minutes * 60_000;
            let code = world.centre.state.as_ref().map(|dossier| dossier.code.clone()).unwrap_or_default();
            match way % 9 {
                8 => { let asked = postponed(&world, other); world.asks_dossier(asked); }
                0..=3 => { let next = natural(&world); world.asks_dossier(next); }
                4 | 5 => { world.asks_dossier(anything(choice, other)); }
                6 => world.pays([50_000, 70_000, 1_000][usize::from(other) % 3]),
                _ => world.asks_ticket(choice),
            }
            world.keeps_the_fee_in_step();
            invariants_hold(&world, &code);
        }
        the_journal_tells_the_same(&world);
    }
}
