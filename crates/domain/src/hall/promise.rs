//! Lời hứa mười phút: how long somebody waited, came and was served, whether the promised time was kept, and in which stage it ran out.
//!
//! Pure arithmetic over instants. A [`Journey`] is what is known of one ticket; [`Journey::outcome`] says what became of the promise, a
//! [`Tally`] counts journeys and remembers their lengths. Every journey has exactly one outcome, so the parts of a tally make up its
//! whole, whatever it is parted by.

use crate::kernel::Millis;

/// Lượt của một số: the instants of one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Instant it was taken.
    pub taken_at: Millis,
    /// The instant agreed on, none without an appointment.
    pub appointment_at: Option<Millis>,
    /// Instant of the first call.
    pub called_at: Option<Millis>,
    /// Instant of sitting down.
    pub seated_at: Option<Millis>,
    /// How it stands, with the instant it ended.
    pub end: End,
}

/// How a journey ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Waits, is called or is being served.
    UnderWay,
    /// Served at that instant.
    Served(Millis),
    /// Called, and nobody came.
    NoShow,
    /// Went home.
    GivenUp,
}

/// Chặng: where somebody is between the number and going home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Until the first call.
    Waiting,
    /// From the first call to sitting down.
    Coming,
    /// At the counter.
    AtCounter,
}

/// Kết quả: what became of the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Served within the promised time.
    Kept,
    /// The time ran out in that stage.
    Lost(Stage),
    /// Called, and nobody came: neither kept nor lost.
    NoShow,
    /// Went home: neither kept nor lost.
    GivenUp,
    /// Still within the promised time.
    UnderWay,
}

impl Journey {
    /// From when the promise counts: who comes before an appointment is not waiting yet.
    #[must_use]
    pub fn since(&self) -> Millis {
        self.appointment_at.map_or(self.taken_at, |agreed| agreed.max(self.taken_at))
    }

    /// Until the first call, none when it was never called.
    #[must_use]
    pub fn waited_ms(&self) -> Option<Millis> {
        self.called_at.map(|called| (called - self.since()).max(0))
    }

    /// At the counter, none unless it was served.
    #[must_use]
    pub fn served_ms(&self) -> Option<Millis> {
        match (self.seated_at, self.end) {
            (Some(seated), End::Served(at)) => Some((at - seated).max(0)),
            _ => None,
        }
    }

    /// What became of the promise, as it is known at `now`.
    #[must_use]
    pub fn outcome(&self, promised_ms: Millis, now: Millis) -> Outcome {
        let runs_out = self.since() + promised_ms;
        let over_at = match self.end {
            End::NoShow => return Outcome::NoShow,
            End::GivenUp => return Outcome::GivenUp,
            End::Served(at) => at,
            End::UnderWay => now,
        };
        if over_at <= runs_out {
            return if self.end == End::UnderWay { Outcome::UnderWay } else { Outcome::Kept };
        }
        Outcome::Lost(self.stage_at(runs_out))
    }

    /// The stage that was under way at an instant.
    fn stage_at(&self, at: Millis) -> Stage {
        match (self.called_at, self.seated_at) {
            (_, Some(seated)) if seated <= at => Stage::AtCounter,
            (Some(called), _) if called <= at => Stage::Coming,
            _ => Stage::Waiting,
        }
    }
}

/// Con số: what a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Everybody who took a number.
    Arrivals,
    /// Those called at least once: their waits are known.
    Called,
    /// Those served: their time at the counter is known.
    Served,
    /// One outcome.
    Of(Outcome),
}

impl Measure {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Arrivals,
        Self::Called,
        Self::Served,
        Self::Of(Outcome::Kept),
        Self::Of(Outcome::Lost(Stage::Waiting)),
        Self::Of(Outcome::Lost(Stage::Coming)),
        Self::Of(Outcome::Lost(Stage::AtCounter)),
        Self::Of(Outcome::NoShow),
        Self::Of(Outcome::GivenUp),
        Self::Of(Outcome::UnderWay),
    ];

    /// The stable word, for addresses and translations.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::Called => "called",
            Self::Served => "served",
            Self::Of(Outcome::Kept) => "kept",
            Self::Of(Outcome::Lost(Stage::Waiting)) => "lost_waiting",
            Self::Of(Outcome::Lost(Stage::Coming)) => "lost_coming",
            Self::Of(Outcome::Lost(Stage::AtCounter)) => "lost_at_counter",
            Self::Of(Outcome::NoShow) => "no_show",
            Self::Of(Outcome::GivenUp) => "given_up",
            Self::Of(Outcome::UnderWay) => "under_way",
        }
    }

    /// The measure behind a stable word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.word() == word)
    }

    /// True for a journey it counts.
    #[must_use]
    pub fn counts(self, journey: &Journey, promised_ms: Millis, now: Millis) -> bool {
        match self {
            Self::Arrivals => true,
            Self::Called => journey.waited_ms().is_some(),
            Self::Served => journey.served_ms().is_some(),
            Self::Of(outcome) => journey.outcome(promised_ms, now) == outcome,
        }
    }
}

/// Bảng đếm: journeys counted, with the lengths that medians need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [i64; Measure::ALL.len()],
    waits: Lengths,
    services: Lengths,
}

impl Tally {
    /// One more.
    pub fn add(&mut self, journey: &Journey, promised_ms: Millis, now: Millis) {
        for (count, measure) in self.counts.iter_mut().zip(Measure::ALL) {
            *count += i64::from(measure.counts(journey, promised_ms, now));
        }
        self.waits.0.extend(journey.waited_ms());
        self.services.0.extend(journey.served_ms());
    }

    /// How many of a measure.
    #[must_use]
    pub fn of(&self, measure: Measure) -> i64 {
        let at = Measure::ALL.iter().position(|known| *known == measure);
        at.map_or(0, |at| self.counts[at])
    }

    /// Those whose promise ran out.
    #[must_use]
    pub fn lost(&self) -> i64 {
        [Stage::Waiting, Stage::Coming, Stage::AtCounter]
            .into_iter()
            .map(|stage| self.of(Measure::Of(Outcome::Lost(stage))))
            .sum()
    }

    /// Waits until the first call.
    #[must_use]
    pub const fn waits(&self) -> &Lengths {
        &self.waits
    }

    /// Times at the counter.
    #[must_use]
    pub const fn services(&self) -> &Lengths {
        &self.services
    }

    /// Everything counted in the parts.
    #[must_use]
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        parts.into_iter().fold(Self::default(), |mut sum, part| {
            for (count, more) in sum.counts.iter_mut().zip(part.counts) {
                *count += more;
            }
            sum.waits.0.extend(&part.waits.0);
            sum.services.0.extend(&part.services.0);
            sum
        })
    }
}

/// Các khoảng thời gian: lengths, of which the middle and the long end are asked.
#[derive(Clone, Debug, Default)]
pub struct Lengths(Vec<Millis>);

impl Lengths {
    /// Half of them are not longer than this; none of none.
    #[must_use]
    pub fn median(&self) -> Option<Millis> {
        self.percentile(50)
    }

    /// Nine of ten are not longer than this; none of none.
    #[must_use]
    pub fn p90(&self) -> Option<Millis> {
        self.percentile(90)
    }

    /// The smallest that so many of a hundred do not exceed (nearest rank): always one that occurred.
    fn percentile(&self, percent: usize) -> Option<Millis> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100);
        sorted.get(rank.checked_sub(1)?).copied()
    }
}

/// The same lengths, in whatever order they came.
impl PartialEq for Lengths {
    fn eq(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self.0.clone(), other.0.clone());
        one.sort_unstable();
        two.sort_unstable();
        one == two
    }
}
impl Eq for Lengths {}
