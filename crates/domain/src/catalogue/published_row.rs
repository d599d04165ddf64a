//! One published row: what is certain in it is understood, everything else is a problem of its field.

use super::published_papers::{cut_papers, is_glued, paper};
use super::{
    Catalogue, ChannelDef, FeeDef, FeeDue, ImportProblem, Limit, LimitUnit, PaperDef, Procedure, RawRow,
};
use crate::dossier::PaperForm;
use crate::payment::FeeKind;
use serde_json::Value;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// Reads one row and collects what could not be understood.
pub(super) struct RowReader {
    pub line: usize,
    pub problems: Vec<ImportProblem>,
}

impl RowReader {
    pub fn problem(&mut self, field: &str, code: &str, message: &str) {
        self.problems.push(ImportProblem {
            line: self.line,
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// A procedure, unless the row cannot be taken at all.
    pub fn procedure(
        &mut self,
        text: &str,
        catalogue: &Catalogue,
        publishers: &BTreeMap<String, String>,
        today: &str,
    ) -> Option<Procedure> {
        let mut row: Value = match serde_json::from_str(text) {
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
        compose_understood(&mut row);
        let given = |field: &str| {
            row[field].as_str().map(str::trim).filter(|text| !is_nothing(text)).unwrap_or_default()
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
            fees: self.fees(&row),
            statutory: self.limit(&row),
            committed: None,
            appointments: Vec::new(),
            channels: channels(&row),
            legal_basis: Some(given("can_cu_phap_ly"))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            steps: Vec::new(),
            supplement: None,
            silence: None,
            ask_within: None,
            result: given("ket_qua_xu_ly").to_owned(),
            result_template: String::new(),
            on_the_spot: false,
            reading: String::new(),
            source: given("detail_url").to_owned(),
            provisional: false,
            raw: RawRow::try_new(text).ok(),
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
        if papers.is_empty() || papers.iter().any(|paper| is_glued(&paper.name)) {
            self.problem(field, "papers_run_together", "a form's file name runs into a paper's name");
        }
        papers
    }
}

/// Fields that are understood; the others are only kept.
const UNDERSTOOD: [&str; 10] = [
    "code",
    "publisher",
    "ten_thu_tuc",
    "cap_thuc_hien",
    "linh_vuc",
    "thanh_phan_ho_so",
    "cach_thuc_thuc_hien",
    "channels_parsed",
    "can_cu_phap_ly",
    "ket_qua_xu_ly",
];

/// Composes the letters of what is understood: half of a published name may be decomposed, and then it equals nothing.
/// What is kept for giving back stays as it came.
fn compose_understood(row: &mut Value) {
    for field in UNDERSTOOD {
        if let Some(value) = row.get_mut(field) {
            compose(value);
        }
    }
}

fn compose(value: &mut Value) {
    match value {
        Value::String(text) if has_marks(text) => *text = text.nfc().collect(),
        Value::Array(values) => values.iter_mut().for_each(compose),
        Value::Object(fields) => fields.values_mut().for_each(compose),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Marks that are letters of their own (U+0300 to U+037F) begin with one of two bytes; most text has none, and asking the
/// letters one by one would cost more than reading the row.
fn has_marks(text: &str) -> bool {
    text.as_bytes().contains(&0xCC) || text.as_bytes().contains(&0xCD)
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
