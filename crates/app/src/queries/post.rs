//! What came by post: what waits, what was entered or struck, how long it lies.

use super::statements::post as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::post;
use store::Row;

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostLine {
    /// Stream of what came on that day.
    pub post: StreamId,
    /// Number within the hall and the day.
    pub item: i64,
    /// Hall code.
    pub hall: String,
    /// Local date it came.
    pub day: i64,
    /// Number of the sack within the hall and the day.
    pub sack: i64,
    /// Its code.
    pub code: String,
    /// `waiting`, `entered`, `struck`.
    pub status: String,
    /// Who scanned it in.
    pub scanned_by: String,
    /// Instant it was scanned in.
    pub scanned_at: Millis,
    /// Instant from which it is to be entered soon.
    pub yellow_at: Millis,
    /// Instant by which it is to be entered.
    pub enter_by: Millis,
    /// The dossier, or its draft while it waits.
    pub dossier: Option<StreamId>,
    /// `received`, `supplement_asked`, `refused`; of no length before.
    pub ended: String,
    /// Who entered or struck it.
    pub decided_by: String,
    /// Why it was struck.
    pub reason: String,
    /// Instant of that.
    pub decided_at: Option<Millis>,
    /// Code of the dossier, the provisional one before it was received.
    pub dossier_code: String,
}

/// What waits in a hall, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PostCounted {
    /// Items that wait.
    pub waiting: i64,
    /// Of these, how many should have been entered by now.
    pub late: i64,
    /// Instant by which the first of them is to be entered, none when nothing waits.
    pub first_by: Option<Millis>,
}

/// Waiting items a page shows.
const WAITING_SHOWN: i64 = 200;

impl App {
    /// Items of a hall that wait, those first that are to be entered first, at most two hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn post_waiting(&self, hall: &str) -> Result<Vec<PostLine>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), WAITING_SHOWN.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_ITEMS_WAITING, &values).await?;
        Ok(rows.iter().map(line).collect())
    }

    /// Items of a hall that were `entered` or `struck` since an instant, the last first, at most two hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn post_decided(&self, hall: &str, status: &str, since: Millis) -> Result<Vec<PostLine>> {
        let values: [Value; 4] = [self.tenant().into(), hall.into(), status.into(), since.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_ITEMS_DECIDED, &values).await?;
        Ok(rows.iter().map(line).collect())
    }

    /// One item.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_item(&self, post: StreamId, item: i64) -> Result<Option<PostLine>> {
        let values: [Value; 3] = [self.tenant().into(), post.into(), item.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_ITEM, &values).await?;
        Ok(rows.first().map(line))
    }

    /// The item of a hall that bears a code and waits, or came on that day (`yyyymmdd`) and was not struck.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_item_by_code(&self, hall: &str, code: &str, day: i64) -> Result<Option<PostLine>> {
        let values: [Value; 4] = [self.tenant().into(), hall.into(), code.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_ITEM_BY_CODE, &values).await?;
        Ok(rows.first().map(line))
    }

    /// The item that waits and of which this draft is kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_item_of_draft(&self, draft: StreamId) -> Result<Option<PostLine>> {
        let values: [Value; 2] = [self.tenant().into(), draft.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_ITEM_OF_DRAFT, &values).await?;
        Ok(rows.first().map(line))
    }

    /// How many items wait in a hall, and how many of them too long.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn post_counted(&self, hall: &str, now: Millis) -> Result<PostCounted> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), now.into()];
        let rows = self.store().query(self.tenant(), &sql::POST_COUNTED, &values).await?;
        Ok(rows.first().map_or_else(PostCounted::default, |row| PostCounted {
            waiting: row.i64(0),
            late: row.i64(1),
            first_by: row.i64_or_none(2),
        }))
    }

    /// What came by post to a hall on a day, whole; none when nothing did.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn post_of_day(&self, post: StreamId) -> Result<Option<post::State>> {
        let loaded = self.store().load(self.tenant(), &[post]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Post(state) => state.map(|state| *state),
            _ => None,
        }))
    }
}

fn line(row: &Row) -> PostLine {
    PostLine {
        post: StreamId(row.i64(0)),
        item: row.i64(1),
        hall: row.text(2).to_owned(),
        day: row.i64(3),
        sack: row.i64(4),
        code: row.text(5).to_owned(),
        status: row.text(6).to_owned(),
        scanned_by: row.text(7).to_owned(),
        scanned_at: row.i64(8),
        yellow_at: row.i64(9),
        enter_by: row.i64(10),
        dossier: row.i64_or_none(11).map(StreamId),
        ended: row.text(12).to_owned(),
        decided_by: row.text(13).to_owned(),
        reason: row.text(14).to_owned(),
        decided_at: row.i64_or_none(15),
        dossier_code: row.text(16).to_owned(),
    }
}
