//! Tickets over ESC/POS, against the stand-in printer.

use adapters::print::{
    NetworkPrinter, Picture, PrintError, Printed, PrinterTimes, Status, TicketPrinter, Trouble,
};
use standin::printer::{KeptPaper, PrinterSettings};
use standin::{Place, Running};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

const WIDTH: u32 = 576;

async fn printer(change: impl FnOnce(&mut PrinterSettings)) -> Running<KeptPaper> {
    let mut settings = PrinterSettings::at(Place::anywhere());
    change(&mut settings);
    standin::printer::start(settings).await.expect("a free port")
}

fn at(address: SocketAddr) -> NetworkPrinter {
    let times = PrinterTimes {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(300),
        paper: Duration::from_secs(2),
    };
    NetworkPrinter::new(&address.to_string(), WIDTH, times)
}

/// A picture no row of which is like another, with every octet there is, also those that are commands.
fn picture(rows: usize) -> (Picture, Vec<u8>) {
    let across = WIDTH as usize / 8;
    let octets: Vec<u8> = (0..rows * across).map(|at| ((at * 31 + at / across * 7) % 256) as u8).collect();
    (Picture::try_new(WIDTH, octets.clone()).expect("whole rows"), octets)
}

#[tokio::test]
async fn a_ticket_comes_out_dot_for_dot_and_is_cut() {
    let printer = printer(|_| {}).await;
    for rows in [1, 127, 128, 129, 900] {
        let (picture, octets) = picture(rows);
        assert_eq!(at(printer.address()).print(&picture).await, Ok(Printed { low_paper: false }));
        let kept = printer.kept().all().pop().expect("a ticket");
        assert_eq!((kept.width, kept.height as usize, kept.not_understood), (WIDTH, rows, 0));
        assert!(kept.rows() == octets, "{rows} rows: a dot is elsewhere");
    }
    assert_eq!(printer.kept().all().len(), 5);
}

#[tokio::test]
async fn a_roll_near_its_end_prints_and_says_so_until_nothing_is_left() {
    let printer = printer(|settings| settings.paper = Some(5)).await;
    let (picture, _) = picture(40);
    let mut said = Vec::new();
    for _ in 0..6 {
        said.push(at(printer.address()).print(&picture).await);
    }
    let low = |low_paper| Ok(Printed { low_paper });
    let end = Err(PrintError::Retry(Some(Trouble::NoPaper)));
    assert_eq!(said, [low(false), low(true), low(true), low(true), low(true), end]);
    assert_eq!(printer.kept().all().len(), 5);
}

/// How a test makes the stand-in misbehave.
type Twist = fn(&mut PrinterSettings);

#[tokio::test]
async fn certainly_not_and_perhaps_printed_are_told_apart() {
    let cases: [(Twist, PrintError); 6] = [
        (|faults| faults.paper = Some(0), PrintError::Retry(Some(Trouble::NoPaper))),
        (|faults| faults.cover_open = true, PrintError::Retry(Some(Trouble::CoverOpen))),
        (|faults| faults.offline = true, PrintError::Retry(Some(Trouble::Offline))),
        (|faults| faults.silent = true, PrintError::Retry(None)),
        (|faults| faults.tear_in = 1, PrintError::Unknown(Some(Trouble::NoPaper))),
        (|faults| faults.die_in = 1, PrintError::Unknown(None)),
    ];
    let (picture, _) = picture(300);
    for (fault, expected) in cases {
        let printer = printer(fault).await;
        assert_eq!(at(printer.address()).print(&picture).await, Err(expected));
        assert_eq!(printer.kept().all(), [], "{expected:?}");
    }
}

#[tokio::test]
async fn a_printer_that_is_away_or_is_none_means_later() {
    let away = printer(|_| {}).await.address();
    let (picture, _) = picture(40);
    assert_eq!(at(away).print(&picture).await, Err(PrintError::Retry(None)));
    // Somebody else listens there, and says something no printer says.
    let other = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = other.local_addr().expect("bound");
    tokio::spawn(async move {
        while let Ok((mut client, _)) = other.accept().await {
            let _ = client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    assert_eq!(at(address).print(&picture).await, Err(PrintError::Retry(None)));
}

#[tokio::test]
async fn a_picture_wider_than_the_head_is_given_up_before_connecting() {
    let printer = printer(|_| {}).await;
    let wide = Picture::try_new(WIDTH + 8, vec![0; 73 * 4]).expect("whole rows");
    assert_eq!(at(printer.address()).print(&wide).await, Err(PrintError::GiveUp));
    assert_eq!(printer.kept().all(), []);
}

#[tokio::test]
async fn a_printer_is_asked_how_it_is_without_printing() {
    let printer = printer(|settings| settings.paper = Some(2)).await;
    assert_eq!(at(printer.address()).status().await, Ok(Status { trouble: None, low_paper: true }));
    assert_eq!(printer.kept().all(), []);
}
