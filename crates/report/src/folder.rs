//! The folder of a client list's report, and what an earlier report left in it.
//!
//! A list changes, and the page of a client who is no longer on it would stay
//! in the folder and be passed on with the others. So the folder has a list of
//! what was written, with digests, and the next report removes what it does not
//! write again.
//!
//! Only files that this list names, and that are still as they were written,
//! are ever removed: no file of somebody else's, and none that was changed.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::Path;

use colophon_fingerprint::{hex, sha256};
use serde::{Deserialize, Serialize};

use crate::advice::Advice;
use crate::claims::{KeptClaims, is_claim_sheet};
use crate::clients::{OF_ALL, Sheet, to_folder};
use crate::csv::Delimiter;
use crate::error::Refused;
use crate::language::Language;
use crate::model::Report;
use crate::safe::escaped;

/// The list of what was written.
const WRITTEN: &str = ".colophon-report";

/// The version of the list of what was written.
const VERSION: u32 = 1;

/// The longest such list that is read.
const MAX_WRITTEN: u64 = 64 << 20;

/// What happened to a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderWritten {
    /// How many files the report has.
    pub n_files: usize,
    /// The files of an earlier report that were removed, in order.
    pub removed: Vec<String>,
    /// The pages in the folder that are not part of this report and were left
    /// alone, in order.
    pub others: Vec<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Written {
    /// The version of this list, [`VERSION`].
    colophon_report: u32,
    files: Vec<File>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct File {
    name: String,
    n_bytes: u64,
    sha256: String,
}

/// What puts bytes at a path.
pub(crate) type Write<'w, E> = dyn FnMut(&Path, &[u8]) -> Result<(), E> + 'w;

/// Writes `report` into `folder`, client by client, in a language and with a
/// delimiter of its tables, with `write`, and removes
/// the files of an earlier report that this one does not have. Files in `read`
/// are not replaced, and neither is a file that differs from what an earlier
/// report wrote.
///
/// # Errors
///
/// [`Refused`] when a file of the report would replace such a file, before
/// anything is written; and those of `write`.
pub fn write_folder<'a, E: From<Refused>>(
    report: &Report,
    (language, delimiter): (Language, Delimiter),
    folder: &Path,
    read: impl IntoIterator<Item = &'a Path>,
    write: &mut Write<'_, E>,
) -> Result<FolderWritten, E> {
    write_folder_with_claims(report, None, (language, delimiter), folder, read, write)
}

/// Writes `report` as [`write_folder`] does, and a claim sheet for each client with the
/// entries that earlier sheets have: those in `kept`, which must be of this folder. A
/// claim sheet that a user has changed is replaced if it is as it was read.
///
/// Without `kept`, claim sheets of an earlier report stay.
///
/// # Errors
///
/// Those of [`write_folder`].
pub fn write_folder_with_claims<'a, E: From<Refused>>(
    report: &Report,
    kept: Option<&KeptClaims>,
    (language, delimiter): (Language, Delimiter),
    folder: &Path,
    read: impl IntoIterator<Item = &'a Path>,
    write: &mut Write<'_, E>,
) -> Result<FolderWritten, E> {
    let sheets = to_folder(report, kept, language, delimiter);
    let names = sheets.iter().map(|sheet| sheet.name.as_str());
    let mut earlier = read_written(folder);
    refuse_to_replace(names, folder, &with_kept(&earlier, kept), read)?;
    let mut files: Vec<File> = sheets.iter().map(file_of).collect();
    if kept.is_none() {
        let claims = |file: &File| is_claim_sheet(&file.name);
        let (stay, rest) = earlier.into_iter().partition(claims);
        earlier = rest;
        files.extend::<Vec<File>>(stay);
    }
    let list = folder.join(WRITTEN);
    // If anything ends this early, all that was written is on the list.
    let both = Written::json([&earlier[..], &files].concat());
    write(&list, both.as_bytes())?;
    for sheet in &sheets {
        write(&folder.join(&sheet.name), &sheet.contents)?;
    }
    let (removed, others) = clear(folder, &sheets, &earlier);
    write(&list, Written::json(files).as_bytes())?;
    Ok(FolderWritten {
        n_files: sheets.len(),
        removed,
        others,
    })
}

/// Returns the files that may be replaced: those that an earlier report wrote, and the
/// claim sheets that were read.
fn with_kept(earlier: &[File], kept: Option<&KeptClaims>) -> Vec<File> {
    let read = kept.into_iter().flat_map(KeptClaims::files);
    let read = read.map(|file| File {
        name: file.name.clone(),
        n_bytes: file.n_bytes,
        sha256: file.sha256.clone(),
    });
    earlier.iter().cloned().chain(read).collect()
}

/// Returns the names of the files in `folder` that are as an earlier report wrote them.
#[must_use]
pub fn untouched(folder: &Path) -> BTreeSet<String> {
    let written = read_written(folder).into_iter();
    let as_written = written.filter(|file| is_as_written(&folder.join(&file.name), file));
    as_written.map(|file| file.name).collect()
}

impl Written {
    fn json(files: Vec<File>) -> String {
        let written = Self {
            colophon_report: VERSION,
            files,
        };
        // Strings and numbers always serialise.
        escaped(serde_json::to_string_pretty(&written).unwrap_or_default()) + "\n"
    }
}

fn file_of(sheet: &Sheet) -> File {
    let bytes = &sheet.contents;
    File {
        name: sheet.name.clone(),
        n_bytes: bytes.len() as u64,
        sha256: hex(&sha256(bytes)),
    }
}

/// Finds out, before any long work, whether a report in `folder` would replace
/// one of the files in `read` or somebody else's file, as far as that can be
/// known without the clients.
///
/// # Errors
///
/// [`Refused`] names the first of them.
pub fn prepare_folder<'a>(
    folder: &Path,
    read: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Refused> {
    let names: Vec<String> = OF_ALL
        .iter()
        .map(|(name, ending)| format!("{name}.{ending}"))
        .collect();
    let names = names.iter().map(String::as_str);
    refuse_to_replace(names, folder, &read_written(folder), read)
}

fn refuse_to_replace<'a, 'b>(
    names: impl Iterator<Item = &'b str>,
    folder: &Path,
    earlier: &[File],
    read: impl IntoIterator<Item = &'a Path>,
) -> Result<(), Refused> {
    let read: HashSet<_> = read
        .into_iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect();
    // If case makes no difference, a name in another case is the same file.
    let mut written: HashMap<String, Vec<&File>> = HashMap::new();
    for file in earlier {
        written
            .entry(file.name.to_lowercase())
            .or_default()
            .push(file);
    }
    for name in names {
        let path = folder.join(name);
        let Ok(place) = fs::canonicalize(&path) else {
            continue;
        };
        if read.contains(&place) {
            let message = "the report would replace a file that is read for it";
            return Err(Refused::new(message, Advice::AnotherFolder, &path));
        }
        let mut written = written.get(&name.to_lowercase()).into_iter().flatten();
        if !written.any(|file| is_as_written(&path, file)) {
            let message = if path.is_dir() {
                "there is a folder of this name, and the report needs it for a file"
            } else {
                "there is a file already, and it is not as a report wrote it"
            };
            return Err(Refused::new(message, Advice::MoveAway, &path));
        }
    }
    Ok(())
}

/// Returns what an earlier report wrote; nothing if there is no list of it.
fn read_written(folder: &Path) -> Vec<File> {
    let mut text = String::new();
    let read = fs::File::open(folder.join(WRITTEN))
        .and_then(|file| file.take(MAX_WRITTEN).read_to_string(&mut text));
    let written: Written = match read {
        Ok(_) => serde_json::from_str(&text).unwrap_or_default(),
        Err(_) => Written::default(),
    };
    if written.colophon_report != VERSION {
        return Vec::new();
    }
    // Anyone may have made the list: it can only name files of this folder.
    let is_here = |file: &File| Path::new(&file.name).file_name() == Some(file.name.as_ref());
    written.files.into_iter().filter(is_here).collect()
}

/// Removes what an earlier report left behind; returns it, and the pages that
/// are not part of this report.
fn clear(folder: &Path, sheets: &[Sheet], earlier: &[File]) -> (Vec<String>, Vec<String>) {
    // If case makes no difference, a name in another case is the same file.
    let own: HashSet<String> = sheets.iter().map(|it| it.name.to_lowercase()).collect();
    let (mut removed, mut others) = (BTreeSet::new(), BTreeSet::new());
    for file in earlier {
        let path = folder.join(&file.name);
        if own.contains(&file.name.to_lowercase()) || fs::symlink_metadata(&path).is_err() {
            continue;
        }
        if is_as_written(&path, file) && fs::remove_file(&path).is_ok() {
            removed.insert(file.name.clone());
        } else {
            others.insert(file.name.clone());
        }
    }
    others.retain(|name| !removed.contains(name));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        let is_page = Path::new(&lower).extension().is_some_and(|it| it == "html");
        if is_page && !own.contains(&lower) {
            others.insert(name);
        }
    }
    (removed.into_iter().collect(), others.into_iter().collect())
}

/// Returns whether a file is exactly what was written.
fn is_as_written(path: &Path, file: &File) -> bool {
    let is_alike = fs::symlink_metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() == file.n_bytes);
    is_alike && fs::read(path).is_ok_and(|bytes| hex(&sha256(&bytes)) == file.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn of_clients(names: &[&str]) -> Report {
        let mut report = fixture::many(names.len());
        for (result, name) in report.results.iter_mut().zip(names) {
            result.client = Some((*name).to_owned());
        }
        report
    }

    /// Why a test's write function stopped.
    #[derive(Debug)]
    enum Failed {
        Refused(Refused),
        Stopped,
    }

    impl From<Refused> for Failed {
        fn from(refused: Refused) -> Self {
            Self::Refused(refused)
        }
    }

    impl Failed {
        fn refused(self) -> Refused {
            match self {
                Self::Refused(refused) => refused,
                Self::Stopped => panic!("stopped"),
            }
        }
    }

    fn write(names: &[&str], folder: &Path) -> Result<FolderWritten, Failed> {
        write_folder(
            &of_clients(names),
            (Language::English, Delimiter::Comma),
            folder,
            [],
            &mut |path, contents| {
                fs::write(path, contents).unwrap();
                Ok(())
            },
        )
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        let own = |name: &String| {
            let of_all = [
                "overview.html",
                "report.json",
                "titles.csv",
                "titles.xlsx",
                WRITTEN,
            ];
            !of_all.contains(&name.as_str()) && !name.ends_with("xlsx")
        };
        let mut names: Vec<String> = names.filter(own).collect();
        names.sort();
        names
    }

    #[test]
    fn pages_of_an_earlier_list_go_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("notes.txt"), "mine").unwrap();
        fs::write(path.join("Cleo.html"), "mine, too").unwrap();
        let done = write(&["Ada", "Bert", "Dora"], path).unwrap();
        assert_eq!((done.n_files, done.removed.len()), (13, 0));
        assert_eq!(done.others, ["Cleo.html"]);
        // Somebody wrote into one of them.
        fs::write(path.join("Bert.csv"), "my notes").unwrap();
        let done = write(&["Dora", "Eve"], path).unwrap();
        assert_eq!(
            done.removed,
            ["Ada.csv", "Ada.html", "Ada.xlsx", "Bert.html", "Bert.xlsx"]
        );
        assert_eq!(done.others, ["Bert.csv", "Cleo.html"]);
        let expected = [
            "Bert.csv",
            "Cleo.html",
            "Dora.csv",
            "Dora.html",
            "Eve.csv",
            "Eve.html",
            "notes.txt",
        ];
        assert_eq!(names(path), expected);
        assert_eq!(
            fs::read_to_string(path.join("Bert.csv")).unwrap(),
            "my notes"
        );
        let again = write(&["Dora", "Eve"], path).unwrap();
        assert!(again.removed.is_empty());
        assert_eq!(names(path), expected);
    }

    #[test]
    fn what_a_report_that_was_stopped_wrote_goes_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        write(&["Ada"], path).unwrap();
        let mut n = 0;
        let stopped = write_folder(
            &of_clients(&["Bert", "Cleo"]),
            (Language::English, Delimiter::Comma),
            path,
            [],
            &mut |path, contents| {
                n += 1;
                if n > 6 {
                    return Err(Failed::Stopped);
                }
                fs::write(path, contents).unwrap();
                Ok(())
            },
        );
        assert!(matches!(stopped, Err(Failed::Stopped)));
        assert_eq!(names(path), ["Ada.csv", "Ada.html", "Bert.html"]);
        let done = write(&["Dora"], path).unwrap();
        assert_eq!(
            done.removed,
            ["Ada.csv", "Ada.html", "Ada.xlsx", "Bert.html"]
        );
        assert_eq!(names(path), ["Dora.csv", "Dora.html"]);
    }

    #[test]
    fn a_list_reaches_no_file_outside_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let victim = folder.path().join("victim.html");
        fs::write(&victim, "text").unwrap();
        let file = |name: &str| File {
            name: name.to_owned(),
            n_bytes: 4,
            sha256: hex(&sha256(b"text")),
        };
        let absolute = victim.display().to_string();
        let files = ["../victim.html", &absolute, "..", ".", ""].map(file);
        fs::write(inner.join(WRITTEN), Written::json(files.to_vec())).unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&victim, inner.join("link.html")).unwrap();
            let files = [files.as_slice(), &[file("link.html")]].concat();
            fs::write(inner.join(WRITTEN), Written::json(files)).unwrap();
        }
        let done = write(&["Ada"], &inner).unwrap();
        assert!(done.removed.is_empty(), "{done:?}");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "text");
        fs::write(inner.join(WRITTEN), "no list").unwrap();
        assert!(
            write(&["Bert"], &inner).is_err(),
            "whose these are is not known"
        );
        assert_eq!(fs::read_to_string(&victim).unwrap(), "text");
    }

    #[test]
    fn what_somebody_else_wrote_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("overview.html"), "mine").unwrap();
        let known = prepare_folder(path, []).unwrap_err();
        assert_eq!(known.path(), path.join("overview.html"));
        let refused = write(&["Ada"], path).unwrap_err();
        assert_eq!(refused.refused().advice(), Advice::MoveAway);
        assert!(names(path).is_empty(), "nothing is written");
        fs::remove_file(path.join("overview.html")).unwrap();
        write(&["Ada"], path).unwrap();
        // A page with somebody's notes is not overwritten.
        fs::write(path.join("Ada.html"), "my notes").unwrap();
        let refused = write(&["Ada"], path).unwrap_err();
        assert_eq!(refused.refused().path(), path.join("Ada.html"));
        fs::remove_file(path.join("Ada.html")).unwrap();
        write(&["Ada"], path).unwrap();
    }

    #[test]
    fn what_was_read_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("titles.csv");
        fs::write(&list, "my list").unwrap();
        let done = write_folder::<Failed>(
            &of_clients(&["Ada"]),
            (Language::English, Delimiter::Comma),
            folder.path(),
            [list.as_path()],
            &mut |_, _| panic!("nothing is written"),
        );
        assert_eq!(done.unwrap_err().refused().advice(), Advice::AnotherFolder);
        let known = prepare_folder(folder.path(), [list.as_path()]);
        assert_eq!(known.unwrap_err().advice(), Advice::AnotherFolder);
    }
}
