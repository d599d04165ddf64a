use crate::kernel::Millis;

/// How far ahead whoever runs a hall looks.
pub const AHEAD_MS: Millis = 3_600_000;
/// So many days of the same weekday have to be on record before they are counted by; below that, working days of any weekday are.
pub const FEWEST_ALIKE: usize = 2;

/// More counters than these are not named: whoever has to open more asks again after them.
pub const MOST_TO_OPEN: usize = 3;

/// Người đến trong giờ này những ngày trước: people who came without appointment in the same hour of earlier days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Days on record.
    pub days: i64,
    /// People on all of them together.
    pub people: i64,
}

impl Before {
    /// The mean, rounded to whole people, halves up; none when no day is on record.
    #[must_use]
    pub const fn mean(self) -> Option<i64> {
        match self.days {
            0 => None,
            days => Some((2 * self.people + days) / (2 * days)),
        }
    }
}

/// Nhu cầu: people of a field group who want to be served within the hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Field group.
    pub field: String,
    /// People who wait, and who are expected.
    pub people: i64,
    /// How long a counter has to do with one of them, more than 0.
    pub each_ms: Millis,
}

/// Quầy trong giờ tới: a counter, and how much of the hour it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Number over the counter.
    pub number: i64,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// It serves; otherwise it could be opened.
    pub open: bool,
    /// Time it has within the hour, 0 or more.
    pub free_ms: Millis,
}

/// What the hour will be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// People who can be served, in the order of the demands.
    pub served: Vec<i64>,
    /// Counters to open besides, [`MOST_TO_OPEN`] at most, in this order: each helps most after those before it. None when what is open suffices.
    pub to_open: Vec<i64>,
    /// People nobody will serve even then.
    pub left: i64,
}

impl Outlook {
    /// People who can be served by what is open.
    #[must_use]
    pub fn all_served(&self) -> i64 {
        self.served.iter().sum()
    }
}

/// Whether the open counters suffice for the hour, and which to open when they do not.
///
/// People are given their time one by one, first of the field group of which the smallest share has got it; who is given time before may be moved to another counter
/// of the same field group to make room. So nobody is counted twice, and a counter that takes several field groups is not promised to each of them.
#[must_use]
pub fn outlook(demands: &[Demand], stations: &[Station]) -> Outlook {
    let wanted: i64 = demands.iter().map(|demand| demand.people).sum();
    let mut open: Vec<&Station> = stations.iter().filter(|station| station.open).collect();
    let served = shared(demands, &open);
    let mut missing = wanted - served.iter().sum::<i64>();
    let mut to_open = Vec::new();
    while missing > 0 && to_open.len() < MOST_TO_OPEN {
        let closed = stations.iter().filter(|one| !one.open && !to_open.contains(&one.number));
        let with = |one: &Station, open: &[&Station]| -> i64 {
            let stations: Vec<&Station> = open.iter().copied().chain([one]).collect();
            wanted - shared(demands, &stations).iter().sum::<i64>()
        };
        let best = closed.map(|one| (with(one, &open), one.number, one)).min_by_key(|best| (best.0, best.1));
        match best {
            Some((then, number, station)) if then < missing => {
                open.push(station);
                to_open.push(number);
                missing = then;
            }
            _ => break,
        }
    }
    Outlook { served, to_open, left: missing }
}

/// How many people of each field group get their time at these counters.
fn shared(demands: &[Demand], stations: &[&Station]) -> Vec<i64> {
    let mut rota = Rota::of(demands, stations);
    let mut served = vec![0_i64; demands.len()];
    let mut full = vec![false; demands.len()];
    loop {
        let waits = (0..demands.len()).filter(|of| !full[*of] && served[*of] < demands[*of].people);
        // The smallest share served, compared without dividing.
        let next = waits.min_by(|one, other| {
            let share = |of: usize, by: usize| served[of] * demands[by].people;
            share(*one, *other).cmp(&share(*other, *one)).then(one.cmp(other))
        });
        let Some(next) = next else { return served };
        if rota.seat(next, demands[next].each_ms) {
            served[next] += 1;
        } else {
            full[next] = true;
        }
    }
}

/// Time of field groups at counters.
#[derive(Clone)]
struct Rota {
    /// Whether a counter takes a field group: by field group, then counter.
    takes: Vec<Vec<bool>>,
    /// Time given, in the same order.
    given: Vec<Vec<Millis>>,
    /// Time each counter has left.
    left: Vec<Millis>,
}

impl Rota {
    fn of(demands: &[Demand], stations: &[&Station]) -> Self {
        let takes = |demand: &Demand| stations.iter().map(|one| one.fields.contains(&demand.field)).collect();
        Self {
            takes: demands.iter().map(takes).collect(),
            given: vec![vec![0; stations.len()]; demands.len()],
            left: stations.iter().map(|station| station.free_ms.max(0)).collect(),
        }
    }

    /// Gives a field group so much more time, all of it or none.
    fn seat(&mut self, field: usize, each_ms: Millis) -> bool {
        let before = self.clone();
        let mut missing = each_ms.max(1);
        while missing > 0 {
            match self.path(field) {
                Some(path) => missing -= self.push(field, &path, missing),
                None => {
                    *self = before;
                    return false;
                }
            }
        }
        true
    }

    /// A way from a field group to a counter with time left: that counter itself, or one whose other field group can go elsewhere. The counters on it, each with the field group
    /// that comes to it.
    fn path(&self, field: usize) -> Option<Vec<(usize, usize)>> {
        let mut came: Vec<Option<(usize, Option<usize>)>> = vec![None; self.left.len()];
        let mut fields = vec![(field, None)];
        let mut seen = vec![false; self.takes.len()];
        seen[field] = true;
        while let Some((of, through)) = fields.pop() {
            for station in 0..self.left.len() {
                if !self.takes[of][station] || came[station].is_some() {
                    continue;
                }
                came[station] = Some((of, through));
                if self.left[station] > 0 {
                    return Some(Self::traced(&came, station));
                }
                for (other, seen) in seen.iter_mut().enumerate() {
                    if !*seen && self.given[other][station] > 0 {
                        *seen = true;
                        fields.push((other, Some(station)));
                    }
                }
            }
        }
        None
    }

    fn traced(came: &[Option<(usize, Option<usize>)>], last: usize) -> Vec<(usize, usize)> {
        let mut path = Vec::new();
        let mut at = Some(last);
        while let Some(station) = at {
            let Some((of, through)) = came[station] else { break };
            path.push((of, station));
            at = through;
        }
        path.reverse();
        path
    }

    /// Moves time along a way; how much.
    fn push(&mut self, field: usize, path: &[(usize, usize)], most: Millis) -> Millis {
        debug_assert_eq!(path.first().map(|step| step.0), Some(field));
        let mut moved = most;
        for pair in path.windows(2) {
            moved = moved.min(self.given[pair[1].0][pair[0].1]);
        }
        if let Some((_, last)) = path.last() {
            moved = moved.min(self.left[*last]);
            self.left[*last] -= moved;
        }
        for pair in path.windows(2) {
            self.given[pair[1].0][pair[0].1] -= moved;
        }
        for (of, station) in path {
            self.given[*of][*station] += moved;
        }
        moved
    }
}

/// Lĩnh vực bị ảnh hưởng: a field group a counter takes, and who would still serve it without the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// Field group.
    pub field: String,
    /// People who wait for it.
    pub waiting: i64,
    /// Numbers over the other open counters that take it.
    pub others: Vec<i64>,
}

/// What becomes of those who wait when a counter stops: its field groups, those first that nobody else would serve.
#[must_use]
pub fn left_behind(number: i64, stations: &[Station], waiting: &[(String, i64)]) -> Vec<LeftBehind> {
    let Some(stops) = stations.iter().find(|station| station.number == number) else { return Vec::new() };
    let mut behind: Vec<LeftBehind> = stops
        .fields
        .iter()
        .map(|field| {
            let others = stations.iter().filter(|one| one.number != number && one.open);
            LeftBehind {
                field: field.clone(),
                waiting: waiting.iter().filter(|(of, _)| of == field).map(|(_, people)| people).sum(),
                others: others.filter(|one| one.fields.contains(field)).map(|one| one.number).collect(),
            }
        })
        .collect();
    behind.sort_by_key(|one| (!one.others.is_empty() || one.waiting == 0, -one.waiting));
    behind
}
