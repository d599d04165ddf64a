//! Where ids and tokens come from. An id's time is this source's clock, never business time, and ids are not
//! commit order: whatever must be in order goes by the journal's `seq`.

use domain::kernel::{StreamId, SubjectId};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// 2024-01-01T00:00:00Z in milliseconds: the ids' year zero.
const EPOCH_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const SEQUENCE_BITS: u32 = 12;

/// Makes ids of 41 bits of milliseconds, 10 bits of node and 12 bits of sequence.
#[derive(Debug)]
pub struct IdSource {
    node: i64,
    last: AtomicI64,
    seeded: bool,
}

impl IdSource {
    /// Ids of one server. `node` is 0 to 1023 and differs between servers that run at once.
    #[must_use]
    pub const fn new(node: i64) -> Self {
        Self { node: node & ((1 << NODE_BITS) - 1), last: AtomicI64::new(0), seeded: false }
    }

    /// A counter instead of a clock: a seeded run makes the same ids again.
    #[must_use]
    pub const fn counting(node: i64) -> Self {
        Self { node: node & ((1 << NODE_BITS) - 1), last: AtomicI64::new(0), seeded: true }
    }

    fn next(&self) -> i64 {
        let floor = if self.seeded { 0 } else { clock_ms() << SEQUENCE_BITS };
        // The time and sequence part only ever grows, also when the clock is set back.
        let before = self
            .last
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some((last + 1).max(floor)))
            .expect("the update always gives a value");
        let time_and_sequence = (before + 1).max(floor);
        let time = time_and_sequence >> SEQUENCE_BITS;
        let sequence = time_and_sequence & ((1 << SEQUENCE_BITS) - 1);
        (((time << NODE_BITS) | self.node) << SEQUENCE_BITS) | sequence
    }

    /// A new thing with a life.
    pub fn stream(&self) -> StreamId {
        StreamId(self.next())
    }

    /// A token nobody guesses; of a seeded run, the same one again: such a run holds nobody's real data.
    pub fn token(&self) -> String {
        if !self.seeded {
            return token();
        }
        let digest = Sha256::digest([b"token".as_slice(), &self.next().to_be_bytes()].concat());
        encode(u128::from_be_bytes(digest[..16].try_into().expect("sixteen of thirty-two bytes")))
    }

    /// A new subject.
    pub fn subject(&self) -> SubjectId {
        SubjectId(self.next())
    }
}

fn clock_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the server's clock is after 1970");
    i64::try_from(since.as_millis()).expect("milliseconds fit") - EPOCH_MS
}

/// A token that nobody guesses: 128 random bits as 26 letters and digits (Crockford's base 32).
///
/// # Panics
/// When the operating system gives no random bytes: nothing safe can be done without them.
#[must_use]
pub fn token() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    encode(u128::from_be_bytes(bytes))
}

fn encode(mut value: u128) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut text = [b'0'; 26];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[usize::try_from(value & 31).expect("five bits")];
        value >>= 5;
    }
    text.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_grow_and_never_repeat_also_within_a_millisecond() {
        let ids = IdSource::new(3);
        let made: Vec<i64> = (0..20_000).map(|_| ids.stream().0).collect();
        assert!(made.is_sorted_by(|before, after| before < after));
        assert!(made[0] > 0);
    }

    #[test]
    fn two_nodes_never_make_the_same_id() {
        let (one, two) = (IdSource::counting(1), IdSource::counting(2));
        let mut all = BTreeSet::new();
        for _ in 0..1000 {
            assert!(all.insert(one.stream().0) && all.insert(two.stream().0));
        }
    }

    #[test]
    fn a_seeded_run_makes_the_same_ids_again() {
        let run = || {
            (0..10)
                .map({
                    let ids = IdSource::counting(1);
                    move |_| ids.stream().0
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        let tokens = || IdSource::counting(1).token();
        assert_eq!(tokens(), tokens());
    }

    #[test]
    fn tokens_have_one_length_and_differ() {
        let (one, two) = (token(), token());
        assert_eq!((one.len(), two.len()), (26, 26));
        assert_ne!(one, two);
    }
}
