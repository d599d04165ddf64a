/// Declares [`Action`], its list and its words in one place, so that none can be forgotten.
macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $variant:ident $word:literal,)+) => {
        /// Hành vi: everything somebody may be allowed to do or to see.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Action {
            /// All actions.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word, for logs, routes and translations.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// As the policies name it.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }
        }
    };
}

actions! {
    /// Lấy số: take a ticket, on a hall's ticket.
    TakeTicket "take_ticket",
    /// Cho số chờ lại, bỏ về: put a ticket back in the queue, or give it up.
    ReturnTicket "return_ticket",
    /// Khai báo ở cửa: fill in the form that is asked at a hall's door, take the pass, give it up.
    DeclareAtDoor "declare_at_door",
    /// Qua cổng: hold a pass under the scanner of a hall's gate.
    PassGate "pass_gate",
    /// Cho vào: let somebody in who was to be tested or to wait outside, and count who is inside.
    ClearArrival "clear_arrival",
    /// Xem tờ khai: read what somebody declared at the door, for a stated purpose.
    ReadDeclaration "read_declaration",
    /// The clock's own at the door: a kept place lapses, declarations are removed.
    MindGate "mind_gate",
    /// Đánh giá mức độ hài lòng: rate the visit at a counter, on the hall's own tablet.
    RateVisit "rate_visit",
    /// Gọi số: call, recall, mark a no-show.
    CallTicket "call_ticket",
    /// Chuyển quầy: send a called ticket to another counter or field.
    MoveTicket "move_ticket",
    /// Mở quầy.
    OpenCounter "open_counter",
    /// Đóng quầy.
    CloseCounter "close_counter",
    /// Trực thay: ask a colleague to sit at the counter for a while, agree, give it back.
    StandIn "stand_in",
    /// Điều hành quầy: open, pause or close a counter for whoever serves there, move an officer to another.
    DirectCounter "direct_counter",
    /// Thông báo trong sảnh: tell everybody in a hall something, or take it back.
    AnnounceInHall "announce_in_hall",
    /// Bắt đầu, kết thúc giao dịch tại quầy.
    FinishVisit "finish_visit",
    /// Tiếp nhận, yêu cầu bổ sung hay từ chối tại quầy.
    IntakeDossier "intake_dossier",
    /// Xác nhận phiếu giấy: confirm a slip that was filled in without power, or send it back.
    ConfirmSlip "confirm_slip",
    /// Thu phí, lệ phí.
    CollectFee "collect_fee",
    /// Đính chính giấy hẹn.
    CorrectDossier "correct_dossier",
    /// Nhận giấy tờ bổ sung.
    AnswerSupplement "answer_supplement",
    /// Số hóa thành phần hồ sơ: scan papers, file the pages, keep a secret paper off the scanner.
    ScanPaper "scan_paper",
    /// Bàn giao hồ sơ giấy: draw up a list of papers for a department.
    GivePapers "give_papers",
    /// Nhận hồ sơ giấy: confirm such a list, or strike out what was not there.
    TakePapers "take_papers",
    /// Trả kết quả.
    HandOverResult "hand_over_result",
    /// Nhắc nhận kết quả: remind of a result nobody came for.
    ParkUnclaimed "park_unclaimed",
    /// Rút hồ sơ theo yêu cầu của người nộp.
    WithdrawDossier "withdraw_dossier",
    /// Gửi lại tin nhắn.
    SendMessageAgain "send_message_again",
    /// Hoàn thành bước: finish a step, take over an original.
    FinishStep "finish_step",
    /// Chuyển trả bước trước.
    HandBackStep "hand_back_step",
    /// Phân công: give a step to somebody, or to somebody else.
    AssignStep "assign_step",
    /// Yêu cầu bổ sung sau khi tiếp nhận.
    RequestSupplement "request_supplement",
    /// Dự thảo kết quả.
    DraftResult "draft_result",
    /// Phê duyệt, ký kết quả.
    ApproveResult "approve_result",
    /// Từ chối giải quyết sau thẩm định: sign that there is no result, and why.
    RefuseResolution "refuse_resolution",
    /// Trả lại dự thảo.
    ReturnResultForRework "return_result_for_rework",
    /// Gia hạn kèm xin lỗi: set the date anew, once, with the apology of the late agency's head.
    ExtendDossier "extend_dossier",
    /// Phân công, ủy quyền: give another post what one's own may sign.
    GrantDelegation "grant_delegation",
    /// Thu hồi ủy quyền.
    RevokeDelegation "revoke_delegation",
    /// Vào sổ, cấp số.
    NumberResult "number_result",
    /// Dừng xử lý.
    StopDossier "stop_dossier",
    /// Ghi nhận nghỉ: record somebody's absence and who stands in.
    RecordAbsence "record_absence",
    /// The clock's own: a step turned red, a promise passed, a head is told.
    MarkRed "mark_red",
    /// Kết thúc vì hết thời hạn bổ sung: the clock ends a dossier nobody completed.
    CloseAfterSilence "close_after_silence",
    /// The sending job's own: what became of a message.
    NoteMessage "note_message",
    /// The printing job's own: what became of a ticket's paper.
    NotePrinted "note_printed",
    /// The counter page.
    SeeDesk "see_desk",
    /// The cash page.
    SeeCashier "see_cashier",
    /// The pick-up list.
    SeeReturns "see_returns",
    /// The display of a hall: numbers and counters, nobody's data.
    SeeDisplay "see_display",
    /// The queue of a hall, with its tickets.
    SeeHall "see_hall",
    /// The work list.
    SeeWork "see_work",
    /// The signing page.
    SeeSign "see_sign",
    /// The hall now, and who is late.
    SeeFloor "see_floor",
    /// Reports of one's own unit and those below it.
    SeeReports "see_reports",
    /// Gửi báo cáo: hand a report in, for one's own unit.
    SubmitReport "submit_report",
    /// Petitions of one's own unit and those below it.
    SeePetitions "see_petitions",
    /// Gửi phản ánh, kiến nghị: the applicant says what is wrong.
    LodgePetition "lodge_petition",
    /// Trả lời phản ánh, kiến nghị.
    AnswerPetition "answer_petition",
    /// Đặt, đổi, hủy lịch hẹn.
    BookAppointment "book_appointment",
    /// The inspector's page.
    SeeInspect "see_inspect",
    /// The administrator's page.
    SeeAdmin "see_admin",
    /// A dossier as staff see it, with the persons who handle it.
    SeeDossier "see_dossier",
    /// Giải trình: a dossier's life in sentences, for an answer to a complaint.
    ExplainDossier "explain_dossier",
    /// Personal data of an applicant or a payer; each reading is journalled.
    ReadPersonalData "read_personal_data",
    /// A dossier as its applicant sees it; the slip's token was checked before.
    SeeOwnDossier "see_own_dossier",
    /// Accounts and positions.
    ManageAccounts "manage_accounts",
    /// Units, halls, procedures and other edited things.
    EditCatalogue "edit_catalogue",
    /// The catalogue from a file.
    ImportCatalogue "import_catalogue",
    /// Dossiers of another system, with what was done there at the instants it was done.
    TakeOverDossier "take_over_dossier",
}

impl Action {
    /// The action behind a stable word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.word() == word)
    }

    /// True for what a signatory does: with a draft, with an apology.
    pub(crate) const fn is_signing(self) -> bool {
        matches!(
            self,
            Self::ApproveResult | Self::RefuseResolution | Self::ReturnResultForRework | Self::ExtendDossier
        )
    }

    /// True when somebody may do it in another's place, so that the assignments and delegations are looked at.
    pub(crate) const fn leans_on_authority(self) -> bool {
        self.is_signing()
            || matches!(
                self,
                Self::SeeSign
                    | Self::SeeDossier
                    | Self::ReadPersonalData
                    | Self::GrantDelegation
                    | Self::RevokeDelegation
            )
    }
}
