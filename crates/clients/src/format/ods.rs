//! `OpenDocument` spreadsheets.
//!
//! Read here and not with `calamine`, which builds every sheet in memory up to a
//! hundred million cells and ignores merged cells. A cell's value is taken from
//! its attribute, since the text shown for a long number may be cut. Comments on
//! cells are not part of their value.
//!
//! Source: `OpenDocument` 1.2, part 1, sections 9.1, 19.385 and 19.675.

use std::collections::HashSet;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet::{MOST_COLUMNS, Merged, Sheet, Sheets};
use super::workbook::number;
use crate::error::{Error, ErrorKind};
use crate::progress::Progress;
use crate::xml;

/// What the content may unpack to, in bytes; it is read as a stream.
const MOST_BYTES: u64 = 256 << 20;
/// The longest text of a cell, in bytes; more is cut.
const LONGEST_TEXT: usize = 1 << 17;
/// How many rows of a sheet are read: as many as a sheet of `LibreOffice` has.
const MOST_ROWS: u32 = 1 << 20;

fn damaged(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Damaged, "the spreadsheet is damaged").caused_by(source)
}

/// Reads the sheets of a spreadsheet.
///
/// # Errors
///
/// `Encrypted`, `Damaged`, `LimitExceeded`, `Cancelled`.
pub(crate) fn sheets(bytes: &[u8], progress: &mut Progress<'_>) -> Result<Vec<Sheet>, Error> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if is_encrypted(&mut zip) {
        return Err(Error::new(
            ErrorKind::Encrypted,
            "the spreadsheet is locked by a password",
        ));
    }
    let content = zip.by_name("content.xml").map_err(damaged)?;
    let mut source = BufReader::new(content.take(MOST_BYTES));
    let mut content = Content::default();
    let outcome = content.read(&mut Reader::from_reader(&mut source), progress);
    if source.get_ref().limit() == 0 {
        return Err(Error::new(
            ErrorKind::LimitExceeded,
            "the spreadsheet unpacks to more than is allowed",
        ));
    }
    outcome?;
    Ok(content.sheets.finish())
}

/// Returns whether the manifest names an encryption. A list of files is short, so
/// only its first MiB is read.
fn is_encrypted(zip: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    let mut manifest = String::new();
    match zip.by_name("META-INF/manifest.xml") {
        Ok(part) => {
            // What cannot be read here cannot be read below either.
            let _ = part.take(1 << 20).read_to_string(&mut manifest);
            manifest.contains("encryption-data")
        }
        Err(_) => false,
    }
}

/// The state of reading the content.
#[derive(Default)]
struct Content {
    sheets: Sheets,
    /// The styles of tables that are not shown.
    hidden: HashSet<String>,
    style: String,
    /// Whether the sheet is visible, and therefore read.
    is_shown: bool,
    row: u32,
    n_rows: u32,
    column: u32,
    cells: Vec<Cell>,
    cell: Option<Cell>,
    merged: Vec<Merged>,
    n_events: u32,
    /// How many elements deep inside something that is not part of the cell, such
    /// as a comment; 0 outside.
    aside: u32,
}

#[derive(Default)]
struct Cell {
    column: u32,
    n_columns: u32,
    n_rows_spanned: u32,
    value: Option<String>,
    shown: String,
    n_paragraphs: u32,
}

impl Content {
    fn read<R: std::io::BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            // Cells without a value and rows without a cell are read as well.
            self.n_events = self.n_events.wrapping_add(1);
            if self.n_events.is_multiple_of(1 << 14) {
                progress.poll()?;
            }
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                // A cell without a value, the most frequent thing by far.
                Event::Empty(tag)
                    if self.aside == 0
                        && tag.name().0 == "table:table-cell"
                        && tag.attributes_raw().is_empty() =>
                {
                    self.column = self.column.saturating_add(1);
                }
                Event::Start(tag) if self.aside > 0 || is_aside(&tag) => self.aside += 1,
                Event::End(_) if self.aside > 0 => self.aside -= 1,
                Event::Eof => return Ok(()),
                _ if self.aside > 0 => {}
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) if is_aside(&tag) => {}
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.name().0, progress)?;
                }
                Event::End(tag) => self.end(tag.name().0, progress)?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(name) => self.text(&xml::resolved(&name)),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let number = |name| {
            let number: Option<u32> = xml::attribute(tag, name).and_then(|n| n.trim().parse().ok());
            number.unwrap_or(1)
        };
        match tag.name().0 {
            "style:style" => self.style = xml::attribute(tag, "style:name").unwrap_or_default(),
            "style:table-properties"
                if xml::attribute(tag, "table:display").as_deref() == Some("false") =>
            {
                self.hidden.insert(self.style.clone());
            }
            "table:table" => {
                let style = xml::attribute(tag, "table:style-name").unwrap_or_default();
                self.is_shown = !self.hidden.contains(&style);
                self.row = 0;
                self.merged.clear();
                let name = xml::attribute(tag, "table:name").unwrap_or_default();
                if self.is_shown {
                    self.sheets.begin(&name);
                } else {
                    self.sheets.hidden(&name);
                }
            }
            "table:table-row" => {
                self.column = 0;
                self.cells.clear();
                self.n_rows = number("table:number-rows-repeated");
            }
            "table:table-cell" | "table:covered-table-cell"
                if tag.attributes_raw().trim().is_empty() =>
            {
                self.cell = Some(Cell {
                    column: self.column,
                    n_columns: 1,
                    n_rows_spanned: 1,
                    ..Cell::default()
                });
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let value = [
                    "office:string-value",
                    "office:date-value",
                    "office:boolean-value",
                ]
                .iter()
                .find_map(|name| xml::attribute(tag, name));
                let figure = || {
                    let value: f64 = xml::attribute(tag, "office:value")?.parse().ok()?;
                    Some(self::number(value))
                };
                self.cell = Some(Cell {
                    column: self.column,
                    n_columns: number("table:number-columns-repeated"),
                    n_rows_spanned: number("table:number-rows-spanned"),
                    value: value.or_else(figure),
                    ..Cell::default()
                });
            }
            "text:p" => {
                let is_first = self.cell.as_ref().is_none_or(|cell| cell.n_paragraphs == 0);
                if !is_first {
                    self.text("\n");
                }
                if let Some(cell) = &mut self.cell {
                    cell.n_paragraphs += 1;
                }
            }
            "text:s" => self.text(&" ".repeat(number("text:c").min(100) as usize)),
            "text:tab" => self.text(" "),
            "text:line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && cell.n_paragraphs > 0
            && cell.shown.len() < LONGEST_TEXT
        {
            cell.shown.push_str(text);
        }
    }

    fn end(&mut self, name: &str, progress: &mut Progress<'_>) -> Result<(), Error> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.column = self.column.saturating_add(cell.n_columns);
                    if cell.column < MOST_COLUMNS && !cell.is_blank() {
                        self.cells.push(cell);
                    }
                }
            }
            "table:table-row" => self.end_row(progress)?,
            "table:table" => {
                let merged = std::mem::take(&mut self.merged);
                if self.is_shown {
                    self.sheets.merge(merged, progress)?;
                }
                self.is_shown = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_row(&mut self, progress: &mut Progress<'_>) -> Result<(), Error> {
        let cells = std::mem::take(&mut self.cells);
        if self.is_shown && !cells.is_empty() {
            for row in (self.row..MOST_ROWS).take(self.n_rows as usize) {
                for cell in &cells {
                    let last = cell.column.saturating_add(cell.n_columns).min(MOST_COLUMNS);
                    for column in cell.column..last {
                        self.sheets.cell(row, column, cell.text(), progress)?;
                    }
                    if cell.n_rows_spanned > 1 && self.merged.len() < 1 << 20 {
                        self.merged.push(Merged {
                            row,
                            column: cell.column,
                            last_row: row.saturating_add(cell.n_rows_spanned - 1),
                        });
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.n_rows);
        Ok(())
    }
}

impl Cell {
    /// Returns the cell's value: the text that is shown, but a number or a date in
    /// full.
    fn text(&self) -> &str {
        self.value.as_deref().unwrap_or(&self.shown)
    }

    fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }
}

/// Returns whether an element in a cell is not part of its value.
fn is_aside(tag: &BytesStart<'_>) -> bool {
    let name = tag.name().0;
    name == "office:annotation" || name.starts_with("draw:") || name == "table:shapes"
}
