//! The dots of one page.

use crate::ScanError;
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::imageops;
use image::{ExtendedColorType, Rgb, RgbImage};

/// Quality pages are kept in: letters stay sharp, a page of text in colour takes some 400 kB.
const QUALITY: u8 = 82;
/// The longer side of a small picture of a page, in dots.
const SMALL: u32 = 420;
/// Longest side of a page in inches: A3, a little trimmed.
const A3_INCHES: u32 = 17;

/// Một trang: its dots in colour, and how fine they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    pub(crate) dots: RgbImage,
    pub(crate) dpi: Option<u32>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("width", &self.width())
            .field("height", &self.height())
            .finish_non_exhaustive()
    }
}

/// A page as it is kept: nothing of what was uploaded but its dots, written anew.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The page as JPEG.
    pub jpeg: Vec<u8>,
    /// A small picture of it as JPEG, for lists.
    pub small: Vec<u8>,
    /// Dots an inch.
    pub dpi: u32,
}

impl Page {
    pub(crate) fn of(dots: RgbImage, dpi: Option<u32>) -> Self {
        // A camera writes 72 whatever it saw: a page larger than A3 was measured by nobody.
        let longest = dots.width().max(dots.height());
        Self { dpi: dpi.filter(|dpi| longest <= dpi * A3_INCHES), dots }
    }

    /// A blank page, `dpi` dots an inch where that is known.
    #[must_use]
    pub fn white(width: u32, height: u32, dpi: Option<u32>) -> Self {
        Self::of(RgbImage::from_pixel(width, height, Rgb([255; 3])), dpi)
    }

    /// A page drawn dot by dot: red, green, blue.
    #[must_use]
    pub fn drawn(width: u32, height: u32, dpi: Option<u32>, dot: impl Fn(u32, u32) -> [u8; 3]) -> Self {
        Self::of(RgbImage::from_fn(width, height, |x, y| Rgb(dot(x, y))), dpi)
    }

    /// Dots from left to right.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.dots.width()
    }

    /// Dots from top to bottom.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.dots.height()
    }

    /// Dots an inch: what the file said, else as if the page were A4.
    #[must_use]
    pub fn dpi(&self) -> u32 {
        // 11.69 inches; half a dot of rounding does not make a page too coarse.
        self.dpi.unwrap_or_else(|| (self.width().max(self.height()) * 100 + 584) / 1_169)
    }

    /// How dark a dot is, 0 black to 255 white.
    #[must_use]
    pub fn light(&self, x: u32, y: u32) -> u8 {
        let [red, green, blue] = self.dots.get_pixel(x, y).0.map(u32::from);
        u8::try_from((red * 299 + green * 587 + blue * 114) / 1_000).expect("at most 255")
    }

    /// Turned clockwise by that many quarters.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Self {
        let dots = match quarters % 4 {
            0 => return self.clone(),
            1 => imageops::rotate90(&self.dots),
            2 => imageops::rotate180(&self.dots),
            _ => imageops::rotate270(&self.dots),
        };
        Self { dots, dpi: self.dpi }
    }

    /// The page as it is kept.
    ///
    /// # Errors
    /// [`ScanError::Unreadable`] for a page without dots.
    pub fn kept(&self) -> Result<Kept, ScanError> {
        let longest = self.width().max(self.height()).max(1);
        let part = |side: u32| (side * SMALL.min(longest) / longest).max(1);
        let small = imageops::thumbnail(&self.dots, part(self.width()), part(self.height()));
        Ok(Kept { jpeg: jpeg(&self.dots, self.dpi())?, small: jpeg(&small, 72)?, dpi: self.dpi() })
    }
}

fn jpeg(dots: &RgbImage, dpi: u32) -> Result<Vec<u8>, ScanError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.set_pixel_density(PixelDensity::dpi(u16::try_from(dpi).unwrap_or(u16::MAX)));
    let done = encoder.encode(dots.as_raw(), dots.width(), dots.height(), ExtendedColorType::Rgb8);
    done.map_err(|_| ScanError::Unreadable)?;
    Ok(bytes)
}
