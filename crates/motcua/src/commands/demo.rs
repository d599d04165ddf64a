//! `motcua demo`: a small province filled by a seeded crowd and served, with stand-ins for telecom and mail in processes of
//! their own and a clock that a page can move forward.

use crate::bar::Bar;
use crate::cli::DemoArgs;
use crate::commands::filling;
use crate::commands::serve::{self, Told};
use crate::config::{Config, Place, ScanSettings};
use crate::jobs::Jobs;
use crate::node::Node;
use crate::open::PROVINCE;
use crate::{ended, print};
use adapters::mail::{MailAddress, Security, SmtpSettings};
use adapters::sms::{Phone, QuietHours, SmppSettings};
use anyhow::Context;
use app::{App, Clock, IdSource, ManualClock, MovableClock, Parts, SystemClock};
use async_trait::async_trait;
use calendar::WorkCalendar;
use domain::kernel::Millis;
use jobs::{Abreast, Sender};
use sim::{Crowd, Watcher, Wish};
use standin::OwnProcess;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::{Nonces, Options, Store};
use tempfile::TempDir;
use web::Web;

/// A demo started outside office hours begins that long after the next opening.
const MORNING_MS: Millis = 130 * 60_000;

/// What the crowd writes is committed after so many commands, and at every hour of its time. `serve` gathers nothing.
const GATHERED: usize = 1000;
/// Bytes of SQLite's write-ahead log: the larger, the fewer pages are folded back more than once.
const LARGE_LOG: u64 = 256 << 20;

pub(crate) async fn run(config: &Config, args: &DemoArgs) -> anyhow::Result<()> {
    let told = Told::listen()?;
    let listener = serve::bind(args.listen.or(config.listen).unwrap_or(serve::LISTEN)).await?;
    let folder = Folder::of(config)?;
    let options = Options {
        nonces: Nonces::seeded(args.seed),
        writers: 1,
        gathered: GATHERED,
        large_log: LARGE_LOG,
        ..Options::default()
    };
    let store = filling::open(&folder.place(config), &options).await?;
    let standins = Standins::start(folder.path()).await?;
    let outcome = served(config, args, &store, listener, &standins, told).await;
    store.close().await;
    standins.stop().await;
    outcome
}

async fn served(
    config: &Config,
    args: &DemoArgs,
    store: &Store,
    listener: tokio::net::TcpListener,
    standins: &Standins,
    told: Told,
) -> anyhow::Result<()> {
    let address = config.base_url.clone().map_or_else(|| serve::address_of(&listener), Ok)?;
    let parts = |clock: Arc<dyn Clock>, ids, history| Parts {
        store: store.clone(),
        tenant: PROVINCE,
        clock,
        ids,
        public_address: address.clone(),
        forms: config.forms.clone(),
        history_may_be_written: history,
    };
    let head = store.head(PROVINCE).await?.seq;
    let past = Arc::new(ManualClock::at(SystemClock.now()));
    let crowd_app = App::open(parts(past.clone(), IdSource::counting(1), true)).await?;
    let begin = match &args.at {
        Some(local) => crowd_app
            .directory()
            .calendar()
            .instant(local)
            .map_err(|error| ended::usage(error.to_string()))?,
        None => demo_now(crowd_app.directory().calendar(), SystemClock.now())?,
    };
    // A demo continued goes on where its journal ended, should that be later.
    let last = store.feed(PROVINCE, (head - 1).max(0), 1).await?.last().map_or(0, |event| event.recorded_at);
    let begin = begin.max(last);
    let clock = Arc::new(MovableClock::at(begin, args.live.unwrap_or(1)));
    let node = Node::take(store).await?;
    let app = App::open(parts(clock, IdSource::new(node.number()), false)).await?;
    let filling = Arc::new(AtomicBool::new(head == 0));
    let options = web::Options {
        demo: true,
        behind_proxy: config.behind_proxy,
        sms: true,
        recordings: config.recordings.clone(),
        filling: Arc::clone(&filling),
        standins: standins.pages().to_vec(),
        unreachable: vec![NO_SUCH_PHONE.to_owned(), NO_SUCH_MAILBOX.to_owned()],
        ..web::Options::default()
    };
    let web = Web::open(app.clone(), options).await?;
    let live = args.live.is_some();
    let crowd = (head == 0 || live).then(|| {
        let wish = if args.quiet {
            Wish::quiet(args.seed, args.days, begin)
        } else {
            Wish::province(args.seed, args.days, begin)
        };
        (Crowd::new(crowd_app.clone(), past, wish), crowd_app)
    });
    let with_standins = standins.configuration(config);
    let printer = standins.printer.address();
    let jobs = async move {
        if let Some((mut crowd, crowd_app)) = crowd {
            if head == 0 {
                let kept = crowd_app.store().clone();
                filling::begins(&kept).await?;
                fill(&mut crowd, Hourly::start(crowd_app, &with_standins)?).await?;
                filling::ended(&kept).await?;
                filling.store(false, Ordering::Relaxed);
            }
            // The crowd of the past took its numbers without paper: nobody prints for days gone by.
            put_printer(&app, printer).await?;
            if live {
                // It ends with the process: it owns no truth.
                tokio::spawn(go_on(crowd, app.clone()));
            }
        }
        Jobs::start(app, with_standins, None).await
    };
    let notice = || {
        let [sms, mail, printer] = standins.pages();
        print::line(format!("messages people get: {sms} and {mail}, tickets printed: {printer}"));
    };
    serve::serve_until_told(&web, listener, jobs, told, notice).await
}

/// The printer stands in the first hall, beside its kiosk.
async fn put_printer(app: &App, address: SocketAddr) -> anyhow::Result<()> {
    let hall = app.directory().halls_at(app.now()).next().map(|hall| hall.code.clone());
    let Some(hall) = hall else { return Ok(()) };
    let (name, value) = (format!("printer.{hall}"), address.to_string());
    app.store().put_setting(PROVINCE, &name, &value, "system:demo", app.now()).await?;
    Ok(app.reload().await?)
}

/// The crowd works through its days while the first pages are looked at already.
async fn fill(crowd: &mut Crowd, hourly: Hourly) -> anyhow::Result<()> {
    let began = std::time::Instant::now();
    print::line("filling the province: lists are still growing");
    let filled = crowd.fill(Some(&hourly)).await;
    hourly.bar.end();
    let filled = filled?;
    print::line(format!(
        "filled: {} dossiers received, {} results handed over, {} commands, {} refused, in {:.1} s",
        filled.received,
        filled.returned,
        filled.done,
        filled.refused,
        began.elapsed().as_secs_f32()
    ));
    Ok(())
}

/// People keep coming while somebody looks on.
async fn go_on(crowd: Crowd, app: App) {
    if let Err(error) = crowd.go_on(app).await {
        tracing::warn!(%error, "nobody comes any more");
    }
}

/// Sends what the crowd's past hours left in the outbox, at the crowd's time: messages say what was true then.
struct Hourly {
    sender: Sender,
    bar: Bar,
}

/// Messages of the past sent at once, and where the ids of what follows from them come from.
const SENT_ABREAST: usize = 160;
const SENDERS_FIRST_NODE: i64 = 700;

impl Hourly {
    fn start(app: App, config: &Config) -> anyhow::Result<Self> {
        // Receipts stay unanswered and come again to the live jobs.
        let ways = crate::jobs::ways(config)?;
        let abreast = Abreast::in_rounds(&app, &Arc::default(), SENT_ABREAST, SENDERS_FIRST_NODE);
        let sender = Sender::try_new(app, ways.transports)?.in_rounds(abreast);
        Ok(Self { sender, bar: Bar::begin("filling the province", "thousandths", false) })
    }
}

#[async_trait]
impl Watcher for Hourly {
    async fn hour_passed(&self, filled: i64) {
        self.bar.reached(filled, 1000);
        if let Err(error) = self.sender.run_once().await {
            tracing::warn!(%error, "messages of a past hour were not sent; they go with today's");
        }
    }
}

/// Now, to the full ten minutes, when the office is open; else the morning of the next working day: a demo at night would show
/// an empty hall.
fn demo_now(calendar: &WorkCalendar, now: Millis) -> anyhow::Result<Millis> {
    let opening = calendar.next_opening(now)?;
    if opening == now {
        return Ok(now / 600_000 * 600_000);
    }
    Ok(calendar.next_opening(calendar.midnight(calendar.local_date(opening)))?.max(opening) + MORNING_MS)
}

/// Where the demo keeps its data: a folder that goes with it, unless the visitor named a place.
enum Folder {
    Named(PathBuf),
    Ours(TempDir),
}

impl Folder {
    fn of(config: &Config) -> anyhow::Result<Self> {
        match &config.place {
            Some(Place::Folder(folder)) => {
                std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
                Ok(Self::Named(folder.clone()))
            }
            _ => Ok(Self::Ours(tempfile::Builder::new().prefix("motcua-demo-").tempdir()?)),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Named(folder) => folder,
            Self::Ours(folder) => folder.path(),
        }
    }

    fn place(&self, config: &Config) -> Place {
        config.place.clone().unwrap_or_else(|| Place::Folder(self.path().to_owned()))
    }
}

/// What the stand-ins never reach, so that a visitor can see what becomes of a message that does not arrive.
const NO_SUCH_PHONE: &str = "0900 000 404";
const NO_SUCH_MAILBOX: &str = "khongco@vidu.example";

/// What the stand-ins keep, in the demo's folder.
pub(super) const SMS_KEPT: &str = "standin-sms.jsonl";
pub(super) const MAIL_KEPT: &str = "standin-mail.jsonl";
const PAPER_KEPT: &str = "standin-printer.jsonl";

/// Telecom, mail and ticket printer, each a process of its own that cannot outlive the demo.
struct Standins {
    sms: OwnProcess,
    mail: OwnProcess,
    printer: OwnProcess,
    folder: PathBuf,
}

impl Standins {
    async fn start(folder: &Path) -> anyhow::Result<Self> {
        let (sms, mail, paper) = (folder.join(SMS_KEPT), folder.join(MAIL_KEPT), folder.join(PAPER_KEPT));
        let folder = folder.to_owned();
        tokio::task::spawn_blocking(move || {
            let phone = Phone::try_new(NO_SUCH_PHONE)?.digits().to_owned();
            let sms = standin("smsc", &sms, &["--undeliverable", &phone])?;
            let mail = standin("smtp", &mail, &["--refuse", NO_SUCH_MAILBOX])?;
            let printer = standin("printer", &paper, &["--paper", "300"])?;
            Ok(Self { sms, mail, printer, folder })
        })
        .await?
    }

    /// Where messages, letters and tickets can be read.
    fn pages(&self) -> [String; 3] {
        [&self.sms, &self.mail, &self.printer].map(|one| one.page().unwrap_or_default().to_owned())
    }

    /// The configuration with the stand-ins in place of the outside world; in the demo nobody sleeps.
    fn configuration(&self, config: &Config) -> Config {
        let mail = self.mail.address();
        Config {
            // Whatever database the demo is on, its log is signed with a key of its own.
            log_folder: Some(self.folder.clone()),
            quiet: QuietHours { from_minute: 0, to_minute: 0 },
            // A visitor without a scanner puts files into this folder.
            scans: ScanSettings {
                files: Some(config.scans.files.clone().unwrap_or_else(|| self.folder.join("files"))),
                tray: Some(config.scans.tray.clone().unwrap_or_else(|| self.folder.join("scanner"))),
                ..config.scans.clone()
            },
            sms: Some(SmppSettings { address: self.sms.address().to_string(), ..SmppSettings::default() }),
            mail: Some(SmtpSettings {
                host: mail.ip().to_string(),
                port: mail.port(),
                security: Security::PlainLoopback,
                extra_roots_pem: None,
                login: None,
                from: (
                    MailAddress::try_new("motcua@demo.example").expect("an address"),
                    "Một Cửa".to_owned(),
                ),
                reply_to: None,
                hello: "demo.example".to_owned(),
                connections: 2,
                answer_timeout: Duration::from_secs(10),
            }),
            ..config.clone()
        }
    }

    async fn stop(self) {
        let stopped =
            tokio::task::spawn_blocking(move || self.sms.stop() & self.mail.stop() & self.printer.stop())
                .await;
        if !stopped.unwrap_or(false) {
            tracing::warn!("a stand-in had to be ended by force");
        }
    }
}

/// Starts this very programme again as a stand-in.
fn standin(name: &str, kept: &Path, fault: &[&str]) -> anyhow::Result<OwnProcess> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args([
            "standin",
            name,
            "--listen",
            "127.0.0.1:0",
            "--page",
            "127.0.0.1:0",
            "--with-parent",
            "--store",
        ])
        .arg(kept)
        .args(fault);
    OwnProcess::start(&mut command).with_context(|| format!("the stand-in {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::CalendarFile;

    fn at(local: &str) -> String {
        let text = app::shipped_calendar("vn-public").expect("shipped");
        let file = CalendarFile::parse(&text).expect("whole");
        let calendar = WorkCalendar::build(&file, &[]).expect("whole");
        let now = calendar.instant(local).expect("a local time");
        let demo = demo_now(&calendar, now).expect("covered");
        calendar.local(demo).strftime("%a %Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn a_demo_begins_while_the_office_is_open() {
        assert_eq!(at("2026-11-24T08:47"), "Tue 2026-11-24T08:40");
        assert_eq!(at("2026-11-24T03:50"), "Tue 2026-11-24T09:10");
        assert_eq!(at("2026-11-24T22:00"), "Wed 2026-11-25T09:10");
        assert_eq!(at("2026-11-28T10:00"), "Mon 2026-11-30T09:10");
    }
}
