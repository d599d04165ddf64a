//! Pages joined, read again as anybody's reader would.

use crate::{SMALL, read};
use scans::{Leaf, Limits, Page, ScanError, join};

/// A page with a dark band as far down as its number says.
fn numbered(number: u32) -> Vec<u8> {
    let page = Page::drawn(496, 702, Some(60), |_, y| {
        if (number * 100..number * 100 + 40).contains(&y) { [0, 0, 0] } else { [255, 255, 255] }
    });
    page.kept().expect("kept").jpeg
}

fn leaf(jpeg: &[u8]) -> Leaf<'_> {
    Leaf { jpeg, quarters: 0, dpi: 60 }
}

#[test]
fn as_many_pages_come_out_as_went_in_and_in_that_order() {
    let pages: Vec<Vec<u8>> = [3, 1, 5, 2].into_iter().map(numbered).collect();
    let leaves: Vec<Leaf<'_>> = pages.iter().map(|page| leaf(page)).collect();
    let pdf = join(&leaves).expect("joined");
    let read = read(&pdf, &SMALL).expect("a PDF");
    let bands: Vec<u32> = read
        .iter()
        .map(|page| (0..page.height()).find(|y| page.light(200, *y) < 100).unwrap_or(0) / 100)
        .collect();
    assert_eq!(bands, [3, 1, 5, 2]);
}

#[test]
fn a_page_near_a4_gets_exactly_a4_and_another_its_own_size() {
    let a4 = join(&[leaf(&numbered(1))]).expect("joined");
    assert!(String::from_utf8_lossy(&a4).contains("595.28 841.89"), "A4 upright");
    let card = Page::white(202, 128, Some(60)).kept().expect("kept").jpeg;
    let card = join(&[leaf(&card)]).expect("joined");
    assert!(String::from_utf8_lossy(&card).contains("242.4 153.6"), "an identity card is no A4");
}

#[test]
fn a_page_is_turned_without_its_dots_being_written_again() {
    let page = numbered(1);
    let pdf = join(&[Leaf { jpeg: &page, quarters: 1, dpi: 60 }]).expect("joined");
    let [turned] = &read(&pdf, &SMALL).expect("a PDF")[..] else { panic!("one page") };
    assert!(turned.width() > turned.height(), "it lies across now");
    // Down from the top becomes in from the right.
    assert!(turned.light(turned.width() - 120, 200) < 100 && turned.light(turned.width() - 300, 200) > 200);
    assert_eq!(Page::white(10, 20, None).turned(1).width(), 20);
    assert_eq!(Page::white(10, 20, None).turned(2).width(), 10);
}

#[test]
fn a_bundle_of_too_many_pages_is_refused() {
    let page = numbered(1);
    let pdf = join(&[leaf(&page); 6]).expect("joined");
    assert_eq!(read(&pdf, &SMALL), Err(ScanError::TooManyPages { most: 5 }));
    assert_eq!(read(&pdf, &Limits { pages: 6, ..SMALL }).map(|pages| pages.len()), Ok(6));
}

#[test]
fn what_is_no_page_of_ours_is_not_joined() {
    assert_eq!(join(&[leaf(b"not a page")]), Err(ScanError::Unreadable));
}
