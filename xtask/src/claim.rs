//! Holding the folder of builds: one gate at a time, never another clone's build, never without end.

use crate::place::Place;
use crate::{Done, Stop};
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Above this our own test programmes are thrown away: they are most of it and made again in minutes.
const OWN_BYTES_MAX: u64 = 16 << 30;
/// Above this everything is.
const ALL_BYTES_MAX: u64 = 28 << 30;

/// Held while a gate runs; the lock is the system's and goes with the process, however that ends.
pub struct Claim {
    _lock: File,
}

impl Claim {
    /// Waits for a gate that uses the same folder, then makes the folder fit for this clone.
    pub fn take(place: &Place) -> Result<Self, Stop> {
        let failed = |error: std::io::Error| Stop::failed(format!("{}: {error}", place.target.display()));
        fs::create_dir_all(&place.target).map_err(failed)?;
        let lock = File::create(place.target.join("gate.lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("another gate is using {}: waiting for it", place.target.display());
                lock.lock().map_err(failed)?;
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        if place.target_is_shared() {
            prune(place);
            forget_other_clone(place)?;
        }
        Ok(Self { _lock: lock })
    }
}

/// Cargo names what it builds by the path *inside* the workspace and believes file times. Two clones that share a
/// folder therefore take each other's programmes for their own: build A at 10:00, check out an older B, and `cargo run`
/// in B starts A's programme. So the folder remembers its clone, and a different one makes our packages again (the
/// dependencies, nearly all of the time, stay).
fn forget_other_clone(place: &Place) -> Done {
    let note = place.target.join("checkout");
    let here = place.root.to_string_lossy();
    if fs::read_to_string(&note).is_ok_and(|last| last.trim() == here) {
        return Ok(());
    }
    for profile in ["debug", "release"] {
        remove_ours(place, &place.target.join(profile).join(".fingerprint"));
    }
    fs::write(&note, here.as_bytes()).map_err(|error| Stop::failed(format!("{}: {error}", note.display())))
}

fn prune(place: &Place) {
    let bytes = size(&place.target);
    if bytes > ALL_BYTES_MAX {
        println!("{} holds {} GB: emptied, the build starts cold", place.target.display(), bytes >> 30);
        for folder in ["debug", "release", "doc", "tmp"] {
            drop(fs::remove_dir_all(place.target.join(folder)));
        }
    } else if bytes > OWN_BYTES_MAX {
        println!("{} holds {} GB: our own old builds are removed", place.target.display(), bytes >> 30);
        for profile in ["debug", "release"] {
            for folder in ["deps", ".fingerprint", "build", "incremental"] {
                remove_ours(place, &place.target.join(profile).join(folder));
            }
        }
    }
}

/// Removes what belongs to our packages; what cargo misses it makes again.
fn remove_ours(place: &Place, folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_ours(place, &entry.file_name().to_string_lossy()) {
            drop(fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path())));
        }
    }
}

/// `name-hash`, `libname-hash.rlib`, and every programme (no dependency leaves one in these folders).
fn is_ours(place: &Place, file: &str) -> bool {
    let Some((stem, hash)) = file.rsplit_once('-') else { return false };
    let (hash, extension) = hash.split_once('.').unwrap_or((hash, ""));
    if hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let ours = |name: &str| place.members.iter().any(|member| member == name);
    ours(stem) || stem.strip_prefix("lib").is_some_and(|name| !extension.is_empty() && ours(name))
}

fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(facts) if facts.is_dir() => size(&entry.path()),
            Ok(facts) => facts.len(),
            Err(_) => 0,
        })
        .sum()
}
