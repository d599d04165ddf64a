//! The tilt is found, taken out, and what is left is measured on the page itself.

use crate::tilted;
use proptest::prelude::*;
use scans::Page;

/// Height of the rule at one place: the middle of the longest run of rows that are dark from there on.
fn rule_at(page: &Page, x: u32) -> f32 {
    let dark = |y: u32| (0..12).all(|step| page.light(x + step * 3, y) < 140);
    let mut longest = (0, 0);
    let mut run = 0;
    for y in 250..760 {
        run = if dark(y) { run + 1 } else { 0 };
        longest = longest.max((run, y));
    }
    let (length, last) = longest;
    last as f32 - (length as f32 - 1.0) / 2.0
}

/// What is left of the tilt, in degrees, measured at both ends of the rule.
fn left_over(page: &Page) -> f32 {
    let (left, right) = (250, 740);
    ((rule_at(page, right) - rule_at(page, left)) / (right - left) as f32).atan().to_degrees()
}

#[test]
fn a_page_that_lies_straight_stays_dot_for_dot_as_it_was() {
    let page = tilted(0);
    assert_eq!(page.tilt(), 0);
    assert_eq!(page.clone().straightened(), page);
}

#[test]
fn the_tilt_of_a_page_is_found_and_what_is_left_of_it_nobody_sees() {
    for hundredths in [-900, -450, -200, -75, -30, 40, 120, 333, 700, 1_050] {
        let page = tilted(hundredths);
        let found = page.tilt();
        assert!((found - hundredths).abs() <= 10, "{hundredths} was taken for {found}");
        let left = left_over(&page.straightened());
        assert!(left.abs() < 0.15, "of {hundredths} hundredths {left} degrees are left");
    }
}

#[test]
fn the_measure_itself_sees_a_tilt() {
    let seen = left_over(&tilted(200));
    assert!((seen - 2.0).abs() < 0.15, "{seen}");
}

#[test]
fn a_blank_page_a_photograph_and_a_scrap_are_left_alone() {
    let photograph = Page::drawn(800, 1_100, Some(96), |x, y| {
        let grey = ((x * x / 700 + y * y / 900) % 256) as u8;
        [grey, grey / 2, 255 - grey]
    });
    for page in [Page::white(800, 1_100, Some(96)), photograph, Page::white(5, 3, None)] {
        assert_eq!(page.tilt(), 0, "{page:?}");
    }
}

#[test]
fn a_page_keeps_its_size_and_its_margins_are_paper() {
    let page = tilted(500).straightened();
    assert_eq!((page.width(), page.height()), (1_000, 1_414));
    for (x, y) in [(0, 0), (999, 0), (0, 1_413), (999, 1_413)] {
        assert!(page.light(x, y) > 240, "{x},{y}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_tilt_of_a_feeder_is_found(hundredths in -1_000_i32..1_000) {
        let found = tilted(hundredths).tilt();
        // A quarter of a degree is less than a millimetre across the page: whether that is sure enough is left to the page.
        let small = hundredths.abs() <= 25 && found == 0;
        prop_assert!(small || (found - hundredths).abs() <= 12, "{} was taken for {}", hundredths, found);
    }
}
