//! The chapters of a manuscript and its passages, read again when asked for.
//!
//! The store of results keeps places only. To show the words, the file is read
//! again from its place on the disk, and what was read is dropped as soon as it
//! is shown.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use colophon_extract::{self as extract, Document, Limits, Source};
use colophon_fingerprint::Sketcher;

use crate::error::Error;
use crate::files;
use crate::job::Job;
use crate::library::{Library, ResultId};
use crate::report::model::{ManuscriptResult, Span};
use crate::report::{Advice, Code};

/// How much of a passage, and of the text around it, is shown, in characters.
const SHOWN: usize = 1_200;
const AROUND: usize = 200;

/// A chapter, as shares of the manuscript's letters from its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Chapter {
    /// Its heading.
    pub title: Option<String>,
    /// Where it begins, 0 to 1.
    pub from: f64,
    /// Where it ends, 0 to 1.
    pub to: f64,
}

/// A passage of a manuscript with the text around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Excerpt {
    /// The heading of the chapter in which it begins.
    pub chapter: Option<String>,
    /// The text before it; empty at the very start.
    pub before: String,
    /// The passage; the first part of it if it is long.
    pub text: String,
    /// Whether the passage goes on.
    pub cut: bool,
    /// The text after it; empty when it goes on, and at the very end.
    pub after: String,
}

/// Returns the chapters of the manuscript of a kept result; none if the
/// document does not separate them.
///
/// # Errors
///
/// `not-found`; `changed` when the file is not the one that was checked; the
/// codes of what cannot be read; `cancelled`.
pub fn chapters(library: &Library, id: ResultId, job: &Job) -> Result<Vec<Chapter>, Error> {
    let (document, _) = read(library, id, job)?;
    Ok(chapters_of(&document))
}

/// Returns a passage of a kept result: the place `span_index` of the match
/// `match_index`.
///
/// # Errors
///
/// As [`chapters`].
pub fn excerpt(
    library: &Library,
    id: ResultId,
    match_index: usize,
    span_index: usize,
    job: &Job,
) -> Result<Excerpt, Error> {
    let (document, result) = read(library, id, job)?;
    let span = result
        .matches
        .get(match_index)
        .and_then(|own| own.spans.get(span_index))
        .ok_or_else(|| {
            Error::new(Code::NotFound, "this result has no such place")
                .advise(Advice::CheckManuscriptAgain)
        })?;
    Ok(passage(&document, *span))
}

/// Reads the manuscript of a result, if it is the very file that was checked.
fn read(library: &Library, id: ResultId, job: &Job) -> Result<(Document, ManuscriptResult), Error> {
    let (path, result) = library.manuscript(id)?;
    let changed = || {
        let message = "this file has changed since it was checked";
        Error::new(Code::Changed, message).at(&path)
    };
    if !result.parts.is_empty() {
        let parts: Vec<PathBuf> = result.parts.iter().map(|part| path.join(part)).collect();
        let (document, _) = files::one_document(&parts, &Limits::default(), job)?;
        let mut sketcher = Sketcher::default().with_digest();
        for section in &document.sections {
            sketcher.push(&section.text);
        }
        let text = sketcher.finish().text_sha256;
        let is_same = result
            .digests
            .text_sha256
            .is_none_or(|known| known.0 == text);
        return if is_same {
            Ok((document, result))
        } else {
            Err(changed())
        };
    }
    let source = Source::open(&path)?;
    if let Some(known) = result.digests.sha256
        && files::digests(&source, &path, job)?.sha256 != known.0
    {
        return Err(changed());
    }
    let document = extract::read(&source, &Limits::default(), &mut |_| job.go_on())?;
    Ok((document, result))
}

fn n_units(text: &str) -> u64 {
    let mut sketcher = Sketcher::default();
    sketcher.push(text);
    sketcher.finish().n_letters
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn chapters_of(document: &Document) -> Vec<Chapter> {
    if document
        .sections
        .iter()
        .all(|section| section.title.is_none())
    {
        return Vec::new();
    }
    let lengths: Vec<u64> = document
        .sections
        .iter()
        .map(|section| n_units(&section.text))
        .collect();
    let whole = lengths.iter().sum();
    let mut begin = 0;
    let mut chapters = Vec::new();
    for (section, length) in document.sections.iter().zip(lengths) {
        // A cover or a plate has no letters, and no place in the picture.
        if length > 0 {
            chapters.push(Chapter {
                title: section.title.clone(),
                from: share(begin, whole),
                to: share(begin + length, whole),
            });
        }
        begin += length;
    }
    chapters
}

fn passage(document: &Document, span: Span) -> Excerpt {
    let mut text = String::new();
    let mut starts = Vec::new();
    for section in &document.sections {
        starts.push((text.len(), section.title.clone()));
        text.push_str(&section.text);
        text.push('\n');
    }
    let whole = n_units(&text) as f64;
    let from = place(&text, span.from * whole);
    let to = place(&text, span.to * whole).max(from);
    let chapter = starts
        .into_iter()
        .take_while(|(start, _)| *start <= from)
        .last()
        .and_then(|(_, title)| title);
    let shown: String = text[from..to].chars().take(SHOWN).collect();
    let cut = shown.len() < to - from;
    let before: Vec<char> = text[..from].chars().rev().take(AROUND).collect();
    let after = if cut { "" } else { &text[to..] };
    Excerpt {
        chapter,
        before: flat(&before.into_iter().rev().collect::<String>()),
        text: flat(&shown),
        cut,
        after: flat(&after.chars().take(AROUND).collect::<String>()),
    }
}

/// Returns the byte at which the word with unit `n` of `text` begins.
///
/// Counts lines until the one with the unit, and then its words, as the
/// fingerprint counts: both must mean the same letters.
fn place(text: &str, n: f64) -> usize {
    let mut before = 0.0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let length = n_units(line) as f64;
        if before + length > n {
            for word in line.split_inclusive(char::is_whitespace) {
                let length = n_units(word) as f64;
                if before + length > n {
                    return at;
                }
                before += length;
                at += word.len();
            }
            return at;
        }
        before += length;
        at += line.len();
    }
    text.len()
}

/// Returns words separated by single spaces.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use colophon_extract::{Section, is_document_name};

    use super::*;

    fn document(sections: &[(&str, &str)]) -> Document {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "x").unwrap();
        assert!(is_document_name(&path));
        let value = serde_json::json!({
            "format": "text", "title": null, "author": null, "language": null, "identifiers": [],
            "sections": sections.iter().map(|(title, text)| Section {
                title: Some((*title).to_owned()), text: (*text).to_owned(),
            }).collect::<Vec<_>>(),
            "warnings": [],
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn chapters_share_the_letters() {
        let document = document(&[
            ("One", "abcde fghij"),
            ("Plate", ""),
            ("Two", "klmno pqrst"),
        ]);
        let chapters = chapters_of(&document);
        assert_eq!(chapters.len(), 2);
        assert_eq!((chapters[0].from, chapters[0].to), (0.0, 0.5));
        assert_eq!((chapters[1].from, chapters[1].to), (0.5, 1.0));
        assert_eq!(chapters[1].title.as_deref(), Some("Two"));
    }

    #[test]
    fn a_passage_is_where_its_letters_are() {
        let document = document(&[
            ("One", "aaaaa bbbbb\nccccc ddddd"),
            ("Two", "Eéééé fffff ggggg hhhhh"),
        ]);
        let found = passage(
            &document,
            Span {
                from: 0.5,
                to: 0.75,
            },
        );
        assert_eq!(found.chapter.as_deref(), Some("Two"));
        assert_eq!(found.text, "Eéééé fffff");
        assert_eq!(found.before, "aaaaa bbbbb ccccc ddddd");
        assert_eq!(found.after, "ggggg hhhhh");
        assert!(!found.cut);
    }

    #[test]
    fn a_long_passage_is_cut() {
        let long = "wort ".repeat(2_000);
        let document = document(&[("One", &long)]);
        let found = passage(&document, Span { from: 0.0, to: 1.0 });
        assert!(found.cut && found.after.is_empty() && found.before.is_empty());
        assert!(found.text.chars().count() <= SHOWN);
    }
}
