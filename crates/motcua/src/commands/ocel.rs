//! `motcua export ocel`: dossiers with all that took part in them, for object-centric process mining.

use super::replay::instant;
use crate::cli::OcelArgs;
use crate::config::Config;
use crate::{files, open, print};
use adapters::ocel::{self, Written};
use anyhow::Context;
use serde_json::json;
use store::{Options, Store};

pub(crate) async fn export(config: &Config, args: &OcelArgs) -> anyhow::Result<()> {
    let store = open::store(&open::existing(config)?, Options::default()).await?;
    let outcome = exported(&store, args).await;
    store.close().await;
    let written = outcome?;
    let (events, objects): (u64, u64) = (written.events.values().sum(), written.objects.values().sum());
    if args.json {
        print::json(&json!({
            "events": events,
            "objects": objects,
            "relations": written.of_events,
            "object_relations": written.of_objects,
            "by_event_type": written.events,
            "by_object_type": written.objects,
            "file": args.file,
        }));
    } else {
        print::line(format!(
            "{events} events of {objects} objects with {} relations written to {}",
            written.of_events + written.of_objects,
            args.file.display()
        ));
        for (kind, times) in &written.objects {
            print::line(format!("{times:>10} {kind}"));
        }
    }
    Ok(())
}

async fn exported(store: &Store, args: &OcelArgs) -> anyhow::Result<Written> {
    let app = open::app_for_a_moment(store.clone()).await?;
    let (from, to) = (instant(&app, args.from.as_deref())?, instant(&app, args.to.as_deref())?);
    let log = app.object_log(from, to).await?;
    let mut written = Written::default();
    files::write_whole(&args.file, |out| {
        written = ocel::write(out, &log)?;
        Ok(())
    })
    .with_context(|| args.file.display().to_string())?;
    Ok(written)
}
