//! Work that nobody presses a button for: sending messages, noting what the clock says, reminding, tidying.
//!
//! A job asks `app` and reports back *as commands*, like everybody else. It owns no truth: every job may be stopped at any
//! moment, run twice or on several servers at once, and be started again after a power cut; the journal decides.
//!
//! # Adding a job
//! A struct with `run_once`, which does everything that is due by the application's clock and says what it did, testable
//! with a clock that stands still; and `next`, which says when there will be something to do. [`run`] does the rest.

#![deny(missing_docs)]

mod abreast;
mod checkpoints;
mod deadlines;
mod declarations;
mod gates;
mod notices;
mod printing;
mod receipts;
mod reminders;
mod retention;
mod runner;
mod scanning;
mod sender;
mod share;
mod silence;
mod transport;
mod unknown_files;

pub use abreast::Abreast;
pub use checkpoints::Checkpoints;
pub use deadlines::{Deadlines, Marked};
pub use declarations::Declarations;
pub use gates::Gates;
pub use notices::Notices;
pub use printing::{Papers, Printing};
pub use receipts::ReceiptTaker;
pub use reminders::Reminders;
pub use retention::Retention;
pub use runner::{Job, JobError, run};
pub use scanning::{Filed, Scanning};
pub use sender::{Sender, Sent};
pub use share::Share;
pub use silence::Silence;
pub use transport::{MailTransport, SmsTransport, Transport, Verdict};
pub use unknown_files::UnknownFiles;
