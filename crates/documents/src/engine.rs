//! The typesetting engine behind one function: a layout and its data in, a file out.

use crate::bitmap::{self, Bitmap};
use crate::clean;
use crate::document::{Document, Picture};
use crate::error::DocumentError;
use crate::fonts::Fonts;
use crate::layouts::{Form, Layouts, file_id, layout_path};
use crate::picture::svg_width;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Frame, FrameItem};
use typst::model::DocumentInfo;
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Vietnam has one clock, seven hours before Greenwich.
const OFFSET_MINUTES: i32 = 7 * 60;
/// How many documents a remembered piece of layout may go unused. What is remembered may hold a person's name, so it is short;
/// the pieces every slip shares (fonts, heads, the parsed library) are used each time and stay.
const REMEMBER: usize = 1;

/// What all documents share.
pub(crate) struct Engine {
    library: LazyHash<Library>,
    fonts: Fonts,
    standards: PdfStandards,
}

impl Engine {
    pub(crate) fn new() -> Result<Self, DocumentError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("PDF/A-2a and PDF/UA-1 share PDF 1.7");
        Ok(Self { library: LazyHash::new(Library::default()), fonts: Fonts::load()?, standards })
    }

    /// The file: PDF/A-2a and PDF/UA-1, dated by the document, the same bytes for the same data.
    pub(crate) fn pdf(
        &self,
        layouts: &Layouts,
        form: &Form,
        document: &Document,
    ) -> Result<Vec<u8>, DocumentError> {
        let made = self.set(layouts, form, document, None, |sheet, pages| {
            let timestamp = Timestamp::new_local(day(document.made_on()), OFFSET_MINUTES);
            let options = PdfOptions {
                creator: Smart::Custom(Some("Một Cửa".to_owned())),
                timestamp,
                standards: self.standards.clone(),
                ..PdfOptions::default()
            };
            typst_pdf::pdf(pages, &options).map_err(|problems| sheet.explain(form, &problems))
        });
        comemo::evict(REMEMBER);
        made
    }

    /// Several documents one after the other as one file, for one press of a print key: PDF/A-2b. What is read aloud of it is read from
    /// each document's own file, which has its structure.
    pub(crate) fn joined(
        &self,
        layouts: &Layouts,
        documents: &[(&Form, &Document)],
        title: &str,
    ) -> Result<Vec<u8>, DocumentError> {
        let mut sheets = EcoVec::new();
        for (form, document) in documents {
            sheets.extend(self.set(layouts, form, document, None, |_, pages| Ok(pages.pages().to_vec()))?);
        }
        comemo::evict(REMEMBER);
        let Some((form, last)) = documents.last() else { return Err(DocumentError::Nothing) };
        let mut pages = PagedDocument::new(sheets, DocumentInfo::default());
        pages.info_mut().title = Some(clean::printable(title, &self.fonts).into());
        let options = PdfOptions {
            creator: Smart::Custom(Some("Một Cửa".to_owned())),
            timestamp: Timestamp::new_local(day(last.made_on()), OFFSET_MINUTES),
            standards: PdfStandards::new(&[PdfStandard::A_2b]).expect("PDF/A-2b is PDF 1.7"),
            tagged: false,
            ..PdfOptions::default()
        };
        let data = last.data();
        typst_pdf::pdf(&pages, &options).map_err(|problems| DocumentError::Layout {
            form: layout_path(form),
            problems: problems.iter().map(|problem| without(&problem.message, &data)).collect(),
        })
    }

    /// The words on the pages, line by line.
    pub(crate) fn text(
        &self,
        layouts: &Layouts,
        form: &Form,
        document: &Document,
    ) -> Result<Vec<String>, DocumentError> {
        let made = self.set(layouts, form, document, None, |_, pages| {
            Ok(pages.pages().iter().flat_map(|page| lines(&page.frame)).collect())
        });
        comemo::evict(REMEMBER);
        made
    }

    /// The pages one under the other in black and white, as wide as a printer's head.
    pub(crate) fn bitmap(
        &self,
        layouts: &Layouts,
        form: &Form,
        document: &Document,
        dots: u32,
    ) -> Result<Bitmap, DocumentError> {
        let made = self
            .set(layouts, form, document, Some(dots), |_, pages| Ok(bitmap::of_pages(pages.pages(), dots)));
        comemo::evict(REMEMBER);
        made
    }

    fn set<T>(
        &self,
        layouts: &Layouts,
        form: &Form,
        document: &Document,
        dots: Option<u32>,
        then: impl FnOnce(&Sheet, &PagedDocument) -> Result<T, DocumentError>,
    ) -> Result<T, DocumentError> {
        let mut data = document.data();
        clean::clean(&mut data, &self.fonts);
        let pictures = document.pictures()?;
        let roll = dots.map(|dots| Roll { dots, dots_per_mm: bitmap::DOTS_PER_MM, qr: qr_side(&pictures) });
        let files = pictures.into_iter().map(|(path, svg)| (path, Bytes::from_string(svg))).collect();
        let mut sheet = Sheet { engine: self, layouts, data, roll, main: id(&layout_path(form)), files };
        let mut pages = sheet.compile(form, 1)?;
        // A footer that knows its page makes the engine lay everything out twice: only long documents pay for it.
        let count = pages.pages().len();
        if count > 1 && form.numbered {
            pages = sheet.compile(form, count)?;
        }
        let title = format!("{} {}", form.title, clean::printable(document.reference(), &self.fonts));
        pages.info_mut().title = Some(title.trim_end().into());
        then(&sheet, &pages)
    }
}

fn id(path: &str) -> FileId {
    file_id(path).expect("our own paths stay inside the folder")
}

fn day(date: Date) -> Datetime {
    let part = |value: i8| u8::try_from(value).expect("months and days of a date are positive");
    Datetime::from_ymd_hms(i32::from(date.year()), part(date.month()), part(date.day()), 0, 0, 0)
        .expect("a civil date is a date")
}

/// What a layout is told of the receipt printer it is set for.
#[derive(Clone, Copy, Serialize)]
struct Roll {
    /// Dots across.
    dots: u32,
    /// How fine they are.
    dots_per_mm: u32,
    /// Modules along a side of the QR code, quiet zone included: a module of whole dots is read from worn paper too. 0 without a code.
    qr: usize,
}

fn qr_side(pictures: &[Picture]) -> usize {
    let code = pictures.iter().find(|(path, _)| path == "/codes/qr.svg");
    code.map_or(0, |(_, svg)| svg_width(svg))
}

/// What one layout can see: the layouts, its data, its pictures. Nothing else of the machine, no clock.
struct Sheet<'a> {
    engine: &'a Engine,
    layouts: &'a Layouts,
    data: Value,
    roll: Option<Roll>,
    main: FileId,
    files: BTreeMap<String, Bytes>,
}

impl Sheet<'_> {
    /// `pages`: how many there will be, as far as is known.
    fn compile(&mut self, form: &Form, pages: usize) -> Result<PagedDocument, DocumentError> {
        let data = json!({ "form": form, "d": self.data, "pages": pages, "roll": self.roll });
        let bytes = serde_json::to_vec(&data).expect("JSON is written to memory");
        self.files.insert("/data.json".to_owned(), Bytes::new(bytes));
        let Warned { output, .. } = typst::compile(&*self);
        output.map_err(|problems| self.explain(form, &problems))
    }

    /// Messages with file and line.
    fn explain(&self, form: &Form, problems: &[SourceDiagnostic]) -> DocumentError {
        let problems = problems.iter().map(|problem| {
            let place = problem.span.id().map(|file| {
                let line = self
                    .range(problem.span)
                    .and_then(|range| self.source(file).ok()?.lines().byte_to_line(range.start));
                let path = file.vpath().get_with_slash().to_owned();
                line.map_or_else(|| path.clone(), |line| format!("{path}:{}", line + 1))
            });
            let message = without(&problem.message, &self.data);
            place.map_or_else(|| message.clone(), |place| format!("{place}: {message}"))
        });
        DocumentError::Layout { form: layout_path(form), problems: problems.collect() }
    }
}

/// The path of a file of ours; packages from elsewhere are not reachable.
fn inside(file: &FileId) -> Option<&str> {
    (*file.root() == VirtualRoot::Project).then(|| file.vpath().get_with_slash())
}

/// The message without anything the person gave: a value quoted by a message would end up in a log.
fn without(message: &str, data: &Value) -> String {
    match data {
        Value::String(text) if text.chars().count() > 2 => message.replace(text.as_str(), "…"),
        Value::Array(items) => items.iter().fold(message.to_owned(), |message, item| without(&message, item)),
        Value::Object(fields) => {
            fields.values().fold(message.to_owned(), |message, field| without(&message, field))
        }
        _ => message.to_owned(),
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, file: FileId) -> FileResult<Source> {
        inside(&file).and_then(|path| self.layouts.source(path)).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, file: FileId) -> FileResult<Bytes> {
        inside(&file)
            .and_then(|path| self.files.get(path).or_else(|| self.layouts.file(path)))
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.faces.get(index).cloned()
    }

    /// None: the same data must give the same bytes tomorrow.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Text of a page: runs at the same height are one line, from left to right.
fn lines(frame: &Frame) -> Vec<String> {
    let mut runs = Vec::new();
    collect(frame, 0.0, 0.0, &mut runs);
    runs.sort_by_key(|run| (run.y, run.x));
    let mut lines: Vec<Run> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line) if line.y == run.y => {
                let apart =
                    run.x - line.end > WORD_GAP && !line.text.ends_with(' ') && !run.text.starts_with(' ');
                line.text.push_str(if apart { " " } else { "" });
                line.text.push_str(&run.text);
                line.end = run.end;
            }
            _ => lines.push(run),
        }
    }
    lines.into_iter().map(|line| line.text.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Runs further apart than this (tenths of a point) are two words.
const WORD_GAP: i64 = 8;

/// A run of text with its place in tenths of a point: parts of one line may differ by a rounding.
struct Run {
    y: i64,
    x: i64,
    end: i64,
    text: String,
}

fn collect(frame: &Frame, left: f64, top: f64, runs: &mut Vec<Run>) {
    for (point, item) in frame.items() {
        let (x, y) = (left + point.x.to_pt(), top + point.y.to_pt());
        match item {
            FrameItem::Group(group) => {
                let (right, down) = (group.transform.tx.to_pt(), group.transform.ty.to_pt());
                collect(&group.frame, x + right, y + down, runs);
            }
            FrameItem::Text(text) => runs.push(Run {
                y: tenths(y),
                x: tenths(x),
                end: tenths(x + text.width().to_pt()),
                text: text.text.as_str().replace(clean::MAY_BREAK, ""),
            }),
            _ => {}
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is a few thousand points high")]
fn tenths(points: f64) -> i64 {
    (points * 10.0).round() as i64
}
