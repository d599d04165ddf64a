//! Phiếu: the slips a one-stop centre hands out, field by field as the circulars have them.
//!
//! Dates, times and durations are text in the form they are printed ("15:21 ngày 24/11/2026"); what a limit is and how it is
//! worded is decided elsewhere.

use crate::parts::{Head, Paper, Party, Proxy, Register, Signer, Tracking};
use serde::{Deserialize, Serialize};

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Head of the form.
    pub head: Head,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// The unit that received it, as it is named on the form.
    pub receiving_unit: String,
    /// Who applies.
    pub applicant: Party,
    /// Chủ hồ sơ, when somebody else than the applicant.
    pub owner: Option<Party>,
    /// Who hands in for the applicant.
    pub proxy: Option<Proxy>,
    /// Name of the procedure.
    pub procedure: String,
    /// Nội dung yêu cầu giải quyết, when it says more than the procedure's name.
    pub request: Option<String>,
    /// Papers handed in.
    pub papers: Vec<Paper>,
    /// Số lượng hồ sơ (bộ).
    pub sets: u32,
    /// Hình thức nộp: counter, online, post.
    pub channel: String,
    /// Thời gian giải quyết theo quy định.
    pub statutory_time: String,
    /// The time the agency commits itself to, when shorter; the due time follows it.
    pub committed_time: Option<String>,
    /// hh:mm dd/mm/yyyy of reception.
    pub received: String,
    /// hh:mm dd/mm/yyyy of the promise.
    pub due: String,
    /// What must be said beside the promise: a second appointment, a calendar not yet announced.
    pub due_note: Option<String>,
    /// Where and how the result is handed over.
    pub return_place: String,
    /// Place in the paper register, if one is kept.
    pub register: Option<Register>,
    /// Set when this slip takes the place of an earlier one.
    pub correction: Option<SlipCorrection>,
    /// Who handed in.
    pub submitter: Signer,
    /// Who received.
    pub officer: Signer,
    /// How to follow the dossier.
    pub tracking: Option<Tracking>,
}

/// Cấp lại: which slip this one replaces, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipCorrection {
    /// Number and date of the slip replaced.
    pub replaces: String,
    /// Why.
    pub reason: String,
}

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// Head of the form.
    pub head: Head,
    /// Mã hồ sơ, when the dossier was received before.
    pub dossier_code: Option<String>,
    /// Who applies.
    pub applicant: Party,
    /// Nội dung yêu cầu giải quyết.
    pub request: String,
    /// All that is missing or wrong, in one list.
    pub items: Vec<SupplementItem>,
    /// Why.
    pub reason: String,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// What happens to the clock, e.g. "Thời hạn được tính lại từ đầu khi hồ sơ đầy đủ".
    pub clock_note: Option<String>,
    /// Người hướng dẫn.
    pub officer: Signer,
    /// How to follow the dossier.
    pub tracking: Option<Tracking>,
}

/// One thing to be completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementItem {
    /// Which paper or content.
    pub name: String,
    /// What is wrong with it and how to put it right.
    pub remark: Option<String>,
    /// How many of each are asked for, when it is a paper.
    pub paper: Option<PaperCount>,
}

/// How many of each kind are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCount {
    /// Bản chính.
    pub originals: u32,
    /// Bản sao có chứng thực.
    pub certified: u32,
    /// Bản chụp.
    pub copies: u32,
}

/// Whom the applicant may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Phone.
    pub phone: Option<String>,
}

/// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Head of the form.
    pub head: Head,
    /// The unit that refuses, as it is named on the form.
    pub receiving_unit: String,
    /// Who applies.
    pub applicant: Party,
    /// Mã hồ sơ, when there is one.
    pub dossier_code: Option<String>,
    /// Nội dung yêu cầu giải quyết.
    pub request: String,
    /// All reasons at once.
    pub reasons: Vec<String>,
    /// Who handed in.
    pub submitter: Signer,
    /// Who refuses, at the counter.
    pub officer: Signer,
    /// The authority that refuses after appraisal, in the officer's place.
    pub signature: Option<crate::parts::SignatureBlock>,
    /// Phone of the unit for questions.
    pub phone: Option<String>,
}

/// Văn bản xin lỗi: the late agency's apology and the one new date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    /// Head of the form: the late agency, not the centre.
    pub head: Head,
    /// Kính gửi.
    pub addressee: Party,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// hh:mm dd/mm/yyyy of reception.
    pub received: String,
    /// hh:mm dd/mm/yyyy of the promise that is not kept.
    pub due_original: String,
    /// Why.
    pub reason: String,
    /// hh:mm dd/mm/yyyy of the new promise.
    pub due_new: String,
    /// The head of the late agency.
    pub signature: crate::parts::SignatureBlock,
}

/// Thông báo dừng giải quyết hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopNotice {
    /// Head of the form.
    pub head: Head,
    /// Who applied.
    pub applicant: Party,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Nội dung yêu cầu giải quyết.
    pub request: String,
    /// hh:mm dd/mm/yyyy of reception.
    pub received: String,
    /// Date of the applicant's request to stop, none when the agency stops it on its own ground.
    pub asked_on: Option<String>,
    /// Why.
    pub reason: String,
    /// hh:mm dd/mm/yyyy from which it is stopped.
    pub stopped: String,
    /// Who signs.
    pub signature: crate::parts::SignatureBlock,
}

/// Phiếu kiểm soát quá trình giải quyết hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlSlip {
    /// Head of the form.
    pub head: Head,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Cơ quan giải quyết.
    pub handling_unit: String,
    /// Cơ quan phối hợp.
    pub cooperating_unit: Option<String>,
    /// hh:mm dd/mm/yyyy of reception.
    pub received: String,
    /// hh:mm dd/mm/yyyy of the promise.
    pub due: String,
    /// One row per hand-over, in order.
    pub hand_overs: Vec<HandOver>,
}

/// Giao, nhận: one hand-over from unit to unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// Giao.
    pub from: String,
    /// Nhận.
    pub to: String,
    /// hh:mm dd/mm/yyyy.
    pub at: String,
    /// Người giao.
    pub giver: String,
    /// Người nhận.
    pub receiver: String,
    /// How the giver kept its time, filled by the receiving side; none where the step has no time of its own.
    pub timeliness: Option<Timeliness>,
    /// Ghi chú.
    pub remark: Option<String>,
}

/// Trước hạn, đúng hạn, quá hạn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Before the limit.
    Early,
    /// At the limit.
    OnTime,
    /// After the limit.
    Late,
}
