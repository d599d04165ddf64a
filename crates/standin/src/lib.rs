//! Thế thân: servers that stand in for the outside worlds, each in a process of its own, for tests and the demo.
//!
//! `motcua standin smsc …` is a message centre speaking SMPP 3.4, `motcua standin smtp …` a mail server, `motcua standin
//! printer …` a receipt printer speaking ESC/POS, `motcua standin clamd …` a virus scanner. They keep what they received in a JSON Lines file and show it on a small page
//! (`/messages`, `/messages.json`), so that a visitor of the demo sees the messages and tickets people would have got. What was
//! received can only be read; a printer also has a roll to take out and a cover to open. They bind to this machine only, and are
//! never reachable from `motcua serve`.
//!
//! Protocols are written here by hand on purpose: a fault in a library the adapter uses would hide itself if the other
//! side used the same library.
//!
//! # Adding a stand-in
//! A module with `Settings`, faults as plain numbers in it, and a `start` that answers [`Running`]; then a word in
//! [`run_from_args`].

#![deny(missing_docs)]

mod arguments;
pub mod clamd;
mod kept;
mod own_process;
mod page;
pub mod printer;
mod running;
pub mod smsc;
pub mod smtp;

pub use arguments::run_from_args;
pub use kept::Kept;
pub use own_process::{OwnProcess, OwnProcessError};
pub use running::Running;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What all stand-ins need.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where to listen; port 0 takes a free one. Loopback only.
    pub listen: SocketAddr,
    /// Where to show what was received, if anywhere. Loopback only.
    pub page: Option<SocketAddr>,
    /// The JSON Lines file; `None` keeps it in memory. An existing file is read and continued.
    pub store: Option<PathBuf>,
}

impl Place {
    /// A free port on this machine, nothing kept on disk, no page.
    #[must_use]
    pub fn anywhere() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 0)), page: None, store: None }
    }
}

/// A stand-in that cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StandinError {
    /// Someone asked for an address others could reach.
    #[error("{0} is not on this machine: a stand-in listens on loopback only")]
    NotLoopback(SocketAddr),
    /// The port is taken, or the like.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The file of what was received cannot be read or written.
    #[error("cannot keep messages in {0}")]
    Store(PathBuf, #[source] io::Error),
    /// A line of that file is no message.
    #[error("line {line} of {path} is no message")]
    StoreLine {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// Signals cannot be waited for.
    #[error("cannot wait for signals")]
    Signals(#[source] io::Error),
    /// The command line is wrong.
    #[error("{0}\n{USAGE}", USAGE = arguments::USAGE)]
    Usage(String),
}
