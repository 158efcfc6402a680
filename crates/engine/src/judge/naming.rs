//! What the user says a document is.

use colophon_catalogue::Isbn;

use crate::error::Error;
use crate::lookup::isbns_of;

/// What the user says a document is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// The title; `None` for the one that the document gives.
    pub title: Option<String>,
    /// The author, likewise.
    pub author: Option<String>,
    /// The ISBNs; none for those that the document gives or seems to have.
    pub isbns: Vec<Isbn>,
}

impl Naming {
    /// Makes it of what the user typed; `isbn` may be blank, or hold several.
    ///
    /// # Errors
    ///
    /// `invalid-argument` for what is not an ISBN.
    pub fn read(
        title: Option<String>,
        author: Option<String>,
        isbn: Option<&str>,
    ) -> Result<Self, Error> {
        let isbn = isbn.map(str::trim).filter(|isbn| !isbn.is_empty());
        Ok(Self {
            title,
            author,
            isbns: isbn.map(isbns_of).transpose()?.unwrap_or_default(),
        })
    }

    /// Returns whether the user says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_none() && self.author.is_none() && self.isbns.is_empty()
    }
}
