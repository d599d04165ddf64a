//! `motcua`: one programme that serves a province, keeps its journal and helps whoever runs it.

mod bar;
mod cli;
mod commands;
mod config;
mod ended;
mod files;
mod jobs;
mod node;
mod open;
mod print;
mod scans;
mod socket;
mod wish;

use clap::Parser;
use cli::{Cli, Command, Export, Import, Tool};
use commands::{
    account, bench, catalogue, demo, doctor, due, fit, history, mine, ocel, older, plan, replay, report,
    search, serve, token,
};
use config::Config;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The C library's own spends half of the programme's time on commands: what 256 callers ask for and writers give back lies in
/// many sizes between its threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return ended::exit_code(Err(error.into())),
    };
    let outcome = runtime.block_on(run(cli));
    // Whatever is still under way was told to end and had its time.
    runtime.shutdown_timeout(std::time::Duration::from_millis(200));
    ended::exit_code(outcome)
}

/// Sentences on standard error; `MOTCUA_LOG` says how many. Never personal data: events, addresses and texts are not logged.
fn log() {
    let usual = "info,rusmpp=error,tokio_postgres=warn";
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    match &cli.command {
        Command::Tool(Tool::Due(args)) => return due::run(args),
        Command::Tool(Tool::FitTimes(args)) => return fit::run(args),
        Command::Tool(Tool::Mine(args)) => return mine::run(args),
        Command::Plan(args) if args.mmc.is_some() => return plan::textbook(args),
        Command::Tool(Tool::LogKey { origin }) => {
            let key = store::LogKey::new_text(origin).map_err(|error| ended::usage(error.to_string()))?;
            print::line(key);
            return Ok(());
        }
        Command::Standin { words } => {
            return standin::run_from_args(names(words)).await.map_err(standin_error);
        }
        _ => {}
    }
    let config = Config::read(&cli)?;
    match &cli.command {
        Command::Demo(args) => demo::run(&config, args).await,
        Command::Serve(args) => serve::run(&config, args).await,
        Command::Import(Import::Procedures { file, json, dry_run, all_or_nothing }) => {
            let how = catalogue::How { json: *json, dry_run: *dry_run, all_or_nothing: *all_or_nothing };
            catalogue::import_procedures(&config, file, how).await
        }
        Command::Import(Import::Dossiers(args)) => older::import(&config, args).await,
        Command::Export(Export::Procedures { file }) => {
            catalogue::export_procedures(&config, file.as_deref()).await
        }
        Command::Export(Export::Xes(args)) => replay::export(&config, args).await,
        Command::Export(Export::Ocel(args)) => ocel::export(&config, args).await,
        Command::Replay(args) => replay::replay(&config, args).await,
        Command::Report(args) => report::run(&config, args).await,
        Command::Plan(args) => plan::hall(&config, args).await,
        Command::Verify { json } => history::verify(&config, *json).await,
        Command::Rebuild { json } => history::rebuild(&config, *json).await,
        Command::Backup { file, json } => history::backup(&config, file, *json).await,
        Command::Restore { file, json } => history::restore(&config, file, *json).await,
        Command::Doctor { json } => doctor::run(&config, *json).await,
        Command::Tool(Tool::Search(args)) => search::run(&config, args).await,
        Command::Account(what) => account::run(&config, what).await,
        Command::Token(args) => token::run(&config, args).await,
        Command::Bench(what) => bench::run(&config, what).await,
        Command::Tool(_) | Command::Standin { .. } => Ok(()),
    }
}

/// `sms` and `mail` are what people say, `smsc` and `smtp` what the stand-ins are.
fn names(words: &[String]) -> impl Iterator<Item = String> {
    words.iter().enumerate().map(|(at, word)| match (at, word.as_str()) {
        (0, "sms") => "smsc".to_owned(),
        (0, "mail") => "smtp".to_owned(),
        _ => word.clone(),
    })
}

fn standin_error(error: standin::StandinError) -> anyhow::Error {
    match error {
        standin::StandinError::Usage(_) => ended::usage(error.to_string()),
        error => error.into(),
    }
}
