//! From a request to the ways in which it is looked up.

use colophon_catalogue::{Isbn, doi, is_asin, number};

use super::LookupRequest;
use super::question::{Question, digests, not_a_digest, not_a_number, not_an_isbn};
use crate::error::Error;
use crate::listing::{Book, Names};
use crate::report::model::AskedBy;
use crate::report::{Advice, Code, Invalid};

/// One way in which a request is looked up.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) by: AskedBy,
    /// The question, to be shown.
    pub(super) text: String,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// The listings of a book.
    Book(Box<Book>),
    /// All works by people of these names.
    Names(Names),
}

/// Returns what the question of a request is.
pub(super) fn question(request: &LookupRequest) -> Result<Option<Question>, Error> {
    request.question.as_deref().map(Question::read).transpose()
}

/// Returns the ways in which a request is looked up.
pub(super) fn plans(request: &LookupRequest) -> Result<Vec<Plan>, Error> {
    let Some(question) = question(request)? else {
        return Ok(vec![plan(request)?]);
    };
    let text = request.question.clone().unwrap_or_default();
    let text = text.trim().to_owned();
    let of_book = |by, book| {
        let what = What::Book(Box::new(book));
        let text = text.clone();
        vec![Plan { by, text, what }]
    };
    Ok(match question {
        Question::Doi(doi) => of_book(
            AskedBy::Number,
            Book {
                dois: vec![doi],
                ..Book::default()
            },
        ),
        Question::Imdb(number) => of_book(
            AskedBy::Number,
            Book {
                imdb: Some(number),
                ..Book::default()
            },
        ),
        Question::Registration(number) => of_book(
            AskedBy::Number,
            Book {
                registrations: vec![number],
                ..Book::default()
            },
        ),
        Question::Digest(digests) => of_book(
            AskedBy::Digest,
            Book {
                digests: vec![digests],
                ..Book::default()
            },
        ),
        Question::Isbns(isbns) => of_book(
            AskedBy::Number,
            Book {
                isbns,
                ..Book::default()
            },
        ),
        Question::Asins(asins) => of_book(
            AskedBy::Number,
            Book {
                asins,
                ..Book::default()
            },
        ),
        Question::Words(words) => {
            let names = std::iter::once(&words).chain(&request.pen_names);
            let names = Names::read(names.map(String::as_str));
            let mut plans = of_book(
                AskedBy::Title,
                Book {
                    title: words.clone(),
                    ..Book::default()
                },
            );
            if !names.is_empty() {
                plans.insert(
                    0,
                    Plan {
                        by: AskedBy::Author,
                        text: text.clone(),
                        what: What::Names(names),
                    },
                );
            }
            plans
        }
    })
}

fn add_doi(book: &mut Book, text: &str) -> Option<()> {
    book.dois.push(doi::parse_copied(text)?);
    Some(())
}

fn add_imdb(book: &mut Book, text: &str) -> Option<()> {
    book.imdb = Some(number::imdb(text)?);
    Some(())
}

fn add_registration(book: &mut Book, text: &str) -> Option<()> {
    book.registrations.push(number::registration(text)?);
    Some(())
}

/// Returns the way in which a request without a question is looked up.
fn plan(request: &LookupRequest) -> Result<Plan, Error> {
    let mut names = request.authors.iter().chain(&request.pen_names);
    let author = names.next().cloned().unwrap_or_default();
    let pen_names: Vec<String> = names.cloned().collect();
    let mut book = Book {
        title: request.title.clone().unwrap_or_default(),
        author,
        pen_names,
        ..Book::default()
    };
    let (mut number, mut digest) = (None, None);
    if let Some(text) = &request.isbn {
        let text = text.trim();
        match Isbn::parse(text) {
            Some(isbn) => book.isbns.push(isbn),
            None if is_asin(text) => book.asins.push(text.to_ascii_uppercase()),
            None => return Err(not_an_isbn(text)),
        }
        number = Some(text.to_owned());
    }
    for (text, read) in [
        (&request.doi, add_doi as fn(&mut Book, &str) -> Option<()>),
        (&request.imdb, add_imdb),
        (&request.registration, add_registration),
    ] {
        if let Some(text) = text {
            let text = text.trim();
            read(&mut book, text).ok_or_else(|| not_a_number(text))?;
            number = Some(text.to_owned());
        }
    }
    if let Some(text) = &request.digest {
        let text = text.trim();
        book.digests
            .push(digests(text).ok_or_else(|| not_a_digest(text))?);
        digest = Some(text.to_owned());
    }
    let says = |text: &String| text.contains(char::is_alphanumeric);
    let names = || std::iter::once(&book.author).chain(&book.pen_names);
    let (has_title, has_author) = (says(&book.title), names().any(says));
    let (by, text) = match (digest, number) {
        (Some(digest), _) => (AskedBy::Digest, digest),
        (None, Some(number)) => (AskedBy::Number, number),
        (None, None) if has_title && has_author => (AskedBy::TitleAndAuthor, book.title.clone()),
        (None, None) if has_title => (AskedBy::Title, book.title.clone()),
        (None, None) if has_author => (AskedBy::Author, book.author.clone()),
        (None, None) => {
            let message = Invalid::NothingToLookUp.with(&[]);
            return Err(Error::new(Code::InvalidArgument, message).advise(Advice::NameSomething));
        }
    };
    let what = match by {
        AskedBy::Author => What::Names(Names::read(names().map(String::as_str))),
        _ => What::Book(Box::new(book)),
    };
    Ok(Plan { by, text, what })
}
