//! The indexes that this computer has verified.
//!
//! What a check reads of an index is checked as it is read, but it reads little. So
//! a file that is new here is verified as a whole before it is searched for the
//! first time, and that is noted in the program's own folder: the file's number,
//! length and times, and the digest of its content; neither its path nor its name.
//! A file that was copied, replaced or written to is new. Without a folder, or if
//! it cannot be written to, every run verifies again.

use std::fs::{self, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use colophon_fingerprint::{hex, sha256};
use colophon_index::{Index, Removals, Set};

use crate::folder::data_folder;

/// The name of the file of notes, one a line.
const FILE: &str = "verified-indexes.txt";

/// What the notes begin with. It changes when a check finds more than before, so
/// that what an older program let pass is verified again.
const HEAD: &str = "colophon verified 1";

/// The most notes that are kept; the oldest go.
const MOST: usize = 512;

/// The longest file of notes that is read, in bytes.
const LONGEST: u64 = 1 << 17;

/// Returns whether the file that was opened is noted as verified.
pub(crate) fn knows(index: &Index) -> bool {
    let (Some(place), Some(note)) = (place(), note_of(index)) else {
        return false;
    };
    read(&place).contains(&note)
}

/// Returns whether the lists of what was taken out of a set were compared with its
/// files.
pub(crate) fn knows_removals(set: &Set) -> bool {
    let removals = set.removals();
    removals.is_empty() || place().is_some_and(|place| read(&place).contains(&note_on(&removals)))
}

/// Notes that the lists of what was taken out of a set were compared with its files.
pub(crate) fn note_removals(set: &Set) {
    let removals = set.removals();
    if let Some(place) = place().filter(|_| !removals.is_empty()) {
        let _ = add(&place, note_on(&removals));
    }
}

/// Describes what was taken out: the lists name the files by their contents.
fn note_on(removals: &Removals) -> String {
    format!("removals {}", hex(&sha256(&removals.to_bytes())))
}

/// Notes that the file that was opened is verified. What cannot be noted is
/// verified again.
pub(crate) fn note(index: &Index) {
    if let (Some(place), Some(note)) = (place(), note_of(index)) {
        let _ = add(&place, note);
    }
}

/// Returns whether the index at `path` is noted as verified.
pub(crate) fn is_noted(path: &Path) -> bool {
    let is_index = path
        .extension()
        .is_some_and(|ending| ending == crate::INDEX_ENDING);
    is_index && Index::open(path).is_ok_and(|index| knows(&index))
}

/// Notes that the index at `path` is verified.
pub(crate) fn note_file(path: &Path) {
    if let Ok(index) = Index::open(path) {
        note(&index);
    }
}

/// Does what changes nothing of files but their names and how many there are of them,
/// and keeps what is noted about them.
pub(crate) fn keeping(paths: &[PathBuf], change: impl FnOnce()) {
    let known: Vec<&PathBuf> = paths.iter().filter(|path| is_noted(path)).collect();
    change();
    for path in known {
        note_file(path);
    }
}

fn place() -> Option<PathBuf> {
    Some(data_folder()?.join(FILE))
}

/// Describes a file in a line.
fn note_of(index: &Index) -> Option<String> {
    let metadata = index.metadata().ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!(
        "{} {} {}{}",
        index.info().content_sha256_hex(),
        metadata.len(),
        modified.as_nanos(),
        number(&metadata)
    ))
}

/// Returns the device, the file's number on it, and when something about it was
/// changed last, which no program can set back.
#[cfg(unix)]
fn number(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    format!(
        " {} {} {} {}",
        metadata.dev(),
        metadata.ino(),
        metadata.ctime(),
        metadata.ctime_nsec()
    )
}

#[cfg(windows)]
fn number(metadata: &Metadata) -> String {
    use std::os::windows::fs::MetadataExt as _;
    format!(" {}", metadata.creation_time())
}

fn read(place: &Path) -> Vec<String> {
    let is_short = fs::metadata(place).is_ok_and(|it| it.is_file() && it.len() <= LONGEST);
    let text = is_short.then(|| fs::read_to_string(place).ok()).flatten();
    let text = text.unwrap_or_default();
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) {
        return Vec::new();
    }
    lines.map(str::to_owned).collect()
}

fn add(place: &Path, note: String) -> std::io::Result<()> {
    let mut notes = read(place);
    notes.retain(|known| *known != note);
    notes.push(note);
    let oldest = notes.len().saturating_sub(MOST);
    let folder = place.parent().unwrap_or(Path::new("."));
    make(folder)?;
    let mut aside = tempfile::Builder::new()
        .prefix(".colophon-verified-")
        .tempfile_in(folder)?;
    writeln!(aside, "{HEAD}")?;
    for note in &notes[oldest..] {
        writeln!(aside, "{note}")?;
    }
    aside.flush()?;
    aside.persist(place)?;
    Ok(())
}

/// Makes the program's folder, readable for nobody else. The user's own is not
/// made: without one, nobody is at home.
fn make(folder: &Path) -> std::io::Result<()> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let is_home = home.is_some_and(|home| folder.starts_with(&home) && home.is_dir());
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    if is_home {
        return builder.recursive(true).create(folder);
    }
    match builder.create(folder) {
        Err(_) if folder.is_dir() => Ok(()),
        made => made,
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use colophon_index::{BuildOptions, Builder};

    use super::*;

    fn built(path: &Path) -> Index {
        let builder = Builder::create(path, BuildOptions::default()).unwrap();
        builder.finish(&mut |_| ControlFlow::Continue(())).unwrap();
        Index::open(path).unwrap()
    }

    #[test]
    fn a_file_is_known_by_its_note_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("own/notes.txt");
        let path = folder.path().join("a.colophon");
        let note = note_of(&built(&path)).unwrap();
        assert!(!read(&place).contains(&note));
        add(&place, note.clone()).unwrap();
        add(&place, note.clone()).unwrap();
        assert_eq!(read(&place), [note.as_str()]);
        assert!(!note.contains("a.colophon"));
        // The same bytes under the same name are another file.
        let copy = folder.path().join("b.colophon");
        fs::copy(&path, &copy).unwrap();
        fs::rename(&copy, &path).unwrap();
        let other = note_of(&Index::open(&path).unwrap()).unwrap();
        assert_ne!(other, note);
        assert!(!read(&place).contains(&other));
    }

    #[test]
    fn the_oldest_notes_go_and_those_of_another_kind_count_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("notes.txt");
        for n in 0..MOST + 3 {
            add(&place, format!("note {n}")).unwrap();
        }
        let notes = read(&place);
        assert_eq!(notes.len(), MOST);
        assert_eq!(notes.first().map(String::as_str), Some("note 3"));
        fs::write(&place, "colophon verified 0\nnote 9\n").unwrap();
        assert!(read(&place).is_empty());
        add(&place, "note 1".to_owned()).unwrap();
        assert_eq!(read(&place), ["note 1"]);
    }
}
