//! Thu ngân: what is to be paid, cash taken, receipts, and the sum of the day.

use super::desk::{chosen_payments, take_together};
use super::paging::{self, Trail};
use super::sent::Sent;
use super::{actor, keybar, names, sheet};
use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::NamedPayment;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::StreamId;
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let cashier = Access::Staff(Action::SeeCashier);
    vec![
        Route::get("/cashier", cashier, show),
        Route::post("/cashier/find", cashier, find),
        Route::post("/cashier/take", cashier, take),
    ]
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    payment: StreamId,
    code: String,
    matter: String,
    name: String,
    amount: String,
    amount_vnd: i64,
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
    due_pager: Option<Pager>,
    taken: Vec<RowView>,
    taken_pager: Option<Pager>,
    sum: String,
    /// The receipts that were just written.
    receipts: Vec<StreamId>,
    keys: KeyBar,
}

/// What is asked for: a name or a code that was typed (in no address), and where the pages of both lists so far began.
#[derive(Deserialize, Default)]
struct Asked {
    /// Payments that were just taken, with a full stop between.
    #[serde(default)]
    done: String,
    #[serde(skip)]
    q: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    taken: String,
}

impl Asked {
    fn address(after: &str, taken: &str) -> String {
        let part =
            |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}={}", encoded(value)));
        let parts: Vec<String> = [part("after", after), part("taken", taken)].into_iter().flatten().collect();
        if parts.is_empty() { "/cashier".to_owned() } else { format!("/cashier?{}", parts.join("&")) }
    }
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&cashier_page(&web, page, &asked).await?))
}

async fn cashier_page(web: &Web, page: Page, asked: &Asked) -> Result<CashierPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let row = |payment: &NamedPayment, at: Option<i64>| RowView {
        payment: payment.line.payment,
        code: payment.code.clone(),
        matter: names.procedure(&payment.procedure, &payment.publisher, &payment.version),
        name: payment.name.clone(),
        amount: look::money(page.t, payment.line.total_vnd),
        amount_vnd: payment.line.total_vnd,
        when: at.map(look::day_month_time).unwrap_or_default(),
        receipt: payment.line.receipt.clone(),
        by: names.person(&payment.line.collected_by),
    };
    let asked_for = domain::catalogue::fold(&asked.q);
    let fits = |due: &NamedPayment| {
        domain::catalogue::fold(&format!("{} {}", due.code, due.name)).contains(&asked_for)
    };
    let (due_trail, taken_trail) = (Trail::of(&asked.after), Trail::of(&asked.taken));
    let wanted = due_trail.wanted((!asked_for.is_empty()).then_some(&fits as _));
    let due = web.app().named_payments_due(actor.unit(), wanted);
    let due = sheet::listing(web, &actor, "payments_listed", due).await?;
    let taken = web.app().payments_taken_today(actor.unit(), taken_trail.wanted(None)).await?;
    let pager = due_trail.pager(page.t, due.rows.len(), due.next.as_ref());
    let due_pager = if asked.q.is_empty() {
        paging::linked(pager, |after| Asked::address(after, &asked.taken))
    } else {
        paging::posted(pager, &page, "/cashier/find", ("code", &asked.q))
    };
    let pager = taken_trail.pager(page.t, taken.rows.len(), taken.next.as_ref());
    Ok(CashierPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        q: asked.q.clone(),
        due: due.rows.iter().map(|line| row(line, Some(line.line.due_since))).collect(),
        due_pager,
        sum: look::money(page.t, web.app().sum_taken_today(actor.unit()).await?),
        taken: taken.rows.iter().map(|line| row(line, line.line.paid_at)).collect(),
        taken_pager: paging::linked(pager, |taken| Asked::address(&asked.after, taken)),
        receipts: asked.done.split('.').filter_map(|id| id.parse().ok().map(StreamId)).collect(),
        keys: keybar(
            page.t,
            &[("/", "key.find"), ("j", "key.down"), ("k", "key.up"), ("x", "key.pick"), ("p", "key.print")],
        ),
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
    let asked = Asked { q: code, after: form.get("after").to_owned(), ..Asked::default() };
    Ok(page::html(&cashier_page(&web, page, &asked).await?))
}

/// One sum for the payments that were ticked, or the one whose button was pressed.
async fn take(sent: Sent) -> Result<Response, Fault> {
    let (payments, shown) = match sent.form.stream("one") {
        Some(one) => (vec![one], None),
        None => (chosen_payments(&sent), sent.form.get("amount").parse().ok()),
    };
    let done: Vec<String> = payments.iter().map(ToString::to_string).collect();
    take_together(&sent, payments, shown, "/cashier", &format!("/cashier?done={}", done.join("."))).await
}
