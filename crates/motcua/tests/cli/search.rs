//! `motcua tool search`: which procedure somebody means.

use super::{Place, text, words};

fn codes(said: &super::Said) -> Vec<String> {
    let hits = said.json()["hits"].as_array().expect("a list of hits").clone();
    hits.iter().map(|hit| hit["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn a_procedure_is_found_in_everyday_words_without_any_data() {
    let place = Place::new();
    let said = words(&["tool", "search", "so", "do", "--json"]).ended(0);
    let first = &said.json()["hits"][0];
    assert!(["1.115778", "1.012783"].contains(&first["code"].as_str().expect("a code")), "{}", said.out);
    let keys: Vec<&String> = first.as_object().expect("a hit").keys().collect();
    assert_eq!(keys, ["code", "name", "score"]);
    assert!(first["score"].is_number() && said.out.lines().count() == 1, "{}", said.out);
    let people = words(&["tool", "search", "khai sih"]).ended(0);
    assert!(people.out.starts_with("1.001193       Đăng ký khai sinh\n"), "{}", people.out);
    assert!(!place.data().exists(), "nothing is written");
}

#[test]
fn what_is_not_offered_gives_an_empty_list_and_a_word_of_advice() {
    for question in ["", "zzzz qqqq"] {
        let said = words(&["tool", "search", question, "--json"]).ended(0);
        assert_eq!(said.out, "{\"hits\":[]}\n");
    }
    assert!(words(&["tool", "search", "zzzz qqqq"]).ended(0).out.contains("try fewer or other words"));
    assert!(words(&["tool", "search", ""]).ended(0).out.contains("give a few words"));
    assert!(words(&["tool", "search"]).ended(2).err.contains("<WORDS>"));
    assert!(words(&["tool", "search", "a", "--limit", "0"]).ended(2).err.contains("from 1 to 1000"));
}

#[test]
fn with_data_what_was_imported_there_is_found_too() {
    let place = Place::new();
    let row = serde_json::json!({
        "code": "9.000001", "publisher": "bo-tu-phap", "ten_thu_tuc": "Cấp phép thả diều", "cap_thuc_hien": "Cấp tỉnh",
        "linh_vuc": "Hộ tịch",
    });
    let file = place.write("one.jsonl", &row.to_string());
    place.run(&["import", "procedures", text(&file), "--json"]).ended(0);
    assert_eq!(codes(&place.run(&["tool", "search", "tha dieu", "--json"]).ended(0)), ["9.000001"]);
    assert_eq!(codes(&words(&["tool", "search", "tha dieu", "--json"]).ended(0)), Vec::<String>::new());
    let limited = place.run(&["tool", "search", "dang ky", "--json", "--limit", "2"]).ended(0);
    assert_eq!(codes(&limited).len(), 2);
}

#[test]
fn a_folder_without_data_is_told_and_what_is_shipped_is_searched() {
    let place = Place::new();
    let said = place.run(&["tool", "search", "ket hon", "--json"]).ended(0);
    assert_eq!(codes(&said)[0], "1.000894");
    assert!(said.err.contains("holds no data; searched what is shipped"), "{}", said.err);
    assert!(!place.data().exists(), "the folder is not made");
}
