//! The schema and every text that is asked.

use store::testing::{generated_statements, unprepared};

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
