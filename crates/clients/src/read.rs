//! The entry points: what a file is, and which reader it gets.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use colophon_guarded_sqlite as guarded_sqlite;

use crate::encoding::{Decoded, decode};
use crate::error::{Error, ErrorKind};
use crate::format::{bibtex, calibre, delimited, json, ods, onix, ris, sheet, workbook, xlsx};
use crate::header::Mapping;
use crate::model::{Column, Format, Line, List};
use crate::progress::Progress;
use crate::sniff;

/// The largest list, in bytes: a bound on memory, as the file is read whole.
const LARGEST: u64 = 256 << 20;

/// Reads the list at `path`, recognised by its content and not by its name. A
/// folder is taken for a Calibre library.
///
/// `on_progress` is called with the number of rows read so far, every few hundred
/// rows, and says whether to continue. A row that cannot be used never ends the
/// list: it is in [`List::problems`].
///
/// # Errors
///
/// Every [`ErrorKind`] but `InvalidOption`.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    on_progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<List, Error> {
    Unread::open(path)
        .and_then(|list| list.read(mapping, on_progress))
        .map_err(|error| error.at(path))
}

/// Returns the columns of the list at `path` and what each is taken for, for a
/// dialog in which they can be mapped.
///
/// If no column is known, they are the values of the first row, each unused. A
/// format without columns has none.
///
/// # Errors
///
/// Those of [`read`] except `ColumnsUnknown`.
pub fn columns(path: &Path, mapping: &Mapping) -> Result<(Format, Vec<Column>), Error> {
    Unread::open(path)
        .and_then(|list| list.columns(mapping))
        .map_err(|error| error.at(path))
}

/// Returns the rows of the table at `path` as they are, whatever its columns hold: those
/// of a text table, or of every sheet that is not hidden.
///
/// # Errors
///
/// Those of [`read`] except `ColumnsUnknown`; `Unsupported` for a list that is not a
/// table, `Damaged` for a row with an open quotation mark.
pub fn lines(
    path: &Path,
    on_progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Vec<Line>, Error> {
    Unread::open(path)
        .and_then(|list| list.lines(on_progress))
        .map_err(|error| error.at(path))
}

/// A list that is open, and of whose content nothing was looked at but the first
/// bytes.
///
/// For a process that gives up its rights before it looks at the rest. After
/// this, reading asks the system for no other file.
pub struct Unread(Content);

enum Content {
    /// The bytes of the file.
    Bytes(Vec<u8>),
    Calibre(guarded_sqlite::Unread),
}

impl Unread {
    /// Opens the list at `path`. A folder is taken for a Calibre library.
    ///
    /// # Errors
    ///
    /// `Unreadable`, `Empty`, `LimitExceeded`, `MachineShort`; `Damaged` for a
    /// database without a header.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let path = file_of(path);
        let bytes = load(&path)?;
        if sniff::is_database(&bytes) {
            drop(bytes);
            return Ok(Self(Content::Calibre(calibre::open(&path)?)));
        }
        Ok(Self(Content::Bytes(bytes)))
    }

    /// Reads the list; see [`read`].
    ///
    /// # Errors
    ///
    /// Those of [`read`].
    pub fn read(
        self,
        mapping: &Mapping,
        on_progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> Result<List, Error> {
        let list = self.read_with(mapping, &mut Progress::new(on_progress))?;
        mapping.check(&list.columns)?;
        Ok(list)
    }

    fn read_with(self, mapping: &Mapping, progress: &mut Progress<'_>) -> Result<List, Error> {
        let bytes = match self.0 {
            Content::Calibre(unread) => {
                let mut list = List::new(Format::Calibre);
                calibre::read(unread, &mut list, progress)?;
                return Ok(list);
            }
            Content::Bytes(bytes) => bytes,
        };
        if let Some(format) = sniff::binary(&bytes)? {
            let mut list = List::new(format);
            let sheets = sheets(&bytes, format, progress)?;
            sheet::read(&sheets, mapping, &mut list, progress)?;
            return Ok(list);
        }
        let decoded = decoded(&bytes);
        let format = sniff::text(&decoded.text)?;
        let mut list = List::new(format);
        match format {
            Format::Onix => onix::read(&decoded, &mut list, progress)?,
            Format::Bibtex => bibtex::read(&decoded, &mut list, progress)?,
            Format::Ris => ris::read(&decoded, &mut list, progress)?,
            Format::Csl | Format::Orcid => json::read(&decoded, &mut list, progress)?,
            _ => delimited::read(&decoded, mapping, &mut list, progress)?,
        }
        Ok(list)
    }

    /// Returns the rows of a table as they are; see [`lines`].
    ///
    /// # Errors
    ///
    /// Those of [`lines`].
    pub fn lines(
        self,
        on_progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> Result<Vec<Line>, Error> {
        let progress = &mut Progress::new(on_progress);
        let no_table = || Error::new(ErrorKind::Unsupported, "the file is not a table");
        let Content::Bytes(bytes) = self.0 else {
            return Err(no_table());
        };
        if let Some(format) = sniff::binary(&bytes)? {
            return sheet::lines(&sheets(&bytes, format, progress)?, progress);
        }
        let decoded = decoded(&bytes);
        match sniff::text(&decoded.text)? {
            Format::Csv => delimited::lines(&decoded, progress),
            _ => Err(no_table()),
        }
    }

    /// Returns the columns; see [`columns`].
    ///
    /// # Errors
    ///
    /// Those of [`columns`].
    pub fn columns(self, mapping: &Mapping) -> Result<(Format, Vec<Column>), Error> {
        let Content::Bytes(bytes) = self.0 else {
            return Ok((Format::Calibre, Vec::new()));
        };
        if let Some(format) = sniff::binary(&bytes)? {
            let mut go_on = |_| ControlFlow::Continue(());
            let sheets = sheets(&bytes, format, &mut Progress::new(&mut go_on))?;
            return Ok((format, sheet::columns(&sheets, mapping)));
        }
        let decoded = decoded(&bytes);
        let format = sniff::text(&decoded.text)?;
        let columns = match format {
            Format::Csv => delimited::columns(&decoded, mapping),
            _ => Vec::new(),
        };
        Ok((format, columns))
    }
}

fn sheets(
    bytes: &[u8],
    format: Format,
    progress: &mut Progress<'_>,
) -> Result<Vec<sheet::Sheet>, Error> {
    match format {
        Format::Ods => ods::sheets(bytes, progress),
        Format::Xlsb => workbook::sheets(bytes, progress),
        _ => xlsx::sheets(bytes, progress),
    }
}

/// Decodes a text, by its declaration if it is XML.
fn decoded(bytes: &[u8]) -> Decoded<'_> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = start
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"))
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    decode(bytes, declared)
}

/// Returns the file of a list: the database of a folder that is a Calibre
/// library, else the path itself.
pub fn file_of(path: &Path) -> PathBuf {
    let database = path.join("metadata.db");
    if path.is_dir() && database.is_file() {
        database
    } else {
        path.to_owned()
    }
}

/// Reads a regular file that is not too large.
fn load(path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable = |error: std::io::Error| {
        Error::of_system(&error, "the list cannot be read").caused_by(error)
    };
    // A pipe is not opened, since that would wait for its other end.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Error::new(
            ErrorKind::Unreadable,
            "the list is not a regular file",
        ));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            format!("the list is larger than {} MiB", LARGEST >> 20),
        ));
    }
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the list is empty"));
    }
    Ok(bytes)
}
