//! Somebody who was here before: found by what stands in the fields of a party (applicant, owner, proxy) and written into them.
//! Every look and every pick is in the journal of readings.

use super::draft::{Draft, PARTIES};
use super::intake::{FoundPart, PeopleFound};
use super::{View, at_counter, back, desk_page, keep};
use crate::fault::Fault;
use crate::page;
use crate::pages::staff::sent::Sent;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Actor;
use app::queries::SubjectLine;
use axum::response::{IntoResponse, Response};
use domain::kernel::SubjectId;
use store::{AccessAbout, AccessOutcome};

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![Route::post("/desk/people", desk, find), Route::post("/desk/known", desk, offer)]
}

/// The party a form asks about: the applicant, unless it says another.
fn party_of(sent: &Sent) -> &'static str {
    let asked = sent.form.get("party");
    PARTIES.into_iter().find(|prefix| *prefix == asked).unwrap_or(PARTIES[0])
}

/// People known by what stands in the fields: number, else phone, else name.
async fn find(sent: Sent) -> Result<Response, Fault> {
    let draft = keep(&sent).await?;
    let Some(here) = at_counter(&sent.web, sent.actor.person()).await? else { return Ok(back()) };
    let prefix = party_of(&sent);
    let party = draft.party(prefix).data;
    let typed = [party.id_number, party.phone, party.name];
    let typed = typed.into_iter().find(|typed| !typed.is_empty()).unwrap_or_default();
    let people = look_up(&sent.web, &sent.actor, prefix, &typed).await?;
    let found = Some(PeopleFound { prefix, people });
    let view = View { found, saved_at: Some(sent.page.now), ..View::default() };
    Ok(page::html(&desk_page(&sent.web, sent.page, &here, &draft, view).await?))
}

/// As soon as a whole identity number stands in a party's fields: who has it, to be written into the others. Nothing where nobody
/// has it, and nothing where that person stands there already.
async fn offer(sent: Sent) -> Result<Response, Fault> {
    let prefix = party_of(&sent);
    let people = with_number(&sent.web, &sent.actor, &Draft::of(&sent.form), prefix).await?;
    if people.is_empty() {
        return Ok("".into_response());
    }
    Ok(page::html(&FoundPart::of(&sent.page, prefix, &people)))
}

/// The same after a card was read into the fields of a party.
pub(super) async fn of_card(
    web: &Web,
    actor: &Actor,
    draft: &Draft,
    party: &str,
) -> Result<Option<PeopleFound>, Fault> {
    let Some(prefix) = PARTIES.into_iter().find(|prefix| *prefix == party) else { return Ok(None) };
    let people = with_number(web, actor, draft, prefix).await?;
    Ok((!people.is_empty()).then_some(PeopleFound { prefix, people }))
}

/// People with the very number that stands in a party's fields, but for who stands there.
async fn with_number(
    web: &Web,
    actor: &Actor,
    draft: &Draft,
    prefix: &str,
) -> Result<Vec<SubjectLine>, Fault> {
    const SHORTEST: usize = 9;
    let fields = draft.party(prefix);
    let number = fields.data.id_number;
    if number.len() < SHORTEST {
        return Ok(Vec::new());
    }
    let mut people = look_up(web, actor, prefix, &number).await?;
    people.retain(|known| known.data.id_number == number && fields.subject != Some(known.subject));
    Ok(people)
}

async fn look_up(web: &Web, actor: &Actor, prefix: &str, typed: &str) -> Result<Vec<SubjectLine>, Fault> {
    let app = web.app();
    let action = if prefix == PARTIES[0] { "applicant_looked_up" } else { "party_looked_up" };
    let reading = app.open_reading(actor, AccessAbout::Search, action).await?;
    let found = app.find_people(typed).await?;
    app.complete_reading(reading, outcome(!found.is_empty())).await?;
    Ok(found)
}

/// Writes somebody picked into the fields of a party: `picked` is its prefix and the person.
pub(super) async fn put(sent: &Sent, draft: &mut Draft, picked: &str) -> Result<(), Fault> {
    let (prefix, subject) = PARTIES
        .into_iter()
        .find_map(|prefix| Some((prefix, picked.strip_prefix(prefix)?.parse().ok().map(SubjectId)?)))
        .ok_or(Fault::NotFound)?;
    let app = sent.web.app();
    let action = if prefix == PARTIES[0] { "applicant_picked" } else { "party_picked" };
    let reading = app.open_reading(&sent.actor, AccessAbout::Subject(subject), action).await?;
    let data = app.subject_data(subject).await?;
    app.complete_reading(reading, outcome(data.is_some())).await?;
    draft.put_party(prefix, Some(subject), &data.ok_or(Fault::NotFound)?);
    Ok(())
}

const fn outcome(found: bool) -> AccessOutcome {
    if found { AccessOutcome::Shown } else { AccessOutcome::Nothing }
}
