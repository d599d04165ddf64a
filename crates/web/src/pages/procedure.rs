//! `/procedures/{key}`: what one needs, how long it takes, what it costs, where it is done, on what it rests.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{StepFacts, StepLine, Strip, StripFacts};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::Directory;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::catalogue::{Hall, PaperNeed, Procedure, StepAt, StepDef};
use domain::dossier::PaperForm;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/procedures/{key}", Access::Public, show)]
}

/// A paper in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    /// Icon.
    pub icon: &'static str,
    /// Name.
    pub name: String,
    /// How it is given, and the note.
    pub how: String,
}

/// A line of what is to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// Name on the receipt.
    pub name: String,
    /// `Phí`, `lệ phí`, `giá dịch vụ`; when it is paid.
    pub kind: String,
    /// Amount, or the text as published.
    pub amount: String,
}

/// Where it is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the hall.
    pub name: String,
    /// Counters.
    pub counters: String,
}

/// Trang thủ tục.
#[derive(Template)]
#[template(path = "citizen/procedure.html")]
pub struct ProcedurePage {
    /// Surroundings.
    pub page: Page,
    /// Everyday name.
    pub name: String,
    /// Full name, as published.
    pub full: String,
    /// Field group.
    pub field: String,
    /// How long, and a remark.
    pub time: (String, String),
    /// What it costs, and a remark.
    pub fee: (String, String),
    /// How it may be handed in, and a remark.
    pub channel: (String, String),
    /// What one must bring.
    pub needed: Vec<PaperLine>,
    /// What one brings in some cases.
    pub sometimes: Vec<PaperLine>,
    /// What the state looks up itself.
    pub held: Vec<PaperLine>,
    /// What is to be paid.
    pub fees: Vec<FeeLine>,
    /// Where.
    pub places: Vec<Place>,
    /// The whole way in one line.
    pub strip: Strip,
    /// The whole way.
    pub steps: StepLine,
    /// What one gets.
    pub result: String,
    /// Legal basis.
    pub basis: Vec<String>,
    /// Code, and who published it.
    pub code: String,
    /// Something of it is not confirmed for this province.
    pub provisional: bool,
}

async fn show(State(web): State<Web>, page: Page, Path(key): Path<String>) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let on = directory.date(page.now);
    let (code, publisher) = key.split_once('@').ok_or(Fault::NotFound)?;
    let procedure = directory.catalogue().procedure(code, publisher, &on).ok_or(Fault::NotFound)?;
    Ok(page::html(&procedure_page(page, &directory, procedure)))
}

/// How long it takes in all.
pub(crate) fn time_in_all(t: T, procedure: &Procedure) -> String {
    procedure
        .committed
        .or(procedure.statutory)
        .map_or_else(|| t.t("procedure.time_unknown").to_owned(), |limit| look::limit(t, limit))
}

/// The page of a procedure.
#[must_use]
pub fn procedure_page(page: Page, directory: &Directory, procedure: &Procedure) -> ProcedurePage {
    let t = page.t;
    let field = directory.catalogue().fields.get(&procedure.field);
    let paper = |need: &[PaperNeed], looked_up: bool| -> Vec<PaperLine> {
        let fits = |paper: &&domain::catalogue::PaperDef| {
            need.contains(&paper.need) && (paper.form == PaperForm::LookedUp) == looked_up
        };
        procedure.papers.iter().filter(fits).map(|paper| paper_line(t, paper)).collect()
    };
    let every = [PaperNeed::Required, PaperNeed::Alternative, PaperNeed::WhenApplicable];
    let chain = procedure.chain();
    ProcedurePage {
        name: t.name(procedure.listed_name(), &procedure.name_en).to_owned(),
        full: procedure.name.clone(),
        field: field.map_or_else(String::new, |field| t.name(&field.name, &field.name_en).to_owned()),
        time: (time_in_all(t, procedure), time_remark(t, procedure)),
        fee: (look::fee(t, procedure.fee_vnd()), fee_remark(t, procedure)),
        channel: channels(t, procedure),
        needed: paper(&[PaperNeed::Required, PaperNeed::Alternative], false),
        sometimes: paper(&[PaperNeed::WhenApplicable], false),
        held: paper(&every, true),
        fees: procedure.fees.iter().map(|fee| fee_line(t, fee)).collect(),
        places: places(&page, directory, procedure),
        strip: strip(t, &chain),
        steps: StepLine::of(t, page.now, &steps(t, page.now, directory, procedure, &chain)),
        result: procedure.result.clone(),
        basis: procedure.legal_basis.clone(),
        code: procedure.code.clone(),
        provisional: procedure.provisional || procedure.fees.iter().any(|fee| fee.status == "provisional"),
        page,
    }
}

fn paper_line(t: T, paper: &domain::catalogue::PaperDef) -> PaperLine {
    let copies = if paper.copies > 1 {
        format!(", {}", t.count("procedure.copies", paper.copies))
    } else {
        String::new()
    };
    let note = if paper.note.is_empty() { String::new() } else { format!(". {}", paper.note) };
    PaperLine {
        icon: match paper.form {
            PaperForm::LookedUp => "tick",
            PaperForm::Shown => "card",
            _ => "doc",
        },
        name: paper.name.clone(),
        how: format!("{}{copies}{note}", t.code("form", paper.form.word())),
    }
}

fn fee_line(t: T, fee: &domain::catalogue::FeeDef) -> FeeLine {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let kind = serde_json::to_value(fee.kind).map(word).unwrap_or_default();
    let due = serde_json::to_value(fee.due).map(word).unwrap_or_default();
    FeeLine {
        name: fee.name.clone(),
        kind: format!("{}, {}", t.code("fee_kind", &kind), t.code("fee_due", &due)),
        amount: match fee.amount_vnd {
            Some(amount) => look::money(t, amount),
            None if fee.raw.is_empty() => t.t("fee.as_published").to_owned(),
            None => fee.raw.clone(),
        },
    }
}

fn time_remark(t: T, procedure: &Procedure) -> String {
    if let [first, second, ..] = procedure.appointments.as_slice() {
        let (first, second) = (look::limit(t, first.committed), look::limit(t, second.committed));
        return t.with("procedure.two_appointments", &[("first", &first), ("second", &second)]);
    }
    match (procedure.committed, procedure.statutory) {
        (Some(committed), Some(statutory)) if committed != statutory => {
            t.with("procedure.shortened", &[("limit", &look::limit(t, statutory))])
        }
        _ if procedure.on_the_spot => t.t("procedure.on_the_spot").to_owned(),
        _ => String::new(),
    }
}

fn fee_remark(t: T, procedure: &Procedure) -> String {
    let outside = procedure.chain().iter().any(|step| !step.counted);
    if outside { t.t("procedure.without_tax").to_owned() } else { String::new() }
}

fn channels(t: T, procedure: &Procedure) -> (String, String) {
    let words: Vec<String> = procedure.channels.iter().map(|one| t.code("channel", &one.channel)).collect();
    if words.is_empty() {
        return (t.code("channel", "in_person"), String::new());
    }
    (words[0].clone(), words[1..].join(", "))
}

fn places(page: &Page, directory: &Directory, procedure: &Procedure) -> Vec<Place> {
    let t = page.t;
    let takes = |hall: &Hall| -> Vec<String> {
        let field = directory.catalogue().field_in(&hall.code, procedure);
        let counters = directory.catalogue().counters_of(&hall.code);
        let own = counters.iter().filter(|counter| counter.fields.iter().any(|one| one == field));
        own.map(|counter| counter.number.to_string()).collect()
    };
    directory
        .halls_at(page.now)
        .filter(|hall| directory.catalogue().is_offered(procedure, &hall.unit))
        .map(|hall| (hall, takes(hall)))
        .filter(|(_, counters)| !counters.is_empty())
        .map(|(hall, counters)| Place {
            name: t.name(&hall.name, &hall.name_en).to_owned(),
            counters: t.with("procedure.counters", &[("numbers", &counters.join(", "))]),
        })
        .collect()
}

fn steps(
    t: T,
    now: calendar::Millis,
    directory: &Directory,
    procedure: &Procedure,
    chain: &[StepDef],
) -> Vec<StepFacts> {
    let catalogue = directory.catalogue();
    // Named for the first centre that receives it; where no hall does, by what the procedure itself names.
    let centre = directory.halls_at(now).find(|hall| catalogue.is_offered(procedure, &hall.unit));
    let unit = |step: &StepDef| -> String {
        if step.at == StepAt::Receiving && step.unit.is_empty() {
            return t.t("procedure.at_receiving").to_owned();
        }
        let code = catalogue.step_unit(procedure, step, centre.map_or("", |hall| hall.unit.as_str()));
        directory.unit(&code).map_or_else(
            || t.t("procedure.at_above").to_owned(),
            |unit| t.name(&unit.name, &unit.name_en).to_owned(),
        )
    };
    (1..)
        .zip(chain)
        .map(|(number, step)| StepFacts {
            number,
            name: super::track::step_name(t, &step.name, step.kind),
            unit: unit(step),
            allowed_ms: step.minutes * 60_000,
            counted: step.counted,
            note: if step.counted { String::new() } else { t.t("procedure.not_counted").to_owned() },
            ..StepFacts::default()
        })
        .collect()
}

fn strip(t: T, chain: &[StepDef]) -> Strip {
    let parts: Vec<StripFacts> = chain
        .iter()
        .filter(|step| step.minutes > 0 || !step.counted)
        .map(|step| StripFacts {
            allowed_ms: step.minutes * 60_000,
            counted: step.counted,
            done: true,
            now: None,
        })
        .collect();
    let words: Vec<String> = chain
        .iter()
        .filter(|step| step.minutes > 0 || !step.counted)
        .map(|step| {
            let time = if step.counted {
                look::allowed(t.lang(), step.minutes * 60_000)
            } else {
                t.t("steps.not_counted").to_owned()
            };
            format!("{}: {time}", super::track::step_name(t, &step.name, step.kind))
        })
        .collect();
    Strip::of(words.join("; "), &parts)
}
