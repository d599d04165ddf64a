//! Answers of the planner: worked out beside the threads that serve pages, two at a time, and kept for whoever asks the same again.

use crate::fault::Fault;
use ::plan::{Answer, Known, Question, Unplanned};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// So many are worked out at once: each takes a core while it lasts.
const AT_ONCE: usize = 2;
/// Whoever comes while all places are taken waits so long for one.
const PATIENCE: Duration = Duration::from_secs(3);
/// So many are kept, the latest.
const KEPT: usize = 8;

/// A question with what was known when it was answered.
struct Kept {
    question: Question,
    known: Arc<Known>,
    answer: Arc<Answer>,
}

/// The planner's place in the house.
pub(crate) struct Answers {
    places: Arc<Semaphore>,
    patience: Duration,
    kept: Mutex<VecDeque<Kept>>,
}

impl Default for Answers {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), patience: PATIENCE, kept: Mutex::default() }
    }
}

impl Answers {
    /// The answer; none while others are being worked out. What is kept is used as long as what is known of the hall is the same.
    pub(super) async fn to(
        &self,
        question: &Question,
        known: &Arc<Known>,
    ) -> Result<Option<Arc<Answer>>, Fault> {
        if let Some(answer) = self.find(question, known) {
            return Ok(Some(answer));
        }
        let place = Arc::clone(&self.places).acquire_owned();
        let Ok(place) = tokio::time::timeout(self.patience, place).await else { return Ok(None) };
        let place = place.map_err(|_| Fault::Failed)?;
        let (asked, of) = (question.clone(), Arc::clone(known));
        let worked_out = tokio::task::spawn_blocking(move || {
            // Held until it is done, even when nobody waits for it any more.
            let _place = place;
            asked.answered(&of)
        });
        let answer = worked_out.await.map_err(|_| Fault::Failed)?.map_err(|unplanned: Unplanned| {
            tracing::error!(%unplanned, "a day could not be lived through again");
            Fault::Failed
        })?;
        let answer = Arc::new(answer);
        let kept = Kept { question: question.clone(), known: Arc::clone(known), answer: Arc::clone(&answer) };
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_back(kept);
        if all.len() > KEPT {
            all.pop_front();
        }
        Ok(Some(answer))
    }

    fn find(&self, question: &Question, known: &Arc<Known>) -> Option<Arc<Answer>> {
        let all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let same = all.iter().find(|kept| kept.question == *question && kept.known == *known)?;
        Some(Arc::clone(&same.answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ticket::QueueRules;

    fn known() -> Arc<Known> {
        let day = app::queries::HallDay {
            hall: "H1".to_owned(),
            day: 20_261_120,
            midnight: 0,
            hours: vec![(0, 3_600_000)],
            tickets: Vec::new(),
            counters: Vec::new(),
        };
        Arc::new(Known {
            hall: "H1".to_owned(),
            day: 20_261_120,
            days: vec![day],
            rules: QueueRules::default(),
            promised_ms: 600_000,
        })
    }

    #[tokio::test]
    async fn whoever_asks_while_two_are_worked_out_is_told_so_unless_the_answer_is_kept() {
        let answers = Answers { patience: Duration::ZERO, ..Answers::default() };
        let known = known();
        let question = |seeds| Question { seeds, ..Question::default() };
        let first = answers.to(&question(1), &known).await.expect("no fault").expect("a place is free");
        let taken = Arc::clone(&answers.places).acquire_many_owned(2).await.expect("both");
        assert_eq!(answers.to(&question(2), &known).await, Ok(None));
        let again = answers.to(&question(1), &known).await.expect("no fault").expect("kept");
        assert!(Arc::ptr_eq(&first, &again));
        let promised_less = Arc::new(Known { promised_ms: 60_000, ..(*known).clone() });
        assert_eq!(answers.to(&question(1), &promised_less).await, Ok(None), "something else is known now");
        drop(taken);
        assert!(answers.to(&question(2), &known).await.expect("no fault").is_some());
    }

    #[tokio::test]
    async fn only_the_latest_answers_are_kept() {
        let (answers, known) = (Answers::default(), known());
        for seeds in 1..=9 {
            let question = Question { seeds, ..Question::default() };
            answers.to(&question, &known).await.expect("no fault").expect("a place is free");
        }
        let kept = |seeds| answers.find(&Question { seeds, ..Question::default() }, &known).is_some();
        assert!(!kept(1) && kept(2) && kept(9));
    }
}
