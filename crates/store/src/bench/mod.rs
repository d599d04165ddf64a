//! What `motcua bench` needs of a store and nobody else does: a tape of what the writer sends, a bare loop that sends the same again,
//! and throw-away databases on a PostgreSQL server. Behind the feature `bench`; no server opens a store with a tape.

mod bare;
mod server;
mod tape;

pub use bare::{BareBatch, bare_loop};
pub use server::ThrowAway;
pub use tape::{Sent, Tape, TapedBatch};
pub(crate) use {bare::Watch, tape::Taped};
