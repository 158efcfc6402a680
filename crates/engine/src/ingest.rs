//! From books and metadata dumps to an index: what a publisher of indexes does.

mod names;

use std::cell::RefCell;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use colophon_catalogue::{self as catalogue, Input, Item, Kind, Source, Unpacker};
use colophon_extract::{Limits, is_document_name};
use colophon_fingerprint::{RECIPE, Scale};
use colophon_index::{BuildOptions, BuildPhase, BuildProgress, Builder, ErrorKind, Index, NewWork};

use crate::about;
use crate::batch;
use crate::check::{Checker, skipped};
use crate::clock::now;
use crate::error::Error;
use crate::fenced::{self, Unpacking};
use crate::files;
use crate::find::{self, Found, FoundPath};
use crate::indexes::About;
use crate::job::{Job, Phase};
use crate::manuscript::Manuscript;
use crate::one_book::{self, Piece, Whole};
use crate::report::model::{OneBook, PassedOver, Skipped};
use crate::report::{self, Advice, Code, Language, Message, number};

use names::{Names, is_table};

/// How many books are read before their fingerprints are passed on.
const BATCH: usize = 256;

/// The fewest letters of a work, about 300 words: decision 4 has no figures for
/// less, and what a scan holds besides its pictures is often less.
const MIN_LETTERS: u64 = 1_300;

/// The memory for joining the tables of a dump, in bytes.
const JOIN_BYTES: usize = 128 << 20;

/// A metadata dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueInput(Input);

impl CatalogueInput {
    /// Makes the input of a dump from the name of its kind, such as `libgen`;
    /// the path `-` is standard input.
    ///
    /// # Errors
    ///
    /// `invalid-argument` if no kind has this name.
    pub fn new(kind: &str, path: &Path) -> Result<Self, Error> {
        let kind = Kind::from_str(kind)?;
        let path = (path.as_os_str() != "-").then(|| path.to_owned());
        Ok(Self(Input {
            kind,
            path,
            crew: Vec::new(),
        }))
    }

    /// Adds the files that name the writers of films, if this is a dump of films.
    #[must_use]
    pub fn with_crew(mut self, crew: &[PathBuf]) -> Self {
        if self.0.kind == Kind::Opensubtitles {
            self.0.crew = crew.to_vec();
        }
        self
    }

    /// Returns whether the writers of films may be added to it.
    #[must_use]
    pub fn takes_crew(&self) -> bool {
        self.0.kind == Kind::Opensubtitles
    }

    /// Returns the names of all kinds.
    pub fn kinds() -> Vec<&'static str> {
        Kind::ALL.map(Kind::name).to_vec()
    }

    fn size_bytes(&self) -> u64 {
        let metadata = self.0.path.as_ref().and_then(|path| path.metadata().ok());
        metadata.map_or(0, |metadata| metadata.len())
    }
}

/// What to build an index from.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    /// The index file to write; an existing one is replaced at the very end.
    pub out: PathBuf,
    /// The name of the index, to show to people; the file's name when empty.
    pub name: String,
    /// What its publisher says about it.
    pub about: About,
    /// About one hash in this many is kept: a power of two.
    pub scale: u32,
    /// Documents, and folders of documents.
    pub books: Vec<PathBuf>,
    /// Metadata dumps.
    pub catalogues: Vec<CatalogueInput>,
    /// How many books are read at the same time; 0 means one per processor.
    pub jobs: usize,
    /// What one document may cost.
    pub limits: Limits,
    /// Whether the documents of each folder are read as one book.
    pub as_one: bool,
}

/// What a build wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildSummary {
    /// How many works the index holds.
    pub works: u64,
    /// How many catalogue records it lists.
    pub records: u64,
    /// How many (hash, work) pairs it holds.
    pub postings: u64,
    /// The length of the file.
    pub size_bytes: u64,
    /// The digest of its content, lower-case hexadecimal.
    pub sha256: String,
    /// The books that could not be read.
    pub skipped: Vec<Skipped>,
    /// What was repaired, shortened or skipped in the dumps, a sentence each.
    pub remarks: Vec<String>,
    /// The folders whose documents, read one by one, look like the chapters of one
    /// book.
    pub one_book: Vec<OneBook>,
}

/// Builds an index from books, from metadata dumps, or from both.
///
/// # Errors
///
/// `invalid-argument`, `unreadable`, `disk-full`, `limit-exceeded`,
/// `truncated`, `dump-damaged`, `dump-unknown` and `unsupported` for a dump,
/// `unwritable` if no index can be written there, `cancelled`, and `unreadable`
/// when no book could be read. Then nothing is left behind, and an index that
/// existed before is untouched.
pub fn build_index(request: &BuildRequest, job: &Job) -> Result<BuildSummary, Error> {
    let options = BuildOptions {
        name: name_of(request),
        about: about::for_index(request.about.clone())?,
        scale: request.scale,
        recipe: RECIPE.to_owned(),
        created: now(),
        ..BuildOptions::default()
    };
    if Scale::new(request.scale).is_none() {
        let message = format!("the scale cannot be {}", request.scale);
        return Err(Error::new(Code::InvalidArgument, message).advise(Advice::PowerOfTwo));
    }
    let is_wanted = |path: &Path| is_document_name(path) || is_table(path);
    let Found {
        mut paths,
        passed_over,
    } = find::documents(&request.books, is_wanted, job)?;
    // A table in a folder names books and is not one.
    let is_book = |path: &PathBuf| !is_table(path) || request.books.contains(path);
    paths.retain(|found| found.as_ref().map_or(true, is_book));
    refuse_to_replace(&request.out, &paths, &request.catalogues)?;
    let mut builder = Builder::create(&request.out, options)
        .map_err(|error| cannot_be_made(&request.out, error))?;
    job.begin(Phase::Reading, paths.iter().map(batch::size_bytes).sum());
    let wholes = Checker::wholes(paths, request.as_one);
    let (skipped, pieces, mut remarks) = add_books(request, &wholes, &mut builder, job)?;
    remarks.extend(passed_over_remark(&passed_over));
    remarks.extend(add_catalogues(request, &mut builder, job)?);
    let summary = finish(builder, job)?;
    Ok(BuildSummary {
        remarks: remarks.into_iter().chain(summary.remarks).collect(),
        skipped,
        one_book: one_book::offers(&pieces),
        ..summary
    })
}

#[expect(clippy::type_complexity, reason = "skips, pieces and remarks")]
fn add_books(
    request: &BuildRequest,
    found: &[Result<Whole, Error>],
    builder: &mut Builder,
    job: &Job,
) -> Result<(Vec<Skipped>, Vec<Piece>, Vec<String>), Error> {
    let mut names = Names::default();
    let (mut skips, mut pieces, mut n_works) = (Vec::new(), Vec::new(), 0);
    // Batches bound the memory and keep the works in the order of their names,
    // for any number of threads.
    for some in found.chunks(BATCH) {
        let read = batch::run(some, request.jobs, job, |found| {
            let whole = match found {
                Ok(whole) => whole,
                Err(error) => return Ok(Err(Box::new(skipped(error)))),
            };
            let read = files::read_whole(whole, &request.limits, job);
            job.advance(whole.size_bytes());
            Ok(read.map_err(|error| Box::new(skipped(&error.at(&whole.path)))))
        })?;
        for (found, read) in some.iter().zip(read) {
            match (found, read) {
                (Ok(whole), Ok(book)) => {
                    pieces.extend(Piece::of(&whole.path, &book));
                    match add(builder, &names.work(whole, &book), &book) {
                        Ok(()) => n_works += 1,
                        Err(error) => skips.push(skipped(&error.at(&whole.path))),
                    }
                }
                (_, Err(skip)) => skips.push(*skip),
                (Err(error), Ok(_)) => skips.push(skipped(error)),
            }
        }
    }
    if n_works == 0 && request.catalogues.is_empty() {
        let message = match skips.as_slice() {
            [] => "no book could be read".to_owned(),
            [first, ..] => format!("no book could be read: {}: {}", first.path, first.message),
        };
        return Err(Error::new(Code::Unreadable, message).advise(Advice::NameBooks));
    }
    Ok((skips, pieces, names.remarks()))
}

/// Returns what was passed over in the folders of books, without a full stop.
fn passed_over_remark(passed_over: &[PassedOver]) -> Option<String> {
    let said = report::passed_over(passed_over, Language::English)?;
    Some(said.trim_end_matches('.').to_owned())
}

fn add_catalogues(
    request: &BuildRequest,
    builder: &mut Builder,
    job: &Job,
) -> Result<Vec<String>, Error> {
    let inputs = &request.catalogues;
    job.begin(
        Phase::Importing,
        inputs.iter().map(CatalogueInput::size_bytes).sum(),
    );
    let mut remarks = Vec::new();
    for input in inputs {
        remarks.extend(add_catalogue(&input.0, builder, job)?);
    }
    Ok(remarks)
}

/// Adds the records of a dump, and returns what to report about it.
fn add_catalogue(input: &Input, builder: &mut Builder, job: &Job) -> Result<Vec<String>, Error> {
    let scratch = builder.scratch().to_owned();
    let first = builder.n_sources();
    let builder = RefCell::new(builder);
    let mut failure = None;
    let mut on_item = |item| match take(&mut builder.borrow_mut(), first, item) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    };
    let mut seen = 0;
    let mut on_progress = |progress: catalogue::Progress| {
        job.advance(progress.n_bytes.saturating_sub(seen));
        seen = progress.n_bytes.max(seen);
        job.go_on()
    };
    let mut unpacking = Unpacking::new(job);
    let unpacker = fenced::is_served().then_some(&mut unpacking as &mut dyn Unpacker);
    let read = catalogue::read_with(
        input,
        unpacker,
        &scratch,
        JOIN_BYTES,
        &mut on_item,
        &mut on_progress,
    );
    if let Some(error) = failure {
        return Err(error);
    }
    if let Some(error) = unpacking.failure() {
        return Err(match &input.path {
            Some(path) => error.at(path),
            None => error,
        });
    }
    let summary = read?;
    let mut builder = builder.borrow_mut();
    for (place, source) in summary.sources.iter().enumerate() {
        builder.set_source(first + place, source.clone())?;
    }
    Ok(remarks(&summary))
}

fn take(builder: &mut Builder, first: usize, item: Item) -> Result<(), Error> {
    match item {
        Item::Record(mut record) => {
            let place = first + usize::from(record.source);
            // The name of a source is known once all of it is read.
            while builder.n_sources() <= place {
                builder.add_source(Source::default())?;
            }
            record.source = u16::try_from(place).unwrap_or(u16::MAX);
            builder.add_record(&record)?;
        }
        Item::Digests { md5, sha1, sha256 } => builder.add_digests(md5, sha1, sha256)?,
    }
    Ok(())
}

fn remarks(summary: &catalogue::Summary) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut remark = |n: u64, one: &str, many: &str, what: &str| {
        if n > 0 {
            remarks.push(format!("{}{what}", count(n, one, many)));
        }
    };
    let (value, values) = ("value", "values");
    remark(
        summary.n_mended,
        value,
        values,
        " repaired: not valid UTF-8",
    );
    remark(
        summary.n_decoded,
        "record",
        "records",
        " repaired: HTML entities, or encoded twice",
    );
    remark(
        summary.n_requoted,
        "row",
        "rows",
        " repaired: a quotation mark is in the wrong place",
    );
    remark(summary.n_cut, value, values, " shortened: too long");
    for skipped in &summary.skipped {
        if skipped.reason.ends_with(" are kept") {
            let what = format!(" left out: {}", skipped.reason);
            remark(skipped.n, value, values, &what);
        } else {
            let what = format!(" skipped: {}", skipped.reason);
            remark(skipped.n, "row", "rows", &what);
        }
    }
    if !summary.passed_over.is_empty() {
        remarks.push(format!(
            "tables and columns that were not used, or that are missing: {}",
            summary.passed_over.join(", ")
        ));
    }
    remarks
}

/// Returns a count with its noun.
fn count(n: u64, one: &str, many: &str) -> String {
    let noun = if n == 1 { one } else { many };
    format!("{} {noun}", number(Language::English, n))
}

/// Refuses to replace a book, or anything else that is not an index, with the
/// index.
fn refuse_to_replace(
    out: &Path,
    found: &[FoundPath],
    catalogues: &[CatalogueInput],
) -> Result<(), Error> {
    refuse_what_is_not_a_file(out)?;
    let Ok(place) = fs::canonicalize(out) else {
        return Ok(());
    };
    let is_book = |found: &FoundPath| {
        found
            .as_ref()
            .is_ok_and(|path| fs::canonicalize(path).is_ok_and(|path| path == place))
    };
    if found.iter().any(is_book) {
        let message = "the index would replace a book that is to be read";
        return Err(taken(message, out));
    }
    let dumps = catalogues.iter().filter_map(|input| input.0.path.as_ref());
    if dumps
        .filter_map(|path| fs::canonicalize(path).ok())
        .any(|path| path == place)
    {
        let message = "the index would replace a dump that is to be read";
        return Err(taken(message, out));
    }
    refuse_to_replace_other(&place, out)
}

/// Refuses to replace one of the indexes that are merged, or anything else that is
/// not an index.
pub(crate) fn refuse_to_replace_index<'a>(
    out: &Path,
    mut indexes: impl Iterator<Item = &'a Path>,
) -> Result<(), Error> {
    refuse_what_is_not_a_file(out)?;
    let Ok(place) = fs::canonicalize(out) else {
        return Ok(());
    };
    if indexes.any(|index| fs::canonicalize(index).is_ok_and(|path| path == place)) {
        let message = "the index would replace one that is to be read";
        return Err(taken(message, out));
    }
    refuse_to_replace_other(&place, out)
}

/// Refuses to put an index in the place of a device, a pipe or a link that leads
/// nowhere.
fn refuse_what_is_not_a_file(out: &Path) -> Result<(), Error> {
    let is_file = match fs::metadata(out) {
        // A folder gets a message of its own.
        Ok(found) => found.is_file() || found.is_dir(),
        Err(_) => fs::symlink_metadata(out).is_err(),
    };
    if is_file {
        return Ok(());
    }
    Err(taken("what has this name is not a file", out))
}

fn refuse_to_replace_other(place: &Path, out: &Path) -> Result<(), Error> {
    match Index::open(place) {
        Err(error) if error.kind() == ErrorKind::NotAnIndex => Err(taken(
            "a file with this name exists and is not an index",
            out,
        )),
        _ => Ok(()),
    }
}

fn taken(message: &str, out: &Path) -> Error {
    Error::new(Code::InvalidArgument, message)
        .advise(Advice::NameIndexOut)
        .at(out)
}

/// Returns the error of an index that cannot even be started in its place.
pub(crate) fn cannot_be_made(out: &Path, error: colophon_index::Error) -> Error {
    match error.kind() {
        ErrorKind::Unreadable => {}
        ErrorKind::NotRegularFile => {
            return taken(error.message(), out);
        }
        _ => return error.into(),
    }
    let folder = out
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let (message, advice) = if folder.is_dir() {
        let message = format!("the index cannot be written: {}", error.message());
        (message, Advice::WritableFolder)
    } else {
        let message = "the index cannot be written: the folder does not exist".to_owned();
        (message, Advice::MakeFolder)
    };
    Error::new(Code::Unwritable, message).advise(advice).at(out)
}

fn name_of(request: &BuildRequest) -> String {
    if !request.name.is_empty() {
        return request.name.clone();
    }
    request
        .out
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn add(builder: &mut Builder, work: &NewWork, book: &Manuscript) -> Result<(), Error> {
    if book.is_bare {
        let message = Message::BarePages.with(&[]);
        return Err(Error::new(Code::NoTextLayer, message));
    }
    if book.fingerprint.n_letters < MIN_LETTERS {
        let message = format!(
            "it has too little text: {}",
            count(book.n_words, "word", "words")
        );
        return Err(Error::new(Code::TooShort, message).advise(Advice::LinesOfText));
    }
    let sketch = &book.fingerprint.sketch;
    builder.add(work, sketch.hashes(), sketch.threshold())?;
    Ok(())
}

/// Returns what tells a job how far the writing of an index is.
pub(crate) fn tell(job: &Job) -> impl FnMut(BuildProgress) -> ControlFlow<()> {
    let mut current: Option<(BuildPhase, u64)> = None;
    move |progress| {
        let seen = match current {
            Some((phase, seen)) if phase == progress.phase => seen,
            _ => {
                let phase = match progress.phase {
                    BuildPhase::Collecting => Phase::Reading,
                    _ => Phase::Writing,
                };
                job.begin(phase, progress.total);
                0
            }
        };
        job.advance(progress.done.saturating_sub(seen));
        current = Some((progress.phase, progress.done.max(seen)));
        job.go_on()
    }
}

fn finish(builder: Builder, job: &Job) -> Result<BuildSummary, Error> {
    let summary = builder.finish(&mut tell(job))?;
    Ok(BuildSummary {
        works: summary.info.n_works,
        records: summary.info.n_records,
        postings: summary.info.n_postings + summary.info.n_short_postings,
        size_bytes: summary.info.size_bytes,
        sha256: summary.info.content_sha256_hex(),
        skipped: Vec::new(),
        remarks: Vec::new(),
        one_book: Vec::new(),
    })
}
