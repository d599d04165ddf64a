//! `/display/{hall}`: who is called to which counter, read from eight metres and spoken. `/display/{hall}/{area}` the same of one area of a large hall.
//! Nothing about anybody: numbers only.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages::told::{Told, told};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use adapters::speech::{Language, call_phrase, call_phrase_in};
use app::queries::CalledTicket;
use app::queries::hall::{CounterNow, HallNow};
use app::{Directory, HallVoice, Loudness};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::{Area, Catalogue};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Hall(Action::SeeHall);
    vec![
        Route::get("/display", hall, any_hall),
        Route::get("/display/{hall}", hall, show),
        Route::get("/display/{hall}/now", hall, now),
        Route::get("/display/{hall}/call.wav", hall, call),
        Route::get("/display/{hall}/{area}", hall, show_area),
        Route::get("/display/{hall}/{area}/now", hall, now_area),
    ]
}

/// Vùng: what one display shows and one loudspeaker says: a whole hall, or one area of it.
#[derive(Clone, Copy, Debug)]
pub struct Zone<'a> {
    /// The hall.
    pub hall: &'a str,
    /// The area, none for the whole hall.
    pub area: Option<&'a Area>,
    /// Which calls the hall's own loudspeaker says.
    pub voice: HallVoice,
    /// Where counters stand.
    pub catalogue: &'a Catalogue,
}

impl<'a> Zone<'a> {
    /// The hall, or an area of it; none when it has no such area.
    fn of(directory: &'a Directory, hall: &'a str, area: &str) -> Option<Self> {
        let known = directory.area(hall, area);
        (area.is_empty() || known.is_some()).then(|| Self {
            hall,
            area: known,
            voice: directory.hall_voice(hall),
            catalogue: directory.catalogue(),
        })
    }

    fn has(&self, counter: &str) -> bool {
        self.area.is_none_or(|area| area.counters.iter().any(|one| one == counter))
    }

    /// Where in the hall a counter stands; over an area itself nobody needs to be told.
    fn area_of(&self, counter: &str) -> Option<&'a Area> {
        let hall = self.area.is_none();
        hall.then(|| self.catalogue.area_of_counter(self.hall, counter)).flatten()
    }

    /// An area says all its calls, and so does a hall, unless its areas do it for those who wait in them.
    fn says(&self, call: &CalledTicket) -> bool {
        self.area.is_some()
            || self.voice == HallVoice::All
            || !self.catalogue.waits_in_area_of(self.hall, &call.field, &call.counter)
    }

    /// The address of its display.
    fn address(&self) -> String {
        let area = self.area.map(|area| format!("/{}", area.code)).unwrap_or_default();
        format!("/display/{}{area}", self.hall)
    }
}

/// A call on the display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `A-012`.
    pub label: String,
    /// Number over the counter.
    pub counter: i64,
    /// `khu Đất đai`: where in the hall it stands, of no length when there is nothing to tell.
    pub area: String,
    /// What tells one call from another, for the loudspeaker: the same ticket called again is another call.
    pub id: String,
    /// Address of the sound.
    pub sound: String,
    /// It waits for the person now; otherwise the person is at the counter.
    pub open: bool,
}

/// What moves on the display.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "hall/display-now.html")]
pub struct DisplayNow {
    /// Texts.
    pub t: T,
    /// Called last.
    pub first: Option<Call>,
    /// Called before it.
    pub recent: Vec<Call>,
    /// Calls to be spoken, oldest first.
    pub spoken: Vec<Call>,
    /// People waiting.
    pub waiting: i64,
    /// Mean wait today in words, of no length when nobody was served yet.
    pub mean: String,
    /// The hall is closed: no counter is open.
    pub closed: bool,
    /// What is told in the hall.
    pub told: Told,
    /// Percent of full loudness at this hour.
    pub volume: i64,
}
impl askama::filters::HtmlSafe for DisplayNow {}

/// Màn hình gọi số.
#[derive(Template)]
#[template(path = "hall/display.html")]
pub struct DisplayPage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub name: String,
    /// `Khu Đất đai`, of no length for the whole hall.
    pub area: String,
    /// Address of what moves.
    pub src: String,
    /// The zone whose calls are said here, for the loudspeaker: `H1`, `H1/land`.
    pub zone: String,
    /// `09:36`.
    pub clock: String,
    /// `thứ Năm 27/08/2026`.
    pub date: String,
    /// What moves.
    pub now: DisplayNow,
    /// A clip of the voice is missing: some calls are shown, not spoken.
    pub voice_missing: bool,
}

async fn any_hall(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let hall = directory.halls_at(page.now).next().ok_or(Fault::NotFound)?;
    Ok(Redirect::to(&format!("/display/{}", hall.code)).into_response())
}

async fn show(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    whole(&web, page, hall, "").await
}

async fn show_area(
    State(web): State<Web>,
    page: Page,
    Path((hall, area)): Path<(String, String)>,
) -> Result<Response, Fault> {
    whole(&web, page, hall, &area).await
}

async fn whole(web: &Web, page: Page, hall: String, area: &str) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    let zone = Zone::of(&directory, &hall, area).ok_or(Fault::NotFound)?;
    let name = page.t.name(&known.name, &known.name_en).to_owned();
    let now = read(web, page.t, &zone).await?;
    let named = zone.area.map(|area| page.t.one("display.area", "name", named(page.t, area)));
    let address = zone.address();
    Ok(page::html(&DisplayPage {
        name,
        area: named.unwrap_or_default(),
        src: format!("{address}/now"),
        zone: address.trim_start_matches("/display/").to_owned(),
        clock: look::clock(page.now),
        date: look::weekday_date(page.lang(), page.now),
        voice_missing: !web.voice_notices().is_empty(),
        now,
        hall,
        page,
    }))
}

fn named(t: T, area: &Area) -> &str {
    t.name(&area.name, &area.name_en)
}

/// `khu Đất đai`: an area in the middle of a sentence.
pub(crate) fn area_words(t: T, area: &Area) -> String {
    t.one("display.in_area", "name", named(t, area))
}

async fn now(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    part(&web, &page, &hall, "").await
}

async fn now_area(
    State(web): State<Web>,
    page: Page,
    Path((hall, area)): Path<(String, String)>,
) -> Result<Response, Fault> {
    part(&web, &page, &hall, &area).await
}

async fn part(web: &Web, page: &Page, hall: &str, area: &str) -> Result<Response, Fault> {
    let directory = web.app().directory();
    directory.hall(hall).ok_or(Fault::NotFound)?;
    let zone = Zone::of(&directory, hall, area).ok_or(Fault::NotFound)?;
    Ok(page::html(&read(web, page.t, &zone).await?))
}

async fn read(web: &Web, t: T, zone: &Zone<'_>) -> Result<DisplayNow, Fault> {
    let called = web.app().called(zone.hall).await?;
    let hall_now = web.app().hall_now(zone.hall).await?;
    let told = told(web, t, zone.hall).await?;
    let area = zone.area.map_or("", |area| area.code.as_str());
    let volume = web.app().directory().loudness(zone.hall, area, web.app().now());
    Ok(DisplayNow { told, volume, ..display_now(t, zone, &called, &hall_now) })
}

/// How many calls stand beside the newest one.
const RECENT: usize = 5;

/// The display of a hall or an area, nothing told.
#[must_use]
pub fn display_now(t: T, zone: &Zone<'_>, called: &[CalledTicket], now: &HallNow) -> DisplayNow {
    let counters: Vec<&CounterNow> = now.counters.iter().filter(|counter| zone.has(&counter.code)).collect();
    let called: Vec<&CalledTicket> = called.iter().filter(|call| zone.has(&call.counter)).collect();
    let in_words = |counter: &str| zone.area_of(counter).map(|area| area_words(t, area)).unwrap_or_default();
    let call = |one: &CalledTicket| {
        let area = zone.area_of(&one.counter).map(|area| format!("&area={}", area.code)).unwrap_or_default();
        Call {
            label: look::ticket(&one.label),
            counter: one.number,
            area: in_words(&one.counter),
            id: format!("{}-{}", one.ticket, one.calls),
            sound: format!(
                "/display/{}/call.wav?ticket={}&counter={}{area}&lang={}",
                zone.hall,
                one.label,
                one.number,
                t.lang().tag()
            ),
            open: true,
        }
    };
    let at_counter = |counter: &CounterNow| Call {
        label: look::ticket(&counter.ticket_label),
        counter: counter.number,
        area: in_words(&counter.code),
        id: String::new(),
        sound: String::new(),
        open: false,
    };
    let mut calls = called.iter().map(|one| call(one));
    let first = calls.next();
    let shown: Vec<Call> = calls.collect();
    // Behind those being called, the tickets now at the counters, the newest first.
    let mut busy: Vec<&CounterNow> = counters
        .iter()
        .copied()
        .filter(|counter| counter.visit.is_some() && !counter.ticket_label.is_empty())
        .collect();
    busy.sort_by_key(|counter| std::cmp::Reverse(counter.visit));
    let recent = shown.into_iter().chain(busy.into_iter().map(at_counter)).take(RECENT).collect();
    let mut spoken: Vec<Call> = called.iter().filter(|one| zone.says(one)).map(|one| call(one)).collect();
    spoken.reverse();
    // How long people waited is counted for the hall alone.
    let mean = if now.visits == 0 || zone.area.is_some() {
        String::new()
    } else {
        t.count("queue.mean", look::wait_minutes(now.mean_wait_ms))
    };
    let taken = |field: &str| counters.iter().any(|counter| counter.fields.iter().any(|one| one == field));
    let waiting = now.waiting.iter().filter(|one| zone.area.is_none() || taken(&one.field));
    DisplayNow {
        t,
        first,
        recent,
        spoken,
        waiting: waiting.map(|one| one.waiting).sum(),
        mean,
        closed: !counters.iter().any(|counter| counter.status == "open"),
        told: Told::nothing(t),
        volume: Loudness::FULL,
    }
}

#[derive(Deserialize)]
struct Said {
    ticket: String,
    counter: u32,
    /// Code of the area that is named, of no length for none.
    #[serde(default)]
    area: String,
}

/// One spoken call. Joined from clips each time: it takes less than fetching it from a disk.
async fn call(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Fault> {
    let language = if page.t.vi() { Language::Vietnamese } else { Language::English };
    if said.ticket.len() > 8 {
        return Err(Fault::NotFound);
    }
    let directory = web.app().directory();
    let area = match (said.area.as_str(), directory.area(&hall, &said.area)) {
        ("", _) => "",
        (_, known) => named(page.t, known.ok_or(Fault::NotFound)?),
    };
    let plain = call_phrase(language, &said.ticket, said.counter).map_err(|_| Fault::NotFound)?;
    let whole = call_phrase_in(language, &said.ticket, said.counter, area).map_err(|_| Fault::NotFound)?;
    // A clip that is missing takes the area with it, never the call.
    let phrase = if web.voice().can_say(&whole) { whole } else { plain };
    let wav = web.voice().announce(&phrase).wav.ok_or(Fault::NotFound)?;
    Ok(([(CONTENT_TYPE, "audio/wav"), (CACHE_CONTROL, "public, max-age=86400")], wav).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use domain::catalogue::{Counter, Item};
    use domain::kernel::StreamId;

    /// Counter 5 takes land, counter 14 justice and general errands, counter 15 results; all but the last stand in areas.
    fn furnished() -> Catalogue {
        let mut catalogue = Catalogue::default();
        let counters: [(i64, &[&str]); 4] =
            [(5, &["land"]), (6, &["general"]), (14, &["justice", "general"]), (15, &["return"])];
        for (number, fields) in counters {
            catalogue.put(Item::Counter(Counter {
                code: format!("{number:02}"),
                hall: "H1".to_owned(),
                number,
                fields: fields.iter().map(|field| (*field).to_owned()).collect(),
                kind: "intake".to_owned(),
            }));
        }
        let areas: [(&str, &str, &[&str]); 2] =
            [("land", "Đất đai", &["05", "06"]), ("justice", "Tư pháp", &["14"])];
        for (code, name, counters) in areas {
            catalogue.put(Item::Area(Area {
                hall: "H1".to_owned(),
                code: code.to_owned(),
                name: name.to_owned(),
                name_en: code.to_owned(),
                counters: counters.iter().map(|one| (*one).to_owned()).collect(),
            }));
        }
        catalogue
    }

    fn zone<'a>(catalogue: &'a Catalogue, area: &str, voice: HallVoice) -> Zone<'a> {
        let area = catalogue.areas.get(&("H1".to_owned(), area.to_owned()));
        Zone { hall: "H1", area, voice, catalogue }
    }

    fn called(label: &str, field: &str, number: i64, calls: i64) -> CalledTicket {
        CalledTicket {
            ticket: StreamId(number),
            label: label.into(),
            field: field.into(),
            counter: format!("{number:02}"),
            number,
            called_at: 1_000 - number,
            calls,
        }
    }

    fn empty_hall() -> HallNow {
        HallNow {
            hall: "H1".into(),
            counters: vec![],
            waiting: vec![],
            visits: 0,
            mean_wait_ms: 0,
            mean_visit_ms: 0,
        }
    }

    /// What a zone shows of these calls.
    fn shown(area: &str, voice: HallVoice, calls: &[CalledTicket]) -> DisplayNow {
        let catalogue = furnished();
        display_now(T::new(Lang::Vi), &zone(&catalogue, area, voice), calls, &empty_hall())
    }

    fn labels(calls: &[Call]) -> Vec<&str> {
        calls.iter().map(|call| call.label.as_str()).collect()
    }

    #[test]
    fn the_newest_call_fills_the_screen_and_older_ones_are_spoken_first() {
        let calls = [called("D047", "justice", 14, 1), called("A012", "land", 5, 2)];
        let now = shown("", HallVoice::All, &calls);
        assert_eq!(now.first.as_ref().map(|call| call.label.as_str()), Some("D-047"));
        assert_eq!(labels(&now.recent), ["A-012"]);
        assert_eq!(now.spoken.iter().map(|call| call.id.as_str()).collect::<Vec<_>>(), ["5-2", "14-1"]);
    }

    #[test]
    fn a_recall_is_another_call_to_be_spoken() {
        let id =
            |calls| shown("", HallVoice::All, &[called("D047", "justice", 14, calls)]).spoken[0].id.clone();
        assert_ne!(id(1), id(2));
    }

    #[test]
    fn a_hall_without_an_open_counter_says_so() {
        let now = shown("", HallVoice::All, &[]);
        assert!(now.closed && now.first.is_none() && now.mean.is_empty());
    }

    #[test]
    fn an_area_shows_and_says_the_calls_of_its_counters_alone_and_the_hall_says_where_they_are() {
        let calls =
            [called("D047", "land", 5, 1), called("A012", "justice", 14, 1), called("R003", "return", 15, 1)];
        let land = shown("land", HallVoice::All, &calls);
        assert_eq!(land.first.as_ref().map(|call| call.label.as_str()), Some("D-047"));
        assert_eq!((labels(&land.recent), labels(&land.spoken)), (vec![], vec!["D-047"]));
        assert!(land.spoken[0].area.is_empty(), "who stands there needs no telling");
        assert!(!land.spoken[0].sound.contains("area="), "{}", land.spoken[0].sound);
        let hall = shown("", HallVoice::All, &calls);
        assert_eq!(labels(&hall.spoken), ["R-003", "A-012", "D-047"]);
        let told: Vec<_> = hall.spoken.iter().map(|call| call.area.as_str()).collect();
        assert_eq!(told, ["", "khu Tư pháp", "khu Đất đai"]);
        assert!(hall.spoken[2].sound.contains("&area=land"), "{}", hall.spoken[2].sound);
    }

    #[test]
    fn where_areas_have_loudspeakers_the_hall_says_what_nobody_could_expect_in_one_area() {
        let calls =
            [called("D047", "land", 5, 1), called("E001", "general", 6, 1), called("R003", "return", 15, 1)];
        let hall = shown("", HallVoice::Rest, &calls);
        assert_eq!(labels(&hall.spoken), ["R-003", "E-001"], "general errands are called in two areas");
        assert_eq!(hall.first.as_ref().map(|call| call.label.as_str()), Some("D-047"), "all are shown");
        assert_eq!(labels(&shown("land", HallVoice::Rest, &calls).spoken), ["E-001", "D-047"]);
    }
}
