//! What a claim needs of a title in a list, and the claim sheets of an earlier report.
//!
//! A sheet may come from anybody, so it is read like a list: in a process that can do
//! nothing else, within bounds. A sheet that cannot be read, or not without losing an
//! entry of its user, is an error with a name, before anything is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use colophon_clients::{ClientTitle, Line};
use colophon_fingerprint::{FileDigester, hex};

use crate::error::Error;
use crate::fenced;
use crate::job::Job;
use crate::report::model::{ClaimFacts, ClaimState, GivenRegistration};
use crate::report::{
    self, Code, KeptClaim, KeptClaims, KeptFile, NotKept, SheetRow, claim_sheet_of, read_claims,
};

/// The largest claim sheet, in bytes, as for a list.
const LARGEST: u64 = 256 << 20;

/// Returns what the list says about a title that a claim needs.
pub(super) fn facts(title: &ClientTitle) -> ClaimFacts {
    let registrations = title.registrations.iter().map(|own| GivenRegistration {
        number: own.number.clone(),
        date: own.date.clone(),
    });
    let year = || title.year.map(|year| year.to_string());
    let answer = |is_it: bool| if is_it { "yes" } else { "no" };
    ClaimFacts {
        publisher: title.imprint.clone(),
        asin: title.asin.clone(),
        doi: title.doi.clone(),
        imdb: title.imdb.clone(),
        published: title.published.clone().or_else(year),
        registrations: registrations.collect(),
        state: ClaimState {
            identifier: title.claim_id.clone(),
            receipt: title.receipt.clone(),
            deadline: title.deadline.clone(),
            opted_out: title.opted_out.map(|it| answer(it).to_owned()),
        },
    }
}

/// Returns whether a folder has claim sheets. A report in it that brought none would leave
/// those of an earlier report next to its pages, under names that may be another client's.
#[must_use]
pub fn has_claims(folder: &Path) -> bool {
    found(folder).is_ok_and(|clients| !clients.is_empty())
}

/// Reads the claim sheets in `folder`; none if there is no such folder. Of a client's
/// table and workbook, the newer one counts, and what only the other one has.
///
/// # Errors
///
/// The codes of an unreadable list, and `claims-unreadable`, for the first sheet that
/// cannot be read without losing an entry; `cancelled`.
pub fn kept_claims(folder: &Path, job: &Job) -> Result<KeptClaims, Error> {
    let untouched = report::untouched(folder);
    let mut kept = KeptClaims::default();
    let mut clients: Vec<Vec<Found>> = found(folder)?.into_values().collect();
    // The newest comes first, and wins.
    for files in &mut clients {
        files.sort_by_key(|file| std::cmp::Reverse((file.changed, file.is_book())));
        if files.iter().all(|file| untouched.contains(&file.name)) {
            // They say the same, and a workbook keeps the lines of an entry.
            files.sort_by_key(|file| !file.is_book());
            files.truncate(1);
        }
    }
    clients.sort_by_key(|files| std::cmp::Reverse(files.first().map(|file| file.changed)));
    for files in clients {
        let mut sheets = Vec::new();
        for file in files {
            kept.file(file.as_it_is()?);
            let rows = read(&file, job)?;
            // What the user has taken out of the newer one may still be in an older one
            // that nobody has changed.
            if sheets.is_empty() || !untouched.contains(&file.name) {
                sheets.push(rows);
            }
        }
        let mut sheets = sheets.into_iter();
        let newer = sheets.next().unwrap_or_default();
        kept.sheet(newer, sheets.flatten().collect());
    }
    Ok(kept)
}

/// Reads the claim sheets in `folder` that somebody has changed, to know before any long
/// work whether [`kept_claims`] will.
///
/// # Errors
///
/// Those of [`kept_claims`].
pub fn try_claims(folder: &Path, job: &Job) -> Result<(), Error> {
    let untouched = report::untouched(folder);
    let files = found(folder)?.into_values().flatten();
    for file in files.filter(|file| !untouched.contains(&file.name)) {
        read(&file, job)?;
    }
    Ok(())
}

/// A claim sheet in a folder.
struct Found {
    name: String,
    path: PathBuf,
    changed: SystemTime,
}

impl Found {
    fn is_book(&self) -> bool {
        self.path.extension().is_some_and(|it| it == "xlsx")
    }

    /// Returns the file with its digest: it is replaced only as it is now.
    fn as_it_is(&self) -> Result<KeptFile, Error> {
        let unreadable = |error| Error::from_io(error, "cannot be read", &self.path);
        let n_bytes = fs::metadata(&self.path).map_err(unreadable)?.len();
        if n_bytes > LARGEST {
            let message = format!("the claim sheet is larger than {} MiB", LARGEST >> 20);
            return Err(Error::new(Code::LimitExceeded, message).at(&self.path));
        }
        let bytes = fs::read(&self.path).map_err(unreadable)?;
        let mut digester = FileDigester::default();
        digester.update(&bytes);
        Ok(KeptFile {
            name: self.name.clone(),
            n_bytes: bytes.len() as u64,
            sha256: hex(&digester.finish().sha256),
        })
    }
}

/// Finds the claim sheets in a folder, by client.
fn found(folder: &Path) -> Result<BTreeMap<String, Vec<Found>>, Error> {
    let mut clients: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(clients),
        Err(error) => return Err(Error::from_io(error, "cannot be read", folder)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| Error::from_io(error, "cannot be read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        // A link is never replaced, so what it leads to is not read.
        let metadata = fs::symlink_metadata(&path).ok();
        let Some(metadata) = metadata.filter(fs::Metadata::is_file) else {
            continue;
        };
        let Some((client, _)) = claim_sheet_of(&name) else {
            continue;
        };
        let changed = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let client = client.to_owned();
        clients.entry(client).or_default().push(Found {
            name,
            path,
            changed,
        });
    }
    Ok(clients)
}

fn read(file: &Found, job: &Job) -> Result<Vec<KeptClaim>, Error> {
    let rows = fenced::lines(&file.path, job)?.into_iter();
    let rows: Vec<SheetRow> = rows
        .map(
            |Line {
                 sheet,
                 number,
                 cells,
             }| SheetRow {
                sheet,
                number,
                cells,
            },
        )
        .collect();
    read_claims(&rows).map_err(|why| {
        let message = match why {
            NotKept::NoTable => "the claim sheet has no table with a title".to_owned(),
            NotKept::Lacks(column) => format!("the claim sheet lacks the column {column}"),
            NotKept::Twice(heading) => {
                format!("the claim sheet has two columns with the heading \"{heading:.80}\"")
            }
            NotKept::AboveHeadings(row) => {
                format!("row {row} of the claim sheet is above the headings")
            }
            NotKept::NoHeading(row) => {
                format!("row {row} of the claim sheet has a value in a column without a heading")
            }
            NotKept::TooLong(row) => {
                format!("an entry in row {row} of the claim sheet is too long for a workbook")
            }
            NotKept::SameWork(one, other) => format!(
                "rows {one} and {other} of the claim sheet are about the same work and say different things"
            ),
            NotKept::OtherSheet(name) => format!(
                "the workbook has the sheet \"{name:.80}\", which a claim sheet does not have"
            ),
        };
        Error::new(Code::ClaimsUnreadable, message).at(&file.path)
    })
}
