//! What `bench` takes.

use clap::{Args, Subcommand, ValueEnum};

const EXAMPLES_OF_WRITE: &str = "\
Examples:
  motcua bench write
  motcua bench write --layers c,d1 --runs 5
  motcua --db postgres://postgres@127.0.0.1/postgres bench write --json
Without --db it measures SQLite, in throw-away folders inside --data [default: the system's temporary folder]. With --db it makes
databases of its own beside the one that is named and drops them; the user must be allowed to.";

const EXAMPLES_OF_BURSTS: &str = "\
Examples:
  motcua bench bursts
  motcua bench bursts --dossiers 1000000
  motcua --db postgres://postgres@127.0.0.1/postgres bench bursts --seconds 20 --json";

const EXAMPLES_OF_READING: &str = "\
Examples:
  motcua bench reading
  motcua bench reading --dossiers 1000000 --json
Of ten dossiers one waits on a specialist's desk, nine were taken back by their applicants. A million of them take about
15 GB in SQLite.";

const EXAMPLES_OF_DAY: &str = "\
Examples:
  motcua bench day
  motcua bench day --people 5000 --seed 7
  motcua --db postgres://postgres@127.0.0.1/postgres bench day --json
It ends with 1 when anything was found, and says what was expected and what came.";

const EXAMPLES_OF_INTAKE: &str = "\
Examples:
  motcua bench intake
  motcua bench intake --counters 40 --intakes 10 --pause-ms 2000
  motcua --db postgres://postgres@127.0.0.1/postgres bench intake --json";

const EXAMPLES_OF_ESTIMATES: &str = "\
Examples:
  motcua bench estimates
  motcua bench estimates --people 500 --counters 40 --days 3
  motcua --db postgres://postgres@127.0.0.1/postgres bench estimates --json
An estimate is close when it is not more than five minutes off. It ends with 1 when a page told something else than the day tells when it is
looked back on, or a rule of the line was broken.";

const EXAMPLES_OF_LAMPS: &str = "\
Examples:
  motcua bench lamps
  motcua bench lamps --steps 100000
  motcua --db postgres://postgres@127.0.0.1/postgres bench lamps --servers 2 --json
A million open steps take about 15 GB. It ends with 1 when a fact is missing or was written twice.";

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Commands written: a bare loop, the store, the application, the interface for programmes, the pages.
    #[command(after_help = EXAMPLES_OF_WRITE)]
    Write(WriteArgs),
    /// Dossiers that come at their own hours over /api/v1 from sixty agencies: a day with valleys, a rush, twice what the server takes.
    #[command(after_help = EXAMPLES_OF_BURSTS)]
    Bursts(BurstsArgs),
    /// Pages people look at all day, among many dossiers, while others write at half of what the server takes.
    #[command(after_help = EXAMPLES_OF_READING)]
    Reading(ReadingArgs),
    /// Steps that turn red: how soon the fact is in the journal, among many open steps, and how many a second when too many are due.
    #[command(after_help = EXAMPLES_OF_LAMPS)]
    Lamps(LampsArgs),
    /// People in a simulated day of one hall over its pages, with a restart at noon: nothing lost, nobody called twice, every page right.
    #[command(after_help = EXAMPLES_OF_DAY)]
    Day(DayArgs),
    /// Officers at busy counters, receiving dossiers stroke by stroke: how long each answer takes, and all answers of one intake.
    #[command(after_help = EXAMPLES_OF_INTAKE)]
    Intake(IntakeArgs),
    /// What tickets tell of the wait when they are taken, and how far off it was, beside simpler ways for the same people.
    #[command(after_help = EXAMPLES_OF_ESTIMATES)]
    Estimates(EstimatesArgs),
}

/// What `bench estimates` takes.
#[derive(Debug, Args)]
pub(crate) struct EstimatesArgs {
    /// People who come on a day; how long they stay is drawn so that the counters have enough to do.
    #[arg(long, value_name = "N", default_value_t = 240, value_parser = clap::value_parser!(u32).range(40..=20_000))]
    pub people: u32,
    /// Counters of the hall.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(6..=99))]
    pub counters: u16,
    /// Days, each with a seed of its own.
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=20))]
    pub days: u16,
    /// The first day's seed; the others count on.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// One line of JSON: `{engine, days, seed, people, counters, tickets, served, went_on, ways: [{way, called, told, median_off_min,
    /// close_percent}], looked_back_ms, wrong}`.
    #[arg(long)]
    pub json: bool,
}

/// What `bench intake` takes.
#[derive(Debug, Args)]
pub(crate) struct IntakeArgs {
    /// Counters of the hall, all of them busy.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=99))]
    pub counters: u16,
    /// Dossiers each of them receives.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=200))]
    pub intakes: u16,
    /// Milliseconds between two strokes at one counter; an intake has eight.
    #[arg(long, value_name = "N", default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(0..=60_000))]
    pub pause_ms: u32,
    /// One line of JSON: `{engine, counters, pause_ms, kinds: [{kind, took}], answers, intakes, wished}`, each time as
    /// `{many, p50_ms, p95_ms, most_ms}`.
    #[arg(long)]
    pub json: bool,
}

/// What `bench day` takes.
#[derive(Debug, Args)]
pub(crate) struct DayArgs {
    /// People who come; how long they stay is drawn so that the counters have enough to do.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(40..=20_000))]
    pub people: u32,
    /// Counters of the hall.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(6..=99))]
    pub counters: u16,
    /// The day's seed: the same people come for the same, at the same minutes. Who is quicker within a minute is the server's.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// One line of JSON: `{engine, people, tickets, calls, forms, moments, pages, events, served, open, times: [{page, p50_ms, ..}],
    /// wrong, took_s}`.
    #[arg(long)]
    pub json: bool,
}

/// What `bench reading` takes.
#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// Dossiers the province has.
    #[arg(long, value_name = "N", default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub dossiers: u32,
    /// Seconds people look and write.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub seconds: u16,
    /// One line of JSON: `{engine, dossiers, loaded_s, rate_per_s, pages: [{page, answered, p50_ms, p99_ms, wrong}], writing}`.
    #[arg(long)]
    pub json: bool,
}

/// What `bench lamps` takes.
#[derive(Debug, Args)]
pub(crate) struct LampsArgs {
    /// Open steps the province has.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub steps: u32,
    /// Of these, steps whose time is gone in one second, one after the other.
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub due: u32,
    /// Of these, steps whose time is gone at one instant, later: more than can be noted at once.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub excess: u32,
    /// Servers on the database; more than one on PostgreSQL only.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=8))]
    pub servers: u16,
    /// One line of JSON: `{engine, steps, servers, loaded_s, load_before, due: {facts, p50_ms, p99_ms, most_ms}, excess: {facts,
    /// per_s, server_cpu_ms, database_cpu_ms}}`.
    #[arg(long)]
    pub json: bool,
}

/// What `bench bursts` takes.
#[derive(Debug, Args)]
pub(crate) struct BurstsArgs {
    /// Dossiers the province has when they come.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub dossiers: u32,
    /// Seconds of the day, and of the rush.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub seconds: u16,
    /// Dossiers a second in the rush.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub rush: u16,
    /// One line of JSON: `{dossiers, loaded_s, bursts: [{burst, answered, p50_ms, p99_ms, busy, wrong}], saturation_per_s, recovered_s}`.
    #[arg(long)]
    pub json: bool,
}

/// Where a command is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Layer {
    /// A bare loop that sends the rows of layer b again, in its transactions.
    A,
    /// `Store::commit`.
    B,
    /// `App::execute`.
    C,
    /// `/api/v1` of a server, with a token.
    D1,
    /// Forms of a server, each with the page it leads to, with a session.
    D2,
}

/// What a producer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mix {
    /// One person's visit: a ticket is taken and called, a dossier received, assigned, its step finished.
    Visit,
    /// Commands of at most eight rows: a ticket is taken, a dossier that waited is assigned, its step finished.
    Small,
}

/// What `bench write` takes.
#[derive(Debug, Args)]
pub(crate) struct WriteArgs {
    /// How many hand in commands at once, each the next one as soon as the last is answered.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=600))]
    pub producers: u16,
    /// What each of them does, again and again.
    #[arg(long, value_enum, default_value = "visit")]
    pub mix: Mix,
    /// How often each of them goes through the mix in a run; a visit is five commands, the small mix three.
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub visits: u16,
    /// Runs, each in a fresh database; the median is told.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=99))]
    pub runs: u16,
    /// Layers measured.
    #[arg(long, value_name = "LAYERS", value_enum, value_delimiter = ',', default_value = "a,b,c,d1,d2")]
    pub layers: Vec<Layer>,
    /// One line of JSON: `{engine, producers, mix, layers: [{layer, commands_per_s, p50_ms, p99_ms, cpu_ms}], ratios, ...}`.
    #[arg(long)]
    pub json: bool,
}
