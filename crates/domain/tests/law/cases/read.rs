//! Reads the file: an index of rules, the days off, the people, then one block for each case. Everything that cannot be read is told
//! at once, each with its line.

use super::time::{Day, When};
use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Rule {
    pub id: String,
}

#[derive(Debug)]
pub struct Person {
    pub name: String,
    pub role: &'static str,
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayOff {
    Off(String),
    Swapped(String),
    Worked,
}

#[derive(Debug)]
pub struct File {
    pub rules: Vec<Rule>,
    pub calendar: BTreeMap<Day, DayOff>,
    pub people: Vec<Person>,
    pub cases: Vec<Case>,
}

#[derive(Debug, Default)]
pub struct Case {
    pub line: usize,
    pub number: String,
    pub rules: Vec<String>,
    pub head: BTreeMap<&'static str, (usize, String)>,
    pub acts: Vec<Act>,
}

#[derive(Debug)]
pub struct Act {
    pub line: usize,
    pub at: When,
    pub who: String,
    pub what: String,
    pub expects: Vec<Expect>,
}

#[derive(Debug)]
pub struct Expect {
    pub line: usize,
    pub key: &'static str,
    pub value: String,
    pub working: Vec<(usize, String)>,
}

/// What may stand at the head of a case; those with `true` must.
const HEADS: [(&str, bool); 10] = [
    ("Quy tắc", true),
    ("Căn cứ", true),
    ("Chế độ", true),
    ("Thủ tục", true),
    ("Nơi nhận", true),
    ("Thời hạn", true),
    ("Hình thức", true),
    ("Khi bổ sung", false),
    ("Yêu cầu bổ sung trong", false),
    ("Ghi chú", false),
];

/// What may be expected after an act.
pub const EXPECTATIONS: [&str; 26] = [
    "mã hồ sơ",
    "tính từ",
    "hạn trả",
    "hạn luật",
    "lời hẹn đầu",
    "chuyển giấy trước",
    "trạng thái",
    "bước",
    "đèn vàng",
    "đèn đỏ",
    "đèn",
    "từ chối",
    "vi phạm",
    "đúng quy định",
    "trái quy định",
    "không thuộc",
    "trễ hẹn",
    "bước vừa xong",
    "kết quả",
    "ghi",
    "bản chính",
    "biểu mẫu",
    "hiệu lực",
    "chờ đến",
    "hẹn lại đến",
    "gia hạn chậm nhất",
];

const ROLES: [(&str, &str); 7] = [
    ("người tiếp nhận", "receiver"),
    ("trưởng phòng", "head"),
    ("chuyên viên", "specialist"),
    ("lãnh đạo", "leader"),
    ("phó lãnh đạo", "deputy_leader"),
    ("văn thư", "clerk"),
    ("máy", "machine"),
];

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Before,
    Rules,
    Calendar,
    People,
    Cases,
}

struct Reader {
    file: File,
    errors: Vec<String>,
}

impl File {
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let file =
            Self { rules: Vec::new(), calendar: BTreeMap::new(), people: Vec::new(), cases: Vec::new() };
        let mut reader = Reader { file, errors: Vec::new() };
        let mut part = Part::Before;
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            if let Some(title) = text.strip_prefix("== ").and_then(|text| text.strip_suffix(" ==")) {
                part = match title {
                    "DANH MỤC QUY TẮC" => Part::Rules,
                    "NGÀY NGHỈ VÀ NGÀY LÀM BÙ" => Part::Calendar,
                    "NGƯỜI" => Part::People,
                    "TRƯỜNG HỢP" => Part::Cases,
                    other => {
                        reader.wrong(line, &format!("unknown part `{other}`"));
                        part
                    }
                };
                continue;
            }
            let read = match part {
                Part::Before => Err("before the first part only lines that begin with #".to_owned()),
                Part::Rules => reader.rule(text),
                Part::Calendar => reader.days(text),
                Part::People => reader.person(text),
                Part::Cases => reader.case_line(line, text),
            };
            if let Err(what) = read {
                reader.wrong(line, &what);
            }
        }
        reader.whole()
    }

    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name == name)
    }
}

fn pair(text: &str) -> Result<(&str, &str), String> {
    let (name, value) =
        text.split_once(": ").ok_or_else(|| format!("`{text}`: expected a name, a colon and a value"))?;
    Ok((name.trim(), value.trim()))
}

impl Reader {
    fn wrong(&mut self, line: usize, what: &str) {
        self.errors.push(format!("line {line}: {what}"));
    }

    fn rule(&mut self, text: &str) -> Result<(), String> {
        let (id, _) = pair(text)?;
        if self.file.rules.iter().any(|rule| rule.id == id) {
            return Err(format!("rule {id} stands there twice"));
        }
        self.file.rules.push(Rule { id: id.to_owned() });
        Ok(())
    }

    /// `2026 nghỉ 16/02 17/02: Tết Nguyên đán`, `2026 nghỉ hoán đổi 31/08: Quốc khánh`, `2026 làm bù 22/08: thay 31/08`.
    fn days(&mut self, text: &str) -> Result<(), String> {
        let (what, name) = pair(text)?;
        let (year, what) = what.split_once(' ').ok_or("expected a year")?;
        let year: i64 = year.parse().map_err(|_| format!("`{year}` is no year"))?;
        let (kind, dates) = if let Some(dates) = what.strip_prefix("nghỉ hoán đổi ") {
            (DayOff::Swapped(name.to_owned()), dates)
        } else if let Some(dates) = what.strip_prefix("nghỉ ") {
            (DayOff::Off(name.to_owned()), dates)
        } else if let Some(dates) = what.strip_prefix("làm bù ") {
            (DayOff::Worked, dates)
        } else {
            return Err(format!("`{what}`: expected nghỉ, nghỉ hoán đổi or làm bù"));
        };
        for date in dates.split(' ') {
            let numbers: Vec<i64> = date.split('/').filter_map(|part| part.parse().ok()).collect();
            let &[day, month] = numbers.as_slice() else { return Err(format!("`{date}` is no dd/mm")) };
            if self.file.calendar.insert(Day { year, month, day }, kind.clone()).is_some() {
                return Err(format!("{date} stands there twice"));
            }
        }
        Ok(())
    }

    /// `Hà: người tiếp nhận`, `Oanh: chuyên viên, T49.1`.
    fn person(&mut self, text: &str) -> Result<(), String> {
        let (name, what) = pair(text)?;
        let (role, unit) = what.split_once(", ").unwrap_or((what, ""));
        let (_, role) = ROLES
            .into_iter()
            .find(|(word, _)| *word == role)
            .ok_or_else(|| format!("unknown post `{role}`"))?;
        self.file.people.push(Person { name: name.to_owned(), role, unit: unit.to_owned() });
        Ok(())
    }

    fn case_line(&mut self, line: usize, text: &str) -> Result<(), String> {
        if let Some(title) = text.strip_prefix("Trường hợp ") {
            let (number, _) = pair(title)?;
            let last = self.file.cases.last().map_or(0, |case| case.number.parse().unwrap_or(0));
            if number.parse() != Ok(last + 1) {
                return Err(format!("case {number} follows case {last}"));
            }
            self.file.cases.push(Case { line, number: number.to_owned(), ..Case::default() });
            return Ok(());
        }
        let case = self.file.cases.last_mut().ok_or("expected `Trường hợp <số>: <tên>`")?;
        if let Some(working) = text.strip_prefix("    ") {
            let expect = case.acts.last_mut().and_then(|act| act.expects.last_mut());
            expect
                .ok_or("a working with nothing to work out")?
                .working
                .push((line, working.trim().to_owned()));
            return Ok(());
        }
        if let Some(expected) = text.strip_prefix("  ") {
            let (key, value) = pair(expected)?;
            let key = EXPECTATIONS.into_iter().find(|known| *known == key).ok_or_else(|| {
                format!("unknown expectation `{key}`, expected one of: {}", EXPECTATIONS.join(", "))
            })?;
            let act = case.acts.last_mut().ok_or("an expectation before the first act")?;
            act.expects.push(Expect { line, key, value: value.to_owned(), working: Vec::new() });
            return Ok(());
        }
        let head = text.split_once(": ").and_then(|(key, value)| {
            HEADS.into_iter().find(|(known, _)| *known == key).map(|(known, _)| (known, value.trim()))
        });
        if let Some((key, value)) = head {
            if key == "Quy tắc" {
                case.rules = value.split(", ").map(str::to_owned).collect();
            }
            case.head.insert(key, (line, value.to_owned()));
            return Ok(());
        }
        let (at, rest) = When::read(text)?;
        if case.acts.last().is_some_and(|before| before.at > at) {
            return Err(format!("{} lies before the act above", at.said()));
        }
        let (who, what) = rest.split_once(' ').ok_or("expected a person and what they do")?;
        if !self.file.people.iter().any(|person| person.name == who) {
            return Err(format!("nobody is called `{who}`"));
        }
        let act = Act { line, at, who: who.to_owned(), what: what.trim().to_owned(), expects: Vec::new() };
        case.acts.push(act);
        Ok(())
    }

    fn whole(mut self) -> Result<File, Vec<String>> {
        let mut errors = Vec::new();
        for case in &self.file.cases {
            let place = format!("case {}, line {}", case.number, case.line);
            for (key, _) in HEADS.iter().filter(|(key, needed)| *needed && !case.head.contains_key(key)) {
                errors.push(format!("{place}: `{key}` is missing"));
            }
            for id in case.rules.iter().filter(|id| !self.file.rules.iter().any(|rule| rule.id == **id)) {
                errors.push(format!("{place}: rule {id} is not in the index"));
            }
            match case.acts.last() {
                None => errors.push(format!("{place}: nothing happens in it")),
                Some(act) if act.expects.is_empty() => {
                    errors.push(format!(
                        "case {}, line {}: the last act expects nothing",
                        case.number, act.line
                    ));
                }
                Some(_) => {}
            }
        }
        self.errors.extend(errors);
        if self.errors.is_empty() { Ok(self.file) } else { Err(self.errors) }
    }
}
