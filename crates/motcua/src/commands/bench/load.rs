//! Many dossiers in a throw-away database. A few lives are led through the application, one of each kind for each agency; what it
//! decided is cast again and again, with ids and a person of its own, and handed to the store many in a transaction. The store gives
//! numbers, hashes, chains and projects as ever: a database loaded so verifies.

use super::visit::{Act, Producer};
use crate::bar::Bar;
use crate::config::Place;
use crate::open::{self, PROVINCE};
use anyhow::Context;
use app::{App, Command, IdSource, PartyForm, SubjectData, SubjectKind};
use domain::catalogue::fold;
use domain::kernel::{CommandId, Kind, Millis, StreamId, SubjectId};
use domain::{Event, State, dossier};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use store::bench::Tape;
use store::{LogKey, Options, Pending, Rounds, Store, StreamWrite, SubjectWrite};
use tokio::task::JoinSet;

/// One dossier of so many waits on a specialist's desk, the others are over.
const ONE_OPEN_OF: usize = 10;
/// Lanes of each of the two rows that take turns.
const LANES: usize = 256;
/// Commands in a transaction.
const TOGETHER: usize = 16_384;
/// Nodes ids are made by here: no server runs on a throw-away database.
const NODE_OF_LIVES: i64 = 1;
const NODE_OF_CASTS: i64 = 2;
/// Dossiers that are remembered by their codes, spread over all.
const REMEMBERED: usize = 1000;

/// What was loaded.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) dossiers: usize,
    pub(super) took: Duration,
    /// Codes of some of them, from the first to the last.
    pub(super) codes: Vec<String>,
}

/// So many dossiers, evenly over the producers' agencies.
///
/// # Errors
/// When the application refuses a life, or the store a cast of it.
pub(super) async fn dossiers(
    place: &Place,
    producers: &[Producer],
    many: usize,
    silent: bool,
) -> anyhow::Result<Loaded> {
    if many == 0 {
        return Ok(Loaded::default());
    }
    let moulds = Arc::new(Moulds::led(place, producers).await?);
    handed_in(place, 0..many, move |number| moulds.cast(number), silent).await
}

/// So many of these numbers, as they are cast.
async fn handed_in(
    place: &Place,
    numbers: Range<usize>,
    cast: impl Fn(usize) -> anyhow::Result<(StreamId, Pending)> + Send + Sync + 'static,
    silent: bool,
) -> anyhow::Result<Loaded> {
    // One writer, so that many rounds share a transaction on PostgreSQL too.
    let options = Options { gathered: TOGETHER, writers: 1, ..Options::default() };
    let store = open::store(place, options).await?;
    let rounds = Arc::new(Rounds::default());
    rounds.begin([LANES, LANES]);
    let (done, cast) = (Arc::new(AtomicI64::new(0)), Arc::new(cast));
    let begun = Instant::now();
    let mut lanes = JoinSet::new();
    for lane in 0..2 * LANES {
        let (cast, rounds, done) = (Arc::clone(&cast), Arc::clone(&rounds), Arc::clone(&done));
        let (row, place_of_lane) = (lane % 2, lane / 2);
        let store = store.in_rounds(&rounds, row, place_of_lane);
        let numbers = numbers.clone();
        lanes.spawn(async move {
            let (many, mine) = (numbers.len(), numbers.skip(lane).step_by(2 * LANES));
            let handed_in = hand_in(&store, cast.as_ref(), mine, many, &done).await;
            rounds.rest(row);
            handed_in
        });
    }
    let bar = Bar::begin("loading", "dossiers", silent);
    let all = i64::try_from(numbers.len())?;
    let mut remembered = Vec::new();
    while !lanes.is_empty() {
        tokio::select! {
            Some(lane) = lanes.join_next() => remembered.extend(lane??),
            () = tokio::time::sleep(Duration::from_secs(1)) => bar.reached(done.load(Ordering::Relaxed), all),
        }
    }
    store.commit_gathered(PROVINCE).await?;
    let took = begun.elapsed();
    bar.end();
    remembered.sort_unstable();
    let app = open::app_for_a_moment(store.clone()).await?;
    let mut codes = Vec::with_capacity(remembered.len());
    for (_, dossier) in remembered {
        codes.push(app.dossier_state(dossier).await?.1.code);
    }
    // A server that finds the public log millions of events behind brings it up first, and people wait for it.
    let key = LogKey::from_text(&LogKey::new_text("bench.example/log")?)?;
    store.checkpoint(PROVINCE, &Arc::new(key), app.now()).await?;
    drop(app);
    open::close(store).await;
    Ok(Loaded { dossiers: numbers.len(), took, codes })
}

async fn hand_in(
    store: &Store,
    cast: &(impl Fn(usize) -> anyhow::Result<(StreamId, Pending)> + Sync),
    numbers: impl Iterator<Item = usize>,
    many: usize,
    done: &AtomicI64,
) -> anyhow::Result<Vec<(usize, StreamId)>> {
    let mut remembered = Vec::new();
    for number in numbers {
        let (dossier, pending) = cast(number)?;
        store.commit(PROVINCE, pending).await?;
        done.fetch_add(1, Ordering::Relaxed);
        if number % (many / REMEMBERED).max(1) == 0 {
            remembered.push((number, dossier));
        }
    }
    Ok(remembered)
}

/// Steps that wait on specialists' desks, many of them.
pub(super) struct Waiting(Arc<Moulds>);

impl Waiting {
    /// Leads the lives they are cast from.
    ///
    /// # Errors
    /// When the application refuses one.
    pub(super) async fn led(place: &Place, producers: &[Producer]) -> anyhow::Result<Self> {
        let moulds = Moulds::led(place, producers).await?;
        let timed = moulds.open.iter().all(|mould| mould.red_at.is_some());
        anyhow::ensure!(timed, "a step to be cast was to have time of its own");
        Ok(Self(Arc::new(moulds)))
    }

    /// One for each number; `red_at` says when the time of each is gone, none for as the step itself has it.
    ///
    /// # Errors
    /// When the store refuses one.
    pub(super) async fn cast(
        &self,
        place: &Place,
        numbers: Range<usize>,
        red_at: impl Fn(usize) -> Option<Millis> + Send + Sync + 'static,
        silent: bool,
    ) -> anyhow::Result<Loaded> {
        if numbers.is_empty() {
            return Ok(Loaded::default());
        }
        let moulds = Arc::clone(&self.0);
        handed_in(place, numbers, move |number| moulds.waiting(number, red_at(number)), silent).await
    }
}

/// Lives that were led, and where ids of their casts come from.
struct Moulds {
    open: Vec<Mould>,
    over: Vec<Mould>,
    ids: IdSource,
}

/// A life as the application decided it.
struct Mould {
    /// What is kept beside the events: who did it, when, the answer.
    like: Pending,
    events: Vec<String>,
    dossier: StreamId,
    /// When the time of its last step is gone.
    red_at: Option<Millis>,
    /// The applicant, and what was asked for in their own words.
    subjects: Vec<(SubjectWrite, SubjectData)>,
}

impl Moulds {
    /// Two lives at each seat: one that is with the specialist, one whose applicant took it back. Nobody has a telephone, so that nobody
    /// is written to.
    async fn led(place: &Place, producers: &[Producer]) -> anyhow::Result<Self> {
        let tape = Tape::default();
        let store = open::store(place, Options { tape: Some(tape.clone()), ..Options::default() }).await?;
        let app = open::app(store.clone(), NODE_OF_LIVES, "", None).await?;
        let (mut open, mut over) = (Vec::new(), Vec::new());
        for producer in producers {
            for (number, ends) in [(0, false), (1, true)] {
                let person = SubjectData { phone: String::new(), ..producer.turn(number).person() };
                drop(tape.take());
                lead(&app, producer, &person, ends).await?;
                let commands: Vec<Pending> =
                    tape.take().into_iter().flat_map(|batch| batch.commands).collect();
                let moulds = if ends { &mut over } else { &mut open };
                moulds.push(Mould::of(commands)?);
            }
        }
        drop(app);
        open::close(store).await;
        Ok(Self { open, over, ids: IdSource::new(NODE_OF_CASTS) })
    }

    fn cast(&self, number: usize) -> anyhow::Result<(StreamId, Pending)> {
        let (moulds, turn) = match number % ONE_OPEN_OF {
            0 => (&self.open, number / ONE_OPEN_OF),
            _ => (&self.over, number),
        };
        let mould = moulds.get(turn % moulds.len().max(1)).context("no life was led")?;
        mould.cast(number, None, &self.ids)
    }

    /// One whose step is with a specialist.
    fn waiting(&self, number: usize, red_at: Option<Millis>) -> anyhow::Result<(StreamId, Pending)> {
        let mould = self.open.get(number % self.open.len().max(1)).context("no life was led")?;
        mould.cast(number, red_at, &self.ids)
    }
}

/// Through the application, by the people of that seat.
async fn lead(app: &App, producer: &Producer, person: &SubjectData, ends: bool) -> anyhow::Result<()> {
    let (actor, mut command) = producer.command(Act::Receive, None)?;
    if let Command::Intake { form, .. } = &mut command {
        form.applicant = PartyForm::New { subject: None, data: person.clone() };
    }
    let id = |what: &str| CommandId(format!("led-{}-{what}-{ends}", producer.seat.number));
    let dossier = app.execute(&actor, &id("receive"), command).await?.dossier.context("it was received")?;
    let (actor, command) = match ends {
        true => (actor, Command::Withdraw { dossier, reason: "Không còn nhu cầu".to_owned() }),
        false => producer.command(Act::Assign, Some(dossier))?,
    };
    app.execute(&actor, &id("next"), command).await?;
    Ok(())
}

impl Mould {
    fn of(commands: Vec<Pending>) -> anyhow::Result<Self> {
        let writes: Vec<&StreamWrite> = commands.iter().flat_map(|command| &command.writes).collect();
        let dossier = writes.first().context("something was decided")?.stream;
        anyhow::ensure!(
            writes.iter().all(|write| write.stream == dossier),
            "a life to be cast was to touch its dossier alone"
        );
        let json = |event: &Event| String::from_utf8(event.to_json());
        let red_at = writes.iter().flat_map(|write| &write.events).filter_map(red_at).next_back();
        let events = writes.iter().flat_map(|write| &write.events).map(json).collect::<Result<_, _>>()?;
        let mut commands = commands.into_iter();
        let mut like = commands.next().context("something was decided")?;
        let read = |subject: SubjectWrite| serde_json::from_str(&subject.body).map(|data| (subject, data));
        let subjects = std::mem::take(&mut like.subjects).into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { like, events, dossier, red_at, subjects })
    }

    /// The same life, of another dossier and another person, and with time of its own for the last step if one is given.
    fn cast(
        &self,
        number: usize,
        red_at: Option<Millis>,
        ids: &IdSource,
    ) -> anyhow::Result<(StreamId, Pending)> {
        let dossier = ids.stream();
        let mut marks = vec![(self.dossier.0.to_string(), dossier.0.to_string())];
        if let (Some(old), Some(new)) = (self.red_at, red_at) {
            let named = |at: Millis| format!("\"red_at\":{at}");
            marks.push((named(old), named(new)));
        }
        let mut subjects = Vec::with_capacity(self.subjects.len());
        for (like, data) in &self.subjects {
            let subject = written(ids.subject(), number, data.clone())?;
            marks.push((like.id.0.to_string(), subject.id.0.to_string()));
            marks.push((like.digest.clone(), subject.digest.clone()));
            subjects.push(subject);
        }
        let marked =
            |text: &str| marks.iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new));
        let mut events = Vec::with_capacity(self.events.len());
        for event in &self.events {
            events.push(Event::from_json(Kind::Dossier, marked(event).as_bytes())?);
        }
        let write = StreamWrite {
            stream: dossier,
            kind: Kind::Dossier,
            expected_version: 0,
            before: State::empty(Kind::Dossier),
            events,
        };
        let pending = Pending {
            command_id: CommandId(format!("loaded-{number}")),
            act: self.like.act.clone(),
            recorded_at: self.like.recorded_at,
            writes: vec![write],
            subjects,
            declarations: Vec::new(),
            drafts: Vec::new(),
            outbox: Vec::new(),
            answer: marked(&self.like.answer),
            decided_under: None,
        };
        Ok((dossier, pending))
    }
}

/// When the time of a step that begins is gone.
fn red_at(event: &Event) -> Option<Millis> {
    match event {
        Event::Dossier(dossier::Event::StepStarted { red_at, .. }) => *red_at,
        _ => None,
    }
}

/// Data of another person; somebody who has no name is what a form says.
fn written(id: SubjectId, number: usize, mut data: SubjectData) -> anyhow::Result<SubjectWrite> {
    if data.kind == SubjectKind::Person {
        data.name = format!("{} {number}", data.name);
        data.id_number = format!("001{number:09}");
    }
    Ok(SubjectWrite {
        id,
        version: 1,
        body: serde_json::to_string(&data)?,
        name_folded: fold(&data.name),
        phone: data.phone.clone(),
        id_number: data.id_number.clone(),
        digest: data.digest(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::bench::province::Province;
    use app::queries::WorkList;

    async fn a_loaded_province_verifies(place: &Place) {
        let store = open::store(place, Options::default()).await.expect("opened");
        let app = open::app_for_a_moment(store.clone()).await.expect("opened");
        let province = Province::with_seats(&app, 3).expect("three seats");
        province.found(&app).await.expect("founded");
        drop(app);
        open::close(store).await;
        let loaded = dossiers(place, &Producer::all(&province), 1200, true).await.expect("loaded");
        assert_eq!((loaded.dossiers, loaded.codes.len()), (1200, 1200));
        let store = open::store(place, Options::default()).await.expect("opened");
        let report = store.verify(PROVINCE, &|_, _| ()).await.expect("readable");
        assert!(report.ok, "{report:?}");
        let app = open::app_for_a_moment(store.clone()).await.expect("opened");
        let seat = &province.seats[0];
        let of_unit = WorkList::Unit(seat.head.unit.clone());
        let open_steps = app.work_count(&of_unit).await.expect("readable");
        // Every tenth of 1,200, over three agencies, and the life that was led.
        assert_eq!(open_steps, 40 + 1);
        store.close().await;
    }

    #[tokio::test]
    async fn a_file_with_many_dossiers_verifies() {
        let folder = tempfile::tempdir().expect("a folder");
        a_loaded_province_verifies(&Place::Folder(folder.path().to_owned())).await;
    }

    #[tokio::test]
    async fn a_server_with_many_dossiers_verifies() {
        let store::testing::Address::Postgres(dsn) = store::testing::postgres_address().await else {
            panic!("an address on PostgreSQL")
        };
        a_loaded_province_verifies(&Place::Server(dsn)).await;
    }
}
