//! Papers people carry away: what each says, from a dossier's state and history. Layouts are the `documents` crate's and
//! data; here is only what stands in them. Nothing is kept: a paper is made anew from the same facts whenever it is asked for.

mod explained;
mod handover;
mod post;
mod scans;
mod signature;
mod slips;
mod words;

pub use documents::ExplanationLine;
pub use explained::Explained;

use crate::App;
use crate::error::{AppError, Result};
use crate::queries::{DossierView, PassView, VisitMatter};
use documents::{Bitmap, Document};
use domain::kernel::StreamId;

/// Which paper of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung: which request, from 1.
    Supplement(usize),
    /// Phiếu từ chối.
    Refusal,
    /// Phiếu kiểm soát.
    ControlSlip,
    /// Tờ bìa.
    CoverSheet,
    /// Tờ bìa quét: a sheet for each paper that goes on the scanner.
    ScanSheets,
    /// Kết quả, also as a draft.
    Result,
    /// Thông báo dừng giải quyết.
    Stop,
    /// Văn bản xin lỗi, hẹn lại.
    Apology,
}

/// Papers ready to be printed one after the other.
#[derive(Clone, Debug, Default)]
pub struct Papers(Vec<(String, Document)>);

impl Papers {
    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// True without any.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// With others behind them.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }
}

impl App {
    /// What a person takes home of one matter of a visit: the slip it ended with, and the receipt of what was paid.
    ///
    /// # Errors
    /// When something cannot be read.
    pub async fn papers_of_matter(&self, matter: &VisitMatter) -> Result<Papers> {
        let mut papers = Papers::default();
        let kind = match matter.act.as_str() {
            "supplement_asked" => {
                let history = self.history(matter.dossier).await?;
                let asked = history.iter().filter(|envelope| {
                    matches!(envelope.name.as_str(), "IntakeSupplementAsked" | "SupplementRequested")
                });
                Some(PaperKind::Supplement(asked.count()))
            }
            "refused" => Some(PaperKind::Refusal),
            _ => matter.is_received.then_some(PaperKind::Receipt),
        };
        if let Some(kind) = kind {
            papers.0.push(self.paper_document(matter.dossier, kind).await?);
        }
        for payment in matter.payments.iter().filter(|payment| payment.status == "paid") {
            papers.0.push(self.cash_receipt_document(payment.payment).await?);
        }
        Ok(papers)
    }

    /// All of them as one PDF.
    ///
    /// # Errors
    /// [`AppError::NotFound`] without any, or when it cannot be made.
    pub async fn printed_together(&self, papers: Papers) -> Result<Vec<u8>> {
        if papers.is_empty() {
            return Err(AppError::NotFound("paper"));
        }
        let documents = self.documents().clone();
        tokio::task::spawn_blocking(move || documents.joined(&papers.0, "Giấy tờ của lượt tiếp"))
            .await
            .map_err(|error| AppError::Document(Box::new(error)))?
            .map_err(|error| AppError::Document(Box::new(error)))
    }

    /// A paper of a dossier as PDF.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the dossier has no such paper, or when it cannot be made.
    pub async fn paper(&self, dossier: StreamId, kind: PaperKind) -> Result<Vec<u8>> {
        let (issuing, document) = self.paper_document(dossier, kind).await?;
        self.pdf(issuing, document).await
    }

    /// The same as lines of text, for tests and for reading aloud.
    ///
    /// # Errors
    /// As [`App::paper`].
    pub async fn paper_text(&self, dossier: StreamId, kind: PaperKind) -> Result<Vec<String>> {
        let (issuing, document) = self.paper_document(dossier, kind).await?;
        self.documents().text(&issuing, &document).map_err(|error| AppError::Document(Box::new(error)))
    }

    async fn paper_document(&self, dossier: StreamId, kind: PaperKind) -> Result<(String, Document)> {
        let view = self.dossier(dossier).await?;
        let history = self.history(dossier).await?;
        let events =
            history.iter().map(store::Envelope::event).collect::<std::result::Result<Vec<_>, _>>()?;
        let directory = self.directory();
        let paper = slips::Maker { app: self, directory: &directory, view: &view, events: &events };
        let document = match kind {
            PaperKind::Receipt => paper.receipt(),
            PaperKind::Supplement(which) => paper.supplement(which),
            PaperKind::Refusal => paper.refusal(),
            PaperKind::ControlSlip => paper.control_slip(),
            PaperKind::CoverSheet => paper.cover_sheet(),
            PaperKind::ScanSheets => scans::sheets(&paper),
            PaperKind::Result => paper.result(),
            PaperKind::Stop => paper.stop(),
            PaperKind::Apology => paper.apology(),
        };
        Ok((self.issuing(&view), document.ok_or(AppError::NotFound("paper"))?))
    }

    /// The receipt of a payment as PDF, in its copies.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when nothing was paid, or when it cannot be made.
    pub async fn cash_receipt(&self, payment: StreamId) -> Result<Vec<u8>> {
        let (issuing, document) = self.cash_receipt_document(payment).await?;
        self.pdf(issuing, document).await
    }

    async fn cash_receipt_document(&self, payment: StreamId) -> Result<(String, Document)> {
        let state = self.payment(payment).await?.ok_or(AppError::NotFound("payment"))?;
        let view = self.dossier(state.dossier).await?;
        let directory = self.directory();
        let paper = slips::Maker { app: self, directory: &directory, view: &view, events: &[] };
        let document = paper.cash_receipt(&state).ok_or(AppError::NotFound("receipt"))?;
        Ok((self.issuing(&view), document))
    }

    /// A pad of blank slips as PDF, those left out that are not blank any more.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when none is blank, or when it cannot be made.
    pub async fn pad_paper(&self, pad: &domain::pad::State) -> Result<Vec<u8>> {
        let document = slips::pad(&self.directory(), pad).ok_or(AppError::NotFound("slip"))?;
        self.pdf(documents::OURS.to_owned(), document).await
    }

    /// A list of papers handed over as PDF.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn handover_paper(&self, list: &domain::handover::State) -> Result<Vec<u8>> {
        let document = handover::list(&self.directory(), list);
        self.pdf(documents::OURS.to_owned(), document).await
    }

    /// The same as lines of text, for tests and for reading aloud.
    ///
    /// # Errors
    /// As [`App::handover_paper`].
    pub fn handover_text(&self, list: &domain::handover::State) -> Result<Vec<String>> {
        let document = handover::list(&self.directory(), list);
        let text = self.documents().text(documents::OURS, &document);
        text.map_err(|error| AppError::Document(Box::new(error)))
    }

    /// The list of envelopes of a sack as PDF.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when nothing of that sack was scanned in, or when it cannot be made.
    pub async fn post_paper(&self, post: &domain::post::State, sack: i64) -> Result<Vec<u8>> {
        let document = post::list(&self.directory(), post, sack).ok_or(AppError::NotFound("sack"))?;
        self.pdf(documents::OURS.to_owned(), document).await
    }

    /// The same as lines of text, for tests and for reading aloud.
    ///
    /// # Errors
    /// As [`App::post_paper`].
    pub fn post_text(&self, post: &domain::post::State, sack: i64) -> Result<Vec<String>> {
        let document = post::list(&self.directory(), post, sack).ok_or(AppError::NotFound("sack"))?;
        let text = self.documents().text(documents::OURS, &document);
        text.map_err(|error| AppError::Document(Box::new(error)))
    }

    /// A queue ticket as 80 mm PDF.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when it cannot be made.
    pub async fn ticket_paper(&self, token: &str) -> Result<Vec<u8>> {
        let ticket = self.ticket_by_token(token).await?.ok_or(AppError::NotFound("ticket"))?;
        let document = slips::ticket(self, &self.directory(), &ticket);
        self.pdf(documents::OURS.to_owned(), document).await
    }

    /// A queue ticket as the dots of a receipt printer with a head that wide.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when it cannot be made.
    pub async fn ticket_bitmap(&self, ticket: StreamId, dots: u32) -> Result<Bitmap> {
        let ticket = self.ticket(ticket).await?.ok_or(AppError::NotFound("ticket"))?;
        let document = slips::ticket(self, &self.directory(), &ticket);
        let documents = self.documents().clone();
        tokio::task::spawn_blocking(move || documents.bitmap(documents::OURS, &document, dots))
            .await
            .map_err(|error| AppError::Document(Box::new(error)))?
            .map_err(|error| AppError::Document(Box::new(error)))
    }

    /// The pass of somebody who declared at a kiosk, as dots.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn pass_bitmap(&self, pass: &PassView, dots: u32) -> Result<Bitmap> {
        let document = slips::pass(self, &self.directory(), pass);
        let documents = self.documents().clone();
        tokio::task::spawn_blocking(move || documents.bitmap(documents::OURS, &document, dots))
            .await
            .map_err(|error| AppError::Document(Box::new(error)))?
            .map_err(|error| AppError::Document(Box::new(error)))
    }

    /// The text whose forms a dossier's regime uses.
    fn issuing(&self, view: &DossierView) -> String {
        let directory = self.directory();
        let regime = directory.regime_of(&view.state.plan, view.state.forms_of());
        regime.map_or_else(|| documents::OURS.to_owned(), |regime| regime.forms)
    }

    /// Setting a paper is work for one core: done where blocking is allowed.
    async fn pdf(&self, issuing: String, document: Document) -> Result<Vec<u8>> {
        let documents = self.documents().clone();
        tokio::task::spawn_blocking(move || documents.pdf(&issuing, &document))
            .await
            .map_err(|error| AppError::Document(Box::new(error)))?
            .map_err(|error| AppError::Document(Box::new(error)))
    }
}
