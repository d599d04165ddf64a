//! What a kiosk says of the ticket's paper: that it comes, that it is there, or that the number holds without.

use crate::fault::Fault;
use crate::page::{self, Page};
use crate::parts::{Icon, icon};
use crate::web::Web;
use crate::words::T;
use app::queries::{PrinterNow, TicketView};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::kernel::Millis;
use domain::ticket::{PAPER_WITHIN_MS, PrintProblem};

/// What becomes of the ticket's paper.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "hall/kiosk-paper.html")]
pub struct KioskPaper {
    /// `asked`, `printed` or `missing`.
    pub class: &'static str,
    /// Beside the words.
    pub icon: Icon,
    /// What the person does now.
    pub words: String,
}
impl askama::filters::HtmlSafe for KioskPaper {}

/// The part about the paper alone, for a screen that is open.
pub(super) async fn part(
    State(web): State<Web>,
    page: Page,
    Path((hall, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let ticket =
        web.app().ticket_by_token(&token).await?.filter(|one| one.hall == hall).ok_or(Fault::NotFound)?;
    Ok(page::html(&of(page.t, &ticket, page.now).ok_or(Fault::NotFound)?))
}

/// Paper that nobody reported on in its time will not come any more, whatever keeps the printing from saying so.
pub(super) fn of(t: T, ticket: &TicketView, now: Millis) -> Option<KioskPaper> {
    let missing = |problem| KioskPaper {
        class: "missing",
        icon: icon("bang"),
        words: without_paper(t, "kiosk.paper_missing", problem),
    };
    match ticket.paper.as_str() {
        "" => None,
        "asked" if now - ticket.taken_at > PAPER_WITHIN_MS => Some(missing(PrintProblem::TooLate)),
        "asked" => Some(KioskPaper {
            class: "asked",
            icon: icon("clock"),
            words: t.t("kiosk.paper_asked").to_owned(),
        }),
        "printed" | "low" => Some(KioskPaper {
            class: "printed",
            icon: icon("print"),
            words: t.t("kiosk.paper_printed").to_owned(),
        }),
        problem => PrintProblem::from_word(problem).map(missing),
    }
}

/// What the first screen says beforehand; of no length when paper will come.
pub(super) fn ahead(t: T, now: PrinterNow) -> String {
    match now {
        PrinterNow::Trouble { problem, .. } => without_paper(t, "kiosk.paper_ahead", problem),
        PrinterNow::Well | PrinterNow::LowPaper { .. } => String::new(),
    }
}

fn without_paper(t: T, key: &'static str, problem: PrintProblem) -> String {
    t.with(key, &[("why", &t.code("printer", problem.word()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use domain::kernel::StreamId;

    fn words(paper: &str, now: Millis) -> Option<(&'static str, String)> {
        let ticket = TicketView {
            ticket: StreamId(1),
            hall: "H1".into(),
            day: 20_261_124,
            field: "land".into(),
            label: "D047".into(),
            priority: "none".into(),
            procedure: String::new(),
            token: "token".into(),
            phase: "waiting".into(),
            taken_at: 0,
            called_at: None,
            counter: String::new(),
            before: 0,
            appointment: None,
            paper: paper.into(),
            estimate_ms: None,
            resumes_at: None,
            not_before: None,
            defers_left: 0,
            notice: String::new(),
            told: None,
            dossier: None,
            others: Vec::new(),
        };
        of(T::new(Lang::Vi), &ticket, now).map(|paper| (paper.class, paper.words))
    }

    #[test]
    fn a_kiosk_says_whether_paper_comes_and_that_the_number_holds_without() {
        let class = |paper: &str, now| words(paper, now).map(|(class, _)| class);
        assert_eq!(class("", 0), None, "a hall without a printer says nothing of paper");
        assert_eq!(class("asked", PAPER_WITHIN_MS), Some("asked"));
        assert_eq!(class("asked", PAPER_WITHIN_MS + 1), Some("missing"), "nobody waits for ever");
        assert_eq!((class("printed", 0), class("low", 0)), (Some("printed"), Some("printed")));
        for problem in PrintProblem::ALL {
            let (class, words) = words(problem.word(), 0).expect("said");
            assert!(class == "missing" && words.contains("Số vẫn được giữ"), "{words}");
            assert!(!words.contains(problem.word()) && !words.contains('{'), "{words}");
        }
    }
}
