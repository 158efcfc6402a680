//! Under which words, keys and numbers a record is filed in an index.
//!
//! A term is a kind and some bytes. The builder files every record under its
//! terms ([`of_record`]); whoever looks for a book makes terms in the same way.
//! How a term is made is part of the index format, and frozen with it.

use colophon_fingerprint::fold_text;
use xxhash_rust::xxh64::xxh64;

use crate::record::Record;

/// Names what the bytes of a term are.
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
    /// A title key, see [`title_key`].
    TitleKey,
    /// A word of a title, see [`words`].
    TitleWord,
    /// A word of an author's name, see [`words`].
    AuthorWord,
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
        }
    }
}

/// Returns the hash of a term: XXH64 of its bytes, with the kind's code as seed.
pub fn hash(kind: TermKind, bytes: &[u8]) -> u64 {
    xxh64(bytes, kind.code().into())
}

/// Returns the words of a text, folded, in order; empty ones are left out.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '\u{2019}'))
        .map(fold_text)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Returns the key by which titles are compared: the words before a subtitle or
/// a bracket, without a leading article.
pub fn title_key(title: &str) -> String {
    let end = title
        .find([':', '(', '[', '{'])
        .filter(|&at| at > 3)
        .unwrap_or(title.len());
    let words = words(&title[..end]);
    let first = usize::from(words.len() > 1 && matches!(words[0].as_str(), "the" | "a" | "an"));
    words[first..].join(" ")
}

/// Calls `emit` with every term of a record; a term may come more than once.
pub fn of_record(record: &Record, emit: &mut dyn FnMut(TermKind, &[u8])) {
    for md5 in [record.md5, record.md5_reported].into_iter().flatten() {
        emit(TermKind::Md5, &md5);
    }
    for isbn in record.isbns() {
        emit(TermKind::Isbn, isbn.to_string().as_bytes());
    }
    for asin in record
        .asin
        .split(',')
        .map(str::trim)
        .filter(|asin| !asin.is_empty())
    {
        emit(TermKind::Asin, asin.to_ascii_uppercase().as_bytes());
    }
    for title in std::iter::once(&record.title).chain(&record.other_titles) {
        let key = title_key(title);
        if !key.is_empty() {
            emit(TermKind::TitleKey, key.as_bytes());
        }
        for word in words(title) {
            emit(TermKind::TitleWord, word.as_bytes());
        }
    }
    for word in words(&record.author) {
        emit(TermKind::AuthorWord, word.as_bytes());
    }
}
