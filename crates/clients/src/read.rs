//! The way in: what a file is, and who reads it.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crate::encoding::decode;
use crate::error::{Error, ErrorKind};
use crate::header::Mapping;
use crate::model::{Column, Format, List};
use crate::progress::Progress;
use crate::{delimited, sniff};

/// The largest list, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads the list at `path`; what it is, its content says and not its name.
///
/// `on_progress` is called with the number of rows read so far, several hundred
/// rows apart, and says whether to go on. A row that cannot be used never ends
/// the list: it stands in [`List::problems`].
///
/// # Errors
///
/// `Unreadable`, `Empty`, `Unsupported`, `Encrypted`, `Damaged`,
/// `LimitExceeded`, `ParserCrashed`, `ColumnsUnknown`, `Cancelled`.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    on_progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<List, Error> {
    let mut progress = Progress::new(on_progress);
    let mut read = || {
        let bytes = load(path)?;
        let format = sniff::sniff(&bytes)?;
        let mut list = List::new(format);
        let decoded = decode(&bytes, None);
        delimited::read(&decoded, mapping, &mut list, &mut progress)?;
        Ok(list)
    };
    read().map_err(|error: Error| error.at(path))
}

/// Returns the columns of the list at `path` and what each is taken for, for a
/// dialog in which they can be mapped.
///
/// When no column is known, they are the values of the first row, each taken for
/// nothing; a format without columns has none.
///
/// # Errors
///
/// Those of [`read`] but `ColumnsUnknown`.
pub fn columns(path: &Path, mapping: &Mapping) -> Result<(Format, Vec<Column>), Error> {
    let columns = || {
        let bytes = load(path)?;
        let format = sniff::sniff(&bytes)?;
        Ok((format, delimited::columns(&decode(&bytes, None), mapping)))
    };
    columns().map_err(|error: Error| error.at(path))
}

/// Reads a regular file that is not too large.
fn load(path: &Path) -> Result<Vec<u8>, Error> {
    let unreadable = |error: std::io::Error| {
        Error::new(ErrorKind::Unreadable, "the list cannot be read").caused_by(error)
    };
    // A pipe is not opened: that would wait for its other end.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Error::new(
            ErrorKind::Unreadable,
            "the list is no regular file",
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
