use super::{ReportOf, Within};
use crate::App;
use crate::error::Result;
use crate::queries::statements as sql;
use domain::catalogue::{FiledOnlineOf, PaidOnlineOf};
use domain::kernel::Millis;
use std::collections::BTreeMap;

/// A share: so many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those meant.
    pub part: i64,
    /// All of them.
    pub whole: i64,
}

/// The shares of a day, under the definitions of the unit's regime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayShares {
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Dossiers received.
    pub received: i64,
    /// Filed online.
    pub filed_online: Share,
    /// Paid online.
    pub paid_online: Share,
    /// Visits of the dossiers handed over, and those dossiers.
    pub trips: Share,
}

impl App {
    /// The shares of each day of a period on which something came in, was paid or handed over.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn day_shares(&self, report: &ReportOf) -> Result<Vec<DayShares>> {
        let directory = self.directory();
        let rules = directory.report_rules(&report.unit, report.ends_at - 1);
        let values = self.asked(report, &Within::default());
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        let mut days: BTreeMap<i64, DayShares> = BTreeMap::new();
        let day_of = |number: i64| directory.day(midday(number));
        for row in reader.query(&sql::DAYS_RECEIVED, &values).await? {
            let day = days.entry(day_of(row.i64(0))).or_default();
            let (channel, count) = (row.i64(3), row.i64(4));
            day.received += count;
            let is_meant = match rules.filed_online_of {
                FiledOnlineOf::Received => true,
                FiledOnlineOf::Offered => {
                    channel == 2 || directory.is_offered_online(row.text(1), row.text(2), report.ends_at - 1)
                }
            };
            if is_meant {
                day.filed_online.whole += count;
                day.filed_online.part += if channel == 2 { count } else { 0 };
            }
        }
        if rules.paid_online_of == PaidOnlineOf::WithFee {
            for row in reader.query(&sql::DAYS_WITH_FEE, &values).await? {
                let paid = &mut days.entry(day_of(row.i64(0))).or_default().paid_online;
                *paid = Share { part: row.i64(2), whole: row.i64(1) };
            }
        } else {
            for row in reader.query(&sql::DAYS_PAID, &values).await? {
                let paid = &mut days.entry(row.i64(0)).or_default().paid_online;
                paid.whole += row.i64(2);
                paid.part += if row.text(1) == "online" { row.i64(2) } else { 0 };
            }
        }
        for row in reader.query(&sql::DAYS_TRIPS, &values).await? {
            days.entry(day_of(row.i64(0))).or_default().trips = Share { part: row.i64(2), whole: row.i64(1) };
        }
        reader.end().await?;
        Ok(days.into_iter().map(|(day, shares)| DayShares { day, ..shares }).collect())
    }
}

/// Midday of a local day, from the day's number since 1970.
const fn midday(days: i64) -> Millis {
    days * 86_400_000 + 43_200_000 - calendar::VIETNAM_OFFSET_MS
}
