//! What people read, in both languages.

use super::received;
use adapters::sms::{Encoding, sms_parts, unaccented};
use app::testing::centres;
use app::{MessageWords, SubjectData};
use std::fmt::Write;

const TEMPLATES: [&str; 8] =
    ["received", "supplement", "resumed", "late", "ready", "reminder", "corrected", "stopped"];

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
    about.phase = domain::dossier::Phase::Ready { at: centre.app.now() };
    let (words, directory) = (MessageWords::shipped().expect("whole"), centre.app.directory());
    let mut shown = String::new();
    for template in TEMPLATES {
        for language in ["vi", "en"] {
            let link = "https://dvc.example.vn/d/0123456789abcdefghjkmnpqrs";
            let text = words
                .text(template, &about, &person(language), &directory, (link, "Ghi sai họ tên."))
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

#[tokio::test]
async fn a_late_message_says_that_no_apology_was_signed() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = received(&centre).await;
    let about = centre.dossier(dossier).await;
    let words = MessageWords::shipped().expect("whole");
    let text = words.text("late", &about, &person("vi"), &centre.app.directory(), ("l", "")).expect("a text");
    assert!(text.sms.contains("Chưa có phiếu xin lỗi nào được ký"), "{}", text.sms);
    assert!(text.mail.contains("Chưa có phiếu xin lỗi nào được ký"), "{}", text.mail);
}
