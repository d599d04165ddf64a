//! Thu ngân: what is to be paid, cash taken, receipts, and the sum of the day.

use super::sent::{Sent, Which};
use super::{actor, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::KeyBar;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::queries::NamedPayment;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::{StreamId, Vnd};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let cashier = Access::Staff(Action::SeeCashier);
    vec![
        Route::get("/cashier", cashier, show),
        Route::post("/cashier/find", cashier, find),
        Route::post("/cashier/{payment}/take", cashier, take),
    ]
}

/// Rows read at most.
const MOST: i64 = 200;

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    payment: StreamId,
    code: String,
    matter: String,
    name: String,
    amount: String,
    when: String,
    receipt: String,
    by: String,
}

#[derive(Template)]
#[template(path = "staff/cashier.html")]
struct CashierPage {
    page: Page,
    unit: String,
    topic: String,
    q: String,
    due: Vec<RowView>,
    taken: Vec<RowView>,
    sum: String,
    /// The receipt that was just written.
    receipt: Option<StreamId>,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: Option<i64>,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&cashier_page(&web, page, "", asked.done.map(StreamId)).await?))
}

async fn cashier_page(
    web: &Web,
    page: Page,
    q: &str,
    receipt: Option<StreamId>,
) -> Result<CashierPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let row = |payment: &NamedPayment, at: Option<i64>| RowView {
        payment: payment.line.payment,
        code: payment.code.clone(),
        matter: names.procedure(&payment.procedure, &payment.publisher, &payment.version),
        name: payment.name.clone(),
        amount: look::money(payment.line.total_vnd),
        when: at.map(look::day_month_time).unwrap_or_default(),
        receipt: payment.line.receipt.clone(),
        by: names.person(&payment.line.collected_by),
    };
    let asked = domain::catalogue::fold(q);
    let fits = |row: &RowView| {
        asked.is_empty() || domain::catalogue::fold(&format!("{} {}", row.code, row.name)).contains(&asked)
    };
    let due = web.app().named_payments_due(actor.unit(), MOST);
    let due = sheet::listing(web, &actor, "payments_listed", due).await?;
    let taken = web.app().payments_taken_today(actor.unit(), MOST).await?;
    Ok(CashierPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        q: q.to_owned(),
        due: due.iter().map(|line| row(line, Some(line.line.due_since))).filter(fits).collect(),
        sum: look::money(taken.iter().map(|line| line.line.total_vnd).sum()),
        taken: taken.iter().map(|line| row(line, line.line.paid_at)).collect(),
        receipt,
        keys: keybar(page.t, &[("/", "key.find"), ("j", "key.down"), ("k", "key.up"), ("p", "key.print")]),
        page,
    })
}

/// A code, a scanned slip or a name; a name is not kept in an address.
async fn find(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let typed = form.get("code");
    let token = typed.rsplit('/').next().unwrap_or_default();
    let scanned = if token.len() == 26 { web.app().find_dossier_by_token(token).await? } else { None };
    let code = match scanned {
        Some(dossier) => web.app().dossier_state(dossier).await?.1.code,
        None => typed.to_owned(),
    };
    Ok(page::html(&cashier_page(&web, page, &code, None).await?))
}

async fn take(Which(payment): Which, sent: Sent) -> Result<Response, Fault> {
    let due = sent.web.app().payment(payment).await?.ok_or(Fault::NotFound)?;
    let amount_vnd = Vnd::try_new(due.total().amount()).map_err(|_| Fault::Failed)?;
    let to = format!("/cashier?done={payment}");
    sent.act_and_say(Command::CollectFee { payment, amount_vnd }, &to, "fee_taken").await
}
