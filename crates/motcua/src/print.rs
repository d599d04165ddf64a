//! What people and machines read on standard output.

use std::io::Write;

/// One line. A reader that went away (`| head`) is no failure.
pub(crate) fn line(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref());
    let _ = out.flush();
}

/// One line of JSON.
pub(crate) fn json(what: &impl serde::Serialize) {
    line(serde_json::to_string(what).expect("plain data becomes JSON"));
}
