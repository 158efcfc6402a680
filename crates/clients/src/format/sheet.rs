//! Sheets of a spreadsheet, from any program: which of them are lists, and their
//! rows.

use colophon_catalogue::rows::State;

use crate::error::{Error, ErrorKind};
use crate::header::Mapping;
use crate::model::{Column, Line, List, Problem, ProblemKind};
use crate::progress::Progress;
use crate::table::{self, MOST_ROWS_ABOVE, Row, Table};

/// How many columns of a sheet are read: a list has far fewer.
pub(crate) const MOST_COLUMNS: u32 = 256;
/// How many cells with a value a spreadsheet may have: a bound on memory.
const MOST_CELLS: usize = 8_000_000;
/// How much text they may hold, in bytes; a text that several cells share counts
/// each time.
const MOST_TEXT: usize = 128 << 20;

/// A sheet: its cells with a value.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    /// Whether it is hidden, and was not read.
    is_hidden: bool,
    cells: Vec<Cell>,
    /// The texts of all cells.
    texts: String,
}

#[derive(Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    /// Where its text is.
    start: u32,
    end: u32,
}

/// A cell that is merged with those below it.
#[derive(Clone, Copy)]
pub(crate) struct Merged {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) last_row: u32,
}

/// Sheets being filled, within bounds.
#[derive(Default)]
pub(crate) struct Sheets {
    done: Vec<Sheet>,
    n_cells: usize,
    n_bytes: usize,
}

impl Sheets {
    /// Begins a sheet.
    pub(crate) fn begin(&mut self, name: &str) {
        self.done.push(Sheet {
            name: name.to_owned(),
            ..Sheet::default()
        });
    }

    /// Adds a sheet that is hidden.
    pub(crate) fn hidden(&mut self, name: &str) {
        self.begin(name);
        if let Some(sheet) = self.done.last_mut() {
            sheet.is_hidden = true;
        }
    }

    /// Adds a cell to the sheet begun last; rows and columns count from 0.
    ///
    /// # Errors
    ///
    /// `LimitExceeded`, `Cancelled`.
    pub(crate) fn cell(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        if text.trim().is_empty() || column >= MOST_COLUMNS {
            return Ok(());
        }
        self.pay(text.len(), progress)?;
        let Some(sheet) = self.done.last_mut() else {
            return Ok(());
        };
        let place = |at: usize| u32::try_from(at).map_err(|_| too_much());
        let start = place(sheet.texts.len())?;
        sheet.texts.push_str(text);
        let end = place(sheet.texts.len())?;
        sheet.cells.push(Cell {
            row,
            column,
            start,
            end,
        });
        Ok(())
    }

    /// Counts a cell.
    fn pay(&mut self, n_bytes: usize, progress: &mut Progress<'_>) -> Result<(), Error> {
        self.n_cells += 1;
        self.n_bytes += n_bytes;
        if self.n_cells > MOST_CELLS || self.n_bytes > MOST_TEXT {
            return Err(too_much());
        }
        if self.n_cells.is_multiple_of(4096) {
            progress.poll()?;
        }
        Ok(())
    }

    /// Repeats the values of merged cells of the sheet begun last in the rows below
    /// them, except in rows without any value. Each column is gone through once,
    /// however many merged cells overlap.
    ///
    /// # Errors
    ///
    /// `LimitExceeded`, `Cancelled`.
    pub(crate) fn merge(
        &mut self,
        mut merged: Vec<Merged>,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let Some(mut sheet) = self.done.pop() else {
            return Ok(());
        };
        sheet.sort();
        let mut rows: Vec<u32> = sheet.cells.iter().map(|cell| cell.row).collect();
        rows.dedup();
        merged.sort_by_key(|own| (own.column, own.row));
        let mut repeated = Vec::new();
        let (mut column, mut done) = (None, None);
        for own in merged {
            if column != Some(own.column) {
                (column, done) = (Some(own.column), None);
            }
            if done.is_some_and(|done| own.row <= done) {
                continue;
            }
            let Some(cell) = sheet.find(own.row, own.column) else {
                continue;
            };
            done = Some(own.last_row);
            let from = rows.partition_point(|row| *row <= own.row);
            for &row in rows[from..].iter().take_while(|row| **row <= own.last_row) {
                if sheet.find(row, own.column).is_none() {
                    self.pay((cell.end - cell.start) as usize, progress)?;
                    repeated.push(Cell { row, ..cell });
                }
            }
        }
        sheet.cells.extend(repeated);
        self.done.push(sheet);
        Ok(())
    }

    /// Returns the sheets.
    pub(crate) fn finish(mut self) -> Vec<Sheet> {
        self.done.iter_mut().for_each(Sheet::sort);
        self.done
    }
}

fn too_much() -> Error {
    Error::new(
        ErrorKind::LimitExceeded,
        "the spreadsheet holds more than is allowed",
    )
}

impl Sheet {
    /// Returns the cell at a place; the cells must be sorted.
    fn find(&self, row: u32, column: u32) -> Option<Cell> {
        let place = |cell: &Cell| (cell.row, cell.column);
        let at = self.cells.binary_search_by_key(&(row, column), place);
        at.ok().map(|at| self.cells[at])
    }

    fn text(&self, cell: Cell) -> &str {
        let range = cell.start as usize..cell.end as usize;
        self.texts.get(range).unwrap_or_default()
    }

    fn sort(&mut self) {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// Returns the rows that have a value, each cut after `n_columns`.
    fn rows(&self, n_columns: usize) -> impl Iterator<Item = Row> {
        self.cells
            .chunk_by(|one, other| one.row == other.row)
            .map(move |group| {
                let mut cells = Vec::new();
                for &cell in group {
                    let at = cell.column as usize;
                    if at < n_columns {
                        cells.resize(at, String::new());
                        cells.push(self.text(cell).to_owned());
                    }
                }
                Row {
                    number: group[0].row.saturating_add(1),
                    cells,
                    state: State::Sound,
                }
            })
    }

    fn first_rows(&self) -> Vec<Row> {
        self.rows(MOST_COLUMNS as usize)
            .take(MOST_ROWS_ABOVE)
            .collect()
    }
}

/// Reads every sheet with known headings into `list`. For any other sheet a
/// problem says that it was not read.
///
/// # Errors
///
/// `Empty`, `ColumnsUnknown` if no sheet has known headings, `LimitExceeded`,
/// `Cancelled`.
pub(crate) fn read(
    sheets: &[Sheet],
    mapping: &Mapping,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let n_shown = sheets.iter().filter(|sheet| !sheet.is_hidden).count();
    let mut unknown = None;
    let mut is_known = false;
    for sheet in sheets {
        if sheet.is_hidden {
            list.problems.push(Problem {
                row: 1,
                place: format!("sheet {}", sheet.name),
                sheet: Some(sheet.name.clone()),
                client: None,
                kind: ProblemKind::SheetHidden,
                message: format!("The sheet {} is hidden and was not read.", sheet.name),
            });
            continue;
        }
        let first_rows = sheet.first_rows();
        let Some(first) = first_rows.first() else {
            continue;
        };
        if mapping.is_empty() && table::is_turned(&first_rows) {
            list.problems.push(turned(sheet, first.number));
            unknown.get_or_insert_with(|| Error::new(ErrorKind::ColumnsUnknown, TURNED));
            continue;
        }
        let Some(header) = table::find_header(&first_rows, mapping) else {
            list.problems.push(unread(sheet, first.number));
            unknown.get_or_insert_with(|| table::columns_unknown(&first.cells));
            continue;
        };
        is_known = true;
        // Blank rows are not among these, so rows above are identified by number.
        let n_above = header
            .n_rows
            .checked_sub(1)
            .and_then(|at| first_rows.get(at))
            .map_or(0, |row| row.number);
        let n_columns = header.n_columns();
        let name = (n_shown > 1).then_some(sheet.name.as_str());
        let mut table = Table::new(header, mapping, name, None, list);
        for row in sheet.rows(n_columns) {
            if row.number <= n_above {
                table.above(&row);
                continue;
            }
            progress.row()?;
            if row.cells.is_empty() {
                table.remark(row.number);
            } else {
                table.row(&row);
            }
        }
        table.finish();
    }
    match unknown {
        _ if is_known => Ok(()),
        Some(error) => Err(error),
        None => Err(Error::new(ErrorKind::Empty, "the spreadsheet is empty")),
    }
}

/// Returns the rows of the sheets that are not hidden as they are.
///
/// # Errors
///
/// `LimitExceeded`, `Cancelled`.
pub(crate) fn lines(sheets: &[Sheet], progress: &mut Progress<'_>) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.is_hidden) {
        for row in sheet.rows(MOST_COLUMNS as usize) {
            progress.row()?;
            lines.push(Line {
                sheet: sheet.name.clone(),
                number: row.number,
                cells: row.cells,
            });
        }
    }
    Ok(lines)
}

/// Why a sheet that is turned is not read.
const TURNED: &str =
    "the headings are one below the other, and each title is in a column instead of a row";

/// Says that a sheet has its headings one below the other, and was not read.
fn turned(sheet: &Sheet, row: u32) -> Problem {
    Problem {
        row,
        place: format!("sheet {}", sheet.name),
        sheet: Some(sheet.name.clone()),
        client: None,
        kind: ProblemKind::SheetUnknown,
        message: format!("The sheet was not read: {TURNED}."),
    }
}

/// Says why a sheet without known headings was not read: a table may hold titles,
/// lines of text, as in a sheet called "READ ME", hold none.
fn unread(sheet: &Sheet, row: u32) -> Problem {
    let rows = || sheet.rows(MOST_COLUMNS as usize);
    let is_of_table = |row: &Row| row.cells.iter().filter(|it| !it.trim().is_empty()).count() > 1;
    let n_rows = rows().count();
    let n_of_table = rows().filter(is_of_table).count();
    let (kind, message) = if n_of_table > 1 && n_of_table * 2 > n_rows {
        (
            ProblemKind::SheetUnknown,
            format!("The sheet has {n_rows} rows, and no column could be recognised as the title."),
        )
    } else {
        (
            ProblemKind::SheetRemarks,
            format!("The sheet has {n_rows} rows of text and no table, and was not read."),
        )
    };
    Problem {
        row,
        place: format!("sheet {}", sheet.name),
        sheet: Some(sheet.name.clone()),
        client: None,
        kind,
        message,
    }
}

/// Returns the columns of the sheets with known headings; if there are none, the
/// values of the first row.
pub(crate) fn columns(sheets: &[Sheet], mapping: &Mapping) -> Vec<Column> {
    let mut columns = Vec::new();
    for sheet in sheets {
        if let Some(header) = table::find_header(&sheet.first_rows(), mapping) {
            columns.extend(header.columns());
        }
    }
    if columns.is_empty() {
        let mut first_rows = sheets.iter().map(Sheet::first_rows);
        let first = first_rows.find(|rows| !rows.is_empty());
        columns = table::unknown_columns(&first.unwrap_or_default());
    }
    columns
}
