//! Guesses at the encoding of text that does not declare it.
//!
//! The crates that read documents, client lists and metadata dumps share them.
//! Each crate decides for itself in which order it believes byte order marks,
//! declarations and guesses.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How much of a text is examined, in bytes.
const SAMPLE: usize = 8192;
/// Text is UTF-16 if at least one byte in this many is zero. In Latin text it is
/// every other byte; in other scripts, one in each space, digit, line end and
/// separator. A bound; no figure depends on it.
const BYTES_PER_ZERO: usize = 50;
/// How many times as many zeros the high bytes must have as the low ones. A
/// bound; no figure depends on it.
const ONE_SIDED: usize = 20;
/// How many non-ASCII characters make up for a broken one. A bound; no figure
/// depends on it.
const GOOD_PER_BROKEN: usize = 20;

/// Recognises UTF-16 without a byte order mark by its zero bytes, which are all
/// in the same half of the pairs, and returns which of the two encodings it is.
pub fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |half: usize| {
        let half = sample.iter().skip(half).step_by(2);
        half.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = (sample.len() / BYTES_PER_ZERO).max(1);
    if odd >= many && even * ONE_SIDED <= odd {
        return Some(UTF_16LE);
    }
    (even >= many && odd * ONE_SIDED <= even).then_some(UTF_16BE)
}

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
    fn utf16_is_known_in_any_script() {
        let russian = "Все счастливые семьи похожи друг на друга.\n";
        for text in ["It is a truth", russian, "吾輩は猫である。\n名前は\n"] {
            let bytes = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
                text.encode_utf16().flat_map(order).collect()
            };
            let guess = |order| utf16_without_mark(&bytes(order));
            assert_eq!(guess(u16::to_le_bytes), Some(UTF_16LE), "{text}");
            assert_eq!(guess(u16::to_be_bytes), Some(UTF_16BE), "{text}");
            assert_eq!(utf16_without_mark(text.as_bytes()), None);
        }
        assert_eq!(utf16_without_mark(&[0; 100]), None);
        assert_eq!(utf16_without_mark(b""), None);
    }

    #[test]
    fn a_few_broken_letters_are_forgiven() {
        let text = "äöü".repeat(20);
        assert!(is_nearly_utf8(&text.as_bytes()[..text.len() - 1]));
        assert!(!is_nearly_utf8(b"Caf\xe9"));
        assert!(is_nearly_utf8(b"plain"));
    }
}
