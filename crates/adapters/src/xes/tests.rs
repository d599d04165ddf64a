use super::*;
use proptest::prelude::*;

const SMALL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="trace"><string key="concept:name" value="name"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="concept:name" value="receipt &amp; more"/>
  <float key="meta:mean" value="1.5"><float key="Resource01" value="2.0"/></float>
  <trace>
    <string key="concept:name" value="case-1"/>
    <date key="deadline" value="2011-12-06T13:41:31.788+01:00"/>
    <event>
      <string key="concept:name" value="Tiếp nhận"/>
      <date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/>
      <int key="cost" value="3"/>
      <boolean key="ok" value="true"/>
    </event>
    <event/>
  </trace>
  <trace/>
</log>
"#;

#[test]
fn cases_events_and_instants_are_read_and_statistics_are_not() {
    let log = read(SMALL).unwrap();
    assert_eq!(log.name, "receipt & more");
    assert_eq!(log.cases.len(), 2);
    let case = &log.cases[0];
    assert_eq!((case.line, case.attributes.text(keys::NAME).as_str()), (8, "case-1"));
    assert_eq!(case.attributes.instant("deadline"), Some(1_323_175_291_788));
    assert_eq!(case.attributes.0.len(), 2);
    assert_eq!(case.events.len(), 2);
    assert_eq!(case.events[0].attributes.instant(keys::AT), Some(1_318_333_540_276));
    assert_eq!(case.events[0].attributes.get("cost"), Some(&Value::Int(3)));
    assert_eq!(case.events[0].attributes.get("ok"), Some(&Value::Bool(true)));
    assert_eq!(case.events[0].attributes.text(keys::NAME), "Tiếp nhận");
}

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn what_is_broken_is_named_with_its_line() {
    let cut = SMALL.split("</trace>").next().unwrap();
    assert_eq!(refused(cut), "line 18: the file ends before </log>");
    assert!(refused("<html></html>").starts_with("line 1: expected <log>, found <html>"));
    assert_eq!(refused(""), "line 1: expected <log>, the file has none");
    assert!(
        refused("\n\n<log><trace></log>").starts_with("line 3: not well-formed XML"),
        "{}",
        refused("<log><trace></log>")
    );
    let loose = SMALL.replacen("<trace>", "<event></event>\n<trace>", 1);
    assert!(refused(&loose).starts_with("line 8: <event> where none can be"), "{}", refused(&loose));
    let nested = SMALL.replacen("<event/>", "<trace/>", 1);
    assert!(refused(&nested).starts_with("line 17: <trace> where none can be"), "{}", refused(&nested));
    let date = SMALL.replace("2011-10-11T13:45:40.276+02:00", "yesterday");
    assert_eq!(
        refused(&date),
        "line 13: the value of time:timestamp is \"yesterday\", expected an instant such as 2011-10-11T13:45:40.276+02:00"
    );
    let number = SMALL.replace("value=\"3\"", "value=\"three\"");
    assert_eq!(refused(&number), "line 14: the value of cost is \"three\", expected a whole number");
    let bare = SMALL.replace("key=\"cost\" ", "");
    assert_eq!(refused(&bare), "line 14: an attribute without key=");
}

#[test]
fn an_instant_without_an_offset_is_read_as_utc() {
    let text = SMALL.replace("2011-10-11T13:45:40.276+02:00", "2011-10-11T11:45:40.276");
    assert_eq!(read(&text).unwrap().cases[0].events[0].attributes.instant(keys::AT), Some(1_318_333_540_276));
}

/// What XML can carry: any text without control signs other than tab and line breaks.
fn any_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        any::<char>().prop_filter("XML carries it", |sign| {
            (!sign.is_control() || matches!(sign, '\t' | '\n' | '\r'))
                && !matches!(sign, '\u{fffe}' | '\u{ffff}')
        }),
        0..12,
    )
    .prop_map(|signs| signs.into_iter().collect())
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_text().prop_map(Value::Text),
        (0..4_000_000_000_000_i64).prop_map(Value::Instant),
        any::<i64>().prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
    ]
}

fn any_attributes() -> impl Strategy<Value = Attributes> {
    proptest::collection::vec(("[a-z:]{1,8}", any_value()), 0..4)
        .prop_map(|pairs| Attributes(pairs.into_iter().collect()))
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        name in any_text(),
        cases in proptest::collection::vec((any_attributes(), proptest::collection::vec(any_attributes(), 0..3)), 0..4),
    ) {
        let mut writer = Writer::begin(Vec::new(), &name).unwrap();
        for (attributes, events) in &cases {
            let events = events.iter().map(|one| Event { line: 0, attributes: one.clone() }).collect();
            writer.case(&Case { line: 0, attributes: attributes.clone(), events }).unwrap();
        }
        let text = String::from_utf8(writer.end().unwrap()).unwrap();
        let log = read(&text).unwrap();
        prop_assert_eq!(&log.name, &name);
        let again: Vec<_> = log
            .cases
            .into_iter()
            .map(|case| (case.attributes, case.events.into_iter().map(|event| event.attributes).collect::<Vec<_>>()))
            .collect();
        prop_assert_eq!(again, cases);
    }

    #[test]
    fn no_text_makes_it_panic(text in any_text(), cut in 0..700_usize) {
        let _ = read(&text);
        let end = (0..=cut.min(SMALL.len())).rev().find(|end| SMALL.is_char_boundary(*end)).unwrap_or(0);
        let _ = read(&SMALL[..end]);
    }
}
