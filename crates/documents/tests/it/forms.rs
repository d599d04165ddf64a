//! Every form with its sample: text, bytes, standards.

use crate::bare;
use crate::samples::{self, KINDS};
use documents::{Document, DocumentError, Documents, Kind, OURS, PaperSize};
use std::process::Command;

const NOW: &str = "03/2025/TT-VPCP";
const THEN: &str = "01/2018/TT-VPCP";

fn documents() -> Documents {
    Documents::new(None).unwrap()
}

fn text(issuing: &str, document: &Document) -> String {
    documents().text(issuing, document).unwrap().join("\n")
}

#[test]
fn every_listed_form_prints_its_sample_as_it_did() {
    let documents = documents();
    for form in documents.forms() {
        let lines = documents.text(&form.issuing, &samples::of(form.kind)).unwrap();
        insta::assert_snapshot!(
            format!("{}-{}", form.issuing.replace('/', "-"), form.kind.word()),
            lines.join("\n")
        );
    }
}

#[test]
fn every_kind_is_printed_by_some_form_of_today_and_of_2021() {
    let documents = documents();
    for kind in KINDS {
        for issuing in [NOW, THEN] {
            let pdf = documents.pdf(issuing, &samples::of(kind)).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"), "{issuing} {kind:?}");
        }
    }
}

#[test]
fn a_form_without_its_optional_fields_still_stands() {
    let bare = Document::Receipt(bare::receipt_without_options());
    for issuing in [NOW, THEN] {
        documents().pdf(issuing, &bare).unwrap();
        let text = text(issuing, &bare);
        assert!(text.contains("Trần Văn An"));
        for absent in ["Chủ hồ sơ", "ủy quyền", "Email", "Quyển số", "Thay thế", "Quét mã", "none"]
        {
            assert!(!text.contains(absent), "{issuing}: {absent}\n{text}");
        }
    }
}

#[test]
fn the_same_data_gives_the_same_bytes_whatever_was_printed_between() {
    let documents = documents();
    for form in documents.forms() {
        let sample = samples::of(form.kind);
        let first = documents.pdf(&form.issuing, &sample).unwrap();
        documents.pdf(NOW, &Document::Receipt(bare::receipt_without_options())).unwrap();
        let again = documents.pdf(&form.issuing, &sample).unwrap();
        assert!(first == again, "{} {:?}", form.issuing, form.kind);
    }
}

/// Counters print at the same moment; what one sets must not get into another's paper.
#[test]
fn papers_set_at_the_same_moment_are_the_papers_set_alone() {
    let documents = documents();
    let alone = KINDS.map(|kind| documents.pdf(NOW, &samples::of(kind)).unwrap());
    std::thread::scope(|scope| {
        for (kind, expected) in KINDS.into_iter().zip(&alone) {
            let documents = documents.clone();
            scope.spawn(move || {
                assert!(documents.pdf(NOW, &samples::of(kind)).unwrap() == *expected, "{kind:?}");
            });
        }
    });
}

#[test]
fn the_file_says_what_it_is_and_in_which_language() {
    let pdf = documents().pdf(NOW, &Document::Receipt(samples::receipt())).unwrap();
    let raw = String::from_utf8_lossy(&pdf);
    for mark in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<", "/Lang(vi", "2026-11-03"] {
        assert!(raw.contains(mark), "{mark}");
    }
    assert!(raw.contains("Giấy tiếp nhận hồ sơ và hẹn trả kết quả 000.21.15.H49-261103-0001"));
    assert!(!raw.contains("Thanh Hằng</rdf"), "no name in the file's description");
}

#[test]
fn an_unknown_issuing_text_is_named_in_the_error() {
    let error = documents().pdf("09/1999/TT-X", &samples::of(Kind::Ticket)).unwrap_err();
    assert!(matches!(&error, DocumentError::UnknownIssuing(text) if text == "09/1999/TT-X"), "{error}");
    assert!(error.to_string().contains("09/1999/TT-X"));
}

#[test]
fn a_kind_the_issuing_text_does_not_have_is_named_in_the_error() {
    let error = documents().pdf(OURS, &samples::of(Kind::Receipt)).unwrap_err();
    assert!(matches!(&error, DocumentError::UnknownForm { kind: Kind::Receipt, .. }), "{error}");
}

#[test]
fn numbers_of_forms_shift_between_circulars_and_kinds_do_not() {
    let documents = documents();
    let number = |issuing: &str| {
        documents
            .forms()
            .iter()
            .find(|form| form.issuing == issuing && form.kind == Kind::ControlSlip)
            .unwrap()
            .number
            .clone()
    };
    assert_eq!((number(THEN).as_str(), number(NOW).as_str()), ("Mẫu số 05", "Mẫu số 06"));
    assert!(documents.forms().iter().all(|form| (form.issuing == OURS) == form.number.is_empty()));
    assert!(documents.forms().iter().any(|form| form.paper == PaperSize::Roll80));
}

#[test]
fn the_cash_receipt_adds_its_lines_and_writes_the_sum_out_on_all_three_copies() {
    let text = text(NOW, &samples::of(Kind::CashReceipt));
    assert_eq!(text.matches("1.005.000").count(), 3, "{text}");
    assert_eq!(text.matches("Một triệu không trăm linh năm nghìn đồng").count(), 3);
    for copy in ["Liên 1", "Liên 2", "Liên 3"] {
        assert_eq!(text.matches(copy).count(), 1, "{copy}");
    }
}

#[test]
fn a_draft_says_so_and_shows_no_number() {
    let mut draft = samples::result();
    draft.draft = true;
    draft.head.number = String::new();
    documents().pdf(NOW, &Document::Result(draft.clone())).unwrap();
    let text = text(NOW, &Document::Result(draft));
    assert!(text.contains("DỰ THẢO") && text.contains("Số: ……"), "{text}");
    assert!(!self::text(NOW, &samples::of(Kind::Result)).contains("DỰ THẢO"));
}

#[test]
fn a_second_page_says_which_dossier_it_belongs_to() {
    let mut slip = samples::receipt();
    let one_page = text(NOW, &Document::Receipt(bare::receipt_without_options()));
    assert!(!one_page.contains("Trang"), "{one_page}");
    slip.papers = slip.papers.into_iter().cycle().take(40).collect();
    let text = text(NOW, &Document::Receipt(slip));
    assert!(text.contains("000.21.15.H49-261103-0001 Trang 2/3"), "{text}");
}

/// A file, read by a programme that is not ours; none where that programme is not there.
fn read_by_another(pdf: &[u8]) -> Option<String> {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "pdftotext (poppler-utils) is needed");
        eprintln!("skipped: no pdftotext");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.pdf");
    std::fs::write(&path, pdf).unwrap();
    let read = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output().unwrap();
    Some(String::from_utf8(read.stdout).unwrap())
}

#[test]
fn another_programme_reads_the_same_text_in_the_file() {
    let documents = documents();
    for form in documents.forms() {
        let sample = samples::of(form.kind);
        let pdf = documents.pdf(&form.issuing, &sample).unwrap();
        let Some(found) = read_by_another(&pdf) else { return };
        let letters = |text: &str| {
            let mut letters: Vec<char> =
                text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
            letters.sort_unstable();
            letters.into_iter().collect::<String>()
        };
        let expected = documents.text(&form.issuing, &sample).unwrap().join(" ");
        assert_eq!(letters(&expected), letters(&found), "{} {:?}\n{found}", form.issuing, form.kind);
        for line in ["Quảng Ninh", "QUẢNG NINH"] {
            assert_eq!(expected.contains(line), found.contains(line), "{} {:?}", form.issuing, form.kind);
        }
    }
}

#[test]
fn papers_of_one_visit_are_one_file_in_their_order_each_on_a_sheet_of_its_own() {
    let papers = [(NOW, Kind::Receipt), (OURS, Kind::CashReceipt), (NOW, Kind::Supplement)]
        .map(|(issuing, kind)| (issuing.to_owned(), samples::of(kind)));
    let joined = documents().joined(&papers, "Giấy tờ của lượt tiếp").unwrap();
    let Some(joined) = read_by_another(&joined) else { return };
    let alone: String = papers
        .iter()
        .filter_map(|(issuing, paper)| read_by_another(&documents().pdf(issuing, paper).unwrap()))
        .collect();
    assert_eq!(joined, alone, "sheet for sheet what each paper alone has");
    assert!(matches!(documents().joined(&[], ""), Err(DocumentError::Nothing)));
}
