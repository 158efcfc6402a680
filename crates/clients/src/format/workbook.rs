//! Workbooks of Excel: XLSX and XLSB.
//!
//! `calamine` reads them, cell by cell, because its whole sheets are as large as
//! their two farthest cells make them. Hidden sheets are left out. First the
//! archive is unpacked once, and the bytes only counted: the bound is on what a
//! workbook really unpacks to, not on what its directory claims. The number of
//! its strings is a claim too, for which memory would be reserved; it is compared
//! with the size of the part that holds them.

use std::io::{self, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsb};
use zip::ZipArchive;

use super::sheet::{Sheet, Sheets};
use crate::error::{Error, ErrorKind};
use crate::progress::Progress;

/// What all parts of a workbook may unpack to, in bytes: a bound on time.
const MOST_BYTES: u64 = 1 << 30;
/// What a part that is held in memory whole may unpack to, in bytes: a bound on
/// memory.
const MOST_BYTES_HELD: u64 = 96 << 20;
/// How many files the archive may have.
const MOST_PARTS: usize = 10_000;

pub(crate) fn damaged(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Damaged, "the workbook is damaged").caused_by(source)
}

/// Reads the sheets of a workbook.
///
/// # Errors
///
/// `Encrypted`, `Damaged`, `LimitExceeded`, `ParserCrashed`, `Cancelled`.
pub(crate) fn sheets(bytes: &[u8], progress: &mut Progress<'_>) -> Result<Vec<Sheet>, Error> {
    check_sizes(bytes)?;
    let read = AssertUnwindSafe(|| xlsb(bytes, progress));
    catch_unwind(read).unwrap_or_else(|_| {
        Err(Error::new(
            ErrorKind::ParserCrashed,
            "reading the workbook stopped unexpectedly",
        ))
    })
}

/// Checks that no part unpacks to more than is allowed.
fn check_sizes(bytes: &[u8]) -> Result<(), Error> {
    let too_large = || {
        Error::new(
            ErrorKind::LimitExceeded,
            "the workbook unpacks to more than is allowed",
        )
    };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = MOST_BYTES;
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        if name.contains("/media/") || name.contains("/embeddings/") {
            continue;
        }
        let is_streamed = name.contains("/worksheets/");
        let most = if is_streamed {
            left
        } else {
            left.min(MOST_BYTES_HELD)
        };
        let mut claims = Claims::default();
        let n = io::copy(&mut part.take(most + 1), &mut claims).map_err(damaged)?;
        // A string takes more than one byte.
        if n > most || claims.largest > n {
            return Err(too_large());
        }
        left -= n;
    }
    Ok(())
}

/// Finds how many strings a part claims to hold; its bytes are written to this.
#[derive(Default)]
struct Claims {
    /// The last bytes written, in which a claim may begin.
    tail: Vec<u8>,
    largest: u64,
}

impl Claims {
    const NAME: &[u8] = b"uniqueCount";
    /// The longest claim with white space around it, in bytes.
    const LONGEST: usize = 128;

    fn claim(after_name: &[u8]) -> u64 {
        let is_between = |b: &u8| b.is_ascii_whitespace() || b"='\"+".contains(b);
        let digits = after_name.iter().skip_while(|b| is_between(b));
        digits
            .take_while(|b| b.is_ascii_digit())
            .fold(0_u64, |n, digit| {
                n.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
            })
    }
}

impl Write for Claims {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tail.extend_from_slice(bytes);
        for at in memchr::memmem::find_iter(&self.tail, Self::NAME) {
            let rest = &self.tail[at + Self::NAME.len()..];
            self.largest = self.largest.max(Self::claim(rest));
        }
        let done = self.tail.len().saturating_sub(Self::LONGEST);
        self.tail.drain(..done);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn xlsb(bytes: &[u8], progress: &mut Progress<'_>) -> Result<Vec<Sheet>, Error> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Sheets::default();
    for sheet in book.sheets_metadata().to_vec() {
        let name = sheet.name;
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            sheets.hidden(&name);
            continue;
        }
        sheets.begin(&name);
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            sheets.cell(row, column, &text(cell.get_value()), progress)?;
        }
    }
    Ok(sheets.finish())
}

/// Returns the value of a cell as a person would read it, numbers with all digits.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is_true) => is_true.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => day(date.as_f64(), false),
        DataRef::DateTime(date) => number(date.as_f64()),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Writes a number without a power of ten and, if it is whole, without a point.
/// Below 10^15 a float holds every whole number exactly.
pub(crate) fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        format!("{n:.0}")
    } else {
        n.to_string()
    }
}

/// Writes the date of a number of days as `YYYY-MM-DD`.
pub(crate) fn day(days: f64, is_1904: bool) -> String {
    // Outside the years 1910 to 2447 it is a number in a column formatted as
    // dates, such as an ISBN or a year.
    if !(4_000.0..200_000.0).contains(&days) {
        return number(days);
    }
    let kind = calamine::ExcelDateTimeType::DateTime;
    let date = ExcelDateTime::new(days, kind, is_1904);
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
