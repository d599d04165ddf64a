//! Messages over SMPP 3.4, against the stand-in centre.

use crate::support::{LONG, centre, noted, phone, quick, sender, sms, until};
use adapters::sms::{
    Accents, DeliveryState, Encoding, GiveUp, Retry, SmppSender, Sms, SmsError, SmsSender, Unknown,
    sms_parts, unaccented,
};
use futures::future::join_all;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_long_text_with_marks_arrives_letter_for_letter_and_each_part_has_its_receipt() {
    let centre = centre(|_| {}).await;
    let (sender, mut receipts) = sender(centre.address());
    let accepted = sender.send(&sms("m1", LONG)).await.expect("accepted");
    assert_eq!((accepted.encoding, accepted.parts, accepted.provider_ids.len()), (Encoding::Ucs2, 3, 3));
    let kept = centre.kept().all();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].text.as_str(), kept[0].to.as_str(), kept[0].from.as_str()),
        (LONG, "84912345678", "MOTCUA")
    );
    assert_eq!(kept[0].ids, accepted.provider_ids);
    assert_eq!(kept[0].validity, "000001000000000R");
    assert_eq!(kept[0].parts, sms_parts(LONG).parts, "the count told beforehand is what the telecom charges");
    let mut delivered = BTreeSet::new();
    for _ in 0..3 {
        let receipt = noted(&mut receipts).await;
        assert_eq!(receipt.state, DeliveryState::Delivered);
        delivered.insert(receipt.provider_id);
    }
    assert_eq!(delivered, accepted.provider_ids.into_iter().collect());
}

#[tokio::test]
async fn the_same_text_without_marks_takes_fewer_parts() {
    let centre = centre(|_| {}).await;
    let (sender, _receipts) = sender(centre.address());
    let message = Sms { accents: Accents::Drop, ..sms("m1", LONG) };
    let accepted = sender.send(&message).await.expect("accepted");
    assert_eq!((accepted.encoding, accepted.parts), (Encoding::Gsm7, 2));
    let kept = centre.kept().all();
    assert_eq!((kept[0].text.clone(), kept[0].encoding.as_str()), (unaccented(LONG), "gsm7"));
}

#[tokio::test]
async fn an_empty_and_an_endless_text_are_given_up_without_asking_the_centre() {
    let centre = centre(|_| {}).await;
    let (sender, _receipts) = sender(centre.address());
    assert_eq!(sender.send(&sms("m1", "  \n ")).await, Err(SmsError::GiveUp(GiveUp::EmptyText)));
    let endless = "ơ".repeat(67 * 6 + 1);
    assert_eq!(
        sender.send(&sms("m2", &endless)).await,
        Err(SmsError::GiveUp(GiveUp::TooLong { parts: 7, allowed: 6 }))
    );
    assert_eq!(centre.kept().all(), []);
}

#[tokio::test]
async fn of_five_hundred_messages_at_once_none_is_lost_and_none_doubled() {
    let centre = centre(|_| {}).await;
    let (sender, mut receipts) = sender(centre.address());
    let texts: Vec<String> = (0..500).map(|at| format!("Hồ sơ số {at} đã có kết quả.")).collect();
    let messages: Vec<Sms> = texts.iter().map(|text| sms("bulk", text)).collect();
    let begun = Instant::now();
    let outcomes = join_all(messages.iter().map(|message| sender.send(message))).await;
    let took = begun.elapsed();
    let mut ids = BTreeSet::new();
    for outcome in outcomes {
        ids.extend(outcome.expect("accepted").provider_ids);
    }
    let kept: BTreeSet<String> = centre.kept().all().into_iter().map(|message| message.text).collect();
    assert_eq!((centre.kept().all().len(), kept), (500, texts.into_iter().collect()));
    let mut receipted = BTreeSet::new();
    while receipted.len() < 500 {
        assert!(receipted.insert(noted(&mut receipts).await.provider_id), "a receipt came twice");
    }
    assert_eq!(receipted, ids);
    println!("500 messages accepted in {took:?}");
}

#[tokio::test]
async fn a_centre_that_asks_to_slow_down_means_later_and_nothing_was_sent() {
    let centre = centre(|faults| faults.throttle_every = 2).await;
    let (sender, _receipts) = sender(centre.address());
    assert!(sender.send(&sms("m1", "một")).await.is_ok());
    assert_eq!(sender.send(&sms("m2", "hai")).await, Err(SmsError::Retry(Retry::Throttled)));
    assert!(sender.send(&sms("m2", "hai")).await.is_ok());
    assert_eq!(centre.kept().all().len(), 2);
}

#[tokio::test]
async fn a_slow_down_in_the_middle_of_a_message_does_not_leave_half_of_it() {
    let centre = centre(|faults| faults.throttle_every = 2).await;
    let (sender, _receipts) = sender(centre.address());
    assert_eq!(sender.send(&sms("m1", LONG)).await.expect("accepted").parts, 3);
    assert_eq!(centre.kept().all().iter().map(|kept| kept.text.as_str()).collect::<Vec<_>>(), [LONG]);
}

#[tokio::test]
async fn a_swallowed_answer_leaves_the_outcome_unknown_and_the_message_is_out() {
    let centre = centre(|faults| faults.drop_answer_every = 1).await;
    let (sender, mut receipts) = sender(centre.address());
    let outcome = sender.send(&sms("m1", "Hồ sơ đã có kết quả")).await;
    assert_eq!(outcome, Err(SmsError::Unknown { reason: Unknown::NoAnswer, accepted: Vec::new() }));
    assert_eq!(centre.kept().all().len(), 1, "the person gets it, so repeating it would double it");
    assert_eq!(noted(&mut receipts).await.state, DeliveryState::Delivered, "the receipt comes all the same");
}

#[tokio::test]
async fn a_line_cut_before_the_answer_leaves_the_outcome_unknown() {
    let mut centre = centre(|faults| faults.die_after = 2).await;
    let (sender, _receipts) = sender(centre.address());
    assert!(sender.send(&sms("m1", "một")).await.is_ok());
    let outcome = sender.send(&sms("m2", "hai")).await;
    assert_eq!(outcome, Err(SmsError::Unknown { reason: Unknown::LinkLost, accepted: Vec::new() }));
    centre.ended().await;
    assert_eq!(centre.kept().all().len(), 2);
    assert_eq!(
        sender.send(&sms("m3", "ba")).await,
        Err(SmsError::Retry(Retry::NoLink)),
        "and now it is certain"
    );
}

#[tokio::test]
async fn a_line_cut_between_parts_tells_which_parts_were_accepted() {
    let broken = centre(|faults| faults.die_after = 2).await;
    let (cut, _receipts) = sender(broken.address());
    let outcome = cut.send(&sms("m1", LONG)).await;
    assert_eq!(broken.kept().all(), []);
    // Another centre of the same kind, with a line that holds, gives the same parts the same ids.
    let other = centre(|_| {}).await;
    let (whole, _receipts) = sender(other.address());
    let ids = whole.send(&sms("m1", LONG)).await.expect("accepted").provider_ids;
    assert!(ids.len() > 1 && other.kept().all().len() == 1);
    let accepted = ids.into_iter().take(1).collect();
    assert_eq!(outcome, Err(SmsError::Unknown { reason: Unknown::LinkLost, accepted }));
}

#[tokio::test]
async fn a_phone_out_of_reach_is_told_by_its_receipt() {
    let centre = centre(|faults| faults.undeliverable.push(phone().digits().to_owned())).await;
    let (sender, mut receipts) = sender(centre.address());
    let accepted = sender.send(&sms("m1", "Hồ sơ")).await.expect("accepted");
    let receipt = noted(&mut receipts).await;
    assert_eq!(
        (receipt.state, vec![receipt.provider_id]),
        (DeliveryState::Undeliverable, accepted.provider_ids)
    );
}

#[tokio::test]
async fn a_receipt_not_noted_comes_again() {
    let centre = centre(|_| {}).await;
    let (sender, mut receipts) = sender(centre.address());
    let accepted = sender.send(&sms("m1", "Hồ sơ")).await.expect("accepted");
    // The power goes before the receipt is written down.
    drop(receipts.next().await.expect("a receipt"));
    assert_eq!(vec![noted(&mut receipts).await.provider_id], accepted.provider_ids);
}

#[tokio::test]
async fn a_receipt_that_came_while_we_were_away_is_given_to_the_next_run() {
    let centre = centre(|faults| faults.receipt_delay = Duration::from_millis(150)).await;
    let (first_run, _) = sender(centre.address());
    let accepted = first_run.send(&sms("m1", "Hồ sơ")).await.expect("accepted");
    first_run.shut_down().await;
    let (_second_run, mut receipts) = sender(centre.address());
    assert_eq!(vec![noted(&mut receipts).await.provider_id], accepted.provider_ids);
}

#[tokio::test]
async fn a_wrong_password_is_no_link_and_no_crash() {
    let centre = centre(|faults| faults.password = Some("khac".to_owned())).await;
    let (sender, _receipts) = sender(centre.address());
    assert_eq!(sender.send(&sms("m1", "Hồ sơ")).await, Err(SmsError::Retry(Retry::NoLink)));
    assert!(!sender.is_bound());
}

#[tokio::test]
async fn a_sender_waits_for_a_centre_that_comes_up_late() {
    let port = centre(|_| {}).await.address();
    let (sender, _receipts) = SmppSender::try_start(quick(port)).expect("good settings");
    assert_eq!(sender.send(&sms("m1", "một")).await, Err(SmsError::Retry(Retry::NoLink)));
    let centre = centre(|settings| settings.place.listen = port).await;
    until("the sender binds", || sender.is_bound()).await;
    assert!(sender.send(&sms("m1", "một")).await.is_ok());
    assert_eq!(centre.kept().all().len(), 1);
}

/// Collects every event of every library at every level, as text.
mod listening {
    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    #[derive(Clone, Default)]
    pub struct Ear(pub Arc<Mutex<String>>);

    struct Line<'l>(&'l mut String);

    impl Visit for Line<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = write!(self.0, "{field}={value:?} ");
        }
    }

    impl Subscriber for Ear {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut Line(&mut self.0.lock().expect("no test panics while it logs")));
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Line(&mut self.0.lock().expect("no test panics while it logs")));
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            let mut text = self.0.lock().expect("no test panics while it logs");
            event.record(&mut Line(&mut text));
            text.push('\n');
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }
}

#[tokio::test]
async fn no_log_of_ours_or_of_a_library_names_the_phone_or_the_text() {
    let ear = listening::Ear::default();
    let _guard = tracing::subscriber::set_default(ear.clone());
    let centre = centre(|faults| faults.drop_answer_every = 2).await;
    let (sender, mut receipts) = sender(centre.address());
    let text = "Bi mat cua ba Lan";
    assert!(sender.send(&sms("m-123", text)).await.is_ok());
    assert!(sender.send(&sms("m-124", text)).await.is_err());
    noted(&mut receipts).await;
    sender.shut_down().await;
    let heard = ear.0.lock().unwrap().clone();
    assert!(heard.contains("m-123") && heard.contains("m-124"), "our reference is there: {heard}");
    let octets = format!("{:?}", text.as_bytes());
    for secret in ["912345678", "912 345", text, octets.trim_matches(['[', ']'])] {
        assert!(!heard.contains(secret), "{secret} was logged");
    }
}
