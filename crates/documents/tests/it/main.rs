//! What is printed, as the person at the counter would check it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod bare;
mod bitmap;
mod forms;
mod input;
mod overrides;
mod samples;
mod tables;
