//! The rules of the house, as tests: who may use whom, what a paper may say, what a source or a data file looks like.
//!
//! A rule may begin with a list of the files that do not keep it yet; such a list only ever shrinks.

mod arrows;
mod data;
mod demo;
mod glossary;
mod papers;
mod sources;
mod tree;
