//! What stands beside the journal.

use crate::words::{T, clean, new_ticket, somebody};
use domain::kernel::SubjectId;
use store::OutboxWrite;
use store::testing::engines;

#[tokio::test]
async fn personal_data_can_be_erased_and_the_chain_stays_whole() {
    for test in engines().await {
        let mut pending = new_ticket("c1", 1);
        pending.subjects.push(somebody(7));
        test.store.commit(T, pending).await.expect("written");
        assert_eq!(test.store.find_subjects(T, "0912345678", "").await.unwrap(), [SubjectId(7)]);
        assert_eq!(test.store.find_subjects_by_name(T, "thi mau").await.unwrap(), [SubjectId(7)]);
        assert!(test.store.find_subjects(T, "", "").await.unwrap().is_empty(), "nothing asked, nobody found");
        test.store.erase_subject(T, SubjectId(7)).await.expect("erased");
        let left = test.store.subject(T, SubjectId(7), None).await.unwrap().expect("the row stays");
        assert_eq!((left.body.as_str(), left.erased), ("", true));
        assert!(test.store.find_subjects(T, "0912345678", "").await.unwrap().is_empty());
        clean(&test).await;
    }
}

#[tokio::test]
async fn what_is_to_be_sent_is_claimed_by_one_and_comes_back_when_the_lease_ends() {
    for test in engines().await {
        let mut pending = new_ticket("c1", 1);
        pending.outbox.push(OutboxWrite {
            id: 9,
            topic: "sms".to_owned(),
            due_at: 100,
            body: "{}".to_owned(),
        });
        test.store.commit(T, pending).await.expect("written");
        let claim = |now| test.store.claim(T, "sms", now, 1_000, 10);
        assert!(claim(99).await.unwrap().is_empty(), "not before it is due");
        assert_eq!(claim(100).await.unwrap().len(), 1);
        assert!(claim(101).await.unwrap().is_empty(), "somebody has it");
        let again = claim(1_200).await.unwrap();
        assert_eq!(again[0].attempts, 1, "the lease ended");
        test.store.settle(T, 9).await.expect("settled");
        assert_eq!(test.store.outbox_size(T).await.unwrap(), 0);
    }
}
