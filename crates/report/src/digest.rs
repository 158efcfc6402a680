//! A digest: kept as bytes, shown and written in lower-case hexadecimal.
//!
//! A report of many manuscripts holds four of each; as text they would be most
//! of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A digest of `N` bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Says that a text is not the hexadecimal of as many bytes as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHex;

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no digest of this kind")
    }
}

impl std::error::Error for NotHex {}

impl<const N: usize> FromStr for Hex<N> {
    type Err = NotHex;

    fn from_str(text: &str) -> Result<Self, NotHex> {
        let digits = text.as_bytes();
        if digits.len() != 2 * N || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(NotHex);
        }
        let mut bytes = [0; N];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NotHex)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotHex)?;
        }
        Ok(Self(bytes))
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hex, NotHex};

    #[test]
    fn a_digest_is_written_as_it_is_read() {
        let digest: Hex<4> = "00ff10Ab".parse().unwrap();
        assert_eq!(digest, Hex([0x00, 0xff, 0x10, 0xab]));
        assert_eq!(digest.to_string(), "00ff10ab");
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(json, "\"00ff10ab\"");
        assert_eq!(serde_json::from_str::<Hex<4>>(&json).unwrap(), digest);
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for text in [
            "",
            "00ff10a",
            "00ff10abc",
            "00ff10ax",
            "+0ff10ab",
            "00ff10é",
        ] {
            assert_eq!(text.parse::<Hex<4>>(), Err(NotHex), "{text}");
        }
    }
}
