//! A centre at work, told in sentences, on both engines.

mod papers;
mod registry;
mod walk;
