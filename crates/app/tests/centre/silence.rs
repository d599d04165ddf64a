//! Papers that were asked for and never came: where a rule ends the waiting, the clock closes the dossier and says so.

use app::testing::{Centre, centres};
use app::{Actor, AppError, Command, MessageWords, Occasion, SubjectData};
use domain::dossier::{Holder, Item, Phase};
use domain::kernel::StreamId;
use domain::message::About;

/// Three authorities in one dossier; its own decree ends it after fifteen working days of silence.
const KARAOKE: (&str, &str) = ("2.900022", "bo-van-hoa-ttdl");
const LAND: (&str, &str) = ("1.115778", "quang-ninh");

/// Received, and the specialist asked for a paper.
async fn asked_for(centre: &Centre, (code, publisher): (&str, &str)) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(code, publisher), None).await;
    let specialist = centre.whose_step(dossier).await;
    let name = centre.dossier(dossier).await.intake.papers[0].name.clone();
    let items = vec![Item { paper: 1, name, reason: "Thiếu trang cuối".to_owned() }];
    centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
    dossier
}

fn clock() -> Actor {
    Actor::system("silence")
}

#[tokio::test]
async fn who_brings_nothing_is_told_until_when_and_then_that_it_ended_and_gets_the_originals_back() {
    for centre in centres("H1", "2026-06-01T08:00").await {
        let dossier = asked_for(&centre, KARAOKE).await;
        let state = centre.dossier(dossier).await;
        let last = centre.app.directory().waits_until(&state).expect("its rule ends the waiting");
        assert_eq!(centre.local(last)[..10], *"2026-06-22", "fifteen working days after 1 June");
        let words = MessageWords::shipped().expect("whole");
        let told = Occasion::Dossier { state: &state, link: "l", reason: "" };
        let to = SubjectData { name: "An".to_owned(), ..SubjectData::default() };
        let text = words.text("supplement", told, &to, &centre.app.directory()).expect("a text");
        assert!(text.sms.contains("22/06/2026") && text.mail.contains("22/06/2026"), "{}", text.sms);

        let waiting = centre.app.silent(last, (0, StreamId(0)), 10).await.expect("read");
        assert_eq!(waiting.iter().map(|(_, one)| *one).collect::<Vec<_>>(), [dossier]);
        centre.clock.set(last);
        centre.does(&clock(), Command::CloseAfterSilence(dossier)).await;
        assert_eq!(centre.dossier(dossier).await.phase, Phase::Supplement, "the last moment is in time");
        centre.clock.set(last + 1);
        centre.does(&clock(), Command::CloseAfterSilence(dossier)).await;
        let state = centre.dossier(dossier).await;
        assert!(matches!(state.phase, Phase::Stopped { .. }) && state.exchange_status() == 8);
        assert_eq!(centre.app.silent(i64::MAX, (0, StreamId(0)), 10).await.expect("read"), []);
        let told = centre.app.messages_of(About::Dossier(dossier)).await.expect("read");
        let ways = told.iter().filter(|line| line.template == "silence").count();
        assert_eq!(ways, 2, "an SMS and a letter");
        let officer = centre.staff("ha.lt");
        assert!(state.originals.iter().any(|one| one.holder != Holder::Applicant));
        centre.does(&officer, Command::GiveBackOriginals(dossier)).await;
        let state = centre.dossier(dossier).await;
        assert!(state.originals.iter().all(|one| one.holder == Holder::Applicant));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn only_the_clock_closes_and_only_where_a_rule_says_so() {
    for centre in centres("H1", "2026-06-01T08:00").await {
        let dossier = asked_for(&centre, LAND).await;
        let state = centre.dossier(dossier).await;
        assert_eq!(centre.app.directory().waits_until(&state), None);
        centre.it_is("2026-12-01T08:00");
        assert_eq!(centre.app.silent(i64::MAX, (0, StreamId(0)), 10).await.expect("read"), []);
        centre.does(&clock(), Command::CloseAfterSilence(dossier)).await;
        assert_eq!(centre.dossier(dossier).await.phase, Phase::Supplement, "it waits for ever");
        for person in ["ha.lt", "anh.hh", "tuan.ld"] {
            let refused = centre.ask(&centre.staff(person), Command::CloseAfterSilence(dossier)).await;
            assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{person}: {refused:?}");
        }
    }
}
