//! Khay của máy quét: the folder a scanner writes into, one folder for each hall in it.
//!
//! ```text
//! <folder>/H1/0001.pdf              just scanned
//! <folder>/H1/filed/…               filed, kept for some days
//! <folder>/H1/not-filed/…           a person has to look
//! <folder>/H1/not-filed/….reason    why
//! ```
//!
//! A file is moved, never copied and removed: a power cut leaves it in one place. Only plain files are looked at: a link leads
//! elsewhere, and a scanner makes none.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Sub-folder of what was filed.
const FILED: &str = "filed";
/// Sub-folder of what was not.
const NOT_FILED: &str = "not-filed";
/// End of the name of a file that says why.
const REASON: &str = ".reason";

/// A file of a scanner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scanned {
    /// Name in its folder.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// When it was written last, in milliseconds UTC.
    pub written_ms: i64,
}

/// A file somebody has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFiled {
    /// The file.
    pub file: Scanned,
    /// Stable code of why.
    pub reason: String,
}

/// The folder.
#[derive(Clone, Debug)]
pub struct Tray {
    folder: PathBuf,
}

impl Tray {
    /// That folder, made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Folder of a hall, made when it is not there, so that a scanner can be pointed to it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_hall(&self, hall: &str) -> io::Result<()> {
        let folder = self.hall(hall)?;
        std::fs::create_dir_all(folder.join(FILED))?;
        std::fs::create_dir_all(folder.join(NOT_FILED))
    }

    /// What lies in a hall's folder, by name.
    ///
    /// # Errors
    /// When it cannot be read; a folder that is not there is empty.
    pub fn waiting(&self, hall: &str) -> io::Result<Vec<Scanned>> {
        files_in(&self.hall(hall)?)
    }

    /// What could not be filed, by name, with why.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn not_filed(&self, hall: &str) -> io::Result<Vec<NotFiled>> {
        let folder = self.hall(hall)?.join(NOT_FILED);
        let files = files_in(&folder)?.into_iter().filter(|file| !file.name.ends_with(REASON));
        let told = files.map(|file| {
            let reason = std::fs::read_to_string(folder.join(format!("{}{REASON}", file.name)));
            NotFiled { reason: reason.unwrap_or_default().trim().chars().take(60).collect(), file }
        });
        Ok(told.collect())
    }

    /// Bytes of a file that waits; nothing beyond `most`.
    ///
    /// # Errors
    /// When it is not there or cannot be read; `FileTooLarge` beyond `most`.
    pub fn read_waiting(&self, hall: &str, name: &str, most: usize) -> io::Result<Vec<u8>> {
        read(&self.hall(hall)?.join(known(name)?), most)
    }

    /// Bytes of a file that could not be filed.
    ///
    /// # Errors
    /// As [`Tray::read_waiting`].
    pub fn read_not_filed(&self, hall: &str, name: &str, most: usize) -> io::Result<Vec<u8>> {
        read(&self.hall(hall)?.join(NOT_FILED).join(known(name)?), most)
    }

    /// Puts a file that waits aside, filed.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn set_filed(&self, hall: &str, name: &str) -> io::Result<()> {
        let folder = self.hall(hall)?;
        move_to(&folder.join(known(name)?), &folder.join(FILED), name).map(drop)
    }

    /// Puts a file that waits where a person looks, with why. The reason is written first: no file is without one.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn set_not_filed(&self, hall: &str, name: &str, reason: &str) -> io::Result<()> {
        let folder = self.hall(hall)?;
        let aside = folder.join(NOT_FILED);
        std::fs::create_dir_all(&aside)?;
        let free = free_name(&aside, known(name)?);
        std::fs::write(aside.join(format!("{free}{REASON}")), reason)?;
        move_to(&folder.join(name), &aside, &free).map(drop)
    }

    /// Puts a file a person filed by hand aside.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn set_filed_by_hand(&self, hall: &str, name: &str) -> io::Result<()> {
        let folder = self.hall(hall)?;
        let aside = folder.join(NOT_FILED);
        move_to(&aside.join(known(name)?), &folder.join(FILED), name)?;
        gone(&aside.join(format!("{name}{REASON}")))
    }

    /// Removes a file that could not be filed; one that is not there is removed already.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn throw_away(&self, hall: &str, name: &str) -> io::Result<()> {
        let aside = self.hall(hall)?.join(NOT_FILED);
        gone(&aside.join(known(name)?))?;
        gone(&aside.join(format!("{name}{REASON}")))
    }

    /// Removes what was filed and not written since `before_ms`; gives how many.
    ///
    /// # Errors
    /// When it cannot be read or removed.
    pub fn forget_filed(&self, hall: &str, before_ms: i64) -> io::Result<usize> {
        let folder = self.hall(hall)?.join(FILED);
        let old = files_in(&folder)?.into_iter().filter(|file| file.written_ms < before_ms);
        let mut count = 0;
        for file in old {
            gone(&folder.join(file.name))?;
            count += 1;
        }
        Ok(count)
    }

    fn hall(&self, hall: &str) -> io::Result<PathBuf> {
        Ok(self.folder.join(known(hall)?))
    }
}

/// A plain name of one part: an address of the page or a code of a hall never leads out of the folder.
fn known(name: &str) -> io::Result<&str> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if plain { Ok(name) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
}

fn files_in(folder: &Path) -> io::Result<Vec<Scanned>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // A file that went meanwhile is no mistake.
        let Ok(about) = entry.metadata() else { continue };
        if !about.is_file() || known(&name).is_err() {
            continue;
        }
        let since = about.modified().unwrap_or(SystemTime::UNIX_EPOCH).duration_since(SystemTime::UNIX_EPOCH);
        let written_ms = since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0);
        files.push(Scanned { name, bytes: about.len(), written_ms });
    }
    files.sort_unstable();
    Ok(files)
}

fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let about = std::fs::symlink_metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::from(io::ErrorKind::NotFound));
    }
    if about.len() > most as u64 {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    std::fs::read(path)
}

fn free_name(folder: &Path, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{number}-{name}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|free| !folder.join(free).exists())
        .expect("numbers never end")
}

fn move_to(from: &Path, folder: &Path, name: &str) -> io::Result<String> {
    std::fs::create_dir_all(folder)?;
    let free = free_name(folder, name);
    std::fs::rename(from, folder.join(&free))?;
    Ok(free)
}

fn gone(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tray() -> (tempfile::TempDir, Tray) {
        let folder = tempfile::tempdir().expect("a folder");
        let tray = Tray::open(folder.path()).expect("a tray");
        tray.make_hall("H1").expect("made");
        (folder, tray)
    }

    fn names(files: &[Scanned]) -> Vec<&str> {
        files.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn files_lie_in_one_place_each_and_two_of_one_name_are_two() {
        let (folder, tray) = tray();
        for text in ["first", "second"] {
            std::fs::write(folder.path().join("H1/0001.pdf"), text).expect("written");
            assert_eq!(names(&tray.waiting("H1").expect("read")), ["0001.pdf"]);
            tray.set_not_filed("H1", "0001.pdf", "no_cover").expect("moved");
        }
        assert!(tray.waiting("H1").expect("read").is_empty());
        let aside = tray.not_filed("H1").expect("read");
        assert_eq!(
            aside.iter().map(|one| one.file.name.as_str()).collect::<Vec<_>>(),
            ["0001.pdf", "2-0001.pdf"]
        );
        assert!(aside.iter().all(|one| one.reason == "no_cover"));
        assert_eq!(tray.read_not_filed("H1", "2-0001.pdf", 100).expect("read"), b"second");
        tray.set_filed_by_hand("H1", "0001.pdf").expect("moved");
        tray.throw_away("H1", "2-0001.pdf").expect("removed");
        tray.throw_away("H1", "2-0001.pdf").expect("removed already");
        assert!(tray.not_filed("H1").expect("read").is_empty());
        assert_eq!(tray.forget_filed("H1", i64::MAX).expect("removed"), 1);
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder_and_links_are_not_followed() {
        let (folder, tray) = tray();
        std::fs::write(folder.path().join("secret.pdf"), "another's").expect("written");
        for name in ["../secret.pdf", "../../secret.pdf", "/etc/passwd", ".hidden", "", "a/b"] {
            assert!(tray.read_waiting("H1", name, 100).is_err(), "{name}");
            assert!(tray.throw_away("H1", name).is_err(), "{name}");
        }
        std::os::unix::fs::symlink(folder.path().join("secret.pdf"), folder.path().join("H1/link.pdf"))
            .expect("linked");
        assert!(tray.waiting("H1").expect("read").is_empty());
        assert!(tray.read_waiting("H1", "link.pdf", 100).is_err());
        assert!(tray.waiting("../H1").is_err());
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let (folder, tray) = tray();
        std::fs::write(folder.path().join("H1/a.pdf"), [0; 101]).expect("written");
        let error = tray.read_waiting("H1", "a.pdf", 100).expect_err("too large");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
