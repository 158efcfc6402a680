//! A set of numbers in bounded memory.

/// Knows which numbers were added, and takes a few others for them: it spares sorting
/// most of what nobody needs.
pub(super) struct Filter {
    bits: Vec<u64>,
}

impl Filter {
    /// Makes an empty one of about `n_bytes`.
    pub(super) fn new(n_bytes: usize) -> Self {
        let n_words = (n_bytes / size_of::<u64>()).max(1);
        Self {
            bits: vec![0; n_words],
        }
    }

    /// Adds a number.
    pub(super) fn add(&mut self, number: u64) {
        let (word, bit) = self.place(number);
        self.bits[word] |= bit;
    }

    /// Returns whether a number may have been added; true for each that was.
    pub(super) fn may_have(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.bits[word] & bit != 0
    }

    fn place(&self, number: u64) -> (usize, u64) {
        // Numbers are given one after another, so that hardly two share a bit.
        let at = number % (64 * self.bits.len() as u64);
        let word = usize::try_from(at / 64).unwrap_or_default();
        (word, 1 << (at % 64))
    }
}
