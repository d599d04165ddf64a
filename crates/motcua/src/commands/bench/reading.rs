//! `motcua bench reading`: what people look at all day, in a province that has so many dossiers, while others write at half of what
//! the server takes. Whoever looks comes at an hour that was set beforehand, so a page that is late is late for all who came.

use super::crowd::{Burst, Crowd, FOUND_IN};
use super::drive::Took;
use super::ground::{Ground, word};
use super::http::Client;
use super::layers::pages::{self, Sessions};
use super::load::{self, Loaded};
use super::province::{AGENCIES, Province, Seat};
use super::server::Server;
use super::visit::Producer;
use crate::cli::ReadingArgs;
use crate::config::Config;
use crate::{open, print};
use anyhow::Context;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Engine, Options};
use tokio::task::JoinSet;

/// A page people look at, and how many do each second.
#[derive(Clone, Copy, Debug)]
enum Look {
    /// The public page that finds a dossier by its code.
    Track,
    /// A specialist's own work, its first fifty lines.
    List,
    /// A head's: the unit's work, and how much everybody has.
    Unit,
}

const LOOKS: [(Look, f64); 3] = [(Look::Track, 20.0), (Look::List, 10.0), (Look::Unit, 5.0)];

impl Look {
    const fn word(self) -> &'static str {
        match self {
            Self::Track => "tracking by code",
            Self::List => "a specialist's list of fifty",
            Self::Unit => "a unit's work and its counts",
        }
    }
}

/// Where looks are cast.
struct Gallery {
    address: String,
    codes: Vec<String>,
    seats: Vec<Seat>,
    sessions: Sessions,
    connections: Mutex<Vec<Client>>,
}

/// How one kind of page was answered.
struct Seen {
    look: Look,
    took: Took,
    wrong: usize,
    first_wrong: String,
}

struct Measured {
    engine: Engine,
    loaded: Loaded,
    /// Dossiers a second that others went through with meanwhile.
    rate: f64,
    writing: Burst,
    seen: Vec<Seen>,
}

pub(super) async fn run(config: &Config, args: &ReadingArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    if args.json {
        print::json(&measured.json());
    } else {
        measured.lines().iter().for_each(print::line);
    }
    Ok(())
}

async fn measured(ground: &mut Ground, args: &ReadingArgs) -> anyhow::Result<Measured> {
    let place = ground.prepared().await?;
    let store = open::store(&place, Options::default()).await?;
    let app = open::app_for_a_moment(store.clone()).await?;
    let province = Province::with_seats(&app, AGENCIES)?;
    province.found(&app).await?;
    let sessions = pages::sign_in(&app, &province).await?;
    drop(app);
    open::close(store).await;
    let producers = Producer::all(&province);
    let loaded = load::dossiers(&place, &producers, usize::try_from(args.dossiers)?, args.json).await?;
    ground.counted().await?;
    let patch = ground.itself()?;
    let server = Server::start(ground, &patch).await?;
    let crowd = Crowd::at(&server.address, producers);
    let lasts = Duration::from_secs(args.seconds.into());
    let rate = crowd.saturation(FOUND_IN.min(lasts)).await? / 2.0;
    let gallery = Arc::new(Gallery {
        address: server.address.clone(),
        codes: loaded.codes.clone(),
        seats: province.seats,
        sessions,
        connections: Mutex::default(),
    });
    let half = [(rate, lasts)];
    let writing = crowd.burst("writing meanwhile", &half);
    let (writing, seen) = tokio::join!(writing, gallery.looked_at(lasts));
    let engine = ground.engine();
    server.end().await?;
    patch.clear().await?;
    Ok(Measured { engine, loaded, rate, writing: writing?, seen: seen? })
}

impl Gallery {
    async fn looked_at(self: &Arc<Self>, lasts: Duration) -> anyhow::Result<Vec<Seen>> {
        let mut kinds = JoinSet::new();
        for (look, rate) in LOOKS {
            let gallery = Arc::clone(self);
            kinds.spawn(async move { gallery.looks(look, rate, lasts).await });
        }
        let mut seen = Vec::new();
        while let Some(kind) = kinds.join_next().await {
            seen.push(kind?);
        }
        seen.sort_by_key(|seen| seen.look as u8);
        Ok(seen)
    }

    async fn looks(self: &Arc<Self>, look: Look, rate: f64, lasts: Duration) -> Seen {
        let begun = Instant::now();
        let many = (rate * lasts.as_secs_f64()) as usize;
        let mut coming = JoinSet::new();
        for number in 0..many {
            let at = begun + Duration::from_secs_f64(number as f64 / rate);
            tokio::time::sleep_until(at.into()).await;
            let gallery = Arc::clone(self);
            coming.spawn(async move { gallery.one(look, number).await.map(|()| at.elapsed()) });
        }
        let (mut times, mut wrong, mut first_wrong) = (Vec::new(), 0, String::new());
        while let Some(came) = coming.join_next().await {
            match came.map_err(anyhow::Error::from).and_then(|came| came) {
                Ok(time) => times.push(time),
                Err(error) => {
                    wrong += 1;
                    if first_wrong.is_empty() {
                        first_wrong = format!("{error:#}");
                    }
                }
            }
        }
        Seen { look, took: Took::new(begun.elapsed(), times), wrong, first_wrong }
    }

    async fn one(&self, look: Look, number: usize) -> anyhow::Result<()> {
        let seat = self.seats.get(number % self.seats.len()).context("nobody is there")?;
        let session = |person: &str| -> anyhow::Result<String> {
            let token = self.sessions.get(person).context("everybody was signed in")?;
            Ok(format!("Cookie: motcua={token}\r\n"))
        };
        let (path, headers, part) = match look {
            Look::Track => {
                // Far from the one before, and each time from another address.
                let code = self.codes.get(number * 389 % self.codes.len()).context("no code is known")?;
                let from = format!("X-Forwarded-For: 10.8.{}.{}\r\n", number / 250 % 250, number % 250 + 1);
                (format!("/track?code={code}"), from, code.as_str())
            }
            Look::List => ("/work".to_owned(), session(&seat.specialist.person)?, "/work"),
            Look::Unit => ("/work?tab=unit".to_owned(), session(&seat.head.person)?, "/work"),
        };
        let idle = self.connections.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut client = match idle {
            Some(client) => client,
            None => Client::to(&self.address).await?,
        };
        let shown = client.get(&path, &headers).await?;
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).push(client);
        anyhow::ensure!(shown.status == 200, "{path} was answered {}", shown.status);
        anyhow::ensure!(shown.text().contains(part), "{path} does not show {part}");
        Ok(())
    }
}

impl Measured {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{}, {} dossiers loaded in {:.0} s; {:.0} more a second come meanwhile, half of what the server takes",
                word(self.engine),
                self.loaded.dossiers,
                self.loaded.took.as_secs_f64(),
                self.rate
            ),
            format!("{:<34} {:>9} {:>8} {:>8} {:>6}", "", "requests", "p50 ms", "p99 ms", "wrong"),
        ];
        let line = |what: &str, took: &Took, wrong: usize, first: &str| {
            let why = if wrong > 0 { format!("  e.g. {first}") } else { String::new() };
            let (many, half, most) = (took.each.len(), took.within_ms(50), took.within_ms(99));
            format!("{what:<34} {many:>9} {half:>8.1} {most:>8.1} {wrong:>6}{why}")
        };
        lines.extend(
            self.seen.iter().map(|seen| line(seen.look.word(), &seen.took, seen.wrong, &seen.first_wrong)),
        );
        let writing = &self.writing.seen;
        let sent_away = writing.busy + writing.rude + writing.wrong;
        lines.push(line("writing meanwhile", &self.writing.took, sent_away, &writing.first_wrong));
        lines
    }

    fn json(&self) -> Value {
        let seen = self.seen.iter().map(|seen| {
            json!({
                "page": seen.look.word(),
                "answered": seen.took.each.len(),
                "p50_ms": seen.took.within_ms(50),
                "p99_ms": seen.took.within_ms(99),
                "wrong": seen.wrong,
                "first_wrong": seen.first_wrong,
            })
        });
        json!({
            "engine": word(self.engine),
            "dossiers": self.loaded.dossiers,
            "loaded_s": self.loaded.took.as_secs_f64(),
            "rate_per_s": self.rate,
            "pages": seen.collect::<Vec<_>>(),
            "writing": self.writing.json(),
        })
    }
}
