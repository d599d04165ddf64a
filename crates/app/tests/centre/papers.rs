use app::papers::PaperKind;
use app::testing::centres;
use app::{Command, IntakeEnd};
use domain::dossier::Item;

fn says(lines: &[String], wanted: &str) {
    let text = lines.join(" ");
    assert!(text.contains(wanted), "{wanted:?} is not in {text}");
}

#[tokio::test]
async fn the_slip_says_who_what_and_until_when() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let dossier =
            centre.receives(&officer, "05", centre.form("1.115778", "quang-ninh"), Some(50_000)).await;
        let slip = centre.app.paper_text(dossier, PaperKind::Receipt).await.unwrap();
        for wanted in [
            "H49.80-261125-0001",
            "Nguyễn Thị Mẫu",
            "022188004217",
            "05 ngày làm việc",
            "08:00 ngày 25/11/2026",
            "08:00 ngày 02/12/2026",
        ] {
            says(&slip, wanted);
        }
        let payment = centre.app.payment_lines(dossier).await.unwrap()[0].payment;
        let receipt = centre.app.cash_receipt(payment).await.unwrap();
        assert!(receipt.starts_with(b"%PDF-"));
        says(&centre.app.paper_text(dossier, PaperKind::ControlSlip).await.unwrap(), "H49.80-261125-0001");
        says(&centre.app.paper_text(dossier, PaperKind::CoverSheet).await.unwrap(), "Giấy chứng nhận đã cấp");
        assert!(centre.app.paper(dossier, PaperKind::Refusal).await.is_err(), "nothing was refused");
    }
}

#[tokio::test]
async fn a_supplement_and_a_refusal_name_all_reasons_on_one_slip() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let ask = |items| IntakeEnd::AskSupplement { items };
        let item =
            |name: &str| Item { paper: 0, name: name.to_owned(), reason: "Chưa có chữ ký".to_owned() };
        let ends = [
            (
                ask(vec![item("Đơn đăng ký"), item("Hợp đồng")]),
                PaperKind::Supplement(1),
                ["Đơn đăng ký", "Hợp đồng"],
            ),
            (
                IntakeEnd::Refuse {
                    reasons: vec!["Đất đang tranh chấp".to_owned(), "Không thuộc thẩm quyền".to_owned()],
                },
                PaperKind::Refusal,
                ["Đất đang tranh chấp", "Không thuộc thẩm quyền"],
            ),
        ];
        for (end, kind, wanted) in ends {
            let command = Command::Intake {
                hall: "H1".to_owned(),
                counter: "05".to_owned(),
                draft: None,
                form: Box::new(centre.form("1.115778", "quang-ninh")),
                end,
            };
            let dossier = centre.does(&officer, command).await.dossier.unwrap();
            let slip = centre.app.paper_text(dossier, kind).await.unwrap();
            wanted.iter().for_each(|wanted| says(&slip, wanted));
        }
    }
}

#[tokio::test]
async fn a_ticket_prints_its_number_and_a_zero_fee_makes_no_payment() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let ticket = centre.takes_ticket("land").await;
        let view = centre.app.ticket(ticket).await.unwrap().unwrap();
        assert_eq!((view.label.as_str(), view.before), ("D001", 0));
        assert!(centre.app.ticket_paper(&view.token).await.unwrap().starts_with(b"%PDF-"));
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "03").await;
        let directory = centre.app.directory();
        let on = directory.date(centre.app.now());
        let free = directory
            .catalogue()
            .offered_at(officer.unit(), &on)
            .into_iter()
            .find(|one| one.fee_vnd() == Some(0))
            .expect("some procedure is free");
        let dossier = centre.receives(&officer, "03", centre.form(&free.code, &free.publisher), None).await;
        assert!(centre.dossier(dossier).await.fee_paid);
        assert_eq!(centre.app.payment_lines(dossier).await.unwrap(), []);
    }
}
