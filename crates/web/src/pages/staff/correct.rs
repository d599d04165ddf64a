//! Đính chính: what was written wrong on an issued slip, mended with a reason; cấp lại: a slip that was lost. The slip is issued
//! anew, never a second dossier.

use super::sent::{Sent, Which, again};
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::DossierView;
use app::{Command, CorrectionForm, LostSlip, SubjectData, SubjectKind};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::kernel::{Refusal, StreamId, Violation};
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let desk = Access::Staff(Action::SeeDesk);
    vec![
        Route::get("/desk/correct/{dossier}", desk, show),
        Route::post("/desk/correct/{dossier}", desk, correct),
        Route::post("/desk/correct/{dossier}/lost", desk, replace),
    ]
}

#[derive(Template)]
#[template(path = "staff/correct.html")]
struct CorrectPage {
    page: Page,
    dossier: StreamId,
    sheet: Sheet,
    errors: ErrorSummary,
    /// Which form was refused.
    what: String,
    applicant: Vec<Field>,
    particulars: Vec<Field>,
    fee: Field,
    procedure: Field,
    /// One for each form, in their order.
    reasons: [Field; 4],
    lost: LostPart,
    keys: KeyBar,
}

/// The form of a slip that was lost.
#[derive(Clone, Debug)]
struct LostPart {
    /// Who may ask for it, with what shows who they are.
    ways: Vec<(Pick, bool)>,
    proxy_paper: Field,
}

/// Who asks for a slip to be issued anew, and by what they are known. An authorisation shows who somebody acts for: it is nothing an applicant could
/// be known by.
const WAYS: [(&str, &str); 3] = [("applicant", "id_card"), ("proxy", "id_card"), ("proxy", "authorisation")];

impl LostPart {
    fn of(page: &Page, view: &DossierView, form: &Form, wrong: &[Violation]) -> Self {
        let t = page.t;
        let noted = view.state.intake.proxy.as_ref().map(|proxy| proxy.paper.as_str()).unwrap_or_default();
        let paper = if form.is_given("proxy_paper") { form.get("proxy_paper") } else { noted };
        let way = |(to, seen): (&str, &str)| {
            let what = match seen {
                "id_card" => t.t("correct.lost_seen.id_card"),
                _ => t.t("correct.lost_seen.authorisation"),
            };
            let named = match (to, &view.proxy) {
                ("applicant", _) => Some((sheet::name_or(page, &view.applicant), "correct.lost_applicant")),
                (_, Some(proxy)) => Some((sheet::name_or(page, proxy), "correct.lost_proxy")),
                (_, None) => None,
            };
            let text = match named {
                Some((name, who)) => {
                    t.with("correct.lost_by", &[("name", &name), ("who", &t.t(who)), ("what", &what)])
                }
                None => t.one("correct.lost_by_nobody", "what", what),
            };
            let value = format!("{to}/{seen}");
            let chosen = form.get("seen") == value;
            (Pick { value, text }, chosen)
        };
        Self {
            ways: WAYS.map(way).to_vec(),
            proxy_paper: Field::text("proxy_paper", t.t("desk.proxy_paper")).value(paper).wrong(t, wrong),
        }
    }
}

async fn show(State(web): State<Web>, page: Page, Which(dossier): Which) -> Result<Response, Fault> {
    Ok(page::html(&correct_page(&web, page, dossier, None).await?))
}

async fn correct_page(
    web: &Web,
    page: Page,
    dossier: StreamId,
    refused: Option<(&Form, &Refusal)>,
) -> Result<CorrectPage, Fault> {
    let actor = actor(&page)?;
    let t = page.t;
    let view = sheet::read(web, &actor, dossier).await?;
    let empty = Form::default();
    let (form, wrong) =
        refused.map_or((&empty, [].as_slice()), |(form, refusal)| (form, refusal.violations.as_slice()));
    let typed = |name: &str, kept: &str| {
        if refused.is_some() { form.get(name).to_owned() } else { kept.to_owned() }
    };
    let field = |name: &str, label: &'static str, kept: &str| {
        Field::text(name, t.t(label)).value(&typed(name, kept)).wrong(t, wrong)
    };
    let person = &view.applicant;
    let plan = &view.state.plan;
    let key = format!("{}@{}", plan.procedure.code, plan.procedure.publisher);
    let names = super::names(web, &page);
    let on = names.directory.date(page.now);
    let picks = names
        .directory
        .catalogue()
        .offered_at(&plan.receiving_unit, &on)
        .into_iter()
        .map(|procedure| Pick {
            value: procedure.key(),
            text: format!("{} · {}", procedure.code, names.listed(procedure)),
        })
        .collect();
    Ok(CorrectPage {
        dossier,
        errors: refused
            .map(|(form, refusal)| errors_of(t, refusal).in_form(form.get("what")))
            .unwrap_or_default(),
        what: form.get("what").to_owned(),
        applicant: vec![
            field("applicant_name", "person.name", &person.name),
            field("applicant_id_number", "person.id_number", &person.id_number),
            field("applicant_phone", "person.phone", &person.phone),
            field("applicant_email", "person.email", &person.email),
            field("applicant_address", "person.address", &person.address),
        ],
        particulars: vec![
            field("request", "desk.request", &view.particulars.text),
            field("delivery", "desk.delivery", &view.particulars.delivery),
        ],
        fee: field("fee", "desk.fee", &plan.fee().amount().to_string()).inputmode("numeric"),
        procedure: Field::select("procedure", t.t("desk.procedure"), picks).value(&typed("procedure", &key)),
        reasons: ["applicant", "particulars", "fee", "procedure"].map(|what| {
            Field::text("reason", t.t("correct.reason"))
                .known_as(&format!("{what}-reason"))
                .value(form.get("reason"))
                .wrong(t, wrong)
                .required()
        }),
        lost: LostPart::of(&page, &view, form, wrong),
        keys: keybar(t, &[]),
        sheet: Sheet::of(web, &page, &actor, &view).await?,
        page,
    })
}

fn correction(form: &Form, before: &SubjectData) -> Result<CorrectionForm, Refusal> {
    Ok(match form.get("what") {
        "applicant" => CorrectionForm::Applicant(SubjectData {
            kind: if before.kind == SubjectKind::Organisation {
                SubjectKind::Organisation
            } else {
                SubjectKind::Person
            },
            name: form.get("applicant_name").to_owned(),
            id_number: form.digits("applicant_id_number"),
            phone: form.digits("applicant_phone"),
            email: form.get("applicant_email").to_owned(),
            address: form.get("applicant_address").to_owned(),
            language: before.language.clone(),
            ..SubjectData::default()
        }),
        "particulars" => CorrectionForm::Particulars {
            request: form.get("request").to_owned(),
            delivery: form.get("delivery").to_owned(),
        },
        "fee" => {
            let amount = form.money("fee").map_err(|wrong| Refusal::new("reason_missing").with(wrong))?;
            let missing = || Violation::new("fee", "amount_malformed").with("typed", "");
            CorrectionForm::Fee(amount.ok_or_else(|| Refusal::new("reason_missing").with(missing()))?)
        }
        "procedure" => {
            let (code, publisher) = form.get("procedure").split_once('@').unwrap_or_default();
            CorrectionForm::Procedure { code: code.to_owned(), publisher: publisher.to_owned() }
        }
        _ => return Err(Refusal::new("command_unknown")),
    })
}

async fn correct(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let before = sheet::read(&sent.web, &sent.actor, dossier).await?.applicant;
    let refusal = match correction(&sent.form, &before) {
        Ok(correction) => {
            let (correction, reason) = (Box::new(correction), sent.form.get("reason").to_owned());
            sent.act(Command::Correct { dossier, correction, reason }).await?
        }
        Err(refusal) => Some(refusal),
    };
    let Some(refusal) = refusal else {
        return Ok(sent.done(&format!("/desk?done={dossier}"), "corrected", ""));
    };
    Ok(again(&correct_page(&sent.web, sent.page, dossier, Some((&sent.form, &refusal))).await?))
}

/// Somebody lost the slip and shows who they are: another is issued, and the lost one opens nothing any more.
async fn replace(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let form = &sent.form;
    let (to, seen) = form.get("seen").split_once('/').unwrap_or(("applicant", ""));
    let lost = LostSlip {
        dossier,
        to: to.to_owned(),
        identified_by: seen.to_owned(),
        proxy_paper: if to == "proxy" { form.get("proxy_paper").to_owned() } else { String::new() },
    };
    match sent.act(Command::ReplaceSlip(lost)).await? {
        None => Ok(sent.done(&format!("/desk?done={dossier}"), "slip_replaced", "")),
        Some(refusal) => {
            Ok(again(&correct_page(&sent.web, sent.page, dossier, Some((&sent.form, &refusal))).await?))
        }
    }
}
