//! Tickets as dots.

use crate::samples;
use documents::{DOTS_PER_MM, Document, DocumentError, Documents, Kind, OURS, Ticket};

fn documents() -> Documents {
    Documents::new(None).unwrap()
}

fn ticket(number: &str) -> Document {
    Document::Ticket(Ticket { number: number.into(), ..samples::ticket() })
}

#[test]
fn a_ticket_is_as_wide_as_the_head_and_as_long_as_it_needs() {
    for (dots, shortest, longest) in [(576, 70, 150), (384, 70, 160)] {
        let full = documents().bitmap(OURS, &ticket("A-012"), dots).unwrap();
        assert_eq!((full.width(), full.rows().len()), (dots, (dots / 8 * full.height()) as usize));
        let length = full.height() / DOTS_PER_MM;
        assert!((shortest..longest).contains(&length), "{dots}: {length} mm");
        let sparse = Ticket { qr: None, priority: None, english: false, ..samples::ticket() };
        let short = documents().bitmap(OURS, &Document::Ticket(sparse), dots).unwrap();
        assert!(short.height() + 30 * DOTS_PER_MM < full.height(), "a ticket without a code is shorter");
    }
}

#[test]
fn the_number_stays_on_the_paper_of_every_width() {
    for dots in [576, 384] {
        let bitmap = documents().bitmap(OURS, &ticket("A-012"), dots).unwrap();
        let black = |x: u32| (0..bitmap.height()).filter(|&y| bitmap.is_black(x, y)).count();
        // The dashed line touches the margins; letters do not.
        for x in [0, 1, dots - 2, dots - 1] {
            assert_eq!(black(x), 0, "{dots} dots: something is cut off at {x}");
        }
        let blacks: usize = (0..dots).map(black).sum();
        let share = blacks * 100 / (dots * bitmap.height()) as usize;
        assert!((5..35).contains(&share), "{share} % of a ticket are black");
    }
}

#[test]
fn the_same_ticket_gives_the_same_dots_and_another_number_others() {
    let documents = documents();
    let first = documents.bitmap(OURS, &ticket("A-012"), 576).unwrap();
    let other = documents.bitmap(OURS, &ticket("A-013"), 576).unwrap();
    assert_ne!(first.rows(), other.rows());
    documents.pdf(OURS, &ticket("A-014")).unwrap();
    assert_eq!(documents.bitmap(OURS, &ticket("A-012"), 576).unwrap().rows(), first.rows());
}

#[test]
fn what_is_for_sheets_or_for_no_head_there_is_says_so() {
    let sheet = documents().bitmap(OURS, &samples::of(Kind::CoverSheet), 576).unwrap_err();
    assert!(matches!(sheet, DocumentError::NotForARoll(Kind::CoverSheet)), "{sheet}");
    for dots in [0, 8, 5_000] {
        let wrong = documents().bitmap(OURS, &ticket("A-012"), dots).unwrap_err();
        assert!(matches!(wrong, DocumentError::Dots(_)), "{wrong}");
    }
}
