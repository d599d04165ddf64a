//! Papers between the counter and the department: nothing is lost, and nothing is in two places.

use super::centre::*;
use domain::dossier::{
    Command, FilingChannel, Holder, Intake, Outcome, PaperForm, PaperPlace, Phase, Plan,
    apply as dossier_apply,
};
use domain::handover::{self, Draw, LineOutcome, Listed};
use domain::kernel::{Refusal, StreamId};
use proptest::prelude::*;

const LIST: StreamId = StreamId(900);

fn list(list: StreamId, to: &str) -> Command {
    Command::ListPapers { by: by("lan"), list, to: to.to_owned() }
}

fn receive(list: StreamId) -> Command {
    Command::ReceivePapers { by: by("minh"), list, to: "land".to_owned() }
}

fn miss(list: StreamId, reason: &str) -> Command {
    Command::MissPapers { by: by("minh"), list, reason: reason.to_owned() }
}

fn place(centre: &Centre) -> &'static str {
    centre.dossier().papers.as_ref().map_or("none", |way| way.place.word())
}

#[test]
fn papers_go_from_the_counter_over_a_list_to_the_department_with_their_originals() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer());
    let way = centre.dossier().papers.clone().unwrap();
    assert_eq!((way.batch.originals, way.batch.papers), (2, 3));
    assert_eq!(centre.local(way.batch.travel_by), "2026-03-16T17:00", "before the cut: the same day");
    centre.does(list(LIST, "land")).does(receive(LIST));
    assert_eq!(place(&centre), "department");
    let held: Vec<_> = centre.dossier().originals.iter().map(|original| &original.holder).collect();
    assert_eq!(held, [&Holder::Unit("land".to_owned()); 2]);
}

#[test]
fn papers_received_after_the_cut_may_wait_for_the_next_opening() {
    let mut centre = Centre::at("2026-03-16T15:10");
    centre.receives(land_transfer());
    let way = centre.dossier().papers.clone().unwrap();
    assert_eq!(centre.local(way.batch.travel_by), "2026-03-17T07:00");
}

#[test]
fn what_is_filed_online_or_done_while_the_person_waits_has_no_papers_to_carry() {
    let on_the_spot = Plan { on_the_spot: true, ..land_transfer() };
    let at_home = Plan {
        steps: land_transfer().steps.into_iter().filter(|step| step.unit == "hall").collect(),
        ..suspension()
    };
    let online = Intake { channel: FilingChannel::Online, ..declared(complete_papers()) };
    let shown = declared(vec![paper(1, "Căn cước", PaperForm::Shown, true)]);
    for (intake, plan) in [
        (online, land_transfer()),
        (shown, land_transfer()),
        (declared(complete_papers()), on_the_spot),
        (declared(complete_papers()), at_home),
    ] {
        let mut centre = Centre::at("2026-03-16T09:00");
        centre.takes(intake, plan, Outcome::Receive);
        assert_eq!(place(&centre), "none");
        assert_eq!(centre.refuses(list(LIST, "land")).0, "papers_not_at_counter");
    }
}

#[test]
fn papers_are_on_one_list_and_go_where_the_plan_says() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer());
    assert_eq!(centre.refuses(list(LIST, "business")).0, "papers_go_elsewhere");
    centre.does(list(LIST, "land"));
    let (code, _) = centre.refuses(list(StreamId(901), "land"));
    assert_eq!(code, "papers_not_at_counter");
    assert_eq!(centre.refuses(receive(StreamId(901))).0, "papers_not_on_list");
}

#[test]
fn a_dossier_that_was_not_there_is_back_at_the_counter_and_says_why() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).does(list(LIST, "land"));
    assert_eq!(centre.refuses(miss(LIST, " ")).0, "reason_missing");
    centre.does(miss(LIST, "Không có trong túi"));
    let way = centre.dossier().papers.clone().unwrap();
    assert_eq!((way.place, way.missed.as_str()), (PaperPlace::Counter, "Không có trong túi"));
    centre.does(list(StreamId(901), "land"));
    assert_eq!(centre.dossier().papers.as_ref().unwrap().missed, "", "it was found");
}

#[test]
fn papers_brought_later_travel_too_and_those_of_a_withdrawn_dossier_do_not() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).does(list(LIST, "land")).does(receive(LIST));
    centre.asks_for("minh", vec![item("Thông báo (sửa)", "Mờ")]).it_is("2026-03-18T16:00").gets_papers();
    let way = centre.dossier().papers.clone().unwrap();
    assert_eq!((way.place, way.batch.papers), (PaperPlace::Counter, 1));
    assert_eq!(centre.local(way.batch.travel_by), "2026-03-19T07:00");
    centre.does(Command::Withdraw { by: by("lan"), reason: "Đổi ý".to_owned() });
    assert_eq!(centre.refuses(list(StreamId(901), "land")).0, "dossier_in_other_phase");
}

#[test]
fn papers_brought_while_others_are_on_a_list_wait_at_the_counter_for_the_next_one() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).does(list(LIST, "land"));
    centre.asks_for("minh", vec![item("Thông báo (sửa)", "Mờ")]).gets_papers();
    assert_eq!(place(&centre), "listed");
    centre.does(receive(LIST));
    let way = centre.dossier().papers.clone().unwrap();
    assert_eq!((way.place, way.batch.papers, way.next), (PaperPlace::Counter, 1, None));
}

/// Some dossiers, some lists, and the app's way of asking: everything of one act, or nothing.
struct House {
    dossiers: Vec<Centre>,
    lists: Vec<handover::State>,
}

impl House {
    fn with(dossiers: usize) -> Self {
        let received = |_| {
            let mut centre = Centre::at("2026-03-16T09:00");
            centre.receives(land_transfer());
            centre
        };
        Self { dossiers: (0..dossiers).map(received).collect(), lists: Vec::new() }
    }

    fn stream(list: usize) -> StreamId {
        StreamId(900 + i64::try_from(list).unwrap())
    }

    fn decides(
        &mut self,
        number: usize,
        command: handover::Command,
        person: &str,
        then: Vec<(usize, Command)>,
    ) -> Result<(), Refusal> {
        let before = self.lists.get(number).cloned();
        let events = handover::decide(before.as_ref(), command, person, 0)?;
        let kept: Vec<_> =
            then.iter().map(|(place, _)| (*place, self.dossiers[*place].state.clone())).collect();
        if !events.is_empty() {
            for (place, command) in then {
                if let Err(refusal) = self.dossiers[place].try_to(command) {
                    for (place, state) in kept {
                        self.dossiers[place].state = state;
                    }
                    return Err(refusal);
                }
            }
        }
        let mut state = before;
        for mut event in events {
            event.fill(&mut |_| 1);
            state = Some(handover::apply(state, &event));
        }
        match (state, number < self.lists.len()) {
            (Some(state), true) => self.lists[number] = state,
            (Some(state), false) => self.lists.push(state),
            (None, _) => {}
        }
        Ok(())
    }

    fn draws(&mut self, chosen: &[usize]) -> Result<(), Refusal> {
        let number = self.lists.len();
        let line = |place: &usize| {
            let way = self.dossiers[*place].dossier().papers.clone();
            let batch = way.map(|way| way.batch);
            Listed {
                dossier: StreamId(i64::try_from(*place).unwrap()),
                code: self.dossiers[*place].dossier().code.clone(),
                matter: String::new(),
                originals: batch.as_ref().map_or(0, |batch| batch.originals),
                papers: batch.as_ref().map_or(0, |batch| batch.papers),
                travel_by: batch.map_or(0, |batch| batch.travel_by),
            }
        };
        let draw = Draw {
            hall: "H1".to_owned(),
            from: "hall".to_owned(),
            to: "land".to_owned(),
            day: 20_260_316,
            lines: chosen.iter().map(line).collect(),
            confirm_by: 1,
        };
        let then = chosen.iter().map(|place| (*place, list(Self::stream(number), "land"))).collect();
        self.decides(number, handover::Command::Draw(draw), "lan", then)
    }

    /// The app decides for the lines that the list took in: those that waited.
    fn receives(&mut self, number: usize, chosen: &[usize]) -> Result<(), Refusal> {
        let dossiers: Vec<StreamId> =
            chosen.iter().map(|place| StreamId(i64::try_from(*place).unwrap())).collect();
        let waits = |place: &&usize| {
            let stream = StreamId(i64::try_from(**place).unwrap());
            let line = self.lists.get(number).and_then(|list| list.line(stream));
            line.is_some_and(|line| line.outcome == LineOutcome::Waiting)
        };
        let then = chosen.iter().filter(waits).map(|place| (*place, receive(Self::stream(number)))).collect();
        self.decides(number, handover::Command::Receive { dossiers }, "minh", then)
    }

    fn strikes(&mut self, number: usize, place: usize) -> Result<(), Refusal> {
        let dossier = StreamId(i64::try_from(place).unwrap());
        let reason = "Thiếu".to_owned();
        let then = vec![(place, miss(Self::stream(number), &reason))];
        self.decides(number, handover::Command::Strike { dossier, reason }, "minh", then)
    }

    fn nothing_is_lost_or_twice(&self) {
        for (place, centre) in self.dossiers.iter().enumerate() {
            let stream = StreamId(i64::try_from(place).unwrap());
            let waits: Vec<StreamId> = (0..)
                .zip(&self.lists)
                .filter(|(_, list)| {
                    list.line(stream).is_some_and(|line| line.outcome == LineOutcome::Waiting)
                })
                .map(|(number, _)| Self::stream(number))
                .collect();
            match &centre.dossier().papers.as_ref().expect("it came with papers").place {
                PaperPlace::Listed { list } => assert_eq!(waits, [*list], "on exactly the list it says"),
                PaperPlace::Counter => assert_eq!(waits, [], "at the counter, on no list"),
                PaperPlace::Department { .. } => {
                    assert_eq!(waits, [], "with the department, on no list");
                    let taken = |list: &handover::State| {
                        list.line(stream)
                            .is_some_and(|line| matches!(line.outcome, LineOutcome::Received { .. }))
                    };
                    assert!(self.lists.iter().any(taken), "somebody signed for it");
                }
            }
        }
        for list in &self.lists {
            assert_eq!(list.closed_at.is_none(), list.waiting() > 0);
        }
    }
}

proptest! {
    #[test]
    fn papers_are_at_the_counter_on_one_list_or_with_the_department(
        acts in proptest::collection::vec((0_u8..3, 0_usize..4, proptest::collection::vec(0_usize..5, 0..4)), 1..24)
    ) {
        let mut house = House::with(5);
        for (what, number, chosen) in acts {
            let _ = match what {
                0 => house.draws(&chosen),
                1 => house.receives(number, &chosen),
                _ => house.strikes(number, chosen.first().copied().unwrap_or(0)),
            };
            house.nothing_is_lost_or_twice();
        }
    }
}

#[test]
fn the_way_of_the_papers_is_told_by_the_journal_alone() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).does(list(LIST, "land")).does(miss(LIST, "Thiếu"));
    centre.does(list(StreamId(901), "land")).does(receive(StreamId(901)));
    let told = centre.events.iter().fold(None, |state, event| Some(dossier_apply(state, event)));
    assert_eq!(told, centre.state);
    assert!(matches!(centre.dossier().phase, Phase::Processing));
}
