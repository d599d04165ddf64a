//! Máy in phiếu thế thân: a network receipt printer that burns its dots into a PNG.
//!
//! ESC/POS over TCP: `DLE EOT`, `ESC @`, `GS v 0`, `GS V`, `GS r`; what else comes is counted as not understood. A printer without
//! paper, with its cover open or off line does as the real ones: it answers how it is and takes nothing else. Faults: the paper ends
//! in the middle of the n-th ticket, the printer dies in the middle of it, it never says how it is.

mod hands;
mod session;

use crate::kept::Kept;
use crate::page::Shown;
use crate::running::{self, Running};
use crate::{Place, StandinError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hands::Machine;
use serde::{Deserialize, Serialize};
use session::Session;
use std::sync::Arc;

/// How the printer behaves.
#[derive(Clone, Debug)]
pub struct PrinterSettings {
    /// Where it is.
    pub place: Place,
    /// Dots across its head; what is wider is lost.
    pub dots: u32,
    /// Tickets left on the roll, none for a roll that never ends. The last three are near the end.
    pub paper: Option<u64>,
    /// The cover is open.
    pub cover_open: bool,
    /// It was switched off line.
    pub offline: bool,
    /// It never says how it is.
    pub silent: bool,
    /// The paper ends in the middle of the n-th ticket; 0 never.
    pub tear_in: u64,
    /// It breaks all connections for good in the middle of the n-th ticket; 0 never.
    pub die_in: u64,
}

impl PrinterSettings {
    /// A printer for paper of 80 mm, well and with a roll that never ends.
    #[must_use]
    pub const fn at(place: Place) -> Self {
        Self {
            place,
            dots: 576,
            paper: None,
            cover_open: false,
            offline: false,
            silent: false,
            tear_in: 0,
            die_in: 0,
        }
    }
}

/// One ticket that came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPaper {
    /// Dots across.
    pub width: u32,
    /// Dots down, the blank paper before the cut left out.
    pub height: u32,
    /// The dots as PNG, in base 64.
    pub png: String,
    /// Octets that were not understood.
    pub not_understood: u64,
    /// When it was cut, UTC milliseconds.
    pub received_at_ms: i64,
}

impl KeptPaper {
    fn of(width: u32, rows: &[u8], not_understood: u64, received_at_ms: i64) -> Self {
        let height = u32::try_from(rows.len()).unwrap_or(u32::MAX) / (width / 8);
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        // A burnt dot is 1 to a printer, black is 0 to a picture.
        let light: Vec<u8> = rows.iter().map(|octet| !octet).collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&light));
        if let Err(error) = written {
            tracing::error!(%error, "a ticket could not be drawn");
        }
        Self { width, height, png: STANDARD.encode(png), not_understood, received_at_ms }
    }

    /// The picture as PNG.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        STANDARD.decode(&self.png).unwrap_or_default()
    }

    /// The rows from top to bottom, each of whole octets: the leftmost dot is the highest bit, 1 is black. Of no length when the picture
    /// was damaged.
    #[must_use]
    pub fn rows(&self) -> Vec<u8> {
        let octets = self.png();
        let read = || {
            let mut reader = png::Decoder::new(std::io::Cursor::new(&octets)).read_info().ok()?;
            let mut rows = vec![0; reader.output_buffer_size()?];
            reader.next_frame(&mut rows).ok()?;
            Some(rows.into_iter().map(|octet: u8| !octet).collect())
        };
        read().unwrap_or_default()
    }
}

impl Shown for KeptPaper {
    const TITLE: &'static str = "Phiếu đã in";

    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![("Khổ in", format!("{} × {} điểm", self.width, self.height))]
    }

    fn text(&self) -> &str {
        ""
    }

    fn picture(&self) -> Option<(Vec<u8>, u32, u32)> {
        Some((self.png(), self.width, self.height))
    }
}

/// Starts the printer.
///
/// # Errors
/// When it cannot listen or its file cannot be read.
pub async fn start(settings: PrinterSettings) -> Result<Running<KeptPaper>, StandinError> {
    let kept = Kept::open(settings.place.store.as_deref())?;
    let plug = running::plug();
    let machine = Arc::new(Machine::new(&settings));
    let (place, hands) = (settings.place.clone(), Arc::clone(&machine));
    let (settings, tickets, all_end) = (Arc::new(settings), kept.clone(), plug.clone());
    Running::start_with(&place, kept, plug, Some(hands), move |stream| {
        let session = Session::new(stream, &settings, &machine, &tickets, &all_end);
        async move {
            if let Err(error) = session.run().await {
                tracing::info!(%error, "a connection ended early");
            }
        }
    })
    .await
}
