//! The lists of the work room, grouped by the time that is left.

use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look::{self, TimeState};
use crate::page::Page;
use crate::pages::staff::names::Names;
use crate::pages::staff::{sheet, times};
use crate::parts::{Chip, TimeBar};
use crate::web::Web;
use app::Actor;
use app::queries::WorkLine;
use domain::kernel::{Millis, StreamId};
use serde::Deserialize;

/// Rows of one page.
const PAGE: usize = 50;
/// Rows read at most.
const MOST: i64 = 400;

/// What is filtered and sorted: the question of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct ListState {
    /// `mine`, `unit`, `papers`, `done`.
    #[serde(default)]
    pub(super) tab: String,
    /// Words the matter, the name or the code must have.
    #[serde(default)]
    pub(super) q: String,
    /// `time`, `received`, `matter`.
    #[serde(default)]
    pub(super) sort: String,
    /// Only steps of this person (`-` for nobody's).
    #[serde(default)]
    pub(super) person: String,
    /// The dossier beside the list.
    #[serde(default)]
    pub(super) open: Option<i64>,
}

impl ListState {
    /// As a form carries it on.
    pub(super) fn of_form(form: &Form) -> Self {
        Self {
            tab: form.get("tab").to_owned(),
            q: form.get("q").to_owned(),
            sort: form.get("sort").to_owned(),
            person: form.get("of").to_owned(),
            open: None,
        }
    }

    /// The address of this list.
    pub(super) fn address(&self) -> String {
        let mut parts = Vec::new();
        for (name, value) in
            [("tab", &self.tab), ("q", &self.q), ("sort", &self.sort), ("person", &self.person)]
        {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encoded(value)));
            }
        }
        if let Some(open) = self.open {
            parts.push(format!("open={open}"));
        }
        if parts.is_empty() { "/work".to_owned() } else { format!("/work?{}", parts.join("&")) }
    }

    fn with_open(&self, dossier: StreamId) -> String {
        Self { open: Some(dossier.0), ..self.clone() }.address()
    }

    fn with_tab(&self, tab: &str) -> String {
        Self { tab: tab.to_owned(), sort: self.sort.clone(), ..Self::default() }.address()
    }

    pub(super) fn sorted(&self, sort: &str) -> String {
        Self { sort: sort.to_owned(), ..self.clone() }.address()
    }

    pub(super) fn of_person(&self, person: &str) -> String {
        let person = if person.is_empty() { "-" } else { person };
        Self { tab: "unit".to_owned(), person: person.to_owned(), ..Self::default() }.address()
    }

    pub(super) fn is_sorted(&self, sort: &str) -> bool {
        self.sort == sort || (self.sort.is_empty() && sort == "time")
    }
}

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tab {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) count: String,
    pub(super) current: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowView {
    pub(super) dossier: StreamId,
    pub(super) href: String,
    pub(super) code: String,
    pub(super) matter: String,
    pub(super) name: String,
    pub(super) step: String,
    pub(super) person: String,
    pub(super) chip: Option<Chip>,
    pub(super) bar: Option<TimeBar>,
    pub(super) due: String,
    pub(super) open: bool,
}

/// Rows that stand alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) rows: Vec<RowView>,
}

/// The lists of somebody: the counts of all, the rows of one.
pub(super) struct Lists {
    counts: [usize; 4],
    heads: bool,
    lines: Vec<WorkLine>,
    more: bool,
    current: &'static str,
}

impl Lists {
    pub(super) async fn read(
        web: &Web,
        actor: &Actor,
        page: &Page,
        names: &Names,
        heads: bool,
        state: &ListState,
    ) -> Result<Self, Fault> {
        let app = web.app();
        let midnight = names.directory.calendar().midnight(names.directory.calendar().local_date(page.now));
        let read = async {
            Ok((
                app.work_of_person(actor.person(), MOST).await?,
                app.work_of_unit(actor.unit(), MOST).await?,
                app.work_awaiting_papers(actor.person(), MOST).await?,
                app.work_done(actor.person(), midnight, MOST).await?,
            ))
        };
        let (mut mine, mut unit, papers, done) = sheet::listing(web, actor, "work_listed", read).await?;
        // Handing over results has its own desk; steps nobody has yet are everybody's of the unit.
        mine.retain(|line| line.step.kind != "return");
        unit.retain(|line| line.step.kind != "return");
        if !heads {
            let free = |line: &&WorkLine| {
                line.step.person.is_empty() && super::list::may_take(names, actor, &line.step.role)
            };
            mine.extend(unit.iter().filter(free).cloned());
        }
        let counts = [mine.len(), unit.len(), papers.len(), done.len()];
        let (current, mut lines) = match state.tab.as_str() {
            "unit" if heads => ("unit", unit),
            "papers" => ("papers", papers),
            "done" => ("done", done),
            // A head without steps of her own looks after the unit's.
            "" if heads && mine.is_empty() => ("unit", unit),
            _ => ("mine", mine),
        };
        filter(names, state, &mut lines);
        sort(names, state, current, &mut lines);
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        Ok(Self { counts, heads, lines, more, current })
    }

    pub(super) fn first(&self) -> Option<StreamId> {
        self.lines.first().map(|line| line.step.dossier)
    }

    pub(super) fn more(&self) -> bool {
        self.more
    }

    pub(super) fn turns_in(&self, names: &Names) -> Option<Millis> {
        times::turns_in(names, self.lines.iter().map(|line| &line.step))
    }

    pub(super) fn tabs(&self, page: &Page, state: &ListState) -> Vec<Tab> {
        let tab = |code: &'static str, key: &'static str, count: usize| Tab {
            href: state.with_tab(code),
            text: page.t.t(key).to_owned(),
            count: look::thousands(i64::try_from(count).unwrap_or(i64::MAX)),
            current: self.current == code,
        };
        let [mine, unit, papers, done] = self.counts;
        let mut tabs = vec![tab("mine", "work.tab.mine", mine)];
        if self.heads {
            tabs.push(tab("unit", "work.tab.unit", unit));
        }
        tabs.push(tab("papers", "work.tab.papers", papers));
        tabs.push(tab("done", "work.tab.done", done));
        tabs
    }

    pub(super) fn groups(&self, names: &Names, state: &ListState, open: Option<StreamId>) -> Vec<Group> {
        let mut groups: Vec<(u8, Group)> = Vec::new();
        for line in &self.lines {
            let (order, title) = self.group_of(names, state, line);
            let row = row(names, state, line, open, self.current);
            match groups.last_mut() {
                Some((last, group)) if *last == order => group.rows.push(row),
                _ => groups.push((order, Group { title, rows: vec![row] })),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn group_of(&self, names: &Names, state: &ListState, line: &WorkLine) -> (u8, String) {
        if !state.is_sorted("time") || matches!(self.current, "papers" | "done") {
            return (0, String::new());
        }
        let order = times::order(state_of(names, line));
        let key = match order {
            0 => "work.group.late",
            1 => "work.group.soon",
            2 => "work.group.on_time",
            _ => "work.group.paused",
        };
        (order, names.t.t(key).to_owned())
    }
}

/// Whether somebody's positions in a unit have the role a step asks for.
pub(super) fn may_take(names: &Names, actor: &Actor, role: &str) -> bool {
    let on = names.directory.date(names.now);
    names.directory.catalogue().positions_of(actor.person(), &on).any(|held| held.role.word() == role)
}

fn state_of(names: &Names, line: &WorkLine) -> TimeState {
    times::of_row(names, &line.step).state(names.now)
}

fn filter(names: &Names, state: &ListState, lines: &mut Vec<WorkLine>) {
    match state.person.as_str() {
        "" => {}
        "-" => lines.retain(|line| line.step.person.is_empty()),
        person => lines.retain(|line| line.step.person == person),
    }
    let asked = domain::catalogue::fold(&state.q);
    if !asked.is_empty() {
        lines.retain(|line| {
            let matter = names.procedure(&line.step.procedure, &line.publisher, &line.version);
            let words = format!("{matter} {} {} {}", line.applicant_name, line.step.name, line.step.code);
            domain::catalogue::fold(&words).contains(&asked)
        });
    }
}

fn sort(names: &Names, state: &ListState, current: &str, lines: &mut [WorkLine]) {
    match state.sort.as_str() {
        "received" => lines.sort_by_key(|line| (line.step.started_at, line.step.dossier)),
        "matter" => lines.sort_by_key(|line| {
            (names.procedure(&line.step.procedure, &line.publisher, &line.version), line.step.dossier)
        }),
        _ if matches!(current, "papers" | "done") => {}
        _ => lines.sort_by_key(|line| {
            (times::order(state_of(names, line)), line.step.due_at.unwrap_or(Millis::MAX), line.step.dossier)
        }),
    }
}

fn row(names: &Names, state: &ListState, line: &WorkLine, open: Option<StreamId>, current: &str) -> RowView {
    let step = &line.step;
    let t = names.t;
    let (chip, due) = match current {
        "papers" => {
            let waited = names.working_ms(line.finished_at.unwrap_or(names.now), names.now);
            let text = t.with("work.waits_papers", &[("time", &look::rough(t.lang(), waited))]);
            (Some(Chip::new(TimeState::Paused, text)), String::new())
        }
        "done" => {
            let state = if line.verdict == "late" { TimeState::Late } else { TimeState::OnTime };
            let text = if line.verdict.is_empty() {
                t.t("work.finished").to_owned()
            } else {
                t.code("verdict", &line.verdict)
            };
            (Some(Chip::new(state, text)), line.finished_at.map(look::clock).unwrap_or_default())
        }
        _ => (
            times::chip_of_row(names, step),
            step.due_at.map(look::day_month_time).unwrap_or_else(|| "–".to_owned()),
        ),
    };
    RowView {
        dossier: step.dossier,
        href: state.with_open(step.dossier),
        code: step.code.clone(),
        matter: names.procedure(&step.procedure, &line.publisher, &line.version),
        name: line.applicant_name.clone(),
        step: step.name.clone(),
        person: if step.person.is_empty() {
            t.t("step.unassigned").to_owned()
        } else {
            names.person(&step.person)
        },
        chip,
        bar: if matches!(current, "papers" | "done") { None } else { times::bar_of_row(names, step) },
        due,
        open: open == Some(step.dossier),
    }
}
