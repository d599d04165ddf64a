//! What people type is printed as they typed it, and never breaks a form.

use crate::{bare, samples};
use documents::{Document, Documents, Receipt};

const NOW: &str = "03/2025/TT-VPCP";

/// The receipt of an applicant of this name: its text, after the file itself was made too.
fn receipt_of(name: &str) -> String {
    let mut slip: Receipt = bare::receipt_without_options();
    slip.applicant.name = name.to_owned();
    let document = Document::Receipt(slip);
    let documents = Documents::new(None).unwrap();
    documents.pdf(NOW, &document).unwrap();
    documents.text(NOW, &document).unwrap().join("\n")
}

#[test]
fn marks_that_mean_something_to_the_engine_mean_nothing_in_a_name() {
    let name = "#panic() *A* _B_ $x$ @c <d> `e` [f] {g} \\h ~i 'j' \"k\" -- // /* = + 1.";
    assert!(receipt_of(name).contains(&format!("Tiếp nhận hồ sơ của: {name}")), "{}", receipt_of(name));
}

#[test]
fn a_letter_no_font_has_leaves_a_box_and_the_slip_is_made() {
    assert!(receipt_of("Wang 王 🙂 Xiǎo").contains("Wang □ □ Xiǎo"));
}

#[test]
fn marks_typed_apart_are_printed_as_one_letter() {
    assert!(receipt_of("Nguye\u{302}\u{303}n Va\u{306}n").contains("Nguyễn Văn"));
}

#[test]
fn an_address_of_a_thousand_letters_goes_on_on_the_next_line() {
    let mut slip = samples::receipt();
    slip.applicant.address = Some("Thôn Trung Lương xã Tràng Lương ".repeat(32));
    slip.applicant.email = Some("a".repeat(250));
    let document = Document::Receipt(slip);
    let documents = Documents::new(None).unwrap();
    documents.pdf(NOW, &document).unwrap();
    let lines = documents.text(NOW, &document).unwrap();
    assert_eq!(lines.join(" ").matches("Tràng").count(), 32);
    assert!(lines.iter().all(|line| line.chars().count() < 120), "{lines:#?}");
    assert!(lines.concat().contains(&"a".repeat(250)), "all 250 letters are there");
}

#[test]
fn two_hundred_papers_fill_pages_and_all_are_there() {
    let mut slip = samples::receipt();
    slip.papers = (0..200)
        .map(|n| documents::Paper { name: format!("Giấy tờ {n:03}"), originals: 1, ..Default::default() })
        .collect();
    let text = Documents::new(None).unwrap().text(NOW, &Document::Receipt(slip)).unwrap().join("\n");
    assert!((0..200).all(|n| text.contains(&format!("Giấy tờ {n:03}"))));
}

#[test]
fn a_code_that_cannot_be_printed_is_an_error_and_not_a_wrong_code() {
    let mut sheet = samples::cover_sheet();
    sheet.originals[0].code = "Mã-1".into();
    let error = Documents::new(None).unwrap().pdf(NOW, &Document::CoverSheet(sheet)).unwrap_err();
    assert!(matches!(error, documents::DocumentError::NotABarcode));
}
