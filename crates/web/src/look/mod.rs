//! How things are written: dates, times, money, numbers and codes, in words people say at a counter.
//!
//! All of it is pure: the same values give the same text. Instants are UTC milliseconds and are shown on Vietnam's
//! clock (UTC+7 all year).

mod code;
mod date;
mod limit;
mod money;
mod span;
mod state;

pub use code::{grouped_id, hex, masked_phone, phone, ticket};
pub use date::{
    clock, date, date_time, day_date, day_month, day_month_time, day_short, iso, local, promise, rfc3339,
    time_before, weekday_date, weekday_name, weekday_short,
};
pub use limit::{limit, span as span_words};
pub use money::{each, fee, money, share, thousands};
pub use span::{WORKING_DAY_MS, allowed, exact, figure, rough, wait_minutes, waiting};
pub use state::{TimeState, Timing};
