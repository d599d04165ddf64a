//! A bundle from the feeder: a cover sheet, the pages of its paper, the next cover sheet. The cover itself is no page.

use crate::App;
use crate::actor::Actor;
use crate::command::{Command, ScanPaper};
use crate::error::{AppError, Result};
use domain::dossier::{self, SCAN_MARK, Scan};
use domain::kernel::{CommandId, Refusal, StreamId};
use scans::{Kept, ScanError, mark_of, read_each};

/// Tờ bìa đang có hiệu lực: where pages belong until the next cover sheet, and how they lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The dossier.
    pub dossier: StreamId,
    /// Number of the paper.
    pub item: i64,
    /// Quarters clockwise by which pages fed with it are turned.
    pub quarters: u8,
}

/// What became of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Every page is with its paper.
    Filed {
        /// Pages.
        pages: usize,
        /// Under which the next bundle goes on.
        under: Option<Cover>,
    },
    /// None of it is: why, as a stable code.
    NotFiled(String),
}

/// One sheet as it came out of the feeder.
enum Sheet {
    Cover { text: String, quarters: u8 },
    Page(Box<Kept>),
}

impl App {
    /// Files a bundle of a hall's scanner: all of it, or nothing. `under` is the cover sheet the bundle before ended with.
    ///
    /// # Errors
    /// When something cannot be read or written; the bundle may be handed in again under the same `id`.
    pub async fn sort_bundle(
        &self,
        actor: &Actor,
        id: &str,
        hall: &str,
        bytes: Vec<u8>,
        under: Option<Cover>,
    ) -> Result<Sorted> {
        if let Err(refusal) = self.room()?.look_for_viruses(&bytes).await {
            // Whoever does not answer now may answer in a minute: the bundle waits.
            return if refusal.code == "virus_scanner_silent" {
                Err(AppError::Busy)
            } else {
                Ok(not_filed(&refusal))
            };
        }
        let sheets = match self.sheets(bytes, under.as_ref().map_or(0, |cover| cover.quarters)).await? {
            Ok(sheets) => sheets,
            Err(refusal) => return Ok(not_filed(&refusal)),
        };
        let mut groups: Vec<(Cover, Vec<Kept>)> =
            under.map(|cover| (cover, Vec::new())).into_iter().collect();
        for sheet in sheets {
            match sheet {
                Sheet::Cover { text, quarters } => match self.cover(hall, &text, quarters).await? {
                    Ok(cover) => groups.push((cover, Vec::new())),
                    Err(code) => return Ok(Sorted::NotFiled(code)),
                },
                Sheet::Page(page) => match groups.last_mut() {
                    Some((_, pages)) => pages.push(*page),
                    None => return Ok(Sorted::NotFiled("no_cover".to_owned())),
                },
            }
        }
        let under = groups.last().map(|(cover, _)| cover.clone());
        let mut count = 0;
        for (place, (cover, pages)) in groups.into_iter().enumerate() {
            if pages.is_empty() {
                continue;
            }
            count += pages.len();
            if let Some(refusal) = self.capture(actor, &format!("{id}:{place}"), &cover, pages).await? {
                return Ok(not_filed(&refusal));
            }
        }
        Ok(Sorted::Filed { pages: count, under })
    }

    /// Sheets in order, each upright as far as the cover before it is sure.
    async fn sheets(&self, bytes: Vec<u8>, quarters: u8) -> Result<std::result::Result<Vec<Sheet>, Refusal>> {
        let limits = self.scan_limits();
        self.unpack(move || {
            let (mut sheets, mut turn) = (Vec::new(), quarters);
            read_each(&bytes, &limits, |page| {
                match mark_of(&page, SCAN_MARK) {
                    Some(mark) => {
                        turn = mark.quarters;
                        sheets.push(Sheet::Cover { text: mark.text, quarters: turn });
                    }
                    None => sheets.push(Sheet::Page(Box::new(page.turned(turn).straightened().kept()?))),
                }
                Ok::<(), ScanError>(())
            })?;
            Ok(sheets)
        })
        .await
    }

    /// Where a cover sheet leads, when pages may go there from this hall.
    async fn cover(
        &self,
        hall: &str,
        text: &str,
        quarters: u8,
    ) -> Result<std::result::Result<Cover, String>> {
        let unknown = || Ok(Err("cover_unknown".to_owned()));
        let Some((code, item)) = dossier::read_scan_mark(text) else { return unknown() };
        let Some(dossier) = self.find_dossier_by_code(code).await? else { return unknown() };
        let (_, state) = self.dossier_state(dossier).await?;
        let here = self.directory().hall(hall).is_some_and(|hall| hall.unit == state.plan.receiving_unit);
        if !here {
            return Ok(Err("cover_of_another_centre".to_owned()));
        }
        Ok(match dossier::may_scan(&state, item) {
            Ok(()) => Ok(Cover { dossier, item, quarters }),
            Err(refusal) => Err(code_of(&refusal)),
        })
    }

    async fn capture(
        &self,
        actor: &Actor,
        id: &str,
        cover: &Cover,
        pages: Vec<Kept>,
    ) -> Result<Option<Refusal>> {
        let pages = self.put_pages(cover.dossier, pages).await?;
        let scan = Scan::Capture { pages };
        let command = Command::Scan(ScanPaper { dossier: cover.dossier, item: cover.item, scan });
        match self.execute(actor, &CommandId(id.to_owned()), command).await {
            Ok(_) => Ok(None),
            Err(AppError::Refused(refusal)) => Ok(Some(refusal)),
            Err(error) => Err(error),
        }
    }
}

fn not_filed(refusal: &Refusal) -> Sorted {
    Sorted::NotFiled(code_of(refusal))
}

/// The most exact code: that of the violation where there is one.
fn code_of(refusal: &Refusal) -> String {
    refusal.violations.first().map_or(&refusal.code, |said| &said.code).clone()
}
