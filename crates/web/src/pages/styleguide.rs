//! `/styleguide`: every component in every state, drawn by the same parts the pages use.

use crate::look::{TimeState, WORKING_DAY_MS};
use crate::page::{self, Page};
use crate::parts::{
    Chip, Empty, ErrorSummary, Field, Key, KeyBar, Note, Pager, Pick, PromiseCard, StepFacts, StepLine,
    Strip, StripFacts, Tag, Toast, Waiting, counted_days,
};
use crate::route::{Access, Route};
use crate::words::T;
use askama::Template;
use axum::response::Response;
use calendar::Millis;
use domain::dossier::PromiseDay;
use domain::kernel::Violation;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/styleguide", Access::Public, show)]
}

/// Bảng thành phần.
#[derive(Template)]
#[template(path = "citizen/styleguide.html")]
pub struct StyleguidePage {
    page: Page,
    chips: Vec<Chip>,
    tags: Vec<Tag>,
    icons: Vec<&'static str>,
    fields: Vec<Field>,
    errors: ErrorSummary,
    notes: Vec<Note>,
    toast: Toast,
    empty: Empty,
    pager: Pager,
    keys: KeyBar,
    promises: Vec<PromiseCard>,
    lines: Vec<StepLine>,
    strips: Vec<Strip>,
}

async fn show(page: Page) -> Response {
    page::html(&styleguide(page))
}

/// 26/08/2026 10:05 in Vietnam: the sample's now is a day later.
const THEN: Millis = 1_787_713_500_000;
const HOUR: i64 = 3_600_000;

/// Every component in every state.
#[must_use]
pub fn styleguide(page: Page) -> StyleguidePage {
    let t = page.t;
    let say = |vi: &str, en: &str| t.name(vi, en).to_owned();
    StyleguidePage {
        chips: chips(t),
        tags: vec![
            Tag {
                text: say("khớp dữ liệu dân cư", "matches the population register"), kind: "known"
            },
            Tag { text: say("hẹn lần đầu", "first promise"), kind: "first" },
            Tag { text: say("bản giấy", "on paper"), kind: "" },
        ],
        icons: ICONS.to_vec(),
        fields: fields(t),
        errors: ErrorSummary::of(t, &wrong()),
        notes: vec![
            Note::info(say("Điền dở được lưu lại.", "What you typed is kept.")),
            Note::ok(say("Hồ sơ đã đủ giấy tờ.", "All papers are there.")),
            Note::soon(t.with("live.lost", &[("n", &12)])),
            Note::late(say("Có 2 chỗ cần sửa.", "Two things to mend.")).strong(say("Chưa gửi.", "Not sent.")),
        ],
        toast: Toast {
            text: say("Đã trình ký H49.25-260821-0118.", "H49.25-260821-0118 went to be signed."),
            link: None,
        },
        empty: Empty {
            title: say("Chưa có hồ sơ nào", "No dossier yet"),
            text: say(
                "Hồ sơ chờ ông bà xử lý sẽ hiện ở đây.",
                "Dossiers that wait for you will appear here.",
            ),
            link: Some(("/".to_owned(), t.t("nav.procedures").to_owned())),
        },
        pager: Pager {
            t,
            from: 51,
            to: 100,
            before: Some("?page=1".to_owned()),
            after: Some("?page=3".to_owned()),
            form: None,
        },
        keys: KeyBar {
            label: say("Phím tắt", "Keys"),
            keys: vec![
                Key { key: "N", does: say("gọi tiếp", "call next") },
                Key { key: "R", does: say("gọi lại", "recall") },
                Key { key: "?", does: say("các phím", "all keys") },
            ],
        },
        promises: promises(t),
        lines: vec![line(t), waiting_line(t)],
        strips: vec![strip(t)],
        page,
    }
}

const ICONS: [&str; 45] = [
    "back", "baby", "bang", "build", "camera", "car", "card", "care", "clock", "copy", "day", "doc", "down",
    "edit", "elder", "globe", "go", "help", "home", "info", "land", "menu", "money", "more", "mute", "next",
    "out", "pause", "people", "phone", "print", "qr", "scan", "seal", "search", "shop", "sound", "star",
    "talk", "text", "tick", "ticket", "user", "wheel", "x",
];

fn chips(t: T) -> Vec<Chip> {
    let facts = |started: i64, finished: Option<i64>, used: i64, counted: bool| StepFacts {
        started_at: Some(THEN + started * HOUR),
        finished_at: finished.map(|at| THEN + at * HOUR),
        allowed_ms: WORKING_DAY_MS,
        used_ms: used * HOUR,
        counted,
        due_at: Some(THEN + (started + 8) * HOUR),
        yellow_at: Some(THEN + (started + 6) * HOUR),
        ..StepFacts::default()
    };
    let now = THEN;
    let of = |facts: StepFacts| Chip::of(t, now, &facts.timing());
    vec![
        of(facts(-1, None, 1, true)),
        of(facts(-6, None, 6, true)),
        of(facts(-12, None, 17, true)),
        of(facts(-1, None, 1, false)),
        of(facts(-6, Some(-2), 4, true)),
        of(facts(-12, Some(-2), 9, true)),
        Chip::new(TimeState::Ahead, t.with("own.appointment", &[("at", &"03/09 10:05")])),
    ]
}

fn wrong() -> Vec<Violation> {
    vec![
        Violation::new("s-id", "id_number_malformed").with("digits", 10),
        Violation::new("s-reason", "reason_missing"),
    ]
}

fn fields(t: T) -> Vec<Field> {
    let say = |vi: &str, en: &str| t.name(vi, en).to_owned();
    let picks = ["elder", "pregnant", "disabled"];
    let picks = picks
        .into_iter()
        .map(|word| Pick { value: word.to_owned(), text: t.code("priority", word) })
        .collect();
    vec![
        Field::text("s-phone", &say("Điện thoại", "Telephone"))
            .hint(&say("Để nhận tin nhắn khi có kết quả", "For the message when it is ready"))
            .value("0912 345 678")
            .input("tel")
            .autocomplete("tel"),
        Field::text("s-id", &say("Số định danh", "Identity number"))
            .hint(&say("12 chữ số, in ở mặt trước thẻ căn cước", "12 digits, on the front of the card"))
            .value("0221 8800 42")
            .inputmode("numeric")
            .wrong(t, &wrong()),
        Field::select("s-priority", &say("Ưu tiên", "Priority"), picks).value("pregnant"),
        Field::area("s-reason", &say("Lý do", "Reason")).required().wrong(t, &wrong()),
    ]
}

fn promises(t: T) -> Vec<PromiseCard> {
    let day = |day: i64, kind: &str, counted: i64| PromiseDay {
        day,
        kind: kind.to_owned(),
        name: String::new(),
        counted,
    };
    let days = [
        day(20_260_826, "working", 0),
        day(20_260_827, "working", 1),
        day(20_260_828, "working", 2),
        day(20_260_829, "weekend", 0),
        day(20_260_830, "weekend", 0),
        day(20_260_831, "swapped_off", 0),
        day(20_260_901, "holiday", 0),
        day(20_260_902, "holiday", 0),
        day(20_260_903, "working", 3),
    ];
    let long: Vec<PromiseDay> = (1..=21)
        .map(|date| {
            let weekend = matches!(date % 7, 5 | 6);
            let counted = if weekend { 0 } else { date - 2 * (date / 7) };
            day(20_260_900 + date, if weekend { "weekend" } else { "working" }, counted)
        })
        .collect();
    let card = |title: &str, days: &[PromiseDay], chip: Chip, due_at: Millis| PromiseCard {
        t,
        title: title.to_owned(),
        chip: Some(chip),
        due_at,
        place: t.name("tại quầy 21", "at counter 21").to_owned(),
        why: t.with(
            "promise.since_outside",
            &[("time", &t.name("3 ngày làm việc", "3 working days")), ("at", &"26/08 10:05")],
        ),
        days: counted_days(t, days),
        remark: String::new(),
    };
    let due = THEN + 8 * 24 * HOUR;
    vec![
        card(t.t("promise.title"), &days, Chip::new(TimeState::OnTime, t.t("time.on_time")), due),
        card(
            t.t("own.earlier_promise"),
            &long,
            Chip::new(
                TimeState::Late,
                t.with("time.late_by", &[("time", &crate::look::rough(t.lang(), WORKING_DAY_MS))]),
            ),
            due + 18 * 24 * HOUR,
        ),
    ]
}

fn sample_steps(t: T) -> Vec<StepFacts> {
    let say = |vi: &str, en: &str| t.name(vi, en).to_owned();
    let centre = say("Trung tâm Phục vụ hành chính công", "Public Service Centre");
    let office = say("Văn phòng Đăng ký đất đai", "Land Registration Office");
    let at = |hours: i64| Some(THEN + hours * HOUR);
    vec![
        StepFacts {
            number: 1,
            name: say("Tiếp nhận hồ sơ", "Reception"),
            unit: centre.clone(),
            who: say("bà Lê Thu Hà, quầy 14", "Lê Thu Hà, counter 14"),
            started_at: at(-385),
            finished_at: at(-384),
            allowed_ms: 4 * HOUR,
            used_ms: HOUR + 5 * 60_000,
            counted: true,
            due_at: at(-381),
            ..StepFacts::default()
        },
        StepFacts {
            number: 2,
            name: say("Thẩm định, trích lục bản đồ", "Appraisal, cadastral extract"),
            unit: office.clone(),
            who: say("ông Bùi Đức Long, chuyên viên", "Bùi Đức Long, specialist"),
            started_at: at(-384),
            finished_at: at(-217),
            allowed_ms: 36 * HOUR,
            used_ms: 39 * HOUR + 5 * 60_000,
            counted: true,
            due_at: at(-220),
            note: say("Đã có thư xin lỗi ngày 14/08.", "A letter of apology was sent on 14/08."),
            ..StepFacts::default()
        },
        StepFacts {
            number: 3,
            name: say("Tính thuế và nộp thuế", "Tax assessed and paid"),
            unit: say("Thuế cơ sở 1", "Tax office 1"),
            started_at: at(-217),
            finished_at: at(0),
            counted: false,
            ..StepFacts::default()
        },
        StepFacts {
            number: 4,
            name: say("Ghi sổ địa chính, in giấy chứng nhận", "Cadastral entry, certificate printed"),
            unit: office,
            who: say("bà Phạm Hồng Nhung, chuyên viên", "Phạm Hồng Nhung, specialist"),
            started_at: at(0),
            allowed_ms: 24 * HOUR,
            used_ms: 10 * HOUR + 15 * 60_000,
            counted: true,
            due_at: at(192),
            yellow_at: at(170),
            ..StepFacts::default()
        },
        StepFacts {
            number: 5,
            name: say("Trả kết quả", "Hand-over"),
            unit: centre,
            who: say("quầy 21", "counter 21"),
            counted: true,
            ahead: t.with("own.appointment", &[("at", &"03/09 10:05")]),
            ..StepFacts::default()
        },
    ]
}

fn line(t: T) -> StepLine {
    StepLine::of(t, THEN + 24 * HOUR, &sample_steps(t))
}

/// The same dossier with a step that is nearly late, one that is late, and one that waits for papers.
fn waiting_line(t: T) -> StepLine {
    let mut steps = sample_steps(t);
    steps[2] = StepFacts {
        counted: true,
        finished_at: None,
        allowed_ms: 8 * HOUR,
        used_ms: 7 * HOUR,
        due_at: Some(THEN + 25 * HOUR),
        yellow_at: Some(THEN + 23 * HOUR),
        ..steps[2].clone()
    };
    steps[3] = StepFacts { due_at: Some(THEN + 20 * HOUR), used_ms: 26 * HOUR, ..steps[3].clone() };
    let waiting =
        Waiting { name: t.t("own.awaiting").to_owned(), unit: t.t("own.you").to_owned(), since: THEN };
    StepLine::of(t, THEN + 24 * HOUR, &steps).waiting(Some(waiting))
}

fn strip(t: T) -> Strip {
    let part = |allowed, counted, done, now| StripFacts { allowed_ms: allowed * HOUR, counted, done, now };
    Strip::of(
        t.with("own.place", &[("at", &4), ("of", &6)]),
        &[
            part(4, true, true, None),
            part(36, true, true, None),
            part(0, false, true, None),
            part(24, true, false, Some(TimeState::OnTime)),
            part(8, true, false, None),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_icon_that_is_shown_is_in_the_sprite() {
        let html = styleguide(Page::sample(Lang::Vi, "/styleguide", THEN)).render().unwrap();
        for icon in ICONS {
            assert!(html.contains(&format!("id=\"i-{icon}\"")), "{icon}");
        }
    }

    #[test]
    fn no_page_part_carries_a_style_attribute() {
        for lang in [Lang::Vi, Lang::En] {
            let html = styleguide(Page::sample(lang, "/styleguide", THEN)).render().unwrap();
            assert!(
                !html.contains(" style=") && !html.contains("<style") && !html.contains("onclick"),
                "strict policy"
            );
        }
    }
}
