//! Stores for tests: a temporary SQLite file always, and a database of its own on a private PostgreSQL server.

use crate::store::{Options, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// A store that is gone when the test is.
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// How to open it again.
    pub address: Address,
    _folder: Option<TempDir>,
}

impl TestStore {
    /// A store on SQLite alone: for tests of what stands above the engines.
    pub async fn sqlite(options: Options) -> Self {
        let (address, folder) = sqlite_address();
        Self { store: address.open(options).await, engine: "sqlite", address, _folder: Some(folder) }
    }
}

impl TestStore {
    /// In how many files a text stands: of SQLite those beside the database, of PostgreSQL those of its tables and indexes. The server's own log is
    /// not among them.
    pub async fn files_holding(&self, text: &str) -> usize {
        match &self.address {
            Address::Sqlite(path) => {
                let folder = path.parent().expect("a file lies in a folder");
                let files = std::fs::read_dir(folder).expect("a folder").flatten();
                let holds = |bytes: &Vec<u8>| bytes.windows(text.len()).any(|part| part == text.as_bytes());
                files.filter_map(|file| std::fs::read(file.path()).ok()).filter(holds).count()
            }
            Address::Postgres(dsn) => {
                let (client, connection) = tokio_postgres::connect(dsn, tokio_postgres::NoTls)
                    .await
                    .expect("the test server can be reached");
                let driver = tokio::spawn(connection);
                client.batch_execute("CHECKPOINT").await.expect("a checkpoint");
                let found = "SELECT COUNT(*) FROM pg_class WHERE relkind IN ('r', 'i', 't') \
                             AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) \
                             AND position(convert_to($1, 'UTF8') IN pg_read_binary_file(pg_relation_filepath(oid))) > 0";
                let count: i64 = client.query_one(found, &[&text]).await.expect("files").get(0);
                drop(client);
                drop(driver.await);
                usize::try_from(count).expect("a count")
            }
        }
    }
}

/// How to open a store.
#[derive(Clone, Debug)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A data source name.
    Postgres(String),
}

impl Address {
    /// Opens it.
    pub async fn open(&self, options: Options) -> Store {
        match self {
            Self::Sqlite(path) => Store::open_sqlite(path, options).expect("the test's file can be opened"),
            Self::Postgres(dsn) => {
                Store::open_postgres(dsn, options).await.expect("the test's server can be reached")
            }
        }
    }
}

/// A fresh address on SQLite.
#[must_use]
pub fn sqlite_address() -> (Address, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    (Address::Sqlite(folder.path().join("motcua.db")), folder)
}

/// A fresh address on PostgreSQL: a new database on the server of `MOTCUA_TEST_PG_DSN`, or on one started here.
pub async fn postgres_address() -> Address {
    let server = server_dsn();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls)
        .await
        .expect("the test server can be reached");
    let driver = tokio::spawn(connection);
    client
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        ))
        .await
        .expect("a database");
    drop(client);
    drop(driver.await);
    let mut config: Vec<String> =
        server.split_whitespace().filter(|part| !part.starts_with("dbname=")).map(str::to_owned).collect();
    config.push(format!("dbname={name}"));
    Address::Postgres(config.join(" "))
}

/// A store on each engine.
pub async fn engines() -> Vec<TestStore> {
    engines_with(&Options::default()).await
}

/// A store on each engine, with these options.
///
/// Seeded nonces begin anew on each: the same commands leave the same journal on both.
pub async fn engines_with(options: &Options) -> Vec<TestStore> {
    let fresh = || Options { nonces: options.nonces.again(), ..options.clone() };
    let (sqlite, folder) = sqlite_address();
    let postgres = postgres_address().await;
    vec![
        TestStore {
            store: sqlite.open(fresh()).await,
            engine: "sqlite",
            address: sqlite,
            _folder: Some(folder),
        },
        TestStore {
            store: postgres.open(fresh()).await,
            engine: "postgres",
            address: postgres,
            _folder: None,
        },
    ]
}

/// Brings a database up by these numbered migrations, as opening a store does by its own.
///
/// # Errors
/// As opening a store.
pub async fn migrate(address: &Address, migrations: &[(i64, &[&str])]) -> Result<(), crate::StoreError> {
    let known: Vec<crate::migrate::Migration> = migrations
        .iter()
        .map(|(number, statements)| crate::migrate::Migration {
            number: *number,
            purpose: "of a test",
            statements: statements.iter().map(|text| (*text).to_owned()).collect(),
        })
        .collect();
    match address {
        Address::Sqlite(path) => crate::engine::sqlite::migrate(path, &known),
        Address::Postgres(dsn) => crate::engine::postgres::migrate(dsn, &known).await,
    }
}

/// Every text that makes SQLite read a whole table of a tenant, and where. `file` is opened as a store opens it, and made when it is
/// not there.
#[must_use]
pub fn whole_reads(file: &Path, texts: &[&str]) -> Vec<(String, Vec<String>)> {
    crate::engine::sqlite::whole_reads(file, texts)
}

/// Every text of these statements that an engine cannot prepare, with what it says.
pub async fn unprepared(texts: &[String]) -> Vec<(String, String)> {
    let mut bad = crate::engine::sqlite::prepare_all(texts);
    let Address::Postgres(dsn) = postgres_address().await else { return bad };
    drop(Store::open_postgres(&dsn, Options::default()).await.expect("the schema can be made"));
    let (client, connection) = tokio_postgres::connect(&dsn, tokio_postgres::NoTls).await.expect("reached");
    let driver = tokio::spawn(connection);
    for text in texts {
        if let Err(error) = client.prepare(text).await {
            let said =
                error.as_db_error().map_or_else(|| error.to_string(), |said| said.message().to_owned());
            bad.push((text.clone(), said));
        }
    }
    driver.abort();
    bad
}

/// What a batch reads by so many keys, each text with how PostgreSQL means to find them in tables that have never been counted,
/// whatever the keys. Empty where the tests have no server.
pub async fn plans_by_keys(keys: usize) -> Vec<(String, String)> {
    let Address::Postgres(dsn) = postgres_address().await else { return Vec::new() };
    drop(Store::open_postgres(&dsn, Options::default()).await.expect("the schema can be made"));
    let (client, connection) = tokio_postgres::connect(&dsn, tokio_postgres::NoTls).await.expect("reached");
    let driver = tokio::spawn(connection);
    let set = format!("{}; SET plan_cache_mode = force_generic_plan", crate::engine::postgres::BY_KEYS_ONLY);
    client.batch_execute(&set).await.expect("known settings");
    let mut plans = Vec::new();
    for text in crate::batch::asking(keys) {
        let values = vec!["'0'"; keys + 1].join(", ");
        client.batch_execute(&format!("DEALLOCATE ALL; PREPARE asked AS {text}")).await.expect("a text");
        let lines = client.simple_query(&format!("EXPLAIN EXECUTE asked ({values})")).await.expect("a plan");
        let line = |line: &tokio_postgres::SimpleQueryMessage| match line {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        };
        plans.push((text, lines.iter().filter_map(line).collect::<Vec<_>>().join("\n")));
    }
    driver.abort();
    plans
}

/// Every text the writer makes for n rows.
#[must_use]
pub fn generated_statements() -> Vec<String> {
    crate::writes::generated()
}

/// A PostgreSQL server of this process alone, gone with it.
pub struct PgServer {
    folder: PathBuf,
    dsn: String,
    options: String,
}

fn server_dsn() -> String {
    if let Ok(dsn) = std::env::var("MOTCUA_TEST_PG_DSN") {
        return dsn;
    }
    static SERVER: OnceLock<PgServer> = OnceLock::new();
    SERVER.get_or_init(PgServer::start).dsn.clone()
}

impl PgServer {
    /// initdb refuses root, so the server runs as `postgres` then, in a folder that user can enter, and ends with the
    /// process that started it: a small watcher stops it when this process is gone.
    #[must_use]
    pub fn start() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("motcua-pg-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(name);
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).expect("a folder for the server");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        let port = free_port();
        let options =
            format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300", folder.display());
        let dsn = format!("host=127.0.0.1 port={port} user=postgres dbname=postgres");
        let server = Self { folder, dsn, options };
        run(as_server_user("initdb").arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]));
        server.start_again();
        server.watch();
        server
    }

    /// How to reach its first database.
    #[must_use]
    pub fn dsn(&self) -> &str {
        &self.dsn
    }

    /// Stops it as a power cut would: nothing is finished, nothing is written that was not.
    pub fn crash(&self) {
        run(self.pg_ctl().args(["-m", "immediate", "-w", "stop"]));
    }

    /// Starts it, after a crash with recovery from its log.
    pub fn start_again(&self) {
        let log = self.folder.join("log");
        run(self.pg_ctl().arg("-l").arg(log).arg("-o").arg(&self.options).args(["-w", "start"]));
    }

    fn pg_ctl(&self) -> Command {
        let mut command = as_server_user("pg_ctl");
        command.arg("-D").arg(self.folder.join("data"));
        command
    }

    #[expect(clippy::zombie_processes, reason = "the watcher outlives this process: that is what it is for")]
    fn watch(&self) {
        let script = format!(
            "while kill -0 {} 2>/dev/null; do sleep 1; done; kill -INT $(head -1 {}) ; sleep 2; rm -rf {}",
            std::process::id(),
            self.folder.join("data/postmaster.pid").display(),
            self.folder.display()
        );
        Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a watcher");
    }
}

fn as_server_user(programme: &str) -> Command {
    let programme = newest_bin().join(programme);
    if !is_root() {
        return Command::new(programme);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(programme);
    command
}

fn newest_bin() -> PathBuf {
    let versions =
        std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed: cargo xtask setup");
    let mut bins: Vec<PathBuf> = versions
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    bins.sort();
    bins.pop().expect("the PostgreSQL server is installed: cargo xtask setup")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0"))
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
