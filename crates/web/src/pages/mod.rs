//! The pages, one file for each room.

pub mod apologies;
pub mod book;
pub mod demo;
pub mod display;
pub mod door;
pub mod explain;
mod faults;
pub mod health;
pub mod home;
pub mod kiosk;
pub mod log;
pub mod procedure;
pub mod rate;
pub mod sign_in;
pub mod staff;
pub mod styleguide;
pub mod ticket;
pub mod told;
pub mod track;

pub(crate) use faults::{fault_page, not_found};

use crate::web::Web;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

/// A PDF, to be shown by the browser. `name` is plain letters, digits and dots.
pub(crate) fn pdf(bytes: Vec<u8>, name: &str) -> ([(HeaderName, String); 3], Vec<u8>) {
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes)
}

/// A whole public address, for a QR code.
pub(crate) fn here(web: &Web, path: &str) -> String {
    format!("{}{path}", web.app().public_address().trim_end_matches('/'))
}

/// A QR code as an SVG drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr(String);

impl Qr {
    /// The code of a text; an empty drawing for one that is too long.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else { return Self(String::new()) };
        let width = code.width();
        let mut path = String::new();
        for (place, colour) in code.to_colors().into_iter().enumerate() {
            if colour == qrcode::Color::Dark {
                path.push_str(&format!("M{} {}h1v1h-1z", place % width + 2, place / width + 2));
            }
        }
        let side = width + 4;
        Self(format!(
            "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-hidden=\"true\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
        ))
    }
}

impl std::fmt::Display for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl askama::filters::HtmlSafe for Qr {}
