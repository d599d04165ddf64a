use super::*;
use crate::kernel::{Refusal, StreamId, SubjectId, Vnd};

fn line(amount: i64) -> FeeLine {
    FeeLine {
        name: "Lệ phí cấp giấy".to_owned(),
        kind: FeeKind::Charge,
        amount_vnd: Vnd::try_new(amount).unwrap(),
    }
}

fn demand(lines: Vec<FeeLine>) -> Command {
    Command::Demand(Demand {
        dossier: StreamId(1),
        payer: SubjectId(2),
        unit: "H49.01".to_owned(),
        lines,
        basis: "v1".to_owned(),
    })
}

fn collect(amount: i64) -> Command {
    Command::Collect(Collect {
        amount_vnd: Vnd::try_new(amount).unwrap(),
        form: "01BLP0-001".to_owned(),
        series: "QN-26T".to_owned(),
        by: "lan".to_owned(),
        day: 20_261_123,
    })
}

fn run(commands: Vec<Command>) -> (Option<State>, Result<usize, Refusal>) {
    let (mut state, mut last, mut given) = (None, Ok(0), 0);
    for command in commands {
        last = decide(state.as_ref(), command, 5).map(|events| {
            for mut event in events.iter().cloned() {
                event.fill(&mut |_| {
                    given += 1;
                    given
                });
                state = Some(apply(state.take(), &event));
            }
            events.len()
        });
    }
    (state, last)
}

#[test]
fn a_fee_is_taken_once_and_its_receipt_is_numbered() {
    let (state, last) = run(vec![demand(vec![line(30_000), line(20_000)]), collect(50_000), collect(50_000)]);
    assert_eq!(last, Ok(0), "taking it again changes nothing");
    let Status::Paid { receipt, .. } = state.unwrap().status else { panic!("paid") };
    assert_eq!(receipt.quoted(), "01BLP0-001 QN-26T 0000001");
}

#[test]
fn another_amount_than_what_is_due_is_refused_and_says_both() {
    let refusal = run(vec![demand(vec![line(50_000)]), collect(40_000)]).1.unwrap_err();
    assert_eq!(refusal.code, "payment_amount_differs");
    let values = &refusal.violations[0].values;
    assert_eq!(values[0], ("expected".to_owned(), "50.000 ₫".to_owned()));
    assert_eq!(values[1], ("came".to_owned(), "40.000 ₫".to_owned()));
}

#[test]
fn nothing_is_demanded_when_there_is_nothing_to_pay() {
    assert_eq!(run(vec![demand(vec![line(0)])]).1.unwrap_err().code, "payment_without_lines");
}

#[test]
fn a_void_payment_keeps_its_receipt_number_and_takes_no_more_money() {
    let void = Command::Void { reason: "Sai số tiền".to_owned() };
    let (state, _) = run(vec![demand(vec![line(50_000)]), collect(50_000), void]);
    let Status::Voided { receipt, .. } = &state.as_ref().unwrap().status else { panic!("voided") };
    assert!(receipt.is_some(), "the paper exists somewhere: its number stays known");
    assert_eq!(decide(state.as_ref(), collect(50_000), 6).unwrap_err().code, "payment_voided");
}

fn due(dossier: i64, amount: i64) -> (StreamId, State) {
    let state = run(vec![demand(vec![line(amount)])]).0.expect("it was demanded");
    (StreamId(dossier), state)
}

fn together(payments: &[(StreamId, State)], amount: i64) -> Result<Vec<(StreamId, Vnd)>, Refusal> {
    due_together(payments.iter().map(|(id, state)| (*id, state)), Vnd::try_new(amount).unwrap())
}

#[test]
fn one_sum_pays_several_fees_and_each_keeps_its_own_amount() {
    let both = [due(1, 50_000), due(2, 70_000)];
    let taken = together(&both, 120_000).unwrap();
    let amounts: Vec<(i64, i64)> = taken.iter().map(|(id, amount)| (id.0, amount.amount())).collect();
    assert_eq!(amounts, [(1, 50_000), (2, 70_000)]);
}

#[test]
fn a_sum_that_is_not_what_all_of_them_come_to_is_refused_whole() {
    let both = [due(1, 50_000), due(2, 70_000)];
    let refusal = together(&both, 50_000).unwrap_err();
    assert_eq!(refusal.code, "payment_amount_differs");
    assert_eq!(refusal.violations[0].values[0], ("expected".to_owned(), "120.000 ₫".to_owned()));
}

#[test]
fn what_was_paid_already_is_not_paid_twice_in_the_sum() {
    let paid = run(vec![demand(vec![line(50_000)]), collect(50_000)]).0.unwrap();
    let mixed = [(StreamId(1), paid.clone()), due(2, 70_000)];
    assert_eq!(together(&mixed, 70_000).unwrap().len(), 1);
    assert_eq!(together(&mixed, 120_000).unwrap_err().code, "payment_amount_differs");
    assert_eq!(together(&[(StreamId(1), paid)], 50_000), Ok(Vec::new()), "it is so already");
}

#[test]
fn a_void_fee_among_them_stops_the_whole_sum() {
    let void = run(vec![demand(vec![line(50_000)]), Command::Void { reason: "Sai".to_owned() }]).0.unwrap();
    assert_eq!(together(&[due(1, 50_000), (StreamId(2), void)], 50_000).unwrap_err().code, "payment_voided");
}
