//! Papers carried to the departments: in the morning and after the cut the counters draw up lists, an hour later the departments have
//! them; now and then a list lies until the next day, or a dossier was not in the bundle.

use crate::crowd::{Crowd, SimError};
use app::{Actor, App, AppError, Command, Handover};
use domain::catalogue::{Position, Role};
use domain::handover::MOST_LINES;
use domain::kernel::{CommandId, Millis, StreamId};
use plan::Dice;
use std::collections::BTreeSet;

/// Of a hundred lists, those that lie until the next morning.
const LEFT_LYING: i64 = 4;
/// Of a thousand dossiers, those that were not in the bundle.
const MISSING: i64 = 3;
/// How long after the opening papers of the evening before leave.
const HOUR_MS: Millis = 3_600_000;
/// How often a command that failed is handed in again, where things go wrong.
const TRIES: usize = 40;

impl Crowd {
    /// What happens to papers within an hour that just ended. `played`: people whom visitors play; their halls are left to them.
    pub(crate) async fn carry_papers(
        &mut self,
        app: &App,
        now: Millis,
        played: &BTreeSet<String>,
    ) -> Result<(), SimError> {
        let directory = app.directory();
        let on = directory.date(now);
        let units: Vec<(String, String)> = directory
            .halls_at(now)
            .filter(|hall| self.wish.halls.contains(&hall.code))
            .map(|hall| (hall.code.clone(), hall.unit.clone()))
            .collect();
        for (hall, unit) in units {
            let held = directory.catalogue().holders(&unit, Role::Receiver, &on);
            if held.iter().any(|held| played.contains(&held.person)) {
                continue;
            }
            self.departments_receive(app, &hall, now, played).await?;
            let minute = directory.calendar().local_minute(now);
            let calendar = directory.calendar();
            let opened = calendar.next_opening(calendar.midnight(calendar.local_date(now)))?;
            let morning = (0..HOUR_MS).contains(&(now - opened));
            let draws = directory.calendar().is_open(now)
                && (morning || minute >= directory.transfer_cut_minute(&unit, now));
            if let Some(officer) = held.first().map(|held| actor(held)).filter(|_| draws) {
                self.counter_draws(app, &hall, &unit, &officer, now).await?;
            }
        }
        Ok(())
    }

    async fn counter_draws(
        &mut self,
        app: &App,
        hall: &str,
        unit: &str,
        officer: &Actor,
        now: Millis,
    ) -> Result<(), SimError> {
        let today = app.directory().day(now);
        for counted in app.papers_for_units(unit, now).await?.into_iter().filter(|counted| counted.today > 0)
        {
            let lines = app.papers_at_counter(unit, &counted.to).await?;
            let of_today = lines.iter().filter(|line| app.directory().day(line.travel_by) <= today);
            let dossiers: Vec<StreamId> = of_today.take(MOST_LINES).map(|line| line.dossier).collect();
            let draw = Handover::Draw { hall: hall.to_owned(), to: counted.to.clone(), dossiers };
            self.carries(app, officer, format!("draw:{hall}:{}:{now}", counted.to), draw).await?;
        }
        Ok(())
    }

    async fn departments_receive(
        &mut self,
        app: &App,
        hall: &str,
        now: Millis,
        played: &BTreeSet<String>,
    ) -> Result<(), SimError> {
        let open = app.handovers_of_hall(hall).await?.into_iter().filter(|line| line.waiting > 0);
        for line in open {
            let mut dice = Dice::of(&format!("papers:{}:{}", self.wish.seed, line.list));
            let today = app.directory().day(now) == line.day;
            if today && (line.drawn_at >= now || dice.chance(LEFT_LYING)) {
                continue;
            }
            let Some(receiver) = receiver(app, &line.to, now).filter(|one| !played.contains(one.person()))
            else {
                continue;
            };
            let Some(state) = app.handover(line.list).await? else { continue };
            let (there, missing): (Vec<StreamId>, Vec<StreamId>) = state
                .lines
                .iter()
                .map(|line| line.listed.dossier)
                .partition(|_| dice.between(1, 1_000) > MISSING);
            for dossier in missing {
                let reason = "Không có trong túi hồ sơ".to_owned();
                let strike = Handover::Strike { list: line.list, dossier, reason };
                self.carries(app, &receiver, format!("strike:{}:{dossier}", line.list), strike).await?;
            }
            if !there.is_empty() {
                let receive = Handover::Receive { list: line.list, dossiers: there };
                self.carries(app, &receiver, format!("receive:{}", line.list), receive).await?;
            }
        }
        Ok(())
    }

    /// What was refused is life; a failure ends the run unless things are to go wrong.
    async fn carries(
        &mut self,
        app: &App,
        actor: &Actor,
        id: String,
        command: Handover,
    ) -> Result<(), SimError> {
        let id = CommandId(format!("sim:{}:papers:{id}", self.wish.seed));
        let mut tries = 0;
        loop {
            match app.execute(actor, &id, Command::Handover(command.clone())).await {
                Ok(_) => return Ok(()),
                Err(AppError::Refused(_) | AppError::Forbidden { .. }) => return Ok(()),
                Err(AppError::Store(_)) if self.wish.faults && tries < TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn actor(held: &Position) -> Actor {
    Actor::Staff { person: held.person.clone(), position: held.code.clone(), unit: held.unit.clone() }
}

/// Whoever takes papers in for a unit.
fn receiver(app: &App, unit: &str, now: Millis) -> Option<Actor> {
    let directory = app.directory();
    let on = directory.date(now);
    let held = [Role::Specialist, Role::Head, Role::DeputyHead].into_iter();
    held.flat_map(|role| directory.catalogue().holders(unit, role, &on)).next().map(actor)
}
