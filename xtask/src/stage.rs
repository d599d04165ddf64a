//! One stage of a gate: a programme run with its whole output in a log, its time, and on failure the end of that log
//! and the command that repeats it.

use crate::place::Place;
use crate::{Done, Stop};
use std::fs::{self, File};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Lines of the log shown when a stage fails.
const TAIL_LINES: usize = 70;
/// How often a log without a terminal says that work goes on.
const SIGN_OF_LIFE: Duration = Duration::from_mins(1);

/// The stages run so far.
pub struct Stages {
    logs: PathBuf,
    again: String,
    begun: Instant,
    ended: Vec<Ended>,
}

struct Ended {
    name: String,
    took: Duration,
    passed: bool,
}

/// Which lines of a log are shown although all is well: the runner's own closing lines.
pub type Closing = fn(&str) -> bool;

/// No line is.
pub fn quiet(_: &str) -> bool {
    false
}

impl Stages {
    /// Begins; `again` is the command that repeats what fails.
    pub fn begin(place: &Place, again: &str) -> Result<Self, Stop> {
        let logs = place.target.join("gate");
        fs::create_dir_all(&logs).map_err(|error| Stop::failed(format!("{}: {error}", logs.display())))?;
        Ok(Self { logs, again: again.to_owned(), begun: Instant::now(), ended: Vec::new() })
    }

    /// What repeats the stages from here on.
    pub fn repeated_by(&mut self, command: String) {
        self.again = command;
    }

    /// Runs a programme as a stage.
    pub fn run(&mut self, name: &str, command: &mut Command, closing: Closing) -> Done {
        let log = self.logs.join(format!("{}.log", name.replace(' ', "-")));
        println!("{name} ...");
        let begun = Instant::now();
        let status = run_logged(name, command, &log)?;
        let took = begun.elapsed();
        let passed = status.success();
        self.ended.push(Ended { name: name.to_owned(), took, passed });
        if passed {
            // As the runner wrote them: others read these lines too.
            for line in lines(&log).iter().filter(|line| closing(line)) {
                println!("{line}");
            }
            println!("{name} ok, {}", clock(took));
            return Ok(());
        }
        let all = lines(&log);
        for line in &all[all.len().saturating_sub(TAIL_LINES)..] {
            println!("  | {line}");
        }
        Err(self.failure(name, &format!("{status}, after {}; all of it: {}", clock(took), log.display())))
    }

    /// Runs a check of our own as a stage.
    pub fn check(&mut self, name: &str, check: impl FnOnce() -> Result<String, Vec<String>>) -> Done {
        println!("{name} ...");
        let begun = Instant::now();
        let found = check();
        let took = begun.elapsed();
        self.ended.push(Ended { name: name.to_owned(), took, passed: found.is_ok() });
        match found {
            Ok(said) => {
                println!("  {said}\n{name} ok, {}", clock(took));
                Ok(())
            }
            Err(lines) => {
                for line in &lines {
                    println!("  | {line}");
                }
                Err(self.failure(name, &format!("{} found", lines.len())))
            }
        }
    }

    fn failure(&self, name: &str, how: &str) -> Stop {
        Stop::failed(format!("FAILED: {name} ({how})\nagain: {}", self.again))
    }

    /// The time of each stage as bars, and whether all passed.
    pub fn summary(&self) {
        let longest =
            self.ended.iter().map(|stage| stage.took).max().unwrap_or_default().as_secs_f64().max(0.001);
        println!();
        for stage in &self.ended {
            let bar = "#".repeat((stage.took.as_secs_f64() / longest * 40.0).round() as usize);
            let verdict = if stage.passed { "ok    " } else { "FAILED" };
            println!("  {verdict} {:<22} {:>7}  {bar}", stage.name, clock(stage.took));
        }
        println!("  {} stages in {}", self.ended.len(), clock(self.begun.elapsed()));
    }
}

fn run_logged(name: &str, command: &mut Command, log: &Path) -> Result<ExitStatus, Stop> {
    let failed = |error: std::io::Error| Stop::failed(format!("{name}: {command:?}: {error}"));
    let file = File::create(log).map_err(failed)?;
    let also = file.try_clone().map_err(failed)?;
    let mut child = command.stdin(Stdio::null()).stdout(file).stderr(also).spawn().map_err(|error| {
        Stop::failed(format!(
            "{name}: {} cannot be started: {error}",
            command.get_program().to_string_lossy()
        ))
    })?;
    wait(&mut child, log).map_err(|error| Stop::failed(format!("{name}: {error}")))
}

/// Waits; a terminal sees the last line change, a log gets a line a minute.
fn wait(child: &mut Child, log: &Path) -> std::io::Result<ExitStatus> {
    let begun = Instant::now();
    let terminal = std::io::stdout().is_terminal();
    let pause = if terminal { Duration::from_secs(1) } else { SIGN_OF_LIFE };
    let mut shown = begun;
    loop {
        if let Some(status) = child.try_wait()? {
            if terminal {
                print!("\r\x1b[K");
                std::io::stdout().flush()?;
            }
            return Ok(status);
        }
        if shown.elapsed() >= pause {
            shown = Instant::now();
            let last: String = last_line(log).chars().take(90).collect();
            if terminal {
                print!("\r\x1b[K  {} {last}", clock(begun.elapsed()));
                std::io::stdout().flush()?;
            } else {
                println!("  {} {last}", clock(begun.elapsed()));
            }
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn lines(log: &Path) -> Vec<String> {
    let bytes = fs::read(log).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}

fn last_line(log: &Path) -> String {
    lines(log).pop().unwrap_or_default().trim().to_owned()
}

/// `1:05`.
pub fn clock(took: Duration) -> String {
    if took < Duration::from_secs(10) {
        return format!("{:.1} s", took.as_secs_f64());
    }
    format!("{}:{:02}", took.as_secs() / 60, took.as_secs() % 60)
}
