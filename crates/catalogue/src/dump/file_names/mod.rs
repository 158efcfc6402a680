//! Lists of names of files, such as the list of the files in Books3: "Author - Title",
//! without a convention.
//!
//! A name is read as far as it is certain. Where both sides of a dash may be a person,
//! the habit of the list decides, if it has one: then nearly all other names have the
//! author on the same side. Where nothing decides, the record has no author, and keeps
//! all readings as other titles, so that nobody takes it for a certain listing.

mod apart;
mod brackets;
mod person;

use super::collect::{Collector, format};
use super::container::Whole;
use super::encoding::decoded;
use super::isbn_list::is_text;
use super::join::Join;
use super::lines::{Ends, Lines};
use super::model::{Memory, OnPiece};
use super::sql::Window;
use crate::error::{Error, ErrorKind};
use crate::mend::mended;
use crate::record::Record;
use apart::{Author, Reading};

/// How many bytes a line may have. A name has at most 255, a path a few thousand.
const MAX_LINE: usize = 32 * 1024;

/// From this many names on whose author is on a known side, a list may have a habit.
const HABIT_FROM: u64 = 20;
/// One name in this many may be an exception.
const HABIT_SHARE: u64 = 20;

/// The extensions that are taken off names.
const EXTENSIONS: [&str; 26] = [
    "azw", "azw3", "azw4", "cbr", "cbz", "chm", "djvu", "doc", "docx", "epub", "fb2", "gz", "htm",
    "html", "lit", "lrf", "md", "mobi", "odt", "pdb", "pdf", "prc", "rar", "rtf", "txt", "zip",
];

/// Reads a list.
pub(super) fn read(
    whole: Whole<'_>,
    memory: Memory<'_>,
    collector: &mut Collector<'_>,
    on_piece: OnPiece<'_>,
) -> Result<(), Error> {
    let mut list = List {
        source: collector.source(&collector.stem()),
        open: Join::new(memory, 1)?,
        n_lines: 0,
        n_left: 0,
        n_right: 0,
        n_others: 0,
    };
    whole.read_watched(memory.scratch, on_piece, is_text, &mut |part, on_piece| {
        let mut text = decoded(part)?;
        let mut window = Window::new(&mut *text, 0, on_piece);
        let lines = Lines::new(&mut window, Ends::Any, MAX_LINE);
        lines.for_each(&mut |_, line| list.line(line, collector))
    })?;
    if list.n_others * 2 >= list.n_lines {
        let message = "most lines of the list are not names of files";
        return Err(Error::new(ErrorKind::NothingKnown, message));
    }
    list.rest(collector, on_piece)
}

struct List {
    source: u16,
    /// The names whose author may be on either side, by line.
    open: Join,
    n_lines: u64,
    n_left: u64,
    n_right: u64,
    /// The number of lines that are not names of files.
    n_others: u64,
}

impl List {
    fn line(&mut self, line: &[u8], collector: &mut Collector<'_>) -> Result<(), Error> {
        self.n_lines += 1;
        let text = collector.text(line);
        if text.is_empty() {
            self.n_others += 1;
            return Ok(());
        }
        let Some(name) = Name::of(&text) else {
            self.n_others += 1;
            collector.skip("lines that are not the name of a file", 1);
            return Ok(());
        };
        let reading = apart::read(&name.stem);
        match reading.author {
            Author::Left => self.n_left += 1,
            Author::Right => self.n_right += 1,
            Author::Unknown => {}
            Author::Either => return self.open.push(self.n_lines, 0, text.as_bytes()),
        }
        let record = self.record(self.n_lines, name, reading, collector);
        collector.record(record)
    }

    /// Passes on the names whose author may be on either side.
    fn rest(self, collector: &mut Collector<'_>, on_piece: OnPiece<'_>) -> Result<(), Error> {
        let Self {
            n_left, n_right, ..
        } = self;
        let is_habit = |n: u64, other: u64| n >= HABIT_FROM && other * HABIT_SHARE <= n;
        let habit = if is_habit(n_left, n_right) {
            Author::Left
        } else if is_habit(n_right, n_left) {
            Author::Right
        } else {
            Author::Unknown
        };
        let source = self.source;
        self.open.for_each(on_piece, &mut |line, _, text| {
            let text = String::from_utf8_lossy(text);
            if let Some(name) = Name::of(&text) {
                let reading = apart::read(&name.stem).decided(habit);
                let record = made(source, line, name, reading, collector);
                collector.record(record)?;
            }
            Ok(())
        })
    }

    fn record(
        &self,
        line: u64,
        name: Name,
        reading: Reading,
        collector: &mut Collector<'_>,
    ) -> Record {
        made(self.source, line, name, reading, collector)
    }
}

fn made(
    source: u16,
    line: u64,
    name: Name,
    reading: Reading,
    collector: &mut Collector<'_>,
) -> Record {
    if reading.writer.is_empty() {
        collector.skip(
            "names that do not say for certain who wrote the book; the records themselves are kept",
            1,
        );
    }
    Record {
        source,
        id: line.to_string(),
        title: reading.title,
        other_titles: reading.other_titles,
        author: reading.writer,
        series: reading.series,
        volume: reading.volume,
        year: reading.year,
        imprint: reading.imprint,
        language: reading.language,
        format: format(name.format),
        ..Record::default()
    }
}

/// The name of a file.
struct Name {
    /// The name without folders and extensions, with spaces between words.
    stem: String,
    /// The extensions.
    format: String,
}

impl Name {
    /// Reads a line; `None` if it has neither an extension nor what separates author and
    /// title.
    fn of(line: &str) -> Option<Self> {
        let line = mended(line);
        let name = line
            .rsplit(['/', '\\'])
            .find(|part| !part.trim().is_empty())?;
        let (stem, format) = without_extensions(name.trim());
        let stem = spaced(stem);
        let is_name = !format.is_empty() || stem.contains(" - ") || stem.contains(" by ");
        let has_letters = stem.contains(char::is_alphanumeric);
        (is_name && has_letters).then_some(Self { stem, format })
    }
}

/// Takes off all known extensions, and returns them in their order.
fn without_extensions(name: &str) -> (&str, String) {
    let mut stem = name;
    while let Some((rest, extension)) = stem.rsplit_once('.') {
        let extension = extension.trim().to_ascii_lowercase();
        if rest.trim().is_empty() || !EXTENSIONS.contains(&extension.as_str()) {
            break;
        }
        stem = rest;
    }
    let format = name[stem.len()..].trim_start_matches('.').to_owned();
    (stem, format)
}

/// Returns a name with spaces for underscores, and a hyphen between spaces for any dash
/// between them. Programs write `_ ` for a colon, and `_s` for an apostrophe and an s.
pub(super) fn spaced(name: &str) -> String {
    let has_spaces = name.contains(' ');
    let text = if has_spaces {
        name.replace("_ ", ": ")
    } else {
        name.to_owned()
    };
    let mut words: Vec<String> = Vec::new();
    let is_mended = name.contains('_');
    for word in text.replace('_', " ").split_whitespace() {
        let is_dash = matches!(word, "-" | "--" | "\u{2013}" | "\u{2014}");
        match words.last_mut() {
            Some(last) if is_mended && word == "s" && last.ends_with(char::is_alphabetic) => {
                last.push_str("'s");
            }
            Some(last) if is_mended && word == "t" && last.ends_with('n') => last.push_str("'t"),
            _ if is_dash => words.push("-".to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_extensions_and_underscores_are_taken_off() {
        for (line, stem, format) in [
            (
                "Anna Weller - The Sea.epub.txt",
                "Anna Weller - The Sea",
                "epub.txt",
            ),
            ("the-eye/books/A - B.PDF", "A - B", "PDF"),
            ("C:\\Books\\A - B.mobi", "A - B", "mobi"),
            (
                "Anna_Weller_-_Sea_s_End.txt",
                "Anna Weller - Sea's End",
                "txt",
            ),
            (
                "Anna Weller \u{2013} Sea_ A Life.txt",
                "Anna Weller - Sea: A Life",
                "txt",
            ),
            ("Anna%20Weller%20-%20Sea.txt", "Anna Weller - Sea", "txt"),
            ("Don_t Look.epub", "Don't Look", "epub"),
            ("Mr. Weller.epub", "Mr. Weller", "epub"),
        ] {
            let name = Name::of(line).unwrap();
            assert_eq!((&*name.stem, &*name.format), (stem, format), "{line}");
        }
        for line in [
            "",
            "   ",
            "# a list",
            ".txt",
            "...epub",
            "/",
            "INSERT INTO x",
        ] {
            assert!(Name::of(line).is_none(), "{line}");
        }
    }
}
