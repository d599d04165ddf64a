//! Nắn thẳng: the tilt of a page is the angle at which its lines of text are sharpest when all ink is pushed to the edge.

use crate::page::Page;
use image::{Rgb, RgbImage};

/// Tilts looked for, in hundredths of a degree to either side: a feeder turns a sheet by some degrees, a hand on the glass by ten.
const WIDEST: i32 = 1_200;
const COARSE: i32 = 40;
const FINE: i32 = 5;
/// Less tilt than this nobody sees, and dots that stay where they were stay sharp.
const NOT_WORTH_IT: i32 = 10;
/// How much sharper the lines must be, in percent of what they are untouched: a photograph has no lines.
const SURE: u64 = 112;
/// How often sharper than at most angles: lines of text are, a picture is not.
const LINES: u64 = 3;
/// Longer side of the page that is looked at.
const LOOKED_AT: u32 = 1_000;
/// Dots of ink that are counted at most.
const INK: usize = 80_000;
/// Part of each side that is not looked at: shadows of the lid, holes of a file.
const EDGE: u32 = 33;

impl Page {
    /// The tilt in hundredths of a degree, clockwise; 0 when there is none, or none that is sure.
    #[must_use]
    pub fn tilt(&self) -> i32 {
        let ink = ink_of(self);
        if ink.len() < 200 {
            return 0;
        }
        let untouched = sharpness(&ink, 0);
        let looked = |from: i32, to: i32, step: usize| -> Vec<(u64, i32, i32)> {
            let angles = (from..=to).step_by(step);
            let mut looked: Vec<_> =
                angles.map(|angle| (sharpness(&ink, angle), -angle.abs(), angle)).collect();
            looked.sort_unstable();
            looked
        };
        let all = looked(-WIDEST, WIDEST, COARSE as usize);
        let (usual, coarse) = (all[all.len() / 2].0, all[all.len() - 1].2);
        let close = looked(coarse - COARSE, coarse + COARSE, FINE as usize);
        let (best, _, fine) = close[close.len() - 1];
        let sure = best * 100 > untouched * SURE && best > usual * LINES;
        if fine.abs() < NOT_WORTH_IT || fine.abs() >= WIDEST || !sure { 0 } else { fine }
    }

    /// The page with its tilt taken out, on white, as large as it was.
    #[must_use]
    pub fn straightened(self) -> Self {
        match self.tilt() {
            0 => self,
            tilt => self.tilted_back(tilt),
        }
    }

    fn tilted_back(&self, tilt: i32) -> Self {
        let (sin, cos) = radians(tilt).sin_cos();
        let (middle_x, middle_y) = (self.width() as f32 / 2.0, self.height() as f32 / 2.0);
        let dots = RgbImage::from_fn(self.width(), self.height(), |x, y| {
            let (right, down) = (x as f32 + 0.5 - middle_x, y as f32 + 0.5 - middle_y);
            between(&self.dots, right * cos - down * sin + middle_x, right * sin + down * cos + middle_y)
        });
        Self { dots, dpi: self.dpi }
    }
}

fn radians(hundredths: i32) -> f32 {
    (hundredths as f32 / 100.0).to_radians()
}

/// The colour between four dots; beyond the page there is white paper.
fn between(dots: &RgbImage, x: f32, y: f32) -> Rgb<u8> {
    let (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
    let (to_right, to_bottom) = (x - 0.5 - left, y - 0.5 - top);
    let dot = |across: i64, down: i64| {
        let inside = u32::try_from(left as i64 + across).ok().zip(u32::try_from(top as i64 + down).ok());
        inside.and_then(|(x, y)| dots.get_pixel_checked(x, y)).map_or([255; 3], |dot| dot.0)
    };
    let corners = [dot(0, 0), dot(1, 0), dot(0, 1), dot(1, 1)];
    Rgb(std::array::from_fn(|colour| {
        let [a, b, c, d] = corners.map(|dot| f32::from(dot[colour]));
        let upper = a + (b - a) * to_right;
        let lower = c + (d - c) * to_right;
        (upper + (lower - upper) * to_bottom).round() as u8
    }))
}

/// Where there is ink on the page made small, measured from its middle.
fn ink_of(page: &Page) -> Vec<(f32, f32)> {
    let step = page.width().max(page.height()).div_ceil(LOOKED_AT).max(1);
    let (width, height) = (page.width() / step, page.height() / step);
    if width < 20 || height < 20 {
        return Vec::new();
    }
    let mut light = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let mut sum = 0_u32;
            for down in 0..step {
                for across in 0..step {
                    sum += u32::from(page.light(x * step + across, y * step + down));
                }
            }
            light.push(u8::try_from(sum / (step * step)).expect("a mean of bytes"));
        }
    }
    let dark = parting(&light);
    let (edge_x, edge_y) = (width / EDGE, height / EDGE);
    let mut ink = Vec::new();
    for y in edge_y..height - edge_y {
        for x in edge_x..width - edge_x {
            if light[(y * width + x) as usize] < dark {
                ink.push((x as f32 - width as f32 / 2.0, y as f32 - height as f32 / 2.0));
            }
        }
    }
    // More ink than paper is a picture, not a page of text.
    if ink.len() * 2 > light.len() {
        return Vec::new();
    }
    let every = ink.len().div_ceil(INK).max(1);
    ink.into_iter().step_by(every).collect()
}

/// The light that parts ink from paper best (Otsu 1979).
fn parting(light: &[u8]) -> u8 {
    let mut counts = [0_u64; 256];
    for dot in light {
        counts[usize::from(*dot)] += 1;
    }
    let all: u64 = counts.iter().sum();
    let weighed: u64 = (0..).zip(counts).map(|(value, count): (u64, u64)| value * count).sum();
    let (mut below, mut below_weighed) = (0_u64, 0_u64);
    let mut best = (0.0_f64, 0_u8);
    for value in 0..=254_u8 {
        below += counts[usize::from(value)];
        below_weighed += u64::from(value) * counts[usize::from(value)];
        let above = all - below;
        if below == 0 || above == 0 {
            continue;
        }
        let apart = below_weighed as f64 / below as f64 - (weighed - below_weighed) as f64 / above as f64;
        let between = below as f64 * above as f64 * apart * apart;
        if between > best.0 {
            best = (between, value + 1);
        }
    }
    best.1
}

/// How sharply rows of ink and rows of paper change when the page is looked at along this angle.
fn sharpness(ink: &[(f32, f32)], angle: i32) -> u64 {
    const ROWS: usize = 2_048;
    let (sin, cos) = radians(angle).sin_cos();
    let mut rows = [0_i64; ROWS];
    for (x, y) in ink {
        let row = (y * cos - x * sin) as i64 + ROWS as i64 / 2;
        if let Some(row) = usize::try_from(row).ok().and_then(|row| rows.get_mut(row)) {
            *row += 1;
        }
    }
    rows.windows(2).map(|two| (two[0] - two[1]).unsigned_abs().pow(2)).sum()
}
