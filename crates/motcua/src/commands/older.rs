//! `motcua import dossiers`: open dossiers of an older system.

use crate::bar::Bar;
use crate::cli::OlderArgs;
use crate::config::Config;
use crate::ended::{Refused, usage};
use crate::node::Node;
use crate::{files, open, print};
use anyhow::Context;
use app::older::{OlderTable, Taken, Totals};
use serde_json::json;
use store::{Options, Store};

/// Reads the table whole, takes over what can be, and compares the totals of the table with those of what was written.
pub(crate) async fn import(config: &Config, args: &OlderArgs) -> anyhow::Result<()> {
    if args.source.trim().is_empty() {
        return Err(usage("--source: expected the older system's name, it is empty".to_owned()));
    }
    let text = files::read_text(&args.file).with_context(|| args.file.display().to_string())?;
    let store = open::store(&open::place(config), Options::default()).await?;
    let outcome = taken_over(&store, args, &text).await;
    store.close().await;
    let Outcome { table, taken, file, journal } = outcome?;
    let not_taken = table.rows - u64::try_from(table.dossiers.len())?;
    let kept_nothing = args.all_or_nothing && !table.problems.is_empty();
    let equal = args.dry_run || kept_nothing || file == journal;
    if args.json {
        print::json(&json!({
            "rows": table.rows,
            "taken_over": taken.taken_over,
            "already": taken.already,
            "not_taken": not_taken,
            "problems": table.problems,
            "file": file,
            "journal": journal,
            "equal": equal,
        }));
    } else {
        for problem in &table.problems {
            let field = if problem.field.is_empty() { "line" } else { &problem.field };
            print::line(format!("line {}: {field}: {} ({})", problem.line, problem.message, problem.code));
        }
        let (rows, in_order) = (table.rows, table.dossiers.len());
        print::line(if args.dry_run {
            format!("{rows} lines: {in_order} in order, {not_taken} not; a dry run, nothing kept")
        } else {
            let kept = if kept_nothing { "nothing kept" } else { "kept" };
            let (taken_over, already) = (taken.taken_over, taken.already);
            format!("{rows} lines: {taken_over} taken over, {already} already, {not_taken} not taken; {kept}")
        });
        say("table", &file);
        if !args.dry_run && !kept_nothing {
            say("journal", &journal);
            print::line(if equal { "the totals are equal" } else { "THE TOTALS DIFFER" });
        }
    }
    if kept_nothing || !equal || (table.rows == 0 && !table.problems.is_empty()) {
        return Err(Refused.into());
    }
    Ok(())
}

struct Outcome {
    table: OlderTable,
    taken: Taken,
    file: Totals,
    journal: Totals,
}

async fn taken_over(store: &Store, args: &OlderArgs, text: &str) -> anyhow::Result<Outcome> {
    let node = Node::take(store).await?;
    let app = open::app_that_writes_history(store.clone(), node.number()).await?;
    let table = app.compare_older(app.read_older(&args.source, text)).await?;
    let file = Totals::of(&table.dossiers);
    let mut outcome = Outcome { table, taken: Taken::default(), file, journal: Totals::default() };
    if args.dry_run || (args.all_or_nothing && !outcome.table.problems.is_empty()) {
        return Ok(outcome);
    }
    let bar = Bar::begin("taking over", "dossiers", args.json);
    let told = |done: i64, all: i64| bar.reached(done, all);
    let taken = app.take_over_older(&args.source, &outcome.table.dossiers, &told).await;
    bar.end();
    outcome.taken = taken?;
    outcome.journal = app.totals_of_older(&outcome.table.dossiers).await?;
    Ok(outcome)
}

fn say(of: &str, totals: &Totals) {
    print::line(format!("{of}: {} dossiers, promises add up to {}", totals.dossiers, totals.due_sum));
    for (what, counts) in [("unit", &totals.by_unit), ("holder", &totals.by_holder)] {
        counts.iter().for_each(|(code, count)| print::line(format!("  {what} {code}: {count}")));
    }
}
