//! Hồ sơ: a citizen's or an organisation's application, from the counter to the result in hand.
//!
//! ```text
//!                       ask                        ask
//! draft ---> supplement_at_intake     .--> supplement --.
//!   |  \            |                 |                 | answer (limit restarts or goes on)
//!   |   \           | complete        |                 v
//!   |    `----------+----------> processing <-----------'
//!   | refuse                      |   |   \
//!   v                    withdraw |   |    `-- last step done --> ready (9) --> returned (10)
//! refused                         v   v stop
//!                         withdrawn   stopped
//! ```
//!
//! A dossier of another system is taken over instead of drafted: it begins under way, with the code and the promise it has there,
//! and what was done there is noted until it is closed.
//!
//! Invariants: one official code, given at reception and never used again; while it is under way exactly one step
//! is open and exactly one person, or one unit's head, answers for it; the promise printed on the slip is never
//! changed in place, a new one is made with its reason, and an extension moves the current date once and leaves the first; a result is handed over once, after the fee.

mod amend;
mod apply;
mod clock;
mod command;
mod decide;
mod earlier;
mod event;
mod extension;
mod facts;
mod intake;
mod life;
mod papers;
mod refusal;
mod result;
mod scans;
mod signed;
mod state;
mod stretch;
mod taken_over;
mod views;
mod work;

pub use apply::apply;
pub(crate) use clock::not_covered;
pub use command::{By, Command, Correct, Extend, Outcome};
pub use decide::{decide, ruled_by};
pub use earlier::EarlierPaper;
pub use event::{Correction, Event};
pub use extension::{Extension, ExtensionRule, may_extend};
pub use facts::{
    Appointment, AskWithin, Assignee, Assignees, Facts, Party, Plan, ProcedureRef, Promise, PromiseDay,
    Rules, Silence, StepKind, StepPlan, SupplementPolicy,
};
pub use life::{ClockThen, Listener, Moment, OfStep, Used, life};
pub use papers::{Batch, PaperPlace, PaperWay};
pub use refusal::RefusalProposal;
pub use scans::{
    Counted, FiledScan, KeptOffScan, NotScanned, PageImage, PaperScan, SCAN_MARK, Scan, images_equal_pages,
    kept_off, may_scan, read_scan_mark, scan_mark,
};
pub use signed::SignedUnder;
pub use state::{
    FilingChannel, Holder, Intake, Item, Original, Paper, PaperForm, Parked, Phase, Proxy, ResultDocument,
    State, Supplement, Timeliness, Turn,
};
pub use stretch::{CountedUnder, LateFrom, Stretch};
pub use taken_over::{Told, can_be_taken_up, note, take_up};
pub use views::views;
pub use work::waits_until;

/// Hẹn trả, trước khi chốt: the promise a plan would get if it were received at `now`, by the code that makes it at reception.
///
/// # Errors
/// When the calendar does not reach that far.
pub fn promise_at(
    plan: &Plan,
    facts: &Facts<'_>,
    now: crate::kernel::Millis,
) -> Result<Promise, crate::kernel::Refusal> {
    clock::promise(plan, 0, now, facts)
}

/// Mã số hồ sơ: agency code, reception day as YYMMDD, and the running number of agency and day in four digits,
/// five from 10,000 (Circular 01/2018/TT-VPCP art. 19).
///
/// ```
/// assert_eq!(domain::dossier::code("000.21.15.H49", 20_210_629, 1), "000.21.15.H49-210629-0001");
/// ```
#[must_use]
pub fn code(agency: &str, day: i64, number: i64) -> String {
    format!("{agency}-{:06}-{number:04}", day % 1_000_000)
}

/// The reception day in a code, as `yyyymmdd`; nothing when it is not a code of this form.
///
/// ```
/// assert_eq!(domain::dossier::day_of_code("000.21.15.H49-210629-0001"), Some(20_210_629));
/// ```
#[must_use]
pub fn day_of_code(code: &str) -> Option<i64> {
    let mut parts = code.rsplit('-');
    let number = parts.next()?;
    let day = parts.next()?;
    parts.next()?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 6 || !(4..=5).contains(&number.len()) || !digits(day) || !digits(number) {
        return None;
    }
    day.parse::<i64>().ok().map(|day| 20_000_000 + day)
}

/// What stands as a barcode on the cover sheet of one paper.
#[must_use]
pub fn barcode(code: &str, item: i64) -> String {
    format!("{code}/{item:02}")
}
