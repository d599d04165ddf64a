//! A paper as the dots a receipt printer burns.

use typst::utils::Scalar;
use typst_layout::Page;
use typst_render::RenderOptions;

/// Receipt printers of 203 dpi put eight dots on a millimetre.
pub const DOTS_PER_MM: u32 = 8;

/// Of 255: darker than this becomes a black dot. Thin strokes between two dots stay visible on thermal paper.
const BLACK_BELOW: u32 = 150;

/// Điểm ảnh đen trắng: a picture of one bit a dot.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    rows: Vec<u8>,
}

impl Bitmap {
    /// Dots across.
    #[must_use]
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Dots down.
    #[must_use]
    pub fn height(&self) -> u32 {
        u32::try_from(self.rows.len() / self.row_octets()).expect("a paper is a few thousand dots long")
    }

    /// The rows from top to bottom, each of whole octets: the leftmost dot is the highest bit, 1 is black.
    #[must_use]
    pub fn rows(&self) -> &[u8] {
        &self.rows
    }

    /// True where the dot is black; white outside.
    #[must_use]
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let octet = y as usize * self.row_octets() + x as usize / 8;
        x < self.width && self.rows.get(octet).is_some_and(|octet| octet >> (7 - x % 8) & 1 == 1)
    }

    fn row_octets(&self) -> usize {
        self.width.div_ceil(8) as usize
    }
}

/// Shows the size: the dots spell whatever the paper says.
impl std::fmt::Debug for Bitmap {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Bitmap").field("width", &self.width).field("height", &self.height()).finish()
    }
}

/// Pages one under the other. Each is as wide as the head, whatever width a layout of the operator's chose.
pub(crate) fn of_pages(pages: &[Page], dots: u32) -> Bitmap {
    let mut rows = Vec::new();
    for page in pages {
        let scale = f64::from(dots) / page.frame.width().to_pt();
        let options = RenderOptions { pixel_per_pt: Scalar::new(scale), render_bleed: false };
        let picture = typst_render::render(page, &options);
        // A rounding may have made the picture a dot wider or narrower than the head.
        for line in picture.pixels().chunks_exact(picture.width() as usize) {
            let mut row = vec![0_u8; dots.div_ceil(8) as usize];
            for (x, pixel) in line.iter().take(dots as usize).enumerate() {
                let ink = pixel.demultiply();
                // Weights of the colours in brightness (ITU-R BT.601); what shows through is white paper.
                let bright =
                    (299 * u32::from(ink.red()) + 587 * u32::from(ink.green()) + 114 * u32::from(ink.blue()))
                        / 1000;
                let on_paper = 255 - (255 - bright) * u32::from(ink.alpha()) / 255;
                if on_paper < BLACK_BELOW {
                    row[x / 8] |= 0x80 >> (x % 8);
                }
            }
            rows.extend_from_slice(&row);
        }
    }
    Bitmap { width: dots, rows }
}
