//! Tài khoản máy: programmes of other systems, each let into one post by a token. Kept as edited things, so that a token that is
//! taken back opens nothing from the next request on, on every server.

use crate::App;
use crate::actor::Actor;
use crate::clock::{Clock, SystemClock};
use crate::directory;
use crate::error::{AppError, Result};
use domain::catalogue::{Item, Machine, Role};
use domain::kernel::Millis;
use sha2::{Digest, Sha256};

/// What every token begins with, so that one that was published by mistake is found.
const MARK: &str = "motcua_";
const DAY_MS: Millis = 86_400_000;

/// A new token: 256 random bits behind a mark.
///
/// # Panics
/// When the operating system gives no random bytes.
#[must_use]
pub fn machine_token() -> String {
    format!("{MARK}{}{}", crate::token(), crate::token())
}

/// What is kept of a token.
#[must_use]
pub fn token_digest(token: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(token.as_bytes()).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Who is to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMachine {
    /// What people call it.
    pub name: String,
    /// What it does.
    pub role: Role,
    /// Unit.
    pub unit: String,
    /// Digest of its token.
    pub token_digest: String,
    /// Days for which the token is good.
    pub days: i64,
}

impl App {
    /// Lets a machine into a post.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn let_machine_in(&self, new: NewMachine) -> Result<Machine> {
        let now = tokens_now();
        let NewMachine { name, role, unit, token_digest, days } = new;
        let code = format!("api-{}", &crate::token()[..8]);
        let expires_at = now + days * DAY_MS;
        let machine =
            Machine { code, name, unit, role, token_digest, issued_at: now, expires_at, revoked_at: None };
        self.write_machine(&machine, "token issued").await?;
        Ok(machine)
    }

    /// Takes the token of a machine back; it stays in the list, so that the history can name it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such machine.
    pub async fn take_machine_back(&self, code: &str) -> Result<Machine> {
        let known = self.directory().catalogue().machines.get(code).cloned();
        let mut machine = known.ok_or(AppError::NotFound("machine"))?;
        if machine.revoked_at.is_none() {
            machine.revoked_at = Some(tokens_now());
            self.write_machine(&machine, "token taken back").await?;
        }
        Ok(machine)
    }

    /// Who comes with a token; nobody when it is unknown, over or taken back.
    ///
    /// # Errors
    /// When it cannot be read whether something was edited on another server.
    pub async fn machine(&self, token: &str) -> Result<Option<Actor>> {
        if !token.starts_with(MARK) {
            return Ok(None);
        }
        self.heed_others().await?;
        let directory = self.directory();
        let known = directory.machine_behind(&token_digest(token));
        Ok(known.filter(|machine| machine.is_let_in(tokens_now())).map(|machine| Actor::Machine {
            code: machine.code.clone(),
            role: machine.role,
            unit: machine.unit.clone(),
        }))
    }

    async fn write_machine(&self, machine: &Machine, why: &str) -> Result<()> {
        let row = directory::row(Item::Machine(machine.clone()).entry());
        self.write_catalogue(vec![row], "system:token", why, self.now()).await
    }
}

/// Tokens go by the server's own clock, as sessions do: moving the demo's clock ends none.
fn tokens_now() -> Millis {
    SystemClock.now()
}
