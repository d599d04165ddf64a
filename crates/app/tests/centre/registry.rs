use app::queries::statements;

#[tokio::test]
async fn every_statement_is_understood_by_both_engines_and_names_the_tenant() {
    let texts: Vec<String> = statements::ALL.iter().map(|statement| statement.sql.to_owned()).collect();
    assert_eq!(store::testing::unprepared(&texts).await, []);
    for statement in statements::ALL {
        let named = statement.sql.contains("tenant = $1")
            || (statement.sql.starts_with("INSERT INTO")
                && statement.sql.contains("(tenant,")
                && statement.sql.contains("VALUES ($1,"));
        assert!(named, "{} does not name the tenant", statement.name);
    }
}
