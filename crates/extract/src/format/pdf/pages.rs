//! The pages, read by one engine or the other.
//!
//! The first engine reads. The second also reads a page if the first fails, if
//! its text looks wrong, if the page shows more than its own content or says what
//! its characters mean, and now and then: if one engine silently loses text, the
//! other finds out. While the two differ, both read every page, and the better
//! reading counts.

use std::cell::OnceCell;
use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf as SecondPdf;
use pdf_extract::{Document as Pdf, ObjectId};

use super::judge::{self, FEW_LETTERS, Tally};
use super::{cipher, engine, notes, prepare, second};
use crate::sink::Sink;
use crate::{Error, ErrorKind, Limits, Section, WarningCode};

/// Both engines read one page in this many if all is well (decision 8).
const STRIDE: usize = 16;
/// The number of pages at which the first engine may fail before it is no longer
/// used. A bound; no figure depends on it.
const PATIENCE: usize = 8;
/// The least text, in bytes, for which a page counts as showing text. Set by eye:
/// twice the number of letters, since a code may have two bytes.
const LITTLE_SHOWN: usize = 2 * FEW_LETTERS;
/// A document is a scan if at least this many tenths of its pages are pictures.
/// Set by eye.
const SCANNED_TENTHS: usize = 9;

/// The second engine, loaded when it is first needed.
pub(super) struct Second<'a> {
    bytes: &'a [u8],
    pdf: &'a OnceCell<Option<SecondPdf>>,
    reader: OnceCell<Option<(second::Reader<'a>, HashMap<u32, usize>)>>,
    max_bytes: usize,
}

impl<'a> Second<'a> {
    pub(super) fn new(
        bytes: &'a [u8],
        pdf: &'a OnceCell<Option<SecondPdf>>,
        limits: &Limits,
    ) -> Self {
        Self {
            bytes,
            pdf,
            reader: OnceCell::new(),
            max_bytes: usize::try_from(limits.max_text_bytes).unwrap_or(usize::MAX),
        }
    }

    pub(super) fn pdf(&self) -> Option<&'a SecondPdf> {
        self.pdf.get_or_init(|| second::load(self.bytes)).as_ref()
    }

    /// Returns the number of pages that this engine finds.
    pub(super) fn count(&self) -> usize {
        self.pdf().map_or(0, |pdf| pdf.pages().len())
    }

    fn page(&self, page: Page) -> Option<second::Seen> {
        let reader = self.reader.get_or_init(|| {
            let pdf = self.pdf()?;
            let numbers = pdf.pages().iter().enumerate();
            let numbers = numbers
                .filter_map(|(i, page)| Some((page.raw().obj_id()?.obj_number, i)))
                .collect();
            Some((second::Reader::new(pdf, self.max_bytes), numbers))
        });
        let (reader, numbers) = reader.as_ref()?;
        let index = match page {
            Page::Index(index) => index,
            Page::Object(id) => *numbers.get(&id.0)?,
        };
        let mut seen = reader.page(index)?;
        for text in notes::typed(self.pdf()?.pages().get(index)?) {
            // After the page, like notes that have an appearance.
            if !seen.text.is_empty() {
                seen.text.push('\n');
            }
            seen.text.push_str(&text);
        }
        Some(seen)
    }
}

/// How a page is identified to the second engine.
#[derive(Clone, Copy)]
enum Page {
    Index(usize),
    Object(ObjectId),
}

/// Which pages gave text and which did not.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    unreadable: Vec<usize>,
    pictures: Vec<usize>,
    /// Pages that show text whose letters cannot be identified.
    silent: Vec<usize>,
    with_text: usize,
}

/// What is known of a page before it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Whether letters of its fonts were found (`letters`), which the second engine
    /// does not know.
    pub(super) is_found: bool,
    /// Whether it may have vertical lines.
    pub(super) is_vertical: bool,
}

/// Reads with both engines. `known` has an entry for each page.
pub(super) fn read(
    pdf: &mut Pdf,
    pages: &[ObjectId],
    known: &[Known],
    second: &Second<'_>,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<Outcome, Error> {
    let known = |index: usize| known.get(index).copied().unwrap_or_default();
    let marked: Vec<bool> = pages
        .iter()
        .enumerate()
        .map(|(index, id)| {
            known(index).is_vertical
                || prepare::shows_annotations(pdf, *id)
                || prepare::spells(pdf, *id)
        })
        .collect();
    let mut outcome = Outcome::default();
    let mut bare: Vec<(usize, bool)> = Vec::new();
    let mut next_check = 0;
    let mut failures = 0;
    let mut mended = false;
    let mut from = 0;
    while from < pages.len() {
        if failures < PATIENCE {
            let mut take = |index: usize, text: String| {
                let index = from + index;
                let tally = Tally::of(&text);
                let is_cipher = cipher::is_cipher(&text);
                let mut seen = None;
                // What the second engine takes for letters was not found to be any.
                let is_worth = !known(index).is_found || tally.letters < FEW_LETTERS;
                if is_worth
                    && (marked[index] || index >= next_check || tally.looks_wrong() || is_cipher)
                {
                    seen = second.page(Page::Object(pages[index]));
                    let agree = seen.as_ref().is_none_or(|s| judge::agree(&text, &s.text));
                    next_check = index + if agree { STRIDE } else { 1 };
                    // Even a short note on a page of much text is more.
                    let is_more = |seen: &second::Seen| {
                        marked[index] && Tally::of(&seen.text).letters > tally.letters
                    };
                    seen = seen.filter(|seen| !agree || is_more(seen));
                }
                let seen = seen.filter(|seen| {
                    let other = Tally::of(&seen.text);
                    if known(index).is_found {
                        // Letters that were found count more than those of the second.
                        return tally.letters + tally.odd < FEW_LETTERS
                            && other.is_better_than(&tally);
                    }
                    if is_cipher != cipher::is_cipher(&seen.text) {
                        return is_cipher;
                    }
                    // What a page says its characters are counts more than these, and
                    // so do vertical lines.
                    other.is_better_than(&tally)
                        || (seen.is_spelled || seen.is_vertical) && !other.looks_wrong()
                });
                let text = seen.map_or(text, |seen| seen.text);
                outcome.take(index, text, false, &mut bare, sink)
            };
            from += engine::read(pdf, &pages[from..], limits, &mut take)?;
            if from == pages.len() {
                break;
            }
            failures += 1;
        }
        // The first engine gave up at a page.
        if let Some(seen) = second.page(Page::Object(pages[from])) {
            outcome.take(from, seen.text, seen.has_picture, &mut bare, sink)?;
        } else if !mended {
            // It may be able to read simpler content.
            mended = true;
            failures = 0;
            prepare::simplify(pdf, &pages[from..]);
            continue;
        } else {
            outcome.unreadable.push(from);
            sink.section(Section::default())?;
        }
        from += 1;
    }
    // A page that shows text is not a scan, even if it also has a picture.
    for (index, has_picture) in bare {
        let page = pages[index];
        if prepare::shows_text(pdf, page, LITTLE_SHOWN) {
            outcome.silent.push(index);
        } else if has_picture || prepare::shows_picture(pdf, page) {
            outcome.pictures.push(index);
        }
    }
    outcome.silent.sort_unstable();
    outcome.silent.dedup();
    Ok(outcome)
}

/// Reads with the second engine alone, which has found `count` pages.
pub(super) fn read_second(
    second: &Second<'_>,
    count: usize,
    sink: &mut dyn Sink,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut bare = Vec::new();
    for index in 0..count {
        let Some(seen) = second.page(Page::Index(index)) else {
            outcome.unreadable.push(index);
            sink.section(Section::default())?;
            continue;
        };
        outcome.take(index, seen.text, seen.has_picture, &mut bare, sink)?;
    }
    let pictures = bare
        .into_iter()
        .filter(|(i, picture)| *picture && !outcome.silent.contains(i));
    outcome.pictures = pictures.map(|(i, _)| i).collect();
    Ok(outcome)
}

impl Outcome {
    fn take(
        &mut self,
        index: usize,
        mut text: String,
        has_picture: bool,
        bare: &mut Vec<(usize, bool)>,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let tally = Tally::of(&text);
        if tally.is_illegible() || cipher::is_cipher(&text) {
            // Letters that nobody can tell must not pass for others.
            self.silent.push(index);
            text.clear();
        } else if tally.letters >= FEW_LETTERS {
            self.with_text += 1;
            if tally.is_hard_to_read() {
                self.silent.push(index);
            }
        } else {
            bare.push((index, has_picture));
        }
        sink.section(Section { title: None, text })
    }

    /// Reports the pages that gave no text.
    pub(super) fn report(&self, pages: usize, sink: &mut dyn Sink) -> Result<(), Error> {
        let none_left = self.with_text == 0;
        if !self.pictures.is_empty()
            && (none_left || self.pictures.len() * 10 >= pages * SCANNED_TENTHS)
        {
            return Err(Error::new(
                ErrorKind::NoTextLayer,
                "the pages are pictures, without text",
            ));
        }
        if none_left && !self.silent.is_empty() {
            return Err(Error::new(
                ErrorKind::Damaged,
                "its letters cannot be identified: the fonts do not say which they are",
            ));
        }
        if none_left && self.unreadable.len() == pages {
            return Err(Error::new(
                ErrorKind::ParserCrashed,
                "no page could be read",
            ));
        }
        if !self.pictures.is_empty() {
            sink.warn(
                WarningCode::NoTextLayer,
                format!(
                    "these pages are pictures, without text: {}",
                    ranges(&self.pictures)
                ),
            )?;
        }
        if !self.silent.is_empty() {
            sink.warn(
                WarningCode::Damaged,
                format!(
                    "the letters on these pages cannot be identified, because the fonts do not say which they are: {}",
                    ranges(&self.silent)
                ),
            )?;
        }
        if !self.unreadable.is_empty() {
            sink.warn(
                WarningCode::Damaged,
                format!(
                    "these pages could not be read: {}",
                    ranges(&self.unreadable)
                ),
            )?;
        }
        Ok(())
    }
}

/// Returns page numbers for people, such as `1-3, 7`, from ordered indexes.
fn ranges(indexes: &[usize]) -> String {
    /// The most runs that are listed. No figure depends on it.
    const MOST: usize = 20;
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &index in indexes {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    let mut words: Vec<String> = runs
        .iter()
        .take(MOST)
        .map(|&(a, b)| match b - a {
            0 => format!("{}", a + 1),
            _ => format!("{}-{}", a + 1, b + 1),
        })
        .collect();
    if runs.len() > MOST {
        words.push("…".to_owned());
    }
    words.join(", ")
}
