//! Papers of an earlier dossier at the counter.

use app::testing::centres;
use app::{AppError, Command, IntakeEnd, IntakeForm, PartyForm};
use domain::dossier::PaperForm;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

#[tokio::test]
async fn a_copy_of_an_earlier_dossier_is_looked_up_there_and_the_slip_says_so() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let mut first = centre.form(LAND.0, LAND.1);
        first.papers[0].form = PaperForm::Certified;
        let earlier = centre.receives(&officer, "05", first, Some(50_000)).await;
        let applicant = centre.dossier(earlier).await.intake.applicant.subject;
        let held = centre.app.papers_held_of(applicant).await.unwrap();
        let form = |applicant| {
            let mut form = IntakeForm { applicant, ..centre.form(LAND.0, LAND.1) };
            (form.papers[0].ok, form.earlier) = (false, vec![(1, earlier)]);
            form
        };
        assert!(held.iter().any(|paper| {
            paper.dossier == earlier && paper.name == form(PartyForm::Known(applicant)).papers[0].name
        }));
        let next = centre.receives(&officer, "05", form(PartyForm::Known(applicant)), Some(50_000)).await;
        let state = centre.dossier(next).await;
        assert_eq!((state.intake.papers[0].form, state.intake.papers[0].ok), (PaperForm::LookedUp, true));
        let code = centre.dossier(earlier).await.code;
        assert_eq!(state.intake.earlier[0].code, code);
        let slip = centre.app.paper_text(next, app::papers::PaperKind::Receipt).await.unwrap().join(" ");
        assert!(slip.contains(&code), "{slip}");
        // Somebody else's paper is nobody's.
        let stranger = centre.form(LAND.0, LAND.1).applicant;
        let command = Command::Intake {
            hall: centre.hall.clone(),
            counter: "05".to_owned(),
            draft: None,
            form: Box::new(form(stranger)),
            end: IntakeEnd::Receive { cash: None },
        };
        let Err(AppError::Refused(refusal)) = centre.ask(&officer, command).await else { panic!("refused") };
        assert_eq!(refusal.violations[0].code, "earlier_paper_not_held");
        centre.journal_is_clean().await;
    }
}
