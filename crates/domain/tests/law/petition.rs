//! What an applicant says is wrong: heard one at a time, answered within the days of the regime.

use super::centre::party;
use calendar::{CalendarFile, Reading, WorkCalendar};
use domain::kernel::{Millis, Refusal, RuleRef, StreamId};
use domain::petition::{
    Command, Facts, Lodge, Matter, PetitionRules, Reply, State, apply, decide, stream_of, views,
};

const CALENDAR: &str = include_str!("../../../../data/calendars/vn-public.toml");

struct Desk {
    calendar: WorkCalendar,
    now: Millis,
    state: Option<State>,
}

impl Desk {
    fn at(time: &str) -> Self {
        let calendar = WorkCalendar::build(&CalendarFile::parse(CALENDAR).unwrap(), &[]).unwrap();
        let now = calendar.instant(time).unwrap();
        Self { calendar, now, state: None }
    }

    fn it_is(&mut self, time: &str) -> &mut Self {
        self.now = self.calendar.instant(time).unwrap();
        self
    }

    fn does(&mut self, command: Command) -> Result<usize, Refusal> {
        let rules = PetitionRules { answer_within_days: 15, rule: RuleRef::new("D", "1") };
        let reading = Reading::default();
        let facts = Facts { calendar: &self.calendar, reading: &reading, rules: &rules };
        let events = decide(self.state.as_ref(), command, &facts, self.now)?;
        for event in &events {
            self.state = Some(apply(self.state.take(), event));
        }
        Ok(events.len())
    }

    fn lodges(&mut self, matter: Matter) -> Result<usize, Refusal> {
        self.does(Command::Lodge(Lodge {
            dossier: StreamId(7),
            code: "H49-210629-0001".to_owned(),
            received: true,
            receiving_unit: "hall".to_owned(),
            handling_unit: "land".to_owned(),
            matter: Some(matter),
            words: Some(party(4)),
        }))
    }

    fn answers(&mut self, number: i64, upheld: bool) -> Result<usize, Refusal> {
        let (by, position) = ("nga".to_owned(), "land/nga".to_owned());
        self.does(Command::Answer(Reply {
            number,
            upheld: Some(upheld),
            words: Some(party(5)),
            by,
            position,
        }))
    }

    fn state(&self) -> &State {
        self.state.as_ref().unwrap()
    }
}

fn code(refused: Result<usize, Refusal>) -> String {
    refused.unwrap_err().code
}

#[test]
fn a_petition_is_to_be_answered_within_fifteen_working_days_and_weekends_do_not_count() {
    let mut desk = Desk::at("2021-06-07T09:00");
    desk.lodges(Matter::Delay).unwrap();
    let waiting = desk.state().waiting().unwrap();
    assert_eq!(waiting.due_at, desk.calendar.instant("2021-06-28T09:00").unwrap());
    assert_eq!((waiting.number, waiting.rule.document.as_str()), (1, "D"));
}

#[test]
fn who_waits_for_an_answer_has_been_heard_and_may_write_again_after_it() {
    let mut desk = Desk::at("2021-06-07T09:00");
    desk.lodges(Matter::Delay).unwrap();
    assert_eq!(code(desk.lodges(Matter::Conduct)), "petition_waits");
    desk.it_is("2021-06-09T10:00").answers(1, true).unwrap();
    assert_eq!(desk.state().waiting(), None);
    desk.lodges(Matter::Conduct).unwrap();
    let numbers: Vec<_> = desk.state().petitions.iter().map(|one| (one.number, one.matter)).collect();
    assert_eq!(numbers, [(1, Matter::Delay), (2, Matter::Conduct)]);
}

#[test]
fn a_petition_is_answered_once_and_what_nobody_lodged_is_not_answered() {
    let mut desk = Desk::at("2021-06-07T09:00");
    assert_eq!(code(desk.answers(1, true)), "petition_unknown");
    desk.lodges(Matter::Fee).unwrap();
    assert_eq!(code(desk.answers(2, true)), "petition_unknown");
    desk.answers(1, false).unwrap();
    assert_eq!(code(desk.answers(1, true)), "petition_answered");
    let answer = desk.state().petitions[0].answer.clone().unwrap();
    assert_eq!((answer.upheld, answer.by.as_str()), (false, "nga"));
}

#[test]
fn lists_have_what_waits_by_when_it_is_due_and_what_was_answered_by_when_it_was() {
    let mut desk = Desk::at("2021-06-07T09:00");
    desk.lodges(Matter::Other).unwrap();
    let order = |desk: &Desk| {
        let rows = views(desk.state(), stream_of(StreamId(7))).rows;
        let column = |name: &str| rows[0].columns.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        (column("is_open"), column("order_at"))
    };
    let due_at = desk.state().waiting().unwrap().due_at;
    assert_eq!(order(&desk), (1.into(), due_at.into()));
    desk.it_is("2021-06-08T08:00").answers(1, true).unwrap();
    assert_eq!(order(&desk), (0.into(), desk.now.into()));
}

#[test]
fn how_somebody_was_treated_is_for_the_centre_and_all_else_for_the_unit_that_leads() {
    for matter in Matter::ALL {
        let mut desk = Desk::at("2021-06-07T09:00");
        desk.lodges(matter).unwrap();
        let unit = if matter == Matter::Conduct { "hall" } else { "land" };
        assert_eq!(desk.state().waiting().unwrap().unit, unit, "{matter:?}");
    }
}

#[test]
fn what_was_not_received_is_not_complained_of_and_all_that_is_missing_is_named_at_once() {
    let mut desk = Desk::at("2021-06-07T09:00");
    let lodge = |received| {
        Command::Lodge(Lodge {
            dossier: StreamId(7),
            code: String::new(),
            received,
            receiving_unit: "hall".to_owned(),
            handling_unit: "land".to_owned(),
            matter: None,
            words: None,
        })
    };
    assert_eq!(code(desk.does(lodge(false))), "petition_before_reception");
    let refusal = desk.does(lodge(true)).unwrap_err();
    let fields: Vec<_> = refusal.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!((refusal.code.as_str(), fields), ("petition_incomplete", vec!["matter", "text"]));
}
