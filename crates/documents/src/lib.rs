//! Papers people carry away: appointment slip, supplement and refusal slips, control slip, cash receipt, queue ticket, cover sheet, sheets for the scanner, pad of slips, list of papers handed over, list of envelopes of a sack, result.
//!
//! A form is data: `data/forms/<issuing text>/<kind>.typ` lays it out, `data/forms/forms.toml` says who issued it, since when, and
//! what of it was confirmed. A new circular is a new folder, not a release. An operator may put a folder of the same shape beside
//! the programme to replace any of them.
//!
//! Setting a form is work for one core and blocks; call it where blocking is allowed.
//!
//! A receipt printer gets a ticket as a picture of black and white dots ([`Documents::bitmap`]): none of the code pages such printers
//! commonly have holds all Vietnamese letters, and what was sent as letters would come out with holes.
//!
//! # Adding a form
//! 1. An entry in `forms.toml` and a layout beside the others; begin it with `#import "/lib.typ": *` and `#show: form`.
//! 2. A kind that does not exist yet: a struct in `slips.rs` or `house.rs`, an arm in [`Document`] and in [`Kind`].
//! 3. A sample in the tests; they render every entry of `forms.toml`.

mod bitmap;
mod clean;
mod document;
mod engine;
mod error;
mod fonts;
mod house;
mod layouts;
mod parts;
mod picture;
mod slips;
mod table;
mod words;

pub use bitmap::{Bitmap, DOTS_PER_MM};
pub use document::{Document, Kind};
pub use error::DocumentError;
pub use house::{
    Article, CashKind, CashLine, CashReceipt, CoverSheet, Explanation, ExplanationLine, Fact, HandoverList,
    HandoverRow, Original, PostList, PostRow, ResultDocument, ScanSheet, ScanSheets, SlipPad, Ticket,
};
pub use layouts::{Form, OURS, Paper as PaperSize};
pub use parts::{Head, Paper, Party, PartyKind, Proxy, Register, SignatureBlock, Signer, Tracking};
pub use slips::{
    Apology, Contact, ControlSlip, HandOver, PaperCount, Receipt, Refusal, SlipCorrection, StopNotice,
    Supplement, SupplementItem, Timeliness,
};
pub use table::{Table, TableCell, TableRow};
pub use words::{dong_in_figures, dong_in_words};

use engine::Engine;
use layouts::Layouts;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The printer of all papers. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    engine: &'static Engine,
    layouts: Arc<Layouts>,
}

impl Documents {
    /// `overrides`: the operator's folder of layouts, read once now; a file in it takes the place of the shipped file of the same path.
    ///
    /// # Errors
    /// When a list of forms cannot be read, names a layout that is not there, or the folder cannot be read.
    pub fn new(overrides: Option<&Path>) -> Result<Self, DocumentError> {
        Ok(Self { engine: engine()?, layouts: Arc::new(Layouts::load(overrides)?) })
    }

    /// The forms there are.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        self.layouts.forms()
    }

    /// One document as a file: PDF/A-2a and PDF/UA-1. `issuing`: the text whose forms the dossier's regime uses, e.g.
    /// "03/2025/TT-VPCP"; papers of our own are the same under each. The same data gives the same bytes.
    ///
    /// # Errors
    /// When there is no such form, or its layout is wrong.
    pub fn pdf(&self, issuing: &str, document: &Document) -> Result<Vec<u8>, DocumentError> {
        let (form, _) = self.layouts.find(issuing, document.kind())?;
        self.engine.pdf(&self.layouts, form, document)
    }

    /// Several documents as one file, one after the other, each beginning on a sheet of its own: what a visit brought, printed at one
    /// press. PDF/A-2b.
    ///
    /// # Errors
    /// As [`Self::pdf`]; [`DocumentError::Nothing`] without a document.
    pub fn joined(&self, documents: &[(String, Document)], title: &str) -> Result<Vec<u8>, DocumentError> {
        let found: Vec<(&Form, &Document)> = documents
            .iter()
            .map(|(issuing, document)| Ok((self.layouts.find(issuing, document.kind())?.0, document)))
            .collect::<Result<_, DocumentError>>()?;
        self.engine.joined(&self.layouts, &found, title)
    }

    /// The same document as lines of text, top to bottom: for tests, and for reading it out.
    ///
    /// # Errors
    /// As [`Self::pdf`].
    pub fn text(&self, issuing: &str, document: &Document) -> Result<Vec<String>, DocumentError> {
        let (form, _) = self.layouts.find(issuing, document.kind())?;
        self.engine.text(&self.layouts, form, document)
    }
}

impl Documents {
    /// A document for a roll of paper as dots, as wide as the head of a receipt printer and as long as it needs: 576 dots on paper of
    /// 80 mm, 384 on paper of 58 mm.
    ///
    /// # Errors
    /// As [`Self::pdf`], [`DocumentError::NotForARoll`] for a form on sheets, [`DocumentError::Dots`] for a head no printer has.
    pub fn bitmap(&self, issuing: &str, document: &Document, dots: u32) -> Result<Bitmap, DocumentError> {
        let (form, _) = self.layouts.find(issuing, document.kind())?;
        if form.paper != PaperSize::Roll80 {
            return Err(DocumentError::NotForARoll(form.kind));
        }
        if !(MOST_NARROW..=MOST_WIDE).contains(&dots) {
            return Err(DocumentError::Dots(dots));
        }
        self.engine.bitmap(&self.layouts, form, document, dots)
    }
}

/// Dots across of the narrowest and the widest head a ticket is laid out for.
const MOST_NARROW: u32 = 320;
const MOST_WIDE: u32 = 832;

impl std::fmt::Debug for Documents {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Documents").field("forms", &self.forms().len()).finish_non_exhaustive()
    }
}

/// Fonts and standard library, loaded at the first use and kept: every document shares them.
fn engine() -> Result<&'static Engine, DocumentError> {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    if let Some(engine) = ENGINE.get() {
        return Ok(engine);
    }
    let fresh = Engine::new()?;
    Ok(ENGINE.get_or_init(|| fresh))
}
