//! What was uploaded or lay in the folder: told by its first bytes, held to limits before it is unpacked, turned into dots.

use crate::ScanError;
use crate::density;
use crate::page::Page;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Giới hạn: how much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of one file.
    pub bytes: usize,
    /// Most dots of one page.
    pub dots: u64,
    /// Most pages of one file.
    pub pages: usize,
    /// Least dots an inch; a PDF is drawn with as many.
    pub dpi: u32,
}

impl Default for Limits {
    /// Colour A3 at 400 dots an inch, and a bundle of 200 sheets; 200 dots an inch as Circular 02/2019/TT-BNV asks (recalled).
    fn default() -> Self {
        Self { bytes: 64 << 20, dots: 36_000_000, pages: 200, dpi: 200 }
    }
}

enum Kind {
    Picture(ImageFormat),
    Pdf,
}

/// By the first bytes, whatever the file is called.
fn kind_of(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Kind::Picture(ImageFormat::Jpeg)),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Kind::Picture(ImageFormat::Png)),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(Kind::Pdf),
        _ => None,
    }
}

/// Hands each page of a file on, in order, one at a time: a bundle never lies unpacked as a whole.
///
/// # Errors
/// What is wrong with the file; or what `take` says of a page, and then no more are read.
pub fn read_each<E: From<ScanError>>(
    bytes: &[u8],
    limits: &Limits,
    mut take: impl FnMut(Page) -> Result<(), E>,
) -> Result<usize, E> {
    if bytes.len() > limits.bytes {
        return Err(ScanError::TooLarge { most: limits.bytes }.into());
    }
    match kind_of(bytes).ok_or(ScanError::Kind)? {
        Kind::Picture(format) => {
            take(fine_enough(picture(bytes, format, limits)?, limits)?)?;
            Ok(1)
        }
        Kind::Pdf => pages_of_pdf(bytes, limits, take),
    }
}

fn fine_enough(page: Page, limits: &Limits) -> Result<Page, ScanError> {
    // A scanner trims an edge: a fiftieth less is the same fineness.
    if page.dpi() * 50 < limits.dpi * 49 {
        return Err(ScanError::TooCoarse { dpi: page.dpi(), least: limits.dpi });
    }
    Ok(page)
}

fn picture(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<Page, ScanError> {
    let unreadable = |_| ScanError::Unreadable;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = image::Limits::default();
    allowed.max_alloc = Some(limits.dots * 8 + (4 << 20));
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.dots {
        return Err(ScanError::TooManyDots { most: limits.dots });
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok(Page::of(on_white(picture), density::dpi_of(bytes)))
}

/// What is transparent shows white paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0.map(u32::from);
        let over = |colour: u32| {
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).expect("a mean of two colours")
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// A PDF is drawn, never passed on: what else it holds (scripts, forms, files) ends here. Its reader is of others and reads what
/// anybody wrote: should it stumble, the file cannot be read.
fn pages_of_pdf<E: From<ScanError>>(
    bytes: &[u8],
    limits: &Limits,
    mut take: impl FnMut(Page) -> Result<(), E>,
) -> Result<usize, E> {
    let opened = catch_unwind(|| Pdf::new(bytes.to_vec()).ok()).ok().flatten();
    let pdf = opened.ok_or(ScanError::Unreadable)?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(ScanError::Unreadable.into());
    }
    if count > limits.pages {
        return Err(ScanError::TooManyPages { most: limits.pages }.into());
    }
    for place in 0..count {
        let drawn = catch_unwind(AssertUnwindSafe(|| drawn(&pdf, place, limits)));
        take(drawn.unwrap_or(Err(ScanError::Unreadable))?)?;
    }
    Ok(count)
}

fn drawn(pdf: &Pdf, place: usize, limits: &Limits) -> Result<Page, ScanError> {
    const POINTS_AN_INCH: f32 = 72.0;
    let page = pdf.pages().get(place).ok_or(ScanError::Unreadable)?;
    let (width, height) = page.render_dimensions();
    let scale = f32::from(u16::try_from(limits.dpi).unwrap_or(200)) / POINTS_AN_INCH;
    let dots = f64::from(width * scale) * f64::from(height * scale);
    let longest = (width * scale).max(height * scale);
    if !(1.0..=limits.dots as f64).contains(&dots) || longest > f32::from(u16::MAX) {
        return Err(ScanError::TooManyDots { most: limits.dots });
    }
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
    let map = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (u32::from(map.width()), u32::from(map.height()));
    let seen = map.data_as_u8_slice().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
    let dots = RgbImage::from_raw(width, height, seen).ok_or(ScanError::Unreadable)?;
    Ok(Page::of(dots, Some(limits.dpi)))
}
