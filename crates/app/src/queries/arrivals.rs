//! The door: passes, the gate now, what is to be removed. None of it holds what was declared; that is read one by one, and journalled.

use super::statements as sql;
use crate::App;
use crate::actor::Actor;
use crate::declared::Declaration;
use crate::error::{AppError, Result};
use domain::gate;
use domain::kernel::{Millis, StreamId, Value};
use policy::{Action, Resource};
use store::{AccessAbout, AccessOutcome, Row};

/// A pass as its own page and the gate show it. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassView {
    /// Stream of the arrival.
    pub arrival: StreamId,
    /// Hall code.
    pub hall: String,
    /// Local date for which it holds, as `yyyymmdd`.
    pub day: i64,
    /// Shown and spoken, e.g. `Y012`.
    pub label: String,
    /// Code of the form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// `enter`, `test`, `outside`.
    pub advice: String,
    /// The rule that said it, counted from 1; 0 when none did.
    pub rule: i64,
    /// Token of the pass.
    pub token: String,
    /// Instant.
    pub declared_at: Millis,
    /// Instant at which a person let them in all the same.
    pub cleared_at: Option<Millis>,
    /// `inside`, `called`, `line`, `away`; of no length when neither inside nor waiting.
    pub place: String,
    /// Instant of coming to that place.
    pub since: Option<Millis>,
    /// People in line before this one.
    pub before: i64,
}

impl PassView {
    /// Whether the gate lets this person in.
    #[must_use]
    pub fn may_enter(&self) -> bool {
        self.advice == "enter" || self.cleared_at.is_some()
    }
}

/// A gate now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateNow {
    /// People inside, as counted.
    pub inside: i64,
    /// People who may be inside, none without a bound.
    pub capacity: Option<i64>,
    /// Labels of who is called in, in order, and since when.
    pub called: Vec<(String, Millis)>,
    /// People in line outside.
    pub waiting: i64,
    /// Times somebody came in today.
    pub entered: i64,
}

/// An arrival in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalLine {
    /// Stream.
    pub arrival: StreamId,
    /// Shown and spoken.
    pub label: String,
    /// `enter`, `test`, `outside`.
    pub advice: String,
    /// The rule that said it, counted from 1; 0 when none did.
    pub rule: i64,
    /// Code and version of the form.
    pub form: (String, String),
    /// Instant.
    pub declared_at: Millis,
    /// Instant at which a person let them in all the same.
    pub cleared_at: Option<Millis>,
    /// `inside`, `called`, `line`, `away`; of no length when neither inside nor waiting.
    pub place: String,
    /// Number within the hall and the day.
    pub number: i64,
}

/// A day of a hall whose declarations are to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovalDue {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Arrivals of that day.
    pub count: i64,
}

/// How far back a removal that was not said is looked for.
const FORGOTTEN_MS: Millis = 60 * 86_400_000;

impl GateNow {
    /// Labels of who is called in, in order.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        self.called.iter().map(|(label, _)| label.as_str()).collect()
    }
}

impl App {
    /// A pass by its token.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn pass_by_token(&self, token: &str) -> Result<Option<PassView>> {
        self.pass(&sql::PASS_BY_TOKEN, &[self.tenant().into(), token.into()]).await
    }

    /// A pass by its arrival.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn pass_of(&self, arrival: StreamId) -> Result<Option<PassView>> {
        self.pass(&sql::PASS_BY_ARRIVAL, &[self.tenant().into(), arrival.into()]).await
    }

    /// Today's pass of a hall by its number.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn pass_by_number(&self, hall: &str, number: i64) -> Result<Option<PassView>> {
        let day = self.directory().day(self.now());
        self.pass(&sql::PASS_BY_NUMBER, &[self.tenant().into(), hall.into(), day.into(), number.into()]).await
    }

    async fn pass(&self, statement: &store::Statement, values: &[Value]) -> Result<Option<PassView>> {
        let mut reader = self.store().read(self.tenant()).await?;
        let rows = reader.query(statement, values).await?;
        let mut found = rows.first().map(pass_view);
        if let (Some(pass), Some(row)) = (&mut found, rows.first())
            && let (Some(joined), Some(gate)) = (row.i64_or_none(13), row.i64_or_none(14))
            && pass.place == "line"
        {
            let values: [Value; 4] = [self.tenant().into(), gate.into(), joined.into(), pass.arrival.into()];
            pass.before = reader.query(&sql::LINE_BEFORE, &values).await?.first().map_or(0, |row| row.i64(0));
        }
        reader.end().await?;
        Ok(found)
    }

    /// The gate of a hall today.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn gate_now(&self, hall: &str) -> Result<GateNow> {
        let directory = self.directory();
        let gate = gate::stream_of(hall, directory.day(self.now()));
        let values: [Value; 2] = [self.tenant().into(), gate.into()];
        let mut reader = self.store().read(self.tenant()).await?;
        let numbers = reader.query(&sql::GATE_NOW, &values).await?;
        let called = reader.query(&sql::GATE_CALLED, &values).await?;
        reader.end().await?;
        let mut now = GateNow {
            capacity: directory.gate_rules(hall).capacity,
            called: called.iter().map(|row| (row.text(0).to_owned(), row.i64(1))).collect(),
            ..GateNow::default()
        };
        if let Some(row) = numbers.first() {
            (now.inside, now.waiting, now.entered) = (row.i64(0), row.i64(2), row.i64(3));
        }
        Ok(now)
    }

    /// Today's arrivals of a hall behind a number, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn arrivals_today(
        &self,
        hall: &str,
        behind: Option<i64>,
        most: i64,
    ) -> Result<Vec<ArrivalLine>> {
        let day = self.directory().day(self.now());
        let values: [Value; 6] = [
            self.tenant().into(),
            hall.into(),
            day.into(),
            gate::stream_of(hall, day).into(),
            behind.unwrap_or(i64::MAX).into(),
            most.into(),
        ];
        let rows = self.store().query(self.tenant(), &sql::ARRIVALS, &values).await?;
        let line = |row: &Row| ArrivalLine {
            arrival: StreamId(row.i64(0)),
            label: row.text(1).to_owned(),
            advice: row.text(2).to_owned(),
            rule: row.i64(3),
            form: (row.text(4).to_owned(), row.text(5).to_owned()),
            declared_at: row.i64(6),
            cleared_at: row.i64_or_none(7),
            place: row.text(8).to_owned(),
            number: row.i64(9),
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Halls at whose gates a kept place lapses, and when the next one does; now is an instant of the past.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn gates_to_look_at(&self) -> Result<(Vec<String>, Option<Millis>)> {
        let (directory, now) = (self.directory(), self.now());
        let (mut due, mut next) = (Vec::new(), None);
        for hall in directory.halls_at(now).filter(|hall| directory.asked_at_door(&hall.code, now).is_some())
        {
            let gate = gate::stream_of(&hall.code, directory.day(now));
            let values: [Value; 2] = [self.tenant().into(), gate.into()];
            let rows = self.store().query(self.tenant(), &sql::GATE_CALLED_SINCE, &values).await?;
            let Some(since) = rows.first().and_then(|row| row.i64_or_none(0)) else { continue };
            let lapses = since + directory.gate_rules(&hall.code).called_ms + 1;
            if lapses <= now {
                due.push(hall.code.clone());
            } else {
                next = Some(next.map_or(lapses, |before: Millis| before.min(lapses)));
            }
        }
        Ok((due, next))
    }

    /// Days of halls whose declarations are over and were not said to be removed.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn removals_due(&self) -> Result<Vec<RemovalDue>> {
        let now = self.now();
        let values: [Value; 3] = [self.tenant().into(), now.into(), (now - FORGOTTEN_MS).into()];
        let rows = self.store().query(self.tenant(), &sql::DECLARATIONS_DUE, &values).await?;
        let due = |row: &Row| RemovalDue { hall: row.text(0).to_owned(), day: row.i64(1), count: row.i64(2) };
        Ok(rows.iter().map(due).collect())
    }

    /// Whether a declaration is over and still kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn is_declaration_over(&self) -> Result<bool> {
        let values: [Value; 2] = [self.tenant().into(), self.now().into()];
        Ok(!self.store().query(self.tenant(), &sql::DECLARATIONS_OVER, &values).await?.is_empty())
    }

    /// When the next declaration is over, none when none is kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_removal(&self) -> Result<Option<Millis>> {
        let values: [Value; 2] = [self.tenant().into(), self.now().into()];
        let rows = self.store().query(self.tenant(), &sql::NEXT_REMOVAL, &values).await?;
        Ok(rows.first().and_then(|row| row.i64_or_none(0)))
    }

    /// Removes every declaration that is over and scrubs its traces from the files; gives how many.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn remove_declarations(&self) -> Result<u64> {
        let removed = self.store().remove_declarations(self.tenant(), self.now()).await;
        removed.map_err(crate::execute::failure)
    }

    /// What somebody declared, for one who may read it and says what for: the entry in the journal of readings is written first. None once it was
    /// removed.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for an arrival there is not; `Refused` with `purpose_missing`; when it cannot be read.
    pub async fn read_declaration(
        &self,
        actor: &Actor,
        arrival: StreamId,
        purpose: &str,
    ) -> Result<Option<Declaration>> {
        let pass = self.pass_of(arrival).await?.ok_or(AppError::NotFound("arrival"))?;
        let directory = self.directory();
        let unit = directory.hall(&pass.hall).map_or("", |hall| hall.unit.as_str());
        self.permit(actor, Action::ReadDeclaration, &Resource::ticket(&directory.unit_path(unit)))?;
        if !PURPOSES.contains(&purpose) {
            return crate::work::refuse("purpose_missing");
        }
        let reading = self
            .open_reading(actor, AccessAbout::Arrival(arrival), &format!("declaration_{purpose}"))
            .await?;
        let body = self.store().declaration(self.tenant(), arrival).await;
        let outcome = match &body {
            Ok(Some(_)) => AccessOutcome::Shown,
            Ok(None) => AccessOutcome::Nothing,
            Err(_) => AccessOutcome::Failed,
        };
        self.complete_reading(reading, outcome).await?;
        let Some(body) = body? else { return Ok(None) };
        let declared = serde_json::from_str(&body)
            .map_err(|error| store::StoreError::Corrupt(format!("declaration of {arrival}: {error}")))?;
        Ok(Some(declared))
    }
}

/// What a declaration may be read for.
pub const PURPOSES: [&str; 3] = ["contact", "illness", "mistake"];

fn pass_view(row: &Row) -> PassView {
    PassView {
        arrival: StreamId(row.i64(0)),
        hall: row.text(1).to_owned(),
        day: row.i64(2),
        label: row.text(3).to_owned(),
        form: row.text(4).to_owned(),
        version: row.text(5).to_owned(),
        advice: row.text(6).to_owned(),
        rule: row.i64(7),
        token: row.text(8).to_owned(),
        declared_at: row.i64(9),
        cleared_at: row.i64_or_none(10),
        place: row.text(11).to_owned(),
        since: row.i64_or_none(12),
        before: 0,
    }
}
