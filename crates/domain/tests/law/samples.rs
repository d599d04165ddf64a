//! One sample of every event in every version it was ever written: all of them must still be read, for ever.

use domain::Event;
use domain::kernel::Kind;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Sample {
    kind: Kind,
    name: String,
    schema: i64,
    body: serde_json::Value,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/events")
}

fn samples() -> Vec<(String, Sample)> {
    let mut samples: Vec<(String, Sample)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let sample = serde_json::from_str(&std::fs::read_to_string(&path).unwrap());
            (file.clone(), sample.unwrap_or_else(|error| panic!("{file}: {error}")))
        })
        .collect();
    samples.sort_by(|one, other| one.0.cmp(&other.0));
    samples
}

/// Names of all events there are, read where they are named.
fn names() -> BTreeSet<String> {
    let sources = [
        include_str!("../../src/announcement/event.rs"),
        include_str!("../../src/appointment/event.rs"),
        include_str!("../../src/arrival/event.rs"),
        include_str!("../../src/counter/event.rs"),
        include_str!("../../src/delegation/event.rs"),
        include_str!("../../src/dossier/event/name.rs"),
        include_str!("../../src/gate/event.rs"),
        include_str!("../../src/handover/event.rs"),
        include_str!("../../src/message/event.rs"),
        include_str!("../../src/pad/event.rs"),
        include_str!("../../src/payment/event.rs"),
        include_str!("../../src/petition/event.rs"),
        include_str!("../../src/post/event.rs"),
        include_str!("../../src/report/event.rs"),
        include_str!("../../src/ticket/event.rs"),
        include_str!("../../src/visit/event.rs"),
    ];
    sources
        .iter()
        .flat_map(|source| source.lines())
        .filter(|line| line.trim_start().starts_with("Self::"))
        // Words of what a correction is about stand in the same file; names of events begin with a capital.
        .filter_map(|line| Some(line.split_once("=> \"")?.1.trim_end_matches(['"', ',']).to_owned()))
        .filter(|name: &String| name.starts_with(|letter: char| letter.is_ascii_uppercase()))
        .collect()
}

#[test]
fn every_event_ever_written_is_still_read_and_says_the_same() {
    for (file, sample) in samples() {
        assert_eq!(file, format!("{}.v{}.json", sample.name, sample.schema));
        let bytes = serde_json::to_vec(&sample.body).unwrap();
        let event = Event::from_json(sample.kind, &bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!((event.kind(), event.name()), (sample.kind, sample.name.as_str()), "{file}");
        if event.schema() == sample.schema {
            let written: serde_json::Value = serde_json::from_slice(&event.to_json()).unwrap();
            assert_eq!(
                written, sample.body,
                "{file}: written today it would look different; that is a new version"
            );
        }
    }
}

#[test]
fn every_event_there_is_has_a_sample_of_its_present_version() {
    let present: BTreeSet<String> = samples()
        .into_iter()
        .filter(|(_, sample)| {
            let bytes = serde_json::to_vec(&sample.body).unwrap();
            Event::from_json(sample.kind, &bytes).is_ok_and(|event| event.schema() == sample.schema)
        })
        .map(|(_, sample)| sample.name)
        .collect();
    let names = names();
    assert!(names.len() >= 55, "{} events", names.len());
    assert_eq!(present, names);
}

#[test]
fn no_sample_holds_what_only_the_side_table_may_hold() {
    for (file, sample) in samples() {
        let text = sample.body.to_string();
        for word in ["phone", "address", "id_number", "email", "birth"] {
            assert!(!text.contains(word), "{file} speaks of {word}");
        }
    }
}
