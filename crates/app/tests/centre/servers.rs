//! Two servers of one province: what one has on hand, the other may have moved on.

use app::testing::centres;
use app::{Command, IdSource};
use domain::kernel::CommandId;

#[tokio::test]
async fn a_server_refuses_nothing_by_what_another_one_has_changed() {
    let centre = centres("H1", "2026-11-25T08:00").await.pop().expect("PostgreSQL is the second");
    let second = centre.second_server().await;
    let ids = IdSource::counting(3);
    let at_second = async |command| {
        let id = CommandId(format!("second:{}", ids.stream()));
        second.execute(&centre.staff("ha.lt"), &id, command).await
    };
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    let open = || Command::OpenCounter { hall: hall.clone(), counter: counter.clone() };
    let close = || Command::CloseCounter { hall: hall.clone(), counter: counter.clone() };
    let officer = centre.staff("ha.lt");
    centre.does(&officer, open()).await;
    at_second(close()).await.expect("open as the first server left it");
    // The first still has it open on hand: "it is so already" would be wrong.
    let opened = centre.does(&officer, open()).await;
    assert!(!opened.already);
    // The second still has it closed on hand: a refusal would be wrong.
    let ticket = centre.takes_ticket("land").await;
    let called = at_second(Command::CallNext { hall, counter }).await.expect("the counter is open");
    assert_eq!(called.ticket, Some(ticket));
}
