//! What is uploaded is hostile until its dots are ours.

use crate::{SMALL, read, tilted};
use scans::{Limits, Page, ScanError, join};

fn png(width: u32, height: u32, dots_a_metre: Option<u32>) -> Vec<u8> {
    let picture = image::GrayImage::from_fn(width, height, |x, y| {
        image::Luma([if (x + y) % 7 == 0 { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("written");
    if let Some(metre) = dots_a_metre {
        // Behind the header, which is 8 + 25 bytes.
        let mut chunk = Vec::from(*b"\x00\x00\x00\x09pHYs");
        chunk.extend(metre.to_be_bytes());
        chunk.extend(metre.to_be_bytes());
        chunk.push(1);
        let sum = crc(&chunk[4..]);
        chunk.extend(sum.to_be_bytes());
        bytes.splice(33..33, chunk);
    }
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[test]
fn a_page_of_each_kind_is_read_and_its_fineness_is_what_the_file_says() {
    let page = tilted(0);
    let jpeg = page.kept().expect("kept").jpeg;
    let [read_back] = &read(&jpeg, &SMALL).expect("our own")[..] else { panic!("one page") };
    assert_eq!((read_back.width(), read_back.height(), read_back.dpi()), (1_000, 1_414, 120));
    let [from_png] = &read(&png(496, 702, Some(2_362)), &SMALL).expect("a PNG")[..] else {
        panic!("one page")
    };
    assert_eq!(from_png.dpi(), 60);
    let [unsaid] = &read(&png(496, 702, None), &SMALL).expect("a PNG")[..] else { panic!("one page") };
    assert_eq!(unsaid.dpi(), 60, "as if it were A4");
}

#[test]
fn a_kind_is_told_by_its_first_bytes_and_nothing_else_is_taken() {
    for bytes in [
        &b"GIF89a\x01\x00\x01\x00"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04word/document.xml",
        b"MZ\x90\x00",
        b"II*\x00",
        b"",
        b"\xff",
    ] {
        assert_eq!(read(bytes, &SMALL), Err(ScanError::Kind), "{bytes:?}");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_unpacked() {
    let bytes = png(496, 702, None);
    assert_eq!(read(&bytes, &Limits { bytes: 100, ..SMALL }), Err(ScanError::TooLarge { most: 100 }));
    assert_eq!(
        read(&bytes, &Limits { dots: 300_000, ..SMALL }),
        Err(ScanError::TooManyDots { most: 300_000 })
    );
    // A header that promises forty thousand dots by forty thousand, with nothing behind it.
    let mut bomb = bytes;
    bomb[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]);
    let sum = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(read(&bomb, &SMALL), Err(ScanError::TooManyDots { most: SMALL.dots }));
}

#[test]
fn a_page_too_coarse_to_be_read_for_years_is_refused_with_both_numbers() {
    let bytes = png(496, 702, Some(2_362));
    let said = read(&bytes, &Limits { dpi: 200, ..SMALL });
    assert_eq!(said, Err(ScanError::TooCoarse { dpi: 60, least: 200 }));
    let by_size = read(&png(496, 702, None), &Limits { dpi: 200, ..SMALL });
    assert_eq!(by_size, Err(ScanError::TooCoarse { dpi: 60, least: 200 }));
}

#[test]
fn damaged_files_are_unreadable_and_harm_nothing() {
    let page =
        Page::drawn(200, 280, Some(60), |x, y| [(x % 251) as u8, (y % 241) as u8, 200]).kept().expect("kept");
    let pdf = join(&[scans::Leaf { jpeg: &page.jpeg, quarters: 0, dpi: 60 }]).expect("joined");
    for (whole, cuts) in [(&page.jpeg, 40_usize), (&png(200, 280, None), 40), (&pdf, 25)] {
        for part in 1..cuts {
            let at = whole.len() * part / cuts;
            // Cut short, and with one byte turned over: read as something, or refused, never more.
            let _ = read(&whole[..at], &SMALL);
            let mut turned = whole.clone();
            turned[at] ^= 0xff;
            let _ = read(&turned, &SMALL);
        }
    }
    assert_eq!(read(b"%PDF-1.7\nnothing of a PDF", &SMALL), Err(ScanError::Unreadable));
    assert_eq!(read(&page.jpeg[..40], &SMALL), Err(ScanError::Unreadable));
}

#[test]
fn nothing_of_what_was_uploaded_is_kept_but_dots() {
    let mut jpeg = tilted(0).kept().expect("kept").jpeg;
    // A comment behind the first marker, and more behind the end: where a virus, a place or a name would travel.
    let comment = [&b"\xff\xfe\x00\x12"[..], b"Nguyen Van An 1990"].concat();
    jpeg.splice(2..2, comment[..comment.len() - 2].iter().copied());
    jpeg.extend(b"<script>alert(1)</script>");
    let [page] = &read(&jpeg, &SMALL).expect("still a picture")[..] else { panic!("one page") };
    let kept = page.kept().expect("kept");
    for bytes in [&kept.jpeg, &kept.small] {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Nguyen") && !text.contains("script"), "only dots pass");
    }
}

#[test]
fn what_is_transparent_shows_white_paper() {
    let picture = image::RgbaImage::from_pixel(496, 702, image::Rgba([0, 0, 0, 0]));
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("written");
    let [page] = &read(&bytes, &SMALL).expect("a PNG")[..] else { panic!("one page") };
    assert_eq!(page.light(200, 300), 255);
}

#[test]
fn a_camera_that_writes_72_dots_an_inch_is_not_believed() {
    let page = Page::white(3_000, 4_000, Some(72));
    assert_eq!(page.dpi(), 342, "as if it were A4");
}
