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
    let taken = cashier.send(&page, &format!("/cashier/{payment}/take"), &[]).await;
    assert_eq!(taken.to(), format!("/cashier?done={payment}"));
    let after = cashier.get(taken.to()).await;
    assert!(
        after.says(&format!("/payments/{payment}/receipt.pdf")) && after.says("Đã thu hôm nay"),
        "{}",
        after.body
    );
}
