//! Figures of the release build, seen from outside: what a person waits for.

use crate::place::Place;
use crate::stage::{Stages, clock, quiet};
use crate::visitor::Visitor;
use crate::{Done, Stop, claim::Claim};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Pages that anybody may open.
const PAGES: &[&str] =
    &["/", "/procedures/1.115778@quang-ninh", "/kiosk/H1", "/display/H1", "/track", "/health/ready"];
/// Requests for each page, one after the other, after a few that warm it up.
const REQUESTS: usize = 200;
const WARM_UP: usize = 20;
/// Longest wait for the demo's address.
const READY_WITHIN: Duration = Duration::from_mins(1);
/// Time the demo gets to fill its days before pages are measured.
const FILLED_WITHIN: Duration = Duration::from_secs(30);

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
    let measured = demo(&programme, &folder.join("demo")).and_then(|()| imports(place, &programme, &folder));
    drop(std::fs::remove_dir_all(&folder));
    measured.and_then(|()| searches(place))
}

/// Questions among ten thousand procedures, without pages around them.
fn searches(place: &Place) -> Done {
    let mut command = place.command("cargo");
    command.args(["run", "--release", "--locked", "-p", "search", "--example", "speed"]);
    let output =
        command.stderr(Stdio::null()).output().map_err(|error| Stop::failed(format!("search: {error}")))?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    if output.status.success() {
        Ok(())
    } else {
        Err(Stop::failed("search: its example ended with an error"))
    }
}

fn demo(programme: &Path, folder: &Path) -> Done {
    let mut command = Command::new(programme);
    command.arg("--data").arg(folder).args(["demo", "--days", "5", "--listen", "127.0.0.1:0"]);
    let demo = Demo::start(&mut command)?;
    println!("demo's address after {}", clock(demo.ready_after));
    std::thread::sleep(FILLED_WITHIN);
    println!("{:<34} {:>8} {:>8} {:>8}  {:>8}", "", "p50 ms", "p95 ms", "p99 ms", "bytes");
    let mut visitor = Visitor::of(&demo.address);
    for page in PAGES {
        measure(&mut visitor, page, &[(*page).to_owned()])?;
    }
    rooms(&demo.address)
}

/// What people at work open all day: their lists, a dossier, the printed slip.
fn rooms(address: &str) -> Done {
    let as_whom = |who: &str| {
        let mut visitor = Visitor::of(address);
        visitor.sign_in(who).map(|()| visitor).map_err(|error| Stop::failed(error.to_string()))
    };
    let mut officer = as_whom("ha.lt")?;
    let list = officer.get("/desk/returns").map_err(|error| Stop::failed(error.to_string()))?.text();
    let mut dossiers: Vec<String> = list
        .split("open=")
        .skip(1)
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
        .filter(|id: &String| !id.is_empty())
        .collect();
    dossiers.dedup();
    if dossiers.is_empty() {
        return Err(Stop::failed("no result waits at the provincial centre: the demo has filled nothing"));
    }
    measure(&mut officer, "/desk/returns", &["/desk/returns".to_owned()])?;
    let of_each = |end: &str| dossiers.iter().map(|id| format!("/dossiers/{id}{end}")).collect::<Vec<_>>();
    measure(&mut officer, "a dossier's page", &of_each(""))?;
    measure(&mut officer, "receipt and appointment (PDF)", &of_each("/slip.pdf"))?;
    measure(&mut officer, "cover sheet (PDF)", &of_each("/cover.pdf"))?;
    measure(&mut as_whom("hoang.lt")?, "/work", &["/work".to_owned()])?;
    measure(&mut as_whom("anh.hh")?, "/floor", &["/floor".to_owned()])
}

fn measure(visitor: &mut Visitor, name: &str, pages: &[String]) -> Done {
    let mut times = Vec::with_capacity(REQUESTS);
    let mut bytes = 0;
    for (turn, page) in pages.iter().cycle().take(WARM_UP + REQUESTS).enumerate() {
        let begun = Instant::now();
        let answer = visitor.get(page).map_err(|error| Stop::failed(format!("{page}: {error}")))?;
        if answer.status != 200 {
            return Err(Stop::failed(format!("{page}: answered {}", answer.status)));
        }
        if turn >= WARM_UP {
            times.push(begun.elapsed());
        }
        bytes = answer.body.len();
    }
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!("{name:<34} {:>8.2} {:>8.2} {:>8.2}  {bytes:>8}", at(50), at(95), at(99));
    Ok(())
}

/// The published procedures, first into an empty province, then once more; only where that set lies beside the clone.
fn imports(place: &Place, programme: &Path, folder: &Path) -> Done {
    let file = place.root.join("../shared/data/procedures/procedures.jsonl.gz");
    if !file.exists() {
        println!("import: skipped: no ../shared");
        return Ok(());
    }
    for time in ["first", "again"] {
        let mut command = Command::new(programme);
        command
            .arg("--data")
            .arg(folder.join("import"))
            .args(["import", "procedures"])
            .arg(&file)
            .arg("--json");
        let begun = Instant::now();
        let output = command.output().map_err(|error| Stop::failed(format!("import: {error}")))?;
        let took = begun.elapsed();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        if !output.status.success() {
            return Err(Stop::failed(format!("import: {}", String::from_utf8_lossy(&output.stderr))));
        }
        println!(
            "import, {time}: {:.2} s; rows {}, imported {}, changed {}, unchanged {}",
            took.as_secs_f64(),
            said["rows"],
            said["imported"],
            said["changed"],
            said["unchanged"]
        );
    }
    Ok(())
}

/// A demo in a process of its own, ended when dropped.
pub struct Demo {
    child: Child,
    /// `host:port`.
    pub address: String,
    /// From the start to the address.
    pub ready_after: Duration,
}

impl Demo {
    /// Starts it and waits for its address.
    pub fn start(command: &mut Command) -> Result<Self, Stop> {
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
