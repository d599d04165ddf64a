//! What comes by post: scanned in, struck off, entered. An item and the dossier made of it move together or not at all.

use crate::command::Post;
use crate::error::{AppError, Result};
use crate::forms::IntakeEnd;
use crate::work::{Work, refuse};
use domain::kernel::{Kind, StreamId};
use domain::post::{self, PostEnd, Scan};
use policy::{Action, Resource};

/// An item: what came on that day, and its number there.
pub(super) type ItemAt = (StreamId, i64);

impl Work<'_> {
    pub(crate) async fn post(&mut self, command: Post) -> Result<()> {
        match command {
            Post::Scan { hall, code } => self.scan_post_item(hall, code).await,
            Post::Enter { post, item, draft, form, end } => {
                self.need(post, Kind::Post).await?;
                let hall = self.post_of(post).hall.clone();
                self.intake((hall, String::new()), draft, *form, end, Some((post, item))).await
            }
            Post::Strike { post, item, reason } => {
                self.at_the_centre_of(post).await?;
                self.answer.post_item = Some((post, item));
                self.decide_post(post, post::Command::Strike { item, reason }).map(drop)
            }
            Post::CloseSack { post, sack } => {
                self.at_the_centre_of(post).await?;
                self.decide_post(post, post::Command::CloseSack { sack }).map(drop)
            }
        }
    }

    async fn scan_post_item(&mut self, hall: String, code: String) -> Result<()> {
        self.in_the_centre(&hall)?;
        let stream = post::stream_of(&hall, self.day);
        self.load(stream, Kind::Post).await?;
        let earlier = match post::read_code(&code) {
            Ok(code) => self.app.post_item_by_code(&hall, &code, self.day).await?,
            // What is wrong with it is said by the rules below.
            Err(_) => None,
        };
        let lamps = self.directory.post_lamps(self.now)?;
        let scan = Scan {
            code,
            waits_from_earlier: earlier.is_some_and(|item| item.day < self.day),
            yellow_at: lamps.yellow_at,
            enter_by: lamps.red_at,
        };
        let by = self.answerable().person().to_owned();
        let state = self.post_on_day(stream);
        let decided = post::decide(state, (&hall, self.day), post::Command::Scan(scan), &by, self.now);
        self.ledger.decided(stream, decided)?;
        self.answer.post_item = self.post_of(stream).items.last().map(|item| (stream, item.number));
        Ok(())
    }

    /// The item an intake is made of: the one that is named, or the one whose draft it goes on from. Nobody sat at a counter, so no slip of
    /// one was filled in.
    pub(super) async fn item_of_intake(
        &mut self,
        named: Option<ItemAt>,
        draft: Option<StreamId>,
        end: &IntakeEnd,
    ) -> Result<Option<ItemAt>> {
        let item = match (named, draft) {
            (None, Some(draft)) => {
                self.app.post_item_of_draft(draft).await?.map(|line| (line.post, line.item))
            }
            (named, _) => named,
        };
        if let Some((post, _)) = item {
            self.need(post, Kind::Post).await?;
            if matches!(end, IntakeEnd::EnterSlip(_)) {
                return refuse("post_item_by_slip");
            }
        }
        Ok(item)
    }

    /// What an intake made of an item.
    pub(super) fn item_answered(
        &mut self,
        (post, item): ItemAt,
        dossier: StreamId,
        outcome: &domain::dossier::Outcome,
    ) -> Result<()> {
        use domain::dossier::Outcome;
        let end = match outcome {
            Outcome::Receive | Outcome::ReceiveBySlip { .. } => PostEnd::Received,
            Outcome::AskSupplement { .. } => PostEnd::SupplementAsked,
            Outcome::Refuse { .. } => PostEnd::Refused,
            Outcome::Keep => {
                self.answer.post_item = Some((post, item));
                return self.decide_post(post, post::Command::Draft { item, dossier }).map(drop);
            }
        };
        self.answer.post_item = Some((post, item));
        self.decide_post(post, post::Command::Enter { item, dossier, end }).map(drop)
    }

    async fn at_the_centre_of(&mut self, post: StreamId) -> Result<()> {
        self.need(post, Kind::Post).await?;
        let hall = self.post_of(post).hall.clone();
        self.in_the_centre(&hall)
    }

    /// Whether this one may receive at the centre of a hall, with nobody at a counter.
    fn in_the_centre(&mut self, hall: &str) -> Result<()> {
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        let centre = Resource::counter(&self.directory.unit_path(&unit), None);
        self.authorise(Action::IntakeDossier, &centre)
    }

    fn post_of(&self, stream: StreamId) -> &post::State {
        self.post_on_day(stream).expect("it was needed, or something was just scanned in")
    }

    fn decide_post(&mut self, stream: StreamId, command: post::Command) -> Result<usize> {
        let by = self.answerable().person().to_owned();
        let state = self.post_of(stream);
        let decided = post::decide(Some(state), (&state.hall, state.day), command, &by, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }
}
