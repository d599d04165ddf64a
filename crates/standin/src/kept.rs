//! What a stand-in received, in memory and in a file.

use crate::StandinError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// The messages received, oldest first; clones share them.
#[derive(Clone, Debug)]
pub struct Kept<M> {
    inner: Arc<Mutex<Inner<M>>>,
}

#[derive(Debug)]
struct Inner<M> {
    messages: Vec<M>,
    file: Option<File>,
}

impl<M: Clone + Serialize + DeserializeOwned> Kept<M> {
    /// Reads what an earlier run kept, and continues the file.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, StandinError> {
        let (messages, file) = match path {
            None => (Vec::new(), None),
            Some(path) => {
                let failed = |error| StandinError::Store(path.to_owned(), error);
                let file = OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
                let text = std::fs::read_to_string(path).map_err(failed)?;
                (read_lines(path, &text)?, Some(file))
            }
        };
        Ok(Self { inner: Arc::new(Mutex::new(Inner { messages, file })) })
    }

    /// Keeps one more, on disk before in memory: what a page shows survives a kill.
    pub(crate) fn add(&self, message: M) {
        let mut inner = self.inner.lock().expect("nobody panics while holding it");
        if let Some(file) = &mut inner.file {
            let line = serde_json::to_string(&message).expect("a message is plain data") + "\n";
            if let Err(error) = file.write_all(line.as_bytes()) {
                tracing::error!(%error, "a message is kept in memory only");
            }
        }
        inner.messages.push(message);
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<M> {
        self.inner.lock().expect("nobody panics while holding it").messages.clone()
    }
}

fn read_lines<M: DeserializeOwned>(path: &Path, text: &str) -> Result<Vec<M>, StandinError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|source| StandinError::StoreLine {
                path: path.to_owned(),
                line: at + 1,
                source,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sms.jsonl");
        let kept = Kept::<String>::open(Some(&path)).expect("a new file");
        kept.add("Hồ sơ đã có kết quả".to_owned());
        drop(kept);
        let again = Kept::<String>::open(Some(&path)).expect("the same file");
        again.add("lần hai".to_owned());
        assert_eq!(again.all(), ["Hồ sơ đã có kết quả", "lần hai"]);
        assert_eq!(std::fs::read_to_string(&path).expect("readable").lines().count(), 2);
    }

    #[test]
    fn a_damaged_line_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sms.jsonl");
        std::fs::write(&path, "\"tốt\"\n{hỏng\n").expect("writable");
        let error = Kept::<String>::open(Some(&path)).expect_err("line 2 is damaged");
        assert!(matches!(error, StandinError::StoreLine { line: 2, .. }), "{error}");
    }
}
