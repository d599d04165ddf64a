//! Style sheets, fonts and scripts: embedded, gzipped once at the start, named by one digest of them all.
//!
//! To add one: a file in `assets/`; `page.asset("name")` is its address. The digest is in the path, so addresses
//! inside style sheets stay relative and every copy may be kept for ever.

use crate::route::{Access, Route};
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// One file, as it is sent.
struct Asset {
    plain: Vec<u8>,
    /// Smaller than the plain bytes, or none.
    gzip: Option<Vec<u8>>,
    kind: &'static str,
}

struct All {
    digest: String,
    files: BTreeMap<String, Asset>,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    let mut files = BTreeMap::new();
    let mut names: Vec<_> = Files::iter().collect();
    names.sort();
    for name in names {
        let plain = Files::get(&name).expect("a file that was just listed").data.into_owned();
        digest.update(name.as_bytes());
        digest.update(&plain);
        let kind = kind(&name);
        let gzip = Some(gzip(&plain)).filter(|small| small.len() + 64 < plain.len());
        files.insert(name.into_owned(), Asset { plain, gzip, kind });
    }
    let digest = digest.finalize();
    All { digest: digest[..6].iter().map(|byte| format!("{byte:02x}")).collect(), files }
});

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("wav") => "audio/wav",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    }
}

/// The address of an asset.
///
/// # Panics
/// When there is no such file: a template names one that does not exist.
#[must_use]
pub fn address(name: &str) -> String {
    assert!(ALL.files.contains_key(name), "no such asset: {name}");
    format!("/assets/{}/{name}", ALL.digest)
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/assets/{digest}/{*name}", Access::Public, serve)]
}

/// Answers `GET /assets/{digest}/{*name}`. An older digest gets the newest file, to be asked for again soon.
async fn serve(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = ALL.files.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let cache =
        if digest == ALL.digest { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let mut answer = HeaderMap::new();
    let mut say =
        |name: HeaderName, value: &'static str| answer.insert(name, HeaderValue::from_static(value));
    say(CONTENT_TYPE, asset.kind);
    say(CACHE_CONTROL, cache);
    say(VARY, "accept-encoding");
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match &asset.gzip {
        Some(small) if accepts.contains("gzip") => {
            say(CONTENT_ENCODING, "gzip");
            (answer, small.as_slice()).into_response()
        }
        _ => (answer, asset.plain.as_slice()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_citizen_loads_first_is_below_a_hundred_kilobytes() {
        let sent = |name: &str| {
            let asset = &ALL.files[name];
            asset.gzip.as_ref().unwrap_or(&asset.plain).len()
        };
        let first = [
            "tokens.css",
            "components.css",
            "rooms.css",
            "page.js",
            "fonts/be-vietnam-pro-latin-400-normal.woff2",
            "fonts/be-vietnam-pro-latin-600-normal.woff2",
            "fonts/be-vietnam-pro-vietnamese-400-normal.woff2",
            "fonts/be-vietnam-pro-vietnamese-600-normal.woff2",
            "fonts/be-vietnam-tab-digits-400.woff2",
            "fonts/be-vietnam-tab-digits-600.woff2",
        ];
        let bytes: usize = first.into_iter().map(sent).sum();
        // The page itself is some 8 kB gzipped.
        assert!(bytes < 90_000, "{bytes} bytes");
    }

    #[test]
    fn every_file_a_style_sheet_names_is_there_and_the_licence_of_the_fonts_is_beside_them() {
        let css = String::from_utf8(ALL.files["tokens.css"].plain.clone()).unwrap();
        for part in css.split("url(").skip(1) {
            let name = part.split(')').next().unwrap();
            assert!(ALL.files.contains_key(name), "{name}");
        }
        assert!(ALL.files.contains_key("fonts/LICENSE-OFL.txt"));
    }

    #[test]
    fn nothing_in_a_style_sheet_is_fetched_from_elsewhere() {
        for (name, asset) in &ALL.files {
            if name.ends_with(".css") {
                let css = String::from_utf8(asset.plain.clone()).unwrap();
                assert!(!css.contains("http") && !css.contains("@import"), "{name}");
            }
        }
    }
}
