//! A display in the hall, as `live.js` and `display.js` work it: it listens, fetches its part again when it is told that the hall
//! moved, and says each call once. When the line breaks it listens again from what it heard last.

use super::super::http::{Events, Heard};
use super::browser::{Browser, Line};
use super::hall::HALL;
use super::reading::{self, Call, Display};
use anyhow::{Context, ensure};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;

/// A server that lives says so every five seconds.
const SILENT: Duration = Duration::from_secs(20);
/// So long after the page its scripts begin to listen.
const SCRIPTS: Duration = Duration::from_millis(150);
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// What a display has shown and said.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) now: Display,
    /// Calls in the order in which they were said.
    pub(super) said: Vec<Call>,
    /// Times it was told that the hall moved.
    pub(super) told: usize,
    /// Times it had to listen anew.
    pub(super) again: usize,
    /// What went wrong, of no length when nothing did.
    pub(super) wrong: String,
}

/// A display that is on.
pub(super) struct Screen {
    shown: Arc<Mutex<Shown>>,
    task: JoinHandle<()>,
}

impl Screen {
    /// Switches it on.
    pub(super) fn on(line: &Arc<Line>, number: usize) -> Self {
        let shown = Arc::new(Mutex::new(Shown::default()));
        let watch = Watch {
            line: Arc::clone(line),
            browser: Browser::new(line, number),
            shown: Arc::clone(&shown),
            heard: String::new(),
            moved: 0,
            ids: BTreeSet::new(),
        };
        let kept = Arc::clone(&shown);
        let task = tokio::spawn(async move {
            let mut watch = watch;
            if let Err(error) = watch.goes_on().await {
                locked(&kept).wrong = format!("{error:#}");
            }
        });
        Self { shown, task }
    }

    /// What it shows and has said.
    pub(super) fn shown(&self) -> Shown {
        locked(&self.shown).clone()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked(shown: &Mutex<Shown>) -> MutexGuard<'_, Shown> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Watch {
    line: Arc<Line>,
    browser: Browser,
    shown: Arc<Mutex<Shown>>,
    /// Id of the last event.
    heard: String,
    /// Number of the last change it was told.
    moved: i64,
    ids: BTreeSet<String>,
}

impl Watch {
    async fn goes_on(&mut self) -> anyhow::Result<()> {
        self.opens().await?;
        loop {
            let kills = self.line.kills();
            if let Err(error) = self.listen().await {
                ensure!(self.line.may_break(kills), "the stream of a display: {error:#}");
            }
            locked(&self.shown).again += 1;
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    /// Opens the page; a moment goes by before it listens.
    async fn opens(&mut self) -> anyhow::Result<()> {
        let page = self.browser.page("display", &format!("/display/{HALL}")).await?;
        self.heard = reading::after(&page).context("a page without the number of its last change")?;
        self.shows(&page);
        tokio::time::sleep(SCRIPTS).await;
        Ok(())
    }

    /// Listens until the line breaks; what else goes wrong is kept as such.
    async fn listen(&mut self) -> anyhow::Result<()> {
        let last =
            if self.heard.is_empty() { String::new() } else { format!("Last-Event-ID: {}\r\n", self.heard) };
        let mut events =
            Events::of(&self.line.address(), &format!("/events?topics=hall:{HALL}"), &last).await?;
        loop {
            let heard = tokio::time::timeout(SILENT, events.next()).await.context("it fell silent")??;
            self.hears(heard).await?;
        }
    }

    async fn hears(&mut self, heard: Heard) -> anyhow::Result<()> {
        if heard.event == "moved" {
            let seq: i64 = heard.id.parse().context("a change without a number")?;
            if seq <= self.moved {
                let wrong = format!("a display was told of change {seq} after {}", self.moved);
                locked(&self.shown).wrong.clone_from(&wrong);
                anyhow::bail!(wrong);
            }
            self.moved = seq;
            locked(&self.shown).told += 1;
        }
        if !heard.id.is_empty() {
            self.heard = heard.id;
        }
        if heard.event != "beat" {
            self.fetch().await?;
        }
        Ok(())
    }

    async fn fetch(&mut self) -> anyhow::Result<()> {
        let page = self.browser.page("display", &format!("/display/{HALL}/now")).await?;
        self.shows(&page);
        Ok(())
    }

    fn shows(&mut self, page: &str) {
        let now = reading::display(page);
        let mut shown = locked(&self.shown);
        for call in &now.calls {
            if self.ids.insert(call.id.clone()) {
                shown.said.push(call.clone());
            }
        }
        shown.now = now;
    }
}
