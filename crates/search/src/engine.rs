//! The inverted index: which procedures have which words, and how rare these are.

use crate::entry::Entry;
use crate::words::{Word, joined, joined_marked};
use std::collections::{BTreeMap, BTreeSet};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory of the one thread that builds; the least the engine accepts.
const BUILDING_BYTES: usize = 15_000_000;
/// Words that begin as the last one does, tried while somebody types.
const BEGINNINGS: usize = 24;

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// In the published name.
    Name,
    /// In what people call it.
    Said,
    /// In either, marks and all.
    Marked,
    /// Neighbours of the name written together.
    NamePairs,
    /// Neighbours of what people call it.
    SaidPairs,
    /// In the English name.
    English,
    /// In its field or agency.
    About,
    /// A whole phrase written together.
    Whole,
}

/// Each with its name and whether long texts count less.
const PLACES: [(Place, &str, bool); 8] = [
    (Place::Name, "name", true),
    (Place::Said, "said", false),
    (Place::Marked, "marked", true),
    (Place::NamePairs, "name_pairs", true),
    (Place::SaidPairs, "said_pairs", false),
    (Place::English, "english", true),
    (Place::About, "about", false),
    (Place::Whole, "whole", false),
];

pub(crate) struct Engine {
    reader: IndexReader,
    places: BTreeMap<Place, Field>,
    number: Field,
    size: usize,
    words: Known,
    /// Neighbours written together.
    pairs: Known,
    /// Words as they are written.
    marked: BTreeSet<String>,
}

/// What stands in names, by key.
type Known = BTreeMap<String, Standing>;

/// How often something stands in names, and how it is mostly written there.
struct Standing {
    often: u32,
    written: String,
}

impl Engine {
    pub(crate) fn build(entries: &[Entry]) -> Result<Self, TantivyError> {
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", FAST);
        let mut places = BTreeMap::new();
        for (place, name, length_counts) in PLACES {
            // A word counts once, however often it stands there.
            let indexing = TextFieldIndexing::default()
                .set_tokenizer("whitespace")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(length_counts);
            places.insert(
                place,
                schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing)),
            );
        }
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, BUILDING_BYTES)?;
        let mut words = Counting::default();
        let mut pairs = Counting::default();
        let mut marked = BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_u64(number, at as u64);
            for (place, terms) in terms_of(entry) {
                if let Some(field) = places.get(&place) {
                    document.add_text(*field, terms.join(" "));
                }
            }
            writer.add_document(document)?;
            for text in entry.said.iter().chain([&entry.name, &entry.english]) {
                text.iter().for_each(|word| words.count(word.key.clone(), &[word]));
                marked.extend(text.iter().map(|word| word.marked.clone()));
                text.windows(2).for_each(|pair| pairs.count(joined(pair), &pair.iter().collect::<Vec<_>>()));
            }
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let reader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).num_warming_threads(0).try_into()?;
        Ok(Self {
            reader,
            places,
            number,
            size: entries.len(),
            words: words.counted(),
            pairs: pairs.counted(),
            marked,
        })
    }

    /// True when some name has that word.
    pub(crate) fn has_word(&self, key: &str) -> bool {
        self.words.contains_key(key)
    }

    /// True when some name has that word, marks and all.
    pub(crate) fn has_marked(&self, marked: &str) -> bool {
        self.marked.contains(marked)
    }

    /// How much a word tells: the rarer, the more.
    pub(crate) fn telling(&self, key: &str) -> f32 {
        let often = self.words.get(key).map_or(0, |known| known.often);
        (1.0 + self.size as f32 / (1.0 + often as f32)).ln()
    }

    /// True when some name has these neighbours.
    pub(crate) fn has_pair(&self, pair: &str) -> bool {
        self.pairs.contains_key(pair)
    }

    /// A word, or neighbours, as names have it.
    pub(crate) fn written(&self, key: &str) -> &str {
        self.words.get(key).or_else(|| self.pairs.get(key)).map_or("", |known| known.written.as_str())
    }

    /// Words that begin so, the shortest and then the most frequent first.
    pub(crate) fn beginning(&self, key: &str) -> Vec<&str> {
        let mut found: Vec<(&String, &Standing)> =
            self.words.range(key.to_owned()..).take_while(|(word, _)| word.starts_with(key)).collect();
        found.sort_by_key(|(word, known)| (word.len(), std::cmp::Reverse(known.often)));
        found.into_iter().take(BEGINNINGS).map(|(word, _)| word.as_str()).collect()
    }

    /// Words a slip or two away, nearest and then most frequent first.
    pub(crate) fn near_words(&self, key: &str, most: usize) -> Vec<(&str, usize)> {
        near(&self.words, key, most)
    }

    /// Neighbours a slip or two away.
    pub(crate) fn near_pairs(&self, pair: &str, most: usize) -> Vec<(&str, usize)> {
        near(&self.pairs, pair, most)
    }

    pub(crate) fn term(&self, place: Place, text: &str, boost: f32) -> Option<(Occur, Box<dyn Query>)> {
        let field = self.places.get(&place)?;
        let query = TermQuery::new(Term::from_field_text(*field, text), IndexRecordOption::Basic);
        Some((Occur::Should, Box::new(BoostQuery::new(Box::new(query), boost))))
    }

    /// A term that counts the same however rare it is.
    pub(crate) fn flat_term(&self, place: Place, text: &str, score: f32) -> Option<(Occur, Box<dyn Query>)> {
        let field = self.places.get(&place)?;
        let query = TermQuery::new(Term::from_field_text(*field, text), IndexRecordOption::Basic);
        Some((Occur::Should, Box::new(ConstScoreQuery::new(Box::new(query), score))))
    }

    /// Numbers of the procedures that fit, best first.
    pub(crate) fn ask(&self, query: &BooleanQuery) -> Result<Vec<(usize, f32)>, TantivyError> {
        if self.size == 0 {
            return Ok(Vec::new());
        }
        let searcher = self.reader.searcher();
        let name = searcher.schema().get_field_name(self.number).to_owned();
        let numbers = searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64(&name))
            .collect::<Result<Vec<_>, _>>()?;
        let found = searcher.search(query, &TopDocs::with_limit(self.size).order_by_score())?;
        let number =
            |segment: u32, doc: u32| numbers.get(segment as usize).and_then(|column| column.first(doc));
        Ok(found
            .into_iter()
            .filter_map(|(score, at)| {
                number(at.segment_ord, at.doc_id).and_then(|n| usize::try_from(n).ok()).map(|n| (n, score))
            })
            .collect())
    }
}

fn terms_of(entry: &Entry) -> Vec<(Place, Vec<String>)> {
    let keys = |words: &[Word]| words.iter().map(|word| word.key.clone()).collect::<Vec<_>>();
    let marked = |words: &[Word]| words.iter().map(|word| word.marked.clone()).collect::<Vec<_>>();
    let pairs = |words: &[Word]| words.windows(2).map(joined).collect::<Vec<_>>();
    let said = || entry.said.iter().map(Vec::as_slice);
    let whole = || said().chain([entry.name.as_slice(), entry.english.as_slice()]);
    vec![
        (Place::Name, keys(&entry.name)),
        (Place::Said, said().flat_map(keys).collect()),
        (Place::Marked, marked(&entry.name).into_iter().chain(said().flat_map(marked)).collect()),
        (Place::NamePairs, pairs(&entry.name)),
        (Place::SaidPairs, said().flat_map(pairs).collect()),
        (Place::English, keys(&entry.english)),
        (Place::About, keys(&entry.about)),
        (Place::Whole, whole().map(joined).chain(whole().map(joined_marked)).collect()),
    ]
}

/// Keys with how often each is written how.
#[derive(Default)]
struct Counting(BTreeMap<String, BTreeMap<String, u32>>);

impl Counting {
    fn count(&mut self, key: String, words: &[&Word]) {
        let written = words.iter().map(|word| word.marked.as_str()).collect::<Vec<_>>().join(" ");
        *self.0.entry(key).or_default().entry(written).or_default() += 1;
    }

    fn counted(self) -> Known {
        let standing = |forms: BTreeMap<String, u32>| {
            let often = forms.values().sum();
            let written =
                forms.into_iter().max_by_key(|(_, often)| *often).map_or_else(String::new, |(form, _)| form);
            Standing { often, written }
        };
        self.0.into_iter().map(|(key, forms)| (key, standing(forms))).collect()
    }
}

/// The first letter is hardly ever wrong, save when it changed places with the second.
fn near<'a>(all: &'a Known, key: &str, most: usize) -> Vec<(&'a str, usize)> {
    const TRIED: usize = 3;
    let mut found: Vec<(&str, usize, u32)> = Vec::new();
    let mut letters: Vec<char> = key.chars().take(2).collect();
    letters.dedup();
    for letter in letters {
        let first = letter.to_string();
        let range = all.range(first.clone()..).take_while(|(word, _)| word.starts_with(letter));
        found.extend(range.filter_map(|(word, known)| {
            crate::words::slips(key, word, most).map(|slips| (word.as_str(), slips, known.often))
        }));
    }
    found.sort_by_key(|(word, slips, often)| (*slips, std::cmp::Reverse(*often), *word));
    let nearest = found.first().map_or(0, |(_, slips, _)| *slips);
    found.retain(|(_, slips, _)| *slips == nearest);
    found.truncate(TRIED);
    found.into_iter().map(|(word, slips, _)| (word, slips)).collect()
}
