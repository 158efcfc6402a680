//! A set of numbers of works or records: those that were taken out of a file.

/// The number of bits of a word, and of words between two ranks.
const WORD: u32 = 64;
const STEP: usize = 8;

/// Some of the numbers below a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// A bit for each number; nothing if there are none.
    words: Vec<u64>,
    /// How many numbers there are before every eighth word.
    ranks: Vec<u32>,
    n: u32,
}

impl Numbers {
    /// Collects numbers below `bound`; `None` if one of them is not.
    pub(crate) fn collect(bound: u64, numbers: impl IntoIterator<Item = u32>) -> Option<Self> {
        let n_words = usize::try_from(bound.div_ceil(WORD.into())).ok()?;
        let mut words = Vec::new();
        for number in numbers {
            if u64::from(number) >= bound {
                return None;
            }
            if words.is_empty() {
                words.resize(n_words, 0);
            }
            words[(number / WORD) as usize] |= 1 << (number % WORD);
        }
        let mut n = 0;
        let mut ranks = Vec::with_capacity(words.len().div_ceil(STEP));
        for group in words.chunks(STEP) {
            ranks.push(n);
            n += group
                .iter()
                .map(|word: &u64| word.count_ones())
                .sum::<u32>();
        }
        Some(Self { words, ranks, n })
    }

    pub(crate) fn len(&self) -> u32 {
        self.n
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.n == 0
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        let word = self.words.get((number / WORD) as usize);
        word.is_some_and(|word| word >> (number % WORD) & 1 == 1)
    }

    /// Returns how many numbers are below this one.
    pub(crate) fn rank(&self, number: u32) -> u32 {
        if self.n == 0 {
            return 0;
        }
        let at = ((number / WORD) as usize).min(self.words.len());
        let start = at / STEP * STEP;
        let Some(&before) = self.ranks.get(at / STEP) else {
            return self.n;
        };
        let whole: u32 = self.words[start..at].iter().map(|it| it.count_ones()).sum();
        let part = self
            .words
            .get(at)
            .map_or(0, |word| (word & ((1 << (number % WORD)) - 1)).count_ones());
        before + whole + part
    }

    /// Returns the number that `place` numbers which are not in the set precede.
    pub(crate) fn nth_outside(&self, place: u32) -> u32 {
        if self.n == 0 {
            return place;
        }
        // Of the numbers that `place` others outside the set precede, the largest is
        // outside itself; those before it are in the set.
        let outside = |number: u32| number - self.rank(number);
        let (mut low, mut high) = (place, place.saturating_add(self.n).saturating_add(1));
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if outside(middle) <= place {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns all numbers, in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = self.words.iter().zip((0_u32..).step_by(WORD as usize));
        words.flat_map(|(&word, first)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    first + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_and_numbers_agree(
            bound in 1_u32..3_000,
            chosen in prop::collection::btree_set(0_u32..3_000, 0..400),
        ) {
            let chosen: Vec<u32> = chosen.into_iter().filter(|n| *n < bound).collect();
            let numbers = Numbers::collect(bound.into(), chosen.iter().copied()).unwrap();
            prop_assert_eq!(numbers.iter().collect::<Vec<_>>(), chosen.clone());
            prop_assert_eq!(numbers.len() as usize, chosen.len());
            let outside: Vec<u32> = (0..bound).filter(|n| !chosen.contains(n)).collect();
            for number in 0..bound {
                prop_assert_eq!(numbers.contains(number), chosen.contains(&number));
                prop_assert_eq!(numbers.rank(number) as usize, chosen.partition_point(|n| *n < number));
            }
            prop_assert_eq!(numbers.rank(bound + 700), numbers.len());
            for (place, &number) in outside.iter().enumerate() {
                prop_assert_eq!(numbers.nth_outside(u32::try_from(place).unwrap()), number);
            }
        }
    }

    #[test]
    fn a_number_out_of_bounds_is_refused() {
        assert_eq!(Numbers::collect(5, [4, 5]), None);
        assert!(Numbers::collect(5, []).unwrap().is_empty());
    }
}
