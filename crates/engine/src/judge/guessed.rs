//! Looks up what a document seems to be.
//!
//! What is found by a guess is for a person to look at, and never counts as
//! found. A number on the copyright page is stronger: the document itself states
//! it, its check digit is right, and no list of other books is near. It counts
//! where the record has the title of the document as well, from its title page or
//! its properties: two statements of the document agree with one record. Alone, or
//! next to another title, it does not: somebody may have copied the page.

use colophon_catalogue::terms::title_key;

use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::evidence;
use crate::guess::Guess;
use crate::indexes::Opened;
use crate::listing::{self, Book, Listing};
use crate::report::model::{Match, Tier, Verdict};
use crate::report::{Code, Fragment, Message, Reason};

/// An index to look a guess up in.
#[expect(
    clippy::struct_field_names,
    reason = "the place of the index among all"
)]
pub(super) struct Place<'a> {
    pub(super) opened: &'a Opened,
    pub(super) place: usize,
    pub(super) cutoff: Option<Cutoff>,
}

/// What an index says about a guess.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) matches: Vec<Match>,
    /// Whether title and author agree with a record, so that it would count as
    /// found if they were not guessed. What was found by one of them alone is of
    /// other books.
    pub(super) is_strong: bool,
}

/// Looks a guess up in one index, and turns title and author round if only that
/// finds something; `declared` is what the document says itself.
pub(super) fn look_up(declared: &Book, guess: &mut Guess, at: &Place<'_>) -> Result<Answer, Error> {
    let mut answer = Answer::default();
    if !at.opened.is_catalogue() {
        return Ok(answer);
    }
    by_number(declared, guess, at, &mut answer)?;
    if !guess.is_named() || !at.opened.lists_titles() {
        return Ok(answer);
    }
    let mut listings = by_name(declared, guess, at)?;
    if guess.is_open && !is_strong(&listings) {
        let turned = guess.turned();
        let others = by_name(declared, &turned, at)?;
        if is_strong(&others) {
            (listings, *guess) = (others, turned);
        }
    }
    answer.is_strong = is_strong(&listings);
    // The index has decided.
    guess.is_open &= !answer.is_strong;
    for listing in listings {
        let because = Reason::GuessAgrees.with(&[]);
        add(&mut answer, &listing, at, Verdict::Possible, &because)?;
    }
    Ok(answer)
}

/// Looks up the numbers of the copyright page, with the title of the document.
fn by_number(
    declared: &Book,
    guess: &Guess,
    at: &Place<'_>,
    answer: &mut Answer,
) -> Result<(), Error> {
    if guess.isbns.is_empty() {
        return Ok(());
    }
    let book = Book {
        isbns: guess.isbns.clone(),
        // Without the author: the author's other books have other titles.
        title: title_of(declared, guess),
        ..Book::default()
    };
    for mut listing in listing::listings(&book, &at.opened.index)? {
        listing.records.retain(|listed| {
            let isbns = listed.record.isbns();
            isbns.iter().any(|isbn| guess.isbns.contains(isbn))
        });
        let Some(first) = listing.records.first() else {
            continue;
        };
        let isbns = first.record.isbns();
        let isbn = isbns.iter().find(|isbn| guess.isbns.contains(isbn));
        let number = isbn.map(|isbn| format!("ISBN {isbn}")).unwrap_or_default();
        let verdict = match listing.tier() {
            Tier::Confirmed => Verdict::Listed,
            _ => Verdict::Possible,
        };
        let because = Reason::GuessNumber.with(&[("number", &number)]);
        add(answer, &listing, at, verdict, &because)?;
    }
    Ok(())
}

/// Looks up title and author; a single word without an author is in too many
/// titles, and an author without a title has other books.
fn by_name(declared: &Book, guess: &Guess, at: &Place<'_>) -> Result<Vec<Listing>, Error> {
    let book = Book {
        title: title_of(declared, guess),
        author: match declared.author() {
            "" => guess.author.clone().unwrap_or_default(),
            author => author.to_owned(),
        },
        ..Book::default()
    };
    let is_one_word = !title_key(&book.title).contains(' ');
    if book.title.is_empty() || book.author.is_empty() && is_one_word {
        return Ok(Vec::new());
    }
    Ok(listing::listings(&book, &at.opened.index)?)
}

fn title_of(declared: &Book, guess: &Guess) -> String {
    match declared.title() {
        "" => guess.title.clone().unwrap_or_default(),
        title => title.to_owned(),
    }
}

fn is_strong(listings: &[Listing]) -> bool {
    listings.iter().any(|listing| listing.tier().is_found())
}

/// Adds the records of a listing, each once; `because` is the reason of those that
/// would count as found but must not.
fn add(
    answer: &mut Answer,
    listing: &Listing,
    at: &Place<'_>,
    verdict: Verdict,
    because: &str,
) -> Result<(), Error> {
    let mut records = evidence::records(listing, at.opened, at.place, at.cutoff)?;
    records.retain(|record| {
        let mut known = answer.matches.iter().flat_map(|found| &found.records);
        known.all(|known| (&known.source, &known.id) != (&record.source, &record.id))
    });
    if records.is_empty() {
        return Ok(());
    }
    if verdict == Verdict::Possible {
        for record in records.iter_mut().filter(|record| record.tier.is_found()) {
            record.tier = Tier::Review;
            because.clone_into(&mut record.reason);
        }
    }
    answer.matches.push(Match {
        work: listing.work.clone(),
        verdict,
        ..Match::by_name(at.place, records)
    });
    Ok(())
}

/// Says what was guessed; `None` if neither title nor author was.
pub(super) fn said(guess: &Guess) -> Option<(Code, String)> {
    let what = match (&guess.title, &guess.author) {
        (Some(title), Some(author)) => {
            Fragment::TitleBy.with(&[("title", title), ("author", author)])
        }
        (Some(title), None) => Fragment::Title.with(&[("title", title)]),
        (None, Some(author)) => Fragment::Author.with(&[("author", author)]),
        (None, None) => return None,
    };
    let from = guess.from.first();
    let from = from.map(|from| Fragment::of_guess(*from).with(&[]));
    let values = [("from", from.unwrap_or_default()), ("what", what)];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    Some((Code::Guessed, Message::Guessed.with(&values)))
}
