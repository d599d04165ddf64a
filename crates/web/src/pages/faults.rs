//! The page of a fault: what happened, what to do now, and the rule in a fold-out when one refused.

use crate::fault::Fault;
use crate::page::{self, Page};
use crate::pages::kiosk::KioskHead;
use askama::Template;
use axum::response::Response;

/// A page that says why another is not shown.
#[derive(Template)]
#[template(path = "error/fault.html")]
struct FaultPage {
    page: Page,
    title: String,
    text: String,
    /// What to do: address and words.
    next: (String, String),
    /// The rule and the details, of no length when there are none.
    rule: String,
    violations: Vec<String>,
    status: u16,
}

/// The same on a kiosk: it goes back to the beginning by itself, and leads nowhere else.
#[derive(Template)]
#[template(path = "hall/kiosk-fault.html")]
struct KioskFaultPage {
    page: Page,
    head: KioskHead,
    title: String,
    text: String,
    violations: Vec<String>,
}

/// Somebody signs in another's place, and the reason is what was given to them.
fn is_about_a_grant(why: &str) -> bool {
    ["assignment_", "delegation_", "order_"].iter().any(|kind| why.starts_with(kind))
}

/// The page of a fault, without its status.
pub(crate) fn fault_page(page: &Page, fault: &Fault) -> Response {
    let t = page.t;
    let home = ("/".to_owned(), t.t("fault.home").to_owned());
    let (title, text, next, rule) = match fault {
        Fault::NotFound => (
            t.t("fault.not_found.title").to_owned(),
            t.t("fault.not_found.text").to_owned(),
            home,
            String::new(),
        ),
        Fault::Forbidden { why, rule } => {
            let next = match (why.as_str(), &page.user) {
                ("sign_in_needed", _) | (_, None) => ("/sign-in".to_owned(), t.t("fault.sign_in").to_owned()),
                (why, _) if is_about_a_grant(why) => {
                    ("/delegations".to_owned(), t.t("fault.delegations").to_owned())
                }
                _ => ("/account".to_owned(), t.t("fault.account").to_owned()),
            };
            (t.t("fault.forbidden.title").to_owned(), t.code("forbidden", why), next, rule.clone())
        }
        Fault::Refused(refusal) => {
            let rule = refusal.rule.as_ref().map(|rule| format!("{}, {}", rule.document, rule.article));
            (
                t.t("fault.refused.title").to_owned(),
                t.code("refusal", &refusal.code),
                back(page),
                rule.unwrap_or_default(),
            )
        }
        Fault::BadRequest(code) => {
            // The same address again would fail the same way.
            let next = if *code == "address_malformed" { home } else { back(page) };
            (t.t("fault.bad_request.title").to_owned(), t.code("refusal", code), next, String::new())
        }
        Fault::TooOften { retry_after } => (
            t.t("fault.too_often.title").to_owned(),
            t.with("fault.too_often.text", &[("seconds", retry_after)]),
            back(page),
            String::new(),
        ),
        Fault::Busy => {
            (t.t("fault.busy.title").to_owned(), t.t("fault.busy.text").to_owned(), back(page), String::new())
        }
        Fault::Failed => {
            (t.t("fault.failed.title").to_owned(), t.t("fault.failed.text").to_owned(), home, String::new())
        }
    };
    let violations = fault.refusal().map_or_else(Vec::new, |refusal| {
        refusal.violations.iter().map(|wrong| t.code_with("violation", &wrong.code, &wrong.values)).collect()
    });
    if let Some(head) = KioskHead::bare(page) {
        return page::html(&KioskFaultPage { page: page.clone(), head, title, text, violations });
    }
    let status = fault.status().as_u16();
    page::html(&FaultPage { page: page.clone(), title, text, next, rule, violations, status })
}

/// Back to where one was.
fn back(page: &Page) -> (String, String) {
    let to = if page.query.is_empty() { page.path.clone() } else { format!("{}?{}", page.path, page.query) };
    (to, page.t.t("fault.again").to_owned())
}

/// Nothing is at this address.
pub(crate) async fn not_found() -> Fault {
    Fault::NotFound
}
