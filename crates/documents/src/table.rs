//! Tables people go on working with: a workbook for Excel and its relatives, and CSV for programmes.

use crate::error::DocumentError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use serde::{Deserialize, Serialize};

/// A table with what is written above it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it is, also the title of the file.
    pub title: String,
    /// Lines below the title: whose, of when, by which measure.
    pub about: Vec<String>,
    /// Names of the columns.
    pub heading: Vec<String>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Instant it is of, UTC milliseconds: the same figures make the same file.
    pub at: i64,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// One for each column.
    pub cells: Vec<TableCell>,
    /// It adds others up.
    pub is_total: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableCell {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A share of a whole; of nothing there is none.
    Share {
        /// Those meant.
        part: i64,
        /// All of them.
        whole: i64,
    },
}

/// Width of a column of numbers and of text, in characters.
const NUMBERS_WIDE: f64 = 12.0;
const TEXT_WIDE: f64 = 44.0;

impl Table {
    /// The table as a workbook (xlsx): numbers are numbers, the heading stays in sight, it prints on one page's width.
    ///
    /// # Errors
    /// When it is larger than a sheet can be.
    pub fn xlsx(&self) -> Result<Vec<u8>, DocumentError> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(self.at / 1000).map_err(broken)?;
        book.set_properties(&DocProperties::new().set_title(&self.title).set_creation_datetime(&made));
        let sheet = book.add_worksheet();
        self.fill(sheet).map_err(broken)?;
        book.save_to_buffer().map_err(broken)
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), rust_xlsxwriter::XlsxError> {
        let bold = Format::new().set_bold();
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.write_with_format(0, 0, &self.title, &Format::new().set_bold().set_font_size(14))?;
        let mut at: u32 = 1;
        for line in &self.about {
            sheet.write(at, 0, line)?;
            at += 1;
        }
        at += 1;
        for (column, name) in (0_u16..).zip(&self.heading) {
            sheet.write_with_format(at, column, name, &head)?;
            let is_text = matches!(
                self.rows.first().and_then(|row| row.cells.get(usize::from(column))),
                Some(TableCell::Text(_))
            );
            sheet.set_column_width(column, if is_text { TEXT_WIDE } else { NUMBERS_WIDE })?;
        }
        sheet.set_repeat_rows(at, at)?;
        at += 1;
        sheet.set_freeze_panes(at, 1)?;
        for row in &self.rows {
            let format = |format: Format| {
                let format = format.set_border(FormatBorder::Thin);
                if row.is_total { format.set_bold() } else { format }
            };
            for (column, cell) in (0_u16..).zip(&row.cells) {
                match cell {
                    TableCell::Text(text) => {
                        sheet.write_with_format(at, column, text, &format(Format::new().set_text_wrap()))?
                    }
                    TableCell::Number(number) => {
                        let format = format(Format::new().set_num_format("#,##0"));
                        sheet.write_number_with_format(at, column, as_float(*number), &format)?
                    }
                    TableCell::Share { whole: 0, .. } => {
                        sheet.write_blank(at, column, &format(bold.clone()))?
                    }
                    TableCell::Share { part, whole } => {
                        let share = as_float(*part) / as_float(*whole);
                        sheet.write_number_with_format(
                            at,
                            column,
                            share,
                            &format(Format::new().set_num_format("0.0%")),
                        )?
                    }
                };
            }
            at += 1;
        }
        Ok(())
    }

    /// The table as CSV: the heading and the rows, with the mark by which Excel knows that it is Unicode. A share is written
    /// with one decimal of a per cent.
    ///
    /// # Errors
    /// Never in practice: it is written to memory.
    pub fn csv(&self) -> Result<Vec<u8>, DocumentError> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        let heading = self.heading.iter().map(|name| harmless(name));
        writer.write_record(heading).map_err(broken)?;
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| match cell {
                TableCell::Text(text) => harmless(text),
                TableCell::Number(number) => number.to_string(),
                TableCell::Share { whole: 0, .. } => String::new(),
                TableCell::Share { part, whole } => tenths_of_percent(*part, *whole),
            });
            writer.write_record(cells).map_err(broken)?;
        }
        writer.into_inner().map_err(|error| broken(error.into_error()))
    }
}

/// `43.7`, half up.
fn tenths_of_percent(part: i64, whole: i64) -> String {
    let tenths = (part * 2000 + whole).div_euclid(whole * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A text that a table programme would take for a formula is kept as the text it is.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[expect(clippy::cast_precision_loss, reason = "counts of dossiers are far below 2^53")]
const fn as_float(number: i64) -> f64 {
    number as f64
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> DocumentError {
    DocumentError::Table(Box::new(error))
}
