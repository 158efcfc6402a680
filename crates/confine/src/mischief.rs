//! What a test has a worker do instead of reading.

use crate::{Attempt, plant};

/// One piece of mischief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Try what must not be possible.
    Attempt(Attempt),
    /// Use more than a worker may, or crash.
    Excess(Excess),
}

/// Returns what a worker is to do instead of reading; none except in a test.
pub fn misbehaviour() -> Option<Misbehaviour> {
    let planted = plant::planted()?;
    let word = planted.to_str()?.strip_prefix("misbehave-")?;
    let attempt = Attempt::named(word).map(Misbehaviour::Attempt);
    attempt.or_else(|| Excess::named(word).map(Misbehaviour::Excess))
}

/// Something that no fence refuses but that the limits of a worker end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Excess {
    Panic,
    StackOverflow,
    Memory,
    Spin,
    Sleep,
    /// Answers without end, which only the worker's own code can do.
    Flood,
}

impl Excess {
    const ALL: [Self; 6] = [
        Self::Panic,
        Self::StackOverflow,
        Self::Memory,
        Self::Spin,
        Self::Sleep,
        Self::Flood,
    ];

    /// Returns the excess with this word, if there is one.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|excess| excess.word() == word)
    }

    /// Returns the stable word for this excess, such as `stack-overflow`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::StackOverflow => "stack-overflow",
            Self::Memory => "memory",
            Self::Spin => "spin",
            Self::Sleep => "sleep",
            Self::Flood => "flood",
        }
    }

    /// Does it and never returns. A flood only waits here.
    pub fn commit(self) -> ! {
        match self {
            Self::Panic => panic!("text of a document"),
            Self::StackOverflow => {
                std::hint::black_box(recurse(0));
                std::process::abort();
            }
            Self::Memory => {
                let mut hoard = Vec::new();
                loop {
                    hoard.push(std::hint::black_box(vec![1_u8; 8 << 20]));
                }
            }
            Self::Spin => loop {
                std::hint::black_box(());
            },
            Self::Sleep | Self::Flood => loop {
                std::thread::sleep(std::time::Duration::from_mins(1));
            },
        }
    }
}

#[expect(unconditional_recursion, reason = "the stack must overflow")]
fn recurse(n: u64) -> u64 {
    let ballast = std::hint::black_box([n; 64]);
    1 + recurse(n + 1) + ballast[3] % 2
}
