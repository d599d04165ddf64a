//! What the ranking promises, each promise with procedures made for it.

use domain::catalogue::{Catalogue, Entry, Item};
use proptest::prelude::*;
use search::{Everyday, Scope, Search, Uses};
use std::sync::{Arc, LazyLock};

const TODAY: &str = "2026-11-24";

fn everyday(text: &str) -> Arc<Everyday> {
    Arc::new(Everyday::parse("synonyms.toml", text).expect("the words are whole"))
}

/// Procedures of a ministry: code, name, everyday name.
fn catalogue(rows: &[(&str, &str, &str)]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for (code, name, short_name) in rows {
        let body = serde_json::json!({
            "code": code, "publisher": "bo", "version": "1", "name": name, "short_name": short_name, "field": "justice",
            "published_field": "Hộ tịch", "levels": ["commune"], "handling": "parent", "statutory": null,
            "valid_from": "2025-07-01",
        });
        let entry = Entry {
            kind: "procedure".to_owned(),
            code: format!("{code}@bo"),
            version: "1".to_owned(),
            valid_from: "2025-07-01".to_owned(),
            valid_to: String::new(),
            body: body.to_string(),
        };
        catalogue.put(Item::read(&entry).expect("a procedure"));
    }
    catalogue
}

fn found_with(
    rows: &[(&str, &str, &str)],
    everyday: &Arc<Everyday>,
    uses: &Uses,
    question: &str,
) -> Vec<String> {
    let catalogue = catalogue(rows);
    let search = Search::build(&catalogue, everyday, TODAY).expect("an index");
    let hits = search.find(&catalogue, uses, Scope::Province, question, 10).expect("an answer");
    hits.into_iter().map(|hit| hit.procedure.code.clone()).collect()
}

fn found(rows: &[(&str, &str, &str)], question: &str) -> Vec<String> {
    found_with(rows, &everyday(""), &Uses::new(), question)
}

const CIVIL: &[(&str, &str, &str)] = &[
    ("1.000001", "Đăng ký khai sinh", ""),
    ("1.000002", "Đăng ký kết hôn", ""),
    ("1.000003", "Cấp giấy phép kinh doanh karaoke", ""),
    ("1.000004", "Đăng ký thường trú", ""),
    ("1.000005", "Cấp lại giấy phép lái xe", ""),
];

#[test]
fn marks_that_are_typed_are_meant_and_missing_ones_fit_everything() {
    let rows =
        &[("1.1", "Cấp phép má phanh", ""), ("1.2", "Cấp phép mạ kền", ""), ("1.3", "Cấp phép ma thuật", "")];
    assert_eq!(found(rows, "má")[0], "1.1");
    assert_eq!(found(rows, "mạ")[0], "1.2");
    assert_eq!(found(rows, "ma")[0], "1.3");
    assert_eq!(found(rows, "ma").len(), 3, "without marks it may be any of them");
    assert_eq!(found(CIVIL, "dang ky khai sinh")[0], "1.000001");
    assert_eq!(found(CIVIL, "đăng kí thường trú")[0], "1.000004");
}

#[test]
fn a_slip_of_the_finger_is_forgiven_by_the_length_of_the_word() {
    for (typed, code) in [
        ("khia sinh", "1.000001"),
        ("khai sihn", "1.000001"),
        ("kai sinh", "1.000001"),
        ("ket hom", "1.000002"),
        ("karaoek", "1.000003"),
        ("kraoke", "1.000003"),
        ("krraokee", "1.000003"),
        ("thuong chu", "1.000004"),
        ("dăng ký thừơng trú", "1.000004"),
    ] {
        assert_eq!(found(CIVIL, typed).first().map(String::as_str), Some(code), "{typed}");
    }
}

#[test]
fn forgotten_spaces_and_a_keyboard_left_off_are_understood() {
    for (typed, code) in [
        ("khaisinh", "1.000001"),
        ("dangkykethon", "1.000002"),
        ("ddawng kys kets hoon", "1.000002"),
        ("d9ang8 ky1 khai sinh", "1.000001"),
        ("giayspheps lais xe", "1.000005"),
        ("lai xe", "1.000005"),
        ("LÁI  XE!!", "1.000005"),
    ] {
        assert_eq!(found(CIVIL, typed).first().map(String::as_str), Some(code), "{typed}");
    }
}

#[test]
fn half_a_word_at_the_end_is_the_beginning_of_one() {
    assert_eq!(found(CIVIL, "kara")[0], "1.000003");
    assert_eq!(found(CIVIL, "dang ky thuo")[0], "1.000004");
    assert_eq!(found(CIVIL, "dang ky kha")[0], "1.000001");
}

#[test]
fn what_nobody_offers_is_not_found() {
    for typed in ["", "   ", "?!", "zzzz", "pizza margherita", "thoi tiet ngay mai the nao", "đ", "."] {
        assert_eq!(found(CIVIL, typed), Vec::<String>::new(), "{typed}");
    }
    assert_eq!(found(&[], "khai sinh"), Vec::<String>::new(), "an empty catalogue");
}

#[test]
fn a_code_is_found_whole_first_and_then_those_that_begin_so() {
    let rows = &[("1.0001.02", "Hai", ""), ("1.0001", "Một", ""), ("2.0001", "Khác", "")];
    assert_eq!(found(rows, "1.0001"), ["1.0001", "1.0001.02"]);
    assert_eq!(found(rows, " 2.0001 "), ["2.0001"]);
    assert_eq!(found(rows, "9.9999"), Vec::<String>::new());
}

#[test]
fn between_equals_the_one_people_use_comes_first_and_use_outweighs_no_words() {
    let rows = &[
        ("1.1", "Cấp giấy phép loại một", ""),
        ("1.2", "Cấp giấy phép loại hai", ""),
        ("1.3", "Kết hôn", ""),
    ];
    let plain = everyday("");
    assert_eq!(found(rows, "giấy phép loại"), ["1.1", "1.2"]);
    let uses = Uses::from([("1.2@bo".to_owned(), 40), ("1.1@bo".to_owned(), 3)]);
    assert_eq!(found_with(rows, &plain, &uses, "giấy phép loại"), ["1.2", "1.1"]);
    let uses = Uses::from([("1.2@bo".to_owned(), 1_000_000)]);
    assert_eq!(found_with(rows, &plain, &uses, "giấy phép loại một")[0], "1.1");
}

#[test]
fn an_everyday_name_goes_before_an_equal_one_without() {
    let rows = &[("1.1", "Cấp giấy phép loại một", ""), ("1.2", "Cấp giấy phép loại hai", "Phép hai")];
    assert_eq!(found(rows, "giấy phép loại")[0], "1.2");
}

#[test]
fn everyday_words_find_what_they_mean_with_slips_and_without_marks() {
    let rows = &[
        ("1.1", "Cấp Giấy chứng nhận quyền sử dụng đất", ""),
        ("1.2", "Cấp sơ đồ thửa đất", ""),
        ("1.3", "Thu hồi giấy chứng nhận quyền sử dụng đất", ""),
    ];
    let words = everyday(
        "[[synonym]]\nsaid = [\"sổ đỏ\", \"bìa đỏ\"]\nmeans = [\"giấy chứng nhận quyền sử dụng đất\"]\nunless = [\"thu hồi\"]",
    );
    let ask = |question: &str| found_with(rows, &words, &Uses::new(), question);
    assert_eq!(ask("sổ đỏ"), ["1.1", "1.2"], "sơ đồ is the same without marks, and fits less");
    assert_eq!(ask("sodo")[0], "1.1");
    assert_eq!(ask("bia dor")[0], "1.1");
    assert_eq!(ask("sơ đồ")[0], "1.2");
    assert!(!found(rows, "bìa đỏ").contains(&"1.1".to_owned()), "without the row nothing says so");
}

#[test]
fn a_question_read_otherwise_says_how_in_the_spelling_of_names() {
    let catalogue = catalogue(CIVIL);
    let search = Search::build(&catalogue, &everyday(""), TODAY).unwrap();
    for (typed, read) in [
        ("karaoek", Some("karaoke")),
        ("khai sih", Some("khai sinh")),
        ("kets hoon", Some("kết hôn")),
        ("lam khaisinh", Some("lam khai sinh")),
        ("Khai sinh", None),
        ("khai si", None),
        ("zzzz", None),
        ("", None),
    ] {
        assert_eq!(search.read_as(typed).as_deref(), read, "{typed}");
    }
}

#[test]
fn a_row_of_everyday_words_that_is_wrong_is_named_with_what_to_do() {
    let wrong = |text: &str| {
        let errors = Everyday::parse("synonyms.toml", text).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert!(wrong("[[synonym]]\nsaid = []\nmeans = [\"a\"]").contains("`said` needs at least one phrase"));
    assert!(wrong("[[synonym]]\nsaid = [\"a\"]").contains("synonym 1 (a): `means` needs official words"));
    assert!(wrong("[[synonym]]\nsaid = [\"...\"]\nmeans = [\"a\"]").contains("\"...\" has no word in it"));
    assert!(wrong("[[synonym]]\nsaid = [\"Đỏ\"]\nmeans = [\"đỏ\"]").contains("needs no row"));
    assert!(wrong("[[synonym]]\nsaid = [\"a\"]\ncodes = [\"x1\"]").contains("is no code of a procedure"));
    let twice =
        "[[synonym]]\nsaid = [\"sổ đỏ\"]\nmeans = [\"a\"]\n[[synonym]]\nsaid = [\"Sổ  đỏ\"]\nmeans = [\"b\"]";
    assert!(
        wrong(twice).contains("synonym 2 (Sổ  đỏ): \"Sổ  đỏ\" is said in synonym 1 already"),
        "{}",
        wrong(twice)
    );
    assert!(wrong("[[synonym]]\nsaid = [\"a\"]\nmean = [\"b\"]").contains("unknown field `mean`"));
    assert!(wrong("idle = [\"!\"]").contains("idle: \"!\" has no word in it"));
}

#[test]
fn an_index_is_kept_while_names_are_the_same_and_made_again_when_one_changed() {
    let words = everyday("");
    let before = catalogue(CIVIL);
    let search = Search::build(&before, &words, TODAY).unwrap();
    let next_day = search.again(&before, "2026-11-25").unwrap();
    assert!(next_day.shares_index_with(&search));
    let mut rows = CIVIL.to_vec();
    rows.push(("1.000006", "Đăng ký khai tử", ""));
    let after = catalogue(&rows);
    let search = search.again(&after, TODAY).unwrap();
    assert!(!next_day.shares_index_with(&search));
    let first = search.find(&after, &Uses::new(), Scope::Province, "khai tử", 1).unwrap();
    assert_eq!(first[0].procedure.code, "1.000006");
}

#[test]
fn what_has_left_the_catalogue_is_not_found_by_an_older_index() {
    let before = catalogue(CIVIL);
    let search = Search::build(&before, &everyday(""), TODAY).unwrap();
    let after = catalogue(&CIVIL[1..]);
    let hits = search.find(&after, &Uses::new(), Scope::Province, "khai sinh", 10).unwrap();
    assert!(hits.iter().all(|hit| hit.procedure.code != "1.000001"), "{hits:?}");
}

static BUILT: LazyLock<(Catalogue, Search)> = LazyLock::new(|| {
    let catalogue = catalogue(CIVIL);
    let search = Search::build(&catalogue, &everyday("idle = [\"cấp\"]"), TODAY).expect("an index");
    (catalogue, search)
});

proptest! {
    // Failures are written into the test, not beside it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_question_is_answered_in_order_and_without_the_same_twice(question in ".{0,60}", most in 0_usize..4) {
        let (catalogue, search) = &*BUILT;
        let hits = search.find(catalogue, &Uses::new(), Scope::Province, &question, most).unwrap();
        prop_assert!(hits.len() <= most);
        prop_assert!(hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(hits.windows(2).all(|pair| pair[0].procedure.code != pair[1].procedure.code));
    }

    #[test]
    fn a_name_is_found_first_by_itself_however_its_letters_are_written(
        at in 0..CIVIL.len(), upper in any::<bool>(), folded in any::<bool>(), decomposed in any::<bool>(),
    ) {
        let (catalogue, search) = &*BUILT;
        let (code, name, _) = CIVIL[at];
        let mut typed = if folded { domain::catalogue::fold(name) } else { name.to_owned() };
        if upper { typed = typed.to_uppercase(); }
        if decomposed { typed = unicode_normalization::UnicodeNormalization::nfd(typed.as_str()).collect(); }
        let hits = search.find(catalogue, &Uses::new(), Scope::Province, &typed, 3).unwrap();
        prop_assert_eq!(&hits[0].procedure.code, code);
    }
}
