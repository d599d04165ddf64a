//! The folder of a scanner, watched.

use app::scanning::Unknown;
use app::testing::{Centre, bundle, centres, page_jpeg};
use app::{Clock, Command, ScanPaper, SystemClock};
use domain::dossier::Scan;
use domain::kernel::StreamId;
use jobs::{Filed, Scanning, UnknownFiles};
use std::path::{Path, PathBuf};

struct Room {
    centre: Centre,
    folder: tempfile::TempDir,
    job: Scanning,
    dossier: StreamId,
}

impl Room {
    async fn on(centre: Centre) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        centre.equip(folder.path(), None).await;
        let officer = centre.staff("ha.lt");
        centre.takes_ticket("land").await;
        centre.calls_next(&officer, "05").await;
        let form = centre.form("1.115778", "quang-ninh");
        let dossier = centre.receives(&officer, "05", form, Some(50_000)).await;
        let job = Scanning::new(centre.app.clone());
        let room = Self { centre, folder, job, dossier };
        room.looks(0).await;
        room
    }

    fn hall(&self) -> PathBuf {
        self.folder.path().join("scanner/H1")
    }

    fn scans(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.hall().join(name), bytes).expect("written");
    }

    /// Some milliseconds later it looks.
    async fn looks(&self, later: i64) -> Filed {
        self.centre.clock.set(self.centre.app.now() + later);
        self.job.run_once().await.expect("a round")
    }

    /// Twice, so that what lies there has stood still.
    async fn files(&self) -> Filed {
        let first = self.looks(2_000).await;
        assert_eq!(first, Filed::default(), "what was just written is left alone");
        self.looks(2_000).await
    }

    async fn waiting(&self, item: i64) -> usize {
        self.centre.dossier(self.dossier).await.scan(item).map_or(0, |scan| scan.waiting.len())
    }

    async fn sheet(&self, item: i64) -> Vec<u8> {
        self.centre.scan_sheet(self.dossier, item).await
    }

    async fn reasons(&self) -> Vec<(String, String)> {
        let left = self.centre.app.scans_not_filed("H1").await.expect("read").expect("a folder");
        left.into_iter().map(|one| (one.file.name, one.reason)).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("there").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> =
        files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_bundle_that_stands_still_is_filed_by_its_sheet_and_moved_aside() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        let fed = bundle(&[room.sheet(1).await, page_jpeg(1), page_jpeg(2)], 0);
        room.scans("0001.pdf", &fed[..1_000]);
        assert_eq!(room.looks(2_000).await, Filed::default());
        room.scans("0001.pdf", &fed);
        assert_eq!(room.looks(2_000).await, Filed::default(), "it grew: the scanner still writes");
        assert_eq!(room.looks(2_000).await, Filed { files: 1, pages: 2, ..Filed::default() });
        assert_eq!(room.waiting(1).await, 2);
        assert_eq!(
            (names(&room.hall()), names(&room.hall().join("filed"))),
            (vec![], vec!["0001.pdf".to_owned()])
        );
        let history = room.centre.app.history(room.dossier).await.expect("read");
        let last = history.last().expect("an event");
        assert_eq!((last.actor.as_str(), last.rule.as_str()), ("system:scanning", "job-notes"));
    }
}

#[tokio::test]
async fn pages_in_files_of_their_own_follow_their_sheet_until_somebody_else_scans() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        room.scans("0001.jpg", &room.sheet(1).await);
        room.scans("0002.jpg", &page_jpeg(1));
        room.scans("0003.jpg", &page_jpeg(2));
        room.scans("0004.jpg", &room.sheet(2).await);
        room.scans("0005.jpg", &page_jpeg(3));
        assert_eq!(room.files().await, Filed { files: 5, pages: 3, ..Filed::default() });
        assert_eq!((room.waiting(1).await, room.waiting(2).await), (2, 1));
        room.scans("0006.jpg", &page_jpeg(4));
        assert_eq!(
            room.files().await,
            Filed { files: 1, pages: 1, ..Filed::default() },
            "seconds later: the same hand"
        );
        room.looks(120_000).await;
        room.scans("0007.jpg", &page_jpeg(5));
        assert_eq!(
            room.files().await,
            Filed { not_filed: 1, ..Filed::default() },
            "minutes later: nobody knows whose"
        );
        assert_eq!(room.reasons().await, [("0007.jpg".to_owned(), "no_cover".to_owned())]);
    }
}

#[tokio::test]
async fn a_file_still_being_written_holds_up_those_behind_it() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        room.scans("0002.jpg", &page_jpeg(1));
        room.looks(2_000).await;
        room.scans("0001.jpg", &[]);
        assert_eq!(room.looks(2_000).await, Filed::default(), "its sheet is still coming");
        room.scans("0001.jpg", &room.sheet(1).await);
        assert_eq!(room.files().await, Filed { files: 2, pages: 1, ..Filed::default() });
        assert_eq!(room.waiting(1).await, 1);
    }
}

#[tokio::test]
async fn what_cannot_be_filed_waits_for_a_person_with_its_reason_and_holds_nobody_up() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        room.scans("0001.pdf", b"MZ no page at all");
        room.scans("0002.pdf", &bundle(&[room.sheet(1).await, page_jpeg(1)], 0));
        room.scans("0003.pdf", &bundle(&[page_jpeg(1)], 0));
        let filed = room.files().await;
        assert_eq!((filed.files, filed.not_filed), (2, 1));
        assert_eq!(room.waiting(1).await, 2, "0003 followed at once: the same hand");
        assert_eq!(room.reasons().await, [("0001.pdf".to_owned(), "scan_kind".to_owned())]);
        assert_eq!(room.looks(2_000).await, Filed::default());
    }
}

#[tokio::test]
async fn a_power_cut_between_filing_and_moving_aside_files_nothing_twice() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        let fed = bundle(&[room.sheet(1).await, page_jpeg(1)], 0);
        room.scans("0001.pdf", &fed);
        room.files().await;
        // As if it had never been moved: the same file, written at the same instant.
        std::fs::rename(room.hall().join("filed/0001.pdf"), room.hall().join("0001.pdf"))
            .expect("moved back");
        let fresh = Room { job: Scanning::new(room.centre.app.clone()), ..room };
        fresh.files().await;
        assert_eq!(fresh.waiting(1).await, 1);
        assert_eq!(names(&fresh.hall()), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_filed_is_removed_after_a_week() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        room.scans("0001.pdf", &bundle(&[room.sheet(1).await, page_jpeg(1)], 0));
        room.files().await;
        // Files bear the machine's own time: the clock of the house is moved past it.
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let now = i64::try_from(now.as_millis()).expect("in range");
        room.centre.clock.set(now + 6 * 86_400_000);
        assert_eq!(room.looks(0).await.removed, 0);
        assert_eq!(room.looks(2 * 86_400_000).await, Filed { removed: 1, ..Filed::default() });
        assert!(names(&room.hall().join("filed")).is_empty());
    }
}

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn a_page_put_away_and_never_spoken_of_is_doubted_and_removed_days_later() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        let (app, now) = (&room.centre.app, SystemClock.now());
        // The machine stopped between the file and the journal.
        let (left, refused) = app.take_pages(room.dossier, vec![page_jpeg(3)]).await.expect("put away");
        assert_eq!(refused, None);
        let (spoken_of, _) = app.take_pages(room.dossier, vec![page_jpeg(5)]).await.expect("put away");
        let capture = Scan::Capture { pages: spoken_of };
        let command = Command::Scan(ScanPaper { dossier: room.dossier, item: 1, scan: capture });
        room.centre.does(&room.centre.staff("ha.lt"), command).await;
        let place = room.folder.path().join(format!("files/49/{}", room.dossier));
        let is_kept = || place.join(&left[0].file).exists();

        let job = UnknownFiles::new(app.clone());
        let found = async |later: i64| job.run_once(now + later).await.expect("a round");
        assert_eq!(found(0).await, Unknown::default(), "somebody may be about to speak of it");
        assert_eq!(found(2 * HOUR).await, Unknown { doubted: 1, ..Unknown::default() });
        assert_eq!(found(3 * HOUR).await, Unknown::default());
        assert_eq!(found(70 * HOUR).await, Unknown::default());
        assert!(is_kept(), "a copy of the database put back by mistake may be put right");
        assert_eq!(found(73 * HOUR).await, Unknown { removed: 1, ..Unknown::default() });
        assert!(!is_kept());
        assert_eq!(found(200 * HOUR).await, Unknown::default());
        assert_eq!(std::fs::read_dir(&place).expect("there").count(), 2, "page and small picture that wait");
        assert!(app.scan_page(room.dossier, 1, 1, false).await.is_ok());
    }
}

#[tokio::test]
async fn a_file_in_doubt_that_is_spoken_of_again_stays() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let room = Room::on(centre).await;
        let (app, now) = (&room.centre.app, SystemClock.now());
        let (pages, _) = app.take_pages(room.dossier, vec![page_jpeg(3)]).await.expect("put away");
        let job = UnknownFiles::new(app.clone());
        let doubted = job.run_once(now + 2 * HOUR).await.expect("a round");
        assert_eq!(doubted, Unknown { doubted: 1, ..Unknown::default() });
        let capture = Scan::Capture { pages };
        let command = Command::Scan(ScanPaper { dossier: room.dossier, item: 1, scan: capture });
        room.centre.does(&room.centre.staff("ha.lt"), command).await;
        let trusted = job.run_once(now + 80 * HOUR).await.expect("a round");
        assert_eq!(trusted, Unknown { trusted: 1, ..Unknown::default() });
        assert_eq!(job.run_once(now + 200 * HOUR).await.expect("a round"), Unknown::default());
        assert!(app.scan_page(room.dossier, 1, 1, false).await.is_ok());
    }
}
