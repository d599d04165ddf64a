//! Where the journal is kept.

use super::Finding;
use crate::config::{Config, Place};
use crate::open::{self, PROVINCE};
use std::process::Command;
use store::{LogKey, Options, StoreError};

pub(super) async fn database(config: &Config) -> Finding {
    let place = open::place(config);
    if let Place::Folder(folder) = &place
        && matches!(open::file_in(folder).try_exists(), Ok(false))
    {
        return Finding::look(
            "database",
            format!("{} holds no data yet", folder.display()),
            "motcua serve makes it, motcua restore fills it from a backup; another folder is named with --data",
        );
    }
    let store = match open::store(&place, Options::default()).await {
        Ok(store) => store,
        Err(error) => {
            return match error.downcast_ref::<StoreError>() {
                Some(StoreError::Locked(file)) => Finding::look(
                    "database",
                    format!("{file} is in use by another motcua process"),
                    "fine while a server runs: ask its /health/ready; else end the other process",
                ),
                Some(StoreError::Schema(what)) => Finding::ill(
                    "database",
                    format!("made by another version: {what}"),
                    "back it up with the programme that made it and restore it into an empty one",
                ),
                _ => Finding::ill(
                    "database",
                    format!("it cannot be opened: {error:#}"),
                    "check the folder's rights, or the address in --db and that the server is up",
                ),
            };
        }
    };
    let found = match store.head(PROVINCE).await {
        Ok(head) => signed(config, &place, format!("{}: {} events", store.place(), head.seq)),
        Err(error) => {
            Finding::ill("database", format!("it cannot be read: {error}"), "motcua verify says more")
        }
    };
    store.close().await;
    found
}

/// A database that can be read, and whether its log can be signed: beside a SQLite file the key is made and kept.
fn signed(config: &Config, place: &Place, found: String) -> Finding {
    match (&config.log_key, place) {
        (Some(text), _) => match LogKey::from_text(text) {
            Ok(_) => Finding::well("database", found),
            Err(error) => Finding::ill(
                "database",
                format!("{found}; log_key: {error}"),
                "motcua tool log-key makes a key; put it into the file named by log_key_file",
            ),
        },
        (None, Place::Server(_)) => Finding::look(
            "database",
            format!("{found}; nobody signs its transparency log"),
            "make a key with motcua tool log-key and name its file in log_key_file",
        ),
        (None, Place::Folder(_)) => Finding::well("database", found),
    }
}

pub(super) fn disk(config: &Config) -> Finding {
    let Place::Folder(folder) = open::place(config) else {
        return Finding::well("disk", "the database server looks after its own");
    };
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let there = folder.ancestors().find(|folder| folder.exists()).map(std::path::Path::to_owned);
    let asked = there.and_then(|folder| Command::new("df").arg("-Pk").arg(folder).output().ok());
    let free = asked.and_then(|asked| free_kib(&String::from_utf8_lossy(&asked.stdout)));
    match free {
        None => Finding::look("disk", "the free space is not known", "look with df"),
        Some(free) => {
            let found = format!("{:.1} GiB free", free as f64 / 1_048_576.0);
            if free < 1_048_576 {
                Finding::ill("disk", found, "free some space: the journal cannot be written on a full disk")
            } else if free < 10 * 1_048_576 {
                Finding::look("disk", found, "below 10 GiB: a backup of a busy year needs some")
            } else {
                Finding::well("disk", found)
            }
        }
    }
}

/// The fourth word of the last line of `df -Pk`.
fn free_kib(text: &str) -> Option<u64> {
    text.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::free_kib;

    #[test]
    fn free_space_is_read_from_the_portable_form_of_df() {
        let text = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                    /dev/sda1        102088732 25012340  71845184      26% /\n";
        assert_eq!(free_kib(text), Some(71_845_184));
    }
}
