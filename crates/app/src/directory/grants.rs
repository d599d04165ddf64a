//! Who signs in whose place: what came with the catalogue and what was granted here, one noun for both. Read with the edited things, so that
//! what is taken back lets nobody in from the next request on, on every server.

use super::Directory;
use crate::error::Result;
use crate::queries::statements::delegations as sql;
use domain::catalogue::{Assignment, Catalogue, Delegation, Position, UnitKind, iso};
use domain::delegation::{self, Grant, Post, Scope, SignAs, Signer, Standing, State, TakenBack, Writing};
use domain::dossier;
use domain::kernel::{Millis, StreamId, Tenant};
use jiff::civil::Date;
use policy::{Authority, AuthorityKind};
use std::collections::BTreeMap;
use store::{Row, Store};

/// Giao ký thay: a grant with the code it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Code of its catalogue row, or the number of its stream.
    pub code: String,
    /// Its stream; none while it is a row of the catalogue and nothing else.
    pub stream: Option<StreamId>,
    /// What was granted, and what became of it.
    pub state: State,
}

/// Everything granted, by code.
pub(super) type Grants = BTreeMap<String, Given>;

/// Reads what was granted, from the rows of the streams and, for what they do not speak of, from the catalogue.
pub(super) async fn read(
    store: &Store,
    tenant: Tenant,
    catalogue: &Catalogue,
    midnight: impl Fn(&str) -> Option<Millis>,
) -> Result<Grants> {
    let mut grants = Grants::new();
    for row in &catalogue.assignments {
        grants.insert(row.code.clone(), of_row(&row.code, of_assignment(row, &midnight), false));
    }
    for row in &catalogue.delegations {
        grants.insert(row.code.clone(), of_row(&row.code, of_delegation(row, &midnight), row.revoked));
    }
    for row in store.query(tenant, &sql::DELEGATIONS, &[tenant.into()]).await? {
        if let Some(given) = of_stream(&row) {
            grants.insert(given.code.clone(), given);
        }
    }
    Ok(grants)
}

fn of_row(code: &str, grant: Grant, revoked: bool) -> Given {
    let taken_back =
        revoked.then(|| TakenBack { by: String::new(), reason: String::new(), at: grant.from_at });
    let state = State { at: grant.from_at, grant, row: code.to_owned(), by: String::new(), taken_back };
    Given { code: code.to_owned(), stream: None, state }
}

fn of_assignment(row: &Assignment, midnight: &impl Fn(&str) -> Option<Millis>) -> Grant {
    Grant {
        sign_as: SignAs::Assignment,
        from: row.leader.clone(),
        to: row.deputy.clone(),
        scope: Scope { actions: row.actions.clone(), ..Scope::default() },
        writing: Writing { number: row.document.clone(), ..Writing::default() },
        from_at: midnight(&row.valid_from).unwrap_or(0),
        until_at: midnight(&row.valid_to),
    }
}

fn of_delegation(row: &Delegation, midnight: &impl Fn(&str) -> Option<Millis>) -> Grant {
    Grant {
        sign_as: SignAs::Delegation,
        from: row.from.clone(),
        to: row.to.clone(),
        scope: Scope { procedures: row.procedures.clone(), ..Scope::default() },
        writing: Writing { number: row.document.clone(), ..Writing::default() },
        from_at: midnight(&row.valid_from).unwrap_or(0),
        until_at: midnight(&row.valid_to),
    }
}

fn of_stream(row: &Row) -> Option<Given> {
    let words = |column| row.text(column).split_whitespace().map(str::to_owned).collect();
    let stream = StreamId(row.i64(0));
    let grant = Grant {
        sign_as: SignAs::from_word(row.text(1))?,
        from: row.text(2).to_owned(),
        to: row.text(3).to_owned(),
        scope: Scope { procedures: words(4), fields: words(5), actions: words(6) },
        writing: Writing { number: row.text(7).to_owned(), dated: row.i64(8), file: row.text(9).to_owned() },
        from_at: row.i64(10),
        until_at: row.i64_or_none(11),
    };
    let taken_back = row.i64_or_none(16).map(|at| TakenBack {
        by: row.text(15).to_owned(),
        reason: row.text(17).to_owned(),
        at,
    });
    let (catalogue_row, by) = (row.text(12).to_owned(), row.text(13).to_owned());
    let code = if catalogue_row.is_empty() { stream.to_string() } else { catalogue_row.clone() };
    let state = State { grant, row: catalogue_row, by, at: row.i64(14), taken_back };
    Some(Given { code, stream: Some(stream), state })
}

impl Directory {
    /// Everything granted, in the order of codes.
    pub fn given(&self) -> impl Iterator<Item = &Given> {
        self.grants.values()
    }

    /// A grant by its code.
    #[must_use]
    pub fn given_as(&self, code: &str) -> Option<&Given> {
        self.grants.get(code)
    }

    /// How a grant stands at an instant: it also ends with the post that gave it.
    #[must_use]
    pub fn standing(&self, given: &Given, at: Millis) -> Standing {
        match given.state.standing(at) {
            Standing::Holds | Standing::Ahead if self.post_ended(&given.state.grant.from, at) => {
                Standing::Over
            }
            standing => standing,
        }
    }

    /// A position as it is held at an instant.
    #[must_use]
    pub fn post(&self, position: &str, at: Millis) -> Option<Post> {
        let on = self.date(at);
        let held = self.held_on(position, &on)?;
        Some(Post {
            position: held.code.clone(),
            person: held.person.clone(),
            unit: held.unit.clone(),
            role: held.role,
        })
    }

    /// The lines over a signature: whose post, under the head of which unit, in which way and in whose place.
    #[must_use]
    pub fn signature(&self, position: &str, agency: &str, for_whom: Option<(SignAs, &str)>) -> Vec<String> {
        let giver = for_whom.and_then(|(way, giver)| Some((way, self.signer(giver)?)));
        self.signer(position).map(|signer| delegation::signature(signer, agency, giver)).unwrap_or_default()
    }

    /// The unit whose paper a dossier's result is: where it is approved.
    #[must_use]
    pub(crate) fn signing_agency(&self, dossier: &dossier::State) -> String {
        let approve = dossier.plan.steps.iter().find(|step| step.kind == dossier::StepKind::Approve);
        approve.map_or(&dossier.plan.handling_unit, |step| &step.unit).clone()
    }

    /// What a signature leans on, as it is written down with it.
    #[must_use]
    pub(crate) fn signed_under(
        &self,
        position: &str,
        agency: &str,
        authority: Option<&str>,
    ) -> dossier::SignedUnder {
        let given = authority.and_then(|code| self.given_as(code)).map(|given| &given.state.grant);
        let for_whom = given.map(|grant| (grant.sign_as, grant.from.as_str()));
        dossier::SignedUnder {
            authority: authority.unwrap_or_default().to_owned(),
            document: given.map(Grant::document).unwrap_or_default(),
            lines: self.signature(position, agency, for_whom),
        }
    }

    /// `KT.`, `TUQ.`, `TL.`; nothing in one's own post.
    #[must_use]
    pub fn mark(&self, authority: Option<&str>) -> &'static str {
        let given = authority.and_then(|code| self.given_as(code));
        given.map_or("", |given| given.state.grant.sign_as.mark())
    }

    /// Assignments of work, delegations and orders to a person's positions, also those that are over or taken back: the answer says why one does not help.
    #[must_use]
    pub fn authorities(&self, actor: &crate::Actor, at: Millis) -> Vec<Authority> {
        let on = self.date(at);
        let own: Vec<&str> =
            self.catalogue.positions_of(actor.person(), &on).map(|held| held.code.as_str()).collect();
        let to_own = |given: &&Given| own.contains(&given.state.grant.to.as_str());
        self.given().filter(to_own).filter_map(|given| self.authority(given)).collect()
    }

    fn authority(&self, given: &Given) -> Option<Authority> {
        let grant = &given.state.grant;
        let giver = self.catalogue.positions.get(&grant.from)?.last()?;
        // Nobody signs in the place of somebody who has left it.
        let post_ends = self.midnight(&giver.valid_to);
        let until = [grant.until_at, post_ends].into_iter().flatten().min();
        Some(Authority {
            kind: match grant.sign_as {
                SignAs::Assignment => AuthorityKind::Assignment,
                SignAs::Delegation => AuthorityKind::Delegation,
                SignAs::Order => AuthorityKind::Order,
            },
            code: given.code.clone(),
            from_position: grant.from.clone(),
            from_unit_path: self.unit_path(&giver.unit),
            from_role: giver.role.word().to_owned(),
            to_position: grant.to.clone(),
            procedures: grant.scope.procedures.clone(),
            fields: grant.scope.fields.clone(),
            actions: grant.scope.actions.clone(),
            valid_from_ms: grant.from_at,
            valid_to_ms: until,
            revoked: given.state.taken_back.is_some(),
            document: grant.document(),
        })
    }

    fn post_ended(&self, position: &str, at: Millis) -> bool {
        let last = self.catalogue.positions.get(position).and_then(|held| held.last());
        last.and_then(|held| self.midnight(&held.valid_to)).is_some_and(|end| end <= at)
    }

    fn held_on(&self, position: &str, on: &str) -> Option<&Position> {
        let held = self.catalogue.positions.get(position)?;
        held.iter().rev().find(|row| domain::catalogue::holds(&row.valid_from, &row.valid_to, on))
    }

    fn signer(&self, position: &str) -> Option<Signer<'_>> {
        let held = self.catalogue.positions.get(position)?.last()?;
        let unit = self.unit(&held.unit);
        Some(Signer {
            title: &held.title,
            role: held.role,
            unit: &held.unit,
            unit_name: unit.map_or("", |unit| unit.name.as_str()),
            unit_kind: unit.map_or(UnitKind::Division, |unit| unit.kind),
        })
    }

    /// The instant a local date begins; none for "still".
    pub(crate) fn midnight(&self, date: &str) -> Option<Millis> {
        date.parse::<Date>().ok().map(|date| self.calendar.midnight(date))
    }

    /// The instant today begins.
    pub(crate) fn today_began(&self, at: Millis) -> Millis {
        self.midnight(&iso(self.day(at))).unwrap_or(at)
    }
}
