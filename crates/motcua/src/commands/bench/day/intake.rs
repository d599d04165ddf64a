//! `motcua bench intake`: officers at their counters, each receiving dossiers of people who were here before, stroke by stroke as the
//! page of the counter sends them, at the pace of a trained hand. How long the server takes for each answer, and for all answers of
//! one intake together, while every counter's left side is fetched anew whenever the hall moved.

use super::super::drive::Took;
use super::super::ground::{Ground, word};
use super::super::http::{Events, value_of};
use super::browser::{Browser, Line, Proof, Sent};
use super::hall::{self, Desk, HALL};
use super::officer::sign_in;
use super::{House, prepared};
use crate::cli::IntakeArgs;
use crate::config::Config;
use crate::print;
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Engine;
use tokio::task::JoinSet;

/// What a hand types for the matter.
const MATTER: &str = "sang tên quyền sử dụng đất";
/// Strokes from the call to the slip, each followed by a pause.
const STROKES: u32 = 8;
/// Wished for, in milliseconds: one answer in twenty may take longer.
const ANSWER_MS: f64 = 50.0;
/// Wished for, in milliseconds: all answers of one intake.
const INTAKE_MS: f64 = 1000.0;

pub(in crate::commands::bench) async fn run(config: &Config, args: &IntakeArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    if args.json {
        print::json(&measured.json());
    } else {
        measured.lines().iter().for_each(print::line);
    }
    Ok(())
}

struct Measured {
    engine: Engine,
    counters: usize,
    pause: Duration,
    /// Answers of each kind.
    kinds: Vec<(String, Took)>,
    /// All answers together.
    answers: Took,
    /// All answers of one intake, each.
    intakes: Took,
}

async fn measured(ground: &mut Ground, args: &IntakeArgs) -> anyhow::Result<Measured> {
    let desks = hall::desks(usize::from(args.counters));
    prepared(ground, &desks).await?;
    let patch = ground.itself()?;
    let house = House { ground, patch: &patch };
    let server = house.open(None).await?;
    // What comes before is done over another line: it is no intake.
    let before = Line::to(&server.address);
    let line = Line::to(&server.address);
    let pause = Duration::from_millis(args.pause_ms.into());
    let (mut officers, mut screens) = (Vec::new(), Vec::new());
    for (number, desk) in desks.iter().enumerate() {
        people_come(&before, desk, number, usize::from(args.intakes)).await?;
        let mut officer = Hand::comes(&before, desk, number).await?;
        officer.browser.goes_over(&line);
        officers.push(officer);
        let beside = sign_in(&before, &desk.position, desks.len() + number).await?;
        screens.push(tokio::spawn(left_side(Arc::clone(&line), beside, desk.number)));
    }
    let begun = Instant::now();
    let mut working = JoinSet::new();
    let all = officers.len();
    for (number, mut officer) in officers.into_iter().enumerate() {
        let (intakes, strokes) = (args.intakes, pause * STROKES);
        working.spawn(async move {
            // Nobody's strokes fall together.
            tokio::time::sleep(
                strokes * u32::try_from(number).unwrap_or(0) / u32::try_from(all).unwrap_or(1),
            )
            .await;
            let mut took = Vec::new();
            for _ in 0..intakes {
                took.push(officer.receives(pause).await?);
            }
            anyhow::Ok(took)
        });
    }
    let mut intakes = Vec::new();
    while let Some(done) = working.join_next().await {
        intakes.extend(done??);
    }
    let lasted = begun.elapsed();
    for screen in screens {
        ensure!(!screen.is_finished(), "a screen fell silent: {:?}", screen.await);
        screen.abort();
    }
    let by_kind = line.times();
    let kinds = by_kind.iter().map(|((_, kind), times)| (kind.clone(), Took::new(lasted, times.clone())));
    let answers = Took::new(lasted, by_kind.values().flatten().copied().collect());
    let measured = Measured {
        engine: ground.engine(),
        counters: all,
        pause,
        kinds: kinds.collect(),
        answers,
        intakes: Took::new(lasted, intakes),
    };
    server.end().await?;
    patch.clear().await?;
    Ok(measured)
}

/// More people wait than will be called: no counter runs out of them.
async fn people_come(line: &Arc<Line>, desk: &Desk, number: usize, intakes: usize) -> anyhow::Result<()> {
    let path = format!("/kiosk/{HALL}/take");
    for person in 0..2 * intakes + 2 {
        let mut kiosk = Browser::new(line, 10_000 + number * 1_000 + person);
        let field = desk.fields.first().context("a counter serves no field")?;
        let screen = kiosk.page("kiosk", &format!("/kiosk/{HALL}/field/{field}")).await?;
        let proof = Proof::on(&screen, &format!("action=\"{path}\""))?;
        kiosk
            .send("take", &path, &proof, &[("field", field), ("procedure", ""), ("priority", "none")])
            .await?;
    }
    Ok(())
}

/// The left side of a counter's page: it listens, and is fetched anew whenever the hall moved.
async fn left_side(line: Arc<Line>, mut browser: Browser, counter: usize) -> anyhow::Result<()> {
    browser.goes_over(&line);
    let mut events = Events::of(&line.address(), &format!("/events?topics=hall:{HALL}"), "").await?;
    loop {
        if events.next().await?.event == "moved" {
            browser.page("the left side anew", &format!("/desk/hall?counter={counter}")).await?;
        }
    }
}

/// An officer, and the page before her.
struct Hand {
    browser: Browser,
    page: String,
    /// Number of the identity card of whoever sits before her.
    known: String,
    took: Duration,
}

impl Hand {
    /// Signs in, opens the counter, and receives the first dossier of the person who will come again.
    async fn comes(line: &Arc<Line>, desk: &Desk, number: usize) -> anyhow::Result<Self> {
        let mut browser = sign_in(line, &desk.position, number).await?;
        let page = browser.page("before", "/desk").await?;
        let (before, _) = page
            .split_once(&format!("name=\"counter\" value=\"{}\"", desk.code))
            .with_context(|| format!("counter {} cannot be opened", desk.code))?;
        let form = before.rsplit("<form").next().unwrap_or_default();
        let proof = Proof::on(form, "action=\"/desk/open\"")?;
        browser.send("before", "/desk/open", &proof, &[("counter", &desk.code)]).await?;
        let page = browser.page("before", "/desk").await?;
        let known = format!("0001{number:08}");
        let mut hand = Self { browser, page, known: known.clone(), took: Duration::ZERO };
        hand.picks_the_matter().await?;
        let mut fields = hand.typed();
        let pair = |name: &str, value: String| (name.to_owned(), value);
        fields.retain(|(name, _)| !name.starts_with("applicant_"));
        fields.extend([
            pair("applicant_kind", "person".to_owned()),
            pair("applicant_id_number", known),
            pair("applicant_name", format!("Nguyễn Thị Đo {number}")),
            pair("applicant_phone", format!("0590{number:06}")),
            pair("applicant_address", "Số 1, đường Đo, phường Đo".to_owned()),
            pair("all_papers", "1".to_owned()),
        ]);
        hand.sends("before", "/desk/form", &fields).await?;
        let mut fields = hand.typed();
        fields.push(pair("end", "receive".to_owned()));
        hand.sends("before", "/desk/intake", &fields).await?;
        Ok(hand)
    }

    /// One intake, from the call to the slip; what the server took for it in all.
    async fn receives(&mut self, pause: Duration) -> anyhow::Result<Duration> {
        let rest = || tokio::time::sleep(pause);
        self.took = Duration::ZERO;
        self.calls().await?;
        rest().await;
        let mut fields = self.typed();
        fields.push(("applicant_id_number".to_owned(), self.known.clone()));
        let found = self.part("known by number", "/desk/known", &fields).await?;
        self.part("kept while typed", "/desk/form", &fields).await?;
        let pick = value_of(&found, "pick").context("nobody is known by that number")?.to_owned();
        rest().await;
        fields.push(("pick".to_owned(), pick));
        self.sends("person picked", "/desk/form", &fields).await?;
        rest().await;
        self.picks_the_matter().await?;
        rest().await;
        let mut fields = self.typed();
        fields.push(("all_papers".to_owned(), "1".to_owned()));
        self.sends("all papers", "/desk/form", &fields).await?;
        rest().await;
        let mut fields = self.typed();
        fields.push(("end".to_owned(), "receive".to_owned()));
        let to = self.sends("received", "/desk/intake", &fields).await?;
        let (_, dossier) = to.split_once("done=").with_context(|| format!("not received, it led to {to}"))?;
        let slip = format!("/dossiers/{dossier}/slip.pdf");
        self.asks("slip", &slip).await?;
        rest().await;
        Ok(self.took)
    }

    async fn calls(&mut self) -> anyhow::Result<()> {
        let proof = Proof::on(&self.page, "action=\"/desk/call\"")?;
        let sent =
            self.timed(async |browser| browser.send("called", "/desk/call", &proof, &[]).await).await?;
        self.lands("called", &sent).await?;
        ensure!(self.page.contains("action=\"/desk/start\""), "nobody was called");
        Ok(())
    }

    /// Types the matter and takes the first that is found.
    async fn picks_the_matter(&mut self) -> anyhow::Result<()> {
        let mut fields = self.typed();
        fields.push(("procedure_q".to_owned(), MATTER.to_owned()));
        let words: String = MATTER.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = self.asks("matter searched", &format!("/desk/procedures?procedure_q={words}")).await?;
        self.part("kept while typed", "/desk/form", &fields).await?;
        let pick = value_of(&found, "pick_procedure").context("no such matter is received here")?.to_owned();
        fields.push(("pick_procedure".to_owned(), pick));
        self.sends("matter picked", "/desk/form", &fields).await?;
        Ok(())
    }

    /// What stands in the form of the page before her.
    fn typed(&self) -> Vec<(String, String)> {
        let form = self.page.split_once("id=\"intake\"").map_or("", |(_, form)| form);
        let value = |name: &str| {
            let (_, tag) = form.split_once(&format!("name=\"{name}\""))?;
            let tag = tag.split('>').next()?;
            let (_, value) = tag.split_once("value=\"")?;
            Some((name.to_owned(), value.split('"').next()?.to_owned()))
        };
        let names = [
            "draft",
            "edition",
            "applicant_subject",
            "applicant_name",
            "applicant_phone",
            "applicant_address",
            "procedure",
        ];
        let mut fields: Vec<_> = names.into_iter().filter_map(value).collect();
        fields.push(("applicant_kind".to_owned(), "person".to_owned()));
        if let Some(known) = value("applicant_id_number").filter(|(_, number)| !number.is_empty()) {
            fields.push(known);
        }
        for item in 1.. {
            let Some((_, tag)) = form.split_once(&format!("name=\"paper-{item}\"")) else { break };
            if tag.split('>').next().is_some_and(|tag| tag.contains(" checked")) {
                fields.push((format!("paper-{item}"), "1".to_owned()));
            }
        }
        fields
    }

    /// A form, and the page it leads to; where that is.
    async fn sends(&mut self, kind: &str, path: &str, fields: &[(String, String)]) -> anyhow::Result<String> {
        let proof = self.proof()?;
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = self.timed(async |browser| browser.send(kind, path, &proof, &fields).await).await?;
        ensure!(sent.refused.is_empty(), "{path} was refused: {}", sent.refused);
        self.lands(kind, &sent).await?;
        Ok(sent.to)
    }

    async fn lands(&mut self, kind: &str, sent: &Sent) -> anyhow::Result<()> {
        self.page = self.asks(&format!("{kind}: the page"), &sent.to).await?;
        Ok(())
    }

    async fn part(&mut self, kind: &str, path: &str, fields: &[(String, String)]) -> anyhow::Result<String> {
        let proof = self.proof()?;
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("party", "applicant_"));
        self.timed(async |browser| browser.part(kind, path, &proof, &fields).await).await
    }

    async fn asks(&mut self, kind: &str, path: &str) -> anyhow::Result<String> {
        self.timed(async |browser| browser.page(kind, path).await).await
    }

    fn proof(&self) -> anyhow::Result<Proof> {
        Proof::on(&self.page, "id=\"intake\"")
    }

    async fn timed<T>(
        &mut self,
        ask: impl AsyncFnOnce(&mut Browser) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let begun = Instant::now();
        let answer = ask(&mut self.browser).await?;
        self.took += begun.elapsed();
        Ok(answer)
    }
}

impl Measured {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{}, {} counters, {} intakes, a stroke every {:.1} s at each",
                word(self.engine),
                self.counters,
                self.intakes.each.len(),
                self.pause.as_secs_f64()
            ),
            format!("{:<34} {:>8} {:>8} {:>8} {:>8}", "", "answers", "p50 ms", "p95 ms", "most ms"),
        ];
        let line = |what: &str, took: &Took, wish: Option<f64>| {
            let wish = wish.map(|most| format!("  (wished for: p95 <= {most:.0})")).unwrap_or_default();
            let (many, half, most, all) =
                (took.each.len(), took.within_ms(50), took.within_ms(95), took.within_ms(100));
            format!("{what:<34} {many:>8} {half:>8.1} {most:>8.1} {all:>8.1}{wish}")
        };
        lines.extend(self.kinds.iter().map(|(kind, took)| line(kind, took, None)));
        lines.push(line("all answers", &self.answers, Some(ANSWER_MS)));
        lines.push(line("all answers of one intake", &self.intakes, Some(INTAKE_MS)));
        lines
    }

    fn json(&self) -> Value {
        let of = |took: &Took| {
            json!({
                "many": took.each.len(),
                "p50_ms": took.within_ms(50),
                "p95_ms": took.within_ms(95),
                "most_ms": took.within_ms(100),
            })
        };
        let kinds: Vec<Value> =
            self.kinds.iter().map(|(kind, took)| json!({"kind": kind, "took": of(took)})).collect();
        json!({
            "engine": word(self.engine),
            "counters": self.counters,
            "pause_ms": self.pause.as_millis(),
            "kinds": kinds,
            "answers": of(&self.answers),
            "intakes": of(&self.intakes),
            "wished": {"answer_p95_ms": ANSWER_MS, "intake_ms": INTAKE_MS},
        })
    }
}
