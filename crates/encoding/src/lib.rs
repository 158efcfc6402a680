//! Guesses at the encoding of text that does not declare it.
//!
//! The crates that read documents, client lists and metadata dumps share them.
//! Each crate decides for itself in which order it believes byte order marks,
//! declarations and guesses.

mod code_page;
mod legacy;
mod wide;

pub use code_page::CodePage;
pub use legacy::legacy_or;
pub use wide::{Utf32, utf16_without_mark, utf32};

/// How many non-ASCII characters make up for a broken one. A bound; no figure
/// depends on it.
const GOOD_PER_BROKEN: usize = 20;

/// Returns whether the bytes are UTF-8 but for a few broken places, such as a
/// character cut in two at the end of a download.
pub fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= broken * GOOD_PER_BROKEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_broken_letters_are_forgiven() {
        let text = "äöü".repeat(20);
        assert!(is_nearly_utf8(&text.as_bytes()[..text.len() - 1]));
        assert!(!is_nearly_utf8(b"Caf\xe9"));
        assert!(is_nearly_utf8(b"plain"));
    }
}
