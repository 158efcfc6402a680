//! Scanning errors and chance, from a seed.

/// A sequence of pseudo-random numbers (`SplitMix64`).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Letters that scanners mistake for each other.
const ALIKE: &[(char, &str)] = &[
    ('a', "os"),
    ('b', "h6"),
    ('c', "eo"),
    ('d', "ol"),
    ('e', "co"),
    ('f', "tl"),
    ('g', "q9"),
    ('h', "bn"),
    ('i', "l1"),
    ('l', "1i"),
    ('m', "nr"),
    ('n', "ur"),
    ('o', "0c"),
    ('r', "nt"),
    ('s', "5a"),
    ('t', "fl"),
    ('u', "nv"),
    ('v', "yu"),
    ('w', "vm"),
    ('y', "v"),
];

/// Returns the text as read by a scanner that gets a share `rate` of its letters
/// wrong: most of them mistaken for others, some lost, some doubled.
pub(crate) fn scan(text: &str, rate: f64, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_alphanumeric() || random.share() >= rate {
            out.push(c);
            continue;
        }
        match random.below(10) {
            0 => {}
            1 => out.extend([c, 'i']),
            _ => {
                let alike = ALIKE
                    .iter()
                    .find(|(letter, _)| *letter == c.to_ascii_lowercase())
                    .map_or("x", |(_, alike)| alike);
                out.push(alike.chars().nth(random.below(alike.len())).unwrap());
            }
        }
    }
    out
}
