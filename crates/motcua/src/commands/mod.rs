//! One file a command, or a family of them.

pub(crate) mod account;
pub(crate) mod bench;
pub(crate) mod catalogue;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod due;
mod filling;
pub(crate) mod fit;
pub(crate) mod history;
pub(crate) mod mine;
pub(crate) mod ocel;
pub(crate) mod older;
pub(crate) mod plan;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod token;
