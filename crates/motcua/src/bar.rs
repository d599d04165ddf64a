//! How far a long command is, on standard error: standard output holds the answer alone.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicI64, Ordering};

/// A bar where somebody looks on, lines where a file or another programme does, nothing for machines.
pub(crate) enum Bar {
    /// On a terminal; gone when the command is done.
    Drawn(ProgressBar),
    /// A line for each tenth.
    Lines {
        /// What is done: "rebuilding".
        what: &'static str,
        /// What is counted: "events".
        of: &'static str,
        /// Tenths told so far.
        told: AtomicI64,
    },
    /// With `--json`.
    Silent,
}

impl Bar {
    /// Begins with nothing done. `what` is an English verb in -ing, `of` what is counted.
    pub(crate) fn begin(what: &'static str, of: &'static str, json: bool) -> Self {
        if json {
            return Self::Silent;
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines { what, of, told: AtomicI64::new(0) };
        }
        let shape = format!("{{msg}} [{{wide_bar}}] {{pos}}/{{len}} {of}");
        let style = ProgressStyle::with_template(&shape).expect("a fixed template");
        Self::Drawn(ProgressBar::new(0).with_style(style).with_message(what))
    }

    /// So many are done of all there are.
    pub(crate) fn reached(&self, done: i64, all: i64) {
        match self {
            Self::Silent => {}
            Self::Drawn(bar) => {
                bar.set_length(u64::try_from(all).unwrap_or(0));
                bar.set_position(u64::try_from(done).unwrap_or(0));
            }
            Self::Lines { what, of, told } => {
                let tenth = (done * 10).checked_div(all).unwrap_or(0);
                if told.fetch_max(tenth, Ordering::Relaxed) < tenth {
                    eprintln!("{what}: {done} of {all} {of}");
                }
            }
        }
    }

    /// Done or failed: what comes next is the answer.
    pub(crate) fn end(self) {
        if let Self::Drawn(bar) = self {
            bar.finish_and_clear();
        }
    }
}
