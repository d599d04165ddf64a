//! Chặng: how reports count a dossier. Its life from reception to its end is cut into stretches without gaps; a new one
//! begins whenever a report would count it otherwise than before: it waits for papers, another promise holds, it was
//! received under the wrong procedure.
//!
//! A stretch names the versions of the stream at which it began and ended. With the journal's own order it can then be
//! told what was known of it at any moment, which is what a report that was handed in must show for ever.

use super::event::Event;
use super::facts::Plan;
use super::state::{Phase, State, Timeliness};
use crate::kernel::Millis;
use calendar::VIETNAM_OFFSET_MS;
use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 86_400_000;

/// Instants from which a dossier is late, each by its own measure; nothing while no promise holds. What was late once stays
/// late: a promise that is made after another was missed does not mend it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateFrom {
    /// Lời hẹn thứ nhất.
    pub first: Option<Millis>,
    /// Lời hẹn hiện tại.
    pub current: Option<Millis>,
    /// Thời hạn theo quy định.
    pub statutory: Option<Millis>,
}

/// What a dossier is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedUnder {
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Field group.
    pub field: String,
    /// Unit that leads.
    pub handling_unit: String,
}

impl From<&Plan> for CountedUnder {
    fn from(plan: &Plan) -> Self {
        Self {
            procedure: plan.procedure.code.clone(),
            publisher: plan.procedure.publisher.clone(),
            field: plan.procedure.field.clone(),
            handling_unit: plan.handling_unit.clone(),
        }
    }
}

/// A part of a dossier's life in which reports count it alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Instant it begins.
    pub since: Millis,
    /// Version of the stream with which it begins.
    pub since_version: i64,
    /// Instant it ends, nothing while it lasts.
    pub until: Option<Millis>,
    /// Version of the stream with which it ends, 0 while it lasts.
    pub until_version: i64,
    /// Papers are waited for: no clock runs.
    pub waits: bool,
    /// From when it is late.
    pub late_from: LateFrom,
    /// What it was counted under, where a correction moved it elsewhere since; nothing for what holds now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<Box<CountedUnder>>,
}

impl Stretch {
    /// How it came out by one measure: early on a day before, on time on the day, late after the instant. A dossier without a
    /// promise is on time.
    #[must_use]
    pub const fn came_out(at: Millis, late_from: Option<Millis>) -> Timeliness {
        match late_from {
            Some(due) if at > due => Timeliness::Late,
            Some(due) if day_before(at, due) => Timeliness::Early,
            _ => Timeliness::OnTime,
        }
    }

    const fn lasts(&self) -> bool {
        self.until.is_none()
    }
}

/// True when the one is on an earlier local day than the other.
const fn day_before(at: Millis, due: Millis) -> bool {
    (at + VIETNAM_OFFSET_MS).div_euclid(DAY_MS) < (due + VIETNAM_OFFSET_MS).div_euclid(DAY_MS)
}

/// Writes down what the last event changed for reports. `before` is what the dossier was counted under until then, where
/// the event is a correction of that.
pub(super) fn note(dossier: &mut State, before: Option<CountedUnder>, event: &Event) {
    // With the papers comes a new promise, in the next event: until then the void one would seem to hold again.
    if dossier.received_at.is_none() || matches!(event, Event::SupplementAnswered { .. }) {
        return;
    }
    let at = event.at();
    if let Some(before) = before {
        for stretch in dossier.stretches.iter_mut().filter(|stretch| stretch.under.is_none()) {
            stretch.under = Some(Box::new(before.clone()));
        }
    }
    let waits = dossier.phase == Phase::Supplement;
    let over = !waits && dossier.phase != Phase::Processing;
    let version = dossier.version;
    let Some(last) = dossier.stretches.last().cloned() else {
        begin(dossier, waits, LateFrom::default(), at);
        return;
    };
    if !last.lasts() {
        return;
    }
    let goes_on = !over
        && last.under.is_none()
        && last.waits == waits
        && last.late_from == late_from(dossier, waits, last.late_from, at);
    if goes_on {
        return;
    }
    if let Some(ends) = dossier.stretches.last_mut() {
        ends.until = Some(at);
        ends.until_version = version;
    }
    if !over {
        begin(dossier, waits, last.late_from, at);
    }
}

fn begin(dossier: &mut State, waits: bool, before: LateFrom, at: Millis) {
    let late_from = late_from(dossier, waits, before, at);
    dossier.stretches.push(Stretch {
        since: at,
        since_version: dossier.version,
        until: None,
        until_version: 0,
        waits,
        late_from,
        under: None,
    });
}

/// From when it is late from now on, given from when it was late before.
fn late_from(dossier: &State, waits: bool, before: LateFrom, at: Millis) -> LateFrom {
    let promise = dossier.promise().filter(|_| dossier.promise_stands && !waits);
    let or_missed = |before: Option<Millis>, promised: Option<Millis>| match before {
        Some(missed) if missed < at => Some(missed),
        _ => promised,
    };
    LateFrom {
        first: or_missed(before.first, promise.map(|promise| promise.first_due_at)),
        current: or_missed(before.current, promise.map(|promise| promise.due_at)),
        statutory: or_missed(before.statutory, promise.map(|promise| promise.statutory_due_at)),
    }
}
