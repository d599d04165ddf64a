//! What somebody may take a number for who holds an identity card under a kiosk's reader. Nothing of it names anybody on the screen.

use super::AppointmentView;
use super::appointments::{PHONE_DIGITS, view};
use super::leaf::Place;
use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::catalogue::fold;
use domain::kernel::{StreamId, Value};

impl App {
    /// The newest result that lies at a centre for the person on a card: the same number and, marks apart, the same name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn result_for_card(&self, unit: &str, number: &str, name: &str) -> Result<Option<StreamId>> {
        const LOOKED_THROUGH: i64 = 50;
        let people = self.store().find_subjects(self.tenant(), "", number).await?;
        for subject in people {
            let data = self.subject_data(subject).await?;
            let same = |data: crate::SubjectData| data.id_number == number && fold(&data.name) == fold(name);
            if !data.is_some_and(same) {
                continue;
            }
            let lines = self.dossiers_of(subject, &Place::BEGIN_FALLING, LOOKED_THROUGH).await?;
            let here = |line: &&super::DossierLine| line.phase == "ready" && line.receiving_unit == unit;
            if let Some(line) = lines.iter().find(here) {
                return Ok(Some(line.dossier));
            }
        }
        Ok(None)
    }

    /// Today's appointment of a hall by who it is for and the last digits of the phone: for whoever has a card and no code. None also when several fit.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn appointment_by_name(
        &self,
        hall: &str,
        name: &str,
        phone_end: &str,
    ) -> Result<Option<AppointmentView>> {
        if phone_end.len() != PHONE_DIGITS || !phone_end.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let day = self.directory().day(self.now());
        let values: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::APPOINTMENTS_OF_DAY, &values).await?;
        let mut found = Vec::new();
        for booked in rows.iter().map(view) {
            let person = self.subject_data(booked.person).await?;
            if person.is_some_and(|one| fold(&one.name) == fold(name) && one.phone.ends_with(phone_end)) {
                found.push(booked);
            }
        }
        Ok(if found.len() == 1 { found.pop() } else { None })
    }
}
