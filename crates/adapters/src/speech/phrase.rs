//! Words of a call, as they are said at hospitals: letters and digits one by one, the counter as a number.

use std::sync::LazyLock;

/// The table of clips: language, clip, words shown, words for the synthesiser.
const TABLE: &str = include_str!("../../../../data/voice/clips.csv");

static CLIPS: LazyLock<Vec<ClipId>> = LazyLock::new(|| TABLE.lines().skip(1).map(ClipId::of_line).collect());

/// Which language a call is said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Tiếng Việt.
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// The folder in the voice pack, and the language tag of a page.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }
}

/// Đoạn tiếng: one clip of the voice pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClipId {
    language: Language,
    name: &'static str,
    words: &'static str,
    say: &'static str,
}

impl ClipId {
    /// All clips a pack should hold, in the order of the table.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &CLIPS
    }

    fn of_line(line: &'static str) -> Self {
        let mut cells = line.split(',');
        let mut cell = || cells.next().expect("clips.csv has four columns, a test reads them all");
        let language = if cell() == "vi" { Language::Vietnamese } else { Language::English };
        Self { language, name: cell(), words: cell(), say: cell() }
    }

    fn find(language: Language, name: &str) -> Option<Self> {
        CLIPS.iter().copied().find(|clip| clip.language == language && clip.name == name)
    }

    /// Its language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// Its file name in the folder of its language, without `.wav`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// What it says, as it is shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        self.words
    }

    /// What it says, as the synthesiser is told.
    #[must_use]
    pub(super) const fn say(self) -> &'static str {
        self.say
    }
}

/// Câu gọi: a call as clips and as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What is said, in order.
    pub clips: Vec<ClipId>,
    /// The same to be read.
    pub text: String,
}

/// A ticket or counter that cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Ticket codes are letters A to Z and digits, with hyphens between if wished.
    #[error("a ticket cannot have the sign {0:?}")]
    Sign(char),
    /// No letter and no digit.
    #[error("the ticket is empty")]
    Empty,
    /// Counters are 1 to 99.
    #[error("counter {0} cannot be said: 1 to 99 can")]
    Counter(u32),
    /// The voice pack has no clip for these words.
    #[error("nothing in the voice pack says {0:?}")]
    NoClip(String),
}

/// The call of a ticket to a counter.
///
/// ```
/// use adapters::speech::{Language, call_phrase};
/// let call = call_phrase(Language::Vietnamese, "A012", 5)?;
/// assert_eq!(call.text, "Mời công dân có số A không một hai đến quầy số năm");
/// # Ok::<(), adapters::speech::PhraseError>(())
/// ```
///
/// # Errors
/// When the ticket or the counter cannot be said.
pub fn call_phrase(language: Language, ticket: &str, counter: u32) -> Result<Phrase, PhraseError> {
    call_phrase_in(language, ticket, counter, "")
}

/// The call of a ticket to a counter of a part of the hall, by that area's name in this language. The area is said where the table has a clip that
/// says just that name, or where the name is a letter; of no length, or without a clip, it is left out: the screens say it.
///
/// ```
/// use adapters::speech::{Language, call_phrase_in};
/// let call = call_phrase_in(Language::Vietnamese, "A012", 5, "Đất đai - Xây dựng")?;
/// assert!(call.text.ends_with("đến quầy số năm khu Đất đai - Xây dựng"));
/// # Ok::<(), adapters::speech::PhraseError>(())
/// ```
///
/// # Errors
/// When the ticket or the counter cannot be said.
pub fn call_phrase_in(
    language: Language,
    ticket: &str,
    counter: u32,
    area: &str,
) -> Result<Phrase, PhraseError> {
    let (call, go_to) = match language {
        Language::Vietnamese => ("moi", "den-quay"),
        Language::English => ("call", "go-to"),
    };
    let mut names = vec![call.to_owned()];
    names.extend(spelt(language, ticket)?);
    names.push(go_to.to_owned());
    names.extend(counted(language, counter)?);
    names.extend(area_named(language, area));
    Ok(joined(language, &names))
}

/// Clips that say the name of an area, none where the table has none. They are found by their words, so that no loudspeaker says another name than stands
/// over the area.
fn area_named(language: Language, area: &str) -> Vec<String> {
    let (word, words) = match language {
        Language::Vietnamese => ("khu", format!("khu {area}")),
        Language::English => ("area", format!("{area} area")),
    };
    let whole = CLIPS.iter().find(|clip| clip.language == language && clip.words == words);
    match (whole, area.as_bytes()) {
        (Some(clip), _) => vec![clip.name.to_owned()],
        (None, [letter]) if letter.is_ascii_alphabetic() => {
            let letter = spelt(language, area).unwrap_or_default();
            [vec![word.to_owned()], letter].concat()
        }
        _ => Vec::new(),
    }
}

/// Màn hình của máy lấy số: which screen of a ticket kiosk is read aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen<'a> {
    /// What one comes for.
    Start,
    /// Typing what one comes for.
    Search,
    /// Taking the number, with or without priority.
    Choose,
    /// The number taken.
    Number(&'a str),
    /// A question of the declaration at the door: `name`, `phone`, or code and version of the form and the code of the question, `health-2021-1-signs`. Another
    /// version may ask something else, so its questions want clips of their own.
    Asked(&'a str),
}

/// What a screen of the kiosk asks, for those who do not read it.
///
/// # Errors
/// When the ticket cannot be said, or no clip says the question.
pub fn screen_phrase(language: Language, screen: Screen<'_>) -> Result<Phrase, PhraseError> {
    let one = |name: &str| vec![format!("kiosk-{name}")];
    let names = match screen {
        Screen::Start => one("start"),
        Screen::Search => one("search"),
        Screen::Choose => one("choose"),
        Screen::Number(ticket) => [one("number"), spelt(language, ticket)?, one("wait")].concat(),
        Screen::Asked(what) => {
            let name = format!("kiosk-asks-{what}");
            ClipId::find(language, &name).ok_or_else(|| PhraseError::NoClip(what.to_owned()))?;
            vec![name]
        }
    };
    Ok(joined(language, &names))
}

/// Lời ở cổng: what the gate of a hall says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtGate<'a> {
    /// Come in.
    In,
    /// The hall is full: wait outside.
    Full,
    /// Speak to the greeter.
    Staff,
    /// The holder of that pass may come in now.
    Come(&'a str),
}

/// What the gate says, for those who do not read its screen.
///
/// # Errors
/// When the pass cannot be said.
pub fn gate_phrase(language: Language, what: AtGate<'_>) -> Result<Phrase, PhraseError> {
    let one = |name: &str| vec![format!("gate-{name}")];
    let (call, come) = match language {
        Language::Vietnamese => ("moi", "come"),
        Language::English => ("call", "in"),
    };
    let names = match what {
        AtGate::In => one("in"),
        AtGate::Full => one("full"),
        AtGate::Staff => one("staff"),
        AtGate::Come(pass) => [vec![call.to_owned()], spelt(language, pass)?, one(come)].concat(),
    };
    Ok(joined(language, &names))
}

fn joined(language: Language, names: &[String]) -> Phrase {
    let clips: Vec<ClipId> = names
        .iter()
        .map(|name| {
            ClipId::find(language, name).expect("every name used here is in clips.csv, a test says them all")
        })
        .collect();
    let text = clips.iter().map(|clip| clip.words()).collect::<Vec<_>>().join(" ");
    Phrase { clips, text }
}

/// Letters and digits one by one.
fn spelt(language: Language, ticket: &str) -> Result<Vec<String>, PhraseError> {
    let (letter, digit) = match language {
        Language::Vietnamese => ("chu", "so"),
        Language::English => ("letter", "n"),
    };
    let names = ticket
        .chars()
        .filter(|sign| !matches!(sign, '-' | ' '))
        .map(|sign| match sign.to_ascii_lowercase() {
            sign @ 'a'..='z' => Ok(format!("{letter}-{sign}")),
            sign @ '0'..='9' => Ok(format!("{digit}-{sign}")),
            _ => Err(PhraseError::Sign(sign)),
        })
        .collect::<Result<Vec<_>, _>>()?;
    if names.is_empty() { Err(PhraseError::Empty) } else { Ok(names) }
}

/// A number from 1 to 99.
fn counted(language: Language, number: u32) -> Result<Vec<String>, PhraseError> {
    if !(1..=99).contains(&number) {
        return Err(PhraseError::Counter(number));
    }
    Ok(match language {
        Language::Vietnamese => vietnamese(number / 10, number % 10),
        Language::English => english(number),
    })
}

/// Mười, mười lăm, hai mươi, hai mươi mốt, hai mươi tư, hai mươi lăm.
fn vietnamese(tens: u32, ones: u32) -> Vec<String> {
    let mut names = match tens {
        0 => Vec::new(),
        1 => vec!["muoi".to_owned()],
        _ => vec![format!("so-{tens}"), "muoi-chuc".to_owned()],
    };
    match (tens, ones) {
        (1.., 0) => {}
        (1.., 5) => names.push("lam".to_owned()),
        (2.., 1) => names.push("mot".to_owned()),
        (2.., 4) => names.push("tu".to_owned()),
        _ => names.push(format!("so-{ones}")),
    }
    names
}

fn english(number: u32) -> Vec<String> {
    match (number / 10 * 10, number % 10) {
        (0 | 10, _) => vec![format!("n-{number}")],
        (tens, 0) => vec![format!("n-{tens}")],
        (tens, ones) => vec![format!("n-{tens}"), format!("n-{ones}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter_in(language: Language, number: u32) -> String {
        let call = call_phrase(language, "A1", number).expect("a good call");
        let clips: Vec<_> = call.clips[4..].iter().map(|clip| clip.words()).collect();
        clips.join(" ")
    }

    #[test]
    fn a_ticket_is_read_sign_by_sign() {
        let call = call_phrase(Language::Vietnamese, "B-105", 12).expect("a good call");
        assert_eq!(call.text, "Mời công dân có số B một không năm đến quầy số mười hai");
        let call = call_phrase(Language::English, "a012", 21).expect("a good call");
        assert_eq!(call.text, "Ticket number A zero one two please go to counter twenty one");
    }

    #[test]
    fn vietnamese_numbers_change_their_words_as_people_say_them() {
        for (number, words) in [
            (1, "một"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (55, "năm mươi lăm"),
            (99, "chín mươi chín"),
        ] {
            assert_eq!(counter_in(Language::Vietnamese, number), words);
        }
    }

    #[test]
    fn english_numbers_are_said_too() {
        for (number, words) in [(9, "nine"), (13, "thirteen"), (30, "thirty"), (47, "forty seven")] {
            assert_eq!(counter_in(Language::English, number), words);
        }
    }

    #[test]
    fn every_ticket_sign_and_every_counter_has_its_clips_in_both_languages() {
        let signs: String = ('A'..='Z').chain('0'..='9').collect();
        for language in [Language::Vietnamese, Language::English] {
            for counter in 1..=99 {
                let call = call_phrase(language, &signs, counter).expect("all can be said");
                assert!(call.clips.len() >= 39);
            }
        }
    }

    #[test]
    fn a_call_names_the_area_where_a_clip_says_just_its_name() {
        let said = |language, area| {
            let whole = call_phrase_in(language, "A1", 5, area).expect("a good call").text;
            let plain = call_phrase(language, "A1", 5).expect("a good call").text;
            whole.strip_prefix(&plain).expect("the area comes last").trim().to_owned()
        };
        assert_eq!(said(Language::Vietnamese, "Đất đai - Xây dựng"), "khu Đất đai - Xây dựng");
        assert_eq!(said(Language::English, "Land and construction"), "Land and construction area");
        assert_eq!(said(Language::Vietnamese, "C"), "khu C");
        assert_eq!(said(Language::English, "c"), "area C");
        for nothing in ["", "Thuế", "Land and construction", "C2", "Đ", "-"] {
            assert_eq!(said(Language::Vietnamese, nothing), "", "{nothing}");
        }
    }

    #[test]
    fn every_area_of_the_provincial_hall_is_said_as_it_is_written() {
        let halls = include_str!("../../../../data/halls/halls.toml");
        let mut seen = 0;
        for area in halls.split("[[area]]").skip(1) {
            for (language, key) in [(Language::Vietnamese, "name = \""), (Language::English, "name_en = \"")]
            {
                let line = area.lines().find_map(|line| line.strip_prefix(key)).expect("it has a name");
                let name = line.trim_end_matches('"');
                assert_eq!(area_named(language, name).len(), 1, "{name} has no clip");
                seen += 1;
            }
        }
        assert!(seen >= 8, "{seen}");
    }

    #[test]
    fn the_gate_calls_a_pass_into_the_hall_and_all_it_says_has_its_clips() {
        let said = |what| gate_phrase(Language::Vietnamese, what).expect("it can be said").text;
        assert_eq!(said(AtGate::Come("Y012")), "Mời công dân có số Y không một hai vào sảnh");
        for language in [Language::Vietnamese, Language::English] {
            for what in [AtGate::In, AtGate::Full, AtGate::Staff] {
                assert_eq!(gate_phrase(language, what).expect("it can be said").clips.len(), 1);
            }
        }
    }

    #[test]
    fn every_screen_of_the_kiosk_can_be_read_in_both_languages() {
        for language in [Language::Vietnamese, Language::English] {
            for screen in [Screen::Start, Screen::Search, Screen::Choose] {
                let read = screen_phrase(language, screen).expect("it can be said");
                assert_eq!(read.clips.len(), 1);
            }
        }
        let number = screen_phrase(Language::Vietnamese, Screen::Number("D-008")).expect("it can be said");
        assert_eq!(
            number.text,
            "Số của ông bà là D không không tám Xin ngồi chờ. Khi đến lượt loa và màn hình sẽ gọi."
        );
        assert_eq!(screen_phrase(Language::Vietnamese, Screen::Number("")), Err(PhraseError::Empty));
        let unknown = PhraseError::NoClip("health-2031-1-signs".to_owned());
        let asked = screen_phrase(Language::Vietnamese, Screen::Asked("health-2031-1-signs"));
        assert_eq!(asked, Err(unknown), "what nobody has said yet is not read aloud");
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        let call = |ticket, counter| call_phrase(Language::Vietnamese, ticket, counter).map(|call| call.text);
        assert_eq!(call("Đ12", 1), Err(PhraseError::Sign('Đ')));
        assert_eq!(call(" - ", 1), Err(PhraseError::Empty));
        assert_eq!(call("A1", 0), Err(PhraseError::Counter(0)));
        assert_eq!(call("A1", 100), Err(PhraseError::Counter(100)));
    }

    #[test]
    fn the_table_has_one_line_for_each_clip() {
        let clips = ClipId::all();
        assert_eq!(TABLE.lines().next(), Some("language,clip,words,say"));
        assert!(TABLE.lines().all(|line| line.split(',').count() == 4 && !line.contains(",,")));
        for (at, clip) in clips.iter().enumerate() {
            assert_eq!(
                ClipId::find(clip.language, clip.name),
                Some(*clip),
                "line {} is a repetition",
                at + 2
            );
        }
    }
}
