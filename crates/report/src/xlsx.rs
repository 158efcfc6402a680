//! The report as a workbook: an overview for people, and the table of all values.
//!
//! Every value from a document, a list or an index is a text cell. A text is
//! never run as a formula, and an ISBN keeps its zeros and its digits. Only our
//! own figures are numbers, so that they can be sorted and added up.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::csv::{self, CSV_COLUMNS};
use crate::language::Language;
use crate::message;
use crate::model::{ManuscriptResult, Report, Skipped};
use crate::order::Counts;
use crate::own::{GENERATOR, KEYWORD};
use crate::phrase::Phrase;
use crate::phrases::{page, shared};
use crate::safe::{LINE_LIMIT, NAME_LIMIT, harmless, short};
use crate::words::Words;

/// The longest text of a cell, in characters; Excel refuses longer ones.
const LONGEST_CELL: usize = 32_000;

/// How many rows a sheet may have below its headings.
pub(crate) const MOST_ROWS: usize = 1_048_575;

/// The columns of the table that hold our own figures.
const FIGURES: [&str; 19] = [
    "match",
    "manuscript_in_work",
    "manuscript_in_work_low",
    "manuscript_in_work_high",
    "work_in_manuscript",
    "work_in_manuscript_low",
    "work_in_manuscript_high",
    "coverage",
    "hits",
    "records",
    "words",
    "letters",
    "report_version",
    "row",
    "records_before_cutoff",
    "records_after_cutoff",
    "records_without_date",
    "edition_of",
    "records_unclear",
];

/// Returns `report` as a workbook of Excel, its sentences in a language.
#[must_use]
pub fn to_xlsx(report: &Report, language: Language) -> Vec<u8> {
    let book = Book {
        report,
        words: Words(language),
    };
    // The names of the sheets, the rows and the texts are within the bounds of
    // the format, and nothing else can fail in memory.
    book.write().unwrap_or_default()
}

struct Book<'a> {
    report: &'a Report,
    words: Words,
}

/// What the cells of a workbook look like.
struct Formats {
    heading: Format,
    text: Format,
    wrapped: Format,
    bold: Format,
    date: Format,
}

/// A column of a sheet for people.
struct Column<'a> {
    heading: &'a Phrase,
    width: f64,
}

/// A value of a sheet for people.
enum Value {
    Text(String),
    Wrapped(String),
    Number(u64),
    /// `YYYY-MM-DD`.
    Date(String),
}

impl Book<'_> {
    fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let title = self.words.fill(
            &page::TITLE,
            &[("date", &self.words.day(&self.report.created))],
        );
        let properties = properties(self.report, title)?;
        book.set_properties(&properties);
        let text = Format::new().set_num_format("@");
        let date = match self.words.0 {
            Language::English => "[$-809]d mmmm yyyy",
            Language::German => "[$-407]d. mmmm yyyy",
        };
        let formats = Formats {
            heading: Format::new().set_bold().set_text_wrap(),
            wrapped: text.clone().set_text_wrap(),
            bold: Format::new().set_bold(),
            date: Format::new()
                .set_num_format(date)
                .set_align(rust_xlsxwriter::FormatAlign::Left),
            text,
        };
        self.overview(self.sheet(&mut book, &page::OVERVIEW)?, &formats)?;
        self.data(self.sheet(&mut book, &page::ALL_DATA)?, &formats)?;
        if !self.report.left_out.is_empty() {
            self.left_out(self.sheet(&mut book, &page::LEFT_OUT)?, &formats)?;
        }
        self.about(self.sheet(&mut book, &page::ABOUT)?, &formats)?;
        book.save_to_buffer()
    }

    fn sheet<'b>(
        &self,
        book: &'b mut Workbook,
        name: &Phrase,
    ) -> Result<&'b mut Worksheet, XlsxError> {
        book.add_worksheet().set_name(self.words.say(name))
    }

    fn overview(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        let columns = [
            (&page::COLUMN_CLIENT, 22.0),
            (&page::COLUMN_TITLE, 40.0),
            (&page::COLUMN_AUTHOR, 24.0),
            (&page::COLUMN_ANSWER, 28.0),
            (&page::COLUMN_WORK, 44.0),
            (&page::COLUMN_INDEX, 24.0),
            (&page::COLUMN_ENTRIES, 10.0),
            (&page::COLUMN_ADDED, 18.0),
            (&page::COLUMN_ISBN, 18.0),
            (&page::COLUMN_SHEET, 14.0),
            (&page::COLUMN_ROW, 8.0),
            (&page::COLUMN_NOTE, 60.0),
        ]
        .map(|(heading, width)| Column { heading, width });
        self.headings(sheet, formats, &columns)?;
        let results = self.report.results.iter().map(|it| self.result(it));
        let skipped = self.report.skipped.iter().map(|it| self.skipped(it));
        write_rows(sheet, formats, results.chain(skipped))?;
        let last = self.report.results.len() + self.report.skipped.len();
        filter(sheet, last, columns.len())
    }

    fn result(&self, result: &ManuscriptResult) -> Vec<Value> {
        let words = self.words;
        let some = |name: &Option<String>| short(name.as_deref().unwrap_or_default(), LINE_LIMIT);
        let (answer, work) = words.answer(result);
        let first = result.matches.first();
        let index = first.and_then(|found| self.report.indexes.get(found.index));
        let records = || result.matches.iter().flat_map(|found| &found.records);
        let added = records().filter_map(|record| record.added.clone()).min();
        let notes = result.warnings.iter().map(|warning| {
            let said = message::notice(words.0, warning);
            format!("{} {}", harmless(&said), warning.code.hint(words.0))
        });
        let notes: Vec<String> = notes.map(|note| note.trim().to_owned()).collect();
        vec![
            Value::Text(some(&result.client)),
            Value::Text(words.name(result)),
            Value::Text(some(&result.author)),
            Value::Text(answer),
            Value::Text(work.unwrap_or_default()),
            Value::Text(index.map_or_else(String::new, |index| short(&index.name, NAME_LIMIT))),
            Value::Number(records().count() as u64),
            Value::Date(added.unwrap_or_default()),
            Value::Text(short(&result.isbn.join("; "), LINE_LIMIT)),
            Value::Text(some(&result.sheet)),
            row_of(result.row),
            Value::Wrapped(notes.join("\n")),
        ]
    }

    fn skipped(&self, skipped: &Skipped) -> Vec<Value> {
        let language = self.words.0;
        let blank = || Value::Text(String::new());
        let said = message::skipped(language, skipped);
        let note = format!("{} {}", said, message::hint(language, skipped));
        vec![
            Value::Text(short(
                skipped.client.as_deref().unwrap_or_default(),
                NAME_LIMIT,
            )),
            Value::Text(self.words.location_of(skipped)),
            blank(),
            Value::Text(self.words.say(&shared::INCONCLUSIVE).to_owned()),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            Value::Text(short(
                skipped.sheet.as_deref().unwrap_or_default(),
                NAME_LIMIT,
            )),
            row_of(skipped.row),
            Value::Wrapped(harmless(note.trim()).into_owned()),
        ]
    }

    fn data(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        for (at, column) in (0..).zip(CSV_COLUMNS) {
            sheet.write_string_with_format(0, at, column, &formats.heading)?;
            sheet.set_column_width(at, 16.0)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let rows = csv::rows(self.report, self.words.0);
        for (line, row) in (1..).zip(rows.iter().take(MOST_ROWS)) {
            for ((at, column), cell) in (0..).zip(CSV_COLUMNS).zip(&row.cells) {
                match cell.parse::<f64>() {
                    _ if cell.is_empty() => {}
                    Ok(figure) if FIGURES.contains(&column) && figure.is_finite() => {
                        sheet.write_number(line, at, figure)?;
                    }
                    _ => {
                        let text = cut(cell);
                        sheet.write_string_with_format(line, at, text, &formats.text)?;
                    }
                }
            }
        }
        filter(sheet, rows.len(), CSV_COLUMNS.len())
    }

    fn left_out(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        let columns = [
            (&page::COLUMN_SHEET, 24.0),
            (&page::COLUMN_ROW, 8.0),
            (&page::COLUMN_WHY, 80.0),
        ]
        .map(|(heading, width)| Column { heading, width });
        self.headings(sheet, formats, &columns)?;
        let rows = self.report.left_out.iter().map(|left_out| {
            let said = message::skipped(self.words.0, left_out);
            vec![
                Value::Text(short(
                    left_out.sheet.as_deref().unwrap_or_default(),
                    NAME_LIMIT,
                )),
                row_of(left_out.row),
                Value::Wrapped(harmless(&said).into_owned()),
            ]
        });
        write_rows(sheet, formats, rows)
    }

    fn about(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        let (words, report) = (self.words, self.report);
        let counts = Counts::of(report);
        let moment = words.moment(&report.created);
        let mut lines = Vec::new();
        if let Some(from) = &report.from {
            lines.push((true, words.from(from)));
            lines.push((false, short(&from.note, LINE_LIMIT)));
        }
        lines.push((true, words.fill(&page::TITLE, &[("date", &moment)])));
        lines.push((false, words.summary(&counts)));
        if !report.left_out.is_empty() {
            let n = report.left_out.len() as u64;
            lines.push((false, words.count(&page::N_LEFT_OUT, n)));
        }
        if let Some(says) = words.demonstration(report) {
            lines.push((true, says.to_owned()));
        }
        if let Some(cutoff) = &report.cutoff {
            lines.extend(words.cutoff_lines(cutoff).into_iter().map(|it| (false, it)));
        }
        lines.push((true, words.say(&shared::INDEXES_SEARCHED).to_owned()));
        if report.indexes.is_empty() {
            lines.push((false, words.say(&shared::NO_INDEX_SEARCHED).to_owned()));
        }
        for index in &report.indexes {
            let name = short(&index.name, NAME_LIMIT);
            let (covers, sources) = (words.index_coverage(index), words.index_sources(index));
            lines.push((false, format!("{name}: {covers} {sources}")));
            if !index.file.is_empty() {
                let file = short(&index.file, LINE_LIMIT);
                lines.push((false, format!("{} {file}", words.say(&page::FILE))));
            }
            let digest = short(&index.sha256, 64);
            lines.push((
                false,
                format!("{} {digest}", words.say(&page::CONTENT_DIGEST)),
            ));
        }
        lines.push((true, words.say(&page::SAYS).to_owned()));
        let said = |sentence: &str| (false, sentence.to_owned());
        lines.extend(words.standing(report).into_iter().map(said));
        lines.push((true, words.say(&page::NEXT).to_owned()));
        lines.push((false, words.say(&page::NEXT_LEAD).to_owned()));
        lines.extend(words.next(report, &counts).into_iter().map(said));
        lines.push((false, words.made_by(&report.tool)));
        sheet.set_column_width(0, 110.0)?;
        let lines = lines.into_iter().filter(|(_, line)| !line.is_empty());
        for (row, (is_bold, line)) in (0..).zip(lines) {
            let format = if is_bold {
                &formats.bold
            } else {
                &formats.wrapped
            };
            sheet.write_string_with_format(row, 0, cut(line.trim()), format)?;
        }
        Ok(())
    }

    fn headings(
        &self,
        sheet: &mut Worksheet,
        formats: &Formats,
        columns: &[Column<'_>],
    ) -> Result<(), XlsxError> {
        for (at, column) in (0..).zip(columns) {
            let heading = self.words.say(column.heading);
            sheet.write_string_with_format(0, at, heading, &formats.heading)?;
            sheet.set_column_width(at, column.width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }
}

/// Returns the properties of a workbook of ours. The same report makes the same bytes.
///
/// # Errors
///
/// Those of a time that a workbook cannot hold.
pub(crate) fn properties(
    report: &Report,
    title: impl Into<String>,
) -> Result<DocProperties, XlsxError> {
    let properties = DocProperties::new()
        .set_title(title)
        .set_author(GENERATOR)
        .set_keywords(KEYWORD);
    match report.created.parse::<jiff::Timestamp>() {
        Ok(time) => {
            let time = ExcelDateTime::from_timestamp(time.as_second())?;
            Ok(properties.set_creation_datetime(&time))
        }
        Err(_) => Ok(properties),
    }
}

fn row_of(row: Option<u32>) -> Value {
    row.map_or_else(
        || Value::Text(String::new()),
        |row| Value::Number(u64::from(row)),
    )
}

fn write_rows(
    sheet: &mut Worksheet,
    formats: &Formats,
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<(), XlsxError> {
    for (line, row) in (1..).zip(rows.take(MOST_ROWS)) {
        for (at, value) in (0..).zip(row) {
            let (text, format) = match value {
                Value::Number(n) => {
                    sheet.write_number(line, at, n as f64)?;
                    continue;
                }
                Value::Date(date) => {
                    if let Some(date) = date_of(&date) {
                        sheet.write_datetime_with_format(line, at, &date, &formats.date)?;
                        continue;
                    }
                    (date, &formats.text)
                }
                Value::Text(text) => (text, &formats.text),
                Value::Wrapped(text) => (text, &formats.wrapped),
            };
            if !text.is_empty() {
                sheet.write_string_with_format(line, at, cut(&text), format)?;
            }
        }
    }
    Ok(())
}

/// Returns a date that a workbook can hold.
fn date_of(date: &str) -> Option<ExcelDateTime> {
    let date: jiff::civil::Date = date.parse().ok()?;
    let year = u16::try_from(date.year()).ok()?;
    let (month, day) = (
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// Lets a reader filter a table by its columns.
///
/// # Errors
///
/// Those of a table that a sheet cannot hold.
pub(crate) fn filter(
    sheet: &mut Worksheet,
    n_rows: usize,
    n_columns: usize,
) -> Result<(), XlsxError> {
    let last = |n: usize| n.saturating_sub(1);
    let row = u32::try_from(n_rows.clamp(1, MOST_ROWS)).unwrap_or(1);
    let column = u16::try_from(last(n_columns)).unwrap_or_default();
    sheet.autofilter(0, 0, row, column)?;
    Ok(())
}

/// Returns a text that fits into a cell, harmless.
pub(crate) fn cut(text: &str) -> String {
    // A cell may have lines; everything else that is not to be seen goes.
    let lines: Vec<_> = text.split('\n').map(harmless).collect();
    let text = lines.join("\n");
    match text.char_indices().nth(LONGEST_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Returns every text in a workbook, for tests.
#[cfg(test)]
pub(crate) fn all_text(book: &[u8]) -> String {
    use std::io::Read as _;
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a workbook");
    let mut all = String::new();
    for place in 0..parts.len() {
        let mut part = parts.by_index(place).expect("a part");
        part.read_to_string(&mut all).expect("a text");
    }
    all
}

#[cfg(test)]
mod tests;
