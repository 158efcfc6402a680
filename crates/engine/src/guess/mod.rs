//! What a document seems to be, where it does not say so itself.
//!
//! A manuscript often has no title and no author in its properties, and both on
//! its first page. A guess is made from that page, from the name of the file, and
//! from the ISBNs of its own pages: the copyright page, the title page or the last.
//!
//! ```text
//! first lines ── line (what is each line?) ── page (title and author) ─┐
//! file name ──── name ────────────────────────────────────────────────┼─> Guess
//! own pages ──── imprint (ISBNs) ─────────────────────────────────────┘
//! ```
//!
//! A guess is never an answer: it is shown as a guess, and what is found by it is
//! for a person to look at. It holds a title, names and numbers, and no other
//! word of the text; a line that could be prose is never a title.

mod given;
mod imprint;
mod line;
mod name;
mod named;
mod page;
mod person;
mod words;

#[cfg(test)]
mod tests;

use std::path::Path;

use colophon_catalogue::Isbn;
use colophon_catalogue::terms::title_key;
use colophon_extract::Document;

use crate::report::model::{Guessed, GuessedFrom};

use named::{Named, same_person};

pub(crate) use line::opens_chapter;

/// The longest title or name that is guessed, in bytes.
const MAX_LABEL: usize = 200;

/// What a document seems to be; only what the document does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The title.
    pub(crate) title: Option<String>,
    /// The author or authors.
    pub(crate) author: Option<String>,
    /// The ISBNs of the document's own pages.
    pub(crate) isbns: Vec<Isbn>,
    /// What it was made from.
    pub(crate) from: Vec<GuessedFrom>,
    /// Whether title and author may be the other way round.
    pub(crate) is_open: bool,
}

impl Guess {
    /// Returns whether there is a title or an author in it.
    pub(crate) fn is_named(&self) -> bool {
        self.title.is_some() || self.author.is_some()
    }

    /// Returns the guess with title and author in each other's place.
    pub(crate) fn turned(&self) -> Self {
        Self {
            title: self.author.clone(),
            author: self.title.clone(),
            ..self.clone()
        }
    }

    /// Returns the guess as the report holds it.
    pub(crate) fn told(&self) -> Guessed {
        Guessed {
            title: self.title.clone(),
            author: self.author.clone(),
            isbn: self.isbns.iter().map(ToString::to_string).collect(),
            from: self.from.clone(),
        }
    }
}

/// Guesses what a document is; `path` is that of its file, or of the folder of
/// its chapters. Returns `None` if there is nothing to guess from, or nothing
/// left to guess.
pub(crate) fn of(document: &Document, path: &Path) -> Option<Guess> {
    let declared = Named {
        title: document.title.clone(),
        author: document.author.clone(),
        is_open: false,
    };
    let mut guess = Guess::default();
    if declared.title.is_none() || declared.author.is_none() {
        let on_page = page::read(document, &declared);
        let in_name = name::read(path);
        fill(&mut guess, &declared, on_page, &in_name);
    }
    let named = Named {
        title: declared.title.or_else(|| guess.title.clone()),
        author: declared.author.or_else(|| guess.author.clone()),
        is_open: false,
    };
    let numbers = imprint::numbers(document, &named);
    if !numbers.isbns.is_empty() {
        let from = if numbers.is_on_title_page {
            GuessedFrom::TitlePage
        } else {
            GuessedFrom::CopyrightPage
        };
        if !guess.from.contains(&from) {
            guess.from.push(from);
        }
    }
    guess.isbns = numbers.isbns;
    (!guess.from.is_empty()).then_some(guess)
}

/// Fills in what is not declared: from the page, else from the name of the file.
fn fill(guess: &mut Guess, declared: &Named, page: Option<page::Found>, name: &Named) {
    let page = page.map(|found| (found.is_page, settled(found.named, name)));
    let name = added_by(name, declared, page.as_ref().map(|(_, named)| named));
    if let Some((is_page, settled)) = page {
        let from = if is_page {
            GuessedFrom::TitlePage
        } else {
            GuessedFrom::FirstLines
        };
        let title = settled.title.filter(|_| declared.title.is_none());
        let author = settled.author.filter(|_| declared.author.is_none());
        if title.is_some() || author.is_some() {
            guess.from.push(from);
        }
        guess.is_open = settled.is_open && title.is_some() && author.is_some();
        (guess.title, guess.author) = (title, author);
    }
    let title = name
        .title
        .filter(|_| guess.title.is_none() && declared.title.is_none());
    let author = name
        .author
        .filter(|_| guess.author.is_none() && declared.author.is_none());
    if title.is_some() || author.is_some() {
        guess.is_open |= name.is_open && title.is_some() && author.is_some();
        guess.from.push(GuessedFrom::FileName);
    }
    guess.title = guess.title.take().or(title).map(cut);
    guess.author = guess.author.take().or(author).map(cut);
}

/// Lets the name of the file decide between the two lines of a page.
fn settled(page: Named, name: &Named) -> Named {
    if !page.is_open {
        return page;
    }
    let (Some(title), Some(author)) = (&page.title, &page.author) else {
        return page;
    };
    let words = [&name.title, &name.author];
    let named = |text: &str| {
        let mut words = words.into_iter().flatten();
        words.any(|it| title_key(it) == title_key(text))
    };
    match (named(title), named(author)) {
        // A file is named after its title more often than after its author.
        (true, false) => Named {
            is_open: false,
            ..page
        },
        (false, true) => Named {
            title: page.author,
            author: page.title,
            is_open: false,
        },
        _ => page,
    }
}

/// Returns what the name of a file adds to what is known: nothing of it may be
/// the same thing in the other's place.
fn added_by(name: &Named, declared: &Named, page: Option<&Named>) -> Named {
    let known = |of: fn(&Named) -> &Option<String>| {
        of(declared)
            .clone()
            .or_else(|| page.and_then(|page| of(page).clone()))
    };
    let (title, author) = (known(|it| &it.title), known(|it| &it.author));
    let mut name = name.clone();
    if let Some(author) = &author
        && name
            .title
            .as_deref()
            .is_some_and(|it| same_person(it, author))
    {
        // "Jane Writer.docx": what else is there is the title.
        name.title = name.author.take();
    }
    if let Some(title) = &title
        && name
            .author
            .as_deref()
            .is_some_and(|it| title_key(it) == title_key(title))
    {
        name.author = name.title.take();
    }
    if let Some(title) = &title
        && name.author.is_some()
        && name
            .title
            .as_deref()
            .is_some_and(|it| title_key(it) != title_key(title))
    {
        // The file is named after another book.
        name.author = None;
    }
    name
}

fn cut(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(MAX_LABEL));
    text
}
