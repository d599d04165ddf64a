//! The outbox sender.
//!
//! A row of the outbox says "this message is to go"; the message's own stream says where it stands, and decides:
//!
//! 1. the row is claimed for a while, so that one server at a time has it;
//! 2. "begins to send" is in the journal before the first byte leaves;
//! 3. what the centre said is in the journal before the row goes.
//!
//! A power cut between 2 and 3 leaves a message that perhaps went: it is found, put in doubt and shown to a person. It is
//! never sent a second time by a machine.

use crate::abreast::Abreast;
use crate::runner::{Job, JobError};
use crate::transport::{Transport, Verdict};
use adapters::sms::quiet_until;
use app::{Actor, App, AppError, Command, MessageNote, MessageNow, MessageWords};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis, StreamId};
use domain::message::{self, Status};
use futures::StreamExt;
use std::sync::Arc;
use store::{Claimed, Engine};

/// How long a claimed row is ours: longer than any attempt takes, shorter than people would wait after a power cut.
const LEASE_MS: Millis = 3 * 60_000;

/// Rows claimed at once for each message under way.
const CLAIM_FACTOR: usize = 2;

/// Pause before the second attempt, doubled each time.
const FIRST_PAUSE_MS: Millis = 20_000;

/// Longest pause between attempts.
const LONGEST_PAUSE_MS: Millis = 30 * 60_000;

/// What could not be sent for that long is told to a person instead.
const GIVE_UP_AFTER_MS: Millis = 24 * 3_600_000;

/// Sends what waits in the outbox.
pub struct Sender {
    app: App,
    actor: Actor,
    words: MessageWords,
    transports: Vec<Arc<dyn Transport>>,
    /// This process alone owns the database: whatever was left half-way was left by one that is gone.
    alone: bool,
    /// In a seeded run: what is sent side by side is noted in an order that is always the same.
    in_rounds: Option<Abreast>,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Handed over.
    pub sent: usize,
    /// To be tried again.
    pub later: usize,
    /// Never to arrive.
    pub failed: usize,
    /// Perhaps sent.
    pub in_doubt: usize,
    /// Waiting for the morning.
    pub quiet: usize,
    /// Rows that were settled already.
    pub settled: usize,
}

impl Sent {
    /// Anything at all.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }

    const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::Later => self.later += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::InDoubt => self.in_doubt += 1,
            Outcome::Quiet => self.quiet += 1,
            Outcome::Settled => self.settled += 1,
        }
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Sent,
    Later,
    Failed,
    InDoubt,
    Quiet,
    Settled,
}

impl Sender {
    /// A sender over some ways out of the house; a channel without one keeps its messages waiting.
    ///
    /// # Errors
    /// When the message texts are not whole.
    pub fn try_new(app: App, transports: Vec<Arc<dyn Transport>>) -> Result<Self, AppError> {
        let words = MessageWords::shipped()?;
        let alone = app.store().engine() == Engine::Sqlite;
        Ok(Self { app, actor: Actor::system("sender"), words, transports, alone, in_rounds: None })
    }

    /// The same in the rounds of a seeded run.
    #[must_use]
    pub fn in_rounds(mut self, abreast: Abreast) -> Self {
        self.in_rounds = Some(abreast);
        self
    }

    /// Finds what a process that is gone left half-way: claims are given back, messages between "begins to send" and its
    /// outcome are put in doubt. Gives how many are in doubt now. Where several servers share a database the leases do this,
    /// a little later.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub async fn recover(&self) -> Result<usize, JobError> {
        if !self.alone {
            return Ok(0);
        }
        self.app.free_outbox().await?;
        let left = self.app.messages_left_sending().await?;
        for message in &left {
            self.note(&self.app, *message, "interrupted", MessageNote::InDoubt("interrupted".to_owned()))
                .await?;
        }
        if !left.is_empty() {
            tracing::warn!(messages = left.len(), "perhaps sent before the last stop: a person decides");
        }
        Ok(left.len())
    }

    /// Sends everything that is due by now.
    ///
    /// # Errors
    /// When something cannot be read or written; what was noted stays, what was claimed comes back when its lease ends.
    pub async fn run_once(&self) -> Result<Sent, JobError> {
        let mut sent = Sent::default();
        for transport in &self.transports {
            loop {
                let window = transport.window();
                let most = self.in_rounds.as_ref().map_or(window * CLAIM_FACTOR, Abreast::width);
                let most = i64::try_from(most).expect("a window is small");
                let topic = transport.channel().word();
                let now = self.app.now();
                let app = self.in_rounds.as_ref().and_then(Abreast::app).unwrap_or(&self.app);
                let claimed = app.store().claim(app.tenant(), topic, now, LEASE_MS, most).await?;
                if claimed.is_empty() {
                    break;
                }
                let act = |app: App, row| self.send_one(app, transport.as_ref(), row);
                // Every attempt under way is waited for, also after one failed: dropping it half-way would leave it in doubt.
                let outcomes = match &self.in_rounds {
                    Some(abreast) => abreast.each(claimed, act).await,
                    None => {
                        let attempts = claimed.into_iter().map(|row| act(self.app.clone(), row));
                        futures::stream::iter(attempts).buffer_unordered(window).collect::<Vec<_>>().await
                    }
                };
                for outcome in outcomes {
                    sent.add(outcome?);
                }
            }
        }
        Ok(sent)
    }

    async fn send_one(&self, app: App, transport: &dyn Transport, row: Claimed) -> Result<Outcome, JobError> {
        let id = StreamId(row.id);
        let app = &app;
        let Some(message) = app.message(id).await? else {
            return Self::settle(app, id, Outcome::Settled).await;
        };
        match message.status {
            Status::Requested => {}
            // Claimed again although somebody began to send: the lease ended, whoever had it is gone.
            Status::Sending => {
                self.note(app, id, "lease", MessageNote::InDoubt("interrupted".to_owned())).await?;
                return Self::settle(app, id, Outcome::InDoubt).await;
            }
            _ => return Self::settle(app, id, Outcome::Settled).await,
        }
        if let Some(until) = self.quiet_until(transport) {
            app.store().postpone(app.tenant(), row.id, until).await?;
            return Ok(Outcome::Quiet);
        }
        let text = app.message_text(&self.words, &message).await?;
        if !self.begin(app, id, &message).await? {
            // Another server was faster by a hair; it has the row now.
            return Ok(Outcome::Settled);
        }
        let verdict = match &text {
            MessageNow::Says(to, text) => transport.send(&format!("m{id}"), to, text).await,
            MessageNow::Nobody => Verdict::Failed("person_erased".to_owned()),
            MessageNow::Over => Verdict::Failed("over_already".to_owned()),
        };
        self.conclude(app, id, &message, verdict).await
    }

    /// Puts what became of it into the journal, then lets the row go or wait.
    async fn conclude(
        &self,
        app: &App,
        id: StreamId,
        message: &message::State,
        verdict: Verdict,
    ) -> Result<Outcome, JobError> {
        let attempt = message.attempts + 1;
        let word = |what: &str| format!("{attempt}:{what}");
        match verdict {
            Verdict::Sent(ids) => {
                self.note(app, id, &word("sent"), MessageNote::Sent(ids)).await?;
                Self::settle(app, id, Outcome::Sent).await
            }
            Verdict::Failed(code) => {
                self.note(app, id, &word("failed"), MessageNote::Failed(code)).await?;
                Self::settle(app, id, Outcome::Failed).await
            }
            Verdict::InDoubt(code) => {
                self.note(app, id, &word("in_doubt"), MessageNote::InDoubt(code)).await?;
                Self::settle(app, id, Outcome::InDoubt).await
            }
            Verdict::Later(code) if app.now() - message.requested_at >= GIVE_UP_AFTER_MS => {
                self.note(app, id, &word("failed"), MessageNote::Failed(code)).await?;
                Self::settle(app, id, Outcome::Failed).await
            }
            Verdict::Later(code) => {
                self.note(app, id, &word("later"), MessageNote::Later(code)).await?;
                let until = app.now() + pause_ms(attempt);
                app.store().postpone(app.tenant(), id.0, until).await?;
                Ok(Outcome::Later)
            }
        }
    }

    /// True when this server may send now.
    async fn begin(&self, app: &App, id: StreamId, message: &message::State) -> Result<bool, JobError> {
        let word = format!("{}:begin", message.attempts + 1);
        match self.ask(app, id, &word, MessageNote::Begin).await {
            Ok(answer) => Ok(!answer.already),
            Err(AppError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn note(&self, app: &App, id: StreamId, word: &str, note: MessageNote) -> Result<(), JobError> {
        match self.ask(app, id, word, note).await {
            // A receipt may have settled it meanwhile.
            Ok(_) | Err(AppError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn ask(
        &self,
        app: &App,
        id: StreamId,
        word: &str,
        note: MessageNote,
    ) -> Result<app::Answer, AppError> {
        let command_id = CommandId(format!("sender:{id}:{word}"));
        app.execute(&self.actor, &command_id, Command::NoteMessage { message: id, note }).await
    }

    async fn settle(app: &App, id: StreamId, outcome: Outcome) -> Result<Outcome, JobError> {
        app.store().settle(app.tenant(), id.0).await?;
        Ok(outcome)
    }

    /// The instant quiet hours end, when it is quiet now.
    fn quiet_until(&self, transport: &dyn Transport) -> Option<Millis> {
        let directory = self.app.directory();
        let (calendar, now) = (directory.calendar(), self.app.now());
        let minute = u32::try_from(calendar.local_minute(now)).expect("a minute of the day");
        let until = quiet_until(minute, transport.quiet()?)?;
        Some(calendar.midnight(calendar.local_date(now)) + i64::from(until) * 60_000)
    }
}

/// 20 seconds, doubled each time, never more than half an hour.
fn pause_ms(attempt: i64) -> Millis {
    let doublings = u32::try_from((attempt - 1).clamp(0, 20)).expect("clamped");
    FIRST_PAUSE_MS.saturating_mul(1 << doublings).min(LONGEST_PAUSE_MS)
}

#[async_trait]
impl Job for Sender {
    fn name(&self) -> &'static str {
        "sender"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let sent = self.run_once().await?;
        if sent.any() {
            tracing::info!(
                sent = sent.sent,
                later = sent.later,
                failed = sent.failed,
                in_doubt = sent.in_doubt,
                quiet = sent.quiet,
                "messages"
            );
        }
        Ok(sent.any())
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        let mut next: Option<Millis> = None;
        for transport in &self.transports {
            if let Some(due) = self.app.next_in_outbox(transport.channel().word()).await? {
                next = Some(next.map_or(due, |before| before.min(due)));
            }
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::pause_ms;

    #[test]
    fn pauses_double_and_stop_at_half_an_hour() {
        let pauses: Vec<i64> =
            [1, 2, 3, 7, 8, 100].into_iter().map(|attempt| pause_ms(attempt) / 1000).collect();
        assert_eq!(pauses, [20, 40, 80, 1280, 1800, 1800]);
    }
}
