use app::queries::statements;

fn all() -> impl Iterator<Item = &'static store::Statement> {
    statements::ALL
        .iter()
        .chain(statements::post::ALL)
        .chain(statements::estimates::ALL)
        .chain(statements::extension::ALL)
        .chain(statements::flow::ALL)
        .chain(statements::silence::ALL)
        .chain(statements::evaluation::ALL)
        .chain(statements::delegations::ALL)
}

#[tokio::test]
async fn every_statement_is_understood_by_both_engines_and_names_the_tenant() {
    let texts: Vec<String> = all().map(|statement| statement.sql.to_owned()).collect();
    assert_eq!(store::testing::unprepared(&texts).await, []);
    for statement in all() {
        let named = statement.sql.contains("tenant = $1")
            || (statement.sql.starts_with("INSERT INTO")
                && statement.sql.contains("(tenant,")
                && statement.sql.contains("VALUES ($1,"));
        assert!(named, "{} does not name the tenant", statement.name);
    }
}

/// What may be read whole, and why.
const READ_WHOLE: &[&str] = &[
    // One row a tenant.
    "JOURNAL_HEAD",
    // A page that shows all of them.
    "ACCOUNTS",
    // Read with the edited things, each time their version moves.
    "DELEGATIONS",
    // Once, when a server starts.
    "FREE_OUTBOX",
    // A frozen report counted again as it was known then: rare.
    "TALLY_KNOWN",
    "COUNTED_KNOWN",
];

#[test]
fn no_question_reads_a_whole_table() {
    let (address, _folder) = store::testing::sqlite_address();
    let store::testing::Address::Sqlite(file) = address else { panic!("a file") };
    let asked = all().filter(|statement| !READ_WHOLE.contains(&statement.name));
    let texts: Vec<&str> = asked.map(|statement| statement.sql).collect();
    assert_eq!(store::testing::whole_reads(&file, &texts), []);
}
