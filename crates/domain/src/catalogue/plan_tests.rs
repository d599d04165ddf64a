//! What of a procedure version goes into the plan of a dossier.

use super::data_tests::shipped;
use super::*;

const TODAY: &str = "2026-11-24";

/// The shipped catalogue as Đồng Tháp itself would have it.
fn of_dong_thap() -> Catalogue {
    let mut catalogue = shipped();
    let body = catalogue.publishers.get_mut("dong-thap").expect("it is kept beside ours");
    body.kind = PublisherKind::Own;
    catalogue
}

#[test]
fn a_local_rule_on_asking_for_papers_goes_along_with_the_dossier() {
    let land = ("1.115778", "dong-thap");
    let catalogue = of_dong_thap();
    let regime = catalogue.regime_at("H49.80", TODAY).unwrap();
    let plan = catalogue.plan(land, "H49.80", TODAY, &regime, Said::default()).unwrap();
    let own = plan.ask_within.unwrap();
    assert_eq!((own.working_days, own.rule.article.as_str()), (2, "Điều 3 khoản 4"));
    let elsewhere = shipped().plan(land, "H49.80", TODAY, &regime, Said::default()).unwrap_err();
    assert_eq!(
        elsewhere.code, "procedure_not_offered_here",
        "what another province publishes is not received here"
    );
    let ours = catalogue.plan(("1.115778", "quang-ninh"), "H49.80", TODAY, &regime, Said::default()).unwrap();
    assert_eq!(ours.ask_within, None, "nor is its rule ours");
}

#[test]
fn a_plan_is_of_the_version_and_the_regime_of_the_day() {
    let catalogue = shipped();
    let on = |unit: &str, day: &str| catalogue.regime_at(unit, day).map(|regime| (regime.code, regime.forms));
    let read = |code: &str, forms: &str| Some((code.to_owned(), forms.to_owned()));
    assert_eq!(on("H49.D193.1", "2021-06-29"), read("2018", "01/2018/TT-VPCP"));
    assert_eq!(on("H49.80", "2025-07-01"), read("2025", "01/2018/TT-VPCP"));
    assert_eq!(on("H49.80", "2025-09-15"), read("2025", "03/2025/TT-VPCP"));
    assert_eq!(on("H49.80", "2018-06-20"), None, "no regime is known before");
    let regime = catalogue.regime_at("H49.80", TODAY).unwrap();
    let unknown = catalogue.plan(("9.999999", "quang-ninh"), "H49.80", TODAY, &regime, Said::default());
    assert_eq!(unknown.unwrap_err().code, "procedure_unknown");
    let of_the_district = catalogue.plan(("1.115778", "ha-long"), "H49.80", TODAY, &regime, Said::default());
    assert_eq!(of_the_district.unwrap_err().code, "procedure_unknown", "its version ended");
}
