//! The command line: `motcua [--data DIR | --db URL] [--config FILE] COMMAND`.

mod bench;
mod logs;

pub(crate) use bench::{
    Bench, BurstsArgs, DayArgs, EstimatesArgs, IntakeArgs, LampsArgs, Layer, Mix, ReadingArgs, WriteArgs,
};
use clap::{Args, Parser, Subcommand};
use domain::report::Period;
pub(crate) use logs::{MineArgs, OcelArgs, XesArgs};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Heading of the options every command has.
const PLACE: &str = "Where the data are";

const EXAMPLES: &str = "\
Examples:
  motcua demo
  motcua serve --listen 0.0.0.0:8080
  motcua --db postgres://motcua@127.0.0.1/motcua doctor
  motcua backup monday.motcua
  motcua --data elsewhere restore monday.motcua
  motcua tool due --from 2026-02-13T15:20 --working-days 3";

const EXAMPLES_OF_STANDIN: &str = "\
Examples:
  motcua standin sms --listen 127.0.0.1:2775 --page 127.0.0.1:8081 --password geheim --receipt-delay-ms 500
  motcua standin mail --listen 127.0.0.1:2525 --page 127.0.0.1:8082 --later-every 3
What else they take is said when a flag is wrong.";

const EXAMPLES_OF_FITTING: &str = "\
Examples:
  motcua tool fit-times receipt.xes.gz

The line it prints takes the place of `steps` in data/crowd/crowd.toml.";
const EXAMPLES_OF_DUE: &str = "\
Examples:
  motcua tool due --from 2026-02-13T15:20 --working-days 3
  motcua tool due --from 2026-02-13T15:20 --working-hours 4 --policy end-of-day --json
  motcua tool due --from 2026-03-02T09:00 --days 3";

const EXAMPLES_OF_TAKING_OVER: &str = "\
Columns: code, procedure, publisher, receiving_unit, channel (in_person, online, post), received_at, due_at, step (number), \
step_since, holder (person code), kind (person, organisation), name, id_number, phone, email, address. Times are local.

Examples:
  motcua --data /var/lib/motcua import dossiers --source egov open.csv --dry-run
  motcua --data /var/lib/motcua import dossiers --source egov open.csv --all-or-nothing";

const EXAMPLES_OF_SEARCH: &str = "\
Examples:
  motcua tool search so do
  motcua tool search lam giay khai sinh --json --limit 3
  motcua --data motcua-data tool search ket hon";

const EXAMPLES_OF_IMPORT: &str = "\
Examples:
  motcua import procedures procedures.jsonl.gz --dry-run
  motcua import procedures - --all-or-nothing --json < procedures.jsonl";

const EXAMPLES_OF_REPLAY: &str = "\
Examples:
  motcua --data trial replay receipt.xes.gz
  motcua --data trial replay log.xes --deadline due_on --end closed --unit team --json
Which attribute means what is guessed from its name; the answer says how it was read.";

const EXAMPLES_OF_REPORT: &str = "\
Examples:
  motcua report 2026-11 --unit H49.80
  motcua report 2026-Q4 --by unit --basis statutory --xlsx quarter.xlsx
  motcua report 2026-11 --unit H49.12 --by channel --csv november.csv
  motcua report --check --json";

const EXAMPLES_OF_ACCOUNT: &str = "\
Example:
  motcua account add lan --person ha.lt < password.txt";

const EXAMPLES_OF_TOKEN: &str = "\
Examples:
  motcua token --role receiver --unit H49.80 > token.txt
  motcua token --role specialist --unit H49.12.1 --name land-registry --days 90 --json
  motcua token list
  motcua token revoke api-4k7q2x9d
The token is written once, alone on standard output; all else is said on standard error.";

const EXAMPLES_OF_PLAN: &str = "\
Examples:
  motcua plan --hall H1 --day 2026-11-20
  motcua plan --hall H1 --day 2026-11-20 --counters 05,06,07,11 --break 06@09:30-10:00
  motcua plan --hall H1 --day 2026-12-07 --target 15
  motcua plan --mmc 50,6,10 --seed 1 --json
A day that is still to come is planned from the last four of that day of the week. What is seen of the textbook's line agrees with \
Erlang C within 3 % of the mean wait.";

/// Một Cửa: the one-stop service centre, from the queue ticket to the result in hand.
#[derive(Debug, Parser)]
#[command(name = "motcua", version, about, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// Folder of the SQLite file [default: motcua-data].
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "db", help_heading = PLACE)]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database, `postgres://user@host/name`; a password rather comes from MOTCUA_DB or the file.
    #[arg(long, global = true, value_name = "URL", help_heading = PLACE)]
    pub db: Option<String>,
    /// The configuration file [default: motcua.toml where it exists].
    #[arg(long, global = true, value_name = "FILE", help_heading = PLACE)]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Fill a small province with a seeded crowd and serve it; clock, telecom and mail are the demo's own.
    Demo(DemoArgs),
    /// Serve the province.
    Serve(ServeArgs),
    /// Take over a catalogue from a file.
    #[command(subcommand)]
    Import(Import),
    /// Give a catalogue back as a file.
    #[command(subcommand)]
    Export(Export),
    /// Tell an event log of another system (XES) as dossiers, each thing at the instant it happened.
    #[command(after_help = EXAMPLES_OF_REPLAY)]
    Replay(ReplayArgs),
    /// What became of the dossiers of a month, a quarter or a year; with --check, whether all reports balance.
    #[command(after_help = EXAMPLES_OF_REPORT)]
    Report(ReportArgs),
    /// What waits would be with other counters: a hall on paper, by the decisions of a real one.
    #[command(after_help = EXAMPLES_OF_PLAN)]
    Plan(PlanArgs),
    /// Hash and fold the whole journal again and compare it with what pages see.
    Verify {
        /// One line of JSON: `{ok, events, streams, first_bad}`.
        #[arg(long)]
        json: bool,
    },
    /// Make everything pages see again from the journal.
    Rebuild {
        /// One line of JSON: `{streams, events}`.
        #[arg(long)]
        json: bool,
    },
    /// Write everything, of one moment, to a file.
    Backup {
        /// The file; it appears under this name only when it is whole.
        file: PathBuf,
        /// One line of JSON: `{rows, file}`.
        #[arg(long)]
        json: bool,
    },
    /// Read a backup into an empty database of either engine.
    Restore {
        /// The file.
        file: PathBuf,
        /// One line of JSON: `{rows}`.
        #[arg(long)]
        json: bool,
    },
    /// Look whether everything the service needs is there, and say what to do.
    Doctor {
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// A stand-in of the outside world, for tests and the demo: `sms` or `mail`, then its flags.
    #[command(after_help = EXAMPLES_OF_STANDIN)]
    Standin {
        /// Name and flags of the stand-in.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "NAME")]
        words: Vec<String>,
    },
    /// Small helpers that need no database.
    #[command(subcommand)]
    Tool(Tool),
    /// Accounts of the people who work here.
    #[command(subcommand)]
    Account(Account),
    /// Issue a token with which another programme works in a post over /api/v1; list and revoke them.
    #[command(after_help = EXAMPLES_OF_TOKEN)]
    Token(TokenArgs),
    /// Figures of this machine, in throw-away databases with synthetic people. Never of the data one has.
    #[command(subcommand)]
    Bench(Bench),
}

/// What `report` takes.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// A month (2026-11), a quarter (2026-Q4) or a year (2026).
    #[arg(value_name = "PERIOD", required_unless_present = "check", conflicts_with = "check")]
    pub period: Option<Period>,
    /// Code of the unit that reports [default: the province].
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// What the rows are: field, unit, receiver or channel.
    #[arg(long, value_name = "ROWS", default_value = "field", value_parser = ["field", "unit", "receiver", "channel"])]
    pub by: String,
    /// Which lateness is meant: the first promise, the promise in force (current) or the limit by law (statutory).
    #[arg(long, value_name = "MEASURE", default_value = "first", value_parser = ["first", "current", "statutory"])]
    pub basis: String,
    /// An issue that was handed in; the figures of now when not given.
    #[arg(long, value_name = "N")]
    pub issue: Option<i64>,
    /// Write a workbook for Excel.
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<PathBuf>,
    /// Write CSV.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Language of the files: vi or en.
    #[arg(long, value_name = "LANG", default_value = "vi", value_parser = ["vi", "en"])]
    pub lang: String,
    /// Count every report of every unit, month, quarter and year instead, and say what does not balance.
    #[arg(long)]
    pub check: bool,
    /// One line of JSON: `{unit, period, basis, by, known, rows, total, balances}`, with --check `{ok, units, reports, problems, ..}`.
    #[arg(long)]
    pub json: bool,
}

/// What `plan` takes.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// Code of the hall.
    #[arg(long, value_name = "HALL", required_unless_present = "mmc", requires = "day")]
    pub hall: Option<String>,
    /// Local date, e.g. 2026-11-20: it is lived through again; one still to come is made of the last such days of the week.
    #[arg(long, value_name = "DATE", requires = "hall")]
    pub day: Option<String>,
    /// Codes of the counters that are open, from the first opening of that day to its last call [default: as it was].
    #[arg(long, value_name = "CODES", value_delimiter = ',', requires = "hall", conflicts_with = "target")]
    pub counters: Vec<String>,
    /// A break of a counter, e.g. 06@09:30-10:00; may be given several times.
    #[arg(long = "break", value_name = "CODE@FROM-TO", requires = "hall")]
    pub breaks: Vec<plan::Break>,
    /// Minutes by which a priority ticket counts as taken earlier [default: as it is set].
    #[arg(long, value_name = "MINUTES", requires = "hall", value_parser = clap::value_parser!(i64).range(0..=480))]
    pub head_start: Option<i64>,
    /// Find the fewest counters at which nine in ten wait no longer than so many minutes.
    #[arg(long, value_name = "MINUTES", requires = "hall", value_parser = clap::value_parser!(i64).range(0..=480))]
    pub target: Option<i64>,
    /// How many seeds a band is made of.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub seeds: u64,
    /// The textbook's line instead of a hall: people who come in an hour, people one counter serves in an hour, counters.
    #[arg(long, value_name = "ARRIVALS,SERVED,COUNTERS", conflicts_with = "hall")]
    pub mmc: Option<crate::commands::plan::Line>,
    /// Chance of the textbook's line is drawn with it: the same seed sees the same.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// One line of JSON: `{hall, day, days, counters, was, same, plan, fewest}`; with --mmc
    /// `{mean_wait_s, p90_wait_s, utilisation, customers, error_s}`.
    #[arg(long)]
    pub json: bool,
}

/// What `token` takes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct TokenArgs {
    /// Instead of issuing one.
    #[command(subcommand)]
    pub what: Option<Token>,
    /// What the programme does there: receiver, specialist, head, clerk, greeter...
    #[arg(long, required = true, value_name = "ROLE")]
    pub role: Option<String>,
    /// Code of the unit it works in.
    #[arg(long, required = true, value_name = "UNIT")]
    pub unit: Option<String>,
    /// What people call it, in histories too [default: the role and the unit].
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Days for which the token is good.
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=3650))]
    pub days: i64,
    /// One line of JSON: `{id, token, role, unit, name, expires_at}`.
    #[arg(long)]
    pub json: bool,
}

/// What else can be done with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// All tokens that were ever issued, without the tokens themselves.
    List {
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take a token back: it opens nothing from now on.
    Revoke {
        /// Its id, as the list has it.
        id: String,
    },
}

/// What `demo` takes.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Working days of history.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=250))]
    pub days: u32,
    /// Few people in two halls: for walking through without waiting one's turn.
    #[arg(long)]
    pub quiet: bool,
    /// People keep coming, and the demo's clock runs so many times faster than the wall's.
    #[arg(long, value_name = "SPEED", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub live: Option<u32>,
    /// The crowd's seed: the same seed on the same day makes the same journal.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Local time at which the demo begins, e.g. 2026-11-24T09:10 [default: now, or the next morning].
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

/// What `replay` takes.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// The log, `-` for standard input; `.gz` is read too.
    pub file: PathBuf,
    /// One line of JSON: `{cases, events, on_time, late, open, after_close, by_unit, ...}`.
    #[arg(long)]
    pub json: bool,
    /// What the log is called [default: its own name, else the file's].
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Attribute of a case: when it came in [default: guessed, else its first event].
    #[arg(long, value_name = "KEY")]
    pub start: Option<String>,
    /// Attribute of a case: when it was over.
    #[arg(long, value_name = "KEY")]
    pub end: Option<String>,
    /// Attribute of a case: when it was promised for.
    #[arg(long, value_name = "KEY")]
    pub deadline: Option<String>,
    /// Attribute of a case: what it is about [default: guessed, else the log's name].
    #[arg(long, value_name = "KEY")]
    pub procedure: Option<String>,
    /// Attribute of a case: the unit that answers for it.
    #[arg(long, value_name = "KEY")]
    pub unit: Option<String>,
    /// Attribute of a case: the group within that unit.
    #[arg(long, value_name = "KEY")]
    pub group: Option<String>,
    /// Attribute of a case: the officer who answers for it.
    #[arg(long, value_name = "KEY")]
    pub officer: Option<String>,
    /// Attribute of a case: how it came in.
    #[arg(long, value_name = "KEY")]
    pub channel: Option<String>,
    /// Attribute of an event: who did it.
    #[arg(long, value_name = "KEY")]
    pub resource: Option<String>,
    /// Attribute of an event: the unit that did it.
    #[arg(long, value_name = "KEY")]
    pub step_unit: Option<String>,
}

/// What `serve` takes.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Procedures as the national portal publishes them, one JSON object a line; `.gz` is read too.
    #[command(after_help = EXAMPLES_OF_IMPORT)]
    Procedures {
        /// The file, `-` for standard input.
        file: PathBuf,
        /// One line of JSON: `{rows, imported, changed, unchanged, problems}`.
        #[arg(long)]
        json: bool,
        /// Say what would happen, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Keep nothing when a row is broken.
        #[arg(long)]
        all_or_nothing: bool,
    },
    /// Open dossiers of an older system, a table (CSV) with a line each: they go on here at the step they are at, under the code and
    /// the promise they have there.
    #[command(after_help = EXAMPLES_OF_TAKING_OVER)]
    Dossiers(OlderArgs),
}

/// What `import dossiers` takes.
#[derive(Debug, Args)]
pub(crate) struct OlderArgs {
    /// The file, `-` for standard input; `.gz` is read too.
    pub file: PathBuf,
    /// Name of the older system.
    #[arg(long, value_name = "NAME")]
    pub source: String,
    /// One line of JSON: `{rows, taken_over, already, not_taken, problems, file, journal}`.
    #[arg(long)]
    pub json: bool,
    /// Say what would happen, write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Keep nothing when a line is broken.
    #[arg(long)]
    pub all_or_nothing: bool,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// The newest version of every procedure, one JSON object a line; a name that ends in `.gz` is compressed.
    Procedures {
        /// The file; standard output when none is given.
        file: Option<PathBuf>,
    },
    /// Dossiers as an event log for process mining (XES): who did what when.
    #[command(after_help = logs::EXAMPLES_OF_XES)]
    Xes(XesArgs),
    /// Dossiers with all that took part in them, as an object-centric event log (OCEL 2.0, JSON); nobody's name is in it.
    #[command(after_help = logs::EXAMPLES_OF_OCEL)]
    Ocel(OcelArgs),
}

/// Helpers.
#[derive(Debug, Subcommand)]
pub(crate) enum Tool {
    /// When a limit ends, and why, day by day.
    #[command(after_help = EXAMPLES_OF_DUE)]
    Due(DueArgs),
    /// Which procedure somebody means: with or without marks, with slips, in everyday words.
    #[command(after_help = EXAMPLES_OF_SEARCH)]
    Search(SearchArgs),
    /// How long the steps of a real office took, from its event log, as the demo's crowd takes it.
    #[command(after_help = EXAMPLES_OF_FITTING)]
    FitTimes(FitArgs),
    /// Which ways the cases of an event log (XES) took, how long, what followed what, who gave them to whom.
    #[command(after_help = logs::EXAMPLES_OF_MINING)]
    Mine(MineArgs),
    /// A new signing key of the transparency log, for `log_key_file`: motcua tool log-key ORIGIN > FILE.
    LogKey {
        /// Where the log is published, without the scheme, e.g. dvc.example.vn/log.
        origin: String,
    },
}

/// What `tool fit-times` takes.
#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    /// The log, packed or not; - for standard input.
    pub file: PathBuf,
}

/// What `tool due` takes.
#[derive(Debug, Args)]
pub(crate) struct DueArgs {
    /// Local time of reception, e.g. 2026-02-13T15:20.
    #[arg(long, value_name = "TIME")]
    pub from: String,
    /// How long.
    #[command(flatten)]
    pub span: SpanArgs,
    /// Reading of the limit: same-hour, end-of-day or last-hour-next-day.
    #[arg(long, value_name = "NAME", default_value = "same-hour")]
    pub policy: String,
    /// A calendar file instead of the shipped one.
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<PathBuf>,
    /// One line of JSON: `{due, policy, provisional, explanation}`.
    #[arg(long)]
    pub json: bool,
}

/// What `tool search` takes.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What is looked for; the shipped catalogue, or the one of --data or --db.
    #[arg(required = true)]
    pub words: Vec<String>,
    /// One line of JSON: `{hits: [{code, name, score}]}`, best first.
    #[arg(long)]
    pub json: bool,
    /// Most procedures listed.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = most_listed)]
    pub limit: usize,
}

fn most_listed(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(most @ 1..=1000) => Ok(most),
        _ => Err("expected a number from 1 to 1000".to_owned()),
    }
}

/// How long, in exactly one unit.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct SpanArgs {
    /// Working days.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=10_000))]
    pub working_days: Option<i64>,
    /// Working hours.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=100_000))]
    pub working_hours: Option<i64>,
    /// Calendar days.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=10_000))]
    pub days: Option<i64>,
}

/// Accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Open an account for somebody in the catalogue; the password is read from standard input.
    #[command(after_help = EXAMPLES_OF_ACCOUNT)]
    Add {
        /// Name to sign in with.
        login: String,
        /// Person code of the catalogue.
        #[arg(long)]
        person: String,
    },
    /// Set a new password, read from standard input.
    Password {
        /// Name to sign in with.
        login: String,
    },
    /// All accounts.
    List {
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// The words of an example, without what the shell does with files.
    fn words(example: &str) -> impl Iterator<Item = &str> {
        example.split_whitespace().take_while(|word| *word != "<" && *word != ">")
    }

    fn examples(command: &clap::Command) -> Vec<String> {
        let own = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let own = own.lines().map(str::trim).filter(|line| line.starts_with("motcua ")).map(str::to_owned);
        own.chain(command.get_subcommands().flat_map(examples)).collect()
    }

    #[test]
    fn every_example_of_the_help_is_understood() {
        let all = examples(&Cli::command());
        assert!(all.len() > 10, "{all:?}");
        for example in all {
            if let Err(error) = Cli::try_parse_from(words(&example)) {
                panic!("{example}: {error}");
            }
        }
    }
}
