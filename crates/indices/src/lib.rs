//! Indices: numbers in, numbers and their explanation out. Whole numbers only; rounding is said where it is done.
//!
//! [`one_stop`] is the evaluation of handling under the one-stop decree, of officers and of units.

pub mod one_stop;
mod tenths;

pub use tenths::Tenths;
