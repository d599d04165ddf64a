//! Finding a procedure by what somebody types: one index of the catalogue as it is, made again when procedures were edited
//! or the day is another, and how often each is used. No question is kept.

use crate::App;
use crate::directory::Directory;
use crate::error::{AppError, Result};
use crate::queries::statements as sql;
use arc_swap::ArcSwapOption;
use domain::catalogue::Procedure;
use domain::kernel::Millis;
use search::{Everyday, Scope, Search, Uses};
use std::sync::Arc;
use std::time::Duration;

/// The everyday words shipped with the program.
const EVERYDAY: &str = "search/synonyms.toml";
/// How long a question waits for the index of a catalogue just edited before the one before answers it.
const PATIENCE: Duration = Duration::from_millis(250);
/// How old counts of use may be.
const COUNTED_EVERY: Millis = 10 * 60_000;

#[derive(Clone, Debug)]
struct Found {
    code: String,
    publisher: String,
    score: i64,
}

/// What was found, with the snapshot it was found in.
#[derive(Clone, Debug)]
pub struct Findings {
    directory: Arc<Directory>,
    on: String,
    found: Vec<Found>,
    /// The question as it was read, when a word of it was taken for another.
    pub read_as: Option<String>,
}

impl Findings {
    /// The procedures with how well they fit, best first.
    pub fn ranked(&self) -> impl Iterator<Item = (&Procedure, i64)> {
        let catalogue = self.directory.catalogue();
        self.found
            .iter()
            .filter_map(|one| Some((catalogue.procedure(&one.code, &one.publisher, &self.on)?, one.score)))
    }

    /// The procedures, best first.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.ranked().map(|(procedure, _)| procedure)
    }
}

/// An index and the version of edited things it was made of.
struct Made {
    version: i64,
    search: Search,
}

struct Counted {
    at: Millis,
    uses: Uses,
}

/// What is remembered between questions.
pub(crate) struct Finder {
    everyday: Arc<Everyday>,
    made: ArcSwapOption<Made>,
    counted: ArcSwapOption<Counted>,
    making: Arc<tokio::sync::Mutex<()>>,
}

impl Finder {
    /// Reads the shipped everyday words.
    ///
    /// # Errors
    /// Everything that is wrong in them.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self {
            everyday: Arc::new(shipped_everyday()?),
            made: ArcSwapOption::empty(),
            counted: ArcSwapOption::empty(),
            making: Arc::default(),
        })
    }
}

/// The everyday words shipped with the program.
///
/// # Errors
/// Everything that is wrong in them; a test keeps them whole.
pub fn shipped_everyday() -> Result<Everyday> {
    let text = crate::shipped_file(EVERYDAY).ok_or(AppError::NotFound(EVERYDAY))?;
    Everyday::parse(EVERYDAY, &text).map_err(|errors| AppError::setup(&errors))
}

fn failed(error: search::SearchError) -> AppError {
    AppError::Setup(Box::new(error))
}

impl App {
    /// Procedures that fit a question, best first, one for each code.
    ///
    /// # Errors
    /// When the counts of use cannot be read or the index cannot be made.
    pub async fn find_procedures(&self, question: &str, scope: Scope<'_>, most: usize) -> Result<Findings> {
        let directory = self.directory();
        let on = directory.date(self.now());
        if question.trim().is_empty() {
            return Ok(Findings { directory, on, found: Vec::new(), read_as: None });
        }
        let made = self.index(&directory, &on).await?;
        let counted = self.counted().await?;
        let hits =
            made.search.find(directory.catalogue(), &counted.uses, scope, question, most).map_err(failed)?;
        let read_as = if hits.is_empty() { None } else { made.search.read_as(question) };
        let found = hits.into_iter().map(|hit| Found {
            code: hit.procedure.code.clone(),
            publisher: hit.procedure.publisher.clone(),
            score: hit.score,
        });
        let found = found.collect();
        Ok(Findings { found, read_as, on: made.search.on().to_owned(), directory: Arc::clone(&directory) })
    }

    /// The index of a snapshot; the one before while a new one is being made.
    async fn index(&self, directory: &Arc<Directory>, on: &str) -> Result<Arc<Made>> {
        let before = self.0.shared.finder.made.load_full();
        if let Some(made) = &before
            && made.version == directory.version()
            && made.search.on() == on
        {
            return Ok(Arc::clone(made));
        }
        let making = tokio::spawn(make(self.clone(), Arc::clone(directory), on.to_owned()));
        let Some(before) = before else { return made_or(making.await) };
        match tokio::time::timeout(PATIENCE, making).await.map(made_or) {
            Ok(Ok(made)) => Ok(made),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the search index could not be made again; the one before answers");
                Ok(before)
            }
            // It goes on being made; the next question may have it.
            Err(_) => Ok(before),
        }
    }

    /// How often procedures were received, counted anew every few minutes.
    async fn counted(&self) -> Result<Arc<Counted>> {
        let at = self.now();
        if let Some(counted) = self.0.shared.finder.counted.load_full()
            && (0..COUNTED_EVERY).contains(&(at - counted.at))
        {
            return Ok(counted);
        }
        let rows = self.store().query(self.tenant(), &sql::PROCEDURE_USE, &[self.tenant().into()]).await?;
        let uses = rows.iter().map(|row| (row.text(0).to_owned(), row.i64(1))).collect();
        let counted = Arc::new(Counted { at, uses });
        self.0.shared.finder.counted.store(Some(Arc::clone(&counted)));
        Ok(counted)
    }
}

fn made_or(made: std::result::Result<Result<Arc<Made>>, tokio::task::JoinError>) -> Result<Arc<Made>> {
    made.map_err(|error| AppError::Setup(Box::new(error)))?
}

/// Makes the index on a thread where nobody else waits, one at a time.
async fn make(app: App, directory: Arc<Directory>, on: String) -> Result<Arc<Made>> {
    let finder = &app.0.shared.finder;
    let making = Arc::clone(&finder.making);
    let _alone = making.lock().await;
    let before = finder.made.load_full();
    if let Some(made) = &before
        && made.version >= directory.version()
        && made.search.on() == on
    {
        return Ok(Arc::clone(made));
    }
    let everyday = Arc::clone(&finder.everyday);
    let version = directory.version();
    let build = move || match &before {
        Some(before) => before.search.again(directory.catalogue(), &on),
        None => Search::build(directory.catalogue(), &everyday, &on),
    };
    let search =
        tokio::task::spawn_blocking(build).await.map_err(|error| AppError::Setup(Box::new(error)))?;
    let made = Arc::new(Made { version, search: search.map_err(failed)? });
    finder.made.store(Some(Arc::clone(&made)));
    Ok(made)
}
