//! Petitions: what people say is wrong, for the applicant who said it and for those who have to answer.

use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::petition;
use std::collections::BTreeSet;
use store::Row;

/// A petition in a list: nobody is named in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionLine {
    /// Its stream.
    pub petitions: StreamId,
    /// Its number within it.
    pub number: i64,
    /// The dossier.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// Unit that has to answer.
    pub unit: String,
    /// Word of the matter.
    pub matter: String,
    /// Instant.
    pub lodged_at: Millis,
    /// Instant by which it is to be answered.
    pub due_at: Millis,
    /// Instant it was answered.
    pub answered_at: Option<Millis>,
    /// Who answered it.
    pub answered_by: String,
    /// The applicant was right.
    pub upheld: bool,
    order_at: Millis,
}

/// A petition with what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionView {
    /// The petition.
    pub petition: petition::Petition,
    /// What the applicant wrote, of no length once erased.
    pub text: String,
    /// What was answered.
    pub answer: String,
}

impl App {
    /// The petitions about a dossier with their words, in order. The caller has asked the policies, or has the slip's token.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn petitions_of(&self, dossier: StreamId) -> Result<Vec<PetitionView>> {
        let stream = petition::stream_of(dossier);
        let loaded = self.store().load(self.tenant(), &[stream]).await?.pop().flatten();
        let state = loaded.and_then(|loaded| match loaded.state {
            domain::State::Petition(state) => state,
            _ => None,
        });
        let mut views = Vec::new();
        for petition in state.map(|state| state.petitions).unwrap_or_default() {
            let text = self.party_data(Some(&petition.words)).await?.unwrap_or_default().text;
            let answered = petition.answer.as_ref().map(|answer| &answer.words);
            let answer = self.party_data(answered).await?.unwrap_or_default().text;
            views.push(PetitionView { petition, text, answer });
        }
        Ok(views)
    }

    /// Petitions of a unit and those below it: those that wait, the first due first; else those answered, the last first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn petitions(
        &self,
        unit: &str,
        open: bool,
        from: Option<Place>,
        most: usize,
    ) -> Result<Leaf<PetitionLine>> {
        let units: BTreeSet<String> = self.directory().units_below(unit).into_iter().collect();
        let fits = |line: &PetitionLine| units.contains(&line.unit);
        let wanted = Wanted { from, most, fits: Some(&fits) };
        let (statement, begin) = if open {
            (&sql::PETITIONS_OPEN, Place::BEGIN)
        } else {
            (&sql::PETITIONS_ANSWERED, Place::BEGIN_FALLING)
        };
        let mut filling = Filling::new(wanted, begin);
        while let Some((after, batch)) = filling.next_batch() {
            let [at, id] = after.values();
            let number: i64 = after.word.parse().unwrap_or(if open { 0 } else { i64::MAX });
            let values: [Value; 5] = [self.tenant().into(), batch.into(), at, id, number.into()];
            let rows = self.store().query(self.tenant(), statement, &values).await?;
            filling.take(rows.iter().map(line).collect(), |line: &PetitionLine| Place {
                word: line.number.to_string(),
                at: line.order_at,
                id: line.petitions.0,
            });
        }
        Ok(filling.leaf())
    }
}

fn line(row: &Row) -> PetitionLine {
    PetitionLine {
        petitions: StreamId(row.i64(0)),
        number: row.i64(1),
        dossier: StreamId(row.i64(2)),
        code: row.text(3).to_owned(),
        unit: row.text(4).to_owned(),
        matter: row.text(5).to_owned(),
        lodged_at: row.i64(6),
        due_at: row.i64(7),
        answered_at: row.i64_or_none(8),
        answered_by: row.text(9).to_owned(),
        upheld: row.i64(10) != 0,
        order_at: row.i64(11),
    }
}
