//! What anybody can ask of the system, handed to [`crate::App::execute`]. There is no other way to change anything.

pub(crate) mod delegate;
mod errands;
mod handover;
mod name;
mod post;
mod refuse;
mod scan;
pub(crate) mod stand_in;
pub use self::{errands::Errands, handover::Handover, post::Post, refuse::Refuse, scan::ScanPaper};
use crate::forms::{
    CorrectionForm, DateAnew, IntakeEnd, IntakeForm, LostSlip, MessageNote, OpenDossier, PrintNote, TakenOver,
};
use domain::kernel::{Millis, StreamId, Vnd};
use domain::{message::Channel, ticket::Priority, visit::Score};

/// Everything that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Lấy số thứ tự.
    TakeTicket {
        /// Hall code.
        hall: String,
        /// Field group.
        field: String,
        /// Procedure key `code@publisher`, may be of no length.
        procedure: String,
        /// Why it goes ahead.
        priority: Priority,
    },
    /// Nhiều việc một số.
    Errands(Errands),
    /// Mở quầy.
    OpenCounter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Tạm nghỉ.
    PauseCounter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Mở lại.
    ResumeCounter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Đóng quầy.
    CloseCounter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Điều hành: mở quầy cho một cán bộ.
    OpenCounterFor {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// The officer.
        person: String,
    },
    /// Điều hành: tạm nghỉ, mở lại, đóng quầy, chuyển cán bộ sang quầy khác.
    DirectCounter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// What.
        order: domain::counter::Order,
        /// At once, or once the person at the counter has gone.
        when: domain::counter::When,
    },
    /// Điều hành: rút lệnh đang chờ.
    WithdrawOrder {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Trực thay.
    StandIn(stand_in::StandIn),
    /// Thông báo trong sảnh.
    TellHall {
        /// Hall code.
        hall: String,
        /// What is told, in Vietnamese.
        text: String,
        /// The same in English, may be of no length.
        text_en: String,
        /// Until when; none when no time was given.
        until: Option<Millis>,
    },
    /// Rút thông báo trong sảnh.
    WithdrawAnnouncement {
        /// Hall code.
        hall: String,
        /// Number within the hall and the day.
        number: i64,
    },
    /// Gọi số tiếp theo.
    CallNext {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Gọi số tiếp theo, và số gọi trước đã ra sao.
    CallNextAfter {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// True when the person called before came and was served, false when nobody came.
        came: bool,
    },
    /// Gọi lại.
    Recall {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Vắng mặt.
    MarkNoShow {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Chuyển quầy.
    MoveTicket {
        /// Hall code.
        hall: String,
        /// Counter code that has it now.
        counter: String,
        /// Field group from now on.
        field: String,
        /// Only this counter, of no length for any.
        to_counter: String,
    },
    /// Cho số chờ lại.
    PutBackTicket {
        /// The ticket.
        ticket: StreamId,
    },
    /// Xin thêm thời gian: keeps the place and is not called meanwhile.
    DeferTicket {
        /// The ticket.
        ticket: StreamId,
    },
    /// Lấy số nhận kết quả.
    TakeTicketForResult {
        /// Hall code.
        hall: String,
        /// The dossier.
        dossier: StreamId,
    },
    /// Xin nhắn tin khi gần đến lượt.
    AskNotice {
        /// The ticket.
        ticket: StreamId,
        /// Where to.
        phone: String,
        /// `vi`, `en`.
        language: String,
    },
    /// Thôi nhắn tin.
    DropNotice {
        /// The ticket.
        ticket: StreamId,
    },
    /// Gần đến lượt: the clock's own.
    GiveNotice {
        /// The ticket.
        ticket: StreamId,
    },
    /// Bỏ về.
    GiveUpTicket {
        /// The ticket.
        ticket: StreamId,
    },
    /// Người dân ngồi vào quầy.
    StartVisit {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Đánh giá mức độ hài lòng.
    RateVisit {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// The visit the tablet asked about.
        visit: StreamId,
        /// How satisfied.
        score: Score,
    },
    /// Kết thúc giao dịch.
    FinishVisit {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
    },
    /// Tiếp nhận, yêu cầu bổ sung, từ chối, hay để nháp.
    Intake {
        /// Hall code.
        hall: String,
        /// Counter code, of no length when nobody sits at one: it came by post, or from another system.
        counter: String,
        /// The draft it goes on from.
        draft: Option<StreamId>,
        /// What was declared.
        form: Box<IntakeForm>,
        /// How it ends.
        end: IntakeEnd,
    },
    /// In tập phiếu giấy cho lúc mất điện, mất mạng.
    IssuePad {
        /// Hall code.
        hall: String,
        /// Counter code.
        counter: String,
        /// How many slips.
        slips: i64,
    },
    /// Xác nhận phiếu giấy: the dossier is received as of the slip's time.
    ConfirmSlip {
        /// The pad.
        pad: StreamId,
        /// Number in the pad.
        slip: i64,
    },
    /// Trả lại phiếu giấy để nhập lại.
    SendBackSlip {
        /// The pad.
        pad: StreamId,
        /// Number in the pad.
        slip: i64,
        /// Why.
        reason: String,
    },
    /// Bỏ phiếu giấy viết hỏng.
    SpoilSlip {
        /// The pad.
        pad: StreamId,
        /// Number in the pad.
        slip: i64,
        /// Why.
        reason: String,
    },
    /// Bàn giao hồ sơ giấy.
    Handover(Handover),
    /// Số hóa thành phần hồ sơ.
    Scan(ScanPaper),
    /// Bưu gửi đến.
    Post(Post),
    /// Phân công, ủy quyền, thừa lệnh.
    Delegate(delegate::Delegate),
    /// Thu tiền mặt: one sum for the fees of one dossier or of several, each with its own receipt.
    CollectFees {
        /// The payments, at least one.
        payments: Vec<StreamId>,
        /// What was taken, all of it.
        amount_vnd: Vnd,
    },
    /// Hoàn thành bước, chuyển tiếp.
    FinishStep {
        /// The dossier.
        dossier: StreamId,
        /// For the next person.
        note: String,
        /// Whom a head chooses for the next step, of no length for the usual one.
        next_person: String,
    },
    /// Chuyển trả bước trước.
    HandBack {
        /// The dossier.
        dossier: StreamId,
        /// Number of the step.
        to_step: i64,
        /// Why.
        reason: String,
    },
    /// Phân công.
    Assign {
        /// The dossier.
        dossier: StreamId,
        /// To whom.
        person: String,
        /// Why.
        reason: String,
    },
    /// Yêu cầu bổ sung sau khi tiếp nhận.
    RequestSupplement {
        /// The dossier.
        dossier: StreamId,
        /// All of it at once.
        items: Vec<domain::dossier::Item>,
    },
    /// Công dân nộp bổ sung.
    AnswerSupplement {
        /// The dossier.
        dossier: StreamId,
        /// Papers brought.
        papers: Vec<domain::dossier::Paper>,
        /// Counter, when in person: hall and code.
        at_counter: Option<(String, String)>,
    },
    /// Dự thảo kết quả.
    DraftResult {
        /// The dossier.
        dossier: StreamId,
        /// Its text.
        text: String,
    },
    /// Phê duyệt.
    Approve {
        /// The dossier.
        dossier: StreamId,
    },
    /// Trả lại dự thảo.
    SendBack {
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
    },
    /// Vào sổ, cấp số.
    NumberResult {
        /// The dossier.
        dossier: StreamId,
    },
    /// Trả kết quả.
    HandOver {
        /// The dossier.
        dossier: StreamId,
        /// `applicant` or `proxy`.
        to: String,
        /// `id_card`, `slip`, `authorisation`.
        identified_by: String,
        /// The authorisation paper of a proxy.
        proxy_paper: String,
        /// Counter: hall and code.
        at_counter: Option<(String, String)>,
    },
    /// Nhắc nhận kết quả.
    RemindPickup {
        /// The dossier.
        dossier: StreamId,
    },
    /// Lưu kho kết quả chưa nhận.
    Park {
        /// The dossier.
        dossier: StreamId,
        /// Shelf, box.
        place: String,
    },
    /// Đính chính giấy hẹn.
    Correct {
        /// The dossier.
        dossier: StreamId,
        /// What.
        correction: Box<CorrectionForm>,
        /// Why.
        reason: String,
    },
    /// Cấp lại giấy hẹn bị mất.
    ReplaceSlip(LostSlip),
    /// Công dân rút hồ sơ.
    Withdraw {
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
    },
    /// Dừng xử lý.
    Stop {
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
    },
    /// Trả lại bản chính của hồ sơ đã rút hoặc dừng.
    GiveBackOriginals(StreamId),
    /// Gia hạn kèm xin lỗi.
    Extend(DateAnew),
    /// Bản chính đổi người giữ: to a person of the house, or of no length for one's own.
    TakeOriginal {
        /// The dossier.
        dossier: StreamId,
        /// Number of the paper.
        item: i64,
    },
    /// The clock's own: a step's time is gone.
    MarkRed {
        /// The dossier.
        dossier: StreamId,
        /// Number of the turn.
        turn: i64,
    },
    /// The clock's own: the promised instant passed.
    MarkLate(StreamId),
    /// Từ chối giải quyết sau thẩm định: proposed or signed, with all reasons.
    Refuse(StreamId, Refuse),
    /// The clock's own: nobody answered a supplement request in time.
    CloseAfterSilence(StreamId),
    /// The clock's own: a late step is told to a higher position.
    Escalate {
        /// The dossier.
        dossier: StreamId,
        /// Number of the turn.
        turn: i64,
    },
    /// The sending job's own.
    NoteMessage {
        /// The message.
        message: StreamId,
        /// What it says.
        note: MessageNote,
    },
    /// The printing job's own.
    NotePrinted {
        /// The ticket.
        ticket: StreamId,
        /// What it says.
        note: PrintNote,
    },
    /// Asks for a new message after one that failed or is in doubt.
    SendAgain {
        /// The message.
        message: StreamId,
        /// How it goes this time.
        channel: Channel,
    },
    /// Tiếp quản hồ sơ của hệ thống khác.
    TakeOver(Box<TakenOver>),
    /// Tiếp quản hồ sơ đang giải quyết: it goes on here, under the code and the promise it has there.
    TakeOverOpen(Box<OpenDossier>),
    /// Nhận tiếp bước đang làm dở.
    TakeUp {
        /// The dossier.
        dossier: StreamId,
        /// Number of the step.
        step: i64,
        /// Who has it.
        person: String,
    },
    /// Ghi nhận một bước đã xong ở đó; after the close it is a note.
    NoteStep {
        /// The dossier.
        dossier: StreamId,
        /// What was done.
        name: String,
        /// Unit.
        unit: String,
        /// Person.
        person: String,
    },
    /// Ghi nhận hồ sơ đã kết thúc ở đó.
    NoteClose(StreamId),
    /// Gửi báo cáo: what a unit reports of a period is counted and frozen.
    SubmitReport {
        /// Unit that reports.
        unit: String,
        /// Of which period.
        period: domain::report::Period,
        /// All figures added up as the person saw them, where a page showed them.
        seen: Option<domain::report::Figures>,
        /// Why it is issued anew; of no length for the first.
        reason: String,
    },
    /// Gửi phản ánh, kiến nghị: the applicant says what is wrong with how the dossier is handled.
    LodgePetition {
        /// The dossier.
        dossier: StreamId,
        /// What it is about; none when nothing was chosen.
        matter: Option<domain::petition::Matter>,
        /// What is said.
        text: String,
    },
    /// Trả lời phản ánh, kiến nghị.
    AnswerPetition {
        /// The dossier.
        dossier: StreamId,
        /// Number of the petition.
        number: i64,
        /// The applicant is right; none when nothing was chosen.
        upheld: Option<bool>,
        /// What is answered.
        text: String,
    },
    /// Đặt lịch hẹn: a place in a hall at an agreed time.
    BookAppointment {
        /// Hall code.
        hall: String,
        /// Field group.
        field: String,
        /// Procedure key, may be of no length.
        procedure: String,
        /// The wished instant; none when nothing was chosen.
        from: Option<Millis>,
        /// Who comes.
        name: String,
        /// Whom to call or write to.
        phone: String,
        /// Of the reminder: `vi`, `en`.
        language: String,
        /// The booking that is given back for it: the book's stream and the number.
        instead_of: Option<(StreamId, i64)>,
    },
    /// Nhắc lịch hẹn: the clock's own.
    RemindAppointment {
        /// Stream of the appointment book.
        book: StreamId,
        /// Number of the booking.
        number: i64,
    },
    /// Hủy lịch hẹn.
    CancelAppointment {
        /// Stream of the appointment book.
        book: StreamId,
        /// Number of the booking.
        number: i64,
    },
    /// Lấy số theo lịch hẹn.
    TakeTicketByAppointment {
        /// Hall code.
        hall: String,
        /// Stream of the appointment book.
        book: StreamId,
        /// Number of the booking.
        number: i64,
        /// Why it goes ahead besides.
        priority: Priority,
    },
    /// Khai báo ở cửa: what is asked at the door of a hall.
    Declare {
        /// Hall code.
        hall: String,
        /// Who came, and what was answered.
        declaration: Box<crate::declared::Declaration>,
    },
    /// Qua cổng: a pass is held under the scanner.
    PassGate {
        /// Hall code of the gate.
        hall: String,
        /// The arrival.
        arrival: StreamId,
    },
    /// Cho vào: a person decides.
    ClearArrival {
        /// The arrival.
        arrival: StreamId,
    },
    /// Bỏ hàng: goes home without having come in.
    GiveUpPass(StreamId),
    /// Đếm lại: so many are inside.
    CountInside {
        /// Hall code.
        hall: String,
        /// People inside.
        inside: i64,
    },
    /// The clock looks at the gate of a hall.
    LookAtGate(String),
    /// Đã xoá tờ khai: what was declared on a day is gone.
    NoteDeclarationsRemoved {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// How many arrivals it was.
        count: i64,
    },
    /// Nghỉ: a person is away and somebody stands in.
    RecordAbsence {
        /// Who is away.
        person: String,
        /// From this instant.
        from: Millis,
        /// Until this instant.
        until: Millis,
        /// Who stands in.
        substitute: String,
        /// Why.
        reason: String,
    },
}
