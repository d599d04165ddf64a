//! Mã trên tờ bìa: the code that says which dossier and paper the pages after it belong to.

use crate::page::Page;
use rqrr::PreparedImage;

/// Longer side of the page that is looked at: a code of six centimetres has some 300 dots then.
const LOOKED_AT: u32 = 1_700;

/// A code that was read, and how it lay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it says.
    pub text: String,
    /// Quarters clockwise by which the page, and what was fed with it, has to be turned to stand upright.
    pub quarters: u8,
}

/// The code on a page whose text begins with `begins`: any other is the citizen's own and none of ours.
#[must_use]
pub fn mark_of(page: &Page, begins: &str) -> Option<Mark> {
    let step = page.width().max(page.height()).div_ceil(LOOKED_AT).max(1);
    let side = |dots: u32| usize::try_from(dots / step).expect("a page fits into memory");
    let (width, height) = (side(page.width()), side(page.height()));
    let place = |dot: usize| u32::try_from(dot).expect("within the page") * step + step / 2;
    let mut seen =
        PreparedImage::prepare_from_greyscale(width, height, |x, y| page.light(place(x), place(y)));
    seen.detect_grids().into_iter().find_map(|grid| {
        let (_, text) = grid.decode().ok()?;
        let [first, second, ..] = grid.bounds;
        let (right, down) = (second.x - first.x, second.y - first.y);
        let quarters = match (right.abs() > down.abs(), right > 0, down > 0) {
            (true, true, _) => 0,
            (false, _, true) => 3,
            (true, false, _) => 2,
            (false, _, false) => 1,
        };
        text.starts_with(begins).then_some(Mark { text, quarters })
    })
}
