//! A log from a file's text. What cannot be understood ends the reading, with its line: half a log is no log.

use super::{Case, Event, Log, Value, keys};
use quick_xml::events::{BytesStart, Event as Xml};
use quick_xml::{Reader, XmlVersion};

/// Why a text is no event log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct XesError {
    /// Line, from 1.
    pub line: usize,
    /// What was expected, what came.
    pub what: String,
}

/// Reads a log.
///
/// # Errors
/// When the text is not XML, has no `<log>`, or an attribute is not of the type it says.
pub fn read(text: &str) -> Result<Log, XesError> {
    let mut reading = Reading { reader: Reader::from_str(text), text, seen: 0, line: 1 };
    reading.log()
}

struct Reading<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Bytes whose line breaks are counted.
    seen: usize,
    line: usize,
}

/// Where an attribute belongs.
enum Place {
    Log,
    Case(Case),
    Event(Case, Event),
}

impl<'a> Reading<'a> {
    fn log(&mut self) -> Result<Log, XesError> {
        let mut log = Log::default();
        let mut inside = false;
        let mut place = Place::Log;
        loop {
            match self.next()? {
                Xml::Start(tag) => match (tag.local_name().as_ref(), place, inside) {
                    ("log", at, false) => {
                        inside = true;
                        place = at;
                    }
                    ("trace", Place::Log, true) => {
                        place = Place::Case(Case { line: self.line, ..Case::default() });
                    }
                    ("event", Place::Case(case), _) => {
                        place = Place::Event(case, Event { line: self.line, ..Event::default() });
                    }
                    (misplaced @ ("trace" | "event"), _, true) => return Err(self.misplaced(misplaced)),
                    (_, mut at, true) => {
                        self.attribute(&tag, &mut at, &mut log)?;
                        // What stands inside an attribute is of no concern here.
                        self.skip(&tag)?;
                        place = at;
                    }
                    (found, ..) => return Err(self.wrong(format!("expected <log>, found <{found}>"))),
                },
                Xml::Empty(tag) => match (tag.local_name().as_ref(), &mut place) {
                    ("log", Place::Log) if !inside => return Ok(log),
                    ("trace", Place::Log) => log.cases.push(Case { line: self.line, ..Case::default() }),
                    ("event", Place::Case(case)) => {
                        case.events.push(Event { line: self.line, ..Event::default() });
                    }
                    (misplaced @ ("trace" | "event"), _) => return Err(self.misplaced(misplaced)),
                    (_, at) => self.attribute(&tag, at, &mut log)?,
                },
                Xml::End(tag) => match (tag.local_name().as_ref(), place) {
                    ("event", Place::Event(mut case, event)) => {
                        case.events.push(event);
                        place = Place::Case(case);
                    }
                    ("trace", Place::Case(case)) => {
                        log.cases.push(case);
                        place = Place::Log;
                    }
                    ("log", Place::Log) => return Ok(log),
                    (_, at) => place = at,
                },
                Xml::Eof => {
                    let missing = if inside {
                        "the file ends before </log>"
                    } else {
                        "expected <log>, the file has none"
                    };
                    return Err(self.wrong(missing.to_owned()));
                }
                _ => {}
            }
        }
    }

    /// The next piece; the line is the one at which it begins.
    fn next(&mut self) -> Result<Xml<'a>, XesError> {
        self.count_to(self.reader.buffer_position());
        let next = self.reader.read_event();
        next.map_err(|error| {
            self.count_to(self.reader.error_position());
            self.wrong(format!("not well-formed XML: {error}"))
        })
    }

    fn count_to(&mut self, position: u64) {
        let until = usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len());
        if until > self.seen {
            let passed = &self.text.as_bytes()[self.seen..until];
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.seen = until;
        }
    }

    fn misplaced(&self, tag: &str) -> XesError {
        self.wrong(format!("<{tag}> where none can be: traces stand in the log, events in a trace"))
    }

    fn wrong(&self, what: String) -> XesError {
        XesError { line: self.line, what }
    }

    fn skip(&mut self, tag: &BytesStart<'a>) -> Result<(), XesError> {
        self.reader
            .read_to_end(tag.name())
            .map(|_| ())
            .map_err(|error| self.wrong(format!("not well-formed XML: {error}")))
    }

    fn attribute(&self, tag: &BytesStart<'a>, place: &mut Place, log: &mut Log) -> Result<(), XesError> {
        let Some((key, value)) = self.pair(tag)? else { return Ok(()) };
        match place {
            Place::Log if key == keys::NAME => log.name = value.text(),
            Place::Log => {}
            Place::Case(case) => case.attributes.0.push((key, value)),
            Place::Event(_, event) => event.attributes.0.push((key, value)),
        }
        Ok(())
    }

    /// Key and value of an attribute; nothing for lists, containers, extensions, classifiers and global defaults.
    fn pair(&self, tag: &BytesStart<'a>) -> Result<Option<(String, Value)>, XesError> {
        let kind = tag.local_name();
        if !matches!(kind.as_ref(), "string" | "id" | "date" | "int" | "float" | "boolean") {
            return Ok(None);
        }
        let (key, text) = (self.field(tag, "key")?, self.field(tag, "value")?);
        let wanted = |what: &str| self.wrong(format!("the value of {key} is {text:?}, expected {what}"));
        let value = match kind.as_ref() {
            "date" => Value::Instant(
                instant(&text).ok_or_else(|| wanted("an instant such as 2011-10-11T13:45:40.276+02:00"))?,
            ),
            "int" => Value::Int(text.parse().map_err(|_| wanted("a whole number"))?),
            "float" => Value::Float(text.parse().map_err(|_| wanted("a number"))?),
            "boolean" => Value::Bool(text.parse().map_err(|_| wanted("true or false"))?),
            _ => Value::Text(text),
        };
        Ok(Some((key, value)))
    }

    fn field(&self, tag: &BytesStart<'a>, name: &str) -> Result<String, XesError> {
        let wrong = |what: String| self.wrong(what);
        let found =
            tag.try_get_attribute(name).map_err(|error| wrong(format!("not well-formed XML: {error}")))?;
        let found = found.ok_or_else(|| wrong(format!("an attribute without {name}=")))?;
        let text = found
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(|error| wrong(format!("not well-formed XML: {error}")))?;
        Ok(text.into_owned())
    }
}

/// UTC milliseconds. A date without an offset is no instant; logs of that kind are read as UTC, as the tools that write them do.
fn instant(text: &str) -> Option<i64> {
    let known = text.parse::<jiff::Timestamp>().ok();
    let known = known.or_else(|| format!("{text}Z").parse().ok());
    known.map(jiff::Timestamp::as_millisecond)
}
