//! Throw-away databases: one is prepared, the others are copies of it, so that each measurement begins with the same.

use super::cpu::Whose;
use crate::config::{Config, Place};
use crate::open;
use anyhow::Context;
use std::path::{Path, PathBuf};
use store::Engine;
use store::bench::ThrowAway;
use tempfile::TempDir;

/// Where measurements take place.
pub(super) struct Ground {
    folder: TempDir,
    server: Option<Cluster>,
    /// Something was found in it, and somebody will want to look.
    kept: bool,
}

struct Cluster {
    dsn: String,
    first_process: u32,
    prepared: Option<ThrowAway>,
}

/// A database that is gone when this is told so; SQLite's folder goes with the ground in any case.
pub(super) struct Patch {
    pub(super) place: Place,
    dropped: Option<ThrowAway>,
}

impl Ground {
    /// Measures on a ground of its own, of which nothing is left, also when it failed.
    ///
    /// # Errors
    /// As measuring, and when something is left.
    pub(super) async fn lent<T>(
        config: &Config,
        measure: impl AsyncFnOnce(&mut Self) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut ground = Self::of(config).await?;
        let measured = measure(&mut ground).await;
        let cleared = ground.clear().await;
        let measured = measured?;
        cleared?;
        Ok(measured)
    }

    /// SQLite in a folder inside `--data`, or the server of `--db`.
    ///
    /// # Errors
    /// When there is no room, no server, or one on another machine: its processor time could not be counted.
    async fn of(config: &Config) -> anyhow::Result<Self> {
        let inside = match &config.place {
            Some(Place::Folder(folder)) => folder.clone(),
            _ => std::env::temp_dir(),
        };
        let folder = tempfile::Builder::new()
            .prefix("motcua-bench-")
            .tempdir_in(&inside)
            .with_context(|| format!("no throw-away folder can be made in {}", inside.display()))?;
        let server = match &config.place {
            Some(Place::Server(dsn)) => {
                let first = ThrowAway::first_process(dsn).await.context("the server of --db")?;
                let first = u32::try_from(first).ok().filter(|first| *first > 0);
                let first_process = first.ok_or_else(|| {
                    anyhow::anyhow!(
                        "the server of --db runs on another machine: what it costs could not be counted"
                    )
                })?;
                Some(Cluster { dsn: dsn.clone(), first_process, prepared: None })
            }
            _ => None,
        };
        Ok(Self { folder, server, kept: false })
    }

    pub(super) fn engine(&self) -> Engine {
        if self.server.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// Processor time of the PostgreSQL server; SQLite's is spent by whoever writes.
    pub(super) fn database(&self) -> Option<Whose> {
        self.server.as_ref().map(|server| Whose::Cluster(server.first_process))
    }

    /// A file of a throw-away configuration.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The database to prepare; close it before it is copied.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) async fn prepared(&mut self) -> anyhow::Result<Place> {
        let folder = self.file("prepared");
        match &mut self.server {
            None => Ok(Place::Folder(folder)),
            Some(server) => {
                let made = ThrowAway::make(&server.dsn, &name("prepared"), None).await?;
                let place = Place::Server(made.dsn());
                server.prepared = Some(made);
                Ok(place)
            }
        }
    }

    /// The prepared database is as a server finds it that has run for a while: its rows were counted.
    ///
    /// # Errors
    /// When they cannot be.
    pub(super) async fn counted(&self) -> anyhow::Result<()> {
        match self.server.as_ref().and_then(|server| server.prepared.as_ref()) {
            Some(prepared) => Ok(prepared.count().await?),
            None => Ok(()),
        }
    }

    /// A copy of what was prepared.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) async fn patch(&self, of: &str) -> anyhow::Result<Patch> {
        match &self.server {
            None => {
                let (from, to) = (self.file("prepared"), self.file(of));
                drop(std::fs::remove_dir_all(&to));
                std::fs::create_dir_all(&to)?;
                let whole = open::file_in(&from);
                let unfinished = PathBuf::from(format!("{}-wal", whole.display()));
                anyhow::ensure!(
                    std::fs::metadata(&unfinished).map_or(0, |log| log.len()) == 0,
                    "the prepared database was not closed"
                );
                std::fs::copy(whole, open::file_in(&to)).context("a copy of the prepared database")?;
                Ok(Patch { place: Place::Folder(to), dropped: None })
            }
            Some(server) => {
                let made = ThrowAway::make(&server.dsn, &name(of), server.prepared.as_ref()).await?;
                Ok(Patch { place: Place::Server(made.dsn()), dropped: Some(made) })
            }
        }
    }

    /// What was prepared, for what needs no second copy of it.
    ///
    /// # Errors
    /// When nothing was prepared.
    pub(super) fn itself(&mut self) -> anyhow::Result<Patch> {
        match &mut self.server {
            None => Ok(Patch { place: Place::Folder(self.file("prepared")), dropped: None }),
            Some(server) => {
                let made = server.prepared.take().context("nothing was prepared")?;
                Ok(Patch { place: Place::Server(made.dsn()), dropped: Some(made) })
            }
        }
    }

    /// It is left where it is. Where that is: a folder, or a database of the server.
    pub(super) fn keep(&mut self, patch: Patch) -> String {
        self.kept = true;
        match (patch.place, &patch.dropped) {
            (_, Some(made)) => format!("database {}", made.name()),
            (Place::Folder(folder), None) => format!("folder {}", folder.display()),
            (Place::Server(_), None) => String::from("the database of --db"),
        }
    }

    /// Nothing is left, unless it is to be kept.
    ///
    /// # Errors
    /// When something is.
    async fn clear(self) -> anyhow::Result<()> {
        if self.kept {
            drop(self.folder.keep());
            return Ok(());
        }
        if let Some(server) = self.server {
            ThrowAway::remove_all(&server.dsn, &name("")).await?;
        }
        Ok(self.folder.close()?)
    }
}

impl Patch {
    /// The file, where it is one.
    pub(super) fn file(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(open::file_in(folder)),
            Place::Server(_) => None,
        }
    }

    /// The server's database, of no length where it is a file.
    pub(super) fn dsn(&self) -> &str {
        match &self.place {
            Place::Folder(_) => "",
            Place::Server(dsn) => dsn,
        }
    }

    /// Gone.
    ///
    /// # Errors
    /// When it is not.
    pub(super) async fn clear(self) -> anyhow::Result<()> {
        if let Some(made) = self.dropped {
            made.remove().await?;
        }
        if let Place::Folder(folder) = &self.place {
            remove(folder)?;
        }
        Ok(())
    }
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    std::fs::remove_dir_all(folder).with_context(|| folder.display().to_string())
}

/// The engine's own name.
pub(super) const fn word(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    }
}

fn name(of: &str) -> String {
    format!("motcua_bench_{}_{of}", std::process::id())
}
