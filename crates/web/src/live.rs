//! Live parts: which things moved, told to open pages as they move.
//!
//! One task follows the journal's feed and works out topics; each open page listens to those it shows. A message is the topic
//! and the sequence number, nothing else: pages ask for the fragment again, under their own permission. A page that was away
//! says the last number it saw; what it missed is told again from memory, or it is told to ask for everything (`resync`). So is
//! every page when the demonstration's clock is moved: no event says that a chip turns yellow.
//!
//! Topics: `hall:<code>`, `told:<hall>`, `gate:<hall>`, `t:<ticket token>`, `d:<dossier token>` for anybody; `unit:<code>`, `person:<code>`,
//! `dossier:<stream>`, `post:<hall>` for people who are signed in.

use crate::fault::Fault;
use crate::page::Page;
use crate::route::{Access, Route};
use crate::web::Web;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use domain::State as Thing;
use domain::kernel::StreamId;
use futures::stream::{self, Stream};
use serde::Deserialize;
use std::collections::{BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::Envelope;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;

/// Changes kept in memory for pages that were away.
const REMEMBERED: usize = 2048;
/// Events read from the feed at once.
const AT_ONCE: i64 = 500;
/// How often pages are told that everything moves, while the demonstration fills its past.
const WHILE_FILLING: Duration = Duration::from_secs(1);
/// How often an open page hears that the server is there.
const BEAT: Duration = Duration::from_secs(5);
/// Topics one page may listen to.
const MOST_TOPICS: usize = 24;

/// What moved in one look at the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// The newest sequence number it holds.
    seq: i64,
    topics: BTreeSet<String>,
    /// Nothing was written, and yet every page looks different now.
    everything: bool,
}

/// Tells open pages what moved.
pub(crate) struct Hub {
    tell: broadcast::Sender<Arc<Change>>,
    closed: watch::Sender<bool>,
    remembered: Mutex<Remembered>,
}

struct Remembered {
    /// Everything after this number is in `changes`.
    after: i64,
    /// The newest number seen.
    seq: i64,
    changes: VecDeque<Arc<Change>>,
}

impl Hub {
    pub(crate) fn new(seq: i64) -> Self {
        let (tell, _) = broadcast::channel(256);
        let (closed, _) = watch::channel(false);
        Self {
            tell,
            closed,
            remembered: Mutex::new(Remembered { after: seq, seq, changes: VecDeque::new() }),
        }
    }

    /// Ends every open stream: a server that stops waits for them.
    pub(crate) fn close(&self) {
        self.closed.send_replace(true);
    }

    pub(crate) fn seq(&self) -> i64 {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner).seq
    }

    fn tell(&self, change: Change) {
        let change = Arc::new(change);
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.seq = change.seq;
        remembered.changes.push_back(Arc::clone(&change));
        if remembered.changes.len() > REMEMBERED
            && let Some(oldest) = remembered.changes.pop_front()
        {
            remembered.after = oldest.seq;
        }
        // Told while the memory is locked: a page that subscribes hears each change once, from one or the other.
        drop(self.tell.send(change));
    }

    /// The clock was moved: every open page asks for everything again. Not remembered: a page opened later shows the new time.
    pub(crate) fn clock_moved(&self) {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let change = Change { seq: remembered.seq, topics: BTreeSet::new(), everything: true };
        drop(self.tell.send(Arc::new(change)));
    }

    /// Begins to listen: what was missed since `last` (none when it is too long ago), then everything new.
    fn listen(&self, last: Option<i64>) -> Heard {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let missed = match last {
            None => Some(Vec::new()),
            Some(last) if last < remembered.after || last > remembered.seq => None,
            Some(last) => {
                Some(remembered.changes.iter().filter(|change| change.seq > last).cloned().collect())
            }
        };
        Heard { missed, seq: remembered.seq, receiver: self.tell.subscribe() }
    }
}

/// What a page hears when it begins to listen.
struct Heard {
    /// What it missed; none when that is too long ago to be told.
    missed: Option<Vec<Arc<Change>>>,
    /// The newest number.
    seq: i64,
    /// Everything new.
    receiver: broadcast::Receiver<Arc<Change>>,
}

/// Follows the journal as long as the store tells of commits.
pub(crate) async fn follow(web: Web) {
    let mut watch = web.app().store().watch();
    loop {
        if let Err(error) = look(&web).await {
            tracing::warn!(%error, "the feed could not be read; live parts are late");
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        }
        if watch.changed().await.is_err() {
            return;
        }
    }
}

async fn look(web: &Web) -> Result<(), store::StoreError> {
    let (store, tenant) = (web.app().store(), web.app().tenant());
    if web.options().filling.load(Ordering::Relaxed) {
        // Years pass in minutes: everything moves, and nobody needs to be told each of it.
        let seq = store.head(tenant).await?.seq;
        if seq > web.hub().seq() {
            web.hub().tell(Change { seq, topics: BTreeSet::new(), everything: true });
        }
        tokio::time::sleep(WHILE_FILLING).await;
        return Ok(());
    }
    loop {
        let events = store.feed(tenant, web.hub().seq(), AT_ONCE).await?;
        let Some(last) = events.last() else { return Ok(()) };
        let seq = last.seq;
        let streams: BTreeSet<StreamId> = events.iter().map(|event| event.stream).collect();
        let streams: Vec<StreamId> = streams.into_iter().collect();
        let mut topics = BTreeSet::new();
        for loaded in store.load(tenant, &streams).await?.into_iter().flatten() {
            topics.extend(topics_of(&loaded.state));
        }
        topics.extend(events.iter().filter(|event| event.kind == "dossier").map(dossier_topic));
        web.hub().tell(Change { seq, topics, everything: false });
    }
}

fn dossier_topic(event: &Envelope) -> String {
    format!("dossier:{}", event.stream)
}

/// Who would like to know that this thing moved.
fn topics_of(thing: &Thing) -> Vec<String> {
    match thing {
        Thing::Ticket(Some(ticket)) => vec![format!("hall:{}", ticket.hall), format!("t:{}", ticket.token)],
        Thing::Counter(Some(counter)) => {
            vec![format!("hall:{}", counter.hall), format!("person:{}", counter.person)]
        }
        Thing::Announcement(Some(board)) => {
            vec![format!("hall:{}", board.hall), format!("told:{}", board.hall)]
        }
        Thing::Arrival(Some(arrival)) => vec![format!("gate:{}", arrival.hall)],
        Thing::Gate(Some(gate)) => vec![format!("gate:{}", gate.hall)],
        Thing::Handover(Some(list)) => vec![format!("unit:{}", list.from), format!("unit:{}", list.to)],
        Thing::Post(Some(post)) => vec![format!("post:{}", post.hall)],
        Thing::Visit(Some(visit)) => vec![format!("hall:{}", visit.hall)],
        Thing::Dossier(Some(dossier)) => {
            let mut topics =
                vec![format!("d:{}", dossier.intake.token), format!("unit:{}", dossier.plan.receiving_unit)];
            // The last two turns: who had it and who has it now.
            for turn in dossier.turns.iter().rev().take(2) {
                topics.push(format!("unit:{}", turn.unit));
                topics.push(format!("person:{}", turn.person));
            }
            topics
        }
        _ => vec![],
    }
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/events", Access::Public, events)]
}

#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    topics: String,
    #[serde(default)]
    after: Option<i64>,
}

async fn events(
    State(web): State<Web>,
    page: Page,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let topics: BTreeSet<String> =
        wish.topics.split(',').filter(|topic| !topic.is_empty()).map(str::to_owned).collect();
    if topics.len() > MOST_TOPICS {
        return Err(Fault::BadRequest("too_many_topics"));
    }
    if page.user.is_none() && topics.iter().any(|topic| !is_public(topic)) {
        return Err(Fault::Forbidden { why: "sign_in_needed".to_owned(), rule: String::new() });
    }
    let last =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok()).or(wish.after);
    Ok(Sse::new(told(web.hub(), topics, last)).into_response())
}

fn is_public(topic: &str) -> bool {
    ["hall:", "told:", "gate:", "t:", "d:"].iter().any(|beginning| topic.starts_with(beginning))
}

struct Listener {
    receiver: broadcast::Receiver<Arc<Change>>,
    closed: watch::Receiver<bool>,
    topics: BTreeSet<String>,
    waiting: VecDeque<Event>,
    seq: i64,
}

impl Listener {
    fn take(&mut self, change: &Change) {
        self.seq = change.seq;
        if change.everything {
            self.waiting.push_back(resync(change.seq));
            return;
        }
        let moved: Vec<&str> =
            self.topics.iter().filter(|topic| change.topics.contains(*topic)).map(String::as_str).collect();
        if !moved.is_empty() {
            let told = Event::default().event("moved").id(change.seq.to_string()).data(moved.join(","));
            self.waiting.push_back(told);
        }
    }
}

fn told(
    hub: &Hub,
    topics: BTreeSet<String>,
    last: Option<i64>,
) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let Heard { missed, seq, receiver } = hub.listen(last);
    let closed = hub.closed.subscribe();
    let mut listener = Listener { receiver, closed, topics, waiting: VecDeque::new(), seq };
    match missed {
        Some(missed) => coalesced(&missed).iter().for_each(|change| listener.take(change)),
        None => listener.waiting.push_back(resync(seq)),
    }
    listener.seq = seq;
    listener.waiting.push_front(beat(seq));
    stream::unfold(listener, |mut listener| async move {
        loop {
            if let Some(event) = listener.waiting.pop_front() {
                return Some((Ok(event), listener));
            }
            let told = tokio::select! {
                told = tokio::time::timeout(BEAT, listener.receiver.recv()) => told,
                _ = listener.closed.wait_for(|closed| *closed) => return None,
            };
            match told {
                Err(_) => return Some((Ok(beat(listener.seq)), listener)),
                Ok(Ok(change)) => listener.take(&change),
                Ok(Err(RecvError::Lagged(_))) => return Some((Ok(resync(listener.seq)), listener)),
                Ok(Err(RecvError::Closed)) => return None,
            }
        }
    })
}

/// Many missed changes as one.
fn coalesced(missed: &[Arc<Change>]) -> Option<Change> {
    let seq = missed.last()?.seq;
    let topics = missed.iter().flat_map(|change| change.topics.iter().cloned()).collect();
    Some(Change { seq, topics, everything: false })
}

fn beat(seq: i64) -> Event {
    // Without data a browser throws an event away, and every page would think the line dead.
    Event::default().event("beat").id(seq.to_string()).data(seq.to_string())
}

fn resync(seq: i64) -> Event {
    Event::default().event("resync").id(seq.to_string()).data(seq.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;

    fn change(seq: i64, topics: &[&str]) -> Change {
        Change { seq, topics: topics.iter().map(|topic| (*topic).to_owned()).collect(), everything: false }
    }

    fn listen(
        hub: &Hub,
        topics: &[&str],
        last: Option<i64>,
    ) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
        told(hub, topics.iter().map(|topic| (*topic).to_owned()).collect(), last)
    }

    async fn next(stream: &mut (impl Stream<Item = Result<Event, Infallible>> + Unpin)) -> String {
        format!("{:?}", stream.next().await)
    }

    #[tokio::test]
    async fn a_page_hears_only_of_what_it_shows() {
        let hub = Hub::new(10);
        let mut heard = Box::pin(listen(&hub, &["hall:H1"], None));
        let beat = next(&mut heard).await;
        assert!(beat.contains("beat") && beat.contains("data:"), "without data no browser hears it: {beat}");
        hub.tell(change(11, &["hall:H2"]));
        hub.tell(change(12, &["hall:H1", "t:abc"]));
        let told = next(&mut heard).await;
        assert!(
            told.contains("moved")
                && told.contains("12")
                && told.contains("hall:H1")
                && !told.contains("abc"),
            "{told}"
        );
    }

    #[tokio::test]
    async fn a_page_that_was_away_hears_what_it_missed_or_asks_for_everything() {
        let hub = Hub::new(10);
        hub.tell(change(12, &["hall:H1"]));
        hub.tell(change(15, &["hall:H1"]));
        let mut heard = Box::pin(listen(&hub, &["hall:H1"], Some(11)));
        assert!(next(&mut heard).await.contains("beat"));
        assert!(next(&mut heard).await.contains("moved"));
        let mut too_late = Box::pin(listen(&hub, &["hall:H1"], Some(3)));
        assert!(next(&mut too_late).await.contains("beat"));
        assert!(next(&mut too_late).await.contains("resync"));
    }

    #[tokio::test]
    async fn a_clock_that_was_moved_is_told_to_every_page() {
        let hub = Hub::new(10);
        let mut heard = Box::pin(listen(&hub, &["hall:H1"], None));
        assert!(next(&mut heard).await.contains("beat"));
        hub.clock_moved();
        hub.tell(change(11, &["hall:H1"]));
        let told = next(&mut heard).await;
        assert!(told.contains("resync") && told.contains("10"), "{told}");
        assert!(next(&mut heard).await.contains("moved"), "what is written goes on being told");
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_its_streams() {
        let hub = Hub::new(1);
        let mut heard = Box::pin(listen(&hub, &["hall:H1"], None));
        assert!(next(&mut heard).await.contains("beat"));
        hub.close();
        assert!(heard.next().await.is_none());
    }

    #[test]
    fn only_halls_and_tokens_are_for_anybody() {
        assert!(is_public("hall:H1") && is_public("t:abc") && is_public("d:abc"));
        assert!(!is_public("unit:H49") && !is_public("person:x") && !is_public("dossier:1"));
    }
}
