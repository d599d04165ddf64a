//! Words the tests are written in.

use adapters::sms::{Accents, DeliveryReceipt, Phone, Receipts, SmppSender, SmppSettings, Sms};
use standin::smsc::{KeptSms, SmscSettings};
use standin::{Place, Running};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// Longest wait for what should come at once.
pub const SOON: Duration = Duration::from_secs(10);

/// A text of three parts with marks.
pub const LONG: &str = "Trung tâm Phục vụ hành chính công xã Vạn Yên kính báo: hồ sơ 000.00.19.H49-261123-0007 của ông/bà \
    đã có kết quả. Mời ông/bà mang giấy hẹn và căn cước đến quầy số 5 từ 7 giờ 30 đến 11 giờ 30.";

pub fn phone() -> Phone {
    Phone::try_new("0912 345 678").expect("a good number")
}

pub fn sms(reference: &str, text: &str) -> Sms {
    Sms { reference: reference.to_owned(), to: phone(), text: text.to_owned(), accents: Accents::Keep }
}

/// A message centre, with faults if wished.
pub async fn centre(change: impl FnOnce(&mut SmscSettings)) -> Running<KeptSms> {
    let mut settings = SmscSettings::at(Place::anywhere());
    settings.receipt_delay = Duration::from_millis(20);
    change(&mut settings);
    standin::smsc::start(settings).await.expect("a free port")
}

/// Settings with short times, for a centre at that address.
pub fn quick(address: SocketAddr) -> SmppSettings {
    SmppSettings {
        address: address.to_string(),
        answer_timeout: Duration::from_millis(400),
        link_timeout: Duration::from_millis(600),
        reconnect_min: Duration::from_millis(20),
        reconnect_max: Duration::from_millis(200),
        throttle_pause: Duration::from_millis(20),
        ..SmppSettings::default()
    }
}

pub fn sender(address: SocketAddr) -> (SmppSender, Receipts) {
    SmppSender::try_start(quick(address)).expect("good settings")
}

/// The next receipt, noted.
pub async fn noted(receipts: &mut Receipts) -> DeliveryReceipt {
    timeout(SOON, receipts.next()).await.expect("a receipt comes").expect("the sender lives").noted()
}

/// Waits until it holds.
pub async fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < SOON, "never: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
