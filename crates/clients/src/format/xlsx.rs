//! Workbooks of Excel in the form of XML: XLSX, XLSM.
//!
//! Each part is unpacked once, as a stream, and within one budget for all of
//! them; no part is held in memory but for the strings. Two sheets that are the
//! same part are an attack on that budget, not a workbook. Readings of characters
//! (furigana) are not part of a value.
//!
//! Source: ECMA-376, part 1, sections 18.2 (workbook), 18.3 (worksheets), 18.4
//! (strings) and 18.8 (styles).

mod cell;

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet::{Sheet, Sheets};
use super::workbook::damaged;
use crate::error::{Error, ErrorKind};
use crate::progress::Progress;
use crate::xml;
use cell::{Cell, Shown, range_of};

/// What the parts that are read may unpack to together, in bytes: a bound on time.
const MOST_BYTES: u64 = 256 << 20;
/// How much text the strings may hold that cells share: a bound on memory.
const MOST_TEXT: usize = 96 << 20;
/// How many of them there may be.
const MOST_STRINGS: usize = 4_000_000;
/// How many parts, sheets, styles or merged cells there may be.
const MOST_PARTS: usize = 10_000;
const MOST_STYLES: usize = 100_000;
const MOST_MERGED: usize = 1 << 20;
/// After how many parts of XML the caller is asked whether to continue.
const N_BETWEEN: u32 = 1 << 14;

fn too_much() -> Error {
    Error::new(
        ErrorKind::LimitExceeded,
        "the workbook holds more than is allowed",
    )
}

/// Reads the sheets of a workbook; hidden ones by name only.
///
/// # Errors
///
/// `Damaged`, `LimitExceeded`, `Cancelled`.
pub(crate) fn sheets(bytes: &[u8], progress: &mut Progress<'_>) -> Result<Vec<Sheet>, Error> {
    let mut book = Book::open(bytes)?;
    let path = book.main_part(progress)?;
    let links = book.links(&path, progress)?;
    let (names, is_1904) = book.names(&path, progress)?;
    let of_kind = |wanted: &str| {
        let mut links = links.values();
        let found = links.find(|link| link.kind.ends_with(wanted));
        found.map(|link| link.target.clone())
    };
    let values = Values {
        strings: book.strings(of_kind("/sharedStrings"), progress)?,
        styles: book.styles(of_kind("/styles"), progress)?,
        is_1904,
    };
    let mut sheets = Sheets::default();
    let mut passed = HashSet::new();
    for name in names {
        // Charts and dialogs are sheets too.
        let link = links.get(&name.link);
        let Some(link) = link.filter(|link| link.kind.ends_with("/worksheet")) else {
            continue;
        };
        if !passed.insert(link.target.as_str()) {
            let message = "two sheets of the workbook are the same part of it";
            return Err(Error::new(ErrorKind::Damaged, message));
        }
        if name.is_hidden {
            sheets.hidden(&name.name);
            continue;
        }
        sheets.begin(&name.name);
        book.cells(&link.target, &values, &mut sheets, progress)?;
    }
    Ok(sheets.finish())
}

/// A relation of a part to another one.
struct Link {
    kind: String,
    target: String,
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    link: String,
    is_hidden: bool,
}

/// What the values of cells refer to.
struct Values {
    strings: Strings,
    /// Whether each style shows a date.
    styles: Vec<bool>,
    is_1904: bool,
}

/// The strings that cells share.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

struct Book<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// Called with each piece of a part.
type OnEvent<'e> = &'e mut dyn FnMut(&Event<'_>, &mut Progress<'_>) -> Result<(), Error>;

impl<'a> Book<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > MOST_PARTS {
            return Err(too_much());
        }
        let left = MOST_BYTES;
        Ok(Self { zip, left })
    }

    /// Calls `on_event` with the XML of a part.
    fn read(
        &mut self,
        path: &str,
        progress: &mut Progress<'_>,
        on_event: OnEvent<'_>,
    ) -> Result<bool, Error> {
        let wanted = path.as_bytes();
        // Some programs write the names in other case than their references.
        let at = self.zip.index_for_name(path).or_else(|| {
            let mut names = self.zip.file_names_raw();
            names.position(|name| name.eq_ignore_ascii_case(wanted))
        });
        let Some(at) = at else { return Ok(false) };
        let part = self.zip.by_index(at).map_err(damaged)?;
        let mut source = BufReader::with_capacity(1 << 16, part.take(self.left));
        let outcome = events(&mut source, progress, on_event);
        self.left = source.get_ref().limit();
        if self.left == 0 {
            return Err(Error::new(
                ErrorKind::LimitExceeded,
                "the workbook unpacks to more than is allowed",
            ));
        }
        outcome.map(|()| true)
    }

    fn must_read(
        &mut self,
        path: &str,
        progress: &mut Progress<'_>,
        on_event: OnEvent<'_>,
    ) -> Result<(), Error> {
        if self.read(path, progress, on_event)? {
            return Ok(());
        }
        let message = format!("the workbook lacks its part {path:.80}");
        Err(Error::new(ErrorKind::Damaged, message))
    }

    /// Returns the path of the part that lists the sheets.
    fn main_part(&mut self, progress: &mut Progress<'_>) -> Result<String, Error> {
        let links = self.links("", progress)?;
        let mut links = links.into_values();
        let main = links.find(|link| link.kind.ends_with("/officeDocument"));
        Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.target))
    }

    /// Returns the relations of a part by their names; of the whole for "".
    fn links(
        &mut self,
        of: &str,
        progress: &mut Progress<'_>,
    ) -> Result<HashMap<String, Link>, Error> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let path = format!("{folder}/_rels/{file}.rels");
        let mut links = HashMap::new();
        self.read(path.trim_start_matches('/'), progress, &mut |event, _| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return Ok(());
            };
            if tag.local_name().as_ref() == "Relationship" && links.len() < MOST_PARTS {
                let value = |name| xml::attribute(tag, name).unwrap_or_default();
                let target = resolved(folder, &value("Target"));
                let kind = value("Type");
                links.insert(value("Id"), Link { kind, target });
            }
            Ok(())
        })?;
        Ok(links)
    }

    /// Returns the sheets in order, and whether dates count from 1904.
    fn names(
        &mut self,
        path: &str,
        progress: &mut Progress<'_>,
    ) -> Result<(Vec<Listed>, bool), Error> {
        let mut names = Vec::new();
        let mut is_1904 = false;
        self.must_read(path, progress, &mut |event, _| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return Ok(());
            };
            match tag.local_name().as_ref() {
                "sheet" => {
                    if names.len() == MOST_PARTS {
                        return Err(too_much());
                    }
                    names.push(Listed {
                        name: xml::attribute(tag, "name").unwrap_or_default(),
                        link: with_prefix(tag, "id").unwrap_or_default(),
                        is_hidden: xml::attribute(tag, "state")
                            .is_some_and(|state| state.to_lowercase().contains("hidden")),
                    });
                }
                "workbookPr" => {
                    let value = xml::attribute(tag, "date1904");
                    is_1904 = value.is_some_and(|value| value == "1" || value == "true");
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok((names, is_1904))
    }

    fn strings(
        &mut self,
        path: Option<String>,
        progress: &mut Progress<'_>,
    ) -> Result<Strings, Error> {
        let mut strings = Strings::default();
        let path = path.unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
        let mut shown = Shown::default();
        let mut begin = 0;
        self.read(&path, progress, &mut |event, _| {
            shown.take(event, &mut strings.text, begin);
            if matches!(event, Event::End(tag) if tag.local_name().as_ref() == "si")
                || matches!(event, Event::Empty(tag) if tag.local_name().as_ref() == "si")
            {
                begin = strings.text.len();
                strings.ends.push(begin);
                if begin > MOST_TEXT || strings.ends.len() > MOST_STRINGS {
                    return Err(too_much());
                }
            }
            Ok(())
        })?;
        Ok(strings)
    }

    /// Returns whether each style of cells shows a date.
    fn styles(
        &mut self,
        path: Option<String>,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<bool>, Error> {
        let path = path.unwrap_or_else(|| "xl/styles.xml".to_owned());
        let mut formats: HashMap<u32, bool> = HashMap::new();
        let mut styles = Vec::new();
        let mut is_of_cells = false;
        self.read(&path, progress, &mut |event, _| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                if matches!(event, Event::End(tag) if tag.local_name().as_ref() == "cellXfs") {
                    is_of_cells = false;
                }
                return Ok(());
            };
            let id = || xml::attribute(tag, "numFmtId")?.trim().parse().ok();
            match tag.local_name().as_ref() {
                "numFmt" if formats.len() < MOST_STYLES => {
                    let code = xml::attribute(tag, "formatCode").unwrap_or_default();
                    formats.extend(id().map(|id: u32| (id, is_date(&code))));
                }
                "cellXfs" => is_of_cells = matches!(event, Event::Start(_)),
                "xf" if is_of_cells && styles.len() < MOST_STYLES => {
                    let id = id().unwrap_or(0);
                    let own = formats.get(&id).copied();
                    let is_built_in = matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58);
                    styles.push(own.unwrap_or(is_built_in));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// Reads the cells of a sheet into the one begun last.
    fn cells(
        &mut self,
        path: &str,
        values: &Values,
        sheets: &mut Sheets,
        progress: &mut Progress<'_>,
    ) -> Result<(), Error> {
        let mut cell = Cell::default();
        let mut merged = Vec::new();
        let mut next_row = 0;
        self.must_read(path, progress, &mut |event, progress| {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                match tag.local_name().as_ref() {
                    "row" => {
                        let row = xml::attribute(tag, "r").and_then(|row| row.trim().parse().ok());
                        let row = row.and_then(|row: u32| row.checked_sub(1));
                        cell.row = row.unwrap_or(next_row);
                        next_row = cell.row.saturating_add(1);
                        cell.column = 0;
                    }
                    "c" => cell.begin(tag),
                    "mergeCell" if merged.len() < MOST_MERGED => {
                        let range = xml::attribute(tag, "ref").unwrap_or_default();
                        merged.extend(range_of(&range));
                    }
                    _ => {}
                }
            }
            cell.take(event);
            if let Event::End(tag) = event
                && tag.local_name().as_ref() == "c"
                && let Some((column, text)) = cell.end(values)
            {
                sheets.cell(cell.row, column, &text, progress)?;
            }
            Ok(())
        })?;
        sheets.merge(merged, progress)
    }
}

/// Calls `on_event` with the pieces of an XML text.
fn events(
    source: &mut dyn BufRead,
    progress: &mut Progress<'_>,
    on_event: OnEvent<'_>,
) -> Result<(), Error> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    let mut n = 0_u32;
    loop {
        buffer.clear();
        n = n.wrapping_add(1);
        if n.is_multiple_of(N_BETWEEN) {
            progress.poll()?;
        }
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Eof => return Ok(()),
            event => on_event(&event, progress)?,
        }
    }
}

/// Returns whether a format of numbers shows a date: it has a letter for a year or
/// a day outside of literal text.
fn is_date(code: &str) -> bool {
    let mut is_literal = false;
    let mut is_bracket = false;
    let mut last = ' ';
    for c in code.chars() {
        match c {
            _ if last == '\\' => {}
            '"' => is_literal = !is_literal,
            '[' if !is_literal => is_bracket = true,
            ']' => is_bracket = false,
            'y' | 'Y' | 'd' | 'D' if !is_literal && !is_bracket => return true,
            _ => {}
        }
        last = c;
    }
    false
}

/// Returns an attribute by its name, whatever its prefix.
fn with_prefix(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let own = attributes.find(|own| own.key.local_name().as_ref() == name && own.key.0 != name)?;
    let value: &str = own.value.as_ref();
    Some(value.to_owned())
}

/// Returns the path that a target means in a folder of the archive.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::cell::{place_of, unescaped};
    use super::*;

    #[test]
    fn all_parts_share_one_budget() {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(format!("<a>{}</a>", " ".repeat(600)).as_bytes())
                .unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let mut book = Book::open(&bytes).unwrap();
        book.left = 1000;
        let mut go_on = |_| std::ops::ControlFlow::Continue(());
        let mut progress = Progress::new(&mut go_on);
        let mut read = |name| book.read(name, &mut progress, &mut |_, _| Ok(()));
        assert!(read("a.xml").unwrap());
        assert!(!read("c.xml").unwrap());
        assert_eq!(read("b.xml").unwrap_err().kind(), ErrorKind::LimitExceeded);
    }

    #[test]
    fn references_and_formats_are_understood() {
        assert_eq!(place_of("A1"), Some((0, 0)));
        assert_eq!(place_of("$AB$12"), Some((11, 27)));
        for wrong in ["A0", "12", "", "ZZZZZZZZ1", "A"] {
            assert_eq!(place_of(wrong), None, "{wrong}");
        }
        for (code, expected) in [
            ("yyyy-mm-dd", true),
            ("d. mmmm", true),
            ("0", false),
            ("[Red]0.00", false),
            ("0 \"days\"", false),
            ("General", false),
            ("mm:ss", false),
        ] {
            assert_eq!(is_date(code), expected, "{code}");
        }
        assert_eq!(unescaped("a_x000D_b_xy_x00e9"), "a\rb_xy_x00e9");
        assert_eq!(
            resolved("xl", "../xl/./worksheets/a.xml"),
            "xl/worksheets/a.xml"
        );
        assert_eq!(resolved("xl", "/xl/b.xml"), "xl/b.xml");
    }
}
