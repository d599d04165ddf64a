//! What people call things: everyday words for official ones, and words that say nothing. Data, see `data/search/`.

use crate::words::{Word, words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Something wrong in a file of everyday words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct EverydayError {
    /// The file.
    pub file: String,
    /// What was expected and what came.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    idle: Vec<String>,
    #[serde(default)]
    synonym: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    said: Vec<String>,
    #[serde(default)]
    means: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

/// One thing and what people call it.
#[derive(Clone, Debug)]
struct Synonym {
    said: Vec<Vec<Word>>,
    /// Official words; any of them in a name.
    means: Vec<Vec<Word>>,
    codes: Vec<String>,
    fields: Vec<String>,
    /// Words in a name that make it something else.
    unless: Vec<Vec<Word>>,
}

/// Everyday words, read and checked.
#[derive(Clone, Debug, Default)]
pub struct Everyday {
    idle: Vec<Vec<Word>>,
    synonyms: Vec<Synonym>,
}

impl Everyday {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong in it, each named by the phrase it stands at.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<EverydayError>> {
        let wrong = |what: String| EverydayError { file: file.to_owned(), what };
        let read: File = toml::from_str(text).map_err(|error| vec![wrong(error.to_string())])?;
        let mut problems = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (at, row) in read.synonym.iter().enumerate() {
            let place = at + 1;
            let name = row.said.first().map_or("", String::as_str);
            let mut problem = |what: &str| problems.push(format!("synonym {place} ({name}): {what}"));
            if row.said.is_empty() {
                problem("`said` needs at least one phrase people say");
            }
            if row.means.is_empty() && row.codes.is_empty() {
                problem("`means` needs official words, or `codes` a procedure's code");
            }
            for phrase in row.said.iter().chain(&row.means).chain(&row.unless) {
                if words(phrase).is_empty() {
                    problem(&format!("\"{phrase}\" has no word in it"));
                }
            }
            for code in &row.codes {
                if !code.chars().all(|letter| letter.is_ascii_digit() || letter == '.') || code.is_empty() {
                    problem(&format!("\"{code}\" is no code of a procedure, as 1.001193 is"));
                }
            }
            for phrase in &row.said {
                let plain = plain(phrase);
                if row.means.iter().any(|official| self::plain(official) == plain) {
                    problem(&format!("\"{phrase}\" is said and meant: it needs no row"));
                }
                match seen.get(&plain) {
                    Some(first) if *first == place => problem(&format!("\"{phrase}\" stands twice")),
                    Some(first) => {
                        problem(&format!(
                            "\"{phrase}\" is said in synonym {first} already; put both in one row"
                        ));
                    }
                    None => drop(seen.insert(plain, place)),
                }
            }
        }
        for phrase in &read.idle {
            if words(phrase).is_empty() {
                problems.push(format!("idle: \"{phrase}\" has no word in it"));
            }
        }
        if !problems.is_empty() {
            return Err(problems.into_iter().map(wrong).collect());
        }
        let phrases = |texts: &[String]| texts.iter().map(|text| words(text)).collect::<Vec<_>>();
        let synonyms = read.synonym.iter().map(|row| Synonym {
            said: phrases(&row.said),
            means: phrases(&row.means),
            codes: row.codes.clone(),
            fields: row.fields.clone(),
            unless: phrases(&row.unless),
        });
        Ok(Self { synonyms: synonyms.collect(), idle: phrases(&read.idle) })
    }

    /// What people say for a procedure with these names.
    pub(crate) fn said_of(&self, code: &str, fields: &[&str], names: &[Vec<Word>]) -> Vec<&[Word]> {
        let has = |phrase: &Vec<Word>| names.iter().any(|name| contains(name, phrase));
        self.synonyms
            .iter()
            .filter(|row| {
                let here =
                    row.fields.is_empty() || row.fields.iter().any(|one| fields.contains(&one.as_str()));
                let meant = here && row.means.iter().any(has) && !row.unless.iter().any(has);
                meant || row.codes.iter().any(|one| one == code)
            })
            .flat_map(|row| row.said.iter().map(Vec::as_slice))
            .collect()
    }

    /// Which words of a question say nothing about what is looked for.
    pub(crate) fn idle(&self, question: &[Word]) -> Vec<bool> {
        let mut idle = vec![false; question.len()];
        for phrase in &self.idle {
            for (at, window) in question.windows(phrase.len()).enumerate() {
                if window.iter().zip(phrase).all(|(typed, word)| typed.may_mean(word)) {
                    idle.iter_mut().skip(at).take(phrase.len()).for_each(|one| *one = true);
                }
            }
        }
        // A question of idle words alone still asks something.
        if idle.iter().all(|one| *one) { vec![false; question.len()] } else { idle }
    }
}

fn plain(phrase: &str) -> String {
    words(phrase).into_iter().map(|word| word.marked).collect::<Vec<_>>().join(" ")
}

/// True when a name has these words, marks and all, one after the other.
fn contains(name: &[Word], phrase: &[Word]) -> bool {
    name.windows(phrase.len().max(1))
        .any(|window| window.iter().zip(phrase).all(|(one, other)| one.marked == other.marked))
}
