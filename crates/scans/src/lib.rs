//! Trang quét: pages as a scanner gives them, made fit to be kept. Dots in, dots out; no file, no clock, no network.
//!
//! What comes in is hostile: [`read_each`] looks at the first bytes, not at a name, holds every page to [`Limits`] before its dots
//! are unpacked, and hands on nothing but dots. [`Page::straightened`] takes the tilt out, [`mark_of`] reads the code of a cover
//! sheet and which way up it lay, [`join`] makes one PDF of kept pages in the order given.
//!
//! ```
//! let page = scans::Page::white(1654, 2339, Some(200));
//! let kept = page.kept()?;
//! let pdf = scans::join(&[scans::Leaf { jpeg: &kept.jpeg, quarters: 0, dpi: kept.dpi }])?;
//! assert!(pdf.starts_with(b"%PDF-"));
//! # Ok::<(), scans::ScanError>(())
//! ```

#![deny(missing_docs)]

mod density;
mod join;
mod mark;
mod page;
mod read;
mod straighten;

pub use join::{Leaf, join};
pub use mark::{Mark, mark_of};
pub use page::{Kept, Page};
pub use read::{Limits, read_each};

/// Why pages cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Neither JPEG nor PNG nor PDF.
    #[error("neither JPEG nor PNG nor PDF")]
    Kind,
    /// More bytes than are looked at.
    #[error("more than {most} bytes")]
    TooLarge {
        /// Most bytes.
        most: usize,
    },
    /// A page with more dots than are unpacked.
    #[error("more than {most} dots on a page")]
    TooManyDots {
        /// Most dots.
        most: u64,
    },
    /// More pages than are taken at once.
    #[error("more than {most} pages")]
    TooManyPages {
        /// Most pages.
        most: usize,
    },
    /// Scanned too coarsely to be read for years.
    #[error("{dpi} dots an inch, at least {least} are asked for")]
    TooCoarse {
        /// Dots an inch, as far as they are known.
        dpi: u32,
        /// Least dots an inch.
        least: u32,
    },
    /// Damaged, or locked with a password.
    #[error("cannot be read")]
    Unreadable,
}
