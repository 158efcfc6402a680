//! Tables with a line of column names.
//!
//! Columns are recognised by their names. The delimiter is whichever of comma,
//! semicolon, tab and vertical bar is most frequent in the first line.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};

use super::collect::{Collector, append, day, format, hex, size};
use super::container::Whole;
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::model::{Memory, OnPiece};
use crate::error::{Error, ErrorKind};
use crate::isbn::Isbn;
use crate::record::Record;

/// How many bytes a row may have: a bound on memory, hit where a quotation mark
/// is missing.
const MAX_ROW: u64 = 4 << 20;

/// How many sources a table may name: a bound on the list of sources in an
/// index. More means that the column holds something else.
const MAX_SOURCES: u16 = 1000;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Source,
    Title,
    Subtitle,
    OtherTitle,
    Author,
    Isbn,
    Asin,
    Md5,
    Sha1,
    Sha256,
    Year,
    Imprint,
    Language,
    Format,
    Size,
    Added,
    Series,
    Volume,
    Edition,
    Hidden,
}

/// The names of columns, in lower case and with only their letters and digits. If
/// a table has several columns for a field, the one named first here is taken, or
/// all of them for the fields in [`SEVERAL`].
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "recordid", "bookid", "fileid", "key"]),
    (Field::Source, &["source", "collection", "dataset"]),
    (
        Field::Title,
        &["title", "booktitle", "name", "titel", "titre", "titulo"],
    ),
    (Field::Subtitle, &["subtitle", "titleadd"]),
    (
        Field::OtherTitle,
        &[
            "originaltitle",
            "othertitle",
            "othertitles",
            "alternativetitle",
            "titleenglish",
        ],
    ),
    (
        Field::Author,
        &[
            "author",
            "authors",
            "creator",
            "creators",
            "writer",
            "autor",
            "auteur",
            "authorname",
        ],
    ),
    (
        Field::Isbn,
        &[
            "isbn",
            "isbns",
            "isbn13",
            "isbn10",
            "ean",
            "ean13",
            "gtin",
            "identifier",
            "identifiers",
        ],
    ),
    (Field::Asin, &["asin", "asins"]),
    (Field::Md5, &["md5", "md5hash", "md5sum"]),
    (Field::Sha1, &["sha1", "sha1hash", "sha1sum"]),
    (Field::Sha256, &["sha256", "sha256hash", "sha256sum"]),
    (
        Field::Year,
        &[
            "year",
            "publicationyear",
            "originalpublicationyear",
            "pubyear",
            "published",
            "publicationdate",
            "pubdate",
        ],
    ),
    (
        Field::Imprint,
        &["publisher", "imprint", "verlag", "editeur", "editorial"],
    ),
    (
        Field::Language,
        &["language", "lang", "languagecode", "languages", "sprache"],
    ),
    (
        Field::Format,
        &["format", "extension", "ext", "filetype", "fileformat"],
    ),
    (
        Field::Size,
        &["size", "filesize", "sizebytes", "filesizebytes", "bytes"],
    ),
    (
        Field::Added,
        &["added", "dateadded", "timeadded", "addeddate", "addedat"],
    ),
    (Field::Series, &["series", "seriesname", "seriestitle"]),
    (
        Field::Volume,
        &["volume", "vol", "volumeinfo", "seriesnumber", "seriesindex"],
    ),
    (Field::Edition, &["edition"]),
    (Field::Hidden, &["hidden"]),
];

/// The fields for which every column is taken.
const SEVERAL: &[Field] = &[
    Field::Title,
    Field::OtherTitle,
    Field::Author,
    Field::Isbn,
    Field::Asin,
];

/// Reads a table.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    whole.read_watched(memory.scratch, on_piece, is_text, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        read_table(&mut *text, collector, on_piece)
    })
}

fn read_table(
    text: &mut dyn Read,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut head = Vec::new();
    text.take(64 * 1024).read_to_end(&mut head)?;
    let delimiter = delimiter(&head);
    let state = Rc::new(State::default());
    let watched = Watched {
        source: Cursor::new(head).chain(text),
        on_piece,
        state: Rc::clone(&state),
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .buffer_capacity(64 * 1024)
        .from_reader(watched);
    let mut row = ByteRecord::new();
    let mut next = |row: &mut ByteRecord| {
        state.n_bytes.set(0);
        let read = reader.read_byte_record(row);
        read.map_err(|error| state.error(error, reader.position().byte()))
    };
    next(&mut row)?;
    let columns = Columns::find(&row)?;
    let mut source = None;
    let mut n_rows = 0_u64;
    while next(&mut row)? {
        n_rows += 1;
        if row.iter().all(|value| value.trim_ascii().is_empty()) {
            continue;
        }
        // Values beyond the last column mean that a quote or a delimiter is
        // missing, and that everything after it is in the wrong column.
        if row
            .iter()
            .skip(columns.0.len())
            .any(|value| !value.trim_ascii().is_empty())
        {
            collector.skip("rows with more values than there are columns", 1);
            continue;
        }
        let mut record = columns.record(&row, collector);
        let mut name = columns.text(&row, Field::Source, collector);
        if name.is_empty() {
            name = collector.stem();
        }
        record.source = match &source {
            Some((known, place)) if *known == name => *place,
            _ => {
                let place = collector.source(&name);
                if place >= MAX_SOURCES {
                    let message = format!("the table names more than {MAX_SOURCES} sources");
                    return Err(Error::new(ErrorKind::LimitExceeded, message));
                }
                source = Some((name, place));
                place
            }
        };
        if record.id.is_empty() {
            record.id = n_rows.to_string();
        }
        let md5 = columns.bytes(&row, Field::Md5);
        let sha1 = columns.bytes(&row, Field::Sha1);
        let sha256 = columns.bytes(&row, Field::Sha256);
        collector.record(record)?;
        if !sha1.is_empty() || !sha256.is_empty() {
            collector.digests(md5, sha1, sha256)?;
        }
    }
    Ok(())
}

/// What the columns of a table hold.
struct Columns(Vec<Option<Field>>);

impl Columns {
    fn find(header: &ByteRecord) -> Result<Self, Error> {
        let names: Vec<String> = header.iter().map(bare).collect();
        let mut columns = vec![None; names.len()];
        for (field, aliases) in NAMES {
            for alias in *aliases {
                for (column, name) in columns.iter_mut().zip(&names) {
                    if name == alias && column.is_none() {
                        *column = Some(*field);
                    }
                }
                let is_found = columns.contains(&Some(*field));
                if is_found && !SEVERAL.contains(field) {
                    break;
                }
            }
        }
        let identifies = [Field::Title, Field::Isbn, Field::Asin, Field::Md5];
        if identifies
            .iter()
            .any(|field| columns.contains(&Some(*field)))
        {
            return Ok(Self(columns));
        }
        let header: Vec<_> = header
            .iter()
            .take(20)
            .map(String::from_utf8_lossy)
            .collect();
        let message = format!(
            "no column is named title, isbn, asin or md5; the first line reads: {:.300}",
            header.join(", ")
        );
        Err(Error::new(ErrorKind::NothingKnown, message))
    }

    /// Returns the value of the first column of a field.
    fn bytes<'r>(&self, row: &'r ByteRecord, field: Field) -> &'r [u8] {
        let column = self.0.iter().position(|own| *own == Some(field));
        column
            .and_then(|column| row.get(column))
            .unwrap_or_default()
    }

    fn text(&self, row: &ByteRecord, field: Field, collector: &mut Collector<'_>) -> String {
        collector.text(self.bytes(row, field))
    }

    /// Returns the values of all columns of a field that hold something, each
    /// once.
    fn texts(&self, row: &ByteRecord, field: Field, collector: &mut Collector<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        for (column, value) in self.0.iter().zip(row) {
            if *column == Some(field) {
                let text = collector.text(value);
                if !text.is_empty() && !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        texts
    }

    fn record(&self, row: &ByteRecord, collector: &mut Collector<'_>) -> Record {
        let mut titles = self.texts(row, Field::Title, collector).into_iter();
        let mut title = titles.next().unwrap_or_default();
        let subtitle = self.text(row, Field::Subtitle, collector);
        if !title.contains(&subtitle) {
            append(&mut title, ": ", &subtitle);
        }
        let mut other_titles: Vec<String> = titles.collect();
        other_titles.extend(self.texts(row, Field::OtherTitle, collector));
        other_titles.retain(|other| *other != title);
        let author = self.texts(row, Field::Author, collector).join("; ");
        let identifiers = self.texts(row, Field::Isbn, collector);
        let identifiers: Vec<String> = identifiers.into_iter().map(with_zeros).collect();
        let identifiers = identifiers.join(",");
        let asin = self.texts(row, Field::Asin, collector).join(",");
        let mut text = |field| self.text(row, field, collector);
        Record {
            source: 0,
            id: text(Field::Id),
            title,
            other_titles,
            author,
            volume: text(Field::Volume),
            series: text(Field::Series),
            imprint: text(Field::Imprint),
            edition: text(Field::Edition),
            year: whole_number(text(Field::Year)),
            language: text(Field::Language),
            identifiers,
            asin,
            md5: hex(self.bytes(row, Field::Md5)),
            md5_reported: None,
            format: format(text(Field::Format)),
            size_bytes: size(self.bytes(row, Field::Size)),
            added: day(self.bytes(row, Field::Added)),
            hidden: text(Field::Hidden),
        }
    }
}

/// Returns a number without the `.0` that a spreadsheet or a program appended.
fn whole_number(mut text: String) -> String {
    if let Some(digits) = text.strip_suffix(".0")
        && !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        text.truncate(digits.len());
    }
    text
}

/// Returns an ISBN of ten digits with the leading zeros that it lost when it was
/// taken for a number; any other text unchanged. The check digit decides.
fn with_zeros(text: String) -> String {
    let text = whole_number(text);
    let is_short = (6..10).contains(&text.len());
    let padded = format!("{text:0>10}");
    if is_short && text.is_ascii() && Isbn::parse(&padded).is_some() {
        padded
    } else {
        text
    }
}

/// Returns the letters and digits of a column's name, in lower case.
fn bare(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the delimiter that is most frequent in the first line, outside of
/// quotes.
fn delimiter(head: &[u8]) -> u8 {
    let mut counts = [(0, b','), (0, b';'), (0, b'\t'), (0, b'|')];
    let mut is_quoted = false;
    for &byte in head.trim_ascii_start() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (n, delimiter) in &mut counts {
                    *n += usize::from(byte == *delimiter);
                }
            }
        }
    }
    let mut best = counts[0];
    for count in counts {
        if count.0 > best.0 {
            best = count;
        }
    }
    best.1
}

/// What [`Watched`] reports to the reader of the table.
#[derive(Default)]
struct State {
    /// How many bytes were read since the row began.
    n_bytes: Cell<u64>,
    is_stopped: Cell<bool>,
    is_too_long: Cell<bool>,
}

impl State {
    fn error(&self, error: csv::Error, offset: u64) -> Error {
        if self.is_stopped.get() {
            return Error::cancelled();
        }
        if self.is_too_long.get() {
            let message = format!("a row is longer than {MAX_ROW} bytes: a quote may be missing");
            return Error::new(ErrorKind::LimitExceeded, message).at_byte(offset);
        }
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Error::from(error).at_byte(offset),
            other => Error::new(ErrorKind::Damaged, format!("{other:?}")).at_byte(offset),
        }
    }
}

/// Watches what is read: how much of a row, and whether to continue.
struct Watched<'p, R> {
    source: R,
    on_piece: OnPiece<'p>,
    state: Rc<State>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if (self.on_piece)().is_break() {
            self.state.is_stopped.set(true);
            return Err(io::Error::other("stopped on request"));
        }
        if self.state.n_bytes.get() > MAX_ROW {
            self.state.is_too_long.set(true);
            return Err(io::Error::other("a row is too long"));
        }
        let n = self.source.read(room)?;
        self.state.n_bytes.set(self.state.n_bytes.get() + n as u64);
        Ok(n)
    }
}
