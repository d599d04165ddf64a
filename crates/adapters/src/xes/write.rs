//! A log as a file, case by case: nothing is held that was written.

use super::{Attributes, Case, Value};
use quick_xml::events::{BytesStart, Event};
use std::io::{self, Write};

/// Writes a log.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<log xes.version=\"1849.2016\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">
\t<extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>
\t<extension name=\"Time\" prefix=\"time\" uri=\"http://www.xes-standard.org/time.xesext\"/>
\t<extension name=\"Organizational\" prefix=\"org\" uri=\"http://www.xes-standard.org/org.xesext\"/>
\t<extension name=\"Lifecycle\" prefix=\"lifecycle\" uri=\"http://www.xes-standard.org/lifecycle.xesext\"/>
\t<classifier name=\"Activity\" keys=\"concept:name\"/>
";

impl<W: Write> Writer<W> {
    /// Begins a log of that name.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn begin(mut out: W, name: &str) -> io::Result<Self> {
        out.write_all(HEAD.as_bytes())?;
        let mut writer = Self { out };
        writer
            .attributes(&Attributes(vec![(super::keys::NAME.to_owned(), Value::Text(name.to_owned()))]), 1)?;
        Ok(writer)
    }

    /// One case with its events.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn case(&mut self, case: &Case) -> io::Result<()> {
        self.out.write_all(b"\t<trace>\n")?;
        self.attributes(&case.attributes, 2)?;
        for event in &case.events {
            self.out.write_all(b"\t\t<event>\n")?;
            self.attributes(&event.attributes, 3)?;
            self.out.write_all(b"\t\t</event>\n")?;
        }
        self.out.write_all(b"\t</trace>\n")
    }

    /// Ends the log and gives back what it was written to.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn end(mut self) -> io::Result<W> {
        self.out.write_all(b"</log>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn attributes(&mut self, attributes: &Attributes, depth: usize) -> io::Result<()> {
        for (key, value) in &attributes.0 {
            let (kind, text) = match value {
                Value::Text(text) => ("string", text.clone()),
                Value::Instant(at) => ("date", instant(*at)),
                Value::Int(number) => ("int", number.to_string()),
                Value::Float(number) => ("float", number.to_string()),
                Value::Bool(yes) => ("boolean", yes.to_string()),
            };
            for _ in 0..depth {
                self.out.write_all(b"\t")?;
            }
            let mut tag = BytesStart::new(kind);
            tag.push_attribute(("key", carried(key).as_str()));
            tag.push_attribute(("value", carried(&text).as_str()));
            quick_xml::Writer::new(&mut self.out).write_event(Event::Empty(tag))?;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// Milliseconds and `+00:00`, as every reader understands them.
fn instant(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string(),
    )
}

/// What XML can carry: the signs it has no way to write are left out.
fn carried(text: &str) -> String {
    let carries = |sign: &char| {
        matches!(sign, '\t' | '\n' | '\r') || !(sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(carries).collect()
}
