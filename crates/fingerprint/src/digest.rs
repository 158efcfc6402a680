//! Digests of files, in one pass.
//!
//! Collections list files by their MD5; evidence needs SHA-1 and SHA-256 as well.
//! All three are computed from the same bytes as they are read.

use md5::Md5;
use sha1::Sha1;
use sha2::Digest;

/// The three digests of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigests {
    /// MD5, by which shadow libraries list their files.
    pub md5: [u8; 16],
    /// SHA-1.
    pub sha1: [u8; 20],
    /// SHA-256.
    pub sha256: [u8; 32],
}

/// Computes [`FileDigests`] from the bytes of a file as they are read.
#[derive(Debug, Clone, Default)]
pub struct FileDigester {
    md5: Md5,
    sha1: Sha1,
    sha256: sha2::Sha256,
}

impl FileDigester {
    /// Takes the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        // Small steps keep the bytes in the nearest cache for all three.
        for chunk in bytes.chunks(8192) {
            self.md5.update(chunk);
            self.sha1.update(chunk);
            self.sha256.update(chunk);
        }
    }

    /// Returns the digests of all bytes taken.
    pub fn finish(self) -> FileDigests {
        FileDigests {
            md5: self.md5.finalize().into(),
            sha1: self.sha1.finalize().into(),
            sha256: self.sha256.finalize().into(),
        }
    }
}

/// Computes a SHA-256 from bytes as they come.
#[derive(Debug, Clone, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest of all bytes taken.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// Returns the SHA-256 of bytes that are in memory.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(bytes).into()
}

/// Returns the bytes as lower-case hexadecimal digits, two for each byte.
///
/// [`unhex`] reads them back.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// Returns the bytes that `text` gives as hexadecimal digits of either case.
///
/// `None` when the number of digits is odd, or `text` holds anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|&[high, low]| Some(nibble(high)? << 4 | nibble(low)?))
        .collect()
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_are_read_as_they_are_written() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)).as_deref(), Some(bytes.as_slice()));
        assert_eq!(hex(&[0x00, 0xff, 0x1a]), "00ff1a");
        assert_eq!(unhex("00Ff1A"), Some(vec![0x00, 0xff, 0x1a]));
        assert_eq!(unhex(""), Some(vec![]));
        for text in ["0", "000", "0g", "+1", " 1", "0x00", "é1", "1é"] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }

    #[test]
    fn known_digests() {
        let mut digester = FileDigester::default();
        digester.update(b"a");
        digester.update(b"bc");
        let digests = digester.finish();
        assert_eq!(hex(&digests.md5), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(
            hex(&digests.sha1),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert_eq!(
            hex(&digests.sha256),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
