//! Kho tệp: where the bytes of scans are kept. An object store; a folder on this machine by default.
//!
//! A file's name is the SHA-256 of its bytes, below the thing it belongs to: `49/7312…/ab34….` The same bytes twice are one file, a
//! file is never changed, and what was read is compared with its name. Nothing in a name is anybody's.
//!
//! A stop of the machine may leave a file nobody speaks of. Whoever knows what is spoken of asks what is [kept](FileStore::kept) and
//! [doubts](FileStore::doubt) a file before it is removed: a database put back from a copy may know it again tomorrow.

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a file is not there, or not as it was.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is none of that name.
    #[error("no such file")]
    Missing,
    /// Its bytes are not those it is named after.
    #[error("the file is damaged")]
    Damaged,
    /// The place it is kept in cannot be used now.
    #[error("the files cannot be read or written")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A file that is there, by the machine's clock in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// When it was put away; the same bytes put away again are put away now.
    pub put_ms: i64,
    /// Since when it is in doubt.
    pub doubted_ms: Option<i64>,
}

/// A store of files.
#[derive(Clone, Debug)]
pub struct FileStore(Arc<dyn ObjectStore>);

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> FileError {
    FileError::Failed(Box::new(error))
}

fn told(error: object_store::Error) -> FileError {
    match error {
        object_store::Error::NotFound { .. } => FileError::Missing,
        error => failed(error),
    }
}

impl FileStore {
    /// A folder, made when it is not there, for its owner only. What is written is on the disk when it is called written.
    ///
    /// # Errors
    /// When it cannot be made or used.
    pub fn folder(folder: &std::path::Path) -> Result<Self, FileError> {
        use std::os::unix::fs::DirBuilderExt;
        if !folder.exists() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        }
        let store = LocalFileSystem::new_with_prefix(folder).map_err(told)?;
        Ok(Self(Arc::new(store.with_fsync(true).with_automatic_cleanup(true))))
    }

    /// Keeps bytes below a place such as `49/7312`; gives the name.
    ///
    /// # Errors
    /// [`FileError::Failed`]; nothing was kept then, or the whole of it.
    pub async fn put(&self, place: &str, bytes: Vec<u8>) -> Result<String, FileError> {
        let name = name_of(&bytes);
        self.0.put(&at(place, &name), bytes.into()).await.map_err(told)?;
        Ok(name)
    }

    /// Keeps a picture beside a file; it may be lost and made again.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn put_beside(&self, place: &str, name: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        self.0.put(&at(place, &beside(name)), bytes.into()).await.map_err(told)?;
        Ok(())
    }

    /// The bytes of that name.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Damaged`], [`FileError::Failed`].
    pub async fn get(&self, place: &str, name: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.read(at(place, name)).await?;
        if name_of(&bytes) == name { Ok(bytes) } else { Err(FileError::Damaged) }
    }

    /// The picture kept beside a file.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Failed`].
    pub async fn get_beside(&self, place: &str, name: &str) -> Result<Vec<u8>, FileError> {
        self.read(at(place, &beside(name))).await
    }

    async fn read(&self, path: Path) -> Result<Vec<u8>, FileError> {
        let found = self.0.get(&path).await.map_err(told)?;
        Ok(found.bytes().await.map_err(told)?.to_vec())
    }

    /// Removes a file and what was kept beside it; one that is not there is removed already.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn remove(&self, place: &str, name: &str) -> Result<(), FileError> {
        for path in [at(place, &beside(name)), at(place, name), at(place, &doubt_of(name))] {
            self.delete(&path).await?;
        }
        Ok(())
    }

    async fn delete(&self, path: &Path) -> Result<(), FileError> {
        match self.0.delete(path).await.map_err(told) {
            Ok(()) | Err(FileError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Places right below one, in order: below `49` each dossier of that province that has files, as `49/7312`.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn places(&self, above: &str) -> Result<Vec<String>, FileError> {
        let listed = self.0.list_with_delimiter(Some(&Path::from(above))).await.map_err(told)?;
        let mut places: Vec<String> = listed.common_prefixes.iter().map(ToString::to_string).collect();
        places.sort_unstable();
        Ok(places)
    }

    /// Files kept below a place, by their names.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn kept(&self, place: &str) -> Result<BTreeMap<String, KeptFile>, FileError> {
        let listed = self.0.list_with_delimiter(Some(&Path::from(place))).await.map_err(told)?;
        let mut kept = BTreeMap::new();
        let mut doubts = Vec::new();
        for found in &listed.objects {
            let (Some(name), at_ms) = (found.location.filename(), found.last_modified.timestamp_millis())
            else {
                continue;
            };
            match name.split_once('.') {
                Some((of, "doubt")) => doubts.push((of.to_owned(), at_ms)),
                Some((of, _)) => {
                    // A picture without its file is as good as the file: it is what is left of it.
                    kept.entry(of.to_owned()).or_insert(KeptFile { put_ms: at_ms, doubted_ms: None });
                }
                None => {
                    kept.insert(name.to_owned(), KeptFile { put_ms: at_ms, doubted_ms: None });
                }
            }
        }
        for (of, since) in doubts {
            kept.entry(of).or_insert(KeptFile { put_ms: since, doubted_ms: None }).doubted_ms = Some(since);
        }
        Ok(kept)
    }

    /// Notes that nobody seems to speak of a file, from now on.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn doubt(&self, place: &str, name: &str) -> Result<(), FileError> {
        self.0.put(&at(place, &doubt_of(name)), Vec::new().into()).await.map_err(told)?;
        Ok(())
    }

    /// Somebody speaks of it after all.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    pub async fn trust(&self, place: &str, name: &str) -> Result<(), FileError> {
        self.delete(&at(place, &doubt_of(name))).await
    }
}

fn at(place: &str, name: &str) -> Path {
    Path::from(format!("{place}/{name}"))
}

fn beside(name: &str) -> String {
    format!("{name}.small")
}

fn doubt_of(name: &str) -> String {
    format!("{name}.doubt")
}

fn name_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, FileStore) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::folder(&folder.path().join("files")).expect("a store");
        (folder, store)
    }

    #[tokio::test]
    async fn the_same_bytes_are_one_file_and_come_back_as_they_were() {
        let (folder, store) = store();
        let name = store.put("49/1", b"a page".to_vec()).await.expect("kept");
        assert_eq!(store.put("49/1", b"a page".to_vec()).await.expect("kept"), name);
        assert_eq!(std::fs::read_dir(folder.path().join("files/49/1")).expect("there").count(), 1);
        assert_eq!(store.get("49/1", &name).await.expect("read"), b"a page");
        assert!(matches!(store.get("49/2", &name).await, Err(FileError::Missing)), "another's");
    }

    #[tokio::test]
    async fn a_file_that_was_changed_is_not_shown() {
        let (folder, store) = store();
        let name = store.put("49/1", b"a page".to_vec()).await.expect("kept");
        std::fs::write(folder.path().join("files/49/1").join(&name), b"another").expect("written");
        assert!(matches!(store.get("49/1", &name).await, Err(FileError::Damaged)));
    }

    #[tokio::test]
    async fn what_is_removed_is_gone_with_its_small_picture_and_may_be_removed_again() {
        let (folder, store) = store();
        let name = store.put("49/1", b"a page".to_vec()).await.expect("kept");
        store.put_beside("49/1", &name, b"small".to_vec()).await.expect("kept");
        assert_eq!(store.get_beside("49/1", &name).await.expect("read"), b"small");
        store.remove("49/1", &name).await.expect("removed");
        store.remove("49/1", &name).await.expect("gone already");
        assert!(!folder.path().join("files/49/1").join(&name).exists());
        assert!(matches!(store.get_beside("49/1", &name).await, Err(FileError::Missing)));
    }

    #[tokio::test]
    async fn what_is_kept_is_told_by_place_and_a_doubt_is_no_file_of_its_own() {
        let (_folder, store) = store();
        assert_eq!(
            store.places("49").await.expect("read"),
            Vec::<String>::new(),
            "nothing was ever put there"
        );
        let page = store.put("49/2", b"a page".to_vec()).await.expect("kept");
        store.put_beside("49/2", &page, b"small".to_vec()).await.expect("kept");
        let other = store.put("49/10", b"another".to_vec()).await.expect("kept");
        assert_eq!(store.places("49").await.expect("read"), ["49/10", "49/2"]);
        store.doubt("49/2", &page).await.expect("noted");
        let kept = store.kept("49/2").await.expect("read");
        assert_eq!(kept.keys().collect::<Vec<_>>(), [&page]);
        assert!(kept[&page].doubted_ms >= Some(kept[&page].put_ms));
        store.trust("49/2", &page).await.expect("noted");
        assert_eq!(store.kept("49/2").await.expect("read")[&page].doubted_ms, None);
        assert_eq!(store.get("49/10", &other).await.expect("read"), b"another");
    }

    #[tokio::test]
    async fn nobody_but_the_owner_looks_into_the_folder() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, _store) = store();
        let mode = std::fs::metadata(folder.path().join("files")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
