//! Components: each a plain struct and a small template, so that pages, fragments and the styleguide draw the same.
//!
//! To add one: a struct here with its template in `templates/parts/`, its states on the styleguide
//! (`pages/styleguide.rs`), then use it: `{{ chip }}` in a page's template. Values are escaped inside; the component
//! itself is not escaped again.

mod form;
mod promise;
mod small;
mod steps;
mod strip;
mod timebar;

pub use form::{ErrorLine, ErrorSummary, Field, FieldKind, Hidden, Pick};
pub use promise::{DayCell, PromiseCard, counted_days};
pub use small::{Chip, Empty, Icon, Key, KeyBar, Note, Pager, PagerForm, Tag, Toast, icon};
pub use steps::{Moment, StepFacts, StepItem, StepLine, Waiting};
pub use strip::{Segment, Strip, StripFacts};
pub use timebar::TimeBar;

/// The parts are HTML already: their own templates escaped what they were given.
macro_rules! html_safe {
    ($($part:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $part {})+ };
}
html_safe!(
    Chip,
    Empty,
    Icon,
    KeyBar,
    Note,
    Pager,
    Tag,
    Toast,
    ErrorSummary,
    Field,
    Hidden,
    PromiseCard,
    StepLine,
    Strip,
    TimeBar,
);
