//! Databases on a PostgreSQL server that are made for a measurement and dropped after it.

use crate::error::StoreError;
use tokio_postgres::NoTls;

/// A database of a name of our own. Dropped by [`ThrowAway::remove`], or by the next one of that name.
#[derive(Clone, Debug)]
pub struct ThrowAway {
    server: String,
    name: String,
}

impl ThrowAway {
    /// A fresh database beside the one that is named, which is not touched: empty, or a copy of another that nobody has open.
    ///
    /// # Errors
    /// When the server cannot be reached, or the user may not make databases.
    pub async fn make(server: &str, name: &str, copy_of: Option<&Self>) -> Result<Self, StoreError> {
        let made = Self { server: server.to_owned(), name: name.to_owned() };
        made.remove().await?;
        let template = copy_of.map_or("template0", |other| other.name.as_str());
        let how = match copy_of {
            Some(_) => "",
            None => " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
        };
        // Connections of a pool that was closed a moment ago.
        let still_there = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
        made.tell(&format!("{still_there} = '{template}'")).await?;
        made.tell(&format!("CREATE DATABASE {name} TEMPLATE {template}{how}")).await?;
        // What was written for the copy is not written out in the middle of a measurement.
        made.tell("CHECKPOINT").await?;
        Ok(made)
    }

    /// Drops it, whoever has it open.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn remove(&self) -> Result<(), StoreError> {
        self.tell(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await
    }

    /// Drops every database whose name begins so: also those of a measurement that failed.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn remove_all(server: &str, beginning: &str) -> Result<(), StoreError> {
        let (client, connection) = tokio_postgres::connect(server, NoTls).await?;
        let driver = tokio::spawn(connection);
        let ours = "SELECT datname FROM pg_database WHERE starts_with(datname, $1)";
        for row in client.query(ours, &[&beginning]).await? {
            let name: String = row.try_get(0)?;
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        drop(client);
        drop(driver.await);
        Ok(())
    }

    /// What the server calls it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its data source name.
    #[must_use]
    pub fn dsn(&self) -> String {
        named(&self.server, &self.name)
    }

    /// Counts and tidies its rows, as the server does by itself some minutes after they came: plans follow, and nobody waits beside it.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn count(&self) -> Result<(), StoreError> {
        Self { server: self.dsn(), name: self.name.clone() }.tell("VACUUM (ANALYZE)").await
    }

    /// Process id of the server's first process, the parent of all others; 0 when it does not run on this machine.
    ///
    /// # Errors
    /// When the server cannot be reached.
    pub async fn first_process(server: &str) -> Result<i32, StoreError> {
        let (client, connection) = tokio_postgres::connect(server, NoTls).await?;
        let driver = tokio::spawn(connection);
        let row = client.query_one("SELECT pg_backend_pid()", &[]).await?;
        let parent = parent_of(row.try_get(0)?);
        drop(client);
        drop(driver.await);
        Ok(parent)
    }

    async fn tell(&self, text: &str) -> Result<(), StoreError> {
        let (client, connection) = tokio_postgres::connect(&self.server, NoTls).await?;
        let driver = tokio::spawn(connection);
        let told = client.batch_execute(text).await;
        drop(client);
        drop(driver.await);
        Ok(told?)
    }
}

/// Reads `/proc`: 0 where there is no such process on this machine.
fn parent_of(process: i32) -> i32 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let is_postgres = stat.contains("(postgres)");
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let parent = behind.split_whitespace().nth(1).and_then(|text| text.parse().ok());
    parent.filter(|_| is_postgres).unwrap_or(0)
}

/// The same server, another database: of an address or of words.
fn named(server: &str, name: &str) -> String {
    let Some((scheme, rest)) = server.split_once("://") else { return format!("{server} dbname={name}") };
    let (address, options) = rest.split_once('?').map_or((rest, None), |(one, two)| (one, Some(two)));
    let host = address.split_once('/').map_or(address, |(host, _)| host);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{scheme}://{host}/{name}{options}")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn another_database_of_the_same_server_is_named_in_both_ways_of_writing() {
        assert_eq!(named("postgres://me@here:5/mine?a=b", "other"), "postgres://me@here:5/other?a=b");
        assert_eq!(named("postgres://me@here", "other"), "postgres://me@here/other");
        assert_eq!(named("host=here dbname=mine", "other"), "host=here dbname=mine dbname=other");
    }
}
