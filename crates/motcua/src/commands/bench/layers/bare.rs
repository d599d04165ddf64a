//! (a) The very rows of (b), in its transactions, in a bare loop.

use super::super::cpu::Whose;
use super::super::drive::Took;
use super::super::ground::{Ground, Patch};
use super::{Meter, Run};
use std::sync::Arc;
use store::bench::{TapedBatch, bare_loop};

pub(crate) async fn run(
    ground: &Ground,
    patch: &Patch,
    batches: &Arc<Vec<TapedBatch>>,
) -> anyhow::Result<Run> {
    let meter = Meter::new(Whose::Own, ground);
    let began = std::time::Instant::now();
    let done = bare_loop(patch.file().as_deref(), patch.dsn(), batches).await?;
    let in_all = began.elapsed();
    let each = done.iter().flat_map(|batch| std::iter::repeat_n(batch.took, batch.commands));
    Ok(meter.run(Took::new(in_all, each.collect())))
}
