//! The real router over a real centre: what pages say, who is let in, what a form does once.

mod api;
mod authority;
mod book;
mod citizen;
mod demo;
mod door;
mod errands;
mod forms;
mod fragments;
mod hall;
mod log;
mod rate;
mod routes;
mod sign_in;
mod staff;
mod traces;
mod visitor;
