//! Messages leave once, and what happened is known.

use super::{mail_server, over_mail, over_sms, received, sender, status, statuses, telecom};
use app::testing::{Centre, centres};
use app::{Actor, Command, MessageNote};
use domain::kernel::{CommandId, StreamId};
use jobs::{ReceiptTaker, Sent};
use std::time::Duration;
use store::Engine;

const MORNING: &str = "2026-11-25T08:00";

async fn sms_of(centre: &Centre, dossier: StreamId) -> StreamId {
    let lines = centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
    lines.into_iter().find(|line| line.channel == "sms").expect("an SMS").message
}

#[tokio::test]
async fn what_was_received_is_told_by_sms_and_mail_and_the_receipts_settle_it() {
    for centre in centres("H1", MORNING).await {
        let (telecom, mail) = (telecom(|_| {}).await, mail_server().await);
        let (sms, mut receipts) = over_sms(telecom.address());
        let sender = sender(&centre, vec![sms, over_mail(mail.address())]);
        let dossier = received(&centre).await;
        assert_eq!(sender.run_once().await.expect("sent"), Sent { sent: 2, ..Sent::default() });
        assert_eq!(statuses(&centre, dossier).await, [status("sms", "sent", 1), status("mail", "sent", 1)]);

        let kept = telecom.kept().all();
        assert_eq!((kept.len(), kept[0].to.as_str(), kept[0].encoding.as_str()), (1, "84912345678", "ucs2"));
        let text = &kept[0].text;
        assert!(
            text.starts_with("Trung tâm Phục vụ hành chính công tỉnh đã tiếp nhận hồ sơ H49.80-261125-0001."),
            "{text}"
        );
        assert!(text.contains("Hẹn trả kết quả: ") && text.contains("/d/"), "{text}");
        assert!(!text.contains("Nguyễn"), "an SMS names nobody: {text}");
        let letter = &mail.kept().all()[0];
        assert_eq!(letter.subject, "Đã tiếp nhận hồ sơ H49.80-261125-0001");
        assert!(letter.text.starts_with("Kính gửi Nguyễn Thị Mẫu,"), "{}", letter.text);

        let taker = ReceiptTaker::new(centre.app.clone());
        for _ in 0..kept[0].parts {
            let receipt = receipts.next().await.expect("a receipt for each part");
            assert!(taker.take(receipt.receipt()).await.expect("noted"));
            receipt.noted();
        }
        assert_eq!(statuses(&centre, dossier).await[0], status("sms", "delivered", 1));
        assert_eq!(sender.run_once().await.expect("nothing left"), Sent::default());
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn nobody_is_woken_at_night_but_letters_go() {
    for centre in centres("H1", MORNING).await {
        let (telecom, mail) = (telecom(|_| {}).await, mail_server().await);
        let sender = sender(&centre, vec![over_sms(telecom.address()).0, over_mail(mail.address())]);
        received(&centre).await;
        centre.it_is("2026-11-25T21:30");
        assert_eq!(sender.run_once().await.expect("run"), Sent { sent: 1, quiet: 1, ..Sent::default() });
        centre.it_is("2026-11-26T06:59");
        assert_eq!(sender.run_once().await.expect("run"), Sent::default());
        centre.it_is("2026-11-26T07:00");
        assert_eq!(sender.run_once().await.expect("run"), Sent { sent: 1, ..Sent::default() });
        assert_eq!(telecom.kept().all().len(), 1);
    }
}

#[tokio::test]
async fn a_centre_that_is_away_is_asked_again_later_and_the_person_gets_one_message() {
    for centre in centres("H1", MORNING).await {
        // A port nobody listens on yet.
        let address = telecom(|_| {}).await.address();
        let sender = sender(&centre, vec![over_sms(address).0]);
        let dossier = received(&centre).await;
        assert_eq!(sender.run_once().await.expect("run"), Sent { later: 1, ..Sent::default() });
        assert_eq!(statuses(&centre, dossier).await[0], status("sms", "requested", 1));
        assert_eq!(sender.run_once().await.expect("too early"), Sent::default());
        let telecom = telecom(|settings| settings.place.listen = address).await;
        centre.it_is("2026-11-25T08:05");
        let mut sent = sender.run_once().await.expect("run");
        if sent.later == 1 {
            // The line was not up again yet.
            centre.it_is("2026-11-25T08:15");
            sent = sender.run_once().await.expect("run");
        }
        assert_eq!(sent, Sent { sent: 1, ..Sent::default() });
        assert_eq!(telecom.kept().all().len(), 1);
    }
}

#[tokio::test]
async fn no_answer_leaves_a_message_in_doubt_and_no_machine_repeats_it() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|settings| settings.drop_answer_every = 1).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let dossier = received(&centre).await;
        assert_eq!(sender.run_once().await.expect("run"), Sent { in_doubt: 1, ..Sent::default() });
        centre.it_is("2026-11-26T08:00");
        assert_eq!(sender.run_once().await.expect("run"), Sent::default());
        assert_eq!(statuses(&centre, dossier).await[0], status("sms", "in_doubt", 1));
        let shown = centre.app.troubled_messages("in_doubt").await.expect("read");
        assert_eq!(shown.len(), 1, "a person sees it");
        assert_eq!(shown[0].0.failure, "sms.no_answer");
    }
}

#[tokio::test]
async fn a_power_cut_between_sending_and_noting_is_found_and_never_doubled() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let dossier = received(&centre).await;
        let sms = sms_of(&centre, dossier).await;
        // As the process that is gone left it: claimed, and "begins to send" noted.
        let store = centre.app.store();
        let claimed =
            store.claim(centre.app.tenant(), "sms", centre.app.now(), 180_000, 10).await.expect("claimed");
        assert_eq!(claimed.len(), 1);
        let begin = Command::NoteMessage { message: sms, note: MessageNote::Begin };
        let id = CommandId("before-the-cut".to_owned());
        centre.app.execute(&Actor::system("sender"), &id, begin).await.expect("noted");

        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let found = sender.recover().await.expect("recovered");
        if store.engine() == Engine::Sqlite {
            assert_eq!(found, 1, "the file is ours alone: found at once");
            assert_eq!(sender.run_once().await.expect("run"), Sent { settled: 1, ..Sent::default() });
        } else {
            assert_eq!(found, 0, "another server may still be at it");
            assert_eq!(sender.run_once().await.expect("run"), Sent::default());
            centre.it_is("2026-11-25T08:04");
            assert_eq!(sender.run_once().await.expect("run"), Sent { in_doubt: 1, ..Sent::default() });
        }
        assert_eq!(statuses(&centre, dossier).await[0], status("sms", "in_doubt", 1));
        assert!(telecom.kept().all().is_empty(), "nothing was sent a second time");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_number_no_message_can_reach_fails_with_its_code_and_is_shown() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let mut form = centre.form(super::LAND.0, super::LAND.1);
        if let app::PartyForm::New { data, .. } = &mut form.applicant {
            data.phone = "02033123456".to_owned();
            data.email = String::new();
        }
        let dossier = centre.receives(&officer, "05", form, Some(50_000)).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        assert_eq!(sender.run_once().await.expect("run"), Sent { failed: 1, ..Sent::default() });
        assert_eq!(statuses(&centre, dossier).await, [status("sms", "failed", 1)]);
        assert!(telecom.kept().all().is_empty());
    }
}

#[tokio::test]
async fn a_job_wakes_when_something_is_written_or_the_clock_is_moved_and_stops_when_told() {
    for centre in centres("H1", "2026-11-25T21:30").await {
        let telecom = telecom(|_| {}).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(jobs::run(sender, centre.app.clone(), stopped));
        let dossier = received(&centre).await;
        until(|| async {
            centre.app.next_in_outbox("sms").await.expect("read").is_some_and(|at| at > centre.app.now())
        })
        .await;
        assert!(telecom.kept().all().is_empty(), "it is night");
        centre.it_is("2026-11-26T07:00");
        until(|| async { statuses(&centre, dossier).await[0].1 == "sent" }).await;
        stop.send_replace(true);
        tokio::time::timeout(Duration::from_secs(2), running).await.expect("it stops").expect("well");
    }
}

async fn until<F: Future<Output = bool>>(holds: impl Fn() -> F) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("never");
}
