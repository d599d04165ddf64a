use super::*;
use crate::catalogue::Role;
use crate::kernel::{Millis, Refusal};
use proptest::prelude::*;

const DAY: Millis = 86_400_000;
/// Instant the first day of these stories begins.
const MONDAY: Millis = 1_000 * DAY;
const TODAY: i64 = 20_261_130;

fn post(position: &str, role: Role) -> Post {
    let (unit, rest) = position.split_once('/').expect("unit/role/person");
    Post {
        position: position.to_owned(),
        person: rest.rsplit('/').next().unwrap_or_default().to_owned(),
        unit: unit.to_owned(),
        role,
    }
}

fn director() -> Post {
    post("H49.11/leader/tuan.ld", Role::Leader)
}

fn deputy_head() -> Post {
    post("H49.11.1/deputy_head/lam.nh", Role::DeputyHead)
}

fn words(some: &[&str]) -> Vec<String> {
    some.iter().map(|word| (*word).to_owned()).collect()
}

/// TUQ. for one procedure, from today until the end of the tenth day.
fn delegation() -> Asked {
    Asked {
        sign_as: Some(SignAs::Delegation),
        scope: Scope {
            procedures: words(&["2.000488"]),
            fields: Vec::new(),
            actions: words(&["approve_result", "return_result_for_rework"]),
        },
        writing: Writing { number: " 12/UQ-STP ".to_owned(), dated: TODAY, file: String::new() },
        from_at: Some(MONDAY),
        until_at: Some(MONDAY + 10 * DAY),
    }
}

/// What a director gave, and the clock.
struct Office {
    given: Vec<State>,
    giver: Post,
    receiver: Option<Post>,
    within: bool,
    foreign: Vec<String>,
    now: Millis,
}

impl Office {
    fn new() -> Self {
        Self {
            given: Vec::new(),
            giver: director(),
            receiver: Some(deputy_head()),
            within: true,
            foreign: Vec::new(),
            now: MONDAY + 3_600_000,
        }
    }

    fn with_facts<T>(&self, row: Option<(&str, &Grant)>, then: impl FnOnce(&Facts<'_>) -> T) -> T {
        let held = words(&SIGNING);
        let others: Vec<&State> = self.given.iter().collect();
        then(&Facts {
            giver: &self.giver,
            receiver: self.receiver.as_ref(),
            within: self.within,
            held: &held,
            foreign: &self.foreign,
            others: &others,
            row,
            midnight: self.now - self.now % DAY,
            today: TODAY + (self.now - MONDAY) / DAY,
            by: &self.giver.person,
        })
    }

    fn grants(&mut self, asked: Asked) -> Result<(), Refusal> {
        let command = Command::Grant(Box::new(asked));
        let events = self.with_facts(None, |facts| decide(None, command, facts, self.now))?;
        let state = events.iter().fold(None, |state, event| Some(apply(state, event)));
        self.given.push(state.expect("granted"));
        Ok(())
    }

    fn takes_back(&mut self, which: usize, reason: &str) -> Result<usize, Refusal> {
        let command = Command::TakeBack { reason: reason.to_owned() };
        let state = Some(&self.given[which]);
        let events = self.with_facts(None, |facts| decide(state, command, facts, self.now))?;
        for event in &events {
            self.given[which] = apply(Some(self.given[which].clone()), event);
        }
        Ok(events.len())
    }

    fn standing(&self, which: usize) -> Standing {
        self.given[which].standing(self.now)
    }
}

fn codes(answer: Result<(), Refusal>) -> Vec<String> {
    answer.unwrap_err().violations.into_iter().map(|one| one.code).collect()
}

#[test]
fn a_director_delegates_and_it_holds_from_now_until_its_last_day_is_over() {
    let mut office = Office::new();
    office.grants(delegation()).unwrap();
    let given = &office.given[0];
    assert_eq!(given.grant.from_at, office.now, "nobody signed before there was a document");
    assert_eq!(given.grant.document(), "Văn bản ủy quyền số 12/UQ-STP ngày 30/11/2026");
    assert_eq!(office.standing(0), Standing::Holds);
    office.now = MONDAY + 10 * DAY - 1;
    assert_eq!(office.standing(0), Standing::Holds);
    office.now += 1;
    assert_eq!(office.standing(0), Standing::Over);
    assert_eq!(office.takes_back(0, "Hết cần").unwrap_err().code, "delegation_over");
}

#[test]
fn what_begins_later_is_ahead_until_its_day_and_may_be_taken_back_before() {
    let mut office = Office::new();
    office.grants(Asked { from_at: Some(MONDAY + 2 * DAY), ..delegation() }).unwrap();
    assert_eq!(office.standing(0), Standing::Ahead);
    assert_eq!(office.takes_back(0, "Nhầm người"), Ok(1));
    office.now = MONDAY + 3 * DAY;
    assert_eq!(office.standing(0), Standing::TakenBack);
}

#[test]
fn it_is_taken_back_at_once_with_a_reason_and_once() {
    let mut office = Office::new();
    office.grants(delegation()).unwrap();
    let without = office.takes_back(0, "  ").unwrap_err();
    assert_eq!(without.violations[0].code, "reason_missing");
    let long = office.takes_back(0, &"ạ".repeat(MOST_LETTERS + 1)).unwrap_err();
    assert_eq!(long.violations[0].code, "too_long");
    assert_eq!(office.takes_back(0, "Chuyển công tác"), Ok(1));
    assert_eq!(office.standing(0), Standing::TakenBack);
    assert_eq!(office.takes_back(0, "Chuyển công tác"), Ok(0), "it is so already");
}

#[test]
fn all_that_is_wrong_is_said_at_once_under_the_rule() {
    let mut office = Office { receiver: None, foreign: words(&["9.999999"]), ..Office::new() };
    let asked = Asked {
        sign_as: None,
        scope: Scope::default(),
        writing: Writing::default(),
        from_at: None,
        until_at: None,
    };
    assert_eq!(
        codes(office.grants(asked)),
        [
            "sign_as_missing",
            "receiver_missing",
            "actions_missing",
            "procedure_not_yours",
            "number_missing",
            "dated_missing",
            "from_missing"
        ]
    );
    let asked = Asked { until_at: None, ..delegation() };
    let refused = Office::new().grants(asked).unwrap_err();
    assert_eq!(refused.violations[0].code, "until_needed");
    assert_eq!(refused.rule.unwrap().document, "30/2020/NĐ-CP");
}

#[test]
fn days_that_cannot_be_are_refused() {
    let mut office = Office::new();
    let asked = Asked { from_at: Some(MONDAY - DAY), ..delegation() };
    assert_eq!(codes(office.grants(asked)), ["from_past"]);
    let asked = Asked { from_at: Some(MONDAY + 5 * DAY), until_at: Some(MONDAY + 5 * DAY), ..delegation() };
    assert_eq!(codes(office.grants(asked)), ["until_before_from"]);
    let writing = Writing { dated: TODAY + 1, ..delegation().writing };
    assert_eq!(codes(office.grants(Asked { writing, ..delegation() })), ["dated_ahead"]);
    let writing = Writing { number: "1".repeat(61), ..delegation().writing };
    assert_eq!(codes(office.grants(Asked { writing, ..delegation() })), ["too_long"]);
}

#[test]
fn nobody_gives_to_themselves_nor_beyond_the_agency() {
    let mut office = Office { receiver: Some(director()), ..Office::new() };
    assert_eq!(codes(office.grants(delegation())), ["delegation_to_oneself"]);
    let mut office = Office { within: false, ..Office::new() };
    assert_eq!(codes(office.grants(delegation())), ["receiver_elsewhere"]);
}

#[test]
fn kt_is_for_a_deputy_of_the_same_agency_and_tl_for_a_head_below() {
    let ask = |sign_as, receiver: Post| {
        let mut office = Office { receiver: Some(receiver), ..Office::new() };
        let refused = office.grants(Asked { sign_as: Some(sign_as), ..delegation() });
        refused.err().map_or_else(|| "granted".to_owned(), |refusal| refusal.violations[0].code.clone())
    };
    let deputy = || post("H49.11/deputy_leader/tuong.lm", Role::DeputyLeader);
    let head = || post("H49.11.1/head/khai.dv", Role::Head);
    assert_eq!(ask(SignAs::Assignment, deputy()), "granted");
    assert_eq!(ask(SignAs::Assignment, head()), "receiver_not_deputy");
    let elsewhere = post("H49.11.1/deputy_leader/x", Role::DeputyLeader);
    assert_eq!(ask(SignAs::Assignment, elsewhere), "receiver_not_deputy");
    assert_eq!(ask(SignAs::Order, head()), "granted");
    assert_eq!(ask(SignAs::Order, deputy_head()), "receiver_not_head");
    assert_eq!(ask(SignAs::Delegation, deputy_head()), "granted");
}

#[test]
fn kt_and_tl_may_stand_until_they_are_taken_back() {
    let receiver = Some(post("H49.11/deputy_leader/tuong.lm", Role::DeputyLeader));
    let mut office = Office { receiver, ..Office::new() };
    office.grants(Asked { sign_as: Some(SignAs::Assignment), until_at: None, ..delegation() }).unwrap();
    office.now += 5_000 * DAY;
    assert_eq!(office.standing(0), Standing::Holds);
}

#[test]
fn what_was_given_is_never_passed_on() {
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Leader) {
        let giver = post("H49.11/x/tuong.lm", role);
        let mut office = Office { giver, ..Office::new() };
        assert_eq!(office.grants(delegation()).unwrap_err().code, "delegation_not_passed_on", "{role:?}");
    }
}

#[test]
fn nobody_gives_what_they_do_not_hold() {
    let mut office = Office::new();
    let scope = Scope { actions: words(&["approve_result", "number_result"]), ..delegation().scope };
    let refused = office.grants(Asked { scope, ..delegation() }).unwrap_err();
    assert_eq!(refused.violations.len(), 1);
    assert_eq!(refused.violations[0].code, "action_not_held");
    assert_eq!(refused.violations[0].values, [("action".to_owned(), "number_result".to_owned())]);
}

#[test]
fn the_same_at_the_same_time_is_refused_and_what_follows_it_is_not() {
    let mut office = Office::new();
    office.grants(delegation()).unwrap();
    let longer = || Asked { until_at: Some(MONDAY + 30 * DAY), ..delegation() };
    let refused = office.grants(longer()).unwrap_err();
    assert_eq!(refused.violations[0].code, "delegation_overlaps");
    assert!(refused.violations[0].values[0].1.contains("12/UQ-STP"), "{refused:?}");
    // Every procedure holds this one too; another procedure, another action does not meet it.
    let scope = |procedures: &[&str], actions: &[&str]| Scope {
        procedures: words(procedures),
        fields: Vec::new(),
        actions: words(actions),
    };
    let all = Asked { scope: scope(&[], &["approve_result"]), ..longer() };
    assert_eq!(codes(office.grants(all)), ["delegation_overlaps"]);
    office.grants(Asked { scope: scope(&["1.000894"], &["approve_result"]), ..longer() }).unwrap();
    office.grants(Asked { scope: scope(&["2.000488"], &["extend_dossier"]), ..longer() }).unwrap();
    // Longer only by another one, from the day the first is over.
    office.grants(Asked { from_at: Some(MONDAY + 10 * DAY), ..longer() }).unwrap();
    // What was taken back is in nobody's way.
    assert_eq!(office.takes_back(0, "Cấp lại"), Ok(1));
    office.grants(delegation()).unwrap();
}

#[test]
fn a_row_of_the_catalogue_is_taken_back_like_any_other() {
    let mut office = Office::new();
    office.grants(delegation()).unwrap();
    let row = Grant {
        writing: Writing {
            number: "Văn bản uỷ quyền số 12/UQ-STC".to_owned(), ..Writing::default()
        },
        ..office.given[0].grant.clone()
    };
    assert_eq!(row.document(), "Văn bản uỷ quyền số 12/UQ-STC");
    let take_back = || Command::TakeBack { reason: "Nghỉ hưu".to_owned() };
    let events = office
        .with_facts(Some(("UQ01", &row)), |facts| decide(None, take_back(), facts, office.now))
        .unwrap();
    let state = events.iter().fold(None, |state, event| Some(apply(state, event))).unwrap();
    assert_eq!((state.row.as_str(), state.standing(office.now)), ("UQ01", Standing::TakenBack));
    let unknown = office.with_facts(None, |facts| decide(None, take_back(), facts, office.now));
    assert_eq!(unknown.unwrap_err().code, "delegation_unknown");
    let again = Command::Grant(Box::new(delegation()));
    let changed = office.with_facts(None, |facts| decide(Some(&state), again, facts, office.now));
    assert_eq!(changed.unwrap_err().code, "delegation_unchangeable");
}

proptest! {
    #[test]
    fn no_two_grants_of_one_post_to_another_ever_hold_the_same(
        asked in proptest::collection::vec((0_i64..20, 0_i64..12, 0_usize..4, 0_usize..3, any::<bool>()), 1..30),
    ) {
        let mut office = Office::new();
        for (from, days, procedure, action, takes_back) in asked {
            office.now += DAY / 3;
            if takes_back && !office.given.is_empty() {
                let which = (office.given.len() - 1).min(procedure);
                drop(office.takes_back(which, "Thu hồi"));
                continue;
            }
            let procedures = if procedure == 0 { Vec::new() } else { vec![format!("2.00000{procedure}")] };
            let scope = Scope { procedures, fields: Vec::new(), actions: vec![SIGNING[action].to_owned()] };
            let begin = office.now - office.now % DAY + from * DAY;
            drop(office.grants(Asked { scope, from_at: Some(begin), until_at: Some(begin + days * DAY), ..delegation() }));
            let holding = |at: Millis| office.given.iter().filter(move |one| one.standing(at) == Standing::Holds);
            for at in [office.now, office.now + 3 * DAY, office.now + 9 * DAY] {
                let held: Vec<&State> = holding(at).collect();
                for (place, one) in held.iter().enumerate() {
                    for other in &held[place + 1..] {
                        prop_assert!(!one.grant.scope.meets(&other.grant.scope), "{one:?} and {other:?} at {at}");
                    }
                }
            }
        }
    }
}
