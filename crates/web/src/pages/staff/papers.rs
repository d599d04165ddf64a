//! Papers as staff print them. Every one bears somebody's data, so making one is a reading and is journalled as such.

use super::sent::{Which, stream};
use super::{actor, sheet};
use crate::fault::Fault;
use crate::page::Page;
use crate::route::{Access, Route};
use crate::web::Web;
use app::papers::PaperKind;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use policy::{Action, Resource};
use store::AccessAbout;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/dossiers/{dossier}/{paper}", Access::Staff(Action::SeeDossier), paper),
        // The cashier sees payments and no dossiers; whoever handles the dossier sees its receipt too.
        Route::get("/payments/{payment}/receipt.pdf", Access::SignedIn, receipt),
    ]
}

/// The paper of an address: `slip.pdf`, `supplement-2.pdf`.
fn kind_of(name: &str) -> Option<PaperKind> {
    Some(match name.strip_suffix(".pdf")? {
        "slip" => PaperKind::Receipt,
        "refusal" => PaperKind::Refusal,
        "control" => PaperKind::ControlSlip,
        "cover" => PaperKind::CoverSheet,
        "scan-sheets" => PaperKind::ScanSheets,
        "result" => PaperKind::Result,
        "stop" => PaperKind::Stop,
        "apology" => PaperKind::Apology,
        other => PaperKind::Supplement(other.strip_prefix("supplement-")?.parse().ok()?),
    })
}

async fn paper(
    State(web): State<Web>,
    page: Page,
    Path((dossier, name)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = stream(&dossier)?;
    let kind = kind_of(&name).ok_or(Fault::NotFound)?;
    sheet::may_read(&web, &actor, dossier).await?;
    let about = AccessAbout::Dossier(dossier);
    let bytes = sheet::reading(&web, &actor, about, "paper_made", web.app().paper(dossier, kind)).await?;
    Ok(crate::pages::pdf(bytes, &name).into_response())
}

async fn receipt(State(web): State<Web>, page: Page, Which(payment): Which) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let taken = web.app().payment(payment).await?.ok_or(Fault::NotFound)?;
    let (dossier, paid_at) = (taken.dossier, web.app().directory().unit_path(&taken.unit));
    if web.app().permit(&actor, Action::CollectFee, &Resource::payment(&paid_at)).is_err() {
        sheet::may_read(&web, &actor, dossier).await?;
    }
    let about = AccessAbout::Dossier(dossier);
    let bytes = sheet::reading(&web, &actor, about, "paper_made", web.app().cash_receipt(payment)).await?;
    Ok(crate::pages::pdf(bytes, "receipt.pdf").into_response())
}
