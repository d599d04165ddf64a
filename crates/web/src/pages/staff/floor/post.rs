//! What lies here by post and should have been entered: for whoever runs the hall.

use super::first::First;
use super::hall_of;
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::pages::staff::desk::post::{ItemView, item_view};
use crate::pages::staff::names::Names;
use crate::pages::staff::{actor, keybar, names};
use crate::parts::{Chip, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::PostCounted;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use policy::Action;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/floor/post", Access::Staff(Action::SeeFloor), show)]
}

/// Envelopes that lie longer than the set time: their writers have not been answered.
pub(super) fn first(names: &Names, counted: PostCounted) -> Option<First> {
    let t = names.t;
    let since = counted.first_by.filter(|_| counted.late > 0)?;
    let late = look::rough(t.lang(), names.working_ms(since, names.now));
    Some(First {
        chip: Chip::new(TimeState::Late, t.one("time.late_by", "time", late)),
        what: t.count("floor.post", counted.late),
        why: t.count("floor.post_why", counted.waiting),
        href: "/floor/post".to_owned(),
        link: t.t("floor.post_link").to_owned(),
    })
}

#[derive(Template)]
#[template(path = "staff/floor-post.html")]
struct FloorPostPage {
    page: Page,
    hall: String,
    hall_code: String,
    counted: PostCounted,
    waiting: Vec<ItemView>,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let names = names(&web, &page);
    let hall = hall_of(&names, actor(&page)?.unit()).ok_or(Fault::NotFound)?;
    let waiting = web.app().post_waiting(&hall).await?;
    Ok(page::html(&FloorPostPage {
        hall: names.hall(&hall),
        counted: web.app().post_counted(&hall, page.now).await?,
        waiting: waiting.iter().map(|line| item_view(&names, line)).collect(),
        keys: keybar(page.t, &[]),
        hall_code: hall,
        page,
    }))
}
