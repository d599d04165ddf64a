//! Figures of the release build, seen from outside: what a person waits for.

use crate::place::Place;
use crate::stage::{Stages, clock, quiet};
use crate::{Done, Stop, claim::Claim};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Pages that anybody may open.
const PAGES: &[&str] = &["/", "/kiosk", "/track", "/health/ready"];
/// Requests for each page, one after the other.
const REQUESTS: usize = 200;
/// Longest wait for the demo's address.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// `cargo xtask bench`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask bench takes no words"));
    }
    let claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask bench")?;
    let mut build = place.command("cargo");
    build.args(["build", "--release", "--locked"]).env("CARGO_TERM_COLOR", "never");
    stages.run("release build", &mut build, quiet)?;
    drop(claim);
    let programme = place.target.join("release/motcua");
    let bytes = std::fs::metadata(&programme).map_or(0, |facts| facts.len());
    println!("programme: {:.1} MB", bytes as f64 / 1e6);
    let folder = std::env::temp_dir().join(format!("motcua-bench-{}", std::process::id()));
    let mut command = Command::new(programme);
    command.arg("--data").arg(&folder).args(["demo", "--listen", "127.0.0.1:0"]);
    let measured = Demo::start(&mut command).and_then(|demo| {
        println!("demo's address after {}", clock(demo.ready_after));
        PAGES.iter().try_for_each(|page| measure(&demo.address, page))
    });
    drop(std::fs::remove_dir_all(&folder));
    measured
}

struct Demo {
    child: Child,
    address: String,
    ready_after: Duration,
}

impl Demo {
    fn start(command: &mut Command) -> Result<Self, Stop> {
        let begun = Instant::now();
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child =
            spawned.map_err(|error| Stop::failed(format!("the demo cannot be started: {error}")))?;
        let output = child.stdout.take().expect("asked for above");
        let (found, waiting) = mpsc::channel();
        // Reads on after the address: a full pipe would stop the demo.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    drop(found.send(address));
                }
            }
        });
        match waiting.recv_timeout(READY_WITHIN) {
            Ok(address) => Ok(Self { child, address, ready_after: begun.elapsed() }),
            Err(_) => {
                drop(child.kill());
                drop(child.wait());
                Err(Stop::failed(format!("the demo printed no address within {}", clock(READY_WITHIN))))
            }
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// `127.0.0.1:8080` of a line with `http://127.0.0.1:8080`.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://")?;
    let address = rest.split(|letter: char| letter.is_whitespace() || letter == '/').next()?;
    (!address.is_empty()).then(|| address.to_owned())
}

fn measure(address: &str, page: &str) -> Done {
    let failed = |error: std::io::Error| Stop::failed(format!("{page}: {error}"));
    let mut times = Vec::with_capacity(REQUESTS);
    let mut bytes = 0;
    for _ in 0..REQUESTS {
        let begun = Instant::now();
        let answer = get(address, page).map_err(failed)?;
        times.push(begun.elapsed());
        if !answer.starts_with("HTTP/1.1 200") {
            return Err(Stop::failed(format!("{page}: {}", answer.lines().next().unwrap_or_default())));
        }
        bytes = answer.len();
    }
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{page:<16} p50 {:>6.2} ms  p95 {:>6.2} ms  p99 {:>6.2} ms  {bytes} bytes",
        at(50),
        at(95),
        at(99)
    );
    Ok(())
}

fn get(address: &str, page: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {page} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        assert_eq!(address_in("ready: http://127.0.0.1:8080/kiosk").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(address_in("http://localhost:1 (Ctrl-C ends it)").as_deref(), Some("localhost:1"));
        assert_eq!(address_in("nothing here"), None);
    }
}
