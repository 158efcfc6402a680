//! PDF, page by page.
//!
//! The document is loaded, mended where the engine would stumble
//! (`prepare`), read by an engine (`engine`), and its pages are put together
//! to running text once all are there (`tidy`). A page that the engine cannot
//! read is a warning, and the others are read.

mod cmap;
mod content;
mod encodings;
mod engine;
mod fonts;
mod prepare;
mod repair;
mod tidy;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document as Pdf, Error as PdfError, Object, ObjectId};

pub(super) use tidy::finish;

use crate::sink::{Metadata, Sink};
use crate::{Error, ErrorKind, Format, Limits, Section, WarningCode, encoding};

/// A page with fewer letters than this and a picture is taken for a scan.
const FEW_LETTERS: usize = 24;

pub(super) fn parse(bytes: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), Error> {
    let (mut pdf, repaired) = load(bytes)?;
    let mut metadata = describe(&pdf);
    let pages = prepare::flatten(&mut pdf, limits);
    if pages.is_empty() {
        return Err(if has_end(bytes) {
            Error::new(ErrorKind::Damaged, "no page can be found")
        } else {
            truncated()
        });
    }
    prepare::mend(&mut pdf, &pages);
    let too_many = pages.len() > limits.max_pages as usize;
    let pages = &pages[..pages.len().min(limits.max_pages as usize)];
    metadata.expected = u32::try_from(pages.len()).ok();
    sink.begin(metadata)?;
    if repaired && !has_end(bytes) {
        sink.warn(
            WarningCode::Truncated,
            "the end of the file is missing; what is left of it was read",
        )?;
    }
    let outcome = read_pages(&mut pdf, pages, limits, sink)?;
    if too_many {
        sink.warn(
            WarningCode::LimitExceeded,
            format!("only the first {} pages were read", limits.max_pages),
        )?;
    }
    outcome.report(pages.len(), sink)
}

/// Loads the document and unlocks it with the empty password.
fn load(bytes: &[u8]) -> Result<(Pdf, bool), Error> {
    let start = bytes.windows(5).position(|w| w == b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let first = load_once(bytes);
    let usable = |loaded: &Result<Pdf, Error>| {
        loaded.as_ref().is_ok_and(prepare::has_content)
            || loaded
                .as_ref()
                .is_err_and(|e| e.kind() == ErrorKind::Encrypted)
    };
    if usable(&first) {
        return first.map(|pdf| (pdf, false));
    }
    if let Some(repaired) = repair::rebuilt(bytes) {
        let second = load_once(&repaired);
        if usable(&second) {
            return second.map(|pdf| (pdf, true));
        }
    }
    // A document of empty pages is that, however it is loaded.
    first
        .map(|pdf| (pdf, false))
        .map_err(|error| if has_end(bytes) { error } else { truncated() })
}

fn load_once(bytes: &[u8]) -> Result<Pdf, Error> {
    let damaged = || Error::new(ErrorKind::Damaged, "the PDF cannot be parsed");
    let locked = || Error::new(ErrorKind::Encrypted, "the PDF is locked with a password");
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        let mut pdf = Pdf::load_mem(bytes)?;
        repair::refill(&mut pdf, bytes);
        if pdf.is_encrypted() {
            pdf.decrypt("")?;
        }
        Ok(pdf)
    }));
    match loaded {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(
            PdfError::InvalidPassword
            | PdfError::Decryption(_)
            | PdfError::UnsupportedSecurityHandler(_),
        )) => Err(locked()),
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

fn truncated() -> Error {
    Error::new(ErrorKind::Truncated, "the end of the file is missing")
}

fn has_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    tail.windows(5).any(|w| w == b"%%EOF")
}

/// Which pages gave what.
#[derive(Debug, Default)]
struct Outcome {
    unreadable: Vec<usize>,
    pictures: Vec<usize>,
    /// Pages that show text of which the letters cannot be told.
    silent: Vec<usize>,
    with_text: usize,
}

fn read_pages(
    pdf: &mut Pdf,
    pages: &[ObjectId],
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut mended = false;
    let mut from = 0;
    while from < pages.len() {
        let mut take = |index: usize, text: String| {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            if letters >= FEW_LETTERS {
                outcome.with_text += 1;
            } else {
                outcome.pictures.push(from + index);
            }
            sink.section(Section { title: None, text })
        };
        let done = engine::read(pdf, &pages[from..], limits, &mut take)?;
        from += done;
        if from == pages.len() {
            break;
        }
        // The engine gave up at a page. Simpler content may suit it.
        if !mended {
            mended = true;
            prepare::simplify(pdf, &pages[from..]);
            continue;
        }
        outcome.unreadable.push(from);
        sink.section(Section::default())?;
        from += 1;
    }
    // So far, all pages without letters. A page that shows text is no scan, even
    // where a picture adorns it.
    let shows_text = |&i: &usize| prepare::shows_text(pdf, pages[i], 2 * FEW_LETTERS);
    (outcome.silent, outcome.pictures) = outcome.pictures.into_iter().partition(shows_text);
    outcome
        .pictures
        .retain(|&i| prepare::shows_picture(pdf, pages[i]));
    Ok(outcome)
}

impl Outcome {
    fn report(&self, pages: usize, sink: &mut dyn Sink) -> Result<(), Error> {
        let none_left = self.with_text == 0;
        if !self.pictures.is_empty() && (none_left || self.pictures.len() * 10 >= pages * 9) {
            return Err(Error::new(
                ErrorKind::NoTextLayer,
                "the pages are pictures, without text",
            ));
        }
        if none_left && !self.silent.is_empty() {
            return Err(Error::new(
                ErrorKind::Damaged,
                "its letters cannot be told: the fonts do not say which they are",
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
                    "the letters on these pages cannot be told, because the fonts do not say which they are: {}",
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

fn describe(pdf: &Pdf) -> Metadata {
    let mut metadata = Metadata::new(Format::Pdf);
    let info = pdf
        .trailer
        .get(b"Info")
        .and_then(|info| pdf.dereference(info))
        .and_then(|(_, info)| info.as_dict());
    let text = |key: &[u8]| {
        let value = info.as_ref().ok()?.get(key).ok()?;
        text_of(pdf.dereference(value).ok()?.1)
    };
    metadata.title = text(b"Title");
    metadata.author = text(b"Author");
    let language = pdf.catalog().and_then(|c| c.get(b"Lang"));
    metadata.language = language.ok().and_then(text_of);
    metadata
        .identifiers
        .extend(text(b"ISBN").map(|id| super::package::identifier(&id)));
    metadata
}

/// Returns a text string: UTF-16 or UTF-8 with a mark, else `PDFDocEncoding`
/// (ISO 32000-1, 7.9.2.2), of which Windows-1252 is near enough.
fn text_of(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    let text = match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0xef, 0xbb, 0xbf, ..] => {
            encoding::decode(bytes, None)
        }
        _ => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    };
    crate::markup::one_line(&text.replace('\0', ""))
}
