//! The key that signs the transparency log: one a tenant, in a file beside the data or in the environment, never in the
//! database and never in a backup: whoever can write rows must not be able to sign for them.

use crate::error::StoreError;
use domain::kernel::Tenant;
use ed25519_dalek::SigningKey;
use rand_core::OsRng;
use signed_note::{Note, Signer, StandardSigner, StandardVerifier, VerifierList};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tlog_tiles::Checkpoint;

/// The signing key of one tenant's log. Its name is the log's origin: where the log is published, without the scheme, such
/// as `dvc.quangninh.gov.vn/log`.
pub struct LogKey {
    signer: StandardSigner,
    verifier: String,
}

impl std::fmt::Debug for LogKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogKey({})", self.verifier)
    }
}

impl LogKey {
    /// A key from its text, `PRIVATE+KEY+name+id+data`, as environments hand it in.
    ///
    /// # Errors
    /// [`StoreError::LogKey`] when it is not such a text.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let unfit = |what: &str| StoreError::LogKey(what.to_owned());
        let text = text.trim();
        let signer = StandardSigner::new(text).map_err(|error| unfit(&error.to_string()))?;
        let data =
            text.splitn(5, '+').last().and_then(decode_base64).ok_or_else(|| unfit("malformed key data"))?;
        // The data is base64, in which a plus sign is a letter. One byte names the algorithm, 32 are the seed.
        let seed: &[u8; 32] = data
            .get(1..)
            .and_then(|seed| seed.try_into().ok())
            .ok_or_else(|| unfit("a key of another length"))?;
        let public = SigningKey::from_bytes(seed).verifying_key();
        let verifier = signed_note::new_ed25519_verifier_key(signer.name(), &public);
        Ok(Self { signer, verifier })
    }

    /// The text of a new key for a log published there, as [`LogKey::from_text`] reads it.
    ///
    /// # Errors
    /// [`StoreError::LogKey`] when the name is not fit.
    pub fn new_text(origin: &str) -> Result<String, StoreError> {
        if !signed_note::is_key_name_valid(origin) {
            return Err(StoreError::LogKey(format!(
                "{origin:?} has spaces or a plus sign, or is of no length"
            )));
        }
        Ok(signed_note::generate_key(&mut OsRng, origin).0)
    }

    /// The key of a tenant in a folder, made with mode 0600 when there is none yet. `origin` names a new key; an existing one
    /// keeps its name.
    ///
    /// # Errors
    /// [`StoreError::LogKey`] when the file holds something else or the name is not fit, [`StoreError::Io`] when the folder
    /// cannot be written.
    pub fn load_or_make(folder: &Path, tenant: Tenant, origin: &str) -> Result<Self, StoreError> {
        let path = folder.join(format!("log-{}.key", tenant.0));
        if !path.exists() {
            make(folder, &path, origin)?;
        }
        let mode = fs::metadata(&path)?.permissions().mode();
        if mode & 0o077 != 0 {
            tracing::warn!(path = %path.display(), "others may read the log's signing key; chmod 600 it");
        }
        Self::from_text(&fs::read_to_string(&path)?)
    }

    /// The public key as monitors keep it: `name+id+key`.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.signer.name()
    }

    /// A signed note of so many events under that root.
    pub(super) fn sign(&self, size: u64, root: tlog_tiles::Hash) -> Result<String, StoreError> {
        let unfit = |what: String| StoreError::LogKey(what);
        let checkpoint =
            Checkpoint::new(self.origin(), size, root, "").map_err(|error| unfit(error.to_string()))?;
        let mut note = Note::new(&checkpoint.to_bytes(), &[]).map_err(|error| unfit(error.to_string()))?;
        note.add_sigs(&[&self.signer]).map_err(|error| unfit(error.to_string()))?;
        String::from_utf8(note.to_bytes()).map_err(|error| unfit(error.to_string()))
    }
}

/// What a signed note says: origin, size and root; nothing when its signature is not by that public key.
#[must_use]
pub fn read_note(note: &str, verifier: &str) -> Option<(String, i64, [u8; 32])> {
    let key = StandardVerifier::new(verifier).ok()?;
    let note = Note::from_bytes(note.as_bytes()).ok()?;
    let (verified, _) = note.verify(&VerifierList::new(vec![Box::new(key)])).ok()?;
    verified.first()?;
    let said = Checkpoint::from_bytes(note.text()).ok()?;
    Some((said.origin().to_owned(), i64::try_from(said.size()).ok()?, said.hash().0))
}

/// Written whole under another name first: a crash leaves either no key or a good one, and of two servers that start at once
/// one wins.
fn make(folder: &Path, path: &Path, origin: &str) -> Result<(), StoreError> {
    let secret = LogKey::new_text(origin)?;
    fs::create_dir_all(folder)?;
    let part: PathBuf = path.with_extension(format!("part-{}", std::process::id()));
    let mut file: File =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(format!("{secret}\n").as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&part, path);
    fs::remove_file(&part)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
