//! Dossiers: received, looked up, passed on.

use super::fields::{Fields, LINE, PAGE};
use super::sent::{Asked, Sent, asked_for};
use super::shown::{DossierShown, FinishedShown, StepShown};
use super::{Client, Problem};
use crate::pages::staff::desk::delivery_words;
use crate::pages::staff::names::Names;
use crate::pages::staff::sheet;
use crate::web::Web;
use crate::words::T;
use app::{Command, Directory, IntakeEnd, IntakeForm, PartyForm, SubjectData, SubjectKind};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use domain::catalogue::{PaperNeed, Procedure};
use domain::dossier::{self, FilingChannel, Paper, PaperForm};
use domain::kernel::{Refusal, StreamId, Violation};
use policy::Action;
use store::AccessAbout;

/// Papers of the longest procedure, and then some.
const MOST_PAPERS: usize = 200;

/// Tiếp nhận hồ sơ: as at a counter, with nobody sitting at one.
pub(super) async fn create(State(web): State<Web>, sent: Sent) -> Result<Response, Problem> {
    let (fields, asked) = sent.split();
    let (app, directory) = (web.app(), web.app().directory());
    let now = app.now();
    let declared = Declared::read(fields)?;
    let unit = asked.client.actor.unit();
    let hall = directory.hall_of_unit(unit, now).ok_or_else(|| Refusal::new("unit_receives_nothing"))?;
    let end = IntakeEnd::Receive { cash: declared.cash };
    let form = declared.form(&directory, unit, &directory.date(now))?;
    let command = Command::Intake {
        hall: hall.code.clone(),
        counter: String::new(),
        draft: None,
        form: Box::new(form),
        end,
    };
    let answer = Sent::act(&web, &asked, command).await?;
    let id = answer.dossier.ok_or_else(|| Problem::not_found("dossier"))?;
    let state = outcome(&web, &asked, id, &answer).await?;
    let names = names(&web, asked.client.t);
    let shown = DossierShown::of(&names, id, &state).with_token(&state);
    let to = format!("/api/v1/dossiers/{}", state.code);
    Ok((StatusCode::CREATED, [(LOCATION, to)], Json(shown)).into_response())
}

/// Hoàn thành bước.
pub(super) async fn finish_step(
    State(web): State<Web>,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let (mut fields, asked) = sent.split();
    let note = fields.text("note", PAGE).unwrap_or_default();
    let next_person = fields.text("next_person", LINE).unwrap_or_default();
    fields.done()?;
    let id = found(&web, &code).await?;
    let command = Command::FinishStep { dossier: id, note, next_person };
    let answer = Sent::act(&web, &asked, command).await?;
    let state = outcome(&web, &asked, id, &answer).await?;
    let finished = state.turns.iter().rev().find(|turn| turn.finished_at.is_some());
    let shown = FinishedShown {
        code: &state.code,
        phase: state.phase_word(),
        finished: finished.map(StepShown::of),
        step: state.open_turn().map(StepShown::of),
    };
    Ok(Json(shown).into_response())
}

/// Tra cứu hồ sơ: with the people in it when this post may read about them, which is journalled; without them when they are not
/// asked for.
pub(super) async fn show(
    State(web): State<Web>,
    client: Client,
    Path(code): Path<String>,
    RawQuery(question): RawQuery,
) -> Result<Response, Problem> {
    let [personal] = asked_for(question.as_deref(), ["personal"])?;
    let personal = match personal.as_deref() {
        None | Some("true") => true,
        Some("false") => false,
        Some(_) => {
            let wrong = Violation::new("personal", "not_one_of").with("expected", "true, false");
            return Err(Problem::malformed(vec![wrong]));
        }
    };
    let app = web.app();
    let id = found(&web, &code).await?;
    let (_, state) = app.dossier_state(id).await?;
    let resource = app.dossier_resource(&state);
    app.permit(&client.actor, Action::SeeDossier, &resource)?;
    let names = names(&web, client.t);
    if personal && app.permit(&client.actor, Action::ReadPersonalData, &resource).is_ok() {
        let about = AccessAbout::Dossier(id);
        let view = sheet::reading(&web, &client.actor, about, "dossier_opened", app.dossier(id)).await?;
        let shown = DossierShown::of(&names, id, &view.state).with_personal(&view);
        return Ok(Json(shown).into_response());
    }
    Ok(Json(DossierShown::of(&names, id, &state)).into_response())
}

async fn found(web: &Web, code: &str) -> Result<StreamId, Problem> {
    web.app().find_dossier_by_code(code).await?.ok_or_else(|| Problem::not_found("dossier"))
}

fn names(web: &Web, t: T) -> Names {
    Names::new(t, web.app().now(), web.app().directory())
}

async fn outcome(
    web: &Web,
    asked: &Asked,
    id: StreamId,
    answer: &app::Answer,
) -> Result<Box<dossier::State>, Problem> {
    match web.app().outcome(id, &asked.id, answer).await? {
        domain::State::Dossier(Some(state)) => Ok(state),
        _ => Err(Problem::not_found("dossier")),
    }
}

/// A paper that was ticked.
struct Ticked {
    item: i64,
    form: Option<PaperForm>,
    copies: Option<i64>,
}

/// The body of a reception, before the catalogue was asked.
struct Declared {
    procedure: String,
    publisher: Option<String>,
    channel: FilingChannel,
    applicant: SubjectData,
    owner: Option<SubjectData>,
    proxy: Option<(SubjectData, String)>,
    request: String,
    delivery: &'static str,
    papers: Vec<Ticked>,
    fee: Option<domain::kernel::Vnd>,
    working_days: Option<i64>,
    cash: Option<domain::kernel::Vnd>,
}

impl Declared {
    fn read(mut fields: Fields) -> Result<Self, Problem> {
        let procedure = fields.needed("procedure", LINE);
        let publisher = fields.text("publisher", LINE);
        let channel = match fields.word("channel", &["in_person", "online", "post"]) {
            Some("in_person") => FilingChannel::InPerson,
            Some("post") => FilingChannel::Post,
            _ => FilingChannel::Online,
        };
        fields.must_be_there("applicant");
        let applicant = fields.object("applicant").map(|inner| party(&mut fields, inner)).unwrap_or_default();
        let owner = fields.object("owner").map(|inner| party(&mut fields, inner));
        let proxy = fields.object("proxy").map(|mut inner| {
            let paper = inner.needed("paper", LINE);
            (party(&mut fields, inner), paper)
        });
        let request = fields.text("request", PAGE).unwrap_or_default();
        let delivery = fields.word("delivery", &["counter", "post", "online"]).unwrap_or("counter");
        let papers = fields.objects("papers", MOST_PAPERS);
        let papers = papers.into_iter().map(|inner| ticked(&mut fields, inner)).collect();
        let fee = fields.money("fee_vnd");
        let working_days = fields.whole("working_days", 1, 400);
        let cash = fields.money("cash_vnd");
        fields.done()?;
        Ok(Self {
            procedure,
            publisher,
            channel,
            applicant,
            owner,
            proxy,
            request,
            delivery,
            papers,
            fee,
            working_days,
            cash,
        })
    }

    /// The declaration as the application takes it. What this centre cannot know is refused together with what is wrong with
    /// the people.
    fn form(self, directory: &Directory, unit: &str, on: &str) -> Result<IntakeForm, Problem> {
        let mut wrong = Vec::new();
        let procedure = self.find(directory, unit, on).map_err(|violation| wrong.push(violation)).ok();
        let papers = procedure.map(|procedure| papers(procedure, &self.papers, &mut wrong));
        let (Some(procedure), Some(papers), true) = (procedure, papers, wrong.is_empty()) else {
            wrong.extend(self.applicant.violations("applicant_"));
            let parties =
                [("owner_", self.owner.as_ref()), ("proxy_", self.proxy.as_ref().map(|(it, _)| it))];
            for (prefix, party) in parties {
                wrong.extend(party.map(|party| party.violations(prefix)).unwrap_or_default());
            }
            return Err(Refusal { violations: wrong, ..Refusal::new("intake_incomplete") }.into());
        };
        let new = |data| PartyForm::New { subject: None, data };
        Ok(IntakeForm {
            procedure: procedure.code.clone(),
            publisher: procedure.publisher.clone(),
            channel: self.channel,
            applicant: new(self.applicant),
            owner: self.owner.map(new),
            proxy: self.proxy.map(|(data, paper)| (new(data), paper)),
            request: self.request,
            delivery: delivery_words(self.delivery),
            papers,
            earlier: Vec::new(),
            fee: self.fee,
            working_days: self.working_days,
        })
    }

    /// The procedure meant: by code and publisher, or by the code alone where this centre receives only one of that code.
    fn find<'a>(&self, directory: &'a Directory, unit: &str, on: &str) -> Result<&'a Procedure, Violation> {
        let (code, publisher) = match self.procedure.split_once('@') {
            Some((code, publisher)) => (code, Some(publisher)),
            None => (self.procedure.as_str(), self.publisher.as_deref()),
        };
        let catalogue = directory.catalogue();
        let unknown = || Violation::new("procedure", "procedure_unknown");
        if let Some(publisher) = publisher {
            return catalogue.procedure(code, publisher, on).ok_or_else(unknown);
        }
        match catalogue.offered_under(code, unit, on).as_slice() {
            [] => Err(unknown()),
            [only] => Ok(only),
            several => {
                let known: Vec<&str> = several.iter().map(|one| one.publisher.as_str()).collect();
                Err(Violation::new("publisher", "publisher_missing").with("expected", known.join(", ")))
            }
        }
    }
}

/// Somebody as declared.
fn party(fields: &mut Fields, mut inner: Fields) -> SubjectData {
    let organisation = inner.word("kind", &["person", "organisation"]) == Some("organisation");
    let data = SubjectData {
        kind: if organisation { SubjectKind::Organisation } else { SubjectKind::Person },
        name: inner.needed("name", LINE),
        id_number: inner.digits("id_number", 9..=13, "id_number_malformed"),
        phone: inner.digits("phone", 10..=11, "phone_malformed"),
        email: inner.text("email", LINE).unwrap_or_default(),
        address: inner.text("address", PAGE).unwrap_or_default(),
        language: inner.word("language", &["vi", "en"]).unwrap_or_default().to_owned(),
        ..SubjectData::default()
    };
    fields.takes(inner);
    data
}

const FORMS: [&str; 6] = ["original", "certified", "copy", "shown", "electronic", "looked_up"];

fn ticked(fields: &mut Fields, mut inner: Fields) -> Ticked {
    inner.must_be_there("item");
    let ticked = Ticked {
        item: inner.whole("item", 1, 1_000).unwrap_or_default(),
        form: inner.word("form", &FORMS).and_then(PaperForm::from_word),
        copies: inner.whole("copies", 0, 999),
    };
    fields.takes(inner);
    ticked
}

/// The papers of the procedure, those that were ticked as they were given.
fn papers(procedure: &Procedure, ticked: &[Ticked], wrong: &mut Vec<Violation>) -> Vec<Paper> {
    let papers: Vec<Paper> = (1..)
        .zip(&procedure.papers)
        .map(|(item, paper)| {
            let given = ticked.iter().find(|one| one.item == item);
            Paper {
                item,
                name: paper.name.clone(),
                form: given.and_then(|one| one.form).unwrap_or(paper.form),
                copies: given.and_then(|one| one.copies).unwrap_or(paper.copies),
                ok: given.is_some(),
                required: paper.need == PaperNeed::Required,
            }
        })
        .collect();
    let last = i64::try_from(papers.len()).unwrap_or(0);
    for (place, one) in ticked.iter().enumerate() {
        let field = format!("paper-{}", one.item);
        if one.item > last {
            wrong.push(Violation::new(&field, "paper_unknown").with("last", last));
        } else if ticked[..place].iter().any(|before| before.item == one.item) {
            wrong.push(Violation::new(&field, "paper_twice"));
        }
    }
    papers
}
