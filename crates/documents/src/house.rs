//! Papers no circular lays out: queue ticket, cover sheet, cash receipt, pad of slips, list of papers handed over, list of envelopes of a
//! sack, explanation, result.

use crate::parts::{Head, Party, SignatureBlock, Signer};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Biên lai thu tiền: printed in three copies (liên). The total and its words are worked out here, from the lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashReceipt {
    /// Head: the collecting unit.
    pub head: Head,
    /// Mã số thuế of the collecting unit.
    pub tax_code: Option<String>,
    /// Mẫu số.
    pub form: String,
    /// Ký hiệu.
    pub series: String,
    /// Số, with its leading zeros.
    pub number: String,
    /// Who pays.
    pub payer: Party,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// What is paid, fee, charge and service price apart.
    pub lines: Vec<CashLine>,
    /// "Tiền mặt", ...
    pub method: String,
    /// Who paid.
    pub payer_signature: Signer,
    /// Who took the money.
    pub cashier: Signer,
}

/// One line of a cash receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashLine {
    /// What it is for.
    pub name: String,
    /// Phí, lệ phí or giá dịch vụ.
    pub kind: CashKind,
    /// Đồng.
    pub amount_vnd: i64,
}

/// What kind of money a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashKind {
    /// Phí.
    Fee,
    /// Lệ phí.
    Charge,
    /// Giá dịch vụ.
    ServicePrice,
}

/// Phiếu số thứ tự: the 80 mm queue ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Local date it was taken.
    pub made_on: Date,
    /// Name of the centre.
    pub centre: String,
    /// Name of the hall, when there are several.
    pub hall: Option<String>,
    /// The number called, e.g. "A 012".
    pub number: String,
    /// The service asked for.
    pub service: String,
    /// Which counters may call it, e.g. "Quầy 3, 4, 5".
    pub counters: Option<String>,
    /// Why it comes before others, e.g. "Ưu tiên: người cao tuổi".
    pub priority: Option<String>,
    /// People before this one.
    pub ahead: Option<u32>,
    /// Honest estimate, e.g. "khoảng 15–25 phút".
    pub estimate: Option<String>,
    /// hh:mm dd/mm/yyyy it was taken.
    pub issued: String,
    /// Address in the QR code: the ticket's own page.
    pub qr: Option<String>,
    /// Print the English line under each Vietnamese one.
    pub english: bool,
    /// A pass for the gate of a day, no number for a counter.
    #[serde(default)]
    pub pass: bool,
}

/// Tập phiếu tiếp nhận tạm: numbered sheets filled in by hand while there is neither power nor network, each in two halves, one for the
/// person and one for the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPad {
    /// Head of the form.
    pub head: Head,
    /// Where it is used: hall and counter.
    pub counter: String,
    /// Number of each slip, as it is typed afterwards; also a QR code on it.
    pub numbers: Vec<String>,
    /// Telephone of the centre.
    pub phone: Option<String>,
}

/// Tờ bìa quét: one sheet for each paper of a dossier, laid before its pages on the scanner. It names the paper, nobody who applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanSheets {
    /// Local date they were printed.
    pub made_on: Date,
    /// Name of the centre.
    pub centre: String,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// A sheet each, in order.
    pub papers: Vec<ScanSheet>,
}

/// The sheet of one paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanSheet {
    /// Number in the list.
    pub item: i64,
    /// Name.
    pub name: String,
    /// What the scanner's pages are filed by.
    pub qr: String,
}

/// Danh sách bàn giao hồ sơ: what a counter gives to a department, signed by both. It names dossiers, nobody who applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverList {
    /// Head: the centre that gives.
    pub head: Head,
    /// Number and day, e.g. "03/241126".
    pub label: String,
    /// Giao.
    pub from: String,
    /// Nhận.
    pub to: String,
    /// hh:mm dd/mm/yyyy it was drawn up.
    pub drawn: String,
    /// Its lines.
    pub rows: Vec<HandoverRow>,
    /// Who gives.
    pub giver: Signer,
    /// Who receives; without a name until somebody did.
    pub receiver: Signer,
}

/// One dossier of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverRow {
    /// Mã hồ sơ.
    pub code: String,
    /// Name of the procedure.
    pub matter: String,
    /// Originals among the papers.
    pub originals: u32,
    /// All papers, originals too.
    pub papers: u32,
    /// What became of it: "đã nhận 15:40 ngày 24/11/2026", why it was struck out; none while it waits.
    pub remark: Option<String>,
    /// It was not there: its line is crossed out.
    pub struck: bool,
}

/// Danh sách bưu gửi của một túi thư: what the postal service brought, signed by whoever brought it and by the centre. It names envelopes, nobody
/// who wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostList {
    /// Head: the centre that receives.
    pub head: Head,
    /// Number of the sack and day, e.g. "02/241126".
    pub label: String,
    /// Nhận.
    pub to: String,
    /// When it was scanned in, e.g. "08:05 – 08:12 ngày 24/11/2026".
    pub scanned: String,
    /// Its envelopes.
    pub rows: Vec<PostRow>,
    /// Who receives. Whoever gives writes the name by hand.
    pub receiver: Signer,
}

/// One envelope of a sack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Its code.
    pub code: String,
    /// hh:mm it was scanned in.
    pub scanned: String,
    /// Why it was struck; none for all others.
    pub remark: Option<String>,
    /// It does not count: its line is crossed out.
    pub struck: bool,
}

/// Giải trình quá trình giải quyết: a dossier's life in sentences, each with its instant, the clock and the rules. All words are handed in,
/// since it is printed in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Head of the form.
    pub head: Head,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// What it is called.
    pub title: String,
    /// What is known of the dossier: label and value.
    pub facts: Vec<(String, String)>,
    /// Names of the columns: when, what.
    pub heading: (String, String),
    /// The sentences, in order.
    pub lines: Vec<ExplanationLine>,
    /// What the figures in it mean, and when it was made.
    pub notes: Vec<String>,
}

/// One sentence of an explanation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationLine {
    /// When.
    pub at: String,
    /// What happened, a whole sentence.
    pub text: String,
    /// How much of the allowed time was used, of no length where no clock runs.
    pub clock: String,
    /// It was late then.
    pub late: bool,
    /// Rules that were looked at, and how it came out.
    pub rules: Vec<String>,
}

/// Tờ bìa hồ sơ: travels on top of the papers; each original has its own code, so that it has a holder at every moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverSheet {
    /// Head of the form.
    pub head: Head,
    /// Mã hồ sơ, printed as a barcode too.
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Name of the applicant.
    pub applicant: String,
    /// hh:mm dd/mm/yyyy of reception.
    pub received: String,
    /// hh:mm dd/mm/yyyy of the promise.
    pub due: String,
    /// The unit the papers go to first.
    pub handling_unit: String,
    /// Originals in the folder.
    pub originals: Vec<Original>,
    /// Papers that stay copies: named, without a code.
    pub copies: Vec<String>,
}

/// Bản chính: one original and its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Name of the paper.
    pub name: String,
    /// Code as scanned: printable ASCII.
    pub code: String,
    /// Number of sheets, when counted.
    pub sheets: Option<u32>,
}

/// Kết quả: a decision, permit or certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDocument {
    /// Head: the issuing body. The number is empty until the clerk gave one.
    pub head: Head,
    /// Printed across the page and no number shown as given: a draft cannot be taken for the result.
    pub draft: bool,
    /// "Quyết định", "Giấy phép xây dựng"...
    pub title: String,
    /// Trích yếu, e.g. "Về việc cho phép ...".
    pub subject: Option<String>,
    /// Who decides, in capitals above the legal bases, e.g. "Chủ tịch Ủy ban nhân dân phường Hồng Gai".
    pub authority: Option<String>,
    /// Căn cứ: one legal basis each, without the final mark.
    pub bases: Vec<String>,
    /// The word between bases and articles, e.g. "Quyết định:".
    pub enacting: Option<String>,
    /// Label and value, for certificates.
    pub facts: Vec<Fact>,
    /// The text, article by article.
    pub articles: Vec<Article>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Signature block.
    pub signature: SignatureBlock,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Address in the QR code: where the document can be checked.
    pub qr: Option<String>,
}

/// A label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

/// Điều: one article, or a plain paragraph when it has no heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// "Điều 1."
    pub heading: Option<String>,
    /// Text.
    pub text: String,
}
