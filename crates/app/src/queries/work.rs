//! Work lists: steps with the matter and the name they belong to; what waits for a signature.

use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use super::steps::{StepLine, step_line};
use crate::App;
use crate::actor::Actor;
use crate::error::Result;
use crate::subject::SubjectData;
use domain::dossier::State;
use domain::kernel::{Millis, SubjectId, Value};
use policy::{Action, Authority, Decision, Resource};
use store::{Row, Statement};

/// A step in a work list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkLine {
    /// The step.
    pub step: StepLine,
    /// Instant it was finished.
    pub finished_at: Option<Millis>,
    /// How it came out.
    pub verdict: String,
    /// Publishing body of the procedure.
    pub publisher: String,
    /// Version of the procedure.
    pub version: String,
    /// Word of the dossier's phase.
    pub phase: String,
    /// Unit that received the dossier.
    pub receiving_unit: String,
    /// Applicant.
    pub applicant: SubjectId,
    /// Name of the applicant, of no length once erased.
    pub applicant_name: String,
    /// Promise of the dossier.
    pub promised_at: Option<Millis>,
}

/// What waits for a signature, and in whose place it would be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSign {
    /// The step.
    pub line: WorkLine,
    /// The policies allow it.
    allowed: bool,
    /// `KT.`, `TUQ.`, `TL.`, of no length in one's own post.
    pub block: &'static str,
    /// Position in whose place, of no length in one's own post.
    pub on_behalf_of: String,
    /// Document it rests on.
    pub document: String,
}

/// A list of the work room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkList {
    /// Open steps of a person, and those of a unit that nobody has yet and one of these roles does.
    Mine {
        /// Person code.
        person: String,
        /// Unit code.
        unit: String,
        /// Words of the roles.
        roles: Vec<String>,
    },
    /// Open steps of a unit.
    Unit(String),
    /// Open steps of a unit that one role does, whoever has them; what ends first on top.
    Post {
        /// Unit code.
        unit: String,
        /// Word of the role.
        role: String,
    },
    /// Dossiers that wait for papers this person asked for.
    AwaitingPapers(String),
    /// What this person finished since an instant.
    Done(String, Millis),
}

/// How a list of open steps is ordered. What waits for papers, and what is done, has an order of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkOrder {
    /// What ends first on top; steps without time of their own last.
    #[default]
    Due,
    /// What was handed over longest ago on top.
    Received,
    /// Equal matters together.
    Matter,
}

/// Where rows of a list come from: a statement, and what it asks for besides tenant, number of rows and place.
struct Source<'a> {
    statements: [&'static Statement; 3],
    who: &'a str,
    more: Option<Value>,
}

impl<'a> Source<'a> {
    const fn ordered(who: &'a str, statements: [&'static Statement; 3]) -> Self {
        Self { statements, who, more: None }
    }

    const fn one(who: &'a str, statement: &'static Statement) -> Self {
        Self::ordered(who, [statement; 3])
    }

    fn of_role(unit: &'a str, role: &str) -> Self {
        let statements = [&sql::WORK_OF_ROLE, &sql::WORK_OF_ROLE_RECEIVED, &sql::WORK_OF_ROLE_MATTER];
        Self { more: Some(role.into()), ..Self::ordered(unit, statements) }
    }

    const fn statement(&self, order: WorkOrder) -> &'static Statement {
        match order {
            WorkOrder::Due => self.statements[0],
            WorkOrder::Received => self.statements[1],
            WorkOrder::Matter => self.statements[2],
        }
    }
}

impl WorkList {
    /// Each row is in one of them only.
    fn sources(&self) -> Vec<Source<'_>> {
        match self {
            Self::Mine { person, unit, roles } => {
                let own = [&sql::WORK_OF_PERSON, &sql::WORK_OF_PERSON_RECEIVED, &sql::WORK_OF_PERSON_MATTER];
                let free = roles.iter().map(|role| Source::of_role(unit, role));
                std::iter::once(Source::ordered(person, own)).chain(free).collect()
            }
            Self::Unit(unit) => {
                let statements = [&sql::WORK_OF_UNIT, &sql::WORK_OF_UNIT_RECEIVED, &sql::WORK_OF_UNIT_MATTER];
                vec![Source::ordered(unit, statements)]
            }
            Self::Post { unit, role } => {
                vec![Source { more: Some(role.as_str().into()), ..Source::one(unit, &sql::WORK_OF_POST) }]
            }
            Self::AwaitingPapers(person) => vec![Source::one(person, &sql::WORK_AWAITING_PAPERS)],
            Self::Done(person, since) => {
                vec![Source { more: Some((*since).into()), ..Source::one(person, &sql::WORK_DONE) }]
            }
        }
    }

    const fn falls(&self) -> bool {
        matches!(self, Self::Done(..))
    }

    /// The key of a row in this list.
    fn place(&self, order: WorkOrder, line: &WorkLine) -> Place {
        let ends = line.step.due_at.unwrap_or(Millis::MAX);
        let id = line.step.dossier.0;
        match (self, order) {
            (Self::AwaitingPapers(_) | Self::Done(..), _) => Place::new(line.finished_at.unwrap_or(0), id),
            (_, WorkOrder::Due) => Place::new(ends, id),
            (_, WorkOrder::Received) => Place::new(line.step.started_at, id),
            (_, WorkOrder::Matter) => Place { word: line.step.procedure.clone(), ..Place::new(ends, id) },
        }
    }
}

impl App {
    /// One page of a list of work.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn work(
        &self,
        list: &WorkList,
        order: WorkOrder,
        wanted: Wanted<'_, WorkLine>,
    ) -> Result<Leaf<WorkLine>> {
        let (order, begin) = match list {
            WorkList::Mine { .. } | WorkList::Unit(_) => (order, Place::BEGIN),
            WorkList::AwaitingPapers(_) | WorkList::Post { .. } => (WorkOrder::Due, Place::BEGIN),
            WorkList::Done(..) => (WorkOrder::Due, Place::BEGIN_FALLING),
        };
        let mut filling = Filling::new(wanted, begin);
        while let Some((after, most)) = filling.next_batch() {
            let mut batch = Vec::new();
            for source in list.sources() {
                batch.extend(self.of_source(&source, order, &after, most).await?);
            }
            batch.sort_by_key(|line| list.place(order, line));
            if list.falls() {
                batch.reverse();
            }
            batch.truncate(usize::try_from(most).unwrap_or(0));
            filling.take(batch, |line| list.place(order, line));
        }
        Ok(filling.leaf())
    }

    /// How many rows a list of work has, counted up to a hundred.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn work_count(&self, list: &WorkList) -> Result<i64> {
        let tenant = || Value::from(self.tenant());
        let up_to_100 = |statement: &'static Statement, values: Vec<Value>| async move {
            let rows = self.store().query(self.tenant(), statement, &values).await?;
            Result::Ok(rows.first().map_or(0, |row| row.i64(0)))
        };
        match list {
            WorkList::Mine { person, unit, roles } => {
                let mut count =
                    up_to_100(&sql::COUNT_OF_PERSON, vec![tenant(), person.as_str().into()]).await?;
                for role in roles {
                    let values = vec![tenant(), unit.as_str().into(), role.as_str().into()];
                    count += up_to_100(&sql::COUNT_OF_ROLE, values).await?;
                }
                Ok(count)
            }
            WorkList::Unit(unit) => {
                up_to_100(&sql::COUNT_OF_UNIT, vec![tenant(), unit.as_str().into()]).await
            }
            WorkList::Post { unit, role } => {
                let values = vec![tenant(), unit.as_str().into(), role.as_str().into()];
                up_to_100(&sql::COUNT_OF_POST, values).await
            }
            WorkList::AwaitingPapers(person) => {
                up_to_100(&sql::COUNT_AWAITING_PAPERS, vec![tenant(), person.as_str().into()]).await
            }
            WorkList::Done(person, since) => {
                let values = vec![tenant(), person.as_str().into(), (*since).into()];
                up_to_100(&sql::COUNT_DONE, values).await
            }
        }
    }

    /// One page of what waits for this one's signature: own approvals, those of the unit nobody has yet, and those of a leader in
    /// whose place this one signs, under an assignment of work or a written delegation. Each was asked of the policies.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn to_sign(&self, actor: &Actor, from: Option<Place>, most: usize) -> Result<Leaf<ToSign>> {
        let authorities = self.authorities_of(actor);
        let mut units: Vec<&str> =
            authorities.iter().filter_map(|given| given.from_unit_path.first().map(String::as_str)).collect();
        units.push(actor.unit());
        units.sort_unstable();
        units.dedup();
        let own = Source::one(actor.person(), &sql::SIGN_OF_PERSON);
        let sources: Vec<Source<'_>> = std::iter::once(own)
            .chain(units.into_iter().map(|unit| Source::one(unit, &sql::SIGN_OF_UNIT)))
            .collect();
        // Whether one of them is for this one to sign is asked of its state; a page is filled until it is full.
        let wanted = Wanted { from, most, fits: Some(&|line: &ToSign| line.allowed) };
        let mut filling = Filling::new(wanted, Place::BEGIN);
        let place =
            |line: &WorkLine| Place::new(line.step.due_at.unwrap_or(Millis::MAX), line.step.dossier.0);
        while let Some((after, most)) = filling.next_batch() {
            let mut batch = Vec::new();
            for source in &sources {
                batch.extend(self.of_source(source, WorkOrder::Due, &after, most).await?);
            }
            batch.sort_by_key(place);
            batch.dedup_by_key(|line| line.step.dossier);
            batch.truncate(usize::try_from(most).unwrap_or(0));
            let mut asked = Vec::new();
            for line in batch {
                asked.push(self.signing(actor, &authorities, line).await?);
            }
            filling.take(asked, |signing| place(&signing.line));
        }
        Ok(filling.leaf())
    }

    /// In whose place somebody may act now.
    fn authorities_of(&self, actor: &Actor) -> Vec<Authority> {
        let now = self.now();
        self.directory()
            .authorities(actor, now)
            .into_iter()
            .filter(|given| !given.revoked && given.valid_from_ms <= now)
            .filter(|given| given.valid_to_ms.is_none_or(|end| now < end))
            .collect()
    }

    async fn signing(&self, actor: &Actor, authorities: &[Authority], line: WorkLine) -> Result<ToSign> {
        let (_, state) = self.dossier_state(line.step.dossier).await?;
        let decision = self.may(actor, Action::ApproveResult, &state);
        let on_behalf_of = decision.on_behalf_of.unwrap_or_default();
        let authority = authorities.iter().find(|given| Some(&given.code) == decision.authority.as_ref());
        Ok(ToSign {
            line,
            allowed: decision.allowed,
            block: self.directory().mark(decision.authority.as_deref()),
            document: authority.map(|given| given.document.clone()).unwrap_or_default(),
            on_behalf_of,
        })
    }

    /// May this one do that to the step under way of a dossier? For showing what may be done next; the command asks again.
    #[must_use]
    pub fn may(&self, actor: &Actor, action: Action, dossier: &State) -> Decision {
        self.decide_policy(actor, action, &self.directory().step_for(action, dossier), self.now())
    }

    /// A dossier as the policies see it: received here, handled there, with every unit its steps belong to.
    #[must_use]
    pub fn dossier_resource(&self, dossier: &State) -> Resource {
        let directory = self.directory();
        let path = |unit: &str| directory.unit_path(unit);
        let plan = &dossier.plan;
        let mut resource =
            Resource::dossier(&path(&plan.receiving_unit)).handled_in(&path(&plan.handling_unit));
        for step in &plan.steps {
            resource = resource.handled_in(&path(&step.unit));
        }
        resource.of_procedure(&plan.procedure.code).in_field(&plan.procedure.field)
    }

    async fn of_source(
        &self,
        source: &Source<'_>,
        order: WorkOrder,
        after: &Place,
        most: i64,
    ) -> Result<Vec<WorkLine>> {
        let [at, id] = after.values();
        let mut values: Vec<Value> = vec![self.tenant().into(), source.who.into(), most.into(), at, id];
        values.extend(source.more.clone());
        if order == WorkOrder::Matter {
            values.push(after.word.as_str().into());
        }
        let rows = self.store().query(self.tenant(), source.statement(order), &values).await?;
        Ok(rows.iter().map(work_line).collect())
    }
}

fn work_line(row: &Row) -> WorkLine {
    let applicant: SubjectData = serde_json::from_str(row.text(26)).unwrap_or_default();
    WorkLine {
        step: step_line(row),
        finished_at: row.i64_or_none(18),
        verdict: row.text(19).to_owned(),
        publisher: row.text(20).to_owned(),
        version: row.text(21).to_owned(),
        phase: row.text(22).to_owned(),
        receiving_unit: row.text(23).to_owned(),
        applicant: SubjectId(row.i64(24)),
        applicant_name: applicant.name,
        promised_at: row.i64_or_none(25),
    }
}
