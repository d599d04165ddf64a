//! Takes a case through `decide` and `apply`, with the shipped calendar, regimes and procedures, and compares everything.

use super::read::{Act, Case, DayOff, File};
use super::say;
use super::time::{Day, When};
use calendar::{CalendarFile, Reading, Span, WorkCalendar};
use domain::catalogue::{Catalogue, Regime, Said, holds, load};
use domain::dossier::{
    AskWithin, Assignee, Assignees, By, Command, Correct, Event, Extend, Facts, FilingChannel, Holder,
    Intake, Item, Outcome, Paper, PaperForm, Party, Plan, Proxy, Rules, SignedUnder, State, StepPlan,
    SupplementPolicy, apply, decide, ruled_by,
};
use domain::kernel::{Millis, Refusal, RuleRef, Series, StreamId, SubjectId};
use std::collections::BTreeMap;

/// What is shipped.
pub struct World {
    pub catalogue: Catalogue,
    pub calendar: WorkCalendar,
    pub forms: toml::Table,
}

impl World {
    pub fn shipped() -> Self {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let mut files = Vec::new();
        for folder in ["units", "people", "fields", "halls", "procedures", "publishers", "regimes"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
        let catalogue = load(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
            .unwrap_or_else(|errors| panic!("{errors:#?}"));
        let text = std::fs::read_to_string(root.join("calendars/vn-public.toml")).unwrap();
        let file = CalendarFile::parse(&text).unwrap();
        let calendar = WorkCalendar::build(&file, &[]).unwrap();
        let forms = std::fs::read_to_string(root.join("forms/forms.toml")).unwrap().parse().unwrap();
        Self { catalogue, calendar, forms }
    }

    pub fn when(&self, at: Millis) -> When {
        When::of_iso(&self.calendar.local(at).strftime("%Y-%m-%dT%H:%M").to_string())
    }

    pub fn instant(&self, when: When) -> Millis {
        self.calendar.instant(&when.iso()).unwrap()
    }
}

/// Days off of the file that the shipped calendar does not have, and the other way round, in the years the file speaks of.
pub fn calendar_differs(file: &File, world: &World) -> Vec<String> {
    let years: Vec<i64> = file.calendar.keys().map(|day| day.year).collect();
    let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else {
        return vec!["the file names no days off".to_owned()];
    };
    let mut wrong = Vec::new();
    let mut day = Day { year: *first, month: 1, day: 1 };
    while day.year <= *last {
        let date = calendar::date_of(day.number()).unwrap();
        let ships = world.calendar.day_kind(date).unwrap();
        let written = match file.calendar.get(&day) {
            Some(DayOff::Off(_)) => "holiday",
            Some(DayOff::Swapped(_)) => "swapped_off",
            Some(DayOff::Worked) => "worked_rest_day",
            None if day.is_weekend() => "weekend",
            None => "working",
        };
        if ships.word() != written {
            wrong.push(format!("{}: {written} in the file, {} as shipped", day.said(), ships.word()));
        }
        day = day.next();
    }
    wrong
}

struct Cast<'a>(&'a File);

impl Assignees for Cast<'_> {
    fn assignee(&self, step: &StepPlan) -> Assignee {
        let fits = |unit: &str| unit.is_empty() || unit == step.unit;
        let is_of =
            |unit: &str, others: bool| if others { unit.is_empty() } else { fits(unit) && !unit.is_empty() };
        let holders = |others: bool| {
            self.0.people.iter().filter(move |person| person.role == step.role && is_of(&person.unit, others))
        };
        let own: Vec<_> = holders(false).collect();
        let found: Vec<_> = if own.is_empty() { holders(true).collect() } else { own };
        match found.as_slice() {
            [one] => Assignee { person: one.name.clone(), position: format!("{}/{}", step.unit, one.name) },
            _ => Assignee::default(),
        }
    }
}

/// A case under way.
pub struct Course<'a> {
    pub file: &'a File,
    pub case: &'a Case,
    pub world: &'a World,
    plan: Plan,
    /// The instant whose rules the act under way is decided by.
    ruled_by: Millis,
    pub state: Option<State>,
    numbers: BTreeMap<Series, i64>,
    /// How the last act came out.
    pub outcome: Result<Vec<Event>, Refusal>,
    /// Dates worked out by hand so far.
    pub worked_out: Vec<When>,
}

/// Everything that differs, each with case and line.
pub fn run(file: &File, case: &Case, world: &World) -> Vec<String> {
    let place = |line: usize, what: &str| format!("case {}, line {line}: {what}", case.number);
    let mut course = match begin(file, case, world) {
        Ok(course) => course,
        Err((line, what)) => return vec![place(line, &what)],
    };
    let mut wrong: Vec<String> =
        say::limits(&course).into_iter().map(|(line, what)| place(line, &what)).collect();
    for act in &case.acts {
        match command(&mut course, act) {
            Ok(command) => course.carry_out(command, act),
            Err(what) => {
                wrong.push(place(act.line, &what));
                break;
            }
        }
        let said = say::compare(&mut course, act);
        wrong.extend(said.into_iter().map(|(line, what)| place(line, &what)));
    }
    wrong
}

fn head<'a>(case: &'a Case, key: &str) -> (usize, &'a str) {
    case.head.get(key).map_or((case.line, ""), |(line, text)| (*line, text.as_str()))
}

fn begin<'a>(file: &'a File, case: &'a Case, world: &'a World) -> Result<Course<'a>, (usize, String)> {
    let on = case.acts.first().map_or_else(String::new, |act| act.at.day.iso());
    let (line, code) = head(case, "Chế độ");
    let regime =
        world.catalogue.regimes.get(code).filter(|regime| holds(&regime.valid_from, &regime.valid_to, &on));
    let regime = regime.ok_or_else(|| (line, format!("no regime {code} is in force on {on}")))?;
    let (line, unit) = head(case, "Nơi nhận");
    let hall = world
        .catalogue
        .halls
        .values()
        .find(|hall| hall.unit == unit && holds(&hall.valid_from, &hall.valid_to, &on));
    if hall.is_none_or(|hall| hall.regime != regime.code) {
        return Err((line, format!("no hall of {unit} receives under regime {code} on {on}")));
    }
    let (line, named) = head(case, "Thủ tục");
    let mut plan = plan(world, named, unit, &on).map_err(|what| (line, what))?;
    plan.supplement = match head(case, "Khi bổ sung") {
        (_, "") => plan.supplement,
        (_, "tính lại từ đầu") => SupplementPolicy::Restart,
        (_, "tạm dừng") => SupplementPolicy::Pause,
        (line, other) => return Err((line, format!("`{other}`: expected `tính lại từ đầu` or `tạm dừng`"))),
    };
    let (line, said) = head(case, "Yêu cầu bổ sung trong");
    if !said.is_empty() {
        plan.ask_within = Some(ask_within(said).ok_or_else(|| {
            (line, format!("`{said}`: expected `<n> ngày làm việc, theo <văn bản>, <điều>`"))
        })?);
    }
    let outcome = Ok(Vec::new());
    Ok(Course {
        file,
        case,
        world,
        plan,
        ruled_by: 0,
        state: None,
        numbers: BTreeMap::new(),
        outcome,
        worked_out: Vec::new(),
    })
}

/// `2 ngày làm việc, theo 138/2025/QĐ-UBND Đồng Tháp, Điều 3 khoản 4`: a local rule the version would have there.
fn ask_within(text: &str) -> Option<AskWithin> {
    let (days, rule) = text.split_once(" ngày làm việc, theo ")?;
    let (document, article) = rule.split_once(", ")?;
    Some(AskWithin { working_days: days.parse().ok()?, rule: RuleRef::new(document, article) })
}

/// The plan the programme makes of what is named `<mã> của <nơi công bố>, bản <bản>`, received at a unit on a day.
fn plan(world: &World, named: &str, unit: &str, on: &str) -> Result<Plan, String> {
    let split = named.split_once(" của ").and_then(|(code, rest)| {
        let (publisher, version) = rest.split_once(", bản ")?;
        Some((code, publisher, version))
    });
    let (code, publisher, version) =
        split.ok_or_else(|| format!("`{named}`: expected `<mã> của <nơi công bố>, bản <bản>`"))?;
    let regime =
        world.catalogue.regime_at(unit, on).ok_or_else(|| format!("no regime is in force on {on}"))?;
    let plan = world.catalogue.plan((code, publisher), unit, on, &regime, Said::default());
    let plan = plan.map_err(|refusal| {
        let why: Vec<&str> = refusal.violations.iter().map(|one| one.code.as_str()).collect();
        format!("{code} of {publisher} at {unit} on {on}: {} ({})", refusal.code, why.join("; "))
    })?;
    if plan.procedure.version == version {
        Ok(plan)
    } else {
        Err(format!("version {} is in force on {on}, not {version}", plan.procedure.version))
    }
}

impl Course<'_> {
    pub fn plan(&self) -> &Plan {
        self.state.as_ref().map_or(&self.plan, |dossier| &dossier.plan)
    }

    /// How limits are read: the procedure version's own way, else the regime's.
    pub fn reading(&self) -> Reading {
        self.world.catalogue.reading(self.plan(), &self.regime())
    }

    /// The rules of the regime the dossier was received under, whatever holds today.
    pub fn rules(&self) -> Rules {
        self.regime().rules()
    }

    /// The regime as it reads for what was received that day; for what is not received yet, on the day of the act.
    pub fn regime(&self) -> Regime {
        self.world.catalogue.regimes[&self.plan().regime].on(&self.ruled_on())
    }

    /// The day whose rules the last act was decided by.
    pub fn ruled_on(&self) -> String {
        self.world.when(self.ruled_by).day.iso()
    }

    fn carry_out(&mut self, command: Command, act: &Act) {
        let now = self.world.instant(act.at);
        self.ruled_by = ruled_by(self.state.as_ref(), &command, now);
        let (reading, rules) = (self.reading(), self.rules());
        let cast = Cast(self.file);
        let facts = Facts {
            calendar: &self.world.calendar,
            reading: &reading,
            rules: &rules,
            day: act.at.day.number(),
            assignees: &cast,
        };
        self.outcome = decide(self.state.as_ref(), command, &facts, now);
        if let Ok(events) = &mut self.outcome {
            for event in events {
                let numbers = &mut self.numbers;
                event.fill(&mut |series| {
                    let last = numbers.entry(series.clone()).or_insert(0);
                    *last += 1;
                    *last
                });
                self.state = Some(apply(self.state.take(), event));
            }
        }
    }

    fn by(&self, who: &str) -> By {
        let open = self.state.as_ref().and_then(State::open_turn);
        let role = self.file.person(who).map_or("", |person| person.role);
        let unit =
            open.filter(|turn| turn.role == role).map_or(&self.plan().receiving_unit, |turn| &turn.unit);
        By { person: who.to_owned(), position: format!("{unit}/{who}"), unit: unit.clone() }
    }

    /// `T2 16/11/2026 09:00 vì lý do`. A leader signs for the late agency, a deputy on behalf of its leader (`KT.`), anybody else where they are.
    fn extension(&self, act: &Act, detail: &str) -> Result<Command, String> {
        let (day, reason) = because(detail);
        let due_at = Some(self.world.instant(When::read(&day)?.0));
        let dossier = self.state.as_ref().ok_or("nothing is received")?;
        let unit = self.world.catalogue.late_agency(dossier);
        let role = self.file.person(&act.who).map_or("", |person| person.role);
        let of_agency =
            || By { person: act.who.clone(), position: format!("{unit}/{}", act.who), unit: unit.clone() };
        let (by, block, on_behalf_of) = match role {
            "leader" => (of_agency(), "", String::new()),
            "deputy_leader" => (of_agency(), "KT.", format!("{unit}/leader")),
            _ => (self.by(&act.who), "", String::new()),
        };
        Ok(Command::Extend(Extend {
            by,
            unit: unit.clone(),
            due_at,
            reason,
            block: block.to_owned(),
            on_behalf_of,
            under: SignedUnder::default(),
        }))
    }

    fn papers(&self, missing: &[i64]) -> Vec<Paper> {
        let version = &self.plan().procedure;
        let procedure = self
            .world
            .catalogue
            .procedure_version(&version.code, &version.publisher, &version.version)
            .unwrap();
        let needed = (1..)
            .zip(&procedure.papers)
            .filter(|(_, paper)| paper.need == domain::catalogue::PaperNeed::Required);
        needed
            .map(|(item, paper)| Paper {
                item,
                name: paper.name.clone(),
                form: paper.form,
                copies: 1,
                ok: !missing.contains(&item),
                required: true,
            })
            .collect()
    }

    fn intake(&self, act: &Act, options: &str) -> Result<Intake, String> {
        let (mut missing, mut proxy) = (Vec::new(), None);
        for option in options.split("; ").filter(|option| !option.is_empty()) {
            if let Some(items) = option.strip_prefix("thiếu giấy tờ số ") {
                let items: Result<Vec<i64>, _> = items.split(' ').map(str::parse).collect();
                missing = items.map_err(|_| format!("`{option}`: expected numbers of papers"))?;
            } else if option == "người nộp thay không có giấy ủy quyền" {
                proxy = Some(Proxy { party: party(8), paper: String::new() });
            } else {
                return Err(format!("unknown way of receiving `{option}`"));
            }
        }
        let (_, channel) = head(self.case, "Hình thức");
        let channel = match channel {
            "trực tiếp" => FilingChannel::InPerson,
            "trực tuyến" => FilingChannel::Online,
            "bưu chính" => FilingChannel::Post,
            other => return Err(format!("`{other}`: expected trực tiếp, trực tuyến or bưu chính")),
        };
        let by = self.by(&act.who);
        Ok(Intake {
            token: "t0ken".to_owned(),
            channel,
            applicant: party(7),
            owner: None,
            proxy,
            particulars: None,
            papers: self.papers(&missing),
            earlier: Vec::new(),
            officer: by.person,
            position: by.position,
            visit: None,
        })
    }
}

fn party(subject: i64) -> Party {
    Party { subject: SubjectId(subject), version: 1, digest: format!("{subject:064x}") }
}

/// `Tên vì lý do; Tên vì lý do`.
fn items(detail: &str) -> Vec<Item> {
    let item = |text: &str| {
        let (name, reason) = text.split_once(" vì ").unwrap_or((text, ""));
        Item { paper: 0, name: name.to_owned(), reason: reason.to_owned() }
    };
    detail.split("; ").filter(|text| !text.is_empty()).map(item).collect()
}

fn because(detail: &str) -> (String, String) {
    let (what, reason) = detail.split_once(" vì ").unwrap_or((detail, ""));
    (what.to_owned(), reason.to_owned())
}

/// The command an act stands for.
fn command(course: &mut Course<'_>, act: &Act) -> Result<Command, String> {
    let (verb, detail) = act.what.split_once(": ").unwrap_or((act.what.as_str(), ""));
    if verb == "tiếp nhận hồ sơ khác" {
        course.state = None;
        if let Some(unit) = detail.strip_prefix("tại ") {
            let (_, named) = head(course.case, "Thủ tục");
            let moved = plan(course.world, named, unit, &act.at.day.iso())?;
            course.plan = Plan { supplement: course.plan.supplement, ..moved };
        }
    }
    let by = course.by(&act.who);
    let turn = course.state.as_ref().and_then(State::open_turn).map_or(0, |turn| turn.turn);
    let receive = |course: &Course<'_>, options: &str, outcome| {
        let intake = Box::new(course.intake(act, options)?);
        Ok(Command::Intake { intake, plan: Box::new(course.plan().clone()), outcome })
    };
    let reasons = || detail.split("; ").map(str::to_owned).collect::<Vec<_>>();
    Ok(match verb {
        "tiếp nhận" => return receive(course, detail, Outcome::Receive),
        "tiếp nhận hồ sơ khác" => return receive(course, "", Outcome::Receive),
        "tiếp nhận theo phiếu giấy" => {
            let (slip, at) = detail.split_once("; ").ok_or("expected the number and the time of the slip")?;
            let received_at = course.world.instant(When::read(at)?.0);
            return receive(course, "", Outcome::ReceiveBySlip { slip: slip.to_owned(), received_at });
        }
        "ghi nhận hồ sơ nháp" => return receive(course, "", Outcome::Keep),
        "yêu cầu bổ sung trước khi tiếp nhận" => {
            return receive(course, "", Outcome::AskSupplement { items: items(detail) });
        }
        "từ chối tiếp nhận" => return receive(course, "", Outcome::Refuse { reasons: reasons() }),
        "phân công" => {
            let next = course.by(detail);
            let next_position = if detail.is_empty() { String::new() } else { next.position };
            Command::FinishStep { by, note: String::new(), next_person: detail.to_owned(), next_position }
        }
        "hoàn thành bước" => Command::FinishStep {
            by,
            note: String::new(),
            next_person: String::new(),
            next_position: String::new(),
        },
        "giao lại" => {
            let (person, reason) = because(detail);
            let position = course.by(&person).position;
            Command::Assign { by, person, position, reason }
        }
        "chuyển lại bước" => {
            let (step, reason) = because(detail);
            let to_step = step.parse().map_err(|_| format!("`{step}` is no number of a step"))?;
            Command::HandBack { by, to_step, reason }
        }
        "dự thảo kết quả" => Command::DraftResult { by, text: Some(party(99)) },
        "ký" => Command::Approve {
            by,
            block: String::new(),
            on_behalf_of: String::new(),
            under: SignedUnder::default(),
        },
        "trả lại dự thảo" => {
            Command::SendBack { by, reason: detail.to_owned(), on_behalf_of: String::new() }
        }
        "vào sổ" => Command::NumberResult { by, book: "result_decision".to_owned() },
        "yêu cầu bổ sung" => Command::RequestSupplement { by, items: items(detail) },
        "nhận bổ sung" => {
            let asked = course.state.as_ref().and_then(|dossier| dossier.supplements.last());
            let asked = asked.map_or_else(Vec::new, |asked| asked.items.clone());
            let missing = detail.strip_prefix("thiếu ").unwrap_or("");
            let paper = |(item, asked): (i64, Item)| Paper {
                item,
                ok: asked.name != missing,
                name: asked.name,
                form: PaperForm::Copy,
                copies: 1,
                required: true,
            };
            let papers = (101..).zip(asked).map(paper).collect();
            Command::AnswerSupplement { by, papers, visit: None }
        }
        "trả kết quả" => {
            let (to, identified_by) = match detail {
                "" => ("applicant", "id_card"),
                "không xem giấy tờ" => ("applicant", ""),
                "người nhận thay không có giấy ủy quyền" => ("proxy", "id_card"),
                other => return Err(format!("unknown way of handing over `{other}`")),
            };
            let (to, identified_by) = (to.to_owned(), identified_by.to_owned());
            Command::HandOver { by, to, identified_by, proxy_paper: String::new(), visit: None }
        }
        "đề xuất từ chối" => Command::ProposeRefusal { by, reasons: reasons() },
        "từ chối giải quyết" => Command::RefuseResolution {
            by,
            reasons: reasons(),
            block: String::new(),
            on_behalf_of: String::new(),
            under: SignedUnder::default(),
        },
        "đóng hồ sơ không bổ sung" => Command::CloseAfterSilence,
        "thu phí" => Command::SettleFee { payment: StreamId(5), amount_vnd: course.plan().fee() },
        "nhắc nhận kết quả" => Command::RemindPickup,
        "ghi nhận rút hồ sơ" => Command::Withdraw { by, reason: detail.to_owned() },
        "dừng giải quyết" => Command::Stop { by, reason: detail.to_owned() },
        "trả bản chính" => Command::GiveBackOriginals { by },
        "gia hạn" => course.extension(act, detail)?,
        "xét bước quá hạn" => {
            let late = detail.parse().unwrap_or(turn);
            Command::MarkRed { turn: late }
        }
        "xét quá hẹn" => Command::MarkLate,
        "báo cấp trên" => Command::Escalate { turn, to: detail.to_owned() },
        "đính chính thủ tục" => {
            let (named, reason) = because(detail);
            let plan = plan(course.world, &named, &course.plan().receiving_unit, &course.ruled_on())?;
            Command::Correct { by, correct: Correct::Procedure(Box::new(plan)), reason }
        }
        "lập danh sách bàn giao" => {
            let to = course.plan().papers_go_to().unwrap_or("").to_owned();
            Command::ListPapers { by, list: StreamId(6), to }
        }
        "nhận giấy tờ bàn giao" => {
            let to = course.plan().papers_go_to().unwrap_or("").to_owned();
            Command::ReceivePapers { by, list: StreamId(6), to }
        }
        other => return Err(format!("unknown act `{other}`")),
    })
}

/// How a limit is said.
pub fn limit(span: Span) -> String {
    match span {
        Span::WorkingDays(days) => format!("{days} ngày làm việc"),
        Span::WorkingMinutes(minutes) if minutes % 60 == 0 => format!("{} giờ làm việc", minutes / 60),
        Span::WorkingMinutes(minutes) => format!("{minutes} phút làm việc"),
        Span::CalendarDays(days) => format!("{days} ngày"),
        Span::SameDay => "trong ngày".to_owned(),
    }
}

/// Who holds the originals, in words.
pub fn originals(state: &State) -> String {
    let held = |holder: &Holder| match holder {
        Holder::Person(person) => format!("{person} giữ"),
        Holder::Unit(unit) => format!("{unit} giữ"),
        Holder::Applicant => "đã trả".to_owned(),
    };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for one in &state.originals {
        let who = held(&one.holder);
        match groups.iter_mut().find(|(known, _)| *known == who) {
            Some((_, items)) => items.push(one.item.to_string()),
            None => groups.push((who, vec![one.item.to_string()])),
        }
    }
    let said: Vec<String> =
        groups.into_iter().map(|(who, items)| format!("{who} {}", items.join(" "))).collect();
    if said.is_empty() { "không".to_owned() } else { said.join("; ") }
}
