//! A path to a manuscript, a text or a fingerprint.

use std::io::Read;
use std::path::{Path, PathBuf};

use colophon_extract::{self as extract, Document, Limits, Source};
use colophon_fingerprint::{FileDigester, FileDigests};

use crate::batch;
use crate::error::Error;
use crate::find;
use crate::job::{Job, Phase};
use crate::manuscript::{self, Manuscript};
use crate::one_book::Whole;
use crate::print::{self, Print};
use crate::report::model::Notice;
use crate::report::{Advice, Code, Message};

/// Reads the manuscript at `path`: a document, or a `.print` file.
///
/// # Errors
///
/// The codes of the extraction, `index-incompatible` and `damaged` for `.print`
/// files, `cancelled`.
pub(crate) fn read(path: &Path, limits: &Limits, job: &Job) -> Result<Manuscript, Error> {
    let source = Source::open(path)?;
    if print::is_print_name(path) {
        return print::read(&source);
    }
    // A digest that may be wrong is not evidence, so a file that cannot be read
    // to its end is not judged at all.
    let digests = source
        .is_file()
        .then(|| digests(&source, path, job))
        .transpose()?;
    match extract::read(&source, limits, &mut |_| job.go_on()) {
        Ok(document) => Ok(manuscript::sketch(document, path, digests)),
        // The file can still be looked up by its digests.
        Err(error) => Err(Error::from(error).with_digests(digests)),
    }
}

/// Reads a document, or several as one manuscript.
///
/// One of several that cannot be read is a warning, and the manuscript is not
/// complete without it.
///
/// # Errors
///
/// Those of [`read`]; if none of several can be read, those of the first.
pub(crate) fn read_whole(whole: &Whole, limits: &Limits, job: &Job) -> Result<Manuscript, Error> {
    let (path, parts) = (whole.path.as_path(), &whole.parts);
    if parts.is_empty() {
        return read(path, limits, job);
    }
    let (document, unread) = one_document(parts, limits, job)?;
    let mut manuscript = manuscript::sketch(document, path, None);
    manuscript.parts = parts.iter().map(|part| name_in(path, part)).collect();
    manuscript.is_complete &= unread.is_empty();
    for (part, error) in unread {
        let (file, why) = (name_in(path, &part), error.message().trim_end_matches('.'));
        let message = Message::PartUnread.with(&[("file", &file), ("why", why)]);
        let code = error.code();
        manuscript.warnings.push(Notice { code, message });
    }
    Ok(manuscript)
}

/// Joins documents to one, in order; returns those that cannot be read, too.
///
/// # Errors
///
/// As [`read_whole`].
pub(crate) fn one_document(
    parts: &[PathBuf],
    limits: &Limits,
    job: &Job,
) -> Result<(Document, Vec<(PathBuf, Error)>), Error> {
    let mut whole: Option<Document> = None;
    let mut unread = Vec::new();
    for part in parts {
        let read = Source::open(part)
            .and_then(|source| extract::read(&source, limits, &mut |_| job.go_on()));
        match read.map_err(Error::from) {
            Ok(document) => match &mut whole {
                Some(whole) => join(whole, document, part),
                None => whole = Some(begun(document, part)),
            },
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => unread.push((part.clone(), error)),
        }
    }
    match whole {
        Some(whole) => Ok((whole, unread)),
        None => Err(match unread.into_iter().next() {
            Some((part, error)) => error.at(&part),
            None => Error::new(Code::Unreadable, "no document was found here"),
        }),
    }
}

/// Adds a document at the end of another.
fn join(whole: &mut Document, document: Document, part: &Path) {
    let document = begun(document, part);
    // What only one part says is the heading of a chapter, not of the book.
    if whole.title != document.title {
        whole.title = None;
    }
    if whole.author != document.author {
        whole.author = None;
    }
    if whole.language != document.language {
        whole.language = None;
    }
    whole.sections.extend(document.sections);
    whole.warnings.extend(document.warnings);
}

/// Gives a document with one section without a heading that of its file.
fn begun(mut document: Document, part: &Path) -> Document {
    if let [section] = document.sections.as_mut_slice()
        && section.title.is_none()
    {
        section.title = part
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
    }
    document
}

fn name_in(folder: &Path, part: &Path) -> String {
    part.strip_prefix(folder)
        .unwrap_or(part)
        .display()
        .to_string()
}

/// Computes a file's digests in one pass.
///
/// # Errors
///
/// `unreadable` and those of the extraction, for a document in an archive that
/// cannot be unpacked; `cancelled`.
pub(crate) fn digests(source: &Source, path: &Path, job: &Job) -> Result<FileDigests, Error> {
    let failed = |error: std::io::Error| match error.downcast::<extract::Error>() {
        Ok(unpacking) => Error::from(unpacking),
        Err(error) => Error::from_io(error, "cannot be read to its end", path),
    };
    let mut reader = source
        .reader()
        .map_err(|error| failed(std::io::Error::other(error)))?;
    let mut digester = FileDigester::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        if job.is_cancelled() {
            return Err(Error::cancelled());
        }
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(digester.finish()),
            Ok(n) => digester.update(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

/// Reads a document and returns its text, as Colophon reads it.
///
/// # Errors
///
/// The codes of the extraction, `unsupported` for a `.print` file, and
/// `cancelled`.
pub fn extract_text(path: &Path, job: &Job) -> Result<Document, Error> {
    if print::is_print_name(path) {
        return Err(Error::new(Code::Unsupported, "a fingerprint holds no text")
            .advise(Advice::NameTheDocument)
            .at(path));
    }
    let source = Source::open(path)?;
    Ok(extract::read(&source, &Limits::default(), &mut |_| {
        job.go_on()
    })?)
}

/// A document's path, and its fingerprint or why there is none.
pub type Fingerprinted = (PathBuf, Result<Print, Error>);

/// Fingerprints documents, and folders of them, in order.
///
/// A document that cannot be read is an error in its place.
///
/// # Errors
///
/// `cancelled` only.
pub fn fingerprint(paths: &[PathBuf], job: &Job) -> Result<Vec<Fingerprinted>, Error> {
    let found = find::documents(paths, extract::is_document_name, job)?.paths;
    job.begin(Phase::Reading, found.iter().map(batch::size_bytes).sum());
    let prints = batch::over_paths(&found, 0, job, |found| match found {
        Ok(path) => read(path, &Limits::default(), job).map(Print),
        Err(error) => Err(error.again()),
    })?;
    let path_of = |found: find::FoundPath| {
        found.unwrap_or_else(|error| error.path().map(Path::to_owned).unwrap_or_default())
    };
    Ok(found.into_iter().map(path_of).zip(prints).collect())
}
