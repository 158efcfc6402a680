//! What happens to a file, by chance.

/// Numbers that look random, the same for the same start (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(start: u64) -> Self {
        Self(start)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Returns a number below `n`, which is at least one.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from((u128::from(self.roll()) * n as u128) >> 64).unwrap()
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }

    /// Returns a range within `len`, more often short than long.
    pub(crate) fn range(&mut self, len: usize) -> std::ops::Range<usize> {
        let from = self.below(len + 1);
        let scale = self.below(14);
        let most = (1_usize << scale).min(len - from);
        from..from + self.below(most + 1)
    }
}
