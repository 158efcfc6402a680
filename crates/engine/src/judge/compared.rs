//! Whether an index could know a manuscript at all.

use crate::length::{MIN_COMPARABLE, is_too_short, needed_words};
use crate::manuscript::Manuscript;
use crate::report::model::Notice;
use crate::report::{Code, Fragment, Message};

/// How well an index could know the manuscript.
pub(super) struct Compared {
    /// The name of the index.
    pub(super) name: String,
    /// How many of the manuscript's hashes it could have known.
    pub(super) n_comparable: usize,
    /// About one hash in this many is kept.
    pub(super) scale: u32,
}

impl Compared {
    /// Says why finding nothing in this index would mean nothing; `None` if it
    /// means something.
    ///
    /// One number decides for each index, the one that the sentence gives. A
    /// text that is long enough may still have too few hashes, above all if it
    /// repeats itself; then the sentence gives no number.
    pub(super) fn too_little(&self, manuscript: &Manuscript) -> Option<Notice> {
        let (n_words, n_letters) = (manuscript.n_words, manuscript.fingerprint.n_letters);
        let have = Fragment::Words.count(n_words);
        let message = if is_too_short(n_words, n_letters, self.scale) {
            let needed = Fragment::Words.count(needed_words(self.scale));
            let values = [("have", have.as_str()), ("needed", &needed)];
            Message::TooShort.with(&[&values[..], &[("name", self.name.as_str())]].concat())
        } else if self.n_comparable < MIN_COMPARABLE {
            Message::TooAlike.with(&[("have", &have), ("name", &self.name)])
        } else {
            return None;
        };
        let code = Code::TooShort;
        Some(Notice { code, message })
    }
}
