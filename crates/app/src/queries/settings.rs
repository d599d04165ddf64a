//! Settings of the province that an administrator switches.

use crate::App;
use crate::actor::Actor;
use crate::error::{AppError, Result};
use crate::execute::failure;
use calendar::CalendarFile;
use policy::{Action, Resource};

/// A day of the calendar that the sources leave open: off or not, as the province decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarSwitch {
    /// Its name, behind `calendar.switch.`.
    pub name: String,
    /// The date, `yyyy-mm-dd`.
    pub date: String,
    /// What the day is.
    pub title: String,
    /// True when nobody works on it now.
    pub on: bool,
}

impl App {
    /// Days that are switched on or off by the province.
    ///
    /// # Errors
    /// When the shipped calendar cannot be read.
    pub fn calendar_switches(&self) -> Result<Vec<CalendarSwitch>> {
        let text = crate::shipped_calendar("vn-public").ok_or(AppError::NotFound("calendar"))?;
        let file = CalendarFile::parse(&text).map_err(|error| AppError::Setup(Box::new(error)))?;
        let directory = self.directory();
        Ok(file
            .off
            .iter()
            .filter(|day| !day.switch.is_empty())
            .map(|day| {
                let set = directory.setting(&format!("calendar.switch.{}", day.switch));
                CalendarSwitch {
                    name: day.switch.clone(),
                    date: day.date.to_string(),
                    title: day.name.clone(),
                    on: set.map_or(day.on, |value| value == "on"),
                }
            })
            .collect())
    }

    /// Switches a day of the calendar; promises made before keep their date.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` for an unknown switch, or when the store refuses.
    pub async fn switch_day(&self, actor: &Actor, name: &str, on: bool) -> Result<()> {
        self.permit(actor, Action::EditCatalogue, &Resource::page(&[]))?;
        if !self.calendar_switches()?.iter().any(|switch| switch.name == name) {
            return Err(AppError::NotFound("switch"));
        }
        let (key, value) = (format!("calendar.switch.{name}"), if on { "on" } else { "off" });
        self.store()
            .put_setting(self.tenant(), &key, value, actor.person(), self.now())
            .await
            .map_err(failure)?;
        self.reload().await
    }
}
