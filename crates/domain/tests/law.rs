//! The law of the one-stop service in sentences: what a dossier, its payment and its ticket may do and may not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

#[path = "law/cases/mod.rs"]
mod cases;
#[path = "law/centre.rs"]
mod centre;
#[path = "law/earlier.rs"]
mod earlier;
#[path = "law/ended.rs"]
mod ended;
#[path = "law/extension.rs"]
mod extension;
#[path = "law/handover.rs"]
mod handover;
#[path = "law/intake.rs"]
mod intake;
#[path = "law/lateness.rs"]
mod lateness;
#[path = "law/petition.rs"]
mod petition;
#[path = "law/random.rs"]
mod random;
#[path = "law/reports.rs"]
mod reports;
#[path = "law/result.rs"]
mod result;
#[path = "law/samples.rs"]
mod samples;
#[path = "law/scans.rs"]
mod scans;
#[path = "law/steps.rs"]
mod steps;
#[path = "law/supplement.rs"]
mod supplement;
