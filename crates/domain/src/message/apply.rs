use super::{Event, State, Status};

/// The message after one more event.
///
/// # Panics
/// When a stream does not begin with `MessageRequested`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::MessageRequested { about, subject, template, channel, at } = event {
        return State {
            about: *about,
            subject: *subject,
            template: template.clone(),
            channel: *channel,
            status: Status::Requested,
            requested_at: *at,
            sent_at: None,
            settled_at: None,
            attempts: 0,
            provider_ids: Vec::new(),
            undelivered: Vec::new(),
            failure: String::new(),
        };
    }
    let mut message = state.expect("a message's first event is MessageRequested");
    match event {
        Event::MessageRequested { .. } => {}
        Event::MessageSending { attempt, .. } => {
            message.status = Status::Sending;
            message.attempts = *attempt;
        }
        Event::MessagePostponed { failure, .. } => {
            message.status = Status::Requested;
            message.failure.clone_from(failure);
        }
        Event::MessageSent { provider_ids, at } => {
            message.status = Status::Sent;
            message.sent_at = Some(*at);
            message.undelivered.clone_from(provider_ids);
            message.provider_ids.clone_from(provider_ids);
        }
        Event::MessagePartDelivered { provider_id, .. } => message.undelivered.retain(|id| id != provider_id),
        Event::MessageDelivered { at } => {
            message.status = Status::Delivered;
            message.settled_at = Some(*at);
            message.undelivered.clear();
        }
        Event::MessageFailed { failure, at } => settle(&mut message, Status::Failed, failure, *at),
        Event::MessageInDoubt { failure, at } => settle(&mut message, Status::InDoubt, failure, *at),
    }
    message
}

fn settle(message: &mut State, status: Status, failure: &str, at: i64) {
    message.status = status;
    message.settled_at = Some(at);
    failure.clone_into(&mut message.failure);
}
