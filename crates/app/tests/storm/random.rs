//! Any acts in any order, on both engines side by side: the same outcomes, the same journal byte for byte; a refusal leaves
//! nothing; and what is live is what the journal replays to and what a rebuild makes of it.
//!
//! 6 rows of up to 120 acts in the gate, 100 of up to 400 with `MOTCUA_LONG=1`.

use crate::acts::{Act, Player, acts};
use app::testing::{Centre, QUANG_NINH, centres};
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};
use std::collections::BTreeMap;

fn long() -> bool {
    std::env::var("MOTCUA_LONG").is_ok_and(|long| long == "1")
}

#[test]
fn whatever_people_try_both_engines_agree_and_the_past_explains_the_present() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let outcomes = std::cell::RefCell::new(BTreeMap::<String, u64>::new());
    let config = Config {
        cases: if long() { 100 } else { 6 },
        max_shrink_iters: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("seeds"))),
        source_file: Some(file!()),
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(&acts(if long() { 400 } else { 120 }), |acts| {
        runtime.block_on(async {
            // Fresh ones for each row: a seed that fails is to fail again.
            let centres = centres("H1", "2026-11-25T08:00").await;
            let mut said = BTreeMap::new();
            let verdict = side_by_side(&centres, &acts, &mut said).await;
            for (sort, times) in said {
                *outcomes.borrow_mut().entry(sort).or_default() += times;
            }
            verdict
        })
    });
    tried.unwrap_or_else(|error| panic!("{error}"));
    // A test in which nothing is ever done, or nothing refused, would tell little.
    let outcomes = outcomes.into_inner();
    for sort in ["done", "refused", "forbidden", "already", "repeated"] {
        assert!(
            outcomes.get(sort).is_some_and(|times| *times > 3),
            "hardly anything was {sort}: {outcomes:?}"
        );
    }
}

async fn side_by_side(
    centres: &[Centre],
    acts: &[Act],
    outcomes: &mut BTreeMap<String, u64>,
) -> Result<(), TestCaseError> {
    let mut players: Vec<Player<'_>> = centres.iter().map(Player::new).collect();
    for player in &players {
        player.opens_counters().await;
    }
    for act in acts {
        let mut said = Vec::new();
        for player in &mut players {
            let before = head(player.centre).await;
            let outcome = player.plays(*act).await;
            let kept_out = outcome.as_ref().is_some_and(|outcome| !outcome.starts_with("done"));
            if kept_out && head(player.centre).await != before {
                return Err(TestCaseError::fail(format!("{act:?}: {outcome:?} left something behind")));
            }
            said.push(outcome);
        }
        if said[0] != said[1] {
            return Err(TestCaseError::fail(format!("{act:?}: {said:?}")));
        }
        if let Some(sort) = said[0].as_ref().and_then(|said| said.split(' ').next()) {
            *outcomes.entry(sort.to_owned()).or_default() += 1;
        }
    }
    // Equal digests over equally seeded nonces: the journals are equal byte for byte.
    let heads = [head(&centres[0]).await, head(&centres[1]).await];
    if heads[0] != heads[1] {
        return Err(TestCaseError::fail(format!(
            "the journals differ: {:?}",
            first_difference(centres).await
        )));
    }
    for centre in centres {
        is_whole(centre, "as it is").await?;
        centre
            .app
            .store()
            .rebuild(QUANG_NINH)
            .await
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        is_whole(centre, "rebuilt").await?;
    }
    Ok(())
}

async fn head(centre: &Centre) -> (i64, Vec<u8>) {
    let head = centre.app.store().head(QUANG_NINH).await.expect("read");
    (head.seq, head.digest)
}

/// Live state is replayed state is every row pages read: what `verify` compares.
async fn is_whole(centre: &Centre, when: &str) -> Result<(), TestCaseError> {
    let report = centre.app.store().verify(QUANG_NINH, &|_, _| {}).await.expect("read");
    match report.first_bad {
        None => Ok(()),
        Some(bad) => Err(TestCaseError::fail(format!("{} {when}: {bad:?}", centre.test.engine))),
    }
}

async fn first_difference(centres: &[Centre]) -> Option<(store::Envelope, store::Envelope)> {
    let mut after = 0;
    loop {
        let one = centres[0].app.store().feed(QUANG_NINH, after, 500).await.expect("read");
        let two = centres[1].app.store().feed(QUANG_NINH, after, 500).await.expect("read");
        after = one.last()?.seq;
        if let Some(pair) = one.into_iter().zip(two).find(|(one, two)| one != two) {
            return Some(pair);
        }
    }
}
