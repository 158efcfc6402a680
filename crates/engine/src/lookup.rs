//! Looks up records in the catalogues of indexes, without a manuscript.

use std::path::PathBuf;

use colophon_catalogue::{Isbn, is_asin};
use colophon_fingerprint::hex;
use colophon_index::{Digest, DigestKind};

use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::evidence;
use crate::indexes::{self, Opened};
use crate::job::Job;
use crate::listing::{self, Book, BookDigests, MAX_REVIEW};
use crate::report::model::{Lookup, Record, Tier};
use crate::report::{Advice, Code, Reason};

/// What to look up; at least one of title, authors, ISBN and digest is there.
#[derive(Debug, Clone, Default)]
pub struct LookupRequest {
    /// The title.
    pub title: Option<String>,
    /// The author's names; a record needs only one of them.
    pub authors: Vec<String>,
    /// An ISBN in either form, or an ASIN.
    pub isbn: Option<String>,
    /// The MD5, SHA-1 or SHA-256 of a file, hexadecimal.
    pub digest: Option<String>,
    /// The cut-off date for the records of the answer.
    pub cutoff: Option<Cutoff>,
    /// The indexes to search; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
}

/// Looks up a book in the catalogue of every index.
///
/// A digest is also searched for among the books whose texts an index was built
/// from; such a book comes as a record of the source `books`.
///
/// # Errors
///
/// `invalid-argument` for what is not an ISBN, an ASIN or a digest, `no-index`,
/// `no-catalogue` when there is no record to look through, `no-number` when only
/// book numbers could be, and those of the indexes; `cancelled`.
pub fn lookup(request: &LookupRequest, job: &Job) -> Result<Lookup, Error> {
    let book = book(request)?;
    let opened = indexes::open_all(&request.indexes, job)?;
    let (mut records, mut more) = (Vec::new(), false);
    let mut asked = Asked::default();
    for (place, index) in opened.iter().enumerate() {
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        for digests in &book.digests {
            records.extend(of_books(digests, index, place)?);
        }
        if index.summary.records == 0 {
            continue;
        }
        asked.add(index, &book);
        let listings = listing::listings(&book, &index.index)?;
        let listed = listings.iter().flat_map(|listing| &listing.records);
        more |= listed.filter(|it| !it.tier.is_found()).count() >= MAX_REVIEW;
        for listing in listings {
            records.extend(evidence::records(&listing, index, place, request.cutoff)?);
        }
    }
    let n_records: u64 = opened.iter().map(|opened| opened.summary.records).sum();
    let asks_digest_alone = book.title.is_empty()
        && book.author.is_empty()
        && book.isbns.is_empty()
        && book.asins.is_empty();
    if n_records == 0 && records.is_empty() && !asks_digest_alone {
        let message = "no index that was searched has a catalogue, so nothing could be looked up";
        return Err(Error::new(Code::NoCatalogue, message));
    }
    let is_of_books = opened.iter().any(|opened| opened.summary.works > 0);
    if !asked.is_any() && records.is_empty() && n_records > 0 && !(asks_digest_alone && is_of_books)
    {
        let message =
            "the indexes list book numbers only, and nothing but an ISBN can be looked up there";
        return Err(Error::new(Code::NoNumber, message).advise(Advice::LookUpIsbn));
    }
    // Records of one index are in order already; a stable sort merges them.
    records.sort_by_key(|record| record.tier);
    Ok(Lookup {
        indexes: opened.into_iter().map(|opened| opened.summary).collect(),
        records,
        more,
        numbers_of: asked.only_numbers(),
        not_searched: asked.not_searched,
    })
}

/// Which parts of the indexes could be searched for a book.
#[derive(Default)]
struct Asked {
    /// Whether a catalogue with titles was searched.
    titles: bool,
    /// The collections among whose book numbers the book was looked up.
    numbers: Vec<String>,
    /// The collections among whose book numbers it could not be looked up.
    not_searched: Vec<String>,
}

impl Asked {
    fn add(&mut self, index: &Opened, book: &Book) {
        self.titles |= index.lists_titles();
        let names = if book.isbns.is_empty() {
            &mut self.not_searched
        } else {
            &mut self.numbers
        };
        for name in index.number_lists() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }

    fn is_any(&self) -> bool {
        self.titles || !self.numbers.is_empty()
    }

    /// Returns the collections whose book numbers are all that was searched.
    fn only_numbers(&self) -> Vec<String> {
        if self.titles {
            return Vec::new();
        }
        self.numbers.clone()
    }
}

/// Returns the works of an index whose file has a digest, as records.
fn of_books(digests: &BookDigests, index: &Opened, place: usize) -> Result<Vec<Record>, Error> {
    let asked = [
        (DigestKind::Md5, digests.md5.map(|it| it.to_vec())),
        (DigestKind::Sha1, digests.sha1.map(|it| it.to_vec())),
        (DigestKind::Sha256, digests.sha256.map(|it| it.to_vec())),
    ];
    let mut records = Vec::new();
    for (kind, bytes) in asked {
        let Some(bytes) = bytes else { continue };
        for id in index.index.find_digest(&Digest { kind, bytes })? {
            let work = index.index.work(id)?;
            records.push(Record {
                index: place,
                source: "books".to_owned(),
                id: work.id,
                title: work.title,
                author: work.author,
                md5: digests.md5.map(|it| hex(&it)),
                sha1: digests.sha1.map(|it| hex(&it)),
                sha256: digests.sha256.map(|it| hex(&it)),
                tier: Tier::IdenticalFile,
                reason: Reason::BookOfIndex.with(&[]),
                ..Record::default()
            });
        }
    }
    Ok(records)
}

fn book(request: &LookupRequest) -> Result<Book, Error> {
    let (author, pen_names) = match request.authors.split_first() {
        Some((author, others)) => (author.clone(), others.to_vec()),
        None => (String::new(), Vec::new()),
    };
    let mut book = Book {
        title: request.title.clone().unwrap_or_default(),
        author,
        pen_names,
        ..Book::default()
    };
    if let Some(text) = &request.isbn {
        let text = text.trim();
        match Isbn::parse(text) {
            Some(isbn) => book.isbns.push(isbn),
            None if is_asin(text) => book.asins.push(text.to_ascii_uppercase()),
            None => {
                let message =
                    format!("“{text}” is not a valid ISBN: wrong check digit or wrong length");
                return Err(Error::new(Code::InvalidArgument, message).advise(Advice::IsbnForm));
            }
        }
    }
    if let Some(text) = &request.digest {
        let digests = digests(text.trim()).ok_or_else(|| {
            let message = format!("“{text}” is not an MD5, SHA-1 or SHA-256");
            Error::new(Code::InvalidArgument, message).advise(Advice::DigestForm)
        })?;
        book.digests.push(digests);
    }
    let says = |text: &String| text.contains(char::is_alphanumeric);
    let words = std::iter::once(&book.title).chain(&request.authors);
    if !words.into_iter().any(says) && request.isbn.is_none() && request.digest.is_none() {
        let message = "neither title nor author has a letter or a digit to look up";
        return Err(Error::new(Code::InvalidArgument, message).advise(Advice::NameSomething));
    }
    Ok(book)
}

/// Reads a digest; its length says which kind it is.
fn digests(text: &str) -> Option<BookDigests> {
    let bytes = unhex(text)?;
    let mut digests = BookDigests::default();
    match bytes.len() {
        16 => digests.md5 = bytes.try_into().ok(),
        20 => digests.sha1 = bytes.try_into().ok(),
        32 => digests.sha256 = bytes.try_into().ok(),
        _ => return None,
    }
    Some(digests)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_look_up_is_no_answer() {
        let of = |title: &str, author: &str| LookupRequest {
            title: Some(title.to_owned()),
            authors: vec![author.to_owned()],
            ..LookupRequest::default()
        };
        for (title, author) in [("", ""), (" ", "…"), ("?", "")] {
            let error = book(&of(title, author)).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{title} {author}");
        }
        assert!(book(&of("", "Le Guin")).is_ok());
        assert!(book(&of("三体", "")).is_ok());
    }
}
