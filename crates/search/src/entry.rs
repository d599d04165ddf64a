//! A procedure as it is searched: its words, cut once.

use crate::everyday::Everyday;
use crate::words::{Word, words};
use domain::catalogue::{Catalogue, Procedure};
use std::collections::BTreeSet;

/// One procedure in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Code and publisher.
    pub key: String,
    pub code: String,
    /// The published name.
    pub name: Vec<Word>,
    /// What people call it: its everyday name, its synonyms, the everyday words for what stands in its name.
    pub said: Vec<Vec<Word>>,
    pub english: Vec<Word>,
    /// Field and agency.
    pub about: Vec<Word>,
    /// Every word, marks and all.
    pub marked: BTreeSet<String>,
    /// The phrases it is known by, each as the words that say something.
    pub phrases: Vec<BTreeSet<String>>,
    /// It has an everyday name: people come for it every day.
    pub everyday: bool,
    /// Centres receive it.
    pub received: bool,
}

impl Entry {
    fn of(catalogue: &Catalogue, everyday: &Everyday, procedure: &Procedure) -> Self {
        let name = words(&procedure.name);
        let own: Vec<Vec<Word>> = std::iter::once(&procedure.short_name)
            .chain(&procedure.synonyms)
            .map(|text| words(text))
            .filter(|phrase| !phrase.is_empty())
            .collect();
        let group = catalogue.fields.get(&procedure.field);
        let fields = [procedure.field.as_str(), procedure.published_field.as_str()];
        let mut names = vec![name.clone()];
        names.extend(own.iter().cloned());
        let mut said = own;
        for phrase in everyday.said_of(&procedure.code, &fields, &names) {
            if !said.iter().any(|known| known.as_slice() == phrase) {
                said.push(phrase.to_vec());
            }
        }
        let english = words(&procedure.name_en);
        let telling = |phrase: &[Word]| {
            let idle = everyday.idle(phrase);
            let kept = phrase.iter().zip(idle).filter(|(_, idle)| !idle);
            kept.map(|(word, _)| word.key.clone()).collect::<BTreeSet<_>>()
        };
        let phrases = said.iter().chain([&name, &english]).filter(|phrase| !phrase.is_empty());
        let phrases = phrases.map(|phrase| telling(phrase)).collect();
        let marked = said.iter().chain([&name, &english]).flatten().map(|word| word.marked.clone()).collect();
        let body = catalogue.publishers.get(&procedure.publisher);
        let about = [
            group.map_or("", |field| field.name.as_str()),
            group.map_or("", |field| field.name_en.as_str()),
            procedure.published_field.as_str(),
            body.map_or("", |body| body.name.as_str()),
        ];
        Self {
            key: procedure.key(),
            code: procedure.code.clone(),
            english,
            about: words(&about.join(" ")),
            everyday: !procedure.short_name.is_empty(),
            received: !procedure.levels.is_empty(),
            name,
            said,
            marked,
            phrases,
        }
    }
}

/// The procedures of a catalogue in force on a date, in the order of keys.
pub(crate) fn entries(catalogue: &Catalogue, everyday: &Everyday, on: &str) -> Vec<Entry> {
    catalogue.procedures_on(on).map(|procedure| Entry::of(catalogue, everyday, procedure)).collect()
}
