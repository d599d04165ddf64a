//! Lists by pages, on both engines: every row is on exactly one page, in the order of the list.

use app::queries::{Leaf, Place, Wanted, WorkLine, WorkList, WorkOrder};
use app::testing::{Centre, centres};
use app::{Actor, Command};
use domain::dossier::Item;
use domain::kernel::StreamId;

/// Five matters of two kinds, an hour apart; the last two are with the same specialist as the first.
async fn received(centre: &Centre) -> Vec<StreamId> {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let mut dossiers = Vec::new();
    for (hour, procedure) in
        [(8, "1.115778"), (9, "1.115778.03"), (10, "1.115778"), (11, "1.115778"), (14, "1.115778.03")]
    {
        centre.it_is(&format!("2026-11-25T{hour:02}:05"));
        let form = centre.form(procedure, "quang-ninh");
        dossiers.push(centre.receives(&officer, "05", form, None).await);
    }
    dossiers
}

/// All pages of a list, two rows each.
async fn pages(centre: &Centre, list: &WorkList, order: WorkOrder) -> Vec<Vec<StreamId>> {
    let mut pages = Vec::new();
    let mut from: Option<Place> = None;
    loop {
        let wanted = Wanted { from, ..Wanted::first(2) };
        let leaf: Leaf<WorkLine> = centre.app.work(list, order, wanted).await.expect("a page");
        pages.push(leaf.rows.iter().map(|line| line.step.dossier).collect());
        from = leaf.next;
        if from.is_none() {
            return pages;
        }
    }
}

fn mine(actor: &Actor, roles: &[&str]) -> WorkList {
    WorkList::Mine {
        person: actor.person().to_owned(),
        unit: actor.unit().to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

#[tokio::test]
async fn pages_of_work_hold_every_step_once_in_the_order_asked_for() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossiers = received(&centre).await;
        let one = centre.dossier(dossiers[0]).await;
        let unit = one.open_turn().expect("a step").unit.clone();
        let of_unit = WorkList::Unit(unit.clone());
        let by_handing_over = pages(&centre, &of_unit, WorkOrder::Received).await;
        let in_unit = by_handing_over.concat();
        assert!(in_unit.len() >= 3 && by_handing_over.len() >= 2, "{by_handing_over:?}");
        assert!(by_handing_over.iter().rev().skip(1).all(|page| page.len() == 2));
        let mut sorted = in_unit.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), in_unit.len(), "none is on two pages");
        for order in [WorkOrder::Due, WorkOrder::Matter] {
            let mut others = pages(&centre, &of_unit, order).await.concat();
            others.sort_unstable();
            assert_eq!(others, sorted, "{order:?} on {}", centre.test.engine);
        }
        let specialist = centre.whose_step(dossiers[0]).await;
        let role = one.open_turn().expect("a step").role.clone();
        let mut hers = pages(&centre, &mine(&specialist, &[&role]), WorkOrder::Due).await.concat();
        hers.sort_unstable();
        assert_eq!(hers, sorted, "what nobody has yet is everybody's whose role does it");
        assert_eq!(centre.app.work_count(&of_unit).await.unwrap(), i64::try_from(sorted.len()).unwrap());
    }
}

#[tokio::test]
async fn what_somebody_did_today_and_what_waits_for_papers_are_told_apart_from_older_work() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossiers = received(&centre).await;
        centre.it_is("2026-11-26T10:00");
        let specialist = centre.whose_step(dossiers[0]).await;
        let waiting = WorkList::AwaitingPapers(specialist.person().to_owned());
        let since = |day: &str| {
            let at = centre.app.directory().calendar().instant(day).expect("a local time");
            WorkList::Done(specialist.person().to_owned(), at)
        };
        let item = Item {
            paper: 2, name: "Giấy chứng nhận".to_owned(), reason: "Bản chụp bị mờ".to_owned()
        };
        let ask = Command::RequestSupplement { dossier: dossiers[0], items: vec![item] };
        centre.does(&specialist, ask).await;
        let both = async |list: &WorkList| {
            let rows = pages(&centre, list, WorkOrder::Due).await.concat();
            assert_eq!(centre.app.work_count(list).await.expect("counted"), rows.len() as i64);
            rows
        };
        assert_eq!(both(&waiting).await, [dossiers[0]]);
        assert_eq!(both(&since("2026-11-26T00:00")).await, [dossiers[0]], "asking ended the step");
        assert!(both(&since("2026-11-26T10:01")).await.is_empty(), "that was before");
        centre.it_is("2026-12-01T09:00");
        let officer = centre.staff("ha.lt");
        let at_counter = Some(("H1".to_owned(), "05".to_owned()));
        let papers = centre.dossier(dossiers[0]).await.intake.papers.clone();
        let answer = Command::AnswerSupplement { dossier: dossiers[0], papers, at_counter };
        centre.does(&officer, answer).await;
        assert!(both(&waiting).await.is_empty(), "the papers came");
        assert!(both(&since("2026-12-01T00:00")).await.is_empty(), "done last week");
        assert_eq!(both(&since("2026-11-26T00:00")).await, [dossiers[0]]);
        centre.it_is("2027-01-20T09:00");
        let late =
            Command::FinishStep { dossier: dossiers[0], note: String::new(), next_person: String::new() };
        let due = centre.dossier(dossiers[0]).await.open_turn().expect("a step").due_at;
        assert!(due.is_some_and(|due| due < centre.app.now()), "weeks too late");
        centre.does(&specialist, late).await;
        assert_eq!(
            both(&since("2027-01-20T00:00")).await,
            [dossiers[0]],
            "what was late is done all the same"
        );
    }
}

#[tokio::test]
async fn the_dossiers_of_people_found_are_read_page_by_page() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        received(&centre).await;
        for typed in ["nguyen thi mau", "0912 345 678", "022188004217"] {
            let mut found = Vec::new();
            let mut from = None;
            loop {
                let wanted = Wanted { from, ..Wanted::first(2) };
                let leaf = centre.app.dossiers_of_people(typed, wanted).await.expect("a page");
                found.extend(leaf.rows.iter().map(|row| row.dossier.dossier));
                from = leaf.next;
                if from.is_none() {
                    break;
                }
            }
            assert_eq!(found.len(), 5, "{typed} on {}", centre.test.engine);
            let mut all = found.clone();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), 5, "none is on two pages");
        }
        let nobody = centre.app.dossiers_of_people("x", Wanted::first(2)).await.expect("a page");
        assert!(nobody.rows.is_empty() && nobody.next.is_none(), "one letter means nobody");
    }
}
