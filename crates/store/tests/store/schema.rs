//! The schema and every text that is asked.

use store::StoreError;
use store::testing::{
    Address, generated_statements, migrate, plans_by_keys, postgres_address, sqlite_address, unprepared,
    whole_reads,
};

#[tokio::test]
async fn every_statement_can_be_prepared_on_both_engines_and_names_the_tenant() {
    let mut texts: Vec<String> = Vec::new();
    for statement in store::statements() {
        let first = statement.sql.contains("tenant = $1") || statement.sql.contains("(tenant,");
        assert!(first, "{} does not keep to its tenant: {}", statement.name, statement.sql);
        texts.push(statement.sql.to_owned());
    }
    texts.extend(generated_statements());
    assert_eq!(unprepared(&texts).await, Vec::new());
}

#[test]
fn the_planner_expects_the_same_after_somebody_counted_rows() {
    let (Address::Sqlite(file), _folder) = sqlite_address() else { panic!("a file") };
    let by_token = ["SELECT ticket FROM ticket_row WHERE tenant = $1 AND token = $2"];
    assert_eq!(whole_reads(&file, &by_token), []);
    let connection = rusqlite::Connection::open(&file).expect("opened");
    connection.execute_batch("DELETE FROM sqlite_stat1; ANALYZE").expect("counted");
    drop(connection);
    assert_eq!(whole_reads(&file, &by_token), []);
}

#[test]
fn the_schema_kept_in_the_repository_is_the_one_that_is_made() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != store::schema_dump() {
        assert!(
            std::env::var("CI").is_err(),
            "schema.sql is not what the tables say; run this test to make it again"
        );
        std::fs::write(&path, store::schema_dump()).unwrap();
        panic!("schema.sql was made again: look at it and commit it");
    }
}

const FIRST: &[&str] = &["CREATE TABLE a (n BIGINT NOT NULL)"];
const SECOND: &[&str] = &["ALTER TABLE a ADD COLUMN m BIGINT", "CREATE INDEX a_m ON a (m)"];

async fn refused(address: &Address, migrations: &[(i64, &[&str])]) -> String {
    match migrate(address, migrations).await {
        Err(StoreError::Schema(why)) => why,
        other => panic!("{address:?}: {other:?}"),
    }
}

#[tokio::test]
async fn migrations_go_forward_one_after_another_and_are_never_changed_afterwards() {
    let (sqlite, _folder) = sqlite_address();
    for address in [sqlite, postgres_address().await] {
        migrate(&address, &[(1, FIRST)]).await.expect("the first");
        migrate(&address, &[(1, FIRST)]).await.expect("again: nothing to do");
        // A bad step: nothing of it is kept.
        let broken: &[&str] = &["ALTER TABLE a ADD COLUMN x BIGINT", "CREATE NONSENSE"];
        migrate(&address, &[(1, FIRST), (2, broken)]).await.expect_err("nonsense");
        migrate(&address, &[(1, FIRST), (2, &["ALTER TABLE a ADD COLUMN x BIGINT"])])
            .await
            .expect("x is not there");
        let why = refused(&address, &[(1, FIRST), (2, SECOND)]).await;
        assert!(why.contains("migration 2"), "edited after it was applied: {why}");
        let why = refused(&address, &[(1, FIRST)]).await;
        assert!(why.contains("does not know"), "an older programme: {why}");
        migrate(&address, &[(1, FIRST), (2, &["ALTER TABLE a ADD COLUMN x BIGINT"]), (3, SECOND)])
            .await
            .expect("the third alone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_of_a_new_province_finds_each_key_for_itself() {
    let keys = [("stream", "stream"), ("command", "command_id"), ("series", "series")];
    for (text, plan) in plans_by_keys(64).await {
        let (_, key) =
            keys.iter().find(|(table, _)| text.contains(&format!("JOIN {table} "))).expect("known");
        let found = format!("Index Cond: ((tenant = $1) AND ({key} = ");
        assert!(plan.contains(&found), "{text}\nis to be found by {found}:\n{plan}");
    }
}
