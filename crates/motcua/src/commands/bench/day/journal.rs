//! The journal, read when all is over: whether it has every act that was answered, once; whether every page that was seen at a
//! moment said what it said then; whether every display said each call once; and the rules of the line.

use super::browser::Act;
use super::citizen::Ticket;
use super::display::Shown;
use super::hall::{Desk, HALL, fields_of};
use super::moment::Moment;
use domain::Event;
use domain::kernel::{Millis, StreamId, Tenant};
use domain::ticket::{self, QueueRules, State};
use sim::line_law::{self, Floor, Told};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

/// Events read at once.
const AT_ONCE: i64 = 2_000;
/// Within one minute of the day's clock all is done at one time: who joins the line then need not be seen by a call, and a call
/// that is over then need not be said.
pub(super) const AT_ONE_TIME: Millis = 30_000;
/// Forms that are no commands.
const NO_COMMANDS: [&str; 2] = ["/sign-in/demo", "/demo/clock"];

/// The hall's part of a journal.
pub(super) struct Journal {
    told: Vec<Told>,
    /// Number of the last event of each command, of all streams.
    commands: BTreeMap<String, i64>,
    /// Command of each ticket's event by its number.
    by: BTreeMap<i64, String>,
    twice: Vec<String>,
}

/// What is held against it.
pub(super) struct Day<'a> {
    pub(super) desks: &'a [Desk],
    pub(super) rules: QueueRules,
    pub(super) acts: &'a [Act],
    pub(super) moments: &'a [Moment],
    pub(super) tickets: &'a [Ticket],
    pub(super) displays: &'a [Shown],
}

impl Journal {
    /// Reads it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn read(store: &Store, tenant: Tenant) -> anyhow::Result<Self> {
        let mut journal =
            Self { told: Vec::new(), commands: BTreeMap::new(), by: BTreeMap::new(), twice: Vec::new() };
        let (mut after, mut ordinals, mut here) = (0, BTreeSet::new(), BTreeSet::new());
        loop {
            let events = store.feed(tenant, after, AT_ONCE).await?;
            let Some(last) = events.last() else { return Ok(journal) };
            after = last.seq;
            for kept in &events {
                journal.commands.insert(kept.command_id.clone(), kept.seq);
                if !ordinals.insert((kept.command_id.clone(), kept.ordinal)) {
                    journal
                        .twice
                        .push(format!("seq {}: {} of a command that was done before", kept.seq, kept.name));
                }
                if let Event::Ticket(event) = kept.event()? {
                    if matches!(&event, ticket::Event::TicketTaken { hall, .. } if hall == HALL) {
                        here.insert(kept.stream);
                    }
                    if here.contains(&kept.stream) {
                        journal.by.insert(kept.seq, kept.command_id.clone());
                        let (seq, ticket, at) = (kept.seq, kept.stream, kept.recorded_at);
                        journal.told.push(Told { seq, ticket, at, event });
                    }
                }
            }
        }
    }

    /// What broke the rules of the line, and its days as they read them.
    pub(super) fn of_the_line(
        &self,
        desks: &[Desk],
        rules: QueueRules,
        unseen_ms: Millis,
    ) -> (line_law::Read, Vec<String>) {
        let floor = Floor { counters: fields_of(desks), rules, unseen_ms };
        let read = line_law::read(&floor, &self.told);
        let mut found: Vec<String> = read.breaches.iter().map(ToString::to_string).collect();
        found.extend(self.twice.iter().cloned());
        (read, found)
    }

    /// Everything that is not as it should be, and the day as the rules of the line read it.
    pub(super) fn against(&self, day: &Day<'_>) -> (line_law::Read, Vec<String>) {
        let (read, mut found) = self.of_the_line(day.desks, day.rules, AT_ONE_TIME);
        self.acts(day, &mut found);
        self.moments(day, &mut found);
        self.displays(day, &mut found);
        (read, found)
    }

    fn acts(&self, day: &Day<'_>, found: &mut Vec<String>) {
        for act in day.acts.iter().filter(|act| !NO_COMMANDS.contains(&act.path.as_str())) {
            match (act.refused.is_empty(), self.commands.get(&act.command)) {
                (true, None) => {
                    found.push(format!("{} was answered as done, the journal lacks it", act.path));
                }
                (false, Some(seq)) => {
                    found
                        .push(format!("{} was refused ({}), and stands at seq {seq}", act.path, act.refused));
                }
                _ => {}
            }
        }
        let taken: BTreeMap<String, String> = self
            .told
            .iter()
            .filter_map(|told| match &told.event {
                ticket::Event::TicketTaken { series, number, token, .. } => {
                    Some((ticket::label(series, number.number()), token.clone()))
                }
                _ => None,
            })
            .collect();
        for ticket in day.tickets {
            if taken.get(&ticket.label) != Some(&ticket.token) {
                found.push(format!("{} was handed out, the journal lacks it", ticket.label));
            }
        }
        if taken.len() != day.tickets.len() {
            let (journal, hands) = (taken.len(), day.tickets.len());
            found.push(format!("{journal} tickets in the journal, {hands} in people's hands"));
        }
    }

    fn moments(&self, day: &Day<'_>, found: &mut Vec<String>) {
        let mut tickets: BTreeMap<StreamId, State> = BTreeMap::new();
        let mut events = self.told.iter().peekable();
        let (mut counted, mut until) = (0, 0);
        let mut answered: BTreeSet<&str> = BTreeSet::new();
        for moment in day.moments {
            for act in day.acts.get(counted..moment.answered).unwrap_or_default() {
                answered.insert(&act.command);
                until = until.max(self.commands.get(&act.command).copied().unwrap_or(0));
            }
            counted = moment.answered;
            while let Some(told) = events.next_if(|told| told.seq <= until) {
                if self.by.get(&told.seq).is_none_or(|by| !answered.contains(by.as_str())) {
                    let name = told.event.name();
                    found.push(format!(
                        "{}: {name} at seq {}, which nobody was told of",
                        moment.name, told.seq
                    ));
                }
                let before = tickets.remove(&told.ticket);
                tickets.insert(told.ticket, ticket::apply(before, &told.event));
            }
            found.extend(
                moment.differs(day.desks, &tickets).into_iter().map(|what| format!("{what} (seq {until})")),
            );
        }
    }

    /// Each call once at each display. A display says nothing of a call that was over before it could ask.
    fn displays(&self, day: &Day<'_>, found: &mut Vec<String>) {
        let mut calls: BTreeMap<String, bool> = BTreeMap::new();
        let mut open: BTreeMap<StreamId, (String, Millis)> = BTreeMap::new();
        let mut times: BTreeMap<StreamId, usize> = BTreeMap::new();
        for told in &self.told {
            if let Some((id, at)) = open.remove(&told.ticket) {
                calls.insert(id, told.at - at >= AT_ONE_TIME);
            }
            if let ticket::Event::TicketCalled { .. } | ticket::Event::TicketRecalled { .. } = told.event {
                let times = times.entry(told.ticket).or_default();
                *times += 1;
                open.insert(told.ticket, (format!("{}-{times}", told.ticket), told.at));
            }
        }
        calls.extend(open.into_values().map(|(id, _)| (id, true)));
        for (number, display) in (1..).zip(day.displays) {
            if !display.wrong.is_empty() {
                found.push(format!("display {number}: {}", display.wrong));
            }
            let mut said: BTreeMap<&str, usize> = BTreeMap::new();
            for call in &display.said {
                *said.entry(&call.id).or_default() += 1;
                if !calls.contains_key(&call.id) {
                    found.push(format!(
                        "display {number} said {} of {}, the journal lacks it",
                        call.id, call.label
                    ));
                }
            }
            for (id, must) in &calls {
                let times = said.get(id.as_str()).copied().unwrap_or(0);
                if times > 1 || (*must && times == 0) {
                    found.push(format!("display {number} said the call {id} {times} times, expected once"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hall;
    use super::super::reading::Call;
    use super::*;
    use domain::kernel::Number;
    use domain::ticket::{Event as Of, Priority};

    const MINUTE: Millis = 60_000;

    fn told(seq: i64, minute: i64, event: Of) -> Told {
        Told { seq, ticket: StreamId(7), at: minute * MINUTE, event }
    }

    /// C001 is taken by `take`, called by `call` and called again by `recall`.
    fn journal() -> Journal {
        let taken = Of::TicketTaken {
            hall: HALL.into(),
            day: 20_261_124,
            field: "construction".into(),
            series: "C".into(),
            number: Number::Given(1),
            priority: Priority::None,
            procedure: String::new(),
            token: "t".into(),
            appointment: None,
            dossier: None,
            others: Vec::new(),
            paper: false,
            at: 0,
            order_at: 0,
        };
        let counter = || "01".to_owned();
        let told = vec![
            told(1, 0, taken),
            told(2, 1, Of::TicketCalled { counter: counter(), at: MINUTE }),
            told(3, 2, Of::TicketRecalled { counter: counter(), at: 2 * MINUTE }),
        ];
        let commands = [("take", 1), ("call", 2), ("recall", 3)];
        Journal {
            told,
            commands: commands.iter().map(|(command, seq)| ((*command).to_owned(), *seq)).collect(),
            by: commands.iter().map(|(command, seq)| (*seq, (*command).to_owned())).collect(),
            twice: Vec::new(),
        }
    }

    fn act(command: &str, refused: &str) -> Act {
        Act { command: command.into(), path: format!("/{command}"), refused: refused.into() }
    }

    fn said(ids: &[&str]) -> Shown {
        let call = |id: &&str| Call { id: (*id).into(), label: "C001".into(), counter: 1 };
        Shown { said: ids.iter().map(call).collect(), ..Shown::default() }
    }

    fn found(journal: &Journal, acts: &[Act], moments: &[Moment], displays: &[Shown]) -> Vec<String> {
        let desks = hall::desks(1);
        let tickets = [Ticket { label: "C001".into(), token: "t".into() }];
        let (rules, tickets) = (QueueRules::default(), tickets.as_slice());
        journal.against(&Day { desks: &desks, rules, acts, moments, tickets, displays }).1
    }

    fn answered() -> Vec<Act> {
        vec![act("take", ""), act("call", ""), act("recall", "")]
    }

    #[test]
    fn a_day_that_is_in_the_journal_as_it_was_lived_has_no_findings() {
        let both = said(&["7-1", "7-2"]);
        assert_eq!(found(&journal(), &answered(), &[], &[both]), Vec::<String>::new());
    }

    #[test]
    fn an_act_that_was_answered_and_is_gone_or_refused_and_is_there_is_found() {
        let mut lost = answered();
        lost.push(act("finish", ""));
        assert!(found(&journal(), &lost, &[], &[])[0].contains("/finish was answered as done"));
        let refused = vec![act("take", ""), act("call", "nobody_waiting"), act("recall", "")];
        assert!(found(&journal(), &refused, &[], &[])[0].contains("/call was refused"));
    }

    #[test]
    fn a_ticket_that_is_gone_and_an_event_nobody_was_told_of_are_found() {
        let empty = Journal { told: Vec::new(), ..journal() };
        let all = found(&empty, &answered(), &[], &[]);
        assert!(all.iter().any(|what| what.contains("C001 was handed out")), "{all:?}");
        let mut other = journal();
        other.by.insert(2, "somebody-else".into());
        let moment = Moment { name: "08:00".into(), answered: 3, ..Moment::default() };
        let all = found(&other, &answered(), &[moment], &[]);
        assert!(all[0].contains("TicketCalled at seq 2, which nobody was told of"), "{all:?}");
    }

    #[test]
    fn a_call_that_a_display_says_twice_never_or_by_itself_is_found() {
        for ids in [["7-1", "7-1", "7-2"].as_slice(), &["7-2"], &["7-1", "7-2", "7-3"]] {
            assert_eq!(found(&journal(), &answered(), &[], &[said(ids)]).len(), 1, "{ids:?}");
        }
    }

    #[test]
    fn a_call_that_was_over_at_once_need_not_be_said() {
        let mut at_once = journal();
        at_once.told[2].at = MINUTE + 1;
        assert_eq!(found(&at_once, &answered(), &[], &[said(&["7-2"])]), Vec::<String>::new());
    }
}
