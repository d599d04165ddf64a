//! The real router over a real centre: what pages say, who is let in, what a form does once.

mod citizen;
mod hall;
mod routes;
mod sign_in;
mod visitor;
