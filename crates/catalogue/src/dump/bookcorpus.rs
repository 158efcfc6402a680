//! Lists of the books in `BookCorpus`.
//!
//! There are two: a table with the name of each file, `location, category, fname,
//! word_count, disk_usage`, and lines of JSON with a title and an author. Most names of
//! files are a number; those records have no title. Addresses and folders are never
//! kept.

use std::collections::HashSet;

use serde_json::{Map, Value};
use xxhash_rust::xxh64::xxh64;

use super::collect::Collector;
use super::container::Whole;
use super::encoding::decoded;
use super::file_names::spaced;
use super::isbn_list::is_text;
use super::lines::{End, Ends, Lines};
use super::model::{Memory, OnPiece};
use super::sql::Window;
use crate::error::{Error, ErrorKind};
use crate::record::Record;
use crate::rows::{Cells, State, Style, next_row};

/// How many bytes a line may have: a bound on memory.
const MAX_LINE: usize = 256 * 1024;

/// How many bytes of memory it takes to know a book again.
const BYTES_OF_KNOWN: usize = 64;

/// Returns whether a file in an archive is a list: it begins with an object, or with the
/// names of columns.
pub(super) fn is_part(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).replace(['\0', '\u{FEFF}', '\u{FFFD}'], "");
    let first = text.trim_start().lines().next().unwrap_or_default();
    let is_table = ["fname", "filename", "title"]
        .iter()
        .any(|it| first.contains(it));
    is_text(head) && (first.starts_with('{') || is_table)
}

/// Reads a list.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut list = List {
        source: collector.source("bookcorpus"),
        seen: HashSet::new(),
        room: memory.n_bytes / BYTES_OF_KNOWN,
        n_lines: 0,
    };
    whole.read_watched(memory.scratch, on_piece, is_part, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        let mut window = Window::new(&mut *text, 0, on_piece);
        let mut lines = Lines::new(&mut window, Ends::Any, MAX_LINE);
        let mut columns: Option<Columns> = None;
        let mut line = Vec::new();
        loop {
            let at = lines.offset();
            line.clear();
            let Some(end) = lines.append(&mut line)? else {
                return Ok(());
            };
            list.n_lines += 1;
            let row = line.trim_ascii();
            let is_whole = if row.is_empty() {
                true
            } else if let Some(columns) = &mut columns {
                list.row(row, columns, collector)?
            } else if row.starts_with(b"{") {
                list.object(row, collector)?
            } else {
                columns = Some(Columns::find(row).map_err(|error| error.at_byte(at))?);
                true
            };
            if !is_whole && end == End::Over {
                let message = "the list ends in the middle of a line";
                return Err(Error::new(ErrorKind::Truncated, message).at_byte(at));
            }
            if !is_whole {
                collector.skip("lines that cannot be read", 1);
            }
        }
    })
}

struct List {
    source: u16,
    /// The hashes of the books that came, as many as there is memory for.
    seen: HashSet<u64>,
    room: usize,
    n_lines: u64,
}

impl List {
    /// Takes a row of a table; false if it does not fit the columns.
    fn row(
        &mut self,
        row: &[u8],
        columns: &mut Columns,
        collector: &mut Collector<'_>,
    ) -> Result<bool, Error> {
        let cells = &mut columns.cells;
        let read = next_row(row, 0, columns.style, Some(columns.n), cells);
        if read.state == State::Malformed || cells.len() != columns.n {
            return Ok(false);
        }
        let mut text = |column: Option<usize>| {
            let value = column.and_then(|column| columns.cells.get(column));
            collector.text(value.unwrap_or_default())
        };
        let (file, title) = (text(columns.file), text(columns.title));
        let record = Record {
            author: text(columns.author),
            title,
            ..Record::default()
        };
        self.record(record, &file, collector)?;
        Ok(true)
    }

    /// Takes a line of JSON; false if it is not one.
    fn object(&mut self, line: &[u8], collector: &mut Collector<'_>) -> Result<bool, Error> {
        let text = String::from_utf8_lossy(line);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            collector.mended();
        }
        let Ok(Value::Object(book)) = serde_json::from_str(&text) else {
            return Ok(false);
        };
        let record = Record {
            title: member(&book, "title"),
            author: member(&book, "author"),
            language: member(&book, "language"),
            identifiers: member(&book, "isbn"),
            year: year(&member(&book, "publish")),
            ..Record::default()
        };
        self.record(record, "", collector)?;
        Ok(true)
    }

    /// Passes on a record, with what the name of its file says.
    fn record(
        &mut self,
        mut record: Record,
        file: &str,
        collector: &mut Collector<'_>,
    ) -> Result<(), Error> {
        let file = file.rsplit(['/', '\\']).next().unwrap_or_default();
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        if record.title.is_empty() && stem.is_empty() {
            collector.skip("lines without a title or the name of a file", 1);
            return Ok(());
        }
        let key = [stem, &record.title, &record.author].join("\t");
        let hash = xxh64(key.as_bytes(), 0);
        if self.seen.contains(&hash) {
            collector.skip("books that are listed more than once", 1);
            return Ok(());
        }
        if self.seen.len() < self.room {
            self.seen.insert(hash);
        }
        record.source = self.source;
        record.id = if stem.is_empty() {
            self.n_lines.to_string()
        } else {
            stem.to_owned()
        };
        record.format = ending.to_lowercase();
        if record.title.is_empty() {
            title_from(stem, &mut record);
        }
        if record.title.is_empty() {
            collector.skip(
                "books that are listed by a number; the records themselves are kept",
                1,
            );
        }
        collector.record(record)
    }
}

/// Returns a text or a number of an object.
fn member(book: &Map<String, Value>, name: &str) -> String {
    match book.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(values)) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            texts.join("; ")
        }
        _ => String::new(),
    }
}

/// Returns the year of a date such as "Jan. 5, 2012".
fn year(date: &str) -> String {
    let mut numbers = date.rsplit(|c: char| !c.is_ascii_digit());
    let year = numbers.find(|number| number.len() == 4);
    year.unwrap_or_default().to_owned()
}

/// Reads the name of a file: `The_Sea`, `The-Sea-2`, `TheSea`. One that is a number,
/// with or without letters before it, gives no title.
fn title_from(stem: &str, record: &mut Record) {
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = letters.len() <= 2 && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_number && letters.len() < stem.len() {
        return;
    }
    let words = spaced(&stem.replace(['-', '_'], "_"));
    let mut titles = words.split(' ').collect::<Vec<_>>();
    // "The_Sea-2", "The_Sea-2_5".
    let is_short = |word: &&str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let n_numbers = titles
        .iter()
        .rev()
        .take_while(|word| is_short(word))
        .count();
    if (1..=2).contains(&n_numbers) && n_numbers < titles.len() {
        let numbers = titles.split_off(titles.len() - n_numbers);
        let whole = numbers[0].trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        record.volume = match numbers.get(1) {
            Some(part) => format!("{whole}.{part}"),
            None => whole.to_owned(),
        };
    }
    record.title = titles.join(" ");
    if let [word] = titles.as_slice() {
        // Only capitals say where words begin.
        let parted = parted(word);
        if parted != *word {
            record.other_titles = vec![(*word).to_owned()];
            record.title = parted;
        }
    }
}

/// Returns a word with a space before each capital after a small letter.
fn parted(word: &str) -> String {
    let mut parted = String::with_capacity(word.len() + 8);
    let mut is_after_small = false;
    for c in word.chars() {
        if c.is_uppercase() && is_after_small {
            parted.push(' ');
        }
        is_after_small = c.is_lowercase();
        parted.push(c);
    }
    parted
}

/// What the columns of a table hold.
struct Columns {
    file: Option<usize>,
    title: Option<usize>,
    author: Option<usize>,
    n: usize,
    style: Style,
    cells: Cells,
}

impl Columns {
    fn find(header: &[u8]) -> Result<Self, Error> {
        let delimiter = if header.contains(&b'\t') { b'\t' } else { b',' };
        let style = Style {
            delimiter: Some(delimiter),
            quote: b'"',
        };
        let mut cells = Cells::default();
        next_row(header, 0, style, None, &mut cells);
        let names: Vec<Vec<u8>> = cells
            .iter()
            .map(|name| name.trim_ascii().to_ascii_lowercase())
            .collect();
        let place = |wanted: &[&str]| {
            let is_it = |name: &Vec<u8>| wanted.iter().any(|own| own.as_bytes() == name);
            names.iter().position(is_it)
        };
        let columns = Self {
            file: place(&["fname", "filename", "file_name"]),
            title: place(&["title", "book_title"]),
            author: place(&["author", "authors"]),
            n: names.len(),
            style,
            cells: Cells::default(),
        };
        if columns.file.is_none() && columns.title.is_none() {
            let message = format!(
                "this is not a list of BookCorpus: it has no column fname or title, and its \
                 lines are not JSON; the first one reads: {:.200}",
                String::from_utf8_lossy(&header[..header.len().min(800)])
            );
            return Err(Error::new(ErrorKind::NothingKnown, message));
        }
        Ok(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_from_the_names_of_files() {
        for (stem, title, volume) in [
            ("The_Fault_in_Our_Stars", "The Fault in Our Stars", ""),
            ("Shadowhunter_s_Codex", "Shadowhunter's Codex", ""),
            ("Cedar_Cove-11", "Cedar Cove", "11"),
            ("Rock_Stars_Do_It-02", "Rock Stars Do It", "2"),
            ("Hopeless-2_5", "Hopeless", "2.5"),
            ("The_Grisha-0_5", "The Grisha", "0.5"),
            ("DivineMisdemeanors", "Divine Misdemeanors", ""),
            ("COVET", "COVET", ""),
            ("Catch_1984", "Catch 1984", ""),
            ("436349", "", ""),
            ("u4865", "", ""),
            ("et5212", "", ""),
            ("ur", "ur", ""),
        ] {
            let mut record = Record::default();
            title_from(stem, &mut record);
            assert_eq!((&*record.title, &*record.volume), (title, volume), "{stem}");
        }
        assert_eq!(year("Jan. 5, 2012"), "2012");
        assert_eq!(year(""), "");
    }
}
