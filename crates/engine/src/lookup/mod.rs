//! Looks up works in indexes, without a manuscript: by a name, a title, a number or a
//! digest.
//!
//! ```text
//! question -> plans -> records of catalogues, texts of indexes -> answer -> narrowed
//! ```
//!
//! A question in one field says itself what it is ([`question`]), except that words
//! may be a name, a title, or both. They are looked up as each, and the answer says
//! what was found as what. An author's name alone finds everything by that name.
//!
//! A text that an index holds is found by its title and author as well. It is shown for
//! a person to look at, and never counts as found: whether it is the book, only a
//! comparison of the texts can say.

mod answer;
mod language;
mod narrow;
mod near;
mod plans;
mod question;

use std::collections::BTreeMap;
use std::path::PathBuf;

use colophon_fingerprint::hex;
use colophon_index::{Digest, DigestKind, Set};

use self::answer::Hit;
use self::plans::{Plan, What, plans, question};
use self::question::Question;
use crate::clock;
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::evidence;
use crate::indexes::{self, Opened};
use crate::job::{Job, Phase};
use crate::listing::{self, Book, BookDigests, Listing, Names, Texts};
use crate::registrations;
use crate::report::model::{AskedBy, Lookup, NameFit, Record, Registration, Tier};
use crate::report::{Advice, Code, Fragment, Reason};

pub(crate) use self::question::isbns_of;

pub use self::narrow::{Narrow, Order, narrowed};

/// The most words of a question that is tried as a title next to a name.
const MAX_WORDS: usize = 12;

/// What to look up: a question, or at least one of title, authors, ISBN and digest.
#[derive(Debug, Clone, Default)]
pub struct LookupRequest {
    /// A name, a title, a number or a digest, whichever it turns out to be.
    pub question: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The author's names; a record needs only one of them.
    pub authors: Vec<String>,
    /// Names under which the author has published as well.
    pub pen_names: Vec<String>,
    /// An ISBN in either form, or an ASIN.
    pub isbn: Option<String>,
    /// A DOI.
    pub doi: Option<String>,
    /// A number of the Internet Movie Database.
    pub imdb: Option<String>,
    /// The number of a copyright registration.
    pub registration: Option<String>,
    /// The MD5, SHA-1 or SHA-256 of a file, hexadecimal.
    pub digest: Option<String>,
    /// The cut-off date for the records of the answer.
    pub cutoff: Option<Cutoff>,
    /// The indexes to search; see [`crate::default_indexes`].
    pub indexes: Vec<PathBuf>,
}

/// Looks up works in every index, and returns all that was found; [`narrowed`] returns
/// a part of it.
///
/// A digest is also searched for among the books whose texts an index was built
/// from; such a book comes as a record of the source `books`, and so does a text that
/// has the title and author.
///
/// # Errors
///
/// `invalid-argument` for what is not a number or a digest, `no-dois`,
/// `no-index`; `no-catalogue` and `numbers-only` when nothing could be looked up;
/// those of the indexes; `cancelled`.
pub fn lookup(request: &LookupRequest, job: &Job) -> Result<Lookup, Error> {
    let plans = plans(request)?;
    let opened = indexes::open_all(&request.indexes, job)?;
    job.begin(Phase::Searching, 0);
    let mut search = Search {
        opened: &opened,
        cutoff: request.cutoff,
        job,
        hits: Vec::new(),
        registrations: Vec::new(),
        more: false,
    };
    for plan in &plans {
        search.run(plan)?;
    }
    if search.hits.is_empty()
        && let Some(Question::Words(words)) = question(request)?
    {
        search.in_two(&words, &request.pen_names)?;
    }
    if search.hits.is_empty() && search.registrations.is_empty() {
        could_be_asked(&plans, &opened)?;
    }
    let near = search.near(&plans)?;
    let Search {
        hits,
        more,
        registrations,
        ..
    } = search;
    let (numbers_of, not_searched) = match asks_isbn(&plans) {
        true if opened.iter().any(Opened::lists_titles) => (Vec::new(), Vec::new()),
        true => (number_lists(&opened), Vec::new()),
        false => (Vec::new(), number_lists(&opened)),
    };
    let asked = plans.into_iter().map(|plan| (plan.by, plan.text));
    let mut answer = answer::of(hits, asked.collect());
    answer.more = more;
    answer.registrations = registrations;
    answer.near = near;
    (answer.numbers_of, answer.not_searched) = (numbers_of, not_searched);
    answer.cutoff = request.cutoff.map(Cutoff::summary);
    answer.created = clock::now();
    answer.indexes = opened.into_iter().map(|opened| opened.summary).collect();
    Ok(answer)
}

/// Returns an error if a search that found nothing could not have found anything.
fn could_be_asked(plans: &[Plan], opened: &[Opened]) -> Result<(), Error> {
    if plans.iter().all(|plan| plan.by == AskedBy::Digest)
        && opened
            .iter()
            .any(|it| it.summary.works > 0 || it.lists_titles())
    {
        return Ok(());
    }
    if asks(plans, |book| !book.registrations.is_empty()) {
        if opened.iter().any(Opened::is_register) {
            return Ok(());
        }
        let message = "none of the indexes holds copyright registrations";
        return Err(Error::new(Code::NoCatalogue, message));
    }
    let none_lists = |what| -> Result<bool, Error> {
        for it in opened {
            if it.lists(what)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    if asks(plans, |book| !book.dois.is_empty()) && none_lists("doi")? {
        let message = "none of the indexes lists DOIs";
        return Err(Error::new(Code::NoDois, message));
    }
    if asks(plans, |book| book.imdb.is_some()) && none_lists("imdb")? {
        let message = "none of the indexes lists films or television";
        return Err(Error::new(Code::NoFilms, message));
    }
    let is_by_isbn = asks(plans, |book| {
        !(book.isbns().is_empty() && book.asins.is_empty())
    });
    if is_by_isbn && opened.iter().any(Opened::is_catalogue) && none_lists("isbn")? {
        let message = "none of the indexes lists ISBNs or other numbers of books";
        return Err(Error::new(Code::NoIsbns, message));
    }
    if !opened.iter().any(Opened::is_catalogue) {
        let message = "no index that was searched has a catalogue, and no text in them has this \
                       title or author";
        return Err(Error::new(Code::NoCatalogue, message));
    }
    let by_number = asks_isbn(plans) || asks(plans, |book| !book.dois.is_empty());
    if !by_number && !opened.iter().any(Opened::lists_titles) {
        let message = "the indexes that were searched list numbers such as ISBNs only";
        return Err(Error::new(Code::NumbersOnly, message).advise(Advice::LookUpIsbn));
    }
    Ok(())
}

/// Returns whether one of the plans is to look up an ISBN.
fn asks_isbn(plans: &[Plan]) -> bool {
    asks(plans, |book| !book.isbns().is_empty())
}

fn asks(plans: &[Plan], has: fn(&Book) -> bool) -> bool {
    plans.iter().any(|plan| match &plan.what {
        What::Book(book) => has(book),
        What::Names(_) => false,
    })
}

/// Returns the collections of which the indexes list book numbers alone.
fn number_lists(opened: &[Opened]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in opened.iter().flat_map(Opened::number_lists) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// A search in progress.
struct Search<'a> {
    opened: &'a [Opened],
    cutoff: Option<Cutoff>,
    job: &'a Job,
    hits: Vec<Hit>,
    registrations: Vec<Registration>,
    more: bool,
}

impl Search<'_> {
    fn run(&mut self, plan: &Plan) -> Result<(), Error> {
        for place in 0..self.opened.len() {
            self.go_on()?;
            match &plan.what {
                What::Book(book) => self.book(book, plan.by, place)?,
                What::Names(names) => self.names(names, place)?,
            }
        }
        self.go_on()
    }

    fn go_on(&self) -> Result<(), Error> {
        if self.job.is_cancelled() {
            return Err(Error::cancelled());
        }
        Ok(())
    }

    fn book(&mut self, book: &Book, by: AskedBy, place: usize) -> Result<(), Error> {
        let opened = &self.opened[place];
        let names = std::iter::once(&book.author).chain(&book.pen_names);
        let names = Names::read(names.map(String::as_str));
        let own = registrations::of_book(book, opened, place, self.cutoff)?;
        self.registrations.extend(own);
        for digests in &book.digests {
            for (number, record) in of_books(digests, &opened.index, place)? {
                self.hits.push(Hit::of_file(record, number, by));
            }
        }
        if opened.is_catalogue() {
            let found = listing::all_listings(book, &opened.index)?;
            self.more |= found.more;
            for listing in &found.listings {
                let shown = evidence::records(listing, opened, place, self.cutoff)?;
                self.add(listing, shown, by, &names);
            }
        }
        if opened.summary.works > 0 && !book.title.is_empty() {
            let found = listing::all_listings(book, &Texts(&opened.index))?;
            self.more |= found.more;
            for listing in &found.listings {
                let shown = texts_of(listing, book, place);
                self.add(listing, shown, by, &names);
            }
        }
        Ok(())
    }

    fn add(&mut self, listing: &Listing, shown: Vec<Record>, by: AskedBy, names: &Names) {
        for (listed, record) in listing.records.iter().zip(shown) {
            self.hits.push(Hit {
                by,
                name: names.among(&listed.record.author),
                sure: listing.volumes_of_asked.clone(),
                number: listed.id.number(),
                agrees: listed.tier.is_found(),
                listed: listed.record.clone(),
                shown: record,
            });
        }
    }

    /// Adds all works by people of these names in an index.
    fn names(&mut self, names: &Names, place: usize) -> Result<(), Error> {
        let opened = &self.opened[place];
        let go_on = || !self.job.is_cancelled();
        let mut hits = Vec::new();
        if opened.is_catalogue() {
            let (found, more) = listing::of_names(names, &opened.index, &go_on)?;
            self.more |= more;
            for named in found {
                let judged = (Tier::Review, reason(names, &named.by));
                let (record, id) = (&named.record, &named.id);
                let shown = evidence::record(record, id, judged, opened, place, self.cutoff)?;
                hits.push(Hit::of_name(named, shown));
            }
        }
        if opened.summary.works > 0 {
            let (found, more) = listing::of_names(names, &Texts(&opened.index), &go_on)?;
            self.more |= more;
            for named in found {
                let reason = evidence::reason_of_text(Tier::Review, false, true);
                let shown = evidence::text(&named.record, Tier::Review, reason, place);
                hits.push(Hit::of_name(named, shown));
            }
        }
        self.hits.extend(hits);
        Ok(())
    }

    /// Returns the names that may be meant by one that nobody has.
    fn near(&self, plans: &[Plan]) -> Result<Vec<String>, Error> {
        let is_of_name = |hit: &Hit| hit.by == AskedBy::Author || hit.agrees;
        if self.hits.iter().any(is_of_name) {
            return Ok(Vec::new());
        }
        let asked = plans.iter().filter_map(|plan| match &plan.what {
            What::Names(names) => Some(names.written(0).to_owned()),
            What::Book(book) => Some(book.author.clone()).filter(|it| !it.is_empty()),
        });
        let mut found = BTreeMap::new();
        for name in asked {
            for opened in self.opened {
                self.go_on()?;
                if opened.lists_titles() {
                    near::near(&name, &opened.index, &mut found)?;
                }
                if opened.summary.works > 0 {
                    near::near(&name, &Texts(&opened.index), &mut found)?;
                }
            }
        }
        Ok(near::best(found))
    }

    /// Looks up words as a title next to a name, wherever one may end and the other
    /// begin, and keeps what counts as found.
    fn in_two(&mut self, words: &str, pen_names: &[String]) -> Result<(), Error> {
        for (title, author) in halves(words) {
            let book = Book {
                title,
                author,
                pen_names: pen_names.to_vec(),
                ..Book::default()
            };
            for place in 0..self.opened.len() {
                self.go_on()?;
                self.book(&book, AskedBy::TitleAndAuthor, place)?;
            }
            // A title and half a name agree with many books in part.
            self.hits.retain(|hit| hit.agrees);
            if !self.hits.is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Returns the ways to take words for a title and an author.
fn halves(words: &str) -> Vec<(String, String)> {
    let said = [
        " by ", " von ", " par ", " de ", " / ", " – ", " — ", " - ", "; ", ", ", ": ",
    ];
    let mut halves: Vec<(String, String)> = Vec::new();
    let mut add = |title: &str, author: &str| {
        let pair = (title.trim().to_owned(), author.trim().to_owned());
        if !pair.0.is_empty() && !pair.1.is_empty() && !halves.contains(&pair) {
            halves.push(pair);
        }
    };
    for mark in said {
        if let Some((before, after)) = words.rsplit_once(mark) {
            add(before, after);
            add(after, before);
        }
    }
    let parts: Vec<&str> = words.split_whitespace().collect();
    if parts.len() <= MAX_WORDS {
        // A name has two words more often than one, and more often than three.
        let mut lengths: Vec<usize> = (1..parts.len().min(5)).collect();
        lengths.sort_by_key(|n| n.abs_diff(2));
        for n in lengths {
            let (title, author) = parts.split_at(parts.len() - n);
            add(&title.join(" "), &author.join(" "));
            let (author, title) = parts.split_at(n);
            add(&title.join(" "), &author.join(" "));
        }
    }
    halves
}

/// Returns the records of a listing of texts.
fn texts_of(listing: &Listing, book: &Book, place: usize) -> Vec<Record> {
    let has_author = !book.author.is_empty() || !book.pen_names.is_empty();
    let records = listing.records.iter().map(|listed| {
        let reason = evidence::reason_of_text(listed.tier, true, has_author);
        evidence::text(&listed.record, Tier::Review, reason, place)
    });
    records.collect()
}

/// Returns why a record is shown whose author has a name that was asked for.
fn reason(names: &Names, by: &listing::NamedBy) -> String {
    let under = if by.name == 0 {
        String::new()
    } else {
        Fragment::UnderPenName.with(&[("name", names.written(by.name))])
    };
    let reason = match answer::fit(by.agreement) {
        NameFit::Surname => Reason::SurnameAlone,
        NameFit::Part => Reason::NamePart,
        _ => Reason::AuthorAlone,
    };
    reason.with(&[("under", &under)])
}

/// Returns the works of an index whose file has a digest, as records, each with its
/// number.
fn of_books(digests: &BookDigests, index: &Set, place: usize) -> Result<Vec<(u32, Record)>, Error> {
    let asked = [
        (DigestKind::Md5, digests.md5.map(|it| it.to_vec())),
        (DigestKind::Sha1, digests.sha1.map(|it| it.to_vec())),
        (DigestKind::Sha256, digests.sha256.map(|it| it.to_vec())),
    ];
    let mut records = Vec::new();
    for (kind, bytes) in asked {
        let Some(bytes) = bytes else { continue };
        for id in index.find_digest(&Digest { kind, bytes })? {
            let work = index.work(id)?;
            let record = Record {
                index: place,
                source: Texts::SOURCE.to_owned(),
                id: work.id,
                title: work.title,
                author: work.author,
                language: work.language,
                md5: digests.md5.map(|it| hex(&it)),
                sha1: digests.sha1.map(|it| hex(&it)),
                sha256: digests.sha256.map(|it| hex(&it)),
                text: true,
                tier: Tier::IdenticalFile,
                reason: Reason::BookOfIndex.with(&[]),
                ..Record::default()
            };
            records.push((id.get(), record));
        }
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_look_up_is_no_answer() {
        let of = |title: &str, author: &str| LookupRequest {
            title: Some(title.to_owned()),
            authors: vec![author.to_owned()],
            ..LookupRequest::default()
        };
        for (title, author) in [("", ""), (" ", "…"), ("?", "")] {
            let error = plans(&of(title, author)).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{title} {author}");
        }
        assert!(plans(&of("", "Le Guin")).is_ok());
        assert!(plans(&of("三体", "")).is_ok());
    }

    #[test]
    fn words_are_a_name_and_a_title() {
        let asked = |question: &str| {
            let request = LookupRequest {
                question: Some(question.to_owned()),
                ..LookupRequest::default()
            };
            let plans = plans(&request);
            plans.map(|plans| plans.iter().map(|plan| plan.by).collect::<Vec<_>>())
        };
        assert_eq!(
            asked("Jane Writer").unwrap(),
            [AskedBy::Author, AskedBy::Title]
        );
        // Nobody is called that.
        assert_eq!(asked("Anonymous").unwrap(), [AskedBy::Title]);
        assert_eq!(asked("0-306-40615-2").unwrap(), [AskedBy::Number]);
        assert_eq!(asked("10.1000/182").unwrap(), [AskedBy::Number]);
        assert_eq!(asked("tt0116191").unwrap(), [AskedBy::Number]);
        assert_eq!(asked("TX 6-123-456").unwrap(), [AskedBy::Number]);
        let halves = halves("The Salt Road by Jane Writer");
        assert_eq!(
            halves[0],
            ("The Salt Road".to_owned(), "Jane Writer".to_owned())
        );
        let halves = super::halves("salt road jane writer");
        assert!(halves.contains(&("salt road".to_owned(), "jane writer".to_owned())));
        assert!(halves.contains(&("jane writer".to_owned(), "salt road".to_owned())));
    }
}
