//! People known to the province, for the officer at the counter.

use super::dossiers::DossierLine;
use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use crate::subject::{SubjectData, digits};
use domain::dossier::Party;
use domain::kernel::{SubjectId, Value};

/// A person or organisation known from an earlier dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectLine {
    /// Subject.
    pub subject: SubjectId,
    /// Newest data.
    pub data: SubjectData,
}

impl App {
    /// The newest data of a subject, none when unknown or erased.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn subject_data(&self, subject: SubjectId) -> Result<Option<SubjectData>> {
        let kept = self.store().subject(self.tenant(), subject, None).await?;
        Ok(kept.filter(|kept| !kept.erased).and_then(|kept| serde_json::from_str(&kept.body).ok()))
    }

    pub(crate) async fn subject_version(&self, subject: SubjectId) -> Result<i64> {
        Ok(self.store().subject(self.tenant(), subject, None).await?.map_or(0, |kept| kept.version))
    }

    /// What events quote of somebody known.
    pub(crate) async fn party_in_force(&self, subject: SubjectId) -> Result<Party> {
        let kept = self.store().subject(self.tenant(), subject, None).await?;
        let kept = kept.filter(|kept| !kept.erased).ok_or(AppError::NotFound("subject"))?;
        Ok(Party { subject, version: kept.version, digest: kept.digest })
    }

    /// People by identity number, phone or name, as typed: with or without spaces and marks. At most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_people(&self, typed: &str) -> Result<Vec<SubjectLine>> {
        let number = digits(typed);
        let found = if number.len() >= 9 {
            let (phone, id_number) =
                if number.len() == 12 { ("", number.as_str()) } else { (number.as_str(), number.as_str()) };
            self.store().find_subjects(self.tenant(), phone, id_number).await?
        } else if typed.trim().chars().count() >= 2 {
            self.store().find_subjects_by_name(self.tenant(), &domain::catalogue::fold(typed)).await?
        } else {
            Vec::new()
        };
        let mut people = Vec::new();
        for subject in found {
            if let Some(data) = self.subject_data(subject).await? {
                people.push(SubjectLine { subject, data });
            }
        }
        Ok(people)
    }

    /// One page of the dossiers of people with that number, phone or name, typed with or without spaces and marks: person by
    /// person, each one's newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn dossiers_of_people(
        &self,
        typed: &str,
        wanted: Wanted<'_, OfPerson>,
    ) -> Result<Leaf<OfPerson>> {
        let Some(asked) = asked_for(typed) else { return Ok(Leaf { rows: Vec::new(), next: None }) };
        let mut filling = Filling::new(wanted, Place::BEGIN_FALLING);
        while let Some((after, most)) = filling.next_batch() {
            filling.take(self.of_people(&asked, &after, most).await?, OfPerson::place);
        }
        Ok(filling.leaf())
    }

    async fn of_people(&self, asked: &AskedFor, after: &Place, most: i64) -> Result<Vec<OfPerson>> {
        let wanted = usize::try_from(most).unwrap_or(0);
        let mut from = SubjectId(after.word.parse().unwrap_or(i64::MAX));
        let mut found = Vec::new();
        loop {
            let people = self.people(asked, from).await?;
            for subject in &people {
                // The place is within the dossiers of the person the page before ended with.
                let within = if after.word == subject.to_string() { after } else { &Place::BEGIN_FALLING };
                let missing = i64::try_from(wanted - found.len()).unwrap_or(0);
                let lines = self.dossiers_of(*subject, within, missing).await?;
                if lines.is_empty() {
                    continue;
                }
                let Some(data) = self.subject_data(*subject).await? else { continue };
                let of_person = |dossier| OfPerson { applicant: data.clone(), dossier };
                found.extend(lines.into_iter().map(of_person));
                if found.len() >= wanted {
                    return Ok(found);
                }
            }
            match people.last() {
                Some(last) if people.len() >= PEOPLE_AT_ONCE => from = SubjectId(last.0 - 1),
                _ => return Ok(found),
            }
        }
    }

    async fn people(&self, asked: &AskedFor, from: SubjectId) -> Result<Vec<SubjectId>> {
        let mut values: Vec<Value> = vec![self.tenant().into(), from.into()];
        let statement = match asked {
            AskedFor::Number { phone, id_number } => {
                values.extend([phone.as_str().into(), id_number.as_str().into()]);
                &sql::PEOPLE_BY_NUMBER
            }
            AskedFor::Name(pattern) => {
                values.push(pattern.as_str().into());
                &sql::PEOPLE_BY_NAME
            }
        };
        let rows = self.store().query(self.tenant(), statement, &values).await?;
        Ok(rows.iter().map(|row| SubjectId(row.i64(0))).collect())
    }
}

/// People a statement gives at once.
const PEOPLE_AT_ONCE: usize = 20;

/// A dossier of somebody found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPerson {
    /// Newest data of the applicant.
    pub applicant: SubjectData,
    /// The dossier.
    pub dossier: DossierLine,
}

impl OfPerson {
    fn place(&self) -> Place {
        let word = self.dossier.applicant.to_string();
        Place { word, ..Place::new(self.dossier.created_at, self.dossier.dossier.0) }
    }
}

/// What was typed, as people are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum AskedFor {
    Number { phone: String, id_number: String },
    Name(String),
}

/// A phone or identity number, else a part of a name; nothing where too little was typed to mean anybody.
fn asked_for(typed: &str) -> Option<AskedFor> {
    let number = digits(typed);
    if number.len() >= 9 {
        let phone = if number.len() == 12 { String::new() } else { number.clone() };
        return Some(AskedFor::Number { phone, id_number: number });
    }
    let folded = domain::catalogue::fold(typed).replace(['%', '_'], " ");
    (folded.trim().chars().count() >= 2).then(|| AskedFor::Name(format!("%{folded}%")))
}
