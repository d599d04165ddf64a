//! What an earlier dossier has is not asked for again.

use super::centre::*;
use domain::dossier::{Command, PaperForm};
use domain::kernel::{StreamId, SubjectId};

const EARLIER: StreamId = StreamId(5);
const APPLICANT: SubjectId = SubjectId(7);

fn wanted(name: &str) -> domain::dossier::Paper {
    paper(4, name, PaperForm::Certified, false)
}

#[test]
fn a_copy_that_was_handed_in_is_held_and_found_by_its_name_and_an_original_only_until_it_goes_back() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.goes_to_ready();
    let found = centre.dossier().has_earlier(EARLIER, APPLICANT, &wanted("nghi quyet")).unwrap();
    assert_eq!((found.item, found.dossier, found.form), (4, EARLIER, PaperForm::Copy));
    assert_eq!(
        (&found.code, found.received_at),
        (&centre.dossier().code, centre.dossier().received_at.unwrap())
    );
    let original = || wanted("Giấy chứng nhận");
    assert!(centre.dossier().has_earlier(EARLIER, APPLICANT, &original()).is_ok());
    centre.hands_over();
    let refused = centre.dossier().has_earlier(EARLIER, APPLICANT, &original()).unwrap_err();
    assert_eq!((refused.field.as_str(), refused.code.as_str()), ("paper-4", "earlier_paper_not_held"));
    assert!(centre.dossier().has_earlier(EARLIER, APPLICANT, &wanted("Nghị quyết")).is_ok());
}

#[test]
fn another_persons_paper_another_paper_and_one_that_was_only_shown_are_not_held() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let of = |applicant, name: &str| centre.dossier().has_earlier(EARLIER, applicant, &wanted(name)).is_ok();
    assert!(of(APPLICANT, "Nghị quyết"));
    assert!(!of(SubjectId(8), "Nghị quyết"), "somebody else's");
    assert!(!of(APPLICANT, "Bản vẽ"), "never handed in");
    let mut shown = centre.dossier().clone();
    shown.intake.papers[1].form = PaperForm::Shown;
    assert!(shown.has_earlier(EARLIER, APPLICANT, &wanted("Nghị quyết")).is_err());
}

#[test]
fn a_dossier_that_was_taken_back_holds_nothing() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    centre.does(Command::Withdraw { by: by("lan"), reason: "Đổi ý".to_owned() });
    assert_eq!(centre.dossier().held_papers().count(), 0);
}
