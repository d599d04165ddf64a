//! Đánh giá việc giải quyết: what units and officers get points for, read from the rows reports read, and the dossiers behind
//! each point.

use super::{ReportOf, ReportScope, Within};
use crate::App;
use crate::directory::Directory;
use crate::error::Result;
use crate::queries::leaf::{Filling, Leaf, Place, Wanted};
use crate::queries::statements::evaluation as sql;
use domain::catalogue::{UnitKind, holds};
use domain::kernel::{Millis, StreamId, Value};
use domain::report::Line;
use indices::one_stop::{self, Came, Complaint, Feedback, Index, Online, Shares, Tally};
use std::collections::BTreeMap;
use store::{Reader, Row};

/// What a settled dossier is measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// How its time came out against the law; nothing without a limit.
    pub by_law: Option<Came>,
    /// How it came out against the first promise.
    pub by_promise: Came,
    /// Times the applicant was asked to complete it.
    pub contacts: i64,
    /// What was said of those who handled it.
    pub complaint: Complaint,
}

impl Marks {
    /// Its points for an index; nothing for one that is not given to a dossier. Whatever is missing is asked for at the one-stop and
    /// brought there, so it is one agency that is contacted, or none.
    #[must_use]
    pub fn points(&self, index: Index) -> Option<i64> {
        match index {
            Index::TotalTime => self.by_law.map(one_stop::time),
            Index::Contacts => Some(one_stop::contacts(self.contacts)),
            Index::Agencies => Some(one_stop::agencies(self.contacts.min(1))),
            Index::Attitude => Some(one_stop::attitude(self.by_promise, self.complaint)),
            _ => None,
        }
    }

    /// From the columns a statement has of them.
    fn read(row: &Row, from: usize) -> Self {
        Self {
            by_law: came_of_word(row.text(from)),
            by_promise: came_of_word(row.text(from + 1)).unwrap_or(Came::Equal),
            contacts: row.i64(from + 2),
            complaint: if row.i64(from + 3) == 1 { Complaint::Stands } else { Complaint::None },
        }
    }

    fn tally(&self, times: i64, tally: &mut Tally) {
        for index in [Index::TotalTime, Index::Contacts, Index::Agencies, Index::Attitude] {
            if let Some(points) = self.points(index) {
                tally.add(index, points, times);
            }
        }
    }
}

fn came_of_word(word: &str) -> Option<Came> {
    match word {
        "early" => Some(Came::Shorter),
        "on_time" => Some(Came::Equal),
        "late" => Some(Came::Longer),
        _ => None,
    }
}

/// 0 shorter, 1 equal, 2 longer; nothing where no time was allowed.
const fn came_of_number(number: i64) -> Option<Came> {
    match number {
        0 => Some(Came::Shorter),
        1 => Some(Came::Equal),
        2 => Some(Came::Longer),
        _ => None,
    }
}

/// Points of a unit and of its parts, each by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluated {
    /// The unit itself.
    pub whole: Tally,
    /// The agencies of a province or a centre, the divisions of an agency.
    pub parts: BTreeMap<String, Tally>,
}

/// Which points are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// Of which index: 1, 2, 3, 4 or 7.
    pub index: Index,
    /// How many of them: 0, 1, 2.
    pub points: i64,
}

/// A dossier, or a unit's part in it, behind a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluatedDossier {
    /// Stream.
    pub dossier: StreamId,
    /// Code.
    pub code: String,
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Unit that leads.
    pub handling_unit: String,
    /// Instant of reception.
    pub received_at: Millis,
    /// Instant it was settled.
    pub settled_at: Millis,
    /// What it is measured by.
    pub marks: Marks,
    /// The part: unit, whole minutes used and allowed.
    pub part: Option<(String, i64, i64)>,
}

impl EvaluatedDossier {
    /// Its points for an index.
    #[must_use]
    pub fn points(&self, index: Index) -> Option<i64> {
        match (index, &self.part) {
            (Index::AgencyTime, Some((_, used, allowed))) if *allowed > 0 => {
                Some(one_stop::time(Came::minutes(*used, *allowed)))
            }
            (Index::AgencyTime, _) => None,
            _ => self.marks.points(index),
        }
    }

    fn read(row: &Row, has_part: bool) -> Self {
        Self {
            settled_at: row.i64(0),
            dossier: StreamId(row.i64(1)),
            code: row.text(2).to_owned(),
            procedure: row.text(3).to_owned(),
            publisher: row.text(4).to_owned(),
            handling_unit: row.text(5).to_owned(),
            received_at: row.i64(6),
            marks: Marks::read(row, 7),
            part: has_part.then(|| (row.text(11).to_owned(), row.i64(12), row.i64(13))),
        }
    }
}

/// Procedures of a unit: all, those wholly done at the counter, those that may be filed online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Offered {
    all: i64,
    at_counter: i64,
    online: i64,
}

impl App {
    /// Points of a unit in a period, with those of its parts.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn evaluate(&self, report: &ReportOf, lines: &[Line]) -> Result<Evaluated> {
        let directory = self.directory();
        let part = |unit: &str| directory.part_of(&report.scope, &report.unit, unit);
        let mut found = Evaluated::default();
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        for row in reader.query(&sql::MARKS_OF_UNITS, &self.asked(report, &Within::default())).await? {
            let mut some = Tally::default();
            Marks::read(&row, 1).tally(row.i64(5), &mut some);
            found.add(part(row.text(0)), &some);
        }
        for row in reader.query(&sql::PARTS_OF_UNITS, &self.asked_steps(report)).await? {
            if let Some(came) = came_of_number(row.i64(1)) {
                let mut some = Tally::default();
                some.add(Index::AgencyTime, one_stop::time(came), row.i64(2));
                found.add(part(row.text(0)), &some);
            }
        }
        self.evaluate_units(report, lines, &mut reader, &mut found).await?;
        reader.end().await?;
        Ok(found)
    }

    /// Points of those who finished a step of a settled dossier in one of a unit's parts, by person.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn evaluate_officers(&self, report: &ReportOf) -> Result<BTreeMap<String, Tally>> {
        let mut found: BTreeMap<String, Tally> = BTreeMap::new();
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        for row in reader.query(&sql::MARKS_OF_PERSONS, &self.asked_steps(report)).await? {
            let tally = found.entry(row.text(0).to_owned()).or_default();
            let times = row.i64(6);
            Marks::read(&row, 1).tally(times, tally);
            if let Some(came) = came_of_number(row.i64(5)) {
                tally.add(Index::AgencyTime, one_stop::time(came), times);
            }
        }
        reader.end().await?;
        Ok(found)
    }

    /// One page of the dossiers behind points: of a unit's, of one of its parts', or of one person's in it.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn evaluated_dossiers(
        &self,
        report: &ReportOf,
        (part, person): (&str, &str),
        asked: Points,
        (from, most): (Option<Place>, usize),
    ) -> Result<Leaf<EvaluatedDossier>> {
        let directory = self.directory();
        let is_part =
            |unit: &str| part.is_empty() || directory.part_of(&report.scope, &report.unit, unit) == part;
        let fits = |found: &EvaluatedDossier| {
            let unit = found.part.as_ref().map_or(&found.handling_unit, |(unit, ..)| unit);
            found.points(asked.index) == Some(asked.points) && (!person.is_empty() || is_part(unit))
        };
        let has_part = asked.index == Index::AgencyTime || !person.is_empty();
        let mut filling = Filling::new(Wanted { from, most, fits: Some(&fits) }, Place::BEGIN);
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        while let Some((after, most)) = filling.next_batch() {
            let mut values =
                if has_part { self.asked_steps(report) } else { self.asked(report, &Within::default()) };
            let statement = if !person.is_empty() {
                values.push(person.into());
                values.extend(after.values());
                &sql::EVALUATED_OF_PERSON
            } else if has_part {
                values.extend(after.values());
                values.push(after.word.as_str().into());
                &sql::EVALUATED_PARTS
            } else {
                values.extend(after.values());
                &sql::EVALUATED
            };
            values.push(most.into());
            let rows = reader.query(statement, &values).await?;
            let found = rows.iter().map(|row| EvaluatedDossier::read(row, has_part)).collect();
            filling.take(found, |dossier: &EvaluatedDossier| Place {
                word: dossier.part.as_ref().map(|(unit, ..)| unit.clone()).unwrap_or_default(),
                at: dossier.settled_at,
                id: dossier.dossier.0,
            });
        }
        reader.end().await?;
        Ok(filling.leaf())
    }

    /// What belongs to a unit itself: procedures done at the one-stop, feedback, online service.
    async fn evaluate_units(
        &self,
        report: &ReportOf,
        lines: &[Line],
        reader: &mut Reader,
        found: &mut Evaluated,
    ) -> Result<()> {
        let directory = self.directory();
        let part = |unit: &str| directory.part_of(&report.scope, &report.unit, unit);
        let at = report.ends_at - 1;
        let mut offered: BTreeMap<String, Offered> = BTreeMap::new();
        for (unit, of) in directory.offered_by_unit(&report.scope, at) {
            offered.entry(part(&unit)).or_default().add(of);
        }
        let mut feedback: BTreeMap<String, Feedback> = BTreeMap::new();
        let values: [Value; 3] =
            [self.tenant().into(), report.begins_at.into(), self.counted_until(report).into()];
        for row in reader.query(&sql::FEEDBACK, &values).await? {
            if directory.answers_within(&report.scope, row.text(0)) {
                let of = feedback.entry(part(row.text(0))).or_default();
                of.due += row.i64(1);
                of.in_time += row.i64(2);
            }
        }
        let mut online: BTreeMap<String, Online> = BTreeMap::new();
        for row in reader.query(&sql::RECEIVED_BY_UNIT, &self.asked(report, &Within::default())).await? {
            let (by_net, count) = (row.i64(3) == 2, row.i64(4));
            if by_net || directory.is_offered_online(row.text(1), row.text(2), at) {
                let of = &mut online.entry(part(row.text(0))).or_default().dossiers;
                of.whole += count;
                of.part += if by_net { count } else { 0 };
            }
        }
        for line in lines.iter().filter(|line| line.channel == 2) {
            let first = line.figures.first;
            online.entry(part(&line.handling_unit)).or_default().late += first.late + first.open_late;
        }
        let percent = if directory.is_below_province(&report.unit) { 50 } else { 20 };
        let (mut all_offered, mut all_feedback, mut all_online) =
            (Offered::default(), Feedback::default(), Online::default());
        let parts: Vec<String> = found.parts.keys().cloned().collect();
        for unit in parts {
            let of = offered.get(&unit).copied().unwrap_or_default();
            let due = feedback.get(&unit).copied().unwrap_or_default();
            let net = online.get(&unit).copied().unwrap_or_default();
            if let Some(tally) = found.parts.get_mut(&unit) {
                of_unit(tally, of, due, net, percent);
            }
        }
        offered.values().for_each(|of| all_offered.add(*of));
        for due in feedback.values() {
            all_feedback.due += due.due;
            all_feedback.in_time += due.in_time;
        }
        for net in online.values() {
            all_online.dossiers.part += net.dossiers.part;
            all_online.dossiers.whole += net.dossiers.whole;
            all_online.late += net.late;
        }
        if !found.parts.is_empty() {
            of_unit(&mut found.whole, all_offered, all_feedback, all_online, percent);
        }
        Ok(())
    }

    /// The same period; units that lead are not asked for where an agency is evaluated: its part in dossiers of others counts too.
    fn asked_steps(&self, report: &ReportOf) -> Vec<Value> {
        let mut values = self.asked(report, &Within::default());
        let units = match &report.scope {
            ReportScope::HandledBy(units) => {
                values[4] = "".into();
                format!(",{},", units.join(","))
            }
            ReportScope::All | ReportScope::ReceivedBy(_) => String::new(),
        };
        values.push(units.into());
        values
    }
}

impl Evaluated {
    fn add(&mut self, part: String, some: &Tally) {
        self.whole = self.whole.and(some);
        let tally = self.parts.entry(part).or_default();
        *tally = tally.and(some);
    }
}

impl Offered {
    const fn add(&mut self, other: Self) {
        self.all += other.all;
        self.at_counter += other.at_counter;
        self.online += other.online;
    }
}

fn of_unit(tally: &mut Tally, offered: Offered, due: Feedback, mut net: Online, percent: i64) {
    // Everything that is offered is received and returned at a centre: there is no other way in.
    let all = Shares { part: offered.all, whole: offered.all };
    let there = Shares { part: offered.at_counter, whole: offered.all };
    net.procedures = Shares { part: offered.online, whole: offered.all };
    let points = [
        (Index::AtOneStop, one_stop::at_one_stop(there, all, percent)),
        (Index::Feedback, Some(one_stop::feedback(due))),
        (Index::Online, one_stop::online(net)),
    ];
    for (index, points) in points {
        if let Some(points) = points {
            tally.add(index, points, 1);
        }
    }
}

impl Directory {
    /// Procedures each unit leads, at the centres of a scope.
    fn offered_by_unit(&self, scope: &ReportScope, at: Millis) -> BTreeMap<String, Offered> {
        let on = self.date(at);
        let mut found: BTreeMap<String, Offered> = BTreeMap::new();
        let is_centre = |code: &&String| {
            self.catalogue().unit_ever(code).is_some_and(|unit| {
                unit.kind == UnitKind::Centre && holds(&unit.valid_from, &unit.valid_to, &on)
            })
        };
        for centre in self.catalogue().units.keys().filter(is_centre) {
            if matches!(scope, ReportScope::ReceivedBy(unit) if unit != centre) {
                continue;
            }
            for procedure in self.catalogue().offered_at(centre, &on) {
                let unit = self.catalogue().handling_unit(procedure, centre);
                if matches!(scope, ReportScope::HandledBy(units) if !units.contains(&unit)) {
                    continue;
                }
                let online = procedure.channels.iter().any(|offered| offered.channel == "online");
                found.entry(unit).or_default().add(Offered {
                    all: 1,
                    at_counter: i64::from(procedure.on_the_spot),
                    online: i64::from(online),
                });
            }
        }
        found
    }

    /// Whether a petition to that unit is one the scope answers for.
    fn answers_within(&self, scope: &ReportScope, unit: &str) -> bool {
        match scope {
            ReportScope::All => true,
            ReportScope::ReceivedBy(centre) => unit == centre,
            ReportScope::HandledBy(units) => units.iter().any(|one| one == unit),
        }
    }

    /// Districts and communes.
    fn is_below_province(&self, unit: &str) -> bool {
        self.catalogue().level_of(unit) != "province"
    }
}
