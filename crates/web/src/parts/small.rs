//! Small components: icon, chip, tag, note, toast, empty list, pager, key bar.

use crate::look::{TimeState, Timing};
use crate::words::T;
use askama::Template;
use calendar::Millis;

/// An icon of the sprite, by name; drawn in the colour of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon(pub &'static str);

impl std::fmt::Display for Icon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-{}\"/></svg>", self.0)
    }
}

/// An icon, for templates.
#[must_use]
pub const fn icon(name: &'static str) -> Icon {
    Icon(name)
}

/// Trạng thái thời gian: colour, icon and words together.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/chip.html")]
pub struct Chip {
    /// What it tells.
    pub state: TimeState,
    /// In words.
    pub text: String,
}

impl Chip {
    /// The chip of a step or a promise at an instant.
    #[must_use]
    pub fn of(t: T, now: Millis, timing: &Timing) -> Self {
        Self { state: timing.state(now), text: timing.words(t, now) }
    }

    /// A chip of one's own words.
    #[must_use]
    pub fn new(state: TimeState, text: impl Into<String>) -> Self {
        Self { state, text: text.into() }
    }
}

/// Nguồn của thông tin: where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/tag.html")]
pub struct Tag {
    /// In words.
    pub text: String,
    /// `known`, `first` or of no length.
    pub kind: &'static str,
}

/// Lời nhắn: something to know, on the page.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/note.html")]
pub struct Note {
    /// `""` for information, `ok`, `soon`, `late`.
    pub kind: &'static str,
    /// What matters, of no length for none.
    pub strong: String,
    /// The rest.
    pub text: String,
}

impl Note {
    /// Information.
    #[must_use]
    pub fn info(text: impl Into<String>) -> Self {
        Self { kind: "", strong: String::new(), text: text.into() }
    }

    /// Something is not as it should be.
    #[must_use]
    pub fn soon(text: impl Into<String>) -> Self {
        Self { kind: "soon", ..Self::info(text) }
    }

    /// Something is wrong.
    #[must_use]
    pub fn late(text: impl Into<String>) -> Self {
        Self { kind: "late", ..Self::info(text) }
    }

    /// All is well.
    #[must_use]
    pub fn ok(text: impl Into<String>) -> Self {
        Self { kind: "ok", ..Self::info(text) }
    }

    /// With what matters first.
    #[must_use]
    pub fn strong(self, strong: impl Into<String>) -> Self {
        Self { strong: strong.into(), ..self }
    }

    fn icon(&self) -> Icon {
        Icon(match self.kind {
            "soon" => "clock",
            "late" => "bang",
            "ok" => "tick",
            _ => "info",
        })
    }

    fn class(&self) -> &'static str {
        match self.kind {
            "soon" => " soon",
            "late" => " late",
            _ => "",
        }
    }
}

/// Việc vừa xong: what was just done, said once on the page that follows.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/toast.html")]
pub struct Toast {
    /// In words.
    pub text: String,
    /// Where to go from it: address and words.
    pub link: Option<(String, String)>,
}

/// Danh sách trống: what will appear here and what to do now.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/empty.html")]
pub struct Empty {
    /// What there is none of.
    pub title: String,
    /// What will appear here.
    pub text: String,
    /// What to do now: address and words.
    pub link: Option<(String, String)>,
}

/// Trang trước, trang sau. The list's state is in the address.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    /// Texts.
    pub t: T,
    /// First row shown, from 1.
    pub from: i64,
    /// Last row shown.
    pub to: i64,
    /// Address of the page before.
    pub before: Option<String>,
    /// Address of the page after.
    pub after: Option<String>,
    /// Where what is asked for stands in no address: the form that asks for a page. Before and after are its values then.
    pub form: Option<PagerForm>,
}

/// The form that asks for another page of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagerForm {
    /// Where it is sent.
    pub action: String,
    /// What every form carries.
    pub hidden: super::Hidden,
    /// Name and value of what was typed.
    pub field: (String, String),
}

impl Pager {
    fn range(&self) -> String {
        if self.to < self.from {
            return String::new();
        }
        self.t.with("pager.range", &[("from", &self.from), ("to", &self.to)])
    }
}

/// One key and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key as it is printed.
    pub key: &'static str,
    /// What it does.
    pub does: String,
}

/// Phím tắt: the keys of a staff room.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/keybar.html")]
pub struct KeyBar {
    /// Heading for screen readers.
    pub label: String,
    /// Keys in order.
    pub keys: Vec<Key>,
}
