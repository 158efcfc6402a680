//! What a file is, by its content.

use crate::error::Error;
use crate::model::Format;

/// Kinds known by their first bytes that are no list.
const UNREAD: [(&[u8], &str); 9] = [
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"\x7FELF", "a program"),
];

/// Returns what `bytes` are.
///
/// # Errors
///
/// `Unsupported` when they are no list.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format, Error> {
    if let Some((_, what)) = UNREAD.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Error::unsupported(what));
    }
    Ok(Format::Csv)
}
