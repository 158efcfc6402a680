//! Recognising a file by its content.

use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::error::{Error, ErrorKind};
use crate::format::{bibtex, json, ris};
use crate::model::Format;

/// Kinds known by their first bytes that are not lists.
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
/// The first bytes of the container of Office files before 2007.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// How many lines are searched for the start of a bibliography: enough to pass a
/// comment at the top of the file.
const SAMPLE: usize = 200;

/// Returns whether the first bytes are those of an SQLite database.
pub(crate) fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

/// Returns the format of `bytes` that are not text; `None` if they may be text.
///
/// # Errors
///
/// `Unsupported`, `Encrypted`, `Damaged`.
pub(crate) fn binary(bytes: &[u8]) -> Result<Option<Format>, Error> {
    if let Some((_, what)) = UNREAD.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Error::unsupported(what));
    }
    if is_marc(bytes) {
        return Err(Error::unsupported("a file of MARC records"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes).map(Some);
    }
    if bytes.starts_with(OLE) {
        // A workbook with a password is in a container; names are in UTF-16.
        let wide: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        return Err(if memchr::memmem::find(bytes, &wide).is_some() {
            Error::new(ErrorKind::Encrypted, "the workbook is locked by a password")
        } else {
            Error::unsupported("a file of Excel 97 to 2003 or a similar format")
        });
    }
    Ok(None)
}

/// Returns whether bytes begin with the leader of a MARC record (ISO 2709): its
/// length, its status and type, and the marks of its directory.
fn is_marc(bytes: &[u8]) -> bool {
    let Some(leader) = bytes.get(..24) else {
        return false;
    };
    let are_digits = |range: std::ops::Range<usize>| leader[range].iter().all(u8::is_ascii_digit);
    are_digits(0..5)
        && are_digits(12..17)
        && leader[5].is_ascii_lowercase()
        && leader[6].is_ascii_lowercase()
        && &leader[20..23] == b"450"
}

/// Returns what a ZIP archive is, by the names in it.
fn packed(bytes: &[u8]) -> Result<Format, Error> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        Error::new(
            ErrorKind::Damaged,
            "the packed file is damaged or incomplete",
        )
        .caused_by(error)
    })?;
    let names: Vec<&[u8]> = zip.file_names_raw().collect();
    let has = |wanted: &str| {
        let wanted = wanted.as_bytes();
        names.iter().any(|name| name.eq_ignore_ascii_case(wanted))
    };
    if has("xl/workbook.bin") {
        Ok(Format::Xlsb)
    } else if names.iter().any(|name| name.starts_with(b"xl/")) {
        Ok(Format::Xlsx)
    } else if has("content.xml") && has("mimetype") {
        Ok(Format::Ods)
    } else if names.iter().any(|name| name.ends_with(b".iwa")) {
        Err(Error::unsupported("a document of Apple Numbers or Pages"))
    } else if has("word/document.xml") {
        Err(Error::unsupported("a Word document"))
    } else {
        Err(Error::unsupported("a ZIP archive"))
    }
}

/// Returns the format of a text. Binary data counts as such if more than one
/// character in a hundred is a control character.
///
/// # Errors
///
/// `Unsupported` if it is binary, or XML or JSON but not a list.
pub(crate) fn text(text: &str) -> Result<Format, Error> {
    let start = text.trim_start();
    if start.starts_with('<') {
        return markup(start);
    }
    let sample = &text[..text.floor_char_boundary(1 << 16)];
    let n_odd = sample
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0C' | '\x1A'))
        .count();
    if n_odd * 100 > sample.len() {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "this is neither text nor a known format",
        ));
    }
    if json::may_be(start) {
        return json::format(start).ok_or_else(|| {
            Error::unsupported("a JSON file other than CSL-JSON and an export of ORCID")
        });
    }
    if start.starts_with("%0 ") {
        return Err(Error::unsupported("an EndNote tagged file (ENW)"));
    }
    for line in text.lines().take(SAMPLE) {
        if matches!(ris::tagged(line.trim_start()), Some(("TY", _))) {
            return Ok(Format::Ris);
        }
        if bibtex::entry_word(line).is_some() {
            return Ok(Format::Bibtex);
        }
    }
    Ok(Format::Csv)
}

/// Returns the format of XML, by its outermost element.
fn markup(text: &str) -> Result<Format, Error> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                return if name.eq_ignore_ascii_case("onixmessage") {
                    Ok(Format::Onix)
                } else if name.eq_ignore_ascii_case("html") || name.eq_ignore_ascii_case("table") {
                    Err(Error::unsupported("a web page"))
                } else {
                    let name: String = name.chars().take(60).collect();
                    Err(Error::new(
                        ErrorKind::Unsupported,
                        format!(
                            "this is an XML file with the outermost element {name}, not an ONIX \
                             message"
                        ),
                    ))
                };
            }
            Ok(Event::Eof) | Err(_) => return Err(Error::unsupported("broken XML")),
            Ok(_) => {}
        }
    }
}
