//! Side by side: many small things a job has to do, a few at a time.

use app::{App, IdSource};
use futures::future::join_all;
use futures::stream::iter;
use futures::{Stream, StreamExt, TryStreamExt};
use std::future::Future;
use std::sync::Arc;
use store::Rounds;

/// Sánh hàng: how many things are done at once, and by whom.
pub struct Abreast {
    views: Vec<App>,
    /// In a seeded run: what is done side by side is written in the order of the things.
    rounds: Option<Arc<Rounds>>,
}

impl Abreast {
    /// So many at once.
    #[must_use]
    pub fn new(app: &App, width: usize) -> Self {
        Self { views: vec![app.clone(); width.max(1)], rounds: None }
    }

    /// The same for a seeded run, with nobody else at work in these rounds meanwhile. Ids come from so many nodes from
    /// `first_node` on.
    #[must_use]
    pub fn in_rounds(app: &App, rounds: &Arc<Rounds>, width: usize, first_node: i64) -> Self {
        // In both rows by turns: while one is written the other is decided.
        let view = |(number, node): (usize, i64)| {
            let store = app.store().in_rounds(rounds, number % 2, number / 2);
            app.lane(Arc::clone(app.clock()), IdSource::counting(node), store)
        };
        Self {
            views: (0..width.max(1)).zip(first_node..).map(view).collect(),
            rounds: Some(Arc::clone(rounds)),
        }
    }

    /// How many at once.
    #[must_use]
    pub fn width(&self) -> usize {
        self.views.len()
    }

    /// Who asks and writes beside them: in a seeded run what they wrote is seen before it is committed.
    #[must_use]
    pub(crate) fn app(&self) -> Option<&App> {
        self.views.first()
    }

    /// True in a seeded run.
    #[must_use]
    pub(crate) fn is_in_rounds(&self) -> bool {
        self.rounds.is_some()
    }

    /// Does all things of all pages, and hears what each came to, in any order: the next page is read while the last things of the one before
    /// are under way. Outside of a seeded run.
    ///
    /// # Errors
    /// The first page that could not be read; what had begun was done.
    pub(crate) async fn flow<T, R, E, F>(
        &self,
        pages: impl Stream<Item = Result<Vec<T>, E>>,
        act: impl Fn(App, T) -> F,
        mut hear: impl FnMut(R),
    ) -> Result<(), E>
    where
        F: Future<Output = R>,
    {
        let mut unread = Ok(());
        let things = pages.map(|page| page.map(|page| iter(page.into_iter().map(Ok::<T, E>)))).try_flatten();
        // All views are the same outside of a seeded run.
        let Some(view) = self.views.first() else { return Ok(()) };
        let acts = things.map(|thing: Result<T, E>| {
            let acting = thing.map(|thing| act(view.clone(), thing));
            async move {
                match acting {
                    Ok(acting) => Ok(acting.await),
                    Err(error) => Err(error),
                }
            }
        });
        let mut outcomes = std::pin::pin!(acts.buffer_unordered(self.width()));
        while let Some(outcome) = outcomes.next().await {
            match outcome {
                Ok(outcome) => hear(outcome),
                Err(error) => unread = unread.and(Err(error)),
            }
        }
        unread
    }

    /// Does all of them and gives what each came to, in the order of the things.
    pub async fn each<T, R, F>(&self, things: Vec<T>, act: impl Fn(App, T) -> F) -> Vec<R>
    where
        F: Future<Output = R>,
    {
        let Some(rounds) = &self.rounds else {
            let acts = things.into_iter().zip(self.views.iter().cycle());
            let acts = acts.map(|(thing, view)| act(view.clone(), thing)).collect::<Vec<_>>();
            return futures::stream::iter(acts).buffered(self.width()).collect().await;
        };
        let mut outcomes = Vec::with_capacity(things.len());
        let mut things = things.into_iter();
        loop {
            let some: Vec<T> = things.by_ref().take(self.width()).collect();
            if some.is_empty() {
                break;
            }
            rounds.begin([some.len().div_ceil(2), some.len() / 2]);
            let acts = some.into_iter().zip(&self.views).enumerate().map(|(number, (thing, view))| {
                let acting = act(view.clone(), thing);
                async move {
                    let outcome = acting.await;
                    rounds.rest(number % 2);
                    outcome
                }
            });
            outcomes.extend(join_all(acts).await);
        }
        outcomes
    }
}
