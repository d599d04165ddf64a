//! `motcua doctor`: is everything there that the service needs, and what is to be done about what is not.

mod data;
mod house;
mod outside;
mod printers;
mod scans;

use crate::config::Config;
use crate::ended::Refused;
use crate::print;
use serde::Serialize;

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Well,
    /// It works, but not as it should for long or for everybody.
    Look,
    Ill,
}

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    health: Health,
    found: String,
    /// What to do, of no length when nothing.
    advice: String,
}

impl Finding {
    fn well(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, health: Health::Well, found: found.into(), advice: String::new() }
    }

    fn look(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, health: Health::Look, found: found.into(), advice: advice.into() }
    }

    fn ill(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, health: Health::Ill, found: found.into(), advice: advice.into() }
    }
}

/// Looks at everything; ends with 1 when something is ill.
pub(crate) async fn run(config: &Config, json: bool) -> anyhow::Result<()> {
    let mut findings = vec![
        data::database(config).await,
        data::disk(config),
        house::clock(),
        house::fonts(config),
        house::speech(config),
        outside::telecom(config).await,
        outside::mail(config).await,
    ];
    findings.extend(printers::all(config).await);
    findings.extend(scans::all(config).await);
    if json {
        print::json(&findings);
    } else {
        for finding in &findings {
            let word = match finding.health {
                Health::Well => "ok  ",
                Health::Look => "look",
                Health::Ill => "ILL ",
            };
            print::line(format!("{word} {:<9} {}", finding.what, finding.found));
            if !finding.advice.is_empty() {
                print::line(format!("     {:<9} -> {}", "", finding.advice));
            }
        }
    }
    if findings.iter().any(|finding| finding.health == Health::Ill) { Err(Refused.into()) } else { Ok(()) }
}
