//! Everything of one visit at the counter: its dossiers, one sum for their fees.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn the_counter_lists_the_dossiers_of_the_visit_and_takes_one_sum_for_all_of_them() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let first = receives(&mut officer, LAND, &[("pay", "later")]).await;
    let done = officer.get(&format!("/desk?done={first}")).await;
    let same = officer.send(&done, "/desk/same", &[("dossier", &first.to_string())]).await;
    let next = officer.get(same.to()).await;
    assert!(next.says("value=\"Vũ Thị Minh Châu\""), "{}", next.body);
    assert!(next.says("Trong lượt này") && next.says("Còn 1 khoản phải nộp"), "{}", next.body);
    receives(&mut officer, LAND, &[("pay", "later")]).await;
    let page = officer.get("/desk").await;
    assert!(page.says("Còn 2 khoản phải nộp") && page.says("Thu một lần 100.000"), "{}", page.body);
    let due = house.centre.app.payments_due("H49.80", 5).await.unwrap();
    let ids: Vec<String> = due.iter().map(|payment| payment.payment.to_string()).collect();
    let fields = [("payment", ids[0].as_str()), ("payment", ids[1].as_str()), ("amount", "100000")];
    let paid = officer.send(&page, "/desk/pay", &fields).await;
    let after = officer.get(paid.to()).await;
    assert!(after.says("Đã thu 100.000 ₫"), "{}", after.body);
    for payment in &ids {
        assert!(after.says(&format!("/payments/{payment}/receipt.pdf")), "{}", after.body);
    }
    assert!(!after.says("khoản phải nộp"), "{}", after.body);
    assert!(after.says("/desk/visit.pdf") && after.says("In cả 4 giấy"), "{}", after.body);
    let printed = officer.get("/desk/visit.pdf").await;
    assert_eq!((printed.status, printed.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(printed.body.starts_with("%PDF-"), "one file for two slips and two receipts");
    let ended = officer.send(&after, "/desk/finish", &[]).await;
    assert!(!officer.get(ended.to()).await.says("Trong lượt này"), "with the visit the list goes");
    assert_eq!(officer.get("/desk/visit.pdf").await.status, StatusCode::NOT_FOUND);
}
