//! Pages as scanners give them, and as people who mean no good do.

mod hostile;
mod joined;
mod marks;
mod tilts;

use scans::{Limits, Page, ScanError, read_each};

/// Small pages for quick tests: 60 dots an inch are enough to see what is done with them.
const SMALL: Limits = Limits { bytes: 4 << 20, dots: 4_000_000, pages: 5, dpi: 60 };

fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, ScanError> {
    let mut pages = Vec::new();
    read_each(bytes, limits, |page| {
        pages.push(page);
        Ok::<(), ScanError>(())
    })?;
    Ok(pages)
}

/// Whether there is ink on a page of text at a place: lines of words, and one rule below the first third, right across.
fn text(x: f32, y: f32) -> bool {
    let (x, y) = (x.round() as i64, y.round() as i64);
    if !(100..900).contains(&x) || !(100..1_300).contains(&y) {
        return false;
    }
    if (500..504).contains(&y) {
        return true;
    }
    let (line, within) = (y / 30, y % 30);
    let word = (x + line * 37) / 53;
    within < 11 && (word * 7 + line * 3) % 5 != 0 && (x + within * 3) % 9 < 5
}

/// That page as it lies on the glass, tilted clockwise by hundredths of a degree.
fn tilted(hundredths: i32) -> Page {
    let (sin, cos) = (hundredths as f32 / 100.0).to_radians().sin_cos();
    Page::drawn(1_000, 1_414, Some(120), |x, y| {
        let (right, down) = (x as f32 - 500.0, y as f32 - 707.0);
        let ink = text(right * cos + down * sin + 500.0, down * cos - right * sin + 707.0);
        if ink { [20, 20, 60] } else { [250, 250, 245] }
    })
}
