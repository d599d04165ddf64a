//! Ghép: kept pages in order, one PDF. The pages' bytes go in as they are; turning is said, not done again.

use crate::ScanError;
use image::{ImageDecoder, ImageFormat, ImageReader};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, TextStr};
use std::io::Cursor;

/// A kept page on its way into the PDF.
#[derive(Clone, Copy)]
pub struct Leaf<'a> {
    /// The JPEG [`crate::Page::kept`] made.
    pub jpeg: &'a [u8],
    /// Quarters clockwise it is turned by.
    pub quarters: u8,
    /// Dots an inch.
    pub dpi: u32,
}

/// Points of A4, longer and shorter side.
const A4: (f32, f32) = (841.89, 595.28);
/// Points by which a trimmed A4 may differ.
const NEARLY: f32 = 20.0;

/// One PDF of these pages, in this order. Pages near A4 get exactly A4, others the size they were scanned in.
///
/// # Errors
/// [`ScanError::Unreadable`] for a page that is not one of ours.
pub fn join(leaves: &[Leaf<'_>]) -> Result<Vec<u8>, ScanError> {
    let mut next = 0;
    let mut id = || {
        next += 1;
        Ref::new(next)
    };
    let (catalogue, tree) = (id(), id());
    let pages: Vec<Ref> = leaves.iter().map(|_| id()).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalogue).pages(tree).lang(TextStr("vi"));
    pdf.pages(tree).kids(pages.iter().copied()).count(i32::try_from(leaves.len()).unwrap_or(i32::MAX));
    for (leaf, page_id) in leaves.iter().zip(pages) {
        let (picture_id, drawing_id) = (id(), id());
        let (wide, high) = size_of(leaf.jpeg)?;
        let (across, down) = paper(wide, high, leaf.dpi);
        let mut page = pdf.page(page_id);
        page.parent(tree).media_box(Rect::new(0.0, 0.0, across, down));
        page.rotate(i32::from(leaf.quarters % 4) * 90).contents(drawing_id);
        page.resources().x_objects().pair(Name(b"P"), picture_id);
        page.finish();
        let mut picture = pdf.image_xobject(picture_id, leaf.jpeg);
        picture.width(dots(wide)?).height(dots(high)?).bits_per_component(8);
        picture.filter(Filter::DctDecode);
        picture.color_space().device_rgb();
        picture.finish();
        let mut drawing = Content::new();
        drawing.transform([across, 0.0, 0.0, down, 0.0, 0.0]).x_object(Name(b"P"));
        pdf.stream(drawing_id, &drawing.finish());
    }
    Ok(pdf.finish())
}

fn size_of(jpeg: &[u8]) -> Result<(u32, u32), ScanError> {
    let decoder = ImageReader::with_format(Cursor::new(jpeg), ImageFormat::Jpeg).into_decoder();
    Ok(decoder.map_err(|_| ScanError::Unreadable)?.dimensions())
}

fn dots(side: u32) -> Result<i32, ScanError> {
    i32::try_from(side).map_err(|_| ScanError::Unreadable)
}

/// Width and height in points.
fn paper(wide: u32, high: u32, dpi: u32) -> (f32, f32) {
    let points = |side: u32| side as f32 * 72.0 / dpi.max(1) as f32;
    let (across, down) = (points(wide), points(high));
    let (longer, shorter) = (across.max(down), across.min(down));
    if (longer - A4.0).abs() > NEARLY || (shorter - A4.1).abs() > NEARLY {
        return (across, down);
    }
    if down >= across { (A4.1, A4.0) } else { A4 }
}
