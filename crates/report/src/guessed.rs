//! What was guessed: what a document is, and which documents are one book.

use serde::{Deserialize, Serialize};

/// What a document seems to be, where it does not say so: never an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Guessed {
    /// The title; `None` if the document gives it, or there is nothing to guess
    /// it from.
    pub title: Option<String>,
    /// The author, likewise.
    pub author: Option<String>,
    /// The ISBNs on its own pages: the copyright page, the title page or the last.
    pub isbn: Vec<String>,
    /// What it was guessed from.
    pub from: Vec<GuessedFrom>,
}

/// What a guess was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum GuessedFrom {
    /// The title page.
    TitlePage,
    /// The first lines of the text.
    FirstLines,
    /// The name of the file.
    FileName,
    /// The copyright page.
    CopyrightPage,
}

impl GuessedFrom {
    /// Returns the word in the JSON and CSV reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TitlePage => "title-page",
            Self::FirstLines => "first-lines",
            Self::FileName => "file-name",
            Self::CopyrightPage => "copyright-page",
        }
    }
}

/// Documents in one folder that look like the chapters of one book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OneBook {
    /// The folder.
    pub folder: String,
    /// How many documents it holds.
    pub files: u64,
}
