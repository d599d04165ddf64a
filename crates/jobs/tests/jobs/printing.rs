//! Paper comes out, and a dead printer is told; the number holds whatever happens.

use adapters::print::PrinterTimes;
use app::queries::PrinterNow;
use app::testing::{Centre, QUANG_NINH, centres};
use app::{Actor, Command};
use domain::kernel::StreamId;
use domain::ticket::{PrintProblem, Priority};
use jobs::{Papers, Printing};
use standin::printer::{KeptPaper, PrinterSettings};
use standin::{Place, Running};
use std::time::Duration;

const MORNING: &str = "2026-11-25T08:00";

async fn printer(change: impl FnOnce(&mut PrinterSettings)) -> Running<KeptPaper> {
    let mut settings = PrinterSettings::at(Place::anywhere());
    change(&mut settings);
    standin::printer::start(settings).await.expect("a free port")
}

async fn setting(centre: &Centre, name: &str, value: &str) {
    let now = centre.app.now();
    centre.app.store().put_setting(QUANG_NINH, name, value, "test", now).await.expect("kept");
    centre.app.reload().await.expect("read again");
}

/// The hall has this printer.
async fn with(centre: &Centre, address: &str) -> Printing {
    setting(centre, "printer.H1", address).await;
    Printing::new(centre.app.clone()).patient(PrinterTimes {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(500),
        paper: Duration::from_secs(3),
    })
}

async fn paper_of(centre: &Centre, ticket: StreamId) -> String {
    centre.app.ticket(ticket).await.expect("read").expect("a ticket").paper
}

async fn printer_now(centre: &Centre) -> PrinterNow {
    centre.app.printer_now("H1").await.expect("read").expect("a printer")
}

fn one(printed: usize, later: usize, missing: usize, settled: usize) -> Papers {
    Papers { printed, later, missing, settled }
}

/// What a phone reads from the paper.
fn scanned(paper: &KeptPaper) -> String {
    let (rows, across) = (paper.rows(), paper.width as usize / 8);
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(paper.width as usize, paper.height as usize, |x, y| {
            if rows[y * across + x / 8] >> (7 - x % 8) & 1 == 1 { 0 } else { 255 }
        });
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "one code on the paper");
    codes[0].decode().expect("a whole code").1
}

#[tokio::test]
async fn a_ticket_comes_out_dot_for_dot_as_it_was_laid_out_and_its_code_leads_to_its_page() {
    for centre in centres("H1", MORNING).await {
        for dots in [576_u32, 384] {
            let printer = printer(|settings| settings.dots = dots).await;
            let printing = with(&centre, &printer.address().to_string()).await;
            setting(&centre, "printer.H1.width", &dots.to_string()).await;
            let ticket = centre.takes_ticket("land").await;
            assert_eq!(paper_of(&centre, ticket).await, "asked");
            assert_eq!(printing.run_once().await.expect("run"), one(1, 0, 0, 0));
            assert_eq!(paper_of(&centre, ticket).await, "printed");
            let paper = printer.kept().all().pop().expect("a paper");
            let laid_out = centre.app.ticket_bitmap(ticket, dots).await.expect("laid out");
            assert_eq!((paper.width, paper.height), (laid_out.width(), laid_out.height()));
            assert!(paper.rows() == laid_out.rows(), "a dot is elsewhere");
            let token = centre.app.ticket(ticket).await.expect("read").expect("a ticket").token;
            assert_eq!(scanned(&paper), format!("https://mau.example.vn/t/{token}"));
            assert_eq!(
                printing.run_once().await.expect("run"),
                Papers::default(),
                "one paper for one number"
            );
        }
        assert_eq!(printer_now(&centre).await, PrinterNow::Well);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn without_paper_the_person_and_the_floor_are_told_at_once_and_the_number_is_called() {
    for centre in centres("H1", MORNING).await {
        let printer = printer(|settings| settings.paper = Some(1)).await;
        let printing = with(&centre, &printer.address().to_string()).await;
        let first = centre.takes_ticket("land").await;
        assert_eq!(printing.run_once().await.expect("run"), one(1, 0, 0, 0));
        assert_eq!(paper_of(&centre, first).await, "low");
        let since = centre.app.now();
        assert_eq!(printer_now(&centre).await, PrinterNow::LowPaper { since });
        centre.it_is("2026-11-25T08:05");
        let (second, third) = (centre.takes_ticket("land").await, centre.takes_ticket("land").await);
        assert_eq!(printing.run_once().await.expect("run"), one(0, 0, 2, 0));
        assert_eq!(paper_of(&centre, third).await, "no_paper");
        let since = centre.app.now();
        let problem = PrintProblem::NoPaper;
        assert_eq!(printer_now(&centre).await, PrinterNow::Trouble { problem, since, without: 2 });
        let officer = centre.staff("ha.lt");
        assert_eq!(centre.calls_next(&officer, "05").await, first);
        let (hall, counter) = ("H1".to_owned(), "05".to_owned());
        centre.does(&officer, Command::CallNextAfter { hall, counter, came: true }).await;
        let called = centre.app.ticket(second).await.expect("read").expect("a ticket");
        assert_eq!((called.phase.as_str(), called.paper.as_str()), ("called", "no_paper"));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_printer_that_is_away_is_tried_for_ten_seconds_and_its_first_paper_says_that_it_is_back() {
    for centre in centres("H1", MORNING).await {
        let address = printer(|_| {}).await.address();
        let printing = with(&centre, &address.to_string()).await;
        let first = centre.takes_ticket("land").await;
        assert_eq!(printing.run_once().await.expect("run"), one(0, 1, 0, 0));
        assert_eq!(printing.run_once().await.expect("too early"), Papers::default());
        centre.it_is("2026-11-25T08:00:09");
        assert_eq!(printing.run_once().await.expect("run"), one(0, 1, 0, 0));
        assert_eq!(paper_of(&centre, first).await, "asked");
        centre.it_is("2026-11-25T08:00:11");
        assert_eq!(printing.run_once().await.expect("run"), one(0, 0, 1, 0));
        assert_eq!(paper_of(&centre, first).await, "unreachable");
        let second = centre.takes_ticket("land").await;
        assert_eq!(printing.run_once().await.expect("run"), one(0, 0, 1, 0), "the next is told at once");
        let printer = printer(|settings| settings.place.listen = address).await;
        let third = centre.takes_ticket("land").await;
        assert_eq!(printing.run_once().await.expect("run"), one(1, 0, 0, 0));
        assert_eq!(printer.kept().all().len(), 1);
        let papers = [paper_of(&centre, second).await, paper_of(&centre, third).await];
        assert_eq!(papers, ["unreachable", "printed"]);
        assert_eq!(printer_now(&centre).await, PrinterNow::Well);
    }
}

#[tokio::test]
async fn a_line_that_breaks_in_the_picture_is_not_repeated_by_a_machine() {
    for centre in centres("H1", MORNING).await {
        let printer = printer(|settings| settings.die_in = 1).await;
        let printing = with(&centre, &printer.address().to_string()).await;
        let ticket = centre.takes_ticket("land").await;
        assert_eq!(printing.run_once().await.expect("run"), one(0, 0, 1, 0));
        assert_eq!(paper_of(&centre, ticket).await, "interrupted");
        centre.it_is("2026-11-25T08:00:30");
        assert_eq!(printing.run_once().await.expect("run"), Papers::default());
    }
}

#[tokio::test]
async fn a_server_that_was_down_prints_no_paper_for_those_who_left() {
    for centre in centres("H1", MORNING).await {
        let printer = printer(|_| {}).await;
        let printing = with(&centre, &printer.address().to_string()).await;
        let ticket = centre.takes_ticket("land").await;
        centre.it_is("2026-11-25T08:01:01");
        assert_eq!(printing.run_once().await.expect("run"), one(0, 0, 0, 1));
        assert_eq!((paper_of(&centre, ticket).await.as_str(), printer.kept().all().len()), ("too_late", 0));
        assert_eq!(printer_now(&centre).await, PrinterNow::Well, "nobody asked the printer");
    }
}

#[tokio::test]
async fn paper_is_for_those_at_a_kiosk_beside_a_printer() {
    for centre in centres("H1", MORNING).await {
        let before = centre.takes_ticket("land").await;
        let printer = printer(|_| {}).await;
        let printing = with(&centre, &printer.address().to_string()).await;
        let take = Command::TakeTicket {
            hall: "H1".to_owned(),
            field: "land".to_owned(),
            procedure: String::new(),
            priority: Priority::None,
        };
        let greeted = centre.does(&centre.staff("ha.lt"), take.clone()).await.ticket.expect("a ticket");
        let elsewhere = Actor::Kiosk { hall: "H1".to_owned() };
        setting(&centre, "printer.H1", "").await;
        let switched_off = centre.does(&elsewhere, take).await.ticket.expect("a ticket");
        for ticket in [before, greeted, switched_off] {
            assert_eq!(paper_of(&centre, ticket).await, "");
        }
        assert_eq!(printing.run_once().await.expect("run"), Papers::default());
        assert_eq!(centre.app.printer_now("H1").await.expect("read"), None);
    }
}

#[tokio::test]
async fn a_pass_declared_at_the_kiosk_comes_out_and_one_declared_on_a_phone_does_not() {
    for centre in centres("H1", MORNING).await {
        let printer = printer(|_| {}).await;
        let printing = with(&centre, &printer.address().to_string()).await;
        setting(&centre, "door.H1.form", "health").await;
        let answers = [("contact", "no"), ("travel", "no"), ("doses", "2")];
        let answers = answers.map(|(code, given)| (code.to_owned(), vec![given.to_owned()])).into();
        let declaration = app::Declaration {
            name: "Nguyễn Thị Mẫu".to_owned(),
            phone: "0590000123".to_owned(),
            answers,
            ..Default::default()
        };
        let declare = |declaration: &app::Declaration| Command::Declare {
            hall: "H1".to_owned(),
            declaration: Box::new(declaration.clone()),
        };
        centre.does(&Actor::Citizen, declare(&declaration)).await;
        assert_eq!(printing.run_once().await.expect("a round"), Papers::default());
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let pass = centre.does(&kiosk, declare(&declaration)).await.pass;
        assert_eq!(printing.run_once().await.expect("a round"), one(1, 0, 0, 0));
        let papers = printer.kept().all();
        assert_eq!(papers.len(), 1, "nobody prints what was declared on a phone");
        assert_eq!(scanned(&papers[0]), format!("https://mau.example.vn/pass/{pass}"));
    }
}
