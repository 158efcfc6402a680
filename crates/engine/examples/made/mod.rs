//! Made-up records for benches.

use std::ops::ControlFlow;
use std::path::Path;

use colophon_catalogue::{Date, Record, Source};
use colophon_index::{BuildOptions, Builder};

/// How many works one name has.
pub(crate) const N_WORKS: u64 = 400;

/// Returns a number that looks random, always the same for the same `n` (the
/// finaliser of splitmix64).
pub(crate) fn scramble(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Makes a word of one to four syllables; the same for the same number.
fn word(n: u64) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "den", "fi", "gor", "hel", "ka", "lin", "mo", "nar", "pel", "ri", "sto", "tun",
        "ver", "wes", "zo",
    ];
    let mut text = String::new();
    let mut x = scramble(n);
    for _ in 0..=(n % 4) {
        text += SYLLABLES[usize::try_from(x % 16).unwrap()];
        x >>= 4;
    }
    text
}

/// Returns a small number more often than a large one, as words and names are used.
fn skewed(seed: u64, below: u64) -> u64 {
    let x = u128::from(scramble(seed) >> 32);
    // The cube of a number from 0 to 1, in 96 bits.
    let cube = (x * x * x) >> 32;
    u64::try_from((cube * u128::from(below)) >> 64).unwrap()
}

/// Makes a record; the same for the same number.
pub(crate) fn record(n: u64) -> Record {
    // A few percent are the surname that is asked for, most of it by others.
    let (title, author) = if n < N_WORKS * 3 {
        let author = ["Jane Weller", "Weller, Jane", "J. Weller"][usize::try_from(n % 3).unwrap()];
        (
            format!("{} {} {}", word(n / 3), word(n / 3 * 7), n / 3),
            author.to_owned(),
        )
    } else {
        let title: Vec<String> = (0..=scramble(n) % 5)
            .map(|place| word(skewed(n * 11 + place, 40_000)))
            .collect();
        let given = ["Jane", "Robert", "Ann", "Tom"]
            .get(usize::try_from(skewed(n * 3, 600)).unwrap())
            .map_or_else(|| word(skewed(n * 3, 600)), |name| (*name).to_owned());
        let surname = if n % 100 == 7 {
            "Weller".to_owned()
        } else {
            word(1_000 + skewed(n * 5, 60_000))
        };
        // The namesakes of the one with 400 works have other names.
        let given = if surname == "Weller" && given.starts_with('J') {
            "Tom".to_owned()
        } else {
            given
        };
        (title.join(" "), format!("{given} {surname}"))
    };
    Record {
        id: n.to_string(),
        title,
        author,
        year: (1950 + scramble(n * 13) % 75).to_string(),
        language: ["English", "German", "Russian"][usize::try_from(scramble(n) % 3).unwrap()]
            .to_owned(),
        imprint: word(scramble(n * 17) % 3_000),
        md5: Some(std::array::from_fn(|at| {
            scramble(n * 16 + at as u64).to_le_bytes()[0]
        })),
        format: ["epub", "pdf", "mobi"][usize::try_from(n % 3).unwrap()].to_owned(),
        size_bytes: Some(scramble(n) % 5_000_000),
        added: Date::new(2019, 3, 2),
        ..Record::default()
    }
}

/// Builds an index of the records with these numbers.
pub(crate) fn build(rows: std::ops::Range<u64>, out: &Path) {
    let options = BuildOptions {
        name: "Look-ups".to_owned(),
        created: "2026-01-01T00:00:00Z".to_owned(),
        ..BuildOptions::default()
    };
    let mut builder = Builder::create(out, options).unwrap();
    builder
        .add_source(Source {
            name: "made-up".to_owned(),
            kind: "libgen".to_owned(),
            ..Source::default()
        })
        .unwrap();
    for n in rows {
        builder.add_record(&record(n)).unwrap();
    }
    builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
}
