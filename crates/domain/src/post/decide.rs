use super::{Event, PostEnd, PostItem, PostStatus, State, read_code};
use crate::kernel::{Millis, Refusal, StreamId, Violation};

/// So many items of a hall and a day are scanned in at most.
pub const MOST_ITEMS: usize = 600;

/// A code under the scanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// As it was typed.
    pub code: String,
    /// Whether that code waits in this hall from an earlier day.
    pub waits_from_earlier: bool,
    /// Instant from which it is to be entered soon.
    pub yellow_at: Millis,
    /// Instant by which it is to be entered.
    pub enter_by: Millis,
}

/// What is asked of what came by post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Scans an item in.
    Scan(Scan),
    /// Keeps a draft of an item.
    Draft {
        /// Number.
        item: i64,
        /// The draft.
        dossier: StreamId,
    },
    /// Says how an item was answered.
    Enter {
        /// Number.
        item: i64,
        /// The dossier.
        dossier: StreamId,
        /// How.
        end: PostEnd,
    },
    /// Takes an item off the list.
    Strike {
        /// Number.
        item: i64,
        /// Why.
        reason: String,
    },
    /// Closes a sack.
    CloseSack {
        /// Number within the hall and the day.
        sack: i64,
    },
}

/// Decides what a command does to what came by post to a hall on a day; `by` is who asks.
///
/// # Errors
/// `post_code_unreadable` as [`read_code`] says it; `post_item_twice`, `post_day_full`, `post_item_unknown`, `post_item_decided`,
/// `post_sack_unknown`, `post_sack_empty`, `reason_missing`. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    (hall, day): (&str, i64),
    command: Command,
    by: &str,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let by = by.to_owned();
    match command {
        Command::Scan(scan) => scanned(state, (hall, day), &scan, by, now),
        Command::Draft { item, dossier } => match &known(state, item)?.status {
            PostStatus::Waiting { draft } if *draft == Some(dossier) => Ok(Vec::new()),
            PostStatus::Waiting { .. } => Ok(vec![Event::PostItemDrafted { item, dossier, by, at: now }]),
            _ => Err(Refusal::new("post_item_decided")),
        },
        Command::Enter { item, dossier, end } => match &known(state, item)?.status {
            PostStatus::Waiting { .. } => {
                Ok(vec![Event::PostItemEntered { item, dossier, end, by, at: now }])
            }
            PostStatus::Entered { dossier: before, .. } if *before == dossier => Ok(Vec::new()),
            _ => Err(Refusal::new("post_item_decided")),
        },
        Command::Strike { item, reason } => struck(known(state, item)?, reason, by, now),
        Command::CloseSack { sack } => closed(state, sack, by, now),
    }
}

fn scanned(
    state: Option<&State>,
    (hall, day): (&str, i64),
    scan: &Scan,
    by: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    let code = read_code(&scan.code)?;
    let items = state.map_or(&[][..], |post| &post.items);
    let is_there = |item: &PostItem| item.code == code && !matches!(item.status, PostStatus::Struck { .. });
    if scan.waits_from_earlier || items.iter().any(is_there) {
        let wrong = Violation::new("code", "post_item_twice").with("came", &code);
        return Err(Refusal::new("post_item_twice").with(wrong));
    }
    if items.len() >= MOST_ITEMS {
        let wrong = Violation::new("code", "post_day_full").with("most", MOST_ITEMS);
        return Err(Refusal::new("post_day_full").with(wrong));
    }
    Ok(vec![Event::PostItemScanned {
        hall: hall.to_owned(),
        day,
        item: items.last().map_or(1, |last| last.number + 1),
        sack: state.map_or(1, State::sack_now),
        code,
        yellow_at: scan.yellow_at,
        enter_by: scan.enter_by,
        by,
        at,
    }])
}

fn known(state: Option<&State>, number: i64) -> Result<&PostItem, Refusal> {
    state.and_then(|post| post.item(number)).ok_or_else(|| Refusal::new("post_item_unknown"))
}

fn struck(item: &PostItem, reason: String, by: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    match item.status {
        PostStatus::Waiting { .. } => {}
        PostStatus::Struck { .. } => return Ok(Vec::new()),
        PostStatus::Entered { .. } => return Err(Refusal::new("post_item_decided")),
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with(Violation::new("reason", "reason_missing")));
    }
    Ok(vec![Event::PostItemStruck { item: item.number, reason, by, at }])
}

fn closed(state: Option<&State>, sack: i64, by: String, at: Millis) -> Result<Vec<Event>, Refusal> {
    let now = state.map_or(1, State::sack_now);
    if sack < 1 || sack > now {
        return Err(Refusal::new("post_sack_unknown"));
    }
    if sack < now {
        return Ok(Vec::new());
    }
    if state.is_none_or(|post| post.of_sack(sack).next().is_none()) {
        return Err(Refusal::new("post_sack_empty"));
    }
    Ok(vec![Event::PostSackClosed { sack, by, at }])
}
