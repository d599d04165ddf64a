//! An officer at a counter: signs in, opens it, calls, lets people sit down and go, all by the page of the counter.

use super::browser::{Browser, Line, Proof};
use super::hall::Desk;
use super::reading::{self, Counter};
use anyhow::{Context, ensure};
use std::sync::Arc;

/// What is done at a counter in a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Todo {
    /// Opens the counter.
    Open,
    /// Looks whether anybody waits, and calls.
    Look,
    /// Ends the visit and calls the next with one key; ends it alone when nobody waits.
    Next,
    Recall,
    Absent,
    Start,
    Finish,
    /// Sends the ticket on, to any counter or to this one.
    Move {
        field: String,
        counter: String,
    },
    /// Closes the counter when nobody waits.
    Close,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// Calls and recalls that a display has to say.
    pub(super) calls: usize,
    pub(super) closed: bool,
}

pub(super) struct Officer {
    pub(super) desk: Desk,
    browser: Browser,
    /// The page before her.
    text: String,
    /// What stands on it.
    pub(super) page: Counter,
    pub(super) open: bool,
    /// Minute in which somebody was called.
    pub(super) called_at: i64,
    pub(super) recalled: bool,
    /// Calls of this minute that displays have to say.
    pub(super) new_calls: usize,
    /// Minute in which the visit is over.
    pub(super) until: i64,
}

impl Officer {
    /// Signs in; the counter is still closed.
    ///
    /// # Errors
    /// When the server does not let her.
    pub(super) async fn comes(line: &Arc<Line>, desk: Desk, number: usize) -> anyhow::Result<Self> {
        let browser = sign_in(line, &desk.position, number).await?;
        Ok(Self {
            desk,
            browser,
            text: String::new(),
            page: Counter::default(),
            open: false,
            called_at: 0,
            recalled: false,
            new_calls: 0,
            until: 0,
        })
    }

    async fn opens(&mut self) -> anyhow::Result<Done> {
        let page = self.browser.page("desk", "/desk").await?;
        let before =
            page.split(&format!("name=\"counter\" value=\"{}\"", self.desk.code)).next().unwrap_or_default();
        let form = before.rsplit("<form").next().unwrap_or_default();
        let proof = Proof::on(form, "action=\"/desk/open\"")?;
        let fields = [("counter", self.desk.code.as_str())];
        let sent = self.browser.send("open", "/desk/open", &proof, &fields).await?;
        ensure!(sent.refused.is_empty(), "it was not opened: {}", sent.refused);
        self.text = self.browser.page("desk", "/desk").await?;
        self.page = reading::counter(&self.text)?;
        self.open = true;
        Ok(Done::default())
    }

    /// Does it, and looks at the page again.
    ///
    /// # Errors
    /// When the server fails, or shows something else than what was done.
    pub(super) async fn does(&mut self, todo: &Todo) -> anyhow::Result<Done> {
        let code = self.desk.code.clone();
        self.tried(todo).await.with_context(|| format!("counter {code}, {todo:?}"))
    }

    async fn tried(&mut self, todo: &Todo) -> anyhow::Result<Done> {
        match todo {
            Todo::Open => self.opens().await,
            Todo::Look | Todo::Close => {
                self.look().await?;
                match (self.page.label.is_empty(), self.page.waiting > 0) {
                    (true, true) => self.call().await,
                    (true, false) if *todo == Todo::Close => {
                        self.press("close", &[]).await?;
                        self.open = false;
                        Ok(Done { closed: true, ..Done::default() })
                    }
                    _ => Ok(Done::default()),
                }
            }
            Todo::Next => {
                self.look().await?;
                let done = if self.page.waiting > 0 { self.call().await? } else { Done::default() };
                // When somebody else was quicker, the visit is still there.
                if done.calls > 0 { Ok(done) } else { self.finishes().await }
            }
            Todo::Finish => self.finishes().await,
            Todo::Recall => {
                let label = self.page.label.clone();
                let refused = self.press("recall", &[]).await?;
                self.recalled = true;
                if !refused.is_empty() {
                    self.look().await?;
                    return Ok(Done::default());
                }
                self.must_be(&label, true, false).await?;
                Ok(Done { calls: 1, ..Done::default() })
            }
            Todo::Start => {
                let label = self.page.label.clone();
                self.unless_gone("start", &[], &label, true).await
            }
            Todo::Absent => self.unless_gone("absent", &[], "", false).await,
            Todo::Move { field, counter } => {
                let fields = [("field", field.as_str()), ("to_counter", counter.as_str())];
                self.unless_gone("move", &fields, "", false).await
            }
        }
    }

    async fn finishes(&mut self) -> anyhow::Result<Done> {
        let refused = self.press("finish", &[]).await?;
        ensure!(refused.is_empty(), "finishing was refused: {refused}");
        self.must_be("", false, false).await
    }

    /// Presses a key for somebody who may go home in this very moment.
    async fn unless_gone(
        &mut self,
        key: &str,
        fields: &[(&str, &str)],
        label: &str,
        seated: bool,
    ) -> anyhow::Result<Done> {
        let refused = self.press(key, fields).await?;
        if refused.is_empty() {
            return self.must_be(label, false, seated).await;
        }
        self.look().await?;
        ensure!(self.page.label.is_empty(), "{key} was refused: {refused}, and {} is there", self.page.label);
        Ok(Done::default())
    }

    async fn call(&mut self) -> anyhow::Result<Done> {
        let before = self.page.label.clone();
        let refused = self.press("call", &[]).await?;
        self.look().await?;
        if refused.is_empty() {
            let there = self.page.called && self.page.label != before;
            // Whoever was called may have gone home before the page came.
            ensure!(there || self.page.label.is_empty(), "nobody else was called: {:?}", self.page);
            self.recalled = false;
            return Ok(Done { calls: 1, ..Done::default() });
        }
        ensure!(refused == "nobody_waiting", "calling was refused: {refused}");
        ensure!(self.page.label == before, "{before} was at the counter, then {}", self.page.label);
        Ok(Done::default())
    }

    /// A key on the page before her.
    async fn press(&mut self, key: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let path = format!("/desk/{key}");
        let proof = Proof::on(&self.text, &format!("action=\"{path}\""))?;
        Ok(self.browser.send(key, &path, &proof, fields).await?.refused)
    }

    /// The left side of the page anew, as it is fetched when the hall moved.
    ///
    /// # Errors
    /// When it is not shown.
    pub(super) async fn look(&mut self) -> anyhow::Result<()> {
        self.text = self.browser.page("counter", "/desk/hall").await?;
        self.page = reading::counter(&self.text)?;
        Ok(())
    }

    async fn must_be(&mut self, label: &str, called: bool, seated: bool) -> anyhow::Result<Done> {
        self.look().await?;
        let page = &self.page;
        let is = page.label == label && page.called == called && page.seated == seated;
        ensure!(is, "expected {label:?}, called {called}, seated {seated}, the page shows {page:?}");
        Ok(Done::default())
    }
}

/// Signs in with the demo's one click.
///
/// # Errors
/// When there is no such post.
pub(super) async fn sign_in(line: &Arc<Line>, position: &str, number: usize) -> anyhow::Result<Browser> {
    let mut browser = Browser::new(line, number);
    let page = browser.page("sign-in", "/sign-in").await?;
    let proof = Proof::on(&page, "action=\"/sign-in/demo\"")?;
    browser.send("sign-in", "/sign-in/demo", &proof, &[("position", position)]).await?;
    Ok(browser)
}
