use super::papers::PaperPlace;
use super::state::{Holder, Phase, State, Timeliness, Turn};
use super::stretch::{CountedUnder, Stretch};
use crate::kernel::{Count, Millis, Row, StreamId, Value, Views};

/// What pages see of a dossier: itself, its steps, its paper originals, and what it adds to the day's counts.
#[must_use]
pub fn views(dossier: &State, stream: StreamId) -> Views {
    let mut rows = vec![dossier_row(dossier, stream)];
    rows.extend(dossier.turns.iter().map(|turn| step_row(dossier, turn, stream)));
    rows.extend(dossier.originals.iter().map(|original| {
        let (kind, holder) = match &original.holder {
            Holder::Person(code) => ("person", code.as_str()),
            Holder::Unit(code) => ("unit", code.as_str()),
            Holder::Applicant => ("applicant", ""),
        };
        Row {
            table: "holder_row",
            key: vec![("dossier", stream.into()), ("item", original.item.into())],
            columns: vec![
                ("name", original.name.as_str().into()),
                ("barcode", super::barcode(&dossier.code, original.item).into()),
                ("holder", holder.into()),
                ("holder_kind", kind.into()),
                ("since", original.since.into()),
            ],
        }
    }));
    rows.extend(paper_row(dossier, stream));
    rows.extend((1..).zip(&dossier.stretches).map(|(n, stretch)| stretch_row(dossier, n, stretch, stream)));
    let mut counts = counts(dossier);
    counts.extend(apologies(dossier));
    Views { rows, counts }
}

fn dossier_row(dossier: &State, stream: StreamId) -> Row {
    let promise = dossier.promise();
    let open = dossier.open_turn();
    let returned_at = match dossier.phase {
        Phase::Returned { at, .. } => Some(at),
        _ => None,
    };
    let steps = i64::try_from(dossier.plan.steps.len()).expect("a procedure has a handful of steps");
    let supplements = i64::try_from(dossier.supplements.len()).expect("a handful of supplement requests");
    let supplements = supplements + dossier.asked_at_intake;
    Row {
        table: "dossier_row",
        key: vec![("dossier", stream.into())],
        columns: vec![
            ("code", dossier.code.as_str().into()),
            ("provisional", dossier.provisional.as_str().into()),
            ("token", dossier.intake.token.as_str().into()),
            ("procedure", dossier.plan.procedure.code.as_str().into()),
            ("publisher", dossier.plan.procedure.publisher.as_str().into()),
            ("version", dossier.plan.procedure.version.as_str().into()),
            ("field", dossier.plan.procedure.field.as_str().into()),
            ("regime", dossier.plan.regime.as_str().into()),
            ("phase", dossier.phase_word().into()),
            ("status", dossier.exchange_status().into()),
            ("receiving_unit", dossier.plan.receiving_unit.as_str().into()),
            ("handling_unit", dossier.plan.handling_unit.as_str().into()),
            ("officer", dossier.intake.officer.as_str().into()),
            ("applicant", dossier.intake.applicant.subject.into()),
            ("owner", dossier.intake.owner.as_ref().map_or(Value::Null, |owner| owner.subject.into())),
            ("channel", dossier.intake.channel.code().into()),
            ("created_at", dossier.created_at.into()),
            ("received_at", dossier.received_at.into()),
            ("first_due_at", promise.map(|promise| promise.first_due_at).into()),
            ("due_at", promise.map(|promise| promise.due_at).into()),
            ("statutory_due_at", promise.map(|promise| promise.statutory_due_at).into()),
            ("ready_at", dossier.ready_at().into()),
            ("returned_at", returned_at.into()),
            ("is_parked", dossier.parked.is_some().into()),
            ("parked_place", dossier.parked.as_ref().map_or("", |parked| parked.place.as_str()).into()),
            ("reminders", dossier.reminders.into()),
            ("reminded_at", dossier.reminded_at.into()),
            ("silent_from", super::work::silence_of(dossier).map(|(asked_at, _)| asked_at).into()),
            ("step", open.map_or(0, |turn| turn.step).into()),
            ("steps", steps.into()),
            ("step_unit", open.map_or("", |turn| turn.unit.as_str()).into()),
            ("step_person", open.map_or("", |turn| turn.person.as_str()).into()),
            ("supplements", supplements.into()),
            ("slips", dossier.slips.into()),
            ("fee_vnd", dossier.plan.fee().into()),
            ("fee_paid", dossier.fee_paid.into()),
            ("is_open", dossier.is_open().into()),
            ("is_late", dossier.was_late().into()),
        ],
    }
}

fn step_row(dossier: &State, turn: &Turn, stream: StreamId) -> Row {
    Row {
        table: "step_row",
        key: vec![("dossier", stream.into()), ("turn", turn.turn.into())],
        columns: vec![
            ("step", turn.step.into()),
            ("name", turn.name.as_str().into()),
            ("kind", turn.kind.word().into()),
            ("unit", turn.unit.as_str().into()),
            ("role", turn.role.as_str().into()),
            ("person", turn.person.as_str().into()),
            ("code", dossier.code.as_str().into()),
            ("procedure", dossier.plan.procedure.code.as_str().into()),
            ("started_at", turn.started_at.into()),
            ("allowed_ms", turn.allowed_ms.into()),
            ("counted", turn.counted.into()),
            ("due_at", turn.due_at.into()),
            ("order_at", order_at(dossier, turn).into()),
            ("yellow_at", turn.yellow_at.into()),
            ("red_at", turn.red_at.into()),
            ("finished_at", turn.finished_at.into()),
            ("verdict", turn.timeliness.map_or("", Timeliness::word).into()),
            ("used_ms", turn.used_ms.into()),
            ("is_open", turn.finished_at.is_none().into()),
            ("red_marked", turn.red_marked.into()),
            ("escalated_to", turn.escalated_to.as_str().into()),
        ],
    }
}

/// While papers are on their way: at the counter of a dossier that goes on, or on a list.
fn paper_row(dossier: &State, stream: StreamId) -> Option<Row> {
    let way = dossier.papers.as_ref()?;
    let list = match &way.place {
        PaperPlace::Counter if dossier.is_open() => None,
        PaperPlace::Listed { list } => Some(*list),
        _ => return None,
    };
    let procedure = &dossier.plan.procedure;
    Some(Row {
        table: "paper_row",
        key: vec![("dossier", stream.into())],
        columns: vec![
            ("code", dossier.code.as_str().into()),
            ("procedure", procedure.code.as_str().into()),
            ("publisher", procedure.publisher.as_str().into()),
            ("version", procedure.version.as_str().into()),
            ("receiving_unit", dossier.plan.receiving_unit.as_str().into()),
            ("to_unit", dossier.plan.papers_go_to().unwrap_or_default().into()),
            ("place", way.place.word().into()),
            ("officer", dossier.intake.officer.as_str().into()),
            ("originals", way.batch.originals.into()),
            ("papers", way.batch.papers.into()),
            ("travel_by", way.batch.travel_by.into()),
            ("missed", way.missed.as_str().into()),
            ("handover", list.map_or(Value::Null, Into::into)),
        ],
    })
}

/// Where a step stands in lists of one person or unit.
fn order_at(dossier: &State, turn: &Turn) -> Millis {
    let awaits_papers = || {
        dossier.phase == Phase::Supplement && dossier.turns.last().is_some_and(|last| last.turn == turn.turn)
    };
    match turn.finished_at {
        Some(_) if awaits_papers() => Millis::MAX,
        Some(at) => at,
        None => turn.due_at.unwrap_or(Millis::MAX),
    }
}

fn stretch_row(dossier: &State, n: i64, stretch: &Stretch, stream: StreamId) -> Row {
    let is_last = stretch.until.is_some() && usize::try_from(n) == Ok(dossier.stretches.len());
    let end = match dossier.phase {
        _ if !is_last => "",
        Phase::Withdrawn { .. } => "withdrawn",
        Phase::Stopped { .. } => "stopped",
        _ => "ready",
    };
    let came_out = |late_from: Option<Millis>| match stretch.until {
        Some(at) if is_last => Stretch::came_out(at, late_from).word(),
        _ => "",
    };
    let holds = || Box::new(CountedUnder::from(&dossier.plan));
    let under = stretch.under.clone().unwrap_or_else(holds);
    let late_from = stretch.late_from;
    Row {
        table: "stretch_row",
        key: vec![("dossier", stream.into()), ("n", n.into())],
        columns: vec![
            ("code", dossier.code.as_str().into()),
            ("procedure", under.procedure.into()),
            ("publisher", under.publisher.into()),
            ("field", under.field.into()),
            ("receiving_unit", dossier.plan.receiving_unit.as_str().into()),
            ("handling_unit", under.handling_unit.into()),
            ("channel", dossier.intake.channel.code().into()),
            ("received_at", dossier.received_at.unwrap_or(stretch.since).into()),
            ("since", stretch.since.into()),
            ("since_version", stretch.since_version.into()),
            ("until_at", stretch.until.unwrap_or(Millis::MAX).into()),
            ("until_version", stretch.until_version.into()),
            ("waits", stretch.waits.into()),
            ("outcome", end.into()),
            ("late_first", late_from.first.unwrap_or(Millis::MAX).into()),
            ("late_current", late_from.current.unwrap_or(Millis::MAX).into()),
            ("late_statutory", late_from.statutory.unwrap_or(Millis::MAX).into()),
            ("verdict_first", came_out(late_from.first).into()),
            ("verdict_current", came_out(late_from.current).into()),
            ("verdict_statutory", came_out(late_from.statutory).into()),
        ],
    }
}

/// Each apology of a unit, in the year it was signed.
fn apologies(dossier: &State) -> impl Iterator<Item = Count> {
    dossier.extensions.iter().map(|given| Count {
        table: "apology_count",
        key: vec![("year", (given.dated / 10_000).into()), ("unit", given.unit.as_str().into())],
        adds: vec![("n", 1)],
    })
}

/// What was received is counted by procedure. Received and returned are counted on the day of the code, which every dossier
/// keeps for life: a count never
/// wanders to another day when a state is read again.
fn counts(dossier: &State) -> Vec<Count> {
    let Some(day) = super::day_of_code(&dossier.code) else { return Vec::new() };
    let mut measures = vec!["received"];
    match dossier.phase {
        Phase::Returned { .. } => measures.push("returned"),
        Phase::Withdrawn { .. } => measures.push("withdrawn"),
        Phase::Stopped { .. } => measures.push("stopped"),
        _ => {}
    }
    if dossier.was_late() {
        measures.push("late");
    }
    let procedure = &dossier.plan.procedure;
    let used = Count {
        table: "procedure_count",
        key: vec![("procedure", format!("{}@{}", procedure.code, procedure.publisher).into())],
        adds: vec![("n", 1)],
    };
    measures
        .into_iter()
        .map(|measure| Count {
            table: "daily_count",
            key: vec![
                ("day", day.into()),
                ("unit", dossier.plan.receiving_unit.as_str().into()),
                ("measure", measure.into()),
            ],
            adds: vec![("n", 1)],
        })
        .chain([used])
        .collect()
}
