//! Pictures of the floor: calls by half hour, and who waits how long.

use super::AIM_PERCENT;
use crate::look;
use crate::pages::staff::names::Names;
use crate::pages::staff::times::elapsed;
use app::queries::Wait;
use app::queries::hall::WaitingTicket;

/// Half an hour of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) percent: i64,
    pub(super) label: String,
    pub(super) low: bool,
}

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dot {
    pub(super) x: i64,
    pub(super) class: &'static str,
}

/// People waiting for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) y: i64,
    pub(super) name: String,
    pub(super) count: usize,
    pub(super) dots: Vec<Dot>,
    pub(super) longest: String,
}

pub(super) const fn percent(part: usize, whole: usize) -> i64 {
    match (part * 100).checked_div(whole) {
        #[expect(clippy::cast_possible_wrap, reason = "at most a hundred")]
        Some(percent) => percent as i64,
        None => 100,
    }
}

/// Calls by half hour, and how many came within the promised wait.
pub(super) fn bars(waits: &[Wait], promised_ms: i64) -> Vec<Bar> {
    pub(super) const HALF_HOUR: i64 = 30 * 60_000;
    pub(super) const SHOWN: usize = 8;
    let mut halves: Vec<(i64, usize, usize)> = Vec::new();
    for wait in waits {
        let half = wait.started_at - wait.started_at.rem_euclid(HALF_HOUR);
        let kept = usize::from(wait.waited_ms <= promised_ms);
        match halves.last_mut() {
            Some((last, in_time, all)) if *last == half => {
                *in_time += kept;
                *all += 1;
            }
            _ => halves.push((half, kept, 1)),
        }
    }
    let from = halves.len().saturating_sub(SHOWN);
    (0..)
        .zip(&halves[from..])
        .map(|(place, (half, kept, all))| {
            let percent = percent(*kept, *all);
            let height = percent * 90 / 100;
            Bar {
                x: 6 + 52 * place,
                y: 112 - height,
                height,
                percent,
                label: look::clock(*half),
                low: percent < AIM_PERCENT,
            }
        })
        .collect()
}

/// Stretches of the picture, each half the promised wait.
pub(super) const PARTS: i64 = 4;

/// Minutes at a line of the picture; at its edge stands whoever waits so long or longer.
pub(super) fn tick(part: i64, promised_ms: i64) -> (i64, String) {
    let minutes = promised_ms * part / 120_000;
    let words = if part == PARTS { format!("{minutes}+") } else { minutes.to_string() };
    (x_of(promised_ms * part / 2, promised_ms), words)
}

/// Twice the promised wait across the picture; whoever waits longer stands at its edge.
pub(super) fn x_of(waited_ms: i64, promised_ms: i64) -> i64 {
    236 + (waited_ms.min(promised_ms * 2) * 620 / (promised_ms * 2).max(1))
}

pub(super) fn lanes(
    names: &Names,
    hall: Option<&str>,
    line: &[WaitingTicket],
    promised_ms: i64,
) -> Vec<Lane> {
    let Some(hall) = hall else { return Vec::new() };
    let fields = names.directory.catalogue().fields_of(hall);
    (0..)
        .zip(fields)
        .map(|(place, field)| {
            let here: Vec<i64> = line
                .iter()
                .filter(|ticket| ticket.field == field.code)
                .map(|ticket| elapsed(names.now, ticket.taken_at))
                .collect();
            let class = |waited: i64| {
                if waited > promised_ms {
                    "dot-late"
                } else if waited * 10 > promised_ms * 8 {
                    "dot-soon"
                } else {
                    "dot"
                }
            };
            Lane {
                y: 36 + 28 * place,
                name: names.field(&field.code),
                count: here.len(),
                longest: here
                    .iter()
                    .max()
                    .map(|waited| look::rough(names.lang(), *waited))
                    .unwrap_or_default(),
                dots: here
                    .iter()
                    .map(|waited| Dot { x: x_of(*waited, promised_ms), class: class(*waited) })
                    .collect(),
            }
        })
        .collect()
}
