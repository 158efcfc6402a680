//! ZIP archives of documents: which ones are inside, and the bytes of one.
//!
//! The worker does this, like all reading of files. A member is identified by
//! the name it is shown by. That name is made from the one in the archive such
//! that, joined to the archive's path, it cannot lead anywhere else; no two
//! members have the same name. A Scrivener project in the archive, which is a
//! folder, is one member. So is an archive in the archive, which is not opened:
//! reading it is an error that says what it is.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Cursor, Read, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::archive::Archive;
use crate::names::{PROJECT, is_member, project_of};
use crate::{Error, ErrorKind, Limits, sniff};

/// A document in an archive may be as large as the largest file allowed, divided
/// by this: the limit for a part of a document is too low for a whole one. A
/// bound; no figure depends on it.
const FILES_PER_MEMBER: u64 = 4;

/// The longest name that a member is shown by, in bytes. A bound; no figure
/// depends on it.
const LONGEST_NAME: usize = 1_000;

/// One document inside an archive.
struct Member {
    shown: String,
    /// The names in the archive: one, or those of a project's files.
    entries: Vec<String>,
}

/// Returns the number, made from its name, by which a member is named to the
/// worker, whose arguments anyone on the machine can see.
pub(crate) fn key(shown: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    shown.hash(&mut hasher);
    hasher.finish()
}

/// Returns the names of the documents in the archive; none if the file is a
/// document itself or not an archive.
///
/// # Errors
///
/// `Unsupported` for an archive without a document, and those of
/// [`Archive::over`].
pub(crate) fn list<R: Read + Seek>(
    mut file: R,
    limits: &Limits,
) -> Result<Option<Vec<String>>, Error> {
    let unreadable = |e| Error::from_io(ErrorKind::Unreadable, "the file cannot be read", e);
    let mut head = [0; 4];
    let read = file.read(&mut head).map_err(unreadable)?;
    if !sniff::is_packed(&head[..read]) {
        return Ok(None);
    }
    let mut archive = Archive::over(file, limits)?;
    if sniff::packed(&mut archive)? != sniff::Kind::Bundle {
        return Ok(None);
    }
    let members = members(archive.names());
    Ok(Some(members.into_iter().map(|m| m.shown).collect()))
}

/// Unpacks the document with this [`key`].
///
/// # Errors
///
/// `Unreadable` if there is none, and those of [`Archive::read`].
pub(crate) fn unpack<R: Read + Seek>(file: R, key: u64, limits: &Limits) -> Result<Vec<u8>, Error> {
    let gone = || Error::new(ErrorKind::Unreadable, "the archive holds no such document");
    let whole = limits.max_file_bytes / FILES_PER_MEMBER;
    let limits = Limits {
        max_entry_bytes: limits.max_entry_bytes.max(whole),
        ..limits.clone()
    };
    let mut archive = Archive::over(file, &limits)?;
    let mut all = members(archive.names()).into_iter();
    let member = all.find(|m| self::key(&m.shown) == key).ok_or_else(gone)?;
    if !member.shown.ends_with(PROJECT) {
        let name = member.entries.first().ok_or_else(gone)?;
        return archive.read(name)?.ok_or_else(gone);
    }
    let mut files = Vec::new();
    for name in member.entries {
        if let Some(bytes) = archive.read(&name)? {
            files.push((name, bytes));
        }
    }
    pack(files)
}

/// Packs files in memory, uncompressed.
///
/// # Errors
///
/// `LimitExceeded` for more files than an archive can hold.
pub(crate) fn pack(files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>, Error> {
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let too_much = |_| Error::new(ErrorKind::LimitExceeded, "the project is too large");
    for (name, bytes) in files {
        zip.start_file(name, options).map_err(too_much)?;
        zip.write_all(&bytes)
            .map_err(|_| Error::new(ErrorKind::LimitExceeded, "the project is too large"))?;
    }
    Ok(zip.finish().map_err(too_much)?.into_inner())
}

fn members(names: Vec<String>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut seen = Seen::default();
    let mut project: Option<(String, usize)> = None;
    for name in names {
        if let Some(folder) = project_of(&name) {
            match &project {
                Some((open, at)) if open == folder => members[*at].entries.push(name),
                _ => {
                    project = Some((folder.to_owned(), members.len()));
                    members.push(Member {
                        shown: shown(folder, &mut seen),
                        entries: vec![name],
                    });
                }
            }
        } else if is_member(&name) {
            members.push(Member {
                shown: shown(&name, &mut seen),
                entries: vec![name],
            });
        }
    }
    members
}

fn shown(name: &str, seen: &mut Seen) -> String {
    let parts: Vec<String> = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        // A drive letter would lead elsewhere.
        .map(|part| part.replace([':', '\0'], "_"))
        .collect();
    let mut plain = parts.join("/");
    if plain.len() > LONGEST_NAME {
        // The end says what it is.
        let from = plain.ceil_char_boundary(plain.len() - LONGEST_NAME);
        plain = format!("…{}", plain[from..].trim_start_matches('/'));
    }
    let mut name = plain.clone();
    while seen.names.contains(&name) {
        // The next number is remembered: many members may have one name.
        let copy = seen.copies.entry(plain.clone()).or_insert(1);
        *copy += 1;
        let (stem, ending) = plain.rsplit_once('.').unwrap_or((&plain, ""));
        name = format!("{stem} ({copy}).{ending}");
    }
    seen.names.insert(name.clone());
    name
}

/// The names that are given, and how often those that were wanted again.
#[derive(Default)]
struct Seen {
    names: HashSet<String>,
    copies: HashMap<String, usize>,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::archive::tests;

    fn listed(files: &[(&str, &[u8])]) -> Result<Option<Vec<String>>, Error> {
        list(Cursor::new(tests::pack(files)), &Limits::default())
    }

    #[test]
    fn documents_are_listed_and_lead_nowhere_else() {
        let names = listed(&[
            ("a.epub", b"x"),
            ("cover.jpg", b"x"),
            ("/etc/b.txt", b"x"),
            ("../../etc/b.txt", b"second"),
            ("C:\\c.rtf", b"x"),
            ("__MACOSX/._a.epub", b"x"),
            ("more.zip", b"x"),
            ("Novel.scriv/Novel.scrivx", b"x"),
            ("Novel.scriv/Files/Data/1/content.rtf", b"x"),
        ]);
        let names = names.unwrap().unwrap();
        assert_eq!(
            names,
            [
                "a.epub",
                "etc/b.txt",
                "etc/b (2).txt",
                "C_/c.rtf",
                "more.zip",
                "Novel.scriv"
            ]
        );
        for name in names {
            assert!(Path::new("/x.zip").join(name).starts_with("/x.zip"));
        }
    }

    #[test]
    fn a_long_name_is_shown_by_its_end() {
        let long = format!("{}/é{}.txt", "folder".repeat(500), "x".repeat(900));
        let names = listed(&[(&long, b"x"), ("a.txt", b"x")]).unwrap().unwrap();
        assert!(names[0].len() <= LONGEST_NAME + 3, "{}", names[0].len());
        assert!(names[0].starts_with('…') && names[0].ends_with("x.txt"));
    }

    #[test]
    fn a_member_is_unpacked_by_the_name_it_is_shown_by() {
        let bytes = tests::pack(&[("b.txt", b"first"), ("../b.txt", b"second")]);
        let unpacked = |name| unpack(Cursor::new(&bytes), key(name), &Limits::default());
        assert_eq!(unpacked("b.txt").unwrap(), b"first");
        assert_eq!(unpacked("b (2).txt").unwrap(), b"second");
        assert_eq!(unpacked("c.txt").unwrap_err().kind(), ErrorKind::Unreadable);
    }

    #[test]
    fn what_is_a_document_or_holds_none_has_no_members() {
        assert_eq!(listed(&[("one.fb2", b"x")]).unwrap(), None);
        assert_eq!(listed(&[("word/document.xml", b"x")]).unwrap(), None);
        assert_eq!(
            list(Cursor::new(b"text"), &Limits::default()).unwrap(),
            None
        );
        let error = listed(&[("cover.jpg", b"x")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
}
