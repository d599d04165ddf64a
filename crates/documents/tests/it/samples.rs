//! One document of each kind, filled to the last field. The people are invented.

use documents::{
    Apology, Article, CashKind, CashLine, CashReceipt, Contact, ControlSlip, CoverSheet, Document,
    Explanation, ExplanationLine, Fact, HandOver, HandoverList, HandoverRow, Head, Kind, Original, Paper,
    PaperCount, Party, PartyKind, PostList, PostRow, Proxy, Receipt, Refusal, Register, ResultDocument,
    ScanSheet, ScanSheets, SignatureBlock, Signer, SlipCorrection, SlipPad, StopNotice, Supplement,
    SupplementItem, Ticket, Timeliness, Tracking,
};
use jiff::civil::{Date, date};

pub const KINDS: [Kind; 15] = [
    Kind::Receipt,
    Kind::Supplement,
    Kind::Refusal,
    Kind::Apology,
    Kind::Stop,
    Kind::ControlSlip,
    Kind::CashReceipt,
    Kind::Ticket,
    Kind::CoverSheet,
    Kind::SlipPad,
    Kind::ScanSheets,
    Kind::HandoverList,
    Kind::Explanation,
    Kind::PostList,
    Kind::Result,
];

pub fn of(kind: Kind) -> Document {
    match kind {
        Kind::Receipt => Document::Receipt(receipt()),
        Kind::Supplement => Document::Supplement(supplement()),
        Kind::Refusal => Document::Refusal(refusal()),
        Kind::Apology => Document::Apology(apology()),
        Kind::Stop => Document::Stop(stop()),
        Kind::ControlSlip => Document::ControlSlip(control_slip()),
        Kind::CashReceipt => Document::CashReceipt(cash_receipt()),
        Kind::Ticket => Document::Ticket(ticket()),
        Kind::CoverSheet => Document::CoverSheet(cover_sheet()),
        Kind::SlipPad => Document::SlipPad(slip_pad()),
        Kind::ScanSheets => Document::ScanSheets(scan_sheets()),
        Kind::HandoverList => Document::HandoverList(handover_list()),
        Kind::Explanation => Document::Explanation(explanation()),
        Kind::PostList => Document::PostList(post_list()),
        Kind::Result => Document::Result(result()),
    }
}

const CODE: &str = "000.21.15.H49-261103-0001";
const CENTRE: &str = "Trung tâm Phục vụ hành chính công";
const TRANSFER: &str = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong trường hợp chuyển nhượng";

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

fn today() -> Date {
    date(2026, 11, 3)
}

fn head(number: &str) -> Head {
    Head {
        parent: "Ủy ban nhân dân tỉnh Quảng Ninh".into(),
        unit: CENTRE.into(),
        number: number.into(),
        place: "Hạ Long".into(),
        made_on: today(),
    }
}

pub fn applicant() -> Party {
    Party {
        kind: PartyKind::Person,
        name: "Nguyễn Thị Thanh Hằng".into(),
        id_number: text("022179001234"),
        address: text("Số 15, tổ 3, khu 4, phường Hồng Gai, tỉnh Quảng Ninh"),
        phone: text("0912 345 678"),
        email: text("thanh.hang@example.vn"),
    }
}

fn company() -> Party {
    Party {
        kind: PartyKind::Organisation,
        name: "Công ty TNHH Một thành viên Vận tải Bãi Cháy".into(),
        id_number: text("5701234567"),
        address: text("Số 8, đường Hạ Long, phường Bãi Cháy, tỉnh Quảng Ninh"),
        phone: text("0203 3846 000"),
        email: None,
    }
}

fn officer() -> Signer {
    Signer { name: text("Phạm Minh Tuấn"), note: text("Đã ký số lúc 09:12 ngày 03/11/2026") }
}

fn tracking() -> Tracking {
    Tracking {
        qr: "https://motcua.quangninh.example/track/000.21.15.H49-261103-0001?t=7HQ2K9XW4C".into(),
        link: "motcua.quangninh.example/track".into(),
        phone: text("0203 3638 888"),
    }
}

fn paper(name: &str, originals: u32, certified: u32, copies: u32, note: Option<&str>) -> Paper {
    Paper { name: name.into(), originals, certified, copies, note: note.map(Into::into) }
}

pub fn receipt() -> Receipt {
    Receipt {
        head: head("1024/BNHS-TTPVHCC"),
        dossier_code: CODE.into(),
        receiving_unit: "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh, quầy số 5".into(),
        applicant: applicant(),
        owner: Some(company()),
        proxy: Some(Proxy {
            party: Party {
                name: "Lê Văn Khoa".into(),
                id_number: text("022085004321"),
                address: text("Tổ 7, khu 2, phường Hà Tu, tỉnh Quảng Ninh"),
                phone: text("0987 654 321"),
                ..Party::default()
            },
            authorisation: "Giấy ủy quyền số 12/2026 ngày 30/10/2026, Văn phòng công chứng Hạ Long".into(),
        }),
        procedure: TRANSFER.into(),
        request: text("Đăng ký biến động do nhận chuyển nhượng thửa đất số 25, tờ bản đồ số 14"),
        papers: vec![
            paper("Đơn đăng ký biến động theo Mẫu số 18", 1, 0, 0, None),
            paper("Giấy chứng nhận đã cấp", 1, 0, 0, text("thu lại khi trả kết quả").as_deref()),
            paper("Hợp đồng chuyển nhượng quyền sử dụng đất đã công chứng", 1, 1, 0, None),
            paper("Căn cước của người nhận ủy quyền", 0, 0, 1, text("chỉ đối chiếu").as_deref()),
        ],
        sets: 1,
        channel: "Trực tiếp tại quầy".into(),
        statutory_time: "08 ngày làm việc".into(),
        committed_time: text("06 ngày làm việc"),
        received: "09 giờ 12 phút, ngày 03/11/2026".into(),
        due: "09 giờ 12 phút, ngày 11/11/2026".into(),
        due_note: text(
            "Lần hẹn thứ nhất; thời gian thực hiện nghĩa vụ tài chính không tính vào thời hạn giải quyết.",
        ),
        return_place: "Quầy trả kết quả, Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh".into(),
        register: Some(Register { volume: "02".into(), number: "317".into() }),
        correction: Some(SlipCorrection {
            replaces: "Giấy tiếp nhận số 1021/BNHS-TTPVHCC ngày 03/11/2026".into(),
            reason: "ghi sai số điện thoại".into(),
        }),
        submitter: Signer { name: text("Lê Văn Khoa"), note: None },
        officer: officer(),
        tracking: Some(tracking()),
    }
}

pub fn supplement() -> Supplement {
    Supplement {
        head: head("86/PBS-TTPVHCC"),
        dossier_code: text(CODE),
        applicant: applicant(),
        request: TRANSFER.into(),
        items: vec![
            SupplementItem {
                name: "Văn bản đồng ý của bên nhận thế chấp".into(),
                remark: text("thửa đất đang thế chấp tại ngân hàng"),
                paper: Some(PaperCount { originals: 1, ..PaperCount::default() }),
            },
            SupplementItem {
                name: "Hợp đồng chuyển nhượng".into(),
                remark: text("trang 3 thiếu chữ ký của bên chuyển nhượng"),
                paper: Some(PaperCount { originals: 1, certified: 1, copies: 0 }),
            },
            SupplementItem {
                name: "Đơn đăng ký".into(),
                remark: text("ghi lại diện tích tại mục 2"),
                paper: None,
            },
        ],
        reason: "Hồ sơ chưa đủ thành phần theo quy định".into(),
        contact: Some(Contact { name: "Phạm Minh Tuấn".into(), phone: text("0203 3638 888") }),
        clock_note: text("Thời hạn giải quyết được tính lại từ đầu kể từ khi nhận đủ hồ sơ."),
        officer: officer(),
        tracking: Some(tracking()),
    }
}

pub fn refusal() -> Refusal {
    Refusal {
        head: head("12/PTC-TTPVHCC"),
        receiving_unit: CENTRE.into(),
        applicant: company(),
        dossier_code: None,
        request: "Cấp giấy phép kinh doanh vận tải bằng xe ô tô".into(),
        reasons: vec![
            "Đơn vị chưa đăng ký ngành nghề kinh doanh vận tải hành khách.".into(),
            "Thủ tục thuộc thẩm quyền của cơ quan khác: đề nghị nộp tại Sở Xây dựng nơi đặt trụ sở chính."
                .into(),
        ],
        submitter: Signer { name: text("Đỗ Quốc Bảo"), note: None },
        officer: officer(),
        signature: None,
        phone: text("0203 3638 888"),
    }
}

fn by_the_director() -> SignatureBlock {
    SignatureBlock {
        lines: vec!["KT. Giám đốc".into(), "Phó Giám đốc".into()],
        signer: Signer { name: text("Vũ Đức Thịnh"), note: None },
        under: text("Quyết định phân công công tác số 03/QĐ-PC của Giám đốc Sở"),
    }
}

pub fn apology() -> Apology {
    Apology {
        head: Head { unit: "Sở Nông nghiệp và Môi trường".into(), ..head("45/PXL-SNNMT") },
        addressee: applicant(),
        dossier_code: CODE.into(),
        procedure: TRANSFER.into(),
        received: "09 giờ 12 phút, ngày 03/11/2026".into(),
        due_original: "09 giờ 12 phút, ngày 11/11/2026".into(),
        reason: "phải xác minh lại ranh giới thửa đất tại thực địa".into(),
        due_new: "09 giờ 12 phút, ngày 16/11/2026".into(),
        signature: by_the_director(),
    }
}

pub fn stop() -> StopNotice {
    StopNotice {
        head: head("3/TB-TTPVHCC"),
        applicant: applicant(),
        dossier_code: CODE.into(),
        request: TRANSFER.into(),
        received: "09 giờ 12 phút, ngày 03/11/2026".into(),
        asked_on: text("05/11/2026"),
        reason: "người nộp hồ sơ đề nghị rút hồ sơ".into(),
        stopped: "15 giờ 00 phút, ngày 05/11/2026".into(),
        signature: by_the_director(),
    }
}

fn hand_over(
    from: &str,
    to: &str,
    at: &str,
    giver: &str,
    receiver: &str,
    timeliness: Option<Timeliness>,
) -> HandOver {
    HandOver {
        from: from.into(),
        to: to.into(),
        at: at.into(),
        giver: giver.into(),
        receiver: receiver.into(),
        timeliness,
        remark: None,
    }
}

pub fn control_slip() -> ControlSlip {
    const OFFICE: &str = "Văn phòng Đăng ký đất đai";
    let mut late = hand_over(
        "Phòng Đăng ký và Cấp giấy chứng nhận",
        "Lãnh đạo Văn phòng",
        "16:40 ngày 10/11/2026",
        "Ngô Thu Trang",
        "Bùi Quang Vinh",
        Some(Timeliness::Late),
    );
    late.remark = text("chờ trích đo địa chính");
    ControlSlip {
        head: head("1024/PKS-TTPVHCC"),
        dossier_code: CODE.into(),
        procedure: TRANSFER.into(),
        handling_unit: OFFICE.into(),
        cooperating_unit: text("Thuế tỉnh Quảng Ninh"),
        received: "09 giờ 12 phút, ngày 03/11/2026".into(),
        due: "09 giờ 12 phút, ngày 11/11/2026".into(),
        hand_overs: vec![
            hand_over(CENTRE, OFFICE, "10:30 ngày 03/11/2026", "Phạm Minh Tuấn", "Trịnh Hoài Nam", None),
            hand_over(
                OFFICE,
                "Phòng Đăng ký và Cấp giấy chứng nhận",
                "14:05 ngày 03/11/2026",
                "Trịnh Hoài Nam",
                "Ngô Thu Trang",
                Some(Timeliness::Early),
            ),
            late,
            hand_over(
                "Lãnh đạo Văn phòng",
                CENTRE,
                "09:12 ngày 11/11/2026",
                "Bùi Quang Vinh",
                "Phạm Minh Tuấn",
                Some(Timeliness::OnTime),
            ),
        ],
    }
}

pub fn cash_receipt() -> CashReceipt {
    CashReceipt {
        head: head(""),
        tax_code: text("5700123456"),
        form: "01BLP0-001".into(),
        series: "QN-26T".into(),
        number: "0000123".into(),
        payer: applicant(),
        dossier_code: CODE.into(),
        procedure: TRANSFER.into(),
        lines: vec![
            CashLine {
                name: "Phí thẩm định hồ sơ".into(), kind: CashKind::Fee, amount_vnd: 900_000
            },
            CashLine {
                name: "Lệ phí cấp giấy chứng nhận".into(),
                kind: CashKind::Charge,
                amount_vnd: 100_000,
            },
            CashLine {
                name: "Trích lục bản đồ địa chính".into(),
                kind: CashKind::ServicePrice,
                amount_vnd: 5_000,
            },
        ],
        method: "Tiền mặt".into(),
        payer_signature: Signer { name: text("Lê Văn Khoa"), note: None },
        cashier: Signer { name: text("Hoàng Thị Mai"), note: None },
    }
}

pub fn ticket() -> Ticket {
    Ticket {
        made_on: today(),
        centre: "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh".into(),
        hall: text("Sảnh tầng 1"),
        number: "A 012".into(),
        service: "Đất đai".into(),
        counters: text("Quầy số 4, 5, 6"),
        priority: text("Ưu tiên: người cao tuổi"),
        ahead: Some(7),
        estimate: text("20–35 phút"),
        issued: "08:15 ngày 03/11/2026".into(),
        qr: text("https://motcua.quangninh.example/q/7HQ2K9XW4C"),
        english: true,
        pass: false,
    }
}

pub fn cover_sheet() -> CoverSheet {
    let original = |name: &str, code: &str, sheets| Original { name: name.into(), code: code.into(), sheets };
    CoverSheet {
        head: head("1024/PB-TTPVHCC"),
        dossier_code: CODE.into(),
        procedure: TRANSFER.into(),
        applicant: "Nguyễn Thị Thanh Hằng".into(),
        received: "09 giờ 12 phút, ngày 03/11/2026".into(),
        due: "09 giờ 12 phút, ngày 11/11/2026".into(),
        handling_unit: "Văn phòng Đăng ký đất đai".into(),
        originals: vec![
            original("Giấy chứng nhận đã cấp", "000.21.15.H49-261103-0001/01", Some(2)),
            original(
                "Hợp đồng chuyển nhượng quyền sử dụng đất đã công chứng",
                "000.21.15.H49-261103-0001/02",
                Some(6),
            ),
            original("Đơn đăng ký biến động", "000.21.15.H49-261103-0001/03", None),
        ],
        copies: vec!["Căn cước của người nhận ủy quyền".into()],
    }
}

pub fn slip_pad() -> SlipPad {
    SlipPad {
        head: head(""),
        counter: "Quầy 5, sảnh tầng 1".into(),
        numbers: vec!["G012-01".into(), "G012-02".into()],
        phone: text("0203 3 999 999"),
    }
}

pub fn scan_sheets() -> ScanSheets {
    let sheet = |item: i64, name: &str| ScanSheet {
        item,
        name: name.into(),
        qr: format!("motcua-scan:{CODE}/{item:02}"),
    };
    ScanSheets {
        made_on: today(),
        centre: CENTRE.into(),
        dossier_code: CODE.into(),
        procedure: TRANSFER.into(),
        papers: vec![
            sheet(1, "Đơn đăng ký biến động đất đai"),
            sheet(3, "Hợp đồng chuyển nhượng đã công chứng"),
        ],
    }
}

pub fn explanation() -> Explanation {
    let line = |at: &str, told: &str, clock: &str, late: bool, rules: &[&str]| ExplanationLine {
        at: at.into(),
        text: told.into(),
        clock: clock.into(),
        late,
        rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
    };
    Explanation {
        head: head(""),
        dossier_code: CODE.into(),
        title: "Giải trình quá trình giải quyết hồ sơ".into(),
        facts: vec![
            ("Mã hồ sơ".into(), CODE.into()),
            ("Thủ tục".into(), TRANSFER.into()),
            ("Ngày hẹn đầu tiên".into(), "thứ Tư 25/11/2026, trước 15:20".into()),
        ],
        heading: ("Thời điểm".into(), "Việc đã xảy ra".into()),
        lines: vec![
            line(
                "08:15 03/11/2026",
                "Lê Thu Hà, Cán bộ tiếp nhận, tiếp nhận hồ sơ và hẹn trả kết quả thứ Tư 25/11/2026, trước 15:20.",
                "",
                false,
                &["Đúng quy định: đủ thành phần hồ sơ (61/2018/NĐ-CP, Điều 17)"],
            ),
            line(
                "10:00 24/11/2026",
                "Lê Tuấn Hoàng làm xong bước “Thẩm định hồ sơ”.",
                "Dùng 5 ngày trong 4 ngày cho phép (125 %), trễ hạn.",
                true,
                &[],
            ),
        ],
        notes: vec!["Thời gian tính theo giờ làm việc.".into()],
    }
}

pub fn handover_list() -> HandoverList {
    let row = |code: &str, matter: &str, remark: &str, struck| HandoverRow {
        code: code.into(),
        matter: matter.into(),
        originals: 2,
        papers: 3,
        remark: Some(remark.to_owned()).filter(|remark| !remark.is_empty()),
        struck,
    };
    HandoverList {
        head: head(""),
        label: "03/031126".into(),
        from: CENTRE.into(),
        to: "Văn phòng Đăng ký đất đai".into(),
        drawn: "15:05 ngày 03/11/2026".into(),
        rows: vec![
            row(CODE, TRANSFER, "Đã nhận 15:40 ngày 03/11/2026", false),
            row("000.21.15.H49-261103-0002", "Cấp đổi Giấy chứng nhận", "Không có trong túi hồ sơ", true),
            row("000.21.15.H49-261103-0003", TRANSFER, "", false),
        ],
        giver: Signer { name: text("Lê Thu Hà"), note: None },
        receiver: Signer { name: text("Lê Tuấn Hoàng"), note: None },
    }
}

pub fn post_list() -> PostList {
    let row = |code: &str, scanned: &str, remark: &str| PostRow {
        code: code.into(),
        scanned: scanned.into(),
        remark: Some(remark.to_owned()).filter(|remark| !remark.is_empty()),
        struck: !remark.is_empty(),
    };
    PostList {
        head: head(""),
        label: "02/031126".into(),
        to: CENTRE.into(),
        scanned: "08:05 – 08:12 ngày 03/11/2026".into(),
        rows: vec![
            row("EA123456785VN", "08:05", ""),
            row("GHN887766", "08:05", "Quét nhầm"),
            row("RR473124829VN", "08:12", ""),
        ],
        receiver: Signer { name: text("Lê Thu Hà"), note: None },
    }
}

pub fn result() -> ResultDocument {
    let article = |heading: &str, body: &str| Article { heading: text(heading), text: body.into() };
    ResultDocument {
        head: Head {
            parent: "Ủy ban nhân dân tỉnh Quảng Ninh".into(),
            unit: "Ủy ban nhân dân phường Hồng Gai".into(),
            number: "215/QĐ-UBND".into(),
            place: "Hồng Gai".into(),
            made_on: date(2026, 2, 5),
        },
        draft: false,
        title: "Quyết định".into(),
        subject: text("Về việc cấp giấy phép xây dựng nhà ở riêng lẻ"),
        authority: text("Chủ tịch Ủy ban nhân dân phường Hồng Gai"),
        bases: vec![
            "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025".into(),
            "Nghị định số 175/2024/NĐ-CP ngày 30 tháng 12 năm 2024 của Chính phủ".into(),
        ],
        enacting: text("Quyết định:"),
        facts: vec![
            Fact { label: "Chủ đầu tư".into(), value: "Nguyễn Thị Thanh Hằng".into() },
            Fact {
                label: "Địa điểm xây dựng".into(), value: "Tổ 3, khu 4, phường Hồng Gai".into()
            },
        ],
        articles: vec![
            article("Điều 1.", "Cho phép xây dựng nhà ở riêng lẻ 3 tầng theo bản vẽ kèm theo."),
            article("Điều 2.", "Giấy phép có hiệu lực khởi công trong 12 tháng kể từ ngày ký."),
            article(
                "Điều 3.",
                "Chánh Văn phòng và người có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
            ),
        ],
        recipients: vec![
            "Như Điều 3;".into(),
            "Trung tâm Phục vụ hành chính công phường;".into(),
            "Lưu: VT.".into(),
        ],
        signature: SignatureBlock {
            lines: vec!["TM. Ủy ban nhân dân".into(), "KT. Chủ tịch".into(), "Phó Chủ tịch".into()],
            signer: Signer { name: text("Đặng Thùy Linh"), note: None },
            under: None,
        },
        dossier_code: CODE.into(),
        qr: text("https://motcua.quangninh.example/check/7HQ2K9XW4C"),
    }
}
