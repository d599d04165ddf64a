//! Passwords: argon2id. A check costs a core some 50 ms and 19 MiB, so few run at once.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use std::sync::LazyLock;

/// The hash to keep of a password.
///
/// # Panics
/// When the operating system gives no random bytes.
#[must_use]
pub fn hash_password(password: &str) -> String {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).expect("the operating system gives random bytes");
    let salt = SaltString::encode_b64(&salt).expect("sixteen bytes are a good salt");
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .expect("the default parameters are good")
        .to_string()
}

/// Checked in place of an account that does not exist, so that its absence does not show in the time taken.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_password(&super::token()));

/// Whether it is the password behind the hash; an empty hash takes as long and never fits. Blocks for some 50 ms.
pub(crate) fn password_is_right(password: &str, hash: &str) -> bool {
    let text = if hash.is_empty() { NOBODY.as_str() } else { hash };
    let Ok(parsed) = PasswordHash::new(text) else { return false };
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && !hash.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits_and_nobody_never_does() {
        let hash = hash_password("Hạ Long 2026");
        assert!(password_is_right("Hạ Long 2026", &hash));
        assert!(!password_is_right("Ha Long 2026", &hash));
        assert!(!password_is_right("", ""));
        assert!(!password_is_right("x", "not a hash"));
    }
}
