//! `motcua bench bursts`: dossiers over `/api/v1` from many agencies, at hours that are set beforehand, in a province that has many
//! dossiers already: nobody waits for the last one to be answered before the next one comes, and a time is counted from the
//! instant it was to come at. A server that stops for a second is seen to have stopped for everybody who came meanwhile.

use super::crowd::{Burst, Crowd, FOUND_IN};
use super::ground::Ground;
use super::load::{self, Loaded};
use super::province::{AGENCIES, Province};
use super::server::Server;
use super::visit::Producer;
use crate::cli::BurstsArgs;
use crate::config::Config;
use crate::{open, print};
use serde_json::json;
use std::time::Duration;
use store::Options;

/// The hours of a centre, quicker: dossiers a second, and for how many twelfths of the time.
const DAY: [(f64, u32); 6] = [(15.0, 3), (3.0, 1), (25.0, 3), (3.0, 1), (35.0, 3), (3.0, 1)];

struct Measured {
    loaded: Loaded,
    bursts: Vec<Burst>,
    /// Dossiers a second when as many come as are answered.
    saturation: f64,
    recovered: Duration,
}

pub(super) async fn run(config: &Config, args: &BurstsArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    let Measured { loaded, bursts, saturation, recovered } = measured;
    if args.json {
        print::json(&json!({
            "dossiers": loaded.dossiers,
            "loaded_s": loaded.took.as_secs_f64(),
            "bursts": bursts.iter().map(Burst::json).collect::<Vec<_>>(),
            "saturation_per_s": saturation,
            "recovered_s": recovered.as_secs_f64(),
        }));
    } else {
        if loaded.dossiers > 0 {
            let seconds = loaded.took.as_secs_f64();
            print::line(format!("{} dossiers loaded in {seconds:.0} s", loaded.dossiers));
        }
        print::line(format!(
            "{:<34} {:>9} {:>8} {:>8} {:>6} {:>6}",
            "", "requests", "p50 ms", "p99 ms", "503", "wrong"
        ));
        bursts.iter().map(Burst::line).for_each(print::line);
        print::line(format!(
            "saturated at {saturation:.0} dossiers a second; recovered {:.1} s after twice as many",
            recovered.as_secs_f64()
        ));
    }
    Ok(())
}

async fn measured(ground: &mut Ground, args: &BurstsArgs) -> anyhow::Result<Measured> {
    let place = ground.prepared().await?;
    let store = open::store(&place, Options::default()).await?;
    let app = open::app_for_a_moment(store.clone()).await?;
    let province = Province::with_seats(&app, AGENCIES)?;
    province.found(&app).await?;
    drop(app);
    open::close(store).await;
    let producers = Producer::all(&province);
    let loaded = load::dossiers(&place, &producers, usize::try_from(args.dossiers)?, args.json).await?;
    ground.counted().await?;
    let patch = ground.itself()?;
    let server = Server::start(ground, &patch).await?;
    let crowd = Crowd::at(&server.address, producers);
    let seconds = f64::from(args.seconds);
    let mut bursts = Vec::new();
    let day: Vec<(f64, Duration)> = DAY
        .iter()
        .map(|(rate, twelfths)| (*rate, Duration::from_secs_f64(seconds * f64::from(*twelfths) / 12.0)))
        .collect();
    bursts.push(crowd.burst("15, 25, 35 a second, valleys", &day).await?);
    let rush = [(f64::from(args.rush), Duration::from_secs_f64(seconds))];
    bursts.push(crowd.burst(&format!("{} a second", args.rush), &rush).await?);
    let found_in = FOUND_IN.min(Duration::from_secs_f64(seconds));
    let saturation = crowd.saturation(found_in).await?;
    let name = format!("twice saturation, {:.0} a second", saturation * 2.0);
    bursts.push(crowd.burst(&name, &[(saturation * 2.0, found_in * 2)]).await?);
    let recovered = crowd.recovers().await?;
    server.end().await?;
    patch.clear().await?;
    Ok(Measured { loaded, bursts, saturation, recovered })
}
