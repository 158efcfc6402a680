//! Which kept results a new part of an index may change.
//!
//! Nothing of a manuscript is kept that could be compared with new texts. But its
//! title, author, ISBNs and digests are, and those are looked up in what is new.

use std::path::PathBuf;

use colophon_catalogue::Isbn;
use colophon_index::{Digest, DigestKind};

use crate::error::Error;
use crate::indexes::{self, Opened};
use crate::job::{Job, Phase};
use crate::library::Library;
use crate::listing::{self, Book, BookDigests, Listed, Texts};
use crate::report::model::{Digests, ManuscriptResult};

/// Counts the kept results of which `files` hold a work or list a record that the
/// result does not name: of the same title and author, ISBN or digest.
///
/// # Errors
///
/// Those of the indexes and of the store; `cancelled`.
pub fn affected(library: &Library, files: &[PathBuf], job: &Job) -> Result<u64, Error> {
    let opened = indexes::open_all(files, job)?;
    let results = library.results()?;
    job.begin(Phase::Searching, results.len() as u64);
    let mut n = 0;
    for result in results {
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        let kept = Kept::of(&result);
        for opened in &opened {
            if kept.gains(opened)? {
                n += 1;
                break;
            }
        }
        job.advance(1);
    }
    Ok(n)
}

/// A kept result, as far as it can be looked up.
struct Kept<'a> {
    result: &'a ManuscriptResult,
    book: Book,
}

impl<'a> Kept<'a> {
    fn of(result: &'a ManuscriptResult) -> Self {
        let guessed = result.guessed.as_deref();
        let named = |said: &Option<String>, guess: Option<&String>| {
            said.as_ref().or(guess).cloned().unwrap_or_default()
        };
        let title = guessed.and_then(|it| it.title.as_ref());
        let author = guessed.and_then(|it| it.author.as_ref());
        let isbns = guessed.map(|it| it.isbn.as_slice()).unwrap_or_default();
        let book = Book {
            title: named(&result.title, title),
            author: named(&result.author, author),
            isbns: result
                .isbn
                .iter()
                .chain(isbns)
                .filter_map(|it| Isbn::parse(it))
                .collect(),
            digests: vec![BookDigests {
                md5: result.digests.md5.map(|it| it.0),
                sha1: result.digests.sha1.map(|it| it.0),
                sha256: result.digests.sha256.map(|it| it.0),
            }],
            ..Book::default()
        };
        Self { result, book }
    }

    /// Returns whether an index has something that the result does not name.
    fn gains(&self, opened: &Opened) -> Result<bool, Error> {
        if self.gains_work(opened)? {
            return Ok(true);
        }
        if opened.is_catalogue() {
            let listings = listing::listings(&self.book, &opened.index)?;
            let mut listed = listings.iter().flat_map(|listing| &listing.records);
            let is_new = |listed: &Listed| {
                let sources = opened.index.sources();
                let source = sources.get(usize::from(listed.record.source));
                let source = source.map_or("", |source| &source.name);
                !self.names_record(source, &listed.record.id)
            };
            if listed.any(is_new) {
                return Ok(true);
            }
        }
        if opened.summary.works == 0 || self.book.title.is_empty() {
            return Ok(false);
        }
        let listings = listing::listings(&self.book, &Texts(&opened.index))?;
        let mut listed = listings.iter().flat_map(|listing| &listing.records);
        Ok(listed.any(|listed| !self.names_work(&listed.record.id, &listed.record.title)))
    }

    fn gains_work(&self, opened: &Opened) -> Result<bool, Error> {
        for digest in digests(&self.result.digests) {
            for id in opened.index.find_digest(&digest)? {
                let work = opened.index.work(id)?;
                if !self.names_work(&work.id, &work.title) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn names_work(&self, id: &str, title: &str) -> bool {
        let mut works = self.result.matches.iter().map(|it| &it.work);
        works.any(|work| work.id == id && work.title == title)
    }

    fn names_record(&self, source: &str, id: &str) -> bool {
        let mut records = self.result.matches.iter().flat_map(|it| &it.records);
        records.any(|record| record.source == source && record.id == id)
    }
}

fn digests(of: &Digests) -> Vec<Digest> {
    let all = [
        (DigestKind::Md5, of.md5.map(|it| it.0.to_vec())),
        (DigestKind::Sha1, of.sha1.map(|it| it.0.to_vec())),
        (DigestKind::Sha256, of.sha256.map(|it| it.0.to_vec())),
        (
            DigestKind::TextSha256,
            of.text_sha256.map(|it| it.0.to_vec()),
        ),
    ];
    let known = all.into_iter();
    known
        .filter_map(|(kind, bytes)| {
            Some(Digest {
                kind,
                bytes: bytes?,
            })
        })
        .collect()
}
