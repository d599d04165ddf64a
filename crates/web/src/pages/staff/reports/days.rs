//! Day by day: what was filed online, paid online, how many trips a dossier took; under the definitions of the regime.

use super::super::{keybar, names};
use super::asked::{Asked, Report};
use super::table;
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::KeyBar;
use crate::web::Web;
use crate::words::T;
use app::queries::reports::{DayShares, Share};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::{FiledOnlineOf, PaidOnlineOf};

struct RowView {
    day: String,
    received: String,
    filed: String,
    filed_of: String,
    paid: String,
    paid_of: String,
    trips: String,
    trips_of: String,
}

#[derive(Template)]
#[template(path = "staff/report-days.html")]
struct DaysPage {
    page: Page,
    unit: String,
    title: String,
    back: String,
    before: String,
    after: String,
    filed_means: String,
    paid_means: String,
    rows: Vec<RowView>,
    total: RowView,
    keys: KeyBar,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, asked).await?;
    let (t, names) = (page.t, names(&web, &page));
    let days = web.app().day_shares(&report.of).await?;
    let rules = web.app().directory().report_rules(&report.of.unit, report.of.ends_at - 1);
    let row = |day: String, shares: &DayShares| RowView {
        day,
        received: look::thousands(t, shares.received),
        filed: look::share(t, shares.filed_online.part, shares.filed_online.whole),
        filed_of: of(t, shares.filed_online),
        paid: look::share(t, shares.paid_online.part, shares.paid_online.whole),
        paid_of: of(t, shares.paid_online),
        trips: look::each(t, shares.trips.part, shares.trips.whole),
        trips_of: of(t, shares.trips),
    };
    let total = days.iter().fold(DayShares::default(), |sum, day| DayShares {
        day: 0,
        received: sum.received + day.received,
        filed_online: add(sum.filed_online, day.filed_online),
        paid_online: add(sum.paid_online, day.paid_online),
        trips: add(sum.trips, day.trips),
    });
    let means = |family: &'static str, word: &str| t.code(family, word);
    Ok(page::html(&DaysPage {
        unit: names.unit(&report.of.unit),
        title: table::title(t, report.of.period),
        back: report.asked.whole(),
        before: report.asked.with_period(report.of.period.previous()).address("/reports/days"),
        after: report.asked.with_period(report.of.period.next()).address("/reports/days"),
        filed_means: means(
            "reports.filed_means",
            match rules.filed_online_of {
                FiledOnlineOf::Received => "received",
                FiledOnlineOf::Offered => "offered",
            },
        ),
        paid_means: means(
            "reports.paid_means",
            match rules.paid_online_of {
                PaidOnlineOf::WithFee => "with_fee",
                PaidOnlineOf::Payments => "payments",
            },
        ),
        rows: days
            .iter()
            .map(|day| {
                row(format!("{} {}", look::weekday_short(t.lang(), day.day), look::day_date(day.day)), day)
            })
            .collect(),
        total: row(t.t("reports.total").to_owned(), &total),
        keys: keybar(t, &[]),
        page,
    }))
}

fn of(t: T, share: Share) -> String {
    if share.whole == 0 {
        return String::new();
    }
    format!("{} / {}", look::thousands(t, share.part), look::thousands(t, share.whole))
}

const fn add(one: Share, other: Share) -> Share {
    Share { part: one.part + other.part, whole: one.whole + other.whole }
}
