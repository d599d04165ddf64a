//! Processor time as Linux counts it in `/proc`: in hundredths of a second, so a measurement lasts seconds.

use std::time::Duration;

/// One tick of `utime` and `stime`: user space sees hundredths of a second whatever the kernel counts in.
const TICK: Duration = Duration::from_millis(10);

/// Whose time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// This process.
    Own,
    /// Another process.
    Process(u32),
    /// A PostgreSQL server: its first process and all below it, also those that have ended.
    Cluster(u32),
}

impl Whose {
    /// Time used so far.
    pub(super) fn used(self) -> Duration {
        let ticks = match self {
            Self::Own => stat("self").map_or(0, |one| one.own),
            Self::Process(id) => stat(&id.to_string()).map_or(0, |one| one.own),
            Self::Cluster(first) => cluster(first),
        };
        TICK * u32::try_from(ticks).unwrap_or(u32::MAX)
    }
}

struct Stat {
    parent: u32,
    own: u64,
    /// Of children that ended.
    ended: u64,
}

fn stat(process: &str) -> Option<Stat> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold spaces and brackets; what is behind its last bracket is numbers.
    let numbers: Vec<u64> =
        text.rsplit_once(')')?.1.split_whitespace().map(|word| word.parse().unwrap_or(0)).collect();
    let [_state, parent, ..] = numbers.as_slice() else { return None };
    let [user, system, ended_user, ended_system] = numbers.get(11..15)? else { return None };
    Some(Stat { parent: u32::try_from(*parent).ok()?, own: user + system, ended: ended_user + ended_system })
}

fn cluster(first: u32) -> u64 {
    let folders = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = folders.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let below: u64 = ids
        .filter_map(|id| stat(&id.to_string()))
        .filter(|one| one.parent == first)
        .map(|one| one.own + one.ended)
        .sum();
    below + stat(&first.to_string()).map_or(0, |one| one.own + one.ended)
}

#[cfg(test)]
mod tests {
    use super::Whose;
    use std::time::{Duration, Instant};

    #[test]
    fn work_is_counted_and_waiting_is_not() {
        let before = Whose::Own.used();
        let begun = Instant::now();
        let mut sum = 0_u64;
        while begun.elapsed() < Duration::from_millis(400) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        let worked = Whose::Own.used();
        assert!(worked > before, "{before:?} {worked:?}");
        assert!(Whose::Process(std::process::id()).used() >= worked);
        assert_eq!(Whose::Process(u32::MAX).used(), Duration::ZERO, "nobody has that id");
    }
}
