//! Everything of one visit in one place: the dossiers of the person who sits here, a slip for each, and one payment for all fees.

use super::super::names::Names;
use super::super::{actor, sheet};
use super::{AtCounter, at_counter, back};
use crate::fault::Fault;
use crate::look;
use crate::page::Page;
use crate::pages::staff::sent::Sent;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::papers::Papers;
use app::queries::VisitMatter;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::kernel::{StreamId, Vnd};
use store::AccessAbout;

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![Route::post("/desk/pay", desk, pay), Route::get("/desk/visit.pdf", desk, print)]
}

/// A dossier of the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MatterView {
    dossier: StreamId,
    code: String,
    what: String,
    act: String,
    is_received: bool,
    /// What is to be paid and was paid: the amount, and the payment once it has a receipt.
    fees: Vec<(String, Option<StreamId>)>,
}

/// The dossiers of the visit under way.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-visit.html")]
pub(super) struct VisitPart {
    page: Page,
    matters: Vec<MatterView>,
    /// Payments that are due.
    due: Vec<StreamId>,
    /// Their sum in đồng, and as it is read.
    sum_vnd: i64,
    sum: String,
    cashier_desk: bool,
    /// How many papers there are to take home, 0 where they are no more than one.
    papers: usize,
}

impl askama::filters::HtmlSafe for VisitPart {}

impl VisitPart {
    /// None while nothing was done in the visit, and none where `done` shows all there is: one dossier with nothing left to pay.
    pub(super) async fn of(
        web: &Web,
        page: &Page,
        names: &Names,
        at: &AtCounter,
        done: Option<StreamId>,
    ) -> Result<Option<Self>, Fault> {
        let Some(visit) = at.counter.visit else { return Ok(None) };
        let matters = web.app().visit_matters(visit).await?;
        let due: Vec<(StreamId, i64)> = due_of(&matters).collect();
        let shown_already = |matter: &VisitMatter| Some(matter.dossier) == done;
        if due.is_empty() && (matters.is_empty() || (matters.len() == 1 && matters.iter().all(shown_already)))
        {
            return Ok(None);
        }
        let sum_vnd = due.iter().map(|(_, amount)| amount).sum();
        let receipts =
            |matter: &VisitMatter| matter.payments.iter().filter(|one| one.status == "paid").count();
        let has_slip = |matter: &VisitMatter| {
            matter.is_received || matches!(matter.act.as_str(), "supplement_asked" | "refused")
        };
        let papers: usize =
            matters.iter().map(|matter| receipts(matter) + usize::from(has_slip(matter))).sum();
        let view = |matter: VisitMatter| MatterView {
            what: names.procedure(&matter.procedure, &matter.publisher, &matter.version),
            act: page.t.code("touched", &matter.act),
            fees: matter
                .payments
                .iter()
                .map(|payment| {
                    let receipt = (payment.status == "paid").then_some(payment.payment);
                    (look::money(page.t, payment.total_vnd), receipt)
                })
                .collect(),
            dossier: matter.dossier,
            code: matter.code,
            is_received: matter.is_received,
        };
        Ok(Some(Self {
            page: page.clone(),
            matters: matters.into_iter().map(view).collect(),
            due: due.into_iter().map(|(payment, _)| payment).collect(),
            sum_vnd,
            sum: look::money(page.t, sum_vnd),
            cashier_desk: at.hall.cashier_desk,
            papers: if papers > 1 { papers } else { 0 },
        }))
    }
}

fn due_of(matters: &[VisitMatter]) -> impl Iterator<Item = (StreamId, i64)> {
    let payments = matters.iter().flat_map(|matter| &matter.payments);
    payments.filter(|payment| payment.status == "due").map(|payment| (payment.payment, payment.total_vnd))
}

/// One sum for all that the page showed as due. Was something paid or voided meanwhile, the sum differs, nothing is taken, and it is said.
async fn pay(sent: Sent) -> Result<Response, Fault> {
    if at_counter(&sent.web, sent.actor.person()).await?.is_none() {
        return Ok(back());
    }
    let shown = sent.form.get("amount").parse().ok();
    take_together(&sent, chosen_payments(&sent), shown, "/desk", "/desk").await
}

/// Every paper of the visit under way in one file: one press, one print.
async fn print(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let here = at_counter(&web, actor.person()).await?;
    let visit = here.and_then(|here| here.counter.visit).ok_or(Fault::NotFound)?;
    let mut papers = Papers::default();
    for matter in web.app().visit_matters(visit).await? {
        sheet::may_read(&web, &actor, matter.dossier).await?;
        let about = AccessAbout::Dossier(matter.dossier);
        let made = web.app().papers_of_matter(&matter);
        papers.extend(sheet::reading(&web, &actor, about, "paper_made", made).await?);
    }
    let bytes = web.app().printed_together(papers).await?;
    Ok(crate::pages::pdf(bytes, "visit.pdf").into_response())
}

/// The payments a form names.
pub(crate) fn chosen_payments(sent: &Sent) -> Vec<StreamId> {
    sent.form.all("payment").filter_map(|text| text.parse().ok().map(StreamId)).collect()
}

/// Takes payments as one sum: the one the page had `shown`, or without a script, which cannot add up, what they come to now.
pub(crate) async fn take_together(
    sent: &Sent,
    payments: Vec<StreamId>,
    shown: Option<i64>,
    room: &str,
    then: &str,
) -> Result<Response, Fault> {
    if payments.is_empty() {
        return Ok(sent.not_done(room, "payments_none_chosen"));
    }
    let sum = match shown {
        Some(sum) => sum,
        None => due_sum(sent, &payments).await?,
    };
    let amount_vnd = Vnd::try_new(sum).map_err(|_| Fault::NotFound)?;
    match sent.act(Command::CollectFees { payments, amount_vnd }).await? {
        None => Ok(sent.done(then, "fees_taken", &look::thousands(sent.page.t, sum))),
        Some(refusal) => Ok(sent.not_done(room, &refusal.code)),
    }
}

async fn due_sum(sent: &Sent, payments: &[StreamId]) -> Result<i64, Fault> {
    let mut sum = 0;
    for payment in payments {
        let due = sent.web.app().payment(*payment).await?.ok_or(Fault::NotFound)?;
        if due.status == domain::payment::Status::Due {
            sum += due.total().amount();
        }
    }
    Ok(sum)
}
