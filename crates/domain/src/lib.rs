//! The one-stop service's own law: aggregates, rules and the catalogue, without a clock, a database or a network.
//!
//! One folder per thing with a life, the same files in each: `state`, `command` or `decide`, `event`, `apply`,
//! `views`. To add a command: a variant in `decide.rs`, the events it leaves, what they change in `apply.rs`,
//! and what pages see of it in `views.rs`; a column for it in [`tables`].

pub mod announcement;
pub mod appointment;
pub mod arrival;
pub mod catalogue;
pub mod counter;
pub mod delegation;
pub mod dossier;
pub mod gate;
pub mod hall;
pub mod handover;
pub mod identity_card;
pub mod journal;
pub mod kernel;
pub mod message;
pub mod mining;
pub mod pad;
pub mod payment;
pub mod petition;
pub mod post;
pub mod report;
pub mod tables;
pub mod ticket;
pub mod visit;

pub use journal::{Event, State};
