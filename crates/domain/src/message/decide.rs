use super::{About, Channel, Event, State, Status};
use crate::kernel::{Millis, Refusal, SubjectId};

/// The wish to tell a person something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it is about.
    pub about: About,
    /// Who gets it.
    pub subject: SubjectId,
    /// Template id.
    pub template: String,
    /// How it goes.
    pub channel: Channel,
}

/// What is asked of a message, mostly by the job that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To be sent.
    Request(Request),
    /// The job begins to send. Noted before the first byte leaves.
    BeginSending,
    /// The centre said: later.
    Postpone {
        /// Code.
        failure: String,
    },
    /// The centre has it.
    NoteSent {
        /// Ids given by the centre, one for each part.
        provider_ids: Vec<String>,
    },
    /// A receipt came: this part arrived.
    NoteDelivered {
        /// The part's id.
        provider_id: String,
    },
    /// It will not arrive.
    NoteFailed {
        /// Code.
        failure: String,
    },
    /// Nobody knows whether it went.
    NoteInDoubt {
        /// Code.
        failure: String,
    },
}

/// Decides what a command does to a message.
///
/// # Errors
/// `message_unknown`, `message_not_waiting`, `message_not_sending`. An empty list means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Request(request)) => Ok(vec![Event::MessageRequested {
            about: request.about,
            subject: request.subject,
            template: request.template,
            channel: request.channel,
            at: now,
        }]),
        (Some(_), Command::Request(_)) => Ok(Vec::new()),
        (None, _) => Err(Refusal::new("message_unknown")),
        (Some(message), command) => follow_up(message, command, now),
    }
}

fn follow_up(message: &State, command: Command, at: Millis) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Request(_) => Ok(Vec::new()),
        Command::BeginSending => match message.status {
            Status::Requested => Ok(vec![Event::MessageSending { attempt: message.attempts + 1, at }]),
            _ => Err(Refusal::new("message_not_waiting")),
        },
        Command::Postpone { failure } => while_sending(message, Event::MessagePostponed { failure, at }),
        Command::NoteSent { provider_ids } => while_sending(message, Event::MessageSent { provider_ids, at }),
        Command::NoteDelivered { provider_id } => Ok(delivered(message, provider_id, at)),
        Command::NoteFailed { failure } => match message.status {
            Status::Sending | Status::Sent | Status::InDoubt => {
                Ok(vec![Event::MessageFailed { failure, at }])
            }
            Status::Failed => Ok(Vec::new()),
            Status::Requested | Status::Delivered => Err(Refusal::new("message_not_sending")),
        },
        Command::NoteInDoubt { failure } => match message.status {
            Status::InDoubt => Ok(Vec::new()),
            _ => while_sending(message, Event::MessageInDoubt { failure, at }),
        },
    }
}

fn while_sending(message: &State, event: Event) -> Result<Vec<Event>, Refusal> {
    if message.status == Status::Sending { Ok(vec![event]) } else { Err(Refusal::new("message_not_sending")) }
}

/// A receipt may come before the note that it was sent, twice, or for a message in doubt: then it settles it.
fn delivered(message: &State, provider_id: String, at: Millis) -> Vec<Event> {
    match message.status {
        Status::Delivered => Vec::new(),
        Status::InDoubt => vec![Event::MessageDelivered { at }],
        _ if !message.undelivered.contains(&provider_id) => Vec::new(),
        _ if message.undelivered.len() > 1 => vec![Event::MessagePartDelivered { provider_id, at }],
        _ => vec![Event::MessageDelivered { at }],
    }
}
