//! A folder of the operator takes the place of shipped layouts.

use crate::samples;
use documents::{Document, DocumentError, Documents, Kind};
use std::fs;
use std::path::Path;

const NOW: &str = "03/2025/TT-VPCP";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const OURS: &str = r#"
#import "/lib.typ": *
#show: form
#title(body: [Mẫu của tỉnh])
Hồ sơ của #d.applicant.name
"#;

#[test]
fn a_layout_in_the_folder_takes_the_shipped_ones_place_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "03-2025-TT-VPCP/receipt.typ", OURS);
    let documents = Documents::new(Some(folder.path())).unwrap();
    let text = documents.text(NOW, &samples::of(Kind::Receipt)).unwrap().join("\n");
    assert!(text.contains("MẪU CỦA TỈNH") && text.contains("Hồ sơ của Nguyễn Thị Thanh Hằng"), "{text}");
    assert!(documents.text(NOW, &samples::of(Kind::Refusal)).unwrap().join("\n").contains("PHIẾU TỪ CHỐI"));
    let shipped = Documents::new(None).unwrap();
    assert!(shipped.text(NOW, &samples::of(Kind::Receipt)).unwrap().join("\n").contains("GIẤY TIẾP NHẬN"));
}

#[test]
fn a_new_circular_is_a_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let entry = "[[form]]\nissuing = \"05/2027/TT-BTP\"\nkind = \"receipt\"\nnumber = \"Mẫu số 11\"\ntitle = \"Giấy hẹn\"\npaper = \"a5\"\n\
        valid_from = \"2027-03-01\"\nsource = \"\"\nconfirmed = \"\"\nrecalled = \"\"\n";
    write(folder.path(), "forms.toml", entry);
    write(folder.path(), "05-2027-TT-BTP/receipt.typ", OURS);
    let documents = Documents::new(Some(folder.path())).unwrap();
    documents.pdf("05/2027/TT-BTP", &samples::of(Kind::Receipt)).unwrap();
    documents.pdf("05/2027/TT-BTP", &samples::of(Kind::Ticket)).unwrap();
    documents.pdf(NOW, &samples::of(Kind::Receipt)).unwrap();
}

#[test]
fn an_entry_without_its_layout_is_found_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let entry = "[[form]]\nissuing = \"05/2027/TT-BTP\"\nkind = \"stop\"\nnumber = \"\"\ntitle = \"\"\npaper = \"a5\"\n\
        valid_from = \"2027-03-01\"\nsource = \"\"\nconfirmed = \"\"\nrecalled = \"\"\n";
    write(folder.path(), "forms.toml", entry);
    let error = Documents::new(Some(folder.path())).unwrap_err();
    assert!(
        matches!(&error, DocumentError::NoLayout { path, .. } if path == "/05-2027-TT-BTP/stop.typ"),
        "{error}"
    );
}

#[test]
fn a_mistake_in_a_layout_is_reported_with_file_and_line_and_without_the_persons_name() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "03-2025-TT-VPCP/receipt.typ",
        "#import \"/lib.typ\": *\n#show: form\n#panic(d.applicant.name)\n",
    );
    let error =
        Documents::new(Some(folder.path())).unwrap().pdf(NOW, &samples::of(Kind::Receipt)).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("/03-2025-TT-VPCP/receipt.typ:3"), "{message}");
    assert!(!message.contains("Hằng"), "{message}");
}

/// A layout is the operator's own text, but it is not a way to the machine's files, to the network, or to a clock.
#[test]
fn a_layout_reads_nothing_but_the_forms_folder() {
    for line in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../../../etc/passwd\")",
        "#import \"@preview/cetz:0.3.0\": *",
        "#datetime.today().display()",
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            "03-2025-TT-VPCP/receipt.typ",
            &format!("#import \"/lib.typ\": *\n#show: form\n{line}\n"),
        );
        let documents = Documents::new(Some(folder.path())).unwrap();
        let error = documents.pdf(NOW, &Document::Receipt(samples::receipt())).unwrap_err();
        assert!(matches!(error, DocumentError::Layout { .. }), "{line}: {error}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Documents::new(Some(&folder.path().join("none"))).unwrap_err();
    assert!(matches!(error, DocumentError::Overrides { .. }), "{error}");
}
