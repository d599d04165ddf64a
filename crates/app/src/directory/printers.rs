//! Which hall has a printer beside its kiosk.

use super::Directory;

/// Máy in phiếu: where the printer of a hall is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printer {
    /// `host:port`: setting `printer.<hall>`.
    pub address: String,
    /// Dots across: setting `printer.<hall>.width`.
    pub dots: u32,
}

impl Printer {
    /// Dots across a head for paper of 80 mm.
    pub const WIDE: u32 = 576;
    /// Dots across a head for paper of 58 mm.
    pub const NARROW: u32 = 384;
}

impl Directory {
    /// The printer of a hall; none when the hall has none. A width no printer has is taken for the usual one.
    #[must_use]
    pub fn printer(&self, hall: &str) -> Option<Printer> {
        let address = self.setting(&format!("printer.{hall}")).filter(|address| !address.is_empty())?;
        let width = self.setting(&format!("printer.{hall}.width")).and_then(|text| text.parse().ok());
        let dots =
            width.filter(|dots| [Printer::WIDE, Printer::NARROW].contains(dots)).unwrap_or(Printer::WIDE);
        Some(Printer { address: address.to_owned(), dots })
    }
}
