//! Tables: rows of values under headings, whatever file they come from.

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::header::{self, Fields, Mapping};
use crate::model::{Column, Field, List, NoteKind, ProblemKind};

/// How many rows may stand above the headings.
pub(crate) const MOST_ROWS_ABOVE: usize = 40;
/// The longest value that a row may have where it is used, in bytes.
const LONGEST_CELL: usize = 1 << 15;

/// A row as its file has it.
pub(crate) struct Row {
    /// Its number in the file or sheet, from 1.
    pub(crate) number: u32,
    pub(crate) cells: Vec<String>,
    pub(crate) state: State,
}

/// Whether a row could be parted into its values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Sound,
    /// With a misplaced quotation mark that did no harm.
    Repaired,
    /// With one that did.
    Malformed,
}

/// Returns whether nothing stands in a row.
pub(crate) fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// The headings of a table.
pub(crate) struct Header {
    /// The headings; empty where the columns were told or guessed.
    cells: Vec<String>,
    fields: Fields,
    /// The number of columns known by their headings.
    pub(crate) score: usize,
    /// How many rows there are down to the headings, these included.
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

/// Returns columns with these headings that are taken for nothing.
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
        format!("no column is known to hold the titles; the first row is: {first}"),
    )
}

/// Finds the headings among the first rows: the row with the most known ones,
/// else what the mapping or the values say of a table without headings.
pub(crate) fn find_header(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    let first = rows.iter().position(|row| !is_blank(&row.cells))?;
    let mut best: Option<Header> = None;
    for (at, row) in rows.iter().enumerate().take(MOST_ROWS_ABOVE) {
        let (fields, score) = header::fields(&row.cells, mapping);
        // One known word in the middle of a table may be a value.
        let is_enough = score > 1 || score == 1 && at == first;
        if is_enough && best.as_ref().is_none_or(|best| score > best.score) {
            let mut cells = row.cells.clone();
            let mut fields = fields;
            // Empty headings at the end are no columns, unless they are mapped.
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
        // A list of nothing but ISBNs explains itself.
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

/// Takes the rows below the headings, one by one, into a list.
pub(crate) struct Table<'a> {
    header: Header,
    sheet: Option<&'a str>,
    decoded: Option<&'a Decoded<'a>>,
    list: &'a mut List,
    /// Rows of nothing but separators that may be the end of the table.
    n_blank: Vec<u32>,
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
            n_blank: Vec::new(),
        }
    }

    fn place(&self, row: u32) -> Place {
        let name = match self.sheet {
            Some(sheet) => format!("sheet {sheet}, row {row}"),
            None => format!("row {row}"),
        };
        Place { row, name }
    }

    /// Takes a row into the list, as a title or as a problem.
    pub(crate) fn row(&mut self, row: &Row) {
        if is_blank(&row.cells) {
            if row.cells.len() > 1 {
                self.n_blank.push(row.number);
            }
            return;
        }
        for blank in std::mem::take(&mut self.n_blank) {
            let place = self.place(blank);
            self.list.problems.push(place.problem(
                ProblemKind::RowEmpty,
                "The row has separators and no values.",
            ));
        }
        let place = self.place(row.number);
        let n_columns = self.header.n_columns();
        let problem = if row.state == State::Malformed {
            Some(place.problem(
                ProblemKind::QuoteMisplaced,
                "A quotation mark is opened and not closed, or stands in the wrong place.",
            ))
        } else if row.cells.len() > n_columns && !is_blank(&row.cells[n_columns..]) {
            Some(place.problem(
                ProblemKind::TooManyValues,
                format!(
                    "The row has {} values, and there are {n_columns} columns.",
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
                    format!("A value of the row is longer than {LONGEST_CELL} bytes."),
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
                "A quotation mark stood in the wrong place; the row was read without regard to it.",
            );
        }
        for (field, cell) in self.header.fields.iter().zip(&row.cells) {
            if let Some(field) = field {
                draft.set(*field, cell);
            }
        }
        draft.finish(place, self.decoded, self.list);
    }

    /// Takes a row with something in it, but not in any column of the table.
    pub(crate) fn remark(&mut self, number: u32) {
        self.list.problems.push(self.place(number).problem(
            ProblemKind::RowOutsideTable,
            "The row has values only where no heading stands.",
        ));
    }

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
