//! What several documents have in common: head, persons, papers, signatures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The head of a form: who issues it, its number, place and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Cơ quan chủ quản, e.g. "Ủy ban nhân dân tỉnh Quảng Ninh"; the layout puts it in capitals.
    pub parent: String,
    /// Đơn vị, e.g. "Trung tâm Phục vụ hành chính công".
    pub unit: String,
    /// Number and sign as printed, e.g. "1024/BNHS-TTPVHCC".
    pub number: String,
    /// Place of issue, e.g. "Hạ Long".
    pub place: String,
    /// Local date printed on the form and kept as the date of the file: nothing here reads a clock.
    pub made_on: Date,
}

/// Whether a party is a person or an organisation: the label of the number differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Cá nhân.
    #[default]
    Person,
    /// Tổ chức.
    Organisation,
}

/// A person or an organisation named on a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Person or organisation.
    pub kind: PartyKind,
    /// Full name.
    pub name: String,
    /// Số định danh cá nhân or mã số tổ chức.
    pub id_number: Option<String>,
    /// Address as declared.
    pub address: Option<String>,
    /// Phone as declared.
    pub phone: Option<String>,
    /// E-mail as declared.
    pub email: Option<String>,
}

/// Người được ủy quyền: who stands at the counter in the applicant's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// The proxy.
    pub party: Party,
    /// The paper of authorisation, e.g. "Giấy ủy quyền số 12 ngày 03/11/2026".
    pub authorisation: String,
}

/// Thành phần hồ sơ: one line of the paper table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Name of the paper.
    pub name: String,
    /// Bản chính.
    pub originals: u32,
    /// Bản sao có chứng thực.
    pub certified: u32,
    /// Bản chụp.
    pub copies: u32,
    /// What else is to be said of it ("bản điện tử", pages ...).
    pub note: Option<String>,
}

/// Who signs a slip.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Full name, none when the line is filled in by hand.
    pub name: Option<String>,
    /// What stands in the place of the signature when it was given electronically, e.g. "Đã ký số 15:21 24/11/2026".
    pub note: Option<String>,
}

/// How the applicant follows the dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The address in the QR code, with the slip's token.
    pub qr: String,
    /// The address as printed for those who type it.
    pub link: String,
    /// Phone of the unit.
    pub phone: Option<String>,
}

/// Sổ theo dõi: where the dossier stands in a paper register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Quyển số.
    pub volume: String,
    /// Số thứ tự.
    pub number: String,
}

/// Khối chữ ký: the signature block of a decision, its lines stacked as competence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureBlock {
    /// "TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch": one to four lines, in order; the layout puts them in capitals.
    pub lines: Vec<String>,
    /// Who signs.
    pub signer: Signer,
    /// The document somebody rests on who signs in another's place, for papers without a list of grounds.
    pub under: Option<String>,
}
