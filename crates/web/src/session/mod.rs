//! Who is signed in, and the proof that a form is ours.
//!
//! A session is a row; the browser holds a random token of which only the digest is kept. Taking a row away, or the position
//! from its person, ends it at once. The proof of a form is tied to the session, or for visitors to a random cookie.

mod cookies;
mod password;
mod rows;

pub(crate) use cookies::{Cookies, clear_cookie, set_cookie};
pub use password::hash_password;
pub(crate) use password::password_is_right;
pub use rows::{STATEMENTS, begin, put_account};
pub(crate) use rows::{account, end, find, form_key};

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// How long a session lasts, in milliseconds: one working day with its breaks.
pub(crate) const LASTS_MS: i64 = 12 * 3_600_000;

/// 26 random letters and digits.
#[must_use]
pub fn token() -> String {
    app::token()
}

/// What is kept of a token.
pub(crate) fn digest(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The proof for forms of a visitor with that cookie.
pub(crate) fn visitor_proof(key: &[u8], cookie: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length is taken");
    mac.update(cookie.as_bytes());
    mac.finalize().into_bytes()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares in time that does not tell where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitors_proof_fits_only_its_cookie_and_its_server() {
        let proof = visitor_proof(b"key", "cookie");
        assert!(same(&proof, &visitor_proof(b"key", "cookie")));
        assert!(!same(&proof, &visitor_proof(b"key", "cookif")));
        assert!(!same(&proof, &visitor_proof(b"kez", "cookie")));
        assert!(!same(&proof, ""));
    }
}
