//! The book to look up.

use colophon_catalogue::name::People;
use colophon_catalogue::{Form, Isbn, mended};

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
    /// What it is, if that is known: a book, a paper, a film or an episode.
    pub form: Option<Form>,
    /// The DOIs, as [`doi::parse`](colophon_catalogue::doi::parse) writes them.
    pub dois: Vec<String>,
    /// The ISSNs of the journal, as
    /// [`issns`](colophon_catalogue::number::issns) writes them.
    pub issns: Vec<String>,
    /// The journal of a paper.
    pub journal: String,
    /// The number in the Internet Movie Database: of a film, an episode or a series.
    pub imdb: Option<u64>,
    /// The series of an episode, if the title is not that.
    pub series: String,
    /// The season of an episode.
    pub season: Option<u32>,
    /// The number of an episode.
    pub episode: Option<u32>,
    /// The numbers of copyright registrations, as
    /// [`registration`](colophon_catalogue::number::registration) writes them.
    pub registrations: Vec<String>,
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
        let is_film = match self.form {
            Some(Form::Film) => self.year.is_some(),
            Some(Form::Episode) => self.season.is_some() && self.episode.is_some(),
            _ => false,
        };
        self.has_number() || !self.title.is_empty() && (has_author() || is_film)
    }

    /// Returns whether a title is known.
    pub fn has_name(&self) -> bool {
        !self.title.is_empty()
    }

    /// Returns whether a number of the book is known.
    pub fn has_number(&self) -> bool {
        !self.isbns.is_empty()
            || !self.asins.is_empty()
            || !self.dois.is_empty()
            || self.imdb.is_some()
    }
}
