use crate::error::DocumentError;
use crate::house::{
    CashReceipt, CoverSheet, Explanation, HandoverList, PostList, ResultDocument, ScanSheets, SlipPad, Ticket,
};
use crate::picture;
use crate::slips::{Apology, ControlSlip, Receipt, Refusal, StopNotice, Supplement};
use crate::words::{dong_in_figures, dong_in_words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is to be printed: the kind of form is known from the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(clippy::large_enum_variant, reason = "one is made for each printing and none is kept")]
pub enum Document {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt(Receipt),
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement(Supplement),
    /// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
    Refusal(Refusal),
    /// Văn bản xin lỗi.
    Apology(Apology),
    /// Thông báo dừng giải quyết.
    Stop(StopNotice),
    /// Phiếu kiểm soát.
    ControlSlip(ControlSlip),
    /// Biên lai.
    CashReceipt(CashReceipt),
    /// Phiếu số thứ tự.
    Ticket(Ticket),
    /// Tờ bìa.
    CoverSheet(CoverSheet),
    /// Tập phiếu tiếp nhận tạm.
    SlipPad(SlipPad),
    /// Tờ bìa quét.
    ScanSheets(ScanSheets),
    /// Danh sách bàn giao hồ sơ.
    HandoverList(HandoverList),
    /// Danh sách bưu gửi của một túi thư.
    PostList(PostList),
    /// Giải trình quá trình giải quyết.
    Explanation(Explanation),
    /// Kết quả.
    Result(ResultDocument),
}

/// Loại biểu mẫu: what a form is for, whatever its number in the circular of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
    Refusal,
    /// Văn bản xin lỗi.
    Apology,
    /// Thông báo dừng giải quyết.
    Stop,
    /// Phiếu kiểm soát.
    ControlSlip,
    /// Biên lai.
    CashReceipt,
    /// Phiếu số thứ tự.
    Ticket,
    /// Tờ bìa.
    CoverSheet,
    /// Tập phiếu tiếp nhận tạm.
    SlipPad,
    /// Tờ bìa quét.
    ScanSheets,
    /// Danh sách bàn giao hồ sơ.
    HandoverList,
    /// Danh sách bưu gửi của một túi thư.
    PostList,
    /// Giải trình quá trình giải quyết.
    Explanation,
    /// Kết quả.
    Result,
}

impl Kind {
    /// The stored word, also the name of the layout.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Stop => "stop",
            Self::ControlSlip => "control_slip",
            Self::CashReceipt => "cash_receipt",
            Self::Ticket => "ticket",
            Self::CoverSheet => "cover_sheet",
            Self::SlipPad => "slip_pad",
            Self::ScanSheets => "scan_sheets",
            Self::HandoverList => "handover_list",
            Self::PostList => "post_list",
            Self::Explanation => "explanation",
            Self::Result => "result",
        }
    }
}

/// A picture a layout may show: its path for the layout, and the SVG.
pub(crate) type Picture = (String, String);

impl Document {
    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Receipt(_) => Kind::Receipt,
            Self::Supplement(_) => Kind::Supplement,
            Self::Refusal(_) => Kind::Refusal,
            Self::Apology(_) => Kind::Apology,
            Self::Stop(_) => Kind::Stop,
            Self::ControlSlip(_) => Kind::ControlSlip,
            Self::CashReceipt(_) => Kind::CashReceipt,
            Self::Ticket(_) => Kind::Ticket,
            Self::CoverSheet(_) => Kind::CoverSheet,
            Self::SlipPad(_) => Kind::SlipPad,
            Self::ScanSheets(_) => Kind::ScanSheets,
            Self::HandoverList(_) => Kind::HandoverList,
            Self::PostList(_) => Kind::PostList,
            Self::Explanation(_) => Kind::Explanation,
            Self::Result(_) => Kind::Result,
        }
    }

    /// The local date it bears.
    #[must_use]
    pub const fn made_on(&self) -> Date {
        match self {
            Self::Receipt(slip) => slip.head.made_on,
            Self::Supplement(slip) => slip.head.made_on,
            Self::Refusal(slip) => slip.head.made_on,
            Self::Apology(slip) => slip.head.made_on,
            Self::Stop(slip) => slip.head.made_on,
            Self::ControlSlip(slip) => slip.head.made_on,
            Self::CashReceipt(slip) => slip.head.made_on,
            Self::Ticket(ticket) => ticket.made_on,
            Self::CoverSheet(sheet) => sheet.head.made_on,
            Self::SlipPad(pad) => pad.head.made_on,
            Self::ScanSheets(sheets) => sheets.made_on,
            Self::HandoverList(list) => list.head.made_on,
            Self::PostList(list) => list.head.made_on,
            Self::Explanation(told) => told.head.made_on,
            Self::Result(result) => result.head.made_on,
        }
    }

    /// What tells it from others of its kind in a list of files: a code or a number, never a name.
    pub(crate) fn reference(&self) -> &str {
        match self {
            Self::Receipt(slip) => &slip.dossier_code,
            Self::Supplement(slip) => &slip.head.number,
            Self::Refusal(slip) => &slip.head.number,
            Self::Apology(slip) => &slip.dossier_code,
            Self::Stop(slip) => &slip.dossier_code,
            Self::ControlSlip(slip) => &slip.dossier_code,
            Self::CashReceipt(slip) => &slip.number,
            Self::Ticket(ticket) => &ticket.number,
            Self::CoverSheet(sheet) => &sheet.dossier_code,
            Self::SlipPad(pad) => pad.numbers.first().map_or("", String::as_str),
            Self::ScanSheets(sheets) => &sheets.dossier_code,
            Self::HandoverList(list) => &list.label,
            Self::PostList(list) => &list.label,
            Self::Explanation(told) => &told.dossier_code,
            Self::Result(result) => &result.dossier_code,
        }
    }

    /// The data as a layout reads it, with what is worked out here added.
    pub(crate) fn data(&self) -> Value {
        let mut data = serde_json::to_value(self).expect("plain structs with text keys become JSON");
        if let Self::CashReceipt(slip) = self {
            let total: i64 = slip.lines.iter().map(|line| line.amount_vnd).sum();
            data["total"] = json!(dong_in_figures(total));
            data["total_in_words"] = json!(dong_in_words(total));
            for (at, line) in slip.lines.iter().enumerate() {
                data["lines"][at]["amount"] = json!(dong_in_figures(line.amount_vnd));
            }
        }
        data
    }

    /// The codes printed on it.
    pub(crate) fn pictures(&self) -> Result<Vec<Picture>, DocumentError> {
        let qr = match self {
            Self::Receipt(slip) => slip.tracking.as_ref().map(|tracking| &tracking.qr),
            Self::Supplement(slip) => slip.tracking.as_ref().map(|tracking| &tracking.qr),
            Self::Ticket(ticket) => ticket.qr.as_ref(),
            Self::Result(result) => result.qr.as_ref(),
            _ => None,
        };
        let mut pictures = Vec::new();
        if let Some(address) = qr {
            pictures.push(("/codes/qr.svg".to_owned(), picture::qr(address)?));
        }
        if let Self::CoverSheet(sheet) = self {
            pictures.push(("/codes/dossier.svg".to_owned(), picture::code128(&sheet.dossier_code)?));
            for (at, original) in sheet.originals.iter().enumerate() {
                pictures.push((format!("/codes/{at}.svg"), picture::code128(&original.code)?));
            }
        }
        if let Self::ScanSheets(sheets) = self {
            for (at, paper) in sheets.papers.iter().enumerate() {
                pictures.push((format!("/codes/{at}.svg"), picture::qr(&paper.qr)?));
            }
        }
        if let Self::SlipPad(pad) = self {
            for (at, number) in pad.numbers.iter().enumerate() {
                pictures.push((format!("/codes/{at}.svg"), picture::qr(number)?));
            }
        }
        Ok(pictures)
    }
}
