//! The book to look up.

use colophon_catalogue::name::People;
use colophon_catalogue::{Isbn, mended};

/// What is known about the book to look up; an empty field is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// The title, with its subtitle.
    pub title: String,
    /// Other titles under which the book was published.
    pub other_titles: Vec<String>,
    /// The authors, in any form and order.
    pub author: String,
    /// Names that the author has declared as their own.
    pub pen_names: Vec<String>,
    /// The ISBNs.
    pub isbns: Vec<Isbn>,
    /// The ASINs.
    pub asins: Vec<String>,
    /// The digests of the author's own files.
    pub digests: Vec<BookDigests>,
    /// The year of publication.
    pub year: Option<u16>,
    /// The imprint.
    pub imprint: String,
    /// The volume, if the title does not say it.
    pub volume: String,
}

/// The digests of one file, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookDigests {
    /// The MD5.
    pub md5: Option<[u8; 16]>,
    /// The SHA-1.
    pub sha1: Option<[u8; 20]>,
    /// The SHA-256.
    pub sha256: Option<[u8; 32]>,
}

impl Book {
    /// Returns the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the authors.
    pub fn author(&self) -> &str {
        &self.author
    }

    /// Returns the ISBNs.
    pub fn isbns(&self) -> &[Isbn] {
        &self.isbns
    }

    /// Returns whether there is enough for "not found" to mean something: a
    /// number, or a title with an author. "Unknown" is not an author. A digest can
    /// only find the very file: every other file of the book has another.
    pub fn can_be_looked_up(&self) -> bool {
        let mut names = std::iter::once(&self.author).chain(&self.pen_names);
        let mut has_author = || names.any(|name| !People::parse(&mended(name)).is_empty());
        self.has_number() || !self.title.is_empty() && has_author()
    }

    /// Returns whether a number of the book is known.
    pub fn has_number(&self) -> bool {
        !self.isbns.is_empty() || !self.asins.is_empty()
    }
}
