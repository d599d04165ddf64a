//! The door of a hall: asked on a phone, read at the gate, kept by the greeter, read by the director; off, in nobody's way.

use crate::visitor::{Answer, House, Visitor};
use adapters::speech::{Language, Screen, screen_phrase};
use axum::http::StatusCode;

/// Asks at the door of H1, as the administrator's form does.
async fn asks(house: &House, capacity: &str) {
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin").await;
    let fields = [("hall", "H1"), ("form", "health"), ("from", ""), ("until", ""), ("capacity", capacity)];
    let kept = admin.send(&page, "/admin/door", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
}

const WELL: [(&str, &str); 5] = [
    ("name", "Nguyễn Thị Mẫu"),
    ("phone", "+84 590 000 123"),
    ("q.contact", "no"),
    ("q.travel", "no"),
    ("q.doses", "2"),
];

/// Declares, and gives the address of the pass.
async fn declares(phone: &mut Visitor, more: &[(&str, &str)]) -> String {
    let page = phone.get("/declare/H1").await;
    let fields: Vec<_> = WELL.iter().chain(more).copied().collect();
    let answer = phone.send(&page, "/declare/H1", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.to().to_owned()
}

async fn scans(gate: &mut Visitor, code: &str) -> Answer {
    let page = gate.get("/gate/H1").await;
    let read = gate.send(&page, "/gate/H1/scan", &[("code", code)]).await;
    gate.get(read.to()).await
}

#[tokio::test]
async fn switched_off_no_page_speaks_of_it_and_switched_on_they_do() {
    let house = House::open().await;
    let places = ["/", "/kiosk/H1", "/book", "/display/H1"];
    let mut visitor = house.visitor();
    let mut before = Vec::new();
    for place in places {
        before.push(visitor.get(place).await.body);
    }
    asks(&house, "").await;
    for place in ["/", "/kiosk/H1"] {
        assert!(visitor.get(place).await.says("Khai báo y tế"), "{place}");
    }
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin").await;
    admin.send(&page, "/admin/door", &[("hall", "H1"), ("form", "")]).await;
    for (place, before) in places.into_iter().zip(before) {
        let after = visitor.get(place).await.body;
        assert_eq!(without_ids(&after), without_ids(&before), "{place}");
    }
    assert_eq!(visitor.get("/kiosk/H1/declare").await.status, StatusCode::NOT_FOUND);
    let off = visitor.get("/declare/H1").await;
    assert!(off.says("Hiện không phải khai báo ở cửa") && !off.says("<form"), "{}", off.body);
    assert!(visitor.get("/gate/H1").await.says("Mời vào thẳng sảnh"));
}

/// A page without the ids every page carries anew.
fn without_ids(page: &str) -> String {
    let mut kept = String::new();
    for (place, part) in page.split("name=\"command_id\" value=\"").enumerate() {
        kept.push_str(if place == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) });
    }
    kept
}

#[tokio::test]
async fn a_greeter_s_scanner_fills_the_name_and_declares_nothing_by_itself() {
    let house = House::open().await;
    asks(&house, "").await;
    let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let mut phone = house.visitor();
    let page = phone.get("/declare/H1").await;
    assert!(!page.says("card.js"), "nobody has a reader at a phone");
    let filled =
        phone.send(&page, "/declare/H1", &[("card", "1"), ("name", line), ("q.contact", "no")]).await;
    assert_eq!(filled.status, StatusCode::OK, "{}", filled.body);
    assert!(
        filled.says("value=\"Vũ Thị Minh Châu\"") && filled.says("value=\"01/02/1988\""),
        "{}",
        filled.body
    );
    assert!(filled.says("checked") && !filled.says("022188004217"), "{}", filled.body);
    let unread = line.replace("01021988", "01132088");
    let refused = phone.send(&page, "/declare/H1", &[("card", "1"), ("name", &unread)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("đọc được “01132088”"), "{}", refused.body);
    let greeter = house.signed_in("thuan.cc").await.get("/declare/H1").await;
    assert!(greeter.says("data-card") && greeter.says("card.js"), "{}", greeter.body);
}

#[tokio::test]
async fn who_has_no_phone_declares_at_the_kiosk_question_by_question_and_reads_large_what_follows() {
    let house = House::open().await;
    asks(&house, "").await;
    let (mut kiosk, at) = (house.visitor(), "/kiosk/H1/declare");
    assert!(kiosk.get("/kiosk/H1").await.says("href=\"/kiosk/H1/declare\""));
    let first = kiosk.get(at).await;
    assert!(
        first.says("data-telex") && first.says("data-card") && first.says("câu 1 trong"),
        "{}",
        first.body
    );
    kiosk_reads(&mut kiosk, &first, "name").await;
    let nameless = kiosk.send(&first, at, &[("at", "name"), ("name", "")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.says("Cần ghi họ tên"), "{}", nameless.body);
    let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let read = kiosk.send(&first, at, &[("at", "name"), ("name", line)]).await;
    assert!(read.says("value=\"Vũ Thị Minh Châu\"") && read.says("sinh ngày 01/02/1988"), "{}", read.body);
    assert!(!read.says("022188004217") && read.says("câu 1 trong"), "the person sees first who was read");
    let card = [("born", "01/02/1988"), ("of_card", "Vũ Thị Minh Châu")];
    let mut told = vec![("at", "name"), ("name", "Vũ Thị Minh Châu"), card[0], card[1]];
    let other = vec![("at", "name"), ("name", "Vũ Thị Minh Trâm"), card[0], card[1]];
    let other = kiosk.send(&read, at, &other).await;
    let back =
        kiosk.send(&other, at, &[("back", "name"), ("name", "Vũ Thị Minh Trâm"), card[0], card[1]]).await;
    assert!(!back.says("01/02/1988"), "another name has another birthday: {}", back.body);
    let phone = kiosk.send(&read, at, &told).await;
    assert!(phone.says("Số điện thoại") && phone.says("value=\"Vũ Thị Minh Châu\""), "{}", phone.body);
    told[0] = ("at", "phone");
    let short = kiosk.send(&phone, at, &[told.clone(), vec![("phone", "0590")]].concat()).await;
    assert!(short.says("đã nhập 4 chữ số") && short.says("value=\"0590\""), "{}", short.body);
    told.push(("phone", "0590000123"));
    let mut page = kiosk.send(&phone, at, &told).await;
    for (question, given) in [("signs", "fever"), ("contact", "no"), ("travel", "no"), ("doses", "2")] {
        let name = format!("q.{question}");
        assert!(page.says(&format!("name=\"{name}\"")), "{question}: {}", page.body);
        kiosk_reads(&mut kiosk, &page, &format!("health-2021-1-{question}")).await;
        let answers: Vec<(String, String)> =
            [("at".to_owned(), name.clone()), (name, given.to_owned())].into();
        let mut fields: Vec<(&str, &str)> = told[1..].to_vec();
        let answers: &'static [(String, String)] = answers.leak();
        fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        page = kiosk.send(&page, at, &fields).await;
        told.push((answers[1].0.as_str(), given));
    }
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(page.to().starts_with("/kiosk/H1/pass/"), "{}", page.to());
    let pass = kiosk.get(page.to()).await;
    assert!(
        pass.says("Xin chờ bên ngoài") && pass.says("class=\"qr\"") && pass.says("Y-001"),
        "{}",
        pass.body
    );
    assert!(!pass.says("Minh Châu") && !pass.says("0590000123"), "{}", pass.body);
    let back = kiosk.send(&phone, at, &[("back", "name"), ("name", "Vũ Thị Minh Châu")]).await;
    assert!(
        back.says("value=\"Vũ Thị Minh Châu\"") && back.says("câu 1 trong"),
        "what was typed stays: {}",
        back.body
    );
}

/// The screen has a button that reads its question aloud.
async fn kiosk_reads(kiosk: &mut Visitor, page: &Answer, what: &str) {
    for lang in ["vi", "en"] {
        let address = format!("/kiosk/H1/read.wav?screen=asked&what={what}&lang={lang}");
        assert!(lang != "vi" || page.says(&address.replace('&', "&#38;")), "{address}: {}", page.body);
        let wav = kiosk.get(&address).await;
        assert!(wav.status == StatusCode::OK && wav.bytes.starts_with(b"RIFF"), "{address}");
    }
}

#[tokio::test]
async fn an_answer_to_a_question_of_several_choices_that_is_none_of_them_is_said_on_its_screen() {
    let house = House::open().await;
    asks(&house, "").await;
    let (mut kiosk, at) = (house.visitor(), "/kiosk/H1/declare");
    let first = kiosk.get(at).await;
    let told = [("name", "Vũ Thị Minh Châu"), ("phone", "0590000123")];
    let wrong = [vec![("at", "q.signs")], told.to_vec(), vec![("q.signs", "fever"), ("q.signs", "sneeze")]];
    let again = kiosk.send(&first, at, &wrong.concat()).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("type=\"checkbox\"") && again.says("role=\"alert\""), "{}", again.body);
    assert!(again.says("value=\"fever\" checked"), "what was ticked stays: {}", again.body);
}

#[tokio::test]
async fn the_voice_says_of_the_shipped_form_what_its_screens_ask_and_nothing_of_another_version() {
    let house = House::open().await;
    asks(&house, "").await;
    let directory = house.centre.app.directory();
    let form = directory.asked_at_door("H1", house.centre.app.now()).expect("it is asked");
    let plain = |text: &str| text.replace(',', "");
    for question in &form.questions {
        let what = format!("{}-{}-{}", form.code, form.version, question.code);
        for (language, text) in
            [(Language::Vietnamese, &question.text), (Language::English, &question.text_en)]
        {
            let said = screen_phrase(language, Screen::Asked(&what)).expect("it is said").text;
            assert_eq!(said, plain(text), "{what}");
        }
    }
    let mut kiosk = house.visitor();
    let other = kiosk.get("/kiosk/H1/read.wav?screen=asked&what=health-2021-2-signs").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_pass_names_nobody_is_read_at_the_gate_and_tells_the_place_in_line() {
    let house = House::open().await;
    asks(&house, "1").await;
    let (mut phone, mut gate) = (house.visitor(), house.visitor());
    let first = declares(&mut phone, &[]).await;
    let pass = phone.get(&first).await;
    assert!(pass.says("Y-001") && pass.says("Được vào"), "{}", pass.body);
    assert!(!pass.says("Nguyễn Thị Mẫu") && !pass.says("0590000123"), "{}", pass.body);
    let read = scans(&mut gate, &format!("https://mau.example.vn{first}")).await;
    assert!(read.says("Y-001") && read.says("<h1>Mời vào</h1>"), "{}", read.body);
    assert!(read.says("say.wav?what=in"), "it is said as well: {}", read.body);
    let second = declares(&mut phone, &[]).await;
    assert!(scans(&mut gate, "y-2").await.says("Xin chờ bên ngoài"));
    assert!(phone.get(&second).await.says("Người tiếp theo là ông/bà"));
    house.centre.it_is("2026-11-25T08:10");
    assert!(scans(&mut gate, "1").await.says("hẹn gặp lại"));
    assert!(phone.get(&second).await.says("Mời vào ngay"));
    let now = gate.get("/gate/H1/now").await;
    assert!(now.says("<li>Y-002</li>") && now.says("what=come&#38;pass=Y002"), "{}", now.body);
    let wav = gate.get("/gate/H1/say.wav?what=come&pass=Y002&lang=vi").await;
    assert_eq!(wav.status, StatusCode::OK);
    for (code, said) in [("77", "Không có giấy nào"), ("abc", "Không có giấy nào")] {
        assert!(scans(&mut gate, code).await.says(said), "{code}");
    }
    house.centre.it_is("2026-11-26T08:00");
    assert!(scans(&mut gate, &first).await.says("ngày khác"));
}

#[tokio::test]
async fn two_passes_read_from_one_page_both_come_in_and_one_read_twice_is_one() {
    let house = House::open().await;
    asks(&house, "9").await;
    let (mut phone, mut gate) = (house.visitor(), house.visitor());
    for _ in 0..2 {
        declares(&mut phone, &[]).await;
    }
    let page = gate.get("/gate/H1").await;
    for code in ["1", "2", "1"] {
        gate.send(&page, "/gate/H1/scan", &[("code", code)]).await;
    }
    let now = house.centre.app.gate_now("H1").await.expect("read");
    assert_eq!((now.inside, now.entered), (2, 2));
    for asked in ["/gate/H1?pass=abc&at=x", "/gate/H1?pass=1"] {
        assert_eq!(gate.get(asked).await.status, StatusCode::OK, "{asked}");
    }
}

#[tokio::test]
async fn who_works_elsewhere_and_is_signed_in_declares_like_anybody() {
    let house = House::open().await;
    asks(&house, "").await;
    for person in ["trung.dd", "hoang.lt", "ha.lt"] {
        declares(&mut house.signed_in(person).await, &[]).await;
    }
}

#[tokio::test]
async fn a_refused_declaration_comes_back_filled_in_with_all_that_is_wrong() {
    let house = House::open().await;
    asks(&house, "").await;
    let mut phone = house.visitor();
    let page = phone.get("/declare/H1").await;
    let fields = [
        ("name", "Trần Văn Mẫu"),
        ("phone", "12"),
        ("q.signs", "cough"),
        ("q.doses", "hai"),
        ("q.contact", "no"),
    ];
    let refused = phone.send(&page, "/declare/H1", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "đã nhập 2 chữ số",
        "Câu này chưa trả lời",
        "một số nguyên từ 0",
        "value=\"Trần Văn Mẫu\"",
        "value=\"hai\"",
    ] {
        assert!(refused.says(said), "{said}: {}", refused.body);
    }
    assert!(refused.says("name=\"q.signs\" value=\"cough\" checked"), "{}", refused.body);
    assert!(refused.says("href=\"#q.travel\"") && refused.says("id=\"q.travel\""), "{}", refused.body);
}

#[tokio::test]
async fn who_has_a_fever_is_let_in_by_the_greeter_only_and_the_director_reads_why() {
    let house = House::open().await;
    asks(&house, "").await;
    let (mut phone, mut gate) = (house.visitor(), house.visitor());
    let pass = declares(&mut phone, &[("q.signs", "fever")]).await;
    assert!(phone.get(&pass).await.says("Có dấu hiệu bệnh"));
    assert!(scans(&mut gate, &pass).await.says("Xin gặp người hướng dẫn"));
    let mut officer = house.signed_in("ha.lt").await;
    let list = officer.get("/arrivals").await;
    assert!(list.says("Y-001") && !list.says("Nguyễn Thị Mẫu") && !list.says("/read"), "{}", list.body);
    let arrival =
        list.body.split("/arrivals/").nth(1).and_then(|rest| rest.split('/').next()).expect("a button");
    let read = format!("/arrivals/{arrival}/read");
    let turned_away = officer.send(&list, &read, &[("purpose", "contact")]).await;
    assert_eq!(turned_away.status, StatusCode::FORBIDDEN);
    let cleared = officer.send(&list, &format!("/arrivals/{arrival}/clear"), &[]).await;
    assert_eq!(cleared.to(), "/arrivals");
    assert!(scans(&mut gate, &pass).await.says("<h1>Mời vào</h1>"));
    let mut director = house.signed_in("anh.hh").await;
    let list = director.get("/arrivals").await;
    let without = director.send(&list, &read, &[("purpose", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = director.send(&list, &read, &[("purpose", "contact")]).await;
    assert!(
        shown.says("Nguyễn Thị Mẫu") && shown.says("Sốt") && shown.says("Tìm người tiếp xúc gần"),
        "{}",
        shown.body
    );
    let counted = director.send(&list, "/arrivals/count", &[("inside", "ba")]).await;
    assert!(counted.says("số nguyên từ 0 trở lên"), "{}", counted.body);
    director.send(&list, "/arrivals/count", &[("inside", "17")]).await;
    assert!(director.get("/arrivals").await.says("17"));
}

#[tokio::test]
async fn the_door_is_set_by_the_administrator_and_a_wrong_setting_is_told_whole() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin").await;
    let fields = [
        ("hall", "H1"),
        ("form", "tea"),
        ("from", "2026-12-24"),
        ("until", "2026-12-01"),
        ("capacity", "ba"),
    ];
    let refused = admin.send(&page, "/admin/door", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Không có mẫu tờ khai tea") && refused.says("từ 2026-12-24 trở đi"),
        "{}",
        refused.body
    );
    assert!(refused.says("số nguyên từ 1") && refused.says("value=\"ba\""), "{}", refused.body);
    assert!(refused.says("value=\"2026-12-24\""), "what was typed stays: {}", refused.body);
}

#[tokio::test]
async fn the_printer_of_a_hall_is_set_by_the_administrator_and_a_wrong_address_stays_to_be_mended() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin").await;
    for typed in ["10.0.0.5", "10.0.0.5:0", ":9100", "may in:9100"] {
        let refused = admin.send(&page, "/admin/printer", &[("hall", "H1"), ("address", typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(refused.says(&format!("value=\"{typed}\"")), "{typed}: {}", refused.body);
    }
    let fields = [("hall", "H1"), ("address", "10.0.0.5:9100"), ("width", "narrow")];
    let kept = admin.send(&page, "/admin/printer", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let printer = house.centre.app.directory().printer("H1").expect("it is set");
    assert_eq!((printer.address.as_str(), printer.dots), ("10.0.0.5:9100", 384));
}
