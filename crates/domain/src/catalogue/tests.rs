use super::*;
use std::collections::BTreeMap;

fn line(change: impl FnOnce(&mut serde_json::Value)) -> String {
    let mut row = serde_json::json!({
        "code": "1.000001", "publisher": "bo-thu", "ten_thu_tuc": "Thủ tục thử", "cap_thuc_hien": "Cấp xã",
        "linh_vuc": "Đất đai",
        "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn đăng ký1 bản chínhBản vẽ0 bản chính,1 bản sao",
        "channels_parsed": [{"channel": "Trực tiếp", "time_value": "5", "time_unit": "Ngày làm việc", "rest": "Miễn phí"}],
    });
    change(&mut row);
    row.to_string()
}

fn import(lines: &[String], catalogue: &Catalogue) -> ImportReport {
    import_lines(lines.iter().map(String::as_str), catalogue, &BTreeMap::new(), "2026-11-23")
}

#[test]
fn a_clear_row_is_understood_without_a_problem() {
    let report = import(&[line(|_| {})], &Catalogue::default());
    assert_eq!((report.imported, report.problems.len()), (1, 0));
    let procedure = &report.procedures[0];
    assert_eq!(procedure.statutory, Some(Limit { hundredths: 500, unit: LimitUnit::WorkingDays }));
    let papers: Vec<_> = procedure.papers.iter().map(|paper| paper.name.as_str()).collect();
    assert_eq!(papers, ["Đơn đăng ký", "Bản vẽ"]);
    assert_eq!(procedure.fee_vnd(), Some(0));
    let counted: i64 = procedure.chain().iter().map(|step| step.minutes).sum();
    assert_eq!(counted, 5 * 480, "the default chain adds up to the limit");
}

#[test]
fn what_is_not_certain_is_reported_by_line_and_field_and_not_guessed() {
    let cases: Vec<(&str, String)> = vec![
        ("row_not_json", "{broken".to_owned()),
        ("row_not_an_object", "[1]".to_owned()),
        ("field_missing", line(|row| row["code"] = "".into())),
        ("time_unit_unclear", line(|row| row["channels_parsed"][0]["time_unit"] = serde_json::Value::Null)),
        ("time_missing", line(|row| row["channels_parsed"][0]["time_value"] = serde_json::Value::Null)),
        ("time_not_in_source", line(|row| row["cach_thuc_thuc_hien"] = "khác".into())),
        (
            "fee_unclear",
            line(|row| row["channels_parsed"][0]["rest"] = "Miễn phí(Theo nghị quyết của HĐND)".into()),
        ),
        ("fee_missing", line(|row| row["channels_parsed"][0]["rest"] = "Không có thông tin".into())),
        ("papers_run_together", line(|row| row["thanh_phan_ho_so"] = "Đơn và bản vẽ".into())),
        ("papers_missing", line(|row| row["thanh_phan_ho_so"] = "--".into())),
    ];
    for (code, text) in cases {
        let report = import(&[line(|row| row["code"] = "1.9".into()), text], &Catalogue::default());
        let found: Vec<_> =
            report.problems.iter().map(|problem| (problem.line, problem.code.as_str())).collect();
        assert_eq!(found, [(2, code)]);
    }
}

#[test]
fn importing_again_changes_nothing_and_a_changed_row_is_a_new_version() {
    let mut catalogue = Catalogue::default();
    for procedure in import(&[line(|_| {})], &catalogue).procedures {
        catalogue.put(Item::Procedure(procedure));
    }
    let again = import(&[line(|_| {})], &catalogue);
    assert_eq!((again.imported, again.changed, again.unchanged), (0, 0, 1));
    let changed = import(&[line(|row| row["ten_thu_tuc"] = "Tên mới".into())], &catalogue);
    assert_eq!((changed.changed, changed.procedures[0].version.as_str()), (1, "2"));
}

#[test]
fn an_amount_is_certain_only_in_dong_and_without_a_condition() {
    for (rest, amount) in
        [("50,000 Việt Nam Đồng", Some(50_000)), ("70,000 VNĐ", Some(70_000)), ("100 USD", None)]
    {
        let text = line(|row| row["channels_parsed"][0]["rest"] = rest.into());
        let report = import(&[text], &Catalogue::default());
        assert_eq!(report.procedures[0].fee_vnd(), amount, "{rest}");
    }
}

#[test]
fn a_wrong_letter_or_code_in_a_shipped_file_is_named_by_its_line() {
    let head = "person,address,name,position,unit,role,title,title_en,valid_from,valid_to\n";
    let line = |person: &str, name: &str| {
        format!("{person},ông,{name},H49/leader/x,H49,leader,Chủ tịch,Chair,2025-07-01,\n")
    };
    let units = "code\nH49,,province,Tỉnh,Province,UBND,,,,confirmed,2010-01-01,\n";
    let what = |people: String| {
        let errors = load([("units/units.csv", units), ("people/people.csv", people.as_str())]).unwrap_err();
        errors.into_iter().map(|error| error.what).collect::<Vec<_>>().join("; ")
    };
    assert!(
        what(head.to_owned() + &line("dang.hh", "Hoàng Hải \u{00D0}ăng")).contains("line 2: a letter eth")
    );
    assert!(
        what(head.to_owned() + &line("dang.hh", "Hoa\u{0300}ng"))
            .contains("line 2: its letters are not composed")
    );
    assert!(what(head.to_owned() + &line("đang.hh", "Hoàng Hải Đăng")).contains("a code has only a-z"));
    let twice = line("dang.hh", "Hoàng Hải Đăng") + &line("dang.hh", "Hoàng Hữu Đang");
    assert!(what(head.to_owned() + &twice).contains("line 3: dang.hh is somebody else's code already"));
}

#[test]
fn a_wrong_area_of_a_hall_is_named_by_its_line() {
    let hall = "[[hall]]\ncode = \"H\"\nunit = \"H49\"\nname = \"Sảnh\"\nname_en = \"Hall\"\nregime = \"2025\"\n\
                receipts = { form = \"F\", series = \"S\" }\nvalid_from = \"2025-07-01\"\n";
    let counter = |code: &str| {
        format!("[[counter]]\nhall = \"H\"\ncode = \"{code}\"\nnumber = 1\nfields = []\nkind = \"intake\"\n")
    };
    let area = |hall: &str, code: &str, counters: &str| {
        format!(
            "[[area]]\nhall = \"{hall}\"\ncode = \"{code}\"\nname = \"Khu\"\nname_en = \"Area\"\ncounters = [{counters}]\n"
        )
    };
    let what = |areas: &[String]| {
        let rows = [hall.to_owned(), counter("01"), counter("02"), areas.concat()].concat();
        let errors = load([("halls/halls.toml", rows.as_str())]).unwrap_err();
        let of_areas = errors.into_iter().filter(|error| error.what.contains("area"));
        of_areas.map(|error| error.to_string()).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(what(&[area("H", "land", "\"01\""), area("H", "justice", "\"02\"")]), "", "nothing is wrong");
    // The hall takes eight lines, its counters six each, an area six.
    let wrong = |areas: &[String], expected: &str| {
        assert_eq!(what(areas), format!("halls/halls.toml: {expected}"));
    };
    wrong(&[area("H", "land", "\"01\", \"77\"")], "line 21: area land: hall H has no counter 77");
    wrong(
        &[area("H", "land", "\"01\""), area("H", "justice", "\"02\", \"01\"")],
        "line 27: area justice: counter 01 stands in area land already",
    );
    wrong(&[area("X", "land", "\"01\"")], "line 21: area land: there is no hall X");
    wrong(&[area("H", "land", "")], "line 21: area land: it has no counter");
    wrong(
        &[area("H", "land", "\"01\""), area("H", "land", "\"02\"")],
        "line 27: area land: hall H has it twice",
    );
    for code in ["now", "Đất", "Land", ""] {
        let said = what(&[area("H", code, "\"01\"")]);
        assert!(said.contains("a code has only a-z, 0-9 and hyphens"), "{code}: {said}");
    }
}
