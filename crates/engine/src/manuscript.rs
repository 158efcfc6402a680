//! A path to a manuscript: what is compared, and what is shown about it.
//!
//! The text itself lives only as long as it takes to sketch it.

use std::io::Read;
use std::path::Path;

use colophon_extract::{self as extract, Document, Limits, Source, WarningCode};
use colophon_fingerprint::{FileDigester, FileDigests, Fingerprint, Sketcher};

use crate::error::Error;
use crate::job::Job;
use crate::language;
use crate::print::{self, Print};
use crate::report::model::{Digests, Hex, Notice};

/// A manuscript, ready to be compared.
#[derive(Debug)]
pub(crate) struct Manuscript {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) digests: Option<FileDigests>,
    pub(crate) n_words: u64,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) warnings: Vec<Notice>,
    /// Whether (nearly) all of the text was read.
    pub(crate) is_complete: bool,
}

impl Manuscript {
    /// Returns its digests, of file and text.
    pub(crate) fn all_digests(&self) -> Digests {
        let text = self.fingerprint.text_sha256;
        let file = self.digests.as_ref();
        Digests {
            md5: file.map(|digests| Hex(digests.md5)),
            sha1: file.map(|digests| Hex(digests.sha1)),
            sha256: file.map(|digests| Hex(digests.sha256)),
            text_sha256: (self.fingerprint.n_letters > 0).then_some(Hex(text)),
        }
    }
}

/// Reads the manuscript at `path`: a document, or a `.print` file.
///
/// # Errors
///
/// The stable words of the extraction, `index-incompatible` and
/// `index-damaged` for `.print` files, `cancelled`.
pub(crate) fn read(path: &Path, limits: &Limits, job: &Job) -> Result<Manuscript, Error> {
    let source = Source::open(path)?;
    if print::is_print_name(path) {
        return print::read(&source).map(Manuscript::from);
    }
    // A bad digest would be no evidence, so a file that cannot be read to its
    // end is not judged at all.
    let digests = source.is_file().then(|| digest(&source, job)).transpose();
    let digests = digests.map_err(|error| match error.map(unpacking_failed) {
        Some(Ok(error)) => Error::from(error),
        Some(Err(error)) => Error::from_io(error, "cannot be read to its end", path),
        None => Error::cancelled(),
    })?;
    let document = extract::read(&source, limits, &mut |_| job.go_on())?;
    Ok(sketch(document, digests))
}

/// Returns why a document could not be unpacked, where that is the error.
fn unpacking_failed(error: std::io::Error) -> Result<extract::Error, std::io::Error> {
    error.downcast::<extract::Error>()
}

/// Computes the file's digests in one pass; `None` is a cancelled job.
fn digest(source: &Source, job: &Job) -> Result<FileDigests, Option<std::io::Error>> {
    let mut reader = source
        .reader()
        .map_err(|error| Some(std::io::Error::other(error)))?;
    let mut digester = FileDigester::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        if job.is_cancelled() {
            return Err(None);
        }
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(digester.finish()),
            Ok(n) => digester.update(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Some(error)),
        }
    }
}

/// Sketches a document and lets go of its text.
pub(crate) fn sketch(document: Document, digests: Option<FileDigests>) -> Manuscript {
    let mut sketcher = Sketcher::default().with_digest();
    let mut n_words = 0;
    for section in &document.sections {
        sketcher.push(&section.text);
        n_words += count_words(&section.text);
    }
    let language = language::of(&document);
    let warnings = document
        .warnings
        .iter()
        .map(|warning| Notice {
            code: warning.code.as_str().to_owned(),
            message: warning.message.clone(),
        })
        .collect();
    Manuscript {
        is_complete: is_complete(&document),
        title: document.title,
        author: document.author,
        language,
        digests,
        n_words,
        fingerprint: sketcher.finish(),
        warnings,
    }
}

/// Whether what was read can stand for the whole document.
///
/// A cover and some plates in a book are pictures, and nothing is missing; a
/// page in ten without text is a scan. Every other warning but of letters that
/// were mended says that text was not read.
fn is_complete(document: &Document) -> bool {
    let sections = &document.sections;
    let n_empty = sections
        .iter()
        .filter(|section| section.text.trim().is_empty())
        .count();
    document.warnings.iter().all(|warning| match warning.code {
        WarningCode::EncodingMended => true,
        WarningCode::NoTextLayer => n_empty * 10 < sections.len(),
        _ => false,
    })
}

/// Counts words; each Han character or kana is one.
fn count_words(text: &str) -> u64 {
    let mut n = 0;
    let mut inside = false;
    for c in text.chars() {
        if matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
        {
            n += 1;
            inside = false;
        } else if c.is_alphanumeric() {
            n += u64::from(!inside);
            inside = true;
        } else if !matches!(c, '\'' | '’' | '\u{AD}' | '\u{300}'..='\u{36F}') {
            inside = false;
        }
    }
    n
}

impl From<Print> for Manuscript {
    fn from(print: Print) -> Self {
        Self {
            title: print.title,
            author: print.author,
            language: print.language,
            digests: print.digests,
            n_words: print.n_words,
            fingerprint: print.fingerprint,
            warnings: print.warnings,
            is_complete: print.is_complete,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_are_counted() {
        assert_eq!(count_words("It’s a dark — and stormy—night, isn't it?"), 8);
        assert_eq!(count_words("吾輩は猫である。Natsume"), 8);
        assert_eq!(count_words(" … "), 0);
    }
}
