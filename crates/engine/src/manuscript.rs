//! From a document to a manuscript: what is compared, and what is shown about
//! it.
//!
//! The text itself lives only as long as it takes to sketch it, to guess what the
//! document is, and to see whether it looks like a chapter.

use std::path::Path;

use colophon_catalogue::Isbn;
use colophon_extract::{Document, Format, WarningCode};
use colophon_fingerprint::{FileDigests, Fingerprint, Sketcher};

use crate::codes;
use crate::guess::{self, Guess};
use crate::language;
use crate::report::model::{Digests, Hex, Notice};
use crate::report::{Code, Message};
use crate::sign::Sign;

/// A page with fewer letters than this holds no more than its head and its
/// number: about a dozen words.
const BARE_PAGE: usize = 60;

/// A document with fewer pages than this may be a title page and a poem.
const MIN_PAGES: usize = 8;

/// A manuscript, ready to be compared.
#[derive(Debug)]
pub(crate) struct Manuscript {
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) language: Option<String>,
    /// The ISBNs that the document declares as its own.
    pub(crate) isbns: Vec<Isbn>,
    pub(crate) digests: Option<FileDigests>,
    pub(crate) n_words: u64,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) warnings: Vec<Notice>,
    /// What it seems to be, where the document does not say so.
    pub(crate) guess: Option<Guess>,
    /// What shows whether it is a chapter of a book.
    pub(crate) sign: Sign,
    /// The names of the files that it was read from, if there are several.
    pub(crate) parts: Vec<String>,
    /// Whether (nearly) all of the text was read.
    pub(crate) is_complete: bool,
    /// Whether most pages hold no more than a head: a scan without its text.
    pub(crate) is_bare: bool,
}

impl Manuscript {
    /// Returns its digests, those of the file and of the text.
    pub(crate) fn all_digests(&self) -> Digests {
        let text = self.fingerprint.text_sha256;
        Digests {
            text_sha256: (self.fingerprint.n_letters > 0).then_some(Hex(text)),
            ..digests_of_file(self.digests.as_ref())
        }
    }
}

/// Returns the digests of a file, as reports hold them.
pub(crate) fn digests_of_file(file: Option<&FileDigests>) -> Digests {
    Digests {
        md5: file.map(|digests| Hex(digests.md5)),
        sha1: file.map(|digests| Hex(digests.sha1)),
        sha256: file.map(|digests| Hex(digests.sha256)),
        text_sha256: None,
    }
}

/// Sketches the document at `path` and drops its text.
pub(crate) fn sketch(document: Document, path: &Path, digests: Option<FileDigests>) -> Manuscript {
    let mut sketcher = Sketcher::default().with_digest();
    let mut n_words = 0;
    for section in &document.sections {
        sketcher.push(&section.text);
        n_words += count_words(&section.text);
    }
    let language = language::of(&document);
    let is_bare = is_bare(&document);
    let guess = guess::of(&document, path);
    let sign = Sign::of(&document, n_words);
    let mut warnings: Vec<Notice> = document
        .warnings
        .iter()
        .map(|warning| Notice {
            code: codes::of_warning(warning.code),
            message: warning.message.clone(),
        })
        .collect();
    if is_bare {
        let (code, message) = (Code::NoTextLayer, Message::BarePages.with(&[]));
        warnings.push(Notice { code, message });
    }
    Manuscript {
        is_complete: !is_bare && is_complete(&document),
        is_bare,
        isbns: isbns(&document.identifiers),
        title: document.title,
        author: document.author,
        language,
        digests,
        n_words,
        guess,
        sign,
        parts: Vec::new(),
        fingerprint: sketcher.finish(),
        warnings,
    }
}

/// Returns the ISBNs among what identifies a document, each once.
pub(crate) fn isbns(identifiers: &[String]) -> Vec<Isbn> {
    let mut isbns: Vec<Isbn> = Vec::new();
    for isbn in identifiers.iter().flat_map(|text| Isbn::find_all(text)) {
        if !isbns.contains(&isbn) {
            isbns.push(isbn);
        }
    }
    isbns
}

/// Returns whether most pages of a document hold only a few words. Scans have
/// such pages if no more than the page heads was recognised.
fn is_bare(document: &Document) -> bool {
    let pages = &document.sections;
    let is_bare = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.map(weight).take(BARE_PAGE).sum::<usize>() < BARE_PAGE
    };
    let n_bare = pages.iter().filter(|page| is_bare(&page.text)).count();
    document.format == Format::Pdf && pages.len() >= MIN_PAGES && 2 * n_bare > pages.len()
}

/// Returns how many letters a character stands for: a kana for two, a Han
/// character for three.
fn weight(c: char) -> usize {
    match c {
        '\u{3041}'..='\u{30FF}' => 2,
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => 3,
        _ => 1,
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
    use colophon_extract::{Document, Format};

    use super::{count_words, is_bare};

    fn pages(format: Format, pages: &[(usize, &str)]) -> Document {
        let sections = pages.iter().flat_map(|&(n, text)| {
            let section = serde_json::json!({"title": null, "text": text});
            std::iter::repeat_n(section, n)
        });
        let value = serde_json::json!({
            "format": format, "title": null, "author": null, "language": null,
            "identifiers": [], "sections": sections.collect::<Vec<_>>(), "warnings": [],
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn pages_with_their_heads_alone_are_bare() {
        let head = "A Connecticut Yankee in King Arthur’s Court 117";
        let full = &"It was a dark and stormy night, and nobody was about. ".repeat(3);
        assert!(is_bare(&pages(Format::Pdf, &[(25, head)])));
        // Typed front matter does not make the rest readable.
        assert!(is_bare(&pages(Format::Pdf, &[(10, full), (30, head)])));
        // Plates and blank pages of a book that was read.
        assert!(!is_bare(&pages(Format::Pdf, &[(30, full), (25, "")])));
        assert!(!is_bare(&pages(Format::Pdf, &[(1, head), (2, full)])));
        assert!(!is_bare(&pages(Format::Epub, &[(25, head)])));
        let (bare, full) = (
            "第三章 十七",
            "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
        );
        assert!(is_bare(&pages(Format::Pdf, &[(25, bare)])));
        assert!(!is_bare(&pages(Format::Pdf, &[(25, full)])));
    }

    #[test]
    fn words_are_counted() {
        assert_eq!(count_words("It’s a dark — and stormy—night, isn't it?"), 8);
        assert_eq!(count_words("吾輩は猫である。Natsume"), 8);
        assert_eq!(count_words(" … "), 0);
    }
}
