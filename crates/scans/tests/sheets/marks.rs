//! The code of a cover sheet, however the sheet lay.

use qrcode::{Color, QrCode};
use scans::{Page, mark_of};

const SAYS: &str = "motcua-scan:000.21.15.H49-210629-0001/03";

/// A sheet with a code of 300 dots a little above its middle.
fn sheet(text: &str) -> Page {
    let code = QrCode::new(text).expect("short enough");
    let (width, colours) = (code.width() as u32, code.to_colors());
    let side = 300 / width;
    Page::drawn(827, 1_169, Some(100), |x, y| {
        let inside = x.checked_sub(260).zip(y.checked_sub(300)).map(|(x, y)| (x / side, y / side));
        match inside {
            Some((x, y)) if x < width && y < width && colours[(y * width + x) as usize] == Color::Dark => {
                [10, 10, 10]
            }
            _ => [250, 250, 250],
        }
    })
}

#[test]
fn the_code_of_a_cover_sheet_says_which_paper_follows_and_which_way_up() {
    for lay in 0..4_u8 {
        let found = mark_of(&sheet(SAYS).turned(lay), "motcua-scan:").expect("a code");
        assert_eq!(found.text, SAYS);
        assert_eq!(
            (lay + found.quarters) % 4,
            0,
            "lay {lay} quarters round, {} more stand it up",
            found.quarters
        );
    }
}

#[test]
fn a_code_of_the_citizens_own_is_no_cover_sheet() {
    assert_eq!(mark_of(&sheet("https://example.vn/hoa-don"), "motcua-scan:"), None);
    assert_eq!(mark_of(&Page::white(827, 1_169, Some(100)), "motcua-scan:"), None);
}
