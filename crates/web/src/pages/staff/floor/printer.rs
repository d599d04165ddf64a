//! What the floor says of the ticket printer.

use super::first::First;
use crate::look::{self, TimeState};
use crate::pages::staff::names::Names;
use crate::parts::Chip;
use app::queries::PrinterNow;

/// The ticket printer of a hall, when somebody has to go there.
pub(super) fn first(names: &Names, hall: &str, now: PrinterNow) -> Option<First> {
    let t = names.t;
    let (state, since, what, why) = match now {
        PrinterNow::Well => return None,
        PrinterNow::LowPaper { since } => (
            TimeState::Soon,
            since,
            t.t("floor.printer.low").to_owned(),
            t.t("floor.printer.low_text").to_owned(),
        ),
        PrinterNow::Trouble { problem, since, without } => (
            TimeState::Late,
            since,
            t.code("printer", problem.word()),
            t.count("floor.printer.without", without),
        ),
    };
    Some(First {
        chip: Chip::new(state, t.with("floor.printer.since", &[("time", &look::clock(since))])),
        what,
        why,
        href: format!("/kiosk/{hall}"),
        link: t.t("floor.printer.see").to_owned(),
    })
}
