//! `motcua bench`: figures of this machine. Everything happens in throw-away databases that hold a province of synthetic
//! agencies beside the shipped one; nothing here is reachable from `serve`, and no data one has are touched.
//!
//! `province` makes the agencies and their people, `ground` the databases, `visit` is the named mix of commands, the files of
//! `layers` hand it in at five doors, `drive` runs many at once, `cpu` says what it cost. `load` fills the province with many dossiers, `crowd` are those who come
//! at their own hours. `day` is no figure but a trial: people in a hall from morning to evening, and whether all that was shown was so.

mod bursts;
mod cpu;
mod crowd;
mod day;
mod drive;
mod ground;
mod http;
mod lamps;
mod layers;
mod load;
mod province;
mod reading;
mod server;
mod visit;
mod write;

use crate::cli::Bench;
use crate::config::Config;

pub(crate) async fn run(config: &Config, what: &Bench) -> anyhow::Result<()> {
    match what {
        Bench::Write(args) => write::run(config, args).await,
        Bench::Bursts(args) => bursts::run(config, args).await,
        Bench::Reading(args) => reading::run(config, args).await,
        Bench::Lamps(args) => lamps::run(config, args).await,
        Bench::Day(args) => day::run(config, args).await,
        Bench::Intake(args) => day::intake(config, args).await,
        Bench::Estimates(args) => day::estimates(config, args).await,
    }
}
