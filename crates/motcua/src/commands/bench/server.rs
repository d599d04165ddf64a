//! A server as an operator starts it, on a throw-away database: a process of its own, gone when dropped.

use super::cpu::Whose;
use super::ground::{Ground, Patch};
use crate::config::Place;
use anyhow::Context;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What the configuration says: each producer is a person of its own, not one who presses a thousand buttons a second.
const CONFIGURATION: &str = "behind_proxy = true\n";
/// Longest wait for the address.
const READY_WITHIN: Duration = Duration::from_secs(60);

pub(super) struct Server {
    child: Child,
    /// `host:port`.
    pub(super) address: String,
}

impl Server {
    /// `motcua serve`, with the log a server usually writes, which nobody reads.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub(super) async fn start(ground: &Ground, patch: &Patch) -> anyhow::Result<Self> {
        Self::started(ground, patch, &["serve", "--listen", "127.0.0.1:0"]).await
    }

    /// Any command that serves pages.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub(super) async fn started(ground: &Ground, patch: &Patch, words: &[&str]) -> anyhow::Result<Self> {
        let configuration = ground.file("bench.toml");
        std::fs::write(&configuration, CONFIGURATION)?;
        let mut command = Command::new(std::env::current_exe()?);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("MOTCUA_") {
                command.env_remove(name);
            }
        }
        command.arg("--config").arg(configuration);
        match &patch.place {
            Place::Folder(folder) => command.arg("--data").arg(folder),
            // Not among the arguments: it may hold a password.
            Place::Server(dsn) => command.env("MOTCUA_DB", dsn),
        };
        command.args(words);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().context("the server cannot be started")?;
        let output = child.stdout.take().context("its output")?;
        let mut lines = BufReader::new(output).lines();
        let said = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(address) = line.strip_prefix("listening on http://") {
                    return Ok(address.to_owned());
                }
            }
            anyhow::bail!("the server ended before it listened; run it by hand to see why: motcua serve")
        };
        let address =
            tokio::time::timeout(READY_WITHIN, said).await.context("the server does not listen")??;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address })
    }

    /// Its processor time.
    pub(super) fn whose(&self) -> Whose {
        Whose::Process(self.child.id().unwrap_or(u32::MAX))
    }

    /// Ends it as a power cut does, and waits until it has.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub(super) async fn end(mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }
}
