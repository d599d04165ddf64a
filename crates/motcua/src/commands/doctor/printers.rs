//! The ticket printers beside the kiosks.

use super::Finding;
use crate::config::{Config, Place};
use crate::open::{self, PROVINCE};
use adapters::print::{NetworkPrinter, PrinterTimes, Status, TicketPrinter, Trouble};
use store::Options;

/// Every printer named in the settings. Halls without one have none, which is no finding.
pub(super) async fn all(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (hall, address) in named(config).await {
        // Nothing is printed: the width does not matter.
        let printer = NetworkPrinter::new(&address, 8, PrinterTimes::default());
        findings.push(one(&hall, &address, printer.status().await.ok()));
    }
    findings
}

fn one(hall: &str, address: &str, status: Option<Status>) -> Finding {
    let named = format!("{address} of hall {hall}");
    let Some(status) = status else {
        return Finding::ill(
            "printer",
            format!("{named} does not answer"),
            format!("check the cable, the power and the setting printer.{hall}"),
        );
    };
    match status.trouble {
        None if status.low_paper => {
            Finding::look("printer", format!("{named}: the roll is near its end"), "have a new roll ready")
        }
        None => Finding::well("printer", format!("{named} can print")),
        Some(Trouble::NoPaper) => Finding::ill("printer", format!("{named} has no paper"), "put a roll in"),
        Some(Trouble::CoverOpen) => {
            Finding::ill("printer", format!("{named}: its cover is open"), "close the cover")
        }
        Some(Trouble::Offline) => Finding::ill(
            "printer",
            format!("{named} is off line"),
            "press the feed key, or switch it off and on",
        ),
        Some(Trouble::Fault) => Finding::ill(
            "printer",
            format!("{named} has a fault"),
            "look for jammed paper at the cutter, let it cool, switch it off and on",
        ),
    }
}

/// Halls and addresses. A database that cannot be opened now is another finding's.
async fn named(config: &Config) -> Vec<(String, String)> {
    let place = open::place(config);
    if let Place::Folder(folder) = &place
        && !open::file_in(folder).exists()
    {
        return Vec::new();
    }
    let Ok(store) = open::store(&place, Options::default()).await else { return Vec::new() };
    let settings = store.settings(PROVINCE).await.unwrap_or_default();
    store.close().await;
    settings
        .into_iter()
        .filter_map(|(name, address)| Some((name.strip_prefix("printer.")?.to_owned(), address)))
        .filter(|(hall, address)| !hall.contains('.') && !address.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::Health;

    #[test]
    fn each_state_of_a_printer_says_what_to_do() {
        let status = |trouble, low_paper| Some(Status { trouble, low_paper });
        for (status, health, advice) in [
            (None, Health::Ill, "printer.H1"),
            (status(None, false), Health::Well, ""),
            (status(None, true), Health::Look, "new roll"),
            (status(Some(Trouble::NoPaper), true), Health::Ill, "put a roll in"),
            (status(Some(Trouble::CoverOpen), false), Health::Ill, "close the cover"),
        ] {
            let found = one("H1", "10.0.0.9:9100", status);
            assert_eq!(found.health, health, "{found:?}");
            assert!(found.advice.contains(advice) && found.found.contains("10.0.0.9:9100"), "{found:?}");
        }
    }
}
