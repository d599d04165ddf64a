//! Satisfaction: which visit a tablet asks about, and totals nobody can be read from.
//!
//! A rating is never read beside a visit: it is counted for a day, a hall, a counter and an officer. What may be shown of the
//! counts is decided here, in one place, by [`Scores::shown`]; no page gets more than that.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::State;
use domain::kernel::{Millis, StreamId, Value};
use domain::visit::{Score, Scores};
use store::Row;

/// Whole days the totals are about.
pub const RATED_DAYS: i64 = 30;
const DAY_MS: Millis = 86_400_000;

/// What the tablet of a counter asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedToRate {
    /// The visit begun last.
    pub visit: StreamId,
    /// Label of its ticket, of no length for a person without one.
    pub label: String,
    /// Until when it can be rated, none while it is under way.
    pub until: Option<Millis>,
    /// When it was rated, none until then. How is nobody's business.
    pub rated_at: Option<Millis>,
}

/// Totals of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterScores {
    /// Counter code.
    pub counter: String,
    /// None below ten ratings.
    pub scores: Option<Scores>,
}

impl App {
    pub(crate) async fn latest_visit(&self, hall: &str, counter: &str, day: i64) -> Result<Option<StreamId>> {
        let values: [Value; 4] = [self.tenant().into(), hall.into(), day.into(), counter.into()];
        let rows = self.store().query(self.tenant(), &sql::LATEST_VISIT, &values).await?;
        Ok(rows.first().map(|row| StreamId(row.i64(0))))
    }

    /// The visit of today that was begun last at a counter, none before the first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn asked_to_rate(&self, hall: &str, counter: &str) -> Result<Option<AskedToRate>> {
        let day = self.directory().day(self.now());
        let Some(visit) = self.latest_visit(hall, counter, day).await? else { return Ok(None) };
        let loaded = self.store().load(self.tenant(), &[visit]).await?.pop().flatten();
        let Some(State::Visit(Some(state))) = loaded.map(|loaded| loaded.state) else { return Ok(None) };
        Ok(Some(AskedToRate {
            visit,
            label: state.ticket_label.clone(),
            until: state.rated_until(self.directory().rating_ms()),
            rated_at: state.rating.as_ref().map(|rating| rating.at),
        }))
    }

    /// An officer's own totals of the last thirty days, today left out; none below ten ratings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn scores_of_person(&self, person: &str) -> Result<Option<Scores>> {
        let [from, to] = self.rated_days();
        let values: [Value; 4] = [self.tenant().into(), person.into(), from, to];
        let rows = self.store().query(self.tenant(), &sql::RATINGS_OF_PERSON, &values).await?;
        Ok(Scores::shown(by_day(rows.iter(), 0)))
    }

    /// Totals of the last thirty days of each counter of a hall that somebody rated, today left out; each none below ten.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn scores_of_hall(&self, hall: &str) -> Result<Vec<CounterScores>> {
        let [from, to] = self.rated_days();
        let values: [Value; 4] = [self.tenant().into(), hall.into(), from, to];
        let rows = self.store().query(self.tenant(), &sql::RATINGS_OF_HALL, &values).await?;
        Ok(rows
            .chunk_by(|one, next| one.text(0) == next.text(0))
            .map(|rows| CounterScores {
                counter: rows[0].text(0).to_owned(),
                scores: Scores::shown(by_day(rows.iter(), 1)),
            })
            .collect())
    }

    fn rated_days(&self) -> [Value; 2] {
        let (directory, now) = (self.directory(), self.now());
        [directory.day(now - RATED_DAYS * DAY_MS).into(), directory.day(now).into()]
    }
}

/// Counted rows of day, score and number, from that column on, as one of scores for each day.
fn by_day<'a>(rows: impl Iterator<Item = &'a Row>, at: usize) -> Vec<Scores> {
    let mut days: Vec<(i64, Scores)> = Vec::new();
    for row in rows {
        let Some(score) = Score::from_word(row.text(at + 1)) else { continue };
        if days.last().is_none_or(|(day, _)| *day != row.i64(at)) {
            days.push((row.i64(at), Scores::default()));
        }
        if let Some((_, scores)) = days.last_mut() {
            scores.add(score, row.i64(at + 2));
        }
    }
    days.into_iter().map(|(_, scores)| scores).collect()
}
