//! Starting a stand-in as a process of its own: what the demo and the tests do.

use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Longest wait for `listening on`.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// Longest wait for the end after being asked to stop.
const STOPPED_WITHIN: Duration = Duration::from_secs(5);

/// A stand-in in a process of its own. Dropping it kills the process.
#[derive(Debug)]
pub struct OwnProcess {
    child: Child,
    input: Option<ChildStdin>,
    address: SocketAddr,
    page: Option<String>,
}

/// A stand-in's process that did not come up.
#[derive(Debug, thiserror::Error)]
pub enum OwnProcessError {
    /// The programme cannot be started or watched.
    #[error("the stand-in's process cannot be started or watched")]
    Process(#[source] io::Error),
    /// It ended, or said nothing of listening for a long while.
    #[error("the stand-in did not come up")]
    NotReady,
}

/// What a stand-in says of itself before it serves.
#[derive(Default)]
struct Said {
    page: Option<String>,
    address: Option<SocketAddr>,
}

impl OwnProcess {
    /// Starts `command`, whose words must end in a stand-in's name and flags, and waits until it listens.
    ///
    /// Standard input and output are taken over; with `--with-parent` among the words the process cannot outlive us.
    ///
    /// # Errors
    /// When it cannot be started or does not come up.
    pub fn start(command: &mut Command) -> Result<Self, OwnProcessError> {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(OwnProcessError::Process)?;
        let input = child.stdin.take();
        let output = child.stdout.take().expect("asked for above");
        let said = wait_until_ready(output);
        match said {
            Some((address, page)) => Ok(Self { child, input, address, page }),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                Err(OwnProcessError::NotReady)
            }
        }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of its page, if it has one.
    #[must_use]
    pub fn page(&self) -> Option<&str> {
        self.page.as_deref()
    }

    /// The process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end, at most five seconds; the time it took, `None` when it is still there.
    ///
    /// # Errors
    /// When the process cannot be watched.
    pub fn wait(&mut self) -> Result<Option<Duration>, OwnProcessError> {
        let begun = Instant::now();
        while begun.elapsed() < STOPPED_WITHIN {
            if self.child.try_wait().map_err(OwnProcessError::Process)?.is_some() {
                return Ok(Some(begun.elapsed()));
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(None)
    }

    /// Ends a process started with `--with-parent`, by ending its standard input; true when it went by itself.
    pub fn stop(mut self) -> bool {
        drop(self.input.take());
        matches!(self.wait(), Ok(Some(_)))
    }
}

impl Drop for OwnProcess {
    fn drop(&mut self) {
        // Both fail when it has ended already, which is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads the lines of the process, in a thread that goes on emptying the pipe: a full one would stop the process.
fn wait_until_ready(output: ChildStdout) -> Option<(SocketAddr, Option<String>)> {
    let (ready, waiting) = mpsc::channel();
    thread::spawn(move || {
        let mut said = Said::default();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            said.take(&line);
            if let Some(address) = said.address.take() {
                let _ = ready.send((address, said.page.take()));
            }
        }
    });
    waiting.recv_timeout(READY_WITHIN).ok()
}

impl Said {
    fn take(&mut self, line: &str) {
        if let Some((_, page)) = line.split_once("page http://") {
            self.page = Some(format!("http://{page}"));
        }
        if let Some((_, address)) = line.split_once("listening on ") {
            self.address = address.trim().parse().ok();
        }
    }
}
