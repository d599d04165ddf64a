//! For machines that watch the server: alive, ready, measures.

use crate::route::{Access, Route};
use crate::web::Web;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/health/live", Access::Public, live),
        Route::get("/health/ready", Access::Public, ready),
        Route::get("/metrics", Access::Public, metrics),
    ]
}

async fn live() -> &'static str {
    "alive\n"
}

/// Ready when the store answers.
async fn ready(State(web): State<Web>) -> impl IntoResponse {
    match web.app().store().head(web.app().tenant()).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}

async fn metrics(State(web): State<Web>) -> impl IntoResponse {
    let (store, tenant) = (web.app().store(), web.app().tenant());
    let outbox = store.outbox_size(tenant).await.unwrap_or(-1);
    let seq = store.head(tenant).await.map_or(-1, |head| head.seq);
    let gauges = [
        (
            "motcua_outbox_waiting",
            "Messages that wait to be sent; -1 when the store does not answer.",
            outbox,
        ),
        ("motcua_journal_seq", "Events in the journal; -1 when the store does not answer.", seq),
    ];
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], web.metrics().text(&gauges))
}
