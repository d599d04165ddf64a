//! `/book`: a place in a hall at an agreed time. Choose where and for what, choose a time, say who comes; `/a/{token}` keeps it, and gives it back.

mod own;
mod times;

pub use own::AppointmentPage;
pub use times::{BookPage, DayChip, SlotPick};

use crate::fault::Fault;
use crate::page::{self, Page};
use crate::pages::home::field_icon;
use crate::route::{Access, Route};
use crate::web::Web;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let own = Access::Token(Action::BookAppointment);
    vec![
        Route::get("/book", Access::Public, places),
        Route::get("/book/{hall}/{field}", Access::Public, times::show),
        Route::post("/book/{hall}/{field}", Access::Public, times::book),
        Route::get("/a/{token}", own, own::show),
        Route::post("/a/{token}/cancel", own, own::cancel),
    ]
}

/// What can be booked in a hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceToBook {
    /// Name of the hall.
    pub name: String,
    /// Icon, address and name of each field group.
    pub fields: Vec<(&'static str, String, String)>,
}

/// Đặt lịch hẹn: where, and for what.
#[derive(Template)]
#[template(path = "citizen/book-places.html")]
pub struct BookPlacesPage {
    /// Surroundings.
    pub page: Page,
    /// Halls.
    pub places: Vec<PlaceToBook>,
}

async fn places(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let places = directory
        .halls_at(page.now)
        .map(|hall| {
            let fields = directory.catalogue().fields_of(&hall.code);
            // Results are collected without an appointment.
            let bookable =
                fields.into_iter().filter(|field| directory.can_be_booked(&hall.code, &field.code));
            let tile = |field: &domain::catalogue::Field| {
                let name = page.t.name(&field.name, &field.name_en).to_owned();
                (field_icon(&field.code), format!("/book/{}/{}", hall.code, field.code), name)
            };
            PlaceToBook {
                name: page.t.name(&hall.name, &hall.name_en).to_owned(),
                fields: bookable.map(tile).collect(),
            }
        })
        .filter(|place| !place.fields.is_empty())
        .collect();
    Ok(page::html(&BookPlacesPage { page, places }))
}
