//! Makes texts that nobody wrote, the same every time.

use std::fmt::Write as _;
use std::path::Path;

/// Returns a text of `n_words` words in paragraphs; each seed gives another text.
pub fn made(seed: u64, n_words: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "ter", "lo", "min", "sa", "rel", "do", "kin", "ve", "tar", "no", "shi", "pel", "gra",
        "mo", "und", "li", "cor", "fa", "wes", "ti", "han", "que", "zor",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |n: u64| {
        // Steele and Vigna, "Computationally easy, spectrally good multipliers".
        state = state.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
        usize::try_from((state >> 33) % n).unwrap()
    };
    let mut text = String::new();
    for word in 1..=n_words {
        for _ in 0..=next(3) {
            text.push_str(SYLLABLES[next(24)]);
        }
        text.push_str(if word % 120 == 0 {
            ".\n\n"
        } else if word % 13 == 0 {
            ", "
        } else {
            " "
        });
    }
    text
}

/// Puts `n` texts of `n_words` words each into a folder, with a `works.tsv`.
pub fn library(folder: &Path, n: u64, n_words: usize) {
    std::fs::create_dir_all(folder).unwrap();
    let mut table = String::from("id\ttitle\tauthor\n");
    for seed in 1..=n {
        std::fs::write(
            folder.join(format!("work-{seed:04}.txt")),
            made(seed, n_words),
        )
        .unwrap();
        writeln!(table, "work-{seed:04}\tTitle {seed}\tAuthor {seed}").unwrap();
    }
    std::fs::write(folder.join("works.tsv"), table).unwrap();
}
