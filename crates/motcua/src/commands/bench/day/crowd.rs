//! The day itself: minute by minute, all that is due at one time.

use super::browser::{Browser, Line, Proof};
use super::citizen::{self, Ticket};
use super::display::{Screen, Shown};
use super::guests::{Guest, NOON, Turn};
use super::hall::{self, Desk};
use super::moment::Moment;
use super::officer::{self, Done, Officer, Todo};
use super::reading::{self, Call};
use super::{House, Server};
use anyhow::{Context, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Forms between two moments.
const ACTS: usize = 100;
/// Displays in the hall.
const SCREENS: usize = 3;
/// The counters open in this minute.
const OPENING: i64 = 30;
/// From this minute on nobody is called but those who wait.
const CLOSING: i64 = 600;
/// Nobody stays in the hall for longer.
const MIDNIGHT: i64 = 16 * 60;
/// Whatever happens, the displays show it within so long.
const SHOWN_WITHIN: Duration = Duration::from_secs(15);
/// Readers of phones at once, and tickets that are over which a moment looks at too.
const READERS: usize = 6;
const OVER: usize = 10;
/// Addresses: guests from 0, officers, displays and readers behind them.
const OFFICERS: usize = 100_000;
const OTHERS: usize = 101_000;
const MINUTE_MS: i64 = 60_000;

/// What was lived through.
#[derive(Default)]
pub(super) struct Lived {
    pub(super) people: usize,
    pub(super) booked: usize,
    pub(super) tickets: Vec<Ticket>,
    pub(super) moments: Vec<Moment>,
    pub(super) displays: Vec<Shown>,
    /// Minutes from seven to the last counter closed.
    pub(super) minutes: i64,
    /// Forms that were answered before the server was killed in that minute, and requests whose answer was lost.
    pub(super) killed: (usize, usize),
    pub(super) back_after: Duration,
}

/// Somebody in the hall.
struct InHall {
    guest: Guest,
    booked: Option<String>,
    ticket: Option<Ticket>,
    /// Served, gone home, or not there when called and not coming back.
    over: bool,
    called: bool,
    /// Minute in which he is put back into the line.
    back_at: Option<i64>,
    /// Calls displays have to say.
    calls: usize,
}

struct Hall<'a> {
    line: Arc<Line>,
    desks: &'a [Desk],
    people: Vec<InHall>,
    by_label: BTreeMap<String, usize>,
    officers: Vec<Officer>,
    greeter: Browser,
    mover: Browser,
    screens: Vec<Screen>,
    counted: usize,
    lived: Lived,
}

/// What somebody did in a minute.
enum Did {
    Took { who: usize, ticket: Ticket },
    Booked { who: usize, page: Option<String> },
    WentHome { who: usize, went: bool },
    Worked { officer: Box<Officer>, todo: Todo, before: String, done: Done },
    PutBack { greeter: Box<Browser>, put: Vec<(usize, bool)> },
}

/// Lives through the day.
///
/// # Errors
/// When the server does not do what it should, at the moment it does not.
pub(super) async fn live(
    house: &House<'_>,
    server: Server,
    line: &Arc<Line>,
    desks: &[Desk],
    guests: Vec<Guest>,
    morning: i64,
) -> anyhow::Result<Lived> {
    let mut hall = Hall::opens(line, desks, guests).await?;
    let mut server = server;
    hall.books(morning).await?;
    for minute in 1.. {
        let name = format!("{:02}:{:02}", 7 + minute / 60, minute % 60);
        hall.forward().await?;
        if minute == NOON {
            hall.moment(format!("{name}, before the restart")).await?;
            server = hall.noon(house, server, minute).await.context("noon")?;
            hall.shown().await.with_context(|| name.clone())?;
            hall.moment(format!("{name}, after the restart")).await?;
            continue;
        }
        let due = hall.due(minute)?;
        hall.all(due, minute).await.with_context(|| name.clone())?;
        hall.shown().await.with_context(|| name.clone())?;
        let over = minute > OPENING && hall.officers.iter().all(|officer| !officer.open);
        if over || hall.line.answered() - hall.counted >= ACTS {
            hall.moment(name.clone()).await?;
        }
        if over {
            hall.lived.minutes = minute;
            break;
        }
        ensure!(minute < MIDNIGHT, "at {name} counters are still open");
    }
    let mut lived = std::mem::take(&mut hall.lived);
    lived.displays = hall.screens.iter().map(Screen::shown).collect();
    lived.people = hall.people.len();
    lived.tickets = hall.people.into_iter().filter_map(|one| one.ticket).collect();
    drop(hall.screens);
    server.end().await?;
    Ok(lived)
}

impl<'a> Hall<'a> {
    async fn opens(line: &Arc<Line>, desks: &'a [Desk], guests: Vec<Guest>) -> anyhow::Result<Self> {
        let mut officers = Vec::new();
        for desk in desks {
            officers.push(Officer::comes(line, desk.clone(), OFFICERS + desk.number).await?);
        }
        let person = |guest: Guest| InHall {
            guest,
            booked: None,
            ticket: None,
            over: false,
            called: false,
            back_at: None,
            calls: 0,
        };
        Ok(Self {
            line: Arc::clone(line),
            desks,
            people: guests.into_iter().map(person).collect(),
            by_label: BTreeMap::new(),
            officers,
            greeter: officer::sign_in(line, &hall::greeter(), OFFICERS).await?,
            mover: Browser::new(line, OTHERS),
            screens: (1..=SCREENS).map(|number| Screen::on(line, OTHERS + number)).collect(),
            counted: 0,
            lived: Lived::default(),
        })
    }

    /// Those who book a time do so before the doors are opened.
    async fn books(&mut self, morning: i64) -> anyhow::Result<()> {
        let mut due = JoinSet::new();
        for (who, one) in self.people.iter().enumerate().filter(|(_, one)| one.guest.booked) {
            let (line, guest) = (Arc::clone(&self.line), one.guest.clone());
            due.spawn(async move {
                let comes = morning + guest.comes * MINUTE_MS;
                Ok(Did::Booked { who, page: citizen::books(&line, who, &guest, comes).await? })
            });
        }
        self.all(due, 0).await
    }

    /// The demo's clock goes on by a minute.
    async fn forward(&mut self) -> anyhow::Result<()> {
        let page = self.mover.page("clock", "/demo").await?;
        let proof = Proof::on(&page, "action=\"/demo/clock\"")?;
        self.mover.send("clock", "/demo/clock", &proof, &[("by", "minute")]).await?;
        Ok(())
    }

    /// Everything that is due in a minute, begun at one time.
    fn due(&mut self, minute: i64) -> anyhow::Result<JoinSet<anyhow::Result<Did>>> {
        let mut due = JoinSet::new();
        let mut back = Vec::new();
        for (who, one) in self.people.iter_mut().enumerate() {
            let line = Arc::clone(&self.line);
            if one.guest.comes == minute {
                let (guest, booked) = (one.guest.clone(), one.booked.clone());
                due.spawn(async move {
                    let ticket = match &booked {
                        Some(page) => citizen::comes_to(&line, who, page).await,
                        None => citizen::takes(&line, who, &guest).await,
                    };
                    Ok(Did::Took { who, ticket: ticket.with_context(|| format!("guest {who}"))? })
                });
            } else if let (Some(ticket), false, false) = (&one.ticket, one.over, one.called)
                && one.guest.patience.is_some_and(|patience| one.guest.comes + patience == minute)
            {
                let token = ticket.token.clone();
                due.spawn(async move {
                    Ok(Did::WentHome { who, went: citizen::gives_up(&line, who, &token).await? })
                });
            } else if let (Some(ticket), true) = (&one.ticket, one.back_at == Some(minute)) {
                one.back_at = None;
                back.push((who, ticket.label.clone()));
            }
        }
        if !back.is_empty() {
            let mut greeter = std::mem::replace(&mut self.greeter, Browser::new(&self.line, OFFICERS));
            due.spawn(async move {
                let mut put = Vec::new();
                for (who, label) in back {
                    put.push((who, citizen::put_back(&mut greeter, &label).await?));
                }
                Ok(Did::PutBack { greeter: Box::new(greeter), put })
            });
        }
        self.work(minute, &mut due)?;
        Ok(due)
    }

    fn work(&mut self, minute: i64, due: &mut JoinSet<anyhow::Result<Did>>) -> anyhow::Result<()> {
        let nobody = self.screens.first().is_some_and(|screen| screen.shown().now.waiting == 0);
        for mut officer in std::mem::take(&mut self.officers) {
            let todo = match officer.open {
                true => self.todo(&officer, minute)?,
                false => (minute == OPENING).then_some(Todo::Open),
            };
            // An officer with nobody before her looks up at the display before she looks at her page.
            match todo.filter(|todo| *todo != Todo::Look || !nobody || !officer.page.label.is_empty()) {
                None => self.officers.push(officer),
                Some(todo) => {
                    due.spawn(async move {
                        let before = officer.page.label.clone();
                        let done = officer.does(&todo).await?;
                        Ok(Did::Worked { officer: Box::new(officer), todo, before, done })
                    });
                }
            }
        }
        Ok(())
    }

    fn todo(&self, officer: &Officer, minute: i64) -> anyhow::Result<Option<Todo>> {
        let page = &officer.page;
        if page.seated {
            let key = if minute < CLOSING && officer.desk.number.is_multiple_of(2) {
                Todo::Next
            } else {
                Todo::Finish
            };
            return Ok((minute >= officer.until).then_some(key));
        }
        if page.label.is_empty() {
            if minute >= CLOSING {
                return Ok(Some(Todo::Close));
            }
            // All of them at once when the doors open, later every other minute.
            let looks = minute <= OPENING + 1 || (minute + officer.called_at) % 2 == 0;
            return Ok(looks.then_some(Todo::Look));
        }
        let who = self.by_label.get(&page.label);
        let who = who.with_context(|| format!("{} was called, nobody has it", page.label))?;
        let one = &self.people[*who];
        if one.over {
            return Ok(Some(Todo::Look));
        }
        if minute <= officer.called_at {
            return Ok(None);
        }
        Ok(match &one.guest.turn {
            Turn::Comes => Some(Todo::Start),
            Turn::SecondCall => Some(if officer.recalled { Todo::Start } else { Todo::Recall }),
            Turn::Absent { .. } => (minute > officer.called_at + 1).then_some(Todo::Absent),
            Turn::Elsewhere { field, kept } => {
                let takes = |desk: &&Desk| desk.code != officer.desk.code && desk.fields.contains(field);
                let counter =
                    self.desks.iter().filter(takes).nth(*who % 3).filter(|_| *kept && minute < CLOSING);
                let counter = counter.map(|desk| desk.code.clone()).unwrap_or_default();
                Some(Todo::Move { field: field.clone(), counter })
            }
        })
    }

    async fn all(&mut self, mut due: JoinSet<anyhow::Result<Did>>, minute: i64) -> anyhow::Result<()> {
        while let Some(did) = due.join_next().await {
            self.notes(did??, minute)?;
        }
        self.officers.sort_by_key(|officer| officer.desk.number);
        // Who was called is known to the hall when all of the minute was answered.
        let called: Vec<usize> = self.called().into_iter().map(|(who, _)| who).collect();
        called.into_iter().for_each(|who| self.people[who].called = true);
        Ok(())
    }

    /// The people who are called now, and where.
    fn called(&self) -> Vec<(usize, i64)> {
        let there = self.officers.iter().filter(|officer| officer.open && officer.page.called);
        let called = there.filter_map(|officer| {
            let who = *self.by_label.get(&officer.page.label)?;
            Some((who, i64::try_from(officer.desk.number).unwrap_or(0)))
        });
        called.filter(|(who, _)| !self.people[*who].over).collect()
    }

    fn notes(&mut self, did: Did, minute: i64) -> anyhow::Result<()> {
        match did {
            Did::Booked { who, page } => {
                self.lived.booked += usize::from(page.is_some());
                self.people[who].booked = page;
            }
            Did::Took { who, ticket } => {
                let again = self.by_label.insert(ticket.label.clone(), who);
                ensure!(again.is_none(), "{} was handed out twice", ticket.label);
                self.people[who].ticket = Some(ticket);
            }
            Did::WentHome { who, went } => self.people[who].over |= went,
            Did::PutBack { greeter, put } => {
                self.greeter = *greeter;
                for (who, put) in put {
                    self.people[who].over = !put;
                }
            }
            Did::Worked { mut officer, todo, before, done } => {
                self.worked(&mut officer, &todo, &before, &done, minute);
                self.officers.push(*officer);
            }
        }
        Ok(())
    }

    fn worked(&mut self, officer: &mut Officer, todo: &Todo, before: &str, done: &Done, minute: i64) {
        let was = self.by_label.get(before).copied();
        if officer.page.label != before || done.closed {
            if let Some(who) = was {
                self.left(who, todo, &officer.desk.fields, minute);
            }
            if !officer.page.label.is_empty() {
                officer.called_at = minute;
            }
        } else if officer.page.seated
            && *todo == Todo::Start
            && let Some(who) = was
        {
            officer.until = minute + self.people[who].guest.stays;
        }
        if done.calls > 0 && officer.page.called {
            // The ticket may be of this very minute, and its owner not noted yet.
            officer.new_calls = done.calls;
        }
    }

    /// Somebody left a counter that takes these field groups.
    fn left(&mut self, who: usize, todo: &Todo, fields: &[String], minute: i64) {
        let one = &mut self.people[who];
        one.called = false;
        match todo {
            Todo::Absent => {
                if let Turn::Absent { back_after } = one.guest.turn {
                    one.back_at = back_after.map(|after| minute + after);
                }
                one.guest.turn = Turn::Comes;
            }
            Todo::Move { field, .. } => {
                one.guest.field.clone_from(field);
                one.guest.turn = Turn::Comes;
            }
            // Called for another thing he goes on in the old place; who went home from the line is not there for it.
            Todo::Next | Todo::Finish => one.over = !one.guest.goes_on(fields),
            _ => one.over = true,
        }
    }

    /// All that is due at noon is begun, and the server killed while it is; then it is started again where it listened.
    async fn noon(&mut self, house: &House<'_>, server: Server, minute: i64) -> anyhow::Result<Server> {
        let before = self.line.answered();
        let due = self.due(minute)?;
        let third = due.len() / 3;
        let address = server.address.clone();
        let begun = Instant::now();
        while self.line.answered() - before < third && begun.elapsed() < SHOWN_WITHIN {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        self.line.goes_down();
        server.end().await?;
        let answered = self.line.answered() - before;
        let killed = Instant::now();
        let server = house.open(Some(&address)).await?;
        self.lived.back_after = killed.elapsed();
        self.all(due, minute).await?;
        self.shown().await?;
        self.line.is_up();
        let lost = self.line.lost.load(Ordering::Relaxed);
        ensure!(lost > 0, "the server was killed, and nobody noticed");
        self.lived.killed = (answered, lost);
        Ok(server)
    }

    /// Waits until every display shows who is called, by what it was told, and has said each call as often as it was made.
    async fn shown(&mut self) -> anyhow::Result<()> {
        for officer in &mut self.officers {
            let calls = std::mem::take(&mut officer.new_calls);
            if let Some(who) = self.by_label.get(&officer.page.label) {
                self.people[*who].calls += calls;
            }
        }
        let called = self.called();
        let expected: BTreeSet<(String, i64, usize)> = called
            .iter()
            .filter_map(|(who, counter)| {
                let one = &self.people[*who];
                Some((one.ticket.as_ref()?.label.clone(), *counter, one.calls))
            })
            .collect();
        let begun = Instant::now();
        for (number, screen) in (1..).zip(&self.screens) {
            loop {
                let shown = screen.shown();
                ensure!(shown.wrong.is_empty(), "display {number}: {}", shown.wrong);
                let is = seen(&shown);
                if is == expected {
                    break;
                }
                let late = begun.elapsed() >= SHOWN_WITHIN;
                ensure!(!late, "display {number}: expected {expected:?}, came {is:?}");
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        Ok(())
    }

    /// Looks at everything while nothing is under way.
    async fn moment(&mut self, name: String) -> anyhow::Result<()> {
        let context = name.clone();
        self.looks(name).await.with_context(|| context)
    }

    async fn looks(&mut self, name: String) -> anyhow::Result<()> {
        self.counted = self.line.answered();
        let mut moment = Moment { name, answered: self.counted, ..Moment::default() };
        let with = |over: bool| self.people.iter().filter(move |one| one.over == over);
        let tokens: Vec<String> = with(false)
            .chain(with(true).rev().take(OVER))
            .filter_map(|one| Some(one.ticket.as_ref()?.token.clone()))
            .collect();
        let mut readers = JoinSet::new();
        for (number, part) in tokens.chunks(tokens.len().div_ceil(READERS).max(1)).enumerate() {
            let (mut browser, part) = (Browser::new(&self.line, OTHERS + 100 + number), part.to_vec());
            readers.spawn(async move {
                let mut phones = Vec::new();
                for token in part {
                    let page = browser.page("phone", &format!("/t/{token}/now")).await?;
                    phones.push(reading::phone(&page)?);
                }
                anyhow::Ok(phones)
            });
        }
        while let Some(phones) = readers.join_next().await {
            moment.phones.extend(phones??);
        }
        let page = self.mover.page("display", &format!("/display/{}/now", hall::HALL)).await?;
        moment.display = reading::display(&page);
        moment.screens = self.screens.iter().map(|screen| screen.shown().now).collect();
        for officer in self.officers.iter_mut().filter(|officer| officer.open) {
            officer.look().await?;
            moment.counters.push((officer.desk.code.clone(), officer.page.clone()));
        }
        self.lived.moments.push(moment);
        Ok(())
    }
}

/// Who is called on a display, where, and how often it said so.
fn seen(shown: &Shown) -> BTreeSet<(String, i64, usize)> {
    let times = |call: &Call| shown.said.iter().filter(|said| said.label == call.label).count();
    shown.now.calls.iter().map(|call| (call.label.clone(), call.counter, times(call))).collect()
}
