//! From a subject and the indexes to a result: text and catalogue come together
//! here.
//!
//! A subject is a manuscript, a title of a client list, or both. Its text is
//! compared with the works of every index, its title, authors and numbers with
//! the records. A record of a work whose text was found belongs to that match;
//! any other record makes a new match. What was not compared is never "not
//! found": an index without texts has to be asked by a name, and one with texts
//! has to be fine enough for a text of that length.

mod compared;
mod guessed;
mod naming;
mod verdict;

use std::path::Path;

use colophon_clients::{ClientTitle, Note};
use colophon_fingerprint::FileDigests;

use crate::codes;
use crate::cutoff::Cutoff;
use crate::editions;
use crate::error::Error;
use crate::evidence;
use crate::guess::Guess;
use crate::indexes::Opened;
use crate::listing::{self, Book, Listing, Texts};
use crate::manuscript::{self, Manuscript};
use crate::matching::{self, Strength, found_first};
use crate::registrations;
use crate::report::model::{
    ManuscriptResult, Match, Notice, Record, Registration, TextSummary, Tier, Verdict, WorkSummary,
};
use crate::report::{Code, Message};

use compared::Compared;
pub use naming::Naming;

/// How many matches by text are looked up in the catalogue, the strongest ones;
/// a bound, no figure depends on it.
const MAX_LOOKED_UP: usize = 20;

/// How many further titles of a book are named; a bound.
const MAX_TITLES: usize = 20;

/// What to judge.
#[derive(Debug)]
pub(crate) struct Subject {
    path: String,
    sheet: Option<String>,
    row: Option<u32>,
    client: Option<String>,
    book: Book,
    /// What it seems to be, where nobody says it.
    guess: Option<Guess>,
    manuscript: Option<Manuscript>,
    notes: Vec<Notice>,
    /// Whether the subject has a file that could not be read.
    unread: bool,
    /// The digests of the file that could not be read, if it could be read to
    /// its end.
    unread_digests: Option<FileDigests>,
}

impl Subject {
    /// Makes the subject of a manuscript alone.
    pub(crate) fn of_manuscript(path: &Path, mut manuscript: Manuscript) -> Self {
        Self {
            path: path.display().to_string(),
            sheet: None,
            row: None,
            client: None,
            book: Book::of_manuscript(&manuscript),
            guess: manuscript.guess.take(),
            manuscript: Some(manuscript),
            notes: Vec::new(),
            unread: false,
            unread_digests: None,
        }
    }

    /// Makes the subject of a document that could not be read; all there is to
    /// look up is its digests.
    pub(crate) fn of_unread(path: &Path, error: Error) -> Self {
        let mut subject = Self {
            path: String::new(),
            sheet: None,
            row: None,
            client: None,
            book: Book::default(),
            guess: None,
            manuscript: None,
            notes: Vec::new(),
            unread: false,
            unread_digests: None,
        };
        subject.read(path, Err(error));
        subject
    }

    /// Makes the subject of a title of the client list at `list`.
    pub(crate) fn of_title(list: &Path, title: &ClientTitle) -> Self {
        let mut notes: Vec<Notice> = title.notes.iter().map(notice).collect();
        if !title.other_titles.is_empty() {
            notes.push(Notice {
                code: Code::OtherTitles,
                message: Message::FurtherTitles.with(&[("titles", &some_of(&title.other_titles))]),
            });
        }
        Self {
            path: list.display().to_string(),
            sheet: title.sheet.clone(),
            row: Some(title.row),
            client: title.client.clone(),
            book: Book::of_title(title),
            guess: None,
            manuscript: None,
            notes,
            unread: false,
            unread_digests: None,
        }
    }

    /// Takes what the user says the document is, instead of what it says itself or
    /// seems to be.
    pub(crate) fn call(&mut self, naming: &Naming) {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        if let Some(title) = given(&naming.title) {
            title.trim().clone_into(&mut self.book.title);
        }
        if let Some(author) = given(&naming.author) {
            author.trim().clone_into(&mut self.book.author);
        }
        if !naming.isbns.is_empty() {
            self.book.isbns.clone_from(&naming.isbns);
        }
        if let Some(guess) = &mut self.guess {
            if !naming.isbns.is_empty() {
                guess.isbns.clear();
            }
            if !self.book.title.is_empty() {
                guess.title = None;
            }
            if !self.book.author.is_empty() {
                guess.author = None;
            }
        }
    }

    /// Adds something that the reader of the report should know.
    pub(crate) fn note(&mut self, code: Code, message: String) {
        self.notes.push(Notice { code, message });
    }

    /// Adds why the file of the subject is not read, though it may be there.
    pub(crate) fn refuse(&mut self, code: Code, message: String) {
        self.unread = true;
        self.note(code, message);
    }

    /// Adds the file of the subject, read or not.
    pub(crate) fn read(&mut self, path: &Path, read: Result<Manuscript, Error>) {
        self.path = path.display().to_string();
        match read {
            Ok(manuscript) => {
                self.book.add_digests(manuscript.digests.as_ref());
                self.manuscript = Some(manuscript);
            }
            Err(error) => {
                self.unread = true;
                self.book.add_digests(error.digests());
                self.unread_digests = error.digests().cloned();
                let why = error.message().trim_end_matches('.');
                self.note(error.code(), Message::FileUnread.with(&[("why", why)]));
            }
        }
    }
}

/// What all the indexes say.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what happened, each independent of the others"
)]
struct Findings {
    matches: Vec<Match>,
    notes: Vec<Notice>,
    /// The indexes with whose texts the manuscript was compared.
    compared: Vec<Compared>,
    /// Whether an index has a catalogue.
    has_catalogue: bool,
    /// Whether an index lists titles.
    has_titles: bool,
    /// Whether a catalogue with titles was searched for the book, by a name or a
    /// number.
    is_asked: bool,
    /// Whether an index that lists titles could not be searched for the book.
    is_unasked: bool,
    /// The collections among whose book numbers the book was looked up.
    numbers_asked: Vec<String>,
    /// The collections among whose book numbers it could not be looked up, because no
    /// ISBN is known.
    numbers_unasked: Vec<String>,
    /// The lists of DOIs in which the paper was looked up.
    dois_asked: Vec<String>,
    /// The lists of DOIs in which it could not be looked up, because no DOI is known.
    dois_unasked: Vec<String>,
    /// The copyright registrations of the title.
    registrations: Vec<Registration>,
    /// The collections among whose book numbers those of the copyright page were looked
    /// up. They may be those of another book.
    numbers_guessed: Vec<String>,
    /// Whether an index could not be searched.
    failed: bool,
}

/// Compares a subject with every index.
pub(crate) fn judge(
    mut subject: Subject,
    opened: &[Opened],
    cutoff: Option<Cutoff>,
) -> ManuscriptResult {
    let mut findings = Findings::default();
    findings
        .notes
        .extend(opened.iter().filter_map(Opened::notice));
    for (place, index) in opened.iter().enumerate() {
        // What the other indexes say still counts; this one has said nothing.
        if let Err(error) = findings.compare_text(&subject, index, place) {
            findings.fail(index, &error);
        }
    }
    for (place, index) in opened.iter().enumerate() {
        if let Err(error) = findings.look_up(&subject, index, place, cutoff) {
            findings.fail(index, &error);
        }
    }
    if let Some(mut guess) = subject.guess.take() {
        findings.look_up_guess(&subject, &mut guess, opened, cutoff);
        subject.guess = Some(guess);
    }
    findings.matches.sort_by(|a, b| {
        found_first(a.verdict, b.verdict)
            .then_with(|| strength_of(b).cmp(&strength_of(a)))
            .then_with(|| evidence::best_tier(&b.records).cmp(&evidence::best_tier(&a.records)))
    });
    editions::mark(&mut findings.matches);
    findings.conclude(subject)
}

impl Findings {
    fn compare_text(
        &mut self,
        subject: &Subject,
        opened: &Opened,
        place: usize,
    ) -> Result<(), Error> {
        if opened.summary.works == 0 {
            return Ok(());
        }
        let Some(manuscript) = &subject.manuscript else {
            if let Some(digests) = &subject.unread_digests {
                let found = matching::same_file(digests, &opened.index, place)?;
                self.matches.extend(found);
            }
            return Ok(());
        };
        let comparison = matching::compare(manuscript, &opened.index, place)?;
        self.compared.push(Compared {
            name: opened.summary.name.clone(),
            n_comparable: comparison.n_comparable,
            scale: opened.summary.scale,
        });
        self.matches.extend(comparison.matches);
        Ok(())
    }

    /// Looks a book up in the catalogue of an index and, if there is no text to compare,
    /// by name among its texts.
    fn look_up(
        &mut self,
        subject: &Subject,
        opened: &Opened,
        place: usize,
        cutoff: Option<Cutoff>,
    ) -> Result<(), Error> {
        let book = &subject.book;
        if subject.manuscript.is_none() {
            self.look_up_texts(book, opened, place)?;
        }
        let own = registrations::of_book(book, opened, place, cutoff)?;
        self.registrations.extend(own);
        if !opened.is_catalogue() {
            return Ok(());
        }
        self.has_catalogue = true;
        if opened.lists_titles() {
            self.has_titles = true;
            if book.can_be_looked_up() {
                self.is_asked = true;
            } else {
                self.is_unasked = true;
            }
        }
        let guess = subject.guess.as_ref();
        let has_guessed_number = guess.is_some_and(|guess| !guess.isbns.is_empty());
        let numbers = match (book.isbns().is_empty(), has_guessed_number) {
            (false, _) => &mut self.numbers_asked,
            (true, true) => &mut self.numbers_guessed,
            (true, false) => &mut self.numbers_unasked,
        };
        for name in opened.number_lists() {
            if !numbers.contains(name) {
                numbers.push(name.clone());
            }
        }
        let dois = if book.dois.is_empty() {
            &mut self.dois_unasked
        } else {
            &mut self.dois_asked
        };
        for name in opened.doi_lists() {
            if !dois.contains(name) {
                dois.push(name.clone());
            }
        }
        for listing in listing::listings(book, &opened.index)? {
            let records = evidence::records(&listing, opened, place, cutoff)?;
            // The very file is in the index that lists it, and in no other.
            let is_file = listing.tier() == Tier::IdenticalFile;
            let of_text = self.matches.iter_mut().find(|found| {
                found.verdict <= Verdict::RevisedText
                    && (found.index == place || !is_file)
                    && is_of(&listing, &found.work)
            });
            match of_text {
                Some(found) => {
                    if is_file {
                        found.verdict = Verdict::SameFile;
                    }
                    found.records.extend(records);
                }
                None => self.matches.push(Match {
                    work: listing.work.clone(),
                    edition_of: None,
                    verdict: verdict_of(listing.tier()),
                    ..Match::by_name(place, records)
                }),
            }
        }
        self.look_up_works(opened, place, cutoff)
    }

    /// Adds the texts of an index that have the book's title and author. Whether one is
    /// the book, only a comparison can say; that it is there is not to be missed.
    fn look_up_texts(&mut self, book: &Book, opened: &Opened, place: usize) -> Result<(), Error> {
        if opened.summary.works == 0 || book.title().is_empty() {
            return Ok(());
        }
        let has_author = !book.author().is_empty() || !book.pen_names.is_empty();
        let mut surest = None;
        for listing in listing::listings(book, &Texts(&opened.index))? {
            // The very file was found by its digest.
            let is_known = |id: &str| {
                let mut known = self.matches.iter();
                known.any(|found| found.index == place && found.work.id == id)
            };
            let texts = listing.records.iter();
            let texts = texts.filter(|listed| !is_known(&listed.record.id));
            let records: Vec<Record> = texts
                .map(|listed| {
                    let reason = evidence::reason_of_text(listed.tier, true, has_author);
                    evidence::text(&listed.record, Tier::Review, reason, place)
                })
                .collect();
            let Some(first) = records.first() else {
                continue;
            };
            surest = surest.max(Some(std::cmp::Reverse(listing.tier())));
            self.matches.push(Match {
                work: WorkSummary {
                    id: first.id.clone(),
                    ..listing.work.clone()
                },
                ..Match::by_name(place, records)
            });
        }
        if let Some(std::cmp::Reverse(tier)) = surest {
            let message = if tier <= Tier::Strong {
                Message::TextInIndex
            } else {
                Message::TextPerhapsInIndex
            };
            self.notes.push(Notice {
                code: Code::TextInIndex,
                message: message.with(&[("name", &opened.summary.name)]),
            });
        }
        Ok(())
    }

    /// Adds the records of works whose text was found under another title or
    /// author than the subject's own.
    fn look_up_works(
        &mut self,
        opened: &Opened,
        place: usize,
        cutoff: Option<Cutoff>,
    ) -> Result<(), Error> {
        let found = self.matches.iter_mut().filter(|found| {
            found.verdict <= Verdict::RevisedText
                && found.hits.is_some()
                && found.records.iter().all(|record| record.index != place)
        });
        for found in found.take(MAX_LOOKED_UP) {
            for listing in listing::listings(&Book::of_work(&found.work), &opened.index)? {
                if listing.tier() <= Tier::Probable {
                    found
                        .records
                        .extend(evidence::records(&listing, opened, place, cutoff)?);
                }
            }
        }
        Ok(())
    }

    /// Looks up what the document seems to be, unless it was found without that.
    fn look_up_guess(
        &mut self,
        subject: &Subject,
        guess: &mut Guess,
        opened: &[Opened],
        cutoff: Option<Cutoff>,
    ) {
        if self.matches.iter().any(|found| found.verdict.is_found()) {
            return;
        }
        for (place, index) in opened.iter().enumerate() {
            let at = guessed::Place {
                opened: index,
                place,
                cutoff,
            };
            match guessed::look_up(&subject.book, guess, &at) {
                Ok(answer) => self.take_guessed(answer, place),
                Err(error) => self.fail(index, &error),
            }
        }
    }

    /// Adds what an index says about a guess, each record once.
    fn take_guessed(&mut self, answer: guessed::Answer, place: usize) {
        let is_of_half = |found: &Match| found.index == place && found.verdict == Verdict::Possible;
        if answer.is_strong {
            self.matches.retain(|found| !is_of_half(found));
        }
        for mut found in answer.matches {
            found.records.retain(|record| {
                let mut known = self.matches.iter().flat_map(|found| &found.records);
                known.all(|known| {
                    (known.index, &known.source, &known.id) != (place, &record.source, &record.id)
                })
            });
            if !found.records.is_empty() {
                self.matches.push(found);
            }
        }
    }

    fn fail(&mut self, opened: &Opened, error: &Error) {
        self.failed = true;
        let message = Message::IndexFailed.with(&[
            ("name", &opened.summary.name),
            ("file", &opened.summary.file),
            ("why", error.message()),
        ]);
        if self.notes.iter().all(|note| note.message != message) {
            self.notes.push(Notice {
                code: error.code(),
                message,
            });
        }
    }

    fn conclude(mut self, subject: Subject) -> ManuscriptResult {
        let verdict = self.verdict(&subject);
        let Subject {
            path,
            sheet,
            row,
            client,
            book,
            guess,
            manuscript,
            unread_digests,
            mut notes,
            ..
        } = subject;
        self.join_numbers(&mut notes);
        let isbn = book.isbns().iter().map(ToString::to_string).collect();
        let (title, author) = (book.title().to_owned(), book.author().to_owned());
        let mut result = ManuscriptResult {
            path,
            sheet,
            row,
            client,
            title: (!title.is_empty()).then_some(title),
            author: (!author.is_empty()).then_some(author),
            isbn,
            guessed: guess.map(|guess| Box::new(guess.told())),
            parts: Vec::new(),
            numbers_of: Vec::new(),
            digests: manuscript::digests_of_file(unread_digests.as_ref()),
            text: TextSummary::default(),
            verdict,
            matches: self.matches,
            registrations: self.registrations,
            claim: None,
            warnings: Vec::new(),
        };
        if let Some(manuscript) = manuscript {
            let n_comparable = self.compared.iter().map(|index| index.n_comparable).min();
            result.digests = manuscript.all_digests();
            result.parts = manuscript.parts;
            result.text = TextSummary {
                letters: manuscript.fingerprint.n_letters,
                words: manuscript.n_words,
                language: manuscript.language,
                hashes: n_comparable.unwrap_or(0) as u64,
            };
            notes.extend(manuscript.warnings);
        }
        notes.extend(self.notes);
        result.warnings = notes;
        if self.compared.is_empty() && !self.is_asked {
            result.numbers_of = self.numbers_asked;
        }
        result
    }
}

/// Returns whether a listing is of the work whose text was found.
fn is_of(listing: &Listing, work: &WorkSummary) -> bool {
    let book = Book::of_work(work);
    listing.records.iter().any(|found| {
        listing::tier_of(&book, &found.record).is_some_and(|(tier, _)| tier <= Tier::Probable)
    })
}

fn verdict_of(tier: Tier) -> Verdict {
    match tier {
        Tier::IdenticalFile => Verdict::SameFile,
        Tier::Review => Verdict::Possible,
        _ => Verdict::Listed,
    }
}

/// Names some of a book's further titles.
fn some_of(titles: &[String]) -> String {
    let named: Vec<&str> = titles.iter().take(MAX_TITLES).map(String::as_str).collect();
    let more = if titles.len() > MAX_TITLES {
        "; …"
    } else {
        ""
    };
    format!("{}{more}", named.join("; "))
}

/// Makes a notice from a note of a client list.
fn notice(note: &Note) -> Notice {
    Notice {
        code: codes::of_note(note.kind),
        message: note.message.clone(),
    }
}

fn strength_of(found: &Match) -> Strength {
    let shares = [found.manuscript_in_work, found.work_in_manuscript];
    Strength::of(found.verdict, shares.into_iter().flatten())
}
