//! What is told of a measurement: ratios first.

use super::super::ground;
use super::Measured;
use crate::cli::Layer;
use crate::commands::bench::layers::Run;
use serde_json::{Value, json};

/// A layer as tables name it.
pub(super) const fn word(layer: Layer) -> &'static str {
    match layer {
        Layer::A => "(a) bare loop",
        Layer::B => "(b) store.commit",
        Layer::C => "(c) app::execute",
        Layer::D1 => "(d1) /api/v1, token",
        Layer::D2 => "(d2) form and page, session",
    }
}

const fn letter(layer: Layer) -> &'static str {
    match layer {
        Layer::A => "a",
        Layer::B => "b",
        Layer::C => "c",
        Layer::D1 => "d1",
        Layer::D2 => "d2",
    }
}

/// Figures of one layer: the run in the middle for each.
struct Figures {
    rate: f64,
    p50_ms: f64,
    p99_ms: f64,
    server_ms: f64,
    database_ms: f64,
    events: i64,
}

impl Figures {
    fn of(runs: &[Run]) -> Self {
        let middle = |of: &dyn Fn(&Run) -> f64| {
            let mut values: Vec<f64> = runs.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0)
        };
        let each = |run: &Run, time: std::time::Duration| {
            time.as_secs_f64() * 1000.0 / run.took.each.len().max(1) as f64
        };
        Self {
            rate: middle(&|run| run.took.rate()),
            p50_ms: middle(&|run| run.took.within_ms(50)),
            p99_ms: middle(&|run| run.took.within_ms(99)),
            server_ms: middle(&|run| each(run, run.server)),
            database_ms: middle(&|run| each(run, run.database)),
            events: runs.iter().map(|run| run.events).max().unwrap_or(0),
        }
    }

    fn sum_ms(&self) -> f64 {
        self.server_ms + self.database_ms
    }
}

fn all(measured: &Measured) -> Vec<(Layer, Figures)> {
    measured.layers.iter().map(|(layer, runs)| (*layer, Figures::of(runs))).collect()
}

/// Of one layer's rate in another's.
fn ratio(all: &[(Layer, Figures)], one: Layer, of: Layer) -> Option<f64> {
    let rate = |layer| all.iter().find(|(known, _)| *known == layer).map(|(_, figures)| figures.rate);
    Some(rate(one)? / rate(of)?)
}

/// Rows and bytes of a command on average.
fn size(measured: &Measured) -> (f64, f64) {
    let many = measured.mix.len().max(1) as f64;
    let rows: u64 = measured.mix.iter().map(|(_, rows, _)| rows).sum();
    let bytes: usize = measured.mix.iter().map(|(_, _, bytes)| bytes).sum();
    (rows as f64 / many, bytes as f64 / many)
}

/// As people read it.
pub(super) fn lines(measured: &Measured) -> Vec<String> {
    let figures = all(measured);
    let (rows, bytes) = size(measured);
    let mut lines = vec![format!(
        "{}: {} producers, {} visits each, {} runs, the middle one of each figure; {:.0} commands share a transaction",
        ground::word(measured.engine),
        measured.producers,
        measured.visits,
        measured.runs,
        measured.together
    )];
    if let Some(share) = ratio(&figures, Layer::B, Layer::A) {
        lines.push(format!("(b) of (a): {:.0} %", share * 100.0));
    }
    lines.push(format!(
        "{:<28} {:>11} {:>8} {:>8}   {:>6} {:>8} {:>6}",
        "", "commands/s", "p50 ms", "p99 ms", "server", "database", "CPU ms"
    ));
    lines.extend(figures.iter().map(|(layer, one)| {
        format!(
            "{:<28} {:>11.0} {:>8.1} {:>8.1}   {:>6.3} {:>8.3} {:>6.3}",
            word(*layer),
            one.rate,
            one.p50_ms,
            one.p99_ms,
            one.server_ms,
            one.database_ms,
            one.sum_ms()
        )
    }));
    lines.push(format!("the mix: {rows:.1} rows, {:.1} kB a command, written alone", bytes / 1000.0));
    lines.extend(
        measured
            .mix
            .iter()
            .map(|(act, rows, bytes)| format!("  {:<20} {rows:>3} rows {bytes:>6} bytes", act.word())),
    );
    lines
}

/// As programmes read it.
pub(super) fn json(measured: &Measured) -> Value {
    let figures = all(measured);
    let (rows, bytes) = size(measured);
    let layers: Vec<Value> = figures
        .iter()
        .map(|(layer, one)| {
            json!({
                "layer": letter(*layer),
                "commands_per_s": one.rate,
                "p50_ms": one.p50_ms,
                "p99_ms": one.p99_ms,
                "cpu_ms": {"server": one.server_ms, "database": one.database_ms, "sum": one.sum_ms()},
                "events": one.events,
            })
        })
        .collect();
    let mix: Vec<Value> = measured
        .mix
        .iter()
        .map(|(act, rows, bytes)| json!({"command": act.word(), "rows": rows, "bytes": bytes}))
        .collect();
    json!({
        "engine": ground::word(measured.engine),
        "producers": measured.producers,
        "visits": measured.visits,
        "runs": measured.runs,
        "commands": measured.producers * usize::from(measured.visits) * measured.mix.len(),
        "commands_in_a_transaction": measured.together,
        "mix": {"commands": mix, "rows": rows, "bytes": bytes},
        "ratios": {"b_of_a": ratio(&figures, Layer::B, Layer::A)},
        "layers": layers,
    })
}
