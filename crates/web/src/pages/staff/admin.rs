//! Quản trị: who works here and who may sign in, who is away, days of the calendar that are open, messages nobody knows the fate of.

use super::names::Names;
use super::paging::PAGE;
use super::sent::{Sent, Which, again};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::encoded;
use crate::look;
use crate::page::{self, Page};
use crate::pages::display::area_words;
use crate::parts::{Chip, ErrorSummary, KeyBar, Pager, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::{Command, DoorSetting, HallVoice, Printer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::StreamId;
use domain::message::Channel;
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let admin = Access::Staff(Action::SeeAdmin);
    let again = Access::Staff(Action::SeeReturns);
    vec![
        Route::get("/admin", admin, show),
        Route::post("/admin/calendar", admin, switch),
        Route::post("/admin/door", admin, set_door),
        Route::post("/admin/printer", admin, set_printer),
        Route::post("/admin/volume", admin, set_volume),
        Route::get("/messages", again, messages),
        Route::post("/messages/{message}/again", again, send_again),
    ]
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PersonRow {
    name: String,
    code: String,
    title: String,
    unit: String,
    role: String,
    /// How the person signs in: the state of the account, in words.
    account: String,
    open: bool,
}

/// A leave.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AbsenceRow {
    name: String,
    from: String,
    until: String,
    substitute: String,
    reason: String,
    now: bool,
}

/// A day that is switched.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SwitchRow {
    name: String,
    title: String,
    date: String,
    on: bool,
}

/// What is asked at the door of a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DoorRow {
    hall: String,
    name: String,
    /// It is asked today.
    on: bool,
    form: String,
    from: String,
    until: String,
    capacity: String,
}

/// The printer beside the kiosk of a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PrinterRow {
    hall: String,
    name: String,
    /// `host:port`, of no length without one.
    address: String,
    /// For paper of 58 mm.
    narrow: bool,
}

/// How loud the displays of a hall are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VolumeRow {
    hall: String,
    name: String,
    /// Code of an area, of no length for the whole hall.
    area: String,
    /// Address of its display.
    display: String,
    /// `07:00-09:00 60, 11:30-13:30 30`, of no length for loud all day, or as loud as the hall.
    volume: String,
    /// Percent now.
    now: i64,
    /// What the hall's own loudspeaker says: word, text, chosen; none where there is nothing to choose.
    voices: Vec<(&'static str, String, bool)>,
}

#[derive(Template)]
#[template(path = "staff/admin.html")]
struct AdminPage {
    page: Page,
    q: String,
    people: Vec<PersonRow>,
    found: usize,
    pager: Option<Pager>,
    absences: Vec<AbsenceRow>,
    switches: Vec<SwitchRow>,
    doors: Vec<DoorRow>,
    /// Forms that can be asked.
    forms: Vec<Pick>,
    errors: ErrorSummary,
    printers: Vec<PrinterRow>,
    printer_errors: ErrorSummary,
    volumes: Vec<VolumeRow>,
    volume_errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, &asked).await?))
}

async fn shown(web: &Web, page: Page, asked: &Asked) -> Result<AdminPage, Fault> {
    let names = names(web, &page);
    let t = page.t;
    let accounts = web.app().list_accounts().await?;
    let on = names.directory.date(page.now);
    let asked_for = domain::catalogue::fold(&asked.q);
    let mut people: Vec<PersonRow> = names
        .directory
        .catalogue()
        .positions_on(&on)
        .map(|held| {
            let account = accounts.iter().find(|account| account.person == held.person);
            let state = match account {
                None => "none",
                Some(account) if account.disabled => "closed",
                Some(_) => "open",
            };
            PersonRow {
                name: names.person(&held.person),
                code: held.person.clone(),
                title: t.name(&held.title, &held.title_en).to_owned(),
                unit: names.unit(&held.unit),
                role: t.code("role", held.role.word()),
                account: t.code("account_state", state),
                open: state == "open",
            }
        })
        .filter(|row| {
            let words = format!("{} {} {} {}", row.name, row.code, row.title, row.unit);
            asked_for.is_empty() || domain::catalogue::fold(&words).contains(&asked_for)
        })
        .collect();
    people.sort_by(|one, other| (&one.unit, &one.code).cmp(&(&other.unit, &other.code)));
    let found = people.len();
    let pager = pager(t, asked, found);
    let people: Vec<PersonRow> =
        people.into_iter().skip(asked.page.saturating_mul(PAGE)).take(PAGE).collect();
    let absences = names
        .directory
        .catalogue()
        .absences
        .iter()
        .rev()
        .filter(|row| row.until > page.now)
        .map(|row| AbsenceRow {
            name: names.person(&row.person),
            from: look::date_time(row.from),
            until: look::date_time(row.until),
            substitute: names.person(&row.substitute),
            reason: row.reason.clone(),
            now: row.from <= page.now,
        })
        .collect();
    let switches = web
        .app()
        .calendar_switches()?
        .into_iter()
        .map(|switch| SwitchRow { date: switch.date, title: switch.title, on: switch.on, name: switch.name })
        .collect();
    let forms = names.directory.catalogue().declarations.values().filter_map(|versions| versions.last());
    let pick = |form: &domain::catalogue::DeclarationForm| Pick {
        value: form.code.clone(),
        text: t.name(&form.name, &form.name_en).to_owned(),
    };
    Ok(AdminPage {
        q: asked.q.clone(),
        people,
        found,
        pager,
        absences,
        switches,
        doors: doors(&names),
        forms: forms.map(pick).collect(),
        errors: ErrorSummary::default(),
        printers: printers(&names),
        printer_errors: ErrorSummary::default(),
        volumes: volumes(&names),
        volume_errors: ErrorSummary::default(),
        keys: keybar(t, &[]),
        page,
    })
}

/// Pages by number: these people are in memory, and a name that is new moves few of them.
fn pager(t: T, asked: &Asked, found: usize) -> Option<Pager> {
    let number = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let address = |page: usize| format!("/admin?q={}&page={page}", encoded(&asked.q));
    let before = asked.page.saturating_mul(PAGE);
    (found > PAGE).then(|| Pager {
        t,
        from: number(before.saturating_add(1)),
        to: number(before.saturating_add(PAGE).min(found)),
        before: asked.page.checked_sub(1).map(address),
        after: (before.saturating_add(PAGE) < found).then(|| address(asked.page + 1)),
        form: None,
    })
}

/// The doors of all halls as they are set.
fn doors(names: &Names) -> Vec<DoorRow> {
    let directory = &names.directory;
    let row = |hall: &domain::catalogue::Hall| {
        let set = directory.door_setting(&hall.code);
        DoorRow {
            hall: hall.code.clone(),
            name: names.hall(&hall.code),
            on: directory.asked_at_door(&hall.code, names.now).is_some(),
            capacity: set.capacity.map(|most| most.to_string()).unwrap_or_default(),
            form: set.form,
            from: set.from,
            until: set.until,
        }
    };
    directory.halls_at(names.now).map(row).collect()
}

async fn set_door(sent: Sent) -> Result<Response, Fault> {
    let form = &sent.form;
    let door = DoorSetting {
        form: form.get("form").to_owned(),
        from: form.get("from").to_owned(),
        until: form.get("until").to_owned(),
        // What is no number is as good as none that fits: it is refused with what was expected.
        capacity: form.is_given("capacity").then(|| form.number("capacity").unwrap_or(0)),
    };
    match sent.web.app().set_door(&sent.actor, form.get("hall"), &door).await.map_err(Fault::from) {
        Ok(()) => Ok(sent.done("/admin", "door_set", "")),
        Err(Fault::Refused(refusal)) => {
            let page = shown(&sent.web, sent.page.clone(), &Asked::default()).await?;
            let mut doors = page.doors;
            // What was typed stays.
            if let Some(row) = doors.iter_mut().find(|row| row.hall == form.get("hall")) {
                row.form = door.form;
                row.from = door.from;
                row.until = door.until;
                row.capacity = form.get("capacity").to_owned();
            }
            let errors = in_several_forms(errors_of(sent.page.t, &refusal));
            Ok(again(&AdminPage { doors, errors, ..page }))
        }
        Err(fault) => Err(fault),
    }
}

/// The same fields stand in a form for each hall: what is wrong is told and leads nowhere.
fn in_several_forms(mut errors: ErrorSummary) -> ErrorSummary {
    errors.lines.iter_mut().for_each(|line| line.field.clear());
    errors
}

/// The printers of all halls.
fn printers(names: &Names) -> Vec<PrinterRow> {
    let row = |hall: &domain::catalogue::Hall| {
        let printer = names.directory.printer(&hall.code);
        PrinterRow {
            hall: hall.code.clone(),
            name: names.hall(&hall.code),
            narrow: printer.as_ref().is_some_and(|printer| printer.dots == Printer::NARROW),
            address: printer.map(|printer| printer.address).unwrap_or_default(),
        }
    };
    names.directory.halls_at(names.now).map(row).collect()
}

async fn set_printer(sent: Sent) -> Result<Response, Fault> {
    let (hall, address) = (sent.form.get("hall").to_owned(), sent.form.get("address").to_owned());
    let narrow = sent.form.get("width") == "narrow";
    let dots = if narrow { Printer::NARROW } else { Printer::WIDE };
    match sent.web.app().set_printer(&sent.actor, &hall, &address, dots).await.map_err(Fault::from) {
        Ok(()) => Ok(sent.done("/admin", "printer_set", "")),
        Err(Fault::Refused(refusal)) => {
            let page = shown(&sent.web, sent.page.clone(), &Asked::default()).await?;
            let mut printers = page.printers;
            // What was typed stays.
            if let Some(row) = printers.iter_mut().find(|row| row.hall == hall) {
                (row.address, row.narrow) = (address, narrow);
            }
            let printer_errors = in_several_forms(errors_of(sent.page.t, &refusal));
            Ok(again(&AdminPage { printers, printer_errors, ..page }))
        }
        Err(fault) => Err(fault),
    }
}

/// How loud the displays of all halls are.
fn volumes(names: &Names) -> Vec<VolumeRow> {
    let mut rows = Vec::new();
    for hall in names.directory.halls_at(names.now) {
        let areas = names.directory.catalogue().areas_of(&hall.code);
        let name = names.hall(&hall.code);
        let chosen = names.directory.hall_voice(&hall.code);
        let voice =
            |voice: HallVoice| (voice.word(), names.t.code("hall_voice", voice.word()), voice == chosen);
        let choices =
            if areas.is_empty() { vec![] } else { vec![voice(HallVoice::All), voice(HallVoice::Rest)] };
        rows.push(volume_row(names, &hall.code, "", name.clone(), choices));
        for area in areas {
            let name = format!("{name}, {}", area_words(names.t, area));
            rows.push(volume_row(names, &hall.code, &area.code, name, vec![]));
        }
    }
    rows
}

fn volume_row(
    names: &Names,
    hall: &str,
    area: &str,
    name: String,
    voices: Vec<(&'static str, String, bool)>,
) -> VolumeRow {
    let below = if area.is_empty() { String::new() } else { format!("/{area}") };
    VolumeRow {
        hall: hall.to_owned(),
        name,
        area: area.to_owned(),
        display: format!("/display/{hall}{below}"),
        volume: names.directory.loudness_setting(hall, area).to_owned(),
        now: names.directory.loudness(hall, area, names.now),
        voices,
    }
}

async fn set_volume(sent: Sent) -> Result<Response, Fault> {
    let typed = |name| sent.form.get(name).to_owned();
    let (hall, area, volume, voice) = (typed("hall"), typed("area"), typed("volume"), typed("speaks"));
    let app = sent.web.app();
    match app.set_loudness(&sent.actor, &hall, &area, &volume).await.map_err(Fault::from) {
        Ok(()) => {
            if !voice.is_empty() {
                app.set_hall_voice(&sent.actor, &hall, HallVoice::from_word(&voice)).await?;
            }
            Ok(sent.done("/admin", "volume_set", ""))
        }
        Err(Fault::Refused(refusal)) => {
            let page = shown(&sent.web, sent.page.clone(), &Asked::default()).await?;
            let mut volumes = page.volumes;
            // What was typed stays.
            if let Some(row) = volumes.iter_mut().find(|row| row.hall == hall && row.area == area) {
                row.volume = volume;
                for (word, _, chosen) in &mut row.voices {
                    *chosen = *word == voice;
                }
            }
            let volume_errors = in_several_forms(errors_of(sent.page.t, &refusal));
            Ok(again(&AdminPage { volumes, volume_errors, ..page }))
        }
        Err(fault) => Err(fault),
    }
}

async fn switch(sent: Sent) -> Result<Response, Fault> {
    let on = sent.form.get("to") == "on";
    sent.web.app().switch_day(&sent.actor, sent.form.get("switch"), on).await?;
    Ok(sent.done("/admin", "switched", ""))
}

/// A message that did not arrive, or of which nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MessageRow {
    message: StreamId,
    dossier: StreamId,
    code: String,
    at: String,
    what: String,
    channel: String,
    failure: String,
    chip: Chip,
}

#[derive(Template)]
#[template(path = "staff/messages.html")]
struct MessagesPage {
    page: Page,
    rows: Vec<MessageRow>,
    keys: KeyBar,
}

async fn messages(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let t = page.t;
    let directory = web.app().directory();
    let mut rows = Vec::new();
    for (status, state) in [("in_doubt", look::TimeState::Soon), ("failed", look::TimeState::Late)] {
        for (line, dossier) in web.app().troubled_messages(status).await? {
            let (_, about) = web.app().dossier_state(dossier).await?;
            // Only those of dossiers received here: another centre looks after its own.
            let resource = Resource::message(&directory.unit_path(&about.plan.receiving_unit));
            if web.app().permit(&actor, Action::SendMessageAgain, &resource).is_err() {
                continue;
            }
            rows.push(MessageRow {
                message: line.message,
                dossier,
                code: about.code.clone(),
                at: look::date_time(line.requested_at),
                what: t.code("message", &line.template),
                channel: t.code("message_channel", &line.channel),
                failure: t.code("message_failure", &line.failure),
                chip: Chip::new(state, t.code("message_state", status)),
            });
        }
    }
    Ok(page::html(&MessagesPage { rows, keys: keybar(t, &[]), page }))
}

async fn send_again(Which(message): Which, sent: Sent) -> Result<Response, Fault> {
    let channel = if sent.form.get("channel") == "mail" { Channel::Mail } else { Channel::Sms };
    sent.act_and_say(Command::SendAgain { message, channel }, "/messages", "sent_again").await
}
