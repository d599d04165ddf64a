//! Procedures as the national portal publishes them, one JSON object a line.
//!
//! The text was flattened from tables, so cells run together. What is certain is understood; everything else is
//! reported by line and field, kept as it came, and never guessed: a procedure whose limit is not certain asks the officer
//! at the counter.

use super::{Catalogue, ChannelDef, FeeDef, FeeDue, Limit, LimitUnit, PaperDef, PaperNeed, Procedure};
use crate::dossier::PaperForm;
use crate::payment::FeeKind;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Something that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportProblem {
    /// Line, from 1.
    pub line: usize,
    /// Field of the row, of no length for the whole.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// For people.
    pub message: String,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Lines that are not empty.
    pub rows: usize,
    /// New procedures.
    pub imported: usize,
    /// New versions of known ones.
    pub changed: usize,
    /// Rows that are as they were.
    pub unchanged: usize,
    /// What could not be understood.
    pub problems: Vec<ImportProblem>,
    /// Rows that were not taken at all.
    #[serde(skip)]
    pub broken: usize,
    /// What is to be written.
    #[serde(skip)]
    pub procedures: Vec<Procedure>,
}

/// Reads lines against what is there already; nothing is written. `today` becomes the first day of new versions.
pub fn import_lines<'a>(
    lines: impl Iterator<Item = &'a str>,
    catalogue: &Catalogue,
    publishers: &BTreeMap<String, String>,
    today: &str,
) -> ImportReport {
    let mut report = ImportReport::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, text) in lines.enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        report.rows += 1;
        let mut row = RowReader { line: at + 1, problems: Vec::new() };
        match row.procedure(text, catalogue, publishers, today) {
            Some(procedure) if seen.contains_key(&procedure.key()) => {
                let first = seen[&procedure.key()];
                row.problem("code", "code_twice", &format!("{} stands in line {first} too", procedure.code));
                report.broken += 1;
            }
            Some(procedure) => {
                seen.insert(procedure.key(), at + 1);
                report.take(procedure, catalogue);
            }
            None => report.broken += 1,
        }
        report.problems.append(&mut row.problems);
    }
    report
}

/// The row as it came, for giving it back; one built from what is known when it was not imported.
#[must_use]
pub fn export_line(procedure: &Procedure) -> String {
    let row = procedure.raw.clone().unwrap_or_else(|| {
        serde_json::json!({
            "code": procedure.code,
            "publisher": procedure.publisher,
            "ten_thu_tuc": procedure.name,
            "linh_vuc": procedure.published_field,
            "can_cu_phap_ly": procedure.legal_basis.join("\n"),
            "ket_qua_xu_ly": procedure.result,
        })
    });
    row.to_string()
}

impl ImportReport {
    fn take(&mut self, mut procedure: Procedure, catalogue: &Catalogue) {
        match catalogue.procedures.get(&procedure.key()).and_then(|versions| versions.last()) {
            Some(known) if known.raw == procedure.raw => self.unchanged += 1,
            Some(known) => {
                let next = known.version.parse::<i64>().unwrap_or(1) + 1;
                procedure.version = next.to_string();
                self.changed += 1;
                self.procedures.push(procedure);
            }
            None => {
                self.imported += 1;
                self.procedures.push(procedure);
            }
        }
    }
}

struct RowReader {
    line: usize,
    problems: Vec<ImportProblem>,
}

impl RowReader {
    fn problem(&mut self, field: &str, code: &str, message: &str) {
        self.problems.push(ImportProblem {
            line: self.line,
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    fn procedure(
        &mut self,
        text: &str,
        catalogue: &Catalogue,
        publishers: &BTreeMap<String, String>,
        today: &str,
    ) -> Option<Procedure> {
        let raw: Value = match serde_json::from_str(text) {
            Ok(Value::Object(row)) => Value::Object(row),
            Ok(_) => {
                self.problem("", "row_not_an_object", "expected one JSON object a line");
                return None;
            }
            Err(error) => {
                self.problem("", "row_not_json", &format!("expected one JSON object a line: {error}"));
                return None;
            }
        };
        let given = |field: &str| {
            raw[field].as_str().map(str::trim).filter(|text| !is_nothing(text)).unwrap_or_default()
        };
        let (code, publisher, name) = (given("code"), given("publisher"), given("ten_thu_tuc"));
        for (field, text) in [("code", code), ("publisher", publisher), ("ten_thu_tuc", name)] {
            if text.is_empty() {
                self.problem(field, "field_missing", &format!("{field} is needed"));
            }
        }
        if code.is_empty() || publisher.is_empty() || name.is_empty() {
            return None;
        }
        let levels = levels(given("cap_thuc_hien"));
        let published_field = given("linh_vuc");
        let field = catalogue
            .fields
            .values()
            .find(|field| field.published.iter().any(|name| name == published_field))
            .map_or("general", |field| field.code.as_str());
        // What communes receive too is handled above the centre that receives it; only what the province alone receives has
        // one unit for all.
        let body = catalogue.publishers.get(publisher).filter(|body| !body.handling.is_empty());
        let of_publisher = publishers.get(publisher).or(body.map(|body| &body.handling));
        let at_commune = levels.iter().any(|level| level == "commune");
        let handling = of_publisher.filter(|_| !at_commune).cloned().unwrap_or_else(|| "parent".to_owned());
        let agency =
            body.filter(|body| body.handling == handling).map_or("", |body| body.agency.as_str()).to_owned();
        Some(Procedure {
            code: code.to_owned(),
            publisher: publisher.to_owned(),
            version: "1".to_owned(),
            name: name.to_owned(),
            name_en: String::new(),
            short_name: String::new(),
            synonyms: Vec::new(),
            field: field.to_owned(),
            published_field: published_field.to_owned(),
            levels,
            handling,
            agency,
            papers: self.papers(given("thanh_phan_ho_so")),
            fees: self.fees(&raw),
            statutory: self.limit(&raw),
            committed: None,
            appointments: Vec::new(),
            channels: channels(&raw),
            legal_basis: Some(given("can_cu_phap_ly"))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            steps: Vec::new(),
            supplement: None,
            result: given("ket_qua_xu_ly").to_owned(),
            result_template: String::new(),
            on_the_spot: false,
            reading: String::new(),
            source: given("detail_url").to_owned(),
            provisional: false,
            raw: Some(raw.clone()),
            valid_from: today.to_owned(),
            valid_to: String::new(),
        })
    }

    /// A limit is certain when every channel that has one says the same, in a unit that is certain, and the published
    /// text says it too.
    fn limit(&mut self, raw: &Value) -> Option<Limit> {
        let field = "cach_thuc_thuc_hien";
        let text = raw[field].as_str().unwrap_or_default();
        let mut found: Option<Limit> = None;
        for channel in raw["channels_parsed"].as_array().into_iter().flatten() {
            let part = |name: &str| channel[name].as_str().unwrap_or_default();
            let (value, unit) = (part("time_value"), part("time_unit"));
            if value.is_empty() {
                continue;
            }
            let limit = match (value.parse::<i64>(), unit) {
                (Ok(number), "Ngày làm việc") => {
                    Limit { hundredths: number * 100, unit: LimitUnit::WorkingDays }
                }
                (Ok(number), "Ngày") => Limit { hundredths: number * 100, unit: LimitUnit::Days },
                _ => {
                    self.problem(
                        field,
                        "time_unit_unclear",
                        &format!("{value} {unit}: which unit is not certain"),
                    );
                    return None;
                }
            };
            if !text.contains(&format!("{}{value} {unit}", part("channel"))) {
                self.problem(
                    field,
                    "time_not_in_source",
                    &format!("{value} {unit} does not stand in the published text"),
                );
                return None;
            }
            if found.is_some_and(|other| other != limit) {
                self.problem(field, "time_differs_by_case", "channels or cases have different limits");
                return None;
            }
            found = Some(limit);
        }
        if found.is_none() {
            self.problem(field, "time_missing", "no limit is published");
        }
        found
    }

    /// A fee is certain when it is free without a condition, or one amount in đồng without a condition, the same in every
    /// channel.
    fn fees(&mut self, raw: &Value) -> Vec<FeeDef> {
        let field = "cach_thuc_thuc_hien";
        let rests: Vec<&str> = raw["channels_parsed"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|channel| channel["rest"].as_str().unwrap_or_default().trim())
            .collect();
        let fees: Vec<Option<i64>> = rests.iter().map(|rest| certain_fee(rest)).collect();
        match fees.first() {
            Some(Some(first)) if fees.iter().all(|fee| *fee == Some(*first)) => {
                if *first == 0 {
                    Vec::new()
                } else {
                    vec![fee(Some(*first), rests[0])]
                }
            }
            None => {
                self.problem(field, "fee_missing", "no channel is published");
                vec![fee(None, "")]
            }
            Some(_) if rests.iter().all(|rest| rest.starts_with("Không có thông tin")) => {
                self.problem(field, "fee_missing", "no fee is published");
                vec![fee(None, rests[0])]
            }
            Some(_) => {
                self.problem(field, "fee_unclear", "the fee depends on a condition or differs by channel");
                let unclear =
                    rests.iter().zip(&fees).find(|(_, fee)| fee.is_none()).map_or(rests[0], |(rest, _)| rest);
                vec![fee(None, unclear)]
            }
        }
    }

    /// Papers are cut after each count of copies. A file name or a heading glued to a name is reported.
    fn papers(&mut self, text: &str) -> Vec<PaperDef> {
        let field = "thanh_phan_ho_so";
        if text.is_empty() {
            self.problem(field, "papers_missing", "no papers are published");
            return Vec::new();
        }
        const HEADING: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";
        let tables: Vec<&str> = text.split(HEADING).collect();
        if tables.len() == 1 {
            self.problem(field, "papers_run_together", "papers are not published as a table");
            return vec![paper(text, PaperForm::Original)];
        }
        if tables.len() > 2 {
            self.problem(field, "papers_by_case", "papers are published for several cases");
        }
        let mut papers = Vec::new();
        for table in &tables[1..] {
            papers.extend(cut_papers(table));
        }
        if papers.is_empty() || papers.iter().any(|paper| glued(&paper.name)) {
            self.problem(field, "papers_run_together", "a form's file name runs into a paper's name");
        }
        papers
    }
}

fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "--" | "Không có thông tin")
}

fn levels(text: &str) -> Vec<String> {
    let known =
        [("Cấp bộ", "ministry"), ("Cấp tỉnh", "province"), ("Cấp huyện", "district"), ("Cấp xã", "commune")];
    known.iter().filter(|(name, _)| text.contains(name)).map(|(_, level)| (*level).to_owned()).collect()
}

fn channels(raw: &Value) -> Vec<ChannelDef> {
    let known = [("Trực tiếp", "in_person"), ("Trực tuyến", "online"), ("Dịch vụ bưu chính", "post")];
    let mut channels: Vec<ChannelDef> = Vec::new();
    for channel in raw["channels_parsed"].as_array().into_iter().flatten() {
        let part = |name: &str| channel[name].as_str().unwrap_or_default();
        let Some((_, code)) = known.iter().find(|(name, _)| *name == part("channel")) else { continue };
        if !channels.iter().any(|known| known.channel == *code) {
            let raw_time = format!("{} {}", part("time_value"), part("time_unit")).trim().to_owned();
            channels.push(ChannelDef { channel: (*code).to_owned(), raw_time });
        }
    }
    channels
}

fn certain_fee(rest: &str) -> Option<i64> {
    if rest == "Miễn phí" {
        return Some(0);
    }
    let free = [
        "Miễn phí(Không)",
        "Miễn phí(Không quy định)",
        "Miễn phí(Không quy định.)",
        "Miễn phí(Không có)",
        "Miễn phí(không có)",
    ];
    if free.contains(&rest) {
        return Some(0);
    }
    let amount = rest.strip_suffix("Việt Nam Đồng").or_else(|| rest.strip_suffix("VNĐ"))?.trim();
    let groups: Vec<&str> = amount.split(',').collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && !groups[0].is_empty();
    if !grouped || !groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    groups.concat().parse().ok()
}

fn fee(amount_vnd: Option<i64>, raw: &str) -> FeeDef {
    FeeDef {
        name: "Phí, lệ phí".to_owned(),
        kind: FeeKind::Charge,
        amount_vnd,
        due: FeeDue::AtReception,
        raw: raw.to_owned(),
        status: "imported".to_owned(),
    }
}

fn paper(name: &str, form: PaperForm) -> PaperDef {
    PaperDef {
        name: name.trim().trim_matches(';').trim().to_owned(),
        form,
        // The portal's own "required" mark is always false; the officer decides with the applicant.
        need: PaperNeed::WhenApplicable,
        copies: 1,
        note: String::new(),
    }
}

/// Cuts `name1 bản chínhname0 bản chính,1 bản sao` after each count.
fn cut_papers(table: &str) -> Vec<PaperDef> {
    let mut papers = Vec::new();
    let mut rest = table;
    while let Some((name, form, after)) = cut_one(rest) {
        if !name.trim().is_empty() {
            papers.push(paper(name, form));
        }
        rest = after;
    }
    papers
}

fn cut_one(text: &str) -> Option<(&str, PaperForm, &str)> {
    let at = [" bản chính", " bản sao"].iter().filter_map(|mark| text.find(mark)).min()?;
    let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let name = &text[..at - digits];
    let (mut rest, mut originals) = (&text[at - digits..], 0_i64);
    loop {
        let count_len = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest[..count_len].parse().unwrap_or(0);
        let unit = &rest[count_len..];
        if let Some(after) = unit.strip_prefix(" bản chính") {
            originals += count;
            rest = after;
        } else if let Some(after) = unit.strip_prefix(" bản sao") {
            rest = after;
        } else {
            break;
        }
        match rest.strip_prefix(',') {
            Some(after) if after.starts_with(|letter: char| letter.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    Some((name, if originals > 0 { PaperForm::Original } else { PaperForm::Copy }, rest))
}

fn glued(name: &str) -> bool {
    [".doc", ".pdf", ".xls", ".rar", ".zip"].iter().any(|ending| name.to_lowercase().contains(ending))
}
