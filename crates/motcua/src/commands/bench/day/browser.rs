//! Somebody's browser: cookies, pages read, forms sent. A form whose answer was lost is sent again, as it was, when the server is
//! back; so is a question.

use super::super::http::{Answer, Client, form, value_of};
use anyhow::{Context, ensure};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Longest wait for a server that was killed, or says that it is busy.
const GIVEN_UP: Duration = Duration::from_secs(60);
const AGAIN_AFTER: Duration = Duration::from_millis(40);

/// A form that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Act {
    pub(super) command: String,
    /// Address of the form.
    pub(super) path: String,
    /// Why it was not done, of no length when it was.
    pub(super) refused: String,
}

/// How long each kind of request took, pages and forms apart.
pub(super) type Times = BTreeMap<(Kind, String), Vec<Duration>>;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Page,
    Form,
}

/// The way to the server, and what went over it.
#[derive(Default)]
pub(super) struct Line {
    address: Mutex<String>,
    /// The server was killed: answers may be lost.
    down: AtomicBool,
    /// How often it was: connections of before are gone.
    kills: AtomicUsize,
    acts: Mutex<Vec<Act>>,
    times: Mutex<Times>,
    /// Requests whose answer was lost.
    pub(super) lost: AtomicUsize,
    /// Times the server said that it is busy.
    pub(super) busy: AtomicUsize,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    pub(super) fn to(address: &str) -> Arc<Self> {
        Arc::new(Self { address: Mutex::new(address.to_owned()), ..Self::default() })
    }

    pub(super) fn address(&self) -> String {
        locked(&self.address).clone()
    }

    /// The server is killed now: from here on answers may be lost.
    pub(super) fn goes_down(&self) {
        self.down.store(true, Ordering::SeqCst);
        self.kills.fetch_add(1, Ordering::SeqCst);
    }

    /// The server is back, and everybody has found it.
    pub(super) fn is_up(&self) {
        self.down.store(false, Ordering::SeqCst);
    }

    /// How often the server was killed so far.
    pub(super) fn kills(&self) -> usize {
        self.kills.load(Ordering::SeqCst)
    }

    /// Whether a connection of then may break: the server is down, or was killed since.
    pub(super) fn may_break(&self, then: usize) -> bool {
        self.down.load(Ordering::SeqCst) || self.kills() != then
    }

    /// Everything that was answered so far.
    pub(super) fn acts(&self) -> Vec<Act> {
        locked(&self.acts).clone()
    }

    /// How many forms were answered so far.
    pub(super) fn answered(&self) -> usize {
        locked(&self.acts).len()
    }

    /// How long each kind of request took.
    pub(super) fn times(&self) -> Times {
        locked(&self.times).clone()
    }

    fn took(&self, kind: Kind, name: &str, time: Duration) {
        locked(&self.times).entry((kind, name.to_owned())).or_default().push(time);
    }
}

/// What a page's forms carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    csrf: String,
    command: String,
}

impl Proof {
    /// Of the first form of a page; of the one behind these words, where a page has several.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn on(page: &str, behind: &str) -> anyhow::Result<Self> {
        let (_, rest) = page.split_once(behind).with_context(|| format!("the page lacks {behind}"))?;
        let value = |name| value_of(rest, name).map(str::to_owned);
        let (csrf, command) = value("csrf").zip(value("command_id")).context("the page has no form")?;
        Ok(Self { csrf, command })
    }
}

/// A form on its way.
struct Body {
    form: String,
    /// Sent by a script, for a part of the page.
    part: bool,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// The page it leads to.
    pub(super) to: String,
    /// Why it was not done, of no length when it was.
    pub(super) refused: String,
}

pub(super) struct Browser {
    line: Arc<Line>,
    client: Option<(usize, Client)>,
    cookies: BTreeMap<String, String>,
    /// An address of its own, as a proxy says it.
    from: String,
}

impl Browser {
    /// A browser that was never here, the so-manieth.
    pub(super) fn new(line: &Arc<Line>, number: usize) -> Self {
        let from = format!("10.{}.{}.{}", 1 + number / 62_500, number / 250 % 250, number % 250 + 1);
        Self { line: Arc::clone(line), client: None, cookies: BTreeMap::new(), from }
    }

    /// A page, in whole or in part.
    ///
    /// # Errors
    /// When it is not shown.
    pub(super) async fn page(&mut self, kind: &str, path: &str) -> anyhow::Result<String> {
        let answer = self.ask(kind, path, None).await?;
        ensure!(answer.status == 200, "{path} was answered {}", answer.status);
        Ok(answer.text())
    }

    /// Goes on over another line: what came before is not counted there.
    pub(super) fn goes_over(&mut self, line: &Arc<Line>) {
        self.line = Arc::clone(line);
        self.client = None;
    }

    /// What a form that is sent while one types brings: a part of the page.
    ///
    /// # Errors
    /// When it is not shown.
    pub(super) async fn part(
        &mut self,
        kind: &str,
        path: &str,
        proof: &Proof,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<String> {
        let mut pairs = vec![("csrf", proof.csrf.as_str()), ("command_id", proof.command.as_str())];
        pairs.extend(fields);
        let answer = self.ask(kind, path, Some(Body { form: form(&pairs), part: true })).await?;
        ensure!(answer.status == 200, "{path} was answered {}", answer.status);
        Ok(answer.text())
    }

    /// Sends a form and says where it leads.
    ///
    /// # Errors
    /// When it leads nowhere.
    pub(super) async fn send(
        &mut self,
        kind: &str,
        path: &str,
        proof: &Proof,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<Sent> {
        let mut pairs = vec![("csrf", proof.csrf.as_str()), ("command_id", proof.command.as_str())];
        pairs.extend(fields);
        let answer = self.ask(kind, path, Some(Body { form: form(&pairs), part: false })).await?;
        // The page again, with what is wrong: the rules said no.
        let said_no = matches!(answer.status, 409 | 422);
        let led_on = answer.status == 303 || said_no;
        ensure!(led_on, "{path} was answered {}: {}", answer.status, said(&answer.text()));
        let why = |cookie: &String| cookie.strip_prefix("motcua-said=no.").map(str::to_owned);
        let refused = if said_no { said(&answer.text()) } else { String::new() };
        let refused = answer.cookies.iter().find_map(why).unwrap_or(refused);
        let act = Act { command: proof.command.clone(), path: path.to_owned(), refused: refused.clone() };
        locked(&self.line.acts).push(act);
        Ok(Sent { to: answer.location, refused })
    }

    async fn ask(&mut self, kind: &str, path: &str, body: Option<Body>) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        loop {
            let (asked, kills) = (Instant::now(), self.line.kills());
            match self.once(path, body.as_ref()).await {
                Ok(answer) if answer.status == 503 && begun.elapsed() < GIVEN_UP => {
                    self.line.busy.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_secs(answer.retry_after.unwrap_or(1))).await;
                }
                Ok(answer) => {
                    let of = if body.is_some() { Kind::Form } else { Kind::Page };
                    self.line.took(of, kind, asked.elapsed());
                    self.keep(&answer);
                    return Ok(answer);
                }
                Err(error) => {
                    self.client = None;
                    ensure!(self.line.may_break(kills) && begun.elapsed() < GIVEN_UP, "{path}: {error:#}");
                    self.line.lost.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(AGAIN_AFTER).await;
                }
            }
        }
    }

    async fn once(&mut self, path: &str, body: Option<&Body>) -> anyhow::Result<Answer> {
        let kills = self.line.kills();
        let client = match self.client.take().filter(|(then, _)| *then == kills) {
            Some(client) => client,
            None => (kills, Client::to(&self.line.address()).await?),
        };
        let (_, client) = self.client.insert(client);
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = format!("Cookie: {}\r\nX-Forwarded-For: {}\r\n", cookies.join("; "), self.from);
        match body {
            None => client.get(path, &headers).await,
            Some(body) => {
                let part = if body.part { "HX-Request: true\r\n" } else { "" };
                let headers = format!("{headers}{part}");
                client.post(path, &headers, "application/x-www-form-urlencoded", &body.form).await
            }
        }
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in &answer.cookies {
            let Some((name, value)) = cookie.split_once('=') else { continue };
            // What is said once is read by no test: nobody looks at the next page for it.
            if value.is_empty() || name == "motcua-said" {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The words of a page that says what is wrong.
fn said(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let words = main.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, words)| words.trim());
    words.filter(|words| !words.is_empty()).take(6).collect::<Vec<_>>().join(" ")
}
