//! BibTeX and BibLaTeX, which the `biblatex` crate reads.
//!
//! That crate reads a whole file or nothing. So the file is first split into its
//! entries, at each line that begins with `@word{`, and every entry is read on
//! its own, with the abbreviations that it uses. Text between entries is a
//! comment.

use std::panic::{AssertUnwindSafe, catch_unwind};

use biblatex::{Bibliography, ChunksExt, Entry, ParseErrorKind, Person};

use super::ris::is_issn;
use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::Error;
use crate::model::{Field, List, ProblemKind};
use crate::progress::Progress;

/// How many unknown abbreviations of one entry are taken literally: each costs
/// another reading of the entry.
const MOST_ABBREVIATIONS: usize = 16;
/// How many abbreviations of a file are kept: a bound on the work for each entry.
const MOST_DEFINITIONS: usize = 1_000;
/// The longest entry, in bytes: a bound on the work for each entry.
const LONGEST: usize = 1 << 20;

/// Returns the word of a line that begins an entry, such as `book`.
pub(crate) fn entry_word(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('@')?;
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let (word, rest) = rest.split_at(end);
    (end > 0 && rest.trim_start().starts_with(['{', '('])).then_some(word)
}

/// Reads a bibliography into `list`.
///
/// # Errors
///
/// `LimitExceeded`, `Cancelled`.
pub(crate) fn read(
    decoded: &Decoded<'_>,
    list: &mut List,
    progress: &mut Progress<'_>,
) -> Result<(), Error> {
    let mut definitions: Vec<(String, &str)> = Vec::new();
    let mut number = 0;
    for part in parts(&decoded.text) {
        match part.word.to_ascii_lowercase().as_str() {
            "comment" | "preamble" | "set" | "xdata" => continue,
            "string" => {
                if definitions.len() < MOST_DEFINITIONS
                    && let Some(name) = defined(part.source)
                {
                    definitions.push((name, part.source));
                }
                continue;
            }
            _ => {}
        }
        progress.row()?;
        number += 1;
        let place = Place {
            row: number,
            name: format!("entry {number} (line {})", part.line),
        };
        match entry(part.source, &definitions) {
            Ok(entry) => draft(&entry).finish(place, Some(decoded), list),
            Err(why) => list.problems.push(place.problem(
                ProblemKind::EntryMalformed,
                format!("The entry cannot be read: {why}."),
            )),
        }
    }
    Ok(())
}

/// The text of one entry, with its type and the number of its first line.
struct Part<'a> {
    word: &'a str,
    line: usize,
    source: &'a str,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut starts = Vec::new();
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        if let Some(word) = entry_word(line) {
            starts.push((at, word, n + 1));
        }
        at += line.len();
    }
    for (n, &(start, word, line)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(text.len(), |next| next.0);
        let source = &text[start..end];
        parts.push(Part { word, line, source });
    }
    parts
}

/// Returns the name that a `@string` defines.
fn defined(source: &str) -> Option<String> {
    let (_, rest) = source.split_once(['{', '('])?;
    let (name, _) = rest.split_once('=')?;
    Some(name.trim().to_owned())
}

fn entry(source: &str, definitions: &[(String, &str)]) -> Result<Entry, String> {
    if source.len() > LONGEST {
        return Err("it is too long".to_owned());
    }
    let mut text = String::new();
    for (_, definition) in definitions.iter().filter(|(name, _)| source.contains(name)) {
        text.push_str(definition);
    }
    text.push_str(source);
    for _ in 0..=MOST_ABBREVIATIONS {
        let parsed = catch_unwind(AssertUnwindSafe(|| Bibliography::parse(&text)));
        let Ok(parsed) = parsed else {
            return Err("its parser crashed".to_owned());
        };
        match parsed {
            Ok(bibliography) => {
                let first = bibliography.into_vec().into_iter().next();
                return first.ok_or_else(|| "it is empty".to_owned());
            }
            // An abbreviation that is not defined stands for itself.
            Err(error) => match error.kind {
                ParseErrorKind::UnknownAbbreviation(name)
                    if name
                        .chars()
                        .all(|c| c.is_alphanumeric() || "_-.:".contains(c)) =>
                {
                    text.insert_str(0, &format!("@string{{{name} = {{{name}}}}}\n"));
                }
                kind => return Err(kind.to_string()),
            },
        }
    }
    Err("it uses too many abbreviations that are not defined".to_owned())
}

fn draft(entry: &Entry) -> Draft {
    let mut draft = Draft::default();
    let value = |name: &str| entry.get(name).map(ChunksExt::format_verbatim);
    let values = |names: &[&str]| -> Vec<String> {
        let found = names.iter().filter_map(|name| value(name));
        found.filter(|value| !value.trim().is_empty()).collect()
    };
    for (field, names) in [
        (Field::Title, &["title", "booktitle"][..]),
        (Field::Subtitle, &["subtitle"]),
        (Field::Asin, &["asin"]),
        (Field::Year, &["year", "date", "origdate"]),
        (Field::Imprint, &["publisher", "organization"]),
        (Field::Series, &["series"]),
        (Field::Volume, &["volume", "number"]),
        (Field::PenNames, &["pseudonym", "alias"]),
    ] {
        for value in values(names) {
            draft.set(field, &value);
        }
    }
    for isbn in values(&["isbn"]) {
        if !is_issn(&isbn) {
            draft.set(Field::Isbn, &isbn);
        }
    }
    for who in ["author", "editor"] {
        if let Ok(people) = entry.get_as::<Vec<Person>>(who) {
            let names: Vec<String> = people.iter().map(name).collect();
            draft.set(Field::Author, &names.join("; "));
        }
    }
    for file in values(&["file"]) {
        draft.set(Field::File, &path(&file));
    }
    draft
}

fn name(person: &Person) -> String {
    let parts = [
        &person.given_name,
        &person.prefix,
        &person.name,
        &person.suffix,
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// Returns the path in a file field: the first if there are several, without the
/// description and type that `JabRef` writes around it (`:path:PDF`).
fn path(field: &str) -> String {
    let first = field.split(';').next().unwrap_or_default().trim();
    let inner = first.split_once(':').and_then(|(before, rest)| {
        let (path, kind) = rest.rsplit_once(':')?;
        let is_kind = kind
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/-+.".contains(c));
        (is_kind && before.len() != 1).then_some(path)
    });
    inner.unwrap_or(first).replace("\\:", ":")
}
