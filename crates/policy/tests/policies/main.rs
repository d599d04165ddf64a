//! What the policies say, as tables and sentences.

mod checks;
mod hall;
mod matrix;
mod people;
mod scopes;
mod signing;
mod steps;
mod strangers;
