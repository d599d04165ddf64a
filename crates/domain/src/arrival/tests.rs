use super::*;
use crate::catalogue::{AdviceRule, Answers, Choice, DeclarationForm, Question, QuestionKind};

fn question(code: &str, kind: QuestionKind, choices: &[&str]) -> Question {
    let choice =
        |code: &&str| Choice { code: (*code).to_owned(), text: String::new(), text_en: String::new() };
    Question {
        code: code.to_owned(),
        kind,
        text: String::new(),
        text_en: String::new(),
        choices: choices.iter().map(choice).collect(),
    }
}

fn form() -> DeclarationForm {
    let rule =
        |advice| AdviceRule { when: "true".to_owned(), advice, text: String::new(), text_en: String::new() };
    DeclarationForm {
        code: "health".to_owned(),
        version: "1".to_owned(),
        name: String::new(),
        name_en: String::new(),
        valid_from: "2021-01-01".to_owned(),
        valid_to: String::new(),
        questions: vec![
            question("contact", QuestionKind::YesNo, &[]),
            question("zone", QuestionKind::One, &["green", "red"]),
            question("signs", QuestionKind::Many, &["fever", "cough"]),
            question("doses", QuestionKind::Number, &[]),
        ],
        rules: vec![rule(Advice::Outside), rule(Advice::Test)],
        source: String::new(),
    }
}

fn answers(given: &[(&str, &[&str])]) -> Answers {
    let one = |(code, values): &(&str, &[&str])| {
        ((*code).to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
    };
    given.iter().map(one).collect()
}

fn whole() -> Answers {
    answers(&[("contact", &["no"]), ("zone", &["green"]), ("doses", &["2"])])
}

fn asked(given: &Answers, holds: &[bool]) -> Result<Vec<Event>, crate::kernel::Refusal> {
    let declare = Declare {
        hall: "H1".to_owned(),
        day: 20_261_129,
        token: "t".to_owned(),
        digest: Some("d".to_owned()),
    };
    let form = form();
    let facts = Facts { form: Some(&form), answers: given, holds, keep_until: 9 };
    decide(None, Command::Declare(declare), facts, 5)
}

fn arrived(holds: &[bool]) -> State {
    let mut events = asked(&whole(), holds).unwrap();
    events.iter_mut().for_each(|event| event.fill(&mut |_| 12));
    events.iter().fold(None, |state, event| Some(apply(state, event))).unwrap()
}

#[test]
fn the_first_rule_that_holds_says_what_follows_and_none_means_come_in() {
    let told = |holds: &[bool]| (arrived(holds).advice, arrived(holds).rule);
    assert_eq!(told(&[false, false]), (Advice::Enter, 0));
    assert_eq!(told(&[false, true]), (Advice::Test, 2));
    assert_eq!(told(&[true, true]), (Advice::Outside, 1));
}

#[test]
fn everything_that_is_wrong_with_the_answers_is_said_at_once() {
    let given = answers(&[("zone", &["blue"]), ("signs", &["fever", "headache"]), ("doses", &["-1"])]);
    let refusal = asked(&given, &[false, false]).unwrap_err();
    let said: Vec<_> = refusal.violations.iter().map(|one| (one.field.as_str(), one.code.as_str())).collect();
    let expected = [
        ("q.contact", "answer_missing"),
        ("q.zone", "answer_unknown"),
        ("q.signs", "answer_unknown"),
        ("q.doses", "answer_no_number"),
    ];
    assert_eq!((refusal.code.as_str(), said.as_slice()), ("declaration_incomplete", expected.as_slice()));
}

#[test]
fn while_nothing_is_asked_nothing_can_be_declared() {
    let declare = Declare { hall: "H1".to_owned(), day: 1, token: String::new(), digest: None };
    let facts = Facts { form: None, answers: &whole(), holds: &[], keep_until: 0 };
    assert_eq!(decide(None, Command::Declare(declare), facts, 5).unwrap_err().code, "declaration_off");
}

#[test]
fn only_a_person_lets_in_who_was_told_to_wait() {
    let facts = Facts { form: None, answers: &whole(), holds: &[], keep_until: 0 };
    let waiting = arrived(&[true, false]);
    assert!(!waiting.may_enter());
    let cleared = decide(Some(&waiting), Command::Clear, facts, 7).unwrap();
    let let_in = cleared.iter().fold(waiting, |state, event| apply(Some(state), event));
    assert!(let_in.may_enter());
    assert_eq!(let_in.advice, Advice::Outside, "what was advised stays in the history");
    assert_eq!(decide(Some(&let_in), Command::Clear, facts, 8), Ok(Vec::new()));
    assert_eq!(decide(Some(&arrived(&[false, false])), Command::Clear, facts, 8), Ok(Vec::new()));
}
