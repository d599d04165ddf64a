//! A question as the engine is asked: each word with what it may stand for, and neighbours that belong together.

use crate::engine::{Engine, Place};
use crate::everyday::Everyday;
use crate::words::{Word, forgiven, joined, joined_marked, key, unswitched, words};
use tantivy::query::{BooleanQuery, Occur, Query};

/// Words looked at; nobody asks more.
const MOST_WORDS: usize = 16;

type Clause = (Occur, Box<dyn Query>);

/// A question, cut into words.
pub(crate) struct Question {
    words: Vec<Word>,
    idle: Vec<bool>,
    open_ended: bool,
}

/// A word of a question that says what is looked for.
pub(crate) struct Meant {
    /// What it may stand for.
    pub keys: Vec<String>,
    /// With its marks, when they were typed and some name has the word so.
    pub marked: Option<String>,
    /// How much it tells.
    pub telling: f32,
}

/// True when the marks of a word say which word is meant.
fn is_meant(engine: &Engine, word: &Word) -> bool {
    word.has_marks() && engine.has_marked(&word.marked)
}

/// A reading of a typed word.
struct Reading {
    key: String,
    weight: f32,
}

impl Question {
    pub(crate) fn new(text: &str, everyday: &Everyday) -> Self {
        let mut words = words(text);
        words.truncate(MOST_WORDS);
        let idle = everyday.idle(&words);
        Self { words, idle, open_ended: text.ends_with(char::is_alphanumeric) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The question as it is read, when some word of it is taken for another: in the spelling names have.
    pub(crate) fn read_as(&self, engine: &Engine) -> Option<String> {
        let mut said: Vec<String> = Vec::new();
        let mut changed = false;
        for (at, word) in self.words.iter().enumerate() {
            let last = self.open_ended && at + 1 == self.words.len();
            let key = &word.key;
            let is_begun = || last && key.chars().count() >= 2 && !engine.beginning(key).is_empty();
            let neighbours = self.words.get(at.saturating_sub(1)..=at).filter(|pair| pair.len() == 2);
            let other = if engine.has_word(key) || is_begun() {
                None
            } else if let Some(plain) = unswitched(key).filter(|plain| engine.has_word(plain)) {
                Some(engine.written(&plain).to_owned())
            } else if engine.has_pair(key) {
                Some(engine.written(key).to_owned())
            } else if let Some((near, _)) = engine.near_words(key, forgiven(key)).first() {
                Some(engine.written(near).to_owned())
            } else if let Some(pair) = neighbours.map(joined)
                && let Some((near, _)) = engine.near_pairs(&pair, forgiven(&pair)).first()
            {
                said.pop();
                Some(engine.written(near).to_owned())
            } else {
                None
            };
            changed |= other.is_some();
            said.push(other.unwrap_or_else(|| word.marked.clone()));
        }
        changed.then(|| said.join(" "))
    }

    /// What the engine is asked, and what each word of it may stand for; none when too little of the question is known.
    pub(crate) fn query(&self, engine: &Engine) -> Option<(BooleanQuery, Vec<Meant>)> {
        let mut needed: Vec<Clause> = Vec::new();
        let mut helpful: Vec<Clause> = Vec::new();
        let mut meant: Vec<Meant> = Vec::new();
        let mut asked = 0_usize;
        for (at, word) in self.words.iter().enumerate() {
            let idle = self.idle.get(at).copied().unwrap_or_default();
            let weight = if idle { 0.15 } else { 1.0 };
            let last = self.open_ended && at + 1 == self.words.len();
            let mut readings = readings(engine, word, last);
            if readings.is_empty() {
                readings.extend(self.by_neighbour(engine, at));
            }
            let clauses = word_clauses(engine, word, &readings, weight);
            let keys = meant_keys(engine, word, readings);
            asked += usize::from(!idle);
            if clauses.is_empty() {
                continue;
            }
            if !idle {
                meant.push(Meant {
                    marked: is_meant(engine, word).then(|| word.marked.clone()),
                    telling: keys.iter().map(|key| engine.telling(key)).fold(0.5, f32::max),
                    keys,
                });
            }
            let any: Clause = (Occur::Should, Box::new(BooleanQuery::new(clauses)));
            if idle { helpful.push(any) } else { needed.push(any) }
        }
        if needed.is_empty() {
            return None;
        }
        let mut together: Vec<Clause> = Vec::new();
        for (at, pair) in self.words.windows(2).enumerate() {
            let idle = self.idle.get(at..at + 2).is_some_and(|both| both.iter().any(|one| *one));
            let clauses = self.pair(engine, pair, if idle { 0.3 } else { 1.0 });
            if idle { helpful.extend(clauses) } else { together.extend(clauses) }
        }
        let telling: Vec<Word> = self
            .words
            .iter()
            .zip(&self.idle)
            .filter(|(_, idle)| !**idle)
            .map(|(word, _)| word.clone())
            .collect();
        for (whole, score) in [(&self.words, 6.0), (&telling, 5.0)] {
            // Marks count where names have every word so; `lí` for `lý` is looked up without.
            let marked: Vec<&Word> = whole.iter().filter(|word| word.has_marks()).collect();
            let meant = !marked.is_empty() && marked.iter().all(|word| is_meant(engine, word));
            let phrase = if meant { joined_marked(whole) } else { joined(whole) };
            helpful.extend(engine.flat_term(Place::Whole, &phrase, score));
        }
        // Half of what was asked must be there, of two words both, or two neighbours side by side; else something else is
        // meant.
        let least = if asked == 2 { 2 } else { asked.div_ceil(2) };
        let mut ways: Vec<Clause> = Vec::new();
        if least <= needed.len() {
            let enough = BooleanQuery::with_minimum_required_clauses(needed, least);
            ways.push((Occur::Should, Box::new(enough)));
        }
        if !together.is_empty() {
            ways.push((Occur::Should, Box::new(BooleanQuery::new(together))));
        }
        if ways.is_empty() {
            return None;
        }
        let mut all: Vec<Clause> = vec![(Occur::Must, Box::new(BooleanQuery::new(ways)))];
        all.extend(helpful);
        Some((BooleanQuery::new(all), meant))
    }

    /// A word no name has, read by the neighbour it is mostly found beside: `sih` in `khai sih`.
    fn by_neighbour(&self, engine: &Engine, at: usize) -> Option<Reading> {
        let before = at.checked_sub(1).and_then(|from| self.words.get(from..=at));
        let after = self.words.get(at..at + 2);
        [(before, 1), (after, 0)].into_iter().find_map(|(pair, which)| {
            let pair = joined(pair?);
            let (near, slips) = *engine.near_pairs(&pair, forgiven(&pair)).first()?;
            let word = words(engine.written(near)).into_iter().nth(which)?;
            Some(Reading { key: word.key, weight: if slips == 1 { 0.7 } else { 0.4 } })
        })
    }

    fn pair(&self, engine: &Engine, pair: &[Word], weight: f32) -> Vec<Clause> {
        let key = joined(pair);
        let mut clauses = Vec::new();
        let mut add = |key: &str, weight: f32| {
            clauses.extend(engine.term(Place::NamePairs, key, weight * 0.9));
            clauses.extend(engine.term(Place::SaidPairs, key, weight * 1.3));
        };
        if engine.has_pair(&key) {
            add(&key, weight);
            return clauses;
        }
        let switched: Vec<String> =
            pair.iter().map(|word| unswitched(&word.key).unwrap_or_else(|| word.key.clone())).collect();
        let switched = switched.concat();
        if switched != key && engine.has_pair(&switched) {
            add(&switched, weight * 0.9);
            return clauses;
        }
        for (near, slips) in engine.near_pairs(&key, forgiven(&key)) {
            add(near, weight * if slips == 1 { 0.8 } else { 0.5 });
        }
        clauses
    }
}

/// Everything a typed word may stand for, as the engine is asked.
fn word_clauses(engine: &Engine, word: &Word, readings: &[Reading], weight: f32) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    // Who typed marks means them; what fits without them alone fits less.
    let loose = if is_meant(engine, word) { 0.6 } else { 1.0 };
    for reading in readings {
        let boost = weight * reading.weight * loose;
        clauses.extend(engine.term(Place::Name, &reading.key, boost));
        clauses.extend(engine.term(Place::Said, &reading.key, boost * 1.2));
        clauses.extend(engine.term(Place::English, &reading.key, boost * 0.9));
        clauses.extend(engine.term(Place::About, &reading.key, boost * 0.25));
    }
    if engine.has_word(&word.key) {
        let exact = if is_meant(engine, word) { 0.7 } else { 0.1 };
        clauses.extend(engine.term(Place::Marked, &word.marked, weight * exact));
    } else if engine.has_pair(&word.key) {
        clauses.extend(engine.term(Place::NamePairs, &word.key, weight * 1.5));
        clauses.extend(engine.term(Place::SaidPairs, &word.key, weight * 2.0));
    } else {
        for pair in split(engine, &word.key) {
            clauses.extend(engine.term(Place::NamePairs, &pair, weight));
            clauses.extend(engine.term(Place::SaidPairs, &pair, weight * 1.5));
        }
    }
    clauses
}

/// Keys of the words a typed one may stand for: more than one word where a space was forgotten.
fn meant_keys(engine: &Engine, word: &Word, readings: Vec<Reading>) -> Vec<String> {
    let mut keys: Vec<String> = readings.into_iter().map(|reading| reading.key).collect();
    if keys.is_empty() {
        let pairs =
            if engine.has_pair(&word.key) { vec![word.key.clone()] } else { split(engine, &word.key) };
        keys.extend(pairs.iter().flat_map(|pair| words(engine.written(pair))).map(|word| word.key));
    }
    keys
}

fn readings(engine: &Engine, word: &Word, last: bool) -> Vec<Reading> {
    let mut readings = Vec::new();
    let key = &word.key;
    if engine.has_word(key) {
        readings.push(Reading { key: key.clone(), weight: 1.0 });
    }
    if let Some(plain) = unswitched(key).filter(|plain| !engine.has_word(key) && engine.has_word(plain)) {
        readings.push(Reading { key: plain, weight: 0.95 });
    }
    if last && key.chars().count() >= 2 && readings.is_empty() {
        let begun = engine.beginning(key);
        readings.extend(begun.into_iter().map(|key| Reading { key: key.to_owned(), weight: 0.8 }));
    }
    if readings.is_empty() && !engine.has_pair(key) && split(engine, key).is_empty() {
        let near = engine.near_words(key, forgiven(key));
        readings.extend(near.into_iter().map(|(key, slips)| Reading {
            key: key.to_owned(),
            weight: if slips == 1 { 0.75 } else { 0.5 },
        }));
    }
    readings
}

/// Neighbours in a word typed without any space: `dangkykhaisinh`. Nothing when it does not come out even.
fn split(engine: &Engine, typed: &str) -> Vec<String> {
    fn cut(engine: &Engine, rest: &str, before: Option<&str>, deep: usize) -> Option<Vec<String>> {
        if rest.is_empty() {
            return Some(Vec::new());
        }
        if deep == 0 {
            return None;
        }
        let ends = rest.char_indices().map(|(at, letter)| at + letter.len_utf8());
        ends.skip(1).take(7).collect::<Vec<_>>().into_iter().rev().find_map(|end| {
            let (head, tail) = rest.split_at(end);
            let head = key(head);
            let pair = before.map(|before| format!("{before}{head}"));
            let known = engine.has_word(&head) && pair.as_ref().is_none_or(|pair| engine.has_pair(pair));
            let pairs = known.then(|| cut(engine, tail, Some(&head), deep - 1)).flatten()?;
            Some(pair.into_iter().chain(pairs).collect())
        })
    }
    if typed.chars().count() < 5 || engine.has_word(typed) {
        return Vec::new();
    }
    cut(engine, typed, None, 8).unwrap_or_default()
}
