//! From a subject and the indexes to a result: text and catalogue come together
//! here.
//!
//! A subject is a manuscript, a title of a client list, or both. Its text is
//! compared with the works of every index, its title, authors and numbers with
//! the records. A record of a work whose text was found belongs to that match;
//! any other record makes a new match. What was not compared is never "not
//! found": an index without texts has to be asked by a name, and one with texts
//! has to be fine enough for a text of that length.

use std::path::Path;

use colophon_clients::{ClientTitle, Note};
use colophon_fingerprint::FileDigests;

use crate::codes;
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::evidence;
use crate::indexes::Opened;
use crate::listing::{self, Book, Listing};
use crate::manuscript::{self, Manuscript};
use crate::matching::{self, found_first, strength};
use crate::report::model::{
    ManuscriptResult, Match, Notice, TextSummary, Tier, Verdict, WorkSummary,
};
use crate::report::{Code, Fragment, Message};

/// With fewer comparable hashes than this, a copy could go unnoticed (decision
/// 4, "The manuscript's verdict").
pub(crate) const MIN_COMPARABLE: usize = 5;

/// How many matches by text are looked up in the catalogue, the strongest ones;
/// a bound, no figure depends on it.
const MAX_LOOKED_UP: usize = 20;

/// What to judge.
#[derive(Debug)]
pub(crate) struct Subject {
    path: String,
    row: Option<u32>,
    client: Option<String>,
    book: Book,
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
    pub(crate) fn of_manuscript(path: &Path, manuscript: Manuscript) -> Self {
        Self {
            path: path.display().to_string(),
            row: None,
            client: None,
            book: Book::of_manuscript(&manuscript),
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
            row: None,
            client: None,
            book: Book::default(),
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
        Self {
            path: list.display().to_string(),
            row: Some(title.row),
            client: title.client.clone(),
            book: Book::of_title(title),
            manuscript: None,
            notes: title.notes.iter().map(notice).collect(),
            unread: false,
            unread_digests: None,
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
    /// Whether an index that lists titles and has no texts could not be searched.
    is_unasked: bool,
    /// The collections among whose book numbers the book was looked up.
    numbers_asked: Vec<String>,
    /// The collections among whose book numbers it could not be looked up, because no
    /// ISBN is known.
    numbers_unasked: Vec<String>,
    /// Whether an index could not be searched.
    failed: bool,
}

/// How well an index could know the manuscript.
struct Compared {
    /// The name of the index.
    name: String,
    /// How many of the manuscript's hashes it could have known.
    n_comparable: usize,
    /// About one hash in this many is kept.
    scale: u32,
}

impl Compared {
    /// Returns how many letters a text should have: twice what gives enough
    /// hashes on average, which is nearly always enough.
    fn needed_letters(&self) -> u64 {
        2 * MIN_COMPARABLE as u64 * u64::from(self.scale)
    }

    /// Says why finding nothing in this index would mean nothing; `None` if it
    /// means something.
    ///
    /// One number decides for each index, the one that the sentence gives. A
    /// text that is long enough may still have too few hashes, above all if it
    /// repeats itself; then the sentence gives no number.
    fn too_little(&self, manuscript: &Manuscript) -> Option<Notice> {
        let n_letters = manuscript.fingerprint.n_letters;
        let have = Fragment::Words.count(manuscript.n_words);
        let message = if n_letters < self.needed_letters() {
            // The manuscript itself shows how many letters make a word; in English
            // it is four and a half.
            let letters = self.needed_letters();
            let needed = letters
                .saturating_mul(manuscript.n_words.max(1))
                .checked_div(n_letters)
                .unwrap_or(letters / 5);
            let needed = Fragment::Words.count((needed + 1).div_ceil(100) * 100);
            let values = [("have", have.as_str()), ("needed", &needed)];
            Message::TooShort.with(&[&values[..], &[("name", self.name.as_str())]].concat())
        } else if self.n_comparable < MIN_COMPARABLE {
            Message::TooAlike.with(&[("have", &have), ("name", &self.name)])
        } else {
            return None;
        };
        let code = Code::TooShort;
        Some(Notice { code, message })
    }
}

/// Compares a subject with every index.
pub(crate) fn judge(
    subject: Subject,
    opened: &[Opened],
    cutoff: Option<Cutoff>,
) -> ManuscriptResult {
    let mut findings = Findings::default();
    for (place, index) in opened.iter().enumerate() {
        // What the other indexes say still counts; this one has said nothing.
        if let Err(error) = findings.compare_text(&subject, index, place) {
            findings.fail(index, &error);
        }
    }
    for (place, index) in opened.iter().enumerate() {
        if let Err(error) = findings.look_up(&subject.book, index, place, cutoff) {
            findings.fail(index, &error);
        }
    }
    findings.matches.sort_by(|a, b| {
        found_first(a.verdict, b.verdict)
            .then(strength_of(b).total_cmp(&strength_of(a)))
            .then_with(|| evidence::best_tier(&b.records).cmp(&evidence::best_tier(&a.records)))
    });
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

    fn look_up(
        &mut self,
        book: &Book,
        opened: &Opened,
        place: usize,
        cutoff: Option<Cutoff>,
    ) -> Result<(), Error> {
        if opened.summary.records == 0 {
            return Ok(());
        }
        self.has_catalogue = true;
        if opened.lists_titles() {
            self.has_titles = true;
            if book.can_be_looked_up() {
                self.is_asked = true;
            } else if opened.summary.works == 0 {
                self.is_unasked = true;
            }
        }
        let numbers = if book.isbns().is_empty() {
            &mut self.numbers_unasked
        } else {
            &mut self.numbers_asked
        };
        for name in opened.number_lists() {
            if !numbers.contains(name) {
                numbers.push(name.clone());
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
                    index: place,
                    work: listing.work.clone(),
                    verdict: verdict_of(listing.tier()),
                    manuscript_in_work: None,
                    work_in_manuscript: None,
                    coverage: None,
                    hits: None,
                    spans: Vec::new(),
                    records,
                }),
            }
        }
        self.look_up_works(opened, place, cutoff)
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
            row,
            client,
            book,
            manuscript,
            unread_digests,
            mut notes,
            ..
        } = subject;
        let isbn = book.isbns().iter().map(ToString::to_string).collect();
        let (title, author) = (book.title().to_owned(), book.author().to_owned());
        let mut result = ManuscriptResult {
            path,
            row,
            client,
            title: (!title.is_empty()).then_some(title),
            author: (!author.is_empty()).then_some(author),
            isbn,
            numbers_of: Vec::new(),
            digests: manuscript::digests_of_file(unread_digests.as_ref()),
            text: TextSummary::default(),
            verdict,
            matches: self.matches,
            warnings: Vec::new(),
        };
        if let Some(manuscript) = manuscript {
            let n_comparable = self.compared.iter().map(|index| index.n_comparable).min();
            result.digests = manuscript.all_digests();
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

    /// Returns the verdict of all findings, and notes what was not compared.
    fn verdict(&mut self, subject: &Subject) -> Verdict {
        let strongest = self.matches.iter().map(|found| found.verdict).min();
        if let Some(strongest) = strongest.filter(|verdict| verdict.is_found()) {
            return strongest;
        }
        let is_judged = match &subject.manuscript {
            Some(manuscript) => {
                let by_text = self.is_compared(manuscript);
                let by_name = self.is_looked_up() || strongest == Some(Verdict::Possible);
                by_text && by_name
            }
            None if subject.unread => false,
            None if self.has_catalogue => {
                if self.has_titles && !self.is_asked {
                    self.note(Code::NoAuthor, Message::NoAuthor);
                }
                self.note_numbers();
                self.is_asked || !self.numbers_asked.is_empty()
            }
            None => {
                self.note(Code::NoCatalogue, Message::NoCatalogue);
                false
            }
        };
        match strongest {
            _ if !is_judged || self.failed => Verdict::Inconclusive,
            Some(strongest) => strongest,
            None => Verdict::NotFound,
        }
    }

    /// Returns whether every index with texts could have found the text, and
    /// notes why not. What one of them could not have found must not pass as
    /// "not found".
    fn is_compared(&mut self, manuscript: &Manuscript) -> bool {
        if self.compared.is_empty() {
            return true;
        }
        let reasons: Vec<Notice> = self
            .compared
            .iter()
            .filter_map(|index| index.too_little(manuscript))
            .collect();
        let is_enough = reasons.is_empty();
        self.notes.extend(reasons);
        is_enough && manuscript.is_complete
    }

    /// Returns whether the indexes without texts were asked for the manuscript by
    /// a name or a number, and notes what was not asked.
    fn is_looked_up(&mut self) -> bool {
        let is_compared = !self.compared.is_empty();
        if !self.has_catalogue {
            // An index that failed says so itself.
            if !is_compared && !self.failed {
                self.note(Code::NoTexts, Message::NothingListed);
            }
            return is_compared;
        }
        if self.has_titles {
            match (is_compared, self.is_asked) {
                (true, true) => {}
                (true, false) => self.note(Code::NoName, Message::NoName),
                (false, true) => self.note(Code::NoTexts, Message::NoTexts),
                (false, false) => self.note(Code::NoName, Message::NoTextsNoName),
            }
        }
        self.note_numbers();
        let is_asked = self.is_asked || !self.numbers_asked.is_empty();
        !self.is_unasked && (is_asked || is_compared)
    }

    /// Notes the lists of book numbers that were not searched, or that nothing but
    /// them was.
    fn note_numbers(&mut self) {
        let is_all = self.compared.is_empty() && !self.is_asked;
        let (code, message, names) = if !self.numbers_unasked.is_empty() {
            (Code::NoNumber, Message::NoNumber, &self.numbers_unasked)
        } else if is_all && !self.numbers_asked.is_empty() {
            (Code::NoTexts, Message::NumbersSearched, &self.numbers_asked)
        } else {
            return;
        };
        let message = message.with(&[("names", &names.join(", "))]);
        self.notes.push(Notice { code, message });
    }

    fn note(&mut self, code: Code, message: Message) {
        let message = message.with(&[]);
        self.notes.push(Notice { code, message });
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

/// Makes a notice from a note of a client list.
fn notice(note: &Note) -> Notice {
    Notice {
        code: codes::of_note(note.kind),
        message: note.message.clone(),
    }
}

fn strength_of(found: &Match) -> f64 {
    let shares = [found.manuscript_in_work, found.work_in_manuscript];
    strength(found.verdict, shares.into_iter().flatten())
}
