//! What a file is, according to its content.
//!
//! A wrong file name is not an error: the file is read as what it is. For a kind
//! that is known but not read, the error names it and the user knows what to do.

use std::collections::HashSet;
use std::io::{Read, Seek};

use crate::archive::{Archive, Packed};
use crate::names::{is_binder, is_member, project_of};
use crate::{Error, ErrorKind, Limits};

/// What the content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Epub,
    Pdf,
    Docx,
    Odt,
    Rtf,
    /// Mobipocket or Kindle.
    Mobi,
    /// A `FictionBook` in a ZIP archive.
    PackedFb2,
    Scrivener,
    /// A ZIP archive of documents, which are read one by one.
    Bundle,
    /// Markdown, HTML, flat ODT, FB2 or plain text: the decoded text and the
    /// name decide.
    Textual,
}

/// Kinds that are recognised by their first bytes and not read.
const UNREAD: [(&[u8], &str); 18] = [
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an XZ archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"AT&TFORM", "a DjVu document"),
    (b"%!PS", "a PostScript document"),
    (b"ITSF", "a Windows help file (CHM)"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3", "a sound file"),
];

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

pub(crate) fn unsupported(what: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("this is {what}, which Colophon does not read"),
    )
}

/// Returns what `bytes` are.
///
/// # Errors
///
/// `Unsupported`, `Encrypted`, `Truncated`, `Damaged`, `LimitExceeded`.
pub(crate) fn sniff(bytes: &[u8], limits: &Limits) -> Result<Kind, Error> {
    // A PDF may begin after a mail header or a byte-order mark.
    let head = &bytes[..bytes.len().min(1024)];
    if contains(head, b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if is_packed(bytes) {
        return packed(&mut Packed::open(bytes, limits)?);
    }
    if bytes.starts_with(OLE) {
        return Err(compound_file(bytes));
    }
    if is_rtf(head) {
        return Ok(Kind::Rtf);
    }
    let creator = bytes.get(60..68).unwrap_or_default();
    if creator == b"BOOKMOBI" || creator == b"TEXtREAd" {
        return Ok(Kind::Mobi);
    }
    if let Some((_, what)) = UNREAD.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(unsupported(what));
    }
    if is_web_archive(bytes) {
        return Err(unsupported("a page stored with its parts (MHTML)"));
    }
    if is_late_pdf(bytes) {
        return Ok(Kind::Pdf);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::new(ErrorKind::Empty, "the file holds no text"));
    }
    Ok(Kind::Textual)
}

/// Returns whether a PDF begins after more than it should: its header comes late,
/// an object follows, and the file ends like one. A text that quotes a header does
/// neither.
fn is_late_pdf(bytes: &[u8]) -> bool {
    /// How far into the file the header may be, and the first object after it.
    /// Bounds.
    const MOST_BEFORE: usize = 1 << 20;
    const MOST_BETWEEN: usize = 1 << 12;
    let head = &bytes[..bytes.len().min(MOST_BEFORE)];
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !contains(tail, b"%%EOF") || !contains(tail, b"startxref") {
        return false;
    }
    let Some(at) = head.windows(5).position(|w| w == b"%PDF-") else {
        return false;
    };
    let after = &bytes[at..bytes.len().min(at + MOST_BETWEEN)];
    after.get(5).is_some_and(u8::is_ascii_digit) && contains(after, b" 0 obj")
}

/// Returns whether this is a mail message of several parts, in which browsers
/// store pages: the text is in it, but in an encoding for mail.
fn is_web_archive(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    ["from:", "mime-version:", "content-type:"]
        .iter()
        .any(|field| head.starts_with(field))
        && head.contains("mime-version:")
        && head.contains("content-type: multipart/")
}

/// Returns whether this is the beginning of rich text, perhaps after a
/// byte-order mark or white space.
fn is_rtf(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Returns whether this is the beginning of a ZIP archive.
pub(crate) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Returns what the archive is.
///
/// # Errors
///
/// `Unsupported` if it is not a document and holds none.
pub(crate) fn packed<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Kind, Error> {
    let mimetype = archive.read("mimetype").ok().flatten().unwrap_or_default();
    if mimetype.is_empty() && archive.has("content.xml") && archive.has("styles.xml") {
        return Ok(Kind::Odt);
    }
    if archive.has("META-INF/container.xml") && !mimetype.starts_with(b"application/vnd") {
        return Ok(Kind::Epub);
    }
    if mimetype.starts_with(b"application/epub+zip") {
        return Ok(Kind::Epub);
    }
    if mimetype.starts_with(b"application/vnd.oasis.opendocument.text") {
        return Ok(Kind::Odt);
    }
    if mimetype.starts_with(b"application/vnd.oasis") {
        return Err(unsupported(
            "an OpenDocument file that is not a text document",
        ));
    }
    if archive.has("[Content_Types].xml") {
        let types = archive.read("[Content_Types].xml")?.unwrap_or_default();
        let others: [(&[u8], &str, &str); 2] = [
            (b"spreadsheetml", "xl/workbook.xml", "an Excel workbook"),
            (
                b"presentationml",
                "ppt/presentation.xml",
                "a PowerPoint presentation",
            ),
        ];
        for (word, part, what) in others {
            if archive.has(part) || contains(&types, word) && !contains(&types, b"wordprocessingml")
            {
                return Err(unsupported(what));
            }
        }
        return Ok(Kind::Docx);
    }
    if archive.has("word/document.xml") {
        return Ok(Kind::Docx);
    }
    if archive.has("Index/Document.iwa") || archive.has("Index.zip") {
        return Err(unsupported("an Apple Pages document"));
    }
    let names = archive.names();
    let projects = names.iter().filter_map(|name| project_of(name));
    let projects: HashSet<&str> = projects.collect();
    let outside = |name: &&String| project_of(name).is_none() && is_member(name);
    let documents: Vec<&String> = names.iter().filter(outside).collect();
    // A project may be packed without the folder around it.
    let binder = |name: &String| !name.contains('/') && is_binder(name);
    match (projects.len(), documents.as_slice()) {
        _ if names.iter().any(binder) => Ok(Kind::Scrivener),
        (1, []) => Ok(Kind::Scrivener),
        (0, [name]) if name.to_lowercase().ends_with(".fb2") => Ok(Kind::PackedFb2),
        (0, []) => Err(unsupported("a ZIP archive that holds no document")),
        _ => Ok(Kind::Bundle),
    }
}

/// Names an OLE compound file by the streams in its folder.
fn compound_file(bytes: &[u8]) -> Error {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if has("EncryptedPackage") {
        return Error::new(
            ErrorKind::Encrypted,
            "this Office document is locked with a password",
        );
    }
    unsupported(if has("WordDocument") {
        "an old Word document (.doc; save it as .docx)"
    } else if has("Workbook") {
        "an old Excel workbook"
    } else if has("PowerPoint Document") {
        "an old PowerPoint presentation"
    } else {
        "an old Office file"
    })
}

pub(crate) fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|w| w == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(bytes: &[u8]) -> Error {
        sniff(bytes, &Limits::default()).unwrap_err()
    }

    #[test]
    fn known_but_unread_kinds_are_named() {
        assert_eq!(error_of(b"AT&TFORM").kind(), ErrorKind::Unsupported);
        assert!(error_of(b"AT&TFORM").message().contains("DjVu"));
        let page = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n";
        assert!(error_of(page).message().contains("MHTML"));
        let letter = b"From: my mother\n\nIt was a dark night, and multipart.";
        assert_eq!(sniff(letter, &Limits::default()).unwrap(), Kind::Textual);
    }

    #[test]
    fn a_locked_office_file_is_told_from_an_old_one() {
        let wide = |s: &str| -> Vec<u8> { s.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let mut locked = OLE.to_vec();
        locked.extend(wide("EncryptedPackage"));
        assert_eq!(error_of(&locked).kind(), ErrorKind::Encrypted);
        let mut old = OLE.to_vec();
        old.extend(wide("WordDocument"));
        assert_eq!(error_of(&old).kind(), ErrorKind::Unsupported);
        assert!(error_of(&old).message().contains(".docx"));
    }
}
