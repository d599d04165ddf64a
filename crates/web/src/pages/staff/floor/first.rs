//! What to look at first: what is late and with whom, who waits too long, which visit takes long.

use super::LONG_VISIT_MINUTES;
use crate::look::{self, TimeState};
use crate::pages::staff::names::Names;
use crate::pages::staff::times::elapsed;
use crate::parts::Chip;
use app::queries::hall::WaitingTicket;
use app::queries::{CounterNow, HallNow, SlipLine, StepLine, VisitNow};

/// Something to look at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct First {
    pub(super) chip: Chip,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) href: String,
    pub(super) link: String,
}

/// Slips on paper that wait to be confirmed: until then nobody has been told a day.
pub(super) fn slips(names: &Names, waiting: &[SlipLine]) -> Option<First> {
    let t = names.t;
    let oldest = waiting.first()?;
    let many = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    Some(First {
        chip: Chip::new(
            TimeState::Soon,
            look::rough(t.lang(), elapsed(names.now, oldest.entered_at)).as_str(),
        ),
        what: t.count("floor.slips", many),
        why: t.t("floor.slips_why").to_owned(),
        href: "/floor/slips".to_owned(),
        link: t.t("floor.slips_link").to_owned(),
    })
}

/// Late steps by unit, the unit with the longest late one on top.
pub(super) fn late_units(names: &Names, red: &[StepLine]) -> Vec<First> {
    pub(super) const SHOWN: usize = 4;
    let mut seen: Vec<&str> = Vec::new();
    for step in red {
        if !seen.contains(&step.unit.as_str()) {
            seen.push(&step.unit);
        }
    }
    seen.into_iter()
        .take(SHOWN)
        .filter_map(|unit| {
            let of_unit: Vec<&StepLine> = red.iter().filter(|step| step.unit == unit).collect();
            let worst = of_unit.first()?;
            let t = names.t;
            let late = names.working_ms(worst.red_at?, names.now);
            let count = i64::try_from(of_unit.len()).unwrap_or(i64::MAX);
            let who = if worst.person.is_empty() {
                t.t("step.unassigned").to_owned()
            } else {
                t.with("floor.with", &[("name", &names.person(&worst.person))])
            };
            let told = of_unit.iter().filter(|step| !step.escalated_to.is_empty()).count();
            let mut why = t.with(
                "floor.worst",
                &[
                    ("time", &look::exact(t.lang(), late)),
                    ("who", &who),
                    ("step", &names.step(&worst.name, &worst.kind)),
                ],
            );
            if told > 0 {
                why.push(' ');
                why.push_str(&t.count("floor.told", i64::try_from(told).unwrap_or(0)));
            }
            Some(First {
                chip: Chip::new(
                    TimeState::Late,
                    t.with("time.late_by", &[("time", &look::rough(t.lang(), late))]),
                ),
                what: format!("{} · {}", t.count("floor.late", count), names.unit(unit)),
                why,
                href: format!("/floor/steps?unit={unit}&state=red"),
                link: t.count("floor.see", count),
            })
        })
        .collect()
}

pub(super) fn late_waits(
    names: &Names,
    now: Option<&HallNow>,
    line: &[WaitingTicket],
    promised_ms: i64,
) -> Vec<First> {
    let t = names.t;
    let late: Vec<&WaitingTicket> =
        line.iter().filter(|ticket| elapsed(names.now, ticket.taken_at) > promised_ms).collect();
    let Some(worst) = late.iter().max_by_key(|ticket| elapsed(names.now, ticket.taken_at)) else {
        return Vec::new();
    };
    let waited = elapsed(names.now, worst.taken_at);
    let takes = |counter: &&CounterNow| counter.fields.contains(&worst.field);
    let counters: Vec<&CounterNow> = now.iter().flat_map(|now| &now.counters).filter(takes).collect();
    let open = counters.iter().filter(|counter| counter.status == "open").count();
    let over = look::rough(t.lang(), waited - promised_ms);
    vec![First {
        chip: Chip::new(TimeState::Late, t.with("floor.over", &[("time", &over)])),
        what: t.with(
            "floor.waits",
            &[
                ("label", &look::ticket(&worst.label)),
                ("time", &look::rough(t.lang(), waited)),
                ("field", &names.field(&worst.field)),
            ],
        ),
        why: t.with("floor.waits_why", &[("late", &late.len()), ("open", &open), ("all", &counters.len())]),
        href: "#counters".to_owned(),
        link: t.t("floor.see_counters").to_owned(),
    }]
}

pub(super) fn long_visits(names: &Names, now: Option<&HallNow>, visits: &[VisitNow]) -> Vec<First> {
    let t = names.t;
    visits
        .iter()
        .filter(|visit| elapsed(names.now, visit.started_at) > LONG_VISIT_MINUTES * 60_000)
        .map(|visit| {
            let number = now
                .and_then(|now| now.counters.iter().find(|counter| counter.code == visit.counter))
                .map_or(0, |counter| counter.number);
            let time = look::rough(t.lang(), elapsed(names.now, visit.started_at));
            First {
                chip: Chip::new(TimeState::Soon, time.as_str()),
                what: t.with("floor.long", &[("n", &number), ("time", &time)]),
                why: t.with(
                    "floor.long_why",
                    &[("label", &look::ticket(&visit.label)), ("who", &names.person(&visit.person))],
                ),
                href: "#counters".to_owned(),
                link: t.t("floor.see_counters").to_owned(),
            }
        })
        .collect()
}
