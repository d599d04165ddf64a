//! A regime as it reads on a day, and what is told of amendments that cannot be right.

use super::*;
use crate::dossier::{ExtensionRule, SupplementPolicy};
use crate::kernel::RuleRef;

fn regime(amendments: Vec<Amendment>) -> Regime {
    let shipped = super::data_tests::shipped().regimes.remove("2025").unwrap();
    Regime { amendments, ..shipped }
}

fn amendment(from: &str) -> Amendment {
    Amendment {
        from: from.to_owned(),
        document: "1/2027/NĐ-CP".to_owned(),
        forms: Some("2/2027/TT-BTP".to_owned()),
        ..Amendment::default()
    }
}

#[test]
fn the_day_before_an_amendment_reads_as_before_and_the_day_itself_as_amended() {
    let rule = |article: &str| Some(RuleRef::new("1/2027/NĐ-CP", article));
    let all = Amendment {
        transfer_cut_minute: Some(960),
        transfer_rule: rule("Điều 1"),
        supplement_within_days: Some(2),
        supplement_rule: rule("Điều 2"),
        supplement: Some(SupplementPolicy::Pause),
        all_at_once_rule: rule("Điều 3"),
        refusal_rule: rule("Điều 4"),
        resolution_refusal_rule: rule("Điều 5"),
        return_rule: rule("Điều 6"),
        withdraw_rule: rule("Điều 7"),
        extension: Some(ExtensionRule { days_before: 2, at_most: 1, rule: rule("Điều 8").unwrap() }),
        reading: Some("end-of-day".to_owned()),
        ..amendment("2027-03-01")
    };
    let regime = regime(vec![all]);
    let before = regime.on("2027-02-28");
    assert_eq!(before, Regime { amendments: Vec::new(), ..regime.clone() });
    let after = regime.on("2027-03-01");
    let rules = after.rules();
    let cited = [
        &rules.transfer_rule,
        &rules.supplement_rule,
        &rules.all_at_once_rule,
        &rules.refusal_rule,
        &rules.resolution_refusal_rule,
        &rules.return_rule,
        rules.withdraw_rule.as_ref().unwrap(),
        &rules.extension.rule,
    ];
    let articles: Vec<&str> = cited.iter().map(|rule| rule.article.as_str()).collect();
    assert_eq!(articles, ["Điều 1", "Điều 2", "Điều 3", "Điều 4", "Điều 5", "Điều 6", "Điều 7", "Điều 8"]);
    assert_eq!((rules.transfer_cut_minute, rules.supplement_within_days), (960, 2));
    assert_eq!((after.supplement, after.reading.as_str()), (SupplementPolicy::Pause, "end-of-day"));
    assert_eq!(after.forms, "2/2027/TT-BTP");
    assert_eq!((after.code, after.yellow_percent), (before.code, before.yellow_percent), "the rest stays");
}

#[test]
fn a_later_amendment_goes_over_an_earlier_one_whichever_is_written_first() {
    let rule = |article: &str| Some(RuleRef::new("1/2027/NĐ-CP", article));
    let first = Amendment { return_rule: rule("Điều 6"), ..amendment("2027-03-01") };
    let second = Amendment { forms: Some("3/2028/TT-BTP".to_owned()), ..amendment("2028-01-01") };
    for amendments in [vec![first.clone(), second.clone()], vec![second, first]] {
        let regime = regime(amendments);
        assert_eq!(regime.on("2027-12-31").forms, "2/2027/TT-BTP");
        let last = regime.on("2028-01-01");
        assert_eq!((last.forms.as_str(), last.return_rule.article.as_str()), ("3/2028/TT-BTP", "Điều 6"));
    }
}

#[test]
fn a_regime_with_amendments_is_kept_as_a_row_and_read_again() {
    let regime = regime(vec![amendment("2027-03-01")]);
    let entry = Item::Regime(regime.clone()).entry();
    assert_eq!(Item::read(&entry).unwrap(), Item::Regime(regime));
}

#[test]
fn an_amendment_that_cannot_be_right_is_told_with_its_day() {
    let nothing = Amendment { forms: None, ..amendment("2027-03-01") };
    let notes = Amendment { notes: "Not read yet.".to_owned(), ..nothing.clone() };
    assert_eq!(regime(vec![notes]).problems(), Vec::<String>::new(), "one that says why may change nothing");
    let cases = [
        (vec![amendment("01/03/2027")], "\"01/03/2027\", a day between 2025-07-01 and without end"),
        (vec![amendment("2027-02-29")], "\"2027-02-29\", a day between"),
        (vec![amendment("2025-07-01")], "\"2025-07-01\", a day between"),
        (vec![amendment("2027-03-01"), amendment("2027-03-01")], "amended twice from 2027-03-01"),
        (vec![Amendment { document: " ".to_owned(), ..amendment("2027-03-01") }], "names no document"),
        (vec![nothing], "changes nothing"),
        (vec![Amendment { reading: Some("soon".to_owned()), ..amendment("2027-03-01") }], "no reading soon"),
    ];
    for (amendments, expected) in cases {
        let wrong = regime(amendments).problems();
        assert!(wrong.len() == 1 && wrong[0].contains(expected), "{expected}: {wrong:?}");
    }
    let ended = Regime { valid_to: "2027-01-01".to_owned(), ..regime(vec![amendment("2027-01-01")]) };
    assert_eq!(ended.problems().len(), 1, "what is over is not amended");
    let mut catalogue = super::data_tests::shipped();
    catalogue.put(Item::Regime(ended));
    let errors = super::check::rows(&catalogue);
    assert!(
        errors.iter().any(|error| error.file == "regimes" && error.what.starts_with("2025: ")),
        "{errors:?}"
    );
}
