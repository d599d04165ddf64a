//! A centre at work, told in sentences, on both engines.

mod registry;
mod walk;
mod papers;
