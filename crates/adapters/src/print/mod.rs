//! Máy in phiếu: the receipt printer beside a kiosk.
//!
//! [`NetworkPrinter`] speaks ESC/POS over a raw TCP connection (port 9100), as the printers of all makers do. A ticket goes as a picture
//! of dots: none of the code pages they share holds all Vietnamese letters. Before and after the picture the printer is asked how it is,
//! so that "it came out" rests on the printer's word and not on a full network buffer.
//!
//! Source: Epson's ESC/POS command reference (`DLE EOT`, `ESC @`, `GS v 0`, `GS V`, `GS r`), which other makers follow.

mod escpos;
mod network;
mod status;

use async_trait::async_trait;
use std::fmt;

pub use network::{NetworkPrinter, PrinterTimes};
pub use status::Status;

/// A picture of black and white dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    octets_across: u16,
    rows: Vec<u8>,
}

/// The rows given are no picture a printer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a picture is whole octets across and whole rows down, and has at least one")]
pub struct PictureError;

impl Picture {
    /// Rows from top to bottom, each of whole octets: the leftmost dot is the highest bit, 1 is black.
    ///
    /// # Errors
    /// When the width is no multiple of eight, or the rows are not whole.
    pub fn try_new(width: u32, rows: Vec<u8>) -> Result<Self, PictureError> {
        let across = u16::try_from(width / 8).map_err(|_| PictureError)?;
        if across == 0 || !width.is_multiple_of(8) || rows.is_empty() {
            return Err(PictureError);
        }
        if !rows.len().is_multiple_of(usize::from(across)) {
            return Err(PictureError);
        }
        Ok(Self { octets_across: across, rows })
    }

    /// Dots across.
    #[must_use]
    pub fn width(&self) -> u32 {
        u32::from(self.octets_across) * 8
    }
}

/// Shows the size alone.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture").field("width", &self.width()).finish_non_exhaustive()
    }
}

/// The picture came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The roll is near its end.
    pub low_paper: bool,
}

/// What a printer says is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Hết giấy.
    NoPaper,
    /// Nắp mở.
    CoverOpen,
    /// Off line, and it does not say why.
    Offline,
    /// The cutter is jammed, the head too hot, or the like.
    Fault,
}

/// Why a picture is not known to have come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// Certainly not printed: no connection, no answer, or the printer says why it cannot print now.
    #[error("not printed, may be tried again ({0:?})")]
    Retry(Option<Trouble>),
    /// Certainly not printed, and another attempt would end the same way: the picture is wider than the head.
    #[error("not printed, and never will be")]
    GiveUp,
    /// The picture was under way and its end was not confirmed: perhaps it came out, perhaps half of it.
    #[error("perhaps printed ({0:?})")]
    Unknown(Option<Trouble>),
}

/// A way to put a ticket on paper.
#[async_trait]
pub trait TicketPrinter: Send + Sync {
    /// How the printer is.
    ///
    /// # Errors
    /// [`PrintError::Retry`] when it does not say.
    async fn status(&self) -> Result<Status, PrintError>;

    /// Prints one picture and cuts the paper behind it.
    ///
    /// # Errors
    /// [`PrintError`] says whether it may be tried again. A caller who drops the future half-way must take the outcome for unknown.
    async fn print(&self, picture: &Picture) -> Result<Printed, PrintError>;
}
