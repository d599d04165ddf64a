//! What a message says: made at the moment of sending from what it is about and the person's data, and never stored. Pages that
//! preview a message use the same.

use crate::error::{AppError, Result};
use crate::subject::SubjectData;
use crate::{App, Directory};
use domain::dossier::{self, State};
use domain::kernel::{Millis, StreamId};
use domain::message::About;
use domain::{Event, appointment, message, ticket};
use jiff::civil::Weekday;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A message ready to go.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText {
    /// Of an SMS, with marks.
    pub sms: String,
    /// Subject line of a letter.
    pub subject: String,
    /// Text of a letter.
    pub mail: String,
}

/// A text may name a person: never printed by accident.
impl std::fmt::Debug for MessageText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageText").finish_non_exhaustive()
    }
}

/// What becomes of a message that is to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageNow {
    /// It is sent to that person.
    Says(Box<SubjectData>, MessageText),
    /// The person was erased.
    Nobody,
    /// What it was to tell is over: the ticket was called, the appointment was given back.
    Over,
}

/// What a message tells.
#[derive(Clone, Copy, Debug)]
pub enum Occasion<'a> {
    /// How a dossier stands.
    Dossier {
        /// The dossier.
        state: &'a State,
        /// Leads to its page.
        link: &'a str,
        /// Of no length where the occasion has none.
        reason: &'a str,
    },
    /// How many are before a ticket.
    Ticket {
        /// The ticket.
        state: &'a ticket::State,
        /// How many.
        before: i64,
        /// Leads to its page.
        link: &'a str,
    },
    /// When somebody is expected.
    Appointment {
        /// Hall code.
        hall: &'a str,
        /// The booking.
        booking: &'a appointment::Booking,
        /// Leads to its page.
        link: &'a str,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    sms: String,
    subject: String,
    mail: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Parts {
    no_apology: String,
    apologised: String,
    until: String,
    until_none: String,
    fee_due: String,
    fee_none: String,
    next: String,
    before: String,
    area: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Texts {
    parts: Parts,
    #[serde(flatten)]
    templates: BTreeMap<String, Template>,
}

/// The texts of both languages.
#[derive(Clone, Debug)]
pub struct MessageWords {
    vi: Texts,
    en: Texts,
}

/// What the places of a template are filled with.
type Fill = BTreeMap<&'static str, String>;

impl MessageWords {
    /// The shipped texts.
    ///
    /// # Errors
    /// When a file is missing or not of its shape; a test keeps them whole.
    pub fn shipped() -> Result<Self> {
        let read = |language: &str| -> Result<Texts> {
            let name = format!("messages/{language}.toml");
            let text = crate::shipped_file(&name).ok_or(AppError::NotFound("message texts"))?;
            toml::from_str(&text).map_err(|error| AppError::Setup(Box::new(error)))
        };
        Ok(Self { vi: read("vi")?, en: read("en")? })
    }

    /// What a message of that template tells a person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a template nobody wrote, [`AppError::Setup`] for a place nothing fills.
    pub fn text(
        &self,
        template: &str,
        told: Occasion<'_>,
        to: &SubjectData,
        directory: &Directory,
    ) -> Result<MessageText> {
        let english = to.language == "en";
        let texts = if english { &self.en } else { &self.vi };
        let found = texts.templates.get(template).ok_or(AppError::NotFound("message template"))?;
        let mut fill = match told {
            Occasion::Dossier { state, link, reason } => {
                of_dossier(texts, english, state, directory, (link, reason))
            }
            Occasion::Ticket { state, before, link } => {
                of_ticket(texts, english, state, directory, (before, link))
            }
            Occasion::Appointment { hall, booking, link } => {
                of_appointment(english, booking, directory, (hall, link))
            }
        };
        fill.insert("name", to.name.clone());
        Ok(MessageText {
            sms: one_line(&filled(&found.sms, &fill)?),
            subject: one_line(&filled(&found.subject, &fill)?),
            mail: filled(found.mail.trim_start(), &fill)?,
        })
    }
}

fn of_dossier(
    texts: &Texts,
    english: bool,
    about: &State,
    directory: &Directory,
    (link, reason): (&str, &str),
) -> Fill {
    let when = |at: Option<Millis>| at.map(|at| when(directory, at, english)).unwrap_or_default();
    let unit = directory.unit(&about.plan.receiving_unit);
    let unit = unit.map_or_else(
        || about.plan.receiving_unit.clone(),
        |unit| {
            if english && !unit.name_en.is_empty() { unit.name_en.clone() } else { unit.name.clone() }
        },
    );
    let asked = about.supplements.last().map(|asked| asked.items.as_slice()).unwrap_or_default();
    let names: Vec<&str> = asked.iter().map(|item| item.name.trim()).collect();
    let list: Vec<String> =
        asked.iter().map(|item| format!("- {}: {}", item.name.trim(), item.reason.trim())).collect();
    // The sign ₫ is in no alphabet of short messages.
    let fee = about.plan.fee().to_string().replace('₫', "đồng");
    let fee_line = if about.fee_paid { &texts.parts.fee_none } else { &texts.parts.fee_due };
    let until = directory.waits_until(about).map(|at| texts.parts.until.replace("{until}", &when(Some(at))));
    let mut fill = of_extension(about, english, directory, link);
    if let Some(silence) = &about.plan.silence {
        fill.extend([
            ("days", silence.working_days.to_string()),
            ("rule", format!("{}, {}", silence.rule.document, silence.rule.article)),
        ]);
    }
    fill.extend([
        ("code", about.code.clone()),
        ("procedure", about.plan.procedure.name.clone()),
        ("unit", unit),
        ("due", when(about.promise().map(|promise| promise.due_at))),
        ("first_due", when(about.promise().map(|promise| promise.first_due_at))),
        ("ready", when(about.ready_at())),
        ("items", names.join("; ")),
        ("list", list.join("\n")),
        ("count", asked.len().to_string()),
        ("reason", reason.trim().trim_end_matches('.').to_owned()),
        ("apology", apology(texts, about, &when)),
        ("fee_line", fee_line.replace("{fee}", &fee)),
        ("fee", fee),
        ("until_line", until.unwrap_or_else(|| texts.parts.until_none.clone())),
        ("link", link.to_owned()),
    ]);
    fill
}

/// The apology that was signed for the promise in force, or that there is none.
fn apology(texts: &Texts, about: &State, when: &impl Fn(Option<Millis>) -> String) -> String {
    let Some(given) = about.apologised() else { return texts.parts.no_apology.clone() };
    let due = when(about.promise().map(|promise| promise.due_at));
    texts.parts.apologised.replace("{due}", &due).replace("{at}", &when(Some(given.at)))
}

/// What the apology itself tells: what was promised, who is late, who answers, where the letter is.
fn of_extension(about: &State, english: bool, directory: &Directory, link: &str) -> Fill {
    let Some(given) = about.extension() else { return Fill::new() };
    let unit = directory.unit(&given.unit);
    let agency = unit.map_or(given.unit.as_str(), |unit| named(&unit.name, &unit.name_en, english));
    let title = directory.titled(&given.position, english);
    let signer = [directory.person_name(&given.by), title].into_iter().filter(|part| !part.is_empty());
    let phone = unit.map(|unit| unit.phone.trim()).filter(|phone| !phone.is_empty());
    let answers = signer.chain(phone).collect::<Vec<_>>().join(", ");
    Fill::from([
        ("was_due", when(directory, given.was_due_at, english)),
        ("new_due", when(directory, given.due_at, english)),
        ("agency", agency.to_owned()),
        ("answers", answers),
        ("why", given.reason.trim().trim_end_matches('.').to_owned()),
        ("letter", format!("{link}/apology.pdf")),
    ])
}

const fn named<'a>(name: &'a str, name_en: &'a str, english: bool) -> &'a str {
    if english && !name_en.is_empty() { name_en } else { name }
}

fn of_ticket(
    texts: &Texts,
    english: bool,
    ticket: &ticket::State,
    directory: &Directory,
    (before, link): (i64, &str),
) -> Fill {
    let before = match before {
        0 => texts.parts.next.clone(),
        many => texts.parts.before.replace("{before}", &many.to_string()),
    };
    Fill::from([
        ("label", ticket::label(&ticket.series, ticket.number)),
        ("hall", waits_at(texts, directory, ticket, english)),
        ("before", before),
        ("link", link.to_owned()),
    ])
}

fn of_appointment(
    english: bool,
    booking: &appointment::Booking,
    directory: &Directory,
    (hall, link): (&str, &str),
) -> Fill {
    Fill::from([
        ("label", appointment::label(&booking.series, booking.number)),
        ("hall", hall_name(directory, hall, english)),
        ("from", when(directory, booking.from, english)),
        ("link", link.to_owned()),
    ])
}

/// The area where somebody waits; where there is none, or more than one, the hall. Who took a number knows the hall, and a short message has no room for both.
fn waits_at(texts: &Texts, directory: &Directory, ticket: &ticket::State, english: bool) -> String {
    let areas = directory.catalogue().areas_for(&ticket.hall, &ticket.field, &ticket.only_counter);
    match areas.as_slice() {
        [area] => {
            let name = if english { &area.name_en } else { &area.name };
            texts.parts.area.replace("{area}", name)
        }
        _ => hall_name(directory, &ticket.hall, english),
    }
}

fn hall_name(directory: &Directory, code: &str, english: bool) -> String {
    directory.hall(code).map_or_else(
        || code.to_owned(),
        |hall| if english && !hall.name_en.is_empty() { hall.name_en.clone() } else { hall.name.clone() },
    )
}

/// Fills the places of a text in one pass: what is filled in is never looked at again, so a name with braces stays a name.
fn filled(text: &str, fill: &Fill) -> Result<String> {
    let mut out = String::with_capacity(text.len() + 80);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let unknown = || AppError::Setup(format!("a place nothing fills: {{{after}").into());
        let (place, behind) = after.split_once('}').ok_or_else(unknown)?;
        out.push_str(before);
        out.push_str(fill.get(place).ok_or_else(unknown)?);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `15:20 thứ Sáu 27/11/2026`, `15:20 Friday 27/11/2026`.
fn when(directory: &Directory, at: Millis, english: bool) -> String {
    let local = directory.calendar().local(at);
    let weekday = match (local.date().weekday(), english) {
        (Weekday::Monday, false) => "thứ Hai",
        (Weekday::Tuesday, false) => "thứ Ba",
        (Weekday::Wednesday, false) => "thứ Tư",
        (Weekday::Thursday, false) => "thứ Năm",
        (Weekday::Friday, false) => "thứ Sáu",
        (Weekday::Saturday, false) => "thứ Bảy",
        (Weekday::Sunday, false) => "Chủ nhật",
        (Weekday::Monday, true) => "Monday",
        (Weekday::Tuesday, true) => "Tuesday",
        (Weekday::Wednesday, true) => "Wednesday",
        (Weekday::Thursday, true) => "Thursday",
        (Weekday::Friday, true) => "Friday",
        (Weekday::Saturday, true) => "Saturday",
        (Weekday::Sunday, true) => "Sunday",
    };
    local.strftime(&format!("%H:%M {weekday} %d/%m/%Y")).to_string()
}

impl App {
    /// What a message says now, and to whom: the person's newest data.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when something cannot be read.
    pub async fn message_text(&self, words: &MessageWords, message: &message::State) -> Result<MessageNow> {
        let Some(to) = self.subject_data(message.subject).await? else { return Ok(MessageNow::Nobody) };
        let (directory, template) = (self.directory(), message.template.as_str());
        let link = |path: &str| format!("{}/{path}", self.public_address().trim_end_matches('/'));
        let text = match message.about {
            About::Dossier(stream) => {
                let (_, state) = self.dossier_state(stream).await?;
                let reason = self.reason_told(stream, template).await?;
                let link = link(&format!("d/{}", state.intake.token));
                let told = Occasion::Dossier { state: &state, link: &link, reason: &reason };
                words.text(template, told, &to, &directory)?
            }
            About::Ticket(stream) => {
                let Some(before) = self.before_ticket(stream).await? else { return Ok(MessageNow::Over) };
                let Some(state) = self.ticket_state(stream).await? else { return Ok(MessageNow::Over) };
                let link = link(&format!("t/{}", state.token));
                words.text(
                    template,
                    Occasion::Ticket { state: &state, before, link: &link },
                    &to,
                    &directory,
                )?
            }
            About::Appointment { book, number } => {
                let Some((hall, booking)) = self.booking(book, number).await? else {
                    return Ok(MessageNow::Over);
                };
                let link = link(&format!("a/{}", booking.token));
                let told = Occasion::Appointment { hall: &hall, booking: &booking, link: &link };
                words.text(template, told, &to, &directory)?
            }
        };
        Ok(MessageNow::Says(Box::new(to), text))
    }

    /// The reason that goes with the last event a template tells.
    async fn reason_told(&self, dossier: StreamId, template: &str) -> Result<String> {
        if !matches!(template, "corrected" | "stopped" | "refused") {
            return Ok(String::new());
        }
        for envelope in self.history(dossier).await?.iter().rev() {
            match (template, envelope.event()?) {
                ("corrected", Event::Dossier(dossier::Event::DossierCorrected { reason, .. }))
                | ("stopped", Event::Dossier(dossier::Event::DossierStopped { reason, .. })) => {
                    return Ok(reason);
                }
                ("refused", Event::Dossier(dossier::Event::ResolutionRefused { reasons, .. })) => {
                    return Ok(reasons.join("; "));
                }
                _ => {}
            }
        }
        Ok(String::new())
    }
}
