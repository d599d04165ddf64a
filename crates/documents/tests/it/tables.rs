//! Tables that people take away.

use documents::{Table, TableCell, TableRow};

fn table() -> Table {
    let row = |name: &str, number: i64, part: i64, whole: i64, is_total: bool| TableRow {
        cells: vec![
            TableCell::Text(name.to_owned()),
            TableCell::Number(number),
            TableCell::Share { part, whole },
        ],
        is_total,
    };
    Table {
        title: "Báo cáo tháng 11/2026".to_owned(),
        about: vec!["từ 01/11/2026".to_owned()],
        heading: vec!["Lĩnh vực".to_owned(), "Tiếp nhận".to_owned(), "Trực tuyến".to_owned()],
        rows: vec![
            row("Đất đai", 1240, 413, 1240, false),
            row("=HYPERLINK(\"x\")", 0, 0, 0, false),
            row("Tổng cộng", 1240, 413, 1240, true),
        ],
        at: 1_796_000_000_000,
    }
}

#[test]
fn csv_is_unicode_that_excel_knows_and_runs_nothing() {
    let csv = String::from_utf8(table().csv().unwrap()).unwrap();
    assert_eq!(
        csv,
        "\u{feff}Lĩnh vực,Tiếp nhận,Trực tuyến\nĐất đai,1240,33.3\n\"'=HYPERLINK(\"\"x\"\")\",0,\nTổng cộng,1240,33.3\n"
    );
}

#[test]
fn a_workbook_of_the_same_figures_is_the_same_file() {
    let once = table().xlsx().unwrap();
    assert!(once.starts_with(b"PK") && once.len() > 4_000);
    assert_eq!(once, table().xlsx().unwrap());
    let other = Table { at: 1_796_000_001_000, ..table() };
    assert_ne!(once, other.xlsx().unwrap());
}
