//! Sets that are compared without keeping them: by their number and two sums of
//! hashes.

use crate::catalogue::term::{RECORD_BITS, Run};

/// A set of pairs of slot and record or work, as their number and the sums of two
/// hashes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PairSet {
    n: u64,
    sums: [u64; 2],
}

impl PairSet {
    pub(crate) fn add(&mut self, slot: u64, number: u64) {
        self.n += 1;
        let pair = slot << RECORD_BITS | number;
        for (sum, seed) in self.sums.iter_mut().zip([0, 0x9e37_79b9_7f4a_7c15]) {
            // The finaliser of splitmix64.
            let mut x: u64 = pair ^ seed;
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *sum = sum.wrapping_add(x ^ (x >> 31));
        }
    }

    /// Adds every slot of an item once.
    pub(crate) fn add_all(&mut self, slots: &mut Vec<u64>, number: u64) {
        slots.sort_unstable();
        slots.dedup();
        for &slot in &*slots {
            self.add(slot, number);
        }
    }

    pub(crate) fn add_run(&mut self, slot: u64, run: Run) {
        for number in run.start..run.end {
            self.add(slot, number.into());
        }
    }
}
