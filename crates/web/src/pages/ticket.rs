//! `/t/{token}`: a ticket on the phone: how many come before, roughly how long, where to go when called.

mod errand;
mod notice;

pub(crate) use self::errand::{more_of, name_of, others_in};

pub use self::errand::ErrandsPart;

use self::notice::Notice;
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::pages::display::area_words;
use crate::pages::told::{Told, told};
use crate::parts::Note;
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::queries::TicketView;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::catalogue::Area;
use policy::Action;

/// Whoever is next and waits no longer than this is told so, and no minutes.
const SOON_MS: i64 = 5 * 60_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/t/{token}", Access::Hall(Action::TakeTicket), show),
        Route::get("/t/{token}/now", Access::Hall(Action::TakeTicket), now),
        Route::get("/t/{token}/ticket.pdf", Access::Hall(Action::TakeTicket), pdf),
        Route::post("/t/{token}/defer", Access::Hall(Action::ReturnTicket), defer),
        Route::get("/t/{token}/errands", Access::Hall(Action::TakeTicket), errand::now),
        Route::post("/t/{token}/errand", Access::Hall(Action::ReturnTicket), errand::add),
        Route::post("/t/{token}/errand/drop", Access::Hall(Action::ReturnTicket), errand::drop),
        Route::post("/t/{token}/notice", Access::Hall(Action::ReturnTicket), notice::ask),
        Route::post("/t/{token}/notice/drop", Access::Hall(Action::ReturnTicket), notice::drop),
        Route::post("/t/{token}/give-up", Access::Hall(Action::ReturnTicket), give_up),
    ]
}

/// A ticket as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "citizen/ticket-now.html")]
pub struct TicketNow {
    /// Texts.
    pub t: T,
    /// `A-012`.
    pub label: String,
    /// Word of the phase.
    pub phase: String,
    /// What it waits for.
    pub field: String,
    /// Number over the counter it is called to, of no length before.
    pub counter: String,
    /// In which area of the hall to wait or to go, in words; of no length where there is nothing to tell.
    pub place: String,
    /// People before it, in words.
    pub before: String,
    /// What the person comes for afterwards with the same number, of no length for nothing.
    pub then: String,
    /// How long it will take, in words.
    pub estimate: String,
    /// The agreed time, in words; of no length without an appointment.
    pub appointment: String,
    /// Goes ahead of others, and why.
    pub priority: String,
    /// When it was taken.
    pub taken: String,
    /// What to do now.
    pub note: Note,
}
impl askama::filters::HtmlSafe for TicketNow {}

/// Trang của số thứ tự.
#[derive(Template)]
#[template(path = "citizen/ticket.html")]
pub struct TicketPage {
    /// Surroundings.
    pub page: Page,
    /// Token of the address.
    pub token: String,
    /// The ticket.
    pub now: TicketNow,
    /// Hall code.
    pub hall: String,
    /// What is told in the hall.
    pub told: Told,
    /// It can be given up.
    pub open: bool,
    /// A message when few are before it.
    pub notice: Option<Notice>,
    /// The person's other errands, and what may be added; none where one number is for one errand.
    pub errands: Option<ErrandsPart>,
    /// "Thêm 15 phút", where more time may be asked for; of no length where not.
    pub defer: String,
}

async fn show(State(web): State<Web>, page: Page, Path(token): Path<String>) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    let notice = notice::of(&web, page.t, &ticket, None).await?;
    Ok(page::html(&whole(&web, page, token, ticket, notice).await?))
}

/// The page of a ticket.
async fn whole(
    web: &Web,
    page: Page,
    token: String,
    ticket: TicketView,
    notice: Option<Notice>,
) -> Result<TicketPage, Fault> {
    let open = matches!(ticket.phase.as_str(), "waiting" | "called" | "no_show");
    let defer = defer_words(web, page.t, &ticket);
    let told = told(web, page.t, &ticket.hall).await?;
    let now = ticket_now(web, page.t, &ticket);
    let errands = errand::of(web, &page, &ticket);
    Ok(TicketPage { now, token, hall: ticket.hall, told, open, notice, errands, defer, page })
}

async fn now(State(web): State<Web>, page: Page, Path(token): Path<String>) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    Ok(page::html(&ticket_now(&web, page.t, &ticket)))
}

async fn pdf(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    let bytes = web.app().ticket_paper(&token).await?;
    Ok(super::pdf(bytes, &format!("{}.pdf", ticket.label)).into_response())
}

async fn give_up(State(web): State<Web>, Path(token): Path<String>, form: Form) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    let actor = Actor::Kiosk { hall: ticket.hall };
    web.act(&actor, &form.command_id(), Command::GiveUpTicket { ticket: ticket.ticket }).await?;
    Ok(page::done(&format!("/t/{token}"), "ticket_given_up", &ticket.label, web.options().secure))
}

fn defer_words(web: &Web, t: T, ticket: &TicketView) -> String {
    let may = matches!(ticket.phase.as_str(), "waiting" | "called")
        && ticket.not_before.is_none()
        && ticket.defers_left > 0;
    let minutes = web.app().directory().queue_rules().defer_ms / 60_000;
    if may { t.with("ticket.defer", &[("n", &minutes)]) } else { String::new() }
}

async fn defer(State(web): State<Web>, Path(token): Path<String>, form: Form) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    let actor = Actor::Kiosk { hall: ticket.hall };
    let command = Command::DeferTicket { ticket: ticket.ticket };
    let said = match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => "ticket_deferred".to_owned(),
        Err(Fault::Refused(refusal)) => format!("no.{}", refusal.code),
        Err(fault) => return Err(fault),
    };
    Ok(page::done(&format!("/t/{token}"), &said, "", web.options().secure))
}

/// A ticket in words.
#[must_use]
pub fn ticket_now(web: &Web, t: T, ticket: &TicketView) -> TicketNow {
    let directory = web.app().directory();
    let field = directory.catalogue().fields.get(&ticket.field);
    let counter = directory
        .counter(&ticket.hall, &ticket.counter)
        .map_or_else(String::new, |one| one.number.to_string());
    let others: Vec<String> = ticket.others.iter().map(|code| errand::name_of(&directory, t, code)).collect();
    let field = field.map_or("", |field| t.name(&field.name, &field.name_en));
    let areas = directory.catalogue().areas_for(&ticket.hall, &ticket.field, &ticket.counter);
    let place = place(t, &ticket.phase, &areas);
    TicketNow { then: others.join(", "), ..in_words(t, ticket, field, &counter, place) }
}

/// Where to wait, and once called where the counter stands.
fn place(t: T, phase: &str, areas: &[&Area]) -> String {
    let names: Vec<String> = areas.iter().map(|area| area_words(t, area)).collect();
    match (phase, names.as_slice()) {
        ("called" | "serving", [one]) => one.clone(),
        ("waiting", [one]) => t.one("ticket.wait_in", "area", one),
        // Nobody can sit in two areas: where the hall's own display is seen, both are called.
        ("waiting", [_, _, ..]) => {
            let names = names.join(&format!(" {} ", t.t("ticket.or")));
            t.one("ticket.called_in", "areas", names)
        }
        _ => String::new(),
    }
}

fn in_words(t: T, ticket: &TicketView, field: &str, counter: &str, place: String) -> TicketNow {
    let waiting = ticket.phase == "waiting";
    let estimate = match ticket.estimate_ms {
        _ if !waiting => String::new(),
        // Nobody before is no promise while those at the counters take long.
        Some(ms) if ms == 0 || (ticket.before == 0 && ms <= SOON_MS) => t.t("queue.soon").to_owned(),
        Some(ms) => look::waiting(t, ms),
        None => t.t("queue.unknown").to_owned(),
    };
    let note = match ticket.phase.as_str() {
        "called" => {
            Note::ok(t.with("ticket.called_text", &[("counter", &counter)])).strong(t.t("ticket.called"))
        }
        "serving" => Note::ok(t.t("ticket.serving_text")),
        "no_show" => Note::late(t.t("ticket.no_show_text")).strong(t.t("ticket.no_show")),
        "served" => Note::ok(t.t("ticket.served_text")),
        "given_up" => Note::info(t.t("ticket.given_up_text")),
        _ => match ticket.not_before {
            Some(until) => Note::info(t.with("ticket.deferred_text", &[("at", &look::clock(until))]))
                .strong(t.t("ticket.deferred")),
            None => match ticket.resumes_at {
                Some(at) => Note::info(t.t("ticket.rest_text"))
                    .strong(t.with("ticket.rest", &[("at", &look::clock(at))])),
                None if place.is_empty() => Note::info(t.t("ticket.waiting_text")),
                None => Note::info(t.t("ticket.waiting_there_text")),
            },
        },
    };
    TicketNow {
        t,
        label: look::ticket(&ticket.label),
        phase: ticket.phase.clone(),
        field: field.to_owned(),
        then: String::new(),
        place,
        counter: counter.to_owned(),
        before: if waiting { before(t, ticket.before) } else { String::new() },
        estimate,
        appointment: ticket
            .appointment
            .map(|at| t.with("ticket.appointment", &[("at", &look::clock(at))]))
            .unwrap_or_default(),
        priority: if ticket.priority == "none" {
            String::new()
        } else {
            t.code("priority", &ticket.priority)
        },
        taken: look::clock(ticket.taken_at),
        note,
    }
}

/// People before somebody, in words.
fn before(t: T, before: i64) -> String {
    if before == 0 { t.t("queue.next").to_owned() } else { t.count("queue.before", before) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use domain::kernel::StreamId;

    fn ticket(phase: &str, before: i64, estimate_ms: Option<i64>) -> TicketView {
        TicketView {
            ticket: StreamId(1),
            hall: "H1".into(),
            day: 20_261_124,
            field: "land".into(),
            label: "D047".into(),
            priority: "none".into(),
            procedure: String::new(),
            token: "token".into(),
            phase: phase.into(),
            taken_at: 0,
            called_at: None,
            counter: String::new(),
            before,
            appointment: None,
            paper: String::new(),
            estimate_ms,
            resumes_at: None,
            not_before: None,
            defers_left: 2,
            notice: String::new(),
            told: None,
            dossier: None,
            others: Vec::new(),
        }
    }

    #[test]
    fn who_asked_for_more_time_reads_until_when_nobody_calls() {
        let asked = TicketView { not_before: Some(1_795_572_900_000), ..ticket("waiting", 2, None) };
        let words = in_words(T::new(Lang::Vi), &asked, "Đất đai", "", String::new());
        assert!(words.note.text.contains("trước 09:15"), "{}", words.note.text);
    }

    #[test]
    fn a_ticket_says_in_which_area_to_wait_and_where_its_counter_stands() {
        let area = |name: &str| Area {
            hall: "H1".into(),
            code: "x".into(),
            name: name.into(),
            name_en: name.into(),
            counters: vec![],
        };
        let (land, justice) = (area("Đất đai"), area("Tư pháp"));
        let said = |phase, areas: &[&Area]| place(T::new(Lang::Vi), phase, areas);
        assert_eq!(said("waiting", &[&land]), "Xin chờ ở khu Đất đai");
        assert!(said("waiting", &[&land, &justice]).starts_with("Gọi đến khu Đất đai hoặc khu Tư pháp"));
        assert_eq!(said("called", &[&land]), "khu Đất đai");
        let there =
            in_words(T::new(Lang::Vi), &ticket("waiting", 3, None), "Đất đai", "", "ở đây".to_owned());
        assert!(!there.note.text.contains("ở đâu cũng được"), "{}", there.note.text);
        for (phase, areas) in [("waiting", vec![]), ("called", vec![]), ("served", vec![&land])] {
            assert_eq!(said(phase, &areas), "", "{phase}");
        }
    }

    #[test]
    fn a_wait_nobody_can_estimate_is_said_to_be_unknown() {
        let words = |before, estimate| {
            in_words(T::new(Lang::Vi), &ticket("waiting", before, estimate), "Đất đai", "", String::new())
        };
        assert_eq!(words(3, Some(720_000)).estimate, "khoảng 15 phút");
        assert_eq!(words(3, None).estimate, "chưa ước lượng được");
        assert_eq!(words(0, Some(240_000)).estimate, "sắp đến lượt");
        assert_eq!(words(0, Some(1_200_000)).estimate, "khoảng 20 phút", "those at the counters take long");
        assert_eq!(words(0, Some(0)).before, "đến lượt tiếp theo");
    }

    #[test]
    fn a_called_ticket_says_where_to_go() {
        let words = in_words(T::new(Lang::Vi), &ticket("called", 0, None), "Đất đai", "5", String::new());
        assert_eq!((words.label.as_str(), words.estimate.as_str()), ("D-047", ""));
        assert!(words.note.text.contains("quầy số 5"), "{}", words.note.text);
    }
}
