//! What people name a source by: a file, a folder, a link or an address.

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use colophon_supply::{
    Link, MAX_ROOT_BYTES, MAX_SOURCE_BYTES, PUBLISHED_SOURCE, SOURCE_ENDING, SourceFile,
};

use crate::durable;
use crate::endings::FileKind;
use crate::error::Error;
use crate::report::{Advice, Code};

/// The name of the first root there.
const FIRST_ROOT: &str = "1.root.json";

/// What a source was named by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// A file that ends in `.colophon-source`.
    File(PathBuf),
    /// A publisher's folder, such as one on a USB stick.
    Folder(PathBuf),
    /// An address, with a fingerprint or without.
    Link(String),
}

/// Returns what somebody means by `named`.
///
/// # Errors
///
/// `not-a-source`; also for an index, which has no source any more.
pub fn what_is(named: &OsStr) -> Result<From, Error> {
    let path = Path::new(named);
    if let Some(text) = named.to_str() {
        let text = text.trim();
        if text.contains("://") {
            text.parse::<Link>()?;
            return Ok(From::Link(text.to_owned()));
        }
    }
    if path.is_dir() {
        return Ok(From::Folder(path.to_owned()));
    }
    let is_source = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(SOURCE_ENDING));
    let is_index = || {
        let is_named_so = FileKind::of(path) == FileKind::Index;
        path.is_file() && (is_named_so || begins_like_an_index(path))
    };
    if !is_source && is_index() {
        let message = "this is an index, not the source of one";
        let error = Error::new(Code::NotASource, message).advise(Advice::IndexNotSource);
        return Err(error.at(path));
    }
    if is_source || path.is_file() {
        // In a publisher's folder, the source is next to what it is the source of.
        let folder = path.parent().filter(|_| is_source);
        let is_there = |folder: &&Path| folder.join("timestamp.json").is_file();
        if let Some(folder) = folder.filter(is_there) {
            return Ok(From::Folder(folder.to_owned()));
        }
        return Ok(From::File(path.to_owned()));
    }
    let message = "there is no such file or folder, and it is not an address";
    Err(Error::new(Code::NotASource, message).at(path))
}

fn begins_like_an_index(path: &Path) -> bool {
    let mut first = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"SQLite format 3\0"
}

/// Reads a source file.
pub(super) fn read_file(path: &Path) -> Result<SourceFile, Error> {
    let bytes = std::fs::metadata(path).and_then(|metadata| {
        if !metadata.is_file() {
            return Err(std::io::Error::other("it is not a regular file"));
        }
        Ok(durable::read_short(path, MAX_SOURCE_BYTES))
    });
    let bytes = bytes.map_err(|error| {
        Error::new(Code::Unreadable, error.to_string())
            .advise(Advice::CheckNameAndRights)
            .at(path)
    })?;
    let bytes = bytes.ok_or_else(|| {
        let message = "it is too long to be the source of an index";
        Error::new(Code::NotASource, message).at(path)
    })?;
    SourceFile::parse(&bytes).map_err(|error| Error::from(error).at(path))
}

/// Returns the source of a publisher's folder.
pub(super) fn of_folder(folder: &Path) -> Result<SourceFile, Error> {
    let named = folder.join(PUBLISHED_SOURCE);
    if named.is_file() {
        return read_file(&named);
    }
    of_root(folder, "", &[])
}

/// Makes a source from the first root in a folder.
pub(super) fn of_root(folder: &Path, name: &str, urls: &[String]) -> Result<SourceFile, Error> {
    let path = folder.join(FIRST_ROOT);
    let not_one = |message: &str| Error::new(Code::NotASource, message).at(folder);
    let bytes = durable::read_short(&path, MAX_ROOT_BYTES)
        .ok_or_else(|| not_one("this folder has no source of an index in it"))?;
    let root = String::from_utf8(bytes).map_err(|_| not_one("its first root is not text"))?;
    let name = if name.is_empty() { "an index" } else { name };
    let made = SourceFile::new(name, urls, &root);
    // What was put together is read like what was found.
    SourceFile::parse(made.to_json().as_bytes()).map_err(|error| Error::from(error).at(folder))
}
