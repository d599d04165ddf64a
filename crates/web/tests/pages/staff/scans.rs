//! Papers on the scanner, as the officer sees them.

use super::{LAND, at_the_counter, receives};
use crate::visitor::{Answer, House, Visitor};
use app::testing::{bands, bundle, page_jpeg};
use app::{Command, ScanPaper};
use axum::http::StatusCode;
use domain::dossier::Scan;
use domain::kernel::StreamId;

struct Scanned {
    house: House,
    folder: tempfile::TempDir,
    officer: Visitor,
    dossier: StreamId,
}

async fn received() -> Scanned {
    let house = House::open().await;
    let folder = tempfile::tempdir().expect("a folder");
    house.centre.equip(folder.path(), None).await;
    let (mut officer, _) = at_the_counter(&house).await;
    let shown = [("paper-2-form", "shown")];
    let dossier = receives(&mut officer, LAND, &shown).await;
    Scanned { house, folder, officer, dossier }
}

impl Scanned {
    fn at(&self, rest: &str) -> String {
        format!("/dossiers/{}/scans{rest}", self.dossier)
    }

    async fn page(&mut self) -> Answer {
        let path = self.at("");
        let page = self.officer.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page
    }

    async fn uploads(&mut self, item: i64, files: &[Vec<u8>]) -> Answer {
        let (page, path) = (self.page().await, self.at(&format!("/{item}/pages")));
        self.officer.upload(&page, &path, files).await
    }

    async fn sends(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (page, path) = (self.page().await, self.at(path));
        self.officer.send(&page, &path, fields).await
    }

    async fn waiting(&self, item: i64) -> Vec<domain::dossier::PageImage> {
        let state = self.house.centre.dossier(self.dossier).await;
        state.scan(item).map(|scan| scan.waiting.clone()).unwrap_or_default()
    }
}

#[tokio::test]
async fn pages_are_uploaded_turned_counted_and_filed_and_the_applicant_opens_the_own_paper() {
    let mut at = received().await;
    let sent = at.uploads(1, &[page_jpeg(2), page_jpeg(1)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(sent.to(), at.at("#paper-1"));
    let page = at.page().await;
    assert!(page.says("Đã nhận 2 ảnh.") && page.says("2 ảnh chờ ghép"), "{}", page.body);
    let file = at.waiting(1).await[1].file.clone();
    let turned = at.sends("/1/turn", &[("page", "2"), ("file", &file)]).await;
    assert_eq!(turned.status, StatusCode::SEE_OTHER);
    assert!(at.page().await.says("leaf turned-1"));
    for _ in 0..3 {
        at.sends("/1/turn", &[("page", "2"), ("file", &file)]).await;
    }
    assert_eq!(at.page().await.body.matches("Lên trước").count(), 1, "the first page has none before it");
    for (page, to) in [("2", "1"), ("1", "2")] {
        let moved = at.sends("/1/move", &[("page", page), ("file", &file), ("to", to)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER);
        assert_eq!(
            at.waiting(1).await.iter().position(|page| page.file == file),
            Some(usize::from(to == "2"))
        );
    }
    at.sends("/1/move", &[("page", "2"), ("file", &file), ("to", "3")]).await;
    assert!(at.page().await.says("Không có chỗ này giữa các ảnh"));

    let short = at.sends("/1/file", &[("pages", "2"), ("noted", "2")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.says("Còn thiếu 1 ảnh") && short.says("hiện có 2"), "{}", short.body);
    assert!(short.says("value=\"2\"") && short.says("2 ảnh chờ ghép"), "filled in, nothing lost");
    assert!(short.says("01/2023/TT-VPCP"), "by which rule");

    let filed = at.sends("/1/file", &[("pages", "2")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.body);
    assert!(at.page().await.says("2 trang, 2 ảnh"));
    let path = at.at("/1/scan.pdf");
    let pdf = at.officer.get(&path).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!((pdf.header("x-content-type-options"), pdf.header("cache-control")), ("nosniff", "no-store"));
    assert!(pdf.header("content-security-policy").contains("default-src 'none'"));
    assert!(pdf.header("content-disposition").starts_with("inline"));
    assert_eq!(bands(&pdf.bytes), [2, 1]);

    let token = at.house.centre.dossier(at.dossier).await.intake.token;
    let mut applicant = at.house.visitor();
    let own = applicant.get(&format!("/d/{token}")).await;
    assert!(own.says(&format!("/d/{token}/scans/1")) && own.says("Giấy tờ đã số hóa"), "{}", own.body);
    let scan = applicant.get(&format!("/d/{token}/scans/1")).await;
    assert_eq!(bands(&scan.bytes), [2, 1]);
    assert_eq!(applicant.get(&format!("/d/{token}/scans/2")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(applicant.get("/d/another/scans/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_opening_of_a_scan_is_in_the_journal_of_readings() {
    let mut at = received().await;
    at.uploads(1, &[page_jpeg(1)]).await;
    let image = at.at("/1/page/1.jpg");
    let picture = at.officer.get(&image).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    at.sends("/1/file", &[("pages", "1")]).await;
    let path = at.at("/1/scan.pdf");
    at.officer.get(&path).await;
    let dossier = at.dossier;
    let page = at.officer.get(&format!("/dossiers/{dossier}")).await;
    assert!(page.says("mở bản số hóa") && page.says("xem các bản số hóa"), "{}", page.body);
    assert!(page.says("Số hóa giấy tờ") && page.says("giấy tờ số 1: 1 trang, 1 ảnh"), "{}", page.body);
}

#[tokio::test]
async fn what_is_never_scanned_has_no_field_and_an_upload_for_it_is_refused() {
    let mut at = received().await;
    let page = at.page().await;
    assert!(page.says("id=\"files-1\"") && !page.says("id=\"files-2\""), "{}", page.body);
    assert!(page.says("Chỉ xuất trình để đối chiếu"));
    let no = at.uploads(2, &[page_jpeg(1)]).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.says("không số hóa: chỉ xuất trình"), "{}", no.body);
    assert!(!at.folder.path().join("files/49").exists(), "not a byte was kept");
}

#[tokio::test]
async fn a_secret_paper_loses_its_field_and_its_pages() {
    let mut at = received().await;
    at.uploads(1, &[page_jpeg(1)]).await;
    let done = at.sends("/1/secret", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = at.page().await;
    assert!(page.says("Tài liệu mật") && !page.says("id=\"files-1\""), "{}", page.body);
    let no = at.uploads(1, &[page_jpeg(1)]).await;
    assert!(no.says("không số hóa: tài liệu mật"), "{}", no.body);
    let image = at.at("/1/page/1.jpg");
    assert_eq!(at.officer.get(&image).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_bad_file_is_named_and_the_pages_before_it_stay() {
    let mut at = received().await;
    let no = at.uploads(1, &[page_jpeg(1), b"<html>".to_vec(), page_jpeg(2)]).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.says("Tệp thứ 2 không phải ảnh JPEG, PNG hay PDF"), "{}", no.body);
    assert!(no.says("1 ảnh chờ ghép"));
    let none = at.uploads(1, &[]).await;
    assert!(none.says("Chưa chọn tệp nào"), "{}", none.body);
    let words = at.sends("/1/file", &[("pages", "một"), ("noted", "trang hai")]).await;
    assert!(words.says("Chưa hiểu “trang hai”") && words.says("value=\"trang hai\""), "{}", words.body);
    let taken = at.sends("/1/take-out", &[("page", "1"), ("file", "another")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(at.page().await.says("Các trang đã thay đổi"));
    let file = at.waiting(1).await[0].file.clone();
    at.sends("/1/take-out", &[("page", "1"), ("file", &file)]).await;
    assert!(at.waiting(1).await.is_empty());
}

#[tokio::test]
async fn a_form_with_files_without_its_proof_is_not_taken_and_other_forms_take_no_files() {
    let mut at = received().await;
    let page = at.page().await;
    let mut stranger = at.house.signed_in("ha.lt").await;
    let path = at.at("/1/pages");
    let forged = stranger.upload(&page, &path, &[page_jpeg(1)]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST, "the proof of another session");
    let elsewhere = at.at("/1/file");
    let other = at.officer.upload(&page, &elsewhere, &[page_jpeg(1)]).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    assert!(at.waiting(1).await.is_empty());
}

#[tokio::test]
async fn who_only_handles_the_dossier_opens_scans_and_adds_none() {
    let mut at = received().await;
    at.uploads(1, &[page_jpeg(1)]).await;
    at.sends("/1/file", &[("pages", "1")]).await;
    let handler = at.house.centre.whose_step(at.dossier).await;
    let mut person = at.house.signed_in(handler.person()).await;
    let page = person.get(&at.at("")).await;
    assert!(page.says("/1/scan.pdf") && !page.says("type=\"file\""), "{}", page.body);
    assert_eq!(person.get(&at.at("/1/scan.pdf")).await.status, StatusCode::OK);
    let scan = Scan::TakeOut { page: 1, file: String::new() };
    let command = Command::Scan(ScanPaper { dossier: at.dossier, item: 1, scan });
    assert!(at.house.centre.ask(&handler, command).await.is_err());
    let mut cashier = at.house.visitor();
    assert_eq!(cashier.get(&at.at("/1/scan.pdf")).await.status, StatusCode::SEE_OTHER, "sign in first");
}

#[tokio::test]
async fn what_the_scanner_left_is_looked_at_and_filed_by_hand_or_thrown_away() {
    let mut at = received().await;
    let tray = at.folder.path().join("scanner/H1/not-filed");
    std::fs::create_dir_all(&tray).expect("made");
    for (name, reason) in [("a 1.pdf", "no_cover"), ("b.pdf", "cover_unknown")] {
        std::fs::write(tray.join(name), bundle(&[page_jpeg(3), page_jpeg(4)], 0)).expect("written");
        std::fs::write(tray.join(format!("{name}.reason")), reason).expect("written");
    }
    let page = at.officer.get("/desk/scans").await;
    assert!(page.says("a 1.pdf") && page.says("Không có tờ bìa quét đứng trước"), "{}", page.body);
    let look = at.officer.get("/desk/scans/look?name=a%201.pdf").await;
    assert_eq!((look.status, look.header("content-type")), (StatusCode::OK, "image/jpeg"));
    for path in ["look?name=..%2F..%2Ffiles", "look?name=none.pdf", "look"] {
        let answer = at.officer.get(&format!("/desk/scans/{path}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let code = at.house.centre.dossier(at.dossier).await.code;
    let unknown = [("name", "a 1.pdf"), ("code", "000.00.00.H49-260101-0001"), ("item", "1")];
    let no = at.officer.send(&page, "/desk/scans/file", &unknown).await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.says("Không có hồ sơ mã 000.00.00.H49-260101-0001"), "{}", no.body);
    let shown = [("name", "a 1.pdf"), ("code", &code), ("item", "2")];
    let no = at.officer.send(&no, "/desk/scans/file", &shown).await;
    assert!(no.says("không số hóa") && no.says(&format!("value=\"{code}\"")), "{}", no.body);
    let right = [("name", "a 1.pdf"), ("code", &code), ("item", "1")];
    let filed = at.officer.send(&no, "/desk/scans/file", &right).await;
    assert_eq!(filed.to(), at.at("#paper-1"), "{}", filed.body);
    assert_eq!(at.waiting(1).await.len(), 2);
    let page = at.officer.get("/desk/scans").await;
    assert!(!page.says("a 1.pdf") && page.says("b.pdf"));
    let gone = at.officer.send(&page, "/desk/scans/throw-away", &[("name", "b.pdf")]).await;
    assert_eq!(gone.to(), "/desk/scans");
    assert!(at.officer.get("/desk/scans").await.says("Không còn tệp nào phải xem"));
    assert!(!tray.join("b.pdf").exists());
}

#[tokio::test]
async fn a_server_without_a_room_for_scans_says_so() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let page = officer.get(&format!("/dossiers/{dossier}/scans")).await;
    assert!(!page.says("type=\"file\""), "{}", page.body);
    assert!(officer.get("/desk/scans").await.says("chưa theo dõi thư mục máy quét nào"));
}
