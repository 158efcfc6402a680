//! The words of a key on paper.

use colophon_supply::SecretKey;

pub use colophon_supply::is_key_word;

/// How many words a key has.
pub const WORDS: usize = 24;

/// Returns whether words belong together: they are a key, be it in use or not.
pub fn is_key(words: &str) -> bool {
    SecretKey::from_words(words).is_ok()
}
