//! Made-up titles, names and numbers.

/// Numbers that look random and depend on a seed.
pub(super) struct Chance(u64);

const WORDS: &[&str] = &[
    "absorption",
    "adaptive",
    "aerosol",
    "alpine",
    "ancient",
    "antigen",
    "archive",
    "arid",
    "autumn",
    "bacterial",
    "balance",
    "barley",
    "binding",
    "boundary",
    "bridge",
    "calcium",
    "canopy",
    "carbon",
    "cellular",
    "channel",
    "charter",
    "climate",
    "coastal",
    "cognitive",
    "colonial",
    "compound",
    "conflict",
    "control",
    "crystal",
    "decay",
    "delta",
    "density",
    "detection",
    "diffusion",
    "domestic",
    "dynamics",
    "early",
    "elastic",
    "embryo",
    "energy",
    "enzyme",
    "erosion",
    "estuary",
    "ethics",
    "exchange",
    "fertile",
    "field",
    "fluid",
    "forest",
    "fracture",
    "frontier",
    "fungal",
    "gene",
    "glacier",
    "global",
    "grammar",
    "grassland",
    "gravity",
    "growth",
    "habitat",
    "harbour",
    "heat",
    "hidden",
    "hormone",
    "human",
    "imaging",
    "immune",
    "income",
    "infant",
    "insect",
    "island",
    "kinetics",
    "labour",
    "language",
    "lattice",
    "leaf",
    "learning",
    "ligand",
    "lipid",
    "magnetic",
    "manuscript",
    "marine",
    "market",
    "memory",
    "migration",
    "mineral",
    "model",
    "monsoon",
    "motion",
    "mountain",
    "narrative",
    "network",
    "neural",
    "northern",
    "nutrient",
    "ocean",
    "optical",
    "orbit",
    "organic",
    "oxygen",
    "particle",
    "peasant",
    "pigment",
    "plasma",
    "pollen",
    "polymer",
    "poverty",
    "pressure",
    "protein",
    "quantum",
    "radiation",
    "receptor",
    "recovery",
    "reform",
    "regional",
    "resin",
    "response",
    "river",
    "rural",
    "salinity",
    "scattering",
    "sediment",
    "seismic",
    "sensor",
    "signal",
    "silent",
    "soil",
    "solar",
    "species",
    "spectral",
    "stone",
    "storm",
    "stress",
    "surface",
    "symmetry",
    "synthesis",
    "theatre",
    "thermal",
    "tissue",
    "trade",
    "transport",
    "tropical",
    "tumour",
    "turbulence",
    "urban",
    "valley",
    "vector",
    "village",
    "viral",
    "voting",
    "water",
    "wave",
    "wetland",
    "winter",
    "woodland",
    "yeast",
];

const FIRST: &[&str] = &[
    "Alice", "Benedict", "Clara", "Daniel", "Edith", "Felix", "Greta", "Hugo", "Ines", "Jonas",
    "Karin", "Leo", "Maria", "Nils", "Olga", "Paul", "Rosa", "Simon", "Tessa", "Ulrich", "Vera",
    "Walter", "Xenia", "Yusuf", "Zoe",
];

const PARTS: &[&str] = &[
    "al", "bar", "cor", "den", "er", "fal", "gar", "hol", "in", "jor", "kel", "lan", "mor", "nes",
    "or", "pen", "quin", "ros", "sal", "tor", "ul", "ver", "wes", "yar", "zel", "son", "ley",
    "man", "ford", "well", "sten", "berg",
];

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// Returns a title of `n_words` words.
    pub(super) fn title(&mut self, n_words: usize) -> String {
        let mut words: Vec<String> = (0..n_words).map(|_| self.pick(WORDS).to_owned()).collect();
        if n_words > 3 {
            words.insert(2, (*self.pick(&["of", "in the", "and"])).to_owned());
        }
        capital(&words.join(" "))
    }

    /// Returns a first name and a surname.
    pub(super) fn name(&mut self) -> (String, String) {
        let n = 2 + self.below(2);
        let surname: String = (0..n).map(|_| self.pick(PARTS)).collect();
        (self.pick(FIRST).to_owned(), capital(&surname))
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
