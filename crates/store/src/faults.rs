//! Power cuts, lost answers and full disks, on purpose: for tests and simulations, never where people work.

use crate::error::StoreError;
use crate::pending::Pending;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sự cố: which commands meet a fault. Decided by seed and command id, so that it does not matter which commands share a
/// transaction; each meets its fault twice (together with others and alone), then goes through.
#[derive(Clone, Debug, Default)]
pub struct Faults(Option<Arc<Plan>>);

#[derive(Debug)]
struct Plan {
    seed: u64,
    one_in: u64,
    met: Mutex<BTreeMap<String, u32>>,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Everything was written, nothing is kept.
    CutBeforeCommit,
    /// Everything is kept, nobody is told.
    AnswerLost,
    /// There is no room for it.
    FullDisk,
}

impl Faults {
    /// Nothing goes wrong.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// One command of so many meets a fault.
    #[must_use]
    pub fn seeded(seed: u64, one_in: u64) -> Self {
        Self(Some(Arc::new(Plan { seed, one_in: one_in.max(1), met: Mutex::default() })))
    }

    /// Commands that met their fault so far.
    #[must_use]
    pub fn met(&self) -> usize {
        self.0.as_ref().map_or(0, |plan| plan.met.lock().unwrap_or_else(PoisonError::into_inner).len())
    }

    /// Before the transaction is committed.
    pub(crate) fn before_commit(&self, commands: &[Pending]) -> Result<(), StoreError> {
        self.strike(commands, |fault| match fault {
            Fault::CutBeforeCommit => Some(std::io::ErrorKind::BrokenPipe),
            Fault::FullDisk => Some(std::io::ErrorKind::StorageFull),
            Fault::AnswerLost => None,
        })
    }

    /// After the transaction was committed.
    pub(crate) fn after_commit(&self, commands: &[Pending]) -> Result<(), StoreError> {
        self.strike(commands, |fault| {
            (fault == Fault::AnswerLost).then_some(std::io::ErrorKind::ConnectionReset)
        })
    }

    fn strike(
        &self,
        commands: &[Pending],
        strikes: impl Fn(Fault) -> Option<std::io::ErrorKind>,
    ) -> Result<(), StoreError> {
        let Some(plan) = &self.0 else { return Ok(()) };
        let mut met = plan.met.lock().unwrap_or_else(PoisonError::into_inner);
        for command in commands {
            let Some(kind) = plan.fault_of(&command.command_id.0).and_then(&strikes) else { continue };
            let times = met.entry(command.command_id.0.clone()).or_default();
            if *times < TIMES {
                *times += 1;
                return Err(std::io::Error::from(kind).into());
            }
        }
        Ok(())
    }
}

/// How often a command meets its fault.
const TIMES: u32 = 2;

impl Plan {
    fn fault_of(&self, command_id: &str) -> Option<Fault> {
        // FNV-1a.
        let mut hash = 0xCBF2_9CE4_8422_2325 ^ self.seed;
        for byte in command_id.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        hash ^= hash >> 32;
        let kinds = [Fault::CutBeforeCommit, Fault::AnswerLost, Fault::FullDisk];
        let drawn = hash % (self.one_in * 3);
        usize::try_from(drawn).ok().and_then(|drawn| kinds.get(drawn).copied())
    }
}
