//! Finding a procedure by what people type: with or without marks, with slips, in everyday words, half a word at a time.
//!
//! [`Search::build`] makes an index of a catalogue, in memory, on the thread that calls; [`Search::find`] asks it. Nothing
//! here looks anything up, keeps a question or knows a person: the catalogue, the day and how often each procedure is used
//! are handed in.
//!
//! # How it works
//! Every procedure is its published name and what people call it: everyday name, synonyms, and the everyday words of
//! `data/search/` whose official words stand in its name. Single words, neighbours written together and whole phrases are
//! looked up by an inverted index (Tantivy) that knows how rare each is; what it finds is weighed by how much of a phrase
//! was asked for, by use and by being everyday. A word nobody has is tried as typed with the keyboard switched off, as the
//! beginning of another, as two without a space, and with a slip or two.

mod engine;
mod entry;
mod everyday;
mod question;
mod words;

pub use everyday::{Everyday, EverydayError};

use domain::catalogue::{Catalogue, Procedure};
use engine::Engine;
use entry::Entry;
use question::{Meant, Question};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Longest question looked at, in letters.
const LONGEST: usize = 200;
/// Procedures weighed for one answer.
const WEIGHED: usize = 80;

/// The index could not be made or asked.
#[derive(Debug, thiserror::Error)]
#[error("the search index failed: {0}")]
pub struct SearchError(#[from] tantivy::TantivyError);

/// How often procedures were received lately, by key.
pub type Uses = BTreeMap<String, i64>;

/// Where somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// What is done in this province.
    Province,
    /// What a centre receives.
    Centre(&'a str),
}

/// A procedure found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// How well it fits, in thousandths; comparable within one answer.
    pub score: i64,
}

/// An index of one catalogue on one day.
pub struct Search {
    engine: Arc<Engine>,
    entries: Arc<Vec<Entry>>,
    everyday: Arc<Everyday>,
    on: String,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("on", &self.on)
            .field("entries", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl Search {
    /// Makes the index of what is in force on a date.
    ///
    /// # Errors
    /// When the engine refuses.
    pub fn build(catalogue: &Catalogue, everyday: &Arc<Everyday>, on: &str) -> Result<Self, SearchError> {
        let entries = Arc::new(entry::entries(catalogue, everyday, on));
        let engine = Arc::new(Engine::build(&entries)?);
        Ok(Self { engine, entries, everyday: Arc::clone(everyday), on: on.to_owned() })
    }

    /// The index of what is in force now; when no name has changed since, the same one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub fn again(&self, catalogue: &Catalogue, on: &str) -> Result<Self, SearchError> {
        let entries = entry::entries(catalogue, &self.everyday, on);
        let (engine, entries) = if entries == *self.entries {
            (Arc::clone(&self.engine), Arc::clone(&self.entries))
        } else {
            (Arc::new(Engine::build(&entries)?), Arc::new(entries))
        };
        Ok(Self { engine, entries, everyday: Arc::clone(&self.everyday), on: on.to_owned() })
    }

    /// True when both ask one index: no name has changed between them.
    #[must_use]
    pub fn shares_index_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.engine, &other.engine)
    }

    /// The date it was made for.
    #[must_use]
    pub fn on(&self) -> &str {
        &self.on
    }

    /// Procedures that fit a question, best first, one for each code. The catalogue is the one of now: what has left it since
    /// the index was made is not found.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn find<'a>(
        &self,
        catalogue: &'a Catalogue,
        uses: &Uses,
        scope: Scope<'_>,
        text: &str,
        most: usize,
    ) -> Result<Vec<Hit<'a>>, SearchError> {
        let text: String = text.chars().take(LONGEST).collect();
        let question = Question::new(&text, &self.everyday);
        if question.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let mut seen = BTreeSet::new();
        let mut allowed = |entry: &Entry| -> Option<&'a Procedure> {
            let (code, publisher) = entry.key.split_once('@')?;
            let procedure = catalogue.procedure(code, publisher, &self.on)?;
            let here = match scope {
                Scope::Province => catalogue.is_of_province(procedure, &self.on),
                Scope::Centre(unit) => catalogue.is_offered_on(procedure, unit, &self.on),
            };
            (here && seen.insert(procedure.code.clone())).then_some(procedure)
        };
        let mut hits: Vec<Hit<'a>> = Vec::new();
        for entry in self.by_code(&text) {
            let exact = entry.code == text.trim();
            hits.extend(
                allowed(entry)
                    .map(|procedure| Hit { procedure, score: if exact { 1_000_000 } else { 500_000 } }),
            );
        }
        if let Some((query, meant)) = question.query(&self.engine) {
            let busiest = uses.values().copied().max().unwrap_or(0);
            let found = self.engine.ask(&query)?;
            let found = found.into_iter().filter_map(|(number, score)| {
                let entry = self.entries.get(number)?;
                Some((entry, allowed(entry)?, score))
            });
            hits.extend(found.take(WEIGHED.max(most)).map(|(entry, procedure, score)| {
                let used = uses.get(&entry.key).copied().unwrap_or(0);
                let weight = fit(entry, &meant) * (1.0 + standing(entry, used, busiest));
                Hit { procedure, score: thousandths(score * weight) }
            }));
        }
        hits.sort_by(|one, other| {
            other.score.cmp(&one.score).then_with(|| one.procedure.code.cmp(&other.procedure.code))
        });
        hits.truncate(most);
        Ok(hits)
    }

    /// The question as it is read when a word of it was taken for another: `khai sih` for `khai sinh`. None when every word
    /// stands in some name as it was typed.
    #[must_use]
    pub fn read_as(&self, text: &str) -> Option<String> {
        let text: String = text.chars().take(LONGEST).collect();
        Question::new(&text, &self.everyday).read_as(&self.engine)
    }

    /// Procedures whose code is that or begins so.
    fn by_code<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Entry> {
        let code = text.trim();
        let is_code = code.chars().count() >= 3
            && code.contains('.')
            && code.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
        self.entries.iter().filter(move |entry| is_code && entry.code.starts_with(code))
    }
}

/// How much of the question the procedure answers, and how much of one of its phrases was asked for.
fn fit(entry: &Entry, meant: &[Meant]) -> f32 {
    let has =
        |word: &Meant| word.keys.iter().any(|key| entry.phrases.iter().any(|phrase| phrase.contains(key)));
    let all: f32 = meant.iter().map(|word| word.telling).sum();
    let answered = meant.iter().filter(|word| has(word)).map(|word| {
        // The letters fit and the marks do not: most likely another word.
        let other = word.marked.as_ref().is_some_and(|marked| !entry.marked.contains(marked));
        if other { word.telling * 0.3 } else { word.telling }
    });
    let answered: f32 = answered.sum();
    let asked = |phrase: &BTreeSet<String>| {
        let asked = meant.iter().filter(|word| word.keys.iter().any(|key| phrase.contains(key))).count();
        asked.min(phrase.len()) as f32 / phrase.len().max(1) as f32
    };
    let nearest = entry.phrases.iter().map(asked).fold(0.0, f32::max);
    (0.4 + 0.6 * answered / all.max(0.1)) * (0.6 + 0.4 * nearest)
}

/// What a procedure has before anybody asks: it is used, it is everyday, it is received here at all. Bounded, so that it
/// decides between what fits alike and nothing else.
fn standing(entry: &Entry, used: i64, busiest: i64) -> f32 {
    let used = if busiest > 0 { (1.0 + used.max(0) as f32).ln() / (1.0 + busiest as f32).ln() } else { 0.0 };
    0.15 * used + if entry.everyday { 0.15 } else { 0.0 } + if entry.received { 0.1 } else { 0.0 }
}

#[expect(clippy::cast_possible_truncation, reason = "scores are far below the largest i64")]
fn thousandths(score: f32) -> i64 {
    (score * 1000.0).round() as i64
}
