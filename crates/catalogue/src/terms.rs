//! The search terms of a record: words, keys and numbers.
//!
//! A term is a kind and some bytes. The builder of an index files every record
//! under its terms ([`of_record`]); a search makes its terms in the same way.
//! How a term is made is part of the index format, and frozen with it: these
//! rules, the folding of fingerprints, and the tables of `deunicode`.
//!
//! Nothing here decides what a match is; a term only leads to records.

use xxhash_rust::xxh64::xxh64;

use crate::asin::asins;
use crate::isbn::Isbn;
use crate::name;
use crate::number;
use crate::plain::plain;
use crate::record::{Form, Record};
use crate::roman::{is_beyond_latin, romanised};
pub use crate::title::{romanised_key, title_key};
pub use crate::words::{each_word, words};

/// Says what the bytes of a term are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// The MD5 of a file, 16 bytes.
    Md5,
    /// The SHA-1 of a file, 20 bytes.
    Sha1,
    /// The SHA-256 of a file, 32 bytes.
    Sha256,
    /// An ISBN: its thirteen digits in ASCII.
    Isbn,
    /// An ASIN, in capitals.
    Asin,
    /// A title key as it is filed, see [`filed_key`].
    TitleKey,
    /// A word of a title, see [`words`], or its Latin form.
    TitleWord,
    /// A word of an author's name, see [`words`], or its Latin form; a surname
    /// such as "Le Guin" in one word; or [`NOBODY`].
    AuthorWord,
    /// A DOI, see [`doi::parse`](crate::doi::parse).
    Doi,
    /// A number of the Internet Movie Database in decimal digits.
    Imdb,
    /// The number of a copyright registration, see
    /// [`number::registration`].
    Registration,
}

impl TermKind {
    /// Returns the number that stands for this kind in the format.
    pub fn code(self) -> u8 {
        match self {
            Self::Md5 => 1,
            Self::Sha1 => 2,
            Self::Sha256 => 3,
            Self::Isbn => 4,
            Self::Asin => 5,
            Self::TitleKey => 6,
            Self::TitleWord => 7,
            Self::AuthorWord => 8,
            Self::Doi => 9,
            Self::Imdb => 10,
            Self::Registration => 11,
        }
    }
}

/// The author's word of a record that leaves open who wrote the book: it names
/// nobody, or only a publisher.
pub const NOBODY: &str = "-";

/// Returns the form in which a title key is filed: numbers in figures, one
/// spelling ([`plain`](mod@crate::plain)), and no spaces.
///
/// "Nineteen Eighty-Four" is filed as `1984`, and "The Black House" as "The
/// Blackhouse".
pub fn filed_key(key: &str) -> String {
    let words: Vec<String> = key
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    plain(&words).concat()
}

/// Returns the hash of a term: XXH64 of its bytes, with the kind's code as seed.
pub fn hash(kind: TermKind, bytes: &[u8]) -> u64 {
    xxh64(bytes, kind.code().into())
}

/// The fields of a record from which its terms are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Termed<'a> {
    /// The title, and other titles of the book.
    pub titles: Vec<&'a str>,
    /// The author field.
    pub author: &'a str,
    /// The identifiers as found.
    pub identifiers: &'a str,
    /// The ASINs, separated by commas.
    pub asin: &'a str,
    /// The MD5 of the file, and the one that was reported.
    pub md5s: [Option<[u8; 16]>; 2],
    /// The DOI.
    pub doi: &'a str,
    /// The numbers of a film or an episode, and of its series.
    pub imdb: [Option<u64>; 2],
    /// The series of an episode, which is found by that name too; empty otherwise.
    pub series: &'a str,
    /// The number of a copyright registration.
    pub registration: &'a str,
}

impl<'a> From<&'a Record> for Termed<'a> {
    fn from(record: &'a Record) -> Self {
        let titles = std::iter::once(&record.title).chain(&record.other_titles);
        Self {
            titles: titles.map(String::as_str).collect(),
            author: &record.author,
            identifiers: &record.identifiers,
            asin: &record.asin,
            md5s: [record.md5, record.md5_reported],
            doi: &record.doi,
            imdb: [record.imdb, record.series_imdb],
            series: if record.form == Form::Episode {
                &record.series
            } else {
                ""
            },
            registration: &record.registration,
        }
    }
}

/// Calls `emit` with every term of a record, each once.
pub fn of_record(record: &Record, emit: &mut dyn FnMut(TermKind, &[u8])) {
    each_term(&record.into(), &mut |kind, bytes, _| emit(kind, bytes));
}

/// Calls `emit` with the [`hash`] of every term of a record, each once.
pub fn of_texts(record: &Termed<'_>, emit: &mut dyn FnMut(u64)) {
    each_term(record, &mut |_, _, hash| emit(hash));
}

fn each_term(record: &Termed<'_>, emit: &mut dyn FnMut(TermKind, &[u8], u64)) {
    let mut seen = Vec::with_capacity(32);
    let mut once = |kind: TermKind, bytes: &[u8]| {
        if bytes.is_empty() {
            return;
        }
        // Kind and bytes are hashed into one number; two terms of one record
        // that share it would be the same in the index too.
        let hash = hash(kind, bytes);
        if !seen.contains(&hash) {
            seen.push(hash);
            emit(kind, bytes, hash);
        }
    };
    for md5 in record.md5s.into_iter().flatten() {
        once(TermKind::Md5, &md5);
    }
    for isbn in Isbn::find_all(record.identifiers) {
        once(TermKind::Isbn, isbn.to_string().as_bytes());
    }
    for asin in asins(record.asin) {
        once(TermKind::Asin, asin.as_bytes());
    }
    once(TermKind::Doi, record.doi.as_bytes());
    for number in record.imdb.into_iter().flatten() {
        once(TermKind::Imdb, number.to_string().as_bytes());
    }
    if let Some(number) = number::registration(record.registration) {
        once(TermKind::Registration, number.as_bytes());
    }
    let both_forms = |kind, word: &str, once: &mut dyn FnMut(TermKind, &[u8])| {
        once(kind, word.as_bytes());
        if is_beyond_latin(word) {
            once(kind, romanised(word).as_bytes());
        }
    };
    for title in &record.titles {
        let key = title_key(title);
        once(TermKind::TitleKey, filed_key(&key).as_bytes());
        if is_beyond_latin(&key) {
            once(
                TermKind::TitleKey,
                filed_key(&romanised_key(&key)).as_bytes(),
            );
        }
        each_word(title, &mut |word| {
            both_forms(TermKind::TitleWord, word, &mut once);
        });
    }
    if !record.series.is_empty() {
        let key = title_key(record.series);
        once(TermKind::TitleKey, filed_key(&key).as_bytes());
    }
    let author = words(record.author);
    for word in &author {
        both_forms(TermKind::AuthorWord, word, &mut once);
    }
    name::each_joined(&author, &mut |word| {
        once(TermKind::AuthorWord, word.as_bytes());
    });
    if name::leaves_open(record.author, &author.join(" ")) {
        once(TermKind::AuthorWord, NOBODY.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_comes_once() {
        let record = Record {
            title: "Война и мир".to_owned(),
            author: "Толстой, Лев; Tolstoi".to_owned(),
            identifiers: "0306406152, 9780306406157".to_owned(),
            asin: "b000000001,B000000001".to_owned(),
            md5: Some([7; 16]),
            md5_reported: Some([7; 16]),
            ..Record::default()
        };
        let mut terms = Vec::new();
        of_record(&record, &mut |kind, bytes| {
            terms.push((kind, String::from_utf8_lossy(bytes).into_owned()));
        });
        let of = |wanted| {
            let own = terms.iter().filter(|(kind, _)| *kind == wanted);
            own.map(|(_, text)| text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(TermKind::Md5).len(), 1);
        assert_eq!(of(TermKind::Isbn), ["9780306406157"]);
        assert_eq!(of(TermKind::Asin), ["B000000001"]);
        assert_eq!(of(TermKind::TitleKey), ["воинаимир", "voinaimir"]);
        assert_eq!(
            of(TermKind::TitleWord),
            ["воина", "voina", "и", "i", "мир", "mir"]
        );
        assert_eq!(
            of(TermKind::AuthorWord),
            ["толстои", "tolstoi", "лев", "lev"]
        );
    }
}
