//! Plans of a hall: a day lived through again with other counters.

use crate::visitor::{Answer, House};
use app::{Clock, Command};
use axum::http::StatusCode;

/// Somebody comes every three minutes of an hour, for whom one of two counters needs six; then it is the day after.
async fn a_busy_hour(house: &House) {
    let counters = [("ha.lt", "05"), ("thuy.tc", "06")].map(|(who, code)| (house.centre.staff(who), code));
    let mut since = [None, None];
    let mut waiting = 0;
    for minute in 0..70 {
        if minute < 60 && minute % 3 == 0 {
            house.centre.takes_ticket("land").await;
            waiting += 1;
        }
        for ((officer, code), sat_down) in counters.iter().zip(&mut since) {
            let at = || ("H1".to_owned(), (*code).to_owned());
            if sat_down.is_some_and(|since| minute - since >= 6) {
                let (hall, counter) = at();
                house.centre.does(officer, Command::FinishVisit { hall, counter }).await;
                *sat_down = None;
            }
            if sat_down.is_none() && waiting > 0 {
                house.centre.calls_next(officer, code).await;
                let (hall, counter) = at();
                house.centre.does(officer, Command::StartVisit { hall, counter }).await;
                *sat_down = Some(minute);
                waiting -= 1;
            }
        }
        house.centre.clock.advance(60_000);
    }
    house.centre.it_is("2026-11-26T08:00");
}

const DAY: &str = "/plan?hall=H1&day=2026-11-25";

/// What the row of a line says, of the whole hall.
fn line<'a>(page: &'a Answer, name: &str) -> &'a str {
    let row = page.body.split("<tr").find(|row| row.contains(&format!("<th scope=\"row\">{name}</th>")));
    row.unwrap_or_else(|| panic!("no line {name}: {}", page.body))
}

/// Minutes and seconds nine in ten did not exceed.
fn p90(page: &Answer, name: &str) -> i64 {
    let cell = line(page, name).split("data-label=\"Chờ, 9 trên 10\"><span>").nth(1).unwrap_or_default();
    let text = cell.split(['<', ' ']).next().unwrap_or_default();
    let (minutes, seconds) = text.split_once(':').unwrap_or_else(|| panic!("no length: {cell}"));
    minutes.parse::<i64>().expect("minutes") * 60 + seconds.parse::<i64>().expect("seconds")
}

#[tokio::test]
async fn a_day_that_is_over_stands_beside_itself_and_other_counters_change_its_waits() {
    let house = House::open().await;
    a_busy_hour(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    assert!(director.get("/floor").await.says("href=\"/plan\""));
    let figures = director.get("/floor/figures?day=2026-11-25").await;
    assert!(figures.says("href=\"/plan?hall=H1&#38;day=2026-11-25\""), "{}", figures.body);

    let day = director.get(DAY).await;
    assert!(day.says("thứ Tư 25/11/2026") && day.says("20 người được tiếp"), "{}", day.body);
    assert!(line(&day, "Theo lịch sử").contains("<span>20</span>"), "{}", day.body);
    let same = p90(&day, "Lặp lại y như cũ");
    assert!(!day.says("Theo phương án"), "nothing differs: {}", day.body);
    let ticked = |page: &Answer, code: &str| page.says(&format!("value=\"{code}\" checked"));
    assert!(ticked(&day, "05") && ticked(&day, "06") && !ticked(&day, "07"), "{}", day.body);

    let one = director.get(&format!("{DAY}&counters=05")).await;
    assert_eq!(p90(&one, "Lặp lại y như cũ"), same);
    assert!(p90(&one, "Theo phương án") > same + 10 * 60, "{}", one.body);
    assert!(one.says("Cứ mười người thì chín người chờ tới") && one.says("Quầy mở: 5<"), "{}", one.body);
    assert!(ticked(&one, "05") && !ticked(&one, "06"), "{}", one.body);
    let command = "motcua plan --hall H1 --day 2026-11-25 --counters 05<";
    assert!(one.says(command), "{}", one.body);

    let rest = director.get(&format!("{DAY}&break=05@08:00-09:30")).await;
    assert!(rest.says("Quầy 5 nghỉ 8:00 – 9:30"), "{}", rest.body);
    assert!(p90(&rest, "Theo phương án") > same, "{}", rest.body);
}

#[tokio::test]
async fn the_form_leads_to_an_address_that_says_only_what_differs() {
    let house = House::open().await;
    a_busy_hour(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    let blank = "break_counter=&break_from=&break_to=&head_start=60&target=10&do=plan";
    let sent = |ticks: &str, more: &str| format!("{DAY}&{ticks}&{more}{blank}");
    let unchanged = director.get(&sent("counter=05&counter=06", "")).await;
    let set = house.centre.app.directory().queue_rules().head_start_ms / 60_000;
    let head_start = if set == 60 { "" } else { "&head_start=60" };
    assert_eq!((unchanged.status, unchanged.to()), (StatusCode::SEE_OTHER, &*format!("{DAY}{head_start}")));
    let rest = "break_counter=06&break_from=09%3A30&break_to=10%3A00&";
    let changed = director.get(&sent("counter=05&counter=06&counter=07", rest)).await;
    let short = format!("{DAY}&counters=05,06,07{head_start}&break=06@09:30-10:00");
    assert_eq!(changed.to(), short);
    let page = director.get(changed.to()).await;
    assert!(page.status == StatusCode::OK && page.says("Theo phương án"), "{}", page.body);
    assert!(page.says("name=\"break_from\" value=\"09:30\""), "{}", page.body);
    let rows = |page: &Answer| page.body.matches("name=\"break_from\"").count();
    let more = director.get(&sent("counter=05", rest).replace("do=plan", "do=more")).await;
    assert_eq!((more.status, rows(&page), rows(&more)), (StatusCode::OK, 2, 5));
}

#[tokio::test]
async fn the_fewest_counters_for_a_target_are_found_and_ticked() {
    let house = House::open().await;
    a_busy_hour(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    let found = director.get(&format!("{DAY}&target=15&do=fewest")).await;
    assert!(
        found.says("2 quầy là đủ để cứ mười người thì chín người chờ không quá 15 phút"),
        "{}",
        found.body
    );
    assert!(found.says("value=\"05\" checked") && found.says("value=\"06\" checked"), "{}", found.body);
    assert!(!found.says("value=\"07\" checked"), "{}", found.body);
    assert!(found.says("--day 2026-11-25 --target 15<"), "{}", found.body);
    let in_vain =
        director.get(&format!("{DAY}&target=5&do=fewest&break=05@07:00-08:50&break=06@07:00-08:50")).await;
    assert!(in_vain.says("Mở cả 11 quầy vẫn chưa đủ"), "{}", in_vain.body);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_what_was_typed_and_what_was_expected() {
    let house = House::open().await;
    a_busy_hour(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    for (asked, expected, kept) in [
        ("counters=05,99", "Sảnh này không có quầy 99; có các quầy 01, 02", "value=\"05\" checked"),
        ("break=05@17:30-18:00", "trong giờ mở cửa hôm đó: 07:00-11:30, 13:30-17:00", "value=\"17:30\""),
        ("break=05@10:00-09:00", "phải kết thúc sau khi bắt đầu", "value=\"09:00\""),
        ("break=@10:00-10:30", "Giờ nghỉ cần đủ quầy", "value=\"10:30\""),
        ("target=900&do=fewest", "Cần số nguyên từ 0 đến 480", "value=\"900\""),
        ("head_start=x", "Cần số nguyên từ 0 đến 480", "value=\"x\""),
        ("break_counter=&break_from=&break_to=&do=plan", "Cần chọn ít nhất một quầy", "name=\"counter\""),
    ] {
        let page = director.get(&format!("{DAY}&{asked}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
        assert!(page.says(expected), "{asked}: {}", page.body);
        assert!(page.says(kept) && page.says("value=\"2026-11-25\""), "{asked}: {}", page.body);
        assert!(!page.says("Lặp lại y như cũ"), "{asked}: {}", page.body);
    }
    for day in ["2026-11-31", "x", "1999-01-04", "2099-12-31"] {
        let page = director.get(&format!("/plan?hall=H1&day={day}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(page.says("Cần một ngày trong lịch làm việc"), "{day}: {}", page.body);
    }
}

#[tokio::test]
async fn a_day_to_come_is_planned_from_days_like_it_and_without_any_the_page_says_so() {
    let house = House::open().await;
    a_busy_hour(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    let next = director.get("/plan").await;
    assert!(
        next.says("value=\"2026-11-27\"") && next.says("những ngày gần nhất: 25/11/2026"),
        "{}",
        next.body
    );
    let sunday = director.get("/plan?day=2026-11-29").await;
    assert!(sunday.status == StatusCode::OK && sunday.says("Chưa có ngày nào để tính"), "{}", sunday.body);
    let wednesday = director.get("/plan?day=2026-12-02").await;
    assert!(wednesday.says("Tính theo các thứ Tư gần nhất: 25/11/2026"), "{}", wednesday.body);
    assert!(
        wednesday.says("Khoảng 20 người được tiếp") && !wednesday.says("Theo lịch sử"),
        "{}",
        wednesday.body
    );
    assert!(line(&wednesday, "Như mọi khi").contains("<span>20</span>"), "{}", wednesday.body);
    house.centre.it_is("2026-12-01T17:30");
    let mut director = house.signed_in("anh.hh").await;
    let first = director.get("/plan").await;
    assert!(first.says("thứ Tư 02/12/2026") && first.says("Như mọi khi"), "{}", first.body);
}

#[tokio::test]
async fn who_sees_the_floor_plans_it_and_nobody_plans_the_hall_of_others() {
    let house = House::open().await;
    for person in ["ha.lt", "trung.dd", "phuong.dm"] {
        let answer = house.signed_in(person).await.get("/plan").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{person}");
    }
    let mut director = house.signed_in("anh.hh").await;
    let own = director.get("/plan").await;
    assert!(own.says("name=\"hall\" value=\"H1\"") && !own.says("id=\"hall\""), "{}", own.body);
    for hall in ["P-BC", "H9"] {
        let answer = director.get(&format!("/plan?hall={hall}&day=2026-11-25")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{hall}");
    }
    for person in ["truong.tm", "thuong.vt"] {
        let mut visitor = house.signed_in(person).await;
        let page = visitor.get("/plan").await;
        assert!(
            page.says("<option value=\"P-BC\"") && page.says("<option value=\"H1\" selected"),
            "{}",
            page.body
        );
        assert_eq!(visitor.get("/plan?hall=P-BC").await.status, StatusCode::OK, "{person}");
    }
    let of_department = house.signed_in("tung.dt").await.get("/plan").await;
    assert_eq!(of_department.status, StatusCode::NOT_FOUND);
}
