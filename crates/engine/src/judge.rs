//! From a subject and the indexes to a result: text and catalogue come together
//! here.
//!
//! A subject is a manuscript, a title of a client list, or both. Its text is
//! compared with the works of every index, its title, authors and numbers with
//! the records. A record of a work whose text was found belongs to that match;
//! any other record makes a new match. What was not compared is never "not
//! found".

use std::path::Path;

use colophon_clients::{ClientTitle, Note};

use crate::codes;
use crate::cutoff::Cutoff;
use crate::error::Error;
use crate::evidence;
use crate::indexes::Opened;
use crate::listing::{self, Book, Listing};
use crate::manuscript::Manuscript;
use crate::matching::{self, found_first, strength};
use crate::report::model::{
    Digests, ManuscriptResult, Match, Notice, TextSummary, Tier, Verdict, WorkSummary,
};
use crate::report::{Code, Fragment, Message};

/// With fewer comparable hashes than this, a copy could go unnoticed (decision
/// 4, "The manuscript's verdict").
const MIN_COMPARABLE: usize = 5;

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
        }
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
                self.book.add_digests(&manuscript);
                self.manuscript = Some(manuscript);
            }
            Err(error) => {
                self.unread = true;
                let why = error.message().trim_end_matches('.');
                self.note(error.code(), Message::FileUnread.with(&[("why", why)]));
            }
        }
    }
}

/// What all the indexes say.
struct Findings {
    matches: Vec<Match>,
    notes: Vec<Notice>,
    /// How many hashes the coarsest index could have known; `None` when no text
    /// was compared.
    n_comparable: Option<usize>,
    coarsest: u32,
    /// Whether an index has a catalogue.
    has_catalogue: bool,
    /// Whether a catalogue was searched for a title or a number.
    looked_up: bool,
    /// Whether an index could not be searched.
    failed: bool,
}

/// Compares a subject with every index.
pub(crate) fn judge(
    subject: Subject,
    opened: &[Opened],
    cutoff: Option<Cutoff>,
) -> ManuscriptResult {
    let mut findings = Findings {
        matches: Vec::new(),
        notes: Vec::new(),
        n_comparable: None,
        coarsest: 0,
        has_catalogue: false,
        looked_up: false,
        failed: false,
    };
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
        let Some(manuscript) = &subject.manuscript else {
            return Ok(());
        };
        if opened.summary.works == 0 {
            return Ok(());
        }
        let comparison = matching::compare(manuscript, &opened.index, place)?;
        // The coarsest index decides: what one of them could not have found must
        // not pass as "not found".
        let n = self.n_comparable.unwrap_or(usize::MAX);
        self.n_comparable = Some(n.min(comparison.n_comparable));
        self.coarsest = self.coarsest.max(opened.summary.scale);
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
        self.looked_up |= book.can_be_looked_up();
        for listing in listing::listings(book, &opened.index)? {
            let records = evidence::records(&listing, opened, place, cutoff)?;
            let of_text = self.matches.iter_mut().find(|found| {
                found.verdict <= Verdict::RevisedText && is_of(&listing, &found.work)
            });
            match of_text {
                Some(found) => {
                    if listing.tier() == Tier::IdenticalFile {
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
        let is_short = self.n_comparable.is_some_and(|n| n < MIN_COMPARABLE) && self.coarsest > 0;
        let verdict = self.verdict(&subject, is_short);
        let Subject {
            path,
            row,
            client,
            book,
            manuscript,
            mut notes,
            ..
        } = subject;
        if is_short && let Some(manuscript) = &manuscript {
            self.notes.push(too_short(manuscript, self.coarsest));
        }
        let isbn = book.isbns().iter().map(ToString::to_string).collect();
        let (title, author) = (book.title().to_owned(), book.author().to_owned());
        let mut result = ManuscriptResult {
            path,
            row,
            client,
            title: (!title.is_empty()).then_some(title),
            author: (!author.is_empty()).then_some(author),
            isbn,
            digests: Digests::default(),
            text: TextSummary::default(),
            verdict,
            matches: self.matches,
            warnings: Vec::new(),
        };
        if let Some(manuscript) = manuscript {
            result.digests = manuscript.all_digests();
            result.text = TextSummary {
                letters: manuscript.fingerprint.n_letters,
                words: manuscript.n_words,
                language: manuscript.language,
                hashes: self.n_comparable.unwrap_or(0) as u64,
            };
            notes.extend(manuscript.warnings);
        }
        notes.extend(self.notes);
        result.warnings = notes;
        result
    }

    /// Returns the verdict of all findings, and notes what was not compared.
    fn verdict(&mut self, subject: &Subject, is_short: bool) -> Verdict {
        let strongest = self.matches.iter().map(|found| found.verdict).min();
        if let Some(strongest) = strongest.filter(|verdict| verdict.is_found()) {
            return strongest;
        }
        let mut note = |code, message: Message| {
            self.notes.push(Notice {
                code,
                message: message.with(&[]),
            });
        };
        let is_judged = match &subject.manuscript {
            Some(manuscript) if self.n_comparable.is_some() => manuscript.is_complete && !is_short,
            Some(_) if self.looked_up => {
                note(Code::NoTexts, Message::NoTexts);
                true
            }
            Some(_) => {
                note(Code::NoTexts, Message::NoTextsNoName);
                false
            }
            None if subject.unread => false,
            None if self.looked_up => true,
            None if self.has_catalogue => {
                note(Code::NoAuthor, Message::NoAuthor);
                false
            }
            None => {
                note(Code::NoCatalogue, Message::NoCatalogue);
                false
            }
        };
        match strongest {
            _ if !is_judged || self.failed => Verdict::Inconclusive,
            Some(strongest) => strongest,
            None => Verdict::NotFound,
        }
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

fn too_short(manuscript: &Manuscript, coarsest: u32) -> Notice {
    // Twice what is needed on average is nearly always enough. The manuscript
    // itself shows how many letters make a word; in English it is four and a half.
    let letters = 2 * MIN_COMPARABLE as u64 * u64::from(coarsest);
    let needed = match manuscript.fingerprint.n_letters {
        0 => letters / 5,
        n_letters => letters.saturating_mul(manuscript.n_words.max(1)) / n_letters,
    };
    let have = Fragment::Words.count(manuscript.n_words);
    let needed = Fragment::Words.count(needed.div_ceil(100) * 100);
    Notice {
        code: Code::TooShort,
        message: Message::TooShort.with(&[("have", &have), ("needed", &needed)]),
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
