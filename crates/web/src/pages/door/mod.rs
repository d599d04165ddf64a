//! The door: `/declare/{hall}` asks what the province has asked at the door, `/pass/{token}` is the answer on a phone, `/gate/{hall}` the screen that reads
//! passes and holds the line. While nothing is asked, none of it is in anybody's way.

mod declare;
mod gate;
mod pass;

pub use declare::{AnswerPick, DeclarePage, QuestionField};
pub(crate) use declare::{answers, card_in, picks};
pub use gate::{Called, GatePage, GatePart, Scanned};
pub(crate) use pass::pass_now;
pub use pass::{PassNow, PassPage};

use crate::route::{Access, Route};
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let own = Access::Token(Action::DeclareAtDoor);
    let gate = Access::Hall(Action::PassGate);
    vec![
        Route::get("/declare", Access::Public, declare::any_hall),
        Route::get("/declare/{hall}", Access::Public, declare::show),
        Route::post("/declare/{hall}", Access::Public, declare::declare),
        Route::get("/pass/{token}", own, pass::show),
        Route::get("/pass/{token}/now", own, pass::now),
        Route::post("/pass/{token}/give-up", own, pass::give_up),
        Route::get("/gate/{hall}", gate, gate::show),
        Route::get("/gate/{hall}/now", gate, gate::now),
        Route::post("/gate/{hall}/scan", gate, gate::scan),
        Route::get("/gate/{hall}/say.wav", gate, gate::say),
    ]
}
