//! What a record and the book have in common that is not words: digests and numbers.

use colophon_catalogue::number::{imdb_shown, registration};
use colophon_catalogue::{Form, Isbn, Record, asins, doi};
use colophon_index::RecordDigests;

use super::tier::Wanted;

impl Wanted<'_> {
    /// Returns the kind of the digest that the record and one of the files share.
    pub(super) fn shared_digest(
        &self,
        record: &Record,
        digests: &RecordDigests,
    ) -> Option<&'static str> {
        self.book.digests.iter().find_map(|file| {
            if file.md5.is_some() && [record.md5, record.md5_reported].contains(&file.md5) {
                Some("MD5")
            } else if file.sha256.is_some() && file.sha256 == digests.sha256 {
                Some("SHA-256")
            } else if file.sha1.is_some() && file.sha1 == digests.sha1 {
                Some("SHA-1")
            } else {
                None
            }
        })
    }

    /// Gives a record that is a DOI alone that DOI, which only the question knows.
    pub(super) fn name_listed(&self, record: &mut Record) {
        let Some(hash) = record.listed_doi else {
            return;
        };
        let mut dois = self.book.dois.iter();
        if let Some(doi) = dois.find(|own| doi::hash(own) == hash) {
            record.doi.clone_from(doi);
            record.id.clone_from(doi);
        }
    }

    /// Returns the number that the record and the book share, in words.
    pub(super) fn shared_number(&self, record: &Record) -> Option<String> {
        let book = self.book;
        let is_listed = |own: &&String| match record.listed_doi {
            Some(hash) => doi::hash(own) == hash,
            None => **own == record.doi,
        };
        if let Some(doi) = book.dois.iter().find(is_listed) {
            return Some(format!("DOI {doi}"));
        }
        if let Some(own) = book.imdb.filter(|own| record.imdb == Some(*own)) {
            return Some(format!("IMDb {}", imdb_shown(own)));
        }
        if !book.registrations.is_empty()
            && let Some(number) = registration(&record.registration)
            && book.registrations.contains(&number)
        {
            return Some(record.registration.clone());
        }
        if !book.isbns.is_empty() {
            let isbns: Vec<Isbn> = record.isbns();
            // A paper carries the ISBN of the volume that it is in.
            let is_own = record.form != Form::Paper;
            if let Some(isbn) = book
                .isbns
                .iter()
                .find(|isbn| is_own && isbns.contains(isbn))
            {
                return Some(format!("ISBN {isbn}"));
            }
        }
        let own: Vec<String> = book.asins.iter().flat_map(|asin| asins(asin)).collect();
        let mut shared = record.asins().into_iter();
        let shared = shared.find(|asin| own.contains(asin));
        shared.map(|asin| format!("ASIN {asin}"))
    }
}
