//! Tables: rows of values under headings, from any kind of file.

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::header::{self, Fields, Mapping};
use crate::model::{Column, Field, List, NoteKind, ProblemKind};

/// How many rows are searched for the headings.
pub(crate) const MOST_ROWS_ABOVE: usize = 40;
/// The longest value in a column that is used, in bytes; a longer one is hardly a
/// title, and shows that a quotation mark is missing.
const LONGEST_CELL: usize = 1 << 15;

/// A row as it is in its file.
pub(crate) struct Row {
    /// Its number in the file or sheet, from 1.
    pub(crate) number: u32,
    pub(crate) cells: Vec<String>,
    pub(crate) state: State,
}

/// Whether a row could be split into its values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Sound,
    /// It has a misplaced quotation mark and can be read nevertheless.
    Repaired,
    /// It has a misplaced quotation mark and cannot be read.
    Malformed,
}

/// Returns whether all values of a row are blank.
pub(crate) fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// The headings of a table.
pub(crate) struct Header {
    /// The headings; empty if the columns were given by number or guessed.
    cells: Vec<String>,
    fields: Fields,
    /// The number of columns known by their headings.
    pub(crate) score: usize,
    /// The number of rows up to and including the headings.
    pub(crate) n_rows: usize,
}

impl Header {
    pub(crate) fn n_columns(&self) -> usize {
        self.fields.len()
    }

    pub(crate) fn columns(&self) -> Vec<Column> {
        let column = |(at, field): (usize, &Option<Field>)| Column {
            header: self.cells.get(at).map_or("", |cell| cell.trim()).to_owned(),
            field: *field,
        };
        self.fields.iter().enumerate().map(column).collect()
    }
}

/// Returns columns with these headings, none of them used.
pub(crate) fn unknown_columns(cells: &[String]) -> Vec<Column> {
    let column = |cell: &String| Column {
        header: cell.trim().to_owned(),
        field: None,
    };
    cells.iter().map(column).collect()
}

/// The error for a table without known headings, whose first row is `cells`.
pub(crate) fn columns_unknown(cells: &[String]) -> Error {
    let mut first = cells.join(" | ");
    if let Some((end, _)) = first.char_indices().nth(120) {
        first.truncate(end);
        first.push('\u{2026}');
    }
    Error::new(
        ErrorKind::ColumnsUnknown,
        format!("no column could be recognised as the title; the first row is: {first}"),
    )
}

/// Finds the headings among the first rows: the row with the most known ones,
/// else what the mapping or the values say about a table without headings.
pub(crate) fn find_header(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    let first = rows.iter().position(|row| !is_blank(&row.cells))?;
    let mut best: Option<Header> = None;
    for (at, row) in rows.iter().enumerate().take(MOST_ROWS_ABOVE) {
        let (fields, score) = header::fields(&row.cells, mapping);
        // A single known word in the middle of a table may be a value.
        let is_enough = score > 1 || score == 1 && at == first;
        if is_enough && best.as_ref().is_none_or(|best| score > best.score) {
            let mut cells = row.cells.clone();
            let mut fields = fields;
            // Empty headings at the end are not columns, unless they are mapped.
            while cells.len() > 1
                && cells.last().is_some_and(|cell| cell.trim().is_empty())
                && fields.last() == Some(&None)
            {
                cells.pop();
                fields.pop();
            }
            best = Some(Header {
                cells,
                fields,
                score,
                n_rows: at + 1,
            });
        }
    }
    best.or_else(|| without_headings(rows, mapping))
}

fn without_headings(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    let n_columns = rows.iter().map(|row| row.cells.len()).max()?;
    let fields = header::fields_by_number(mapping, n_columns).or_else(|| {
        // A list of nothing but ISBNs needs no headings; more than half of its
        // rows must be valid.
        let cells = rows.iter().filter_map(|row| row.cells.first());
        let cells: Vec<&String> = cells.filter(|cell| !cell.trim().is_empty()).collect();
        let is_isbn = |cell: &&&String| colophon_catalogue::Isbn::parse(cell.trim()).is_some();
        let n_isbns = cells.iter().filter(is_isbn).count();
        (n_columns == 1 && n_isbns * 2 > cells.len()).then(|| vec![Some(Field::Isbn)])
    })?;
    Some(Header {
        cells: Vec::new(),
        fields,
        score: 0,
        n_rows: 0,
    })
}

/// Adds the rows below the headings to a list, one by one.
pub(crate) struct Table<'a> {
    header: Header,
    sheet: Option<&'a str>,
    decoded: Option<&'a Decoded<'a>>,
    list: &'a mut List,
    /// The numbers of rows of nothing but separators that may be the end of the
    /// table.
    blank: Vec<u32>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(
        header: Header,
        sheet: Option<&'a str>,
        decoded: Option<&'a Decoded<'a>>,
        list: &'a mut List,
    ) -> Self {
        list.columns.extend(header.columns());
        Self {
            header,
            sheet,
            decoded,
            list,
            blank: Vec::new(),
        }
    }

    fn place(&self, row: u32) -> Place {
        let name = match self.sheet {
            Some(sheet) => format!("sheet {sheet}, row {row}"),
            None => format!("row {row}"),
        };
        Place { row, name }
    }

    /// Adds a row to the list, as a title or as a problem.
    pub(crate) fn row(&mut self, row: &Row) {
        if is_blank(&row.cells) {
            if row.cells.len() > 1 {
                self.blank.push(row.number);
            }
            return;
        }
        for blank in std::mem::take(&mut self.blank) {
            let place = self.place(blank);
            self.list.problems.push(place.problem(
                ProblemKind::RowEmpty,
                "The row has separators but no values.",
            ));
        }
        let place = self.place(row.number);
        let n_columns = self.header.n_columns();
        let problem = if row.state == State::Malformed {
            Some(place.problem(
                ProblemKind::QuoteMisplaced,
                "A quotation mark is not closed, or is in the wrong place.",
            ))
        } else if row.cells.len() > n_columns && !is_blank(&row.cells[n_columns..]) {
            Some(place.problem(
                ProblemKind::TooManyValues,
                format!(
                    "The row has {} values, but the table has {n_columns} columns.",
                    row.cells.len()
                ),
            ))
        } else if self.is_header(&row.cells) {
            Some(place.problem(ProblemKind::RowHeader, "The row repeats the headings."))
        } else {
            let used = self.header.fields.iter().zip(&row.cells);
            let is_long = |(field, cell): (&Option<Field>, &String)| {
                field.is_some() && cell.len() > LONGEST_CELL
            };
            used.into_iter().any(is_long).then(|| {
                place.problem(
                    ProblemKind::RowTooLong,
                    format!("A value in the row is longer than {LONGEST_CELL} bytes."),
                )
            })
        };
        if let Some(problem) = problem {
            self.list.problems.push(problem);
            return;
        }
        let mut draft = Draft::default();
        if row.state == State::Repaired {
            draft.note(
                NoteKind::RowRepaired,
                "A quotation mark is in the wrong place; the row was read nevertheless.",
            );
        }
        for (field, cell) in self.header.fields.iter().zip(&row.cells) {
            if let Some(field) = field {
                draft.set(*field, cell);
            }
        }
        draft.finish(place, self.decoded, self.list);
    }

    /// Adds a row that has values, but in no column of the table.
    pub(crate) fn remark(&mut self, number: u32) {
        self.list.problems.push(self.place(number).problem(
            ProblemKind::RowOutsideTable,
            "The row has values only in columns without a heading.",
        ));
    }

    /// Returns whether a row repeats the headings.
    fn is_header(&self, cells: &[String]) -> bool {
        let headings = &self.header.cells;
        !headings.is_empty()
            && headings.len() <= cells.len()
            && headings
                .iter()
                .zip(cells)
                .all(|(heading, cell)| heading == cell)
    }
}
