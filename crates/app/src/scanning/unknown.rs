//! Files no dossier speaks of: what a stop of the machine between the file and the journal, or the journal and the file, left behind.

use super::failed;
use crate::App;
use crate::error::{AppError, Result};
use domain::kernel::{Millis, StreamId};
use std::collections::BTreeSet;

/// What a look through the files found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Files nobody spoke of that are in doubt from now on.
    pub doubted: usize,
    /// Files in doubt that a dossier speaks of after all.
    pub trusted: usize,
    /// Files that were in doubt for long enough, and are gone.
    pub removed: usize,
}

/// How old a file must be, by the machine's clock, before anybody doubts it: bytes are put away before the journal speaks of them.
const YOUNG_MS: Millis = 3_600_000;

/// How long a file stays in doubt. A database put back from an old copy does not know the files of the days since; whoever sees that
/// has these days to put the right one back.
const DOUBT_MS: Millis = 3 * 86_400_000;

impl App {
    /// The dossiers that have files, in order; none where this server keeps none.
    ///
    /// # Errors
    /// When the files cannot be listed.
    pub async fn dossiers_with_files(&self) -> Result<Vec<StreamId>> {
        let Some(room) = self.scan_room() else { return Ok(Vec::new()) };
        let places = room.files.places(&self.tenant().0.to_string()).await.map_err(failed)?;
        let numbers = places.iter().filter_map(|place| place.rsplit('/').next()?.parse().ok());
        let mut dossiers: Vec<i64> = numbers.collect();
        dossiers.sort_unstable();
        Ok(dossiers.into_iter().map(StreamId).collect())
    }

    /// Looks through the files of a dossier. What it does not speak of is doubted first and removed only days later. `now` is the
    /// machine's clock, which the files are dated by.
    ///
    /// # Errors
    /// When something cannot be read or removed.
    pub async fn look_for_unknown_files(&self, dossier: StreamId, now: Millis) -> Result<Unknown> {
        let (room, place) = (self.room()?, self.scan_place(dossier));
        let kept = room.files.kept(&place).await.map_err(failed)?;
        // Read after the files: what is journalled meanwhile is known.
        let spoken_of: BTreeSet<String> = match self.dossier_state(dossier).await {
            Ok((_, state)) => state.scan_files().into_iter().map(str::to_owned).collect(),
            Err(AppError::NotFound(_)) => BTreeSet::new(),
            Err(error) => return Err(error),
        };
        let mut found = Unknown::default();
        for (name, file) in kept {
            let known = spoken_of.contains(&name);
            match file.doubted_ms {
                // Put away anew since: whoever did is about to speak of it.
                Some(since) if known || file.put_ms > since => {
                    room.files.trust(&place, &name).await.map_err(failed)?;
                    found.trusted += 1;
                }
                Some(since) if now - since >= DOUBT_MS => {
                    room.files.remove(&place, &name).await.map_err(failed)?;
                    found.removed += 1;
                }
                None if !known && now - file.put_ms >= YOUNG_MS => {
                    room.files.doubt(&place, &name).await.map_err(failed)?;
                    found.doubted += 1;
                }
                Some(_) | None => {}
            }
        }
        Ok(found)
    }
}
