//! What a person waits for, seen from outside: a demo that fills its sixty days, its pages and papers, and a server on the same
//! data afterwards.

use super::paper::Paper;
use crate::stage::clock;
use crate::visitor::Visitor;
use crate::{Done, Stop};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// Pages that anybody may open.
const PAGES: [(&str, &str); 7] = [
    ("first page", "/"),
    ("a procedure", "/procedures/1.115778@quang-ninh"),
    ("kiosk", "/kiosk/H1"),
    ("display of a hall", "/display/H1"),
    ("tracking", "/track"),
    ("transparency log", "/log"),
    ("sign-in", "/sign-in"),
];
/// Rooms, and whose they are.
const ROOMS: [(&str, &str, &str); 5] = [
    ("ha.lt", "counter", "/desk"),
    ("ha.lt", "list of results", "/desk/returns"),
    ("hoang.lt", "a specialist's work", "/work"),
    ("anh.hh", "the hall now", "/floor"),
    ("anh.hh", "find", "/find"),
];
const PAPERS: [(&str, &str); 3] = [
    ("a dossier with its history", ""),
    ("receipt and appointment, PDF", "/slip.pdf"),
    ("cover sheet, PDF", "/cover.pdf"),
];
/// Requests for each page, one after the other, after a few that warm it up.
const REQUESTS: usize = 200;
const WARM_UP: usize = 20;
/// Working days of the demo.
const DAYS: &str = "60";
/// Longest wait for the address, and for the days to be filled.
const READY_WITHIN: Duration = Duration::from_mins(1);
const FILLED_WITHIN: Duration = Duration::from_mins(9);
/// What a fresh server is asked for before its memory is read.
const PAGES_SERVED: usize = 100;
const SLIPS_SERVED: usize = 10;
/// Of an account that lives as long as the measurement.
const PASSWORD: &str = "one-measurement-long";

pub fn measure(programme: &Path, folder: &Path, paper: &mut Paper) -> Done {
    let data = folder.join("demo");
    println!("filling {DAYS} working days ...");
    let mut command = Command::new(programme);
    command.arg("--data").arg(&data).args(["demo", "--days", DAYS, "--listen", "127.0.0.1:0"]);
    let demo = Demo::start(&mut command)?;
    let begun = Instant::now();
    let filled = demo.says("filled: ", FILLED_WITHIN)?;
    let took = begun.elapsed() + demo.ready_after;
    println!("pages ...");
    pages(&demo.address, paper)?;
    let memory = resident_mb(demo.child.id());
    let address_after = demo.ready_after;
    drop(demo);
    println!("a server on the same data ...");
    let served = served(programme, &data)?;
    let row = |what: &str, value: String| vec![what.to_owned(), value];
    let bytes = std::fs::metadata(programme).map_or(0, |facts| facts.len());
    let rows = [
        row(&format!("demo: its {DAYS} days filled"), format!("{:.0} s", took.as_secs_f64())),
        row("demo: its address printed", format!("{:.2} s", address_after.as_secs_f64())),
        row("demo: memory after it is filled", format!("{memory:.0} MB")),
        row("server: its address printed", format!("{:.2} s", served.ready_after.as_secs_f64())),
        row(
            &format!("server: memory after {PAGES_SERVED} pages and {SLIPS_SERVED} slips (aim: <= 150 MB)"),
            format!("{:.0} MB", served.memory_mb),
        ),
        row("the programme", format!("{:.0} MB", bytes as f64 / 1e6)),
    ];
    paper.table("Start, filling, memory", &["", "measured"], &rows);
    paper.part("The demo's crowd", filled.trim());
    Ok(())
}

fn wrong(page: &str, error: impl std::fmt::Display) -> Stop {
    Stop::failed(format!("{page}: {error}"))
}

/// Dossiers whose result waits at the provincial centre.
fn dossiers(officer: &mut Visitor) -> Result<Vec<String>, Stop> {
    let list = officer.get("/desk/returns").map_err(|error| wrong("/desk/returns", error))?.text();
    let numbers = list.split("open=").skip(1);
    let mut dossiers: Vec<String> = numbers
        .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
        .filter(|id: &String| !id.is_empty())
        .collect();
    dossiers.dedup();
    if dossiers.is_empty() {
        return Err(Stop::failed("no result waits at the provincial centre: the demo has filled nothing"));
    }
    Ok(dossiers)
}

fn pages(address: &str, paper: &mut Paper) -> Done {
    let mut rows = Vec::new();
    let mut visitor = Visitor::of(address);
    for (name, page) in PAGES {
        rows.push(row(&mut visitor, name, &[page.to_owned()])?);
    }
    for (who, name, page) in ROOMS {
        let mut visitor = Visitor::of(address);
        visitor.sign_in(who).map_err(|error| wrong(page, error))?;
        rows.push(row(&mut visitor, name, &[page.to_owned()])?);
    }
    let mut officer = Visitor::of(address);
    officer.sign_in("ha.lt").map_err(|error| wrong("/sign-in", error))?;
    let dossiers = dossiers(&mut officer)?;
    for (name, end) in PAPERS {
        let pages: Vec<String> = dossiers.iter().map(|id| format!("/dossiers/{id}{end}")).collect();
        rows.push(row(&mut officer, name, &pages)?);
    }
    let heads = ["page", "first byte, p50 ms", "p50 ms", "p95 ms", "p99 ms", "kB sent", "with its files, kB"];
    paper.table("Pages and papers", &heads, &rows);
    Ok(())
}

fn row(visitor: &mut Visitor, name: &str, pages: &[String]) -> Result<Vec<String>, Stop> {
    let (mut first, mut whole) = (Vec::with_capacity(REQUESTS), Vec::with_capacity(REQUESTS));
    for (turn, page) in pages.iter().cycle().take(WARM_UP + REQUESTS).enumerate() {
        let begun = Instant::now();
        let answer = visitor.get(page).map_err(|error| wrong(page, error))?;
        if answer.status != 200 {
            return Err(Stop::failed(format!("{page}: answered {}", answer.status)));
        }
        if turn >= WARM_UP {
            whole.push(begun.elapsed());
            first.push(answer.first_byte);
        }
    }
    let page = pages.first().map_or("/", String::as_str);
    let (sent, with_files) = weight(visitor, page)?;
    let ms = |times: &mut Vec<Duration>, percent: usize| {
        times.sort();
        format!("{:.2}", times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0)
    };
    let times = [ms(&mut first, 50), ms(&mut whole, 50), ms(&mut whole, 95), ms(&mut whole, 99)];
    let mut row = vec![name.to_owned()];
    row.extend(times);
    row.extend([sent, with_files].map(|bytes| format!("{:.1}", bytes as f64 / 1000.0)));
    Ok(row)
}

/// Bytes of a page as a browser gets them, and with the styles, scripts and fonts it names for a browser that has none of them yet.
fn weight(visitor: &mut Visitor, page: &str) -> Result<(usize, usize), Stop> {
    let plain = visitor.get(page).map_err(|error| wrong(page, error))?.text();
    let mut weighed = |path: &str| {
        visitor.get_packed(path).map(|answer| answer.body.len()).map_err(|error| wrong(path, error))
    };
    let sent = weighed(page)?;
    let mut with_files = sent;
    for file in files(&plain) {
        with_files += weighed(&file)?;
    }
    Ok((sent, with_files))
}

/// Addresses of files a page names.
fn files(page: &str) -> BTreeSet<String> {
    let named = page.split('"').filter(|word| word.starts_with("/assets/"));
    named.map(|file| file.split('#').next().unwrap_or(file).to_owned()).collect()
}

struct Served {
    ready_after: Duration,
    memory_mb: f64,
}

fn served(programme: &Path, data: &Path) -> Result<Served, Stop> {
    for person in ["ha.lt", "hoang.lt"] {
        add_account(programme, data, person)?;
    }
    let mut command = Command::new(programme);
    command.arg("--data").arg(data).args(["serve", "--listen", "127.0.0.1:0"]);
    let server = Demo::start(&mut command)?;
    let mut officer = Visitor::of(&server.address);
    officer.sign_in_with("ha.lt", PASSWORD).map_err(|error| wrong("/sign-in", error))?;
    let mut specialist = Visitor::of(&server.address);
    specialist.sign_in_with("hoang.lt", PASSWORD).map_err(|error| wrong("/sign-in", error))?;
    let ids = dossiers(&mut officer)?;
    let papers: Vec<String> = ids.iter().map(|id| format!("/dossiers/{id}")).collect();
    let rooms = PAGES.iter().map(|(_, page)| (*page).to_owned()).chain(["/desk/returns".to_owned()]);
    let pages: Vec<String> = rooms.chain(papers).collect();
    let opened = |visitor: &mut Visitor, page: &str| {
        let answer = visitor.get(page).map_err(|error| wrong(page, error))?;
        if answer.status == 200 { Ok(()) } else { Err(wrong(page, format!("answered {}", answer.status))) }
    };
    for page in pages.iter().cycle().take(PAGES_SERVED * 4 / 5) {
        opened(&mut officer, page)?;
    }
    for _ in 0..PAGES_SERVED / 5 {
        opened(&mut specialist, "/work")?;
    }
    for id in ids.iter().cycle().take(SLIPS_SERVED) {
        opened(&mut officer, &format!("/dossiers/{id}/slip.pdf"))?;
    }
    Ok(Served { ready_after: server.ready_after, memory_mb: resident_mb(server.child.id()) })
}

fn add_account(programme: &Path, data: &Path, person: &str) -> Done {
    let failed = |error: std::io::Error| wrong("motcua account add", error);
    let mut command = Command::new(programme);
    command.arg("--data").arg(data).args(["account", "add", person, "--person", person]);
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        writeln!(input, "{PASSWORD}").map_err(failed)?;
    }
    let status = child.wait().map_err(failed)?;
    if status.success() { Ok(()) } else { Err(wrong("motcua account add", status)) }
}

/// Memory of a process that is in use now.
fn resident_mb(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: f64 =
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN);
    kilobytes / 1000.0
}

/// A demo or a server in a process of its own, ended when dropped.
pub struct Demo {
    child: Child,
    /// `host:port`.
    pub address: String,
    /// From the start to the address.
    pub ready_after: Duration,
    lines: Receiver<String>,
}

impl Demo {
    /// Starts it and waits for its address.
    pub fn start(command: &mut Command) -> Result<Self, Stop> {
        let begun = Instant::now();
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child =
            spawned.map_err(|error| Stop::failed(format!("the demo cannot be started: {error}")))?;
        let output = child.stdout.take().expect("asked for above");
        let (found, lines) = mpsc::channel();
        // Reads on after the address: a full pipe would stop the demo.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                drop(found.send(line));
            }
        });
        let mut demo = Self { child, address: String::new(), ready_after: Duration::ZERO, lines };
        demo.address = demo.waits(READY_WITHIN, "an address", address_in)?;
        demo.ready_after = begun.elapsed();
        Ok(demo)
    }

    /// Waits until all its days are there.
    pub fn wait_until_filled(&self) -> Done {
        self.says("filled: ", FILLED_WITHIN).map(drop)
    }

    /// What follows these words when it says them.
    fn says(&self, words: &str, within: Duration) -> Result<String, Stop> {
        self.waits(within, words, |line| line.strip_prefix(words).map(str::to_owned))
    }

    fn waits(
        &self,
        within: Duration,
        what: &str,
        in_line: impl Fn(&str) -> Option<String>,
    ) -> Result<String, Stop> {
        let until = Instant::now() + within;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).map_err(|_| {
                Stop::failed(format!("it ended, or printed no {what:?} within {}", clock(within)))
            })?;
            if let Some(found) = in_line(&line) {
                return Ok(found);
            }
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // As an operator ends it: what is under way is finished, and the stand-ins go too.
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        if told.is_ok_and(|status| status.success()) {
            for _ in 0..80 {
                if !matches!(self.child.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
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
    use super::{address_in, files};

    #[test]
    fn the_address_is_found_in_a_sentence() {
        assert_eq!(address_in("ready: http://127.0.0.1:8080/kiosk").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(address_in("http://localhost:1 (Ctrl-C ends it)").as_deref(), Some("localhost:1"));
        assert_eq!(address_in("nothing here"), None);
    }

    #[test]
    fn a_page_weighs_with_every_file_it_names_once() {
        let page = r##"<link href="/assets/a.css"><use href="/assets/icons.svg#x"><use href="/assets/icons.svg#y">"##;
        assert_eq!(files(page).into_iter().collect::<Vec<_>>(), ["/assets/a.css", "/assets/icons.svg"]);
    }
}
