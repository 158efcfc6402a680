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
use crate::print::{self, Print};
use crate::report::{Advice, Code};

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
        Ok(document) => Ok(manuscript::sketch(document, digests)),
        // The file can still be looked up by its digests.
        Err(error) => Err(Error::from(error).with_digests(digests)),
    }
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
