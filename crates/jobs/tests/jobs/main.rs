//! Jobs at work on both engines, with a telecom and a mail server that stand in.

mod deadlines;
mod door;
mod notices;
mod printing;
mod scanning;
mod sending;
mod silence;
mod texts;
mod tidying;

use adapters::mail::{MailAddress, Security, SmtpSender, SmtpSettings};
use adapters::sms::{Accents, QuietHours, Receipts, SmppSender, SmppSettings};
use app::testing::Centre;
use domain::kernel::StreamId;
use jobs::{MailTransport, Sender, SmsTransport, Transport};
use standin::smsc::{KeptSms, SmscSettings};
use standin::smtp::{KeptMail, SmtpSettings as StandinMail};
use standin::{Place, Running};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Land transfer with tax: cash fee, two appointments, a result that is signed.
const LAND: (&str, &str) = ("1.115778", "quang-ninh");

const NIGHT: QuietHours = QuietHours { from_minute: 21 * 60, to_minute: 7 * 60 };

/// A message centre, with faults if wished.
async fn telecom(change: impl FnOnce(&mut SmscSettings)) -> Running<KeptSms> {
    let mut settings = SmscSettings::at(Place::anywhere());
    settings.receipt_delay = Duration::from_millis(10);
    change(&mut settings);
    standin::smsc::start(settings).await.expect("a free port")
}

async fn mail_server() -> Running<KeptMail> {
    standin::smtp::start(StandinMail::at(Place::anywhere())).await.expect("a free port")
}

fn over_sms(address: SocketAddr) -> (Arc<dyn Transport>, Receipts) {
    let settings = SmppSettings {
        address: address.to_string(),
        answer_timeout: Duration::from_millis(400),
        link_timeout: Duration::from_millis(800),
        reconnect_min: Duration::from_millis(20),
        reconnect_max: Duration::from_millis(100),
        throttle_pause: Duration::from_millis(20),
        ..SmppSettings::default()
    };
    let (sender, receipts) = SmppSender::try_start(settings).expect("good settings");
    (Arc::new(SmsTransport { sender: Arc::new(sender), accents: Accents::Keep, quiet: NIGHT }), receipts)
}

fn over_mail(address: SocketAddr) -> Arc<dyn Transport> {
    let settings = SmtpSettings {
        host: address.ip().to_string(),
        port: address.port(),
        security: Security::PlainLoopback,
        extra_roots_pem: None,
        login: None,
        from: (MailAddress::try_new("motcua@example.vn").expect("an address"), "Một Cửa".to_owned()),
        reply_to: None,
        hello: "example.vn".to_owned(),
        connections: 2,
        answer_timeout: Duration::from_secs(2),
    };
    Arc::new(MailTransport { sender: Arc::new(SmtpSender::try_new(settings).expect("good settings")) })
}

fn sender(centre: &Centre, transports: Vec<Arc<dyn Transport>>) -> Sender {
    Sender::try_new(centre.app.clone(), transports).expect("texts are whole")
}

/// An officer receives a dossier whose applicant has a phone and a mailbox.
async fn received(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await
}

/// The status of each message of a dossier, SMS before mail.
async fn statuses(centre: &Centre, dossier: StreamId) -> Vec<(String, String, i64)> {
    let lines = centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
    let mut found: Vec<_> =
        lines.into_iter().map(|line| (line.channel, line.status, line.attempts)).collect();
    found.sort_by(|one, other| other.cmp(one));
    found
}

fn status(channel: &str, status: &str, attempts: i64) -> (String, String, i64) {
    (channel.to_owned(), status.to_owned(), attempts)
}
