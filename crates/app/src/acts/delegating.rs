//! Who signs in whose place: granted, taken back.

use crate::command::delegate::{Delegate, NewGrant};
use crate::directory::Given;
use crate::error::{AppError, Result};
use crate::work::{Work, refuse};
use domain::catalogue::UnitKind;
use domain::delegation::{self, Asked, Command, Post, SIGNING, Scope, SignAs, State, Writing};
use domain::kernel::{Kind, Millis};
use jiff::ToSpan;
use jiff::civil::Date;
use policy::{Action, Request, Resource};

impl Work<'_> {
    /// One post gives another what it may sign, or takes it back.
    pub(crate) async fn delegate(&mut self, asked: Delegate) -> Result<()> {
        match asked {
            Delegate::Grant(new) => self.grant(*new),
            Delegate::TakeBack { code, reason } => self.take_back(&code, reason).await,
        }
    }

    fn grant(&mut self, new: NewGrant) -> Result<()> {
        let Some(giver) = self.directory.post(&new.from, self.now) else { return refuse("giver_unknown") };
        self.authorise_for(Action::GrantDelegation, &giver)?;
        let receiver = self.directory.post(&new.to, self.now);
        let procedures = listed(&new.procedures);
        let foreign: Vec<String> =
            procedures.iter().filter(|code| !self.handles(&giver, code)).cloned().collect();
        let asked = Asked {
            sign_as: SignAs::from_word(&new.sign_as),
            scope: Scope { procedures, fields: new.fields, actions: new.actions },
            writing: Writing {
                number: new.number,
                dated: day(&new.dated).map_or(0, calendar::day_number),
                file: new.file,
            },
            from_at: self.begins(&new.first_day, 0),
            until_at: self.begins(&new.last_day, 1),
        };
        // A last day that cannot be read is not the same as none.
        if asked.until_at.is_none() && !new.last_day.trim().is_empty() {
            let wrong = domain::kernel::Violation::new("until", "until_unreadable");
            return Err(AppError::Refused(domain::kernel::Refusal::new("delegation_refused").with(wrong)));
        }
        let stream = self.begin(Kind::Delegation);
        let events = self.with_grant_facts(
            &giver,
            receiver.as_ref(),
            (&foreign, None),
            |state, facts, now| delegation::decide(state, Command::Grant(Box::new(asked)), facts, now),
            stream,
        );
        self.ledger.decided(stream, events)?;
        self.answer.delegation = Some(stream);
        Ok(())
    }

    async fn take_back(&mut self, code: &str, reason: String) -> Result<()> {
        let given = self.directory.given_as(code).cloned().ok_or(AppError::NotFound("delegation"))?;
        let Given { stream, state: State { grant, row, .. }, .. } = given;
        let Some(giver) = self.directory.post(&grant.from, self.now) else { return refuse("giver_unknown") };
        self.authorise_for(Action::RevokeDelegation, &giver)?;
        let stream = stream.unwrap_or_else(|| delegation::stream_of_row(&row));
        self.load(stream, Kind::Delegation).await?;
        let adopted = (!row.is_empty()).then_some((row.as_str(), &grant));
        let events = self.with_grant_facts(
            &giver,
            None,
            (&[], adopted),
            |state, facts, now| delegation::decide(state, Command::TakeBack { reason }, facts, now),
            stream,
        );
        self.ledger.decided(stream, events)?;
        self.answer.delegation = Some(stream);
        Ok(())
    }

    fn authorise_for(&mut self, action: Action, giver: &Post) -> Result<()> {
        let resource = Resource::delegation(
            &self.directory.unit_path(&giver.unit),
            &giver.position,
            Some(&giver.person),
        );
        self.authorise(action, &resource)
    }

    fn with_grant_facts<T>(
        &self,
        giver: &Post,
        receiver: Option<&Post>,
        (foreign, row): (&[String], Option<(&str, &delegation::Grant)>),
        decide: impl FnOnce(Option<&State>, &delegation::Facts<'_>, Millis) -> T,
        stream: domain::kernel::StreamId,
    ) -> T {
        let others: Vec<&State> = self
            .directory
            .given()
            .map(|given| &given.state)
            .filter(|state| receiver.is_some_and(|to| state.grant.to == to.position))
            .filter(|state| state.grant.from == giver.position)
            .collect();
        let facts = delegation::Facts {
            giver,
            receiver,
            within: receiver.is_some_and(|to| self.works_for(giver, to)),
            held: &self.held_by(giver),
            foreign,
            others: &others,
            row,
            midnight: self.directory.today_began(self.now),
            today: self.day,
            by: self.answerable().person(),
        };
        decide(self.delegation(stream), &facts, self.now)
    }

    /// The receiver works in the giver's agency, or sits at a one-stop centre for it.
    fn works_for(&self, giver: &Post, to: &Post) -> bool {
        let at_centre = self.directory.unit(&to.unit).is_some_and(|unit| unit.kind == UnitKind::Centre);
        at_centre || self.directory.unit_path(&to.unit).contains(&giver.unit)
    }

    /// What the giver's post holds by itself: asked of the policies, without anybody else's place.
    fn held_by(&self, giver: &Post) -> Vec<String> {
        let directory = &self.directory;
        let actor = crate::Actor::Staff {
            person: giver.person.clone(),
            position: giver.position.clone(),
            unit: giver.unit.clone(),
        };
        let principal = directory.principal(&actor, self.now);
        let step = Resource::step(&directory.unit_path(&giver.unit), None, Vec::new());
        let holds = |word: &&str| {
            Action::from_word(word).is_some_and(|action| {
                let request = Request {
                    principal: &principal,
                    action,
                    resource: &step,
                    authorities: &[],
                    now: self.now,
                };
                let decision = self.app.policies().decide(&request);
                decision.allowed && decision.position == giver.position
            })
        };
        SIGNING.into_iter().filter(holds).map(str::to_owned).collect()
    }

    /// A procedure of that code is handled, or signed, in the giver's agency today, whichever centre of theirs receives it.
    fn handles(&self, giver: &Post, code: &str) -> bool {
        let directory = &self.directory;
        let (catalogue, on) = (directory.catalogue(), directory.date(self.now));
        let path = directory.unit_path(&giver.unit);
        let centre = |unit: &&String| {
            let known = directory.unit(unit);
            known.is_some_and(|unit| unit.kind == UnitKind::Centre && path.contains(&unit.parent))
        };
        let centres: Vec<&String> = catalogue.units.keys().filter(centre).collect();
        let below = |unit: &str| directory.unit_path(unit).contains(&giver.unit);
        catalogue.procedures_on(&on).filter(|known| known.code == code).any(|known| {
            centres.iter().any(|centre| {
                below(&catalogue.handling_unit(known, centre))
                    || below(&catalogue.agency_unit(known, centre))
                    || known.steps.iter().any(|step| below(&catalogue.step_unit(known, step, centre)))
            })
        })
    }

    /// The instant a typed day begins, or the one so many days after it.
    fn begins(&self, typed: &str, later: i64) -> Option<Millis> {
        let date = day(typed)?.checked_add(later.days()).ok()?;
        Some(self.directory.calendar().midnight(date))
    }
}

/// A day as people type it; years that no calendar reaches are none.
fn day(typed: &str) -> Option<Date> {
    let typed = typed.trim();
    let date: Date = typed.parse().or_else(|_| Date::strptime("%d/%m/%Y", typed)).ok()?;
    (2000..2100).contains(&date.year()).then_some(date)
}

/// Codes out of a line or several.
fn listed(typed: &str) -> Vec<String> {
    let mut codes: Vec<String> = typed
        .split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '.' || sign == '-'))
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect();
    codes.sort();
    codes.dedup();
    codes
}
