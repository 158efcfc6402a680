//! Sheets of a spreadsheet, from any program: which of them are lists, and their
//! rows.

use crate::error::{Error, ErrorKind};
use crate::header::Mapping;
use crate::model::{Column, List, Problem, ProblemKind};
use crate::progress::Progress;
use crate::table::{self, MOST_ROWS_ABOVE, Row, State, Table};

/// How many columns of a sheet are read: a list has far fewer.
pub(crate) const MOST_COLUMNS: u32 = 256;
/// How many cells with a value a spreadsheet may have: a bound on memory.
const MOST_CELLS: usize = 8_000_000;
/// How much text they may hold, in bytes; a text that several cells share counts
/// each time.
const MOST_TEXT: usize = 256 << 20;

/// A sheet: its cells with a value.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    cells: Vec<Cell>,
}

struct Cell {
    row: u32,
    column: u32,
    text: String,
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
            cells: Vec::new(),
        });
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
        self.n_cells += 1;
        self.n_bytes += text.len();
        if self.n_cells > MOST_CELLS || self.n_bytes > MOST_TEXT {
            return Err(Error::new(
                ErrorKind::LimitExceeded,
                "the spreadsheet holds more than is allowed",
            ));
        }
        if self.n_cells.is_multiple_of(4096) {
            progress.poll()?;
        }
        if let Some(sheet) = self.done.last_mut() {
            sheet.cells.push(Cell {
                row,
                column,
                text: text.to_owned(),
            });
        }
        Ok(())
    }

    /// Repeats the value of a merged cell in the rows below it, down to row `last`,
    /// except in rows without any value.
    ///
    /// # Errors
    ///
    /// `LimitExceeded`, `Cancelled`.
    pub(crate) fn fill_down(
        &mut self,
        row: u32,
        column: u32,
        last: u32,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let Some(sheet) = self.done.last_mut() else {
            return Ok(());
        };
        sheet.sort();
        let from = sheet.cells.partition_point(|cell| cell.row < row);
        let below = sheet.cells[from..].iter();
        let below = below.take_while(|cell| cell.row <= last);
        let mut text = None;
        let mut rows = Vec::new();
        for cell in below {
            if cell.row == row {
                if cell.column == column {
                    text = Some(cell.text.clone());
                }
            } else if rows.last() != Some(&cell.row) {
                rows.push(cell.row);
            }
        }
        let Some(text) = text else {
            return Ok(());
        };
        rows.iter()
            .try_for_each(|&row| self.cell(row, column, &text, progress))
    }

    /// Returns the sheets.
    pub(crate) fn finish(mut self) -> Vec<Sheet> {
        self.done.iter_mut().for_each(Sheet::sort);
        self.done
    }
}

impl Sheet {
    fn sort(&mut self) {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// Returns the rows that have a value, each cut after `n_columns`.
    fn rows(&self, n_columns: usize) -> impl Iterator<Item = Row> {
        self.cells
            .chunk_by(|one, other| one.row == other.row)
            .map(move |group| {
                let mut cells = Vec::new();
                for cell in group {
                    let at = cell.column as usize;
                    if at < n_columns {
                        cells.resize(at, String::new());
                        cells.push(cell.text.clone());
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
    let mut first_row = None;
    let mut is_known = false;
    for sheet in sheets {
        let first_rows = sheet.first_rows();
        let Some(first) = first_rows.first() else {
            continue;
        };
        let Some(header) = table::find_header(&first_rows, mapping) else {
            let n_rows = sheet.rows(1).count();
            list.problems.push(Problem {
                row: first.number,
                place: format!("sheet {}", sheet.name),
                client: None,
                kind: ProblemKind::SheetUnknown,
                message: format!(
                    "The sheet has {n_rows} rows, and no column could be recognised as the title."
                ),
            });
            first_row.get_or_insert_with(|| first.cells.clone());
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
        let name = (sheets.len() > 1).then_some(sheet.name.as_str());
        let mut table = Table::new(header, name, None, list);
        for row in sheet.rows(n_columns).filter(|row| row.number > n_above) {
            progress.row()?;
            if row.cells.is_empty() {
                table.remark(row.number);
            } else {
                table.row(&row);
            }
        }
    }
    match first_row {
        _ if is_known => Ok(()),
        Some(first) => Err(table::columns_unknown(&first)),
        None => Err(Error::new(ErrorKind::Empty, "the spreadsheet is empty")),
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
        let first = sheets
            .iter()
            .find_map(|sheet| sheet.first_rows().into_iter().next());
        columns = first.map_or_else(Vec::new, |row| table::unknown_columns(&row.cells));
    }
    columns
}
