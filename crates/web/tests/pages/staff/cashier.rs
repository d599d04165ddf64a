//! The cash desk.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;

#[tokio::test]
async fn the_cash_desk_takes_what_is_due_and_prints_a_receipt() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, LAND, &[("pay", "later")]).await;
    let mut cashier = house.signed_in("phuong.dm").await;
    let page = cashier.get("/cashier").await;
    assert!(page.says("Vũ Thị Minh Châu") && page.says("50.000"), "{}", page.body);
    let found = cashier.send(&page, "/cashier/find", &[("code", "khong thay")]).await;
    assert!(!found.says("Vũ Thị Minh Châu"));
    let payment = house.centre.app.payments_due("H49.80", 5).await.unwrap()[0].payment;
    let taken = cashier.send(&page, "/cashier/take", &[("one", &payment.to_string())]).await;
    assert_eq!(taken.to(), format!("/cashier?done={payment}"));
    let after = cashier.get(taken.to()).await;
    assert!(
        after.says(&format!("/payments/{payment}/receipt.pdf")) && after.says("Đã thu hôm nay"),
        "{}",
        after.body
    );
}

#[tokio::test]
async fn the_fees_that_were_ticked_are_taken_as_one_sum_or_not_at_all() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    for _ in 0..2 {
        receives(&mut officer, LAND, &[("pay", "later")]).await;
    }
    let due = house.centre.app.payments_due("H49.80", 5).await.unwrap();
    let (first, second) = (due[0].payment.to_string(), due[1].payment.to_string());
    let mut cashier = house.signed_in("phuong.dm").await;
    let page = cashier.get("/cashier").await;
    let none = cashier.send(&page, "/cashier/take", &[]).await;
    assert!(cashier.get(none.to()).await.says("Chưa chọn khoản nào"));
    // What the page showed is not what they come to: somebody corrected a fee meanwhile.
    let both = [("payment", first.as_str()), ("payment", second.as_str())];
    let stale = cashier.send(&page, "/cashier/take", &[&both[..], &[("amount", "90000")]].concat()).await;
    assert_eq!(stale.to(), "/cashier");
    assert!(cashier.get("/cashier").await.says("Số phải nộp vừa thay đổi"));
    assert_eq!(house.centre.app.sum_taken_today("H49.80").await.unwrap(), 0);
    let page = cashier.get("/cashier").await;
    let taken = cashier.send(&page, "/cashier/take", &[&both[..], &[("amount", "100000")]].concat()).await;
    let after = cashier.get(taken.to()).await;
    for payment in [&first, &second] {
        assert!(after.says(&format!("/payments/{payment}/receipt.pdf")), "{}", after.body);
    }
    assert_eq!(house.centre.app.sum_taken_today("H49.80").await.unwrap(), 100_000);
}
