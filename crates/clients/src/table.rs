//! Tables: rows of values under headings, from any kind of file.

mod assumed;
mod several;
mod totals;
mod values;

use colophon_catalogue::rows::State;

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::{Error, ErrorKind};
use crate::header::{self, Fields, Mapping, Use};
use crate::isbn;
use crate::model::{Column, Field, List, NoteKind, ProblemKind};
use crate::value::doi;
use assumed::{fill_down, take_client};
use totals::{after_total, is_count};

pub(crate) use values::unknown_columns;

/// How many rows are searched for the headings.
pub(crate) const MOST_ROWS_ABOVE: usize = 40;
/// How many headings a table may have: a bound on the work for each row that may
/// be the headings.
const MOST_HEADINGS: usize = 1_000;
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

/// Returns whether all values of a row are blank.
pub(crate) fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// The headings of a table.
pub(crate) struct Header {
    /// The headings; empty if the columns were given by number or guessed.
    cells: Vec<String>,
    /// The rows that they are made of.
    rows: Vec<Vec<String>>,
    fields: Fields,
    /// Some values of each column.
    samples: Vec<Vec<String>>,
    /// The number of columns known by their headings.
    pub(crate) score: usize,
    /// The number of rows up to and including the headings.
    pub(crate) n_rows: usize,
}

impl Header {
    fn new(
        mut cells: Vec<String>,
        rows: Vec<Vec<String>>,
        mut fields: Fields,
        score: usize,
        n_rows: usize,
    ) -> Self {
        // Empty headings at the end are not columns, unless they are mapped.
        while cells.len() > 1
            && cells.last().is_some_and(|cell| cell.trim().is_empty())
            && fields.last() == Some(&None)
        {
            cells.pop();
            fields.pop();
        }
        Self {
            cells,
            rows,
            fields,
            samples: Vec::new(),
            score,
            n_rows,
        }
    }

    /// Returns the place of the first column of a field.
    fn position(&self, field: Field) -> Option<usize> {
        let is_it = |own: &Option<Use>| own.is_some_and(|own| own.field == field);
        self.fields.iter().position(is_it)
    }

    /// Returns the heading of a column; empty if it has none.
    fn heading_of(&self, own: Use) -> &str {
        let is_it = |it: &Option<Use>| *it == Some(own);
        let at = self.fields.iter().position(is_it);
        at.and_then(|at| self.cells.get(at))
            .map_or("", String::as_str)
    }

    pub(crate) fn n_columns(&self) -> usize {
        self.fields.len()
    }

    pub(crate) fn columns(&self) -> Vec<Column> {
        let column = |(at, own): (usize, &Option<Use>)| Column {
            header: self.cells.get(at).map_or("", |cell| cell.trim()).to_owned(),
            field: own.map(|own| own.field),
            samples: self.samples.get(at).cloned().unwrap_or_default(),
        };
        self.fields.iter().enumerate().map(column).collect()
    }
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

/// Returns whether a table is turned: its headings are one below the other in the
/// first column, and each title is in a column of its own.
pub(crate) fn is_turned(rows: &[Row]) -> bool {
    let filled: Vec<&Row> = rows.iter().filter(|row| !is_blank(&row.cells)).collect();
    let below: Vec<String> = filled
        .iter()
        .map(|row| row.cells.first().cloned().unwrap_or_default())
        .collect();
    let (fields, score) = header::fields(&below, &Mapping::default());
    let has_title = fields.iter().flatten().any(|own| own.field == Field::Title);
    let n_columns = filled.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let beside_headings = |row: &&&Row| {
        let mut values = row.cells.iter().skip(1);
        !values.any(|value| header::is_heading(value))
    };
    // A list of books called "Title", "Author" and "Year" has other columns.
    has_title
        && n_columns > 1
        && score > 1
        && score == filled.len()
        && below.iter().all(|heading| header::is_sure(heading))
        && filled.iter().all(|row| beside_headings(&row))
}

/// Finds the headings among the first rows: the row, or two rows, with the most
/// known ones, else what the mapping or the values say about a table without
/// headings.
pub(crate) fn find_header(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    let first = rows.iter().position(|row| !is_blank(&row.cells))?;
    let scored: Vec<(Fields, usize)> = rows
        .iter()
        .take(MOST_ROWS_ABOVE + 1)
        .map(|row| match row.cells.len() {
            0..=MOST_HEADINGS => header::fields(&row.cells, mapping),
            _ => (Vec::new(), 0),
        })
        .collect();
    let mut best: Option<Header> = None;
    for (at, row) in rows.iter().enumerate().take(MOST_ROWS_ABOVE) {
        let mut take = |cells: Vec<String>, fields: Fields, score: usize, n: usize| {
            // A single known word in the middle of a table may be a value.
            let is_enough = score > 1 || score == 1 && at == first;
            if is_enough && best.as_ref().is_none_or(|best| score > best.score) {
                let of = rows[at..at + n].iter().map(|row| row.cells.clone());
                best = Some(Header::new(cells, of.collect(), fields, score, at + n));
            }
        };
        let (fields, score) = &scored[at];
        take(row.cells.clone(), fields.clone(), *score, 1);
        if let (Some(below), Some((_, below_score))) = (rows.get(at + 1), scored.get(at + 1)) {
            if row.cells.len().max(below.cells.len()) > MOST_HEADINGS {
                continue;
            }
            let (cells, fields, both) = header::fields_of_two(&row.cells, &below.cells, mapping);
            if both > *score && both >= *below_score {
                take(cells, fields, both, 2);
            }
        }
        // Better headings further down are those of another table.
        let below = scored.get(at + 1).map_or(0, |(_, score)| *score);
        if *score > 1 && below <= *score && is_all_headings(&row.cells, *score) {
            break;
        }
    }
    let mut header = best
        .or_else(|| values::by_numbers(rows, mapping))
        .or_else(|| without_headings(rows, mapping))?;
    values::complete(&mut header, rows, mapping);
    Some(header)
}

/// Returns whether a row, of whose columns `score` are known, is nothing but
/// headings.
fn is_all_headings(cells: &[String], score: usize) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.trim().is_empty());
    score > 1 && score == filled().count() && filled().all(|cell| header::is_sure(cell))
}

fn without_headings(rows: &[Row], mapping: &Mapping) -> Option<Header> {
    let n_columns = rows.iter().map(|row| row.cells.len()).max()?;
    let fields = header::fields_by_number(mapping, n_columns).or_else(|| {
        // A list of nothing but ISBNs or DOIs needs no headings; more than half of its
        // rows must be valid.
        let cells = rows.iter().filter_map(|row| row.cells.first());
        let cells: Vec<&String> = cells.filter(|cell| !cell.trim().is_empty()).collect();
        let most = |is_it: fn(&str) -> bool| {
            let n = cells.iter().filter(|cell| is_it(cell)).count();
            n_columns == 1 && n * 2 > cells.len()
        };
        let field = if most(isbn::is_list) {
            Field::Isbn
        } else if most(doi::is_list) {
            Field::Doi
        } else {
            return None;
        };
        Some(vec![Some(Use::only(field))])
    })?;
    Some(Header {
        cells: Vec::new(),
        rows: Vec::new(),
        fields,
        samples: Vec::new(),
        score: 0,
        n_rows: 0,
    })
}

/// Adds the rows below the headings to a list, one by one.
pub(crate) struct Table<'a> {
    header: Header,
    mapping: &'a Mapping,
    sheet: Option<&'a str>,
    decoded: Option<&'a Decoded<'a>>,
    list: &'a mut List,
    /// The first title of the list that is of these headings.
    first_title: usize,
    /// The numbers of rows of nothing but separators that may be the end of the
    /// table.
    blank: Vec<u32>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(
        header: Header,
        mapping: &'a Mapping,
        sheet: Option<&'a str>,
        decoded: Option<&'a Decoded<'a>>,
        list: &'a mut List,
    ) -> Self {
        list.columns.extend(header.columns());
        Self {
            header,
            mapping,
            sheet,
            decoded,
            first_title: list.titles.len(),
            list,
            blank: Vec::new(),
        }
    }

    fn place(&self, row: u32) -> Place {
        let name = match self.sheet {
            Some(sheet) => format!("sheet {sheet}, row {row}"),
            None => format!("row {row}"),
        };
        Place {
            row,
            name,
            sheet: self.sheet.map(str::to_owned),
        }
    }

    /// Reports a row above the headings, if it may be a title.
    pub(crate) fn above(&mut self, row: &Row) {
        let is_there = |cell: &&String| !cell.trim().is_empty();
        let n_values = row.cells.iter().filter(is_there).count();
        let has_isbn = || row.cells.iter().any(|cell| !isbn::find(cell).is_empty());
        let is_full = n_values > 1 && n_values * 3 >= self.header.n_columns() * 2;
        let is_heading = || {
            let is_of_these = self.header.rows.contains(&row.cells);
            is_of_these || header::fields(&row.cells, self.mapping).1 > 0
        };
        if n_values > 0 && (is_full || has_isbn()) && !is_heading() {
            let place = self.place(row.number);
            self.list.problems.push(place.problem(
                ProblemKind::RowAboveHeader,
                "The row is above the headings, and was not read.",
            ));
        }
    }

    /// Adds a row to the list, as a title or as a problem.
    pub(crate) fn row(&mut self, row: &Row) {
        if is_blank(&row.cells) {
            if row.cells.len() > 1 {
                self.blank.push(row.number);
            }
            return;
        }
        if is_ruling(&row.cells) {
            return;
        }
        for blank in std::mem::take(&mut self.blank) {
            let place = self.place(blank);
            self.list.problems.push(place.problem(
                ProblemKind::RowEmpty,
                "The row has separators but no values.",
            ));
        }
        if let Some(header) = self.other_header(row) {
            let place = self.place(row.number);
            self.list.problems.push(place.problem(
                ProblemKind::RowHeader,
                "The row has headings of its own, which count for the rows below it.",
            ));
            self.complete();
            self.list.columns.extend(header.columns());
            self.header = header;
            self.first_title = self.list.titles.len();
            return;
        }
        let place = self.place(row.number);
        if let Some((kind, message)) = self.trouble(row) {
            self.list.problems.push(place.problem(kind, message));
            return;
        }
        let fields = self.header.fields.iter().zip(&row.cells);
        let entries = self
            .header
            .fields
            .iter()
            .flatten()
            .filter_map(|own| own.entry);
        let last = entries.max().unwrap_or(0);
        for entry in 0..=last {
            let own = || {
                let of_all = fields
                    .clone()
                    .filter_map(|(own, cell)| Some((own.as_ref()?, cell)));
                of_all.filter(|(own, _)| own.entry.is_none_or(|own| own == entry))
            };
            let has_any = own().any(|(own, cell)| own.entry.is_some() && !cell.trim().is_empty());
            if entry > 0 && !has_any {
                continue;
            }
            let values: Vec<several::Value<'_>> = own()
                .map(|(own, cell)| (*own, cell.as_str(), self.header.heading_of(*own)))
                .collect();
            for (nth, values) in several::titles(&values).into_iter().enumerate() {
                let mut place = self.place(row.number);
                if entry > 0 {
                    place.name = format!("{}, title {}", place.name, entry + 1);
                }
                if nth > 0 {
                    place.name = format!("{}, title {}", place.name, nth + 1);
                }
                let mut draft = Draft::default();
                if row.state == State::Repaired {
                    draft.note(
                        NoteKind::RowRepaired,
                        "A quotation mark is in the wrong place; the row was read nevertheless.",
                    );
                }
                for (own, cell) in values {
                    draft.set_nth(own.field, own.nth, own.order, cell);
                }
                draft.finish(place, self.decoded, self.list);
            }
        }
    }

    /// Returns the headings of a row in the middle of a table, if it has nothing
    /// else.
    fn other_header(&self, row: &Row) -> Option<Header> {
        let filled = || row.cells.iter().filter(|cell| !cell.trim().is_empty());
        let n = filled().count();
        if n < 2 || row.cells.len() > MOST_HEADINGS || self.is_header(&row.cells) {
            return None;
        }
        if !header::is_heading(filled().next()?) {
            return None;
        }
        let (fields, score) = header::fields(&row.cells, self.mapping);
        is_all_headings(&row.cells, score)
            .then(|| Header::new(row.cells.clone(), vec![row.cells.clone()], fields, score, 0))
    }

    /// Returns why a row is not a title.
    fn trouble(&mut self, row: &Row) -> Option<(ProblemKind, String)> {
        let n_columns = self.header.n_columns();
        if row.state == State::Malformed {
            let message = "A quotation mark is not closed, or is in the wrong place.";
            return Some((ProblemKind::QuoteMisplaced, message.to_owned()));
        }
        if row.cells.len() > n_columns && !is_blank(&row.cells[n_columns..]) {
            let n_values = row.cells.len();
            let message =
                format!("The row has {n_values} values, but the table has {n_columns} columns.");
            return Some((ProblemKind::TooManyValues, message));
        }
        if self.is_header(&row.cells) {
            let message = "The row repeats the headings.";
            return Some((ProblemKind::RowHeader, message.to_owned()));
        }
        if self.is_total(&row.cells) {
            let message = "The row counts or sums up other rows.";
            return Some((ProblemKind::RowTotal, message.to_owned()));
        }
        let mut used = self.header.fields.iter().zip(&row.cells);
        let is_long =
            |(own, cell): (&Option<Use>, &String)| own.is_some() && cell.len() > LONGEST_CELL;
        used.any(is_long).then(|| {
            let message = format!("A value in the row is longer than {LONGEST_CELL} bytes.");
            (ProblemKind::RowTooLong, message)
        })
    }

    /// Adds a row that has values, but in no column of the table.
    pub(crate) fn remark(&mut self, number: u32) {
        self.list.problems.push(self.place(number).problem(
            ProblemKind::RowOutsideTable,
            "The row has values only in columns without a heading.",
        ));
    }

    /// Completes the titles when all rows were read: an author may be given by the
    /// client, or only in the first row of several.
    pub(crate) fn finish(mut self) {
        self.complete();
    }

    fn complete(&mut self) {
        let has = |field| self.header.position(field).is_some();
        let has_author = has(Field::Author) || has(Field::AuthorLast) || has(Field::AuthorFirst);
        let titles = &mut self.list.titles[self.first_title..];
        if has_author {
            let author = [Field::Author, Field::AuthorFirst, Field::AuthorLast]
                .into_iter()
                .filter_map(|field| self.header.position(field))
                .min();
            // Where rows are grouped, what they are grouped by comes first.
            let is_first = author < self.header.position(Field::Title);
            fill_down(titles, is_first);
        } else if has(Field::Client) {
            for title in titles {
                take_client(title);
            }
        }
    }

    /// Returns whether a row repeats the headings.
    fn is_header(&self, cells: &[String]) -> bool {
        let is_same = |headings: &Vec<String>| {
            let n = headings
                .iter()
                .rposition(|heading| !heading.trim().is_empty());
            let n = n.map_or(0, |last| last + 1);
            n > 0
                && n <= cells.len()
                && headings
                    .iter()
                    .zip(cells)
                    .take(n)
                    .all(|(heading, cell)| heading.trim() == cell.trim())
        };
        self.header.rows.iter().any(is_same)
    }

    /// Returns whether a row sums up others: it says so, and names neither an
    /// author nor a number.
    fn is_total(&self, cells: &[String]) -> bool {
        let is_of_title = |field| {
            matches!(
                field,
                Field::Author
                    | Field::AuthorFirst
                    | Field::AuthorLast
                    | Field::Isbn
                    | Field::Asin
                    | Field::Doi
                    | Field::Imdb
                    | Field::Registration
                    | Field::PenNames
            )
        };
        let filled = || {
            cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.trim().is_empty())
        };
        let Some((first, text)) = filled().next() else {
            return false;
        };
        let field = |at: usize| self.header.fields.get(at).copied().flatten();
        let is_number = |text: &str| {
            let text = text.trim();
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_digit() || " .,%€$£".contains(c))
        };
        let others = || filled().skip(1);
        let is_book = others().any(|(at, _)| field(at).is_some_and(|own| is_of_title(own.field)));
        let Some(rest) = after_total(text) else {
            return false;
        };
        // "Total" alone is a title, unless numbers are next to it.
        let is_sum = match rest.as_str() {
            "" => others().next().is_some() && others().all(|(_, cell)| is_number(cell)),
            rest => is_count(rest),
        };
        let may_be_author = field(first)
            .is_none_or(|own| matches!(own.field, Field::Title | Field::Client | Field::Author));
        is_sum && !is_book && may_be_author
    }
}

/// Returns whether all values of a row are lines drawn between others.
fn is_ruling(cells: &[String]) -> bool {
    let is_drawn = |cell: &String| cell.chars().all(|c| "-=_+:|* \u{2014}\u{2500}".contains(c));
    // Markdown has at least ":-"; a dash alone stands for an empty value.
    let is_long = |cell: &String| {
        let cell = cell.trim();
        cell.chars().count() > 2 || cell.contains(':') && cell.contains('-')
    };
    cells.iter().all(is_drawn) && cells.iter().any(is_long)
}
