//! Bytes as hexadecimal digits.

use std::fmt::Write as _;

/// Returns the bytes as lower-case hexadecimal digits.
pub(crate) fn write(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Returns the bytes of 64 lower-case hexadecimal digits; `None` for other text.
pub(crate) fn read(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            *byte = *byte << 4 | value;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_one_spelling() {
        let bytes: [u8; 32] = std::array::from_fn(|n| n.to_le_bytes()[0] * 8);
        let text = write(&bytes);
        assert!(text.starts_with("0008101820"));
        assert_eq!(read(&text), Some(bytes));
        for other in [
            text.to_uppercase(),
            text[2..].to_owned(),
            format!("{text}00"),
            text.replace('0', "g"),
            String::new(),
        ] {
            assert_eq!(read(&other), None, "{other}");
        }
    }
}
