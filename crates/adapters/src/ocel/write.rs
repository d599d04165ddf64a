//! A log as a file. One event and one object a line, so that people can look at it.

use super::{Log, Relation, Value};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// How much was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Events by kind.
    pub events: BTreeMap<&'static str, u64>,
    /// Objects by kind.
    pub objects: BTreeMap<&'static str, u64>,
    /// From events to objects.
    pub of_events: u64,
    /// From objects to objects.
    pub of_objects: u64,
}

/// Writes a log.
///
/// # Errors
/// When nothing can be written.
pub fn write(out: &mut dyn Write, log: &Log) -> io::Result<Written> {
    let mut written = Written::default();
    let mut event_types: Types = BTreeMap::new();
    for event in &log.events {
        let known = event_types.entry(event.kind).or_default();
        known.extend(event.attributes.iter().map(|(name, value)| (*name, value.kind())));
        *written.events.entry(event.kind).or_default() += 1;
        written.of_events += many(&event.objects);
    }
    let mut object_types: Types = BTreeMap::new();
    for object in &log.objects {
        let known = object_types.entry(object.kind).or_default();
        known.extend(object.attributes.iter().map(|(name, value, _)| (*name, value.kind())));
        *written.objects.entry(object.kind).or_default() += 1;
        written.of_objects += many(&object.objects);
    }
    write!(out, "{{\"eventTypes\":{},\n\"objectTypes\":{},\n", types(&event_types), types(&object_types))?;
    list(out, "events", log.events.iter(), |event| {
        json!({
            "id": event.id,
            "type": event.kind,
            "time": instant(event.at),
            "attributes": event.attributes.iter()
                .map(|(name, value)| json!({"name": name, "value": said(value)})).collect::<Vec<_>>(),
            "relationships": relations(&event.objects),
        })
    })?;
    out.write_all(b",\n")?;
    list(out, "objects", log.objects.iter(), |object| {
        json!({
            "id": object.id,
            "type": object.kind,
            "attributes": object.attributes.iter()
                .map(|(name, value, at)| json!({"name": name, "value": said(value), "time": instant(*at)})).collect::<Vec<_>>(),
            "relationships": relations(&object.objects),
        })
    })?;
    out.write_all(b"}\n")?;
    Ok(written)
}

type Types = BTreeMap<&'static str, BTreeSet<(&'static str, &'static str)>>;

fn list<T>(
    out: &mut dyn Write,
    name: &str,
    all: impl Iterator<Item = T>,
    one: impl Fn(T) -> Json,
) -> io::Result<()> {
    write!(out, "\"{name}\":[")?;
    for (place, each) in all.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &one(each))?;
    }
    out.write_all(b"]")
}

fn types(types: &Types) -> Json {
    types
        .iter()
        .map(|(name, attributes)| {
            let attributes: Vec<Json> =
                attributes.iter().map(|(name, kind)| json!({"name": name, "type": kind})).collect();
            json!({"name": name, "attributes": attributes})
        })
        .collect()
}

fn relations(relations: &[Relation]) -> Vec<Json> {
    relations.iter().map(|one| json!({"objectId": one.object, "qualifier": one.qualifier})).collect()
}

fn said(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Int(number) => json!(number),
        Value::Bool(yes) => json!(yes),
        Value::Instant(at) => json!(instant(*at)),
    }
}

/// Milliseconds and `Z`.
fn instant(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

fn many<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
