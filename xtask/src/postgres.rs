//! A private PostgreSQL server: own folder, own port, gone when we are.

use crate::{Stop, programme};
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where Debian keeps the versions of the server.
const VERSIONS: &str = "/usr/lib/postgresql";
/// The oldest version the schema is tried on.
const OLDEST: u32 = 15;

/// A running server. It ends with this value, and also when this process is killed.
pub struct Server {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

/// The programmes of the newest server installed.
pub fn programmes() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).ok()?.flatten();
    let numbered = versions.filter_map(|entry| {
        Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
    });
    numbered
        .filter(|(version, bin)| {
            *version >= OLDEST && bin.join("initdb").exists() && bin.join("pg_ctl").exists()
        })
        .max_by_key(|(version, _)| *version)
        .map(|(_, bin)| bin)
}

impl Server {
    /// A server for tests: it keeps nothing, so it need not wait for the disk.
    pub fn start() -> Result<Self, Stop> {
        Self::with("-c fsync=off -c full_page_writes=off")
    }

    /// A server for figures: what it answered is on the disk. Buffers as an operator would give it on a small machine.
    pub fn durable() -> Result<Self, Stop> {
        Self::with("-c shared_buffers=1GB -c max_wal_size=4GB")
    }

    /// Makes a data folder and starts a server on it.
    ///
    /// `initdb` refuses root, so root runs it as `postgres`, in a folder that user may enter. The server listens on the
    /// loopback address only.
    fn with(settings: &str) -> Result<Self, Stop> {
        let bin = programmes().ok_or_else(|| Stop::usage("PostgreSQL is missing: cargo xtask setup"))?;
        let folder = std::env::temp_dir().join(format!("motcua-gate-pg-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder)
            .map_err(|error| Stop::failed(format!("{}: {error}", folder.display())))?;
        if programme::is_root() {
            programme::said(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let port = free_port()?;
        let server = Self { bin, folder, port };
        let data = server.folder.join("data");
        programme::said(server.as_owner("initdb").arg("-D").arg(&data).args([
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]))?;
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 {settings}",
            server.folder.display()
        );
        server.watch()?;
        let log = server.folder.join("log");
        // pg_ctl hands its output to the server, which would keep our pipe open: so it gets none.
        let started = programme::succeeds(
            server
                .as_owner("pg_ctl")
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(&log)
                .arg("-o")
                .arg(options)
                .args(["-w", "start"]),
        );
        if !started {
            let why = fs::read_to_string(&log).unwrap_or_default();
            return Err(Stop::failed(format!("PostgreSQL did not start\n{why}")));
        }
        Ok(server)
    }

    /// The address as the store's tests want it.
    pub fn dsn(&self) -> String {
        format!("host=127.0.0.1 port={} user=postgres dbname=postgres", self.port)
    }

    /// The address of its first database.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// A new, empty database and its address.
    pub fn fresh_database(&self, name: &str) -> Result<String, Stop> {
        let port = self.port.to_string();
        let mut create = Command::new(self.bin.join("createdb"));
        create.args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres", "-T", "template0", name]);
        programme::said(&mut create)?;
        Ok(format!("postgres://postgres@127.0.0.1:{port}/{name}"))
    }

    /// One of the server's programmes as the user that may run it.
    fn as_owner(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = if programme::is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder);
        command
    }

    /// A shell that stops the server when this process is gone, for whichever reason: Ctrl-C, a kill, a panic. It stands
    /// in a process group of its own, so that Ctrl-C does not reach it.
    fn watch(&self) -> Result<(), Stop> {
        let script = "while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; \
                      kill -INT \"$(head -1 \"$2/data/postmaster.pid\")\" 2>/dev/null; sleep 2; rm -rf \"$2\"";
        Command::new("sh")
            .args(["-c", script, "watcher", &std::process::id().to_string()])
            .arg(&self.folder)
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop)
            .map_err(|error| Stop::failed(format!("a watcher for PostgreSQL: {error}")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        programme::succeeds(self.as_owner("pg_ctl").arg("-D").arg(data).args([
            "-m",
            "immediate",
            "-w",
            "stop",
        ]));
        remove(&self.folder);
    }
}

fn remove(folder: &Path) {
    drop(fs::remove_dir_all(folder));
}

fn free_port() -> Result<u16, Stop> {
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| Stop::failed(format!("no free port: {error}")))
}

#[cfg(test)]
mod tests {
    use super::Server;
    use std::net::TcpStream;

    #[test]
    fn a_private_server_makes_databases_and_leaves_nothing_behind() {
        let server = Server::start().expect("it starts, for root too");
        let address = server.fresh_database("journeys").expect("a database");
        assert!(address.ends_with("/journeys"), "{address}");
        assert!(server.fresh_database("journeys").is_err(), "the name is taken: it is a real database");
        let (port, folder) = (server.port, server.folder.clone());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(!folder.exists(), "{}", folder.display());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
