use app::queries::statements;

#[tokio::test]
async fn every_statement_is_understood_by_both_engines_and_names_the_tenant() {
    let texts: Vec<String> = statements::ALL.iter().map(|statement| statement.sql.to_owned()).collect();
    assert_eq!(store::testing::unprepared(&texts).await, []);
    for statement in statements::ALL {
        assert!(statement.sql.contains("tenant = $1"), "{} does not name the tenant", statement.name);
    }
}
