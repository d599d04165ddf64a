//! A form of these rooms that was sent: who sent it, from which page, what stands in it. Every room answers it the same way: what
//! was done is said on the page one goes on to; what was refused shows the page again, filled in, with what is wrong.

use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::web::Web;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{CommandId, Refusal, StreamId};

/// Tờ khai vừa gửi. Handlers of a POST take it as an argument.
pub(crate) struct Sent {
    pub(crate) web: Web,
    pub(crate) page: Page,
    pub(crate) actor: Actor,
    pub(crate) form: Form,
}

impl FromRequestParts<Web> for Sent {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let page = Page::from_request_parts(parts, web).await?;
        let form = Form::from_request_parts(parts, web).await?;
        Ok(Self { web: web.clone(), actor: super::actor(&page)?, page, form })
    }
}

impl Sent {
    /// Hands the command in. Nothing when it was done, now or the first time it was sent; the refusal when the rules say no.
    pub(crate) async fn act(&self, command: Command) -> Result<Option<Refusal>, Fault> {
        match self.web.act(&self.actor, &self.form.command_id(), command).await {
            Ok(_) => Ok(None),
            Err(Fault::Refused(refusal)) => Ok(Some(refusal)),
            Err(fault) => Err(fault),
        }
    }

    /// What was typed in a field line by line, without those of no length.
    pub(crate) fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.form.get(name).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// A small act whose refusal is no more than a word on the page one goes on to anyway: nobody waits, no day was given.
    pub(crate) async fn act_and_say(
        &self,
        command: Command,
        to: &str,
        said: &str,
    ) -> Result<Response, Fault> {
        Ok(match self.act(command).await? {
            None => self.done(to, said, ""),
            Some(refusal) => self.not_done(to, &refusal.code),
        })
    }

    /// The same act for each dossier that was ticked. Each is a command of its own: what is refused stays where it is, and `said`
    /// (all of them, some of them) counts the others.
    pub(crate) async fn act_on_each(
        &self,
        to: &str,
        said: [&str; 2],
        command: impl Fn(StreamId) -> Command,
    ) -> Result<Response, Fault> {
        let chosen = self.chosen();
        let id = self.form.command_id();
        let mut done = 0_usize;
        for (place, dossier) in chosen.iter().enumerate() {
            let id = CommandId(format!("{}-{place}", id.0));
            match self.web.act(&self.actor, &id, command(*dossier)).await {
                Ok(_) => done += 1,
                Err(Fault::Refused(_) | Fault::Forbidden { .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        let [all, some] = said;
        Ok(self.done(to, if done == chosen.len() { all } else { some }, &done.to_string()))
    }

    /// The dossiers that were ticked.
    pub(crate) fn chosen(&self) -> Vec<StreamId> {
        self.form.all("dossier").filter_map(|text| text.parse().ok()).collect()
    }

    /// On to a page where it is said; nothing is said where the page itself shows it.
    pub(crate) fn done(&self, to: &str, said: &str, value: &str) -> Response {
        if said.is_empty() {
            return Redirect::to(to).into_response();
        }
        page::done(to, said, value, self.web.options().secure)
    }

    /// On to a page where it is said of a dossier, by its code.
    pub(crate) async fn done_with(&self, to: &str, said: &str, dossier: StreamId) -> Result<Response, Fault> {
        let (_, state) = self.web.app().dossier_state(dossier).await?;
        Ok(self.done(to, said, &state.code))
    }

    /// On to a page where it is said why not.
    pub(crate) fn not_done(&self, to: &str, code: &str) -> Response {
        self.done(to, &format!("no.{code}"), "")
    }
}

/// The page again: what was sent was refused, and the page shows what is wrong with it.
pub(crate) fn again<P: Template>(page: &P) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page::html(page)).into_response()
}

/// The dossier, payment or message an address names.
pub(crate) struct Which(pub(crate) StreamId);

impl FromRequestParts<Web> for Which {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let Path(text) = Path::<String>::from_request_parts(parts, web).await.map_err(|_| Fault::NotFound)?;
        stream(&text).map(Self)
    }
}

/// A stream as an address writes it.
pub(crate) fn stream(text: &str) -> Result<StreamId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}
