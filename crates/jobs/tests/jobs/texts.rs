//! What people read, in both languages.

use super::received;
use adapters::sms::{Encoding, sms_parts, unaccented};
use app::testing::centres;
use app::{MessageWords, Occasion, SubjectData};
use domain::dossier::Party;
use domain::kernel::{StreamId, SubjectId};
use domain::{appointment, ticket};
use std::fmt::Write;

const TEMPLATES: [&str; 12] = [
    "received",
    "supplement",
    "resumed",
    "late",
    "extended",
    "ready",
    "reminder",
    "corrected",
    "slip_replaced",
    "stopped",
    "refused",
    "silence",
];

fn person(language: &str) -> SubjectData {
    SubjectData {
        name: "Nguyễn Thị {Mẫu}".to_owned(),
        language: language.to_owned(),
        ..SubjectData::default()
    }
}

#[tokio::test]
async fn every_occasion_has_a_text_in_both_languages_that_fits_a_few_parts() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = received(&centre).await;
    let mut about = centre.dossier(dossier).await;
    about.supplements.push(domain::dossier::Supplement {
        items: vec![domain::dossier::Item {
            paper: 2,
            name: "Hợp đồng chuyển nhượng".to_owned(),
            reason: "Thiếu trang cuối".to_owned(),
        }],
        by: String::new(),
        at: centre.app.now(),
        resume_step: 3,
        left_ms: 0,
        answered_at: None,
    });
    about.extensions.push(apology(&centre, &about));
    about.plan.silence = Some(domain::dossier::Silence {
        working_days: 15,
        rule: domain::kernel::RuleRef::new("297/2025/NĐ-CP", "Điều 6"),
    });
    about.phase = domain::dossier::Phase::Ready { at: centre.app.now() };
    let (words, directory) = (MessageWords::shipped().expect("whole"), centre.app.directory());
    let mut shown = String::new();
    for template in TEMPLATES {
        for language in ["vi", "en"] {
            let link = "https://dvc.example.vn/d/0123456789abcdefghjkmnpqrs";
            let told = Occasion::Dossier { state: &about, link, reason: "Ghi sai họ tên." };
            let text = words
                .text(template, told, &person(language), &directory)
                .unwrap_or_else(|error| panic!("{template} {language}: {error:?}"));
            let (with_marks, plain) = (sms_parts(&text.sms), sms_parts(&unaccented(&text.sms)));
            assert!(
                with_marks.parts <= 5 && plain.parts <= 3,
                "{template} {language}: {with_marks:?} {plain:?}"
            );
            assert_eq!(plain.encoding, Encoding::Gsm7, "{}", unaccented(&text.sms));
            assert!(!text.sms.contains("Nguyễn"), "an SMS names nobody");
            assert!(text.mail.contains("Nguyễn Thị {Mẫu}"), "what is filled in is not filled again");
            assert!(text.mail.contains(link) && text.subject.contains(&about.code));
            writeln!(
                shown,
                "{template} {language} ({} / {} parts)\n{}\n",
                with_marks.parts, plain.parts, text.sms
            )
            .expect("a string takes it");
        }
    }
    insta::assert_snapshot!(shown);
}

fn apology(centre: &app::testing::Centre, about: &domain::dossier::State) -> domain::dossier::Extension {
    let was_due_at = about.promise().expect("promised").due_at;
    domain::dossier::Extension {
        number: domain::kernel::Number::Given(3),
        dated: 20_261_130,
        unit: "H49.12".to_owned(),
        was_due_at,
        due_at: was_due_at + 5 * 86_400_000,
        reason: "Phải xác minh ranh giới thửa đất tại thực địa.".to_owned(),
        by: "doan.lt".to_owned(),
        position: "H49.12/deputy_leader/doan.lt".to_owned(),
        block: "KT.".to_owned(),
        on_behalf_of: "H49.12/leader/tung.dt".to_owned(),
        under: domain::dossier::SignedUnder::default(),
        at: centre.app.now(),
    }
}

#[tokio::test]
async fn an_apology_tells_both_dates_the_reason_who_answers_and_where_the_letter_is() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = received(&centre).await;
    let mut about = centre.dossier(dossier).await;
    let given = apology(&centre, &about);
    about.promises.last_mut().expect("promised").due_at = given.due_at;
    about.extensions.push(given);
    let words = MessageWords::shipped().expect("whole");
    let told = Occasion::Dossier { state: &about, link: "https://l/d/t", reason: "" };
    let of = |template, language| {
        words.text(template, told, &person(language), &centre.app.directory()).expect("a text")
    };
    for (language, agency, post) in [
        ("vi", "Sở Nông nghiệp và Môi trường xin lỗi", "Lâm Tâm Đoan, Phó Giám đốc Sở, 0203 000 0112"),
        ("en", "apologises", "Lâm Tâm Đoan, Deputy Director of Department, 0203 000 0112"),
    ] {
        let text = of("extended", language);
        assert!(text.mail.contains(agency) && text.mail.contains(post), "{}", text.mail);
        assert!(text.mail.contains("Phải xác minh ranh giới thửa đất tại thực địa."));
        assert!(text.mail.contains("https://l/d/t/apology.pdf"));
        let late = of("late", language);
        let says = if language == "vi" {
            "Thư xin lỗi đã được ký"
        } else {
            "A letter of apology was signed"
        };
        assert!(
            late.sms.contains(says),
            "a promise that is missed all the same names the letter: {}",
            late.sms
        );
    }
}

#[tokio::test]
async fn a_late_message_says_that_no_apology_was_signed() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = received(&centre).await;
    let about = centre.dossier(dossier).await;
    let words = MessageWords::shipped().expect("whole");
    let told = Occasion::Dossier { state: &about, link: "l", reason: "" };
    let text = words.text("late", told, &person("vi"), &centre.app.directory()).expect("a text");
    assert!(text.sms.contains("Chưa có phiếu xin lỗi nào được ký"), "{}", text.sms);
    assert!(text.mail.contains("Chưa có phiếu xin lỗi nào được ký"), "{}", text.mail);
}

#[tokio::test]
async fn a_ticket_and_an_appointment_are_told_in_two_parts_at_most_without_marks() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let stream = centre.takes_ticket("land").await;
    let ticket: ticket::State = centre.app.ticket_state(stream).await.expect("read").expect("a ticket");
    let booking = appointment::Booking {
        number: 12,
        series: "D".to_owned(),
        from: centre.app.now() + 3_600_000,
        until: centre.app.now() + 4_500_000,
        procedure: String::new(),
        token: "token".to_owned(),
        person: Party { subject: SubjectId(1), version: 1, digest: String::new() },
        booked_at: 0,
        reminded_at: None,
        status: appointment::Status::Booked,
    };
    let (words, directory) = (MessageWords::shipped().expect("whole"), centre.app.directory());
    let link = "https://dvc.example.vn/t/0123456789abcdefghjkmnpqrs";
    let tellings = [
        ("near", Occasion::Ticket { state: &ticket, before: 3, link }),
        ("near", Occasion::Ticket { state: &ticket, before: 0, link }),
        ("appointment", Occasion::Appointment { hall: "H1", booking: &booking, link }),
    ];
    let mut shown = String::new();
    for (template, told) in tellings {
        for language in ["vi", "en"] {
            let text = words.text(template, told, &person(language), &directory).expect("a text");
            let plain = sms_parts(&unaccented(&text.sms));
            assert_eq!((plain.encoding, plain.parts <= 2), (Encoding::Gsm7, true), "{}", text.sms);
            assert!(text.sms.contains(link) && text.mail.contains(link) && !text.sms.contains("Nguyễn"));
            writeln!(shown, "{template} {language} ({} parts)\n{}\n", plain.parts, text.sms).expect("taken");
        }
    }
    assert_ne!(stream, StreamId(0));
    insta::assert_snapshot!(shown);
}
