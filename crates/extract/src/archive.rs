//! The files inside a packed document, unpacked within limits.
//!
//! The sizes in a ZIP directory are only claims: an entry is refused if its
//! claim is too large, and cut off if its real size is. The number of entries is
//! checked before the directory is read. Nothing is written to disk, so names
//! can do no harm.

use std::collections::HashMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::{Error, ErrorKind, Limits};

/// Below this size, in bytes, an entry may expand by any ratio. A bound; no
/// figure depends on it.
const SMALL: u64 = 1 << 20;
/// All entries together may unpack to this many times the limit for one. A
/// bound; no figure depends on it.
const TOTAL: u64 = 8;

/// A ZIP archive in memory.
pub(crate) type Packed<'a> = Archive<Cursor<&'a [u8]>>;

/// An opened ZIP archive.
pub(crate) struct Archive<R> {
    zip: ZipArchive<Cut<R>>,
    /// Composed lower-case name to position, for documents whose links and entry
    /// names differ in case, or in how they write accents.
    positions: HashMap<String, usize>,
    max_entry: u64,
    max_ratio: u64,
    left: u64,
}

impl<'a> Packed<'a> {
    /// Opens the archive in `bytes`.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::over`].
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        Self::over(Cursor::new(bytes), limits)
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens the archive that `reader` holds.
    ///
    /// # Errors
    ///
    /// `Truncated` without a directory, `Damaged` with a broken one,
    /// `LimitExceeded` with too many entries, `Unreadable`.
    pub(crate) fn over(mut reader: R, limits: &Limits) -> Result<Self, Error> {
        let unreadable = |e| Error::from_io(ErrorKind::Unreadable, "the file cannot be read", e);
        let mut len = reader.seek(SeekFrom::End(0)).map_err(unreadable)?;
        let mut entries = claimed_entries(&tail(&mut reader, len).map_err(unreadable)?);
        if entries.is_none()
            && let Some(end) = end_before_junk(&mut reader, len).map_err(unreadable)?
        {
            len = end;
            entries = claimed_entries(&tail(&mut reader, len).map_err(unreadable)?);
        }
        let Some(entries) = entries else {
            return Err(Error::new(
                ErrorKind::Truncated,
                "the end of the file is missing",
            ));
        };
        let too_many = || {
            Error::new(
                ErrorKind::LimitExceeded,
                "the document consists of more packed files than are allowed",
            )
        };
        if entries > limits.max_entries {
            return Err(too_many());
        }
        let zip = ZipArchive::new(Cut { reader, len, at: 0 })
            .map_err(|_| Error::new(ErrorKind::Damaged, "the list of packed files is damaged"))?;
        if zip.len() as u64 > limits.max_entries {
            return Err(too_many());
        }
        let mut positions = HashMap::new();
        for (i, name) in zip.file_names_raw().enumerate() {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            positions.entry(folded(&name)).or_insert(i);
        }
        Ok(Self {
            zip,
            positions,
            max_entry: limits.max_entry_bytes,
            max_ratio: limits.max_ratio,
            left: limits.max_entry_bytes.saturating_mul(TOTAL),
        })
    }

    /// Returns whether there is an entry with this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Returns the entries' names in order, as they are shown.
    ///
    /// A name that is not UTF-8 is read as code page 437, as the `zip` crate
    /// does; two entries may have the same name.
    pub(crate) fn names(&self) -> Vec<String> {
        (0..self.zip.len())
            .map(|i| {
                let name = self.zip.name_for_index(i).and_then(Result::ok);
                name.unwrap_or_default().replace('\\', "/")
            })
            .collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.zip
            .index_for_name(name)
            .or_else(|| self.positions.get(&folded(name)).copied())
            .or_else(|| {
                let plain = percent_decoded(name)?;
                self.positions.get(&folded(&plain)).copied()
            })
    }

    /// Unpacks the entry with this name; returns none if there is no such entry.
    ///
    /// # Errors
    ///
    /// `Encrypted`, `Damaged`, `LimitExceeded`.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(position) = self.position(name) else {
            return Ok(None);
        };
        let damaged = || Error::new(ErrorKind::Damaged, "a packed file is damaged");
        let entry = match self.zip.by_index(position) {
            Ok(entry) if entry.encrypted() => return Err(locked()),
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(locked()),
            Err(_) => return Err(damaged()),
        };
        let by_ratio = entry.compressed_size().saturating_mul(self.max_ratio);
        let most = self.max_entry.min(by_ratio.max(SMALL)).min(self.left);
        if entry.size() > most {
            return Err(expands());
        }
        let mut bytes = Vec::new();
        let size = usize::try_from(entry.size()).map_err(|_| expands())?;
        bytes.try_reserve(size).map_err(|_| expands())?;
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(expands());
        }
        self.left -= bytes.len() as u64;
        read.map_err(|_| damaged())?;
        Ok(Some(bytes))
    }
}

/// Returns a name with its letters composed and in lower case.
fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

fn locked() -> Error {
    Error::new(
        ErrorKind::Encrypted,
        "the document is locked with a password",
    )
}

fn expands() -> Error {
    Error::new(
        ErrorKind::LimitExceeded,
        "a packed file expands to more than is allowed",
    )
}

/// The size of the end record without its comment, in bytes. The comment may
/// have 65,535.
const END_RECORD: usize = 22;

/// The most that is examined before and after an archive, in bytes. Bounds; no
/// figure depends on them.
const MAX_JUNK_BEFORE: u64 = 1 << 16;
const MAX_JUNK_AFTER: u64 = 64 << 20;
/// How much is read at a time when the end record is looked for, in bytes.
const BLOCK: u64 = 1 << 16;
/// How many end records are tried. A bound; no figure depends on it.
const MAX_TRIES: u32 = 100;

/// Reads the part of the file that may contain the end record.
fn tail<R: Read + Seek>(reader: &mut R, len: u64) -> io::Result<Vec<u8>> {
    let most = (END_RECORD + 0xffff) as u64;
    let from = len.saturating_sub(most);
    let tail = at(reader, from, len - from)?;
    reader.seek(SeekFrom::Start(0))?;
    Ok(tail)
}

fn at<R: Read + Seek>(reader: &mut R, from: u64, len: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.seek(SeekFrom::Start(from))?;
    reader.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns where the archive ends if other bytes follow it; none if it has no end.
///
/// An archive inside a cut one has an end as well, so the end must be that of an
/// archive that begins where the file has its first entry.
fn end_before_junk<R: Read + Seek>(reader: &mut R, len: u64) -> io::Result<Option<u64>> {
    let head = at(reader, 0, MAX_JUNK_BEFORE)?;
    let Some(first) = head.windows(4).position(|window| window == b"PK\x03\x04") else {
        return Ok(None);
    };
    let mut tries = 0;
    let mut end = len;
    while end > 0 && len - end < MAX_JUNK_AFTER {
        let from = end.saturating_sub(BLOCK);
        // A record may begin in one block and end in the next.
        let block = at(reader, from, end - from + END_RECORD as u64)?;
        for place in (0..block.len()).rev() {
            let record = &block[place..];
            if !record.starts_with(b"PK\x05\x06") || record.len() < END_RECORD {
                continue;
            }
            tries += 1;
            if tries > MAX_TRIES {
                return Ok(None);
            }
            let field = |at: usize| record[at..].first_chunk().map(|b| u32::from_le_bytes(*b));
            let comment = u64::from(record[20]) | u64::from(record[21]) << 8;
            let place = from + place as u64;
            let size = u64::from(field(12).unwrap_or(0));
            let offset = u64::from(field(16).unwrap_or(0));
            let directory = place.checked_sub(size);
            let start = directory.and_then(|directory| directory.checked_sub(offset));
            if start == Some(first as u64) || start == Some(0) && offset > first as u64 {
                return Ok(Some((place + END_RECORD as u64 + comment).min(len)));
            }
        }
        end = from;
    }
    Ok(None)
}

/// The part of a file before what was added to it.
struct Cut<R> {
    reader: R,
    len: u64,
    at: u64,
}

impl<R: Read> Read for Cut<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = buf.len().min(left);
        let n = self.reader.read(&mut buf[..most])?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: Seek> Seek for Cut<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::End(by) => {
                let to = self.len.checked_add_signed(by);
                SeekFrom::Start(to.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?)
            }
            to => to,
        };
        self.at = self.reader.seek(to)?;
        Ok(self.at)
    }
}

/// Returns how many entries the end record claims; none if there is no such
/// record (APPNOTE 4.3.16, and 4.3.14 for ZIP64).
fn claimed_entries(tail: &[u8]) -> Option<u64> {
    let at = tail
        .windows(4)
        .rposition(|w| w == b"PK\x05\x06")
        .filter(|at| tail.len() - at >= END_RECORD)?;
    let count = u16::from_le_bytes([tail[at + 10], tail[at + 11]]);
    if count != u16::MAX {
        return Some(u64::from(count));
    }
    let wide = tail[..at].windows(4).rposition(|w| w == b"PK\x06\x06");
    let claim = wide.and_then(|w| tail.get(w + 32..w + 40)?.first_chunk::<8>());
    Some(claim.map_or(u64::from(count), |c| u64::from_le_bytes(*c)))
}

/// Returns `text` with `%41` as `A`; none if nothing changes or the result is
/// not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |b: &u8| char::from(*b).to_digit(16);
        let pair = match tail {
            [a, b, ..] if byte == b'%' => hex(a).zip(hex(b)),
            _ => None,
        };
        if let Some(value) = pair.and_then(|(a, b)| u8::try_from(a * 16 + b).ok()) {
            out.push(value);
            rest = &tail[2..];
        } else {
            out.push(byte);
            rest = tail;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Packs files in memory.
    pub(crate) fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn kind(result: Result<impl Sized, Error>) -> ErrorKind {
        result.err().unwrap().kind()
    }

    #[test]
    fn names_are_found_whatever_their_case_or_escapes() {
        let bytes = pack(&[("Text/Kapitel Ä.xhtml", b"x")]);
        let mut archive = Archive::open(&bytes, &Limits::default()).unwrap();
        for name in [
            "Text/Kapitel Ä.xhtml",
            "text/kapitel ä.XHTML",
            "Text/Kapitel%20%C3%84.xhtml",
        ] {
            assert_eq!(archive.read(name).unwrap(), Some(b"x".to_vec()), "{name}");
        }
        assert_eq!(archive.read("other").unwrap(), None);
    }

    #[test]
    fn accents_may_be_written_in_two_ways() {
        let bytes = pack(&[("Cafe\u{301}.xhtml", b"x"), ("\u{e9}.xhtml", b"y")]);
        let mut archive = Archive::open(&bytes, &Limits::default()).unwrap();
        for name in ["Caf\u{e9}.xhtml", "Caf%C3%A9.xhtml", "cafe%CC%81.xhtml"] {
            assert_eq!(archive.read(name).unwrap(), Some(b"x".to_vec()), "{name}");
        }
        assert_eq!(archive.read("e\u{301}.xhtml").unwrap(), Some(b"y".to_vec()));
    }

    #[test]
    fn junk_before_and_after_does_not_matter() {
        let inner = pack(&[("inner", b"x")]);
        let bytes = pack(&[("a", b"some text"), ("b.zip", &inner)]);
        for before in [0, 3, 2000] {
            for after in [0, 100, 70_000, 200_000] {
                let all = [&vec![b'-'; before][..], &bytes, &vec![0; after]].concat();
                let mut archive = Archive::open(&all, &Limits::default()).unwrap();
                assert_eq!(archive.read("a").unwrap(), Some(b"some text".to_vec()));
                assert_eq!(archive.names().len(), 2);
            }
        }
        // An archive that is cut does not turn into one that it holds.
        let big = pack(&[("b.zip", &inner), ("c", &vec![7; 200_000])]);
        let cut = &big[..big.len() - 100];
        assert_eq!(
            kind(Archive::open(cut, &Limits::default())),
            ErrorKind::Truncated
        );
    }

    #[test]
    fn a_bomb_is_refused_by_claim_and_by_size() {
        let zeros = vec![0; 5 << 20];
        let mut bytes = pack(&[("a", &zeros)]);
        let mut archive = Archive::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(kind(archive.read("a")), ErrorKind::LimitExceeded);
        // The directory's claim (24 bytes into its record) now says 5 bytes.
        let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        bytes[at + 24..at + 28].copy_from_slice(&5_u32.to_le_bytes());
        let mut archive = Archive::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(kind(archive.read("a")), ErrorKind::Damaged);
    }

    #[test]
    fn a_cut_archive_is_truncated_and_a_crowded_one_refused() {
        let bytes = pack(&[("a", b"some text"), ("b", b"more")]);
        let cut = &bytes[..bytes.len() - 30];
        assert_eq!(
            kind(Archive::open(cut, &Limits::default())),
            ErrorKind::Truncated
        );
        let limits = Limits {
            max_entries: 1,
            ..Limits::default()
        };
        assert_eq!(
            kind(Archive::open(&bytes, &limits)),
            ErrorKind::LimitExceeded
        );
    }
}
