//! Số hóa thành phần hồ sơ: papers turned into pages of dots at reception (Circular 01/2023/TT-VPCP art. 8).
//!
//! ```text
//!              capture                       file: as many images as pages, pages with notes twice
//! a paper ---> pages wait <---> turn, move, take out -------------------------------------------------> one PDF
//!                                                                                                   |
//!                ^------------------------------- scanned again ------------------------------------'
//! ```
//!
//! Never scanned: what was only shown, what is electronic already, what was looked up, replies to a verification, secret papers.

use super::command::By;
use super::decide::{all_at_once, wrong_phase};
use super::event::Event;
use super::state::{Paper, PaperForm, State};
use crate::kernel::{Millis, Refusal, RuleRef, Violation};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Loại giấy tờ không số hóa: why a paper stays off the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotScanned {
    /// Chỉ xuất trình.
    Shown,
    /// Đã là bản điện tử.
    Electronic,
    /// Tra cứu, không phải nộp.
    LookedUp,
    /// Văn bản trả lời xác minh.
    VerificationReply,
    /// Tài liệu mật.
    Secret,
    /// Không có trong hồ sơ.
    NotThere,
}

impl NotScanned {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Electronic => "electronic",
            Self::LookedUp => "looked_up",
            Self::VerificationReply => "verification_reply",
            Self::Secret => "secret",
            Self::NotThere => "not_there",
        }
    }
}

/// Giấy tờ mà thủ tục quy định không số hóa: what the procedure version says of one of its papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptOffScan {
    /// Number in the procedure's list, from 1.
    pub item: i64,
    /// Why.
    pub why: NotScanned,
}

/// Một trang ảnh: one side as it was captured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageImage {
    /// Digest of its bytes, by which they are kept.
    pub file: String,
    /// Dots an inch.
    pub dpi: i64,
    /// Quarters clockwise it is turned by, 0 to 3.
    pub quarters: i64,
}

/// Bản số hóa: the pages of one paper as one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledScan {
    /// Pages the paper has.
    pub pages: i64,
    /// Pages with attached notes, captured twice.
    pub noted: Vec<i64>,
    /// Images in the file.
    pub images: i64,
    /// Digest of its bytes, by which they are kept.
    pub file: String,
    /// Who filed it.
    pub by: String,
    /// Instant.
    pub at: Millis,
}

/// Where the scan of one paper stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperScan {
    /// Number in the list.
    pub item: i64,
    /// Pages captured and not filed yet, in order.
    pub waiting: Vec<PageImage>,
    /// The file, none before.
    pub filed: Option<FiledScan>,
}

/// What is asked of the scans of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Keeps pages of a paper, behind those that wait.
    Capture {
        /// The pages in order.
        pages: Vec<PageImage>,
    },
    /// Turns a page a quarter clockwise.
    Turn {
        /// Which, from 1.
        page: i64,
        /// Its digest, so that another one is never turned.
        file: String,
    },
    /// Gives a page another place; those between move up or down by one.
    Move {
        /// Which, from 1.
        page: i64,
        /// Its digest.
        file: String,
        /// The place it is to have, from 1.
        to: i64,
    },
    /// Takes a page out.
    TakeOut {
        /// Which, from 1.
        page: i64,
        /// Its digest.
        file: String,
    },
    /// Files the pages as one.
    File {
        /// What the officer counted on the paper.
        counted: Counted,
        /// The file made of exactly these pages.
        file: String,
        /// The pages it was made of.
        made_of: Vec<PageImage>,
    },
    /// Đóng dấu mật: keeps the paper off the scanner from now on.
    MarkSecret,
}

/// Số trang: what somebody counted on the paper itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Pages.
    pub pages: i64,
    /// Pages with attached notes.
    pub noted: Vec<i64>,
}

/// Most images one paper may have.
const MOST_IMAGES: usize = 400;

/// Why a paper of a dossier is never scanned; nothing when it is.
#[must_use]
pub fn kept_off(dossier: &State, paper: &Paper) -> Option<NotScanned> {
    if dossier.secret_papers.contains(&paper.item) {
        return Some(NotScanned::Secret);
    }
    let by_procedure = dossier.plan.kept_off_scan.iter().find(|kept| kept.item == paper.item);
    by_procedure.map(|kept| kept.why).or(match paper.form {
        PaperForm::Shown => Some(NotScanned::Shown),
        PaperForm::Electronic => Some(NotScanned::Electronic),
        PaperForm::LookedUp => Some(NotScanned::LookedUp),
        _ if !paper.ok => Some(NotScanned::NotThere),
        PaperForm::Original | PaperForm::Certified | PaperForm::Copy => None,
    })
}

fn rule() -> RuleRef {
    RuleRef::new("01/2023/TT-VPCP", "Điều 8")
}

/// Whether pages of this paper may be captured: under way, a paper of it, and none that stays off the scanner.
///
/// # Errors
/// `dossier_in_other_phase`, `paper_unknown`, or `paper_not_scanned` with the reason.
pub fn may_scan(dossier: &State, item: i64) -> Result<(), Refusal> {
    if !dossier.is_open() || dossier.received_at.is_none() {
        return Err(wrong_phase(dossier));
    }
    let paper = paper_of(dossier, item)?;
    match kept_off(dossier, paper) {
        None => Ok(()),
        Some(why) => {
            let said = Violation::new("item", &format!("paper_not_scanned_{}", why.word()));
            Err(Refusal::new("paper_not_scanned").under(rule()).with(said.with("paper", &paper.name)))
        }
    }
}

fn paper_of(dossier: &State, item: i64) -> Result<&Paper, Refusal> {
    let paper = dossier.intake.papers.iter().find(|paper| paper.item == item);
    paper.ok_or_else(|| {
        let said = Violation::new("item", "paper_unknown").with("last", dossier.intake.papers.len());
        Refusal::new("paper_unknown").with(said)
    })
}

/// As many images as pages, and one more for each page with notes.
///
/// # Errors
/// Everything that is wrong with what was counted, or how many images are missing or too many.
pub fn images_equal_pages(waiting: usize, counted: &Counted) -> Result<(), Refusal> {
    let most = i64::try_from(MOST_IMAGES).expect("a few hundred");
    let mut violations = Vec::new();
    if !(1..=most).contains(&counted.pages) {
        violations.push(Violation::new("pages", "pages_not_counted").with("most", MOST_IMAGES));
    }
    let noted: BTreeSet<i64> = counted.noted.iter().copied().collect();
    if let Some(page) = noted.iter().find(|page| !(1..=counted.pages).contains(*page)) {
        violations.push(Violation::new("noted", "noted_page_unknown").with("page", page));
    }
    if violations.is_empty() {
        let expected = counted.pages + i64::try_from(noted.len()).expect("no more than pages");
        let images = i64::try_from(waiting).expect("a few hundred");
        if images != expected {
            let code = if images < expected { "images_missing" } else { "images_too_many" };
            let said = Violation::new("pages", code).with("images", images).with("expected", expected);
            let said = said.with("pages", counted.pages).with("noted", noted.len());
            violations.push(said.with("difference", (expected - images).abs()));
        }
    }
    all_at_once(violations).map_err(|refusal| refusal.under(rule()))
}

pub(super) fn decide(
    dossier: &State,
    by: &By,
    item: i64,
    scan: Scan,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    let by = by.person.clone();
    if scan == Scan::MarkSecret {
        return mark_secret(dossier, item, by, at);
    }
    may_scan(dossier, item)?;
    let waiting = dossier.scan(item).map_or(&[][..], |scan| &scan.waiting);
    Ok(match scan {
        Scan::Capture { pages } => capture(waiting, item, pages, by, at)?,
        Scan::Turn { page, file } => {
            let known = page_of(waiting, page, &file)?;
            vec![Event::PageTurned { item, page, quarters: (known.quarters + 1) % 4, by, at }]
        }
        Scan::Move { page, file, to } => {
            page_of(waiting, page, &file)?;
            if place(to).is_none_or(|to| to >= waiting.len()) {
                let said = Violation::new("to", "page_place_unknown").with("to", to);
                return Err(Refusal::new("page_place_unknown").with(said.with("last", waiting.len())));
            }
            if to == page { Vec::new() } else { vec![Event::PageMoved { item, page, to, by, at }] }
        }
        Scan::TakeOut { page, file } => {
            let known = page_of(waiting, page, &file)?;
            vec![Event::PageTakenOut { item, page, file: known.file.clone(), by, at }]
        }
        Scan::File { counted, file, made_of } => {
            images_equal_pages(waiting.len(), &counted)?;
            if made_of != waiting {
                return Err(Refusal::new("pages_changed"));
            }
            let images = i64::try_from(waiting.len()).expect("a few hundred");
            let noted: Vec<i64> = counted.noted.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
            vec![Event::PaperScanned { item, pages: counted.pages, noted, images, file, by, at }]
        }
        Scan::MarkSecret => Vec::new(),
    })
}

fn capture(
    waiting: &[PageImage],
    item: i64,
    pages: Vec<PageImage>,
    by: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    if pages.is_empty() {
        return Err(Refusal::new("no_pages").with(Violation::new("files", "no_pages")));
    }
    if waiting.len() + pages.len() > MOST_IMAGES {
        let said = Violation::new("files", "scan_too_many_pages").with("most", MOST_IMAGES);
        return Err(Refusal::new("scan_too_many_pages").with(said));
    }
    Ok(vec![Event::PagesCaptured { item, pages, by, at }])
}

/// The page at a place, when it is still the one that was meant.
fn page_of<'a>(waiting: &'a [PageImage], page: i64, file: &str) -> Result<&'a PageImage, Refusal> {
    let known = place(page).and_then(|at| waiting.get(at)).filter(|known| known.file == file);
    known.ok_or_else(|| Refusal::new("pages_changed"))
}

/// Once and for good: what carries the mark is taken from the scanner with everything that was captured of it.
fn mark_secret(dossier: &State, item: i64, by: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    if dossier.received_at.is_none() {
        return Err(wrong_phase(dossier));
    }
    paper_of(dossier, item)?;
    if dossier.secret_papers.contains(&item) {
        return Ok(Vec::new());
    }
    Ok(vec![Event::PaperMarkedSecret { item, by, at }])
}

impl State {
    /// The scan of a paper, none before its first page.
    #[must_use]
    pub fn scan(&self, item: i64) -> Option<&PaperScan> {
        self.scans.iter().find(|scan| scan.item == item)
    }

    /// Every file of its scans, by digest.
    #[must_use]
    pub fn scan_files(&self) -> BTreeSet<&str> {
        self.scans
            .iter()
            .flat_map(|scan| {
                let pages = scan.waiting.iter().map(|page| page.file.as_str());
                pages.chain(scan.filed.iter().map(|filed| filed.file.as_str()))
            })
            .collect()
    }
}

fn scan_of(dossier: &mut State, item: i64) -> &mut PaperScan {
    let place = dossier.scans.iter().position(|scan| scan.item == item).unwrap_or_else(|| {
        dossier.scans.push(PaperScan { item, waiting: Vec::new(), filed: None });
        dossier.scans.len() - 1
    });
    &mut dossier.scans[place]
}

/// What happened to the scans of a dossier.
pub(super) fn noted(dossier: &mut State, event: &Event) {
    match event {
        Event::PagesCaptured { item, pages, .. } => {
            scan_of(dossier, *item).waiting.extend(pages.iter().cloned());
        }
        Event::PageTurned { item, page, quarters, .. } => {
            if let Some(known) = place(*page).and_then(|at| scan_of(dossier, *item).waiting.get_mut(at)) {
                known.quarters = *quarters;
            }
        }
        Event::PageMoved { item, page, to, .. } => {
            let waiting = &mut scan_of(dossier, *item).waiting;
            let within = |page: i64| place(page).filter(|at| *at < waiting.len());
            if let (Some(from), Some(to)) = (within(*page), within(*to)) {
                let moved = waiting.remove(from);
                waiting.insert(to, moved);
            }
        }
        Event::PageTakenOut { item, page, .. } => {
            let waiting = &mut scan_of(dossier, *item).waiting;
            if let Some(at) = place(*page).filter(|at| *at < waiting.len()) {
                waiting.remove(at);
            }
        }
        Event::PaperScanned { item, pages, noted, images, file, by, at } => {
            let scan = scan_of(dossier, *item);
            scan.waiting.clear();
            scan.filed = Some(FiledScan {
                pages: *pages,
                noted: noted.clone(),
                images: *images,
                file: file.clone(),
                by: by.clone(),
                at: *at,
            });
        }
        Event::PaperMarkedSecret { item, .. } => {
            dossier.secret_papers.push(*item);
            dossier.scans.retain(|scan| scan.item != *item);
        }
        _ => {}
    }
}

fn place(page: i64) -> Option<usize> {
    usize::try_from(page).ok()?.checked_sub(1)
}

/// What begins the code on a scanner's cover sheet; any other code is the citizen's own.
pub const SCAN_MARK: &str = "motcua-scan:";

/// Mã trên tờ bìa quét: what files the pages after it under a paper of a dossier.
///
/// ```
/// let mark = domain::dossier::scan_mark("000.21.15.H49-210629-0001", 3);
/// assert_eq!(mark, "motcua-scan:000.21.15.H49-210629-0001/03");
/// assert_eq!(domain::dossier::read_scan_mark(&mark), Some(("000.21.15.H49-210629-0001", 3)));
/// ```
#[must_use]
pub fn scan_mark(code: &str, item: i64) -> String {
    format!("{SCAN_MARK}{}", super::barcode(code, item))
}

/// The dossier's code and the number of the paper on a scanner's cover sheet.
#[must_use]
pub fn read_scan_mark(text: &str) -> Option<(&str, i64)> {
    let (code, item) = text.strip_prefix(SCAN_MARK)?.rsplit_once('/')?;
    let item = item.parse::<i64>().ok().filter(|item| (1..1_000).contains(item))?;
    Some((code, item))
}
