//! A form with files, as browsers send it (RFC 7578). Names of files are nobody's business: they are not even read.

use crate::fault::Fault;
use crate::form::Form;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// Most parts a form may have: fields and files.
const MOST_PARTS: usize = 450;

/// Tệp gửi kèm: the bytes of what was chosen, in the order chosen; an input left empty sends none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(pub(crate) Arc<Vec<Vec<u8>>>);

impl<S: Sync> FromRequestParts<S> for Files {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The boundary between the parts, when it is a form with files.
pub(crate) fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let rest = kind.strip_prefix("multipart/form-data")?;
    let given = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let boundary = given.trim_matches('"');
    (1..=70).contains(&boundary.len()).then(|| boundary.to_owned())
}

/// Fields and files; nothing when it is not whole.
pub(crate) fn read(bytes: &[u8], boundary: &str) -> Option<(Form, Vec<Vec<u8>>)> {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    let between = format!("\r\n--{boundary}");
    let mut rest = bytes.strip_prefix(&between.as_bytes()[2..])?;
    for _ in 0..MOST_PARTS {
        if rest.starts_with(b"--") {
            return Some((Form::from_texts(fields), files));
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let head_end = find(rest, b"\r\n\r\n")?;
        let (head, body) = (std::str::from_utf8(&rest[..head_end]).ok()?, &rest[head_end + 4..]);
        let end = find(body, between.as_bytes())?;
        let said = head.split("\r\n").find(|line| is_disposition(line))?;
        if said.contains("; filename") {
            if end > 0 {
                files.push(body[..end].to_vec());
            }
        } else {
            let name = said.split("; name=\"").nth(1)?.split('"').next()?;
            fields.push((name.to_owned(), String::from_utf8_lossy(&body[..end]).into_owned()));
        }
        rest = &body[end + between.len()..];
    }
    None
}

fn is_disposition(line: &str) -> bool {
    line.get(..20).is_some_and(|name| name.eq_ignore_ascii_case("content-disposition:"))
}

/// Where a text begins; the first byte is looked for on its own, which is quick in bytes of pictures.
fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let first = *text.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(text) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (head, body) in parts {
            bytes.extend(format!("--line\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            bytes.extend(*body);
            bytes.extend(b"\r\n");
        }
        bytes.extend(b"--line--\r\n");
        bytes
    }

    #[test]
    fn fields_are_cleaned_and_files_come_in_their_order_byte_for_byte() {
        let bytes = sent(&[
            ("name=\"csrf\"", b"proof"),
            ("name=\"reason\"", "  mờ\u{200b} ".as_bytes()),
            (
                "name=\"files\"; filename=\"../../etc/passwd\"\r\nContent-Type: image/png",
                b"\x89PNG\r\n--lin\0",
            ),
            ("name=\"files\"; filename=\"b\"", b"second"),
            ("name=\"files\"; filename=\"\"", b""),
        ]);
        let (form, files) = read(&bytes, "line").expect("whole");
        assert_eq!((form.get("csrf"), form.get("reason")), ("proof", "mờ"));
        assert_eq!(files, [b"\x89PNG\r\n--lin\0".to_vec(), b"second".to_vec()]);
    }

    #[test]
    fn a_form_cut_short_anywhere_is_no_form() {
        let bytes = sent(&[("name=\"csrf\"", b"proof"), ("name=\"files\"; filename=\"a\"", b"page")]);
        for end in 0..bytes.len() - 4 {
            assert!(read(&bytes[..end], "line").is_none(), "{end}");
        }
        assert!(read(&bytes, "other").is_none());
    }

    #[test]
    fn too_many_parts_are_no_form() {
        let many = vec![("name=\"a\"", &b"b"[..]); MOST_PARTS + 1];
        assert!(read(&sent(&many), "line").is_none());
    }

    #[test]
    fn the_boundary_is_read_from_its_header_alone() {
        let of = |kind: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, kind.parse().expect("a header"));
            boundary(&headers)
        };
        assert_eq!(of("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
        assert_eq!(of("multipart/form-data; charset=x; boundary=\"a b\"").as_deref(), Some("a b"));
        for none in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
