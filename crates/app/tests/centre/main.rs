//! A centre at work, told in sentences, on both engines.

mod appointments;
mod arrivals;
mod estimates;
mod figures;
mod finding;
mod hall;
mod lists;
mod machines;
mod money;
mod older;
mod papers;
mod petitions;
mod ratings;
mod registry;
mod replay;
mod reports;
mod servers;
mod slips;
mod walk;
