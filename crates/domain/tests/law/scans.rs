//! Papers and the scanner: as many images as pages, pages with notes twice, and what never goes on the glass.

use super::centre::*;
use domain::dossier::{
    Command, Counted, KeptOffScan, NotScanned, Outcome, PageImage, PaperForm, Plan, Scan, kept_off,
};
use proptest::prelude::*;

fn page(name: &str) -> PageImage {
    PageImage { file: name.to_owned(), dpi: 200, quarters: 0 }
}

fn pages(names: &[&str]) -> Vec<PageImage> {
    names.iter().map(|name| page(name)).collect()
}

fn scan(item: i64, scan: Scan) -> Command {
    Command::Scan { by: by("lan"), item, scan }
}

fn capture(item: i64, names: &[&str]) -> Command {
    scan(item, Scan::Capture { pages: pages(names) })
}

fn file(centre: &Centre, item: i64, pages: i64, noted: &[i64]) -> Command {
    let made_of = centre.dossier().scan(item).map(|scan| scan.waiting.clone()).unwrap_or_default();
    let counted = Counted { pages, noted: noted.to_vec() };
    scan(item, Scan::File { counted, file: "whole".to_owned(), made_of })
}

fn waiting(centre: &Centre, item: i64) -> Vec<String> {
    let scan = centre.dossier().scan(item);
    scan.map(|scan| scan.waiting.iter().map(|page| page.file.clone()).collect()).unwrap_or_default()
}

fn received() -> Centre {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer());
    centre
}

/// One paper of each form, the second secret by the procedure.
fn of_each_form() -> Centre {
    let mut centre = Centre::at("2026-03-16T09:00");
    let papers = vec![
        paper(1, "Đơn", PaperForm::Original, true),
        paper(2, "Sơ đồ khu vực", PaperForm::Original, true),
        paper(3, "Căn cước", PaperForm::Shown, true),
        paper(4, "Giấy khai sinh điện tử", PaperForm::Electronic, true),
        paper(5, "Cư trú", PaperForm::LookedUp, true),
        paper(6, "Trả lời xác minh", PaperForm::Copy, true),
        domain::dossier::Paper { required: false, ..paper(7, "Giấy ủy quyền", PaperForm::Copy, false) },
    ];
    let off = |item, why| KeptOffScan { item, why };
    let kept_off_scan = vec![off(2, NotScanned::Secret), off(6, NotScanned::VerificationReply)];
    centre.takes(declared(papers), Plan { kept_off_scan, ..land_transfer() }, Outcome::Receive);
    centre
}

#[test]
fn pages_are_captured_in_order_and_filed_as_one_when_images_equal_pages() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b"])).does(capture(1, &["c"]));
    assert_eq!(waiting(&centre, 1), ["a", "b", "c"], "what comes later stands behind");
    centre.does(file(&centre, 1, 3, &[]));
    let filed = centre.dossier().scan(1).unwrap().filed.clone().unwrap();
    assert_eq!((filed.pages, filed.images, filed.file.as_str(), filed.by.as_str()), (3, 3, "whole", "lan"));
    assert!(waiting(&centre, 1).is_empty());
}

#[test]
fn a_page_with_notes_is_captured_twice() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b"]));
    let (code, said) = centre.refuses(file(&centre, 1, 2, &[2]));
    assert_eq!((code.as_str(), said.as_slice()), ("images_missing", &["images_missing".to_owned()][..]));
    assert_eq!(waiting(&centre, 1), ["a", "b"], "nothing of what was captured is lost");
    centre.does(capture(1, &["b2"]));
    centre.does(file(&centre, 1, 2, &[2, 2]));
    let filed = centre.dossier().scan(1).unwrap().filed.clone().unwrap();
    assert_eq!((filed.pages, filed.noted, filed.images), (2, vec![2], 3));
}

#[test]
fn more_images_than_pages_and_pages_nobody_counted_are_refused() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b"]));
    for (pages, noted, code) in [
        (1, &[][..], "images_too_many"),
        (0, &[][..], "pages_not_counted"),
        (-2, &[][..], "pages_not_counted"),
        (401, &[][..], "pages_not_counted"),
        (2, &[3][..], "noted_page_unknown"),
        (2, &[0][..], "noted_page_unknown"),
        (3, &[][..], "images_missing"),
    ] {
        assert_eq!(centre.refuses(file(&centre, 1, pages, noted)).0, code, "{pages} {noted:?}");
    }
}

#[test]
fn a_file_made_of_other_pages_than_wait_is_not_filed() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b"]));
    let made_of = pages(&["a", "x"]);
    let counted = Counted { pages: 2, noted: Vec::new() };
    let stale = scan(1, Scan::File { counted, file: "whole".to_owned(), made_of });
    assert_eq!(centre.refuses(stale).0, "pages_changed");
}

#[test]
fn a_page_is_turned_and_taken_out_only_while_it_is_the_one_that_was_meant() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b", "c"]));
    let turn = |page, file: &str| scan(1, Scan::Turn { page, file: file.to_owned() });
    let out = |page, file: &str| scan(1, Scan::TakeOut { page, file: file.to_owned() });
    for _ in 0..3 {
        centre.does(turn(2, "b"));
    }
    assert_eq!(centre.dossier().scan(1).unwrap().waiting[1].quarters, 3);
    centre.does(turn(2, "b"));
    assert_eq!(centre.dossier().scan(1).unwrap().waiting[1].quarters, 0, "four quarters are none");
    centre.does(out(1, "a"));
    assert_eq!(waiting(&centre, 1), ["b", "c"]);
    for (page, file) in [(1, "a"), (0, "b"), (3, "c"), (-1, "b")] {
        assert_eq!(centre.refuses(turn(page, file)).0, "pages_changed");
        assert_eq!(centre.refuses(out(page, file)).0, "pages_changed");
    }
}

#[test]
fn a_page_in_the_wrong_place_is_moved_and_those_between_make_room() {
    let mut centre = received();
    centre.does(capture(1, &["a", "b", "c", "d"]));
    let moved = |page, file: &str, to| scan(1, Scan::Move { page, file: file.to_owned(), to });
    centre.does(moved(4, "d", 2));
    assert_eq!(waiting(&centre, 1), ["a", "d", "b", "c"]);
    centre.does(moved(1, "a", 4));
    assert_eq!(waiting(&centre, 1), ["d", "b", "c", "a"]);
    centre.does(moved(2, "b", 2));
    assert_eq!(waiting(&centre, 1), ["d", "b", "c", "a"]);
    for to in [0, 5, -1] {
        let (code, said) = centre.refuses(moved(1, "d", to));
        assert_eq!(
            (code.as_str(), said.as_slice()),
            ("page_place_unknown", &["page_place_unknown".to_owned()][..])
        );
    }
    assert_eq!(centre.refuses(moved(1, "a", 2)).0, "pages_changed", "another page stands there by now");
}

#[test]
fn what_is_shown_electronic_looked_up_a_verification_reply_or_secret_is_never_scanned() {
    let mut centre = of_each_form();
    for (item, why) in [
        (2, "paper_not_scanned_secret"),
        (3, "paper_not_scanned_shown"),
        (4, "paper_not_scanned_electronic"),
        (5, "paper_not_scanned_looked_up"),
        (6, "paper_not_scanned_verification_reply"),
        (7, "paper_not_scanned_not_there"),
    ] {
        let (code, said) = centre.refuses(capture(item, &["a"]));
        assert_eq!((code.as_str(), said.as_slice()), ("paper_not_scanned", &[why.to_owned()][..]), "{item}");
    }
    centre.does(capture(1, &["a"]));
    assert_eq!(centre.refuses(capture(9, &["a"])).0, "paper_unknown");
    assert_eq!(centre.refuses(capture(1, &[])).0, "no_pages");
}

#[test]
fn a_paper_found_to_be_secret_is_off_the_scanner_for_good_with_everything_captured_of_it() {
    let mut centre = received();
    centre.does(capture(1, &["a"]));
    centre.does(file(&centre, 1, 1, &[]));
    centre.does(capture(1, &["b"]));
    assert_eq!(centre.dossier().scan_files().into_iter().collect::<Vec<_>>(), ["b", "whole"]);
    centre.does(scan(1, Scan::MarkSecret));
    assert!(centre.dossier().scan(1).is_none() && centre.dossier().scan_files().is_empty());
    let first = centre.dossier().intake.papers[0].clone();
    assert_eq!(kept_off(centre.dossier(), &first), Some(NotScanned::Secret));
    assert_eq!(centre.refuses(capture(1, &["c"])).0, "paper_not_scanned");
    let before = centre.dossier().clone();
    centre.does(scan(1, Scan::MarkSecret));
    assert_eq!(centre.dossier(), &before, "it is so already");
}

#[test]
fn only_a_dossier_under_way_is_scanned() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.takes(declared(complete_papers()), land_transfer(), Outcome::Keep);
    assert_eq!(centre.refuses(capture(1, &["a"])).0, "dossier_in_other_phase", "a draft has no code yet");
    let mut centre = received();
    centre.does(Command::Withdraw { by: by("lan"), reason: "Không còn nhu cầu".to_owned() });
    assert_eq!(centre.refuses(capture(1, &["a"])).0, "dossier_in_other_phase");
}

#[test]
fn no_more_pages_than_a_paper_has_are_taken() {
    let mut centre = received();
    let many: Vec<String> = (0..400).map(|number| format!("p{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    centre.does(capture(1, &many));
    assert_eq!(centre.refuses(capture(1, &["one more"])).0, "scan_too_many_pages");
}

proptest! {
    #[test]
    fn a_scan_is_filed_exactly_when_images_are_pages_and_notes(
        images in 0_usize..12,
        pages in -1_i64..12,
        noted in proptest::collection::btree_set(-1_i64..13, 0..4),
    ) {
        let mut centre = received();
        let names: Vec<String> = (0..images).map(|number| format!("p{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if images > 0 {
            centre.does(capture(1, &names));
        }
        let noted: Vec<i64> = noted.into_iter().collect();
        let right = pages >= 1
            && noted.iter().all(|page| (1..=pages).contains(page))
            && images as i64 == pages + noted.len() as i64;
        let command = file(&centre, 1, pages, &noted);
        if right {
            centre.does(command);
            prop_assert_eq!(centre.dossier().scan(1).unwrap().filed.as_ref().unwrap().images, images as i64);
        } else {
            let before = centre.dossier().clone();
            centre.refuses(command);
            prop_assert_eq!(centre.dossier(), &before);
        }
    }
}
