//! The lists of the work room, grouped by the time that is left.

use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look::{self, TimeState};
use crate::page::Page;
use crate::pages::staff::names::Names;
use crate::pages::staff::paging::{self, Trail};
use crate::pages::staff::{sheet, times};
use crate::parts::{Chip, Pager, TimeBar};
use crate::web::Web;
use app::Actor;
use app::queries::{Leaf, StepLine, WorkLine, WorkList, WorkOrder};
use domain::kernel::{Millis, StreamId};
use serde::Deserialize;

/// What is filtered and sorted: the question of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct ListState {
    /// `mine`, `unit`, `papers`, `done`.
    #[serde(default)]
    pub(super) tab: String,
    /// Words the matter, the name or the code must have: kept with the person, for a name has no place in an address.
    #[serde(skip)]
    pub(super) q: String,
    /// Given when those words count.
    #[serde(default)]
    pub(super) filtered: String,
    /// `time`, `received`, `matter`.
    #[serde(default)]
    pub(super) sort: String,
    /// Only steps of this person (`-` for nobody's).
    #[serde(default)]
    pub(super) person: String,
    /// Where the pages so far began.
    #[serde(default)]
    pub(super) after: String,
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
            filtered: String::new(),
            sort: form.get("sort").to_owned(),
            person: form.get("of").to_owned(),
            after: form.get("after").to_owned(),
            open: None,
        }
    }

    /// The address of this list.
    pub(super) fn address(&self) -> String {
        let mut parts = Vec::new();
        for (name, value) in [
            ("tab", &self.tab),
            ("filtered", &if self.q.is_empty() { String::new() } else { "1".to_owned() }),
            ("sort", &self.sort),
            ("person", &self.person),
            ("after", &self.after),
        ] {
            if !value.is_empty() {
                parts.push(format!("{name}={}", encoded(value)));
            }
        }
        if let Some(open) = self.open {
            parts.push(format!("open={open}"));
        }
        if parts.is_empty() { "/work".to_owned() } else { format!("/work?{}", parts.join("&")) }
    }

    /// The dossier opens beside the list; where there is no room beside it, below: the address leads there.
    fn with_open(&self, dossier: StreamId) -> String {
        format!("{}#pane", Self { open: Some(dossier.0), ..self.clone() }.address())
    }

    fn with_after(&self, after: &str) -> String {
        Self { after: after.to_owned(), open: None, ..self.clone() }.address()
    }

    fn with_tab(&self, tab: &str) -> String {
        Self { tab: tab.to_owned(), sort: self.sort.clone(), ..Self::default() }.address()
    }

    pub(super) fn sorted(&self, sort: &str) -> String {
        Self { sort: sort.to_owned(), after: String::new(), ..self.clone() }.address()
    }

    pub(super) fn of_person(&self, person: &str) -> String {
        let person = if person.is_empty() { "-" } else { person };
        Self { tab: "unit".to_owned(), person: person.to_owned(), ..Self::default() }.address()
    }

    fn order(&self) -> WorkOrder {
        match self.sort.as_str() {
            "received" => WorkOrder::Received,
            "matter" => WorkOrder::Matter,
            _ => WorkOrder::Due,
        }
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

/// The lists of somebody: how many each has, and a page of one.
pub(super) struct Lists {
    counts: [i64; 4],
    heads: bool,
    leaf: Leaf<WorkLine>,
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
        let calendar = names.directory.calendar();
        let midnight = calendar.midnight(calendar.local_date(page.now));
        let person = || actor.person().to_owned();
        // Steps nobody has yet are everybody's of the unit whose role does them; a head gives them to somebody.
        let roles = if heads { Vec::new() } else { roles_of(names, actor.person()) };
        let mut lists = [
            ("mine", WorkList::Mine { person: person(), unit: actor.unit().to_owned(), roles }),
            ("unit", WorkList::Unit(actor.unit().to_owned())),
            ("papers", WorkList::AwaitingPapers(person())),
            ("done", WorkList::Done(person(), midnight)),
        ];
        let mut counts = [0; 4];
        for ((code, list), count) in lists.iter().zip(&mut counts) {
            if heads || *code != "unit" {
                *count = app.work_count(list).await?;
            }
        }
        let current = match state.tab.as_str() {
            "unit" if heads => 1,
            "papers" => 2,
            "done" => 3,
            // A head without steps of her own looks after the unit's.
            "" if heads && counts[0] == 0 => 1,
            _ => 0,
        };
        let (current, list) = &mut lists[current];
        let asked = domain::catalogue::fold(&state.q);
        let fits = |line: &WorkLine| fits(names, state, &asked, line);
        let filtered = !(asked.is_empty() && state.person.is_empty());
        let wanted = Trail::of(&state.after).wanted(filtered.then_some(&fits as _));
        let leaf = sheet::listing(web, actor, "work_listed", app.work(list, state.order(), wanted)).await?;
        Ok(Self { counts, heads, leaf, current })
    }

    pub(super) fn first(&self) -> Option<StreamId> {
        self.leaf.rows.first().map(|line| line.step.dossier)
    }

    pub(super) fn pager(&self, page: &Page, state: &ListState) -> Option<Pager> {
        let pager = Trail::of(&state.after).pager(page.t, self.leaf.rows.len(), self.leaf.next.as_ref());
        paging::linked(pager, |after| state.with_after(after))
    }

    pub(super) fn turns_in(&self, names: &Names) -> Option<Millis> {
        times::turns_in(names, self.leaf.rows.iter().map(|line| &line.step))
    }

    pub(super) fn tabs(&self, page: &Page, state: &ListState) -> Vec<Tab> {
        let tab = |code: &'static str, key: &'static str, count: i64| Tab {
            href: state.with_tab(code),
            text: page.t.t(key).to_owned(),
            count: paging::up_to_100(count),
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
        let mut groups: Vec<(String, Group)> = Vec::new();
        for line in &self.leaf.rows {
            let (order, title) = self.group_of(names, state, line);
            let row = row(names, state, line, open, self.current);
            match groups.last_mut() {
                Some((last, group)) if *last == order => group.rows.push(row),
                _ => groups.push((order, Group { title, rows: vec![row] })),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn group_of(&self, names: &Names, state: &ListState, line: &WorkLine) -> (String, String) {
        if matches!(self.current, "papers" | "done") {
            return (String::new(), String::new());
        }
        match state.order() {
            WorkOrder::Due => {
                let key = when_due(names, &line.step);
                (key.to_owned(), names.t.t(key).to_owned())
            }
            WorkOrder::Received => (String::new(), String::new()),
            WorkOrder::Matter => {
                let matter = names.procedure(&line.step.procedure, &line.publisher, &line.version);
                (line.step.procedure.clone(), matter)
            }
        }
    }
}

/// In the order of the list: what is late, what ends today, what ends later, what has no limit of its own.
fn when_due(names: &Names, step: &StepLine) -> &'static str {
    let calendar = names.directory.calendar();
    match step.due_at {
        None => "work.group.untimed",
        Some(due) if due < names.now => "work.group.late",
        Some(due) if calendar.local_date(due) == calendar.local_date(names.now) => "work.group.today",
        Some(_) => "work.group.later",
    }
}

/// Words of the roles somebody has in any unit.
fn roles_of(names: &Names, person: &str) -> Vec<String> {
    let on = names.directory.date(names.now);
    let held = names.directory.catalogue().positions_of(person, &on);
    let mut roles: Vec<String> = held.map(|held| held.role.word().to_owned()).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

fn fits(names: &Names, state: &ListState, asked: &str, line: &WorkLine) -> bool {
    let of_person = match state.person.as_str() {
        "" => true,
        "-" => line.step.person.is_empty(),
        person => line.step.person == person,
    };
    let words = || {
        let matter = names.procedure(&line.step.procedure, &line.publisher, &line.version);
        let step = names.step(&line.step.name, &line.step.kind);
        format!("{matter} {} {step} {}", line.applicant_name, line.step.code)
    };
    of_person && (asked.is_empty() || domain::catalogue::fold(&words()).contains(asked))
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
        step: names.step(&step.name, &step.kind),
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
