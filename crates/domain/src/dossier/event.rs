mod correction;
mod name;

pub use correction::Correction;

use super::extension::Extension;
use super::facts::{Party, Plan, Promise, StepKind};
use super::scans::PageImage;
use super::signed::SignedUnder;
use super::state::{Holder, Intake, Item, Paper, Timeliness};
use crate::kernel::{Finding, Millis, Number, StreamId, Vnd};
use serde::{Deserialize, Serialize};

/// What happened to a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Ghi nhận hồ sơ (chưa tiếp nhận).
    DossierDrafted {
        /// Number of the draft.
        number: Number,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// What was declared.
        intake: Intake,
        /// What it would go through.
        plan: Plan,
        /// Instant.
        at: Millis,
    },
    /// Khai lại hồ sơ nháp.
    DraftAmended {
        /// What is declared now.
        intake: Intake,
        /// What it would go through.
        plan: Plan,
        /// Instant.
        at: Millis,
    },
    /// Phiếu yêu cầu bổ sung trước khi tiếp nhận.
    IntakeSupplementAsked {
        /// All of it at once.
        items: Vec<Item>,
        /// Number of the slip.
        slip: Number,
        /// Officer.
        by: String,
        /// Why.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Phiếu từ chối tiếp nhận.
    IntakeRefused {
        /// All reasons at once.
        reasons: Vec<String>,
        /// Number of the slip.
        slip: Number,
        /// Officer.
        by: String,
        /// Why.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Tiếp nhận: the clock starts, the code is given.
    DossierReceived {
        /// Agency code, first group of the dossier code.
        agency: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Running number of agency and day.
        number: Number,
        /// The promise.
        promise: Promise,
        /// Instant by which papers must have left for the handling unit.
        papers_travel_by: Millis,
        /// Officer.
        by: String,
        /// Findings on the way.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Tiếp quản hồ sơ từ hệ thống khác: it goes on under the code and the promise it has there.
    DossierTakenOver {
        /// Where it comes from: a log, an older system.
        source: String,
        /// Its code there, kept.
        code: String,
        /// What is known of its declaration.
        intake: Intake,
        /// What it goes through; no steps where the source tells only what was done.
        plan: Plan,
        /// The promise made there, none when the source knows no day.
        promise: Option<Promise>,
        /// Instant of reception there.
        at: Millis,
    },
    /// Ghi nhận một bước đã xong ở hệ thống nguồn: the source tells when it was done, not when it began.
    StepNoted {
        /// Number of the turn.
        turn: i64,
        /// What was done.
        name: String,
        /// Unit.
        unit: String,
        /// Person.
        person: String,
        /// Instant the step before it was done, or the reception.
        from: Millis,
        /// Instant it was done.
        at: Millis,
    },
    /// Kết thúc ở hệ thống nguồn: nothing is owed to the applicant any more.
    DossierClosed {
        /// Instant.
        at: Millis,
    },
    /// Việc ghi nhận sau khi đã kết thúc: archiving, late entries; it changes no figure of the dossier.
    AfterCloseNoted {
        /// What was done.
        name: String,
        /// Unit.
        unit: String,
        /// Person.
        person: String,
        /// Instant.
        at: Millis,
    },
    /// Bắt đầu một bước.
    StepStarted {
        /// Number of the turn.
        turn: i64,
        /// Number of the step.
        step: i64,
        /// What is done.
        name: String,
        /// What it is for.
        kind: StepKind,
        /// Unit.
        unit: String,
        /// Role.
        role: String,
        /// Person, of no length when a head has to assign one.
        person: String,
        /// That person's position.
        position: String,
        /// Unit it came from.
        from_unit: String,
        /// Person it came from.
        from_person: String,
        /// Working milliseconds allowed.
        allowed_ms: i64,
        /// False when outside the limit.
        counted: bool,
        /// Instant the time is gone.
        due_at: Option<Millis>,
        /// Instant it turns yellow.
        yellow_at: Option<Millis>,
        /// Instant it turns red.
        red_at: Option<Millis>,
        /// Instant.
        at: Millis,
    },
    /// Phân công người xử lý.
    StepAssigned {
        /// Number of the turn.
        turn: i64,
        /// Person.
        person: String,
        /// That person's position.
        position: String,
        /// Who assigned.
        by: String,
        /// Why, when it was taken from somebody.
        reason: String,
        /// Instant.
        at: Millis,
    },
    /// Hoàn thành một bước.
    StepFinished {
        /// Number of the turn.
        turn: i64,
        /// Who finished it.
        by: String,
        /// `done`, `handed_back`, `supplement`, `stopped`, `refused`.
        outcome: String,
        /// What the person wrote for the next one.
        note: String,
        /// Working milliseconds used.
        used_ms: i64,
        /// How it came out, none when the step has no time of its own.
        timeliness: Option<Timeliness>,
        /// Instant.
        at: Millis,
    },
    /// Một lời hẹn mới: second appointment, or a restarted limit.
    PromiseMade {
        /// The promise.
        promise: Promise,
        /// `second_appointment`, `restart`, `resume`.
        reason: String,
        /// Findings.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Lời hẹn cũ không còn hiệu lực.
    PromiseVoided {
        /// `supplement`.
        reason: String,
        /// Findings.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Lời hẹn thứ nhất đã qua (hai lần hẹn): kept or missed.
    AppointmentMet {
        /// Which appointment of the plan.
        appointment: i64,
        /// False when it was missed.
        kept: bool,
        /// Instant.
        at: Millis,
    },
    /// Phiếu yêu cầu bổ sung sau khi tiếp nhận.
    SupplementRequested {
        /// All of it at once.
        items: Vec<Item>,
        /// Number of the slip.
        slip: Number,
        /// Who asked.
        by: String,
        /// The step to which it returns.
        resume_step: i64,
        /// Working milliseconds of the promise left.
        left_ms: i64,
        /// For example: asked later than the days allowed.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Công dân đã bổ sung.
    SupplementAnswered {
        /// Papers brought.
        papers: Vec<Paper>,
        /// Officer who took them.
        by: String,
        /// The visit, when in person.
        visit: Option<StreamId>,
        /// Instant by which those on paper leave the counter, none when nothing is on paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        papers_travel_by: Option<Millis>,
        /// Instant.
        at: Millis,
    },
    /// Dự thảo kết quả.
    ResultDrafted {
        /// Template.
        template: String,
        /// Its text in the side table.
        text: Option<Party>,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Phê duyệt kết quả.
    ResultApproved {
        /// Who.
        by: String,
        /// In which position.
        position: String,
        /// Signature block.
        block: String,
        /// On whose behalf: position.
        on_behalf_of: String,
        /// How it stands over the signature, and under which document.
        #[serde(default, skip_serializing_if = "SignedUnder::is_unknown")]
        under: SignedUnder,
        /// Instant.
        at: Millis,
    },
    /// Đề xuất từ chối giải quyết, in place of a draft.
    RefusalProposed {
        /// All reasons at once.
        reasons: Vec<String>,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Từ chối giải quyết sau thẩm định: it ends without a result (trạng thái 8), the reasons in writing.
    ResolutionRefused {
        /// All reasons at once.
        reasons: Vec<String>,
        /// Number of the slip.
        slip: Number,
        /// Who.
        by: String,
        /// In which position.
        position: String,
        /// Signature block.
        block: String,
        /// On whose behalf: position.
        on_behalf_of: String,
        /// How it stands over the signature, and under which document.
        #[serde(default, skip_serializing_if = "SignedUnder::is_unknown")]
        under: SignedUnder,
        /// For example: refused later than the limit by law.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Kết thúc vì hết thời hạn bổ sung mà không nhận được gì (trạng thái 8).
    SilenceClosed {
        /// Instant the papers were asked for.
        asked_at: Millis,
        /// The last moment at which they would have been taken.
        waited_until: Millis,
        /// The rule that closes.
        findings: Vec<Finding>,
        /// Instant.
        at: Millis,
    },
    /// Trả lại dự thảo để sửa.
    ResultSentBack {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
    /// Vào sổ, cấp số, đóng dấu.
    ResultNumbered {
        /// Number in the book.
        number: Number,
        /// The book: unit, kind and year.
        book: String,
        /// Date on the document as `yyyymmdd`.
        dated: i64,
        /// Clerk.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Có kết quả (trạng thái 9).
    ResultReady {
        /// Against the first promise.
        timeliness: Timeliness,
        /// Instant.
        at: Millis,
    },
    /// Đã trả kết quả (trạng thái 10).
    ResultHandedOver {
        /// `applicant`, `proxy`.
        to: String,
        /// How the person was known: `id_card`, `slip`, `authorisation`.
        identified_by: String,
        /// The authorisation paper of a proxy.
        proxy_paper: String,
        /// Officer.
        by: String,
        /// The visit.
        visit: Option<StreamId>,
        /// Instant.
        at: Millis,
    },
    /// Nhắc nhận kết quả.
    PickupReminded {
        /// 1 for the first.
        reminder: i64,
        /// Instant.
        at: Millis,
    },
    /// Đính chính.
    DossierCorrected {
        /// What.
        correction: Correction,
        /// Why.
        reason: String,
        /// Number of the slip from now on.
        slip: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Cấp lại giấy hẹn bị mất.
    SlipReplaced {
        /// `applicant` or `proxy`.
        to: String,
        /// By what it was seen who stood there: `id_card`, `authorisation`.
        identified_by: String,
        /// The authorisation paper of a proxy.
        proxy_paper: String,
        /// Random token of the applicant's page from now on; the one before opens nothing any more.
        token: String,
        /// Number of the slip from now on.
        slip: i64,
        /// Officer.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Công dân rút hồ sơ.
    DossierWithdrawn {
        /// Why.
        reason: String,
        /// Officer who took it down.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Dừng xử lý.
    DossierStopped {
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Bước quá hạn: the accountable fact.
    StepTurnedRed {
        /// Number of the turn.
        turn: i64,
        /// Unit that is late.
        unit: String,
        /// Person who is late, of no length when none was assigned.
        person: String,
        /// Instant the time was gone.
        at: Millis,
    },
    /// Quá hẹn: the promised instant passed without a result.
    PromiseMissed {
        /// The first promise.
        first_due_at: Millis,
        /// Instant: the promised one.
        at: Millis,
    },
    /// Gia hạn kèm xin lỗi.
    DossierExtended {
        /// The new date, why, and who signed.
        extension: Extension,
        /// Findings.
        findings: Vec<Finding>,
    },
    /// Báo lên cấp trên.
    StepEscalated {
        /// Number of the turn.
        turn: i64,
        /// Position that is told.
        to: String,
        /// Instant.
        at: Millis,
    },
    /// Bản chính đổi người giữ.
    OriginalMoved {
        /// Number of the paper.
        item: i64,
        /// Who holds it now.
        holder: Holder,
        /// Who says so.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Đã nộp đủ.
    FeeSettled {
        /// Stream of the payment.
        payment: StreamId,
        /// Đồng.
        amount_vnd: Vnd,
        /// Instant.
        at: Millis,
    },
    /// Lưu kho kết quả chưa nhận.
    ResultParked {
        /// Shelf, box.
        place: String,
        /// Who put it there.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Bản giấy vào danh sách bàn giao.
    PapersListed {
        /// The list.
        list: StreamId,
        /// Unit they go to.
        to: String,
        /// Who gives.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Bộ phận giải quyết đã nhận bản giấy.
    PapersReceived {
        /// The list.
        list: StreamId,
        /// Unit that has them.
        to: String,
        /// Who received.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Không có trong số giấy tờ bàn giao.
    PapersMissed {
        /// The list.
        list: StreamId,
        /// Why it was struck out.
        reason: String,
        /// Who says so.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Đã chụp các trang của một giấy tờ.
    PagesCaptured {
        /// Number of the paper.
        item: i64,
        /// The pages in order, behind those that wait.
        pages: Vec<PageImage>,
        /// Who, of no length when they came by the folder of a scanner.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Xoay một trang.
    PageTurned {
        /// Number of the paper.
        item: i64,
        /// Which page that waits, from 1.
        page: i64,
        /// Quarters clockwise from how it was captured.
        quarters: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Chuyển một trang sang chỗ khác.
    PageMoved {
        /// Number of the paper.
        item: i64,
        /// Which page that waits, from 1.
        page: i64,
        /// The place it has from now on, from 1.
        to: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Bỏ một trang đã chụp.
    PageTakenOut {
        /// Number of the paper.
        item: i64,
        /// Which page that waits, from 1.
        page: i64,
        /// Its digest.
        file: String,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Số hóa xong một giấy tờ.
    PaperScanned {
        /// Number of the paper.
        item: i64,
        /// Pages the paper has.
        pages: i64,
        /// Pages with attached notes, captured twice.
        noted: Vec<i64>,
        /// Images in the file.
        images: i64,
        /// Digest of the file.
        file: String,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Giấy tờ có dấu mật: never scanned from now on, and what was captured of it is gone.
    PaperMarkedSecret {
        /// Number of the paper.
        item: i64,
        /// Who says so.
        by: String,
        /// Instant.
        at: Millis,
    },
}
