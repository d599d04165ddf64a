//! Papers on the scanner, from the dots to the file and back, on both engines.

use adapters::virus::{VirusError, VirusScanner, VirusVerdict};
use app::scanning::Sorted;
use app::testing::{Centre, bands, bundle, centres, page_jpeg};
use app::{Actor, AppError, Command, ScanPaper};
use async_trait::async_trait;
use domain::dossier::{Counted, PageImage, Scan};
use domain::kernel::StreamId;
use std::path::Path;
use std::sync::Arc;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

async fn at_the_scanner(centre: &Centre, folder: &Path) -> (Actor, StreamId) {
    centre.equip(folder, None).await;
    let officer = centre.staff("ha.lt");
    centre.takes_ticket("land").await;
    centre.calls_next(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
    (officer, dossier)
}

fn scan(dossier: StreamId, item: i64, scan: Scan) -> Command {
    Command::Scan(ScanPaper { dossier, item, scan })
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Files somebody put into the store, small pictures apart.
fn kept(folder: &Path) -> usize {
    let mut count = 0;
    let mut folders = vec![folder.join("files")];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("there").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if !entry.file_name().to_string_lossy().ends_with(".small") {
                count += 1;
            }
        }
    }
    count
}

async fn captures(centre: &Centre, officer: &Actor, dossier: StreamId, item: i64, files: Vec<Vec<u8>>) {
    centre.app.may_scan(officer, dossier, item).await.expect("may");
    let (pages, refused) = centre.app.take_pages(dossier, files).await.expect("taken");
    assert_eq!(refused, None);
    centre.does(officer, scan(dossier, item, Scan::Capture { pages })).await;
}

async fn files(centre: &Centre, officer: &Actor, dossier: StreamId, item: i64, pages: i64, noted: &[i64]) {
    let before = centre.dossier(dossier).await.scan_files().into_iter().map(str::to_owned).collect();
    let counted = Counted { pages, noted: noted.to_vec() };
    let bound = centre.app.bind_scan(dossier, item, counted).await.expect("images equal pages");
    centre.does(officer, scan(dossier, item, bound)).await;
    centre.app.forget_scan_files(dossier, &before).await.expect("forgotten");
}

#[tokio::test]
async fn pages_become_one_file_in_their_order_and_what_it_was_made_of_goes() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (officer, dossier) = at_the_scanner(&centre, folder.path()).await;
        captures(&centre, &officer, dossier, 1, vec![page_jpeg(3), page_jpeg(1)]).await;
        captures(&centre, &officer, dossier, 1, vec![bundle(&[page_jpeg(5), page_jpeg(2)], 0)]).await;
        assert_eq!(kept(folder.path()), 4);
        files(&centre, &officer, dossier, 1, 3, &[2]).await;
        let pdf = centre.app.scan_file(dossier, 1).await.expect("filed");
        assert_eq!(bands(&pdf), [3, 1, 5, 2]);
        assert_eq!(kept(folder.path()), 1, "the pages are in the file, and nowhere else");
        let history = centre.app.history(dossier).await.expect("read");
        let told: Vec<String> =
            history.iter().filter_map(|one| Some(one.event().ok()?.name().to_owned())).collect();
        assert!(told.ends_with(&["PagesCaptured".into(), "PagesCaptured".into(), "PaperScanned".into()]));
    }
}

#[tokio::test]
async fn images_that_are_missing_are_counted_and_nothing_captured_is_lost() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (officer, dossier) = at_the_scanner(&centre, folder.path()).await;
        captures(&centre, &officer, dossier, 1, vec![page_jpeg(1), page_jpeg(2)]).await;
        let counted = Counted { pages: 3, noted: vec![1] };
        let Err(AppError::Refused(refusal)) = centre.app.bind_scan(dossier, 1, counted).await else {
            panic!("two images are no three pages")
        };
        assert_eq!(refusal.violations[0].code, "images_missing");
        assert!(refusal.violations[0].values.contains(&("difference".to_owned(), "2".to_owned())));
        assert_eq!(refusal.rule.expect("a rule").document, "01/2023/TT-VPCP");
        assert_eq!(centre.dossier(dossier).await.scan(1).expect("begun").waiting.len(), 2);
    }
}

#[tokio::test]
async fn good_pages_before_a_bad_file_are_taken_and_the_bad_one_is_named() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (_, dossier) = at_the_scanner(&centre, folder.path()).await;
        let sent = vec![page_jpeg(1), b"MZ not a page".to_vec(), page_jpeg(2)];
        let (pages, refused) = centre.app.take_pages(dossier, sent).await.expect("taken");
        let refusal = refused.expect("the second is no page");
        assert_eq!((pages.len(), refusal.code.as_str()), (1, "scan_kind"));
        assert!(refusal.violations[0].values.contains(&("file".to_owned(), "2".to_owned())));
        let coarse = scans_of(30);
        let (pages, refused) = centre.app.take_pages(dossier, vec![coarse]).await.expect("looked at");
        assert_eq!((pages.len(), refused.expect("coarse").code.as_str()), (0, "scan_too_coarse"));
    }
}

/// A page of so many dots an inch.
fn scans_of(dpi: u32) -> Vec<u8> {
    scans::Page::white(dpi * 8, dpi * 11, Some(dpi.max(50))).kept().expect("a page").jpeg
}

#[tokio::test]
async fn who_receives_there_scans_and_nobody_else() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (_, dossier) = at_the_scanner(&centre, folder.path()).await;
        let pages = vec![PageImage { file: "a".to_owned(), dpi: 200, quarters: 0 }];
        let clerk = centre.holder("H49.12.1", domain::catalogue::Role::Specialist);
        for stranger in [clerk, Actor::Citizen, Actor::Kiosk { hall: "H1".to_owned() }] {
            let no = centre.ask(&stranger, scan(dossier, 1, Scan::Capture { pages: pages.clone() })).await;
            assert!(matches!(no, Err(AppError::Forbidden { .. })), "{stranger:?}: {no:?}");
            assert!(matches!(
                centre.app.may_scan(&stranger, dossier, 1).await,
                Err(AppError::Forbidden { .. })
            ));
        }
    }
}

#[tokio::test]
async fn a_secret_paper_leaves_the_store_with_everything_captured_of_it() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (officer, dossier) = at_the_scanner(&centre, folder.path()).await;
        captures(&centre, &officer, dossier, 1, vec![page_jpeg(1)]).await;
        files(&centre, &officer, dossier, 1, 1, &[]).await;
        captures(&centre, &officer, dossier, 1, vec![page_jpeg(2)]).await;
        let before = centre.dossier(dossier).await.scan_files().into_iter().map(str::to_owned).collect();
        centre.does(&officer, scan(dossier, 1, Scan::MarkSecret)).await;
        centre.app.forget_scan_files(dossier, &before).await.expect("forgotten");
        assert_eq!(kept(folder.path()), 0);
        assert!(matches!(centre.app.scan_file(dossier, 1).await, Err(AppError::NotFound(_))));
        let no = centre.app.may_scan(&officer, dossier, 1).await.expect_err("secret");
        assert_eq!(no.violations()[0].code, "paper_not_scanned_secret");
    }
}

#[derive(Debug)]
struct Says(Result<VirusVerdict, VirusError>);

#[async_trait]
impl VirusScanner for Says {
    async fn look(&self, _: &[u8]) -> Result<VirusVerdict, VirusError> {
        self.0.clone()
    }
}

#[tokio::test]
async fn what_nobody_looked_at_does_not_come_in() {
    let told = [
        (Ok(VirusVerdict::Infected("Eicar".to_owned())), "upload_infected"),
        (Err(VirusError::Retry), "virus_scanner_silent"),
        (Err(VirusError::GiveUp), "virus_scanner_declines"),
    ];
    for (says, code) in told {
        let folder = folder();
        let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
        centre.equip(folder.path(), Some(Arc::new(Says(says)))).await;
        let (pages, refused) =
            centre.app.take_pages(StreamId(7), vec![page_jpeg(1)]).await.expect("looked at");
        assert_eq!((pages.len(), refused.expect("refused").code.as_str()), (0, code));
        assert_eq!(kept(folder.path()), 0);
    }
}

#[tokio::test]
async fn a_bundle_is_filed_by_its_sheets_which_are_no_pages_and_stand_the_others_upright() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (officer, dossier) = at_the_scanner(&centre, folder.path()).await;
        let job = Actor::system("scanning");
        let (first, second) = (centre.scan_sheet(dossier, 1).await, centre.scan_sheet(dossier, 2).await);
        // Fed upside down, as one feeds by hand.
        let fed = bundle(&[first.clone(), page_jpeg(3), page_jpeg(1), second, page_jpeg(2)], 2);
        let sorted = centre.app.sort_bundle(&job, "b1", "H1", fed.clone(), None).await.expect("sorted");
        let Sorted::Filed { pages: 3, under: Some(under) } = sorted else { panic!("{sorted:?}") };
        assert_eq!((under.dossier, under.item, under.quarters), (dossier, 2, 2));
        let again = centre.app.sort_bundle(&job, "b1", "H1", fed, None).await.expect("sorted");
        assert!(matches!(again, Sorted::Filed { .. }));
        let state = centre.dossier(dossier).await;
        assert_eq!(state.scan(1).expect("begun").waiting.len(), 2, "the same file again does nothing again");
        files(&centre, &officer, dossier, 1, 2, &[]).await;
        assert_eq!(bands(&centre.app.scan_file(dossier, 1).await.expect("filed")), [3, 1], "upright");
        // The next file of the feeder goes on under the last sheet.
        let more = centre.app.sort_bundle(&job, "b2", "H1", bundle(&[page_jpeg(4)], 2), Some(under)).await;
        assert!(matches!(more.expect("sorted"), Sorted::Filed { pages: 1, .. }));
        assert_eq!(centre.dossier(dossier).await.scan(2).expect("begun").waiting.len(), 2);
    }
}

#[tokio::test]
async fn a_bundle_without_a_sheet_or_with_one_that_leads_nowhere_is_left_to_a_person() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let folder = folder();
        let (officer, dossier) = at_the_scanner(&centre, folder.path()).await;
        let job = Actor::system("scanning");
        let sheet = centre.scan_sheet(dossier, 1).await;
        let app = &centre.app;
        let not_filed = |sorted: Sorted| match sorted {
            Sorted::NotFiled(code) => code,
            filed => panic!("{filed:?}"),
        };
        let bare = app.sort_bundle(&job, "n1", "H1", bundle(&[page_jpeg(1)], 0), None).await.expect("sorted");
        assert_eq!(not_filed(bare), "no_cover");
        let elsewhere = bundle(&[sheet.clone(), page_jpeg(1)], 0);
        let other = app.sort_bundle(&job, "n2", "H9", elsewhere.clone(), None).await.expect("sorted");
        assert_eq!(not_filed(other), "cover_of_another_centre");
        let broken = app.sort_bundle(&job, "n3", "H1", b"%PDF-1.7 nothing".to_vec(), None).await;
        assert_eq!(not_filed(broken.expect("sorted")), "scan_unreadable");
        centre.does(&officer, scan(dossier, 1, Scan::MarkSecret)).await;
        let secret = app.sort_bundle(&job, "n4", "H1", elsewhere, None).await.expect("sorted");
        assert_eq!(not_filed(secret), "paper_not_scanned_secret");
        assert_eq!(kept(folder.path()), 0, "of what was not filed nothing is kept");
    }
}
