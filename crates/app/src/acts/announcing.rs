//! Whoever runs a hall tells everybody in it something, and takes it back.

use crate::error::{AppError, Result};
use crate::work::Work;
use domain::announcement::{self, Tell};
use domain::kernel::{Kind, Millis};
use policy::{Action, Resource};

const DAY_MS: Millis = 86_400_000;

impl Work<'_> {
    /// Tells a hall something until an instant of today.
    pub(crate) async fn tell_hall(
        &mut self,
        hall: &str,
        text: String,
        text_en: String,
        until: Option<Millis>,
    ) -> Result<()> {
        let calendar = self.directory.calendar();
        let day_ends = calendar.midnight(calendar.local_date(self.now)) + DAY_MS;
        let tell = Tell { text, text_en, until, day_ends };
        self.announcement_command(hall, announcement::Command::Tell(tell)).await
    }

    /// Takes something back that was told today.
    pub(crate) async fn withdraw_announcement(&mut self, hall: &str, number: i64) -> Result<()> {
        self.announcement_command(hall, announcement::Command::Withdraw { number }).await
    }

    async fn announcement_command(&mut self, hall: &str, command: announcement::Command) -> Result<()> {
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::AnnounceInHall, &Resource::ticket(&self.directory.unit_path(&unit)))?;
        let stream = announcement::stream_of(hall, self.day);
        self.load(stream, Kind::Announcement).await?;
        let by = self.actor.person();
        let decided =
            announcement::decide(self.announcement(stream), (hall, self.day), command, by, self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }
}
