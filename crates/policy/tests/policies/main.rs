//! What the policies say, as tables and sentences.

mod people;

use people::*;
use policy::{Action, Policies, Resource};

#[test]
fn the_shipped_policies_keep_to_their_schema() {
    if let Err(error) = Policies::new() {
        panic!("{error}")
    }
}

#[test]
fn a_receiver_takes_the_intake_of_her_centre_and_the_answer_names_the_rule() {
    let receiver = staff("lan", "receiver", &CENTRE);
    let decision =
        asked(&receiver, Action::IntakeDossier, &Resource::counter(&path(&CENTRE), Some("lan")), &[]);
    assert!(decision.allowed);
    assert_eq!(decision.rule, "receiver-takes-intake");
}
