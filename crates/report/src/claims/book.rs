//! The claim sheet as a workbook: the claims, the entries in collections, and what they
//! rest on.
//!
//! The first sheet has the rows of the CSV, under headings in words. The columns that the
//! user keeps are tinted; the rows of works that are no longer in the list come last, in
//! italics.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::columns::{COLUMNS, STATE};
use super::sheet::Sheet;
use super::table::{hidden, in_words, rows, side};
use crate::language::Language;
use crate::model::Record;
use crate::phrase::Phrase;
use crate::phrases::{choice, claims, page, shared};
use crate::words::Words;
use crate::xlsx::{MOST_ROWS, cut, filter, properties};

/// The columns whose words are in the language of the sheet.
const IN_WORDS: [&str; 6] = [
    "opted_out",
    "in_list",
    "found",
    "group_registration",
    "within_five_years",
    "in_time",
];

/// Returns the workbook.
pub(super) fn of(sheet: &Sheet<'_>, language: Language) -> Vec<u8> {
    // The names of the sheets, the rows and the texts are within the bounds of the
    // format, and nothing else can fail in memory.
    write(sheet, Words(language)).unwrap_or_default()
}

/// What the cells look like.
struct Formats {
    heading: Format,
    /// The heading of a column that the user keeps.
    own_heading: Format,
    text: Format,
    bold: Format,
    /// A cell that the user keeps.
    own: Format,
    /// A cell of a work that is no longer in the list.
    gone: Format,
}

impl Formats {
    fn new() -> Self {
        let text = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Thin);
        let tint = Color::RGB(0x00FB_F3E2);
        Self {
            own_heading: heading
                .clone()
                .set_background_color(Color::RGB(0x00F3_E2BE)),
            own: text.clone().set_background_color(tint),
            gone: text
                .clone()
                .set_italic()
                .set_font_color(Color::RGB(0x0060_656F)),
            bold: Format::new().set_bold(),
            heading,
            text,
        }
    }
}

fn write(sheet: &Sheet<'_>, words: Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = words.fill(&claims::TITLE, &[("client", sheet.shown)]);
    book.set_properties(&properties(sheet.report, cut(&title))?);
    let formats = Formats::new();
    the_claims(
        named(&mut book, words, &claims::SHEET)?,
        sheet,
        words,
        &formats,
    )?;
    entries(
        named(&mut book, words, &claims::ENTRIES_SHEET)?,
        sheet,
        words,
        &formats,
    )?;
    about(
        named(&mut book, words, &claims::ABOUT_SHEET)?,
        sheet,
        words,
        &formats,
    )?;
    book.save_to_buffer()
}

fn named<'b>(
    book: &'b mut Workbook,
    words: Words,
    name: &Phrase,
) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet().set_name(words.say(name))?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_repeat_rows(0, 0)?;
    Ok(sheet)
}

fn the_claims(
    to: &mut Worksheet,
    sheet: &Sheet<'_>,
    words: Words,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let own = |name: &str| STATE.contains(&name);
    for (at, column) in (0..).zip(&COLUMNS) {
        let format = if own(column.name) {
            &formats.own_heading
        } else {
            &formats.heading
        };
        to.write_string_with_format(0, at, words.say(column.heading), format)?;
        to.set_column_width(at, column.width)?;
    }
    for (at, heading) in (COLUMNS.len()..).zip(sheet.columns) {
        let at = u16::try_from(at).unwrap_or(u16::MAX);
        to.write_string_with_format(0, at, cut(heading), &formats.own_heading)?;
        to.set_column_width(at, 24.0)?;
    }
    to.set_freeze_panes(1, 1)?;
    let rows = rows(sheet, words);
    for (line, row) in rows.iter().take(MOST_ROWS).enumerate() {
        let is_gone = line >= sheet.works.len();
        let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
        for (at, cell) in row.iter().enumerate() {
            let name = COLUMNS.get(at).map(|column| column.name);
            let format = match name {
                Some(name) if !own(name) && is_gone => &formats.gone,
                Some(name) if !own(name) => &formats.text,
                _ => &formats.own,
            };
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            let is_in_words = name.is_some_and(|name| IN_WORDS.contains(&name));
            let text = if is_in_words {
                in_words(cell, words)
            } else {
                cut(cell)
            };
            match (name, cell.parse::<u32>()) {
                (Some("records"), Ok(n)) => _ = to.write_number_with_format(line, at, n, format)?,
                (name, _) if text.is_empty() && name.is_some_and(|name| !own(name)) => {}
                _ if text.is_empty() => _ = to.write_blank(line, at, format)?,
                _ => _ = to.write_string_with_format(line, at, text, format)?,
            }
        }
    }
    filter(to, rows.len(), COLUMNS.len() + sheet.columns.len())
}

/// Writes a row for each record.
fn entries(
    to: &mut Worksheet,
    sheet: &Sheet<'_>,
    words: Words,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let columns: [(&Phrase, f64); 20] = [
        (&page::COLUMN_TITLE, 36.0),
        (&claims::COLUMN_KEY, 16.0),
        (&claims::COLUMN_RECORD_IDS, 26.0),
        (&claims::COLUMN_RECORD_TIER, 18.0),
        (&claims::COLUMN_LISTED_TITLE, 36.0),
        (&page::COLUMN_AUTHOR, 24.0),
        (&claims::COLUMN_PUBLISHER, 22.0),
        (&claims::COLUMN_ISBN, 18.0),
        (&claims::COLUMN_MD5, 34.0),
        (&claims::COLUMN_MD5_REPORTED, 34.0),
        (&claims::COLUMN_SHA1, 42.0),
        (&claims::COLUMN_SHA256, 66.0),
        (&claims::COLUMN_FORMAT, 10.0),
        (&claims::COLUMN_SIZE, 14.0),
        (&claims::COLUMN_ADDED, 14.0),
        (&claims::COLUMN_DATED_BY, 22.0),
        (&claims::COLUMN_LAST_CHANGE, 14.0),
        (&claims::COLUMN_HIDDEN, 16.0),
        (&claims::COLUMN_CUTOFF, 14.0),
        (&page::COLUMN_WHY, 60.0),
    ];
    for (at, (heading, width)) in (0..).zip(columns) {
        to.write_string_with_format(0, at, words.say(heading), &formats.heading)?;
        to.set_column_width(at, width)?;
    }
    to.set_freeze_panes(1, 1)?;
    let all = sheet.works.iter().flat_map(|work| {
        let records = work.records.iter();
        records.map(move |record| (work, *record))
    });
    let mut n = 0;
    for (line, (work, record)) in (1..).zip(all.take(MOST_ROWS)) {
        let title = work.result.title.clone().unwrap_or_default();
        let cells = entry(title, &work.key, record, words);
        for (at, cell) in (0..).zip(cells) {
            match cell.parse::<u32>() {
                _ if cell.is_empty() => {}
                Ok(size) if columns.get(usize::from(at)).is_some_and(is_size) => {
                    to.write_number_with_format(line, at, size, &formats.text)?;
                }
                _ => {
                    to.write_string_with_format(line, at, cut(&cell), &formats.text)?;
                }
            }
        }
        n += 1;
    }
    filter(to, n, columns.len())
}

fn is_size((heading, _): &(&Phrase, f64)) -> bool {
    heading.key == claims::COLUMN_SIZE.key
}

fn entry(title: String, key: &str, record: &Record, words: Words) -> [String; 20] {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let yes_no = |is_it: bool| in_words(crate::csv::yes_no(is_it), words);
    [
        title,
        key.to_owned(),
        format!("{}:{}", record.source, record.id),
        words.say(choice::of_tier(record.tier).0).to_owned(),
        record.title.clone(),
        record.author.clone(),
        some(&record.imprint),
        record.isbn.join("; "),
        some(&record.md5),
        some(&record.md5_reported),
        some(&record.sha1),
        some(&record.sha256),
        some(&record.format),
        record
            .size_bytes
            .map(|it| it.to_string())
            .unwrap_or_default(),
        some(&record.added),
        some(&record.dated_by),
        match &record.added {
            Some(_) => yes_no(record.last_change),
            None => String::new(),
        },
        hidden(record).map_or_else(String::new, |word| in_words(&word, words)),
        record.cutoff.map_or("", |it| side(it, words)).to_owned(),
        words.record_reason(record),
    ]
}

fn about(
    to: &mut Worksheet,
    sheet: &Sheet<'_>,
    words: Words,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let report = sheet.report;
    let moment = words.moment(&report.created);
    let mut lines = vec![
        (true, words.fill(&claims::TITLE, &[("client", sheet.shown)])),
        (false, words.fill(&claims::EYEBROW, &[("moment", &moment)])),
        (false, sheet.lead(words)),
    ];
    if let Some(from) = &report.from {
        lines.push((false, words.from(from)));
        lines.push((false, from.note.clone()));
    }
    if sheet.has_registrations() {
        lines.push((false, words.register_notice(report.cutoff.as_ref())));
    }
    if let Some(cutoff) = &report.cutoff {
        lines.extend(words.cutoff_lines(cutoff).into_iter().map(|it| (false, it)));
    }
    if !sheet.gone.is_empty() {
        lines.push((true, words.say(&claims::GONE).to_owned()));
        lines.push((false, words.say(&claims::GONE_SAYS).to_owned()));
    }
    lines.push((true, words.say(&shared::INDEXES_SEARCHED).to_owned()));
    for index in &report.indexes {
        let (covers, sources) = (words.index_coverage(index), words.index_sources(index));
        lines.push((false, format!("{}: {covers} {sources}", index.name)));
    }
    lines.push((true, words.say(&page::SAYS).to_owned()));
    let standing = words.standing(report).into_iter();
    lines.extend(standing.map(|line| (false, line.to_owned())));
    lines.push((false, words.made_by(&report.tool)));
    to.set_column_width(0, 110.0)?;
    let lines = lines.into_iter().filter(|(_, line)| !line.is_empty());
    for (row, (is_bold, line)) in (0..).zip(lines) {
        let format = if is_bold {
            &formats.bold
        } else {
            &formats.text
        };
        to.write_string_with_format(row, 0, cut(line.trim()), format)?;
    }
    Ok(())
}
