//! A centre at work, told in sentences, on both engines.

mod announcements;
mod appointments;
mod arrivals;
mod directing;
mod estimates;
mod figures;
mod finding;
mod hall;
mod handover;
mod lists;
mod machines;
mod money;
mod next_hour;
mod older;
mod papers;
mod petitions;
mod post;
mod ratings;
mod registry;
mod replay;
mod reports;
mod servers;
mod slips;
mod unclaimed;
mod walk;
