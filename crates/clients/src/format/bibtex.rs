//! BibTeX and BibLaTeX.
//!
//! The reader is small and strict about cost: it goes through the file once,
//! never recurses, and bounds what abbreviations and references to other entries
//! may add. (The crates for it read a whole file or nothing, follow references
//! and nested commands until the stack ends, and expand abbreviations without
//! bound.)
//!
//! Each line that begins with `@word{` begins an entry, whatever came before it,
//! so a brace that is missing affects its own entry only. More entries may follow
//! in the same line. Text between entries is a comment.
//!
//! Sources: `btparse` and Markey's manual of 2009 (`ttb_en`) for the syntax; the
//! manual of `biblatex` 3.19, sections 2.2 and 2.4, for fields and inheritance.

mod latex;
mod syntax;

use std::collections::HashMap;

use crate::draft::{Draft, Place};
use crate::encoding::Decoded;
use crate::error::Error;
use crate::markup;
use crate::model::{Field, List, ProblemKind};
use crate::progress::Progress;
pub(crate) use syntax::entry_word;
use syntax::{Block, Entry};

/// How many entries are passed to find what an entry inherits.
const LONGEST_CHAIN: usize = 8;
/// How much all entries together may inherit, in bytes: a bound on memory.
const MOST_INHERITED: usize = 64 << 20;
/// How many names are compared with each other: a bound on the work.
const MOST_NAMES: usize = 200;
/// The longest value that is used, in bytes.
const LONGEST_VALUE: usize = 1 << 15;

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
    let blocks = syntax::blocks(&decoded.text, progress)?;
    let mut library = Library::of(&blocks);
    let mut number = 0;
    for (at, block) in blocks.iter().enumerate() {
        progress.row()?;
        let is_title = |entry: &Entry| !matches!(entry.kind.as_str(), "set" | "xdata");
        if matches!(&block.entry, Ok(entry) if !is_title(entry)) {
            continue;
        }
        number += 1;
        let place = Place {
            row: number,
            name: format!("entry {number} (line {})", block.line),
            sheet: None,
        };
        let read = match &block.entry {
            Ok(_) => library.draft(at),
            Err(why) => Err(*why),
        };
        match read {
            Ok(draft) => draft.finish(place, Some(decoded), list),
            Err(why) => list.problems.push(place.problem(
                ProblemKind::EntryMalformed,
                format!("The entry cannot be read: {why}."),
            )),
        }
    }
    Ok(())
}

/// The entries of a file, by their keys.
struct Library<'a> {
    blocks: &'a [Block],
    places: HashMap<String, usize>,
    n_inherited: usize,
}

impl<'a> Library<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let mut places = HashMap::new();
        for (at, block) in blocks.iter().enumerate() {
            if let Ok(entry) = &block.entry {
                places.entry(entry.key.to_lowercase()).or_insert(at);
            }
        }
        Self {
            blocks,
            places,
            n_inherited: 0,
        }
    }

    fn entry(&self, at: usize) -> Option<&'a Entry> {
        self.blocks.get(at)?.entry.as_ref().ok()
    }

    /// Returns the entries that an entry refers to by one of these fields, the
    /// nearest first.
    fn ancestors(&self, at: usize, fields: &[&str]) -> Vec<&'a Entry> {
        let mut passed = vec![at];
        let mut found = Vec::new();
        let mut next = 0;
        while next < passed.len() && passed.len() <= LONGEST_CHAIN {
            let Some(entry) = self.entry(passed[next]) else {
                break;
            };
            next += 1;
            for keys in fields.iter().filter_map(|field| entry.get(field)) {
                for key in keys.split(',').take(LONGEST_CHAIN) {
                    let place = self.places.get(&key.trim().to_lowercase());
                    if let Some(&place) = place.filter(|place| !passed.contains(place)) {
                        passed.push(place);
                        found.extend(self.entry(place));
                    }
                }
            }
        }
        found
    }

    /// Returns the title of an entry, completed from those that it refers to.
    fn draft(&mut self, at: usize) -> Result<Draft, &'static str> {
        let Some(entry) = self.entry(at) else {
            return Err("it is empty");
        };
        let mut draft = Draft::default();
        set(&mut draft, entry, entry.kind.as_str())?;
        let own_title = entry.get("title").is_some() || entry.get("booktitle").is_some();
        let own_author = entry.get("author").is_some() || entry.get("editor").is_some();
        for other in self.ancestors(at, &["xdata"]) {
            self.pay(other)?;
            set(&mut draft, other, "xdata")?;
        }
        for other in self.ancestors(at, &["crossref", "xref", "xdata"]) {
            self.pay(other)?;
            // A volume without its own title takes that of the whole work.
            if !own_title {
                titles(&mut draft, other)?;
            }
            if !own_author {
                people(&mut draft, other)?;
            }
            shared(&mut draft, other)?;
        }
        Ok(draft)
    }

    fn pay(&mut self, other: &Entry) -> Result<(), &'static str> {
        self.n_inherited += other.n_bytes();
        if self.n_inherited > MOST_INHERITED {
            return Err("the entries refer to too much");
        }
        Ok(())
    }
}

type Outcome = Result<(), &'static str>;

fn put(draft: &mut Draft, field: Field, entry: &Entry, names: &[&str]) -> Outcome {
    for value in names.iter().filter_map(|name| entry.get(name)) {
        if value.len() > LONGEST_VALUE {
            return Err("a value in it is too long");
        }
        draft.set(field, &markup::plain(&latex::text(value)));
    }
    Ok(())
}

/// Adds all that an entry says itself.
fn set(draft: &mut Draft, entry: &Entry, kind: &str) -> Outcome {
    titles(draft, entry)?;
    people(draft, entry)?;
    put(draft, Field::Asin, entry, &["asin"])?;
    put(draft, Field::PenNames, entry, &["pseudonym", "alias"])?;
    // The number of a periodical is an ISSN, and its volume is not one of a book.
    let is_article = matches!(
        kind,
        "article" | "periodical" | "suppperiodical" | "journal-article"
    );
    for name in ["isbn", "isbn13", "isbn10", "isbn-13", "isbn-10", "ean"] {
        if let Some(value) = entry.get(name) {
            draft.set(Field::Isbn, &latex::text(value));
        }
    }
    for name in ["issn", "eissn", "pissn", "issn-l"] {
        if let Some(value) = entry.get(name) {
            draft.set(Field::Issn, &latex::text(value));
        }
    }
    if !is_article {
        put(draft, Field::Volume, entry, &["volume", "number"])?;
    }
    draft.kind(kind);
    journal(draft, entry, kind)?;
    put(draft, Field::Imdb, entry, &["imdb"])?;
    if let Some(value) = entry.get("doi") {
        draft.set(Field::Doi, &address(value));
    }
    for name in ["url", "eprint", "ee", "howpublished", "note"] {
        if let Some(value) = entry.get(name).filter(|it| it.len() <= LONGEST_VALUE) {
            draft.link(&address(value));
        }
    }
    if let Some(file) = entry.get("file") {
        draft.set(Field::File, &path(file));
    }
    shared(draft, entry)
}

/// Adds the journal, or the proceedings, in which a paper is.
fn journal(draft: &mut Draft, entry: &Entry, kind: &str) -> Outcome {
    put(draft, Field::Journal, entry, &["journal", "journaltitle"])?;
    let is_paper = matches!(kind, "inproceedings" | "conference" | "conference-paper");
    if is_paper && entry.get("title").is_some() {
        put(draft, Field::Journal, entry, &["booktitle"])?;
    }
    put(draft, Field::Journal, entry, &["shortjournal"])
}

/// Returns the text of a DOI or an address, in which a dash is no more than a dash.
fn address(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' | '}' | '$' => {}
            '\\' => {
                let end = rest.find(|c: char| !c.is_ascii_alphabetic());
                let (command, after) = rest.split_at(end.unwrap_or(rest.len()));
                text.push_str(match command {
                    "textless" | "less" => "<",
                    "textgreater" | "greater" => ">",
                    "textunderscore" => "_",
                    "mathsemicolon" => ";",
                    _ => "",
                });
                rest = after;
            }
            c => text.push(c),
        }
    }
    text
}

fn titles(draft: &mut Draft, entry: &Entry) -> Outcome {
    // ORCID writes this where a work has no title.
    if entry.get("title") == Some("No Title") {
        return Ok(());
    }
    put(
        draft,
        Field::Title,
        entry,
        &["title", "booktitle", "maintitle"],
    )?;
    put(draft, Field::Subtitle, entry, &["subtitle"])
}

fn people(draft: &mut Draft, entry: &Entry) -> Outcome {
    for who in ["author", "editor"] {
        if let Some(value) = entry.get(who) {
            if value.len() > LONGEST_VALUE {
                return Err("a value in it is too long");
            }
            // ORCID names the owner of the record first, and again among the authors.
            let mut all: Vec<String> = Vec::new();
            for name in names(value) {
                if all.len() > MOST_NAMES || !all.contains(&name) {
                    all.push(name);
                }
            }
            draft.set(Field::Author, &all.join("; "));
        }
    }
    Ok(())
}

/// Adds what the parts of a work have in common.
fn shared(draft: &mut Draft, entry: &Entry) -> Outcome {
    put(draft, Field::Year, entry, &["year", "date", "origdate"])?;
    if let (Some(month), Some(year)) = (entry.get("month"), entry.get("year"))
        && month.len().max(year.len()) < 100
    {
        let date = format!("{} {}", latex::text(month), latex::text(year));
        draft.set(Field::Year, &date);
    }
    put(draft, Field::Imprint, entry, &["publisher", "organization"])?;
    put(draft, Field::Series, entry, &["series"])
}

/// Returns the names in a list of people, in their natural order.
fn names(value: &str) -> Vec<String> {
    let people = split(value, |rest| {
        let word = rest.trim_start();
        let n_spaces = rest.len() - word.len();
        let is_and = n_spaces > 0
            && word
                .get(..3)
                .is_some_and(|and| and.eq_ignore_ascii_case("and"))
            && word[3..].starts_with(char::is_whitespace);
        is_and.then_some(n_spaces + 3)
    });
    let people = people.iter().map(|person| person.trim());
    people
        .filter(|person| !person.eq_ignore_ascii_case("others"))
        .map(name)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Returns one name in its natural order: "Last, First" and "von Last, Jr, First"
/// are turned around.
fn name(person: &str) -> String {
    let parts = split(person, |rest| rest.starts_with(',').then_some(1));
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    let labelled = |label: &str| {
        parts.iter().find_map(|part| {
            let (own, value) = part.split_once('=')?;
            own.trim()
                .eq_ignore_ascii_case(label)
                .then_some(value.trim())
        })
    };
    let ordered = if labelled("family").is_some() {
        ["given", "prefix", "family", "suffix"]
            .iter()
            .filter_map(|label| labelled(label))
            .map(|value| value.trim_matches('"'))
            .collect()
    } else {
        match parts[..] {
            [last, first] => vec![first, last],
            [last, junior, first] => vec![first, last, junior],
            _ => return latex::text(person),
        }
    };
    let texts: Vec<String> = ordered.into_iter().map(latex::text).collect();
    texts.join(" ").trim().to_owned()
}

/// Splits a value where `separator` returns a length, outside of braces.
fn split(value: &str, separator: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0_usize);
    while let Some(c) = value[at..].chars().next() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && (c == ',' || c.is_whitespace()) => {
                if let Some(n) = separator(&value[at..]) {
                    parts.push(&value[start..at]);
                    at += n;
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    parts.push(&value[start..]);
    parts
}

/// Returns the path in a file field: the first if there are several, without the
/// description and type that `JabRef` writes around it (`:path:PDF`).
fn path(field: &str) -> String {
    let first = field.split(';').next().unwrap_or_default().trim();
    let first = first.trim_start_matches('{').trim_end_matches('}');
    let inner = first.split_once(':').and_then(|(before, rest)| {
        let (path, kind) = rest.rsplit_once(':')?;
        let is_kind = kind
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/-+.".contains(c));
        (is_kind && before.len() != 1).then_some(path)
    });
    let path = inner.unwrap_or(first).replace("\\:", ":");
    path.replace("\\_", "_").replace("\\&", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (value, expected) in [
            (
                "Li, Bo and K{\\\"a}the {\\\"O}hl",
                &["Bo Li", "Käthe Öhl"][..],
            ),
            (
                "{Barnes and Noble} AND {Weller Institute, The}",
                &["Barnes and Noble", "Weller Institute, The"],
            ),
            ("van der Berg, Jr., Anna", &["Anna van der Berg Jr."]),
            ("O'Brien, Tim and others", &["Tim O'Brien"]),
            ("Anderson, Brandi", &["Brandi Anderson"]),
            (
                "given=Hans, family=Harman, prefix=von",
                &["Hans von Harman"],
            ),
            ("Anderson\n  and\n  Sand", &["Anderson", "Sand"]),
            ("", &[]),
        ] {
            assert_eq!(names(value), expected, "{value}");
        }
    }
}
