//! From files that are whole to an index that is in use.
//!
//! A state is put together aside, tried and verified, and gets its name by one rename;
//! then another rename makes it the current one. The old state stays until nobody
//! reads it any more.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::held::{IN_USE, current, is_unread};
use super::offer::{Have, Offer, Planned};
use super::parts::partial_of;
use super::place::{Place, cannot_write};
use crate::durable;
use crate::error::Error;
use crate::job::Job;
use crate::report::Code;
use crate::sets::{self, MANIFEST, SetFile};
use crate::{indexes, verified};

/// What the name of a folder begins with that is being put together.
const ASIDE: &str = ".new-";

/// Puts a state together from the files that are there and those that came, and makes
/// it the one in use.
pub(super) fn install(
    place: &Place,
    offer: &Offer,
    planned: &Planned,
    have: &Have,
    job: &Job,
) -> Result<PathBuf, Error> {
    let stage = place.sets().join(format!("{ASIDE}{}", offer.manifest.set));
    remove_leftovers(place);
    let made = stage_up(place, offer, planned, have, &stage, job);
    if let Err(error) = made {
        let _ = fs::remove_dir_all(&stage);
        return Err(error);
    }
    let folder = place.set(offer.manifest.set);
    let put = || {
        // The same state may be there, damaged or of a former attempt.
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::rename(&stage, &folder)?;
        durable::sync_folder(&place.sets());
        let line = format!("{}\n", offer.manifest.set);
        durable::write_whole(&place.current_file(), line.as_bytes())
    };
    put().map_err(|error| cannot_write(&folder, &error))?;
    tidy(place, offer);
    // The index is in use, merged or not; what could not be merged now, for want of room
    // perhaps, is merged with the next update.
    let _ = sets::roll(&folder, false, job);
    Ok(folder)
}

fn stage_up(
    place: &Place,
    offer: &Offer,
    planned: &Planned,
    have: &Have,
    stage: &Path,
    job: &Job,
) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| cannot_write(&path, &error)
    };
    durable::make_private(stage).map_err(failed(stage))?;
    let incoming = place.incoming();
    for file in &planned.there {
        let from = have.path(file).ok_or_else(|| changed(file))?;
        let to = stage.join(file.file_name());
        carry(&from, &to).map_err(failed(&to))?;
    }
    for file in &planned.missing {
        let to = stage.join(file.file_name());
        carry(&partial_of(&incoming, file), &to).map_err(failed(&to))?;
    }
    carry_rolls(place, stage);
    let to = stage.join(MANIFEST);
    durable::write_whole(&to, &offer.bytes).map_err(failed(&to))?;
    let to = stage.join(IN_USE);
    durable::write_whole(&to, b"").map_err(failed(&to))?;
    durable::sync_folder(stage);
    // Every byte is the publisher's. That it is an index, and a whole one, is another
    // question.
    indexes::verify_new(stage, job)
}

/// Makes a file of the same content: by another name for it, else by a copy.
fn carry(from: &Path, to: &Path) -> io::Result<()> {
    let is_known = verified::is_noted(from);
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
        File::open(to)?.sync_all()?;
    }
    if is_known {
        // A new name changes what a file is known by, and nothing else.
        verified::note_file(to);
    }
    Ok(())
}

/// Takes the merged files of the old state along, which hold what they held.
fn carry_rolls(place: &Place, stage: &Path) {
    let Some(old) = current(&place.sets()) else {
        return;
    };
    for entry in fs::read_dir(&old).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name
            .as_encoded_bytes()
            .starts_with(sets::ROLL_PREFIX.as_bytes())
        {
            continue;
        }
        let to = stage.join(&name);
        let take = || {
            fs::create_dir(&to)?;
            for file in fs::read_dir(entry.path())?.flatten() {
                carry(&file.path(), &to.join(file.file_name()))?;
            }
            io::Result::Ok(())
        };
        if take().is_err() {
            // It can be made again.
            let _ = fs::remove_dir_all(&to);
        }
    }
}

fn changed(file: &SetFile) -> Error {
    let message = format!("{} was changed while it was read", file.file_name());
    Error::new(Code::MixedVersions, message)
}

/// Removes what came and is in its place now, and old states that nobody reads.
pub(super) fn tidy(place: &Place, offer: &Offer) {
    let current = place.set(offer.manifest.set);
    let (came, old) = (came(place), old(place, &current));
    if came.is_empty() && old.is_empty() {
        return;
    }
    verified::keeping(&indexes_in(&current), || {
        for file in came {
            let _ = fs::remove_file(file);
        }
        for state in old {
            let _ = fs::remove_dir_all(state);
        }
    });
}

/// Returns the files of a download.
fn came(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.incoming());
    let paths = entries.into_iter().flatten().flatten().map(|it| it.path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "partial" || it == "journal")
        })
        .collect()
}

/// Returns the indexes of a state, merged ones included.
fn indexes_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == crate::INDEX_ENDING) {
                found.push(path);
            }
        }
    }
    found
}

/// Returns the states but one that nobody reads.
fn old(place: &Place, keep: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.sets()).into_iter().flatten().flatten();
    let is_state = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        name.to_str()
            .is_some_and(|name| name.parse::<u64>().is_ok())
    };
    entries
        .filter(is_state)
        .map(|entry| entry.path())
        .filter(|path| path != keep && is_unread(path))
        .collect()
}

/// Removes what was being put together when the program ended.
fn remove_leftovers(place: &Place) {
    for entry in fs::read_dir(place.sets()).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(ASIDE.as_bytes())
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
