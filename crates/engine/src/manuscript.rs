//! From a document to a manuscript: what is compared, and what is shown about
//! it.
//!
//! The text itself lives only as long as it takes to sketch it.

use colophon_extract::{Document, WarningCode};
use colophon_fingerprint::{FileDigests, Fingerprint, Sketcher};

use crate::codes;
use crate::language;
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
    /// Returns its digests, those of the file and of the text.
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

/// Sketches a document and drops its text.
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
            code: codes::of_warning(warning.code),
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

/// Returns whether the text that was read can stand for the whole document.
///
/// If a book's cover and some of its plates are pictures, nothing is missing;
/// if a page in ten has no text, it is a scan. Every other warning, except that
/// letters were restored, says that text was not read.
fn is_complete(document: &Document) -> bool {
    let sections = &document.sections;
    let n_empty = sections
        .iter()
        .filter(|section| section.text.trim().is_empty())
        .count();
    document.warnings.iter().all(|warning| match warning.code {
        WarningCode::EncodingMended => true,
        WarningCode::NoTextLayer => n_empty * 10 < sections.len(),
        WarningCode::Damaged
        | WarningCode::Encrypted
        | WarningCode::Truncated
        | WarningCode::LimitExceeded
        | WarningCode::TimedOut
        | WarningCode::ParserCrashed => false,
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
