//! Settings of the province that an administrator switches.

use crate::App;
use crate::actor::Actor;
use crate::directory::{DoorSetting, HallVoice, Loudness, volume_of};
use crate::error::{AppError, Result};
use crate::execute::failure;
use calendar::CalendarFile;
use domain::kernel::{Refusal, Violation};
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
        self.put_setting(actor, &key, value).await?;
        self.reload().await
    }

    /// Sets the printer beside the kiosk of a hall: `host:port` and the dots across; an address of no length is none.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` for an unknown hall; `Refused` as `printer_malformed` with `address_malformed`; or when the store refuses.
    pub async fn set_printer(&self, actor: &Actor, hall: &str, address: &str, dots: u32) -> Result<()> {
        self.permit(actor, Action::EditCatalogue, &Resource::page(&[]))?;
        self.directory().hall(hall).ok_or(AppError::NotFound("hall"))?;
        let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
        let is_place = |host: &str| !host.is_empty() && !host.contains(char::is_whitespace);
        let is_whole = address.rsplit_once(':').is_some_and(|(host, port)| is_place(host) && is_port(port));
        if !address.is_empty() && !is_whole {
            let wrong = Violation::new("address", "address_malformed").with("typed", address);
            return Err(AppError::Refused(Refusal::new("printer_malformed").with(wrong)));
        }
        self.put_setting(actor, &format!("printer.{hall}"), address).await?;
        self.put_setting(actor, &format!("printer.{hall}.width"), &dots.to_string()).await?;
        self.reload().await
    }

    /// Sets how loud the displays of a hall (`area` of no length) or of one of its areas are at which hour. Of no length is loud all day for a hall, and
    /// as loud as its hall for an area.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` for an unknown hall or area; `Refused` as `volume_malformed`; or when the store refuses.
    pub async fn set_loudness(&self, actor: &Actor, hall: &str, area: &str, text: &str) -> Result<()> {
        self.permit(actor, Action::EditCatalogue, &Resource::page(&[]))?;
        let directory = self.directory();
        directory.hall(hall).ok_or(AppError::NotFound("hall"))?;
        if !area.is_empty() {
            directory.area(hall, area).ok_or(AppError::NotFound("area"))?;
        }
        if let Err(wrong) = Loudness::parse(text) {
            return Err(AppError::Refused(Refusal::new("volume_malformed").with(wrong)));
        }
        self.put_setting(actor, &volume_of(hall, area), text.trim()).await?;
        self.reload().await
    }

    /// Sets what the loudspeaker of a hall with areas says.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` for an unknown hall, or when the store refuses.
    pub async fn set_hall_voice(&self, actor: &Actor, hall: &str, voice: HallVoice) -> Result<()> {
        self.permit(actor, Action::EditCatalogue, &Resource::page(&[]))?;
        self.directory().hall(hall).ok_or(AppError::NotFound("hall"))?;
        self.put_setting(actor, &format!("display.{hall}.speaks"), voice.word()).await?;
        self.reload().await
    }

    async fn put_setting(&self, actor: &Actor, name: &str, value: &str) -> Result<()> {
        let put = self.store().put_setting(self.tenant(), name, value, actor.person(), self.now()).await;
        put.map_err(failure)
    }

    /// Sets what is asked at the door of a hall, from when until when, and how many may be inside.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound` for an unknown hall; `Refused` as `door_malformed` with `form_unknown`, `date_malformed`, `capacity_malformed`, `until_before_from`, naming
    /// all that is wrong; or when the store refuses.
    pub async fn set_door(&self, actor: &Actor, hall: &str, door: &DoorSetting) -> Result<()> {
        self.permit(actor, Action::EditCatalogue, &Resource::page(&[]))?;
        let directory = self.directory();
        directory.hall(hall).ok_or(AppError::NotFound("hall"))?;
        let mut refusal = Refusal::new("door_malformed");
        if !door.form.is_empty() && !directory.catalogue().declarations.contains_key(&door.form) {
            refusal = refusal.with(Violation::new("form", "form_unknown").with("typed", &door.form));
        }
        for (field, date) in [("from", &door.from), ("until", &door.until)] {
            if !date.is_empty() && date.parse::<jiff::civil::Date>().is_err() {
                refusal = refusal.with(Violation::new(field, "date_malformed").with("typed", date));
            }
        }
        if door.capacity.is_some_and(|most| most <= 0) {
            refusal = refusal.with(Violation::new("capacity", "capacity_malformed"));
        }
        if !door.until.is_empty() && door.until < door.from {
            refusal = refusal.with(Violation::new("until", "until_before_from").with("from", &door.from));
        }
        if !refusal.violations.is_empty() {
            return Err(AppError::Refused(refusal));
        }
        let capacity = door.capacity.map(|most| most.to_string()).unwrap_or_default();
        let values =
            [("form", &door.form), ("from", &door.from), ("until", &door.until), ("capacity", &capacity)];
        for (name, value) in values {
            self.put_setting(actor, &format!("door.{hall}.{name}"), value).await?;
        }
        self.reload().await
    }
}
