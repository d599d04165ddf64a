//! The middle and the right side of the counter page: the intake form, and what would be promised.

use super::super::names::Names;
use super::super::{promises, times};
use super::draft::{Draft, PaperRow};
use super::post::PostPart;
use super::slip::SlipPart;
use crate::fault::Fault;
use crate::look;
use crate::page::Page;
use crate::parts::{ErrorSummary, Field, Pick, PromiseCard, Strip};
use crate::web::Web;
use app::queries::{HeldPaper, NamedDossier, SubjectLine};
use app::{AppError, Scope, SubjectKind};
use askama::Template;
use domain::catalogue::{Field as FieldGroup, PaperNeed, Procedure, fold};
use domain::dossier::PaperForm;
use domain::kernel::{StreamId, Violation};

/// A party's fields.
#[derive(Clone, Debug)]
pub(super) struct PartyPart {
    pub(super) prefix: &'static str,
    pub(super) subject: String,
    pub(super) organisation: bool,
    pub(super) name: Field,
    pub(super) id_number: Field,
    pub(super) phone: Field,
    pub(super) email: Field,
    pub(super) address: Field,
    /// People known by what stands in these fields, when they were looked for.
    pub(super) found: Option<FoundPart>,
}

impl PartyPart {
    /// Begins at the number of the identity card, if so.
    fn led(self, leads: bool) -> Self {
        Self { id_number: self.id_number.autofocus(leads), ..self }
    }
}

/// People known by what stands in the fields of a party: one of them may be written into these fields.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-found.html")]
pub(super) struct FoundPart {
    pub(super) page: Page,
    pub(super) prefix: &'static str,
    pub(super) found: Vec<Found>,
}

impl askama::filters::HtmlSafe for FoundPart {}

impl FoundPart {
    pub(super) fn of(page: &Page, prefix: &'static str, found: &[SubjectLine]) -> Self {
        Self { page: page.clone(), prefix, found: found.iter().map(found_person).collect() }
    }
}

/// Somebody found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) subject: String,
    pub(super) name: String,
    pub(super) id_number: String,
    pub(super) phone: String,
    pub(super) address: String,
}

/// A procedure found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundProcedure {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) about: String,
}

/// The list of procedures found, alone.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-procedures.html")]
pub(super) struct ProceduresPart {
    pub(super) page: Page,
    pub(super) asked: bool,
    pub(super) found: Vec<FoundProcedure>,
    /// How the question was read, of no length when as it was typed.
    pub(super) read_as: String,
    /// Fields of this centre, to look by one of them: as it is asked for, as it is shown.
    pub(super) fields: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for ProceduresPart {}

/// The procedure picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProcedurePart {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) full_name: String,
    pub(super) code: String,
    pub(super) publisher: String,
    pub(super) provisional: bool,
    /// Asked because the catalogue does not know: the fee, the working days.
    pub(super) unknown: Vec<Field>,
}

/// A paper to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PaperPart {
    pub(super) row: PaperRow,
    pub(super) need: String,
    pub(super) forms: Vec<(Pick, bool)>,
    /// What an earlier dossier has: what to send, and where it is and how it was given, in words.
    pub(super) offer: Option<(String, String)>,
    /// Code of the earlier dossier it is taken from.
    pub(super) taken: Option<String>,
    pub(super) error: String,
}

/// The right side: what would be promised, what it costs, what is left to do. Shown anew as the form changes.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-side.html")]
pub(super) struct SidePart {
    pub(super) page: Page,
    pub(super) promise: Option<PromiseCard>,
    pub(super) strip: Option<Strip>,
    pub(super) path: Vec<(String, String, String)>,
    pub(super) fees: Vec<(String, String)>,
    pub(super) total: String,
    pub(super) free: bool,
    pub(super) cashier_desk: bool,
    pub(super) pay_later: bool,
    /// What is left to do before it can be received.
    pub(super) todo: Vec<String>,
    /// Why there is no promise yet.
    pub(super) why_not: String,
    pub(super) saved: String,
}

impl askama::filters::HtmlSafe for SidePart {}

/// The form.
#[derive(Clone, Debug)]
pub(super) struct IntakePart {
    pub(super) errors: ErrorSummary,
    pub(super) draft: String,
    /// Which page of the form this is.
    pub(super) edition: i64,
    pub(super) applicant: PartyPart,
    pub(super) owner: Option<PartyPart>,
    pub(super) proxy: Option<(PartyPart, Field)>,
    pub(super) procedure: Option<ProcedurePart>,
    pub(super) procedure_q: String,
    pub(super) procedures: ProceduresPart,
    pub(super) request: Field,
    pub(super) delivery: Field,
    pub(super) channel: Field,
    pub(super) papers: Vec<PaperPart>,
    pub(super) papers_there: usize,
    pub(super) papers_error: String,
    pub(super) other_item: Field,
    pub(super) other_reason: Field,
    pub(super) reasons: Field,
    pub(super) by_slip: SlipPart,
    /// The envelope it is filled in from.
    pub(super) post: Option<PostPart>,
    pub(super) drafts: Vec<(StreamId, String, String, String)>,
    /// The next thing to be typed is the matter.
    pub(super) asks_matter: bool,
    pub(super) side: SidePart,
}

/// The procedure a draft names, in the version in force.
pub(super) fn procedure_of(web: &Web, draft: &Draft) -> Option<Procedure> {
    let directory = web.app().directory();
    let on = directory.date(web.app().now());
    let (code, publisher) = draft.procedure()?;
    directory.catalogue().procedure(code, publisher, &on).cloned()
}

/// Procedures that fit a question and are received at this centre.
pub(super) async fn search(
    web: &Web,
    names: &Names,
    page: &Page,
    unit: &str,
    question: &str,
) -> Result<ProceduresPart, Fault> {
    const SHOWN: usize = 9;
    let found = web.app().find_procedures(question, Scope::Centre(unit), SHOWN).await?;
    let fields = names.directory.hall_of_unit(unit, page.now).map(|hall| {
        let taken = names.directory.catalogue().fields_of(&hall.code).into_iter();
        let both = |field: &FieldGroup| (field.name.clone(), names.field(&field.code));
        taken.filter(|field| !field.published.is_empty()).map(both).collect()
    });
    Ok(ProceduresPart {
        page: page.clone(),
        asked: !question.is_empty(),
        read_as: found.read_as.clone().unwrap_or_default(),
        fields: fields.unwrap_or_default(),
        found: found.procedures().map(|procedure| found_procedure(names, procedure)).collect(),
    })
}

/// What the form asks for while no procedure is picked.
pub(super) fn asked_for(web: &Web, draft: &Draft) -> String {
    if procedure_of(web, draft).is_some() { String::new() } else { draft.get("procedure_q").to_owned() }
}

fn found_procedure(names: &Names, procedure: &Procedure) -> FoundProcedure {
    let publisher = names.publisher(&procedure.publisher);
    FoundProcedure {
        key: procedure.key(),
        name: names.listed(procedure),
        about: format!("{} · {} · {publisher}", procedure.code, names.field(&procedure.field)),
    }
}

fn party(
    page: &Page,
    draft: &Draft,
    prefix: &'static str,
    wrong: &[Violation],
    found: Option<&PeopleFound>,
) -> PartyPart {
    let t = page.t;
    let found = found.filter(|found| found.prefix == prefix);
    let fields = draft.party(prefix);
    let organisation = fields.data.kind == SubjectKind::Organisation;
    let field = |name: &str, label: &str| {
        let name = format!("{prefix}{name}");
        let value = draft.get(&name).to_owned();
        Field::text(&name, label).value(&value).wrong(t, wrong)
    };
    let label = |person: &'static str, organisation_label: &'static str| {
        t.t(if organisation { organisation_label } else { person })
    };
    PartyPart {
        prefix,
        subject: fields.subject.map(|subject| subject.to_string()).unwrap_or_default(),
        organisation,
        name: field("name", label("person.name", "organisation.name")),
        id_number: field("id_number", label("person.id_number", "organisation.id_number"))
            .inputmode("numeric")
            .hint(if prefix == "applicant_" { t.t("person.scan") } else { "" })
            .card(),
        phone: field("phone", t.t("person.phone")).input("tel").inputmode("tel"),
        email: field("email", t.t("person.email")).input("email"),
        address: field("address", t.t("person.address")),
        found: found.map(|found| FoundPart::of(page, prefix, &found.people)),
    }
}

fn paper_part(page: &Page, row: PaperRow, held: &[HeldPaper], wrong: &[Violation]) -> PaperPart {
    let t = page.t;
    let name = fold(&row.paper.name);
    let here = |one: &&HeldPaper| fold(&one.name) == name;
    let taken = row.earlier.and_then(|dossier| held.iter().find(|one| one.dossier == dossier && here(one)));
    let offered = held.iter().find(here).filter(|_| row.earlier.is_none() && !row.written_anew);
    let field = format!("paper-{}", row.paper.item);
    let forms = [
        PaperForm::Original,
        PaperForm::Certified,
        PaperForm::Copy,
        PaperForm::Shown,
        PaperForm::Electronic,
        PaperForm::LookedUp,
    ];
    PaperPart {
        need: match row.need {
            PaperNeed::Required => String::new(),
            PaperNeed::WhenApplicable => t.t("need.when_applicable").to_owned(),
            PaperNeed::Alternative => t.t("need.alternative").to_owned(),
        },
        forms: forms
            .into_iter()
            .map(|form| {
                let pick = Pick { value: form.word().to_owned(), text: t.code("form", form.word()) };
                (pick, form == row.paper.form)
            })
            .collect(),
        taken: taken.map(|one| one.code.clone()),
        offer: offered.map(|one| {
            let form = t.code("form", one.form.word());
            let day = look::date(one.received_at);
            let words = t.with("desk.papers.earlier", &[("code", &one.code), ("form", &form), ("day", &day)]);
            (format!("{}:{}", row.paper.item, one.dossier), words)
        }),
        error: wrong
            .iter()
            .find(|wrong| wrong.field == field)
            .map(|wrong| t.code_with("violation", &wrong.code, &wrong.values))
            .unwrap_or_default(),
        row,
    }
}

fn select(page: &Page, draft: &Draft, name: &str, label: &str, choices: &[(&str, &'static str)]) -> Field {
    let picks = choices
        .iter()
        .map(|(value, key)| Pick { value: (*value).to_owned(), text: page.t.t(key).to_owned() })
        .collect();
    Field::select(name, label, picks).value(draft.get(name))
}

/// People who were looked for, and for which party of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PeopleFound {
    pub(super) prefix: &'static str,
    pub(super) people: Vec<SubjectLine>,
}

/// Everything the form needs besides the draft.
pub(super) struct Around<'a> {
    pub(super) web: &'a Web,
    pub(super) page: &'a Page,
    pub(super) names: &'a Names,
    /// Unit that receives.
    pub(super) unit: &'a str,
    pub(super) cashier_desk: bool,
    pub(super) saved_at: Option<i64>,
    /// What was handed in with earlier dossiers of the applicant and is held still, newest first.
    pub(super) held: Vec<HeldPaper>,
    /// Somebody sits here and nothing else asks to be looked at: where to type next is where the page begins.
    pub(super) leads: bool,
    /// The envelope the form is filled in from.
    pub(super) post: Option<PostPart>,
}

impl Around<'_> {
    /// The form as typed, with what is wrong with it.
    pub(super) fn form(
        &self,
        draft: &Draft,
        errors: ErrorSummary,
        wrong: &[Violation],
        found: Option<&PeopleFound>,
        drafts: &[NamedDossier],
        procedures: ProceduresPart,
    ) -> IntakePart {
        let (page, names, t) = (self.page, self.names, self.page.t);
        let wrong = &[draft.unread_cards().as_slice(), wrong].concat();
        let procedure = procedure_of(self.web, draft);
        let has_applicant = !draft.get("applicant_name").is_empty();
        let given = |name: &str| !draft.get(name).is_empty();
        let field = |name: &str, key: &'static str| {
            Field::text(name, t.t(key)).value(draft.get(name)).wrong(t, wrong)
        };
        let papers: Vec<PaperPart> = procedure
            .as_ref()
            .map(|procedure| draft.papers(procedure))
            .unwrap_or_default()
            .into_iter()
            .map(|row| paper_part(page, row, &self.held, wrong))
            .collect();
        IntakePart {
            errors,
            draft: draft.get("draft").to_owned(),
            edition: draft.edition,
            applicant: party(page, draft, "applicant_", wrong, found).led(self.leads && !has_applicant),
            asks_matter: self.leads && has_applicant && procedure.is_none(),
            owner: given("owner").then(|| party(page, draft, "owner_", wrong, found)),
            proxy: given("proxy").then(|| {
                (party(page, draft, "proxy_", wrong, found), field("proxy_paper", "desk.proxy_paper"))
            }),
            procedures,
            procedure_q: asked_for(self.web, draft),
            request: field("request", "desk.request"),
            delivery: select(
                page,
                draft,
                "delivery",
                t.t("desk.delivery"),
                &[
                    ("counter", "desk.delivery.counter"),
                    ("post", "desk.delivery.post"),
                    ("online", "desk.delivery.online"),
                ],
            ),
            channel: select(
                page,
                draft,
                "channel",
                t.t("desk.channel"),
                &[("in_person", "channel.in_person"), ("post", "channel.post")],
            ),
            papers_there: papers.iter().filter(|paper| paper.row.paper.ok).count(),
            papers_error: wrong
                .iter()
                .find(|wrong| wrong.field == "items")
                .map(|wrong| t.code_with("violation", &wrong.code, &wrong.values))
                .unwrap_or_default(),
            papers,
            other_item: field("other_item", "desk.other_item"),
            other_reason: field("other_reason", "desk.other_reason"),
            reasons: Field::area("reasons", t.t("desk.reasons"))
                .hint(t.t("desk.reasons_hint"))
                .value(draft.get("reasons"))
                .wrong(t, wrong),
            by_slip: SlipPart::of(page, names, draft, wrong),
            post: self.post.clone(),
            drafts: drafts.iter().map(|line| draft_line(names, line)).collect(),
            side: self.side(draft),
            procedure: procedure.map(|procedure| self.procedure(draft, procedure, wrong)),
        }
    }

    fn procedure(&self, draft: &Draft, procedure: Procedure, wrong: &[Violation]) -> ProcedurePart {
        let t = self.page.t;
        let mut unknown = Vec::new();
        let no_limit = procedure.statutory.is_none()
            && procedure.committed.is_none()
            && procedure.appointments.is_empty()
            && !procedure.on_the_spot;
        if no_limit {
            unknown.push(
                Field::text("working_days", t.t("desk.working_days"))
                    .hint(t.t("desk.working_days_hint"))
                    .inputmode("numeric")
                    .value(draft.get("working_days"))
                    .wrong(t, wrong),
            );
        }
        if procedure.fee_vnd().is_none() {
            let published: Vec<&str> = procedure.fees.iter().map(|fee| fee.raw.as_str()).collect();
            let published = published.join("; ");
            let hint = t.with("desk.fee_hint", &[("text", &published)]);
            unknown.push(
                Field::text("fee", t.t("desk.fee"))
                    .hint(&hint)
                    .inputmode("numeric")
                    .value(draft.get("fee"))
                    .wrong(t, wrong),
            );
        }
        ProcedurePart {
            key: procedure.key(),
            name: self.names.listed(&procedure),
            publisher: self.names.publisher(&procedure.publisher),
            full_name: procedure.name,
            code: procedure.code,
            provisional: procedure.provisional,
            unknown,
        }
    }

    /// What would be promised and paid.
    pub(super) fn side(&self, draft: &Draft) -> SidePart {
        let (page, names, t) = (self.page, self.names, self.page.t);
        let mut side = SidePart {
            page: page.clone(),
            promise: None,
            strip: None,
            path: Vec::new(),
            fees: Vec::new(),
            total: String::new(),
            free: false,
            cashier_desk: self.cashier_desk,
            pay_later: draft.get("pay") == "later",
            todo: self.todo(draft),
            why_not: t.t("desk.promise.pick").to_owned(),
            saved: self.saved_at.map(look::clock).unwrap_or_default(),
        };
        let Some((code, publisher)) = draft.procedure() else { return side };
        let fee = draft.fee().ok().flatten();
        let days = draft.working_days();
        match self.web.app().preview_promise(code, publisher, self.unit, fee, days, names.now) {
            Ok(preview) => {
                let facts = times::facts_of_plan(names, &preview.plan);
                side.strip = Some(times::strip_of(names, &facts));
                side.path = path(names, &preview.plan);
                side.free = preview.plan.fee().is_zero();
                side.total = look::money(names.t, preview.plan.fee().amount());
                side.fees = preview
                    .plan
                    .fees
                    .iter()
                    .map(|line| (line.name.clone(), look::money(names.t, line.amount_vnd.amount())))
                    .collect();
                side.promise = Some(promises::preview(names, &preview.plan, &preview.promise));
            }
            Err(AppError::Refused(refusal)) => {
                let words: Vec<String> = refusal
                    .violations
                    .iter()
                    .map(|wrong| t.code_with("violation", &wrong.code, &wrong.values))
                    .collect();
                side.why_not =
                    if words.is_empty() { t.code("refusal", &refusal.code) } else { words.join(" ") };
            }
            Err(_) => side.why_not = t.t("desk.promise.failed").to_owned(),
        }
        side
    }

    fn todo(&self, draft: &Draft) -> Vec<String> {
        let t = self.page.t;
        let unread = draft.unread_cards().into_iter();
        let mut todo: Vec<String> =
            unread.map(|wrong| t.code_with("violation", &wrong.code, &wrong.values)).collect();
        if draft.get("applicant_name").is_empty() {
            todo.push(t.t("desk.todo.applicant").to_owned());
        }
        match procedure_of(self.web, draft) {
            None => todo.push(t.t("desk.todo.procedure").to_owned()),
            Some(procedure) => {
                let missing: Vec<PaperRow> = draft
                    .papers(&procedure)
                    .into_iter()
                    .filter(|row| row.paper.required && !row.paper.ok)
                    .collect();
                match missing.as_slice() {
                    [] => {}
                    [one] => todo.push(t.with("desk.todo.paper", &[("paper", &one.paper.name)])),
                    many => todo.push(t.count("desk.todo.papers", i64::try_from(many.len()).unwrap_or(0))),
                }
            }
        }
        if !draft.get("proxy").is_empty() && draft.get("proxy_paper").is_empty() {
            todo.push(t.t("desk.todo.proxy_paper").to_owned());
        }
        todo
    }
}

fn found_person(line: &SubjectLine) -> Found {
    Found {
        subject: line.subject.to_string(),
        name: line.data.name.clone(),
        id_number: look::grouped_id(&line.data.id_number),
        phone: look::phone(&line.data.phone),
        address: line.data.address.clone(),
    }
}

fn draft_line(names: &Names, line: &NamedDossier) -> (StreamId, String, String, String) {
    let dossier = &line.line;
    (
        dossier.dossier,
        dossier.provisional.clone(),
        line.applicant.name.clone(),
        names.procedure(&dossier.procedure, &dossier.publisher, &dossier.version),
    )
}

/// Who does what, and how long it may take: neighbouring steps of one unit together.
fn path(names: &Names, plan: &domain::dossier::Plan) -> Vec<(String, String, String)> {
    let mut path: Vec<(i64, bool, String, Vec<String>)> = Vec::new();
    for step in &plan.steps {
        let unit = names.unit(&step.unit);
        let name = names.step(&step.name, step.kind.word());
        match path.last_mut() {
            Some((minutes, counted, last, steps)) if *last == unit && *counted == step.counted => {
                *minutes += step.minutes;
                steps.push(name);
            }
            _ => path.push((step.minutes, step.counted, unit, vec![name])),
        }
    }
    path.into_iter()
        .map(|(minutes, counted, unit, steps)| {
            let time = match (counted, minutes) {
                (false, _) => names.t.t("steps.not_counted").to_owned(),
                (true, 0) => names.t.t("steps.office_hours").to_owned(),
                _ => look::allowed(names.lang(), minutes * 60_000),
            };
            (time, unit, steps.join(", "))
        })
        .collect()
}
