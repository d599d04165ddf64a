//! What came of an act, held against what the case expects, line by line.

use super::read::{Act, Expect};
use super::run::{Course, limit, originals};
use super::time::When;
use super::working::{self, Counts, Line};
use calendar::{Reading, Span};
use domain::dossier::{Event, Promise, State, SupplementPolicy, Timeliness};
use domain::kernel::{Finding, Millis, Verdict};

type Wrong = Vec<(usize, String)>;

/// Trạng thái trao đổi, as the guides of the exchange name them.
const STATUSES: [&str; 10] = [
    "1 mới đăng ký",
    "2 được tiếp nhận",
    "3 không được tiếp nhận",
    "4 đang xử lý",
    "5 yêu cầu bổ sung",
    "6 nghĩa vụ tài chính",
    "7 công dân rút",
    "8 dừng xử lý",
    "9 đã xử lý xong",
    "10 đã trả kết quả",
];

/// The limits at the head of a case: `2 ngày làm việc; luật 3 ngày làm việc`, two appointments one after the other with ` rồi `.
pub fn limits(course: &Course<'_>) -> Wrong {
    let Some((line, written)) = course.case.head.get("Thời hạn") else { return Vec::new() };
    let parts: Vec<&str> = written.split(" rồi ").collect();
    let appointments = &course.plan().appointments;
    if parts.len() != appointments.len() {
        return vec![(*line, format!("expected {} appointments, got {}", parts.len(), appointments.len()))];
    }
    let mut wrong = Vec::new();
    for (part, appointment) in parts.iter().zip(appointments) {
        let (promised, law) = part.split_once("; luật ").unwrap_or((part, part));
        for (expected, got) in [(promised, appointment.committed), (law, appointment.statutory)] {
            differs(*line, expected, &limit(got), &mut wrong);
        }
    }
    wrong
}

fn differs(line: usize, expected: &str, got: &str, wrong: &mut Wrong) {
    if expected != got {
        wrong.push((line, format!("expected {expected}, got {got}")));
    }
}

/// Everything that differs after an act.
pub fn compare(course: &mut Course<'_>, act: &Act) -> Wrong {
    let mut wrong = Vec::new();
    let expects_refusal = act.expects.iter().any(|expect| expect.key == "từ chối");
    if let (Err(refusal), false) = (&course.outcome, expects_refusal) {
        let all: Vec<String> =
            refusal.violations.iter().map(|one| format!("{} {}", one.field, one.code)).collect();
        wrong.push((act.line, format!("`{}` was refused: {} ({})", act.what, refusal.code, all.join("; "))));
        return wrong;
    }
    for expect in &act.expects {
        let mut said = match expect.key {
            "tính từ"
            | "hạn trả"
            | "hạn luật"
            | "lời hẹn đầu"
            | "chuyển giấy trước"
            | "chờ đến"
            | "đèn vàng"
            | "đèn đỏ" => instant(course, act, expect),
            _ => plain(course, act, expect),
        };
        wrong.append(&mut said);
    }
    let moved = counted_from(course).filter(|from| *from != act.at);
    let tells = |key: &str| act.expects.iter().any(|expect| expect.key == key);
    if let (Some(from), true, false) = (moved, tells("hạn trả"), tells("tính từ")) {
        wrong.push((
            act.line,
            format!("it counts from {}, which the case does not say (`tính từ`)", from.said()),
        ));
    }
    wrong
}

/// Events of the last act.
fn events<'a>(course: &'a Course<'_>) -> &'a [Event] {
    course.outcome.as_deref().unwrap_or(&[])
}

/// The promise made by the last act.
fn made<'a>(course: &'a Course<'_>) -> Option<&'a Promise> {
    events(course).iter().find_map(|event| match event {
        Event::DossierReceived { promise, .. } | Event::PromiseMade { promise, .. } => Some(promise),
        _ => None,
    })
}

fn counted_from(course: &Course<'_>) -> Option<When> {
    made(course).map(|promise| course.world.when(promise.counted_from))
}

fn instant(course: &mut Course<'_>, act: &Act, expect: &Expect) -> Wrong {
    let (expected, rest) = match When::read(&expect.value) {
        Ok(read) => read,
        Err(what) => return vec![(expect.line, what)],
    };
    let mut wrong = Vec::new();
    if !rest.is_empty() {
        wrong.push((expect.line, format!("`{rest}` behind the time")));
    }
    match got(course, expect.key) {
        Some(got) if got == expected => {}
        Some(got) => differs(expect.line, &expected.said(), &got.said(), &mut wrong),
        None => differs(expect.line, &expected.said(), "nothing", &mut wrong),
    }
    if expect.working.is_empty() {
        if !course.worked_out.contains(&expected) {
            wrong.push((expect.line, format!("{} has no working by hand", expected.said())));
        }
        return wrong;
    }
    course.worked_out.push(expected);
    let Some((from, counts, explained)) = explained(course, act, expect.key) else { return wrong };
    let checked = working::check(&expect.working, counts, from, expected, &course.file.calendar);
    wrong.extend(checked.wrong);
    if let Some(explained) = explained {
        for (hand, code) in checked.lines.iter().zip(&explained) {
            if hand != code {
                let place = expect.working.first().map_or(expect.line, |(line, _)| *line);
                let says = |line: &Line| format!("{} {} {}", line.day.said(), line.kind, line.counted);
                differs(place, &says(hand), &says(code), &mut wrong);
            }
        }
        if checked.lines.len() != explained.len() {
            let counts = (checked.lines.len(), explained.len());
            wrong.push((
                expect.line,
                format!("the working has {} days, the explanation {}", counts.0, counts.1),
            ));
        }
    }
    wrong
}

fn got(course: &Course<'_>, key: &str) -> Option<When> {
    let dossier = course.state.as_ref();
    let promise = dossier.and_then(State::promise);
    let open = dossier.and_then(State::open_turn);
    let at = match key {
        "tính từ" => promise.map(|promise| promise.counted_from),
        "hạn trả" => promise.map(|promise| promise.due_at),
        "hạn luật" => promise.map(|promise| promise.statutory_due_at),
        "lời hẹn đầu" => promise.map(|promise| promise.first_due_at),
        "đèn vàng" => open.and_then(|turn| turn.yellow_at),
        "đèn đỏ" => open.and_then(|turn| turn.red_at),
        _ => events(course).iter().find_map(|event| match event {
            Event::DossierReceived { papers_travel_by, .. } => Some(*papers_travel_by),
            Event::SupplementAnswered { papers_travel_by, .. } => *papers_travel_by,
            Event::SilenceClosed { waited_until, .. } => Some(*waited_until),
            _ => None,
        }),
    };
    at.map(|at| course.world.when(at))
}

type Explained = (When, Counts, Option<Vec<Line>>);

/// From when a working counts, what, and the days as the code explains them.
fn explained(course: &Course<'_>, act: &Act, key: &str) -> Option<Explained> {
    let world = course.world;
    let received = events(course).iter().find_map(|event| match event {
        Event::DossierReceived { at, .. } => Some(world.when(*at)),
        _ => None,
    });
    match key {
        "tính từ" => return Some((received.unwrap_or(act.at), Counts::Opening, None)),
        "chuyển giấy trước" => return Some((received.unwrap_or(act.at), Counts::Papers, None)),
        _ => {}
    }
    let dossier = course.state.as_ref()?;
    let lines = |days: &[calendar::DayLine]| {
        let line = |one: &calendar::DayLine| Line {
            day: super::time::Day::of_number(calendar::day_number(one.date)),
            kind: one.kind.word(),
            counted: one.counted,
        };
        Some(days.iter().map(line).collect::<Vec<_>>())
    };
    if key == "chờ đến" {
        let (silence, asked) = (dossier.plan.silence.as_ref()?, dossier.supplements.last()?);
        let span = Span::WorkingDays(silence.working_days);
        let due = world.calendar.due(asked.at, span, &course.reading()).ok()?;
        let counts = Counts::WorkingDays(silence.working_days);
        return Some((world.when(due.counted_from), counts, lines(&due.explanation)));
    }
    if let "đèn vàng" | "đèn đỏ" = key {
        let turn = dossier.open_turn()?;
        let whole = turn.allowed_ms / 60_000;
        let minutes = match key {
            "đèn đỏ" => whole,
            _ => whole - whole * course.rules().yellow_percent / 100,
        };
        let due =
            world.calendar.due(turn.started_at, Span::WorkingMinutes(minutes), &Reading::default()).ok()?;
        return Some((world.when(due.counted_from), Counts::Minutes(minutes), lines(&due.explanation)));
    }
    let promise = dossier.promise()?;
    let from = world.when(promise.counted_from);
    let paused = dossier.plan.supplement == SupplementPolicy::Pause && !dossier.supplements.is_empty();
    if paused {
        let minutes =
            |to| world.calendar.working_ms_between(promise.counted_from, to).ok().map(|ms| ms / 60_000);
        let minutes = minutes(if key == "hạn luật" { promise.statutory_due_at } else { promise.due_at })?;
        let span = Span::WorkingMinutes(minutes);
        let due = world.calendar.due(promise.counted_from, span, &Reading::default()).ok()?;
        return Some((from, Counts::Minutes(minutes), lines(&due.explanation)));
    }
    let span = if key == "hạn luật" { promise.statutory } else { promise.committed };
    let counts = match span {
        Span::WorkingDays(days) => Counts::WorkingDays(days),
        Span::WorkingMinutes(minutes) => Counts::Minutes(minutes),
        Span::CalendarDays(days) => Counts::CalendarDays(days),
        Span::SameDay => Counts::SameDay,
    };
    if key == "hạn luật" {
        let due = world.calendar.due(promise.counted_from, span, &course.reading()).ok()?;
        return Some((from, counts, lines(&due.explanation)));
    }
    let kinds = ["working", "weekend", "holiday", "swapped_off", "worked_rest_day"];
    let told = promise.days.iter().map(|day| Line {
        day: super::time::Day::of_number(day.day),
        kind: kinds.into_iter().find(|kind| *kind == day.kind).unwrap_or("unknown"),
        counted: day.counted,
    });
    Some((from, counts, Some(told.collect())))
}

fn timeliness(word: Option<Timeliness>) -> &'static str {
    match word {
        Some(Timeliness::Early) => "sớm hạn",
        Some(Timeliness::OnTime) => "đúng hạn",
        Some(Timeliness::Late) => "trễ hạn",
        None => "không tính",
    }
}

/// `code, theo document, article`.
fn under(finding: &Finding) -> String {
    format!("{}, theo {}, {}", finding.code, finding.rule.document, finding.rule.article)
}

fn findings(event: &Event) -> &[Finding] {
    match event {
        Event::DossierReceived { findings, .. }
        | Event::IntakeSupplementAsked { findings, .. }
        | Event::IntakeRefused { findings, .. }
        | Event::ResolutionRefused { findings, .. }
        | Event::SilenceClosed { findings, .. }
        | Event::DossierExtended { findings, .. }
        | Event::SupplementRequested { findings, .. }
        | Event::PromiseMade { findings, .. } => findings,
        _ => &[],
    }
}

fn plain(course: &Course<'_>, act: &Act, expect: &Expect) -> Wrong {
    let (line, value) = (expect.line, expect.value.as_str());
    let mut wrong = Vec::new();
    if let Some((working, _)) = expect.working.first() {
        wrong.push((*working, format!("`{}` is no date to work out", expect.key)));
    }
    let dossier = course.state.as_ref();
    let one_of = |expected: &str, all: &[String], wrong: &mut Wrong| {
        if !all.iter().any(|one| one == expected) {
            let all = if all.is_empty() { "nothing".to_owned() } else { all.join(" | ") };
            wrong.push((line, format!("expected {expected}, got {all}")));
        }
    };
    match expect.key {
        "mã hồ sơ" => {
            let code = dossier.map_or("", |dossier| dossier.code.as_str());
            differs(line, value, if code.is_empty() { "chưa cấp" } else { code }, &mut wrong);
        }
        "trạng thái" => {
            let status = dossier.and_then(|dossier| usize::try_from(dossier.exchange_status() - 1).ok());
            differs(line, value, status.map_or("chưa có", |status| STATUSES[status]), &mut wrong);
        }
        "bước" => {
            let open = dossier.and_then(State::open_turn).map(|turn| {
                let person = if turn.person.is_empty() { "chưa giao" } else { turn.person.as_str() };
                format!("{}, {person}", turn.step)
            });
            differs(line, value, open.as_deref().unwrap_or("không"), &mut wrong);
        }
        "đèn" => {
            let open = dossier.and_then(State::open_turn);
            let lit = open.is_some_and(|turn| turn.yellow_at.is_some() || turn.red_at.is_some());
            differs(line, value, if lit { "có" } else { "không" }, &mut wrong);
        }
        "từ chối" => {
            let got = course.outcome.as_ref().err().map_or_else(
                || "nothing refused".to_owned(),
                |refusal| match &refusal.rule {
                    Some(rule) => format!("{}, theo {}, {}", refusal.code, rule.document, rule.article),
                    None => format!("{}, không nêu điều", refusal.code),
                },
            );
            differs(line, value, &got, &mut wrong);
        }
        "vi phạm" => {
            let all = course.outcome.as_ref().err().map_or_else(Vec::new, |refusal| {
                refusal
                    .violations
                    .iter()
                    .map(|one| format!("{} {}", one.field, one.code).trim().to_owned())
                    .collect()
            });
            differs(line, value, &all.join("; "), &mut wrong);
        }
        "đúng quy định" | "trái quy định" | "không thuộc" => {
            let verdict = match expect.key {
                "đúng quy định" => Verdict::Kept,
                "trái quy định" => Verdict::Broken,
                _ => Verdict::NotConcerned,
            };
            let all = events(course).iter().flat_map(findings).filter(|finding| finding.verdict == verdict);
            let regime = course.plan().regime.as_str();
            if let Some(other) = events(course).iter().flat_map(findings).find(|one| one.regime != regime) {
                wrong.push((line, format!("{} was found under regime {}", other.code, other.regime)));
            }
            one_of(value, &all.map(under).collect::<Vec<_>>(), &mut wrong);
        }
        "trễ hẹn" => {
            let late = dossier.is_some_and(State::was_late);
            differs(line, value, if late { "có" } else { "không" }, &mut wrong);
        }
        "bước vừa xong" => {
            let done = events(course).iter().find_map(|event| match event {
                Event::StepFinished { timeliness, .. } => Some(*timeliness),
                _ => None,
            });
            differs(line, value, done.map_or("nothing", timeliness), &mut wrong);
        }
        "kết quả" => {
            let ready = events(course).iter().find_map(|event| match event {
                Event::ResultReady { timeliness, .. } => Some(Some(*timeliness)),
                _ => None,
            });
            differs(line, value, ready.map_or("nothing", timeliness), &mut wrong);
        }
        "hẹn lại đến" => {
            let due =
                dossier.and_then(State::promise).map(|promise| course.world.when(promise.due_at).said());
            differs(line, value, due.as_deref().unwrap_or("nothing"), &mut wrong);
        }
        "gia hạn chậm nhất" => {
            let last = last_moment(course).map(|at| course.world.when(at).said());
            differs(line, value, last.as_deref().unwrap_or("nothing"), &mut wrong);
        }
        "ghi" => {
            let all = events(course).iter().filter_map(|event| noted(course, event)).collect::<Vec<_>>();
            match (value, events(course).is_empty() && course.outcome.is_ok()) {
                ("không có gì mới", nothing) => differs(line, "true", &nothing.to_string(), &mut wrong),
                _ => one_of(value, &all, &mut wrong),
            }
        }
        "bản chính" => {
            differs(line, value, &dossier.map_or_else(String::new, originals), &mut wrong);
        }
        "biểu mẫu" => {
            let (kind, expected) = value.split_once(": ").unwrap_or((value, ""));
            let all = forms(course, kind);
            one_of(expected, &all, &mut wrong);
        }
        "hiệu lực" => {
            let (named, expected) = value.split_once(": ").unwrap_or((value, ""));
            let (code, publisher) = named.split_once(" của ").unwrap_or((named, ""));
            let found = course.world.catalogue.procedure(code, publisher, &act.at.day.iso());
            differs(line, expected, found.map_or("không", |found| found.version.as_str()), &mut wrong);
        }
        other => wrong.push((line, format!("`{other}` cannot be compared"))),
    }
    wrong
}

/// The last moment for an extension, as the act that was refused or accepted names it.
fn last_moment(course: &Course<'_>) -> Option<Millis> {
    let said = |inputs: &[(String, String)]| {
        inputs.iter().find(|(name, _)| name == "last_moment").and_then(|(_, at)| at.parse().ok())
    };
    match &course.outcome {
        Ok(events) => events
            .iter()
            .flat_map(findings)
            .find(|finding| finding.code == "extension_asked_before_the_day")
            .and_then(|finding| said(&finding.inputs)),
        Err(refusal) => refusal.violations.iter().find_map(|violation| said(&violation.values)),
    }
}

fn noted(course: &Course<'_>, event: &Event) -> Option<String> {
    let when = |at| course.world.when(at).said();
    Some(match event {
        Event::StepTurnedRed { person, at, .. } => format!("{person} quá hạn bước lúc {}", when(*at)),
        Event::PromiseMissed { at, .. } => format!("quá hẹn lúc {}", when(*at)),
        Event::StepEscalated { to, .. } => format!("báo cấp trên {to}"),
        Event::PromiseVoided { .. } => "lời hẹn cũ hết hiệu lực".to_owned(),
        Event::AppointmentMet { appointment, kept: true, .. } => format!("lần hẹn {} kịp", appointment + 1),
        Event::AppointmentMet { appointment, kept: false, .. } => format!("lần hẹn {} trễ", appointment + 1),
        Event::ResultNumbered { number, book, .. } => format!("kết quả số {} sổ {book}", number.number()),
        Event::IntakeSupplementAsked { slip, items, .. } | Event::SupplementRequested { slip, items, .. } => {
            format!("phiếu bổ sung số {}, {} mục", slip.number(), items.len())
        }
        Event::IntakeRefused { slip, reasons, .. } | Event::ResolutionRefused { slip, reasons, .. } => {
            format!("phiếu từ chối số {}, {} lý do", slip.number(), reasons.len())
        }
        Event::DossierExtended { extension, .. } => format!(
            "thư xin lỗi số {} của {}{}, hẹn lại {}",
            extension.number.number(),
            if extension.block.is_empty() { String::new() } else { format!("{} ", extension.block) },
            extension.unit,
            when(extension.due_at)
        ),
        Event::RefusalProposed { reasons, .. } => format!("đề xuất từ chối, {} lý do", reasons.len()),
        Event::PickupReminded { reminder, .. } => format!("nhắc lần {reminder}"),
        Event::DossierWithdrawn { .. } => "công dân rút hồ sơ".to_owned(),
        Event::DossierStopped { .. } => "dừng giải quyết".to_owned(),
        Event::SilenceClosed { .. } => "kết thúc do không bổ sung".to_owned(),
        _ => return None,
    })
}

/// The forms of that kind in the set of the dossier's regime, found by kind and never by number, that were in force when it was
/// received.
fn forms(course: &Course<'_>, kind: &str) -> Vec<String> {
    let (set, on) = (course.regime().forms, course.ruled_on());
    let text =
        |form: &toml::Value, key: &str| form.get(key).and_then(toml::Value::as_str).unwrap_or("").to_owned();
    let all = course.world.forms.get("form").and_then(toml::Value::as_array);
    let of_kind =
        all.into_iter().flatten().filter(|form| text(form, "kind") == kind && text(form, "issuing") == set);
    let holds = of_kind
        .filter(|form| domain::catalogue::holds(&text(form, "valid_from"), &text(form, "valid_to"), &on));
    holds.map(|form| format!("{}, {}", text(form, "number"), text(form, "issuing"))).collect()
}
